//! `sprint list` and `sprint show`: the figures under stable names.

use crate::app::Standfast;
use crate::app::sprint::SprintView;
use crate::cli::output::Reply;
use crate::cli::table::facts;
use crate::domain::calendar::DayOf;
use crate::domain::points::{self, count, counted, person_days, rounded, settled, tenth};
use crate::domain::report::Figure;
use crate::domain::sprint::{Account, Amount, Capacity, State};
use crate::domain::text;
use crate::error::Result;
use crate::faces::sheet::object;
use clap::Args;
use serde_json::{Map, Value, json};

/// List all sprints, the latest first
#[derive(Debug, Args)]
pub struct List {}

pub fn list(app: &Standfast) -> Result<Reply> {
    let sheets = app.sprints()?.into_iter().map(|sprint| sprint.sheet());
    let columns = ["#number", "state", "starts_on", "ends_on", "goal"];
    let none = "No sprints yet. Make one with `standfast sprint new --start DATE --end DATE`.";
    Ok(Reply::sheets("sprints", sheets, &columns, none, app.zone()))
}

/// The columns of the items with their status now.
const AS_IT_IS: [&str; 6] = ["key", "#points", "status", "assignee", "entered", "title"];
/// The columns of the items as the close left them.
const AS_CLOSED: [&str; 5] = ["key", "#points", "outcome", "entered", "title"];

/// Show a sprint with its items and figures
#[derive(Debug, Args)]
pub struct Show {
    /// Its number [default: the locked sprint, else the draft]
    number: Option<i64>,
}

impl Show {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let number = super::number_or_current(app, self.number)?;
        let view = app.sprint_view(number)?;
        let columns: &[&str] = if view.sprint.state == State::Closed { &AS_CLOSED } else { &AS_IT_IS };
        Ok(Reply::default()
            .with_fields(object(&view.sprint.sheet()))
            .with("day", view.day.and_then(DayOf::day))
            .with("days", view.day.map(DayOf::of))
            .with(
                "points",
                figures(
                    &view.account,
                    |amount| json!(amount.points),
                    json!(points::Amount(settled(view.account.reestimated))),
                ),
            )
            .with("counts", figures(&view.account, |amount| json!(amount.count), json!(view.account.reestimated_count)))
            .with_sheets("items", view.entries.iter().map(|entry| entry.sheet(app.today())), columns, app.zone())
            .with("capacity", capacity(&view.capacity))
            .with_text(page(&view)))
    }
}

fn figures(account: &Account, of: impl Fn(&Amount) -> Value, reestimated: Value) -> Map<String, Value> {
    let amounts = [
        ("committed", &account.committed),
        ("added", &account.added),
        ("removed", &account.removed),
        ("completed", &account.completed),
        ("completed_outside", &account.completed_outside),
        ("not_completed", &account.not_completed),
        ("dropped", &account.dropped),
        ("remaining", &account.remaining),
        ("scope", &account.scope()),
    ];
    let mut fields: Map<String, Value> =
        amounts.iter().map(|(name, amount)| ((*name).to_owned(), of(amount))).collect();
    fields.insert("reestimated".to_owned(), reestimated);
    fields
}

/// The capacity under its stable names.
pub fn capacity(capacity: &Capacity) -> Value {
    json!({
        "person_days": capacity.person_days.map(points::Amount),
        "points": capacity.points,
        "focus_factor": capacity.focus_factor,
        "sample": capacity.sample,
        "members": capacity.members,
    })
}

fn page(view: &SprintView) -> String {
    let sprint = &view.sprint;
    let named = sprint.name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let title = format!("Sprint {}{}: {}", sprint.number, text::clean(&named), sprint.state.word());
    let dates = match (sprint.starts_on, sprint.ends_on) {
        (Some(start), Some(end)) => format!("{start} to {end}{}", day_words(sprint.state, view.day)),
        _ => "not set".to_owned(),
    };
    let account = &view.account;
    let amount = |amount: &Amount| Figure::from(*amount).words();
    let some = |of: &Amount| if of.count > 0 { amount(of) } else { String::new() };
    let reestimated = match account.reestimated_count {
        0 => String::new(),
        items => format!("{} in {}", counted(account.reestimated, "point"), count(items, "item")),
    };
    let lines = [
        ("Goal", sprint.goal.clone().unwrap_or_else(|| "not set".to_owned())),
        ("Dates", dates),
        ("Capacity", capacity_words(&view.capacity)),
        ("Committed", amount(&account.committed)),
        ("Added", some(&account.added)),
        ("Removed", some(&account.removed)),
        ("Re-estimated", reestimated),
        ("Completed", some(&account.completed)),
        ("Completed outside", some(&account.completed_outside)),
        ("Dropped", some(&account.dropped)),
        ("Scope", if sprint.state == State::Draft { String::new() } else { amount(&account.scope()) }),
        ("Remaining", if sprint.state == State::Locked { amount(&account.remaining) } else { String::new() }),
        ("Not completed", some(&account.not_completed)),
        ("Cancelled", sprint.cancel_reason.clone().unwrap_or_default()),
    ];
    format!("{title}\n{}\n", facts(&lines))
}

fn day_words(state: State, day: Option<DayOf>) -> String {
    match (state, day) {
        (State::Draft | State::Locked, Some(day)) => format!(", {}", day.words()),
        _ => String::new(),
    }
}

fn capacity_words(capacity: &Capacity) -> String {
    let Some(days) = capacity.person_days else { return "unknown: it needs dates and members".to_owned() };
    let days = person_days(days);
    match (capacity.points, capacity.focus_factor) {
        (Some(points), Some(factor)) => {
            format!(
                "{}: {days} × {} % ({})",
                counted(tenth(points.value()), "point"),
                rounded(factor * 100.0),
                capacity.sample.join(", ")
            )
        }
        _ => format!("{days}; points unknown until a sprint has closed or the team sets a focus factor"),
    }
}
