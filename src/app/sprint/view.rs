//! A sprint with its figures, and the board (R1, R3).

use super::parents::in_draft;
use crate::app::find::find_sprint;
use crate::app::seal::{calendar_of, frozen, frozen_entries, past_sprints, promised_capacity};
use crate::app::{Standfast, Tx};
use crate::domain::account::{account, entry_of};
use crate::domain::calendar::{DayOf, focus_factor};
use crate::domain::item::{ItemRow, Status};
use crate::domain::sprint::{Account, Capacity, Entry, Sprint, State};
use crate::domain::time::Day;
use crate::error::Result;
use crate::store::sprint::Place;
use std::collections::BTreeMap;

/// A sprint with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SprintView {
    pub sprint: Sprint,
    /// Which of its days today is, or the day of its close; `None` without dates.
    pub day: Option<DayOf>,
    pub account: Account,
    /// The items that are in it, or were after the lock, by rank.
    pub entries: Vec<Entry>,
    /// What the team can do in it.
    pub capacity: Capacity,
}

/// The board: a column for each status with the cards in it (R3).
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// The sprint under way, or the draft when none is.
    pub sprint: Sprint,
    /// The columns in the order of the workflow.
    pub columns: Vec<(Status, Vec<ItemRow>)>,
}

impl Standfast {
    /// Sprints, newest first.
    pub fn sprints(&self) -> Result<Vec<Sprint>> {
        self.store.sprints(1000)
    }

    /// The sprint under way.
    pub fn current_sprint(&self) -> Result<Option<Sprint>> {
        self.store.locked_sprint()
    }

    /// The draft that planning is about: the first one.
    pub fn planning_sprint(&self) -> Result<Option<Sprint>> {
        Ok(self.store.draft_sprints()?.into_iter().next())
    }

    /// A sprint with its figures.
    pub fn sprint_view(&self, number: i64) -> Result<SprintView> {
        let tx = self.tx();
        view_of(&tx, find_sprint(&tx, number)?)
    }

    /// The day that today is in a sprint, and its items: its view without what the team can do in it.
    pub fn sprint_today(&self, sprint: &Sprint) -> Result<(Option<DayOf>, Vec<Entry>)> {
        let tx = self.tx();
        Ok((today_in(&tx, sprint)?, entries(&tx, sprint)?))
    }

    /// The board of the sprint under way; `None` when no sprint is locked.
    pub fn board(&self) -> Result<Option<Board>> {
        let Some(sprint) = self.store.locked_sprint()? else { return Ok(None) };
        let rows = self.store.item_rows("in_sprint", &[&sprint.id], &self.team()?.ready)?;
        let mut columns: Vec<(Status, Vec<ItemRow>)> =
            self.store.workflow()?.into_iter().map(|status| (status, Vec::new())).collect();
        for row in rows {
            if let Some((_, cards)) = columns.iter_mut().find(|(status, _)| status.id == row.status_id) {
                cards.push(row);
            }
        }
        Ok(Some(Board { sprint, columns }))
    }
}

/// A sprint with everything that is shown of it.
pub(crate) fn view_of(tx: &Tx<'_>, sprint: Sprint) -> Result<SprintView> {
    let entries = entries(tx, &sprint)?;
    let day = today_in(tx, &sprint)?;
    let capacity = match sprint.state {
        State::Closed => promised_capacity(tx, &sprint)?,
        _ => capacity(tx, &sprint)?,
    };
    Ok(SprintView { account: account(&entries), day, entries, capacity, sprint })
}

fn today_in(tx: &Tx<'_>, sprint: &Sprint) -> Result<Option<DayOf>> {
    match (sprint.starts_on, sprint.ends_on) {
        (Some(start), Some(end)) => Ok(Some(day_of(tx, sprint, start, end)?)),
        _ => Ok(None),
    }
}

/// Which day of a sprint today is. For a closed one: the day of its close, by the calendar of that time.
fn day_of(tx: &Tx<'_>, sprint: &Sprint, start: Day, end: Day) -> Result<DayOf> {
    let report = (sprint.state == State::Closed).then(|| frozen(tx, sprint)).transpose()?;
    let calendar = calendar_of(tx, report.as_ref())?;
    let at = report.and(sprint.closed_at).unwrap_or(tx.now);
    Ok(calendar.day_of(start, end, at.day(calendar.zone)))
}

/// The items of a sprint with what became of them.
pub(crate) fn entries(tx: &Tx<'_>, sprint: &Sprint) -> Result<Vec<Entry>> {
    if sprint.state == State::Closed {
        return frozen_entries(tx, &frozen(tx, sprint)?);
    }
    let ready = tx.team()?.ready;
    let places = tx.store.places(sprint.id)?;
    let rows = tx.store.rows_of(&places.iter().map(|place| place.item).collect::<Vec<_>>(), &ready)?;
    // Only the log knows what became of an item that had ended before it entered, and what a cancelled sprint was.
    let is_open = |place: &Place| rows.get(&place.item).is_some_and(|row| place.facts(false).is_open(row.class));
    let in_log = sprint.state == State::Cancelled || places.iter().any(|place| place.ended_at_entry && !is_open(place));
    let story = in_log.then(|| tx.store.story(sprint.id)).transpose()?;
    // Later changes of its items do not affect a cancelled sprint.
    let over = story.as_ref().and_then(|story| story.over(i64::MAX));
    let is_counted_by_parts = sprint.state == State::Draft && !tx.team()?.count_parents;
    let parents = if is_counted_by_parts { in_draft(&places, &rows) } else { BTreeMap::new() };
    let mut entries = Vec::new();
    for place in places {
        let Some(row) = rows.get(&place.item).cloned() else { continue };
        let versions = story.as_ref().and_then(|story| Some((story, story.places.get(&place.id)?)));
        let reopened = versions.is_some_and(|(story, of)| story.reopened(of, over.unwrap_or(i64::MAX)));
        let then = story.as_ref().zip(over).and_then(|(story, over)| story.item(place.item, over));
        let (points, class) = then.unwrap_or((row.points, row.class));
        let mut facts = place.facts(reopened);
        facts.by_parts |= parents.contains_key(&place.item);
        entries.push(entry_of(sprint.state, &facts, row, points, class));
    }
    Ok(entries)
}

/// What the team can do in a sprint (L2).
pub(crate) fn capacity(tx: &Tx<'_>, sprint: &Sprint) -> Result<Capacity> {
    let past = past_sprints(tx)?;
    let factor = focus_factor(&past, tx.team()?.focus_factor);
    let calendar = tx.store.calendar(tx.team)?;
    let dates = sprint.starts_on.zip(sprint.ends_on);
    Ok(calendar.capacity(&tx.store.members()?, &tx.store.absences()?, dates, factor))
}
