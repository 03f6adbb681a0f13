//! Blockers and the items they hold up.

use crate::domain::blocker::{Blocker, Cause};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::sqlite::{Params, Queries, Sqlite};
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
    ///
    /// # Errors
    /// The database fails.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.blocker_rows(if open_only { "open" } else { "all" }, &[])
    }

    /// The blocker with this number.
    ///
    /// # Errors
    /// The database fails.
    pub fn blocker(&self, number: i64) -> Result<Option<Blocker>> {
        Ok(self.blocker_rows("numbered", &[&number])?.into_iter().next())
    }

    /// How many are open.
    ///
    /// # Errors
    /// The database fails.
    pub fn count_open_blockers(&self) -> Result<i64> {
        self.number(QUERIES.get("count_open"), &[])
    }

    /// Writes a blocker and the items it holds up; its number is given. Row, number and items of `new` are not read.
    ///
    /// # Errors
    /// The database fails.
    pub fn insert_blocker(&self, new: &Blocker, owner: Option<i64>, items: &[i64]) -> Result<i64> {
        let (id, number) = (self.next_id("blocker")?, self.number(QUERIES.get("next_number"), &[])?);
        let needed_by = new.needed_by.map(|day| day.to_string());
        let params: [&dyn ToSql; 9] = [
            &id,
            &number,
            &new.text,
            &new.cause.word(),
            &owner,
            &new.waiting_on,
            &needed_by,
            &new.next_step,
            &new.raised_at.0,
        ];
        self.run(QUERIES.get("insert"), &params)?;
        for item in items {
            let place = self.next_id("blocker_item")?;
            self.run(QUERIES.get("insert_item"), &[&place, &id, item])?;
        }
        Ok(number)
    }

    /// Writes how a blocker was cleared.
    ///
    /// # Errors
    /// The database fails.
    pub fn resolve_blocker(&self, id: i64, at: Instant, resolution: &str) -> Result<()> {
        self.run(QUERIES.get("resolve"), &[&id, &at.0, &resolution]).map(|_| ())
    }
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
    })
}
