//! The history of one item, in words, from the log (I5). What was undone is left out.

use crate::app::Standfast;
use crate::domain::fold::folded;
use crate::domain::log::{Change, HistoryEntry, Operation};
use crate::domain::points::{Points, number};
use crate::error::Result;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// How many changed rows are read at most.
const ROWS: i64 = 400;

impl Standfast {
    /// What became of an item, newest first: the operations that still stand.
    pub fn item_history(&self, key: &str) -> Result<Vec<HistoryEntry>> {
        let id = self.item_id(key)?;
        let mut names = Names::read(self, id)?;
        let mut story: Vec<HistoryEntry> = Vec::new();
        for (operation, change) in self.store.changes_of_item(id, ROWS)? {
            if operation.undone_by.is_some() || operation.reverts.is_some() {
                continue;
            }
            let words = names.tell(self, &operation, &change)?;
            match story.last_mut() {
                Some(told) if told.operation == operation.id => told.words = joined(&words, &told.words),
                _ => story.push(HistoryEntry {
                    operation: operation.id,
                    at: operation.at,
                    actor: operation.actor,
                    words: words.join("; "),
                    reason: operation.reason,
                }),
            }
        }
        story.retain(|told| !told.words.is_empty());
        Ok(story)
    }

    /// Labels in use that begin like this.
    pub fn labels_beginning(&self, beginning: &str, limit: usize) -> Result<Vec<String>> {
        let beginning = folded(beginning);
        let plain = beginning.is_ascii();
        // The index folds ASCII only.
        let (known, most) = if plain { (beginning.as_str(), limit) } else { ("", usize::MAX) };
        let mut labels = self.store.labels_beginning(known, i64::try_from(most).unwrap_or(i64::MAX))?;
        labels.retain(|label| plain || folded(label).starts_with(&beginning));
        labels.truncate(limit);
        Ok(labels)
    }
}

/// What rows are called: those that belong to the item as they were at the change being told, and statuses and members.
struct Names {
    parts: HashMap<(String, i64), String>,
    statuses: HashMap<i64, String>,
    members: HashMap<i64, String>,
}

impl Names {
    fn read(standfast: &Standfast, item: i64) -> Result<Self> {
        let parts = standfast.store.parts_of_item(item)?;
        Ok(Self {
            parts: parts.into_iter().map(|(table, row, called)| ((table, row), called)).collect(),
            statuses: standfast.store.statuses()?.into_iter().map(|status| (status.id, status.name)).collect(),
            members: standfast.store.members()?.into_iter().map(|member| (member.id, member.name)).collect(),
        })
    }

    fn tell(&mut self, standfast: &Standfast, operation: &Operation, change: &Change) -> Result<Vec<String>> {
        let row = (change.table.clone(), change.row);
        if change.kind == "D" {
            let called = called_before(standfast, change)?;
            self.parts.insert(row.clone(), called);
        }
        let part = self.parts.get(&row).cloned().unwrap_or_default();
        let words = match (change.table.as_str(), change.kind.as_str()) {
            ("item", "I") => vec!["came into the backlog".to_owned()],
            ("item", _) => self.item_words(standfast, change)?,
            ("criterion", "I") => vec![format!("criterion \"{part}\"")],
            ("criterion", "U") => self.criterion_words(row, change, &part),
            ("criterion", _) => vec![format!("criterion \"{part}\" taken away")],
            ("item_label", "I") => vec![format!("label {part}")],
            ("item_label", _) => vec![format!("label {part} taken away")],
            ("dependency", "I") => vec![format!("depends on {part}")],
            ("dependency", _) => vec![format!("no longer depends on {part}")],
            ("sprint_item", "I") => vec![format!("into {part}")],
            ("sprint_item", "U") if !change.after.contains_key("left_at") => Vec::new(),
            ("sprint_item", _) => vec![format!("out of {part}")],
            ("blocker_item", "I") => vec![format!("blocked by {part}")],
            ("blocker_item", _) => vec![format!("no longer blocked by {part}")],
            ("blocker", "U") => blocker_words(standfast, change)?,
            ("change_request", _) => operation.said.iter().map(|said| said.trim_end_matches('.').to_owned()).collect(),
            _ => Vec::new(),
        };
        Ok(words)
    }

    fn criterion_words(&mut self, row: (String, i64), change: &Change, part: &str) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(before) = change.before.get("text").and_then(Value::as_str) {
            words.push(format!("criterion \"{before}\" → \"{part}\""));
            self.parts.insert(row, before.to_owned());
        }
        if let Some(met) = change.after.get("met").and_then(Value::as_i64) {
            words.push(format!("{} \"{part}\"", if met == 1 { "ticked" } else { "unticked" }));
        }
        words
    }

    /// A word or two for each column of the item that people speak of.
    fn item_words(&self, standfast: &Standfast, change: &Change) -> Result<Vec<String>> {
        let mut words = Vec::new();
        for (column, after) in &change.after {
            let before = change.before.get(column).unwrap_or(&Value::Null);
            words.extend(match column.as_str() {
                "title" => Some(format!("title \"{}\" → \"{}\"", text(before), text(after))),
                "points" => Some(format!("points {} → {}", points(before), points(after))),
                "status" => Some(format!("{} → {}", self.status(before), self.status(after))),
                "assignee" => Some(self.assignee_words(before, after)),
                "kind" => Some(format!("{} → {}", text(before), text(after))),
                "description" => Some("description rewritten".to_owned()),
                "milestone" => Some(became("milestone", &text(before), &text(after))),
                "parent" => Some(became("part of", &key_of(standfast, before)?, &key_of(standfast, after)?)),
                "rank" => Some("ranked".to_owned()),
                _ => None,
            });
        }
        Ok(words)
    }

    fn status(&self, id: &Value) -> String {
        id.as_i64().and_then(|id| self.statuses.get(&id)).cloned().unwrap_or_else(|| "a former status".to_owned())
    }

    fn member(&self, id: i64) -> &str {
        self.members.get(&id).map_or("a former member", String::as_str)
    }

    fn assignee_words(&self, before: &Value, after: &Value) -> String {
        match (before.as_i64(), after.as_i64()) {
            (None, Some(to)) => format!("given to {}", self.member(to)),
            (Some(from), Some(to)) => format!("{} → {}", self.member(from), self.member(to)),
            (Some(from), None) => format!("taken from {}", self.member(from)),
            (None, None) => String::new(),
        }
    }
}

/// How a blocker was resolved; other changes of it are its own story.
fn blocker_words(standfast: &Standfast, change: &Change) -> Result<Vec<String>> {
    let Some(resolution) = change.after.get("resolution").and_then(Value::as_str) else { return Ok(Vec::new()) };
    let called = standfast.store.blocker_called(change.row)?.unwrap_or_default();
    Ok(vec![format!("{called} resolved: {resolution}")])
}

/// What a row that is gone was called.
fn called_before(standfast: &Standfast, change: &Change) -> Result<String> {
    let id = |column: &str| change.before.get(column).and_then(Value::as_i64).unwrap_or_default();
    let called = match change.table.as_str() {
        "criterion" => Some(text_of(&change.before, "text")),
        "item_label" => Some(text_of(&change.before, "label")),
        "dependency" => Some(standfast.store.item_key(id("needs"))?),
        "sprint_item" => standfast.store.sprint_called(id("sprint"))?,
        "blocker_item" => standfast.store.blocker_called(id("blocker"))?,
        _ => None,
    };
    Ok(called.unwrap_or_default())
}

fn became(what: &str, before: &str, after: &str) -> String {
    match (before.is_empty(), after.is_empty()) {
        (true, _) => format!("{what} {after}"),
        (false, true) => format!("no longer {what} {before}"),
        (false, false) => format!("{what} {before} → {after}"),
    }
}

fn key_of(standfast: &Standfast, id: &Value) -> Result<String> {
    id.as_i64().map_or_else(|| Ok(String::new()), |id| standfast.store.item_key(id))
}

fn points(value: &Value) -> String {
    value.as_f64().and_then(Points::new).map_or_else(|| "unknown".to_owned(), |points| number(points.value()))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn text_of(image: &Map<String, Value>, column: &str) -> String {
    image.get(column).map(text).unwrap_or_default()
}

/// Changes are read backwards, so words found before come after these. Each is said once.
fn joined(words: &[String], told: &str) -> String {
    let new = words.iter().map(String::as_str).filter(|word| !told.split("; ").any(|known| known == *word));
    new.chain(Some(told).filter(|told| !told.is_empty())).collect::<Vec<_>>().join("; ")
}
