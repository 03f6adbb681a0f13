//! `sprint list` and `sprint show`: the figures under stable names.

use crate::app::Standfast;
use crate::app::sprint::SprintView;
use crate::cli::item::points;
use crate::cli::output::Reply;
use crate::cli::table::{Table, facts};
use crate::domain::calendar::DayOf;
use crate::domain::points::{counted, items, number, serialize_number, settled};
use crate::domain::sprint::{Account, Amount, Capacity, Entry, Sprint, State};
use crate::domain::text;
use crate::error::Result;
use crate::report::sprint::became;
use clap::Args;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// List all sprints, the latest first
#[derive(Debug, Args)]
pub struct List {}

pub fn list(app: &Standfast) -> Result<Reply> {
    let sprints = app.sprints()?;
    let mut table = Table::new(&["#no", "state", "from", "to", "goal"]);
    let day = |day: Option<crate::domain::time::Day>| day.map_or_else(String::new, |day| day.to_string());
    for sprint in &sprints {
        let goal = sprint.goal.clone().unwrap_or_default();
        table.add(vec![
            sprint.number.to_string(),
            sprint.state.word().to_owned(),
            day(sprint.starts_on),
            day(sprint.ends_on),
            goal,
        ]);
    }
    let reply = Reply::default().with("sprints", sprints.iter().map(head).collect::<Vec<_>>());
    Ok(if sprints.is_empty() {
        reply.with_text("No sprints yet. Make one with `standfast sprint new --start DATE --end DATE`.")
    } else {
        reply.with_table(table)
    })
}

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
        let table = if view.sprint.state == State::Closed { as_closed(&view) } else { as_it_stands(&view) };
        let reply = Reply::default()
            .with_fields(head(&view.sprint))
            .with("day", view.day.and_then(DayOf::day))
            .with("days", view.day.map(DayOf::of))
            .with(
                "points",
                figures(&view.account, |amount| json!(amount.points), json!(Signed(settled(view.account.reestimated)))),
            )
            .with("counts", figures(&view.account, |amount| json!(amount.count), json!(view.account.reestimated_count)))
            .with("items", view.entries.iter().map(item).collect::<Vec<_>>())
            .with("capacity", capacity(&view.capacity))
            .with_text(page(&view));
        Ok(if view.entries.is_empty() { reply } else { reply.with_table(table) })
    }
}

/// The items with their status now.
fn as_it_stands(view: &SprintView) -> Table {
    let mut table = Table::new(&["key", "#points", "status", "assignee", "came", "title"]);
    for entry in &view.entries {
        let row = &entry.item;
        table.add(vec![
            row.key.clone(),
            points(row.points),
            if entry.present { row.status.clone() } else { "removed".to_owned() },
            row.assignee.clone().unwrap_or_default(),
            entry.entered.word().to_owned(),
            row.title.clone(),
        ]);
    }
    table
}

/// The items as the close left them.
fn as_closed(view: &SprintView) -> Table {
    let mut table = Table::new(&["key", "#points", "became", "came", "title"]);
    for entry in &view.entries {
        let outcome = match entry.split {
            Some(split) => format!("split: {} done, {} left", points(split.done), points(split.left)),
            None => became(entry.outcome).to_owned(),
        };
        let row = &entry.item;
        table.add(vec![
            row.key.clone(),
            points(row.points),
            outcome,
            entry.entered.word().to_owned(),
            row.title.clone(),
        ]);
    }
    table
}

fn head(sprint: &Sprint) -> Value {
    json!({
        "number": sprint.number,
        "name": sprint.name,
        "goal": sprint.goal,
        "state": sprint.state,
        "starts_on": sprint.starts_on,
        "ends_on": sprint.ends_on,
        "locked_at": sprint.locked_at,
        "closed_at": sprint.closed_at,
    })
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
        ("scope", &account.scope),
    ];
    let mut fields: Map<String, Value> =
        amounts.iter().map(|(name, amount)| ((*name).to_owned(), of(amount))).collect();
    fields.insert("reestimated".to_owned(), reestimated);
    fields
}

fn item(entry: &Entry) -> Value {
    let row = &entry.item;
    json!({
        "key": row.key,
        "external_key": row.external_key,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "points": row.points,
        "points_at_lock": entry.points_at_lock,
        "assignee": row.assignee,
        "entered": entry.entered,
        "outcome": entry.outcome,
        "split": entry.split.map(|split| json!({ "done": split.done, "left": split.left })),
        "rollovers": row.rollovers,
    })
}

/// The capacity under its stable names.
pub fn capacity(capacity: &Capacity) -> Value {
    json!({
        "person_days": capacity.person_days.map(Signed),
        "points": capacity.points,
        "focus_factor": capacity.focus_factor,
        "sample": capacity.sample,
        "members": capacity.members,
    })
}

/// A number that is written without a fraction when it has none.
#[derive(Serialize)]
struct Signed(#[serde(serialize_with = "serialize_number")] f64);

fn page(view: &SprintView) -> String {
    let sprint = &view.sprint;
    let named = sprint.name.as_ref().map_or_else(String::new, |name| format!(" {name}"));
    let title = format!("Sprint {}{}: {}", sprint.number, text::clean(&named), sprint.state.word());
    let dates = match (sprint.starts_on, sprint.ends_on) {
        (Some(start), Some(end)) => format!("{start} to {end}{}", day_words(sprint.state, view.day)),
        _ => "not set".to_owned(),
    };
    let account = &view.account;
    let amount = |amount: &Amount| {
        let unestimated = if amount.unestimated > 0 {
            format!(", {} without an estimate", amount.unestimated)
        } else {
            String::new()
        };
        format!("{} in {}{unestimated}", amount.points.in_words(), items(amount.count))
    };
    let some = |of: &Amount| if of.count > 0 { amount(of) } else { String::new() };
    let reestimated = match account.reestimated_count {
        0 => String::new(),
        count => format!("{} in {}", counted(account.reestimated, "point"), items(count)),
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
    let days = format!("{} person-days", number(days));
    match (capacity.points, capacity.focus_factor) {
        (Some(points), Some(factor)) => {
            format!("{points} points: {days} × {} % ({})", number(factor * 100.0), capacity.sample.join(", "))
        }
        _ => format!("{days}; points unknown until a sprint has closed or the team sets a focus factor"),
    }
}
