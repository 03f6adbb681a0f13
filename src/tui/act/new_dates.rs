//! Asking for other dates of the locked sprint: which days, why, and a ruling (L7).

use super::request::{decision, ruling_of};
use crate::app::Standfast;
use crate::app::scope::AskDates;
use crate::domain::sprint::Sprint;
use crate::domain::time::{Day, short_day};
use crate::error::Result;
use crate::tui::kit::form::{Answers, Form, Trouble};
use crate::tui::view::Next;
use chrono::Datelike;

/// The form, with the days as they are.
pub fn form(standfast: &Standfast, sprint: &Sprint) -> Result<Next> {
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let form = Form::new(format!("Dates of sprint {}: {}", sprint.number, words(sprint, today.year())), save)
        .date("start", "First day", sprint.starts_on, today, &calendar)
        .date("end", "Last day", sprint.ends_on, today, &calendar)
        .line("reason", "Reason", "")
        .hint("why the sprint cannot end as planned")
        .complete("by", "Asked by", standfast.actor(), standfast.member_names()?);
    Ok(Next::ask(decision(form, standfast)?))
}

/// `now Mon 23 Nov to Fri 4 Dec`.
pub fn words(sprint: &Sprint, year: i32) -> String {
    let day = |day: Option<Day>| day.map_or_else(|| "unknown".to_owned(), |day| short_day(day, year));
    format!("now {} to {}", day(sprint.starts_on), day(sprint.ends_on))
}

fn save(standfast: &mut Standfast, answers: &Answers) -> std::result::Result<Next, Trouble> {
    let ruling = ruling_of(answers)?;
    let ask = AskDates {
        start: answers.day("start"),
        end: answers.day("end"),
        reason: answers.text("reason").to_owned(),
        requested_by: answers.given("by").map(str::to_owned),
        accepted_by: answers.given("approver").filter(|_| ruling.accepts).map(str::to_owned),
    };
    Ok(Next::from(standfast.request_dates(&ask, ruling.left)?))
}
