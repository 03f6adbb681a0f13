//! Retros: facts and old actions first, notes, votes, and at most a few actions; a retro action does not vanish.

use crate::ground::{Fixture, dump, locked, refused};
use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::domain::action::ActionRuling;
use standfast::domain::close::{Closing, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::retro::Topic;
use standfast::domain::sprint::SprintEdit;
use standfast::error::Error;

pub fn new_action(text: &str) -> NewAction {
    NewAction { text: text.into(), owner: "ana".into(), shows: "No review waits a day".into(), ..NewAction::default() }
}

/// A team whose first sprint is closed and whose retro has begun.
pub fn begun() -> Fixture {
    let mut fixture = locked();
    fixture.team.move_item("PAY-1", "done").unwrap();
    close(&mut fixture.team, 1);
    fixture.team.start_retro(None).unwrap();
    fixture
}

/// Plans, locks and closes the next sprint with one item.
pub fn next_sprint(team: &mut Standfast, item: &str) -> i64 {
    let new = SprintEdit {
        goal: Some(Some("Payouts recover".into())),
        starts_on: Some("2026-12-07".parse().ok()),
        ends_on: Some("2026-12-18".parse().ok()),
        name: None,
    };
    let number = team.new_sprint(&new).unwrap().value;
    team.add_to_sprint(number, &[item]).unwrap();
    team.lock_sprint(number, &[], &[]).unwrap();
    close(team, number);
    number
}

fn rule(team: &mut Standfast, number: i64, ruling: ActionRuling) {
    team.rule_on_action(number, &RuleOnAction::new(ruling)).unwrap();
}

fn details(result: Result<impl Sized, Error>) -> Vec<String> {
    match result {
        Err(Error::Refused(refusal)) => refusal.details,
        _ => panic!("was not refused"),
    }
}

#[test]
fn a_retro_looks_back_on_a_closed_sprint_once() {
    let Fixture { folder: _folder, mut team } = locked();
    assert_eq!(refused(team.start_retro(None)).0, "A1");
    assert_eq!(refused(team.start_retro(Some(1))).0, "A1");
    close(&mut team, 1);
    assert_eq!(team.retro_standing().unwrap().due, Some(1));
    team.start_retro(None).unwrap();
    assert_eq!(team.retro_standing().unwrap().under_way, Some(1));
    assert_eq!(refused(team.start_retro(None)).0, "A1");
    assert_eq!(refused(team.finish_retro(None)).0, "A5");
    assert_eq!(refused(team.finish_retro(Some("  "))).0, "A5");
    team.finish_retro(Some("Nobody had an idea worth a sprint")).unwrap();
    assert_eq!(refused(team.start_retro(None)).0, "A1");
    let standing = team.retro_standing().unwrap();
    assert_eq!((standing.under_way, standing.due, standing.held), (None, None, vec![1]));
    let view = team.retro_view(None).unwrap();
    assert_eq!(view.retro.no_action_reason.as_deref(), Some("Nobody had an idea worth a sprint"));
}

#[test]
fn a_third_action_goes_to_the_not_now_list() {
    let Fixture { folder: _folder, mut team } = begun();
    assert_eq!(refused(team.commit_action(&NewAction { shows: " ".into(), ..new_action("x") })).0, "A2");
    assert_eq!(refused(team.commit_action(&NewAction { owner: "zoe".into(), ..new_action("x") })).0, "G5");
    let past = NewAction { due: "2026-11-22".parse().ok(), ..new_action("x") };
    assert_eq!(refused(team.commit_action(&past)).0, "A2");
    team.commit_action(&new_action("Pair on reviews")).unwrap();
    team.commit_action(&new_action("Deploy on Tuesdays")).unwrap();
    let (rule, said) = refused(team.commit_action(&new_action("Shorter standups")));
    assert_eq!(rule, "A2");
    assert!(said.contains("A1 and A2") && said.contains("at most 2"), "{said}");
    team.put_off("Shorter standups", None).unwrap();
    team.finish_retro(None).unwrap();
    let view = team.retro_view(Some(1)).unwrap();
    assert_eq!(view.committed.iter().map(|a| a.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(view.not_now[0].text, "Shorter standups");
    // As long as the last sprint, from the working day after it: ten working days.
    assert_eq!(view.committed[0].due.to_string(), "2026-12-18");
}

#[test]
fn the_limit_is_the_teams_own_and_a_guard_of_the_database() {
    let Fixture { folder: _folder, mut team } = begun();
    assert_eq!(refused(team.set_team("retro-actions", "4")).0, "A2");
    team.set_team("retro-actions", "1").unwrap();
    team.commit_action(&new_action("One")).unwrap();
    assert_eq!(refused(team.commit_action(&new_action("Two"))).0, "A2");
    team.set_team("retro-actions", "3").unwrap();
    team.commit_action(&new_action("Two")).unwrap();
    team.commit_action(&new_action("Three")).unwrap();
    assert_eq!(refused(team.commit_action(&new_action("Four"))).0, "A2");
}

#[test]
fn old_actions_are_ruled_on_first() {
    let Fixture { folder: _folder, mut team } = begun();
    team.commit_action(&new_action("Pair on reviews")).unwrap();
    team.commit_action(&new_action("Deploy on Tuesdays")).unwrap();
    assert_eq!(refused(team.rule_on_action(1, &RuleOnAction::new(ActionRuling::Worked))).0, "A1", "at its own retro");
    team.finish_retro(None).unwrap();
    assert_eq!(refused(team.rule_on_action(1, &RuleOnAction::new(ActionRuling::Worked))).0, "A1", "outside a retro");
    next_sprint(&mut team, "PAY-3");
    team.start_retro(None).unwrap();
    let both = ["A1 (ana): Pair on reviews", "A2 (ana): Deploy on Tuesdays"];
    assert_eq!(details(team.commit_action(&new_action("New"))), both);
    assert_eq!(details(team.finish_retro(Some("none"))), both);
    rule(&mut team, 1, ActionRuling::NoEffect);
    assert_eq!(details(team.commit_action(&new_action("New"))), both[1..]);
    assert_eq!(refused(team.rule_on_action(2, &RuleOnAction::new(ActionRuling::Dropped))).0, "A1");
    rule(&mut team, 2, ActionRuling::Keep);
    assert_eq!(refused(team.rule_on_action(2, &RuleOnAction::new(ActionRuling::Worked))).0, "A1", "a ruling stands");
    assert_eq!(team.commit_action(&new_action("New")).unwrap().value, 3);
    // What was said of the old ones can be taken back only before new ones were committed.
    let log = team.log(&standfast::app::log::LogFilter { limit: 3, ..Default::default() }).unwrap();
    assert_eq!(refused(team.undo(Some(log[1].id))).0, "A1");
    team.undo(None).unwrap();
    team.undo(None).unwrap();
    assert_eq!(team.retro_view(None).unwrap().unruled().map(|a| a.number).collect::<Vec<_>>(), [2]);
}

#[test]
fn notes_are_grouped_and_voted_for() {
    let Fixture { folder: _folder, mut team } = begun();
    for (column, text) in
        [("went", "Pairing"), ("did not", "Slow builds"), ("2", "Flaky tests"), ("puzzles", "Who owns the gate?")]
    {
        team.add_note(column, text, None).unwrap();
    }
    assert_eq!(refused(team.add_note("sideways", "x", None)).0, "A2");
    assert_eq!(refused(team.add_note("", "x", None)).0, "A2");
    assert_eq!(refused(team.add_note("puzzles", " ", None)).0, "A2");
    assert_eq!(refused(team.vote(9, Some("ana"))).0, "A2");
    assert_eq!(refused(team.vote(1, None)).0, "G5", "fay is no member");
    team.vote(3, Some("ana")).unwrap();
    team.group_notes(2, &[3], Some("The build")).unwrap();
    team.vote(3, Some("ben")).unwrap();
    team.vote(2, Some("ana")).unwrap();
    team.vote(4, Some("ana")).unwrap();
    assert_eq!(refused(team.vote(4, Some("ana"))).0, "A2", "three votes each");
    let figures = |team: &Standfast| -> Vec<(String, usize)> {
        team.retro_view(None).unwrap().topics.into_iter().map(|Topic { text, votes, .. }| (text, votes)).collect()
    };
    let expected = [("Pairing", 0), ("The build", 3), ("Who owns the gate?", 1)];
    assert_eq!(figures(&team), expected.map(|(text, votes)| (text.to_owned(), votes)));
    team.take_vote_back(2, Some("ana")).unwrap();
    assert_eq!(refused(team.take_vote_back(1, Some("ana"))).0, "A2");
    team.ungroup_note(2).unwrap();
    team.edit_note(3, Some("Flaky tests at night"), Some("puzzles")).unwrap();
    team.remove_note(1).unwrap();
    let action = NewAction { note: Some(4), ..new_action("Name an owner of the gate") };
    team.commit_action(&action).unwrap();
    assert_eq!(refused(team.remove_note(4)).0, "A2");
    team.finish_retro(None).unwrap();
    let put_off: Vec<String> = team.retro_view(None).unwrap().not_now.into_iter().map(|entry| entry.text).collect();
    assert_eq!(put_off, ["Slow builds", "Flaky tests at night"]);
    assert_eq!(refused(team.vote(2, Some("ana"))).0, "A1");
    assert_eq!(refused(team.add_note("puzzles", "late", None)).0, "A1");
}

#[test]
fn a_whole_retro_can_be_undone_and_done_again() {
    let Fixture { folder, mut team } = locked();
    let path = folder.path().join("team.db");
    close(&mut team, 1);
    let mut states = vec![dump(&path)];
    let step = |team: &mut Standfast, states: &mut Vec<String>, done: &dyn Fn(&mut Standfast)| {
        done(team);
        states.push(dump(&path));
    };
    let steps: [&dyn Fn(&mut Standfast); 9] = [
        &|team| drop(team.start_retro(None).unwrap()),
        &|team| drop(team.add_note("puzzles", "Why?", None).unwrap()),
        &|team| drop(team.add_note("puzzles", "Why so?", None).unwrap()),
        &|team| drop(team.group_notes(1, &[2], Some("Whys")).unwrap()),
        &|team| drop(team.vote(1, Some("ana")).unwrap()),
        &|team| drop(team.commit_action(&new_action("Ask")).unwrap()),
        &|team| drop(team.put_off("Answer", Some(2)).unwrap()),
        &|team| drop(team.finish_retro(None).unwrap()),
        &|team| drop(team.finish_action(1, Some("Asked")).unwrap()),
    ];
    for done in steps {
        step(&mut team, &mut states, done);
    }
    for state in states.iter().rev().skip(1) {
        team.undo(None).unwrap();
        assert_eq!(&dump(&path), state);
    }
    for state in &states[1..] {
        team.redo().unwrap();
        assert_eq!(&dump(&path), state);
    }
}

#[test]
fn columns_are_the_teams_own() {
    let Fixture { folder: _folder, mut team } = locked();
    assert_eq!(refused(team.set_team("retro-columns", " , ")).0, "A2");
    assert_eq!(refused(team.set_team("retro-columns", "more, More")).0, "A2");
    team.set_team("retro-columns", "start, stop, continue").unwrap();
    close(&mut team, 1);
    team.start_retro(None).unwrap();
    team.add_note("stop", "Late nights", None).unwrap();
    team.set_team("retro-columns", "mad, sad, glad").unwrap();
    assert_eq!(team.retro_view(None).unwrap().retro.columns, ["start", "stop", "continue"]);
}

/// Closes a sprint in another's name; what is left over goes back to the backlog.
pub fn close(team: &mut Standfast, number: i64) {
    let rest = Some(Rest { goes: Goes::Backlog, reason: Reason::Other, note: None });
    let closing = Closing { dispositions: Vec::new(), rest, goal: GoalOutcome::Partly, note: None };
    let mut closer = Standfast::open(team.path(), team.clock(), "closer").unwrap();
    closer.close_sprint(number, &closing).unwrap();
}
