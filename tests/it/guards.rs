//! The lock against raw SQL, from outside the program: every table and column that makes a scope, plain and with a
//! forged operation (L8). The connections here have none of the program's settings, as in a plain `sqlite3` shell.

use crate::ground::{Fixture, dump, fixture, locked, points};
use rusqlite::Connection;
use standfast::app::item::ItemEdit;
use standfast::app::scope::{Ask, AskDates};
use standfast::domain::scope::{RequestKind, RequestRuling};
use standfast::domain::sprint::SprintEdit;
use std::path::Path;
use std::process::{Command, Output};

/// Each would change what sprint 1 is, holds or weighs, or what was promised and ruled.
const ATTEMPTS: &[&str] = &[
    "UPDATE item SET points = 99 WHERE id = 1",
    "UPDATE item SET points = NULL WHERE id = 1",
    "UPDATE OR REPLACE item SET points = 99 WHERE id = 2",
    "UPDATE item SET number = 77 WHERE id = 1",
    "UPDATE item SET id = 77 WHERE id = 1",
    "DELETE FROM item WHERE id = 1",
    "INSERT OR REPLACE INTO item (id, number, kind, title, status, status_since, rank, created_at)
        SELECT id, number, kind, title, status, status_since, rank, created_at FROM item WHERE id = 1",
    "UPDATE OR REPLACE item SET rowid = 2 WHERE id = 1",
    "UPDATE OR REPLACE sprint_item SET _rowid_ = 2 WHERE id = 1",
    "UPDATE OR REPLACE member SET oid = 2 WHERE id = 1",
    "INSERT INTO sprint_item (id, sprint, item, entered_at) VALUES (50, 1, 3, 0)",
    "INSERT INTO sprint_item (id, sprint, item, entered_at, left_at) VALUES (50, 1, 3, 0, 1)",
    "INSERT OR REPLACE INTO sprint_item (id, sprint, item, entered_at) VALUES (1, 1, 3, 0)",
    "UPDATE sprint_item SET sprint = 2 WHERE id = 1",
    "UPDATE sprint_item SET item = 3 WHERE id = 1",
    "UPDATE sprint_item SET entered_at = 5 WHERE id = 1",
    "UPDATE sprint_item SET entered_by = 1 WHERE id = 1",
    "UPDATE sprint_item SET left_at = 5 WHERE id = 1",
    "UPDATE sprint_item SET left_by = 1 WHERE id = 1",
    "UPDATE sprint_item SET committed = 0 WHERE id = 1",
    "UPDATE sprint_item SET points_at_entry = 1 WHERE id = 1",
    "UPDATE sprint_item SET points_at_exit = 1 WHERE id = 1",
    "UPDATE sprint_item SET ended_at_entry = 1 WHERE id = 1",
    "UPDATE sprint_item SET by_parts = 1 WHERE id = 1",
    "UPDATE sprint_item SET id = 70 WHERE id = 1",
    "DELETE FROM sprint_item WHERE id = 1",
    "UPDATE sprint SET state = 'draft' WHERE id = 1",
    "UPDATE sprint SET goal = 'another' WHERE id = 1",
    "UPDATE sprint SET name = 'another' WHERE id = 1",
    "UPDATE sprint SET number = 9 WHERE id = 1",
    "UPDATE sprint SET starts_on = '2026-11-24' WHERE id = 1",
    "UPDATE sprint SET ends_on = '2026-12-31' WHERE id = 1",
    "UPDATE sprint SET locked_at = 5 WHERE id = 1",
    "DELETE FROM sprint WHERE id = 1",
    "INSERT INTO sprint (id, number, state, created_at) VALUES (9, 9, 'locked', 0)",
    "INSERT OR REPLACE INTO sprint (id, number, state, created_at) VALUES (1, 1, 'draft', 0)",
    "INSERT OR REPLACE INTO sprint (id, number, state, created_at) VALUES (99, 1, 'draft', 0)",
    "INSERT INTO sprint (id, number, state, created_at) VALUES (98, 98, 'draft', 0);
        UPDATE OR REPLACE sprint SET number = 1 WHERE id = 98",
    "INSERT OR REPLACE INTO item (id, number, title, kind, status, rank, created_at, status_since)
        SELECT 99, number, 'x', 'story', status, 'zz', 0, 0 FROM item WHERE id = 1",
    "UPDATE contract SET text = 'another'",
    "UPDATE contract SET sha256 = substr(sha256, 2) || 'a'",
    "UPDATE contract SET sprint = 2",
    "DELETE FROM contract",
    "INSERT INTO contract (id, sprint, text, sha256, at) SELECT 9, 1, text, sha256, at FROM contract",
    "UPDATE change_request SET ruling = 'accepted', ruled_by = 'me', ruled_at = 1 WHERE id = 2",
    "UPDATE change_request SET ruling = 'accepted', ruled_by = 'me', ruled_at = 1, ruled_in = 1 WHERE id = 2",
    "UPDATE change_request SET ruled_by = 'me' WHERE id = 1",
    "UPDATE change_request SET points_in = 1 WHERE id = 1",
    "UPDATE change_request SET item = 4 WHERE id = 2",
    "UPDATE change_request SET end_in = '2027-01-01' WHERE id = 3",
    "UPDATE change_request SET end_out = '2026-12-01' WHERE id = 3",
    "UPDATE sprint SET ends_on = '2026-12-11' WHERE id = 1",
    "UPDATE change_request SET reason = 'another' WHERE id = 2",
    "DELETE FROM change_request WHERE id = 1",
    "INSERT INTO change_request (id, number, sprint, kind, item, reason, requested_by, requested_at, ruling, ruled_by, ruled_at, ruled_in)
        VALUES (50, 50, 1, 'add', 4, 'x', 'me', 0, 'accepted', 'me', 0, 1)",
    "UPDATE operation SET actor = 'me'",
    "UPDATE operation SET sealed = 0 WHERE id = 1",
    "DELETE FROM operation",
    "INSERT INTO operation (id, at, actor, name, first_change, sealed) VALUES (1, 0, 'me', 'x', 0, 0)",
    "UPDATE change SET before = NULL",
    "DELETE FROM change",
    "INSERT INTO change (id, operation, tbl, row, kind) VALUES (9999, 1, 'item', 1, 'U')",
    "INSERT OR REPLACE INTO change (id, operation, tbl, row, kind) SELECT 5, max(id), 'x', 1, 'U' FROM operation",
];

/// A locked sprint with one accepted request and one that waits.
pub fn ruled() -> Fixture {
    let mut fixture = locked();
    let ask = |item: &str, accepted_by: Option<&str>| Ask {
        kind: RequestKind::Add,
        item: item.into(),
        reason: "A customer is down".into(),
        requested_by: None,
        points: None,
        swap: None,
        accepted_by: accepted_by.map(str::to_owned),
    };
    fixture.team.request_change(&ask("PAY-5", Some("ana"))).unwrap();
    fixture.team.request_change(&ask("PAY-3", None)).unwrap();
    let dates = AskDates { end: "2026-12-11".parse().ok(), reason: "The bank is late".into(), ..AskDates::default() };
    fixture.team.request_dates(&dates, None).unwrap();
    fixture
}

#[test]
fn plain_sql_is_refused_by_every_table_of_the_scope() {
    let Fixture { folder, team } = ruled();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for sql in ATTEMPTS {
        let error = shell.execute_batch(sql).expect_err(sql);
        assert!(error.to_string().contains("standfast"), "{sql}: {error}");
    }
    assert_eq!(dump(&path), before);
}

#[test]
fn a_forged_operation_does_not_open_the_lock() {
    let Fixture { folder, team } = ruled();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    // An operation like any other, one that claims to take back the lock, and one that claims the accepted request.
    for reverts in [
        "NULL",
        "(SELECT id FROM operation WHERE name = 'lock sprint')",
        "(SELECT id FROM operation WHERE name = 'request change' LIMIT 1)",
    ] {
        for sql in ATTEMPTS {
            let forged = format!(
                "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
                SELECT max(id) + 1, 0, 'me', 'forged', {reverts}, (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
            );
            let done = shell.execute_batch(&forged);
            let _ = shell.execute_batch("ROLLBACK");
            // Taking back what the claimed operation did to that very row is what undo is; the rules hold even then.
            if reverts == "NULL" {
                assert!(done.is_err(), "{sql} with a forged operation");
            }
        }
        if reverts == "NULL" {
            assert_eq!(dump(&path), before);
        }
    }
}

/// Where recursive triggers are off, SQLite replaces a row without asking the guards of its deletion.
#[test]
fn no_row_is_replaced_by_another_with_the_same_key() {
    let Fixture { folder, team } = ruled();
    drop(team);
    let path = folder.path().join("team.db");
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let all =
        "SELECT i.tbl_name, i.name, (SELECT group_concat(name) FROM pragma_table_info(i.tbl_name) WHERE name <> 'id')
        FROM sqlite_master i WHERE i.type = 'index' AND i.sql LIKE 'CREATE UNIQUE%' AND i.tbl_name <> 'operation'";
    let mut indexes = shell.prepare(all).unwrap();
    let indexes: Vec<(String, String, String)> =
        indexes.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect();
    assert!(indexes.len() > 25);
    for (table, index, columns) in indexes {
        let guards = format!(
            "SELECT group_concat(sql) FROM sqlite_master WHERE type = 'trigger' AND name IN ('keep_{table}_insert', 'keep_{table}_update')"
        );
        let guards: String = shell.query_row(&guards, [], |row| row.get(0)).unwrap();
        // A table whose rows never change has no guard that asks whether their keys are taken.
        let asked = if guards.contains("_update UPDATE") { 2 } else { never_changed(&shell, &table) };
        let keys = format!("SELECT group_concat(name) FROM pragma_index_info('{index}')");
        let keys: Option<String> = shell.query_row(&keys, [], |row| row.get(0)).unwrap();
        for column in keys.iter().flat_map(|keys| keys.split(',')) {
            let found = guards.matches(&format!("NEW.{column}")).count();
            assert!(found >= asked, "{index}: {column}\n{guards}");
        }
        let copy = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation;
            INSERT OR REPLACE INTO {table} (id, {columns}) SELECT 9999, {columns} FROM {table} LIMIT 1"
        );
        let empty =
            shell.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0)).unwrap() == 0;
        let done = shell.execute_batch(&copy);
        let _ = shell.execute_batch("ROLLBACK");
        if !empty {
            let said = done.unwrap_err().to_string();
            assert!(said.contains("standfast"), "{table}: {said}");
        }
    }
}

/// The guard of a table that refuses every update, whatever the row holds: one key to ask for is left, on insert.
fn never_changed(shell: &Connection, table: &str) -> usize {
    let guard = format!("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'guard_{table}_update'");
    let guard: String = shell.query_row(&guard, [], |row| row.get(0)).unwrap();
    assert!(guard.contains(&format!("_update UPDATE ON {table} BEGIN SELECT RAISE")), "{guard}");
    assert!(!guard.contains("WHERE") && !guard.contains("WHEN"), "{guard}");
    1
}

#[test]
fn the_lock_holds_in_a_plain_sqlite3_shell() {
    let Fixture { folder, team } = ruled();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    assert!(plain_sqlite(&path, "SELECT sqlite_version()").status.success());
    for sql in ATTEMPTS {
        let done = plain_sqlite(&path, sql);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(!done.status.success() && said.contains("standfast"), "{sql}: {said}");
    }
    assert_eq!(dump(&path), before);
}

/// Runs SQL in the `sqlite3` shell; where there is none, in Python's module, which knows no more functions of ours.
fn plain_sqlite(path: &Path, sql: &str) -> Output {
    let python = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute(sys.argv[2]); db.commit()";
    let shell = Command::new("sqlite3").arg(path).arg(sql).output();
    shell.unwrap_or_else(|_| Command::new("python3").args(["-c", python]).arg(path).arg(sql).output().unwrap())
}

#[test]
fn progress_stays_free_under_the_lock() {
    let Fixture { folder: _folder, mut team } = ruled();
    team.move_item("PAY-1", "doing").unwrap();
    team.assign_item("PAY-1", Some("ben")).unwrap();
    team.tick_item("PAY-1", 1, true).unwrap();
    team.move_item("PAY-1", "done").unwrap();
    let account = team.sprint_view(1).unwrap().account;
    assert_eq!(account.completed.points, points(3.0).unwrap());
    assert_eq!(account.remaining.points, points(7.0).unwrap());
}

/// Whoever writes into the log that an estimate was another one has no request for it.
#[test]
fn a_forged_line_of_the_log_is_no_request() {
    let Fixture { folder, team } = ruled();
    drop(team);
    let shell = Connection::open(folder.path().join("team.db")).unwrap();
    let operation = |reverts: &str| {
        format!(
            "INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'forged', {reverts}, (SELECT max(id) + 1 FROM change), 0 FROM operation"
        )
    };
    let told = format!(
        "BEGIN; {}; INSERT INTO change (operation, tbl, row, kind, item, before, after)
        SELECT max(id), 'item', 1, 'U', 1, '{{\"points\":99}}', '{{\"points\":3}}' FROM operation;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT",
        operation("NULL")
    );
    shell.execute_batch(&told).unwrap();
    let taken =
        format!("BEGIN; {}; UPDATE item SET points = 99 WHERE id = 1", operation("(SELECT max(id) FROM operation)"));
    assert!(shell.execute_batch(&taken).unwrap_err().to_string().contains("standfast L8"));
}

/// What was undone before the lock, or claims to be, is no way around a change request.
#[test]
fn what_came_before_the_lock_is_not_taken_back_under_it() {
    let mut it = fixture();
    it.team.edit_item("PAY-1", &ItemEdit { points: Some(points(2.0)), ..ItemEdit::default() }).unwrap();
    let resized = it.team.edit_item("PAY-1", &ItemEdit { points: Some(points(3.0)), ..ItemEdit::default() }).unwrap();
    let dates = (Some("2026-11-23".parse().unwrap()), Some("2026-12-04".parse().unwrap()));
    let new = SprintEdit {
        goal: Some(Some("Payouts recover".into())),
        starts_on: Some(dates.0),
        ends_on: Some(dates.1),
        name: None,
    };
    it.team.new_sprint(&new).unwrap();
    it.team.add_to_sprint(1, &["PAY-1", "PAY-2"]).unwrap();
    let (removed, _) =
        (it.team.remove_from_sprint(1, &["PAY-2"]).unwrap(), it.team.add_to_sprint(1, &["PAY-3"]).unwrap());
    it.team.lock_sprint(1, &[], &[]).unwrap();
    for operation in [resized.operation, removed.operation] {
        let error = it.team.undo(operation).unwrap_err().to_string();
        assert!(error.contains("only through an accepted change request"), "{error}");
    }
    let path = it.folder.path().join("team.db");
    let shell = Connection::open(&path).unwrap();
    let lock = "(SELECT id FROM operation WHERE name = 'lock sprint')";
    for (reverts, sql) in [
        (
            lock,
            "UPDATE sprint SET state = 'draft' WHERE id = 1; UPDATE sprint SET goal = 'Other' WHERE id = 1;
            UPDATE sprint SET state = 'locked' WHERE id = 1",
        ),
        ("NULL", "UPDATE status SET class = 'finished' WHERE id = (SELECT status FROM item WHERE id = 1)"),
    ] {
        let forged = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'forged', {reverts}, (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}"
        );
        let error = shell.execute_batch(&forged).expect_err(sql);
        let _ = shell.execute_batch("ROLLBACK");
        assert!(error.to_string().contains("standfast L"), "{sql}: {error}");
    }
}

#[test]
fn a_request_that_nobody_ruled_on_is_deferred_at_the_close_and_then_stands() {
    let Fixture { folder, mut team } = ruled();
    crate::planning::close(&mut team);
    let rulings: Vec<_> = team.requests(Some(1)).unwrap().into_iter().map(|request| request.ruling).collect();
    assert_eq!(rulings, [Some(RequestRuling::Accepted), Some(RequestRuling::Deferred), Some(RequestRuling::Deferred)]);
    assert_eq!(team.deferred_requests().unwrap().len(), 1);
    let error = team.decline_request(2, None).unwrap_err().to_string();
    assert!(error.contains("L7") || error.contains("does not change"), "{error}");
    let shell = Connection::open(folder.path().join("team.db")).unwrap();
    let forged = "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation; UPDATE change_request SET points_out = 55 WHERE id = 2";
    assert!(shell.execute_batch(forged).unwrap_err().to_string().contains("standfast L7"));
    shell.execute_batch("ROLLBACK").unwrap();
    let error = team.set_team("prefix", "ZZZ").unwrap_err().to_string();
    assert!(error.contains("The prefix is final"), "{error}");
}

#[test]
fn an_item_that_is_opened_again_is_asked_for_at_the_close() {
    let Fixture { folder: _folder, mut team } = locked();
    team.move_item("PAY-3", "done").unwrap();
    team.request_change(&Ask {
        kind: RequestKind::Add,
        item: "PAY-3".into(),
        reason: "It belongs here".into(),
        requested_by: None,
        points: None,
        swap: None,
        accepted_by: Some("ana".into()),
    })
    .unwrap();
    assert_eq!(team.sprint_view(1).unwrap().account.completed_outside.count, 1);
    team.move_items(&["PAY-1", "PAY-2"], "done").unwrap();
    assert!(team.unfinished(1).unwrap().is_empty());
    team.move_item("PAY-3", "doing").unwrap();
    let account = team.sprint_view(1).unwrap().account;
    assert_eq!((account.completed_outside.count, account.added.count, account.remaining.count), (0, 1, 1));
    let open: Vec<String> = team.unfinished(1).unwrap().into_iter().map(|row| row.key).collect();
    assert_eq!(open, ["PAY-3"]);
}
