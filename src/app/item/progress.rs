//! Moving, assigning, dropping items and ticking their criteria (I2).

use crate::app::change::Outcome;
use crate::app::find::{NO_ITEMS, find_row, find_status, find_teammate};
use crate::app::say::{named, one_line};
use crate::app::{Standfast, Tx};
use crate::domain::item::{Class, Criterion, ItemRow, Status};
use crate::domain::points::count;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::item::NewStatus;

impl Standfast {
    /// Moves an item to another status of the workflow.
    pub fn move_item(&mut self, key: &str, status: &str) -> Result<Outcome<()>> {
        self.move_items(&[key], status)
    }

    /// Moves several items to a status. Progress is free, also in a locked sprint (L7).
    pub fn move_items(&mut self, keys: &[&str], status: &str) -> Result<Outcome<()>> {
        self.transact(Op::MoveItem, |tx| {
            let to = find_status(tx, status)?;
            let mut moved = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                if row.status_id != to.id {
                    change_status(tx, &row, &to, None)?;
                    moved.push(row);
                }
            }
            let done: Vec<String> = moved.iter().map(|row| row.key.clone()).collect();
            warn_of_criteria(tx, &moved, &to)?;
            warn_of_limit(tx, &to)?;
            if done.is_empty() {
                return Ok(((), format!("Already in {}.", to.name)));
            }
            let ended: Vec<&ItemRow> = moved.iter().filter(|_| to.class.is_ended()).collect();
            Ok(((), format!("Moved {} to {}.{}", named(&done), to.name, open_parts(tx, &ended)?)))
        })
    }

    /// Gives an item to a member, or to nobody.
    pub fn assign_item(&mut self, key: &str, member: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::AssignItem, |tx| {
            let row = find_row(tx, key)?;
            let member = member.map(|name| find_teammate(tx, name, NO_ITEMS)).transpose()?;
            tx.store.update_item_assignee(row.id, member.as_ref().map(|m| m.id))?;
            let said = match member {
                Some(member) => format!("{} is {}'s now.", row.key, member.name),
                None => format!("{} is nobody's now.", row.key),
            };
            Ok(((), said))
        })
    }

    /// Takes an item out of the workflow, with the reason why it will not be done (I2).
    pub fn drop_items(&mut self, keys: &[&str], reason: &str) -> Result<Outcome<()>> {
        let reason = one_line(Rule::I2, "The reason for dropping", reason)?;
        self.transact(Op::DropItem.because(Some(&reason)), |tx| {
            let Some(to) = tx.store.statuses()?.into_iter().find(|status| status.class == Class::Dropped) else {
                return refuse_with(
                    Rule::I2,
                    "The workflow has no status for dropped items.",
                    Act::Doctor.way("", "Run {}."),
                );
            };
            let mut dropped = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                change_status(tx, &row, &to, Some(&reason))?;
                dropped.push(row);
            }
            let done: Vec<String> = dropped.iter().map(|row| row.key.clone()).collect();
            let open = open_parts(tx, &dropped.iter().collect::<Vec<_>>())?;
            Ok(((), format!("Dropped {}: {reason}.{open}", named(&done))))
        })
    }

    /// Ticks or unticks an acceptance criterion, counted from 1.
    pub fn tick_item(&mut self, key: &str, number: usize, met: bool) -> Result<Outcome<()>> {
        self.transact(Op::TickCriterion, |tx| {
            let row = find_row(tx, key)?;
            let mut criteria: Vec<Criterion> = tx.store.criteria(row.id)?.into_iter().map(|(_, c)| c).collect();
            let count = criteria.len();
            let are = if count == 1 { "is" } else { "are" };
            let Some(criterion) = number.checked_sub(1).and_then(|n| criteria.get_mut(n)) else {
                return refuse(
                    Rule::I1,
                    format!("{} has no acceptance criterion {number}: there {are} {count}.", row.key),
                );
            };
            criterion.met = met;
            let said = format!("{} {}: {}", if met { "Ticked" } else { "Unticked" }, row.key, criterion.text);
            tx.store.set_criteria(row.id, &criteria)?;
            Ok(((), said))
        })
    }
}

/// Names what of the criteria is not ticked where items finish.
fn warn_of_criteria(tx: &Tx<'_>, moved: &[ItemRow], to: &Status) -> Result<()> {
    if to.class != Class::Finished {
        return Ok(());
    }
    let criteria = tx.store.criteria_of(&moved.iter().map(|row| row.id).collect::<Vec<_>>())?;
    for ItemRow { id, key, .. } in moved {
        let open = criteria.get(id).into_iter().flatten().filter(|criterion| !criterion.met).count();
        if open > 0 {
            let what = if open == 1 { "1 criterion".to_owned() } else { format!("{open} criteria") };
            tx.warn(format!("{key} has {what} not ticked."));
        }
    }
    Ok(())
}

/// Says that a status has more items of the sprint under way than its limit.
fn warn_of_limit(tx: &Tx<'_>, to: &Status) -> Result<()> {
    let (Some(limit), Some(sprint)) = (to.wip_limit, tx.store.locked_sprint()?) else { return Ok(()) };
    let there = tx.store.items_of_sprint_in(sprint.id, to.id)?;
    if there > i64::from(limit) {
        tx.warn(format!("There are {} in {}; its limit is {limit}.", count(there, "item"), to.name));
    }
    Ok(())
}

/// A sentence for each of these items, which have ended, that has open parts; empty if none has.
pub(crate) fn open_parts(tx: &Tx<'_>, ended: &[&ItemRow]) -> Result<String> {
    if ended.is_empty() {
        return Ok(String::new());
    }
    let parts = tx.store.open_parts(&ended.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let said = |row: &&ItemRow| {
        parts.get(&row.id).map(|parts| format!(" {} still has open parts: {}.", row.key, named(parts)))
    };
    Ok(ended.iter().filter_map(said).collect())
}

/// Moves an item to a status, and keeps the moments that follow from it.
pub(crate) fn change_status(tx: &Tx<'_>, row: &ItemRow, to: &Status, drop_reason: Option<&str>) -> Result<()> {
    let ended_at = match (row.class.is_ended(), to.class.is_ended()) {
        (_, false) => None,
        (_, true) => Some(tx.now),
    };
    tx.store.update_item_status(row.id, &NewStatus { status: to.id, since: tx.now, ended_at, drop_reason })
}
