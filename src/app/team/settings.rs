//! The team's settings (I3, L2, G3).

use crate::app::change::Outcome;
use crate::app::find::find_colleague;
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::points::number;
use crate::domain::retro::{DEFAULT_COLUMNS, RetroSettings};
use crate::domain::sprint::{Sprint, State};
use crate::domain::team::Team;
use crate::domain::weekdays::{self, WEEK};
use crate::domain::words;
use crate::domain::zone::Zone;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

pub(crate) fn key_prefix(prefix: &str) -> Result<String> {
    let prefix = prefix.trim().to_uppercase();
    let fine = prefix.len() <= 10
        && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        && prefix.chars().all(|c| c.is_ascii_alphanumeric());
    if fine {
        return Ok(prefix);
    }
    refuse(Rule::G5, "A prefix is 1 to 10 letters and digits and begins with a letter, such as PAY.")
}

/// One setting of the team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Its name, as in `team set KEY VALUE`.
    pub key: &'static str,
    /// Its value in words.
    pub value: String,
    pub sentence: &'static str,
}

impl Standfast {
    /// Every setting with its value and what it does.
    pub fn team_settings(&self) -> Result<Vec<Setting>> {
        settings(&self.tx(), self.team()?)
    }

    /// Sets one setting; `none` clears those that may be absent. Comes back with what was understood.
    pub fn set_team(&mut self, key: &str, value: &str) -> Result<Outcome<Vec<Setting>>> {
        self.set_team_all(&[(key, value)])
    }

    /// Sets several settings in one operation.
    pub fn set_team_all(&mut self, typed: &[(&str, &str)]) -> Result<Outcome<Vec<Setting>>> {
        self.transact(Op::SetTeam, |tx| {
            tx.team()?;
            for (key, value) in typed {
                set(tx, key.trim(), value.trim())?;
            }
            let Some(team) = tx.store.team()? else { return Ok((Vec::new(), String::new())) };
            let asked = |setting: &Setting| typed.iter().any(|(key, _)| key.trim() == setting.key);
            let set: Vec<Setting> = settings(tx, &team)?.into_iter().filter(asked).collect();
            let said: Vec<String> = set.iter().map(|setting| format!("{} is {}", setting.key, setting.value)).collect();
            Ok((set, format!("{} now.", said.join(", "))))
        })
    }

    /// How the team holds its retros.
    pub fn retro_settings(&self) -> Result<RetroSettings> {
        retro_settings(&self.tx())
    }
}

fn retro_settings(tx: &Tx<'_>) -> Result<RetroSettings> {
    Ok(tx.store.retro_settings()?.unwrap_or_else(|| RetroSettings {
        columns: DEFAULT_COLUMNS.map(str::to_owned).to_vec(),
        votes: 3,
        actions: 2,
    }))
}

fn settings(tx: &Tx<'_>, team: &Team) -> Result<Vec<Setting>> {
    let retro = retro_settings(tx)?;
    let on = |truth: bool| if truth { "on" } else { "off" }.to_owned();
    let none = || "none".to_owned();
    let setting = |key, value, sentence| Setting { key, value, sentence };
    Ok(vec![
        setting("name", team.name.clone(), "the team's name"),
        setting("prefix", team.prefix.clone(), "what item keys begin with"),
        setting("tz", team.zone.name().to_owned(), "where its days begin and end"),
        setting("weekdays", weekdays::in_words(&team.weekdays), "the days on which it works"),
        setting("decision-maker", team.decision_maker.clone().unwrap_or_else(none), "who approves changes of scope"),
        setting(
            "largest",
            team.ready.largest.map_or_else(none, |p| p.to_string()),
            "the largest item that is ready, in points",
        ),
        setting("ready-estimate", on(team.ready.estimate), "a ready item has an estimate"),
        setting("ready-criteria", on(team.ready.criteria), "a ready item has an acceptance criterion"),
        setting("ready-dependencies", on(team.ready.dependencies), "a ready item waits for nothing outside its sprint"),
        setting("ready-blockers", on(team.ready.blockers), "a ready item has no open blocker"),
        setting(
            "focus-factor",
            team.focus_factor.map_or_else(none, number),
            "points per person-day before there is history",
        ),
        setting("count-parents", on(team.count_parents), "a parent counts beside its estimated parts in one sprint"),
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

/// Contracts and reports name items by their keys (L5, R5).
fn refuse_if_promised(tx: &Tx<'_>) -> Result<()> {
    let promised = |sprint: &Sprint| matches!(sprint.state, State::Locked | State::Closed);
    match tx.store.sprints(i64::MAX)?.iter().find(|sprint| promised(sprint)) {
        Some(sprint) => refuse(
            Rule::L5,
            format!(
                "The prefix is final: the contract of sprint {} names its items by their keys. It can only be changed before the first lock.",
                sprint.number
            ),
        ),
        None => Ok(()),
    }
}

fn set(tx: &Tx<'_>, key: &str, value: &str) -> Result<()> {
    let cleared = value.eq_ignore_ascii_case("none") || value.is_empty();
    let done = match key {
        "name" => tx.store.set_team("name", &one_line(Rule::G1, "The team's name", value)?)?,
        "prefix" => {
            refuse_if_promised(tx)?;
            tx.store.set_team("prefix", &key_prefix(value)?)?
        }
        "tz" => tx.store.set_team("zone", &zone(value)?.name())?,
        "weekdays" => tx.store.set_team("weekdays", &weekdays(value)?)?,
        "decision-maker" => {
            let member = if cleared { None } else { Some(find_colleague(tx, value)?.id) };
            tx.store.set_team("decision_maker", &member)?
        }
        "largest" => {
            let points = if cleared { None } else { Some(positive(Rule::I3, value, value)?) };
            tx.store.set_team("largest_points", &points)?
        }
        "focus-factor" => {
            let factor = if cleared { None } else { Some(factor(value)?) };
            tx.store.set_team("focus_factor", &factor)?
        }
        "standup-minutes" => tx.store.set_team("standup_minutes", &whole(Rule::S1, value, 1, 15)?)?,
        "escalate-after" => tx.store.set_team("escalate_after", &whole(Rule::B2, value, 1, 720)?)?,
        "ready-estimate" => tx.store.set_team("ready_estimate", &on_off(value)?)?,
        "ready-criteria" => tx.store.set_team("ready_criteria", &on_off(value)?)?,
        "ready-dependencies" => tx.store.set_team("ready_dependencies", &on_off(value)?)?,
        "ready-blockers" => tx.store.set_team("ready_blockers", &on_off(value)?)?,
        "count-parents" => tx.store.set_team("count_parents", &on_off(value)?)?,
        "retro-columns" => tx.store.set_team("retro_columns", &retro_columns(value)?)?,
        "retro-votes" => tx.store.set_team("retro_votes", &whole(Rule::A2, value, 1, 99)?)?,
        "retro-actions" => tx.store.set_team("retro_actions", &whole(Rule::A2, value, 1, 3)?)?,
        other => {
            return refuse_with(
                Rule::G1,
                format!("There is no setting \"{other}\"."),
                Act::TeamShow.way("", "See all settings with {}."),
            );
        }
    };
    debug_assert!(done == 1, "there is one team");
    Ok(())
}

/// A time zone by its name in the zone database.
pub fn zone(name: &str) -> Result<Zone> {
    match name.trim().parse() {
        Ok(zone) => Ok(zone),
        Err(_) => {
            refuse(Rule::G3, format!("\"{}\" is not a time zone. Write it as Europe/Berlin or UTC.", name.trim()))
        }
    }
}

/// A focus factor, as 0.35 or 35 %.
fn factor(value: &str) -> Result<f64> {
    match value.strip_suffix('%') {
        Some(percent) => positive(Rule::L2, percent, value).map(|percent| percent / 100.0),
        None => positive(Rule::L2, value, value),
    }
}

fn positive(rule: Rule, number: &str, typed: &str) -> Result<f64> {
    match number.trim().replace(',', ".").parse::<f64>() {
        Ok(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => refuse(rule, format!("\"{typed}\" is not a positive number. Write one, or `none`.")),
    }
}

fn whole(rule: Rule, value: &str, least: i64, most: i64) -> Result<i64> {
    match words::whole(value) {
        Some(number) if (least..=most).contains(&number) => Ok(number),
        _ => refuse(rule, format!("\"{value}\" is not a whole number from {least} to {most}.")),
    }
}

fn on_off(value: &str) -> Result<bool> {
    match value.to_lowercase().as_str() {
        "on" | "yes" | "true" => Ok(true),
        "off" | "no" | "false" => Ok(false),
        _ => refuse(Rule::I3, format!("\"{value}\" is neither on nor off.")),
    }
}

fn weekdays(value: &str) -> Result<String> {
    match weekdays::read(value) {
        Ok(days) => Ok(WEEK.iter().map(|day| if days.contains(day) { '1' } else { '0' }).collect()),
        Err(how) => refuse(Rule::G3, how),
    }
}

/// The columns of a retro as typed: separated by commas, each once.
pub(crate) fn retro_columns(typed: &str) -> Result<String> {
    let mut columns: Vec<String> = Vec::new();
    for name in typed.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty()) {
        let name = one_line(Rule::A2, "The column", name)?;
        if columns.iter().any(|known| same(known, &name)) {
            return refuse(Rule::A2, format!("The column \"{name}\" is there twice."));
        }
        columns.push(name);
    }
    match columns.len() {
        1..=6 => Ok(columns.join("\n")),
        _ => refuse(Rule::A2, "Name 1 to 6 columns, separated by commas, such as \"went well, did not, puzzles\"."),
    }
}
