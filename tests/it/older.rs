//! A database made by an earlier Standfast opens, is migrated with a backup beside it, and loses nothing on the way.

use crate::support::cli::{Shell, assert_untouched};
use rusqlite::Connection;
use standfast::store::schema;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

const OLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/fixtures/team_of_version_4.db");
const BACKUP: &str = "old.db.before-migration-from-4";

/// A shell on the Monday after, with the older database as `old.db`.
fn older() -> Shell {
    let mut shell = Shell::new();
    shell.set("STANDFAST_NOW", "2026-12-07T10:00:00Z");
    shell.set("STANDFAST_DB", &shell.path("old.db").to_string_lossy());
    fs::copy(OLDER, shell.path("old.db")).unwrap();
    shell
}

/// What a command says that may be the first one to open the file: then it also says what was migrated, and where the
/// file of before is.
fn says(shell: &Shell, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let ran = shell.run(&words);
    let migrated = ran.stderr.starts_with("Migrated ") && ran.stderr.contains("chain of hashes");
    assert!(ran.code == Some(0) && (ran.stderr.is_empty() || migrated), "{ran:?}");
    ran.stdout
}

fn version(path: &Path) -> i64 {
    Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn backups(shell: &Shell) -> Vec<PathBuf> {
    let names = fs::read_dir(shell.path("")).unwrap().map(|entry| entry.unwrap().path());
    names
        .filter(|path| path.to_string_lossy().contains("before-migration") && !path.to_string_lossy().ends_with("-shm"))
        .collect()
}

fn assert_well(shell: &Shell) {
    says(shell, "doctor");
    let intact = shell.does("scope verify 1");
    assert!(intact.contains("8472cdd89da046f86e43b6f6481f726f823917973f2a9e6029dceb0d95ebc0fa"), "{intact}");
}

#[test]
fn a_database_of_before_is_migrated_and_whole() {
    let shell = older();
    let log = says(&shell, "log --limit 99");
    assert!(
        log.contains("Founded team Harbour") && log.contains("Edited HB-4: title Round to the cent; points 2."),
        "{log}"
    );
    assert_eq!(version(&shell.path("old.db")), schema::current_version());
    assert_eq!(backups(&shell), [shell.path(BACKUP)]);
    assert_eq!(version(&shell.path(BACKUP)), 4);
    assert_well(&shell);
    assert!(shell.does("scope verify 2").contains("intact"));
    assert!(shell.does("report sprint 1").contains("Payouts recover"));
    assert!(shell.does("scope log 1").contains("An auditor asks"));
    assert!(shell.does("standup show 2026-11-24").contains("webhooks"));
    assert!(shell.run(&["action", "list"]).stdout.contains("Pair on webhooks"));
}

#[test]
fn operations_of_before_are_taken_back_and_done_again() {
    let shell = older();
    let before = says(&shell, "item show HB-4");
    assert!(before.contains("Round to the cent") && before.contains("money"), "{before}");
    shell.does("undo");
    shell.does("undo");
    let without = shell.does("item show HB-4");
    assert!(without.contains("Rounding") && !without.contains("money"), "{without}");
    shell.does("redo");
    shell.does("redo");
    assert_eq!(shell.does("item show HB-4"), before);
    // The lock of sprint 2 is the operation before those: its contract and its places were written by other triggers.
    shell.does("undo");
    shell.does("undo");
    shell.does("undo");
    assert_eq!(shell.json("sprint show 2")["state"], "draft");
    shell.does("redo");
    assert!(shell.does("scope verify 2").contains("intact"));
    assert_well(&shell);
}

#[test]
fn guards_hold_in_a_migrated_database() {
    let shell = older();
    says(&shell, "item list");
    let raw = Connection::open(shell.path("old.db")).unwrap();
    let forged = "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation;";
    for sql in [
        "UPDATE item SET points = 99 WHERE number = 2",
        "DELETE FROM sprint_item",
        "UPDATE sprint SET goal = 'another'",
        "UPDATE sprint_report SET text = 'another'",
        "DELETE FROM retro_action",
        "UPDATE OR REPLACE contract SET rowid = 2 WHERE id = 1",
        "UPDATE change SET before = NULL",
    ] {
        for begun in ["", forged] {
            let error = raw.execute_batch(&format!("{begun}{sql}")).expect_err(sql).to_string();
            let _ = raw.execute_batch("ROLLBACK");
            assert!(error.contains("standfast"), "{sql}: {error}");
        }
    }
}

/// Killed at any moment, a migration has happened or has not; the next program goes on from there.
#[test]
fn a_migration_that_is_killed_is_done_by_the_next_program() {
    for wait in [1, 8, 20, 40, 80, 120] {
        let shell = older();
        let mut child = shell.command(&["item", "list"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        assert_well(&shell);
        assert_eq!(version(&shell.path("old.db")), schema::current_version(), "killed after {wait} ms");
        assert!(backups(&shell).iter().all(|path| version(path) == 4));
    }
}

/// What a power cut leaves when some pages of the migration are in the log of the database and its commit is not.
#[test]
fn a_migration_without_its_commit_did_not_happen() {
    let shell = older();
    let half = shell.path("half.db");
    fs::copy(OLDER, &half).unwrap();
    let db = Connection::open(&half).unwrap();
    db.execute_batch(
        "PRAGMA cache_size = 1; BEGIN IMMEDIATE; DROP TRIGGER guard_contract_update; DELETE FROM item_search",
    )
    .unwrap();
    let triggers: Vec<String> = {
        let mut names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    for name in triggers {
        db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    for end in ["", "-wal"] {
        fs::copy(shell.path(&format!("half.db{end}")), shell.path(&format!("old.db{end}"))).unwrap();
    }
    assert!(fs::metadata(shell.path("old.db-wal")).unwrap().len() > 10_000);
    assert_well(&shell);
    assert_eq!(version(&shell.path("old.db")), schema::current_version());
}

#[test]
fn what_an_earlier_attempt_left_is_in_nobodys_way() {
    let shell = older();
    fs::write(shell.path("old.db.lock"), "").unwrap();
    fs::write(shell.path(BACKUP), "not whole").unwrap();
    assert_well(&shell);
    assert_untouched(&shell.path(BACKUP), b"not whole");
    let second = shell.path(&format!("{BACKUP}-2"));
    assert_eq!(version(&second), 4, "the backup of this migration has a name of its own");
}

#[test]
fn a_backup_that_cannot_be_made_stops_the_migration() {
    let shell = older();
    let before = fs::read(shell.path("old.db")).unwrap();
    fs::create_dir(shell.path("old.db.lock")).unwrap();
    let said = shell.refuses("item list");
    assert!(said.contains("old.db") && !said.contains("panicked"), "{said}");
    assert_untouched(&shell.path("old.db"), &before);
}

#[test]
fn programs_that_open_at_once_migrate_once() {
    let shell = older();
    let children: Vec<_> = (0..4)
        .map(|_| shell.command(&["item", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(backups(&shell), [shell.path(BACKUP)]);
    assert_well(&shell);
}

/// The version says that all is new, but a program or a person put the guards of before into it.
#[test]
fn guards_of_before_under_a_new_version_are_named_and_mended() {
    let shell = older();
    says(&shell, "item list");
    let derived = |db: &Connection| -> Vec<(String, String, String)> {
        let all = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')";
        let mut all = db.prepare(all).unwrap();
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
    };
    let db = Connection::open(shell.path("old.db")).unwrap();
    for (kind, name, _) in derived(&db) {
        db.execute_batch(&format!("DROP {kind} IF EXISTS {name}")).unwrap();
    }
    db.execute_batch("ALTER TABLE item DROP COLUMN image").unwrap();
    for (.., sql) in derived(&Connection::open(OLDER).unwrap()) {
        db.execute_batch(&sql).unwrap();
    }
    drop(db);
    let ran = shell.run(&["doctor"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for said in ["The guard guard_item_points was changed", "The view taken_back is missing", "image of item"] {
        assert!(ran.stdout.contains(said), "{said}\n{}", ran.stdout);
    }
    assert!(ran.stdout.contains("doctor --rebuild"), "{}", ran.stdout);
    shell.does("doctor --rebuild");
    assert_well(&shell);
}

/// What a version wrote whose rows had fewer columns is still what its chain says.
#[test]
fn a_chain_of_before_is_whole_when_its_rows_have_more_columns() {
    let mut shell = Shell::with_team();
    for title in ["Agents recover", "Split brain"] {
        shell.does(&format!("item add \"{title}\" --points 3 --criteria \"it works\""));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover\"");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1");
    shell.does("scope request add ME-2 --reason \"the customer asked\" --accepted-by dev-1");
    let db = Connection::open(shell.database()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let names = |sql: &str| -> Vec<(String, String)> {
        let mut all = db.prepare(sql).unwrap();
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    for (kind, name) in names("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')") {
        db.execute_batch(&format!("DROP {kind} IF EXISTS {name}")).unwrap();
    }
    let with_image = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
        WHERE m.type = 'table' AND c.name = 'image' AND c.hidden = 2";
    for (table, column) in names(with_image) {
        db.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {column}")).unwrap();
    }
    let ground = include_str!("../../src/store/sqlite/migrations/0001_ground.sql");
    let begin = ground.find("CREATE TABLE change_request (").unwrap();
    let table = &ground[begin..begin + ground[begin..].find(");\n").unwrap() + 2];
    let columns =
        "id, number, sprint, kind, item, swap_item, points_in, points_out, reason, requested_by, requested_at,
        ruling, ruled_by, ruled_at, ruling_note, ruled_in";
    db.execute_batch(&format!(
        "{}; INSERT INTO was SELECT {columns} FROM change_request; DROP TABLE change_request;
        ALTER TABLE was RENAME TO change_request; DROP INDEX sprint_item_beside; ALTER TABLE team DROP COLUMN count_parents;
        ALTER TABLE sprint_item DROP COLUMN by_parts; ALTER TABLE member DROP COLUMN allocation_more;
        ALTER TABLE member DROP COLUMN outside;
        ALTER TABLE absence DROP COLUMN part; PRAGMA user_version = 8",
        table.replacen("change_request", "was", 1)
    ))
    .unwrap();
    drop(db);
    let migrated = shell.run(&["verify"]);
    assert!(migrated.code == Some(0) && migrated.stderr.starts_with("Migrated "), "{migrated:?}");
    assert_eq!(version(&shell.database()), schema::current_version());
    assert!(shell.does("scope verify 1").contains("is intact"));
    // Nothing refers to what is not there, and the program goes on.
    shell.does("doctor");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    shell.does("scope request dates --end 2026-12-11 --reason \"the bank is late\" --accepted-by dev-1");
    shell.does("undo");
    shell.does("undo");
    assert_eq!(shell.json("sprint show 1")["counts"]["added"], 0);
    shell.does("verify");
}

#[test]
fn a_program_that_migrates_for_too_long_is_named() {
    let shell = older();
    let before = fs::read(shell.path("old.db")).unwrap();
    let held = fs::File::create(shell.path("old.db.lock")).unwrap();
    held.lock().unwrap();
    let said = shell.refuses("item list");
    assert!(said.contains("Another program is making, migrating, restoring or writing to"), "{said}");
    assert_untouched(&shell.path("old.db"), &before);
    held.unlock().unwrap();
    assert_well(&shell);
}
