//! Members, their absences, and the holidays of all (L2, G3).

use crate::app::Standfast;
use crate::app::team::{MemberEdit, NewMember};
use crate::domain::share::Share;
use crate::domain::team::Member;
use crate::domain::team::Part;
use crate::domain::time::short_day;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::tui::command::Command;
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use chrono::Datelike;

/// Where somebody belongs, in words.
const INSIDE: &str = "the team";
const OUTSIDE: &str = "outside";

pub(super) fn add_member(standfast: &Standfast) -> Result<Next> {
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
        Ok(Next::from(standfast.add_member(&new).beside("name")?))
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

fn edit_member(id: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let found = standfast.members()?.into_iter().find(|member| member.id == id);
        let Some(member) = found else { return refuse(Rule::G5, "The member was removed meanwhile.") };
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
            Ok(Next::from(standfast.edit_member(&name, &edit).beside("name")?))
        });
        member_fields(form, Some(&member), standfast)
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
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

pub(super) fn add_absence(standfast: &Standfast) -> Result<Next> {
    let names = standfast.member_names()?;
    if names.is_empty() {
        return Ok(nobody());
    }
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let form = Form::new("New absence", |standfast, answers| {
        let Some(from) = answers.day("from") else {
            return refuse(Rule::L2, "Name the first day away, such as mon, +3d or 2026-12-24.").beside("from");
        };
        let to = answers.day("to").unwrap_or(from);
        if to < from {
            return refuse(Rule::L2, format!("The last day, {to}, is before the first, {from}.")).beside("to");
        }
        let (note, part) = (answers.given("note"), Part::parse(answers.text("part")).unwrap_or_default());
        Ok(Next::from(standfast.add_absence_for(answers.text("member"), (from, to), part, note).beside("member")?))
    });
    let form = form
        .complete("member", "Who", "", names)
        .date("from", "First day away", None, today, &calendar)
        .hint("mon, +3d, 2026-12-24")
        .date("to", "Last day away", None, today, &calendar)
        .hint("empty: the same day")
        .choice("part", "How much of each", &Part::ALL.map(Part::word), Part::Day.word())
        .line("note", "Note", "");
    Ok(Next::ask(form))
}

pub(super) fn remove_absence(standfast: &Standfast) -> Result<Next> {
    let absences = standfast.absences()?;
    if absences.is_empty() {
        return Ok(Next::Cannot("There are no absences.".to_owned()));
    }
    let today = standfast.today();
    let choices = absences
        .iter()
        .map(|absence| {
            let days = absence.days(today);
            Choice::new(format!("{}: {days}", absence.member)).about(absence.note.clone().unwrap_or_default())
        })
        .collect();
    Ok(Next::ask(Pick::new("Remove an absence", choices, move |standfast, at| match absences.get(at) {
        Some(absence) => Ok(Next::from(standfast.remove_absence(absence.id)?)),
        None => Ok(Next::Nothing),
    })))
}

pub(super) fn add_holiday(standfast: &Standfast) -> Result<Next> {
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let form = Form::new("New holiday", |standfast, answers| {
        let Some(day) = answers.day("day") else {
            return refuse(Rule::G3, "Name the day, such as 25 dec or 2026-12-25.").beside("day");
        };
        Ok(Next::from(standfast.add_holiday(day, answers.text("name")).beside("name")?))
    });
    let form = form
        .date("day", "Day", None, today, &calendar)
        .hint("25 dec, 2026-12-25")
        .line("name", "Name", "")
        .hint("such as Christmas Day");
    Ok(Next::ask(form))
}

pub(super) fn remove_holiday(standfast: &Standfast) -> Result<Next> {
    let holidays = standfast.holidays()?;
    if holidays.is_empty() {
        return Ok(Next::Cannot("There are no holidays.".to_owned()));
    }
    let year = standfast.today().year();
    let choices =
        holidays.iter().map(|holiday| Choice::new(short_day(holiday.day, year)).about(&holiday.name)).collect();
    Ok(Next::ask(Pick::new("Remove a holiday", choices, move |standfast, at| match holidays.get(at) {
        Some(holiday) => Ok(Next::from(standfast.remove_holiday(holiday.day)?)),
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
        .line("role", "Role", member.and_then(|member| member.role.as_deref()).unwrap_or_default())
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

fn nobody() -> Next {
    Next::Cannot(format!("The team has no members. Press {} to add one.", Command::MemberAdd))
}
