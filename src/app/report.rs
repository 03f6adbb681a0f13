//! Reading what closed sprints froze: their reports, and what they tell about the next one (R5, L2).

use crate::app::freeze::hash;
use crate::app::sprint::find_sprint;
use crate::app::{Standfast, Tx};
use crate::domain::account::entry;
use crate::domain::calendar::{Calendar, PastSprint};
use crate::domain::item::{Class, ItemRow, Kind};
use crate::domain::points::Points;
use crate::domain::report::{Figures, Line, Report, Worked};
use crate::domain::scope::{Contract, Sealed};
use crate::domain::sprint::{Capacity, Entry, ItemOutcome, MemberCapacity, Sprint, State};
use crate::domain::time::Instant;
use crate::error::{Attempt, Error, Result, refuse};

/// Focus factor and ranges look at this many closed sprints.
const PAST: i64 = 12;

impl Standfast {
    /// A closed sprint's frozen report.
    pub fn report(&self, number: i64) -> Result<Report> {
        let sprint = find_sprint(&self.tx(), number)?;
        if sprint.state != State::Closed {
            return refuse(
                "R5",
                format!("Sprint {number} is {}. A report is frozen when a sprint closes.", sprint.state.word()),
            );
        }
        frozen(&self.tx(), &sprint)
    }

    /// The canonical text of a closed sprint's report, with its hash.
    pub fn sealed_report(&self, number: i64) -> Result<Sealed> {
        let sprint = find_sprint(&self.tx(), number)?;
        self.report(number)?;
        sealed(&self.tx(), &sprint)
    }

    /// The reports of the last closed sprints, the latest first.
    pub fn past_reports(&self, limit: usize) -> Result<Vec<Report>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.store.past_sprints(limit)?.iter().map(|sprint| frozen(&self.tx(), sprint)).collect()
    }

    /// What differs between a closed sprint's report and its hash, its own items and the log; empty when it is intact.
    pub fn verify_report(&self, number: i64) -> Result<Vec<String>> {
        let sprint = find_sprint(&self.tx(), number)?;
        let report = self.report(number)?;
        let mut differences = within(&self.tx(), &sprint)?;
        if report.imported.is_none() {
            let before = self.store.story(sprint.id)?;
            let close = before.over(i64::MAX);
            let log = close.and_then(|close| before.account(close - 1));
            let same = log.is_some_and(|(_, then)| {
                let now = report.account();
                (then.committed, then.added, then.removed) == (now.committed, now.added, now.removed)
            });
            // A sprint that came with a whole team was closed when it came; its log stayed behind.
            let came_closed = close.is_some_and(|close| before.sprint.after(close - 1).is_none());
            if !same && !came_closed {
                differences.push("The report's scope is not the one that the log tells.".to_owned());
            }
        }
        Ok(differences)
    }
}

impl Standfast {
    pub(crate) fn is_imported(&self, sprint: i64) -> Result<bool> {
        let Some(sealed) = self.store.report(sprint)? else { return Ok(false) };
        Ok(serde_json::from_str(&sealed.text).is_ok_and(|report: Report| report.imported.is_some()))
    }
}

/// What differs between a closed sprint's report, its hash and its own items.
pub(crate) fn within(tx: &Tx<'_>, sprint: &Sprint) -> Result<Vec<String>> {
    let (sealed, report) = (sealed(tx, sprint)?, frozen(tx, sprint)?);
    let mut differences = Vec::new();
    if hash(&sealed.text) != sealed.sha256 {
        differences.push("The report's text does not have the hash it was sealed with.".to_owned());
    }
    if Figures::of(&report.items) != report.figures {
        differences.push("The report's figures are not those of its items.".to_owned());
    }
    Ok(differences)
}

fn sealed(tx: &Tx<'_>, sprint: &Sprint) -> Result<Sealed> {
    match tx.store.report(sprint.id)? {
        Some(sealed) => Ok(sealed),
        None => Err(Error::failed(
            format!("read the report of sprint {}", sprint.number),
            "there is none; run `standfast doctor`",
        )),
    }
}

/// What a closed sprint froze.
pub(crate) fn frozen(tx: &Tx<'_>, sprint: &Sprint) -> Result<Report> {
    serde_json::from_str(&sealed(tx, sprint)?.text).attempting(format!("read the report of sprint {}", sprint.number))
}

/// The calendar that a sprint is told by: the one that its report froze, else the team's of today.
pub(crate) fn calendar_of(tx: &Tx<'_>, report: Option<&Report>) -> Result<Calendar> {
    match report.and_then(|report| report.calendar.as_ref()).and_then(Worked::calendar) {
        Some(calendar) => Ok(calendar),
        None => tx.store.calendar(tx.team),
    }
}

/// The items of a closed sprint as its report has them; of an item that is still here only what names it is of today.
pub(crate) fn frozen_entries(tx: &Tx<'_>, report: &Report) -> Result<Vec<Entry>> {
    let ready = tx.team()?.ready;
    let mut entries = Vec::new();
    for line in &report.items {
        let id = match line.number {
            Some(number) => tx.store.item_by_number(number)?,
            None => tx.store.item_by_external_key(&line.key)?,
        };
        let row = id.map(|id| tx.store.item_row(id, &ready)).transpose()?.flatten();
        entries.push(entry(frozen_row(line, row), line.standing()));
    }
    Ok(entries)
}

/// An item as it stood at the close, whatever was done with it since. Who had it is not kept, so nobody is named; an
/// imported sprint's item need not be in this backlog.
fn frozen_row(line: &Line, today: Option<ItemRow>) -> ItemRow {
    let class = match line.outcome {
        ItemOutcome::Completed | ItemOutcome::CompletedOutside => Class::Finished,
        ItemOutcome::Dropped => Class::Dropped,
        _ => Class::Waiting,
    };
    let (id, key, outside) = today.map_or((0, None, None), |row| (row.id, Some(row.key), row.external_key));
    ItemRow {
        id,
        key: key.unwrap_or_else(|| line.key.clone()),
        external_key: line.external_key.clone().or(outside),
        kind: Kind::parse(&line.kind).unwrap_or_default(),
        title: line.title.clone(),
        status: line.status.clone(),
        status_id: 0,
        class,
        status_since: Instant(0),
        points: line.points.and_then(Points::new),
        assignee: None,
        rank: String::new(),
        sprint: None,
        not_ready: Vec::new(),
        rollovers: line.rollovers,
        blocked: false,
    }
}

/// What the team could do in a sprint that is over, as its contract has it; whatever changes later is none of its business.
pub(crate) fn promised_capacity(tx: &Tx<'_>, sprint: &Sprint) -> Result<Capacity> {
    let Some(sealed) = tx.store.contract(sprint.number)? else {
        let person_days = frozen(tx, sprint)?.person_days;
        return Ok(Capacity { person_days, points: None, focus_factor: None, sample: Vec::new(), members: Vec::new() });
    };
    let contract: Contract =
        serde_json::from_str(&sealed.text).attempting(format!("read the contract of sprint {}", sprint.number))?;
    let members: Vec<MemberCapacity> = contract
        .members
        .iter()
        .map(|member| MemberCapacity {
            name: member.name.clone(),
            allocation: member.allocation,
            working_days: member.working_days,
            absent_days: member.absent_days,
            person_days: member.person_days,
        })
        .collect();
    let person_days = (!members.is_empty()).then(|| members.iter().map(|member| member.person_days).sum::<f64>());
    let points = contract.capacity_points.and_then(Points::new);
    let focus_factor = person_days.filter(|days| *days > 0.0).zip(points).map(|(days, points)| points.value() / days);
    Ok(Capacity { person_days, points, focus_factor, sample: vec!["contract".to_owned()], members })
}

/// What closed sprints completed, and the person-days that they had; the latest first. A sprint without estimates tells
/// nothing about points.
pub(crate) fn past_sprints(tx: &Tx<'_>) -> Result<Vec<PastSprint>> {
    let mut past = Vec::new();
    for sprint in tx.store.past_sprints(PAST)? {
        let report = frozen(tx, &sprint)?;
        let Some(completed) = report.completed_points().and_then(Points::new) else { continue };
        let imported = report.imported.is_some();
        past.push(PastSprint { number: sprint.number, completed, person_days: report.person_days, imported });
    }
    Ok(past)
}
