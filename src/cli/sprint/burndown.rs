//! `sprint burndown`: the series with every event named, and what it says (R2).

use crate::app::Standfast;
use crate::app::closing::{Burndown as Lines, Point};
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::cli::table::Table;
use crate::domain::points::{number, serialize_number};
use crate::domain::time::Instant;
use crate::error::Result;
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};

/// Show what a sprint had to do, had done and contained after each event, with a reading in words
#[derive(Debug, Args)]
pub struct Burndown {
    /// The sprint [default: the locked one, else the draft, else the last]
    number: Option<i64>,
    /// As of an instant, such as 2026-11-25T09:00:00Z, or the end of a day
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,
}

#[derive(Serialize)]
struct Amount(#[serde(serialize_with = "serialize_number")] f64);

impl Burndown {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let number = super::number_or_current(app, self.number)?;
        let as_of = self.as_of.as_deref().map(|typed| moment(app, typed)).transpose()?;
        let lines = app.burndown(number, as_of)?;
        let zone = app.zone();
        let mut table = Table::new(&["when", "#to do", "#done", "#scope", "#ideal", "what happened"]);
        for point in &lines.points {
            let of = |amount| crate::domain::points::number(lines.unit.of(&amount));
            let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
            table.add(vec![
                point.at.local_full(zone),
                of(point.totals.remaining),
                of(point.totals.done),
                of(point.totals.scope()),
                ideal_at(&lines, point.at)
                    .map_or_else(String::new, |ideal| self::number((ideal * 10.0).round() / 10.0)),
                words.join(", "),
            ]);
        }
        Ok(Reply::default()
            .with_fields(fields(number, &lines))
            .with_text(format!("Sprint {number}: {}\n", lines.reading))
            .with_table(table))
    }
}

/// An instant as typed, or the last moment of a day.
fn moment(app: &Standfast, typed: &str) -> Result<Instant> {
    if let Some(at) = Instant::parse(typed) {
        return Ok(at);
    }
    let day = Dates::of(app)?.read(typed)?;
    Ok(day.succ_opt().map_or(Instant(i64::MAX), |next| Instant(Instant::start_of(next, app.zone()).0 - 1)))
}

fn ideal_at(lines: &Lines, at: Instant) -> Option<f64> {
    lines.ideal.as_ref().map(|ideal| ideal.at(at))
}

fn fields(number: i64, lines: &Lines) -> Value {
    let ideal: Vec<Value> = lines.ideal.iter().flat_map(|ideal| &ideal.corners).map(corner).collect();
    json!({
        "number": number,
        "unit": lines.unit,
        "committed": Amount(lines.committed),
        "starts_on": lines.sprint.starts_on,
        "ends_on": lines.sprint.ends_on,
        "locked_at": lines.sprint.locked_at,
        "closed_at": lines.sprint.closed_at,
        "as_of": lines.as_of,
        "ideal": ideal,
        "series": lines.points.iter().map(|point| series(lines, point)).collect::<Vec<_>>(),
        "reading": lines.reading,
    })
}

fn corner((at, remaining): &(Instant, f64)) -> Value {
    json!({ "at": at, "remaining": Amount((remaining * 100.0).round() / 100.0) })
}

fn series(lines: &Lines, point: &Point) -> Value {
    let events = point.events.iter().map(|told| {
        json!({
            "event": told.event,
            "item": told.item,
            "request": told.request,
            "points": Amount(told.points),
            "words": told.words,
        })
    });
    let of = |amount| Amount(lines.unit.of(&amount));
    json!({
        "at": point.at,
        "operation": point.operation,
        "remaining": of(point.totals.remaining),
        "done": of(point.totals.done),
        "scope": of(point.totals.scope()),
        "remaining_count": point.totals.remaining.count,
        "done_count": point.totals.done.count,
        "unestimated": point.totals.remaining.unestimated,
        "events": events.collect::<Vec<_>>(),
    })
}
