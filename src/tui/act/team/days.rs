//! The days on which members are away, and the holidays of all (L2, G3).

use super::people::nobody;
use crate::app::Standfast;
use crate::app::team::AbsenceEdit;
use crate::domain::team::Part;
use crate::domain::time::{Day, short_day};
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use chrono::Datelike;

/// A form for an absence, of this person and from this day on if they are known.
pub fn add_absence(who: Option<&str>, day: Option<Day>, standfast: &Standfast) -> Result<Next> {
    let names = standfast.member_names()?;
    if names.is_empty() {
        return Ok(nobody());
    }
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let form = Form::new("New absence", |standfast, answers| {
        let (days, part) = days_away(answers)?;
        let note = answers.given("note");
        Ok(Next::from(standfast.add_absence_for(answers.text("member"), days, part, note).beside("member")?))
    });
    let form = form
        .complete("member", "Who", who.unwrap_or_default(), names)
        .date("from", "First day away", day, today, &calendar)
        .hint("mon, +3d, 2026-12-24")
        .date("to", "Last day away", None, today, &calendar)
        .hint("empty: the same day")
        .choice("part", "How much of each", &Part::ALL.map(Part::word), Part::Day.word())
        .line("note", "Note", "");
    let known = [who.map(|_| "from"), day.map(|_| "to")];
    Ok(Next::ask(form.at(known.into_iter().flatten().last().unwrap_or("member"))))
}

/// A form with what is known of an absence.
pub fn edit_absence(id: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let found = standfast.absences()?.into_iter().find(|absence| absence.id == id);
        let Some(absence) = found else { return refuse(Rule::L2, "The absence was removed meanwhile.") };
        let form = Form::new(format!("{} is away", absence.member), move |standfast, answers| {
            let ((from, to), part) = days_away(answers)?;
            let edit = AbsenceEdit {
                from: answers.changed("from").map(|_| from),
                to: answers.changed("to").map(|_| to),
                part: answers.changed("part").map(|_| part),
                note: answers.changed("note").map(|note| Some(note.to_owned())),
            };
            Ok(Next::from(standfast.edit_absence(id, &edit).beside("from")?))
        });
        let (today, calendar) = (standfast.today(), standfast.calendar()?);
        Ok(form
            .date("from", "First day away", Some(absence.from), today, &calendar)
            .date("to", "Last day away", Some(absence.to), today, &calendar)
            .choice("part", "How much of each", &Part::ALL.map(Part::word), absence.part.word())
            .line("note", "Note", absence.note.as_deref().unwrap_or_default()))
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

/// The days of an absence and the part of each, as typed.
fn days_away(answers: &Answers) -> std::result::Result<((Day, Day), Part), Trouble> {
    let Some(from) = answers.day("from") else {
        return refuse(Rule::L2, "Name the first day away, such as mon, +3d or 2026-12-24.").beside("from");
    };
    let to = answers.day("to").unwrap_or(from);
    if to < from {
        return refuse(Rule::L2, format!("The last day, {to}, is before the first, {from}.")).beside("to");
    }
    Ok(((from, to), Part::parse(answers.text("part")).unwrap_or_default()))
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

/// A form for a holiday, on this day if it is known.
pub fn add_holiday(day: Option<Day>, standfast: &Standfast) -> Result<Next> {
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let form = Form::new("New holiday", |standfast, answers| {
        let Some(day) = answers.day("day") else {
            return refuse(Rule::G3, "Name the day, such as 25 dec or 2026-12-25.").beside("day");
        };
        Ok(Next::from(standfast.add_holiday(day, answers.text("name")).beside("name")?))
    });
    let form = form
        .date("day", "Day", day, today, &calendar)
        .hint("25 dec, 2026-12-25")
        .line("name", "Name", "")
        .hint("such as Christmas Day");
    Ok(Next::ask(form.at(day.map_or("day", |_| "name"))))
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
