//! Reviews: the demo list, verdicts, and the items that came of them.

use crate::domain::review::{Origin, Review, Verdict};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::{Record as _, columns};
use crate::store::engine::{Store, queries, values};

queries!("review.sql", Review, DemoRow, Origin);

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

columns! {
    Review from "review v JOIN sprint s ON s.id = v.sprint" {
        id: "v.id",
        sprint: "s.number",
        present: "v.present",
        started_at: "v.started_at",
        finished_at: "v.finished_at",
    }
}

columns! {
    DemoRow from "demo d LEFT JOIN member m ON m.id = d.presenter" {
        id: "d.id",
        item: "d.item",
        presenter: "m.name",
        minutes: "d.minutes" written,
        verdict: "d.verdict",
        note: "d.note" written,
        evidence: "d.evidence" written,
        present: "d.present",
        judged_at: "d.judged_at",
    }
}

columns! {
    Origin from "feedback f JOIN demo d ON d.id = f.demo JOIN item i ON i.id = d.item
        JOIN review v ON v.id = d.review JOIN sprint s ON s.id = v.sprint" {
        item: "(SELECT prefix FROM team) || '-' || i.number",
        sprint: "s.number",
    }
}

impl Store {
    /// The review of the sprint with this number.
    pub fn review(&self, sprint: i64) -> Result<Option<Review>> {
        self.first(QUERIES.get("of_sprint"), &[&sprint])
    }

    /// The review that has begun and not ended.
    pub fn review_under_way(&self) -> Result<Option<Review>> {
        self.first(QUERIES.get("under_way"), &[])
    }

    /// The review of the latest sprint that had one.
    pub fn latest_review(&self) -> Result<Option<Review>> {
        self.first(QUERIES.get("latest"), &[])
    }

    /// Begins the review of a sprint; its row is given.
    pub fn insert_review(&self, sprint: i64, present: &[String], at: Instant) -> Result<i64> {
        let id = self.next_id(Table::Review)?;
        self.insert(Table::Review, values! { id, sprint, present, started_at: at })?;
        Ok(id)
    }

    /// Writes who is there.
    pub fn set_present(&self, review: i64, present: &[String]) -> Result<()> {
        self.update(Table::Review, review, values! { present }).map(drop)
    }

    pub fn set_review_finished(&self, id: i64, at: Instant) -> Result<()> {
        self.update(Table::Review, id, values! { finished_at: at }).map(drop)
    }

    /// The demo list of a review, in order.
    pub fn demos(&self, review: i64) -> Result<Vec<DemoRow>> {
        self.query(QUERIES.get("demos"), &[&review])
    }

    /// Puts an item at the end of the demo list; its row is given.
    pub fn insert_demo(&self, review: i64, item: i64, presenter: Option<i64>, minutes: Option<u32>) -> Result<i64> {
        let (id, last) = (self.next_id(Table::Demo)?, self.number(QUERIES.get("last_position"), &[&review])?);
        self.insert(Table::Demo, values! { id, review, item, position: last + 1, presenter, minutes })?;
        Ok(id)
    }

    /// Writes who shows an item, how long it may take, a word to it, and the evidence.
    pub fn arrange_demo(&self, demo: &DemoRow, presenter: Option<i64>) -> Result<()> {
        let mut row = demo.written();
        row.extend(values! { presenter });
        self.update(Table::Demo, demo.id, &row).map(drop)
    }

    /// Writes an item's place in the demo list.
    pub fn place_demo(&self, id: i64, position: i64) -> Result<()> {
        self.update(Table::Demo, id, values! { position }).map(drop)
    }

    /// Writes what those present said of an item.
    pub fn judge_demo(&self, id: i64, verdict: Verdict, at: Instant, present: &[String]) -> Result<()> {
        self.update(Table::Demo, id, values! { verdict, judged_at: at, present }).map(drop)
    }

    /// What was said of a demo that became a backlog item: key and text.
    pub fn feedback_of(&self, demo: i64) -> Result<Vec<(String, String)>> {
        self.query(QUERIES.get("feedback"), &[&demo])
    }

    /// Keeps what a backlog item came from.
    pub fn insert_feedback(&self, demo: i64, item: i64, text: &str) -> Result<()> {
        let id = self.next_id(Table::Feedback)?;
        self.insert(Table::Feedback, values! { id, demo, item, text })
    }

    /// What a backlog item came from, if it came from a review.
    pub fn origin_of(&self, item: i64) -> Result<Option<Origin>> {
        self.first(QUERIES.get("origin"), &[&item])
    }

    /// Whether an item got a verdict at the review of that sprint or a later one.
    pub fn was_shown_since(&self, item: i64, sprint: i64) -> Result<bool> {
        Ok(self.number(QUERIES.get("shown_since"), &[&item, &sprint])? > 0)
    }
}
