//! Several programs write to one database: they queue, and a cockpit goes on drawing while it waits.

use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::item::NewItem;
use standfast::clock::Clock;
use std::path::Path;
use std::process::Stdio;

fn item(title: &str) -> NewItem {
    NewItem { title: title.to_owned(), ..NewItem::default() }
}

fn titles(shell: &Shell) -> Vec<String> {
    let listed = shell.json("item list --limit 1000");
    listed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn ten_writers_write_thirty_times_each_and_none_is_refused() {
    let shell = Shell::with_team();
    let database = shell.database();
    std::thread::scope(|scope| {
        for writer in 0..10 {
            let database = &database;
            scope.spawn(move || {
                // Each write on a connection of its own, as commands do, and then several on one, as a cockpit does.
                for n in 0..15 {
                    let mut team = Standfast::open(database, Clock::System, "fac").unwrap();
                    team.add_item(&item(&format!("{writer} {n}"))).unwrap();
                    team.close();
                }
                let mut team = Standfast::open(database, Clock::System, "fac").unwrap();
                for n in 15..30 {
                    team.add_item(&item(&format!("{writer} {n}"))).unwrap();
                }
            });
        }
    });
    assert_eq!(titles(&shell).len(), 300);
    assert_eq!(shell.json("doctor")["well"], true);
}

#[test]
fn ten_commands_at_once_are_all_done() {
    let shell = Shell::with_team();
    for round in 0..3 {
        let started: Vec<_> = (0..10)
            .map(|n| {
                let title = format!("{round} {n}");
                let words = ["item", "add", title.as_str()];
                shell.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for child in started {
            let output = child.wait_with_output().unwrap();
            assert_eq!(output.status.code(), Some(0), "{output:?}");
        }
    }
    assert_eq!(titles(&shell).len(), 30);
}

#[test]
fn where_files_cannot_be_locked_there_is_no_queue() {
    let shell = Shell::with_team();
    let lock = shell.path("data/standfast/default.db.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    shell.does("item add First");
    assert_eq!(titles(&shell), ["First"]);
}

/// A cockpit on the backlog, with a form for a new item filled in and not saved.
fn with_a_form(shell: &Shell) -> Terminal {
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (110, 30));
    terminal.waits_for("Mesos").types("4").waits_for("First").types("a");
    terminal.waits_for("Title").types("Second by form").waits_for("Second by form");
    terminal
}

/// Another program that writes and does not end.
fn holder(shell: &Shell) -> Connection {
    let holder = Connection::open(shell.database()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    holder
}

#[test]
fn a_cockpit_draws_while_another_program_writes_and_esc_gives_up() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let mut terminal = with_a_form(&shell);
    let holder = holder(&shell);
    terminal.types("\x13").waits_for("Waiting: ").waits_for("Press Esc to give up");
    if cfg!(target_os = "linux") {
        terminal.waits_for(&format!("(process {})", std::process::id()));
    }
    // It goes on drawing: another size, and the form is there as it was.
    terminal.resize((100, 28)).waits_for("Waiting: ").waits_for("Second by form");
    terminal.types("\x1b").waits_for("Given up. Nothing was written.").waits_for("Second by form");
    assert_eq!(titles(&shell), ["First"]);
    // What is pressed while it waits is done afterwards, once.
    terminal.types("\x13").waits_for("Waiting: ").types("u");
    holder.execute_batch("ROLLBACK").unwrap();
    terminal.waits_for("Undid: Added ME-2");
    assert_eq!(titles(&shell), ["First"]);
    let log = shell.json("log");
    assert_eq!(log["operations"].as_array().unwrap().len(), 4, "{log}");
    assert_eq!(terminal.types("q").ends(), 0);
}

#[test]
fn a_waiting_cockpit_can_be_left() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let mut terminal = with_a_form(&shell);
    let holder = holder(&shell);
    terminal.types("\x13").waits_for("Waiting: ");
    terminal.types("\x03").waits_for("Press Ctrl-C again").types("\x03");
    assert_eq!(terminal.ends(), 0);
    drop(holder);
    assert_eq!(titles(&shell), ["First"]);
}
