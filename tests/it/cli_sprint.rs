//! A sprint from draft to lock to change request, by the command line; the figures under their stable names.

use crate::assert_transcript;
use crate::support::cli::Shell;
use serde_json::json;

fn planned() -> Shell {
    let shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --points 5 --criteria \"they reconnect\"");
    shell.does("item add \"Split brain\" --points 3");
    shell.does("item add \"Metrics\" --points 2 --criteria \"a graph\"");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell
}

#[test]
fn planning_and_locking() {
    let shell = planned();
    assert_transcript!(
        shell,
        r#"
        sprint list
        sprint check
        sprint lock 1
        sprint lock 1 --except ME-2
        sprint lock 1 --except ME-2="spike, timeboxed" --agreed dev-1 --agreed dev-9
        sprint lock 1 --except ME-2="spike, timeboxed" --agreed dev-1
        sprint lock 1
        sprint show
        sprint add 1 ME-3
        sprint remove 1 ME-1
        item edit ME-1 --points 8
        scope verify
        scope contract
        "#
    );
}

#[test]
fn what_cannot_be_excepted() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        sprint show
        sprint new
        sprint check 1
        sprint lock 1 --except goal=x --except dates=x
        sprint edit 1 --goal "A goal" --start mon --end "end of next week"
        sprint edit 1 --end 2026-11-01
        sprint add 1 ME-1
        sprint add 7 ME-1
        sprint cancel 1 --reason "no need"
        sprint cancel 1 --reason again
        "#
    );
}

#[test]
fn changing_a_locked_scope() {
    let shell = planned();
    shell.does("sprint lock 1 --except ME-2=spike");
    assert_transcript!(
        shell,
        r#"
        scope list
        scope request add ME-3 --reason "the customer asked" --by ann
        scope request add ME-3 --reason again
        scope accept C1 --by stranger
        scope accept C1 --by dev-2 --swap ME-2 --note "fair"
        scope decline c1
        scope request reestimate ME-1 --points 8 --reason "harder"
        scope defer C2
        scope request remove ME-9 --reason x
        scope request frobnicate ME-1 --reason x
        scope accept 99 --by dev-1
        scope log
        scope list
        scope verify
        "#
    );
}

#[test]
fn the_contract_names_what_has_changed_since_the_lock() {
    let shell = planned();
    shell.does("sprint lock 1 --except ME-2=spike");
    assert!(!shell.does("scope contract").contains("Against the contract"));
    shell.does("scope request add ME-3 --reason asked --accepted-by dev-1");
    let contract = shell.does("scope contract");
    let (_, since) = contract.split_once("## Against the contract").unwrap();
    assert!(since.contains("| ME-3 | added, 2 points |"), "{contract}");
    assert!(!since.contains("ME-1"), "{contract}");
}

#[test]
fn a_sprint_in_json_has_the_stable_names() {
    let shell = planned();
    shell.does("sprint lock 1 --except ME-2=spike");
    shell.does("scope request add ME-3 --reason asked --accepted-by dev-1");
    shell.does("item move ME-1 done");
    let sprint = shell.json("sprint show 1");
    let names: Vec<&str> = sprint.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = "number name goal state starts_on ends_on locked_at closed_at day days points counts items capacity";
    assert_eq!(names.join(" "), expected);
    assert_eq!(
        sprint["points"],
        json!({
            "committed": 8, "added": 2, "removed": 0, "completed": 5, "completed_outside": 0, "not_completed": 0,
            "dropped": 0, "remaining": 5, "scope": 10, "reestimated": 0,
        })
    );
    assert_eq!(
        sprint["counts"],
        json!({
            "committed": 2, "added": 1, "removed": 0, "completed": 1, "completed_outside": 0, "not_completed": 0,
            "dropped": 0, "remaining": 2, "scope": 3, "reestimated": 0,
        })
    );
    assert_eq!(
        sprint["items"][2],
        json!({
            "key": "ME-3", "external_key": null, "title": "Metrics", "kind": "story", "status": "todo", "points": 2,
            "points_at_lock": 2, "assignee": null, "entered": "added", "outcome": "open", "split": null, "by_parts": false,
            "rollovers": 0,
        })
    );
    assert_eq!(
        (&sprint["day"], &sprint["days"], &sprint["locked_at"]),
        (&json!(1), &json!(10), &json!("2026-11-23T09:00:00Z"))
    );
    assert_eq!((&sprint["capacity"]["person_days"], &sprint["capacity"]["points"]), (&json!(23), &json!(null)));
}

#[test]
fn the_lock_holds_against_raw_sql() {
    let shell = planned();
    shell.does("sprint lock 1 --except ME-2=spike");
    let database = rusqlite::Connection::open(shell.database()).unwrap();
    for sql in ["UPDATE item SET points = 99", "DELETE FROM sprint_item", "UPDATE sprint SET goal = 'another'"] {
        assert!(database.execute(sql, []).is_err(), "{sql}");
    }
    assert_eq!(shell.json("sprint show 1")["points"]["committed"], 8);
    assert_eq!(shell.json("scope verify 1")["intact"], true);
}

#[test]
fn the_sprint_in_one_line() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        status
        item add Retry --points 3 --criteria "It retries."
        item add Refund --points 5 --criteria "It refunds."
        sprint new --goal Payouts --start today --end +11d
        sprint add 1 ME-1 ME-2
        status
        sprint lock 1 --agreed dev-1
        item move ME-1 done
        blocker raise "No port" --item ME-2
        status
        status --json
        status --format "{sprint} {day}/{days} {done}/{scope} {blocked} {{x} {standup}"
        status --format "{sprnt}"
        status --format "{sprint"
        "#
    );
    let other = Shell::new();
    assert!(other.refuses("status").contains("There is no team"), "{}", other.refuses("status"));
}

#[test]
fn what_is_approved_is_what_changes() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        item add Retry --points 1 --criteria "It retries."
        item add Refund --points 3 --criteria "It refunds."
        item add Ledger --points 2
        item add Export --points 5
        sprint new --goal Payouts --start today --end +11d
        sprint add 1 ME-1 ME-2
        sprint lock 1 --agreed dev-1
        scope request add ME-3 --reason asked
        item edit ME-3 --points 13
        scope accept C1 --by dev-1
        scope request remove ME-2 --reason late
        scope request reestimate ME-2 --points 8 --reason larger --accepted-by dev-1
        scope accept C2 --by dev-1
        scope request add ME-4 --swap ME-1 --reason urgent
        scope request reestimate ME-1 --points 2 --reason larger --accepted-by dev-1
        scope accept C4 --by dev-1
        scope decline C2
        scope request remove ME-2 --reason late
        scope accept C6 --by dev-1
        scope request dates --end 2026-12-11 --reason more
        scope request dates --end 2026-12-10 --reason less
        scope request dates --end 2026-12-11 --reason again
        item drop ME-1 --reason gone
        scope request remove ME-1 --reason out
        scope verify
        "#
    );
}

#[test]
fn the_scope_log_names_what_was_opened_again() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        item add Retry --points 6 --criteria "It retries."
        item add Refund --points 3 --criteria "It refunds."
        sprint new --goal Payouts --start today --end +11d
        sprint add 1 ME-1 ME-2
        item move ME-1 done
        sprint lock 1 --agreed dev-1
        scope log
        item move ME-1 doing
        scope log
        scope request reestimate ME-2 --points 5 --reason larger --accepted-by dev-1
        scope request remove ME-2 --reason late --accepted-by dev-1
        item edit ME-2 --points 13
        scope log
        sprint show
        "#
    );
}
