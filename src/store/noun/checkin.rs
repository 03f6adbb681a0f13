//! What people say: one row for each member and day.

use crate::domain::standup::words::{Said, Words};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::Row;
use std::sync::LazyLock;

/// The queries of this file; those in `WINDOWS` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("checkin.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 3] = ["of_day", "of_member", "last_before"];

impl Sqlite {
    fn said_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Said>> {
        let sql = format!("{} {}", QUERIES.get("columns"), QUERIES.get(window));
        let mut found = self.query(&sql, params, read_said)?;
        for said in &mut found {
            said.words.from = self.named_by(said.id)?.into_iter().map(|(_, _, name)| name).collect();
        }
        Ok(found)
    }

    /// What everyone says on a day.
    pub fn said_on(&self, day: Day) -> Result<Vec<Said>> {
        self.said_rows("of_day", &[&day.to_string()])
    }

    /// What one member says on a day.
    pub fn said_by(&self, member: i64, day: Day) -> Result<Option<Said>> {
        Ok(self.said_rows("of_member", &[&member, &day.to_string()])?.into_iter().next())
    }

    /// What each said last before a day.
    pub fn said_before(&self, day: Day) -> Result<Vec<Said>> {
        self.said_rows("last_before", &[&day.to_string()])
    }

    /// Writes what a member says on a day; whom they name by the members' rows.
    pub fn write_said(&self, member: i64, day: Day, words: &Words, from: &[i64], at: Instant) -> Result<()> {
        let Words { today, needs, .. } = words;
        let id = if let Some(known) = self.said_by(member, day)? {
            self.run(QUERIES.get("update"), &[&known.id, today, needs, &at.0])?;
            known.id
        } else {
            let id = self.next_id("checkin")?;
            self.run(QUERIES.get("insert"), &[&id, &member, &day.to_string(), today, needs, &at.0])?;
            id
        };
        let named = self.named_by(id)?;
        for (row, ..) in named.iter().filter(|(_, member, _)| !from.contains(member)) {
            self.run(QUERIES.get("delete_from"), &[row])?;
        }
        for member in from.iter().filter(|member| named.iter().all(|(_, known, _)| known != *member)) {
            let row = self.next_id("checkin_from")?;
            self.run(QUERIES.get("insert_from"), &[&row, &id, member])?;
        }
        Ok(())
    }

    fn named_by(&self, checkin: i64) -> Result<Vec<(i64, i64, String)>> {
        self.query(QUERIES.get("from"), &[&checkin], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }
}

fn read_said(row: &Row<'_>) -> rusqlite::Result<Said> {
    Ok(Said {
        id: row.get(0)?,
        member: row.get(1)?,
        day: column::day(row, 2)?,
        at: Instant(row.get(3)?),
        words: Words { today: row.get(4)?, needs: row.get(5)?, from: Vec::new() },
    })
}
