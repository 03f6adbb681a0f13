//! Reviews: the demo list, verdicts, and the items that came of them.

use crate::domain::review::{Origin, Review, Verdict};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::{Record as _, columns};
use crate::store::engine::{Store, queries, values};
use crate::store::value::ToValue;
use std::collections::HashMap;

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

    /// Begins the review of a sprint; its row is given.
    pub fn insert_review(&self, sprint: i64, present: &[String], at: Instant) -> Result<i64> {
        self.insert_next(Table::Review, values! { sprint, present, started_at: at })
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
        let id = self.next_id(Table::Demo)?;
        self.insert_demos(review, &[(item, presenter)], minutes)?;
        Ok(id)
    }

    /// Puts items, each with its presenter, at the end of the demo list.
    pub fn insert_demos(&self, review: i64, items: &[(i64, Option<i64>)], minutes: Option<u32>) -> Result<()> {
        let (id, last) = (self.next_id(Table::Demo)?, self.number(QUERIES.get("last_position"), &[&review])?);
        let rows: Vec<_> =
            (0..).zip(items).map(|(n, (item, presenter))| (id + n, item, last + 1 + n, presenter)).collect();
        let values: Vec<&dyn ToValue> = rows
            .iter()
            .flat_map(|(id, item, position, presenter)| {
                [id as &dyn ToValue, &review, *item, position, *presenter, &minutes]
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.insert_rows(Table::Demo, &["id", "review", "item", "position", "presenter", "minutes"], &values)
    }

    /// Writes who shows an item, how long it may take, a word to it, and the evidence.
    pub fn arrange_demo(&self, demo: &DemoRow, presenter: Option<i64>) -> Result<()> {
        let mut row = demo.written();
        row.extend(values! { presenter });
        self.update(Table::Demo, demo.id, &row).map(drop)
    }

    /// Writes an item's place in the demo list, from 1; the others keep their order around it.
    pub fn place_demo(&self, review: i64, demo: i64, position: usize) -> Result<()> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.run(QUERIES.get("place"), &[&review, &demo, &position]).map(drop)
    }

    /// Writes what those present said of an item.
    pub fn judge_demo(&self, id: i64, verdict: Verdict, at: Instant, present: &[String]) -> Result<()> {
        self.update(Table::Demo, id, values! { verdict, judged_at: at, present }).map(drop)
    }

    /// What was said of each of these demos that became a backlog item: key and text.
    pub fn feedback_of(&self, demos: &[i64]) -> Result<HashMap<i64, Vec<(String, String)>>> {
        self.groups_of(QUERIES.get("feedback"), demos)
    }

    /// Keeps what a backlog item came from.
    pub fn insert_feedback(&self, demo: i64, item: i64, text: &str) -> Result<()> {
        self.insert_next(Table::Feedback, values! { demo, item, text }).map(drop)
    }

    /// What a backlog item came from, if it came from a review.
    pub fn origin_of(&self, item: i64) -> Result<Option<Origin>> {
        self.first(QUERIES.get("origin"), &[&item])
    }

    /// The number of the last sprint, up to that one, at whose review each of these items got a verdict.
    pub fn last_shown(&self, items: &[i64], until: i64) -> Result<HashMap<i64, i64>> {
        let shown: HashMap<i64, Vec<i64>> = self.groups_of(QUERIES.get("shown"), items)?;
        let last = |sprints: Vec<i64>| sprints.into_iter().filter(|sprint| *sprint <= until).max();
        Ok(shown.into_iter().filter_map(|(item, sprints)| Some((item, last(sprints)?))).collect())
    }
}
