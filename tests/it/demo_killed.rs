//! The demo takes hundreds of operations to exist. Killed while it is made, it does not exist; the next start makes it.

use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use rustix::process::Signal;
use std::path::Path;
use std::time::Duration;

fn demo(shell: &Shell) -> Terminal {
    Terminal::start(Path::new(env!("CARGO_BIN_EXE_standfast")), &["demo"], shell.variables(), (100, 30))
}

#[test]
fn a_demo_that_is_killed_while_it_is_made_is_made_again() {
    let shell = Shell::new();
    let file = shell.path("data/standfast/demo.db");
    let aside = shell.path("data/standfast/demo.db.making");
    for later in [0, 40, 200] {
        let mut terminal = demo(&shell);
        while !aside.join("whole.db").exists() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(later));
        terminal.signal(Signal::KILL);
        terminal.ends();
        assert!(!file.exists(), "half a demo after {later} ms");
    }
    let mut terminal = demo(&shell);
    terminal.waits_for("Sprint 4").types("q");
    assert_eq!(terminal.ends(), 0);
    assert!(!aside.exists(), "what was made aside is gone");
    let db = rusqlite::Connection::open(&file).unwrap();
    let operations = |db: &rusqlite::Connection| -> i64 {
        db.query_row("SELECT count(*) FROM operation", [], |row| row.get(0)).unwrap()
    };
    let whole = operations(&db);
    assert!(whole > 400, "{whole} operations");
    // A second start finds it and makes no other.
    let mut terminal = demo(&shell);
    terminal.waits_for("Sprint 4").types("q").ends();
    assert_eq!(operations(&db), whole);
}
