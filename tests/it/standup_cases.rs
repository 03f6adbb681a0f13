//! Standups that went otherwise than planned: left, gone on with, finished too early, about what is nobody's.

use crate::standups::{at, in_sprint, says};
use crate::support::pty::Terminal;

#[test]
fn what_changed_since_a_standup_that_was_left_is_new_at_the_next() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:03", "standup next");
    says(&mut shell, "2026-11-25T09:00", "item move ME-2 review");
    says(&mut shell, "2026-11-25T09:05", "blocker raise \"No key\" --item ME-2 --owner dev-1");
    says(&mut shell, "2026-11-26T10:00", "standup start --order fixed");
    let facts = shell.does("standup facts");
    assert!(facts.contains("since the standup of Tue 24 Nov"), "{facts}");
    assert!(facts.contains("moved  ME-2 Drain a node: doing to review"), "{facts}");
    assert!(facts.contains("B1 No key (new,"), "{facts}");
    says(&mut shell, "2026-11-26T10:05", "standup finish");
    let digest = shell.does("standup show");
    assert!(digest.contains("## Changed\n\n- ME-2 Drain a node: doing → review"), "{digest}");
    // The record of the one that was left tells of its own day.
    let left = shell.json("standup show 2026-11-24");
    assert_eq!((&left["state"], &left["seconds"]), (&"left".into(), &180.into()));
    assert_eq!(left["ended_at"], "2026-11-24T09:03:00Z");
    assert_eq!(left["blockers"], serde_json::json!([]));
    let two = left["people"].as_array().unwrap().iter().find(|person| person["name"] == "dev-2").unwrap();
    assert_eq!(two["carrying"][0]["status"], "doing", "{two}");
    shell.does("undo");
    shell.does("undo");
    assert!(shell.does("standup facts").contains("moved  ME-2"));
    assert_eq!(shell.json("standup list")["standups"][0]["state"], "running");
}

#[test]
fn a_standup_begun_again_counts_no_gap() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T08:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T08:04", "standup say --today \"Restarts\"");
    let said = says(&mut shell, "2026-11-24T08:45", "standup start");
    assert!(said.contains("4:00 spent"), "what was said last counts, the gap does not: {said}");
    says(&mut shell, "2026-11-24T08:46", "standup park \"Names of roles\"");
    says(&mut shell, "2026-11-24T08:50", "standup finish");
    assert_eq!(shell.json("standup list")["standups"][0]["seconds"], 540);
}

#[test]
fn a_standup_whose_cockpit_was_closed_counts_no_gap() {
    let mut shell = in_sprint();
    at(&mut shell, "2026-11-24T10:00");
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (100, 30));
    terminal.waits_for("Mesos").types("1").waits_for("to type");
    terminal.types("b").waits_for("Started the standup");
    assert_eq!(terminal.types("q").ends(), 0);
    let said = says(&mut shell, "2026-11-24T10:50", "standup start");
    assert!(said.contains("0:00 spent"), "{said}");
}

#[test]
fn an_end_that_is_taken_back_adds_nothing_after_it() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:05", "standup next");
    says(&mut shell, "2026-11-24T10:08", "standup finish");
    says(&mut shell, "2026-11-24T10:30", "undo");
    let said = says(&mut shell, "2026-11-24T10:40", "standup start");
    assert!(said.contains("8:00 spent, dev-2's turn"), "{said}");
    says(&mut shell, "2026-11-24T10:42", "standup finish");
    assert_eq!(shell.json("standup list")["standups"][0]["seconds"], 600);
}

#[test]
fn only_who_was_away_comes_back() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:04", "standup next");
    assert!(shell.refuses("standup absent dev-1 --back").contains("was not away, and has spoken"));
    assert!(shell.refuses("standup absent dev-2 --back").contains("it is their turn"));
    assert!(shell.refuses("standup absent dev-3 --back").contains("their turn is still to come"));
    shell.does("standup absent dev-3");
    assert_eq!(shell.does("standup absent dev-3 --back"), "dev-3 is back and speaks at the end.\n");
    let turns = shell.json("standup facts")["standup"]["turns"].clone();
    assert_eq!((&turns[0]["name"], &turns[0]["state"]), (&"dev-1".into(), &"spoken".into()), "{turns}");
}

#[test]
fn a_standup_that_ends_early_names_who_was_not_heard() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:04", "standup next");
    let said = shell.does("standup finish");
    assert!(said.contains("Finished the standup after 4:00: 1 person heard, not heard: dev-2, dev-3."), "{said}");
    assert!(shell.does("standup show").contains("1 heard. Not heard: dev-2, dev-3."));
    says(&mut shell, "2026-11-25T10:00", "standup start --order fixed");
    let said = shell.does("standup finish");
    assert!(said.contains("nobody heard, not heard: dev-1, dev-2, dev-3."), "{said}");
}

#[test]
fn who_speaks_already_is_not_called_again() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    let refused = shell.refuses("standup next dev-1");
    assert!(refused.contains("dev-1 is already speaking. End their turn with `standfast standup next`."), "{refused}");
    let turns = shell.json("standup facts")["standup"]["turns"].clone();
    assert_eq!((&turns[0]["name"], &turns[0]["speaking"]), (&"dev-1".into(), &true.into()), "{turns}");
}

#[test]
fn what_moved_of_nobody_is_told_too() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-23T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-23T10:05", "standup finish");
    shell.set("STANDFAST_ACTOR", "gus");
    says(&mut shell, "2026-11-23T14:00", "item move ME-4 review");
    says(&mut shell, "2026-11-23T14:01", "item move ME-1 review");
    at(&mut shell, "2026-11-24T09:00");
    let facts = shell.does("standup facts");
    assert!(facts.contains("\n\nMoved, nobody's\n  ME-4 Show offers: todo to review, by gus\n"), "{facts}");
    assert_eq!(facts.matches("ME-1 Agents recover: doing to review").count(), 1, "{facts}");
    shell.does("standup start");
    shell.does("standup finish");
    let digest = shell.does("standup show");
    assert!(digest.contains("- ME-4 Show offers: todo → review (moved by gus)\n"), "{digest}");
}
