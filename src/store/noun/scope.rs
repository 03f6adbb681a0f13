//! Change requests (L7).

use crate::domain::log::Operation;
use crate::domain::moved::Counts;
use crate::domain::scope::{Request, TakenBack};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries};
use crate::store::noun::numbered;
use std::collections::HashMap;

queries!("scope.sql", Request, Operation);

columns! {
    Request from "change_request r JOIN sprint s ON s.id = r.sprint LEFT JOIN item i ON i.id = r.item" {
        id: "r.id",
        number: "r.number",
        sprint: "s.number",
        kind: "r.kind",
        item: "CASE WHEN i.id IS NOT NULL THEN (SELECT prefix FROM team) || '-' || i.number END",
        title: "coalesce(i.title, 'Dates of sprint ' || s.number)",
        swap: "CASE WHEN r.swap_item IS NOT NULL THEN
            (SELECT (SELECT prefix FROM team) || '-' || o.number FROM item o WHERE o.id = r.swap_item) END",
        points_in: "r.points_in",
        points_out: "r.points_out",
        start_in: "r.start_in",
        end_in: "r.end_in",
        start_out: "r.start_out",
        end_out: "r.end_out",
        reason: "r.reason",
        requested_by: "r.requested_by",
        requested_at: "r.requested_at",
        ruling: "r.ruling",
        ruled_by: "r.ruled_by",
        ruled_at: "r.ruled_at",
        ruled_in: "r.ruled_in",
        note: "r.ruling_note",
        takes_back: "CASE WHEN r.takes_back IS NOT NULL THEN
            (SELECT f.number FROM change_request f WHERE f.id = r.takes_back) END",
        sprint_id: "r.sprint",
        item_id: "r.item",
        swap_id: "r.swap_item",
    } with { counts: Counts::default(), taken_back: None }
}

numbered!(Request in ChangeRequest);

impl Store {
    /// The change requests of a sprint, or of all sprints.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        match sprint {
            Some(sprint) => self.query(QUERIES.get("of_sprint"), &[&sprint]),
            None => self.query(QUERIES.get("all"), &[]),
        }
    }

    /// The row of the request that an operation accepted, or whose acceptance it took back or brought back.
    pub fn request_accepted_in(&self, operation: &Operation) -> Result<Option<i64>> {
        let last = operation.last_change.unwrap_or(i64::MAX);
        self.first(QUERIES.get("accepted_in"), &[&operation.id, &operation.first_change, &last])
    }

    /// The sprints and items of the places whose items had ended before they came in, or are counted by their parts.
    pub fn beside_the_account(&self) -> Result<Vec<(i64, i64)>> {
        self.query(QUERIES.get("beside"), &[])
    }

    /// The accepted requests that take another one back, by the row of that one.
    pub fn taken_back(&self) -> Result<HashMap<i64, TakenBack>> {
        let found: Vec<(i64, i64, String, Instant)> = self.query(QUERIES.get("taken_back"), &[])?;
        Ok(found.into_iter().map(|(of, number, by, at)| (of, TakenBack { number, by, at })).collect())
    }

    /// A request by its row.
    pub fn request(&self, id: i64) -> Result<Option<Request>> {
        self.first(QUERIES.get("request"), &[&id])
    }

    /// The last operation that was done on the locked sprint after this one, and was not taken back.
    pub fn last_since(&self, operation: i64) -> Result<Option<Operation>> {
        self.first(QUERIES.get("last_since"), &[&operation])
    }

    /// Deferred requests whose item waits outside any plan.
    pub fn deferred_requests(&self) -> Result<Vec<Request>> {
        self.query(QUERIES.get("deferred"), &[])
    }
}
