//! What a sprint promised beside what it holds now (L9): the contract's diff.

use crate::domain::points::{Points, estimate_in_words};
use crate::domain::scope::{Contract, NewDates, Request, RequestKind, RequestRuling};
use crate::domain::sprint::{Entered, Entry, ItemOutcome, Sprint};

/// How one item, or the sprint itself, differs from the promise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// It came in after the lock.
    Added(Option<Points>),
    /// It was promised and has left.
    Removed(Option<Points>),
    /// It came in after the lock and has left again.
    CameAndWent(Option<Points>),
    /// It is there with another estimate.
    Reestimated {
        /// The estimate at the lock, or when it came.
        from: Option<Points>,
        to: Option<Points>,
    },
    /// It was promised and will not be done.
    Dropped(Option<Points>),
    /// The sprint has other dates.
    Moved(NewDates),
}

/// One item that differs, or the dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The item's key, or `Dates`.
    pub key: String,
    /// Its title in the contract, else its title now.
    pub title: String,
    pub change: Change,
}

/// Everything in which the sprint differs from its contract: its dates, then its items in the order of the ranks. An item
/// that has come and left several times is there once for each time.
pub fn since_the_lock(contract: &Contract, sprint: &Sprint, entries: &[Entry]) -> Vec<Difference> {
    let promised = contract.starts_on.parse().ok().zip(contract.ends_on.parse().ok());
    let moved = promised.zip(sprint.starts_on.zip(sprint.ends_on)).filter(|(promised, now)| promised != now);
    let moved = moved.map(|(promised, now)| Change::Moved(NewDates::between(promised, now)));
    let dates = |change| Difference { key: "Dates".to_owned(), title: format!("Sprint {}", sprint.number), change };
    let mut found: Vec<Difference> = moved.map(dates).into_iter().collect();
    for entry in entries {
        let promised = contract.items.iter().find(|item| item.key == entry.item.key);
        let title = promised.map_or(&entry.item.title, |item| &item.title).clone();
        let mut add = |change| found.push(Difference { key: entry.item.key.clone(), title: title.clone(), change });
        let (at_lock, now) = (entry.points_at_lock, entry.points_now);
        match (entry.entered, entry.present) {
            (Entered::Added, true) => add(Change::Added(at_lock)),
            (Entered::Added, false) => add(Change::CameAndWent(now)),
            (Entered::Planned, false) => add(Change::Removed(now)),
            (Entered::Planned, true) | (Entered::Finished, _) => {}
        }
        if at_lock != now && entry.entered != Entered::Finished {
            add(Change::Reestimated { from: at_lock, to: now });
        }
        if entry.outcome == ItemOutcome::Dropped {
            add(Change::Dropped(now));
        }
    }
    found
}

/// What came in without a request, in a sentence: items that were finished before they entered, and are open again.
pub fn opened_again(entries: &[Entry], requests: &[Request]) -> Option<String> {
    let accepted = |request: &&Request| request.ruling == Some(RequestRuling::Accepted);
    let asked = |key: &str| {
        let brought = |r: &Request| r.kind == RequestKind::Add && r.counts.item && r.item.as_deref() == Some(key);
        requests.iter().filter(accepted).any(brought)
    };
    let again = entries.iter().filter(|entry| entry.entered == Entered::Added && !asked(&entry.item.key));
    let named: Vec<String> =
        again.map(|entry| format!("{} ({})", entry.item.key, estimate_in_words(entry.points_now))).collect();
    (!named.is_empty()).then(|| format!("Opened again since the lock, so counted as added: {}.", named.join(", ")))
}

impl Difference {
    /// The change in words, as in "added, 3 points".
    pub fn words(&self) -> String {
        let points = estimate_in_words;
        match self.change {
            Change::Added(p) => format!("added, {}", points(p)),
            Change::Removed(p) => format!("taken out, {}", points(p)),
            Change::CameAndWent(p) => format!("added and taken out again, {}", points(p)),
            Change::Reestimated { from, to } => format!("re-estimated from {} to {}", points(from), points(to)),
            Change::Dropped(p) => format!("dropped, {}", points(p)),
            Change::Moved(dates) => dates.words(),
        }
    }
}
