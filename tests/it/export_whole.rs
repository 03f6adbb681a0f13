//! A team with everything a team can have, exported and taken over: the same bytes, and what stood still stands.

use crate::export::{empty_team, export, similar, take_over};
use crate::ground::{Fixture, dump, points, refused};
use crate::three_sprints::played;
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::{ItemEdit, NewItem};
use standfast::app::scope::Ask;
use standfast::app::standup::Say;
use standfast::app::standup::{BlockerRuling, Start};
use standfast::clock::Clock;
use standfast::domain::blocker::Cause;
use standfast::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::tables::Table;
use standfast::domain::time::Instant;
use standfast::exchange::input::Input;
use standfast::exchange::{Format, Options, open_csv, sprints};
use std::ops::ControlFlow;
use std::path::Path;

fn at(path: &Path, moment: &str) -> Standfast {
    let clock = Clock::Fixed(Instant::parse(&format!("{moment}:00Z")).unwrap());
    Standfast::open(path, clock, "fay").unwrap()
}

fn ask(team: &mut Standfast, kind: RequestKind, item: &str, (swap, by): (Option<&str>, Option<&str>)) {
    let ask = Ask {
        kind,
        item: item.into(),
        reason: "A customer is down".into(),
        requested_by: Some("support".into()),
        points: points(8.0),
        swap: swap.map(str::to_owned),
        accepted_by: by.map(str::to_owned),
    };
    team.request_change(&ask).unwrap();
}

fn plan(team: &mut Standfast, days: (&str, &str), items: &[String]) -> i64 {
    let new = SprintEdit {
        name: Some(Some("Winter".into())),
        goal: Some(Some("Fees on one page".into())),
        starts_on: Some(days.0.parse().ok()),
        ends_on: Some(days.1.parse().ok()),
    };
    let number = team.new_sprint(&new).unwrap().value;
    team.add_to_sprint(number, &items.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    number
}

/// Past sprints of another tool, and a sprint with every sort of request and disposition, closed.
fn fifth_sprint(path: &Path) -> Vec<String> {
    let mut team = at(path, "2027-01-04T09:10");
    let file = Input::of_bytes("past.json", include_str!("fixtures/knowhow_sprints.json")).unwrap();
    let past = sprints::read(file, Format::KnowhowSprints, team.zone()).unwrap();
    team.import_sprints(&past.told).unwrap();
    let csv = Input::of_bytes("old.csv", "Issue key,Summary,Sprint\nOLD-1,Old,Sprint 1\n").unwrap();
    let options = Options::of_zone(team.zone());
    team.import_items(&mut open_csv(csv, &options).unwrap(), &mut |_| ControlFlow::Continue(())).unwrap();
    team.set_team("ready-criteria", "off").unwrap();
    team.set_team("focus-factor", "2").unwrap();
    let new = |n: i32| NewItem { title: format!("Winter {n}"), points: points(2.0), ..NewItem::default() };
    let keys: Vec<String> = (0..9).map(|n| team.add_item(&new(n)).unwrap().value).collect();
    let needs =
        ItemEdit { depends_on: Some(vec![keys[0].clone()]), add_labels: vec!["api".into()], ..ItemEdit::default() };
    team.edit_item(&keys[1], &needs).unwrap();
    let number = plan(&mut team, ("2027-01-04", "2027-01-15"), &keys[..6]);
    let except = [standfast::app::sprint::Except { subject: "capacity".into(), reason: "We stretch".into() }];
    team.lock_sprint(number, &except, &["ana".into()]).unwrap();
    ask(&mut team, RequestKind::Add, &keys[6], (Some(&keys[5]), Some("ana")));
    ask(&mut team, RequestKind::Reestimate, &keys[1], (None, Some("ana")));
    ask(&mut team, RequestKind::Add, &keys[7], (None, None));
    ask(&mut team, RequestKind::Remove, &keys[4], (None, Some("ben")));
    team.move_item(&keys[0], "done").unwrap();
    let goes = [
        (1, Goes::Split { done: points(3.0), title: None }, Reason::Underestimated),
        (2, Goes::Next, Reason::Blocked),
        (3, Goes::Drop, Reason::Displaced),
        (6, Goes::Backlog, Reason::NotStarted),
    ];
    let given = goes.into_iter().map(|(n, goes, reason)| Disposition {
        item: keys[n].clone(),
        goes,
        reason,
        note: Some("So it went.".into()),
    });
    let closing =
        Closing { dispositions: given.collect(), rest: None, goal: GoalOutcome::Partly, note: Some("Snow.".into()) };
    at(path, "2027-01-15T13:00").close_sprint(number, &closing).unwrap();
    keys
}

/// A sprint under way with a standup, blockers, a parked topic, a review and a retro that have begun.
fn sixth_sprint(path: &Path, keys: &[String]) {
    let mut team = at(path, "2027-01-15T14:00");
    team.start_retro(None).unwrap();
    team.add_note("did not", "Snow", None).unwrap();
    team.vote(1, Some("cem")).unwrap();
    team.put_off("Move south", Some(1)).unwrap();
    team.add_absence("ben", "2027-01-20".parse().unwrap(), "2027-01-21".parse().unwrap(), Some("A course")).unwrap();
    team.add_holiday("2027-01-22".parse().unwrap(), "Feast").unwrap();
    let mut team = at(path, "2027-01-18T08:00");
    let number = plan(&mut team, ("2027-01-18", "2027-01-29"), &keys[7..9]);
    team.lock_sprint(number, &[], &["ana".into()]).unwrap();
    let blocker = BlockerEdit {
        text: Some("No key".into()),
        cause: Some(Cause::Access),
        add_items: vec![keys[7].clone()],
        raised_by: Some("ana".into()),
        owner: Some(Some("ben".into())),
        waiting_on: Some(Some("the bank".into())),
        needed_by: Some("2027-01-20".parse().ok()),
        next_step: Some(Some("Call".into())),
        next_step_by: Some("2027-01-19".parse().ok()),
        ..BlockerEdit::default()
    };
    team.raise_blocker(&blocker).unwrap();
    let say = Say { today: Some("The key".into()), needs: Some("A word from @cem".into()), from: vec!["cem".into()] };
    team.check_in(Some("ana"), &say).unwrap();
    let mut team = at(path, "2027-01-19T08:00");
    team.start_standup(Start::default()).unwrap();
    let risk = BlockerRuling::Accept { reason: "The bank is closed".into(), until: None };
    team.rule_on_blocker(1, &risk).unwrap();
    team.park_topic("Which bank?", &["ana".into(), "ben".into()], Some(&keys[8])).unwrap();
    team.talk_about(Some(&keys[8])).unwrap();
    while team.standup().unwrap().is_some_and(|now| now.speaker().is_some()) {
        team.next_in_standup(None).unwrap();
    }
    team.finish_standup().unwrap();
    team.move_item(&keys[8], "done").unwrap();
    team.start_review(None, &["Mara".into()]).unwrap();
}

fn whole() -> Fixture {
    let fixture = played();
    let path = fixture.team.path().to_owned();
    let keys = fifth_sprint(&path);
    sixth_sprint(&path, &keys);
    fixture
}

#[test]
fn a_team_with_everything_goes_there_and_back_without_a_bytes_difference() {
    let Fixture { folder: _here, team } = whole();
    let team = at(team.path(), "2027-01-19T09:00");
    let text = export(&team);
    // A table without a row proves nothing about itself.
    let tables: serde_json::Value = serde_json::from_str(&text).unwrap();
    let empty = |table: &&Table| tables[table.name()].as_array().unwrap().is_empty();
    let left: Vec<&str> = Table::ALL.iter().filter(empty).map(|table| table.name()).collect();
    assert_eq!(left, Vec::<&str>::new(), "tables that the story leaves empty");

    let (_there, mut fresh) = empty_team();
    take_over(&mut fresh, &text).unwrap();
    let mut other = at(fresh.path(), "2027-01-19T09:00");
    drop(fresh);
    similar(&export(&other), &text);
    for finding in other.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
    for sprint in team.sprints().unwrap() {
        let (here, there) = (team.sprint_view(sprint.number).unwrap(), other.sprint_view(sprint.number).unwrap());
        assert_eq!((here.account, here.capacity), (there.account, there.capacity), "sprint {}", sprint.number);
        if sprint.closed_at.is_some() {
            assert_eq!(team.sealed_report(sprint.number).unwrap(), other.sealed_report(sprint.number).unwrap());
        }
    }
    assert_eq!(team.velocity().unwrap(), other.velocity().unwrap());
    assert_eq!(team.first_to_plan().unwrap(), other.first_to_plan().unwrap());

    // It goes on, and once more there and back.
    other.finish_review().unwrap();
    let rest = Some(Rest { goes: Goes::Next, reason: Reason::Other, note: None });
    let closing = Closing { dispositions: Vec::new(), rest, goal: GoalOutcome::Met, note: None };
    let report = other.close_sprint(6, &closing).unwrap().value;
    assert_eq!((report.figures.committed.points, report.figures.completed.points), (4.0, 2.0));
    let (_, said) = refused(other.burndown(1, None));
    assert!(said.starts_with("Sprint 1 was over when it came here with its team"), "{said}");
    assert_eq!(other.burndown(6, None).unwrap().points.len(), 2, "it begins with the import and ends with the close");
    for finding in other.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
    let text = export(&other);
    let (_third, mut third) = empty_team();
    take_over(&mut third, &text).unwrap();
    similar(&export(&third), &text);
}

#[test]
fn a_report_that_was_tampered_with_is_refused() {
    let Fixture { folder: _here, team } = whole();
    let text = export(&team);
    for (from, to, told) in [
        ("completed\\\":{\\\"points\\\":25.0", "completed\\\":{\\\"points\\\":52.0", "Sprint 4: The report's text"),
        ("\"state\":\"closed\"", "\"state\":\"draft\"", "It has a report and is not closed."),
    ] {
        assert!(text.contains(from), "{from}");
        let (_there, mut other) = empty_team();
        let error = take_over(&mut other, &text.replacen(from, to, 1)).unwrap_err();
        assert!(error.details().iter().any(|detail| detail.contains(told)), "{:?}", error.details());
    }
}

#[test]
fn what_was_frozen_stands_in_the_team_that_took_it_over() {
    let Fixture { folder: _here, team } = whole();
    let (_there, mut other) = empty_team();
    take_over(&mut other, &export(&team)).unwrap();
    let path = other.path().to_owned();
    let before = dump(&path);
    let (rule, said) = refused(other.undo(None));
    assert!(rule == "R5" && said.contains("cannot be undone"), "{said}");
    drop(other);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for sql in [
        "UPDATE sprint SET goal = 'other'",
        "UPDATE sprint SET state = 'draft'",
        "UPDATE sprint_report SET text = 'other'",
        "DELETE FROM sprint_report",
        "DELETE FROM disposition",
        "UPDATE sprint_item SET committed = 0",
        "UPDATE change_request SET reason = 'other'",
        "DELETE FROM contract",
        "DELETE FROM retro_action",
        "DELETE FROM action_ruling",
    ] {
        for operation in ["import team", "import sprints"] {
            let forged = format!(
                "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
                SELECT max(id) + 1, 0, 'me', '{operation}', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
            );
            let error = shell.execute_batch(&forged).expect_err(sql);
            assert!(error.to_string().contains("standfast"), "{sql}: {error}");
            let _ = shell.execute_batch("ROLLBACK");
        }
    }
    assert_eq!(dump(&path), before);
}
