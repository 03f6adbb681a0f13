//! The schema's own text: how much every start parses, which plans it has, and that it reaches databases of before.

use crate::ground::{Fixture, fixture, locked};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The bytes of trigger text for the 35 tables of version 13. More nouns may cost no start: share what their triggers say.
const MOST_BYTES: i64 = 54_000;

/// The digest of all triggers, views and row images, and the version of the database that brought them.
const KNOWN: (i64, &str) = (13, "04ee233a102b84c75118d30b07f1b767d7786be7851c91ee6f64465f72a67c80");

#[test]
fn the_triggers_are_short_since_every_start_parses_them() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    let triggers = number("SELECT sum(length(sql)) FROM sqlite_master WHERE type = 'trigger'");
    let views = number("SELECT sum(length(sql)) FROM sqlite_master WHERE type = 'view'");
    let images = number(
        "SELECT sum(length(sql) - instr(sql, 'image TEXT AS')) FROM sqlite_master WHERE sql LIKE '%image TEXT AS%'",
    );
    assert!(triggers <= MOST_BYTES, "{triggers} bytes of triggers");
    assert!(views <= 1_500, "{views} bytes of views");
    assert!(images <= 12_500, "{images} bytes of row images");
}

#[test]
fn a_change_of_the_triggers_reaches_databases_of_before() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let mut all = db
        .prepare("SELECT sql FROM sqlite_master WHERE type IN ('trigger', 'view') OR sql LIKE '%image TEXT AS%' ORDER BY type, name")
        .unwrap();
    let text: String = all.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap).collect();
    let digest = Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    assert_eq!(
        (version, digest.as_str()),
        KNOWN,
        "The triggers changed. Add a migration, an empty one if need be, so that databases of before get them."
    );
}

/// A row is looked for by the indexes of its table, whatever else the table holds.
#[test]
fn no_key_is_looked_for_in_every_row() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let mut keepers =
        db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_%'").unwrap();
    let keepers: Vec<(String, String)> =
        keepers.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(keepers.len() > 60, "{}", keepers.len());
    for (name, sql) in keepers {
        // A table without another key than its id is not looked at.
        let Some((_, from)) = sql.split_once("')FROM ") else {
            assert!(sql.contains("WHEN NEW.id<>OLD.id BEGIN"), "{name}: {sql}");
            continue;
        };
        let (from, _) = from.split_once(';').unwrap();
        let mut asked = String::new();
        for (n, part) in from.split("NEW.").flat_map(|part| part.split("OLD.")).enumerate() {
            let rest =
                if n == 0 { part } else { part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_') };
            write!(asked, "{}{rest}", if n == 0 { "" } else { "?" }).unwrap();
        }
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN SELECT 1 FROM {asked}")).unwrap();
        let mut steps = plan.raw_query();
        while let Some(step) = steps.next().unwrap() {
            let words: String = step.get(3).unwrap();
            assert!(!words.contains("SCAN"), "{name}: {words}\n{asked}");
        }
    }
}

/// What a shell makes for itself under the names that guards ask is not what they ask.
#[test]
fn a_shell_cannot_put_its_own_views_in_the_place_of_ours() {
    let Fixture { folder, team } = locked();
    drop(team);
    let shell = Connection::open(folder.path().join("team.db")).unwrap();
    shell
        .execute_batch(
            "CREATE TEMP VIEW under_way AS SELECT 1 AS id, 'x' AS name, NULL AS reverts;
            CREATE TEMP VIEW accepted_now AS SELECT NULL AS id, 1 AS sprint, 'remove' AS kind, 1 AS item, NULL AS swap_item,
                NULL AS points_in;
            CREATE TEMP VIEW taken_back AS SELECT 'contract' AS tbl, 1 AS row, 'I' AS kind, 1 AS operation, '{}' AS before;
            CREATE TEMP TABLE log (tbl, before, after);
            CREATE TEMP TABLE sprint (id, state); CREATE TEMP TABLE change (id, operation);",
        )
        .unwrap();
    for sql in [
        "DELETE FROM contract",
        "UPDATE main.sprint SET state = 'draft'",
        "UPDATE sprint_item SET left_at = 5 WHERE id = 1",
        "UPDATE member SET name = 'another' WHERE id = 1",
    ] {
        assert!(shell.execute_batch(sql).unwrap_err().to_string().contains("standfast"), "{sql}");
    }
    for sql in ["DROP VIEW main.taken_back", "DROP VIEW main.under_way"] {
        shell.execute_batch(&format!("BEGIN; {sql}")).unwrap();
        shell.execute_batch("DELETE FROM contract").unwrap_err();
        shell.execute_batch("ROLLBACK").unwrap();
    }
}

/// The log holds what a person typed, to the last character.
#[test]
fn a_change_is_kept_as_it_was_made() {
    let Fixture { folder, team } = fixture();
    drop(team);
    let db = Connection::open(folder.path().join("team.db")).unwrap();
    let odd = "a \"b\" \\ \u{1}\u{7f} é 𝄞 {\"x\":1} [1]";
    db.execute_batch(
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'odd', (SELECT max(id) + 1 FROM change), 0 FROM operation",
    )
    .unwrap();
    db.execute("UPDATE item SET title = ?1, points = NULL, description = '' WHERE id = 1", [odd]).unwrap();
    db.execute("UPDATE item SET title = 'plain', points = 1e17, description = '{}' WHERE id = 1", []).unwrap();
    let (before, after): (String, String) = db
        .query_row("SELECT before, after FROM change ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    let before: serde_json::Value = serde_json::from_str(&before).unwrap();
    assert_eq!(before, serde_json::json!({ "title": odd, "description": "", "points": null }));
    let after: serde_json::Value = serde_json::from_str(&after).unwrap();
    assert_eq!(after, serde_json::json!({ "title": "plain", "description": "{}", "points": 1e17 }));
    let changes =
        |db: &Connection| db.query_row("SELECT count(*) FROM change", [], |row| row.get::<_, i64>(0)).unwrap();
    let count = changes(&db);
    db.execute("UPDATE item SET title = 'plain' WHERE id = 1", []).unwrap();
    assert_eq!(changes(&db), count, "nothing changed");
}
