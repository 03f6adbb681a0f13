//! The team's settings in one form, and the statuses of its workflow (I2, I3).

use crate::app::Standfast;
use crate::app::team::StatusEdit;
use crate::domain::item::{Class, Status};
use crate::domain::words::whole;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::tui::kit::form::{Answers, Beside, Form};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;

/// A setting as a field: its key and its label.
const LABELS: [(&str, &str); 14] = [
    ("name", "Team"),
    ("prefix", "Prefix"),
    ("tz", "Time zone"),
    ("weekdays", "Works on"),
    ("decision-maker", "Decision-maker"),
    ("largest", "Most points"),
    ("ready-estimate", "Has an estimate"),
    ("ready-criteria", "Has criteria"),
    ("ready-dependencies", "No open dependency"),
    ("ready-blockers", "No open blocker"),
    ("focus-factor", "Focus factor"),
    ("count-parents", "Count parents too"),
    ("standup-minutes", "Standup, minutes"),
    ("escalate-after", "Escalate after, h"),
];

/// The classes of a workflow's statuses; dropped is outside of it.
const CLASSES: [&str; 3] = ["waiting", "active", "finished"];

/// All settings in one form; what was changed is set in one operation.
pub(super) fn edit(standfast: &Standfast) -> Result<Next> {
    Ok(Next::ask(Form::of_thing(standfast, settings)?))
}

fn settings(standfast: &Standfast) -> Result<Form> {
    let mut form = Form::new("Team settings", |standfast, answers| {
        let changed: Vec<(&str, &str)> =
            LABELS.iter().filter_map(|(key, _)| answers.changed(key).map(|value| (*key, value))).collect();
        match changed.as_slice() {
            [] => Ok(Next::Say("Nothing was changed.".to_owned())),
            [(key, _)] => {
                let field = LABELS.iter().map(|(known, _)| *known).find(|known| known == key).unwrap_or("name");
                Ok(Next::from(standfast.set_team_all(&changed).beside(field)?))
            }
            _ => Ok(Next::from(standfast.set_team_all(&changed)?)),
        }
    });
    let mut people = standfast.member_names()?;
    people.push("none".to_owned());
    let zones: Vec<String> = crate::domain::zone::Zone::names().map(str::to_owned).collect();
    for setting in standfast.team_settings()? {
        let Some((key, label)) = LABELS.iter().find(|(key, _)| *key == setting.key) else { continue };
        form = match *key {
            "tz" => form.complete(key, label, &setting.value, zones.clone()),
            "decision-maker" => form.complete(key, label, &setting.value, people.clone()),
            key if key.starts_with("ready-") || key == "count-parents" => {
                form.choice(key, label, &["on", "off"], &setting.value)
            }
            key => form.line(key, label, &setting.value),
        };
        form = form.hint(setting.sentence);
    }
    Ok(form)
}

pub(super) fn add_status() -> Next {
    let form = Form::new("New status", |standfast, answers| {
        let limit = limit(answers).beside("limit")?;
        let class = Class::parse(answers.text("class")).unwrap_or(Class::Active);
        Ok(Next::from(standfast.add_status(answers.text("name"), class, limit).beside("name")?))
    });
    Next::ask(status_fields(form, None))
}

pub(super) fn pick_status(standfast: &Standfast) -> Result<Next> {
    let workflow = standfast.workflow()?;
    let choices = workflow.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Edit a status", choices, move |standfast, at| match workflow.get(at) {
        Some(status) => edit_status(status.id, standfast),
        None => Ok(Next::Nothing),
    })))
}

fn edit_status(id: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let workflow = standfast.workflow()?;
        let found = workflow.iter().enumerate().find(|(_, status)| status.id == id);
        let Some((before, status)) = found else { return refuse(Rule::I2, "The status was removed meanwhile.") };
        let (name, places) = (status.name.clone(), workflow.len());
        let form = Form::new(format!("Edit status {name}"), move |standfast, answers| {
            let position = match whole(answers.text("place")) {
                Some(position) if (1..=places).contains(&position) => position,
                _ => return refuse(Rule::I2, format!("The place is a number from 1 to {places}.")).beside("place"),
            };
            let edit = StatusEdit {
                name: answers.changed("name").map(str::to_owned),
                class: answers.changed("class").and_then(Class::parse),
                wip_limit: Some(limit(answers).beside("limit")?),
                position: Some(position),
            };
            Ok(Next::from(standfast.edit_status(&name, &edit)?))
        });
        Ok(status_fields(form, Some(status)).line("place", "Place", &(before + 1).to_string()))
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

pub(super) fn remove_status(standfast: &Standfast) -> Result<Next> {
    let workflow = standfast.workflow()?;
    let choices = workflow.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Remove a status", choices, move |standfast, at| match workflow.get(at) {
        Some(status) => Ok(Next::from(standfast.remove_status(&status.name)?)),
        None => Ok(Next::Nothing),
    })))
}

fn status_fields(form: Form, status: Option<&Status>) -> Form {
    let limit = status.and_then(|status| status.wip_limit).map(|limit| limit.to_string()).unwrap_or_default();
    form.line("name", "Name", status.map_or("", |status| &status.name))
        .hint("a column of the board, such as review")
        .choice("class", "Class", &CLASSES, status.map_or(Class::Active, |status| status.class).word())
        .line("limit", "Limit", &limit)
        .hint("most items at once; empty: no limit")
}

/// How many items may stand in a status; `None` for any number.
fn limit(answers: &Answers) -> Result<Option<u32>> {
    let Some(typed) = answers.given("limit") else { return Ok(None) };
    match whole(typed) {
        Some(limit @ 1..) => Ok(Some(limit)),
        _ => refuse(Rule::R3, format!("A limit is a whole number from 1 up, or empty; \"{typed}\" is neither.")),
    }
}

fn choice(status: &Status) -> Choice {
    let limit = status.wip_limit.map_or_else(String::new, |limit| format!(", at most {limit}"));
    Choice::new(&status.name).about(format!("{}{limit}", status.class.word()))
}
