//! Absences and holidays (L2, G3).

use crate::app::change::Outcome;
use crate::app::find::find_member;
use crate::app::say::{in_order, one_line, optional};
use crate::app::{Standfast, Tx};
use crate::domain::team::{Absence, Holiday, Part};
use crate::domain::time::Day;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use chrono::Datelike;

/// What to change about an absence; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct AbsenceEdit {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub part: Option<Part>,
    /// Another note, or none.
    pub note: Option<Option<String>>,
}

fn find_absence(tx: &Tx<'_>, id: i64) -> Result<Absence> {
    match tx.store.absence(id)? {
        Some(absence) => Ok(absence),
        None => refuse_with(
            Rule::L2,
            format!("There is no absence {id}."),
            Act::AbsenceList.way("", "See all absences with {}."),
        ),
    }
}

impl Standfast {
    /// All absences by day.
    pub fn absences(&self) -> Result<Vec<Absence>> {
        self.store.absences()
    }

    /// A member is away from one day to another, both included.
    pub fn add_absence(&mut self, member: &str, from: Day, to: Day, note: Option<&str>) -> Result<Outcome<i64>> {
        self.add_absence_for(member, (from, to), Part::Day, note)
    }

    /// A member is away for a part of each of these days.
    pub fn add_absence_for(
        &mut self,
        member: &str,
        (from, to): (Day, Day),
        part: Part,
        note: Option<&str>,
    ) -> Result<Outcome<i64>> {
        self.transact(Op::AddAbsence, |tx| {
            let member = find_member(tx, member)?;
            in_order(Rule::L2, Some(from), Some(to))?;
            let note = note.map(str::trim).filter(|note| !note.is_empty());
            let id = tx.store.add_absence(member.id, (from, to), part, note)?;
            let away = Absence { id, member: member.name, from, to, part, note: None };
            Ok((id, format!("{} is away {} (absence {id}).", away.member, away.when(tx.today().year()))))
        })
    }

    /// Changes the days of an absence, the part of each, or its note.
    pub fn edit_absence(&mut self, id: i64, edit: &AbsenceEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditAbsence, |tx| {
            let mut absence = find_absence(tx, id)?;
            absence.from = edit.from.unwrap_or(absence.from);
            absence.to = edit.to.unwrap_or(absence.to);
            absence.part = edit.part.unwrap_or(absence.part);
            if let Some(note) = &edit.note {
                absence.note = optional(note.as_deref());
            }
            in_order(Rule::L2, Some(absence.from), Some(absence.to))?;
            tx.store.edit_absence(&absence)?;
            Ok(((), format!("{} is away {} (absence {id}).", absence.member, absence.when(tx.today().year()))))
        })
    }

    /// Takes an absence back.
    pub fn remove_absence(&mut self, id: i64) -> Result<Outcome<()>> {
        self.transact(Op::RemoveAbsence, |tx| {
            let absence = find_absence(tx, id)?;
            tx.store.remove_absence(id)?;
            Ok(((), format!("{} is not away {}.", absence.member, absence.when(tx.today().year()))))
        })
    }

    /// All holidays by day.
    pub fn holidays(&self) -> Result<Vec<Holiday>> {
        self.store.holidays()
    }

    /// Nobody works on that day.
    pub fn add_holiday(&mut self, day: Day, name: &str) -> Result<Outcome<()>> {
        let name = one_line(Rule::G3, "The holiday's name", name)?;
        self.transact(Op::AddHoliday, |tx| {
            if let Some(known) = tx.store.holidays()?.into_iter().find(|holiday| holiday.day == day) {
                return refuse(Rule::G3, format!("{day} is a holiday already: {}.", known.name));
            }
            tx.store.add_holiday(day, &name)?;
            Ok(((), format!("{day} is a holiday: {name}.")))
        })
    }

    /// People work on that day after all.
    pub fn remove_holiday(&mut self, day: Day) -> Result<Outcome<()>> {
        self.transact(Op::RemoveHoliday, |tx| {
            if tx.store.remove_holiday(day)? == 0 {
                return refuse_with(
                    Rule::G3,
                    format!("{day} is not a holiday."),
                    Act::HolidayList.way("", "See all holidays with {}."),
                );
            }
            Ok(((), format!("{day} is a working day again, if the team works on that weekday.")))
        })
    }
}
