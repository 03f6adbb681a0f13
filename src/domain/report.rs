//! A closed sprint's report: frozen at the close, the one source of every figure of that sprint (R5, R6).

use crate::domain::account::{ItemAccount, Split, sum};
use crate::domain::calendar::Calendar;
use crate::domain::close::{GoalOutcome, Reason};
use crate::domain::points::{Points, count, counted, number, settled};
use crate::domain::scope::{NewDates, RequestKind, RequestRuling, decision};
use crate::domain::sprint::{Account, Amount, Entered, ItemOutcome};
use serde::{Deserialize, Serialize};

/// A closed sprint as it is kept. Its canonical text is its JSON in this order of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub team: String,
    pub sprint: i64,
    /// Its name, if it had one.
    pub name: Option<String>,
    /// What it was for.
    pub goal: Option<String>,
    /// What became of that; unknown for an imported sprint.
    pub goal_outcome: Option<GoalOutcome>,
    /// What was said about it at the close.
    pub note: Option<String>,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    /// When it was locked.
    pub locked_at: Option<String>,
    /// When it was closed.
    pub closed_at: String,
    pub closed_by: Option<String>,
    /// The source of an imported sprint.
    pub imported: Option<Imported>,
    /// The hash of the contract that it was locked with.
    pub contract_sha256: Option<String>,
    /// The person-days that were available, if that was known.
    pub person_days: Option<f64>,
    /// The days on which the team worked; unknown for an imported sprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Worked>,
    pub figures: Figures,
    /// The burndown's reading at the close (R2).
    pub reading: Option<String>,
    /// Every item that was in the sprint after the lock.
    pub items: Vec<Line>,
    pub requests: Vec<ScopeLine>,
    /// Days on which items of the sprint were blocked, by cause, the longest first.
    pub blocked: Vec<BlockedLine>,
    /// The standups that were held, the first one first.
    #[serde(default)]
    pub standups: Vec<StandupLine>,
}

/// The team's calendar as it was at the close: what a burndown's ideal line and the count of days go by (G3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Worked {
    /// Where its days began and ended, such as `Europe/Berlin`.
    pub zone: String,
    /// The days of the week on which it worked, as `mon`.
    pub weekdays: Vec<String>,
    /// The holidays of the sprint.
    pub days_off: Vec<String>,
}

/// A standup as it is kept (S1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandupLine {
    pub day: String,
    /// How long it took, in seconds.
    pub seconds: i64,
    /// How much of that was too long, in seconds.
    pub over_seconds: i64,
    /// As it is said: "23 minutes, 8 of them on PAY-31".
    pub words: String,
}

/// Where an imported sprint comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The kind of file.
    pub format: String,
    /// The file's own name for the sprint; it is imported once.
    pub id: String,
    /// What the file says besides, and what had to be derived.
    pub notes: Vec<String>,
}

/// One figure: points of the estimated items, how many items, how many of them without an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figure {
    pub points: f64,
    pub count: u32,
    /// Items without an estimate.
    pub unestimated: u32,
}

/// The figures as they are kept (R1).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// In the sprint at the lock, and neither finished nor dropped then.
    pub committed: Figure,
    /// Entered after the lock.
    pub added: Figure,
    /// Left after the lock.
    pub removed: Figure,
    /// Points that re-estimates added or took away.
    pub reestimated: f64,
    pub reestimated_count: u32,
    /// Finished in the sprint.
    pub completed: Figure,
    /// Of these, the ones committed at the lock, with their points at the lock.
    pub committed_and_completed: Figure,
    /// Finished before they entered.
    pub completed_outside: Figure,
    /// In the sprint and not finished.
    pub not_completed: Figure,
    /// Dropped in the sprint.
    pub dropped: Figure,
    /// Items split at the close, each into a finished part and a rest.
    pub split: u32,
}

/// What is kept of one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The item's number in the team; none for an imported sprint.
    pub number: Option<i64>,
    pub key: String,
    /// The key it came with.
    pub external_key: Option<String>,
    pub title: String,
    /// What sort of work.
    pub kind: String,
    pub status: String,
    /// Its estimate at the lock; for one that came later, when it entered.
    pub points_at_lock: Option<f64>,
    /// Its estimate at the close; for one that left, when it left.
    pub points: Option<f64>,
    /// How it came in.
    pub entered: Entered,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Whether its parts count in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_parts: bool,
    /// How often a sprint had closed on it unfinished before.
    pub rollovers: u32,
    /// Its disposition, if it was not finished.
    pub disposition: Option<DispositionLine>,
}

/// What was decided about an unfinished item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DispositionLine {
    /// `next`, `backlog`, `split` or `drop`.
    pub goes: String,
    /// Why it was not finished.
    pub reason: Reason,
    /// What else was said.
    pub note: Option<String>,
    /// Points of a split item's finished part.
    pub done: Option<f64>,
    /// Points of a split item's rest.
    pub left: Option<f64>,
    /// The key of a split item's rest.
    pub successor: Option<String>,
}

/// A change request as it is kept (L9).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScopeLine {
    pub request: String,
    /// What it asked for.
    pub kind: RequestKind,
    /// The item's key; `None` for new dates.
    pub item: Option<String>,
    /// The item's title then.
    pub title: String,
    /// The key of the item that went out in its place.
    pub swap: Option<String>,
    pub points_in: Option<f64>,
    pub points_out: Option<f64>,
    /// The days asked for and those before, of a request for new dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<NewDates>,
    pub reason: String,
    pub requested_by: String,
    pub requested_at: String,
    /// The ruling, if there was one.
    pub ruling: Option<RequestRuling>,
    pub ruled_by: Option<String>,
    pub ruled_at: Option<String>,
    /// What they said about it.
    pub note: Option<String>,
    /// The request that it takes back, and the accepted one that took it back, by their keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_back: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_by: Option<String>,
}

/// How long items were blocked by one cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockedLine {
    pub cause: String,
    /// Working days, over all items.
    pub days: f64,
    pub items: Vec<String>,
}

/// The ratios of a sprint, each `None` if nothing was committed (R6).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ratios {
    /// (added + removed) ÷ committed.
    pub scope_change: Option<f64>,
    pub completion: Option<f64>,
    /// Not completed ÷ committed.
    pub carry_over: Option<f64>,
    /// Say/do, all that was completed ÷ committed.
    pub say_do_all: Option<f64>,
    /// Say/do, committed and completed ÷ committed.
    pub say_do_committed: Option<f64>,
}

impl ScopeLine {
    /// What it asked for, in words.
    pub fn asks(&self) -> String {
        let asks = self.kind.asks(self.item.as_deref(), self.swap.as_deref(), self.dates.as_ref());
        self.takes_back.as_ref().map_or_else(|| asks.clone(), |key| format!("{asks}, to take {key} back"))
    }

    /// What was decided about it, in words.
    pub fn decision(&self) -> String {
        let decided = decision(self.ruling, self.ruled_by.as_deref());
        match (self.ruling, &self.taken_back_by) {
            (None, _) => "not decided".to_owned(),
            (_, Some(key)) => format!("{decided}, taken back by {key}"),
            _ => decided,
        }
    }
}

impl DispositionLine {
    /// Where the item went, in words.
    pub fn words(&self) -> String {
        let part = |points: Option<f64>| points.map_or_else(|| "no estimate".to_owned(), number);
        match (self.goes.as_str(), &self.successor) {
            ("next", _) => "the next sprint".to_owned(),
            ("backlog", _) => "the backlog".to_owned(),
            ("drop", _) => "dropped".to_owned(),
            (_, Some(rest)) => format!("split: {} done, {} left as {rest}", part(self.done), part(self.left)),
            (other, None) => other.to_owned(),
        }
    }
}

impl Line {
    /// What became of it: `completed`, or of a split item `split: 8 done, 5 left`.
    pub fn became(&self) -> String {
        self.standing().became()
    }

    /// What the item was to the sprint at the close.
    pub fn standing(&self) -> ItemAccount {
        let points = |value: Option<f64>| value.and_then(Points::new);
        let split = self.disposition.as_ref().filter(|disposition| disposition.goes == "split");
        ItemAccount {
            points_at_lock: points(self.points_at_lock),
            points_now: points(self.points),
            entered: self.entered,
            outcome: self.outcome,
            present: self.outcome != ItemOutcome::Removed,
            split: split.map(|split| Split { done: points(split.done), left: points(split.left) }),
            by_parts: self.by_parts,
        }
    }
}

impl Worked {
    /// The calendar that was kept; `None` where this version cannot read it.
    pub fn calendar(&self) -> Option<Calendar> {
        let weekdays = self.weekdays.iter().map(|day| day.parse().ok()).collect::<Option<Vec<_>>>()?;
        let days_off = self.days_off.iter().map(|day| day.parse().ok()).collect::<Option<Vec<_>>>()?;
        Some(Calendar::new(self.zone.parse().ok()?, &weekdays, days_off))
    }
}

impl Figure {
    /// Adds one item.
    pub fn add(&mut self, points: Option<f64>) {
        self.count += 1;
        match points {
            Some(points) => self.points = settled(self.points + points),
            None => self.unestimated += 1,
        }
    }

    /// Its points; unknown if it has items and none of them has an estimate.
    pub fn known_points(&self) -> Option<f64> {
        (self.count == 0 || self.unestimated < self.count).then_some(self.points)
    }

    /// `5 points in 2 items`; without estimates only the items.
    pub fn words(&self) -> String {
        let items = count(self.count, "item");
        match (self.known_points(), self.unestimated) {
            (None, _) => format!("{items} without an estimate"),
            (Some(points), 0) => format!("{} in {items}", counted(points, "point")),
            (Some(points), open) => format!("{} in {items}, {open} without an estimate", counted(points, "point")),
        }
    }
}

impl Report {
    /// The points that count for velocity; unknown where the sprint had no estimates (R5).
    pub fn completed_points(&self) -> Option<f64> {
        let (done, committed) = (self.figures.completed, self.figures.committed);
        if done.count == 0 { committed.known_points().map(|_| 0.0) } else { done.known_points() }
    }

    /// The account of the sprint at its close (R1).
    pub fn account(&self) -> Account {
        sum(self.items.iter().map(Line::standing))
    }

    /// The ratios by points, or by the number of items (R6).
    pub fn ratios(&self, by_points: bool) -> Ratios {
        self.figures.ratios(by_points)
    }
}

impl Figures {
    /// The figures of these items.
    pub fn of(lines: &[Line]) -> Self {
        let account = sum(lines.iter().map(Line::standing));
        let mut kept = Amount::default();
        for standing in lines.iter().map(|line| line.standing().counted()) {
            if standing.entered == Entered::Planned && standing.outcome == ItemOutcome::Completed {
                kept.add(standing.split.map_or(standing.points_at_lock, |split| split.done));
            }
        }
        Self {
            committed: account.committed.into(),
            added: account.added.into(),
            removed: account.removed.into(),
            reestimated: settled(account.reestimated),
            reestimated_count: account.reestimated_count,
            completed: account.completed.into(),
            committed_and_completed: kept.into(),
            completed_outside: account.completed_outside.into(),
            not_completed: account.not_completed.into(),
            dropped: account.dropped.into(),
            split: account.split,
        }
    }

    /// The ratios by points, or by the number of items; unknown if nothing was committed, or if a part has no estimates
    /// at all (R6).
    pub fn ratios(&self, by_points: bool) -> Ratios {
        let value = |figure: &Figure| if by_points { figure.known_points() } else { Some(f64::from(figure.count)) };
        let committed = value(&self.committed).filter(|committed| *committed > 0.0);
        let over = |part: Option<f64>| Some(part? / committed?);
        let changed = value(&self.added).zip(value(&self.removed)).map(|(added, removed)| added + removed);
        Ratios {
            scope_change: over(changed),
            completion: over(value(&self.completed)),
            carry_over: over(value(&self.not_completed)),
            say_do_all: over(value(&self.completed)),
            say_do_committed: over(value(&self.committed_and_completed)),
        }
    }
}

impl From<Amount> for Figure {
    fn from(amount: Amount) -> Self {
        Self { points: amount.points.value(), count: amount.count, unestimated: amount.unestimated }
    }
}
