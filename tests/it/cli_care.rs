//! Team settings, workflow, blockers, doctor, backup and restore, and files that are no database, by the command line.

use crate::assert_transcript;
use crate::support::cli::{Shell, assert_untouched};
use rusqlite::Connection;
use std::fs;

#[test]
fn settings_and_workflow() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r"
        team
        team set largest 13
        team set decision-maker dev-2
        team set focus-factor 60%
        team set tz Mars/Base
        team set colour blue
        team set weekdays mon,tue,wed
        team status add test --class active --wip 2
        team status edit review --name checking --wip none --position 2
        team status remove done
        team status add dropped2 --class dropped
        team show --json
        "
    );
}

#[test]
fn blockers() {
    let shell = Shell::with_team();
    shell.does("item add First --points 1 --criteria a");
    assert_transcript!(
        shell,
        r#"
        blocker list
        blocker raise "No access to staging" --item ME-1 --cause access --owner dev-1 --waiting-on ops --needed-by fri
        blocker raise x --item ME-9
        blocker raise x --cause weather
        blocker list
        item list
        blocker resolve B1 --resolution "got it"
        blocker resolve b1 --resolution again
        blocker resolve 7 --resolution x
        blocker list
        blocker list --all --json
        "#
    );
}

#[test]
fn backup_and_restore() {
    let shell = Shell::with_team();
    shell.does("item add First");
    assert_transcript!(
        shell,
        r"
        doctor
        backup copy.db
        backup copy.db
        backup data/standfast/default.db
        item add Second
        restore copy.db
        restore missing.db --replace
        restore copy.db --replace
        item list
        restore copy.db --team other
        item list --team other
        "
    );
}

#[test]
fn the_doctor_names_what_is_wrong() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let database = Connection::open(shell.database()).unwrap();
    let triggers: Vec<String> = database
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'item'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    database.execute_batch(&format!("DROP TRIGGER {}", triggers[0])).unwrap();
    drop(database);
    let ran = shell.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(said["well"], false);
    assert!(ran.stdout.contains(&triggers[0]), "{}", ran.stdout);
}

#[test]
fn what_is_no_database_of_ours_is_refused_by_name_and_left_alone() {
    let shell = Shell::with_team();
    let foreign = shell.path("foreign.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t(x); INSERT INTO t VALUES (1);").unwrap();
    let newer = shell.path("newer.db");
    shell.does("backup newer.db");
    Connection::open(&newer).unwrap().execute_batch("PRAGMA user_version = 9999").unwrap();
    fs::write(shell.path("text.db"), "key,title\nME-1,not a database\n".repeat(100)).unwrap();
    let mut corrupt = fs::read(&newer).unwrap();
    corrupt.truncate(5000);
    corrupt[100..4000].fill(0xa5);
    fs::write(shell.path("corrupt.db"), &corrupt).unwrap();
    fs::create_dir(shell.path("folder.db")).unwrap();
    for name in ["foreign.db", "newer.db", "text.db", "corrupt.db"] {
        let path = shell.path(name);
        let before = fs::read(&path).unwrap();
        for line in ["item list", "init Mesos", "item add x", "doctor"] {
            let said = shell.refuses(&format!("{line} --db {name}"));
            assert!(said.contains(name) && !said.contains("panicked"), "{line} {name}: {said}");
        }
        assert_untouched(&path, &before);
        shell.refuses(&format!("restore {name} --replace"));
    }
    shell.refuses("item list --db folder.db");
    shell.refuses("init Mesos --db folder.db");
    shell.refuses("item list --db nowhere/at/all.db");
    assert_eq!(shell.json("item list")["total"], 0);
}

#[test]
fn a_database_that_is_locked_by_another_program_is_told() {
    let shell = Shell::with_team();
    let holder = Connection::open(shell.database()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = shell.refuses("item add First");
    let who =
        if cfg!(target_os = "linux") { format!("(process {})", std::process::id()) } else { "another".to_owned() };
    assert!(said.contains(&who) && said.contains("for writing; waited 5 seconds"), "{said}");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(shell.json("item list")["total"], 0);
    shell.does("item add First");
}
