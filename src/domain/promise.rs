//! What a sprint promised beside what it holds now (L9): the contract's diff.

use crate::domain::points::{Points, estimate_in_words, settled};
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
    let again = came_in_open(entries, requests).into_iter();
    let named: Vec<String> = again.map(|(key, points)| format!("{key} ({})", estimate_in_words(points))).collect();
    (!named.is_empty()).then(|| format!("Opened again since the lock, so counted as added: {}.", named.join(", ")))
}

/// The same items with the points with which they were opened: what no request moved.
pub fn came_in_open<'a>(entries: &'a [Entry], requests: &[Request]) -> Vec<(&'a str, Option<Points>)> {
    let value = |points: Option<Points>| points.map_or(0.0, Points::value);
    let mut found: Vec<(&str, Option<Points>)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.entered == Entered::Added) {
        let key = entry.item.key.as_str();
        let stays = || entries.iter().filter(|stay| stay.item.key == key && stay.entered != Entered::Finished);
        let of_key = |r: &&Request| r.item.as_deref() == Some(key) && r.counts.item;
        let accepted = |r: &&Request| r.ruling == Some(RequestRuling::Accepted);
        let moved = |kind| requests.iter().filter(accepted).filter(of_key).filter(move |r| r.kind == kind);
        let came = stays().filter(|stay| stay.entered == Entered::Added).count();
        if moved(RequestKind::Add).count() >= came || found.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let held: f64 = stays().map(|stay| value(stay.standing().counted().points_now)).sum();
        let planned = stays().filter(|stay| stay.entered == Entered::Planned);
        let planned: f64 = planned.map(|stay| value(stay.standing().counted().points_at_lock)).sum();
        let asked: f64 = moved(RequestKind::Add).map(|r| value(r.moved_in())).sum();
        let resized = moved(RequestKind::Reestimate).map(|r| value(r.moved_in()) - value(r.moved_out()));
        let opened = settled(held - planned - asked - resized.sum::<f64>());
        found.push((key, Points::new(opened).filter(|_| opened > 0.0 || entry.points_now.is_some())));
    }
    found
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
