//! Random stories of operations: undo leads back to the start, and the account of the sprint always balances.

use crate::ground::{Fixture, dump, fixture, locked, monday, points};
use chrono::Days;
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::item::{ItemEdit, NewItem, Place};
use standfast::app::log::LogFilter;
use standfast::app::scope::{Ask, AskDates};
use standfast::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason};
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::Account;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::Day;
use standfast::error::{Error, Result};

#[derive(Debug, Clone)]
pub enum Step {
    Add(u8),
    Points(u8, u8),
    Criterion(u8),
    Move(u8, usize),
    Rank(u8, u8),
    Drop(u8),
    Depend(u8, u8),
    Plan(u8),
    Unplan(u8),
    Lock,
    Request(RequestKind, u8, u8, bool),
    Rule(u8, bool),
    /// Moves the last day of the locked sprint to so many days after 1 December, accepted at once.
    Dates(u8),
    Cancel,
    Undo,
    Redo,
}

pub fn step() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![Just(RequestKind::Add), Just(RequestKind::Remove), Just(RequestKind::Reestimate)];
    prop_oneof![
        1 => any::<u8>().prop_map(Step::Add),
        1 => (1..8u8, 0..8u8).prop_map(|(item, size)| Step::Points(item, size)),
        1 => (1..8u8).prop_map(Step::Criterion),
        1 => (1..8u8, 0..4usize).prop_map(|(item, to)| Step::Move(item, to)),
        1 => (1..8u8, 1..8u8).prop_map(|(item, other)| Step::Rank(item, other)),
        1 => (1..8u8).prop_map(Step::Drop),
        1 => (1..8u8, 1..8u8).prop_map(|(item, other)| Step::Depend(item, other)),
        3 => (1..8u8).prop_map(Step::Plan),
        1 => (1..8u8).prop_map(Step::Unplan),
        2 => Just(Step::Lock),
        4 => (kind, 1..8u8, 0..8u8, any::<bool>()).prop_map(|(kind, item, size, now)| Step::Request(kind, item, size, now)),
        1 => (1..6u8, any::<bool>()).prop_map(|(number, yes)| Step::Rule(number, yes)),
        1 => (0..12u8).prop_map(Step::Dates),
        1 => Just(Step::Cancel),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

pub fn take(team: &mut Standfast, step: &Step) -> Result<()> {
    let key = |n: &u8| format!("PAY-{n}");
    match step {
        Step::Add(n) => add(team, *n),
        Step::Points(item, size) => {
            let edit = ItemEdit { points: Some(points(f64::from(*size))), ..ItemEdit::default() };
            team.edit_item(&key(item), &edit).map(drop)
        }
        Step::Criterion(item) => {
            let edit = ItemEdit { add_criteria: vec!["More.".into()], ..ItemEdit::default() };
            team.edit_item(&key(item), &edit).map(drop)
        }
        Step::Move(item, to) => team.move_item(&key(item), ["todo", "doing", "review", "done"][*to]).map(drop),
        Step::Rank(item, other) => team.rank_items(&[&key(item)], &Place::Before(key(other))).map(drop),
        Step::Drop(item) => team.drop_items(&[&key(item)], "Not wanted").map(drop),
        Step::Depend(item, other) => {
            let edit = ItemEdit { depends_on: Some(vec![key(other)]), ..ItemEdit::default() };
            team.edit_item(&key(item), &edit).map(drop)
        }
        Step::Plan(item) => plan(team, &key(item)),
        Step::Unplan(item) => {
            let number = team.planning_sprint()?.map_or(1, |sprint| sprint.number);
            team.remove_from_sprint(number, &[&key(item)]).map(drop)
        }
        Step::Lock => {
            let number = team.planning_sprint()?.map_or(1, |sprint| sprint.number);
            team.lock_sprint(number, &[], &[]).map(drop)
        }
        Step::Request(kind, item, size, now) => request(team, *kind, key(item), *size, *now),
        Step::Rule(number, true) => team.accept_request(i64::from(*number), "ben", None, None).map(drop),
        Step::Rule(number, false) => team.defer_request(i64::from(*number), None).map(drop),
        Step::Dates(days) => {
            let first: Day = "2026-12-01".parse().unwrap_or_default();
            let ask = AskDates {
                end: first.checked_add_days(Days::new(u64::from(*days))),
                reason: "The bank is late".into(),
                accepted_by: Some("ana".into()),
                ..AskDates::default()
            };
            team.request_dates(&ask, None).map(drop)
        }
        Step::Cancel => {
            let number = team.current_sprint()?.map_or(1, |sprint| sprint.number);
            team.cancel_sprint(number, "Not now").map(drop)
        }
        Step::Undo => team.undo(None).map(drop),
        Step::Redo => team.redo().map(drop),
    }
}

fn add(team: &mut Standfast, n: u8) -> Result<()> {
    let new = NewItem {
        title: format!("New {n}"),
        points: points(f64::from(n % 5)),
        criteria: vec!["Yes.".into()],
        ..NewItem::default()
    };
    team.add_item(&new).map(drop)
}

pub fn plan(team: &mut Standfast, key: &str) -> Result<()> {
    if team.planning_sprint()?.is_none() {
        let day = |text: &str| text.parse().ok();
        team.new_sprint(&SprintEdit {
            goal: Some(Some("A goal".to_owned())),
            starts_on: Some(day("2026-11-23")),
            ends_on: Some(day("2026-12-04")),
            name: None,
        })?;
    }
    let number = team.planning_sprint()?.map_or(1, |sprint| sprint.number);
    team.add_to_sprint(number, &[key]).map(drop)
}

fn request(team: &mut Standfast, kind: RequestKind, item: String, size: u8, now: bool) -> Result<()> {
    let ask = Ask {
        kind,
        item,
        reason: "It changed".into(),
        requested_by: None,
        points: points(f64::from(size)),
        swap: None,
        accepted_by: now.then(|| "ana".to_owned()),
    };
    team.request_change(&ask).map(drop)
}

pub fn balance(team: &Standfast) {
    for sprint in team.sprints().unwrap() {
        let a = team.sprint_view(sprint.number).unwrap().account;
        let came = a.committed.points.value() + a.added.points.value() - a.removed.points.value() + a.reestimated;
        let became = a.completed.points + a.not_completed.points + a.dropped.points + a.remaining.points;
        assert!((came - became.value()).abs() < 1e-9, "{came} came, {} became: {a:?}", became.value());
        let count =
            i64::from(a.committed.count) + i64::from(a.added.count) - i64::from(a.removed.count) + i64::from(a.split);
        let found = a.completed.count + a.not_completed.count + a.dropped.count + a.remaining.count;
        assert_eq!(count, i64::from(found));
        let imported = team.report(sprint.number).is_ok_and(|report| report.imported.is_some());
        if sprint.locked_at.is_some() && !imported {
            let verdict = team.verify_contract(sprint.number).unwrap();
            assert!(verdict.intact, "{:?}", verdict.differences);
        }
    }
}

/// The accounts of all sprints after the last operation, as the screens show them.
fn remember(team: &Standfast, seen: &mut Vec<(i64, i64, Account)>) {
    let filter = LogFilter { limit: 1, ..LogFilter::default() };
    let operation = team.log(&filter).unwrap()[0].id;
    for sprint in team.sprints().unwrap() {
        seen.push((operation, sprint.id, team.sprint_view(sprint.number).unwrap().account));
    }
}

/// What was seen then is what the log says of then.
fn compare(team: &Standfast, seen: &[(i64, i64, Account)]) {
    for sprint in team.sprints().unwrap() {
        for (operation, _, account) in seen.iter().filter(|(_, id, _)| *id == sprint.id) {
            let rebuilt = team.account_after(sprint.number, *operation).unwrap().map(|found| found.account);
            assert_eq!(rebuilt, Some(*account), "sprint {} after operation {operation}", sprint.number);
        }
    }
}

fn play<'a>(team: &mut Standfast, steps: impl Iterator<Item = &'a Step>, seen: &mut Vec<(i64, i64, Account)>) {
    for step in steps {
        match take(team, step) {
            Ok(()) | Err(Error::Refused(_)) => {}
            Err(other) => panic!("{step:?} failed: {other}"),
        }
        remember(team, seen);
    }
}

/// Closes a sprint with dispositions as they come.
pub fn close(team: &mut Standfast, number: i64, goes: &[u8]) {
    let unfinished = team.unfinished(number).unwrap();
    let dispositions = unfinished.iter().zip(goes.iter().cycle()).map(|(row, goes)| {
        let half = row.points.map(|whole| whole.value() / 2.0);
        let goes = match goes {
            0 => Goes::Next,
            1 => Goes::Drop,
            2 if half != Some(0.0) => Goes::Split { done: half.and_then(points), title: None },
            _ => Goes::Backlog,
        };
        Disposition { item: row.key.clone(), goes, reason: Reason::Blocked, note: None }
    });
    let closing = Closing { dispositions: dispositions.collect(), rest: None, goal: GoalOutcome::Missed, note: None };
    team.close_sprint(number, &closing).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_story_balances_and_can_be_undone_to_the_start(steps in prop::collection::vec(step(), 1..40)) {
        let Fixture { folder, team } = fixture();
        drop(team);
        let path = folder.path().join("team.db");
        let mut team = Standfast::open(&path, monday(), "gus").unwrap();
        let fresh = dump(&path);
        let begun = team.log(&LogFilter { limit: 1, ..Default::default() }).unwrap()[0].id;
        let mut seen = Vec::new();
        play(&mut team, steps.iter(), &mut seen);
        compare(&team, &seen);
        balance(&team);
        for finding in team.doctor().unwrap() {
            prop_assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
        }
        // Undo what stands of the story, newest first; the fixture's own operations stay.
        for _ in 0..200 {
            let all = team.log(&LogFilter { limit: 1000, ..Default::default() }).unwrap();
            let Some(next) = all.iter().find(|op| op.id > begun && op.reverts.is_none() && op.undone_by.is_none()) else { break };
            team.undo(Some(next.id)).unwrap_or_else(|error| panic!("undo {} ({}): {error}", next.id, next.name));
        }
        prop_assert_eq!(dump(&path), fresh);
    }

    #[test]
    fn a_closed_sprint_stays_as_it_was_whatever_comes_after(
        before in prop::collection::vec(step(), 1..20),
        goes in prop::collection::vec(0..4u8, 8),
        after in prop::collection::vec(step(), 1..20),
    ) {
        let Fixture { folder, mut team } = locked();
        let mut seen = Vec::new();
        play(&mut team, before.iter().filter(|step| !matches!(step, Step::Cancel)), &mut seen);
        // A story may have undone the lock.
        if let Some(sprint) = team.current_sprint().unwrap() {
            close(&mut team, sprint.number, &goes);
            let (report, account) = (team.sealed_report(sprint.number).unwrap(), team.sprint_view(sprint.number).unwrap().account);
            play(&mut team, after.iter(), &mut seen);
            prop_assert_eq!(team.sealed_report(sprint.number).unwrap(), report);
            prop_assert_eq!(team.sprint_view(sprint.number).unwrap().account, account);
        }
        compare(&team, &seen);
        balance(&team);
        for finding in team.doctor().unwrap() {
            prop_assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
        }
        drop(folder);
    }
}
