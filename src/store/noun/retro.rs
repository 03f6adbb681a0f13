//! Retros: their notes, votes, and what was put off.

use crate::domain::retro::{NotNow, Note, Retro, RetroSettings};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::Row;
use std::sync::LazyLock;

/// The queries of this file; `all`, `of_sprint` and `under_way` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("retro.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 3] = ["all", "of_sprint", "under_way"];

impl Sqlite {
    fn retro_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Retro>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_retro)
    }

    /// How the team holds its retros.
    pub fn retro_settings(&self) -> Result<Option<RetroSettings>> {
        self.first(QUERIES.get("settings"), &[], |row| {
            Ok(RetroSettings { columns: column::lines(row, 0)?, votes: row.get(1)?, actions: row.get(2)? })
        })
    }

    /// Every retro, the latest sprint's first.
    pub fn retros(&self) -> Result<Vec<Retro>> {
        self.retro_rows("all", &[])
    }

    /// The retro of the sprint with this number.
    pub fn retro(&self, sprint: i64) -> Result<Option<Retro>> {
        Ok(self.retro_rows("of_sprint", &[&sprint])?.into_iter().next())
    }

    /// The retro that has begun and not ended.
    pub fn retro_under_way(&self) -> Result<Option<Retro>> {
        Ok(self.retro_rows("under_way", &[])?.into_iter().next())
    }

    /// Begins the retro of a sprint.
    pub fn insert_retro(&self, sprint: i64, columns: &[String], at: Instant) -> Result<()> {
        let id = self.next_id("retro")?;
        self.run(QUERIES.get("insert"), &[&id, &sprint, &columns.join("\n"), &at.0]).map(|_| ())
    }

    /// Ends a retro.
    pub fn set_retro_finished(&self, id: i64, at: Instant, no_action_reason: Option<&str>) -> Result<()> {
        self.run(QUERIES.get("finish"), &[&id, &at.0, &no_action_reason]).map(|_| ())
    }

    /// The notes of a retro, in the order in which they came.
    pub fn retro_notes(&self, retro: i64) -> Result<Vec<Note>> {
        self.query(QUERIES.get("notes"), &[&retro], read_note)
    }

    /// Writes a note; its number is given.
    pub fn insert_note(&self, retro: i64, column: &str, text: &str, author: &str, at: Instant) -> Result<i64> {
        let (id, number) = (self.next_id("retro_note")?, self.number(QUERIES.get("next_note"), &[&retro])?);
        self.run(QUERIES.get("insert_note"), &[&id, &number, &retro, &column, &text, &author, &at.0])?;
        Ok(number)
    }

    /// Writes a note's column and text.
    pub fn edit_note(&self, id: i64, column: &str, text: &str) -> Result<()> {
        self.run(QUERIES.get("edit_note"), &[&id, &column, &text]).map(|_| ())
    }

    /// Takes a note away, with its votes.
    pub fn delete_note(&self, id: i64) -> Result<()> {
        for vote in self.query(QUERIES.get("votes_of_note"), &[&id], |row| row.get::<_, i64>(0))? {
            self.run(QUERIES.get("delete_vote"), &[&vote])?;
        }
        self.run(QUERIES.get("delete_note"), &[&id]).map(|_| ())
    }

    /// Puts a note under another one's row, or makes it the head of a group of that name.
    pub fn place_note(&self, id: i64, under: Option<i64>, group_name: Option<&str>) -> Result<()> {
        self.run(QUERIES.get("place_note"), &[&id, &under, &group_name]).map(|_| ())
    }

    /// How many votes each member has given in a retro.
    pub fn votes_given(&self, retro: i64) -> Result<Vec<(String, u32)>> {
        self.query(QUERIES.get("given"), &[&retro], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// A member votes for a note.
    pub fn insert_vote(&self, note: i64, member: i64) -> Result<()> {
        let id = self.next_id("retro_vote")?;
        self.run(QUERIES.get("insert_vote"), &[&id, &note, &member]).map(|_| ())
    }

    /// Takes back a member's last vote for a note or its group; whether there was one.
    pub fn delete_vote(&self, note: i64, member: i64) -> Result<bool> {
        let last = self.first(QUERIES.get("last_vote"), &[&note, &member], |row| row.get::<_, i64>(0))?;
        let Some(vote) = last else { return Ok(false) };
        Ok(self.run(QUERIES.get("delete_vote"), &[&vote])? == 1)
    }

    /// What retros put off, the latest sprint's first.
    pub fn not_now(&self, limit: i64) -> Result<Vec<NotNow>> {
        self.query(QUERIES.get("not_now"), &[&limit], |row| {
            Ok(NotNow { sprint: row.get(0)?, text: row.get(1)?, note: row.get(2)? })
        })
    }

    /// Puts something off.
    pub fn insert_not_now(&self, retro: i64, text: &str, note: Option<i64>) -> Result<()> {
        let id = self.next_id("not_now")?;
        self.run(QUERIES.get("insert_not_now"), &[&id, &retro, &text, &note]).map(|_| ())
    }
}

fn read_retro(row: &Row<'_>) -> rusqlite::Result<Retro> {
    Ok(Retro {
        id: row.get(0)?,
        sprint: row.get(1)?,
        columns: column::lines(row, 2)?,
        started_at: Instant(row.get(3)?),
        finished_at: column::instant_or_none(row, 4)?,
        no_action_reason: row.get(5)?,
    })
}

fn read_note(row: &Row<'_>) -> rusqlite::Result<Note> {
    Ok(Note {
        id: row.get(0)?,
        number: row.get(1)?,
        column: row.get(2)?,
        text: row.get(3)?,
        author: row.get(4)?,
        under: row.get(5)?,
        group_name: row.get(6)?,
        votes: usize::try_from(row.get::<_, i64>(7)?).unwrap_or(0),
    })
}
