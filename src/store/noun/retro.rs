//! Retros: their notes, votes, and what was put off.

use crate::domain::retro::{NotNow, Note, Retro, RetroSettings};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};

queries!("retro.sql", Retro, RetroSettings, Note, NotNow);

columns! {
    Retro from "retro r JOIN sprint s ON s.id = r.sprint" {
        id: "r.id",
        sprint: "s.number",
        columns: "r.columns",
        started_at: "r.started_at",
        finished_at: "r.finished_at",
        no_action_reason: "r.no_action_reason",
    }
}

columns! {
    RetroSettings from "team" {
        columns: "retro_columns",
        votes: "retro_votes",
        actions: "retro_actions",
    }
}

columns! {
    Note from "retro_note n LEFT JOIN retro_note h ON h.id = n.under" {
        id: "n.id",
        number: "n.number",
        column: "n.heading",
        text: "n.text",
        author: "n.author",
        under: "h.number",
        group_name: "n.group_name",
        votes: "(SELECT count(*) FROM retro_vote v WHERE v.note = n.id)",
    }
}

columns! {
    NotNow from "not_now x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
        LEFT JOIN retro_note n ON n.id = x.note" {
        sprint: "s.number",
        text: "x.text",
        note: "n.number",
    }
}

impl Store {
    /// How the team holds its retros.
    pub fn retro_settings(&self) -> Result<Option<RetroSettings>> {
        self.first(QUERIES.get("settings"), &[])
    }

    /// Every retro by its sprint, the latest first, and when it was finished.
    pub fn retros(&self) -> Result<Vec<(i64, Option<Instant>)>> {
        self.query(QUERIES.get("all"), &[])
    }

    /// The retro of the latest sprint that had one.
    pub fn latest_retro(&self) -> Result<Option<Retro>> {
        self.first(QUERIES.get("latest"), &[])
    }

    /// The retro of the sprint with this number.
    pub fn retro(&self, sprint: i64) -> Result<Option<Retro>> {
        self.first(QUERIES.get("of_sprint"), &[&sprint])
    }

    /// The retro that has begun and not ended.
    pub fn retro_under_way(&self) -> Result<Option<Retro>> {
        self.first(QUERIES.get("under_way"), &[])
    }

    /// Begins the retro of a sprint.
    pub fn insert_retro(&self, sprint: i64, columns: &[String], at: Instant) -> Result<()> {
        self.insert_next(Table::Retro, values! { sprint, columns, started_at: at }).map(drop)
    }

    pub fn set_retro_finished(&self, id: i64, at: Instant, no_action_reason: Option<&str>) -> Result<()> {
        self.update(Table::Retro, id, values! { finished_at: at, no_action_reason }).map(drop)
    }

    /// The notes of a retro, in the order in which they came.
    pub fn retro_notes(&self, retro: i64) -> Result<Vec<Note>> {
        self.query(QUERIES.get("notes"), &[&retro])
    }

    /// Writes a note; its number is given.
    pub fn insert_note(&self, retro: i64, column: &str, text: &str, author: &str, at: Instant) -> Result<i64> {
        let (id, number) = (self.next_id(Table::RetroNote)?, self.number(QUERIES.get("next_note"), &[&retro])?);
        let row = values! { id, number, retro, heading: column, text, author, created_at: at };
        self.insert(Table::RetroNote, row)?;
        Ok(number)
    }

    pub fn edit_note(&self, id: i64, column: &str, text: &str) -> Result<()> {
        self.update(Table::RetroNote, id, values! { heading: column, text }).map(drop)
    }

    /// Removes a note with its votes.
    pub fn delete_note(&self, id: i64) -> Result<()> {
        self.run(QUERIES.get("delete_votes"), &[&id])?;
        self.delete(Table::RetroNote, id).map(drop)
    }

    /// Puts a note under another one's row, or makes it the head of a group of that name.
    pub fn place_note(&self, id: i64, under: Option<i64>, group_name: Option<&str>) -> Result<()> {
        self.update(Table::RetroNote, id, values! { under, group_name }).map(drop)
    }

    /// How many votes each member has given in a retro.
    pub fn votes_given(&self, retro: i64) -> Result<Vec<(String, u32)>> {
        self.query(QUERIES.get("given"), &[&retro])
    }

    /// A member votes for a note.
    pub fn insert_vote(&self, note: i64, member: i64) -> Result<()> {
        self.insert_next(Table::RetroVote, values! { note, member }).map(drop)
    }

    /// Takes back a member's last vote for a note or its group; whether there was one.
    pub fn delete_vote(&self, note: i64, member: i64) -> Result<bool> {
        let Some(vote) = self.first(QUERIES.get("last_vote"), &[&note, &member])? else { return Ok(false) };
        Ok(self.delete(Table::RetroVote, vote)? == 1)
    }

    /// What retros put off, the latest sprint's first, up to that of a sprint.
    pub fn not_now(&self, limit: i64, until: i64) -> Result<Vec<NotNow>> {
        self.query(QUERIES.get("not_now"), &[&limit, &until])
    }

    /// Puts something off.
    pub fn insert_not_now(&self, retro: i64, text: &str, note: Option<i64>) -> Result<()> {
        self.insert_next(Table::NotNow, values! { retro, text, note }).map(drop)
    }
}
