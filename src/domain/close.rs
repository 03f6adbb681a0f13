//! Closing a sprint: where each unfinished item goes and why, and what became of the goal (R4, R5).

use crate::domain::points::Points;
use serde::{Deserialize, Serialize};

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

/// Why an item was not finished (R4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It was more work than thought.
    Underestimated,
    /// Something stood in its way.
    Blocked,
    /// Something else was done in its place.
    Displaced,
    /// Whoever should have done it was away.
    Absence,
    /// It waited for other work.
    Dependency,
    NotStarted,
    /// Something else; the note says what.
    Other,
}

impl Reason {
    /// All reasons, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Underestimated,
        Self::Blocked,
        Self::Displaced,
        Self::Absence,
        Self::Dependency,
        Self::NotStarted,
        Self::Other,
    ];

    /// The word stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Underestimated => "underestimated",
            Self::Blocked => "blocked",
            Self::Displaced => "displaced",
            Self::Absence => "absence",
            Self::Dependency => "dependency",
            Self::NotStarted => "not_started",
            Self::Other => "other",
        }
    }

    /// The word as people say it.
    pub fn said(self) -> &'static str {
        if self == Self::NotStarted { "not started" } else { self.word() }
    }

    /// Reads the word, as stored or as said.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// What became of the sprint's goal (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GoalOutcome {
    Met,
    /// A part of it was.
    Partly,
    Missed,
}

impl GoalOutcome {
    /// All outcomes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Met, Self::Partly, Self::Missed];

    /// The word stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Missed => "missed",
        }
    }

    /// `met`, `partly met`, `missed`.
    pub fn said(self) -> &'static str {
        if self == Self::Partly { "partly met" } else { self.word() }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word().eq_ignore_ascii_case(text.trim()))
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

/// The disposition of every unfinished item that has none of its own.
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
