//! Sentences of the rules name the command line's way out; on the screen they name the key that does the same.

use crate::tui::command::{Command, CommandSpec, TABLE, Twin};
use crate::tui::keymap::Keymap;
use crate::tui::scope::Scope;

/// Words of the command line that show something, and the command that shows it here. `#` stands for a number.
const SHOWN: &[(&str, Command)] = &[
    ("item list", Command::Tab4),
    ("blocker list", Command::Tab5),
    ("action list", Command::Tab7),
    ("retro show", Command::Tab7),
    ("topic list", Command::Tab1),
    ("scope list", Command::Requests),
    ("team show", Command::TeamSettings),
    ("absence list", Command::AbsenceRemove),
    ("holiday list", Command::HolidayRemove),
    ("undo #", Command::History),
];

/// The tabs by their scopes: where a key works that does not work here.
const TABS: &[(Scope, &str)] = &[
    (Scope::Standup, "the standup (1)"),
    (Scope::Items, "the board (2)"),
    (Scope::Sprint, "the board (2)"),
    (Scope::Board, "the board (2)"),
    (Scope::Sprint, "the board (2)"),
    (Scope::Plan, "the plan (3)"),
    (Scope::Backlog, "the backlog (4)"),
    (Scope::Blockers, "the blockers (5)"),
    (Scope::Review, "the review (6)"),
    (Scope::Retro, "the retro (7)"),
];

const MARK: &str = "`standfast ";

/// Puts the key in the place of the command line's words, as far as there is one: "Ask for it with c". `home` is the
/// scope of the tab below all layers; a key of another tab is named with the tab.
pub fn by_keys(words: &str, keymap: &Keymap, home: Scope) -> String {
    let (mut said, mut rest) = (String::new(), words);
    while let Some((before, after)) = rest.split_once(MARK) {
        let Some((line, behind)) = after.split_once('`') else { break };
        said.push_str(before);
        match key_of(line, keymap, home) {
            Some(key) => said.push_str(&key),
            None => said.extend([MARK, line, "`"]),
        }
        rest = behind;
    }
    said.push_str(rest);
    said
}

fn key_of(line: &str, keymap: &Keymap, home: Scope) -> Option<String> {
    let tokens: Vec<&str> = line.split_whitespace().collect();
    if let Some((_, command)) = SHOWN.iter().find(|(words, _)| fit(words, &tokens).is_some()) {
        return key_in_words(&[command.row()], keymap, home);
    }
    let fits = |row: &'static CommandSpec| match row.twin {
        Twin::Does(words) | Twin::Shows(words) => Some((fit(words, &tokens)?, row)),
        Twin::Looks | Twin::OnlyHere(_) => None,
    };
    let stands = |row: &&CommandSpec| row.scope == Scope::Global || TABS.iter().any(|(scope, _)| *scope == row.scope);
    let found: Vec<(usize, &CommandSpec)> = TABLE.iter().filter(stands).filter_map(fits).collect();
    let most = found.iter().map(|(length, _)| *length).max()?;
    let best = || found.iter().filter(|(length, _)| *length == most).map(|(_, row)| *row);
    let nearest = best().find(|row| home.chain().contains(&row.scope)).or_else(|| best().next())?;
    let alike: Vec<&CommandSpec> =
        best().filter(|row| row.scope == nearest.scope && row.twin == nearest.twin).collect();
    key_in_words(&alike, keymap, home)
}

/// How many of a twin's words a line has: nouns and verbs at its beginning, options anywhere.
fn fit(words: &str, tokens: &[&str]) -> Option<usize> {
    let (options, plain): (Vec<&str>, Vec<&str>) = words.split_whitespace().partition(|word| word.starts_with("--"));
    let is = |word: &str, token: &str| word == token || (word == "#" && token.parse::<i64>().is_ok());
    let begins = plain.len() <= tokens.len() && plain.iter().zip(tokens).all(|(word, token)| is(word, token));
    let has = options.iter().all(|option| tokens.contains(option));
    (begins && has).then_some(plain.len() + options.len())
}

/// `c`, `w or n`, `n on the plan (3)`; `:` and the name in the palette for what has no key.
fn key_in_words(rows: &[&CommandSpec], keymap: &Keymap, home: Scope) -> Option<String> {
    let first = rows.first()?;
    let mut keys: Vec<String> =
        rows.iter().map(|row| keymap.shown(row.command)).filter(|key| !key.is_empty()).collect();
    let last = keys.pop();
    let keys = match (last, keys.is_empty()) {
        (None, _) => format!("{}{}", keymap.shown(Command::Palette), first.name),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} or {last}", keys.join(", ")),
    };
    let tab = TABS.iter().find(|(scope, _)| *scope == first.scope).filter(|_| !home.chain().contains(&first.scope));
    Some(tab.map_or_else(|| keys.clone(), |(_, tab)| format!("{keys} on {tab}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(words: &str, home: Scope) -> String {
        by_keys(words, &Keymap::shipped(), home)
    }

    #[test]
    fn the_key_stands_where_the_command_line_stood() {
        let ask = "Ask for it with `standfast scope request add PAY-3 --reason \"…\"`, or wait.";
        assert_eq!(said(ask, Scope::Board), "Ask for it with c, or wait.");
        assert_eq!(said(ask, Scope::Retro), "Ask for it with c on the board (2), or wait.");
        assert_eq!(said("`standfast sprint new` makes one", Scope::Plan), "n makes one");
        assert_eq!(said("`standfast sprint new` makes one", Scope::Backlog), "n on the plan (3) makes one");
        assert_eq!(
            said("`standfast undo 12` takes it back, or `standfast undo`.", Scope::Plan),
            "U takes it back, or u."
        );
        assert_eq!(said("Add them with `standfast member add`.", Scope::Plan), "Add them with :member-add.");
    }

    #[test]
    fn the_longest_words_win_and_several_keys_are_all_named() {
        assert_eq!(said("`standfast retro rule A1 RULING`", Scope::Retro), "w, n, z, o or x");
        assert_eq!(said("`standfast retro commit \"…\" --not-now`", Scope::Retro), "N");
        assert_eq!(said("`standfast retro vote 4 --back`", Scope::Retro), "-");
        assert_eq!(said("`standfast review demo 6 --add`", Scope::Review), "A");
        assert_eq!(said("`standfast report sprint 6`", Scope::Board), "R");
    }

    #[test]
    fn what_has_no_key_stays_as_it_is() {
        for words in ["Run `standfast doctor`.", "`standfast", "Nothing.", "a `b` c", "`standfast nonsense undo`"] {
            assert_eq!(said(words, Scope::Board), words);
        }
    }

    #[test]
    fn a_users_own_key_is_named() {
        let keymap = Keymap::with([("request-change", &["f9".to_owned()][..])]).0;
        assert_eq!(by_keys("with `standfast scope request`", &keymap, Scope::Board), "with F9");
    }
}
