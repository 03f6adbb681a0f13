//! Frozen reports and dispositions (R4, R5).

use crate::domain::close::Reason;
use crate::domain::points::Points;
use crate::domain::scope::Sealed;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Queries, Sqlite};
use rusqlite::ToSql;
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("close.sql")));

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

impl Sqlite {
    /// Keeps a sprint's report; nothing can change it afterwards. `imported_as` names an imported sprint's origin.
    pub fn insert_report(&self, sprint: i64, sealed: &Sealed, at: Instant, imported_as: Option<&str>) -> Result<()> {
        let id = self.next_id("sprint_report")?;
        self.run(QUERIES.get("insert_report"), &[&id, &sprint, &imported_as, &sealed.text, &sealed.sha256, &at.0])
            .map(|_| ())
    }

    /// A sprint's frozen report, once it is closed.
    pub fn report(&self, sprint: i64) -> Result<Option<Sealed>> {
        self.first(QUERIES.get("report"), &[&sprint], |row| Ok(Sealed { text: row.get(0)?, sha256: row.get(1)? }))
    }

    /// The number and frozen report of the sprint that was imported as this.
    pub fn imported_sprint(&self, imported_as: &str) -> Result<Option<(i64, String)>> {
        self.first(QUERIES.get("imported"), &[&imported_as], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Keeps where an unfinished item goes.
    pub fn insert_disposition(&self, new: &NewDisposition<'_>) -> Result<()> {
        let id = self.next_id("disposition")?;
        let (done, left) = (new.done.map(Points::value), new.left.map(Points::value));
        let params: [&dyn ToSql; 9] =
            [&id, &new.sprint, &new.item, &new.goes, &new.reason.word(), &new.note, &done, &left, &new.successor];
        self.run(QUERIES.get("insert_disposition"), &params).map(|_| ())
    }

    /// Sets a locked sprint's state to closed.
    pub fn set_closed(&self, sprint: i64, at: Instant) -> Result<()> {
        self.run(QUERIES.get("close"), &[&sprint, &at.0]).map(|_| ())
    }

    /// Sets an imported sprint's state to closed.
    pub fn set_closed_imported(&self, sprint: i64, locked_at: Option<Instant>, closed_at: Instant) -> Result<()> {
        let locked_at = locked_at.map(|at| at.0);
        self.run(QUERIES.get("close_imported"), &[&sprint, &locked_at, &closed_at.0]).map(|_| ())
    }

    /// The item that this one is the rest of, and the sprint that closed on it; with `into`, the rest of this one.
    pub fn split_of(&self, item: i64, into: bool) -> Result<Option<(String, i64)>> {
        let query = if into { "split_into" } else { "split_from" };
        self.first(QUERIES.get(query), &[&item], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Puts the open blockers of an item on another one too.
    pub fn inherit_blockers(&self, from: i64, to: i64) -> Result<()> {
        let open: Vec<i64> = self.query(QUERIES.get("open_blockers"), &[&from], |row| row.get(0))?;
        for blocker in open {
            let id = self.next_id("blocker_item")?;
            self.run(QUERIES.get("insert_blocker_item"), &[&id, &blocker, &to])?;
        }
        Ok(())
    }

    /// Every blocker on an item of a sprint that was open between two moments.
    pub fn blocked_items(&self, sprint: i64, from: Instant, to: Instant) -> Result<Vec<BlockedItem>> {
        self.query(QUERIES.get("blocked_items"), &[&sprint, &from.0, &to.0], |row| {
            Ok(BlockedItem {
                cause: row.get(0)?,
                item: row.get(1)?,
                raised_at: Instant(row.get(2)?),
                resolved_at: column::instant_or_none(row, 3)?,
            })
        })
    }
}
