//! The review of a sprint: what is shown, by whom, and what was said of it (V1).

use crate::domain::item::{Criterion, ItemRow};
use crate::domain::time::Instant;
use crate::domain::words::words;
use serde::Serialize;

words! {
    "a verdict",
    /// What those present said of a finished item (V1).
    pub enum Verdict {
        /// It is what they wanted.
        Accepted = "accepted",
        /// It is not; the item reopens.
        Rejected = "rejected",
        /// It is accepted, and something was said that became a backlog item.
        Feedback = "feedback",
    }
}

/// A review that was held or is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: i64,
    pub sprint: i64,
    /// Who is there; what each verdict keeps unless it names others.
    pub present: Vec<String>,
    pub started_at: Instant,
    pub finished_at: Option<Instant>,
}

/// One item of the demo list.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// The row; `None` for an item that was finished after the list was made; it is at the end.
    pub id: Option<i64>,
    /// The item as it is now.
    pub item: ItemRow,
    pub criteria: Vec<Criterion>,
    pub presenter: Option<String>,
    /// How long it may take.
    pub minutes: Option<u32>,
    /// What was said, once it was shown.
    pub verdict: Option<Verdict>,
    /// A word to the verdict.
    pub note: Option<String>,
    pub evidence: Vec<String>,
    pub present: Vec<String>,
    /// When it was shown.
    pub judged_at: Option<Instant>,
    /// What was said of it that became a backlog item: key and text.
    pub feedback: Vec<(String, String)>,
}

/// Where a backlog item came from: what was said of another one at a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The key of the item that was shown.
    pub item: String,
    /// The sprint whose review it was.
    pub sprint: i64,
}

impl Origin {
    /// `feedback on PAY-4 at the review of sprint 3`.
    pub fn words(&self) -> String {
        format!("feedback on {} at the review of sprint {}", self.item, self.sprint)
    }
}
