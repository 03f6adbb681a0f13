//! Members, and people outside the team (L2).

use crate::app::Standfast;
use crate::app::team::{MemberEdit, NewMember};
use crate::domain::share::Share;
use crate::domain::team::Member;
use crate::error::{Error, Result, refuse};
use crate::rules::Rule;
use crate::tui::command::Command;
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use std::collections::BTreeSet;

/// Where somebody belongs, in words.
const INSIDE: &str = "the team";
const OUTSIDE: &str = "outside";

/// A form for a new person.
pub fn add_member(standfast: &Standfast) -> Result<Next> {
    let form = Form::new("New member", |standfast, answers| {
        let new = NewMember {
            name: answers.text("name").to_owned(),
            role: answers.given("role").map(str::to_owned),
            allocation: allocation(answers).beside("allocation")?,
            starts_on: answers.day("starts"),
            ends_on: answers.day("ends"),
            outside: answers.text("place") == OUTSIDE,
        };
        in_order(answers)?;
        Ok(Next::from(beside(standfast.add_member(&new))?))
    });
    Ok(Next::ask(member_fields(form, None, standfast)?))
}

pub(super) fn pick_member(standfast: &Standfast) -> Result<Next> {
    let members = standfast.members()?;
    if members.is_empty() {
        return Ok(nobody());
    }
    let choices = members.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Edit a member", choices, move |standfast, at| match members.get(at) {
        Some(member) => edit_member(member.id, standfast),
        None => Ok(Next::Nothing),
    })))
}

/// A form with what is known of a member.
pub fn edit_member(id: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let member = member_of(id, standfast)?;
        let name = member.name.clone();
        let form = Form::new(format!("Edit {name}"), move |standfast, answers| {
            let edit = MemberEdit {
                name: answers.changed("name").map(str::to_owned),
                role: answers.changed("role").map(|role| Some(role.to_owned())),
                allocation: allocation(answers).beside("allocation")?,
                starts_on: answers.changed("starts").map(|_| answers.day("starts")),
                ends_on: answers.changed("ends").map(|_| answers.day("ends")),
                outside: answers.changed("place").map(|place| place == OUTSIDE),
            };
            in_order(answers)?;
            Ok(Next::from(beside(standfast.edit_member(&name, &edit))?))
        });
        member_fields(form, Some(&member), standfast)
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

/// Asks for somebody's last day in the team; none while they stay.
pub fn last_day(id: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let member = member_of(id, standfast)?;
        let name = member.name.clone();
        let form = Form::new(format!("The last day of {name}"), move |standfast, answers| {
            let edit = MemberEdit { ends_on: Some(answers.day("ends")), ..MemberEdit::default() };
            Ok(Next::from(standfast.edit_member(&name, &edit).beside("ends")?))
        });
        let (today, calendar) = (standfast.today(), standfast.calendar()?);
        Ok(form.date("ends", "Last day", member.ends_on, today, &calendar).hint("fri, 2026-12-31; empty: they stay"))
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

fn member_of(id: i64, standfast: &Standfast) -> Result<Member> {
    let found = standfast.members()?.into_iter().find(|member| member.id == id);
    found.map_or_else(|| refuse(Rule::G5, "The member was removed meanwhile."), Ok)
}

pub(super) fn remove_member(standfast: &Standfast) -> Result<Next> {
    let members = standfast.members()?;
    if members.is_empty() {
        return Ok(nobody());
    }
    let choices = members.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Remove a member", choices, move |standfast, at| match members.get(at) {
        Some(member) => Ok(Next::from(standfast.remove_member(&member.name)?)),
        None => Ok(Next::Nothing),
    })))
}

fn member_fields(form: Form, member: Option<&Member>, standfast: &Standfast) -> Result<Form> {
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let allocation = match member {
        Some(member) if member.outside => String::new(),
        Some(member) => member.allocation.to_string(),
        None => Share::WHOLE.to_string(),
    };
    let place = member.filter(|member| member.outside).map_or(INSIDE, |_| OUTSIDE);
    Ok(form
        .line("name", "Name", member.map_or("", |member| &member.name))
        .hint("what the team calls them")
        .complete(
            "role",
            "Role",
            member.and_then(|member| member.role.as_deref()).unwrap_or_default(),
            roles(standfast)?,
        )
        .hint("such as backend")
        .line("allocation", "Allocation %", &allocation)
        .hint("such as 80 or 12.5; none outside the team")
        .date("starts", "From", member.and_then(|member| member.starts_on), today, &calendar)
        .hint("empty: from the start")
        .date("ends", "Until", member.and_then(|member| member.ends_on), today, &calendar)
        .hint("empty: while they stay")
        .choice("place", "Belongs to", &[INSIDE, OUTSIDE], place)
        .hint("outside: owns and answers, no turn, no capacity"))
}

/// Dates and the allocation were checked before: what else is refused is the place, or the name.
fn beside<T>(done: Result<T>) -> std::result::Result<T, Trouble> {
    let is_place = done.as_ref().err().and_then(Error::rule) == Some(Rule::L2);
    done.beside(if is_place { "place" } else { "name" })
}

/// The roles that the team knows.
fn roles(standfast: &Standfast) -> Result<Vec<String>> {
    let roles: BTreeSet<String> = standfast.members()?.into_iter().filter_map(|member| member.role).collect();
    Ok(roles.into_iter().collect())
}

/// Percent of the working time, if it was typed.
fn allocation(answers: &Answers) -> Result<Option<Share>> {
    match answers.changed("allocation") {
        None => Ok(None),
        Some("") => Ok(Some(Share::WHOLE).filter(|_| answers.text("place") != OUTSIDE)),
        Some(typed) => Share::read(typed).map(Some).or_else(|why| refuse(Rule::L2, why)),
    }
}

fn in_order(answers: &Answers) -> std::result::Result<(), Trouble> {
    match (answers.day("starts"), answers.day("ends")) {
        (Some(from), Some(until)) if until < from => {
            refuse(Rule::L2, format!("The last day, {until}, is before the first, {from}.")).beside("ends")
        }
        _ => Ok(()),
    }
}

fn choice(member: &Member) -> Choice {
    let role = member.role.as_ref().map_or_else(String::new, |role| format!(", {role}"));
    Choice::new(&member.name).about(format!("{}{role}", member.allocation_in_words()))
}

pub(super) fn nobody() -> Next {
    Next::Cannot(format!("The team has no members. Press {} to add one.", Command::MemberAdd))
}
