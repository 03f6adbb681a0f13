//! The ground: one writer, one log, undo and redo, the lock, through the real database.

use standfast::app::Standfast;
use standfast::app::item::{ItemEdit, NewItem, Place};
use standfast::app::scope::Ask;
use standfast::app::sprint::Except;
use standfast::app::team::{NewMember, NewTeam};
use standfast::clock::Clock;
use standfast::domain::points::Points;
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::tables::Table;
use standfast::domain::time::Instant;
use standfast::error::Error;
use standfast::store::value::ToValue;
use standfast::store::{self, Store};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

/// A team of three with five items, on Monday 23 November 2026.
pub struct Fixture {
    pub folder: Folder,
    pub team: Standfast,
}

pub fn monday() -> Clock {
    Clock::Fixed(Instant::parse("2026-11-23T09:00:00Z").unwrap())
}

pub fn points(value: f64) -> Option<Points> {
    Points::new(value)
}

/// A folder that stays until the test ends: nothing is written to a database whose file is gone.
pub type Folder = Rc<tempfile::TempDir>;

thread_local! {
    static KEPT: RefCell<Vec<Folder>> = const { RefCell::new(Vec::new()) };
}

pub fn fixture() -> Fixture {
    let folder = Rc::new(tempfile::tempdir().unwrap());
    KEPT.with_borrow_mut(|kept| kept.push(Rc::clone(&folder)));
    let mut team = Standfast::create(&folder.path().join("team.db"), monday(), "fay").unwrap();
    let member = |name: &str, allocation: u8| NewMember {
        name: name.into(),
        allocation: Some(allocation.into()),
        ..NewMember::default()
    };
    let members = vec![member("ana", 100), member("ben", 80), member("cem", 50)];
    team.found_team(&NewTeam {
        name: "Pay".into(),
        prefix: Some("PAY".into()),
        zone: "Europe/Berlin".parse().unwrap(),
        members,
    })
    .unwrap();
    for (title, size) in [
        ("Retry webhooks", 3.0),
        ("Rotate keys", 5.0),
        ("Export ledger", 3.0),
        ("Refund in part", 8.0),
        ("Show fees", 2.0),
    ] {
        let new = NewItem {
            title: title.into(),
            points: points(size),
            criteria: vec!["It works.".into()],
            ..NewItem::default()
        };
        team.add_item(&new).unwrap();
    }
    Fixture { folder, team }
}

pub fn locked() -> Fixture {
    let mut fixture = fixture();
    let day = |text: &str| text.parse().ok();
    let new = SprintEdit {
        goal: Some(Some("Payouts recover".into())),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-12-04")),
        name: None,
    };
    fixture.team.new_sprint(&new).unwrap();
    fixture.team.add_to_sprint(1, &["PAY-1", "PAY-2"]).unwrap();
    fixture.team.lock_sprint(1, &[], &["ana".into()]).unwrap();
    fixture
}

pub fn refused(result: Result<impl Sized, Error>) -> (&'static str, String) {
    match result {
        Err(Error::Refused(refusal)) => (refusal.rule.number(), refusal.to_string()),
        Err(other) => panic!("failed instead of refusing: {other}"),
        Ok(_) => panic!("was not refused"),
    }
}

/// Everything the tables of the present hold, as text.
pub fn dump(path: &Path) -> String {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut out = String::new();
    for table in Table::ALL {
        let mut rows = db.prepare(&format!("SELECT * FROM {} ORDER BY id", table.name())).unwrap();
        let columns = rows.column_count();
        let mut found = rows.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let cells: Vec<String> = (0..columns).map(|n| format!("{:?}", row.get_ref(n).unwrap())).collect();
            writeln!(out, "{} {}", table.name(), cells.join(" ")).unwrap();
        }
    }
    out
}

#[test]
fn every_query_prepares_on_a_fresh_database() {
    let db = Store::in_memory().unwrap();
    let all: Vec<(String, String)> = store::NOUNS
        .iter()
        .flat_map(|noun| noun.queries.all().map(|(name, sql)| (format!("{}.{name}", noun.name), sql.to_owned())))
        .collect();
    assert!(all.len() > 100, "{}", all.len());
    for (name, sql) in all {
        db.batch(&format!("EXPLAIN {sql}")).unwrap_or_else(|error| panic!("{name}: {error}\n{sql}"));
    }
}

#[test]
fn every_table_has_one_noun() {
    for table in Table::ALL {
        let owners: Vec<&str> =
            store::NOUNS.iter().filter(|noun| noun.tables.contains(table)).map(|noun| noun.name).collect();
        assert_eq!(owners.len(), 1, "{table:?}: {owners:?}");
    }
}

#[test]
fn undo_and_redo_go_all_the_way_and_back() {
    let Fixture { folder, mut team } = fixture();
    let path = folder.path().join("team.db");
    let start = dump(&path);
    let mut states = vec![start];
    let edit = ItemEdit {
        points: Some(points(2.0)),
        add_criteria: vec!["It is fast.".into()],
        add_labels: vec!["api".into()],
        ..ItemEdit::default()
    };
    team.edit_item("PAY-1", &edit).unwrap();
    states.push(dump(&path));
    team.move_item("PAY-1", "done").unwrap();
    states.push(dump(&path));
    team.rank_items(&["PAY-5", "PAY-4"], &Place::Top).unwrap();
    states.push(dump(&path));
    team.drop_items(&["PAY-3"], "Nobody asks for it").unwrap();
    states.push(dump(&path));
    for n in (0..4).rev() {
        team.undo(None).unwrap();
        assert_eq!(dump(&path), states[n], "after undoing to {n}");
    }
    drop(team);
    let mut team = Standfast::open(&path, monday(), "fay").unwrap();
    for state in &states[1..] {
        team.redo().unwrap();
        assert_eq!(&dump(&path), state);
    }
    assert_eq!(refused(team.redo()).0, "G2");
    for _ in 0..4 {
        team.undo(None).unwrap();
    }
    assert_eq!(dump(&path), states[0]);
}

#[test]
fn undo_refuses_what_another_has_changed_since() {
    let Fixture { folder, mut team } = fixture();
    let edit = |title: &str| ItemEdit { title: Some(title.into()), ..ItemEdit::default() };
    let mine = team.edit_item("PAY-1", &edit("Mine")).unwrap().operation.unwrap();
    let mut other = Standfast::open(&folder.path().join("team.db"), monday(), "ben").unwrap();
    other.edit_item("PAY-1", &edit("His")).unwrap();
    let (rule, message) = refused(team.undo(Some(mine)));
    assert_eq!(rule, "G2");
    assert!(message.contains("by ben"), "{message}");
    assert_eq!(team.item("PAY-1").unwrap().row.title, "His");
}

#[test]
fn a_locked_scope_changes_only_through_a_request() {
    let Fixture { folder, mut team } = locked();
    let path = folder.path().join("team.db");
    assert_eq!(refused(team.add_to_sprint(1, &["PAY-3"])).0, "L7");
    assert_eq!(refused(team.remove_from_sprint(1, &["PAY-1"])).0, "L7");
    let edit = ItemEdit { points: Some(points(8.0)), ..ItemEdit::default() };
    assert_eq!(refused(team.edit_item("PAY-1", &edit)).0, "L7");
    assert!(team.verify_contract(1).unwrap().intact);

    let ask = |kind, item: &str, swap: Option<&str>, points| Ask {
        kind,
        item: item.into(),
        reason: "A customer is down".into(),
        requested_by: Some("support".into()),
        points,
        swap: swap.map(str::to_owned),
        accepted_by: Some("ana".into()),
    };
    team.request_change(&ask(RequestKind::Add, "PAY-3", Some("PAY-1"), None)).unwrap();
    team.request_change(&ask(RequestKind::Reestimate, "PAY-2", None, points(8.0))).unwrap();
    let view = team.sprint_view(1).unwrap();
    assert_eq!(view.account.committed.points, points(8.0).unwrap());
    assert_eq!(view.account.added.points, points(3.0).unwrap());
    assert_eq!(view.account.removed.points, points(3.0).unwrap());
    assert!((view.account.reestimated - 3.0).abs() < 1e-9);
    assert_eq!(view.account.scope().points, points(11.0).unwrap());
    assert!(team.verify_contract(1).unwrap().intact);
    let changed = dump(&path);
    team.undo(None).unwrap();
    team.undo(None).unwrap();
    // A lock under which requests were made, and undone, can be undone too.
    team.undo(None).unwrap();
    assert!(team.current_sprint().unwrap().is_none());
    for _ in 0..3 {
        team.redo().unwrap();
    }
    assert_eq!(dump(&path), changed);
}

#[test]
fn locking_names_every_failure_at_once() {
    let Fixture { folder: _folder, mut team } = fixture();
    team.add_item(&NewItem { title: "Spike".into(), ..NewItem::default() }).unwrap();
    team.new_sprint(&SprintEdit::default()).unwrap();
    team.add_to_sprint(1, &["PAY-6"]).unwrap();
    match team.lock_sprint(1, &[], &[]) {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.details.len(), 4, "{:?}", refusal.details),
        other => panic!("{other:?}"),
    }
    let except = [Except { subject: "pay-6".into(), reason: "timeboxed".into() }];
    match team.lock_sprint(1, &except, &[]) {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.details.len(), 2, "{:?}", refusal.details),
        other => panic!("{other:?}"),
    }
}

#[test]
fn raw_sql_cannot_write_outside_an_operation() {
    let Fixture { folder, team } = locked();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let db = rusqlite::Connection::open(&path).unwrap();
    for sql in [
        "UPDATE item SET points = 99 WHERE number = 1",
        "INSERT OR REPLACE INTO item (id, number, kind, title, status, status_since, rank, created_at)
        SELECT id, number, kind, title, status, status_since, rank, created_at FROM item WHERE number = 1",
        "DELETE FROM sprint_item",
        "INSERT INTO sprint_item (id, sprint, item, entered_at) VALUES (99, 1, 3, 0)",
        "UPDATE sprint SET goal = 'other'",
        "UPDATE contract SET text = 'other'",
        "DELETE FROM change",
        "UPDATE change SET before = NULL",
        "UPDATE operation SET actor = 'other'",
        "DELETE FROM operation",
    ] {
        let error = db.execute_batch(sql).expect_err(sql);
        assert!(error.to_string().contains("standfast"), "{sql}: {error}");
    }
    assert_eq!(dump(&path), before);
}

#[test]
fn search_never_fails_on_what_people_type() {
    use proptest::prelude::*;
    let Fixture { folder: _folder, team } = fixture();
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&any::<String>(), |typed| {
            team.search(&typed, standfast::app::item::Found::First, 10).unwrap();
            Ok(())
        })
        .unwrap();
    let found = team.search("web ret", standfast::app::item::Found::First, 10).unwrap();
    assert_eq!(found.len(), 0, "words match whole but for the last");
    let found = team.search("webhooks ret", standfast::app::item::Found::First, 10).unwrap();
    assert_eq!(found[0].key, "PAY-1");
}

#[test]
fn the_demo_is_one_team_with_a_story() {
    let folder = tempfile::tempdir().unwrap();
    let wednesday = Clock::Fixed(Instant::parse("2026-11-25T09:00:00Z").unwrap());
    let mut team = Standfast::create(&folder.path().join("demo.db"), wednesday, "you").unwrap();
    team.play_demo().unwrap();
    let view = team.sprint_view(4).unwrap();
    assert_eq!(view.day.unwrap().words(), "day 8 of 10");
    assert_eq!(view.account.committed.points, points(35.0).unwrap());
    assert_eq!(view.account.completed.points, points(6.0).unwrap());
    for sprint in 1..=4 {
        assert!(team.verify_contract(sprint).unwrap().intact);
    }
    for finding in team.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
    the_demo_has_a_past(&team);
    assert_eq!(refused(team.play_demo()).0, "G1");
    assert_eq!(refused(team.undo(None)).0, "G2");
}

#[test]
fn the_demo_plays_on_every_day_of_the_week() {
    for day in ["2026-12-28T06:00", "2026-12-29T13:00", "2026-12-31T23:30", "2027-01-01T10:00", "2027-01-03T10:00"] {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::Fixed(Instant::parse(&format!("{day}:00Z")).unwrap());
        let mut team = Standfast::create(&folder.path().join("demo.db"), clock, "you").unwrap();
        team.play_demo().unwrap();
        assert_eq!(team.current_sprint().unwrap().unwrap().number, 4, "{day}");
    }
}

fn the_demo_has_a_past(team: &Standfast) {
    let reports: Vec<String> = (1..=3)
        .map(|sprint| {
            let report = team.report(sprint).unwrap();
            let account = report.account();
            let (committed, added) = (account.committed.points, account.added.points);
            let (done, left) = (account.completed.points, account.not_completed.points);
            format!("{committed} +{added} done {done} left {left}")
        })
        .collect();
    assert_eq!(reports, ["36 +3 done 36 left 0", "33 +8 done 28 left 13", "33 +5 done 35 left 3"]);
    let actions: Vec<String> = team
        .actions()
        .unwrap()
        .iter()
        .map(|action| {
            let late = if action.is_overdue(team.today()) { ", overdue" } else { "" };
            format!("{} {}, carried {}{late}", action.key(), action.standing(), action.carried())
        })
        .collect();
    let told = [
        "A1 no effect, carried 0",
        "A2 worked, carried 1",
        "A3 worked, carried 0",
        "A4 open, carried 0",
        "A5 open, carried 0, overdue",
    ];
    assert_eq!(actions, told);
    let over = team.standups(40).unwrap().iter().filter(|standup| standup.over_seconds > 0).count();
    assert!(over > 2, "{over} standups ran over");
}

#[test]
fn the_story_of_an_item_tells_what_stands_and_leaves_out_what_was_undone() {
    let Fixture { folder: _folder, mut team } = locked();
    let edit =
        ItemEdit { add_labels: vec!["api".into()], title: Some("Rotate all keys".into()), ..ItemEdit::default() };
    team.edit_item("PAY-2", &edit).unwrap();
    team.assign_item("PAY-2", Some("ana")).unwrap();
    team.undo(None).unwrap();
    team.assign_item("PAY-2", Some("ben")).unwrap();
    team.move_item("PAY-2", "doing").unwrap();
    team.tick_item("PAY-2", 1, true).unwrap();
    let told: Vec<String> = team.item_history("PAY-2").unwrap().into_iter().map(|told| told.words).collect();
    let expected = [
        "ticked \"It works.\"",
        "todo → doing",
        "given to ben",
        "title \"Rotate keys\" → \"Rotate all keys\"; label api",
        "into sprint 1",
        "came into the backlog; criterion \"It works.\"",
    ];
    assert_eq!(told, expected);
    assert_eq!(team.labels_beginning("A", 5).unwrap(), ["api"]);
    assert!(team.labels_beginning("x", 5).unwrap().is_empty());
}

#[test]
fn no_query_about_one_item_reads_them_all() {
    let db = Store::in_memory().unwrap();
    for (name, sql) in store::item::QUERIES.all() {
        let marks = (1..=16).filter(|n| sql.contains(&format!("${n}"))).count();
        let params = vec![&None::<i64> as &dyn ToValue; marks];
        let steps: Vec<(i64, i64, i64, String)> = db.query(&format!("EXPLAIN QUERY PLAN {sql}"), &params).unwrap();
        let plan: Vec<String> = steps.into_iter().map(|(.., step)| step).collect();
        // A part of a query is as long as its LIMIT.
        let bounded = |step: &str| {
            ["INDEX", "team", "(subquery", "children", "dependents"].iter().any(|word| step.contains(word))
        };
        let scans = plan.iter().find(|step| step.starts_with("SCAN") && !bounded(step));
        assert_eq!(scans, None, "{name}: {plan:?}");
    }
}
