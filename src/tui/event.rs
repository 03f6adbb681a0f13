//! What can happen to the cockpit, and the one place where terminal bytes become it.

use crate::app::change::Changed;
use crate::domain::time::Instant;
use crate::tui::ground::{self, Ground};
pub use crate::tui::key::{Chord, Key};
use crate::tui::stream::Stream;
use std::collections::VecDeque;
use std::time::Duration;
use termina::event::{MouseButton, MouseEventKind};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key was pressed.
    Key(Chord),
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted as a whole.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// Time passed for a view that asked for ticks.
    Tick(Instant),
    /// The terminal says what its ground is.
    Ground(Ground),
    /// Another process wrote these tables.
    Elsewhere(Changed),
}

/// What the mouse did, and where: column and row from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    pub x: u16,
    pub y: u16,
    pub act: MouseAct,
}

/// What the mouse did. Only the left button counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The button went down.
    Press,
    /// It moved with the button down.
    Drag,
    /// The button came up.
    Release,
    /// The wheel turned by this many rows, down is positive.
    Wheel(i16),
}

/// Makes events of the bytes that the terminal sends.
#[derive(Debug, Default)]
pub struct Reader {
    stream: Stream,
    events: VecDeque<Event>,
}

impl Reader {
    /// Takes bytes in.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.stream.feed(bytes, |piece| read(piece, &mut self.events));
    }

    /// How long to wait for the rest of what has begun; `None` while nothing has.
    pub fn patience(&self) -> Option<Duration> {
        self.stream.patience()
    }

    /// The rest did not come in time.
    pub fn give_up(&mut self) {
        self.stream.give_up(|piece| read(piece, &mut self.events));
    }

    /// The next whole event that concerns us.
    pub fn next_event(&mut self) -> Option<Event> {
        self.events.pop_front()
    }
}

/// What a whole sequence means. Each gets a parser of its own: one that cannot make sense of a sequence would wait for more
/// of it.
fn read(piece: &[u8], events: &mut VecDeque<Event>) {
    if let Some(ground) = ground::answer(piece) {
        events.push_back(Event::Ground(ground));
        return;
    }
    let mut parser = termina::Parser::default();
    parser.parse(piece, false);
    while let Some(event) = parser.pop() {
        events.extend(match event {
            termina::Event::Key(key) => Chord::reported(key).map(Event::Key),
            termina::Event::Mouse(mouse) => {
                act_of(mouse.kind).map(|act| Event::Mouse(Mouse { x: mouse.column, y: mouse.row, act }))
            }
            termina::Event::Paste(text) => Some(Event::Paste(text)),
            _ => None,
        });
    }
}

fn act_of(kind: MouseEventKind) -> Option<MouseAct> {
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(MouseAct::Press),
        MouseEventKind::Drag(MouseButton::Left) => Some(MouseAct::Drag),
        MouseEventKind::Up(MouseButton::Left) => Some(MouseAct::Release),
        MouseEventKind::ScrollDown => Some(MouseAct::Wheel(3)),
        MouseEventKind::ScrollUp => Some(MouseAct::Wheel(-3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Event> {
        let mut reader = Reader::default();
        reader.feed(bytes);
        reader.give_up();
        std::iter::from_fn(|| reader.next_event()).collect()
    }

    #[test]
    fn bytes_become_chords() {
        let said: Vec<String> = all(b"aG \r\x1b[A\x1b[Z\x12\x1b[3~\x1bx")
            .into_iter()
            .map(|event| match event {
                Event::Key(chord) => chord.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(said, ["a", "G", "Space", "Enter", "Up", "Shift-Tab", "Ctrl-R", "Del", "Alt-x"]);
    }

    #[test]
    fn a_paste_is_one_event_and_the_mouse_has_places() {
        let events = all(b"\x1b[200~two\rlines\x1b[201~\x1b[<0;5;3M\x1b[<65;5;3M");
        assert!(matches!(&events[0], Event::Paste(text) if text.contains("lines")), "{events:?}");
        assert_eq!(events[1], Event::Mouse(Mouse { x: 4, y: 2, act: MouseAct::Press }));
        assert_eq!(events[2], Event::Mouse(Mouse { x: 4, y: 2, act: MouseAct::Wheel(3) }));
    }

    #[test]
    fn a_paste_may_arrive_in_parts() {
        let mut reader = Reader::default();
        for part in ["\x1b[200~one", " two\x1b[", "201~x"] {
            reader.feed(part.as_bytes());
        }
        assert_eq!(reader.next_event(), Some(Event::Paste("one two".to_owned())));
        assert_eq!(reader.next_event(), Some(Event::Key(Chord::plain(Key::Char('x')))));
    }

    #[test]
    fn a_sequence_may_arrive_in_two_parts() {
        let mut reader = Reader::default();
        reader.feed(b"\x1b");
        assert_eq!(reader.next_event(), None);
        reader.feed(b"[B");
        assert_eq!(reader.next_event(), Some(Event::Key(Chord::plain(Key::Down))));
    }
}
