//! Other dates of a locked sprint: asked for, approved, kept in the log, drawn, taken back; and nothing else moves them.

use crate::burndown::at;
use crate::ground::{Fixture, dump, locked, points};
use crate::support::cli::Shell;
use crate::support::screen::Screen;
use rusqlite::Connection;
use serde_json::{Value, json};
use standfast::app::scope::AskDates;
use standfast::domain::burndown::Event;
use standfast::domain::scope::RequestRuling;
use standfast::domain::time::{Day, Instant};

/// ME-1 (8 points) in a sprint from 23 November to 4 December, and the second Wednesday.
fn running() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --points 8 --criteria \"it works\"");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-12-02T09:00:00Z");
    shell
}

const EXTENDED: &str =
    "scope request dates --end 2026-12-11 --reason \"the bank is late\" --by ann --accepted-by dev-1";

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

fn until(end: &str) -> AskDates {
    AskDates {
        end: day(end),
        reason: "The bank is late".into(),
        accepted_by: Some("ana".into()),
        ..AskDates::default()
    }
}

#[test]
fn other_dates_are_in_the_log_the_contract_and_the_report_with_both_days() {
    let mut shell = running();
    let said = shell.does(EXTENDED);
    assert_eq!(said, "C1 accepted by dev-1: move the last day from 2026-12-04 to 2026-12-11.\n");
    assert_eq!(shell.json("sprint show 1")["ends_on"], "2026-12-11");
    let both = json!({
        "start_in": "2026-11-23", "end_in": "2026-12-11", "start_out": "2026-11-23", "end_out": "2026-12-04"
    });
    let logged = &shell.json("scope log")["requests"][0];
    assert_eq!((&logged["dates"], &logged["item"], &logged["kind"]), (&both, &Value::Null, &json!("dates")));
    assert_eq!((&logged["reason"], &logged["ruled_by"]), (&json!("the bank is late"), &json!("dev-1")));
    assert!(shell.does("scope log").contains("move the last day from 2026-12-04 to 2026-12-11"));
    let contract = shell.does("scope contract");
    assert!(contract.contains("- **Dates**: 2026-11-23 to 2026-12-04"), "{contract}");
    assert!(contract.contains("| Dates | last day from 2026-12-04 to 2026-12-11 | Sprint 1 |"), "{contract}");
    assert!(shell.does("scope verify").contains("is intact"));

    shell.set("STANDFAST_NOW", "2026-12-11T15:00:00Z");
    shell.does("item move ME-1 done");
    shell.does("sprint close 1 --goal met");
    let report = shell.json("report sprint 1");
    assert_eq!((&report["ends_on"], &report["requests"][0]["dates"]), (&json!("2026-12-11"), &both));
    // 2.3 people on 15 days instead of 10.
    assert_eq!(report["person_days"].as_f64(), Some(34.5));
    let page = shell.does("report sprint 1 --format md");
    assert!(page.contains("| C1 | move the last day from 2026-12-04 to 2026-12-11 |"), "{page}");
    assert!(shell.does("scope verify 1").contains("is intact"));
}

#[test]
fn the_burndown_runs_over_the_new_days_from_the_accepted_day_on() {
    let shell = running();
    let before = shell.json("sprint burndown 1");
    shell.does(EXTENDED);
    let after = shell.json("sprint burndown 1");
    assert_eq!((&before["ends_on"], &after["ends_on"]), (&json!("2026-12-04"), &json!("2026-12-11")));
    let told = &after["series"][1]["events"][0];
    assert_eq!((&told["event"], &told["request"]), (&json!("dates"), &json!("C1")));
    assert_eq!(told["words"], "C1: last day from 2026-12-04 to 2026-12-11");
    let corners = |lines: &Value| lines["ideal"].as_array().unwrap().clone();
    let until_then = |lines: &Value| -> Vec<Value> {
        corners(lines).into_iter().take_while(|corner| corner["at"].as_str() < Some("2026-12-02T09:00:00Z")).collect()
    };
    assert_eq!(until_then(&before), until_then(&after));
    let at = |lines: &Value, moment: &str| {
        corners(lines)
            .iter()
            .filter(|corner| corner["at"] == moment)
            .map(|corner| corner["remaining"].clone())
            .next_back()
    };
    assert_eq!(at(&before, "2026-12-04T23:00:00Z"), Some(json!(0)));
    assert_eq!(at(&after, "2026-12-11T23:00:00Z"), Some(json!(0)));
    let left = at(&after, "2026-12-04T23:00:00Z").unwrap().as_f64().unwrap();
    assert!((2.5..2.8).contains(&left), "a third is left: {left}");
    // As of the day before, the days are those of then.
    let then = shell.json("sprint burndown 1 --as-of 2026-12-01");
    assert_eq!((&then["ends_on"], corners(&then)), (&json!("2026-12-04"), corners(&before)));
    assert!(shell.does("sprint burndown 1").contains("on day 8 of 15"), "{}", shell.does("sprint burndown 1"));
}

#[test]
fn other_dates_are_taken_back_and_brought_back() {
    let it = locked();
    let team = |moment: &str| at(&it, moment);
    team("2026-12-01T09:00:00Z").request_dates(&until("2026-12-11"), None).unwrap();
    team("2026-12-02T09:00:00Z").request_dates(&until("2026-12-09"), None).unwrap();
    let ends = |moment: &str| team(moment).sprint_view(1).unwrap().sprint.ends_on;
    let intact = |moment: &str| team(moment).verify_contract(1).unwrap().differences;
    assert_eq!((ends("2026-12-02T10:00:00Z"), intact("2026-12-02T10:00:00Z")), (day("2026-12-09"), Vec::new()));
    for (hour, expected) in [("11", "2026-12-11"), ("12", "2026-12-04")] {
        let moment = format!("2026-12-02T{hour}:00:00Z");
        team(&moment).undo(None).unwrap();
        assert_eq!((ends(&moment), intact(&moment)), (day(expected), Vec::new()));
    }
    team("2026-12-02T13:00:00Z").redo().unwrap();
    assert_eq!((ends("2026-12-02T13:00:00Z"), intact("2026-12-02T13:00:00Z")), (day("2026-12-11"), Vec::new()));
    let lines = team("2026-12-03T09:00:00Z").burndown(1, None).unwrap();
    let words: Vec<&str> = lines.points.iter().map(|point| point.events[0].words.as_str()).collect();
    assert_eq!(
        words,
        [
            "locked",
            "C1: last day from 2026-12-04 to 2026-12-11",
            "C2: last day from 2026-12-11 to 2026-12-09",
            "C2 taken back or brought back: last day from 2026-12-09 to 2026-12-11",
            "C1 taken back or brought back: last day from 2026-12-11 to 2026-12-04",
            "C1 taken back or brought back: last day from 2026-12-04 to 2026-12-11",
        ]
    );
    assert_eq!(lines.points.iter().filter(|point| point.events[0].event == Event::Dates).count(), 5);
    let as_of = Instant::parse("2026-12-02T12:30:00Z");
    assert_eq!(team("2026-12-03T09:00:00Z").burndown(1, as_of).unwrap().sprint.ends_on, day("2026-12-04"));
}

#[test]
fn a_request_for_dates_waits_and_is_ruled_on_as_others() {
    let it = locked();
    let mut team = at(&it, "2026-12-01T09:00:00Z");
    let waiting = AskDates { accepted_by: None, ..until("2026-12-11") };
    let said = team.request_dates(&waiting, None).unwrap().said;
    assert!(said.contains("C1 asks to move the last day from 2026-12-04 to 2026-12-11."), "{said}");
    let refused = |result: standfast::error::Result<_>| result.map(drop).unwrap_err().to_string();
    assert!(refused(team.request_dates(&waiting, None).map(drop)).contains("C1 asks for that already"));
    let said = team.defer_request(1, None).unwrap().said;
    assert_eq!(said, "C1 is deferred: the dates stay as they are.");
    assert!(team.deferred_requests().unwrap().is_empty());
    assert_eq!(team.first_to_plan().unwrap().deferred.len(), 0);
    team.request_dates(&until("2026-12-08"), None).unwrap();
    let overtaken = refused(team.accept_request(1, "ana", None, None).map(drop));
    assert_eq!(overtaken, "The dates of sprint 1 changed since C1 asked. Make a new request.");
    team.request_dates(&waiting, Some(RequestRuling::Declined)).unwrap();
    assert_eq!(team.sprint_view(1).unwrap().sprint.ends_on, day("2026-12-08"));
}

#[test]
fn senseless_dates_are_refused_with_what_to_do() {
    let shell = running();
    for (asked, why) in [
        ("--end 2026-12-04", "is from 2026-11-23 to 2026-12-04 already"),
        ("--end 2026-12-01", "has passed"),
        ("--end 2026-11-20", "is before the start"),
        ("--start 2026-12-12 --end 2026-12-13", "no working day"),
        ("ME-1 --end 2026-12-11", "leave out the item's key"),
        ("--points 3 --end 2026-12-11", "not for dates"),
    ] {
        let said = shell.refuses(&format!("scope request dates {asked} --reason \"why not\" --accepted-by dev-1"));
        assert!(said.contains(why), "{asked}: {said}");
    }
    let said = shell.refuses("scope request add --reason \"why not\"");
    assert!(said.contains("Name the item"), "{said}");
    let said = shell.refuses("sprint edit 1 --end 2026-12-11");
    assert!(said.contains("standfast scope request dates --end DATE --reason"), "{said}");
    shell.does("team set decision-maker dev-2");
    let said = shell.refuses(EXTENDED);
    assert!(said.contains("dev-2 decides"), "{said}");
    assert_eq!(shell.json("scope list")["requests"], json!([]));
}

/// An operation of a plain shell that does this.
fn forged(sql: &str) -> String {
    format!(
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
    )
}

#[test]
fn the_database_moves_dates_only_as_an_accepted_request_says() {
    let Fixture { folder, mut team } = locked();
    team.request_dates(&AskDates { accepted_by: None, ..until("2026-12-11") }, None).unwrap();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    let accept = "UPDATE change_request SET ruling = 'accepted', ruled_by = 'ana', ruled_at = 1,
        ruled_in = (SELECT max(id) FROM operation) WHERE id = 1";
    let item = "INSERT INTO change_request (id, number, sprint, kind, item, reason, requested_by, requested_at, start_in,
        end_in, start_out, end_out) VALUES (9, 9, 1, 'add', 3, 'x', 'me', 0, '2026-11-23', '2026-12-11', '2026-11-23', '2026-12-04')";
    for sql in [
        "UPDATE sprint SET ends_on = '2026-12-11' WHERE id = 1",
        "UPDATE sprint SET starts_on = '2026-11-20' WHERE id = 1",
        "UPDATE sprint SET ends_on = NULL WHERE id = 1",
        &format!("{accept}; UPDATE sprint SET ends_on = '2026-12-10' WHERE id = 1"),
        &format!("{accept}; UPDATE sprint SET starts_on = '2026-11-20', ends_on = '2026-12-11' WHERE id = 1"),
        &format!("{accept}; UPDATE sprint SET ends_on = '2026-12-11', goal = 'another' WHERE id = 1"),
        "UPDATE change_request SET end_in = '2026-12-10' WHERE id = 1",
        "UPDATE change_request SET end_out = '2026-12-03' WHERE id = 1",
        item,
    ] {
        for sql in [sql.to_owned(), forged(sql)] {
            let error = shell.execute_batch(&sql).expect_err(&sql).to_string();
            let _ = shell.execute_batch("ROLLBACK");
            assert!(error.contains("standfast") || error.contains("CHECK"), "{sql}: {error}");
        }
    }
    assert_eq!(dump(&path), before);
    // What was closed stays closed.
    let mut team = at(&Fixture { folder, team: standfast_of(&path) }, "2026-12-04T15:00:00Z");
    team.accept_request(1, "ana", None, None).unwrap();
    crate::planning::close(&mut team);
    let error = shell.execute_batch(&forged("UPDATE sprint SET ends_on = '2026-12-04' WHERE id = 1")).unwrap_err();
    assert!(error.to_string().contains("standfast R5"), "{error}");
}

fn standfast_of(path: &std::path::Path) -> standfast::app::Standfast {
    standfast::app::Standfast::open(path, crate::ground::monday(), "fay").unwrap()
}

#[test]
fn the_cockpit_asks_for_other_dates_on_the_board() {
    let it = locked();
    let mut screen = Screen::open(at(&it, "2026-12-01T09:00:00Z"));
    screen.keys("2c");
    assert!(screen.text().contains("Move the dates of sprint 1"), "{}", screen.text());
    screen.keys("<down><down><down><down><enter>");
    assert!(screen.text().contains("Dates of sprint 1: now Mon 23 Nov to Fri 4 Dec"), "{}", screen.text());
    screen.keys("<tab><ctrl-u>2026-12-11<tab>The bank is late<tab><tab>a<tab>ana<ctrl-s>");
    let said = screen.shell.message().map(|message| message.words.clone()).unwrap_or_default();
    assert_eq!(said, "C1 accepted by ana: move the last day from 2026-12-04 to 2026-12-11.", "{}", screen.text());
    assert!(screen.text().contains("day 7 of 15"), "{}", screen.text());
    screen.keys("S");
    for words in
        ["C1  move the last day from 2026-12-04 to 2026-12-11", "Dates  last day from 2026-12-04 to 2026-12-11"]
    {
        assert!(screen.text().contains(words), "{words}: {}", screen.text());
    }
    screen.keys("<esc>D");
    assert!(screen.text().contains("C1 dates"), "{}", screen.text());
    screen.keys("<enter>");
    assert!(screen.text().contains("C1: last day from 2026-12-04 to 2026-12-11"), "{}", screen.text());
}

#[test]
fn an_estimate_is_taken_away_by_a_request() {
    let shell = running();
    let said = shell.does("scope request reestimate ME-1 --points none --reason \"nobody knows\" --accepted-by dev-1");
    assert_eq!(said, "C1 accepted by dev-1: re-estimate ME-1 from 8 points to no estimate.\n");
    let show = shell.json("sprint show 1");
    assert_eq!((&show["items"][0]["points"], &show["points"]["reestimated"]), (&Value::Null, &json!(-8)));
    shell.does("undo");
    assert_eq!(
        points(8.0).map(|points| json!(points)),
        Some(shell.json("sprint show 1")["items"][0]["points"].clone())
    );
}
