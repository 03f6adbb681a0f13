//! Standups that went otherwise than planned: left, gone on with, finished too early, about what is nobody's.

use crate::standups::{in_sprint, says};

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
