//! A standup whose cockpit is killed in the middle: the next start goes on with order, words and time (S9).

use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use rustix::process::Signal;
use serde_json::Value;
use std::path::Path;

fn at(shell: &mut Shell, time: &str) {
    shell.set("STANDFAST_NOW", &format!("2026-11-26T{time}:00+01:00"));
}

fn cockpit(shell: &Shell) -> Terminal {
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (100, 30));
    terminal.waits_for("Mesos").types("1").waits_for("to type");
    terminal
}

/// Who speaks when, with what time, as the facts tell it.
fn turns(standup: &Value) -> Vec<(String, bool, i64)> {
    let turns = standup["turns"].as_array().unwrap().iter();
    let turn = |turn: &Value| {
        (turn["name"].as_str().unwrap().to_owned(), turn["speaking"] == true, turn["seconds"].as_i64().unwrap())
    };
    turns.map(turn).collect()
}

#[test]
fn a_standup_survives_sigkill_with_order_words_and_time() {
    let mut shell = Shell::with_team();
    at(&mut shell, "10:00");
    let started = shell.json("standup start --order random --seed 7");
    let order: Vec<String> = turns(&started["standup"]).into_iter().map(|(name, ..)| name).collect();
    // The first one speaks for four minutes; what the second one says is typed, kept by Enter, and half a line is not.
    at(&mut shell, "10:04");
    let mut terminal = cockpit(&shell);
    terminal.types("n").waits_for("speaks, 1 to come");
    terminal.types("iDrain the node\r").waits_for("Noted what");
    terminal.types("half a li").waits_for("half a li");
    terminal.signal(Signal::KILL);
    terminal.ends();
    // The cockpit was never closed; much later somebody begins again.
    at(&mut shell, "11:30");
    let said = shell.does("standup start");
    assert_eq!(said, format!("Resumed the standup of Thu 26 Nov 10:00: 4:00 spent, {}'s turn.\n", order[1]));
    at(&mut shell, "11:33");
    shell.does("standup next");
    let facts = shell.json("standup facts");
    let expected = [(order[0].clone(), false, 240), (order[1].clone(), false, 180), (order[2].clone(), true, 0)];
    assert_eq!(turns(&facts["standup"]), expected);
    let person = facts["people"].as_array().unwrap().iter().find(|person| person["name"] == order[1].as_str()).unwrap();
    assert_eq!(person["words"], serde_json::json!({ "today": "Drain the node" }));
    for finding in shell.json("doctor")["checks"].as_array().unwrap() {
        assert_eq!(finding["problems"], serde_json::json!([]), "{finding}");
    }
}

/// When the cockpit last said on disk that it is alive.
fn pulse(shell: &Shell) -> Option<i64> {
    let db = rusqlite::Connection::open(shell.database()).unwrap();
    db.query_row("SELECT at FROM standup_pulse", [], |row| row.get(0)).ok()
}

#[test]
fn a_cockpit_that_was_alive_keeps_its_minutes_when_it_is_killed() {
    let mut shell = Shell::with_team();
    at(&mut shell, "10:00");
    shell.does("standup start --order fixed");
    // Nothing is done in the cockpit: its sign of life is all that tells of these two minutes.
    at(&mut shell, "10:02");
    let mut terminal = cockpit(&shell);
    terminal.waits_for("2:00 of 15:00");
    // Looking wakes the cockpit, which ticks only after a second of quiet: look seldom, and not for ever.
    let alive = (0..20).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(1500));
        pulse(&shell).is_some()
    });
    assert!(alive, "no sign of life");
    terminal.signal(Signal::KILL);
    terminal.ends();
    at(&mut shell, "10:09");
    assert_eq!(shell.does("standup start"), "Resumed the standup of Thu 26 Nov 10:00: 2:00 spent, dev-1's turn.\n");
}

#[test]
fn a_check_in_from_another_process_appears_and_the_cursor_stays() {
    let mut shell = Shell::with_team();
    at(&mut shell, "10:00");
    shell.does("standup start --order fixed");
    let mut terminal = cockpit(&shell);
    terminal.types("iHalf a li");
    terminal.waits_for("Half a li");
    shell.does("checkin \"The quota page\" --needs \"a minute of dev-2\" --member dev-1");
    terminal.waits_for("a minute of dev-2");
    assert!(terminal.text().contains("Half a li"), "{}", terminal.text());
    // What was being typed goes on where it was.
    terminal.types("ne").waits_for("Half a line");
    // Both have said something: whose words are kept is asked.
    terminal.types("\u{1b}").waits_for("Changed by someone else: dev-1, today");
    terminal.types("take\r").waits_for("n next");
    assert_eq!(terminal.types("q").ends(), 0);
    let said = shell.json("checkin --member dev-1").to_string();
    assert!(said.contains("Half a line"), "{said}");
}
