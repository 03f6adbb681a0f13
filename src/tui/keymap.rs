//! Which chord means which command where: the table's keys, and what the user made of them.

use crate::error::{Error, Result};
use crate::tui::command::{Command, TABLE};
use crate::tui::event::{Chord, Key};
use crate::tui::scope::Scope;
use crokey::OneToThree;
use crossterm::event::{KeyCode, KeyModifiers};
use std::collections::HashMap;

/// The keys in force.
#[derive(Debug)]
pub struct Keymap {
    by_chord: HashMap<(Scope, Chord), Command>,
    by_command: HashMap<Command, Vec<Chord>>,
}

impl Keymap {
    /// The table's keys, with the user's in their place: pairs of a command's name and its chords.
    pub fn new<'a>(overrides: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Result<Self> {
        let mut by_command = shipped()?;
        for (name, chords) in overrides {
            let command = Command::named(name).ok_or_else(|| unknown_command(name))?;
            let chords = chords.iter().map(|text| parse(text)).collect::<Result<Vec<_>>>()?;
            by_command.insert(command, chords);
        }
        let mut by_chord = HashMap::new();
        for row in TABLE {
            for chord in by_command.get(&row.command).into_iter().flatten() {
                if let Some(other) = by_chord.insert((row.scope, *chord), row.command) {
                    return Err(conflict(*chord, other, row.command));
                }
            }
        }
        let keymap = Self { by_chord, by_command };
        keymap.refuse_conflicts()?;
        Ok(keymap)
    }

    /// The command that `chord` means in `scope`.
    pub fn lookup(&self, scope: Scope, chord: Chord) -> Option<Command> {
        scope.chain().iter().find_map(|scope| self.by_chord.get(&(*scope, chord))).copied()
    }

    /// The chords of a command, the one to show first.
    pub fn chords(&self, command: Command) -> &[Chord] {
        self.by_command.get(&command).map_or(&[], Vec::as_slice)
    }

    /// The first chord of a command in words; empty when it has none.
    pub fn shown(&self, command: Command) -> String {
        self.chords(command).first().map(ToString::to_string).unwrap_or_default()
    }

    /// Two scopes of one chain may not give a chord two meanings.
    fn refuse_conflicts(&self) -> Result<()> {
        for leaf in Scope::LEAVES {
            let mut taken: HashMap<Chord, Command> = HashMap::new();
            for row in TABLE.iter().filter(|row| leaf.chain().contains(&row.scope)) {
                for chord in self.chords(row.command) {
                    if let Some(other) = taken.insert(*chord, row.command) {
                        return Err(conflict(*chord, other, row.command));
                    }
                }
            }
        }
        Ok(())
    }
}

fn shipped() -> Result<HashMap<Command, Vec<Chord>>> {
    TABLE
        .iter()
        .map(|row| Ok((row.command, row.keys.split_whitespace().map(parse).collect::<Result<Vec<_>>>()?)))
        .collect()
}

/// Reads a chord as people write it: `a`, `G`, `ctrl-r`, `shift-tab`, `pagedown`, `space`.
pub fn parse(text: &str) -> Result<Chord> {
    let mut letters = text.chars();
    if let (Some(c), None) = (letters.next(), letters.next()) {
        return Ok(Chord::plain(Key::Char(c)));
    }
    let text = text.trim();
    let not_a_key = || {
        Error::Misused(format!(
            "\"{text}\" is no key. Write a character, or names such as ctrl-r, alt-x, shift-tab, pagedown, f5, space."
        ))
    };
    let read = crokey::parse(text).map_err(|_| not_a_key())?;
    let OneToThree::One(code) = read.codes else { return Err(not_a_key()) };
    let key = match code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
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
        KeyCode::F(n) => Key::F(n),
        _ => return Err(not_a_key()),
    };
    let has = |modifier| read.modifiers.contains(modifier);
    Ok(Chord::normal(key, has(KeyModifiers::CONTROL), has(KeyModifiers::ALT), has(KeyModifiers::SHIFT)))
}

fn unknown_command(name: &str) -> Error {
    Error::Misused(format!("[keys] names \"{name}\", which is no command. `?` and docs/keys.md list their names."))
}

fn conflict(chord: Chord, one: Command, other: Command) -> Error {
    Error::Misused(format!(
        "The key {chord} would mean both \"{}\" and \"{}\" in the same place. Give one of them another key under [keys].",
        one.row().name,
        other.row().name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_read_and_print() {
        for (text, shown) in
            [("G", "G"), ("ctrl-r", "Ctrl-R"), ("backtab", "Shift-Tab"), ("shift-tab", "Shift-Tab"), ("space", "Space")]
        {
            assert_eq!(parse(text).unwrap().to_string(), shown);
        }
        assert!(parse("meta-hyper").is_err());
        assert!(parse("").is_err());
    }

    #[test]
    fn the_table_has_no_conflict_and_a_user_may_not_make_one() {
        let keymap = Keymap::new([]).unwrap();
        assert_eq!(keymap.lookup(Scope::Backlog, Chord::plain(Key::Char('u'))), Some(Command::Undo));
        assert_eq!(keymap.lookup(Scope::Form, Chord::plain(Key::Char('u'))), None);
        let said = Keymap::new([("redo", &["u".to_owned()][..])]).unwrap_err().to_string();
        assert!(said.contains("\"undo\" and \"redo\""), "{said}");
        let said = Keymap::new([("fly", &[][..])]).unwrap_err().to_string();
        assert!(said.contains("\"fly\""), "{said}");
        let keymap = Keymap::new([("undo", &["ctrl-u".to_owned()][..])]).unwrap();
        assert_eq!(keymap.shown(Command::Undo), "Ctrl-U");
    }
}
