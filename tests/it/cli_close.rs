//! Closing a sprint by the command line, its report in three forms, its burndown, and what is behind a figure.

use crate::assert_transcript;
use crate::support::cli::Shell;
use serde_json::json;

/// A sprint of three items, one of them added, on its second Thursday.
fn running() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --points 5 --criteria \"they reconnect\"");
    shell.does("item add \"Split brain\" --points 3 --criteria \"one leader\"");
    shell.does("item add \"Metrics\" --points 8 --criteria \"a graph\" --criteria \"an alert\"");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    shell.does("scope request add ME-3 --reason \"the customer asked\" --by ann --accepted-by dev-1");
    shell.set("STANDFAST_NOW", "2026-11-27T09:00:00Z");
    shell.does("item move ME-1 done");
    shell.set("STANDFAST_NOW", "2026-12-03T09:00:00Z");
    shell.does("item move ME-3 doing");
    shell
}

#[test]
fn closing_a_sprint() {
    let mut shell = running();
    shell.set("STANDFAST_NOW", "2026-12-04T15:00:00Z");
    assert_transcript!(
        shell,
        r#"
        report sprint
        sprint burndown
        sprint burndown --as-of 2026-11-25
        sprint close 1
        sprint close 1 --goal met
        sprint close 1 --goal met --next ME-2=lazy
        sprint close 1 --goal partly --next ME-2="blocked: waits for the vendor" --split ME-3=5,underestimated --note "Close to it"
        report sprint
        report sprint --format md
        report sprint --figure completed
        report sprint 1 --figure not-completed
        velocity
        sprint burndown 1
        sprint close 1 --goal met
        undo
        item show ME-4
        "#
    );
}

#[test]
fn closing_in_json_has_stable_names() {
    let shell = running();
    let refused = shell.json("sprint close 1 --goal met");
    assert_eq!((&refused["error"]["kind"], &refused["error"]["rule"]), (&json!("refused"), &json!("R4")));
    assert_eq!(refused["error"]["details"].as_array().unwrap().len(), 2);
    let series = shell.json("sprint burndown 1");
    let names = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        names(&series),
        "number unit committed starts_on ends_on locked_at closed_at as_of ideal series reading"
    );
    assert_eq!(
        series["series"][1],
        json!({
            "at": "2026-11-25T09:00:00Z", "operation": 8, "remaining": 16, "done": 0, "scope": 16,
            "remaining_count": 3, "done_count": 0, "unestimated": 0,
            "events": [{"event": "in", "item": "ME-3", "request": "C1", "points": 8, "words": "C1: ME-3 comes in (+8)"}],
        })
    );
    let closed = shell.json("sprint close 1 --goal missed --rest backlog=absence");
    assert_eq!(closed["report"]["figures"]["committed"], json!({"points": 8.0, "count": 2, "unestimated": 0}));
    let report = shell.json("report sprint 1");
    assert_eq!(report["ratios"]["points"]["say_do_committed"], 0.625);
    assert_eq!(report["goal_outcome"], "missed");
    let text = shell.does("report sprint 1 --format json");
    assert_eq!(closed["sha256"], sha256(text.trim_end()));
    let behind = shell.json("report sprint 1 --figure added");
    assert_eq!((&behind["points"], &behind["items"][0]["operations"][0]["operation"]), (&json!(8), &json!(8)));
    let velocity = shell.json("velocity");
    assert_eq!(velocity["velocity"], json!({"median": 5, "lowest": 5, "highest": 5, "n": 1, "imported": 0}));
    let shown = shell.json("sprint show 1");
    assert_eq!((&shown["state"], &shown["points"]["not_completed"]), (&json!("closed"), &json!(11)));
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[test]
fn a_sprint_given_up_on_day_one_and_one_without_estimates() {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --criteria \"they reconnect\"");
    shell.does("item add \"Split brain\" --criteria \"one leader\"");
    shell.does("team set ready-estimate off");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.set("STANDFAST_NOW", "2026-11-23T15:00:00Z");
    assert_transcript!(
        shell,
        r#"
        velocity
        sprint close 1 --goal missed --rest drop=other
        sprint close 1 --goal missed --backlog ME-9=other
        sprint close 1 --goal missed --backlog ME-1=other --next ME-1=other
        sprint close 1 --goal missed --backlog ME-1=other
        sprint cancel 1 --reason "The goal is gone"
        sprint close 1 --goal missed --rest backlog=other
        report sprint 1
        sprint burndown 1
        sprint new --start 2026-11-24 --end 2026-12-04 --goal "Agents recover again"
        sprint add 2 ME-1 ME-2
        sprint close 2 --goal met
        sprint lock 2 --agreed dev-1
        sprint burndown 2
        sprint close 2 --goal missed --split ME-1=3,other --backlog ME-2=absence
        sprint close 2 --goal missed --next ME-1="not started" --backlog ME-2=absence
        report sprint 2
        report sprint 2 --format md
        report sprint 2 --figure completed
        report sprint 2 --figure not-completed
        report sprint 2 --figure splendid
        report sprint 7
        velocity
        "#
    );
}
