//! An accepted change of scope taken back: undone at once it is a slip; later it is a request of its own, and both stay in the
//! scope log. A plain shell has no other way.

use crate::ground::{Fixture, locked, monday};
use crate::support::cli::Shell;
use crate::support::screen::Screen;
use rusqlite::Connection;
use serde_json::{Value, json};
use standfast::app::Standfast;
use standfast::app::scope::Ask;
use standfast::domain::scope::{RequestKind, RequestRuling, TakenBack};

/// ME-1 (3), ME-2 (2) and ME-3 (5) in a locked sprint; ME-4 (2) and ME-5 (1) outside.
fn running() -> Shell {
    let mut shell = Shell::with_team();
    for (title, points) in [("Login", 3), ("Search", 2), ("Export", 5), ("Fees", 2), ("Keys", 1)] {
        shell.does(&format!("item add {title} --points {points} --criteria works"));
    }
    shell.does("sprint new --goal Pay --start 2026-11-23 --end 2026-12-04");
    shell.does("sprint add 1 ME-1 ME-2 ME-3");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-11-24T09:00:00Z");
    shell
}

const ADD: &str = "scope request add ME-4 --reason Law --accepted-by dev-1";

/// The operation that was done last.
fn last(shell: &Shell) -> i64 {
    shell.json("log --limit 1")["operations"][0]["id"].as_i64().unwrap()
}

fn accepted(shell: &Shell) -> Vec<Value> {
    shell.json("scope log")["requests"].as_array().unwrap().clone()
}

#[test]
fn a_slip_is_undone_and_a_change_that_the_sprint_lived_with_is_not() {
    let shell = running();
    shell.does(ADD);
    shell.does("undo");
    assert_eq!(accepted(&shell), Vec::<Value>::new());
    shell.does("redo");
    let acceptance = last(&shell) - 2;
    // What is undone itself is not in the way.
    shell.does("item move ME-1 doing");
    shell.does("undo");
    shell.does("undo");
    assert_eq!(accepted(&shell), Vec::<Value>::new());
    shell.does("redo");
    // What is done elsewhere is not in the way either.
    shell.does("item edit ME-5 --title Tokens");
    shell.does("member add Kim");
    shell.does(&format!("undo {acceptance}"));
    shell.does("redo");
    for done in ["item move ME-1 doing", "item edit ME-4 --title Charges", "scope request remove ME-2 --reason Later"] {
        shell.does(done);
        let why = shell.refuses(&format!("undo {acceptance}"));
        assert!(why.contains("C1 was accepted, and fac has changed the sprint since (operation "), "{why}");
        assert!(why.contains("`standfast scope take-back C1 --reason \"…\" --accepted-by NAME`"), "{why}");
        assert_eq!(accepted(&shell).len(), 1);
        shell.does("undo");
    }
    shell.does(&format!("undo {acceptance}"));
    assert!(shell.does("scope verify").contains("is intact"));
}

#[test]
fn what_is_taken_back_later_stays_in_the_scope_log_with_by_whom_and_when() {
    let mut shell = running();
    shell.does(ADD);
    shell.does("item move ME-4 doing");
    shell.set("STANDFAST_NOW", "2026-11-26T15:00:00Z");
    let said = shell.does("scope take-back C1 --reason \"the law comes later\" --by ann --accepted-by dev-2");
    assert_eq!(said, "C2 accepted by dev-2: take ME-4 out (2 points), to take C1 back.\n");
    let log = accepted(&shell);
    assert_eq!((&log[0]["taken_back_by"], &log[0]["takes_back"]), (&json!("C2"), &Value::Null));
    assert_eq!((&log[1]["taken_back_by"], &log[1]["takes_back"]), (&Value::Null, &json!("C1")));
    let page = shell.does("scope log");
    assert!(page.contains("accepted by dev-1, taken back by C2 (dev-2, 2026-11-26 16:00)"), "{page}");
    assert!(page.contains("remove ME-4, to take C1 back"), "{page}");
    let points = &shell.json("sprint show 1")["points"];
    assert_eq!((&points["added"], &points["removed"], &points["scope"]), (&json!(2), &json!(2), &json!(10)));
    let events = shell.json("sprint burndown 1").to_string();
    assert!(events.contains("C1: ME-4 comes in (+2)") && events.contains("C2: ME-4 goes out (-2)"), "{events}");
    let why = shell.refuses("scope take-back C1 --reason again --accepted-by dev-2");
    assert!(why.contains("C1 was already taken back by C2."), "{why}");
    let why = shell.refuses("scope accept C1 --by dev-2");
    assert!(why.contains("C1 was already taken back by C2."), "{why}");
    assert!(shell.does("scope verify").contains("is intact"));
    // The taking back is taken back, and that is in the log as well.
    shell.does("scope take-back C2 --reason \"now after all\" --accepted-by dev-1");
    assert_eq!(accepted(&shell)[1]["taken_back_by"], "C3");
    assert!(shell.does("scope verify").contains("is intact"));
    shell.does("sprint close 1 --goal met --rest \"next=not started\"");
    let report = shell.does("report sprint 1 --format md");
    assert!(report.contains("accepted by dev-1, taken back by C2"), "{report}");
    assert!(report.contains("add ME-4, to take C2 back"), "{report}");
    assert!(shell.does("verify").contains("The log is intact"));
}

#[test]
fn every_kind_of_request_has_its_reverse() {
    for (asked, reverse) in [
        ("scope request remove ME-3 --reason Later --accepted-by dev-1", "add ME-3 (5 points), to take C1 back."),
        (
            "scope request add ME-4 --swap ME-2 --reason Law --accepted-by dev-1",
            "add ME-2 (2 points) and take ME-4 out (2 points), to take C1 back.",
        ),
        (
            "scope request reestimate ME-1 --points 5 --reason Larger --accepted-by dev-1",
            "re-estimate ME-1 from 5 points to 3 points, to take C1 back.",
        ),
        (
            "scope request reestimate ME-1 --points none --reason Unclear --accepted-by dev-1",
            "re-estimate ME-1 from no estimate to 3 points, to take C1 back.",
        ),
        (
            "scope request dates --end 2026-12-11 --reason Bank --accepted-by dev-1",
            "move the last day from 2026-12-11 to 2026-12-04, to take C1 back.",
        ),
    ] {
        let shell = running();
        let before = shell.json("sprint show 1");
        shell.does(asked);
        shell.does("item move ME-1 doing");
        // First asked, and accepted by somebody else later.
        let said = shell.does("scope take-back C1 --reason Mistake");
        assert!(said.starts_with("C2 asks to ") && said.contains(reverse), "{said}");
        assert_eq!(accepted(&shell)[0]["taken_back_by"], Value::Null);
        shell.does("scope accept C2 --by dev-2");
        assert_eq!(accepted(&shell)[0]["taken_back_by"], "C2", "{asked}");
        let after = shell.json("sprint show 1");
        assert_eq!((&after["points"]["scope"], &after["ends_on"]), (&before["points"]["scope"], &before["ends_on"]));
        assert!(shell.does("scope verify").contains("is intact"), "{asked}");
    }
}

#[test]
fn what_is_not_so_any_more_is_not_taken_back() {
    let shell = running();
    shell.does(ADD);
    shell.does("scope request reestimate ME-1 --points 5 --reason Larger --accepted-by dev-1");
    shell.does("scope request reestimate ME-1 --points 8 --reason Larger --accepted-by dev-1");
    shell.does("scope request dates --end 2026-12-11 --reason Bank --accepted-by dev-1");
    shell.does("scope request dates --end 2026-12-18 --reason Bank --accepted-by dev-1");
    shell.does("scope request remove ME-4 --reason Later --accepted-by dev-1");
    shell.does("scope request remove ME-2 --reason Later");
    for (key, why) in [
        ("C1", "ME-4 has left the sprint since C1 brought it in."),
        ("C2", "ME-1 has 8 points now: it was estimated again since C2."),
        ("C4", "The dates have changed again since C4."),
        ("C7", "C7 is waiting: there is nothing to take back."),
        ("C9", "There is no change request C9."),
    ] {
        let said = shell.refuses(&format!("scope take-back {key} --reason Mistake --accepted-by dev-1"));
        assert!(said.contains(why) && said.contains("`standfast scope "), "{key}: {said}");
    }
    // One that waited meanwhile is overtaken as well.
    shell.does("scope request reestimate ME-3 --points 8 --reason Larger --accepted-by dev-1");
    shell.does("scope take-back C8 --reason Mistake");
    shell.does("scope request reestimate ME-3 --points 13 --reason Larger --accepted-by dev-1");
    let said = shell.refuses("scope accept C9 --by dev-1");
    assert!(said.contains("ME-3 has 13 points now: it was estimated again since C8."), "{said}");
}

/// Two windows: what one undid is not redone once the other has worked on.
#[test]
fn an_acceptance_is_not_redone_once_the_sprint_has_moved_on() {
    let mut shell = running();
    shell.does(ADD);
    shell.does("undo");
    shell.set("STANDFAST_ACTOR", "dev-3");
    shell.does("item move ME-1 doing");
    shell.set("STANDFAST_ACTOR", "fac");
    let why = shell.refuses("redo");
    assert!(why.contains("dev-3 has changed the sprint since"), "{why}");
    assert!(why.contains("`standfast scope request "), "{why}");
    assert_eq!(accepted(&shell), Vec::<Value>::new());
}

fn asking(kind: RequestKind, item: &str) -> Ask {
    Ask {
        kind,
        item: item.into(),
        reason: "Law".into(),
        requested_by: None,
        points: None,
        swap: None,
        accepted_by: Some("ana".into()),
    }
}

/// PAY-3 came in by C1, and then somebody else worked on.
fn late() -> Fixture {
    let mut it = locked();
    it.team.request_change(&asking(RequestKind::Add, "PAY-3")).unwrap();
    let mut ben = Standfast::open(&it.folder.path().join("team.db"), monday(), "ben").unwrap();
    ben.move_item("PAY-1", "doing").unwrap();
    it
}

#[test]
fn a_shell_cannot_undo_an_acceptance_late_or_name_a_request_that_it_does_not_reverse() {
    let Fixture { folder, team } = late();
    let path = folder.path().join("team.db");
    drop(team);
    let shell = Connection::open(&path).unwrap();
    let operation = |reverts: &str| {
        format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, max(at), 'me', 'undo', {reverts}, (SELECT max(id) + 1 FROM change), 0 FROM operation;"
        )
    };
    let asks = |columns: &str, values: &str| {
        format!(
            "{} INSERT INTO change_request (id, number, sprint, reason, requested_by, requested_at, takes_back, {columns})
            VALUES (9, 9, 1, 'so', 'me', 0, 1, {values})",
            operation("NULL")
        )
    };
    for (sql, rule) in [
        (operation("(SELECT ruled_in FROM change_request WHERE id = 1)"), "standfast L7"),
        (asks("kind, item", "'remove', 1"), "standfast L7"),
        (asks("kind, item", "'add', 3"), "standfast L7"),
        (
            asks(
                "kind, start_in, end_in, start_out, end_out",
                "'dates', '2026-11-23', '2026-12-11', '2026-11-23', '2026-12-04'",
            ),
            "standfast L7",
        ),
        (format!("{} UPDATE change_request SET takes_back = 1 WHERE id = 1", operation("NULL")), "standfast L7"),
    ] {
        let error = shell.execute_batch(&sql).expect_err(&sql).to_string();
        shell.execute_batch("ROLLBACK").unwrap();
        assert!(error.contains(rule), "{sql}: {error}");
    }
    shell.execute_batch(&asks("kind, item", "'remove', 3")).unwrap();
    shell.execute_batch("ROLLBACK").unwrap();
}

#[test]
fn a_false_taking_back_is_named() {
    let Fixture { folder, mut team } = late();
    team.request_change(&asking(RequestKind::Remove, "PAY-2")).unwrap();
    let db = Connection::open(folder.path().join("team.db")).unwrap();
    let drops: Vec<String> = {
        let mut drops = db.prepare("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        drops.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for drop in &drops {
        db.execute_batch(drop).unwrap();
    }
    db.execute_batch("UPDATE change_request SET takes_back = 1 WHERE id = 2").unwrap();
    let verdict = team.verify_contract(1).unwrap();
    assert_eq!(verdict.differences, ["C2 says that it takes C1 back, and asks for something else."]);
}

#[test]
fn the_cockpit_names_the_key_and_takes_back_by_it() {
    let it = late();
    let mut screen = Screen::open(it.team.another().unwrap());
    screen.keys("2u");
    let said = screen.shell.message().map(|message| message.words.clone()).unwrap_or_default();
    assert!(said.contains("C1 was accepted, and ben has changed the sprint since"), "{said}");
    assert!(said.contains("Take it back by a request of its own with t in the change requests (r)."), "{said}");
    screen.keys("<esc>r");
    screen.keys("t");
    assert!(screen.text().contains("Take C1 back: add PAY-3 (+3)"), "{}", screen.text());
    screen.keys("Not now<tab><tab>a<ctrl-s>");
    assert!(screen.text().contains("Name who accepts the request."), "{}", screen.text());
    screen.keys("ana<ctrl-s>");
    let requests = screen.shell.standfast().requests(Some(1)).unwrap();
    let back = requests[0].taken_back.as_ref().map(TakenBack::key);
    assert_eq!((back.as_deref(), requests[1].ruling), (Some("C2"), Some(RequestRuling::Accepted)));
    assert!(screen.text().contains("taken back by C2"), "{}", screen.text());
    screen.keys("t");
    let said = screen.shell.message().map(|message| message.words.clone()).unwrap_or_default();
    assert!(said.contains("C2") || said.contains("C1"), "{said}");
}
