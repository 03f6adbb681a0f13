//! Freezing a sprint's report at the close: the facts as they are then, in one canonical text (R5).

use super::burndown::{AtClose, draw};
use crate::app::Tx;
use crate::app::scope::with_effects;
use crate::app::sprint::capacity;
use crate::app::standup::summary;
use crate::domain::account::sum;
use crate::domain::burndown::Totals;
use crate::domain::close::{Closing, Goes, Reason};
use crate::domain::item::ItemRow;
use crate::domain::points::Points;
use crate::domain::report::{BlockedLine, DispositionLine, Figures, Line, Report, ScopeLine, StandupLine, Worked};
use crate::domain::scope::{Contract, Request, TakenBack};
use crate::domain::sprint::{Entry, ItemOutcome, Sprint};
use crate::domain::time::Instant;
use crate::domain::worktime::worked_days;
use crate::error::Result;
use chrono::Days;

/// An unfinished item and what was decided about it.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    pub row: ItemRow,
    pub goes: Goes,
    pub reason: Reason,
    pub note: Option<String>,
    /// The rest of a split item.
    pub rest: Option<ItemRow>,
}

impl Decided {
    /// The points of a split item's finished part.
    pub fn done(&self) -> Option<Points> {
        if let Goes::Split { done, .. } = &self.goes { *done } else { None }
    }

    /// `PAY-4`, or `PAY-4 into a finished part and PAY-9`.
    pub fn named(&self) -> String {
        match &self.rest {
            Some(rest) => format!("{} into a finished part and {}", self.row.key, rest.key),
            None => self.row.key.clone(),
        }
    }
}

/// The report of a sprint that closes now.
pub(crate) fn freeze(
    tx: &Tx<'_>,
    sprint: &Sprint,
    entries: &[Entry],
    decided: &[Decided],
    closing: &Closing,
    actor: &str,
) -> Result<Report> {
    let sealed = tx.store.contract(sprint.number)?;
    let contract: Option<Contract> = sealed.as_ref().and_then(|sealed| serde_json::from_str(&sealed.text).ok());
    let reading = reading_at_close(tx, sprint, entries, decided)?;
    let items: Vec<Line> = entries.iter().map(|entry| line(entry, decided)).collect();
    let day = |day: Option<crate::domain::time::Day>| day.map(|day| day.to_string());
    Ok(Report {
        team: tx.team()?.name.clone(),
        sprint: sprint.number,
        name: sprint.name.clone(),
        goal: sprint.goal.clone(),
        goal_outcome: Some(closing.goal),
        note: closing.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned),
        starts_on: day(sprint.starts_on),
        ends_on: day(sprint.ends_on),
        locked_at: sprint.locked_at.map(Instant::rfc3339),
        closed_at: tx.now.rfc3339(),
        closed_by: Some(actor.to_owned()),
        imported: None,
        contract_sha256: sealed.map(|sealed| sealed.sha256),
        person_days: person_days(tx, sprint, contract.as_ref())?,
        calendar: Some(worked(tx, sprint)?),
        figures: Figures::of(&items),
        reading,
        items,
        requests: with_effects(tx, tx.store.requests(Some(sprint.id))?)?.iter().map(scope_line).collect(),
        blocked: blocked(tx, sprint, entries)?,
        standups: standups(tx, sprint)?,
    })
}

/// The person-days of the contract; of a sprint whose dates were moved, those of its days now.
fn person_days(tx: &Tx<'_>, sprint: &Sprint, contract: Option<&Contract>) -> Result<Option<f64>> {
    let Some(contract) = contract else { return Ok(None) };
    let is_as_promised = [(&contract.starts_on, sprint.starts_on), (&contract.ends_on, sprint.ends_on)]
        .into_iter()
        .all(|(promised, now)| now.is_some_and(|day| day.to_string() == *promised));
    if is_as_promised {
        return Ok(Some(contract.members.iter().map(|member| member.person_days).sum()));
    }
    Ok(capacity(tx, sprint)?.person_days)
}

/// The team's calendar, with the holidays between the first and the last day that the sprint touched.
fn worked(tx: &Tx<'_>, sprint: &Sprint) -> Result<Worked> {
    let team = tx.team()?;
    let today = tx.now.day(team.zone);
    let locked = sprint.locked_at.map_or(today, |at| at.day(team.zone));
    let from = sprint.starts_on.map_or(locked, |day| day.min(locked));
    let to = sprint.ends_on.map_or(today, |day| day.max(today));
    let holidays = tx.store.holidays()?.into_iter().map(|holiday| holiday.day);
    Ok(Worked {
        zone: team.zone.name().to_owned(),
        weekdays: team.weekdays.iter().map(|day| day.to_string().to_lowercase()).collect(),
        days_off: holidays.filter(|day| (from..=to).contains(day)).map(|day| day.to_string()).collect(),
    })
}

/// What the burndown says at the close; `None` for a sprint without a line.
fn reading_at_close(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry], decided: &[Decided]) -> Result<Option<String>> {
    let end = sum(entries.iter().map(|entry| line(entry, decided).standing()));
    let left = decided.iter().map(|one| {
        let by_parts = entries.iter().any(|entry| entry.item.id == one.row.id && entry.by_parts);
        let points = one.rest.as_ref().map_or(one.row.points, |rest| rest.points).filter(|_| !by_parts);
        (one.row.id, points.unwrap_or_default().value())
    });
    let totals = Totals { remaining: end.not_completed, done: end.completed };
    let end = AtClose { totals, left: left.collect() };
    let drawn = draw(tx, sprint, tx.operation - 1, (tx.now, tx.store.calendar(tx.team)?), None)?;
    Ok(drawn.map(|drawn| drawn.read(sprint, Some(&end))))
}

fn line(entry: &Entry, decided: &[Decided]) -> Line {
    let row = &entry.item;
    let decision = decided.iter().find(|one| one.row.id == row.id && entry.present);
    let outcome = match decision.map(|one| &one.goes) {
        None => entry.outcome,
        Some(Goes::Split { .. }) => ItemOutcome::Completed,
        Some(Goes::Drop) => ItemOutcome::Dropped,
        Some(Goes::Next | Goes::Backlog) => ItemOutcome::NotCompleted,
    };
    Line {
        number: row.key.rsplit_once('-').and_then(|(_, digits)| digits.parse().ok()),
        key: row.key.clone(),
        external_key: row.external_key.clone(),
        title: row.title.clone(),
        kind: row.kind.word().to_owned(),
        status: row.status.clone(),
        points_at_lock: entry.points_at_lock.map(Points::value),
        points: entry.points_now.map(Points::value),
        entered: entry.entered,
        outcome,
        by_parts: entry.by_parts,
        rollovers: row.rollovers,
        disposition: decision.map(|one| DispositionLine {
            goes: one.goes.word().to_owned(),
            reason: one.reason,
            note: one.note.clone(),
            done: one.done().map(Points::value),
            left: one.rest.as_ref().and_then(|rest| rest.points).map(Points::value),
            successor: one.rest.as_ref().map(|rest| rest.key.clone()),
        }),
    }
}

fn scope_line(request: &Request) -> ScopeLine {
    ScopeLine {
        request: request.key(),
        kind: request.kind,
        item: request.item.clone(),
        title: request.title.clone(),
        swap: request.swap.clone(),
        points_in: request.moved_in().map(Points::value),
        points_out: request.moved_out().map(Points::value),
        dates: request.dates(),
        reason: request.reason.clone(),
        requested_by: request.requested_by.clone(),
        requested_at: request.requested_at.rfc3339(),
        ruling: request.ruling,
        ruled_by: request.ruled_by.clone(),
        ruled_at: request.ruled_at.map(Instant::rfc3339),
        note: request.note.clone(),
        takes_back: request.takes_back.map(|number| format!("C{number}")),
        taken_back_by: request.taken_back.as_ref().map(TakenBack::key),
    }
}

/// Working days on which items were blocked between the lock and the close, by cause, the longest first.
fn blocked(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry]) -> Result<Vec<BlockedLine>> {
    let from = sprint.locked_at.unwrap_or(tx.now);
    let calendar = tx.store.calendar(tx.team)?;
    let mut lines: Vec<BlockedLine> = Vec::new();
    for one in tx.store.blocked_items(sprint.id, from, tx.now)? {
        let Some(entry) = entries.iter().find(|entry| entry.item.id == one.item && entry.present) else { continue };
        let until = one.resolved_at.map_or(tx.now, |at| Instant(at.0.min(tx.now.0)));
        let days = worked_days(&calendar, Instant(one.raised_at.0.max(from.0)), until);
        let at = lines.iter().position(|line| line.cause == one.cause).unwrap_or_else(|| {
            lines.push(BlockedLine { cause: one.cause.clone(), days: 0.0, items: Vec::new() });
            lines.len() - 1
        });
        if let Some(line) = lines.get_mut(at) {
            line.days += days;
            if !line.items.contains(&entry.item.key) {
                line.items.push(entry.item.key.clone());
            }
        }
    }
    for line in &mut lines {
        line.days = (line.days * 100.0).round() / 100.0;
    }
    lines.sort_by(|one, other| other.days.total_cmp(&one.days));
    Ok(lines)
}

/// The standups between the lock and the close.
fn standups(tx: &Tx<'_>, sprint: &Sprint) -> Result<Vec<StandupLine>> {
    let from = sprint.locked_at.unwrap_or(tx.now);
    let mut lines = Vec::new();
    // The day of a standup is the one in the zone of then, which may be a day and more away from that of the team now.
    let day = from.day(tx.team()?.zone).checked_sub_days(Days::new(2)).unwrap_or_default();
    for standup in tx.store.standups_ended_since(day, from)? {
        let summary = summary(tx, standup)?;
        lines.push(StandupLine {
            day: summary.day.to_string(),
            seconds: summary.seconds,
            over_seconds: summary.over_seconds,
            words: summary.words(),
        });
    }
    Ok(lines)
}
