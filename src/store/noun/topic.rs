//! Parked topics and the people they need.

use crate::domain::standup::topic::{Fate, Topic};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::Row;
use std::sync::LazyLock;

/// The queries of this file; those in `WINDOWS` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("topic.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 4] = ["open", "all", "numbered", "of_standup"];

impl Sqlite {
    fn topic_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Topic>> {
        let sql = format!("{} {}", QUERIES.get("columns"), QUERIES.get(window));
        let mut topics = self.query(&sql, params, read_topic)?;
        for topic in &mut topics {
            topic.people = self.query(QUERIES.get("people"), &[&topic.id], |row| row.get(0))?;
        }
        Ok(topics)
    }

    /// Parked topics by number: the open ones, or all.
    pub fn topics(&self, open_only: bool) -> Result<Vec<Topic>> {
        self.topic_rows(if open_only { "open" } else { "all" }, &[])
    }

    /// The topic with this number.
    pub fn topic(&self, number: i64) -> Result<Option<Topic>> {
        Ok(self.topic_rows("numbered", &[&number])?.into_iter().next())
    }

    /// What was parked in a standup.
    pub fn topics_of(&self, standup: i64) -> Result<Vec<Topic>> {
        self.topic_rows("of_standup", &[&standup])
    }

    /// Writes a topic; its number is given.
    pub fn insert_topic(
        &self,
        text: &str,
        standup: Option<i64>,
        item: Option<i64>,
        people: &[i64],
        at: Instant,
    ) -> Result<i64> {
        let (id, number) = (self.next_id("topic")?, self.number(QUERIES.get("next_number"), &[])?);
        self.run(QUERIES.get("insert"), &[&id, &number, &text, &standup, &item, &at.0])?;
        for member in people {
            let place = self.next_id("topic_member")?;
            self.run(QUERIES.get("insert_member"), &[&place, &id, member])?;
        }
        Ok(number)
    }

    /// Writes what a topic became.
    pub fn close_topic(&self, id: i64, at: Instant, fate: Fate, outcome: &str) -> Result<()> {
        self.run(QUERIES.get("close"), &[&id, &at.0, &fate.word(), &outcome]).map(|_| ())
    }
}

fn read_topic(row: &Row<'_>) -> rusqlite::Result<Topic> {
    let fate: Option<String> = row.get(7)?;
    Ok(Topic {
        id: row.get(0)?,
        number: row.get(1)?,
        text: row.get(2)?,
        standup: row.get(3)?,
        item: row.get(4)?,
        parked_at: Instant(row.get(5)?),
        closed_at: column::instant_or_none(row, 6)?,
        fate: fate.map(|word| column::parsed(7, &word, Fate::parse(&word))).transpose()?,
        outcome: row.get(8)?,
        people: Vec::new(),
    })
}
