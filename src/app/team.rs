//! The team: founding it, its settings, members, absences, holidays and workflow (G1, I2, L2).

use crate::app::change::{Changed, Outcome};
use crate::app::{Op, Standfast, Tx};
use crate::domain::item::{Class, Status};
use crate::domain::team::{Absence, Holiday, Member};
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::store::team::StatusRow;
use chrono_tz::Tz;

/// The team's own table, at the head of the list.
pub(crate) const TEAM: Changed = Changed::table(0).and(Changed::table(1));

/// What a new team begins with.
#[derive(Debug, Clone)]
pub struct NewTeam {
    pub name: String,
    /// What item keys begin with; made from the name if absent.
    pub prefix: Option<String>,
    pub zone: Tz,
    pub members: Vec<NewMember>,
}

/// A person about to join.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// What the team calls them.
    pub name: String,
    pub role: Option<String>,
    /// Percent of the working time, 0 to 100.
    pub allocation: i64,
    /// First day in the team.
    pub starts_on: Option<Day>,
    /// Last day in the team.
    pub ends_on: Option<Day>,
}

/// What to change about a member; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct MemberEdit {
    pub name: Option<String>,
    /// A new role, or none.
    pub role: Option<Option<String>>,
    pub allocation: Option<i64>,
    /// Another first day, or none.
    pub starts_on: Option<Option<Day>>,
    /// Another last day, or none.
    pub ends_on: Option<Option<Day>>,
}

impl NewTeam {
    /// Refuses what the founding would refuse, before there is a file.
    pub fn check(&self) -> Result<()> {
        one_line("G1", "The team's name", &self.name)?;
        self.prefix.as_deref().map(key_prefix).transpose()?;
        let mut names: Vec<String> = Vec::new();
        for member in &self.members {
            let name = one_line("G5", "The member's name", &member.name)?;
            if names.contains(&name.to_lowercase()) {
                return refuse("G5", format!("Two members are called {name}. Names are unique, whatever the case."));
            }
            names.push(name.to_lowercase());
            allocation(member.allocation)?;
            in_order("L2", member.starts_on, member.ends_on)?;
        }
        Ok(())
    }
}

const DEFAULT_WORKFLOW: [(&str, Class); 5] = [
    ("todo", Class::Waiting),
    ("doing", Class::Active),
    ("review", Class::Active),
    ("done", Class::Finished),
    ("dropped", Class::Dropped),
];

impl Standfast {
    /// Makes the team of this database, with the default workflow.
    pub fn found_team(&mut self, new: &NewTeam) -> Result<Outcome<()>> {
        if let Some(team) = &self.team {
            return refuse(
                "G1",
                format!("This database is team {} already. Name another with --team NAME or --db FILE.", team.name),
            );
        }
        let name = one_line("G1", "The team's name", &new.name)?;
        let prefix = match &new.prefix {
            Some(prefix) => key_prefix(prefix)?,
            None => prefix_from(&name),
        };
        self.transact(Op::new("found team"), |tx| {
            tx.store.found_team(&name, &prefix, new.zone, tx.now)?;
            for (position, (name, class)) in (0..).zip(DEFAULT_WORKFLOW) {
                tx.store.add_status(&StatusRow { name, class, position, wip_limit: None })?;
            }
            for member in &new.members {
                join(tx, member)?;
            }
            let people = match new.members.len() {
                0 => "no members yet".to_owned(),
                1 => "1 member".to_owned(),
                n => format!("{n} members"),
            };
            Ok(((), format!("Founded team {name}: items are {prefix}-1, {prefix}-2, …; {people}.")))
        })
    }

    /// Everyone in the team, by name.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.store.members()
    }

    /// Someone joins.
    pub fn add_member(&mut self, new: &NewMember) -> Result<Outcome<()>> {
        self.transact(Op::new("add member"), |tx| {
            tx.team()?;
            join(tx, new)?;
            Ok(((), format!("Added {} at {} %.", new.name.trim(), new.allocation)))
        })
    }

    /// Changes a member's name, role, allocation or dates.
    pub fn edit_member(&mut self, name: &str, edit: &MemberEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit member"), |tx| {
            let mut member = find_member(tx, name)?;
            if let Some(new) = &edit.name {
                let new = one_line("G5", "The member's name", new)?;
                if tx.store.member(&new)?.is_some_and(|other| other.id != member.id) {
                    return refuse(
                        "G5",
                        format!("There is a {new} in the team already. Names are unique, whatever the case."),
                    );
                }
                member.name = new;
            }
            if let Some(role) = &edit.role {
                member.role = role.as_deref().map(str::trim).filter(|r| !r.is_empty()).map(str::to_owned);
            }
            member.allocation = allocation(edit.allocation.unwrap_or(member.allocation))?;
            member.starts_on = edit.starts_on.unwrap_or(member.starts_on);
            member.ends_on = edit.ends_on.unwrap_or(member.ends_on);
            in_order("L2", member.starts_on, member.ends_on)?;
            tx.store.edit_member(&member)?;
            Ok(((), format!("Changed {}: {} %{}.", member.name, member.allocation, role_in_words(&member))))
        })
    }

    /// Takes a member out of the list who never owned anything; others leave with a last day.
    pub fn remove_member(&mut self, name: &str) -> Result<Outcome<()>> {
        self.transact(Op::new("remove member"), |tx| {
            let member = find_member(tx, name)?;
            let uses = tx.store.member_uses(member.id)?;
            if uses > 0 {
                return refuse(
                    "G2",
                    format!(
                        "{} is named by {uses} items, blockers or settings. Give them a last day instead: `standfast member edit {} --until today`.",
                        member.name, member.name
                    ),
                );
            }
            tx.store.remove_member(member.id)?;
            Ok(((), format!("Removed {}.", member.name)))
        })
    }

    /// All absences by day.
    pub fn absences(&self) -> Result<Vec<Absence>> {
        self.store.absences()
    }

    /// A member is away from one day to another, both included.
    pub fn add_absence(&mut self, member: &str, from: Day, to: Day, note: Option<&str>) -> Result<Outcome<i64>> {
        self.transact(Op::new("add absence"), |tx| {
            let member = find_member(tx, member)?;
            in_order("L2", Some(from), Some(to))?;
            let id = tx.store.add_absence(member.id, from, to, note.map(str::trim).filter(|n| !n.is_empty()))?;
            Ok((id, format!("{} is away from {from} to {to} (absence {id}).", member.name)))
        })
    }

    /// Takes an absence back.
    pub fn remove_absence(&mut self, id: i64) -> Result<Outcome<()>> {
        self.transact(Op::new("remove absence"), |tx| {
            let Some(absence) = tx.store.absence(id)? else {
                return refuse("L2", format!("There is no absence {id}. `standfast absence list` shows them."));
            };
            tx.store.remove_absence(id)?;
            Ok(((), format!("{} is not away from {} to {}.", absence.member, absence.from, absence.to)))
        })
    }

    /// All holidays by day.
    pub fn holidays(&self) -> Result<Vec<Holiday>> {
        self.store.holidays()
    }

    /// Nobody works on that day.
    pub fn add_holiday(&mut self, day: Day, name: &str) -> Result<Outcome<()>> {
        let name = one_line("G3", "The holiday's name", name)?;
        self.transact(Op::new("add holiday"), |tx| {
            if let Some(known) = tx.store.holidays()?.into_iter().find(|holiday| holiday.day == day) {
                return refuse("G3", format!("{day} is a holiday already: {}.", known.name));
            }
            tx.store.add_holiday(day, &name)?;
            Ok(((), format!("{day} is a holiday: {name}.")))
        })
    }

    /// People work on that day after all.
    pub fn remove_holiday(&mut self, day: Day) -> Result<Outcome<()>> {
        self.transact(Op::new("remove holiday"), |tx| {
            if tx.store.remove_holiday(day)? == 0 {
                return refuse("G3", format!("{day} is not a holiday. `standfast holiday list` shows them."));
            }
            Ok(((), format!("{day} is no holiday any more.")))
        })
    }

    /// The team's statuses in order: the columns of the board.
    pub fn workflow(&self) -> Result<Vec<Status>> {
        self.store.workflow()
    }
}

fn join(tx: &Tx<'_>, new: &NewMember) -> Result<()> {
    let name = one_line("G5", "The member's name", &new.name)?;
    if tx.store.member(&name)?.is_some() {
        return refuse("G5", format!("There is a {name} in the team already. Names are unique, whatever the case."));
    }
    in_order("L2", new.starts_on, new.ends_on)?;
    let role = new.role.as_deref().map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned);
    let allocation = allocation(new.allocation)?;
    tx.store.add_member(&Member { id: 0, name, role, allocation, starts_on: new.starts_on, ends_on: new.ends_on })?;
    Ok(())
}

/// The member of that name; a refusal names everyone.
pub(crate) fn find_member(tx: &Tx<'_>, name: &str) -> Result<Member> {
    if let Some(member) = tx.store.member(name)? {
        return Ok(member);
    }
    let names: Vec<String> = tx.store.members()?.into_iter().map(|member| member.name).collect();
    let known =
        if names.is_empty() { "it has no members yet".to_owned() } else { format!("members: {}", names.join(", ")) };
    refuse(
        "G5",
        format!("Nobody in the team is called \"{}\"; {known}. Add them with `standfast member add`.", name.trim()),
    )
}

fn allocation(percent: i64) -> Result<i64> {
    if (0..=100).contains(&percent) {
        return Ok(percent);
    }
    refuse("L2", format!("An allocation is 0 to 100 percent; {percent} is not."))
}

pub(crate) fn in_order(rule: &'static str, from: Option<Day>, to: Option<Day>) -> Result<()> {
    match (from, to) {
        (Some(from), Some(to)) if to < from => {
            refuse(rule, format!("The end {to} is before the start {from}. Swap them or correct one."))
        }
        _ => Ok(()),
    }
}

/// A text of one line that is not empty, trimmed.
pub(crate) fn one_line(rule: &'static str, what: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return refuse(rule, format!("{what} is empty. Write a few words."));
    }
    if text.len() > 64 * 1024 {
        return refuse(
            rule,
            format!("{what} is longer than 64 KiB. Shorten it, and keep the rest in the description."),
        );
    }
    Ok(text.replace('\0', "\u{fffd}"))
}

pub(crate) fn key_prefix(prefix: &str) -> Result<String> {
    let prefix = prefix.trim().to_uppercase();
    let fine = prefix.len() <= 10
        && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        && prefix.chars().all(|c| c.is_ascii_alphanumeric());
    if fine {
        return Ok(prefix);
    }
    refuse("G5", "A prefix is 1 to 10 letters and digits and begins with a letter, such as PAY.")
}

fn prefix_from(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).take(3).collect();
    if letters.is_empty() { "SF".to_owned() } else { letters.to_uppercase() }
}

fn role_in_words(member: &Member) -> String {
    member.role.as_ref().map_or_else(String::new, |role| format!(", {role}"))
}
