//! Blockers: what stands in the way, who clears it, and since when (B1).

use crate::domain::time::{Day, Instant};
use serde::Serialize;

/// Why something is blocked (B1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// Other work must come first.
    Dependency,
    /// Something does not work.
    Technical,
    /// Someone must say something.
    Information,
    /// A permission is missing.
    Access,
    /// Someone must agree.
    Approval,
    /// Someone outside must act.
    External,
}

impl Cause {
    /// All causes, in the order in which forms offer them.
    pub const ALL: [Self; 6] =
        [Self::Dependency, Self::Technical, Self::Information, Self::Access, Self::Approval, Self::External];

    /// The word stored and shown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Dependency => "dependency",
            Self::Technical => "technical",
            Self::Information => "information",
            Self::Access => "access",
            Self::Approval => "approval",
            Self::External => "external",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.word().eq_ignore_ascii_case(text.trim()))
    }
}

/// Something in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// The row.
    pub id: i64,
    /// `7` in `B7`.
    pub number: i64,
    /// What is in the way.
    pub text: String,
    /// Why.
    pub cause: Cause,
    /// Who clears it.
    pub owner: Option<String>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    /// What happens next.
    pub next_step: Option<String>,
    /// Since when.
    pub raised_at: Instant,
    /// When anyone last did something about it.
    pub touched_at: Instant,
    /// When it was cleared.
    pub resolved_at: Option<Instant>,
    /// How it was cleared.
    pub resolution: Option<String>,
    /// Keys of the items it holds up.
    pub items: Vec<String>,
}

impl Blocker {
    /// `B7`.
    pub fn key(&self) -> String {
        format!("B{}", self.number)
    }
}
