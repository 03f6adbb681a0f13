//! What can happen to the cockpit, and the one place where terminal bytes become it.

use crate::app::change::Changed;
use crate::domain::time::Instant;
pub use crate::tui::key::{Chord, Key};
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
    parser: termina::Parser,
}

impl Reader {
    /// Takes bytes in. `more` says that the same sequence may go on in bytes not read yet.
    pub fn feed(&mut self, bytes: &[u8], more: bool) {
        self.parser.parse(bytes, more);
    }

    /// The next whole event that concerns us.
    pub fn next_event(&mut self) -> Option<Event> {
        loop {
            match self.parser.pop()? {
                termina::Event::Key(key) => {
                    if let Some(chord) = Chord::reported(key) {
                        return Some(Event::Key(chord));
                    }
                }
                termina::Event::Mouse(mouse) => {
                    if let Some(act) = act_of(mouse.kind) {
                        return Some(Event::Mouse(Mouse { x: mouse.column, y: mouse.row, act }));
                    }
                }
                termina::Event::Paste(text) => return Some(Event::Paste(text)),
                _ => {}
            }
        }
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

    fn read(bytes: &[u8]) -> Vec<Event> {
        let mut reader = Reader::default();
        reader.feed(bytes, false);
        std::iter::from_fn(|| reader.next_event()).collect()
    }

    #[test]
    fn bytes_become_chords() {
        let said: Vec<String> = read(b"aG \r\x1b[A\x1b[Z\x12\x1b[3~\x1bx")
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
        let events = read(b"\x1b[200~two\rlines\x1b[201~\x1b[<0;5;3M\x1b[<65;5;3M");
        assert!(matches!(&events[0], Event::Paste(text) if text.contains("lines")), "{events:?}");
        assert_eq!(events[1], Event::Mouse(Mouse { x: 4, y: 2, act: MouseAct::Press }));
        assert_eq!(events[2], Event::Mouse(Mouse { x: 4, y: 2, act: MouseAct::Wheel(3) }));
    }

    #[test]
    fn a_paste_may_arrive_in_parts() {
        let mut reader = Reader::default();
        for part in ["\x1b[200~one", " two\x1b[", "201~x"] {
            reader.feed(part.as_bytes(), false);
        }
        assert_eq!(reader.next_event(), Some(Event::Paste("one two".to_owned())));
        assert_eq!(reader.next_event(), Some(Event::Key(Chord::plain(Key::Char('x')))));
    }

    #[test]
    fn a_sequence_may_arrive_in_two_parts() {
        let mut reader = Reader::default();
        reader.feed(b"\x1b", true);
        assert_eq!(reader.next_event(), None);
        reader.feed(b"[B", false);
        assert_eq!(reader.next_event(), Some(Event::Key(Chord::plain(Key::Down))));
    }
}
