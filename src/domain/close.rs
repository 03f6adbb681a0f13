//! Closing a sprint: where each unfinished item goes and why, and what became of the goal (R4, R5).

use crate::domain::points::Points;
use crate::domain::words::words;

/// Where an unfinished item goes when its sprint closes (R4).
#[derive(Debug, Clone, PartialEq)]
pub enum Goes {
    /// Into the next draft; without one it waits at the top of the next plan.
    Next,
    /// Back to the backlog, at its rank.
    Backlog,
    /// Its finished part stays with its points in the sprint, the rest becomes an item of its own.
    Split {
        /// The points of the finished part; `None` for an item without an estimate.
        done: Option<Points>,
        /// The title of the rest; the item's own if absent.
        title: Option<String>,
    },
    /// It will not be done.
    Drop,
}

impl Goes {
    /// The word stored and shown.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Backlog => "backlog",
            Self::Split { .. } => "split",
            Self::Drop => "drop",
        }
    }
}

words! {
    "a carry-over reason",
    /// Why an item was not finished (R4).
    pub enum Reason {
        /// It was more work than thought.
        Underestimated = "underestimated",
        /// A blocker kept it from moving.
        Blocked = "blocked",
        /// Something else was done in its place.
        Displaced = "displaced",
        /// The person who should have done it was away.
        Absence = "absence",
        /// It waited for other work.
        Dependency = "dependency",
        NotStarted = "not_started",
        /// Something else; the note says what.
        Other = "other",
    }
}

impl Reason {
    /// The word as people say it.
    pub fn said(self) -> &'static str {
        if self == Self::NotStarted { "not started" } else { self.word() }
    }
}

words! {
    "a goal outcome",
    /// What became of the sprint's goal (R5).
    pub enum GoalOutcome {
        Met = "met",
        /// A part of it was.
        Partly = "partly",
        Missed = "missed",
    }
}

impl GoalOutcome {
    /// `met`, `partly met`, `missed`.
    pub fn said(self) -> &'static str {
        if self == Self::Partly { "partly met" } else { self.word() }
    }
}

/// An unfinished item's disposition.
#[derive(Debug, Clone, PartialEq)]
pub struct Disposition {
    pub item: String,
    pub goes: Goes,
    /// Why it was not finished.
    pub reason: Reason,
    /// What else there is to say about it.
    pub note: Option<String>,
}

/// The disposition of every unfinished item that is not named.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    /// The next sprint or the backlog.
    pub goes: Goes,
    /// Why they were not finished.
    pub reason: Reason,
    /// What else there is to say about them.
    pub note: Option<String>,
}

/// What a person decides when a sprint closes.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Each unfinished item's disposition.
    pub dispositions: Vec<Disposition>,
    /// The disposition of all others; without it an item without one is refused.
    pub rest: Option<Rest>,
    /// What became of the goal.
    pub goal: GoalOutcome,
    /// What else there is to say about the sprint.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_read_as_stored_and_as_said() {
        for reason in Reason::ALL {
            assert_eq!((Reason::parse(reason.word()), Reason::parse(reason.said())), (Some(reason), Some(reason)));
        }
        assert_eq!(Reason::parse("Not-started"), Some(Reason::NotStarted));
        assert_eq!(Reason::parse("lazy"), None);
    }
}
