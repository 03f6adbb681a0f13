//! The answers that a cockpit keeps are those that the database would give: after writes of its own, after writes of
//! others, and after a write that was refused.

use crate::ground::{Fixture, fixture, monday};
use crate::properties::{Step, step, take};
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::log::LogFilter;
use standfast::error::Error;

/// What many screens show, asked twice, so that kept answers are used.
fn seen(team: &Standfast) -> String {
    let all = || {
        let items: Vec<String> = (1..8).map(|n| format!("{:?}", team.item(&format!("PAY-{n}")))).collect();
        let (board, plan, first) = (team.board(), team.plan(), team.first_to_plan());
        let (facts, blockers, requests) = (team.standup_facts(), team.blockers(false), team.requests(None));
        let log = team.log(&LogFilter { limit: 20, ..LogFilter::default() });
        let burndown = team.burndown(1, None);
        let review = team.review_view(None);
        format!(
            "{items:?} {board:?} {plan:?} {first:?} {facts:?} {blockers:?} {requests:?} {log:?} {burndown:?} {review:?}"
        )
    };
    let once = all();
    assert_eq!(once, all());
    once
}

/// A step that a rule refuses is a step too.
fn go(team: &mut Standfast, step: &Step) {
    if let Err(error @ Error::Failed(_)) = take(team, step) {
        panic!("{step:?}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn kept_answers_are_true(steps in prop::collection::vec((any::<bool>(), step()), 1..30)) {
        let Fixture { folder: _folder, mut team } = fixture();
        let mut other = Standfast::open(team.path(), monday(), "fay").unwrap();
        team.keep_answers(true);
        for (own, step) in &steps {
            go(if *own { &mut team } else { &mut other }, step);
            team.doubt_answers();
            let fresh = Standfast::open(team.path(), monday(), "fay").unwrap();
            prop_assert_eq!(seen(&team), seen(&fresh), "after {:?}", step);
        }
    }
}

#[test]
fn what_is_kept_is_not_asked_again() {
    let Fixture { folder: _folder, mut team } = fixture();
    let mut other = Standfast::open(team.path(), monday(), "ana").unwrap();
    team.keep_answers(true);
    let before = team.item("PAY-1").unwrap();
    team.count_statements();
    assert_eq!(team.item("PAY-1").unwrap(), before);
    assert!(team.statements().is_empty(), "{:?}", team.statements());

    other.move_item("PAY-1", "doing").unwrap();
    team.doubt_answers();
    assert_eq!(team.item("PAY-1").unwrap().row.status, "doing", "another program's write is seen");

    team.count_statements();
    team.doubt_answers();
    team.item("PAY-1").unwrap();
    assert_eq!(team.statements(), ["PRAGMA data_version"], "nobody has written");

    team.move_item("PAY-1", "todo").unwrap();
    assert_eq!(team.item("PAY-1").unwrap().row.status, "todo", "so is its own");

    team.keep_answers(false);
    team.count_statements();
    team.item("PAY-1").unwrap();
    team.item("PAY-1").unwrap();
    assert!(team.statements().len() > 10, "nothing is kept any more");
}
