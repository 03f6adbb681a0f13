//! Change requests (L7).

use crate::domain::points::Points;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::{Row, ToSql};
use std::sync::LazyLock;

/// The queries of this file; `of_sprint`, `all`, `numbered` and `deferred` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("scope.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 4] = ["of_sprint", "all", "numbered", "deferred"];

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

impl Sqlite {
    fn request_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Request>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_request)
    }

    /// The change requests of a sprint, or of all sprints.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        match sprint {
            Some(sprint) => self.request_rows("of_sprint", &[&sprint]),
            None => self.request_rows("all", &[]),
        }
    }

    /// The change request with this number.
    pub fn request(&self, number: i64) -> Result<Option<Request>> {
        Ok(self.request_rows("numbered", &[&number])?.into_iter().next())
    }

    /// Deferred requests whose item waits outside any plan.
    pub fn deferred_requests(&self) -> Result<Vec<Request>> {
        self.request_rows("deferred", &[])
    }

    /// Writes a request; its row and number are given.
    pub fn insert_request(&self, new: &NewRequest<'_>) -> Result<(i64, i64)> {
        let (id, number) = (self.next_id("change_request")?, self.number(QUERIES.get("next_number"), &[])?);
        let (points_in, points_out) = (new.points_in.map(Points::value), new.points_out.map(Points::value));
        let params: [&dyn ToSql; 11] = [
            &id,
            &number,
            &new.sprint,
            &new.kind.word(),
            &new.item,
            &new.swap,
            &points_in,
            &points_out,
            &new.reason,
            &new.requested_by,
            &new.at.0,
        ];
        self.run(QUERIES.get("insert"), &params)?;
        Ok((id, number))
    }

    /// Writes the ruling on a request.
    pub fn rule_request(&self, id: i64, new: &NewRuling<'_>) -> Result<()> {
        let ruled_in = (new.ruling == RequestRuling::Accepted).then_some(new.operation);
        self.run(QUERIES.get("rule"), &[&id, &new.ruling.word(), &new.by, &new.at.0, &new.note, &ruled_in]).map(|_| ())
    }

    /// Names the item that goes out in the place of the one a request asks for.
    pub fn set_swap(&self, id: i64, swap: i64, points_out: Option<Points>) -> Result<()> {
        self.run(QUERIES.get("swap"), &[&id, &swap, &points_out.map(Points::value)]).map(|_| ())
    }
}

fn read_request(row: &Row<'_>) -> rusqlite::Result<Request> {
    let kind: String = row.get(3)?;
    let ruling: Option<String> = row.get(12)?;
    Ok(Request {
        id: row.get(0)?,
        number: row.get(1)?,
        sprint: row.get(2)?,
        kind: RequestKind::parse(&kind).unwrap_or(RequestKind::Add),
        item: row.get(4)?,
        title: row.get(5)?,
        swap: row.get(6)?,
        points_in: row.get::<_, Option<f64>>(7)?.and_then(Points::new),
        points_out: row.get::<_, Option<f64>>(8)?.and_then(Points::new),
        reason: row.get(9)?,
        requested_by: row.get(10)?,
        requested_at: Instant(row.get(11)?),
        ruling: ruling.as_deref().and_then(RequestRuling::parse),
        ruled_by: row.get(13)?,
        ruled_at: column::instant_or_none(row, 14)?,
        note: row.get(15)?,
    })
}
