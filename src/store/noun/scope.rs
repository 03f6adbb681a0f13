//! Change requests (L7).

use crate::domain::log::Operation;
use crate::domain::moved::Counts;
use crate::domain::scope::Request;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries};
use crate::store::noun::numbered;

queries!("scope.sql", Request, Operation);

columns! {
    Request from "change_request r JOIN sprint s ON s.id = r.sprint LEFT JOIN item i ON i.id = r.item
        LEFT JOIN change_request b ON b.id = (
            SELECT max(t.id) FROM change_request t WHERE t.takes_back = r.id AND t.ruling = 'accepted')" {
        id: "r.id",
        number: "r.number",
        sprint: "s.number",
        kind: "r.kind",
        item: "CASE WHEN i.id IS NOT NULL THEN (SELECT prefix FROM team) || '-' || i.number END",
        title: "coalesce(i.title, 'Dates of sprint ' || s.number)",
        swap: "(SELECT (SELECT prefix FROM team) || '-' || o.number FROM item o WHERE o.id = r.swap_item)",
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
        takes_back: "(SELECT f.number FROM change_request f WHERE f.id = r.takes_back)",
        taken_back: "b.number",
        taken_back_by: "b.ruled_by",
        taken_back_at: "b.ruled_at",
        item_id: "r.item",
        swap_id: "r.swap_item",
        beside: "EXISTS (SELECT 1 FROM sprint_item x WHERE x.sprint = r.sprint AND x.item IN (r.item, r.swap_item)
            AND (x.ended_at_entry = 1 OR x.by_parts = 1))",
    } with { counts: Counts::default() }
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
