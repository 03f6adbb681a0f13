//! The account of a sprint: how its scope came about and what became of it (R1, L6).

use crate::domain::item::{Class, Row};
use crate::domain::points::Points;
use crate::domain::sprint::{Account, Entered, Entry, Outcome, State};

/// What is kept of an item's place in a sprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceFacts {
    /// Whether it was committed to at the lock.
    pub committed: bool,
    /// Whether it came in through a change request.
    pub added: bool,
    /// Whether it left.
    pub left: bool,
    /// Its estimate at the lock, or when it came later.
    pub points_at_entry: Option<Points>,
    /// Its estimate when it left.
    pub points_at_exit: Option<Points>,
    /// Whether it was finished or dropped already when it came.
    pub ended_at_entry: bool,
}

/// How an item stands to a sprint of that state.
pub fn entry_of(state: State, place: &PlaceFacts, item: Row) -> Entry {
    let ended_before = place.ended_at_entry || (state == State::Draft && item.class.is_ended());
    let entered = match () {
        () if ended_before => Entered::Finished,
        () if place.added => Entered::Added,
        () => Entered::Planned,
    };
    let outcome = match (place.left, ended_before, item.class) {
        (true, ..) => Outcome::Removed,
        (_, true, _) => Outcome::CompletedOutside,
        (_, _, Class::Finished) => Outcome::Completed,
        (_, _, Class::Dropped) => Outcome::Dropped,
        _ if matches!(state, State::Closed | State::Cancelled) => Outcome::NotCompleted,
        _ => Outcome::Open,
    };
    let points_at_lock = if state == State::Draft { item.points } else { place.points_at_entry };
    let points_now = if place.left { place.points_at_exit } else { item.points };
    Entry { item, points_at_lock, points_now, entered, outcome, present: !place.left }
}

/// The figures of a sprint: a pure function of its entries. Completed, remaining and dropped count today's estimates;
/// what an estimate changed since the lock is scope change, never burn (R1).
pub fn account(entries: &[Entry]) -> Account {
    let mut account = Account::default();
    for entry in entries {
        if entry.entered == Entered::Finished {
            if entry.present {
                account.completed_outside.add(entry.points_now);
            }
            continue;
        }
        match entry.entered {
            Entered::Added => account.added.add(entry.points_at_lock),
            _ => account.committed.add(entry.points_at_lock),
        }
        if entry.points_now != entry.points_at_lock {
            account.reestimated += entry.points_now.unwrap_or_default().minus(entry.points_at_lock.unwrap_or_default());
            account.reestimated_count += 1;
        }
        match entry.outcome {
            Outcome::Removed => account.removed.add(entry.points_now),
            Outcome::Completed => account.completed.add(entry.points_now),
            Outcome::Dropped => account.dropped.add(entry.points_now),
            Outcome::NotCompleted => account.not_completed.add(entry.points_now),
            Outcome::Open | Outcome::CompletedOutside => account.remaining.add(entry.points_now),
        }
        if entry.present {
            account.scope.add(entry.points_now);
        }
    }
    account
}
