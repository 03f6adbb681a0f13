//! Reviews: the demo list, verdicts, and the items that came of them.

use crate::domain::review::{Origin, Review, Verdict};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::Row;
use std::sync::LazyLock;

/// The queries of this file; `of_sprint`, `under_way` and `latest` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("review.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 3] = ["of_sprint", "under_way", "latest"];

/// A row of the demo list as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoRow {
    pub id: i64,
    pub item: i64,
    pub presenter: Option<String>,
    /// How long it may take.
    pub minutes: Option<u32>,
    pub verdict: Option<Verdict>,
    /// A word to it.
    pub note: Option<String>,
    pub evidence: Vec<String>,
    pub present: Vec<String>,
    /// When it was shown.
    pub judged_at: Option<Instant>,
}

impl Sqlite {
    fn review_rows(&self, window: &str, params: Params<'_>) -> Result<Option<Review>> {
        let sql = format!("{} {}", QUERIES.get("columns"), QUERIES.get(window));
        self.first(&sql, params, read_review)
    }

    /// The review of the sprint with this number.
    pub fn review(&self, sprint: i64) -> Result<Option<Review>> {
        self.review_rows("of_sprint", &[&sprint])
    }

    /// The review that has begun and not ended.
    pub fn review_under_way(&self) -> Result<Option<Review>> {
        self.review_rows("under_way", &[])
    }

    /// Begins the review of a sprint; its row is given.
    pub fn insert_review(&self, sprint: i64, present: &[String], at: Instant) -> Result<i64> {
        let id = self.next_id("review")?;
        self.run(QUERIES.get("insert"), &[&id, &sprint, &present.join("\n"), &at.0])?;
        Ok(id)
    }

    /// Writes who is there.
    pub fn set_present(&self, review: i64, present: &[String]) -> Result<()> {
        self.run(QUERIES.get("present"), &[&review, &present.join("\n")]).map(|_| ())
    }

    /// Ends a review.
    pub fn set_review_finished(&self, id: i64, at: Instant) -> Result<()> {
        self.run(QUERIES.get("finish"), &[&id, &at.0]).map(|_| ())
    }

    /// The demo list of a review, in order.
    pub fn demos(&self, review: i64) -> Result<Vec<DemoRow>> {
        self.query(QUERIES.get("demos"), &[&review], read_demo)
    }

    /// Puts an item at the end of the demo list; its row is given.
    pub fn insert_demo(&self, review: i64, item: i64, presenter: Option<i64>, minutes: Option<u32>) -> Result<i64> {
        let (id, last) = (self.next_id("demo")?, self.number(QUERIES.get("last_position"), &[&review])?);
        self.run(QUERIES.get("insert_demo"), &[&id, &review, &item, &(last + 1), &presenter, &minutes])?;
        Ok(id)
    }

    /// Writes who shows an item, how long it may take, a word to it, and the evidence.
    pub fn arrange_demo(&self, demo: &DemoRow, presenter: Option<i64>) -> Result<()> {
        let evidence = demo.evidence.join("\n");
        self.run(QUERIES.get("arrange"), &[&demo.id, &presenter, &demo.minutes, &demo.note, &evidence]).map(|_| ())
    }

    /// Writes an item's place in the demo list.
    pub fn place_demo(&self, id: i64, position: i64) -> Result<()> {
        self.run(QUERIES.get("place"), &[&id, &position]).map(|_| ())
    }

    /// Writes what those present said of an item.
    pub fn judge_demo(&self, id: i64, verdict: Verdict, at: Instant, present: &[String]) -> Result<()> {
        self.run(QUERIES.get("judge"), &[&id, &verdict.word(), &at.0, &present.join("\n")]).map(|_| ())
    }

    /// What was said of a demo that became a backlog item: key and text.
    pub fn feedback_of(&self, demo: i64) -> Result<Vec<(String, String)>> {
        self.query(QUERIES.get("feedback"), &[&demo], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Keeps what a backlog item came from.
    pub fn insert_feedback(&self, demo: i64, item: i64, text: &str) -> Result<()> {
        let id = self.next_id("feedback")?;
        self.run(QUERIES.get("insert_feedback"), &[&id, &demo, &item, &text]).map(|_| ())
    }

    /// What a backlog item came from, if it came from a review.
    pub fn origin_of(&self, item: i64) -> Result<Option<Origin>> {
        self.first(QUERIES.get("origin"), &[&item], |row| Ok(Origin { item: row.get(0)?, sprint: row.get(1)? }))
    }

    /// Whether an item got a verdict at the review of that sprint or a later one.
    pub fn was_shown_since(&self, item: i64, sprint: i64) -> Result<bool> {
        Ok(self.number(QUERIES.get("shown_since"), &[&item, &sprint])? > 0)
    }
}

fn read_review(row: &Row<'_>) -> rusqlite::Result<Review> {
    Ok(Review {
        id: row.get(0)?,
        sprint: row.get(1)?,
        present: column::lines(row, 2)?,
        started_at: Instant(row.get(3)?),
        finished_at: column::instant_or_none(row, 4)?,
    })
}

fn read_demo(row: &Row<'_>) -> rusqlite::Result<DemoRow> {
    let verdict: Option<String> = row.get(4)?;
    let verdict = verdict.map(|word| column::parsed(4, &word, Verdict::parse(&word))).transpose()?;
    Ok(DemoRow {
        id: row.get(0)?,
        item: row.get(1)?,
        presenter: row.get(2)?,
        minutes: row.get(3)?,
        verdict,
        note: row.get(5)?,
        evidence: column::lines(row, 6)?,
        present: column::lines(row, 7)?,
        judged_at: column::instant_or_none(row, 8)?,
    })
}
