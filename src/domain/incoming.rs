//! What arrives from outside, before the team's own rules have looked at it (X1–X4).

use crate::domain::item::{Class, Kind};
use crate::domain::points::Points;
use crate::domain::time::Instant;
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most a key may hold, in bytes.
pub const KEY_CAP: usize = 256;
/// The most a name of a status, person, label or sprint may hold, in bytes.
pub const NAME_CAP: usize = 1024;
/// The most a title may hold, in bytes.
pub const TITLE_CAP: usize = 64 * 1024;
/// The most a description or a criterion may hold, in bytes.
pub const BODY_CAP: usize = 1024 * 1024;

/// One item as a file has it. `None` and an empty list mean that the file says nothing: nothing changes then.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incoming {
    /// The line on which it begins.
    pub line: u64,
    /// The key it has in this program, where the file is our own export.
    pub own_key: Option<String>,
    /// The key it has outside, such as `MESOS-801`.
    pub external_key: Option<String>,
    /// One line; never blank.
    pub title: String,
    /// Markdown, or whatever the other tool writes.
    pub description: Option<String>,
    /// What sort of work.
    pub kind: Option<Kind>,
    /// The status by the name it has outside.
    pub status: Option<String>,
    /// What that status means there, if the file says so.
    pub class: Option<Class>,
    /// Why it will not be done, for one that is dropped.
    pub drop_reason: Option<String>,
    pub points: Option<Points>,
    /// The name of the person who has it.
    pub assignee: Option<String>,
    pub labels: Vec<String>,
    /// Acceptance criteria and whether each is met.
    pub criteria: Vec<(String, bool)>,
    /// Sprint names: facts about membership, not about dates or commitment.
    pub sprints: Vec<String>,
    /// When it was made.
    pub created_at: Option<Instant>,
    /// When it was finished.
    pub ended_at: Option<Instant>,
    /// What it is part of.
    pub parent: Option<Reference>,
    /// What it waits for.
    pub depends_on: Vec<Reference>,
    /// What waits for it.
    pub blocks: Vec<Reference>,
}

/// How a file names another item.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reference {
    Key(String),
    /// By a number that only the file itself explains, as Jira's `Parent` does with `Issue id`.
    Number(u64),
}

/// What the next row of a file turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Arrival {
    Item(Box<Incoming>),
    /// A row that cannot become one.
    Refused(RowRefused),
}

/// A row that is not taken; the others are (X2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowRefused {
    /// The line on which it begins.
    pub line: u64,
    /// Why, as in "no title".
    pub reason: String,
}

/// How far a file has been read, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub read: u64,
    /// Of so many; 0 if that is unknown.
    pub total: u64,
}

/// Something in a file that is not taken, with its count (X2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The column or field, by the file's name for it.
    pub name: String,
    /// Why it is not taken.
    pub reason: String,
    pub count: u64,
    /// The line of the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_line: Option<u64>,
    /// The first one itself, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// How many different losses are kept apart; a file of nonsense shall not fill the memory.
const MOST_LOSSES: usize = 1000;

/// Losses as they add up: one entry for each name and reason.
#[derive(Debug, Clone, Default)]
pub struct Losses {
    entries: Vec<Loss>,
    index: HashMap<u64, usize>,
}

impl Losses {
    /// Counts one value that is not taken.
    pub fn count(&mut self, name: &str, reason: &str, line: u64, example: &str) {
        let mut hasher = DefaultHasher::new();
        (name, reason).hash(&mut hasher);
        let key = hasher.finish();
        if let Some(loss) = self.index.get(&key).and_then(|at| self.entries.get_mut(*at)) {
            loss.count += 1;
            return;
        }
        if self.entries.len() >= MOST_LOSSES {
            return self.count_beyond(line);
        }
        let example = (!example.trim().is_empty()).then(|| shorten(example, 60));
        self.index.insert(key, self.entries.len());
        let (name, reason) = (name.to_owned(), reason.to_owned());
        self.entries.push(Loss { name, reason, count: 1, first_line: Some(line), example });
    }

    /// All of them, in the order in which they were met.
    pub fn into_entries(self) -> Vec<Loss> {
        self.entries
    }

    /// All of them, in the order in which they were met.
    pub fn entries(&self) -> &[Loss] {
        &self.entries
    }

    fn count_beyond(&mut self, line: u64) {
        let reason = format!("beyond the first {MOST_LOSSES} kinds of loss, counted together");
        match self.entries.last_mut() {
            Some(last) if last.reason == reason => last.count += 1,
            _ => {
                let name = "other values".to_owned();
                self.entries.push(Loss { name, reason, count: 1, first_line: Some(line), example: None });
            }
        }
    }
}

/// The first `most` characters, with an ellipsis if there were more.
pub fn shorten(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_add_up_by_name_and_reason_and_stay_bounded() {
        let mut losses = Losses::default();
        losses.count("Created", "unreadable date", 3, "soon");
        losses.count("Created", "unreadable date", 9, "later");
        assert_eq!(losses.entries().len(), 1);
        assert_eq!((losses.entries()[0].count, losses.entries()[0].first_line), (2, Some(3)));
        for n in 0..5000 {
            losses.count(&format!("name {n}"), "x", n, "");
        }
        assert_eq!(losses.entries().len(), MOST_LOSSES + 1);
        assert_eq!(losses.entries().last().unwrap().count, 5000 - 999);
    }

    #[test]
    fn shortening_counts_characters_not_bytes() {
        assert_eq!(shorten("añadir", 3), "aña…");
        assert_eq!(shorten("añadir", 6), "añadir");
    }
}
