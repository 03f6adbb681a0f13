//! The keys, each written once: its name under `[keys]`, its name on the screen, and what the terminal calls it.

use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers};

/// Writes the table out as an enum and as what is read from it.
macro_rules! keys {
    ($($key:ident $code:ident $shown:literal [$($name:literal)+];)*) => {
        /// A key without its modifiers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Key {
            Char(char),
            F(u8),
            $($key,)*
        }

        impl Key {
            /// The key that the terminal reports.
            const fn reported(code: KeyCode) -> Option<Self> {
                match code {
                    KeyCode::Char(c) => Some(Self::Char(c)),
                    KeyCode::Function(n) => Some(Self::F(n)),
                    $(KeyCode::$code => Some(Self::$key),)*
                    _ => None,
                }
            }

            /// The key of that name in the settings, in lower case.
            fn named(name: &str) -> Option<Self> {
                match name {
                    "space" => Some(Self::Char(' ')),
                    "hyphen" | "minus" => Some(Self::Char('-')),
                    $($($name)|+ => Some(Self::$key),)*
                    _ => name.strip_prefix('f').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n)).map(Self::F),
                }
            }
        }

        impl fmt::Display for Key {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Self::Char(' ') => f.write_str("Space"),
                    Self::Char(c) => write!(f, "{c}"),
                    Self::F(n) => write!(f, "F{n}"),
                    $(Self::$key => f.write_str($shown),)*
                }
            }
        }
    };
}

// Key   what the terminal calls it   on the screen   [in the settings];
keys! {
    Enter Enter "Enter" ["enter" "return"];
    Esc Escape "Esc" ["esc" "escape"];
    Tab Tab "Tab" ["tab"];
    BackTab BackTab "Shift-Tab" ["backtab"];
    Backspace Backspace "Backspace" ["backspace"];
    Delete Delete "Del" ["delete" "del"];
    Insert Insert "Insert" ["insert" "ins"];
    Up Up "Up" ["up"];
    Down Down "Down" ["down"];
    Left Left "Left" ["left"];
    Right Right "Right" ["right"];
    Home Home "Home" ["home"];
    End End "End" ["end"];
    PageUp PageUp "PgUp" ["pageup" "pgup"];
    PageDown PageDown "PgDn" ["pagedown" "pgdown" "pgdn"];
}

/// A key with its modifiers. Shift is part of a character: `G`, not shift and `g`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    pub key: Key,
    pub ctrl: bool,
    pub alt: bool,
    /// With shift, on keys that are not characters.
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

    /// The chord that the terminal reports; `None` for a key let go and for keys that nothing is bound to.
    pub fn reported(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let has = |modifier| event.modifiers.contains(modifier);
        let (ctrl, alt, shift) = (has(Modifiers::CONTROL), has(Modifiers::ALT), has(Modifiers::SHIFT));
        Some(Self::normal(Key::reported(event.code)?, ctrl, alt, shift))
    }

    /// The character that this chord types into a field, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt && !c.is_control() => Some(c),
            _ => None,
        }
    }
}

impl FromStr for Chord {
    type Err = Error;

    /// Reads a chord as people write it: `a`, `G`, `ctrl-r`, `shift-tab`, `pagedown`, `space`.
    fn from_str(text: &str) -> Result<Self> {
        let mut rest = text;
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        while let Some((modifier, after)) = rest.split_once(['-', '+']).filter(|(_, after)| !after.is_empty()) {
            match modifier.trim().to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => break,
            }
            rest = after;
        }
        let mut letters = rest.chars();
        let key = match (letters.next(), letters.next()) {
            (Some(c), None) => Some(Key::Char(c)),
            _ => Key::named(&rest.trim().to_ascii_lowercase()),
        };
        let not_a_key = || {
            Error::Misused(format!(
                "\"{text}\" is not a key. Write a character, or a name such as ctrl-r, alt-x, shift-tab, pagedown, f5, space."
            ))
        };
        Ok(Self::normal(key.ok_or_else(not_a_key)?, ctrl, alt, shift))
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
            Key::Char(c) if self.ctrl => Key::Char(c.to_ascii_uppercase()).fmt(f),
            key => key.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_read_and_print() {
        let written = [
            ("G", "G"),
            ("-", "-"),
            ("+", "+"),
            ("f", "f"),
            ("ctrl-r", "Ctrl-R"),
            ("Ctrl-Alt-x", "Ctrl-Alt-X"),
            ("ctrl--", "Ctrl--"),
            ("alt-minus", "Alt--"),
            ("backtab", "Shift-Tab"),
            ("shift-tab", "Shift-Tab"),
            ("shift-g", "G"),
            ("space", "Space"),
            ("ctrl-space", "Ctrl-Space"),
            ("pagedown", "PgDn"),
            ("f12", "F12"),
        ];
        for (text, shown) in written {
            assert_eq!(text.parse::<Chord>().unwrap().to_string(), shown);
        }
        for text in ["", "meta-x", "ctrl-", "f0", "f99", "ctrl", "ab", "ctrl-ab"] {
            let said = text.parse::<Chord>().unwrap_err().to_string();
            assert!(said.starts_with(&format!("\"{text}\" is not a key.")), "{said}");
        }
    }
}
