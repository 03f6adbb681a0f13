//! Sprints: their state, their figures, and what belongs to them (L1, L6, R1).

use crate::domain::input::{Input, inputs};
use crate::domain::item::ItemRow;
use crate::domain::points::{Points, or_dash, serialize_number};
use crate::domain::share::{HalfDays, Share};
use crate::domain::sheet::Sheet;
use crate::domain::time::{Day, Instant};
use crate::domain::words::words;
use serde::Serialize;
use serde_json::json;

words! {
    "a state",
    /// The state of a sprint; set by people, never by dates (L1, G4).
    pub enum State {
        /// Being planned; its scope is free.
        Draft = "draft",
        /// Under way; its scope changes only through a change request.
        Locked = "locked",
        /// Over; nothing about it changes any more.
        Closed = "closed",
        /// Given up, with a reason.
        Cancelled = "cancelled",
    }
}

inputs! {
    /// What a person says of a draft; all of it can come later, before the lock.
    pub struct SprintEdit {
        goal: Option<String> = Input::line("Goal", "goal", "The goal, or none").hint("what is true when the sprint ends"),
        starts_on: Option<Day> = Input::day("First day", "start", "The first day, or none"),
        ends_on: Option<Day> = Input::day("Last day", "end", "The last day, or none"),
        name: Option<String> = Input::line("Name", "name", "A name in addition to the number, or none").hint("optional"),
    }
}

/// A sprint as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sprint {
    pub id: i64,
    /// What people call it: sprint 7.
    pub number: i64,
    /// A name, where the team gives one.
    pub name: Option<String>,
    /// What the sprint is for.
    pub goal: Option<String>,
    pub state: State,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
    /// When its scope was locked.
    pub locked_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// Why it was cancelled.
    pub cancel_reason: Option<String>,
}

impl Sprint {
    pub fn sheet(&self) -> Sheet {
        Sheet::row()
            .field("number", "No", self.number)
            .json("name", &self.name)
            .json("goal", &self.goal)
            .json("state", self.state.word())
            .field("starts_on", "From", self.starts_on)
            .field("ends_on", "To", self.ends_on)
            .json("locked_at", self.locked_at)
            .json("closed_at", self.closed_at)
    }
}

/// One figure in points and in counts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amount {
    /// Points of the estimated ones.
    pub points: Points,
    pub count: u32,
    /// How many of them have no estimate; they count 0 points (L6).
    pub unestimated: u32,
}

impl Amount {
    /// Adds one item.
    pub fn add(&mut self, points: Option<Points>) {
        self.count += 1;
        match points {
            Some(points) => self.points = self.points + points,
            None => self.unestimated += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            points: self.points + other.points,
            count: self.count + other.count,
            unestimated: self.unestimated + other.unestimated,
        }
    }
}

/// The account of a sprint: how its scope came about and what became of it (R1).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Account {
    /// In the sprint at the lock, and neither finished nor dropped then (L6).
    pub committed: Amount,
    /// Entered after the lock.
    pub added: Amount,
    /// Left after the lock.
    pub removed: Amount,
    /// Points that re-estimates after the lock added or took away, and how many items they touched.
    pub reestimated: f64,
    /// Items re-estimated after the lock.
    pub reestimated_count: u32,
    /// Finished in the sprint.
    pub completed: Amount,
    /// Already finished when they entered: listed, not counted.
    pub completed_outside: Amount,
    /// In the sprint and not finished, of a closed sprint.
    pub not_completed: Amount,
    /// Dropped in the sprint.
    pub dropped: Amount,
    /// In the sprint and neither finished nor dropped.
    pub remaining: Amount,
    /// Items that the close split: each counts as completed and as not completed, with the points of its parts.
    pub split: u32,
}

impl Account {
    /// The scope of the sprint: its finished and its open work. Dropped items and those completed outside are not in it.
    pub fn scope(&self) -> Amount {
        self.completed.plus(self.not_completed).plus(self.remaining)
    }
}

words! {
    "an entry",
    /// How an item came into its sprint.
    pub enum Entered {
        /// In the sprint at the lock (or in the draft).
        Planned = "planned",
        /// Came in through a change request.
        Added = "added",
        /// Was finished already when it entered.
        Finished = "finished",
    }
}

words! {
    "an outcome",
    /// What became of an item in a sprint.
    pub enum ItemOutcome {
        Open = "open",
        /// Finished in the sprint.
        Completed = "completed",
        /// Finished before it entered.
        CompletedOutside = "completed_outside",
        Removed = "removed",
        /// Dropped in the sprint.
        Dropped = "dropped",
        /// The sprint closed and it was not finished.
        NotCompleted = "not_completed",
    }
}

impl ItemOutcome {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::CompletedOutside => "completed outside",
            Self::NotCompleted => "not completed",
            other => other.word(),
        }
    }
}

/// An item in a sprint.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub item: ItemRow,
    /// Its estimate at the lock; for one that came later, when it entered.
    pub points_at_lock: Option<Points>,
    /// Its estimate now; for one that left, when it left.
    pub points_now: Option<Points>,
    /// How it came in.
    pub entered: Entered,
    /// What became of it.
    pub outcome: ItemOutcome,
    /// Whether it is in the sprint now.
    pub present: bool,
    /// Into what the close split it.
    pub split: Option<crate::domain::account::Split>,
    /// Whether its parts count in its place.
    pub by_parts: bool,
}

impl Entry {
    /// The item with what the sprint knows of it.
    pub fn sheet(&self, today: Day) -> Sheet {
        let row = &self.item;
        Sheet::row()
            .json("key", &row.key)
            .json("external_key", &row.external_key)
            .json("title", &row.title)
            .json("kind", row.kind.word())
            .told("status", "", &row.status, if self.present { &*row.status } else { "removed" })
            .told("points", "", row.points, or_dash(if self.present { row.points } else { self.points_now }))
            .json("points_at_lock", self.points_at_lock)
            .told("assignee", "", &row.assignee, row.whose(today))
            .field("entered", "Came", self.entered.word())
            .told("outcome", "Became", self.outcome.word(), self.became())
            .json("split", json!(self.split))
            .json("by_parts", self.by_parts)
            .json("rollovers", row.rollovers)
    }

    /// What became of it in words; of a split item both parts, of a parent that its parts count.
    pub fn became(&self) -> String {
        self.standing().became()
    }

    /// All that the figures turn on.
    pub fn standing(&self) -> crate::domain::account::ItemAccount {
        crate::domain::account::ItemAccount {
            points_at_lock: self.points_at_lock,
            points_now: self.points_now,
            entered: self.entered,
            outcome: self.outcome,
            present: self.present,
            split: self.split,
            by_parts: self.by_parts,
        }
    }
}

/// What a team can do in a sprint (L2).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Capacity {
    /// Working days less absences, times allocation, over all members; `None` without dates or members.
    pub person_days: Option<f64>,
    /// Person-days times focus factor; unknown without one.
    pub points: Option<Points>,
    /// Completed points per available person-day.
    pub focus_factor: Option<f64>,
    /// From which closed sprints the focus factor comes, or `setting`.
    pub sample: Vec<String>,
    pub members: Vec<MemberCapacity>,
}

/// One member's part of the capacity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemberCapacity {
    pub name: String,
    /// Percent of the working time.
    pub allocation: Share,
    /// Working days of the sprint on which they belong to the team.
    pub working_days: u32,
    /// Of these, days absent.
    pub absent_days: HalfDays,
    /// What remains, times the allocation.
    #[serde(serialize_with = "serialize_number")]
    pub person_days: f64,
}

impl MemberCapacity {
    /// Whether they are on none of the days on which they would work.
    pub fn is_away_throughout(&self) -> bool {
        self.working_days > 0 && self.allocation > Share::NONE && self.person_days <= 0.0
    }
}
