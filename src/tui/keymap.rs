//! Which chord means which command where: the table's keys, and what the user made of them.

use crate::tui::command::{Command, CommandSpec, TABLE};
use crate::tui::event::Chord;
use crate::tui::scope::Scope;
use std::borrow::Cow;
use std::collections::HashMap;

/// The keys in force.
#[derive(Debug)]
pub struct Keymap {
    by_chord: HashMap<(Scope, Chord), Command>,
    by_command: HashMap<Command, Vec<Chord>>,
}

impl Keymap {
    /// The table's keys.
    pub fn shipped() -> Self {
        Self::of(TABLE.iter().map(|row| (row.command, row.chords())).collect())
    }

    /// The table's keys with the user's in their place, given as pairs of a command's name and its chords. An override
    /// that cannot be used is left out; a sentence says which one, why, and what is used instead.
    pub fn with<'a>(overrides: impl IntoIterator<Item = (&'a str, &'a [String])>) -> (Self, Vec<String>) {
        let mut keymap = Self::shipped();
        let (mut own, mut complaints) = (Vec::new(), Vec::new());
        for (name, keys) in overrides {
            match read(name, keys) {
                Ok((command, chords)) => {
                    own.push(command);
                    keymap.by_command.insert(command, chords);
                }
                Err(complaint) => complaints.push(complaint),
            }
        }
        if own.is_empty() {
            return (keymap, complaints);
        }
        while let Some((chord, one, other)) = keymap.conflict() {
            // The shipped keys have no conflict, so one of the two is the user's own; the last one gives way.
            let Some(at) = own.iter().rposition(|command| [one, other].contains(command)) else { break };
            let gives_way = own.remove(at);
            let keeps = if gives_way == one { other } else { one };
            keymap.by_command.insert(gives_way, gives_way.row().chords());
            complaints.push(format!(
                "Under [keys], \"{}\" cannot have {chord}: that key is \"{}\" in the same place. {}",
                gives_way.row().name,
                keeps.row().name,
                used_instead(gives_way.row())
            ));
        }
        (Self::of(keymap.by_command), complaints)
    }

    fn of(by_command: HashMap<Command, Vec<Chord>>) -> Self {
        let chords =
            |row: &'static CommandSpec| by_command.get(&row.command).into_iter().flatten().map(move |c| (row, *c));
        let by_chord = TABLE.iter().flat_map(chords).map(|(row, chord)| ((row.scope, chord), row.command)).collect();
        Self { by_chord, by_command }
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

    /// A sentence with keys where it names commands; a command without a key is named as the palette finds it.
    pub fn spell<'a>(&self, words: &'a str) -> Cow<'a, str> {
        if words.is_ascii() || !words.contains(|c| Command::of_sign(c).is_some()) {
            return Cow::Borrowed(words);
        }
        let mut spelt = String::with_capacity(words.len() + 8);
        for c in words.chars() {
            match Command::of_sign(c).map(|command| (command, self.shown(command))) {
                None => spelt.push(c),
                Some((command, key)) if key.is_empty() => {
                    spelt.extend([self.shown(Command::Palette).as_str(), command.row().name]);
                }
                Some((_, key)) => spelt.push_str(&key),
            }
        }
        Cow::Owned(spelt)
    }

    /// A chord with two meanings in one place.
    fn conflict(&self) -> Option<(Chord, Command, Command)> {
        for scope in Scope::ALL {
            let mut taken: HashMap<Chord, Command> = HashMap::new();
            for row in TABLE.iter().filter(|row| scope.chain().contains(&row.scope)) {
                for chord in self.chords(row.command) {
                    if let Some(other) = taken.insert(*chord, row.command) {
                        return Some((*chord, other, row.command));
                    }
                }
            }
        }
        None
    }
}

/// One override, or why it cannot be used.
fn read(name: &str, keys: &[String]) -> Result<(Command, Vec<Chord>), String> {
    let Some(command) = Command::named(name) else {
        return Err(format!(
            "Under [keys], \"{name}\" is not a command, so the line is left out. ? lists the commands."
        ));
    };
    let chords = keys.iter().map(|text| text.parse());
    let chords = chords
        .collect::<crate::error::Result<Vec<_>>>()
        .map_err(|error| format!("Under [keys], \"{name}\" cannot be read: {error} {}", used_instead(command.row())))?;
    Ok((command, chords))
}

/// `"undo" keeps u.`
fn used_instead(row: &CommandSpec) -> String {
    let keys: Vec<String> = row.chords().iter().map(ToString::to_string).collect();
    match keys.as_slice() {
        [] => format!("\"{}\" stays in the palette only.", row.name),
        keys => format!("\"{}\" keeps {}.", row.name, keys.join(" and ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::event::Key;

    fn keys(of: &[(&str, &str)]) -> (Keymap, Vec<String>) {
        let owned: Vec<(&str, Vec<String>)> =
            of.iter().map(|(name, keys)| (*name, keys.split_whitespace().map(str::to_owned).collect())).collect();
        Keymap::with(owned.iter().map(|(name, keys)| (*name, keys.as_slice())))
    }

    #[test]
    fn the_shipped_keys_can_be_read_and_have_one_meaning_each() {
        let keymap = Keymap::shipped();
        assert_eq!(keymap.conflict(), None);
        for row in TABLE {
            assert_eq!(row.chords().len(), row.keys.split_whitespace().count(), "{}", row.name);
        }
        assert_eq!(keymap.lookup(Scope::Backlog, Chord::plain(Key::Char('u'))), Some(Command::Undo));
        assert_eq!(keymap.lookup(Scope::Form, Chord::plain(Key::Char('u'))), None);
    }

    #[test]
    fn a_users_keys_replace_the_shipped_ones() {
        let (keymap, complaints) = keys(&[("undo", "ctrl-u"), ("redo", "u")]);
        assert_eq!((keymap.shown(Command::Undo), keymap.shown(Command::Redo)), ("Ctrl-U".to_owned(), "u".to_owned()));
        assert_eq!(complaints, [""; 0]);
    }

    #[test]
    fn a_sentence_names_the_key_as_it_is_bound() {
        let words = format!("Press {} to create one, {} to add a member.", Command::NewSprint, Command::MemberAdd);
        assert_eq!(Keymap::shipped().spell(&words), "Press n to create one, :member-add to add a member.");
        let (own, _) = keys(&[("new-sprint", "f6"), ("palette", "f3"), ("member-add", "f4")]);
        assert_eq!(own.spell(&words), "Press F6 to create one, F4 to add a member.");
        assert_eq!(own.spell("Nothing, 日本."), "Nothing, 日本.");
        assert!(TABLE.iter().all(|row| row.command.to_string().chars().map(Command::of_sign).eq([Some(row.command)])));
    }

    #[test]
    fn what_cannot_be_used_is_said_and_left_out() {
        let (keymap, complaints) = keys(&[("redo", "u"), ("fly", "f9"), ("help", "meta-h"), ("item-add", "f8")]);
        assert_eq!(
            complaints,
            [
                "Under [keys], \"fly\" is not a command, so the line is left out. ? lists the commands.",
                "Under [keys], \"help\" cannot be read: \"meta-h\" is not a key. Write a character, or a name such as \
                 ctrl-r, alt-x, shift-tab, pagedown, f5, space. \"help\" keeps ? and F1.",
                "Under [keys], \"redo\" cannot have u: that key is \"undo\" in the same place. \"redo\" keeps Ctrl-R.",
            ]
        );
        assert_eq!(keymap.shown(Command::ItemAdd), "F8", "the rest of the section is in force");
        assert_eq!(keymap.conflict(), None);
    }

    #[test]
    fn two_own_keys_in_conflict_leave_no_conflict() {
        // Undo takes the key of dropping, which moves to the key of undo; then both cannot have it.
        let (keymap, complaints) = keys(&[("item-drop", "u"), ("undo", "f7"), ("redo", "f7")]);
        assert_eq!((keymap.shown(Command::Undo), keymap.shown(Command::ItemDrop)), ("F7".to_owned(), "u".to_owned()));
        assert_eq!((keymap.shown(Command::Redo), complaints.len()), ("Ctrl-R".to_owned(), 1));
        let (keymap, complaints) = keys(&[("item-drop", "u"), ("redo", "f7"), ("undo", "f7")]);
        assert_eq!((keymap.shown(Command::Undo), keymap.shown(Command::ItemDrop)), ("u".to_owned(), "x".to_owned()));
        assert_eq!((keymap.conflict(), complaints.len()), (None, 2));
    }
}
