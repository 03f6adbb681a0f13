//! Ways out on the screen: the key that does it, as it is bound now.

use crate::rules::{Act, Way};
use crate::tui::command::{Command, CommandSpec, TABLE, Twin};
use crate::tui::keymap::Keymap;
use crate::tui::pane::{TABS, Tab};
use crate::tui::scope::Scope;

/// The commands that do it here; none where only the command line can.
fn commands(act: Act) -> Vec<Command> {
    let one = match act {
        Act::AbsenceList => Command::AbsenceRemove,
        Act::ActionList | Act::RetroShow => Command::Tab7,
        Act::HolidayList => Command::HolidayRemove,
        Act::RetroNotNow => Command::NotNow,
        Act::RetroVoteBack => Command::VoteBack,
        Act::ReviewAdd => Command::DemoAdd,
        Act::ScopeList => Command::Requests,
        Act::StandupHear => Command::StandupHear,
        Act::StandupNext => Command::StandupNext,
        Act::StandupStart => Command::StandupStart,
        Act::TeamShow => Command::TeamSettings,
        Act::TopicList => Command::Tab1,
        Act::UndoOne => Command::History,
        _ => return twins(act.words()),
    };
    vec![one]
}

/// The commands that do the same as these words, where the first of them works; else the first that shows the same.
fn twins(words: &'static str) -> Vec<Command> {
    let rows = || TABLE.iter().filter(|row| row.scope != Scope::Welcome);
    let first = rows().find(|row| row.twin == Twin::Does(words));
    if let Some(first) = first {
        let same = |row: &&CommandSpec| row.twin == first.twin && row.scope == first.scope;
        return rows().filter(same).map(|row| row.command).collect();
    }
    rows().find(|row| row.twin == Twin::Shows(words)).map(|row| row.command).into_iter().collect()
}

/// The way out in a sentence: with its key, as in "Request it with c.", or with the command where the cockpit has no key
/// for it. `home` is the scope of the tab below all layers; a key of another tab is named with the tab.
pub fn in_words(way: &Way, keymap: &Keymap, home: Scope) -> String {
    match key_in_words(&commands(way.act), keymap, home) {
        Some(key) => way.with(&key),
        None => way.as_command(),
    }
}

/// `c`, `w or n`, `n on the plan (3)`; `:` and the name in the palette for what has no key.
fn key_in_words(commands: &[Command], keymap: &Keymap, home: Scope) -> Option<String> {
    let rows: Vec<&CommandSpec> = commands.iter().map(|command| command.row()).collect();
    let first = rows.first()?;
    let mut keys: Vec<String> =
        rows.iter().map(|row| keymap.shown(row.command)).filter(|key| !key.is_empty()).collect();
    let last = keys.pop();
    let keys = match (last, keys.is_empty()) {
        (None, _) => format!("{}{}", keymap.shown(Command::Palette), first.name),
        (Some(last), true) => last,
        (Some(last), false) => format!("{} or {last}", keys.join(", ")),
    };
    if let Some(list) = list_of(first.scope) {
        return Some(format!("{keys} in the {} ({})", first.scope.title().to_lowercase(), keymap.shown(list)));
    }
    let tab = tab_of(first.scope).filter(|_| !home.chain().contains(&first.scope));
    Some(tab.map_or_else(
        || keys.clone(),
        |tab| format!("{keys} on the {} ({})", tab.title().to_lowercase(), keymap.shown(tab.command)),
    ))
}

/// The command that opens the list in which the keys of a scope work.
fn list_of(scope: Scope) -> Option<Command> {
    (scope == Scope::Requests).then_some(Command::Requests)
}

/// The tab on which the keys of a scope work: the scope's own, else the board if it has them, else the first one.
pub fn tab_of(scope: Scope) -> Option<&'static Tab> {
    let has = |tab: &&Tab| scope != Scope::Global && tab.scope.chain().contains(&scope);
    let own = TABS.iter().find(|tab| tab.scope == scope);
    own.or_else(|| TABS.iter().filter(has).find(|tab| tab.scope == Scope::Board)).or_else(|| TABS.iter().find(has))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(way: &Way, home: Scope) -> String {
        in_words(way, &Keymap::shipped(), home)
    }

    #[test]
    fn a_key_is_named_with_its_tab_unless_it_works_here() {
        let ask = Act::ScopeRequest.way("add PAY-3 --reason \"…\"", "Request it with {}, or wait.");
        assert_eq!(said(&ask, Scope::Board), "Request it with c, or wait.");
        assert_eq!(said(&ask, Scope::Retro), "Request it with c on the board (2), or wait.");
        assert_eq!(ask.as_command(), "Request it with `standfast scope request add PAY-3 --reason \"…\"`, or wait.");
        let make = Act::SprintNew.way("", "Make one with {}.");
        assert_eq!(said(&make, Scope::Plan), "Make one with n.");
        assert_eq!(said(&make, Scope::Backlog), "Make one with n on the plan (3).");
    }

    #[test]
    fn several_keys_are_all_named_and_what_has_none_is_named_in_the_palette() {
        let rule = Act::RetroRule.way("A1 RULING", "Rule with {}.");
        assert_eq!(said(&rule, Scope::Retro), "Rule with w, n, z, o or x.");
        assert_eq!(said(&Act::MemberAdd.way("NAME", "Add them with {}."), Scope::Plan), "Add them with :member-add.");
    }

    #[test]
    fn what_only_the_command_line_can_do_is_named_as_a_command() {
        assert_eq!(said(&Act::Doctor.way("", "Run {}."), Scope::Board), "Run `standfast doctor`.");
    }

    #[test]
    fn a_users_own_key_is_named() {
        let own = [("request-change", &["f9".to_owned()][..]), ("member-add", &["f8".to_owned()][..])];
        let keymap = Keymap::with(own).0;
        let name = |act: Act| in_words(&act.way("", "{}"), &keymap, Scope::Board);
        assert_eq!(name(Act::ScopeRequest), "F9");
        assert_eq!(name(Act::MemberAdd), "F8");
        let unbound = Keymap::with([("request-change", &[][..])]).0;
        assert_eq!(in_words(&Act::ScopeRequest.way("", "{}"), &unbound, Scope::Board), ":request-change");
        let moved = Keymap::with([("board", &["f2".to_owned()][..])]).0;
        assert_eq!(in_words(&Act::ScopeRequest.way("", "{}"), &moved, Scope::Retro), "c on the board (F2)");
    }

    /// Where a screen shows more than one command does, the twins differ: a tab shows what a list prints.
    #[test]
    fn every_act_and_its_commands_do_the_same() {
        for act in Act::ALL {
            for command in commands(*act) {
                let (Twin::Shows(words) | Twin::Does(words)) = command.row().twin else { continue };
                let noun = |words: &str| words.split(' ').next().map(str::to_owned);
                let same = noun(words) == noun(act.words()) || matches!(act, Act::UndoOne);
                assert!(same, "{act:?} is {} here, which is `{words}`", command.row().name);
            }
        }
    }
}
