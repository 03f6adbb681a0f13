//! Blockers and the items they hold up.

use crate::domain::blocker::{Blocker, Cause};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::{Row, ToSql};
use std::sync::LazyLock;

/// The queries of this file; `open`, `all` and `numbered` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("blocker.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 3] = ["open", "all", "numbered"];

impl Sqlite {
    fn blocker_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Blocker>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_blocker)
    }

    /// Blockers, oldest first: the open ones, or all.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.blocker_rows(if open_only { "open" } else { "all" }, &[])
    }

    /// The blocker with this number.
    pub fn blocker(&self, number: i64) -> Result<Option<Blocker>> {
        Ok(self.blocker_rows("numbered", &[&number])?.into_iter().next())
    }

    /// Writes a blocker and the items it holds up; its number is given. Row, number and items of `new` are not read.
    pub fn insert_blocker(
        &self,
        new: &Blocker,
        owner: Option<i64>,
        raised_by: Option<i64>,
        items: &[i64],
    ) -> Result<i64> {
        let (id, number) = (self.next_id("blocker")?, self.number(QUERIES.get("next_number"), &[])?);
        let (needed_by, next_step_by) = (day_text(new.needed_by), day_text(new.next_step_by));
        let params: [&dyn ToSql; 11] = [
            &id,
            &number,
            &new.text,
            &new.cause.word(),
            &owner,
            &new.waiting_on,
            &needed_by,
            &new.next_step,
            &new.raised_at.0,
            &raised_by,
            &next_step_by,
        ];
        self.run(QUERIES.get("insert"), &params)?;
        for item in items {
            self.add_blocker_item(id, *item)?;
        }
        Ok(number)
    }

    /// Notes an item that a blocker holds up.
    pub fn add_blocker_item(&self, blocker: i64, item: i64) -> Result<()> {
        let place = self.next_id("blocker_item")?;
        self.run(QUERIES.get("insert_item"), &[&place, &blocker, &item]).map(|_| ())
    }

    /// Notes that a blocker does not hold up an item any more.
    pub fn remove_blocker_item(&self, blocker: i64, item: i64) -> Result<()> {
        self.run(QUERIES.get("delete_item"), &[&blocker, &item]).map(|_| ())
    }

    /// Rows of the items that a blocker holds up.
    pub fn blocker_items(&self, blocker: i64) -> Result<Vec<i64>> {
        self.query(QUERIES.get("items"), &[&blocker], |row| row.get(0))
    }

    /// Writes what is known of a blocker, and that it was touched; its owner by the member's row.
    pub fn touch_blocker(&self, blocker: &Blocker, owner: Option<i64>, at: Instant) -> Result<()> {
        let (needed_by, next_step_by) = (day_text(blocker.needed_by), day_text(blocker.next_step_by));
        let Blocker { id, text, cause, waiting_on, next_step, last_note, .. } = blocker;
        let params: [&dyn ToSql; 10] =
            [id, text, &cause.word(), &owner, waiting_on, &needed_by, next_step, &next_step_by, last_note, &at.0];
        self.run(QUERIES.get("touch"), &params).map(|_| ())
    }

    /// Writes to whom a blocker was escalated, and when (B2).
    pub fn escalate_blocker(&self, id: i64, to: &str, at: Instant, note: Option<&str>) -> Result<()> {
        self.run(QUERIES.get("escalate"), &[&id, &to, &at.0, &note]).map(|_| ())
    }

    /// Writes until when a blocker is accepted as a risk.
    pub fn accept_blocker(&self, id: i64, until: Day, at: Instant, note: &str) -> Result<()> {
        self.run(QUERIES.get("accept"), &[&id, &until.to_string(), &at.0, &note]).map(|_| ())
    }

    /// Opens a resolved blocker again.
    pub fn reopen_blocker(&self, id: i64, at: Instant, note: &str) -> Result<()> {
        self.run(QUERIES.get("reopen"), &[&id, &at.0, &note]).map(|_| ())
    }

    /// The unfinished items that open blockers hold up, by key, with their estimates.
    pub fn held_points(&self) -> Result<Vec<(String, Option<f64>)>> {
        self.query(QUERIES.get("held_points"), &[], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// What was done about a blocker: operation, when, by whom, in words; the earliest first.
    pub fn blocker_history(&self, id: i64) -> Result<Vec<(i64, Instant, String, String)>> {
        self.query(QUERIES.get("history"), &[&id], |row| {
            Ok((row.get(0)?, Instant(row.get(1)?), row.get(2)?, row.get::<_, Option<String>>(3)?.unwrap_or_default()))
        })
    }

    /// Writes how a blocker was cleared.
    pub fn resolve_blocker(&self, id: i64, at: Instant, resolution: &str) -> Result<()> {
        self.run(QUERIES.get("resolve"), &[&id, &at.0, &resolution]).map(|_| ())
    }
}

fn day_text(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn read_blocker(row: &Row<'_>) -> rusqlite::Result<Blocker> {
    let cause: String = row.get(3)?;
    Ok(Blocker {
        id: row.get(0)?,
        number: row.get(1)?,
        text: row.get(2)?,
        cause: Cause::parse(&cause).unwrap_or(Cause::External),
        owner: row.get(4)?,
        waiting_on: row.get(5)?,
        needed_by: column::day_or_none(row, 6)?,
        next_step: row.get(7)?,
        raised_at: Instant(row.get(8)?),
        touched_at: Instant(row.get(9)?),
        resolved_at: column::instant_or_none(row, 10)?,
        resolution: row.get(11)?,
        items: column::list(row, 12)?,
        raised_by: row.get(13)?,
        next_step_by: column::day_or_none(row, 14)?,
        last_note: row.get(15)?,
        escalated_to: row.get(16)?,
        escalated_at: column::instant_or_none(row, 17)?,
        accepted_until: column::day_or_none(row, 18)?,
    })
}
