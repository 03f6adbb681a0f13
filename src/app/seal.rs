//! Sealed texts: writing them with their hash, and reading what closed sprints froze (L5, R5).

use crate::app::Tx;
use crate::app::find::number_of;
use crate::domain::account::entry;
use crate::domain::calendar::{Calendar, PastSprint};
use crate::domain::item::{Class, ItemRow, Kind};
use crate::domain::points::Points;
use crate::domain::points::settled;
use crate::domain::report::{Line, Report, Worked};
use crate::domain::scope::{Contract, Sealed};
use crate::domain::sprint::{Capacity, Entry, ItemOutcome, MemberCapacity, Sprint};
use crate::domain::time::Instant;
use crate::error::{Attempt, Error, Result};
use crate::rules::Act;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Focus factor and ranges look at this many closed sprints.
const PAST: i64 = 12;

pub(crate) fn sealed(tx: &Tx<'_>, sprint: &Sprint) -> Result<Sealed> {
    or_missing(tx.store.report(sprint.id)?, sprint)
}

fn or_missing(sealed: Option<Sealed>, sprint: &Sprint) -> Result<Sealed> {
    match sealed {
        Some(sealed) => Ok(sealed),
        None => Err(Error::failed_with(
            format!("read the report of sprint {}", sprint.number),
            "there is none",
            Act::Doctor.way("", "Run {}."),
        )),
    }
}

/// What a closed sprint froze.
pub(crate) fn frozen(tx: &Tx<'_>, sprint: &Sprint) -> Result<Report> {
    opened(&sealed(tx, sprint)?, sprint)
}

/// What each of these closed sprints froze.
pub(crate) fn all_frozen(tx: &Tx<'_>, sprints: &[Sprint]) -> Result<Vec<Report>> {
    let mut sealed = tx.store.reports_of(&sprints.iter().map(|sprint| sprint.id).collect::<Vec<_>>())?;
    sprints.iter().map(|sprint| opened(&or_missing(sealed.remove(&sprint.id), sprint)?, sprint)).collect()
}

fn opened(sealed: &Sealed, sprint: &Sprint) -> Result<Report> {
    serde_json::from_str(&sealed.text).attempting(format!("read the report of sprint {}", sprint.number))
}

/// The calendar of a sprint: the one that its report froze, else the team's of today.
pub(crate) fn calendar_of(tx: &Tx<'_>, report: Option<&Report>) -> Result<Calendar> {
    match report.and_then(|report| report.calendar.as_ref()).and_then(Worked::calendar) {
        Some(calendar) => Ok(calendar),
        None => tx.store.calendar(tx.team),
    }
}

/// The items of a closed sprint as its report has them; of an item that is still here only what names it is of today.
pub(crate) fn frozen_entries(tx: &Tx<'_>, report: &Report) -> Result<Vec<Entry>> {
    Ok(all_frozen_entries(tx, std::slice::from_ref(report))?.into_iter().flatten().collect())
}

/// The items of each of these reports.
pub(crate) fn all_frozen_entries(tx: &Tx<'_>, reports: &[Report]) -> Result<Vec<Vec<Entry>>> {
    let ready = tx.team()?.ready;
    let lines = || reports.iter().flat_map(|report| &report.items);
    let numbers: Vec<i64> = lines().filter_map(|line| line.number).collect();
    let outside = lines().filter(|line| line.number.is_none());
    let outside: Vec<String> = outside.map(|line| line.key.to_ascii_lowercase()).collect();
    let numbered = tx.store.rows_numbered(&numbers, &ready)?.into_iter();
    let numbered: HashMap<i64, ItemRow> = numbered.filter_map(|row| Some((number_of(&row.key)?, row))).collect();
    let outside = tx.store.rows_from_outside(&outside, &ready)?.into_iter();
    let outside: HashMap<String, ItemRow> =
        outside.filter_map(|row| Some((row.external_key.as_ref()?.to_ascii_lowercase(), row))).collect();
    let row = |line: &Line| match line.number {
        Some(number) => numbered.get(&number).cloned(),
        None => outside.get(&line.key.to_ascii_lowercase()).cloned(),
    };
    let of = |line: &Line| entry(frozen_row(line, row(line)), line.standing());
    Ok(reports.iter().map(|report| report.items.iter().map(of).collect()).collect())
}

/// An item as of the close; later changes do not affect it. Who had it is not kept, so nobody is named; an
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
        assignee_until: None,
        rank: String::new(),
        sprint: None,
        not_ready: Vec::new(),
        rollovers: line.rollovers,
        blocked: false,
    }
}

/// What the team could do in a sprint that is over, as its contract has it; later changes do not affect it.
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
    let person_days = (!members.is_empty()).then(|| settled(members.iter().map(|member| member.person_days).sum()));
    let points = contract.capacity_points.and_then(Points::new);
    let focus_factor = person_days.filter(|days| *days > 0.0).zip(points).map(|(days, points)| points.value() / days);
    Ok(Capacity { person_days, points, focus_factor, sample: vec!["contract".to_owned()], members })
}

/// What closed sprints completed, and the person-days that they had; the latest first. A sprint without estimates says
/// nothing about points.
pub(crate) fn past_sprints(tx: &Tx<'_>) -> Result<Vec<PastSprint>> {
    let sprints = tx.store.past_sprints(PAST)?;
    let mut past = Vec::new();
    for (sprint, report) in sprints.iter().zip(all_frozen(tx, &sprints)?) {
        let Some(completed) = report.completed_points().and_then(Points::new) else { continue };
        let imported = report.imported.is_some();
        past.push(PastSprint { number: sprint.number, completed, person_days: report.person_days, imported });
    }
    Ok(past)
}

/// A value's canonical text with its hash.
pub(crate) fn seal(value: &impl Serialize, what: &str) -> Result<Sealed> {
    let text = serde_json::to_string(value).attempting(format!("write the {what}"))?;
    let sha256 = hash(&text);
    Ok(Sealed { text, sha256 })
}

/// The SHA-256 of a text, in hexadecimal.
pub(crate) fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
