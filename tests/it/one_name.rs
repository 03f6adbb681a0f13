//! Names, statuses and labels are one in any case and any form of Unicode: when they are made, looked up, searched, imported.

use crate::support::cli::Shell;
use rusqlite::Connection;
use std::fmt::Write as _;
use std::fs;

/// One name in other spellings: its case, its form of Unicode, `ß` and `ss`.
const ALIKE: [(&str, &[&str]); 4] = [
    ("Émile", &["émile", "ÉMILE", "E\u{301}mile", "e\u{301}mile"]),
    ("Straße", &["STRASSE", "strasse", "STRAẞE", "straße"]),
    ("ΟΔΟΣ", &["οδος", "Οδοσ"]),
    ("İnci", &["i\u{307}nci", "I\u{307}NCI"]),
];

fn team() -> Shell {
    let shell = Shell::with_team();
    for (name, _) in ALIKE {
        shell.does(&format!("member add {name}"));
        shell.does(&format!("team status add {name} --class active"));
        shell.does(&format!("item add \"Walk {name} now\" --label {name}"));
    }
    shell
}

#[test]
fn a_name_in_another_spelling_is_taken() {
    let shell = team();
    for (name, others) in ALIKE {
        for other in others {
            for line in [
                format!("member add {other}"),
                format!("member edit dev-1 --name {other}"),
                format!("team status add {other} --class active"),
                format!("team status edit doing --name {other}"),
            ] {
                let said = shell.refuses(&line);
                assert!(said.contains("already"), "{line}: {said}");
            }
        }
        shell.does(&format!("member edit {name} --name {}", others[0]));
        shell.does(&format!("team status edit {name} --name {}", others[0]));
    }
    for line in ["member add Emile", "team status add Emile --class active"] {
        shell.does(line);
    }
}

#[test]
fn a_name_is_found_in_every_spelling() {
    let shell = team();
    for ((name, others), number) in ALIKE.into_iter().zip(1..) {
        for other in others {
            let item = format!("ME-{number}");
            assert!(shell.does(&format!("item assign {item} {other}")).contains(name), "{other}");
            shell.does(&format!("item move {item} {other}"));
            shell.does(&format!("checkin Something --member {other}"));
            shell.does(&format!("blocker raise Waits --owner {other}"));
            let keys = |line: &str| -> Vec<String> {
                let found = shell.json(line)["items"].as_array().unwrap().clone();
                found.iter().map(|item| item["key"].as_str().unwrap().to_owned()).collect()
            };
            for line in [
                format!("item list --label {other}"),
                format!("item list --assignee {other}"),
                format!("item list --status {other}"),
                format!("item list --search {other}"),
            ] {
                assert_eq!(keys(&line), [item.as_str()], "{line}");
            }
            shell.does(&format!("item edit {item} --label {other}"));
            let labels = shell.json(&format!("item show {item}"))["labels"].clone();
            assert_eq!(labels, serde_json::json!([name]), "{other}");
            shell.does(&format!("item assign {item} none"));
        }
        shell.does(&format!("item edit ME-{number} --remove-label {}", others[0]));
        assert_eq!(shell.json(&format!("item show ME-{number}"))["labels"], serde_json::json!([]));
    }
}

#[test]
fn an_import_finds_people_statuses_and_labels_in_every_spelling() {
    let shell = team();
    let mut rows = "Title,Status,Assignee,Labels\n".to_owned();
    for (name, others) in ALIKE {
        for other in others {
            let _ = writeln!(rows, "For {name} as {other},{other},{other},\"{name},{other}\"");
        }
    }
    fs::write(shell.path("rows.csv"), rows).unwrap();
    shell.does("import rows.csv");
    for (name, others) in ALIKE {
        for what in ["assignee", "status", "label"] {
            let found = shell.json(&format!("item list --{what} {name} --all"));
            let found = found["items"].as_array().unwrap();
            let came = found.iter().filter(|item| item["title"].as_str().unwrap().starts_with("For"));
            assert_eq!(came.count(), others.len(), "{what} {name}");
        }
    }
}

#[test]
fn undo_brings_no_name_back_that_another_has() {
    let shell = Shell::with_team();
    shell.does("member add Émile");
    shell.does("member remove Émile");
    shell.does("member add émile");
    let operations = shell.json("log --limit 2")["operations"].clone();
    let said = shell.refuses(&format!("undo {}", operations[1]["id"]));
    assert!(said.contains("Émile and émile would be one name"), "{said}");
    shell.does("undo");
    shell.does("undo");
    assert!(shell.does("member list").contains("Émile"));
}

#[test]
fn what_somebody_did_is_found_in_every_spelling() {
    let mut shell = team();
    shell.set("STANDFAST_ACTOR", "e\u{301}MILE");
    shell.does("item add One");
    shell.set("STANDFAST_ACTOR", "ÉMILE");
    assert_eq!(shell.json("log --actor émile")["operations"].as_array().unwrap().len(), 1);
    assert!(shell.does("undo").contains("Undid"));
}

#[test]
fn the_doctor_names_doubles_of_before_and_merges_nothing() {
    let shell = team();
    assert_eq!(shell.json("doctor")["well"], true);
    let db = Connection::open(shell.database()).unwrap();
    let triggers = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' AND tbl_name <> 'log'";
    let mut drops = db.prepare(triggers).unwrap();
    let drops: Vec<String> = drops.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for drop in drops {
        db.execute_batch(&drop).unwrap();
    }
    db.execute_batch(
        "INSERT INTO member (id, name, allocation) VALUES (90, 'émile', 100);
         INSERT INTO status (id, name, class, position) VALUES (90, 'STRASSE', 'active', 90);
         INSERT INTO item_label (id, item, label) VALUES (90, 1, 'ÉMILE');",
    )
    .unwrap();
    let ran = shell.run(&["doctor", "--json"]);
    assert_eq!(ran.code, Some(1));
    for problem in [
        "Émile and émile are one member. Rename all but one.",
        "Straße and STRASSE are one status. Rename all but one.",
        "ME-1 has ÉMILE and Émile, which are one label. Take one away.",
    ] {
        assert!(ran.stdout.contains(problem), "{problem}: {}", ran.stdout);
    }
    let names: i64 = db.query_row("SELECT count(*) FROM member WHERE id IN (90)", [], |row| row.get(0)).unwrap();
    assert_eq!(names, 1);
}
