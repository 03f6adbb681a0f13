//! Importing past sprints: each becomes a closed sprint with a frozen report, in one operation that one undo takes back
//! (R5, X1–X3). No item is made: the figures, and the items they come from, are the report's.

use crate::app::change::Outcome;
use crate::app::seal::seal;
use crate::app::{Standfast, Tx};
use crate::domain::past::{ImportedSprint, differences};
use crate::domain::report::{Figures, Report};
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::error::{Attempt, Error, Result, refuse};
use crate::rules::{Op, Refusal, Rule};
use crate::store::engine::values;
use serde::Serialize;
use std::collections::HashSet;

/// What an import of past sprints did, or in a dry run would do.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PastTaken {
    /// Sprints that are new here, the first that closed first.
    pub added: Vec<SprintTaken>,
    /// Sprints that are already here with the same figures.
    pub unchanged: Vec<SprintTaken>,
    /// Sprints that are not taken.
    pub refused: Vec<SprintRefused>,
}

/// A past sprint that is here now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SprintTaken {
    pub number: i64,
    pub name: String,
    /// What it is known by outside.
    pub id: String,
    /// When it was closed, RFC 3339.
    pub closed_at: String,
    pub figures: Figures,
    /// The person-days that were available, if that is known.
    pub person_days: Option<f64>,
    /// What the file says besides, and what had to be derived.
    pub notes: Vec<String>,
}

/// A past sprint that is not taken; the others are (X2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SprintRefused {
    /// Its name in the file.
    pub name: String,
    /// Every reason, a sentence each.
    pub reasons: Vec<String>,
}

impl Standfast {
    /// Takes past sprints as closed ones with frozen reports. What contradicts itself, is not closed, or differs from
    /// otherwise than what is here is refused by name and stops nothing else.
    pub fn import_sprints(&mut self, told: &[ImportedSprint]) -> Result<Outcome<PastTaken>> {
        self.transact(Op::ImportSprints, |tx| {
            let taken = take_all(tx, told)?;
            if taken.added.is_empty() && taken.unchanged.is_empty() {
                return Err(nothing_taken(&taken).into());
            }
            let said = taken.sentence(false);
            Ok((taken, said))
        })
    }

    /// What importing these sprints would do. It is done and rolled back.
    pub fn plan_import_sprints(&mut self, told: &[ImportedSprint]) -> Result<PastTaken> {
        let mut planned = None;
        let rolled_back = self.transact(Op::ImportSprints, |tx| {
            planned = Some(take_all(tx, told)?);
            refuse::<((), String)>(Rule::X1, "A dry run changes nothing.")
        });
        match (planned, rolled_back) {
            (Some(taken), _) => Ok(taken),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::failed("plan the import", "it ended without a report")),
        }
    }
}

impl PastTaken {
    /// `Imported 3 closed sprints, 1 to 3. 4 were refused.`
    pub fn sentence(&self, would: bool) -> String {
        let mut sentences = Vec::new();
        let begin = if would { "Importing" } else { "Imported" };
        match (self.added.as_slice(), self.unchanged.len()) {
            ([], 0) => sentences.push("None of its sprints can be taken.".to_owned()),
            ([], _) => {}
            ([one], _) => sentences.push(format!("{begin} 1 closed sprint as sprint {}.", one.number)),
            ([first, .., last], _) => sentences.push(format!(
                "{begin} {} closed sprints as sprints {} to {}.",
                self.added.len(),
                first.number,
                last.number
            )),
        }
        match self.unchanged.as_slice() {
            [] => {}
            [one] => sentences.push(format!("1 is here already, as sprint {}.", one.number)),
            many => sentences.push(format!("{} are here already.", many.len())),
        }
        match self.refused.len() {
            0 => {}
            1 => sentences.push(format!("1 {} refused.", if would { "is" } else { "was" })),
            n => sentences.push(format!("{n} {} refused.", if would { "are" } else { "were" })),
        }
        sentences.join(" ")
    }
}

/// Why nothing was taken: every sprint with its reasons.
fn nothing_taken(taken: &PastTaken) -> Refusal {
    if let [one] = taken.refused.as_slice() {
        let message = format!("{} cannot be taken as a closed sprint. Nothing was changed.", one.name);
        return Refusal::new(Rule::X2, message).with_details(one.reasons.clone());
    }
    let message =
        format!("None of the {} sprints can be taken as a closed one. Nothing was changed.", taken.refused.len());
    let details = taken.refused.iter().map(|refused| format!("{}: {}", refused.name, refused.reasons.join(" ")));
    Refusal::new(Rule::X2, message).with_details(details.collect())
}

fn take_all(tx: &Tx<'_>, told: &[ImportedSprint]) -> Result<PastTaken> {
    tx.team()?;
    let mut taken = PastTaken::default();
    let mut seen: HashSet<&str> = HashSet::new();
    let mut sound: Vec<&ImportedSprint> = Vec::new();
    for sprint in told {
        let mut reasons = sprint.objections(tx.now);
        // A sprint that is refused does not keep a sound one of the same id out.
        if reasons.is_empty() && !seen.insert(&sprint.id) {
            reasons.push(format!("It is in the file twice ({}); the first is taken.", sprint.id));
        }
        if reasons.is_empty() {
            sound.push(sprint);
        } else {
            taken.refused.push(SprintRefused { name: sprint.name.clone(), reasons });
        }
    }
    sound.sort_by_key(|sprint| sprint.closed_at);
    for sprint in sound {
        take(tx, sprint, &mut taken)?;
    }
    Ok(taken)
}

fn take(tx: &Tx<'_>, told: &ImportedSprint, taken: &mut PastTaken) -> Result<()> {
    if let Some((number, text)) = tx.store.imported_sprint(&told.id)? {
        let here: Report = serde_json::from_str(&text).attempting(format!("read the report of sprint {number}"))?;
        let differences = differences(&here, &report(tx, told, number)?);
        if differences.is_empty() {
            taken.unchanged.push(of(&here));
        } else {
            let reason = format!(
                "It is already here as sprint {number}, with other figures ({}). A frozen report is final; to import it again, undo its import first.",
                differences.join("; ")
            );
            taken.refused.push(SprintRefused { name: told.name.clone(), reasons: vec![reason] });
        }
        return Ok(());
    }
    let (starts_on, ends_on) = told.days(zone(tx)).unzip();
    let (_, number) = tx.store.insert_numbered(
        Table::Sprint,
        values! {
            name: told.name, goal: told.goal, state: State::Draft, starts_on, ends_on, created_at: tx.now,
        },
    )?;
    let report = report(tx, told, number)?;
    let Some(sprint) = tx.store.sprint(number)? else {
        return Err(Error::failed("import a sprint", "it is gone"));
    };
    tx.store.insert_report(sprint.id, &seal(&report, "report")?, tx.now, Some(&told.id))?;
    tx.store.set_closed_imported(sprint.id, told.started_at, told.closed_at.unwrap_or(tx.now))?;
    taken.added.push(of(&report));
    Ok(())
}

fn zone(tx: &Tx<'_>) -> crate::domain::zone::Zone {
    tx.team.map_or(crate::domain::zone::Zone::UTC, |team| team.zone)
}

fn report(tx: &Tx<'_>, told: &ImportedSprint, number: i64) -> Result<Report> {
    let zone = zone(tx);
    let calendar = tx.store.calendar(tx.team)?;
    let capacity = calendar.capacity(&tx.store.members()?, &tx.store.absences()?, told.days(zone), (None, Vec::new()));
    Ok(told.report(&tx.team()?.name, number, zone, capacity.person_days))
}

fn of(report: &Report) -> SprintTaken {
    let imported = report.imported.as_ref();
    SprintTaken {
        number: report.sprint,
        name: report.name.clone().unwrap_or_default(),
        id: imported.map(|imported| imported.id.clone()).unwrap_or_default(),
        closed_at: report.closed_at.clone(),
        figures: report.figures,
        person_days: report.person_days,
        notes: imported.map(|imported| imported.notes.clone()).unwrap_or_default(),
    }
}
