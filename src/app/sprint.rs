//! Sprints: drafts, what is in them, and their view (L1–L3, R1, R3).

use crate::app::change::Outcome;
use crate::app::item::named;
use crate::app::key::find_row;
use crate::app::report::{calendar_of, frozen, frozen_entries, past_sprints, promised_capacity};
use crate::app::scope::defer_waiting;
use crate::app::team::{in_order, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::account::{account, entry_of};
use crate::domain::calendar::{DayOf, focus_factor};
use crate::domain::item::{ItemRow, Status};
use crate::domain::points::Points;
use crate::domain::sprint::{Account, Capacity, Entry, Sprint, State};
use crate::domain::time::Day;
use crate::error::{Result, refuse};

/// What a new sprint begins with; all of it can come later, before the lock.
#[derive(Debug, Clone, Default)]
pub struct NewSprint {
    /// A name, where the team gives one.
    pub name: Option<String>,
    /// What it is for.
    pub goal: Option<String>,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
}

/// What to change about a draft; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct SprintEdit {
    /// Another name, or none.
    pub name: Option<Option<String>>,
    /// Another goal, or none.
    pub goal: Option<Option<String>>,
    /// Another first day, or none.
    pub starts_on: Option<Option<Day>>,
    /// Another last day, or none.
    pub ends_on: Option<Option<Day>>,
}

/// A sprint with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SprintView {
    pub sprint: Sprint,
    /// Where today stands in it, or the day of its close; `None` without dates.
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
        let sprint = find_sprint(&tx, number)?;
        let entries = entries(&tx, &sprint)?;
        let day = match (sprint.starts_on, sprint.ends_on) {
            (Some(start), Some(end)) => Some(day_of(&tx, &sprint, start, end)?),
            _ => None,
        };
        let capacity = match sprint.state {
            State::Closed => promised_capacity(&tx, &sprint)?,
            _ => capacity(&tx, &sprint)?,
        };
        Ok(SprintView { account: account(&entries), day, entries, capacity, sprint })
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

    /// Makes a draft.
    pub fn new_sprint(&mut self, new: &NewSprint) -> Result<Outcome<i64>> {
        self.transact(Op::new("new sprint"), |tx| {
            tx.team()?;
            in_order("L1", new.starts_on, new.ends_on)?;
            let (name, goal) = (trimmed(new.name.as_deref()), trimmed(new.goal.as_deref()));
            let number = tx.store.insert_sprint(name, goal, (new.starts_on, new.ends_on), tx.now)?;
            let dates = match (new.starts_on, new.ends_on) {
                (Some(start), Some(end)) => format!(", {start} to {end}"),
                _ => ", without dates yet".to_owned(),
            };
            Ok((
                number,
                format!("Sprint {number} is a draft{dates}. Fill it with `standfast sprint add {number} KEY…`."),
            ))
        })
    }

    /// Changes a draft's name, goal or dates.
    pub fn edit_sprint(&mut self, number: i64, edit: &SprintEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit sprint"), |tx| {
            let mut sprint = find_sprint(tx, number)?;
            refuse_unless_draft(&sprint, "Its name, goal and dates stand")?;
            if let Some(name) = &edit.name {
                sprint.name = trimmed(name.as_deref()).map(str::to_owned);
            }
            if let Some(goal) = &edit.goal {
                sprint.goal = trimmed(goal.as_deref()).map(str::to_owned);
            }
            sprint.starts_on = edit.starts_on.unwrap_or(sprint.starts_on);
            sprint.ends_on = edit.ends_on.unwrap_or(sprint.ends_on);
            in_order("L1", sprint.starts_on, sprint.ends_on)?;
            tx.store.update_sprint(&sprint)?;
            Ok(((), format!("Changed sprint {number}.")))
        })
    }

    /// Takes items into a draft; into a locked sprint only a change request brings them (L7).
    pub fn add_to_sprint(&mut self, number: i64, keys: &[&str]) -> Result<Outcome<()>> {
        self.transact(Op::new("add to sprint"), |tx| {
            let sprint = find_sprint(tx, number)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                refuse_scope_change(&sprint, &row, "add", "come in")?;
                match tx.store.place_of(row.id)? {
                    Some((_, other, _)) if other == number => continue,
                    Some((_, other, state)) => {
                        return refuse(
                            "L7",
                            format!("{} is in sprint {other} ({}). Take it out there first.", row.key, state.word()),
                        );
                    }
                    None => {}
                }
                if row.class.is_ended() {
                    return refuse(
                        "L6",
                        format!(
                            "{} is {} already. Reopen it by moving it to another status, then plan it.",
                            row.key, row.status
                        ),
                    );
                }
                tx.store.insert_place(sprint.id, row.id, tx.now, None, row.points, false)?;
                done.push(row.key);
            }
            if done.is_empty() {
                return Ok(((), format!("Sprint {number} has them already.")));
            }
            Ok(((), format!("Added {} to sprint {number}.", named(&done))))
        })
    }

    /// Takes items out of a draft; out of a locked sprint only a change request takes them (L7).
    pub fn remove_from_sprint(&mut self, number: i64, keys: &[&str]) -> Result<Outcome<()>> {
        self.transact(Op::new("remove from sprint"), |tx| {
            let sprint = find_sprint(tx, number)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                refuse_scope_change(&sprint, &row, "remove", "leave")?;
                match tx.store.place_of(row.id)? {
                    Some((place, here, _)) if here == number => tx.store.delete_place(place)?,
                    _ => return refuse("L7", format!("{} is not in sprint {number}.", row.key)),
                }
                done.push(row.key);
            }
            Ok(((), format!("Removed {} from sprint {number}.", named(&done))))
        })
    }

    /// Gives a sprint up, with the reason (L1).
    pub fn cancel_sprint(&mut self, number: i64, reason: &str) -> Result<Outcome<()>> {
        let reason = one_line("L1", "The reason for cancelling", reason)?;
        let actor = self.actor.clone();
        self.transact(Op::new("cancel sprint").because(Some(&reason)), |tx| {
            let sprint = find_sprint(tx, number)?;
            if matches!(sprint.state, State::Closed | State::Cancelled) {
                return refuse("L1", format!("Sprint {number} is {} already; that stands.", sprint.state.word()));
            }
            let deferred = defer_waiting(tx, &sprint, &actor)?.map_or_else(String::new, |words| format!(" {words}"));
            tx.store.set_cancelled(sprint.id, tx.now, &reason)?;
            let said = format!(
                "Cancelled sprint {number}: {reason}. Its unfinished items are free for the next plan.{deferred}"
            );
            Ok(((), said))
        })
    }

    /// The points of a usual sprint: the median of past ones, else what the next draft's capacity says.
    pub(crate) fn usual_sprint(&self) -> Result<Option<Points>> {
        if let Some(past) = self.velocity()? {
            return Ok(Some(past.median));
        }
        let sprint = match self.planning_sprint()? {
            Some(draft) => Some(draft),
            None => self.current_sprint()?,
        };
        sprint.map_or(Ok(None), |sprint| Ok(capacity(&self.tx(), &sprint)?.points))
    }
}

/// The sprint with that number; a refusal names those there are.
pub(crate) fn find_sprint(tx: &Tx<'_>, number: i64) -> Result<Sprint> {
    if let Some(sprint) = tx.store.sprint(number)? {
        return Ok(sprint);
    }
    let known: Vec<String> = tx.store.sprints(5)?.iter().map(|s| s.number.to_string()).collect();
    let known = if known.is_empty() {
        "there is none yet: `standfast sprint new` makes one".to_owned()
    } else {
        format!("the last ones are {}", known.join(", "))
    };
    refuse("L1", format!("There is no sprint {number}; {known}."))
}

/// Where today stands in a sprint; a closed one stays on the day of its close, by the calendar of then.
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
    // What became of a cancelled sprint's items later is none of its business.
    let story = (sprint.state == State::Cancelled).then(|| tx.store.story(sprint.id)).transpose()?;
    let cancelled = story.as_ref().and_then(|story| Some((story, story.over(i64::MAX)?)));
    let mut entries = Vec::new();
    for place in tx.store.places(sprint.id)? {
        if let Some(row) = tx.store.item_row(place.item, &ready)? {
            let then = cancelled.and_then(|(story, since)| story.item(place.item, since));
            let (points, class) = then.unwrap_or((row.points, row.class));
            entries.push(entry_of(sprint.state, &place.facts(), row, points, class));
        }
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

fn trimmed(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

pub(crate) fn refuse_unless_draft(sprint: &Sprint, what: &str) -> Result<()> {
    match sprint.state {
        State::Draft => Ok(()),
        state => refuse("L8", format!("Sprint {} is {}. {what}.", sprint.number, state.word())),
    }
}

fn refuse_scope_change(sprint: &Sprint, row: &ItemRow, kind: &str, verb: &str) -> Result<()> {
    match sprint.state {
        State::Draft => Ok(()),
        State::Locked => refuse(
            "L7",
            format!(
                "Sprint {number} is locked: {key} can {verb} only through a change request. Ask for it with `standfast scope request {kind} {key} --reason \"…\"`, or wait for the next planning.",
                number = sprint.number,
                key = row.key
            ),
        ),
        state => {
            refuse("L8", format!("Sprint {} is {}; its scope does not change any more.", sprint.number, state.word()))
        }
    }
}
