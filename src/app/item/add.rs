//! Adding an item (I1).

use super::parts::{criterion, labels};
use super::rank::{Place, ranks_at};
use crate::app::change::Outcome;
use crate::app::find::{NO_ITEMS, find_item, find_teammate};
use crate::app::say::{body, one_line};
use crate::app::{Standfast, Tx};
use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::domain::rank::Rank;
use crate::domain::tables::Table;
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::item::StoredItem;

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

impl Standfast {
    /// Adds an item to the backlog; its key is given.
    pub fn add_item(&mut self, new: &NewItem) -> Result<Outcome<String>> {
        self.transact(Op::AddItem, |tx| {
            let prefix = tx.team()?.prefix.clone();
            let number = insert_new(tx, new)?;
            let key = format!("{prefix}-{number}");
            Ok((key.clone(), format!("Added {key}: {}.", new.title.trim())))
        })
    }
}

/// Writes a new item; its number is given.
pub(crate) fn insert_new(tx: &Tx<'_>, new: &NewItem) -> Result<i64> {
    let title = one_line(Rule::I1, "The title", &new.title)?;
    let Some(first) = tx.store.workflow()?.into_iter().find(|status| !status.class.is_ended()) else {
        return refuse_with(Rule::I2, "The workflow has no status for new items.", Act::Doctor.way("", "Run {}."));
    };
    let assignee = new.assignee.as_deref().map(|name| find_teammate(tx, name, NO_ITEMS)).transpose()?;
    let parent = new.parent.as_deref().map(|key| find_item(tx, key)).transpose()?;
    let rank = ranks_at(tx, &new.place, &[0])?.into_iter().next().unwrap_or_else(Rank::first);
    let (id, number) = (tx.store.next_id(Table::Item)?, tx.store.next_number(Table::Item)?);
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
    tx.store.set_labels(id, &labels(&new.labels, &[]))?;
    let needs = new.depends_on.iter().map(|key| find_item(tx, key)).collect::<Result<Vec<_>>>()?;
    tx.store.set_dependencies(id, &needs)?;
    Ok(number)
}
