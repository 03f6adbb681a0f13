//! What can happen to the cockpit, and the one place where terminal bytes become it.

use crate::app::change::Changed;
use crate::domain::time::Instant;
use std::fmt;
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers, MouseButton, MouseEventKind};

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
    /// Time passed for somebody who asked to be told.
    Tick(Instant),
    /// Another process wrote these tables.
    Elsewhere(Changed),
}

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those on the keys")]
pub enum Key {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// A key with its modifiers. Shift is part of a character: `G`, not shift and `g`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    pub key: Key,
    pub ctrl: bool,
    pub alt: bool,
    /// With shift, on keys that are no characters.
    pub shift: bool,
}

impl Chord {
    /// The key alone.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// A character with control.
    pub const fn ctrl(c: char) -> Self {
        Self { key: Key::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// One shape for every way in which terminals report the same chord.
    pub fn normal(key: Key, ctrl: bool, alt: bool, shift: bool) -> Self {
        match key {
            Key::Char(c) if ctrl => Self { key: Key::Char(c.to_ascii_lowercase()), ctrl, alt, shift: false },
            Key::Char(c) if shift && c.is_ascii_lowercase() => {
                Self { key: Key::Char(c.to_ascii_uppercase()), ctrl, alt, shift: false }
            }
            Key::Char(c) => Self { key: Key::Char(c), ctrl, alt, shift: false },
            Key::Tab | Key::BackTab if shift || key == Key::BackTab => {
                Self { key: Key::BackTab, ctrl, alt, shift: false }
            }
            key => Self { key, ctrl, alt, shift },
        }
    }

    /// The character that this chord types into a field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (on, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if on {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::BackTab => f.write_str("Shift-Tab"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
            Key::Delete => f.write_str("Del"),
            Key::F(n) => write!(f, "F{n}"),
            key => write!(f, "{key:?}"),
        }
    }
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
                    if let Some(chord) = chord_of(key) {
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

fn chord_of(event: KeyEvent) -> Option<Chord> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Escape => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Insert => Key::Insert,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Function(n) => Key::F(n),
        _ => return None,
    };
    let has = |modifier| event.modifiers.contains(modifier);
    Some(Chord::normal(key, has(Modifiers::CONTROL), has(Modifiers::ALT), has(Modifiers::SHIFT)))
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
