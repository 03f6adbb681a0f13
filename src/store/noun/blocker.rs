//! Blockers and the items they hold up.

use crate::domain::blocker::Blocker;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries};
use crate::store::noun::numbered;

queries!("blocker.sql", Blocker);

columns! {
    Blocker from "blocker b LEFT JOIN member m ON m.id = b.owner LEFT JOIN member r ON r.id = b.raised_by" {
        id: "b.id",
        number: "b.number",
        text: "b.text",
        cause: "b.cause",
        owner: "m.name",
        owner_until: "m.ends_on",
        waiting_on: "b.waiting_on",
        needed_by: "b.needed_by",
        next_step: "b.next_step",
        next_step_by: "b.next_step_by",
        last_note: "b.last_note",
        raised_by: "r.name",
        raised_at: "b.raised_at",
        touched_at: "b.touched_at",
        escalated_to: "b.escalated_to",
        escalated_at: "b.escalated_at",
        accepted_until: "b.accepted_until",
        resolved_at: "b.resolved_at",
        resolution: "b.resolution",
        items: "(SELECT string_agg((SELECT prefix FROM team) || '-' || i.number, ',' ORDER BY x.id)
            FROM blocker_item x JOIN item i ON i.id = x.item WHERE x.blocker = b.id)" => Commas,
    }
}

/// Four weeks, in milliseconds: moments of the same four weeks share one question, whose answer is kept.
const SPAN: i64 = 28 * 24 * 60 * 60 * 1000;

numbered!(Blocker in Blocker);

impl Store {
    /// Blockers, oldest first: the open ones, or all.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.query(QUERIES.get(if open_only { "open" } else { "all" }), &[])
    }

    /// The blockers that were still open after a moment, in the order of their numbers.
    pub fn blockers_open_since(&self, at: Instant) -> Result<Vec<Blocker>> {
        let from = Instant(at.0.div_euclid(SPAN).saturating_mul(SPAN));
        let mut found: Vec<Blocker> = self.query(QUERIES.get("open_since"), &[&from])?;
        found.retain(|blocker| blocker.resolved_at.is_none_or(|resolved| resolved > at));
        Ok(found)
    }

    pub fn remove_blocker_item(&self, blocker: i64, item: i64) -> Result<()> {
        self.run(QUERIES.get("delete_item"), &[&blocker, &item]).map(drop)
    }

    /// Rows of the items that a blocker holds up.
    pub fn blocker_items(&self, blocker: i64) -> Result<Vec<i64>> {
        self.query(QUERIES.get("items"), &[&blocker])
    }

    /// The unfinished items that open blockers hold up, by key, with their estimates.
    pub fn held_points(&self) -> Result<Vec<(String, Option<f64>)>> {
        self.query(QUERIES.get("held_points"), &[])
    }
}
