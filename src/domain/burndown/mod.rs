//! Burndown and burnup: what a sprint had to do, had done and held after each operation that changed one of them (R2).

mod ideal;
mod reading;

pub use ideal::{Ideal, ideal, moved};
pub use reading::{Seen, reading};

use crate::domain::account::{ItemAccount, sum};
use crate::domain::points::settled;
use crate::domain::sprint::{Account, Amount, Entered, ItemOutcome, State};
use crate::domain::story::Story;
use crate::domain::time::{Day, Instant};
use serde::Serialize;

/// What happened to a sprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// It was locked: the line begins with the commitment.
    Lock,
    /// An item entered a finished status.
    Finish,
    /// A finished item was opened again.
    Reopen,
    /// An item came in.
    In,
    /// An item went out.
    Out,
    Reestimate,
    /// The sprint got other dates.
    Dates,
    /// An item was dropped.
    Drop,
    /// A dropped item was taken up again.
    Restore,
    Close,
    /// It was given up.
    Cancel,
}

impl Event {
    /// Whether it is about one item; the others are about the whole sprint.
    pub fn is_of_an_item(self) -> bool {
        !matches!(self, Self::Lock | Self::Dates | Self::Close | Self::Cancel)
    }
}

/// One thing that happened in a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    pub event: Event,
    /// The item's row; none for what happened to the sprint itself.
    pub item: Option<i64>,
    /// What the scope gained or lost by it, in points; for finishing and reopening what was burnt or un-burnt.
    pub points: f64,
    /// Whether the item counts in the sprint's figures.
    pub counts: bool,
}

/// What a sprint holds at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
    /// Neither finished nor dropped.
    pub remaining: Amount,
    pub done: Amount,
}

impl Totals {
    /// Both: the scope line of a burnup.
    pub fn scope(&self) -> Amount {
        self.remaining.plus(self.done)
    }
}

/// An operation that moved a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its number in the log.
    pub operation: i64,
    /// When; never before the step before it, whatever the clock said.
    pub at: Instant,
    /// The operation that it took back or brought back.
    pub reverts: Option<i64>,
    pub marks: Vec<Mark>,
    /// What the sprint holds after it.
    pub totals: Totals,
    /// Its first and last day after it.
    pub dates: Option<(Day, Day)>,
}

/// What a burndown counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    Points,
    /// Items, where none has an estimate.
    Items,
}

impl Unit {
    /// An amount in this unit.
    pub fn of(self, amount: &Amount) -> f64 {
        match self {
            Self::Points => amount.points.value(),
            Self::Items => f64::from(amount.count),
        }
    }
}

/// The unit in which these steps say something: items, where none ever had an estimate.
pub fn unit_of(steps: &[Step]) -> Unit {
    let estimated = steps.iter().any(|step| step.totals.scope().points.value() > 0.0);
    let items = steps.iter().any(|step| step.totals.scope().count > 0);
    if estimated || !items { Unit::Points } else { Unit::Items }
}

/// Every step of a sprint from its lock to its end, or to `operation`; `None` when it was not locked by then. `end` is
/// the account that the close froze.
pub fn steps(story: &Story, operation: i64, end: Option<&Account>) -> Option<Vec<Step>> {
    let lock = story.locked(operation)?;
    let over = story.over(operation);
    let mut steps: Vec<Step> = Vec::new();
    let mut before: Vec<Option<(i64, ItemAccount)>> = Vec::new();
    for (&number, moment) in story.moments.range(lock..=over.unwrap_or(operation)) {
        let after = story.places_after(number);
        let dates = story.dates(number);
        let moved = steps.last().is_some_and(|last| last.dates != dates);
        let marks = match (number == lock, Some(number) == over) {
            (true, _) => vec![whole(Event::Lock)],
            (_, true) => vec![whole(if end.is_some() { Event::Close } else { Event::Cancel })],
            _ => moved.then(|| whole(Event::Dates)).into_iter().chain(marks(&before, &after)).collect(),
        };
        if marks.is_empty() {
            continue;
        }
        let totals = match (Some(number) == over, end) {
            (true, Some(end)) => Totals { remaining: end.not_completed, done: end.completed },
            _ => totals(&after),
        };
        let at = steps.last().map_or(moment.at, |last| last.at.max(moment.at));
        steps.push(Step { operation: number, at, reverts: moment.reverts, marks, totals, dates });
        before = after;
    }
    Some(steps)
}

fn whole(event: Event) -> Mark {
    Mark { event, item: None, points: 0.0, counts: true }
}

fn totals(places: &[Option<(i64, ItemAccount)>]) -> Totals {
    let account = sum(places.iter().flatten().map(|(_, standing)| *standing));
    // A cancelled sprint leaves undone what it would have done.
    Totals { remaining: account.remaining.plus(account.not_completed), done: account.completed }
}

fn marks(before: &[Option<(i64, ItemAccount)>], after: &[Option<(i64, ItemAccount)>]) -> Vec<Mark> {
    let pairs = after.iter().enumerate().map(|(n, now)| (before.get(n).copied().flatten(), *now));
    pairs.flat_map(|(then, now)| marks_of(then, now)).collect()
}

/// What happened to one place between two operations.
fn marks_of(before: Option<(i64, ItemAccount)>, after: Option<(i64, ItemAccount)>) -> Vec<Mark> {
    let Some(item) = after.or(before).map(|(item, _)| Some(item)) else { return Vec::new() };
    let inside =
        |at: Option<(i64, ItemAccount)>| at.map(|(_, standing)| standing.counted()).filter(|standing| standing.present);
    let counts = |standing: &ItemAccount| standing.entered != Entered::Finished;
    let weight = |standing: &ItemAccount| match standing.entered {
        Entered::Finished => 0.0,
        _ => standing.points_now.unwrap_or_default().value(),
    };
    match (inside(before), inside(after)) {
        (None, None) => Vec::new(),
        (None, Some(now)) => {
            let came = Mark { event: Event::In, item, points: weight(&now), counts: counts(&now) };
            // Brought back with what it had become.
            let ended = turned(ItemOutcome::Open, now.outcome).filter(|_| counts(&now));
            [came]
                .into_iter()
                .chain(ended.map(|(event, sign)| Mark { event, item, points: sign * weight(&now), counts: true }))
                .collect()
        }
        (Some(then), None) => vec![Mark { event: Event::Out, item, points: -weight(&then), counts: counts(&then) }],
        // Opened again after it had ended before it entered, or that was undone.
        (Some(then), Some(now)) if counts(&then) != counts(&now) => {
            let event = if counts(&now) { Event::In } else { Event::Out };
            vec![Mark { event, item, points: weight(&now) - weight(&then), counts: true }]
        }
        (Some(then), Some(now)) => {
            let mut marks = Vec::new();
            if then.points_now != now.points_now && now.entered != Entered::Finished {
                marks.push(Mark {
                    event: Event::Reestimate,
                    item,
                    points: settled(weight(&now) - weight(&then)),
                    counts: true,
                });
            }
            marks.extend(turned(then.outcome, now.outcome).map(|(event, sign)| Mark {
                event,
                item,
                points: sign * weight(&now),
                counts: counts(&now),
            }));
            marks
        }
    }
}

fn turned(before: ItemOutcome, after: ItemOutcome) -> Option<(Event, f64)> {
    match (before, after) {
        (same, now) if same == now => None,
        (_, ItemOutcome::Completed) => Some((Event::Finish, -1.0)),
        (_, ItemOutcome::Dropped) => Some((Event::Drop, -1.0)),
        (ItemOutcome::Completed, _) => Some((Event::Reopen, 1.0)),
        (ItemOutcome::Dropped, _) => Some((Event::Restore, 1.0)),
        _ => None,
    }
}

impl Story {
    /// The sprint's first and last day after an operation.
    pub fn dates(&self, operation: i64) -> Option<(Day, Day)> {
        self.sprint.after(operation).and_then(|facts| facts.starts_on.zip(facts.ends_on))
    }

    /// The operation that locked the sprint last, when `operation` was done; `None` when none had.
    pub fn locked(&self, operation: i64) -> Option<i64> {
        let lock = self.sprint.since(operation, |facts| facts.state != State::Draft)?;
        (self.sprint.after(lock)?.state == State::Locked).then_some(lock)
    }
}
