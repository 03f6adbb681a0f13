//! `status`: how the sprint is doing in one line, for a prompt or a status bar.

use crate::app::Standfast;
use crate::app::header::HeaderFacts;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::domain::calendar::DayOf;
use crate::domain::points::number;
use crate::domain::sprint::Amount;
use crate::domain::text;
use crate::error::{Error, Result};
use clap::Args;
use serde_json::{Value, json};

/// What a format may name.
const NAMES: [&str; 13] = [
    "team",
    "sprint",
    "name",
    "goal",
    "state",
    "day",
    "days",
    "done",
    "scope",
    "unestimated",
    "change",
    "blocked",
    "standup",
];

/// Show how the sprint is doing in one line, for a prompt or a status bar
#[derive(Debug, Args)]
pub struct Status {
    /// What to show, such as "{sprint} {day}/{days}"; the names are team, sprint, name, goal, state, day, days, done,
    /// scope, unestimated, change, blocked and standup
    #[arg(long, value_name = "TEXT")]
    format: Option<String>,
}

impl Status {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            app.team()?;
            let facts = HeaderFacts::load(app)?;
            let line = match &self.format {
                Some(format) => formatted(format, &facts, app)?,
                None => line(&facts, app)?,
            };
            let sprint = facts.sprint.as_ref();
            Ok(Reply::default()
                .with("team", &facts.team)
                .with("sprint", sprint.map(|sprint| sprint.number))
                .with("name", sprint.and_then(|sprint| sprint.name.as_ref()))
                .with("goal", sprint.and_then(|sprint| sprint.goal.as_ref()))
                .with("state", sprint.map(|sprint| sprint.state.word()))
                .with("day", facts.day.and_then(DayOf::day))
                .with("days", facts.day.map(DayOf::of))
                .with("done", amount(facts.account.completed))
                .with("scope", amount(facts.account.scope()))
                .with("blocked", facts.blocked)
                .with("standup_due", app.standup_is_due()?)
                .with("line", &line)
                .with_text(text::clean(&line)))
        })
    }
}

fn amount(amount: Amount) -> Value {
    json!({ "points": amount.points.value(), "count": amount.count, "unestimated": amount.unestimated })
}

/// `Mesos · Sprint 7 · day 6/10 · 21/34 pts · +3 -2 · 2 blocked · standup due`.
fn line(facts: &HeaderFacts, app: &Standfast) -> Result<String> {
    let blocked = (facts.blocked > 0).then(|| format!("{} blocked", facts.blocked));
    let due = app.standup_is_due()?.then(|| "standup due".to_owned());
    let words = [
        Some(facts.team.clone()),
        Some(facts.sprint_words()),
        facts.short_day(),
        facts.points_words(),
        facts.change_words("-"),
        blocked,
        due,
    ];
    Ok(words.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// The format with its names replaced; what is not known is empty, and `{{` is a brace.
fn formatted(format: &str, facts: &HeaderFacts, app: &Standfast) -> Result<String> {
    let mut line = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        line.push_str(before);
        if let Some(literal) = after.strip_prefix("{{") {
            line.push('{');
            rest = literal;
            continue;
        }
        let Some((name, next)) = after.trim_start_matches('{').split_once('}') else {
            return Err(Error::Misused(format!("{} has no end; write {{{{ for a brace.", text::fit(after, 20))));
        };
        line.push_str(&value(name, facts, app)?);
        rest = next;
    }
    line.push_str(rest);
    Ok(line)
}

fn value(name: &str, facts: &HeaderFacts, app: &Standfast) -> Result<String> {
    let sprint = facts.sprint.as_ref();
    Ok(match name {
        "team" => facts.team.clone(),
        "sprint" => sprint.map_or_else(String::new, |sprint| sprint.number.to_string()),
        "name" => sprint.and_then(|sprint| sprint.name.clone()).unwrap_or_default(),
        "goal" => sprint.and_then(|sprint| sprint.goal.clone()).unwrap_or_default(),
        "state" => sprint.map_or("", |sprint| sprint.state.word()).to_owned(),
        "day" => facts.day.and_then(DayOf::day).map_or_else(String::new, |day| day.to_string()),
        "days" => facts.day.map_or_else(String::new, |day| day.of().to_string()),
        "done" => number(facts.account.completed.points.value()),
        "scope" => number(facts.account.scope().points.value()),
        "unestimated" => facts.account.scope().unestimated.to_string(),
        "change" => facts.change_words("-").unwrap_or_default(),
        "blocked" => facts.blocked.to_string(),
        "standup" => (if app.standup_is_due()? { "due" } else { "" }).to_owned(),
        other => {
            let known = NAMES.join(", ");
            return Err(Error::Misused(format!("There is no {{{}}}; a format names {known}.", text::fit(other, 20))));
        }
    })
}
