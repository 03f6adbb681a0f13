//! Rows as they once were: what a row held after each operation that touched it (G2, R1).

use crate::domain::account::{ItemAccount, PlaceFacts, stand, sum};
use crate::domain::item::{Class, Criterion};
use crate::domain::parents::{Counted, beside_parts};
use crate::domain::points::Points;
use crate::domain::sprint::{Account, State};
use crate::domain::time::{Day, Instant};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound::{Excluded, Included};

/// One change of a row, as the journal keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct RowChange {
    /// The operation that made it.
    pub operation: i64,
    /// `I`, `U` or `D`: inserted, updated, deleted.
    pub kind: String,
    /// The columns before; for a deletion the whole row.
    pub before: Map<String, Value>,
}

/// What a row held, by the operation after which it held it.
#[derive(Debug, Clone, PartialEq)]
pub struct Versions<T>(Vec<(i64, Option<T>)>);

impl<T> Versions<T> {
    /// Reads a row's changes backwards, newest first, from the row as it is now; `None` if it is gone.
    pub fn rewind(
        present: Option<Map<String, Value>>,
        newest_first: &[RowChange],
        read: impl Fn(&Map<String, Value>) -> Option<T>,
    ) -> Self {
        let mut image = present;
        let mut versions = Vec::new();
        for turn in newest_first {
            versions.push((turn.operation, image.as_ref().and_then(&read)));
            match turn.kind.as_str() {
                "I" => image = None,
                "D" => image = Some(turn.before.clone()),
                _ => {
                    if let Some(image) = &mut image {
                        image.extend(turn.before.iter().map(|(column, value)| (column.clone(), value.clone())));
                    }
                }
            }
        }
        versions.reverse();
        Self(versions)
    }

    /// What the row held after an operation; `None` if there was no such row.
    pub fn after(&self, operation: i64) -> Option<&T> {
        self.0.iter().rev().find(|(made_by, _)| *made_by <= operation).and_then(|(_, value)| value.as_ref())
    }

    /// What the row held at any time, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.0.iter().filter_map(|(_, value)| value.as_ref())
    }

    /// The operation since which the row, as it was after `operation`, holds what `same` looks for.
    pub fn since(&self, operation: i64, same: impl Fn(&T) -> bool) -> Option<i64> {
        let holds = |(_, value): &&(i64, Option<T>)| value.as_ref().is_some_and(&same);
        let until = self.0.iter().rev().skip_while(|(made_by, _)| *made_by > operation);
        until.take_while(holds).last().map(|(made_by, _)| *made_by)
    }

    /// The operations that touched the row, oldest first; one that touched it twice is listed twice.
    pub fn operations(&self) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().map(|(operation, _)| *operation)
    }
}

/// A sprint's row, as far as its figures turn on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SprintFacts {
    pub state: State,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
}

/// An item's place in the sprint.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    pub item: i64,
    /// What the account needs of it.
    pub facts: PlaceFacts,
}

/// An item's row, as far as a sprint's figures turn on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemFacts {
    pub points: Option<Points>,
    pub status: i64,
    pub parent: Option<i64>,
}

/// An item as a page showed it at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemThen {
    pub title: String,
    pub external_key: Option<String>,
    pub points: Option<Points>,
    pub status: String,
    pub class: Class,
    pub criteria: Vec<Criterion>,
}

/// An operation that touched the sprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: Instant,
    /// The operation that it takes back or brings back.
    pub reverts: Option<i64>,
}

/// How a sprint came to be what it is: every version of every row that its figures turn on.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    pub sprint: Versions<SprintFacts>,
    /// Every place that an item has or had in it, by its row.
    pub places: BTreeMap<i64, Versions<Placed>>,
    /// The items of those places.
    pub items: HashMap<i64, Versions<ItemFacts>>,
    /// What each status means.
    pub classes: HashMap<i64, Versions<Class>>,
    /// The operations that touched any of these, by their number.
    pub moments: BTreeMap<i64, Moment>,
    /// Whether an item that was reopened and ended again counts as added. Earlier versions froze reports without that.
    pub counts_reopened: bool,
    /// Whether a parent in a draft counts beside its estimated parts; a lock keeps that for each item.
    pub count_parents: bool,
}

impl Story {
    /// What each item was to the sprint after an operation; `None` if there was no such sprint. What happened to
    /// its items after its close is left out.
    pub fn standings(&self, operation: i64) -> Option<(State, Vec<(i64, ItemAccount)>)> {
        let state = self.sprint.after(operation)?.state;
        Some((state, self.places_after(operation).into_iter().flatten().collect()))
    }

    /// The same for each place in turn; `None` for one that was not there.
    pub fn places_after(&self, operation: i64) -> Vec<Option<(i64, ItemAccount)>> {
        let Some(state) = self.sprint.after(operation).map(|facts| facts.state) else { return Vec::new() };
        let operation = self.over(operation).unwrap_or(operation);
        let parents = if state == State::Draft { self.parents_in_draft(operation) } else { BTreeMap::new() };
        let standing = |place: &Versions<Placed>| {
            let placed = place.after(operation)?;
            let (points, class) = self.item(placed.item, operation)?;
            let by_parts = placed.facts.by_parts || parents.contains_key(&placed.item);
            let facts = PlaceFacts { reopened: self.reopened(place, operation), by_parts, ..placed.facts };
            Some((placed.item, stand(state, &facts, points, class)))
        };
        self.places.values().map(standing).collect()
    }

    /// The parents of a draft that its estimated parts count for.
    fn parents_in_draft(&self, operation: i64) -> BTreeMap<i64, Vec<i64>> {
        if self.count_parents {
            return BTreeMap::new();
        }
        let counted = self.places.values().filter_map(|place| {
            let item = place.after(operation)?.item;
            let (points, class) = self.item(item, operation)?;
            let parent = self.items.get(&item)?.after(operation)?.parent;
            (!class.is_ended()).then_some(Counted { item, parent, points })
        });
        beside_parts(&counted.collect::<Vec<_>>())
    }

    /// Whether an item that had ended before it entered was opened again in the sprint: from its entry until it left, or
    /// until `operation`, and by an operation that was not undone by then.
    pub fn reopened(&self, place: &Versions<Placed>, operation: i64) -> bool {
        let ended = |placed: &&Placed| self.counts_reopened && placed.facts.ended_at_entry;
        let Some(placed) = place.after(operation).filter(ended) else { return false };
        let until = match place.since(operation, |placed| placed.facts.left) {
            Some(left) => left - 1,
            None => operation,
        };
        let Some(entry) = place.since(until, |placed| placed.facts.ended_at_entry) else { return false };
        let touched = self.items.get(&placed.item).into_iter().flat_map(Versions::operations);
        let mut touched = touched.chain(self.classes.values().flat_map(Versions::operations));
        touched.any(|turn| entry < turn && turn <= until && self.opens(placed.item, turn, entry, until))
    }

    /// Whether an operation opened an item, and is neither undone by `until` nor the undo of something since `entry`.
    fn opens(&self, item: i64, turn: i64, entry: i64, until: i64) -> bool {
        let is_open = |operation| self.item(item, operation).is_some_and(|(_, class)| !class.is_ended());
        if !is_open(turn) || is_open(turn - 1) {
            return false;
        }
        let reverts = |operation: i64| self.moments.get(&operation).and_then(|moment| moment.reverts);
        // An undo reverts an operation that reverts none; a redo reverts an undo.
        let (undone, brought_back) = match reverts(turn) {
            Some(first) => (reverts(first).is_none().then_some(first), reverts(first)),
            None => (None, None),
        };
        if undone.is_some_and(|undone| undone > entry) {
            return false;
        }
        let taken_back = |moment: &Moment| moment.reverts.is_some_and(|of| of == turn || Some(of) == brought_back);
        !self.moments.range((Excluded(turn), Included(until))).any(|(_, moment)| taken_back(moment))
    }

    /// An item's estimate and class after an operation.
    pub fn item(&self, item: i64, operation: i64) -> Option<(Option<Points>, Class)> {
        let facts = self.items.get(&item)?.after(operation)?;
        let class = self.classes.get(&facts.status)?.after(operation)?;
        Some((facts.points, *class))
    }

    /// The operation that had closed or cancelled the sprint, when `operation` was done.
    pub fn over(&self, operation: i64) -> Option<i64> {
        self.sprint.since(operation, |facts| matches!(facts.state, State::Closed | State::Cancelled))
    }

    /// The account after an operation (R1); `None` if there was no such sprint.
    pub fn account(&self, operation: i64) -> Option<(State, Account)> {
        let (state, standings) = self.standings(operation)?;
        Some((state, sum(standings.into_iter().map(|(_, standing)| standing))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn image(value: Value) -> Map<String, Value> {
        let Value::Object(map) = value else { panic!("{value}") };
        map
    }

    fn turn(operation: i64, kind: &str, before: Value) -> RowChange {
        RowChange { operation, kind: kind.into(), before: image(before) }
    }

    fn points(map: &Map<String, Value>) -> Option<i64> {
        map.get("points").and_then(Value::as_i64)
    }

    #[test]
    fn a_row_is_read_backwards_through_its_changes() {
        let newest_first = [
            turn(9, "I", json!({})),
            turn(7, "D", json!({"id": 1, "points": 5})),
            turn(4, "U", json!({"points": 3})),
            turn(4, "U", json!({"points": 2})),
            turn(2, "I", json!({})),
        ];
        let versions = Versions::rewind(Some(image(json!({"id": 1, "points": 8}))), &newest_first, points);
        let held: Vec<Option<i64>> = (1..=10).map(|operation| versions.after(operation).copied()).collect();
        let none = None;
        assert_eq!(held, [none, Some(2), Some(2), Some(5), Some(5), Some(5), none, none, Some(8), Some(8)]);
    }

    #[test]
    fn a_row_that_is_gone_is_known_from_its_last_image() {
        let newest_first = [turn(3, "D", json!({"id": 1, "points": 5})), turn(2, "I", json!({}))];
        let versions = Versions::rewind(None, &newest_first, points);
        assert_eq!((versions.after(1), versions.after(2), versions.after(3)), (None, Some(&5), None));
    }
}
