//! Noting what was done about a blocker, or changing it (B2).

use crate::app::change::Outcome;
use crate::app::find::{find_item, find_member, open_blocker};
use crate::app::say::{one_line, optional, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::blocker::{Blocker, Cause};
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};

/// What a person says of a blocker, new or known: what is absent stays as it is, and `Some(None)` empties a field.
#[derive(Debug, Clone, Default)]
pub struct BlockerEdit {
    /// What was done or heard.
    pub note: Option<String>,
    /// What is in the way.
    pub text: Option<String>,
    pub cause: Option<Cause>,
    /// The member who raises it; the actor if nobody is named and the actor is in the team.
    pub raised_by: Option<String>,
    pub owner: Option<Option<String>>,
    pub waiting_on: Option<Option<String>>,
    pub needed_by: Option<Option<Day>>,
    pub next_step: Option<Option<String>>,
    pub next_step_by: Option<Option<Day>>,
    /// Keys of items that it holds up.
    pub add_items: Vec<String>,
    /// Keys of items that it does not hold up any more.
    pub remove_items: Vec<String>,
}

impl Standfast {
    /// Notes what was done about a blocker, or changes what is known of it; either is an update (B2).
    pub fn touch_blocker(&mut self, number: i64, touch: &BlockerEdit) -> Result<Outcome<()>> {
        let note = touch.note.as_deref().map(|note| one_line(Rule::B1, "The note", note)).transpose()?;
        self.transact(Op::TouchBlocker.because(note.as_deref()), |tx| {
            let mut blocker = open_blocker(tx, number)?;
            let before = blocker.clone();
            change(tx, &mut blocker, touch)?;
            let items = change_items(tx, &blocker, touch)?;
            let changed = blocker != before || items;
            if note.is_none() && !changed {
                return refuse(Rule::B2, format!("An update says what was done about B{number}, or changes it."));
            }
            blocker.last_note = note.clone().or(blocker.last_note);
            tx.store.touch_blocker(&blocker, owner_of(tx, &blocker)?, tx.now)?;
            let said = match &note {
                Some(note) => format!("Updated B{number}: {note}"),
                None => format!("Changed B{number}"),
            };
            Ok(((), sentence(&said)))
        })
    }
}

/// The row of the member who clears it.
pub(super) fn owner_of(tx: &Tx<'_>, blocker: &Blocker) -> Result<Option<i64>> {
    Ok(blocker.owner.as_deref().map(|name| find_member(tx, name)).transpose()?.map(|member| member.id))
}

pub(super) fn change(tx: &Tx<'_>, blocker: &mut Blocker, touch: &BlockerEdit) -> Result<()> {
    if let Some(text) = &touch.text {
        blocker.text = one_line(Rule::B1, "What is in the way", text)?;
    }
    if let Some(owner) = &touch.owner {
        blocker.owner = owner.as_deref().map(|name| find_member(tx, name)).transpose()?.map(|member| member.name);
    }
    if let Some(who) = &touch.waiting_on {
        blocker.waiting_on = optional(who.as_deref());
    }
    if let Some(step) = &touch.next_step {
        blocker.next_step = optional(step.as_deref());
    }
    blocker.cause = touch.cause.unwrap_or(blocker.cause);
    blocker.needed_by = touch.needed_by.unwrap_or(blocker.needed_by);
    blocker.next_step_by = touch.next_step_by.unwrap_or(blocker.next_step_by);
    if blocker.next_step.is_none() && touch.next_step_by.flatten().is_some() {
        return refuse(Rule::B1, "The day belongs to a next step. Say what happens next.");
    }
    blocker.next_step_by = blocker.next_step_by.filter(|_| blocker.next_step.is_some());
    Ok(())
}

fn change_items(tx: &Tx<'_>, blocker: &Blocker, touch: &BlockerEdit) -> Result<bool> {
    let held = tx.store.blocker_items(blocker.id)?;
    let mut changed = false;
    for key in &touch.add_items {
        let item = find_item(tx, key)?;
        if !held.contains(&item) {
            tx.store.add_blocker_item(blocker.id, item)?;
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
