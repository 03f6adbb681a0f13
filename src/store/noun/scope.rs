//! Change requests (L7).

use crate::domain::points::Points;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};

queries!("scope.sql", Request);

/// A change request as it is written.
#[derive(Debug)]
pub struct NewRequest<'a> {
    pub sprint: i64,
    /// What it asks for.
    pub kind: RequestKind,
    pub item: i64,
    /// The row of the item that goes out in its place.
    pub swap: Option<i64>,
    pub points_in: Option<Points>,
    pub points_out: Option<Points>,
    pub reason: &'a str,
    pub requested_by: &'a str,
    pub at: Instant,
}

/// A ruling as it is written.
#[derive(Debug)]
pub struct NewRuling<'a> {
    pub ruling: RequestRuling,
    pub by: &'a str,
    pub at: Instant,
    /// What they say about it.
    pub note: Option<&'a str>,
    /// The operation under way.
    pub operation: i64,
}

columns! {
    Request from "change_request r JOIN sprint s ON s.id = r.sprint JOIN item i ON i.id = r.item" {
        id: "r.id",
        number: "r.number",
        sprint: "s.number",
        kind: "r.kind",
        item: "(SELECT prefix FROM team) || '-' || i.number",
        title: "i.title",
        swap: "(SELECT (SELECT prefix FROM team) || '-' || o.number FROM item o WHERE o.id = r.swap_item)",
        points_in: "r.points_in",
        points_out: "r.points_out",
        reason: "r.reason",
        requested_by: "r.requested_by",
        requested_at: "r.requested_at",
        ruling: "r.ruling",
        ruled_by: "r.ruled_by",
        ruled_at: "r.ruled_at",
        note: "r.ruling_note",
    }
}

impl Store {
    /// The change requests of a sprint, or of all sprints.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        match sprint {
            Some(sprint) => self.query(QUERIES.get("of_sprint"), &[&sprint]),
            None => self.query(QUERIES.get("all"), &[]),
        }
    }

    /// The change request with this number.
    pub fn request(&self, number: i64) -> Result<Option<Request>> {
        self.first(QUERIES.get("numbered"), &[&number])
    }

    /// Deferred requests whose item waits outside any plan.
    pub fn deferred_requests(&self) -> Result<Vec<Request>> {
        self.query(QUERIES.get("deferred"), &[])
    }

    /// Writes a request; its row and number are given.
    pub fn insert_request(&self, new: &NewRequest<'_>) -> Result<(i64, i64)> {
        let (id, number) = (self.next_id(Table::ChangeRequest)?, self.number(QUERIES.get("next_number"), &[])?);
        let NewRequest { sprint, kind, item, swap, points_in, points_out, reason, requested_by, at } = new;
        let row = values! {
            id, number, sprint, kind, item, swap_item: swap, points_in, points_out, reason, requested_by,
            requested_at: at,
        };
        self.insert(Table::ChangeRequest, row)?;
        Ok((id, number))
    }

    /// Writes the ruling on a request.
    pub fn rule_request(&self, id: i64, new: &NewRuling<'_>) -> Result<()> {
        let NewRuling { ruling, by, at, note, operation } = new;
        let ruled_in = (*ruling == RequestRuling::Accepted).then_some(*operation);
        let row = values! { ruling, ruled_by: by, ruled_at: at, ruling_note: note, ruled_in };
        self.update(Table::ChangeRequest, id, row).map(drop)
    }

    /// Names the item that goes out in the place of the one a request asks for.
    pub fn set_swap(&self, id: i64, swap: i64, points_out: Option<Points>) -> Result<()> {
        self.update(Table::ChangeRequest, id, values! { swap_item: swap, points_out }).map(drop)
    }
}
