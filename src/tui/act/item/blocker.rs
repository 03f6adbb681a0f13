//! Raising a blocker on items, and resolving one (B1).

use super::keys;
use crate::app::Standfast;
use crate::domain::blocker::Blocker;
use crate::domain::item::ItemRow;
use crate::domain::text;
use crate::error::Result;
use crate::tui::act::blocker;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;

/// A form for what is in the way of these items.
pub(super) fn raise(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    blocker::raise(&keys(rows), None, standfast)
}

/// Asks how it was resolved; first which one, if there are several.
pub(super) fn resolve(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    let keys = keys(rows);
    let mut open = standfast.blockers(true)?;
    open.retain(|blocker| blocker.items.iter().any(|key| keys.contains(key)));
    if let [blocker] = open.as_slice() {
        return Ok(ask(blocker));
    }
    let choice = |blocker: &Blocker| Choice::new(format!("{} {}", blocker.key(), text::clean(&blocker.text)));
    let choices = open.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Resolve", choices, move |_, at| Ok(open.get(at).map_or(Next::Nothing, ask)))))
}

fn ask(held: &Blocker) -> Next {
    blocker::resolve(held.number)
}
