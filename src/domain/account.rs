//! The account of a sprint: how its scope came about and what became of it (R1, L6).

use crate::domain::item::{Class, ItemRow};
use crate::domain::points::{Points, or_dash};
use crate::domain::sprint::{Account, Entered, Entry, ItemOutcome, State};
use serde::Serialize;

/// What is kept of an item's place in a sprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceFacts {
    /// Whether it was committed to at the lock.
    pub committed: bool,
    /// Whether it came in through a change request.
    pub added: bool,
    pub left: bool,
    /// Its estimate at the lock, or when it came later.
    pub points_at_entry: Option<Points>,
    /// Its estimate when it left.
    pub points_at_exit: Option<Points>,
    /// Whether it was finished or dropped already when it came.
    pub ended_at_entry: bool,
    /// Whether it was opened again after that, by an operation that was not undone.
    pub reopened: bool,
    /// Whether its points are those of its parts in the sprint, and do not count beside them.
    pub by_parts: bool,
}

/// What an item is to a sprint: everything that its figures are computed from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemAccount {
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
    pub split: Option<Split>,
    /// Whether its parts count in its place.
    pub by_parts: bool,
}

impl ItemAccount {
    /// What became of it in words; of a split item both parts, of a parent that its parts count.
    pub fn became(&self) -> String {
        let became = self.split.map_or_else(|| self.outcome.in_words().to_owned(), |split| split.words());
        if self.by_parts { format!("{became}, counted by its parts") } else { became }
    }

    /// The same with the points that count: 0 for a parent that its parts count for.
    #[must_use]
    pub fn counted(self) -> Self {
        if !self.by_parts {
            return self;
        }
        let none = Some(Points::ZERO);
        let split = self.split.map(|_| Split { done: none, left: none });
        Self { points_at_lock: none, points_now: none, split, ..self }
    }
}

/// An item split at the close: what it earned in the sprint, and what is left to do (R4). Both are `None` for an item
/// without an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Split {
    /// Points of the finished part.
    pub done: Option<Points>,
    /// Points of the rest.
    pub left: Option<Points>,
}

impl PlaceFacts {
    /// Whether the item is in the sprint and its work is open.
    pub fn is_open(&self, class: Class) -> bool {
        !self.left && !class.is_ended()
    }
}

impl Split {
    /// `split: 8 done, 5 left`.
    pub fn words(&self) -> String {
        format!("split: {} done, {} left", or_dash(self.done), or_dash(self.left))
    }
}

/// What an item with this estimate and class is to a sprint of that state.
pub fn stand(state: State, place: &PlaceFacts, points: Option<Points>, class: Class) -> ItemAccount {
    // What had ended before it entered and is opened again is work of this sprint from then on, however it ends: it came in.
    let reopened = place.ended_at_entry && (place.reopened || place.is_open(class));
    let ended_before = (place.ended_at_entry && !reopened) || (state == State::Draft && class.is_ended());
    let entered = match () {
        () if ended_before => Entered::Finished,
        () if place.added || reopened => Entered::Added,
        () => Entered::Planned,
    };
    let outcome = match (place.left, ended_before, class) {
        (true, ..) => ItemOutcome::Removed,
        (_, true, _) => ItemOutcome::CompletedOutside,
        (_, _, Class::Finished) => ItemOutcome::Completed,
        (_, _, Class::Dropped) => ItemOutcome::Dropped,
        _ if matches!(state, State::Closed | State::Cancelled) => ItemOutcome::NotCompleted,
        _ => ItemOutcome::Open,
    };
    ItemAccount {
        points_at_lock: if state == State::Draft { points } else { place.points_at_entry },
        points_now: if place.left { place.points_at_exit } else { points },
        entered,
        outcome,
        present: !place.left,
        split: None,
        by_parts: place.by_parts,
    }
}

/// An item in a sprint of that state, with the estimate and class that count for it.
pub fn entry_of(state: State, place: &PlaceFacts, item: ItemRow, points: Option<Points>, class: Class) -> Entry {
    entry(item, stand(state, place, points, class))
}

/// An item with that part in a sprint.
pub fn entry(item: ItemRow, standing: ItemAccount) -> Entry {
    let ItemAccount { points_at_lock, points_now, entered, outcome, present, split, by_parts } = standing;
    Entry { item, points_at_lock, points_now, entered, outcome, present, split, by_parts }
}

/// The figures of a sprint, from its entries.
pub fn account(entries: &[Entry]) -> Account {
    sum(entries.iter().map(Entry::standing))
}

/// The figures of a sprint: a pure function of how its items stand to it. Completed, remaining and dropped count
/// today's estimates; what an estimate changed since the lock is scope change, never burn (R1).
pub fn sum(standings: impl IntoIterator<Item = ItemAccount>) -> Account {
    let mut account = Account::default();
    for standing in standings {
        count(&mut account, &standing.counted());
    }
    account
}

fn count(account: &mut Account, standing: &ItemAccount) {
    let ItemAccount { points_at_lock, points_now, .. } = *standing;
    if standing.entered == Entered::Finished {
        if standing.present {
            account.completed_outside.add(points_now);
        }
        return;
    }
    match standing.entered {
        Entered::Added => account.added.add(points_at_lock),
        _ => account.committed.add(points_at_lock),
    }
    if points_now != points_at_lock {
        account.reestimated += points_now.unwrap_or_default().minus(points_at_lock.unwrap_or_default());
        account.reestimated_count += 1;
    }
    if let Some(split) = standing.split {
        account.completed.add(split.done);
        account.not_completed.add(split.left);
        account.split += 1;
        return;
    }
    match standing.outcome {
        ItemOutcome::Removed => account.removed.add(points_now),
        ItemOutcome::Completed => account.completed.add(points_now),
        ItemOutcome::Dropped => account.dropped.add(points_now),
        ItemOutcome::NotCompleted => account.not_completed.add(points_now),
        ItemOutcome::Open | ItemOutcome::CompletedOutside => account.remaining.add(points_now),
    }
}
