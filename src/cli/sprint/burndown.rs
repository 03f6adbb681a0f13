//! `sprint burndown`: the series with every event named, and what it says (R2).

use crate::app::Standfast;
use crate::app::closing::{Burndown as Lines, BurndownEvent, Point};
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, ChartForm};
use crate::domain::points::{Amount, rounded};
use crate::domain::sheet::Sheet;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::report;
use clap::Args;
use serde_json::{Value, json};

/// Show what a sprint had to do, had done and contained after each event, with a reading in words
#[derive(Debug, Args)]
pub struct Burndown {
    /// The sprint [default: the locked one, else the draft, else the last]
    number: Option<i64>,
    /// As of an instant, such as 2026-11-25T09:00:00Z, or the end of a day
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,
    #[command(flatten)]
    page_as: AsPage<ChartForm>,
}

/// The columns of the series.
const COLUMNS: [&str; 6] = ["at", "#remaining", "#done", "#scope", "#ideal", "events"];

impl Burndown {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let number = super::number_or_current(app, self.number)?;
        let as_of = self.as_of.as_deref().map(|typed| moment(app, typed)).transpose()?;
        let lines = app.burndown(number, as_of)?;
        let points = lines.points.iter().map(|point| sheet(&lines, point));
        let reply = Reply::default()
            .with_fields(fields(number, &lines))
            .with_sheets("series", points, &COLUMNS, app.zone())
            .with("reading", &lines.reading)
            .with_text(format!("Sprint {number}: {}\n", lines.reading));
        self.page_as.reply(reply, app, || report::pages::of_burndown(app, &lines))
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
    })
}

fn corner((at, remaining): &(Instant, f64)) -> Value {
    json!({ "at": at, "remaining": Amount((remaining * 100.0).round() / 100.0) })
}

fn sheet(lines: &Lines, point: &Point) -> Sheet {
    let event = |told: &BurndownEvent| {
        json!({
            "event": told.event,
            "item": told.item,
            "request": told.request,
            "points": Amount(told.points),
            "words": told.words,
        })
    };
    let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
    let (totals, of) = (&point.totals, |amount| lines.unit.of(&amount));
    Sheet::row()
        .field("at", "When", point.at)
        .json("operation", point.operation)
        .field("remaining", "To do", of(totals.remaining))
        .json("done", of(totals.done))
        .json("scope", of(totals.scope()))
        .shown("ideal", "", lines.ideal.as_ref().map(|ideal| rounded(ideal.at(point.at))))
        .json("remaining_count", totals.remaining.count)
        .json("done_count", totals.done.count)
        .json("unestimated", totals.remaining.unestimated)
        .told("events", "What happened", json!(point.events.iter().map(event).collect::<Vec<_>>()), words.join(", "))
}
