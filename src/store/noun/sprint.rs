//! Sprints, what is in them, and their contracts.

use crate::domain::account::PlaceFacts;
use crate::domain::points::Points;
use crate::domain::scope::Sealed;
use crate::domain::sprint::{Sprint, State};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};

queries!("sprint.sql", Sprint, Place);

/// An item's place in a sprint as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub id: i64,
    pub item: i64,
    /// When it came in.
    pub entered_at: Instant,
    /// When it left, if it did.
    pub left_at: Option<Instant>,
    /// Whether it was committed to at the lock.
    pub committed: bool,
    /// Its estimate at the lock, or when it came later.
    pub points_at_entry: Option<Points>,
    /// Its estimate when it left.
    pub points_at_exit: Option<Points>,
    /// Whether it was finished or dropped already when it came.
    pub ended_at_entry: bool,
    /// The change request that brought it.
    pub entered_by: Option<i64>,
    /// The change request that took it out.
    pub left_by: Option<i64>,
    /// Whether its points are those of its parts in the sprint.
    pub by_parts: bool,
    /// The item that it is a part of.
    pub parent: Option<i64>,
}

/// An item that is taken into a sprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewPlace {
    pub sprint: i64,
    pub item: i64,
    pub at: Instant,
    /// The change request that brings it.
    pub by: Option<i64>,
    pub points: Option<Points>,
    /// Whether it is finished or dropped already.
    pub ended: bool,
    /// Whether its parts count in its place.
    pub by_parts: bool,
}

impl NewPlace {
    /// An open item that comes into a draft.
    pub fn in_draft(sprint: i64, item: i64, at: Instant, points: Option<Points>) -> Self {
        Self { sprint, item, at, by: None, points, ended: false, by_parts: false }
    }
}

impl Place {
    /// What the sprint's account needs of it; only the log knows whether the item was `reopened`.
    pub fn facts(&self, reopened: bool) -> PlaceFacts {
        PlaceFacts {
            committed: self.committed,
            added: self.entered_by.is_some(),
            left: self.left_at.is_some(),
            points_at_entry: self.points_at_entry,
            points_at_exit: self.points_at_exit,
            ended_at_entry: self.ended_at_entry,
            reopened,
            by_parts: self.by_parts,
        }
    }
}

columns! {
    Sprint from "sprint" {
        id: "id",
        number: "number",
        name: "name",
        goal: "goal",
        state: "state",
        starts_on: "starts_on",
        ends_on: "ends_on",
        locked_at: "locked_at",
        closed_at: "closed_at",
        cancel_reason: "cancel_reason",
    }
}

columns! {
    Place from "sprint_item x JOIN item i ON i.id = x.item" {
        id: "x.id",
        item: "x.item",
        entered_at: "x.entered_at",
        left_at: "x.left_at",
        committed: "x.committed",
        points_at_entry: "x.points_at_entry",
        points_at_exit: "x.points_at_exit",
        ended_at_entry: "x.ended_at_entry",
        entered_by: "x.entered_by",
        left_by: "x.left_by",
        by_parts: "x.by_parts",
        parent: "i.parent",
    }
}

impl Store {
    /// The last sprints, newest first.
    pub fn sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.query(QUERIES.get("all"), &[&limit])
    }

    /// The sprint with this number.
    pub fn sprint(&self, number: i64) -> Result<Option<Sprint>> {
        self.first(QUERIES.get("numbered"), &[&number])
    }

    /// The sprint under way.
    pub fn locked_sprint(&self) -> Result<Option<Sprint>> {
        self.first(QUERIES.get("locked"), &[])
    }

    /// The drafts, first one first.
    pub fn draft_sprints(&self) -> Result<Vec<Sprint>> {
        self.query(QUERIES.get("drafts"), &[])
    }

    /// The last closed sprints, imported ones included, newest first.
    pub fn past_sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.query(QUERIES.get("past"), &[&limit])
    }

    /// The last sprints that were closed here, newest first.
    pub fn closed_sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.query(QUERIES.get("closed"), &[&limit])
    }

    /// The last sprints of a lower number that were closed here, newest first.
    pub fn closed_before(&self, number: i64, limit: i64) -> Result<Vec<Sprint>> {
        self.query(QUERIES.get("closed_before"), &[&number, &limit])
    }

    pub fn set_locked(&self, id: i64, at: Instant) -> Result<()> {
        self.update(Table::Sprint, id, values! { state: State::Locked, locked_at: at }).map(drop)
    }

    pub fn set_cancelled(&self, id: i64, at: Instant, reason: &str) -> Result<()> {
        let row = values! { state: State::Cancelled, closed_at: at, cancel_reason: reason };
        self.update(Table::Sprint, id, row).map(drop)
    }

    /// Every place that items have or had in a sprint, by rank.
    pub fn places(&self, sprint: i64) -> Result<Vec<Place>> {
        self.query(QUERIES.get("places"), &[&sprint])
    }

    /// The draft or locked sprint that an item is in: the place's row, the sprint's number and state.
    pub fn place_of(&self, item: i64) -> Result<Option<(i64, i64, State)>> {
        self.first(QUERIES.get("place"), &[&item])
    }

    /// Takes an item into a sprint.
    pub fn insert_place(&self, new: &NewPlace) -> Result<()> {
        let id = self.next_id(Table::SprintItem)?;
        let NewPlace { sprint, item, at, by, points, ended, by_parts } = *new;
        let row = values! {
            id, sprint, item, entered_at: at, entered_by: by, committed: false, points_at_entry: points,
            ended_at_entry: ended, by_parts,
        };
        self.insert(Table::SprintItem, row)
    }

    /// Takes an item out of a draft.
    pub fn delete_place(&self, id: i64) -> Result<()> {
        self.delete(Table::SprintItem, id).map(drop)
    }

    /// Writes at the lock what an item weighs and whether it counts.
    pub fn commit_place(&self, id: i64, committed: bool, points: Option<Points>, by_parts: bool) -> Result<()> {
        let row = values! { committed, points_at_entry: points, ended_at_entry: !committed, by_parts };
        self.update(Table::SprintItem, id, row).map(drop)
    }

    /// An item leaves a locked sprint through a change request.
    pub fn leave_place(&self, id: i64, at: Instant, by: i64, points: Option<Points>) -> Result<()> {
        let row = values! { left_at: at, left_by: by, points_at_exit: points };
        self.update(Table::SprintItem, id, row).map(drop)
    }

    /// Keeps what was promised.
    pub fn insert_contract(&self, sprint: i64, sealed: &Sealed, at: Instant) -> Result<()> {
        let id = self.next_id(Table::Contract)?;
        let Sealed { text, sha256 } = sealed;
        self.insert(Table::Contract, values! { id, sprint, text, sha256, at })
    }

    /// What was promised for the sprint with this number.
    pub fn contract(&self, number: i64) -> Result<Option<Sealed>> {
        let found = self.first(QUERIES.get("contract"), &[&number])?;
        Ok(found.map(|(text, sha256)| Sealed { text, sha256 }))
    }

    /// How many items of a sprint are in a status.
    pub fn items_of_sprint_in(&self, sprint: i64, status: i64) -> Result<i64> {
        self.number(QUERIES.get("items_in"), &[&sprint, &status])
    }
}
