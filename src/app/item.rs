//! Items: adding, editing, moving, ranking, dropping (I1–I4).

use crate::app::change::Outcome;
use crate::app::edit::{apply, in_words, labels};
use crate::app::key::{find_item, find_row, find_status};
use crate::app::rank::ranks_at;
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::item::{Class, Criterion, Item, ItemRow, Kind, Status};
use crate::domain::points::Points;
use crate::domain::rank::Rank;
use crate::error::{Result, refuse};
use crate::store::item::{NewStatus, StoredItem};

/// Where an item goes in the ranked list (I4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    Top,
    #[default]
    Bottom,
    /// Just before the item with this key.
    Before(String),
    /// Just after the item with this key.
    After(String),
}

/// What a new item begins with.
#[derive(Debug, Clone, Default)]
pub struct NewItem {
    pub title: String,
    /// What sort of work.
    pub kind: Kind,
    pub description: String,
    pub points: Option<Points>,
    /// Acceptance criteria in order.
    pub criteria: Vec<String>,
    pub labels: Vec<String>,
    /// Who works on it.
    pub assignee: Option<String>,
    /// The key of the item it is part of.
    pub parent: Option<String>,
    /// Keys of the items it depends on.
    pub depends_on: Vec<String>,
    pub milestone: Option<String>,
    pub place: Place,
}

/// What to change about an item; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct ItemEdit {
    pub title: Option<String>,
    pub kind: Option<Kind>,
    pub description: Option<String>,
    /// Another estimate, or none.
    pub points: Option<Option<Points>>,
    /// These criteria instead of the present ones.
    pub criteria: Option<Vec<Criterion>>,
    /// Criteria to add at the end.
    pub add_criteria: Vec<String>,
    /// These labels instead of the present ones.
    pub labels: Option<Vec<String>>,
    pub add_labels: Vec<String>,
    /// Labels to take away.
    pub remove_labels: Vec<String>,
    /// Another assignee, or nobody.
    pub assignee: Option<Option<String>>,
    /// Another parent, or none.
    pub parent: Option<Option<String>>,
    /// These dependencies instead of the present ones.
    pub depends_on: Option<Vec<String>>,
    /// Another milestone, or none.
    pub milestone: Option<Option<String>>,
}

impl Standfast {
    /// The row of the item that a key names: its own key, its number, or the key it came with (G5).
    pub(crate) fn item_id(&self, key: &str) -> Result<i64> {
        find_item(&self.tx(), key)
    }

    /// A reading transaction's view: the same lookups serve reads and writes.
    pub(crate) fn tx(&self) -> Tx<'_> {
        Tx { store: &self.store, now: self.now(), operation: 0, team: self.team.as_ref() }
    }

    /// Everything about one item.
    pub fn item(&self, key: &str) -> Result<Item> {
        let row = find_row(&self.tx(), key)?;
        self.store.whole_item(row)
    }

    /// Adds an item to the backlog; its key is given.
    pub fn add_item(&mut self, new: &NewItem) -> Result<Outcome<String>> {
        self.transact(Op::new("add item"), |tx| {
            let prefix = tx.team()?.prefix.clone();
            let number = insert_new(tx, new)?;
            let key = format!("{prefix}-{number}");
            Ok((key.clone(), format!("Added {key}: {}.", new.title.trim())))
        })
    }

    /// Changes an item.
    pub fn edit_item(&mut self, key: &str, edit: &ItemEdit) -> Result<Outcome<()>> {
        self.edit_items(&[key], edit)
    }

    /// Changes several items alike (bulk triage, I4).
    pub fn edit_items(&mut self, keys: &[&str], edit: &ItemEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit item"), |tx| {
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                apply(tx, &row, edit)?;
                done.push(row.key);
            }
            Ok(((), format!("Edited {}{}.", named(&done), in_words(edit))))
        })
    }

    /// Moves an item to another status of the workflow.
    pub fn move_item(&mut self, key: &str, status: &str) -> Result<Outcome<()>> {
        self.move_items(&[key], status)
    }

    /// Moves several items to a status. Progress is free, also in a locked sprint (L7).
    pub fn move_items(&mut self, keys: &[&str], status: &str) -> Result<Outcome<()>> {
        self.transact(Op::new("move item"), |tx| {
            let to = find_status(tx, status)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                if row.status_id != to.id {
                    change_status(tx, &row, &to, None)?;
                    done.push(row.key);
                }
            }
            if done.is_empty() {
                return Ok(((), format!("Already in {}.", to.name)));
            }
            Ok(((), format!("Moved {} to {}.", named(&done), to.name)))
        })
    }

    /// Gives an item to a member, or to nobody.
    pub fn assign_item(&mut self, key: &str, member: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::new("assign item"), |tx| {
            let row = find_row(tx, key)?;
            let member = member.map(|name| find_member(tx, name)).transpose()?;
            tx.store.update_item_assignee(row.id, member.as_ref().map(|m| m.id))?;
            let said = match member {
                Some(member) => format!("{} is {}'s now.", row.key, member.name),
                None => format!("{} is nobody's now.", row.key),
            };
            Ok(((), said))
        })
    }

    /// Ranks items, in the order given, at a place of the list (I4).
    pub fn rank_items(&mut self, keys: &[&str], place: &Place) -> Result<Outcome<()>> {
        self.transact(Op::new("rank item"), |tx| {
            let rows = keys.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
            for row in &rows {
                refuse_ended(row, "ranked")?;
            }
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let ranks = ranks_at(tx, place, &ids)?;
            for (row, rank) in rows.iter().zip(&ranks) {
                tx.store.update_item_rank(row.id, rank)?;
            }
            let done: Vec<String> = rows.into_iter().map(|row| row.key).collect();
            let to = match place {
                Place::Top => "the top".to_owned(),
                Place::Bottom => "the bottom".to_owned(),
                Place::Before(key) => format!("before {}", key.trim()),
                Place::After(key) => format!("after {}", key.trim()),
            };
            Ok((
                (),
                format!("Ranked {} to {to}.", named(&done)).replace("to before", "before").replace("to after", "after"),
            ))
        })
    }

    /// Takes an item out of the workflow, with the reason why it will not be done (I2).
    pub fn drop_items(&mut self, keys: &[&str], reason: &str) -> Result<Outcome<()>> {
        let reason = one_line("I2", "The reason for dropping", reason)?;
        self.transact(Op::new("drop item").because(Some(&reason)), |tx| {
            let Some(to) = tx.store.statuses()?.into_iter().find(|status| status.class == Class::Dropped) else {
                return refuse("I2", "The workflow has no place for dropped items. Run `standfast doctor`.");
            };
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                change_status(tx, &row, &to, Some(&reason))?;
                done.push(row.key);
            }
            Ok(((), format!("Dropped {}: {reason}.", named(&done))))
        })
    }

    /// Ticks or unticks an acceptance criterion, counted from 1.
    pub fn tick_item(&mut self, key: &str, number: usize, met: bool) -> Result<Outcome<()>> {
        self.transact(Op::new("tick criterion"), |tx| {
            let row = find_row(tx, key)?;
            let mut criteria: Vec<Criterion> = tx.store.criteria(row.id)?.into_iter().map(|(_, c)| c).collect();
            let count = criteria.len();
            let Some(criterion) = number.checked_sub(1).and_then(|n| criteria.get_mut(n)) else {
                return refuse(
                    "I1",
                    format!("{} has {count} acceptance criteria; there is no number {number}.", row.key),
                );
            };
            criterion.met = met;
            let said = format!("{} {}: {}", if met { "Ticked" } else { "Unticked" }, row.key, criterion.text);
            tx.store.set_criteria(row.id, &criteria)?;
            Ok(((), said))
        })
    }
}

/// `A`, `A and B`, `A, B and 3 more`.
pub(crate) fn named(keys: &[String]) -> String {
    match keys {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// Writes a new item; its number is given.
pub(crate) fn insert_new(tx: &Tx<'_>, new: &NewItem) -> Result<i64> {
    let title = one_line("I1", "The title", &new.title)?;
    let Some(first) = tx.store.workflow()?.into_iter().find(|status| !status.class.is_ended()) else {
        return refuse("I2", "The workflow has no status for new items. Run `standfast doctor`.");
    };
    let assignee = new.assignee.as_deref().map(|name| find_member(tx, name)).transpose()?;
    let parent = new.parent.as_deref().map(|key| find_item(tx, key)).transpose()?;
    let rank = ranks_at(tx, &new.place, &[0])?.into_iter().next().unwrap_or_else(Rank::first);
    let (id, number) = (tx.store.next_id("item")?, tx.store.next_item_number()?);
    tx.store.insert_item(&StoredItem {
        id,
        number,
        external_key: None,
        kind: new.kind,
        title: &title,
        description: &body(&new.description)?,
        points: new.points,
        assignee: assignee.map(|member| member.id),
        status: first.id,
        status_since: tx.now,
        parent,
        milestone: new.milestone.as_deref().map(str::trim).filter(|m| !m.is_empty()),
        rank: rank.as_str(),
        drop_reason: None,
        created_at: tx.now,
        ended_at: None,
    })?;
    let criteria = new.criteria.iter().map(|text| criterion(text)).collect::<Result<Vec<_>>>()?;
    tx.store.set_criteria(id, &criteria)?;
    tx.store.set_labels(id, &labels(&new.labels))?;
    let needs = new.depends_on.iter().map(|key| find_item(tx, key)).collect::<Result<Vec<_>>>()?;
    tx.store.set_dependencies(id, &needs)?;
    Ok(number)
}

/// Moves an item to a status, and keeps the moments that follow from it.
pub(crate) fn change_status(tx: &Tx<'_>, row: &ItemRow, to: &Status, drop_reason: Option<&str>) -> Result<()> {
    let ended_at = match (row.class.is_ended(), to.class.is_ended()) {
        (_, false) => None,
        (_, true) => Some(tx.now),
    };
    tx.store.update_item_status(row.id, &NewStatus { status: to.id, since: tx.now, ended_at, drop_reason })
}

/// Only open items stand in the ranked list.
pub(crate) fn refuse_ended(row: &ItemRow, done: &str) -> Result<()> {
    if row.class.is_ended() {
        return refuse(
            "I4",
            format!(
                "{} is {}; only open items are {done}. Reopen it by moving it to another status.",
                row.key, row.status
            ),
        );
    }
    Ok(())
}

/// A long text, capped.
pub(crate) fn body(text: &str) -> Result<String> {
    if text.len() > 1024 * 1024 {
        return refuse("X6", "The description is longer than 1 MiB. Shorten it, or link to the document.");
    }
    Ok(text.replace('\0', "\u{fffd}"))
}

/// A criterion that is not met yet.
pub(crate) fn criterion(text: &str) -> Result<Criterion> {
    Ok(Criterion { text: one_line("I1", "The acceptance criterion", text)?, met: false })
}
