//! Attacks on the promises in a plain shell, with the guards and without them: each is prevented or named afterwards, and
//! `docs/trust.md` says which. A page from before names what no file can show by itself.

use crate::ground::Fixture;
use crate::guards::ruled;
use crate::support::cli::Shell;
use crate::support::years::{Size, Years};
use rusqlite::Connection;
use standfast::store::Store;
use standfast::store::open::Missing;
use std::path::{Path, PathBuf};

/// A sprint that is locked, with an accepted request; or one that is closed, with its meetings.
#[derive(Clone, Copy, PartialEq)]
enum On {
    Locked,
    Closed,
}
use On::{Closed, Locked};

/// The name on the page, where the attack is tried, and its SQL. SQL without an operation of its own runs inside a forged
/// operation while the guards are there, and alone without them.
const ATTACKS: &[(&str, On, &str)] = &[
    ("estimate", Locked, "UPDATE item SET points = 99 WHERE id = 1"),
    ("title", Locked, "UPDATE item SET title = 'another' WHERE id = 1"),
    ("take out", Locked, "UPDATE sprint_item SET left_at = 5 WHERE id = 1"),
    ("put in", Locked, "INSERT INTO sprint_item (id, sprint, item, entered_at) VALUES (50, 1, 3, 0)"),
    ("goal", Locked, "UPDATE sprint SET goal = 'another' WHERE id = 1"),
    ("contract", Locked, "UPDATE contract SET text = replace(text, 'Payouts', 'Refunds')"),
    ("rowid", Locked, "UPDATE OR REPLACE sprint_item SET rowid = 2 WHERE id = 1"),
    ("oid", Locked, "UPDATE OR REPLACE change_request SET oid = 2 WHERE id = 1"),
    ("_rowid_", Closed, "UPDATE OR REPLACE retro_action SET _rowid_ = 2 WHERE id = 1"),
    ("replace", Locked, "INSERT OR REPLACE INTO sprint_item (id, sprint, item, entered_at) VALUES (1, 1, 3, 0)"),
    ("request reworded", Locked, "UPDATE change_request SET reason = 'another' WHERE id = 1"),
    ("request moved", Locked, "UPDATE change_request SET item = 4 WHERE id = 1"),
    ("request deleted", Locked, "DELETE FROM change_request WHERE id = 1"),
    (
        "approval by nobody",
        Locked,
        "UPDATE change_request SET ruling = 'accepted', ruled_by = 'nobody', ruled_at = 1,
            ruled_in = (SELECT max(id) FROM operation) WHERE id = 2",
    ),
    (
        "approval from outside",
        Locked,
        "INSERT INTO member (id, name, allocation, outside) VALUES (90, 'guest', 0, 1);
        UPDATE change_request SET ruling = 'accepted', ruled_by = 'guest', ruled_at = 1,
            ruled_in = (SELECT max(id) FROM operation) WHERE id = 2",
    ),
    (
        "half an acceptance undone",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, at, 'me', 'undo', (SELECT ruled_in FROM change_request WHERE id = 1),
                (SELECT max(id) + 1 FROM change), 0 FROM operation;
        DELETE FROM sprint_item WHERE entered_by = 1;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT",
    ),
    (
        "acceptance undone late",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, at, 'me', 'undo', (SELECT ruled_in FROM change_request WHERE id = 1),
                (SELECT max(id) + 1 FROM change), 0 FROM operation;
        DELETE FROM sprint_item WHERE entered_by = 1; UPDATE sprint_item SET left_at = NULL, left_by = NULL WHERE left_by = 1;
        UPDATE change_request SET ruling = NULL, ruled_by = NULL, ruled_at = NULL, ruled_in = NULL WHERE id = 1;
        DELETE FROM change_request WHERE id = 1;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT",
    ),
    ("taking back forged", Locked, "UPDATE change_request SET takes_back = 1 WHERE id = 2"),
    ("report", Closed, "UPDATE sprint_report SET text = replace(text, 'completed', 'Completed')"),
    ("standup record", Closed, "UPDATE standup SET record = replace(record, 'dev-1', 'dev-9') WHERE id = 1"),
    ("review", Closed, "UPDATE demo SET note = 'another'"),
    ("action deleted", Closed, "DELETE FROM retro_action"),
    ("action reworded", Closed, "UPDATE retro_action SET text = 'another'"),
    ("bytes as text", Locked, "UPDATE item SET rank = x'00ff' WHERE id = 1"),
    ("row deleted", Locked, "DELETE FROM criterion"),
    ("row made", Locked, "INSERT INTO holiday (id, day, name) VALUES (9, '2026-12-01', 'Rest')"),
    ("row near 2^63", Locked, "INSERT INTO holiday (id, day, name) VALUES (9223372036854775807, '2026-12-01', 'Rest')"),
    ("log line changed", Locked, "UPDATE change SET before = '{\"points\":1}' WHERE kind = 'U'"),
    ("log line removed", Locked, "DELETE FROM change WHERE id = (SELECT max(id) FROM change WHERE kind = 'U')"),
    ("log line renamed", Locked, "UPDATE change SET item = 3 WHERE item = 1"),
    (
        "log line near 2^63",
        Locked,
        "INSERT INTO change (id, operation, tbl, row, kind)
        SELECT 9223372036854775807, max(id), 'item', 1, 'U' FROM operation",
    ),
    (
        "log line below 1",
        Locked,
        "INSERT INTO change (id, operation, tbl, row, kind)
        SELECT -7, max(id), 'item', 1, 'U' FROM operation",
    ),
    (
        "log line forged",
        Locked,
        "INSERT INTO change (operation, tbl, row, kind, item, before, after)
        SELECT max(id), 'item', 1, 'U', 1, '{\"points\":99}', '{\"points\":3}' FROM operation",
    ),
    ("actor", Locked, "UPDATE operation SET actor = 'me' WHERE id = 3"),
    ("moment", Locked, "UPDATE operation SET at = at - 86400000 WHERE id = 3"),
    ("reason", Locked, "UPDATE operation SET reason = 'because' WHERE id = 3"),
    ("operation removed", Locked, "DELETE FROM operation WHERE id = 4"),
    ("operation unsealed", Locked, "UPDATE operation SET sealed = 0 WHERE id = 4"),
    ("hash changed", Locked, "UPDATE operation SET hash = randomblob(32) WHERE id = 4"),
    ("hash removed", Locked, "UPDATE operation SET hash = NULL WHERE id = 4"),
    (
        "operation forged",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, max(at), 'me', 'edit item', (SELECT max(id) + 1 FROM change), 0 FROM operation;
        UPDATE item SET title = 'another' WHERE id = 1;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change), hash = randomblob(32)
            WHERE sealed = 0; COMMIT",
    ),
    (
        "operation back-dated",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'edit item', (SELECT max(id) + 1 FROM change), 0 FROM operation;
        UPDATE item SET title = 'another' WHERE id = 1;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT",
    ),
    (
        "operation empty",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, max(at), 'me', 'edit item', (SELECT max(id) + 1 FROM change), 0 FROM operation;
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT",
    ),
    (
        "operation of a wrong range",
        Locked,
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, max(at), 'me', 'edit item', 1, 0 FROM operation;
        UPDATE operation SET sealed = 1, last_change = 5 WHERE sealed = 0; COMMIT",
    ),
    (
        "operation near 2^63",
        Locked,
        "INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT 9223372036854775807, max(at), 'me', 'edit item', (SELECT max(id) + 1 FROM change), 0 FROM operation",
    ),
    (
        "operation left open",
        Locked,
        "INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, max(at), 'me', 'edit item', (SELECT max(id) + 1 FROM change), 0 FROM operation",
    ),
];

/// What became of an attack.
fn outcome(path: &Path, done: &rusqlite::Result<()>) -> &'static str {
    if done.is_err() {
        return "prevented";
    }
    let store = Store::open(path, Missing::Refuse).unwrap();
    assert_eq!(store.check_triggers().unwrap(), Vec::<String>::new());
    let found = store.verify_log().unwrap().faults.len() + store.check_journal().unwrap().len();
    if found > 0 { "detected" } else { "unseen" }
}

fn shell(path: &Path) -> Connection {
    let shell = Connection::open(path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    shell
}

fn with_guards(path: &Path, sql: &str) -> rusqlite::Result<()> {
    if sql.contains("INTO operation") {
        return shell(path).execute_batch(sql);
    }
    shell(path).execute_batch(&format!(
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, max(at), 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql};
        UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT"
    ))
}

/// The triggers are dropped, and put back afterwards as they were.
fn without_guards(path: &Path, sql: &str) -> rusqlite::Result<()> {
    let shell = shell(path);
    let triggers: Vec<(String, String)> = {
        let mut all = shell.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").unwrap();
        all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    for (name, _) in &triggers {
        shell.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    shell.execute_batch(sql)?;
    triggers.iter().try_for_each(|(_, sql)| shell.execute_batch(sql))
}

/// The rows of the page's table: the name of the attack, and what it says of it with the guards and without.
fn said() -> Vec<(String, String, String)> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/trust.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    let cell = |cells: &[&str], n: usize| cells[n].trim().trim_matches('`').to_owned();
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        (cell(&cells, 0), cell(&cells, 2), cell(&cells, 3))
    })
    .collect()
}

#[test]
fn every_attack_ends_as_the_page_says() {
    let Fixture { folder, team } = ruled();
    team.close();
    let mut years = Years::found(Size { people: 3, items: 4, days: 5 }).unwrap();
    years.play(1).unwrap();
    years.team.close();
    let base = |on: On| if on == Locked { folder.path() } else { years.folder.path() }.join("team.db");
    for on in [Locked, Closed] {
        assert_eq!(outcome(&base(on), &Ok(())), "unseen", "nothing was attacked");
    }
    let tried = tempfile::tempdir().unwrap();
    let copy = |n: usize, on: On, guards: &str| -> PathBuf {
        let path = tried.path().join(format!("{n}-{guards}.db"));
        std::fs::copy(base(on), &path).unwrap();
        path
    };
    let mut found = Vec::new();
    for (n, (name, on, sql)) in ATTACKS.iter().enumerate() {
        let (with, without) = (copy(n, *on, "with"), copy(n, *on, "without"));
        let with = outcome(&with, &with_guards(&with, sql));
        let without = outcome(&without, &without_guards(&without, sql));
        found.push(((*name).to_owned(), with.to_owned(), without.to_owned()));
    }
    assert_eq!(found, said());
    let unseen: Vec<_> = found.iter().filter(|(_, with, without)| with == "unseen" || without == "unseen").collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

/// What a file alone cannot show: its end was cut off, or all of its hashes were made anew. A page from before shows both.
#[test]
fn a_page_from_before_names_a_log_that_was_cut_off_or_made_anew() {
    for sql in [
        // The last operation and what it did.
        "DELETE FROM item WHERE number = 2; DELETE FROM change WHERE operation = (SELECT max(id) FROM operation);
            DELETE FROM operation WHERE id = (SELECT max(id) FROM operation)",
        // Another past, for which the next migration makes a chain.
        "UPDATE item SET title = 'Another' WHERE number = 1; UPDATE operation SET at = at - 1;
            DROP VIEW approver; ALTER TABLE operation DROP COLUMN hash;
            DROP INDEX change_request_takes_back; DROP INDEX sprint_item_beside;
            ALTER TABLE change_request DROP COLUMN image; ALTER TABLE change_request DROP COLUMN takes_back;
            ALTER TABLE team DROP COLUMN image; ALTER TABLE team DROP COLUMN count_parents;
            ALTER TABLE sprint_item DROP COLUMN image; ALTER TABLE sprint_item DROP COLUMN by_parts;
            ALTER TABLE member DROP COLUMN image; ALTER TABLE member DROP COLUMN outside;
            ALTER TABLE member DROP COLUMN allocation_more;
            ALTER TABLE absence DROP COLUMN image; ALTER TABLE absence DROP COLUMN part; PRAGMA user_version = 7",
    ] {
        let cut = Shell::with_team();
        cut.does("item add First");
        cut.does("item add Second");
        let head = cut.json("verify")["log"]["hash"].as_str().unwrap().to_owned();
        std::fs::write(cut.path("page.json"), cut.json("verify").to_string()).unwrap();
        cut.does(&format!("verify --against {head}"));
        let page = cut.path("page.json");
        cut.does(&format!("verify --against {}", page.display()));
        without_guards(&cut.database(), sql).unwrap();
        let alone = cut.run(&["verify"]);
        assert_eq!(alone.code, Some(0), "no file shows this by itself: {alone:?}");
        let against = cut.run(&["verify", "--against", &page.to_string_lossy()]);
        assert_eq!(against.code, Some(1), "{against:?}");
        assert!(against.stdout.contains("The log does not hold operation "), "{}", against.stdout);
    }
}

#[test]
fn a_page_says_which_operation_it_is_of_and_how_many_came_later() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let head = shell.json("verify");
    let hash = head["log"]["hash"].as_str().unwrap();
    shell.does("item add Second");
    shell.does("item add Third");
    let said = shell.does(&format!("verify --against {}", &hash[..12]));
    assert!(said.contains("The log is intact") && said.contains("2 operations came later."), "{said}");
    assert!(shell.run(&["verify", "--against", "nothing"]).code == Some(2));
    let unknown = shell.run(&["verify", "--against", &"ab".repeat(32)]);
    assert_eq!(unknown.code, Some(1), "{unknown:?}");
}
