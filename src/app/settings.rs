//! The team's settings and its workflow (I2, I3, L2, G3).

use crate::app::change::Outcome;
use crate::app::team::{find_member, key_prefix, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::item::{Class, Status};
use crate::domain::points::{Points, number};
use crate::domain::sprint::{Sprint, State};
use crate::domain::team::Team;
use crate::error::{Result, refuse};
use crate::store::team::StatusRow;
use chrono::Weekday;
use chrono_tz::Tz;

/// One setting of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, as in `team set KEY VALUE`.
    pub key: &'static str,
    /// Its value in words.
    pub value: String,
    pub sentence: &'static str,
}

/// What to change about a status; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct StatusEdit {
    pub name: Option<String>,
    pub class: Option<Class>,
    /// Another limit, or none.
    pub wip_limit: Option<Option<u32>>,
    /// Another place in the workflow, counted from 1.
    pub position: Option<usize>,
}

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "mon"),
    (Weekday::Tue, "tue"),
    (Weekday::Wed, "wed"),
    (Weekday::Thu, "thu"),
    (Weekday::Fri, "fri"),
    (Weekday::Sat, "sat"),
    (Weekday::Sun, "sun"),
];

impl Standfast {
    /// Every setting with its value and what it does.
    pub fn team_settings(&self) -> Result<Vec<Setting>> {
        let (team, retro) = (self.team()?, self.retro_settings()?);
        let on = |truth: bool| if truth { "on" } else { "off" }.to_owned();
        let none = || "none".to_owned();
        let setting = |key, value, sentence| Setting { key, value, sentence };
        Ok(vec![
            setting("name", team.name.clone(), "the team's name"),
            setting("prefix", team.prefix.clone(), "what item keys begin with"),
            setting("tz", team.zone.name().to_owned(), "where its days begin and end"),
            setting("weekdays", weekdays_in_words(team), "the days on which it works"),
            setting(
                "decision-maker",
                team.decision_maker.clone().unwrap_or_else(none),
                "who approves changes of scope",
            ),
            setting(
                "largest",
                team.ready.largest.map_or_else(none, |p| p.to_string()),
                "the largest item that is ready, in points",
            ),
            setting("ready-estimate", on(team.ready.estimate), "a ready item has an estimate"),
            setting("ready-criteria", on(team.ready.criteria), "a ready item has an acceptance criterion"),
            setting(
                "ready-dependencies",
                on(team.ready.dependencies),
                "a ready item waits for nothing outside its sprint",
            ),
            setting("ready-blockers", on(team.ready.blockers), "a ready item has no open blocker"),
            setting(
                "focus-factor",
                team.focus_factor.map_or_else(none, number),
                "points per person-day before there is history",
            ),
            setting("retro-columns", retro.columns.join(", "), "the columns of a retro's notes"),
            setting("retro-votes", retro.votes.to_string(), "votes a person has in a retro"),
            setting("retro-actions", retro.actions.to_string(), "actions a retro commits at most, 1 to 3"),
            setting("standup-minutes", team.standup_minutes.to_string(), "how long a standup may take"),
            setting(
                "escalate-after",
                team.escalate_after.to_string(),
                "hours without a touch after which a blocker is escalated",
            ),
        ])
    }

    /// Sets one setting; `none` clears those that may be absent.
    pub fn set_team(&mut self, key: &str, value: &str) -> Result<Outcome<()>> {
        self.set_team_all(&[(key, value)])
    }

    /// Sets several settings in one operation.
    pub fn set_team_all(&mut self, settings: &[(&str, &str)]) -> Result<Outcome<()>> {
        self.transact(Op::new("set team"), |tx| {
            tx.team()?;
            let mut said = Vec::new();
            for (key, value) in settings {
                let value = value.trim();
                set(tx, key, value)?;
                said.push(format!("{} is {}", key.trim(), if value.is_empty() { "none" } else { value }));
            }
            Ok(((), format!("{} now.", said.join(", "))))
        })
    }

    /// Adds a status to the workflow, before the first finished one unless it is one itself.
    pub fn add_status(&mut self, name: &str, class: Class, wip_limit: Option<u32>) -> Result<Outcome<()>> {
        let name = one_line("I2", "The status's name", name)?;
        self.transact(Op::new("add status"), |tx| {
            tx.team()?;
            refuse_dropped(class)?;
            refuse_taken(tx, &name, None)?;
            let mut workflow = tx.store.workflow()?;
            let at = match class {
                Class::Finished => workflow.len(),
                _ => workflow.iter().position(|status| status.class == Class::Finished).unwrap_or(workflow.len()),
            };
            let id = tx.store.add_status(&StatusRow { name: &name, class, position: 0, wip_limit })?;
            workflow.insert(at, Status { id, name: name.clone(), class, wip_limit });
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }

    /// Changes a status of the workflow.
    pub fn edit_status(&mut self, name: &str, edit: &StatusEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit status"), |tx| {
            let mut workflow = tx.store.workflow()?;
            let Some(at) = workflow.iter().position(|status| status.name.eq_ignore_ascii_case(name.trim())) else {
                return refuse(
                    "I2",
                    format!("The workflow has no status \"{}\": it is {}.", name.trim(), in_words(&workflow)),
                );
            };
            let mut status = workflow.remove(at);
            if let Some(new) = &edit.name {
                status.name = one_line("I2", "The status's name", new)?;
                refuse_taken(tx, &status.name, Some(status.id))?;
            }
            let was_ended = status.class.is_ended();
            if let Some(class) = edit.class {
                refuse_dropped(class)?;
                status.class = class;
            }
            status.wip_limit = edit.wip_limit.unwrap_or(status.wip_limit);
            if status.class.is_ended() != was_ended {
                tx.store.reclass_items(status.id, status.class.is_ended().then_some(tx.now))?;
            }
            let to = edit.position.map_or(at, |position| position.saturating_sub(1)).min(workflow.len());
            workflow.insert(to, status);
            refuse_incomplete(&workflow)?;
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }

    /// Takes a status out of the workflow.
    pub fn remove_status(&mut self, name: &str) -> Result<Outcome<()>> {
        self.transact(Op::new("remove status"), |tx| {
            let mut workflow = tx.store.workflow()?;
            let Some(at) = workflow.iter().position(|status| status.name.eq_ignore_ascii_case(name.trim())) else {
                return refuse(
                    "I2",
                    format!("The workflow has no status \"{}\": it is {}.", name.trim(), in_words(&workflow)),
                );
            };
            let status = workflow.remove(at);
            let items = tx.store.items_in_status(status.id)?;
            if items > 0 {
                return refuse("I2", format!("{items} items stand in {}. Move them first.", status.name));
            }
            refuse_incomplete(&workflow)?;
            tx.store.remove_status(status.id)?;
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }
}

/// Contracts and reports name items by their keys (L5, R5).
fn refuse_if_promised(tx: &Tx<'_>) -> Result<()> {
    let promised = |sprint: &Sprint| matches!(sprint.state, State::Locked | State::Closed);
    match tx.store.sprints(i64::MAX)?.iter().find(|sprint| promised(sprint)) {
        Some(sprint) => refuse(
            "L5",
            format!(
                "Sprint {} was promised with the keys of its items; they stand. The prefix changes only before the first lock.",
                sprint.number
            ),
        ),
        None => Ok(()),
    }
}

fn set(tx: &Tx<'_>, key: &str, value: &str) -> Result<()> {
    let cleared = value.eq_ignore_ascii_case("none") || value.is_empty();
    let done = match key.trim() {
        "name" => tx.store.set_team("name", &one_line("G1", "The team's name", value)?)?,
        "prefix" => {
            refuse_if_promised(tx)?;
            tx.store.set_team("prefix", &key_prefix(value)?)?
        }
        "tz" => tx.store.set_team("zone", &zone(value)?.name())?,
        "weekdays" => tx.store.set_team("weekdays", &weekdays(value)?)?,
        "decision-maker" => {
            let member = if cleared { None } else { Some(find_member(tx, value)?.id) };
            tx.store.set_team("decision_maker", &member)?
        }
        "largest" => {
            let points = if cleared { None } else { Some(positive("I3", value)?) };
            tx.store.set_team("largest_points", &points)?
        }
        "focus-factor" => {
            let factor = if cleared { None } else { Some(positive("L2", value)?) };
            tx.store.set_team("focus_factor", &factor)?
        }
        "standup-minutes" => tx.store.set_team("standup_minutes", &whole("S1", value, 1, 15)?)?,
        "escalate-after" => tx.store.set_team("escalate_after", &whole("B2", value, 1, 720)?)?,
        "ready-estimate" => tx.store.set_team("ready_estimate", &on_off(value)?)?,
        "ready-criteria" => tx.store.set_team("ready_criteria", &on_off(value)?)?,
        "ready-dependencies" => tx.store.set_team("ready_dependencies", &on_off(value)?)?,
        "ready-blockers" => tx.store.set_team("ready_blockers", &on_off(value)?)?,
        "retro-columns" => tx.store.set_team("retro_columns", &crate::app::retro::columns(value)?)?,
        "retro-votes" => tx.store.set_team("retro_votes", &whole("A2", value, 1, 99)?)?,
        "retro-actions" => tx.store.set_team("retro_actions", &whole("A2", value, 1, 3)?)?,
        other => return refuse("G1", format!("There is no setting \"{other}\". `standfast team show` lists them.")),
    };
    debug_assert!(done == 1, "there is one team");
    Ok(())
}

/// A time zone by its name in the zone database.
pub fn zone(name: &str) -> Result<Tz> {
    match name.trim().parse() {
        Ok(zone) => Ok(zone),
        Err(_) => refuse("G3", format!("\"{}\" is no time zone. Write it as Europe/Berlin or UTC.", name.trim())),
    }
}

fn positive(rule: &'static str, value: &str) -> Result<f64> {
    match Points::parse(value.trim().trim_end_matches('%')) {
        Some(points) if points > Points::ZERO => {
            Ok(if value.contains('%') { points.value() / 100.0 } else { points.value() })
        }
        _ => refuse(rule, format!("\"{value}\" is no positive number. Write one, or `none`.")),
    }
}

fn whole(rule: &'static str, value: &str, least: i64, most: i64) -> Result<i64> {
    match value.parse() {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => refuse(rule, format!("\"{value}\" is no whole number from {least} to {most}.")),
    }
}

fn on_off(value: &str) -> Result<bool> {
    match value.to_lowercase().as_str() {
        "on" | "yes" | "true" => Ok(true),
        "off" | "no" | "false" => Ok(false),
        _ => refuse("I3", format!("\"{value}\" is neither on nor off.")),
    }
}

fn weekdays(value: &str) -> Result<String> {
    let typed: Vec<String> = value.split([',', ' ']).filter(|day| !day.is_empty()).map(str::to_lowercase).collect();
    let known = |word: &String| DAYS.iter().any(|(_, name)| word.starts_with(name));
    if typed.is_empty() || !typed.iter().all(known) {
        return refuse("G3", "Name the days on which the team works, such as mon,tue,wed,thu,fri.");
    }
    let works = |name: &str| typed.iter().any(|word| word.starts_with(name));
    Ok(DAYS.iter().map(|(_, name)| if works(name) { '1' } else { '0' }).collect())
}

fn weekdays_in_words(team: &Team) -> String {
    let works = DAYS.iter().filter(|(day, _)| team.weekdays.contains(day));
    works.map(|(_, name)| *name).collect::<Vec<_>>().join(",")
}

fn in_words(workflow: &[Status]) -> String {
    let status = |status: &Status| match status.wip_limit {
        Some(limit) => format!("{} (at most {limit})", status.name),
        None => status.name.clone(),
    };
    workflow.iter().map(status).collect::<Vec<_>>().join(", ")
}

fn refuse_dropped(class: Class) -> Result<()> {
    match class {
        Class::Dropped => {
            refuse("I2", "Dropped stands outside the workflow and is always there: drop items with a reason.")
        }
        _ => Ok(()),
    }
}

fn refuse_taken(tx: &Tx<'_>, name: &str, but: Option<i64>) -> Result<()> {
    match tx.store.status(name)? {
        Some(status) if Some(status.id) != but => refuse("I2", format!("There is a status {} already.", status.name)),
        _ => Ok(()),
    }
}

fn refuse_incomplete(workflow: &[Status]) -> Result<()> {
    let has = |class| workflow.iter().any(|status| status.class == class);
    if has(Class::Waiting) && has(Class::Finished) {
        return Ok(());
    }
    refuse("I2", "A workflow begins with a waiting status and ends with a finished one; keep one of each.")
}

fn write_order(tx: &Tx<'_>, workflow: &[Status]) -> Result<()> {
    for (position, status) in (0..).zip(workflow) {
        let Status { id, name, class, wip_limit } = status;
        tx.store.edit_status(*id, &StatusRow { name, class: *class, position, wip_limit: *wip_limit })?;
    }
    Ok(())
}
