//! The burndown: what each operation did to the lines, named, and as of any instant.

use crate::ground::{Fixture, locked, points};
use standfast::app::Standfast;
use standfast::app::closing::Burndown;
use standfast::app::scope::Ask;
use standfast::clock::Clock;
use standfast::domain::close::{Closing, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::scope::RequestKind;
use standfast::domain::time::Instant;
use standfast::error::Error;
use standfast::rules::Rule;

/// The fixture's team at a moment of the sprint that runs from Monday 23 November to Friday 4 December.
pub fn at(fixture: &Fixture, moment: &str) -> Standfast {
    let clock = Clock::Fixed(Instant::parse(moment).unwrap());
    Standfast::open(&fixture.folder.path().join("team.db"), clock, "fay").unwrap()
}

fn ask(kind: RequestKind, item: &str, swap: Option<&str>, size: Option<f64>) -> Ask {
    Ask {
        kind,
        item: item.into(),
        reason: "A customer waits".into(),
        requested_by: None,
        points: size.and_then(points),
        swap: swap.map(str::to_owned),
        accepted_by: Some("ana".into()),
    }
}

/// What a sprint of 8 points (PAY-1 with 3, PAY-2 with 5) went through.
pub fn story() -> Fixture {
    let it = locked();
    at(&it, "2026-11-24T10:00:00Z").move_item("PAY-1", "done").unwrap();
    at(&it, "2026-11-25T10:00:00Z").request_change(&ask(RequestKind::Add, "PAY-4", None, None)).unwrap();
    at(&it, "2026-11-26T10:00:00Z").move_item("PAY-1", "doing").unwrap();
    at(&it, "2026-11-27T10:00:00Z").request_change(&ask(RequestKind::Reestimate, "PAY-2", None, Some(2.0))).unwrap();
    at(&it, "2026-11-30T10:00:00Z").undo(None).unwrap();
    at(&it, "2026-12-01T10:00:00Z").request_change(&ask(RequestKind::Add, "PAY-3", Some("PAY-4"), None)).unwrap();
    at(&it, "2026-12-02T10:00:00Z").drop_items(&["PAY-3"], "Not wanted").unwrap();
    at(&it, "2026-12-03T10:00:00Z").move_items(&["PAY-1", "PAY-2"], "done").unwrap();
    it
}

fn lines(burndown: &Burndown) -> Vec<String> {
    let told = burndown.points.iter().map(|point| {
        let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
        let (left, scope) = (point.totals.remaining.points, point.totals.scope().points);
        format!("{left} of {scope}: {}", words.join(", "))
    });
    told.collect()
}

#[test]
fn every_event_moves_the_lines_and_is_named() {
    let it = story();
    let burndown = at(&it, "2026-12-03T12:00:00Z").burndown(1, None).unwrap();
    assert_eq!(
        lines(&burndown),
        [
            "8 of 8: locked",
            "5 of 8: PAY-1 finished (-3)",
            "13 of 16: C1: PAY-4 comes in (+8)",
            "16 of 16: PAY-1 reopened (+3)",
            "13 of 13: C2: PAY-2 re-estimated (-3)",
            "16 of 16: C2 taken back or brought back: PAY-2 re-estimated (+3)",
            "11 of 11: C2: PAY-4 goes out (-8), C2: PAY-3 comes in (+3)",
            "8 of 8: PAY-3 dropped (-3)",
            "0 of 8: PAY-1 finished (-3), PAY-2 finished (-5)",
        ]
    );
    assert_eq!(
        (burndown.committed.to_string(), burndown.reading.as_str()),
        ("8".into(), "1 point ahead of the line on day 9 of 10.")
    );
}

#[test]
fn it_can_be_seen_as_of_any_instant() {
    let it = story();
    let team = at(&it, "2026-12-03T12:00:00Z");
    let then = |moment: &str| team.burndown(1, Instant::parse(moment)).unwrap();
    let told = then("2026-11-26T09:00:00Z");
    assert_eq!(lines(&told).len(), 3);
    assert_eq!(told.reading, "8 points behind the line on day 4 of 10; all of them came in with C1.");
    assert_eq!(then("2026-11-23T09:30:00Z").reading, "On the line on day 1 of 10.");
    let account = team.account_as_of(1, Instant::parse("2026-11-26T09:00:00Z").unwrap()).unwrap().account;
    assert_eq!((account.completed.points, account.remaining.points), (points(3.0).unwrap(), points(13.0).unwrap()));
    match team.burndown(1, Instant::parse("2026-11-20T09:00:00Z")) {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.rule, Rule::R2),
        other => panic!("{other:?}"),
    }
    assert!(team.burndown(2, None).is_err());
}

#[test]
fn it_runs_past_the_planned_end_until_the_real_close() {
    let it = story();
    at(&it, "2026-12-04T10:00:00Z").move_item("PAY-2", "doing").unwrap();
    let late = at(&it, "2026-12-08T10:00:00Z").burndown(1, None).unwrap();
    assert_eq!(late.reading, "5 points open, 2 working days over.");
    let closing = |goes| Closing {
        dispositions: Vec::new(),
        rest: Some(Rest { goes, reason: Reason::Blocked, note: None }),
        goal: GoalOutcome::Missed,
        note: None,
    };
    let mut team = at(&it, "2026-12-08T12:00:00Z");
    let report = team.close_sprint(1, &closing(Goes::Next)).unwrap().value;
    let said = "Closed 2 working days after its last day with 5 points open.";
    assert_eq!(report.reading.as_deref(), Some(said));
    team.move_item("PAY-2", "done").unwrap();
    let after = at(&it, "2027-01-08T12:00:00Z").burndown(1, None).unwrap();
    assert_eq!(after.reading, said);
    assert_eq!(lines(&after).last().unwrap(), "5 of 8: closed");
    assert_eq!(after.points.last().unwrap().at, Instant::parse("2026-12-08T12:00:00Z").unwrap());
    assert_eq!(after.points.len(), 11, "nothing that came after the close");
}

#[test]
fn a_sprint_cancelled_on_day_one_has_a_line_too() {
    let it = locked();
    at(&it, "2026-11-23T15:00:00Z").cancel_sprint(1, "The goal is gone").unwrap();
    let burndown = at(&it, "2026-11-24T09:00:00Z").burndown(1, None).unwrap();
    assert_eq!(lines(&burndown), ["8 of 8: locked", "8 of 8: cancelled"]);
    assert_eq!(burndown.reading, "Cancelled on day 1 of 10 with 8 points open.");
}

#[test]
fn a_sprint_without_estimates_counts_items() {
    let it = locked();
    let mut team = at(&it, "2026-11-23T10:00:00Z");
    for item in ["PAY-1", "PAY-2"] {
        team.request_change(&ask(RequestKind::Reestimate, item, None, Some(0.0))).unwrap();
    }
    team.cancel_sprint(1, "Again without points").unwrap();
    let clear = standfast::app::item::ItemEdit { points: Some(None), ..Default::default() };
    team.edit_items(&["PAY-1", "PAY-2"], &clear).unwrap();
    team.set_team("ready-estimate", "off").unwrap();
    let day = |text: &str| text.parse().ok();
    let new = standfast::domain::sprint::SprintEdit {
        goal: Some(Some("Count".into())),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-11-27")),
        name: None,
    };
    team.new_sprint(&new).unwrap();
    team.add_to_sprint(2, &["PAY-1", "PAY-2"]).unwrap();
    team.lock_sprint(2, &[], &[]).unwrap();
    let burndown = at(&it, "2026-11-27T22:00:00Z").burndown(2, None).unwrap();
    assert_eq!(burndown.reading, "2 items behind the line on day 5 of 5.");
}
