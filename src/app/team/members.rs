//! Members: joining, changing, leaving (L2).

use crate::app::change::Outcome;
use crate::app::find::{find_member, held_by};
use crate::app::say::{in_order, one_line};
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::points::count;
use crate::domain::share::Share;
use crate::domain::sheet::Sheet;
use crate::domain::team::Member;
use crate::domain::time::{Day, short_day};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use chrono::Datelike;

/// A person about to join.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// What the team calls them.
    pub name: String,
    pub role: Option<String>,
    /// How much of their working time is the team's.
    pub allocation: Share,
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
    pub allocation: Option<Share>,
    /// Another first day, or none.
    pub starts_on: Option<Option<Day>>,
    /// Another last day, or none.
    pub ends_on: Option<Option<Day>>,
}

impl Standfast {
    /// Everyone in the team, by name.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.store.members()
    }

    /// The names of everyone in the team.
    pub fn member_names(&self) -> Result<Vec<String>> {
        self.store.member_names()
    }

    /// Everything about one member: dates, absences that are not past, and what they hold.
    pub fn member_sheet(&self, name: &str) -> Result<Sheet> {
        let (tx, today) = (self.tx(), self.today());
        let member = find_member(&tx, name)?;
        let away = tx.store.absences()?.into_iter().filter(|away| away.member == member.name && away.to >= today);
        let away: Vec<String> = away.map(|away| away.days(today)).collect();
        let role = member.role.as_deref().unwrap_or("No role");
        Ok(Sheet::new("member", member.name.clone(), role)
            .field("allocation", "Allocation", format!("{} %", member.allocation))
            .field("starts_on", "From", member.starts_on)
            .field("ends_on", "Until", member.ends_on)
            .field("absences", "Away", &away)
            .field("holds", "Holds", &held_by(&tx, &member)?))
    }

    /// Someone joins.
    pub fn add_member(&mut self, new: &NewMember) -> Result<Outcome<()>> {
        self.transact(Op::AddMember, |tx| {
            tx.team()?;
            join(tx, new)?;
            Ok(((), format!("Added {} at {} %.", new.name.trim(), new.allocation)))
        })
    }

    /// Changes a member's name, role, allocation or dates.
    pub fn edit_member(&mut self, name: &str, edit: &MemberEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditMember, |tx| {
            let mut member = find_member(tx, name)?;
            if let Some(new) = &edit.name {
                let new = one_line(Rule::G5, "The member's name", new)?;
                if let Some(other) = tx.store.member(&new)?.filter(|other| other.id != member.id) {
                    return refuse(Rule::G5, taken(&other.name));
                }
                member.name = new;
            }
            if let Some(role) = &edit.role {
                member.role = role.as_deref().map(str::trim).filter(|r| !r.is_empty()).map(str::to_owned);
            }
            member.allocation = edit.allocation.unwrap_or(member.allocation);
            member.starts_on = edit.starts_on.unwrap_or(member.starts_on);
            member.ends_on = edit.ends_on.unwrap_or(member.ends_on);
            in_order(Rule::L2, member.starts_on, member.ends_on)?;
            tx.store.edit_member(&member)?;
            if let Some(last) = edit.ends_on.flatten() {
                warn_of_what_is_held(tx, &member, last)?;
            }
            Ok(((), format!("Changed {}: {} %{}.", member.name, member.allocation, role_in_words(&member))))
        })
    }

    /// Takes a member out of the list who never owned anything; others leave with a last day.
    pub fn remove_member(&mut self, name: &str) -> Result<Outcome<()>> {
        self.transact(Op::RemoveMember, |tx| {
            let member = find_member(tx, name)?;
            let uses = tx.store.member_uses(member.id)?;
            if uses > 0 {
                return refuse_with(
                    Rule::G2,
                    format!("{} is named in {}: items, blockers or settings.", member.name, count(uses, "place")),
                    Act::MemberEdit
                        .way(format!("{} --until today", member.name), "Give them a last day instead with {}."),
                );
            }
            tx.store.remove_member(member.id)?;
            Ok(((), format!("Removed {}.", member.name)))
        })
    }
}

/// Why nobody else can have a member's name.
fn taken(name: &str) -> String {
    format!("{name} is in the team already. Names are unique, whatever the case.")
}

pub(super) fn join(tx: &Tx<'_>, new: &NewMember) -> Result<()> {
    let name = one_line(Rule::G5, "The member's name", &new.name)?;
    if let Some(other) = tx.store.member(&name)? {
        return refuse(Rule::G5, taken(&other.name));
    }
    in_order(Rule::L2, new.starts_on, new.ends_on)?;
    let role = new.role.as_deref().map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned);
    let allocation = new.allocation;
    tx.store.add_member(&Member { id: 0, name, role, allocation, starts_on: new.starts_on, ends_on: new.ends_on })?;
    Ok(())
}

fn warn_of_what_is_held(tx: &Tx<'_>, member: &Member, last: Day) -> Result<()> {
    let (held, last) = (held_by(tx, member)?, short_day(last, tx.today().year()));
    if !held.is_empty() {
        let held = held.join(", ");
        tx.warn(format!("{} holds {held}. After {last} this is nobody's: give it to somebody.", member.name));
    }
    if tx.team()?.decision_maker.as_ref().is_some_and(|decider| same(decider, &member.name)) {
        tx.warn(format!("{} is the decision-maker: name another one by then.", member.name));
    }
    Ok(())
}

fn role_in_words(member: &Member) -> String {
    member.role.as_ref().map_or_else(String::new, |role| format!(", {role}"))
}
