//! The keys that work here, grouped, from the table.

use crate::domain::text;
use crate::tui::command::{Command, CommandSpec, TABLE};
use crate::tui::keymap::Keymap;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::widget::passage::Passage;

/// The columns of the keys.
const KEYS: usize = 18;

/// The help of a scope: nearest commands first; one that cannot work now says why not as well.
pub fn reader(
    scope: Scope,
    keymap: &Keymap,
    is_reachable: impl Fn(Command) -> bool,
    why_not: impl Fn(Command) -> Option<String>,
) -> Reader {
    let mut passages = Vec::new();
    for part in scope.chain() {
        let rows: Vec<&CommandSpec> = TABLE
            .iter()
            .filter(|row| row.scope == *part && is_reachable(row.command) && !keymap.chords(row.command).is_empty())
            .collect();
        if rows.is_empty() {
            continue;
        }
        if !passages.is_empty() {
            passages.push(Passage::gap());
        }
        passages.push(Passage::new(part.title(), Role::Heading));
        passages.extend(rows.iter().map(|row| passage(row, keymap, why_not(row.command))));
    }
    Reader::new(format!("Keys: {}", scope.title()), passages).opened_by(Command::Help)
}

/// `Ctrl-R        Redo what was undone.`
fn passage(row: &CommandSpec, keymap: &Keymap, why_not: Option<String>) -> Passage {
    let keys: Vec<String> = keymap.chords(row.command).iter().map(ToString::to_string).collect();
    let keys = keys.join(" ");
    let gap = " ".repeat(KEYS.saturating_sub(text::width(&keys)).max(2));
    let role = if why_not.is_some() { Role::Dim } else { Role::Text };
    let passage = Passage::new(keys, Role::Strong).and(gap, Role::Text).and(row.sentence, role);
    let passage = match why_not {
        Some(why) => passage.and(format!(" Not now: {}", keymap.spell(&why)), Role::Dim),
        None => passage,
    };
    passage.indent(u16::try_from(KEYS).unwrap_or(18))
}
