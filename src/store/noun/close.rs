//! Frozen reports and dispositions (R4, R5).

use crate::domain::close::Reason;
use crate::domain::points::Points;
use crate::domain::scope::Sealed;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};
use std::collections::HashMap;

queries!("close.sql", Sealed, BlockedItem);

/// A disposition as it is written.
#[derive(Debug)]
pub struct NewDisposition<'a> {
    pub sprint: i64,
    pub item: i64,
    /// `next`, `backlog`, `split` or `drop`.
    pub goes: &'a str,
    /// Why the item was not finished.
    pub reason: Reason,
    /// What else was said.
    pub note: Option<&'a str>,
    /// Points of a split item's finished part.
    pub done: Option<Points>,
    /// Points of a split item's rest.
    pub left: Option<Points>,
    /// The row of a split item's rest.
    pub successor: Option<i64>,
}

/// How long an item of a sprint was blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockedItem {
    pub cause: String,
    pub item: i64,
    /// When the blocker was raised.
    pub raised_at: Instant,
    /// When it was resolved, if it was.
    pub resolved_at: Option<Instant>,
}

columns! {
    Sealed from "sprint_report r" {
        text: "r.text",
        sha256: "r.sha256",
    }
}

columns! {
    BlockedItem from "blocker_item x JOIN blocker b ON b.id = x.blocker
        JOIN (SELECT DISTINCT item FROM sprint_item WHERE sprint = $1) z ON z.item = x.item" {
        cause: "b.cause",
        item: "x.item",
        raised_at: "b.raised_at",
        resolved_at: "b.resolved_at",
    }
}

impl Store {
    /// Keeps a sprint's report; nothing can change it afterwards. `imported_as` names an imported sprint's origin.
    pub fn insert_report(&self, sprint: i64, sealed: &Sealed, at: Instant, imported_as: Option<&str>) -> Result<()> {
        let id = self.next_id(Table::SprintReport)?;
        let Sealed { text, sha256 } = sealed;
        self.insert(Table::SprintReport, values! { id, sprint, imported_as, text, sha256, at })
    }

    /// A sprint's frozen report, once it is closed.
    pub fn report(&self, sprint: i64) -> Result<Option<Sealed>> {
        self.first(QUERIES.get("report"), &[&sprint])
    }

    /// The frozen reports of these sprints, by the sprints' ids.
    pub fn reports_of(&self, sprints: &[i64]) -> Result<HashMap<i64, Sealed>> {
        let found = self.groups_of(QUERIES.get("reports"), sprints)?;
        Ok(found.into_iter().filter_map(|(sprint, reports)| Some((sprint, reports.into_iter().next()?))).collect())
    }

    /// The number and frozen report of the sprint that was imported as this.
    pub fn imported_sprint(&self, imported_as: &str) -> Result<Option<(i64, String)>> {
        self.first(QUERIES.get("imported"), &[&imported_as])
    }

    /// Keeps where an unfinished item goes.
    pub fn insert_disposition(&self, new: &NewDisposition<'_>) -> Result<()> {
        let id = self.next_id(Table::Disposition)?;
        let &NewDisposition { sprint, item, goes, reason, note, done, left, successor } = new;
        let row = values! {
            id, sprint, item, goes, reason, note, points_done: done, points_left: left, successor,
        };
        self.insert(Table::Disposition, row)
    }

    pub fn set_closed(&self, sprint: i64, at: Instant) -> Result<()> {
        self.update(Table::Sprint, sprint, values! { state: State::Closed, closed_at: at }).map(drop)
    }

    pub fn set_closed_imported(&self, sprint: i64, locked_at: Option<Instant>, closed_at: Instant) -> Result<()> {
        self.update(Table::Sprint, sprint, values! { state: State::Closed, locked_at, closed_at }).map(drop)
    }

    /// The item that this one is the rest of, and the sprint that closed on it; with `into`, the rest of this one.
    pub fn split_of(&self, item: i64, into: bool) -> Result<Option<(String, i64)>> {
        self.first(QUERIES.get(if into { "split_into" } else { "split_from" }), &[&item])
    }

    /// Puts the open blockers of an item on another one too.
    pub fn inherit_blockers(&self, from: i64, to: i64) -> Result<()> {
        let open: Vec<i64> = self.query(QUERIES.get("open_blockers"), &[&from])?;
        open.into_iter()
            .try_for_each(|blocker| self.insert_links(Table::BlockerItem, ("blocker", blocker), ("item", &[to])))
    }

    /// Every blocker on an item of a sprint that was open between two moments.
    pub fn blocked_items(&self, sprint: i64, from: Instant, to: Instant) -> Result<Vec<BlockedItem>> {
        self.query(QUERIES.get("blocked_items"), &[&sprint, &from, &to])
    }
}
