//! Flow of a sprint: how many of its items waited, were worked on and were finished at any moment, and how long each that was
//! finished took from the first active status on.

use crate::domain::account::ItemAccount;
use crate::domain::calendar::Calendar;
use crate::domain::item::Class;
use crate::domain::story::Story;
use crate::domain::time::Instant;
use crate::domain::worktime::worked_days;
use std::collections::BTreeSet;

/// How many items of a sprint were in each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub waiting: u32,
    pub active: u32,
    pub finished: u32,
}

/// An item that was finished in the sprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cycle {
    /// Its row.
    pub item: i64,
    pub finished_at: Instant,
    /// Working days from the first active status to the finish, if it was ever in one.
    pub days: Option<f64>,
}

/// What the log says of a sprint's flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The counts from the lock on, whenever one changed.
    pub steps: Vec<(Instant, Counts)>,
    /// Every finished item, the first one first.
    pub cycles: Vec<Cycle>,
}

/// The flow of a sprint until an operation; `None` when it was not locked by then.
pub fn flow(story: &Story, calendar: &Calendar, operation: i64) -> Option<Measured> {
    let lock = story.locked(operation)?;
    let end = story.over(operation).unwrap_or(operation);
    let mut steps: Vec<(Instant, Counts)> = Vec::new();
    for (&number, moment) in story.moments.range(lock..=end) {
        let counts = counts(story, number);
        let at = steps.last().map_or(moment.at, |(last, _)| moment.at.max(*last));
        if steps.last().is_none_or(|(_, last)| *last != counts) {
            steps.push((at, counts));
        }
    }
    let places = story.places_after(end);
    let finished = places
        .iter()
        .flatten()
        .filter(|(item, account)| is_here(account) && class(story, *item, end) == Some(Class::Finished));
    let mut cycles: Vec<Cycle> = finished.filter_map(|(item, _)| cycle(story, calendar, *item, end)).collect();
    cycles.sort_by_key(|cycle| (cycle.finished_at, cycle.item));
    Some(Measured { steps, cycles })
}

/// Whether an item is in the sprint and its work is the sprint's.
fn is_here(account: &ItemAccount) -> bool {
    account.present && account.entered != crate::domain::sprint::Entered::Finished
}

fn class(story: &Story, item: i64, operation: i64) -> Option<Class> {
    story.item(item, operation).map(|(_, class)| class)
}

fn counts(story: &Story, operation: i64) -> Counts {
    let mut counts = Counts::default();
    for (item, account) in story.places_after(operation).into_iter().flatten() {
        match class(story, item, operation) {
            _ if !is_here(&account) => {}
            Some(Class::Waiting) => counts.waiting += 1,
            Some(Class::Active) => counts.active += 1,
            Some(Class::Finished) => counts.finished += 1,
            Some(Class::Dropped) | None => {}
        }
    }
    counts
}

/// When an item was finished last, and how long it took since it was first worked on.
fn cycle(story: &Story, calendar: &Calendar, item: i64, end: i64) -> Option<Cycle> {
    let gone = taken_back(story, end);
    let holds = |operation: &i64| *operation <= end && !gone.contains(operation);
    let touched: Vec<i64> = story.items.get(&item)?.operations().filter(holds).collect();
    let is = |operation: i64, wanted: Class| class(story, item, operation) == Some(wanted);
    let finish = touched.iter().rev().take_while(|operation| is(**operation, Class::Finished)).last()?;
    let finished_at = story.moments.get(finish)?.at;
    let start = touched.iter().find(|operation| is(**operation, Class::Active)).filter(|start| *start < finish);
    let began = start.and_then(|start| story.moments.get(start));
    Some(Cycle { item, finished_at, days: began.map(|began| worked_days(calendar, began.at, finished_at)) })
}

/// The operations that were undone, and those that undid or redid: as if none of them had been.
fn taken_back(story: &Story, end: i64) -> BTreeSet<i64> {
    let mut gone = BTreeSet::new();
    for (&operation, moment) in story.moments.range(..=end).rev() {
        if let Some(first) = moment.reverts.filter(|_| !gone.contains(&operation)) {
            gone.extend([first, operation]);
        }
    }
    gone
}
