//! Members: joining, changing, leaving (L2).

use crate::app::change::Outcome;
use crate::app::find::{find_member, held_by};
use crate::app::say::{in_order, named, one_line};
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
#[derive(Debug, Clone, Default)]
pub struct NewMember {
    /// What the team calls them.
    pub name: String,
    pub role: Option<String>,
    /// How much of their working time is the team's; all of it if they do not say, none outside the team.
    pub allocation: Option<Share>,
    /// First day in the team.
    pub starts_on: Option<Day>,
    /// Last day in the team.
    pub ends_on: Option<Day>,
    /// Whether they are outside the team.
    pub outside: bool,
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
    /// Out of the team, or into it.
    pub outside: Option<bool>,
}

impl Standfast {
    /// Everyone in the team and those outside whom it names, by name.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.store.members()
    }

    /// The names of all who have not left, those outside the team too.
    pub fn member_names(&self) -> Result<Vec<String>> {
        self.names_of(|_| true)
    }

    /// The names of who is in the team today: what only its members do is offered to them.
    pub fn team_names(&self) -> Result<Vec<String>> {
        self.names_of(Member::is_inside)
    }

    fn names_of(&self, is_meant: impl Fn(&Member) -> bool) -> Result<Vec<String>> {
        let here = |member: &Member| is_meant(member) && !member.has_left(self.today());
        Ok(self.store.members()?.into_iter().filter(here).map(|member| member.name).collect())
    }

    /// Everything about one member: dates, absences that are not past, and what they hold.
    pub fn member_sheet(&self, name: &str) -> Result<Sheet> {
        let (tx, today) = (self.tx(), self.today());
        let member = find_member(&tx, name)?;
        let away = tx.store.absences()?.into_iter().filter(|away| away.member == member.name && away.to >= today);
        let away: Vec<String> = away.map(|away| away.days(today)).collect();
        let role = member.role.as_deref().unwrap_or("No role");
        Ok(Sheet::new("member", member.name.clone(), role)
            .field("allocation", "Allocation", member.allocation_in_words())
            .field("starts_on", "From", member.starts_on)
            .field("ends_on", "Until", member.ends_on)
            .field("absences", "Away", &away)
            .field("holds", "Holds", &held_by(&tx, &member)?))
    }

    /// Someone joins.
    pub fn add_member(&mut self, new: &NewMember) -> Result<Outcome<()>> {
        self.transact(Op::AddMember, |tx| {
            tx.team()?;
            let member = join(tx, new)?;
            let how =
                if member.outside { ", outside the team".to_owned() } else { format!(" at {} %", member.allocation) };
            Ok(((), format!("Added {}{how}.", member.name)))
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
            move_across(tx, &mut member, edit)?;
            member.starts_on = edit.starts_on.unwrap_or(member.starts_on);
            member.ends_on = edit.ends_on.unwrap_or(member.ends_on);
            in_order(Rule::L2, member.starts_on, member.ends_on)?;
            tx.store.edit_member(&member)?;
            if let Some(last) = edit.ends_on.flatten() {
                warn_of_what_is_held(tx, &member, last)?;
            }
            Ok(((), format!("Changed {}: {}{}.", member.name, member.allocation_in_words(), role_in_words(&member))))
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

pub(super) fn join(tx: &Tx<'_>, new: &NewMember) -> Result<Member> {
    let name = one_line(Rule::G5, "The member's name", &new.name)?;
    if let Some(other) = tx.store.member(&name)? {
        return refuse(Rule::G5, taken(&other.name));
    }
    in_order(Rule::L2, new.starts_on, new.ends_on)?;
    let role = new.role.as_deref().map(str::trim).filter(|role| !role.is_empty()).map(str::to_owned);
    let allocation = allocated(&name, new.outside, new.allocation, Share::WHOLE)?;
    let (starts_on, ends_on, outside) = (new.starts_on, new.ends_on, new.outside);
    let member = Member { id: 0, name, role, allocation, starts_on, ends_on, outside };
    tx.store.add_member(&member)?;
    Ok(member)
}

/// How much of somebody's time is the team's: nothing of who is outside of it.
fn allocated(name: &str, outside: bool, given: Option<Share>, usual: Share) -> Result<Share> {
    match given {
        Some(share) if outside && share != Share::NONE => {
            refuse(Rule::L2, format!("{name} is outside the team and has no allocation: leave it out."))
        }
        _ if outside => Ok(Share::NONE),
        given => Ok(given.unwrap_or(usual)),
    }
}

/// Takes a member out of the team or into it, if that is asked; what they work on is given to somebody first.
fn move_across(tx: &Tx<'_>, member: &mut Member, edit: &MemberEdit) -> Result<()> {
    let outside = edit.outside.unwrap_or(member.outside);
    let usual = if member.outside { Share::WHOLE } else { member.allocation };
    member.allocation = allocated(&member.name, outside, edit.allocation, usual)?;
    if outside && !member.outside {
        let items = tx.store.held_by(&[member.id])?;
        let rows = tx.store.rows_of(&items, &tx.team()?.ready)?;
        let keys: Vec<String> = items.iter().filter_map(|id| rows.get(id)).map(|row| row.key.clone()).collect();
        if let Some(first) = keys.first() {
            return refuse_with(
                Rule::L2,
                format!("{} works on {}. Nobody outside the team works on items.", member.name, named(&keys)),
                Act::ItemAssign.way(format!("{first} NAME"), "Give them to somebody first with {}."),
            );
        }
    }
    member.outside = outside;
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
