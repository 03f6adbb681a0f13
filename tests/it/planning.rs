//! What a planning begins with: carried-over items, deferred requests, the rest in windows, the range of past sprints.

use crate::ground::{Fixture, fixture, points};
use standfast::app::Standfast;
use standfast::app::item::Cursor;
use standfast::app::item::{NewItem, Place};
use standfast::app::planning::First;
use standfast::app::scope::Ask;
use standfast::app::sprint::Except;
use standfast::domain::close::{Closing, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::item::ItemRow;
use standfast::domain::scope::{RequestKind, RequestRuling};
use standfast::domain::sprint::SprintEdit;

/// Closes the locked sprint; what is left over goes to the next one.
pub fn close(team: &mut Standfast) {
    let number = team.current_sprint().unwrap().unwrap().number;
    let rest = Rest { goes: Goes::Next, reason: Reason::Underestimated, note: None };
    let closing = Closing { dispositions: Vec::new(), rest: Some(rest), goal: GoalOutcome::Partly, note: None };
    team.close_sprint(number, &closing).unwrap();
}

fn draft(team: &mut Standfast, keys: &[&str]) -> i64 {
    let new = SprintEdit {
        goal: Some(Some("Payouts recover".into())),
        starts_on: Some("2026-11-23".parse().ok()),
        ends_on: Some("2026-12-04".parse().ok()),
        name: None,
    };
    let number = team.new_sprint(&new).unwrap().value;
    team.add_to_sprint(number, keys).unwrap();
    number
}

fn keys(rows: &[ItemRow]) -> Vec<&str> {
    rows.iter().map(|row| row.key.as_str()).collect()
}

fn ask(item: &str, kind: RequestKind) -> Ask {
    Ask {
        kind,
        item: item.into(),
        reason: "A customer waits".into(),
        requested_by: None,
        points: points(1.0),
        swap: None,
        accepted_by: None,
    }
}

/// Sprint 1 has closed with PAY-1 done and PAY-2 left over; sprint 2 has closed with nothing done and PAY-2 left again.
fn after_two_sprints() -> Fixture {
    let mut it = fixture();
    draft(&mut it.team, &["PAY-1", "PAY-2"]);
    it.team.lock_sprint(1, &[], &[]).unwrap();
    it.team.move_item("PAY-1", "done").unwrap();
    it.team.request_and_rule(&ask("PAY-5", RequestKind::Add), RequestRuling::Deferred).unwrap();
    it.team.request_and_rule(&ask("PAY-4", RequestKind::Add), RequestRuling::Declined).unwrap();
    close(&mut it.team);
    draft(&mut it.team, &["PAY-2"]);
    let stretch = Except { subject: "capacity".into(), reason: "It must be done".into() };
    it.team.lock_sprint(2, &[stretch], &[]).unwrap();
    close(&mut it.team);
    it
}

#[test]
fn planning_begins_with_what_was_left_over() {
    let Fixture { folder: _folder, mut team } = after_two_sprints();
    assert_eq!(team.plan().unwrap(), None);
    let first = team.first_to_plan().unwrap();
    assert_eq!(keys(&first.carried), ["PAY-2"]);
    assert_eq!(first.carried[0].rollovers, 2);
    let deferred: Vec<(String, &str)> =
        first.deferred.iter().map(|(request, row)| (request.key(), row.key.as_str())).collect();
    assert_eq!(deferred, [("C1".to_owned(), "PAY-5")]);
    assert_eq!(keys(&team.rest_to_plan(&first, &Cursor::Top, 10).unwrap()), ["PAY-3", "PAY-4"]);

    draft(&mut team, &["PAY-2", "PAY-5"]);
    let first = team.first_to_plan().unwrap();
    assert_eq!(first, First::default());
    assert_eq!(keys(&team.rest_to_plan(&first, &Cursor::Top, 10).unwrap()), ["PAY-3", "PAY-4"]);
    assert_eq!(keys(&team.search_to_plan("e", 10).unwrap()), ["PAY-3"], "Export; not what is planned or done");
}

#[test]
fn past_sprints_give_a_range_and_a_focus_factor() {
    let Fixture { folder: _folder, mut team } = after_two_sprints();
    draft(&mut team, &["PAY-2"]);
    let plan = team.plan().unwrap().unwrap();
    let past = plan.past.unwrap();
    let figures = (past.lowest.value(), past.median.value(), past.highest.value(), past.sprints);
    assert_eq!(figures, (0.0, 1.5, 3.0, 2));
    let capacity = &plan.view.capacity;
    assert_eq!(capacity.sample, ["sprint 2", "sprint 1"]);
    assert_eq!(capacity.person_days, Some(23.0));
    let factor = capacity.focus_factor.unwrap();
    assert!((factor - 3.0 / 46.0).abs() < 1e-9, "3 points in 2 × 23 person-days: {factor}");
    assert_eq!(plan.check.failures.len(), 1, "{:?}", plan.check.failures);
    assert_eq!(plan.check.failures[0].criterion, "capacity");
}

#[test]
fn the_rest_comes_in_windows_from_both_ends() {
    let Fixture { folder: _folder, mut team } = fixture();
    for n in 0..40 {
        team.add_item(&NewItem { title: format!("More {n}"), place: Place::Bottom, ..NewItem::default() }).unwrap();
    }
    let planned: Vec<String> = (6..36).map(|n| format!("PAY-{n}")).collect();
    let planned: Vec<&str> = planned.iter().map(String::as_str).collect();
    draft(&mut team, &planned);
    let first = team.first_to_plan().unwrap();
    let whole = team.rest_to_plan(&first, &Cursor::Top, 100).unwrap();
    assert_eq!(whole.len(), 15);
    let top = team.rest_to_plan(&first, &Cursor::Top, 8).unwrap();
    assert_eq!(keys(&top), ["PAY-1", "PAY-2", "PAY-3", "PAY-4", "PAY-5", "PAY-36", "PAY-37", "PAY-38"]);
    let after = Cursor::After { rank: top[3].rank.clone(), id: top[3].id };
    assert_eq!(keys(&team.rest_to_plan(&first, &after, 2).unwrap()), ["PAY-5", "PAY-36"]);
    assert_eq!(keys(&team.rest_to_plan(&first, &Cursor::Bottom, 3).unwrap()), ["PAY-43", "PAY-44", "PAY-45"]);
    let before = Cursor::Before { rank: top[6].rank.clone(), id: top[6].id };
    assert_eq!(keys(&team.rest_to_plan(&first, &before, 3).unwrap()), ["PAY-4", "PAY-5", "PAY-36"]);
}
