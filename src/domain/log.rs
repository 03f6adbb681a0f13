//! Operations and the rows they changed: how the present came about (G2).

use crate::domain::sheet::{Sheet, phrase};
use crate::domain::time::Instant;
use serde::Serialize;
use serde_json::{Map, Value};

/// One write: a moment, an actor, a name, a reason, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its number in the log.
    pub id: i64,
    pub at: Instant,
    pub actor: String,
    /// What sort of operation, as in `lock sprint`.
    pub name: String,
    /// What it said when it was done.
    pub said: Option<String>,
    /// Why, if they said so.
    pub reason: Option<String>,
    /// The operation that this one takes back (undo) or brings back (redo).
    pub reverts: Option<i64>,
    /// The first of its changes.
    pub first_change: i64,
    /// The last change when it was sealed.
    pub last_change: Option<i64>,
    /// The undo that took it back, if it does not stand any more.
    pub undone_by: Option<i64>,
}

impl Operation {
    /// What it said, else what sort of operation it is.
    pub fn words(&self) -> &str {
        self.said.as_deref().unwrap_or(&self.name)
    }

    pub fn sheet(&self) -> Sheet {
        Sheet::row()
            .field("id", "No", self.id)
            .field("at", "When", self.at)
            .field("actor", "Who", &self.actor)
            .json("name", &self.name)
            .told("said", "What", &self.said, phrase![self.words(), phrase![" (undone by ", self.undone_by, ")"]])
            .field("reason", "Why", &self.reason)
            .json("reverts", self.reverts)
            .json("undone_by", self.undone_by)
    }
}

/// One step in the story of an item, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HistoryEntry {
    pub operation: i64,
    pub at: Instant,
    pub actor: String,
    /// What became of the item, as in `points 3 → 5; label api`.
    pub words: String,
    /// Why, if they said so.
    pub reason: Option<String>,
}

/// One row before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its place in the journal.
    pub id: i64,
    pub table: String,
    pub row: i64,
    /// `I`, `U` or `D`: inserted, updated, deleted.
    pub kind: String,
    /// Columns before; for a deletion the whole row.
    pub before: Map<String, Value>,
    /// Columns after an update.
    pub after: Map<String, Value>,
}
