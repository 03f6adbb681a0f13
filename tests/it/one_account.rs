//! One account of a sprint: its page, burndown, drill-down, as-of and the events of its log agree after every operation.

use crate::burndown::at;
use crate::ground::{Fixture, fixture, points};
use crate::properties::{self, Step, plan, take};
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::closing::{Burndown, Figure};
use standfast::app::item::ItemEdit;
use standfast::app::log::LogFilter;
use standfast::domain::burndown::Event;
use standfast::domain::points::Points;
use standfast::domain::promise::came_in_open;
use standfast::domain::report::Figure as Sum;
use standfast::domain::scope::{ContractItem, RequestKind, RequestRuling};
use standfast::domain::sprint::{Account, Amount, Entered, ItemOutcome};
use standfast::domain::time::Instant;
use standfast::error::Error;
use std::collections::BTreeMap;

/// Minute `n` of the sprint.
fn minute(n: usize) -> Instant {
    let start = Instant::parse("2026-11-23T09:30:00Z").unwrap();
    Instant(start.0 + i64::try_from(n).unwrap() * 60_000)
}

fn then(fixture: &Fixture, n: usize) -> Standfast {
    at(fixture, &minute(n).rfc3339())
}

/// Items 1 to 4 in a locked sprint; those of `ended` were finished before the lock, item 4 has no estimate, and item 3 is a
/// part of item 1.
fn locked(ended: &[u8]) -> Fixture {
    let mut it = fixture();
    it.team.set_team("ready-estimate", "off").unwrap();
    let none = ItemEdit { points: Some(None), ..Default::default() };
    it.team.edit_item("PAY-4", &none).unwrap();
    let part = ItemEdit { parent: Some(Some("PAY-1".into())), ..Default::default() };
    it.team.edit_item("PAY-3", &part).unwrap();
    for item in 1..=4 {
        plan(&mut it.team, &format!("PAY-{item}")).unwrap();
    }
    for item in ended {
        it.team.move_item(&format!("PAY-{item}"), "done").unwrap();
    }
    it.team.lock_sprint(1, &[], &[]).unwrap();
    it
}

type Sums = fn(&Account) -> Amount;

/// A figure of the account, and what opening it gives.
const FIGURES: [(Figure, Sums); 8] = [
    (Figure::Committed, |a| a.committed),
    (Figure::Added, |a| a.added),
    (Figure::Removed, |a| a.removed),
    (Figure::Completed, |a| a.completed),
    (Figure::CompletedOutside, |a| a.completed_outside),
    (Figure::NotCompleted, |a| a.not_completed),
    (Figure::Dropped, |a| a.dropped),
    (Figure::Remaining, |a| a.remaining),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Open,
    Done,
    Dropped,
}

/// What the sprint holds after each step of a burndown, from its events alone: points to do, points done.
fn replayed(burndown: &Burndown, committed: &[(String, f64)]) -> Vec<(f64, f64)> {
    let mut items: BTreeMap<String, (f64, Is)> = BTreeMap::new();
    let mut held = Vec::new();
    for point in &burndown.points {
        for told in &point.events {
            let key = told.item.clone().unwrap_or_default();
            let mut becomes = |is| items.entry(key.clone()).or_insert((0.0, is)).1 = is;
            match told.event {
                Event::Lock => {
                    items.extend(committed.iter().map(|(key, points)| (key.clone(), (*points, Is::Open))));
                }
                Event::In => drop(items.insert(key, (told.points, Is::Open))),
                Event::Out => drop(items.remove(&key)),
                Event::Finish => becomes(Is::Done),
                Event::Drop => becomes(Is::Dropped),
                Event::Reopen | Event::Restore => becomes(Is::Open),
                Event::Reestimate => items.entry(key).or_insert((0.0, Is::Open)).0 += told.points,
                Event::Close | Event::Cancel | Event::Dates => {}
            }
        }
        let sum = |of| items.values().filter(|(_, is)| *is == of).map(|(points, _)| points).sum::<f64>();
        held.push((sum(Is::Open), sum(Is::Done)));
    }
    held
}

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

/// Compares every face of sprint 1 as it is now.
fn compare(team: &Standfast, operation: i64, now: Instant) -> Account {
    let account = team.sprint_view(1).unwrap().account;
    let as_of = team.account_after(1, operation).unwrap().unwrap().account;
    assert_eq!(as_of, account, "as of operation {operation}");
    assert_eq!(team.account_as_of(1, now).unwrap().account, account, "as of {}", now.rfc3339());
    for (figure, of) in FIGURES {
        let behind = team.figure_behind(1, figure).unwrap();
        assert_eq!(behind.amount, Sum::from(of(&account)), "{}", figure.word());
        let unexplained: Vec<&str> = behind
            .items
            .iter()
            .filter(|part| part.operations.is_empty())
            .map(|part| part.entry.item.key.as_str())
            .collect();
        let without = matches!(figure, Figure::Remaining | Figure::NotCompleted);
        assert!(without || unexplained.is_empty(), "{}: nothing explains {unexplained:?}", figure.word());
    }
    compare_requests(team, &account);
    let burndown = team.burndown(1, None).unwrap();
    let last = burndown.points.last().unwrap().totals;
    assert_eq!(last.scope(), account.scope(), "scope");
    assert_eq!((last.remaining.plus(Amount::default()), last.done), (open(&account), account.completed));
    let (contract, _) = team.contract(1).unwrap();
    let promised = contract.items.iter().filter(|item| !item.ended);
    let weight = |item: &ContractItem| if item.by_parts { 0.0 } else { item.points.unwrap_or(0.0) };
    let promised: Vec<(String, f64)> = promised.map(|item| (item.key.clone(), weight(item))).collect();
    let lines = replayed(&burndown, &promised);
    for (point, (open, done)) in burndown.points.iter().zip(lines) {
        let closed = point.events.iter().any(|told| told.event == Event::Close);
        let (left, made) = (point.totals.remaining.points.value(), point.totals.done.points.value());
        let agrees = if closed {
            same(left + made, open + done) || account.dropped.count > 0
        } else {
            same(left, open) && same(made, done)
        };
        assert!(agrees, "operation {}: {left} and {made}, by events {open} and {done}", point.operation);
    }
    account
}

/// What the accepted requests moved, with what was opened again, leads from the commitment to the scope.
fn compare_requests(team: &Standfast, account: &Account) {
    let requests = team.requests(Some(1)).unwrap();
    let value = |points: Option<Points>| points.map_or(0.0, Points::value);
    let entries = team.sprint_view(1).unwrap().entries;
    let again: f64 = came_in_open(&entries, &requests).iter().map(|(_, points)| value(*points)).sum();
    let requests: Vec<_> = requests.iter().filter(|r| r.ruling == Some(RequestRuling::Accepted)).collect();
    let moved: f64 = requests.iter().map(|request| value(request.moved_in()) - value(request.moved_out())).sum();
    let whole = account.scope().points.value() + account.dropped.points.value();
    let sum = account.committed.points.value() + moved + again;
    let shown: Vec<String> = requests.iter().map(|request| request.asked()).collect();
    assert!(same(whole, sum), "{whole} by the account, {sum} by the requests {shown:?}");
}

fn open(account: &Account) -> Amount {
    account.remaining.plus(account.not_completed)
}

/// Compares what was seen after each operation with what the log says of that instant.
fn look_back(team: &Standfast, seen: &[(Instant, Account)]) {
    for (instant, account) in seen {
        let rebuilt = team.account_as_of(1, *instant).unwrap().account;
        assert_eq!(rebuilt, *account, "as of {}", instant.rfc3339());
        let line = team.burndown(1, Some(*instant)).unwrap();
        let totals = line.points.last().unwrap().totals;
        assert_eq!((totals.scope(), totals.done), (account.scope(), account.completed), "{}", instant.rfc3339());
    }
}

fn last_operation(team: &Standfast) -> i64 {
    team.log(&LogFilter { limit: 1, ..LogFilter::default() }).unwrap()[0].id
}

#[test]
fn an_item_finished_before_the_lock_and_reopened_is_added_and_then_earned() {
    let it = locked(&[2]);
    let account = |n| compare(&then(&it, n), last_operation(&then(&it, n)), minute(n));
    let before = account(1);
    assert_eq!((before.completed_outside.points, before.added.count), (points(5.0).unwrap(), 0));
    then(&it, 2).move_item("PAY-2", "doing").unwrap();
    let open = account(2);
    assert_eq!((open.added.points, open.completed_outside.count), (points(5.0).unwrap(), 0));
    then(&it, 3).move_item("PAY-2", "done").unwrap();
    let done = account(3);
    assert_eq!((done.added.points, done.completed.points), (points(5.0).unwrap(), points(5.0).unwrap()));
    let words: Vec<String> =
        then(&it, 3).burndown(1, None).unwrap().points.iter().map(|point| point.events[0].words.clone()).collect();
    assert_eq!(words, ["locked", "PAY-2 opened again, counts as added (+5)", "PAY-2 finished (-5)"]);
    let mut team = then(&it, 4);
    properties::close(&mut team, 1, &[3]);
    let report = team.report(1).unwrap();
    let line = report.items.iter().find(|line| line.key == "PAY-2").unwrap();
    assert_eq!((line.entered, line.outcome), (Entered::Added, ItemOutcome::Completed));
    assert_eq!(points(report.figures.completed.points), points(5.0));
    assert_eq!(team.verify_report(1).unwrap(), Vec::<String>::new());
    look_back(&team, &[(minute(1), before), (minute(2), open), (minute(3), done)]);
}

#[test]
fn a_reopening_that_is_undone_earns_nothing() {
    let it = locked(&[2]);
    let account = |n| compare(&then(&it, n), last_operation(&then(&it, n)), minute(n));
    let before = account(1);
    then(&it, 2).move_item("PAY-2", "doing").unwrap();
    then(&it, 3).undo(None).unwrap();
    assert_eq!(account(3), before);
    then(&it, 4).redo().unwrap();
    assert_eq!(account(4).added.count, 1);
    then(&it, 5).undo(None).unwrap();
    assert_eq!(account(5), before);
}

fn turn() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![Just(RequestKind::Add), Just(RequestKind::Remove), Just(RequestKind::Reestimate)];
    prop_oneof![
        6 => (1..6u8, 0..4usize).prop_map(|(item, to)| Step::Move(item, to)),
        2 => (1..6u8).prop_map(Step::Drop),
        4 => (kind, 1..6u8, 0..8u8).prop_map(|(kind, item, size)| Step::Request(kind, item, size, true)),
        1 => (0..12u8).prop_map(Step::Dates),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_face_of_a_sprint_has_one_account(
        ended in prop::collection::vec(1..5u8, 0..4),
        turns in prop::collection::vec(turn(), 1..16),
        goes in prop::collection::vec(0..4u8, 1..4),
    ) {
        let it = locked(&ended);
        let mut seen = Vec::new();
        for (n, step) in turns.iter().enumerate() {
            let mut team = then(&it, n + 1);
            match take(&mut team, step) {
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(other) => panic!("{step:?} failed: {other}"),
            }
            if team.sprint_view(1).unwrap().sprint.locked_at.is_none() {
                break;
            }
            seen.push((minute(n + 1), compare(&team, last_operation(&team), minute(n + 1))));
        }
        let mut team = then(&it, 60);
        if team.current_sprint().unwrap().is_some() {
            look_back(&team, &seen);
            properties::close(&mut team, 1, &goes);
            compare(&team, last_operation(&team), minute(60));
            prop_assert!(team.verify_report(1).unwrap().is_empty());
            look_back(&team, &seen);
        }
    }
}
