//! Noting what was done about a blocker, or changing it (B2).

use crate::app::change::Outcome;
use crate::app::fill::Columns;
use crate::app::find::{find_anybody, find_item, open_blocker};
use crate::app::say::{one_line, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::blocker::{Blocker, BlockerEdit};
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};

impl Standfast {
    /// Notes what was done about a blocker, or changes what is known of it; either is an update (B2).
    pub fn touch_blocker(&mut self, number: i64, touch: &BlockerEdit) -> Result<Outcome<()>> {
        let note = touch.note.as_deref().map(|note| one_line(Rule::B1, "The note", note)).transpose()?;
        self.transact(Op::TouchBlocker.because(note.as_deref()), |tx| {
            let blocker = open_blocker(tx, number)?;
            let mut row = Columns::of(tx, Rule::B1, touch)?;
            day_needs_step(touch, blocker.next_step.is_some(), &mut row)?;
            let changes = tx.store.differs(Table::Blocker, blocker.id, &row.pairs())?;
            if !change_items(tx, &blocker, touch)? && !changes && note.is_none() {
                return refuse(Rule::B2, format!("An update says what was done about B{number}, or changes it."));
            }
            let said = match &note {
                Some(note) => format!("Updated B{number}: {note}"),
                None => format!("Changed B{number}"),
            };
            name_awaited(tx, touch)?;
            row.set("last_note", &note.as_ref().or(blocker.last_note.as_ref()));
            row.set("touched_at", &tx.now);
            tx.store.update(Table::Blocker, blocker.id, &row.pairs())?;
            Ok(((), sentence(&said)))
        })
    }
}

/// Who is waited on may be outside the team; the answer names a member who is not there.
pub(super) fn name_awaited(tx: &Tx<'_>, edit: &BlockerEdit) -> Result<()> {
    match edit.waiting_on.as_ref().and_then(Option::as_deref) {
        Some(name) => find_anybody(tx, name).map(drop),
        None => Ok(()),
    }
}

/// The day of a next step belongs to one, and goes with it.
pub(super) fn day_needs_step(edit: &BlockerEdit, has_step: bool, row: &mut Columns) -> Result<()> {
    let step = edit.next_step.as_ref().map_or(has_step, |_| !row.text("next_step").is_empty());
    match edit.next_step_by {
        _ if step => {}
        Some(Some(_)) => return refuse(Rule::B1, "The day belongs to a next step. Say what happens next."),
        _ => row.set("next_step_by", &None::<Day>),
    }
    Ok(())
}

fn change_items(tx: &Tx<'_>, blocker: &Blocker, touch: &BlockerEdit) -> Result<bool> {
    let held = tx.store.blocker_items(blocker.id)?;
    let mut changed = false;
    for key in &touch.add_items {
        let item = find_item(tx, key)?;
        if !held.contains(&item) {
            tx.store.insert_links(Table::BlockerItem, ("blocker", blocker.id), ("item", &[item]))?;
            changed = true;
        }
    }
    for key in &touch.remove_items {
        let item = find_item(tx, key)?;
        if !held.contains(&item) {
            return refuse(Rule::B1, format!("{} does not hold up {}.", blocker.key(), key.trim()));
        }
        tx.store.remove_blocker_item(blocker.id, item)?;
        changed = true;
    }
    Ok(changed)
}
