//! What a change request moved is one account: of an item that does not count nothing, of one that came back nothing new, and
//! other dates no item.

use crate::support::cli::Shell;
use serde_json::json;

/// ME-1 (3) and ME-2 (5) in a locked sprint, ME-3 (8) finished before the lock and in it, ME-4 (2) finished outside.
fn running() -> Shell {
    let mut shell = Shell::with_team();
    for (title, points) in [("Login", 3), ("Search", 5), ("Export", 8), ("Fees", 2)] {
        shell.does(&format!("item add {title} --points {points} --criteria works"));
    }
    shell.does("item move ME-4 done");
    shell.does("sprint new --goal Pay --start 2026-11-23 --end 2026-12-04");
    shell.does("sprint add 1 ME-1 ME-2 ME-3");
    shell.does("item move ME-3 done");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-12-02T09:00:00Z");
    shell
}

#[test]
fn a_request_on_an_item_that_does_not_count_shows_that_it_moved_nothing() {
    let shell = running();
    shell.does("scope request add ME-4 --reason Law --accepted-by dev-1");
    shell.does("scope request reestimate ME-3 --points 13 --reason Larger --accepted-by dev-1");
    shell.does("scope request remove ME-3 --reason Later --accepted-by dev-1");
    shell.does("scope request remove ME-2 --reason Later --accepted-by dev-1");
    let points = &shell.json("sprint show 1")["points"];
    assert_eq!((&points["added"], &points["removed"], &points["scope"]), (&json!(0), &json!(5), &json!(3)));
    let log = &shell.json("scope log")["requests"];
    let moved: Vec<_> = log.as_array().unwrap().iter().map(|request| request["moved"].clone()).collect();
    let none = json!(null);
    assert_eq!(
        moved,
        [
            json!({ "in": 0, "out": none }),
            json!({ "in": 0, "out": 0 }),
            json!({ "in": none, "out": 0 }),
            json!({ "in": none, "out": 5 })
        ]
    );
    assert_eq!((&log[0]["points_in"], &log[2]["points_out"]), (&json!(2), &json!(13)), "what was asked is kept");
    let page = shell.does("scope log");
    for said in ["add ME-4, no points moved", "reestimate ME-3, no points moved", "remove ME-3, no points moved"] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // Opened again, it moves points, and what opened it is named.
    shell.does("item move ME-4 doing");
    assert_eq!(
        shell.json("scope log")["opened_again"],
        "Opened again since the lock, so counted as added: ME-4 (2 points)."
    );
    shell.does("sprint close 1 --goal met --rest \"next=not started\"");
    let report = shell.does("report sprint 1 --format md");
    assert!(report.contains("| C1 | add ME-4 | 0 |  |"), "{report}");
    assert!(report.contains("| C4 | remove ME-2 |  | 5 |"), "{report}");
}

#[test]
fn the_reading_names_a_request_for_what_is_new_and_not_for_what_came_back() {
    let reading = |more: &[&str]| {
        let shell = running();
        for line in more {
            shell.does(line);
        }
        shell.json("sprint burndown 1")["reading"].as_str().unwrap().to_owned()
    };
    let (out, back) = (
        "scope request remove ME-2 --reason Later --accepted-by dev-1",
        "scope request add ME-2 --reason Now --accepted-by dev-1",
    );
    let plain = reading(&[]);
    assert!(!plain.contains("came in"), "{plain}");
    assert_eq!(reading(&[out, back]), plain);
    let larger = reading(&[out, "item edit ME-2 --points 8", back]);
    assert!(larger.ends_with("; 3 of them came in with C2."), "{larger}");
    let smaller = reading(&[out, "item edit ME-2 --points 2", back]);
    assert!(!smaller.contains("came in"), "{smaller}");
    // What came with a request, left and came back is still what the first request brought.
    let add = "scope request add ME-4 --reason Law --accepted-by dev-1";
    let again =
        reading(&["item move ME-4 todo", add, "scope request remove ME-4 --reason No --accepted-by dev-1", add]);
    assert!(again.ends_with("; 2 of them came in with C1."), "{again}");
}

#[test]
fn other_dates_are_behind_no_item() {
    let shell = running();
    shell.does("scope request dates --end 2026-12-11 --reason Bank --accepted-by dev-1");
    shell.does("scope request reestimate ME-1 --points 5 --reason Larger --accepted-by dev-1");
    for figure in ["remaining", "committed", "completed_outside", "reestimated"] {
        let behind = shell.json(&format!("report sprint 1 --figure {figure}")).to_string();
        assert!(!behind.contains("move the last day"), "{figure}: {behind}");
    }
    let behind = shell.json("report sprint 1 --figure remaining").to_string();
    assert!(behind.contains("re-estimate ME-1 from 3 points to 5 points"), "{behind}");
    shell.does("sprint close 1 --goal met --rest \"next=not started\"");
    let behind = shell.json("report sprint 1 --figure not_completed").to_string();
    assert!(!behind.contains("move the last day") && behind.contains("Closed sprint 1"), "{behind}");
}

#[test]
fn what_was_opened_again_is_named_with_the_points_that_no_request_moved() {
    let shell = running();
    shell.does("item move ME-3 doing");
    shell.does("scope request reestimate ME-3 --points 5 --reason Smaller --accepted-by dev-1");
    let again = &shell.json("scope log")["opened_again"];
    assert_eq!(again, "Opened again since the lock, so counted as added: ME-3 (8 points).");
    // 8 committed, 8 opened again, 3 less by C1.
    assert_eq!(shell.json("sprint show 1")["points"]["scope"], 13);
}
