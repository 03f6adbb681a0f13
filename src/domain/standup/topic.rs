//! The parking lot: what is taken offline, with the people it needs, and how it ends (S6).

use crate::domain::sheet::{Sheet, phrase};
use crate::domain::time::Instant;
use crate::domain::words::words;

words! {
    "a topic outcome",
    /// What a parked topic became.
    pub enum Fate {
        /// It was talked through.
        Resolved = "resolved",
        /// It is a blocker now.
        Blocker = "blocker",
        Decision = "decision",
        /// It is a backlog item now.
        Item = "item",
    }
}

/// A topic that was taken offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    pub id: i64,
    pub number: i64,
    /// What it is about.
    pub text: String,
    /// The standup in which it was parked.
    pub standup: Option<i64>,
    /// The item it is about.
    pub item: Option<String>,
    /// When it was parked.
    pub parked_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    pub fate: Option<Fate>,
    /// How, in words: the resolution, the decision, or the key of what it became.
    pub outcome: Option<String>,
    pub people: Vec<String>,
}

impl Topic {
    /// `T2`.
    pub fn key(&self) -> String {
        format!("T{}", self.number)
    }

    /// Everything about it.
    pub fn sheet(&self) -> Sheet {
        let became = phrase![self.fate.map(Fate::word), ": ", &self.outcome];
        Sheet::new("topic", self.key(), &self.text)
            .field("people", "With", &self.people)
            .field("item", "Item", &self.item)
            .field("parked_at", "Parked", self.parked_at)
            .field("closed_at", "Closed", self.closed_at)
            .told("fate", "Became", self.fate.map(Fate::word), became)
            .json("outcome", &self.outcome)
    }
}
