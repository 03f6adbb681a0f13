//! Sprints, what is in them, and their contracts.

use crate::domain::account::PlaceFacts;
use crate::domain::points::Points;
use crate::domain::scope::Sealed;
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::Row;
use std::sync::LazyLock;

/// The queries of this file; `all`, `numbered`, `locked`, `drafts` and `closed` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("sprint.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 6] = ["all", "numbered", "locked", "drafts", "closed", "past"];

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
}

impl Place {
    /// What the sprint's account needs of it.
    pub fn facts(&self) -> PlaceFacts {
        PlaceFacts {
            committed: self.committed,
            added: self.entered_by.is_some(),
            left: self.left_at.is_some(),
            points_at_entry: self.points_at_entry,
            points_at_exit: self.points_at_exit,
            ended_at_entry: self.ended_at_entry,
        }
    }
}

impl Sqlite {
    fn sprint_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Sprint>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_sprint)
    }

    /// The last sprints, newest first.
    pub fn sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.sprint_rows("all", &[&limit])
    }

    /// The sprint with this number.
    pub fn sprint(&self, number: i64) -> Result<Option<Sprint>> {
        Ok(self.sprint_rows("numbered", &[&number])?.into_iter().next())
    }

    /// The sprint under way.
    pub fn locked_sprint(&self) -> Result<Option<Sprint>> {
        Ok(self.sprint_rows("locked", &[])?.into_iter().next())
    }

    /// The drafts, first one first.
    pub fn draft_sprints(&self) -> Result<Vec<Sprint>> {
        self.sprint_rows("drafts", &[])
    }

    /// The last closed sprints, those that an import brought along included, newest first.
    pub fn past_sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.sprint_rows("past", &[&limit])
    }

    /// The last sprints that were closed here, newest first.
    pub fn closed_sprints(&self, limit: i64) -> Result<Vec<Sprint>> {
        self.sprint_rows("closed", &[&limit])
    }

    /// Writes a new draft; its number is given.
    pub fn insert_sprint(
        &self,
        name: Option<&str>,
        goal: Option<&str>,
        dates: (Option<Day>, Option<Day>),
        at: Instant,
    ) -> Result<i64> {
        let (id, number) = (self.next_id("sprint")?, self.number(QUERIES.get("next_number"), &[])?);
        let (start, end) = (dates.0.map(|d| d.to_string()), dates.1.map(|d| d.to_string()));
        self.run(QUERIES.get("insert"), &[&id, &number, &name, &goal, &start, &end, &at.0])?;
        Ok(number)
    }

    /// Writes a draft's name, goal and dates.
    pub fn update_sprint(&self, sprint: &Sprint) -> Result<()> {
        let (start, end) = (sprint.starts_on.map(|d| d.to_string()), sprint.ends_on.map(|d| d.to_string()));
        self.run(QUERIES.get("update"), &[&sprint.id, &sprint.name, &sprint.goal, &start, &end]).map(|_| ())
    }

    /// Sets a draft's state to locked.
    pub fn set_locked(&self, id: i64, at: Instant) -> Result<()> {
        self.run(QUERIES.get("lock"), &[&id, &at.0]).map(|_| ())
    }

    /// Sets a sprint's state to cancelled.
    pub fn set_cancelled(&self, id: i64, at: Instant, reason: &str) -> Result<()> {
        self.run(QUERIES.get("cancel"), &[&id, &at.0, &reason]).map(|_| ())
    }

    /// Every place that items have or had in a sprint, by rank.
    pub fn places(&self, sprint: i64) -> Result<Vec<Place>> {
        self.query(QUERIES.get("places"), &[&sprint], |row| {
            Ok(Place {
                id: row.get(0)?,
                item: row.get(1)?,
                entered_at: Instant(row.get(2)?),
                left_at: column::instant_or_none(row, 3)?,
                committed: row.get(4)?,
                points_at_entry: row.get::<_, Option<f64>>(5)?.and_then(Points::new),
                points_at_exit: row.get::<_, Option<f64>>(6)?.and_then(Points::new),
                ended_at_entry: row.get(7)?,
                entered_by: row.get(8)?,
            })
        })
    }

    /// The draft or locked sprint that an item is in: the place's row, the sprint's number and state.
    pub fn place_of(&self, item: i64) -> Result<Option<(i64, i64, State)>> {
        self.first(QUERIES.get("place"), &[&item], |row| Ok((row.get(0)?, row.get(1)?, column::state(row, 2)?)))
    }

    /// Takes an item into a sprint.
    pub fn insert_place(
        &self,
        sprint: i64,
        item: i64,
        at: Instant,
        by: Option<i64>,
        points: Option<Points>,
        ended: bool,
    ) -> Result<()> {
        let id = self.next_id("sprint_item")?;
        let points = points.map(Points::value);
        self.run(QUERIES.get("insert_place"), &[&id, &sprint, &item, &at.0, &by, &points, &ended]).map(|_| ())
    }

    /// Takes an item out of a draft.
    pub fn delete_place(&self, id: i64) -> Result<()> {
        self.run(QUERIES.get("delete_place"), &[&id]).map(|_| ())
    }

    /// Writes at the lock what an item weighs and whether it counts.
    pub fn commit_place(&self, id: i64, committed: bool, points: Option<Points>, ended: bool) -> Result<()> {
        self.run(QUERIES.get("commit_place"), &[&id, &committed, &points.map(Points::value), &ended]).map(|_| ())
    }

    /// An item leaves a locked sprint through a change request.
    pub fn leave_place(&self, id: i64, at: Instant, by: i64, points: Option<Points>) -> Result<()> {
        self.run(QUERIES.get("leave_place"), &[&id, &at.0, &by, &points.map(Points::value)]).map(|_| ())
    }

    /// Keeps what was promised.
    pub fn insert_contract(&self, sprint: i64, sealed: &Sealed, at: Instant) -> Result<()> {
        let id = self.next_id("contract")?;
        self.run(QUERIES.get("insert_contract"), &[&id, &sprint, &sealed.text, &sealed.sha256, &at.0]).map(|_| ())
    }

    /// What was promised for the sprint with this number.
    pub fn contract(&self, number: i64) -> Result<Option<Sealed>> {
        self.first(QUERIES.get("contract"), &[&number], |row| Ok(Sealed { text: row.get(0)?, sha256: row.get(1)? }))
    }
}

fn read_sprint(row: &Row<'_>) -> rusqlite::Result<Sprint> {
    Ok(Sprint {
        id: row.get(0)?,
        number: row.get(1)?,
        name: row.get(2)?,
        goal: row.get(3)?,
        state: column::state(row, 4)?,
        starts_on: column::day_or_none(row, 5)?,
        ends_on: column::day_or_none(row, 6)?,
        locked_at: column::instant_or_none(row, 7)?,
        closed_at: column::instant_or_none(row, 8)?,
        cancel_reason: row.get(9)?,
    })
}
