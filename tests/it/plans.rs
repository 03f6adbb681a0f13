//! How the database goes about what is asked of it: by an index, so that a question costs the same after years of sprints
//! and at a million items.

use crate::ground::fixture;
use regex::Regex;
use rusqlite::Connection;
use standfast::store::{self, NOUNS};
use std::collections::{BTreeMap, BTreeSet};

/// Tables that grow with every sprint.
const LARGE: [&str; 4] = ["item", "change", "operation", "sprint_report"];

/// Those that read a whole table because they are asked to, and why.
const MAY_SCAN: &[(&str, &str)] = &[
    ("backlog candidates_ended", "looks at the last items alone"),
    ("backlog filtered", "a list with filters"),
    ("backlog filtered_count", "a list with filters"),
    ("chain head", "stops at the last operation"),
    ("chain witnessed", "looks for the hash that a page names"),
    ("import keyless", "an import looks for what is already there"),
    ("import titles", "an import looks for parents that are named by their titles"),
    ("journal begin", "looks at the last change alone; the steps are counted in `costs`"),
    ("story operation_at", "goes back in the log as far as the instant asked for"),
    ("team reopen_items_in_status", "changes all items of a status"),
];

/// The steps by which the database answers a query.
fn plan(db: &Connection, sql: &str) -> Vec<String> {
    let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = plan.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>(3).unwrap());
    }
    steps
}

/// The large tables of a query, each by its names in it.
fn large_tables(sql: &str) -> BTreeMap<String, &'static str> {
    let mention = Regex::new(r"\b(?:FROM|JOIN|UPDATE)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?").unwrap();
    let mut names = BTreeMap::new();
    for found in mention.captures_iter(sql) {
        let Some(table) = LARGE.into_iter().find(|table| *table == &found[1]) else { continue };
        names.insert(table.to_owned(), table);
        names.extend(found.get(2).map(|alias| (alias.as_str().to_owned(), table)));
    }
    names
}

/// The indexes that hold only some rows of their tables.
fn partial_indexes(db: &Connection) -> BTreeSet<String> {
    let mut named = db
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%) WHERE %' OR sql LIKE '%)\nWHERE %'",
        )
        .unwrap();
    named.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Whether a step goes through all rows of a large table. `change_row (tbl=?)` is all that the log has of a table.
fn is_whole(step: &str, names: &BTreeMap<String, &str>, partial: &BTreeSet<String>) -> bool {
    let words: Vec<&str> = step.split(' ').collect();
    let index = words.iter().position(|word| *word == "INDEX").and_then(|at| words.get(at + 1));
    match (words.first(), words.get(1).and_then(|name| names.get(*name))) {
        (Some(&"SCAN"), Some(_)) => index.is_none_or(|index| !partial.contains(*index)),
        (Some(&"SEARCH"), Some(_)) => step.ends_with("change_row (tbl=?)"),
        _ => false,
    }
}

#[test]
fn no_question_reads_a_large_table_whole() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let partial = partial_indexes(&db);
    assert!(partial.contains("change_of_status") && partial.contains("operation_reverts"), "{partial:?}");
    let (mut asked, mut whole) = (0, BTreeMap::new());
    for noun in NOUNS {
        for (name, sql) in noun.queries.all() {
            let names = large_tables(sql);
            asked += usize::from(!names.is_empty());
            let found = plan(&db, sql).into_iter().filter(|step| is_whole(step, &names, &partial)).collect::<Vec<_>>();
            if !found.is_empty() {
                whole.insert(format!("{} {name}", noun.name), format!("{found:?}\n{sql}"));
            }
        }
    }
    assert!(asked > 60, "{asked}");
    for (name, _) in MAY_SCAN {
        assert!(whole.remove(*name).is_some(), "{name} needs no exception");
    }
    assert!(whole.is_empty(), "{whole:#?}");
}

#[test]
fn how_long_things_usually_take_is_read_from_the_moves_alone() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let steps = plan(&db, store::standup::QUERIES.get("stays"));
    let first = steps.first().unwrap();
    assert!(first.contains("USING COVERING INDEX change_of_status"), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "it is read in its order: {steps:?}");
}

/// What somebody works on now is not looked for among all that they ever finished.
#[test]
fn what_somebody_works_on_is_found_among_open_items() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let steps = plan(&db, &store::standup::QUERIES.get("carried").replace("($1)", "($1, $2)"));
    assert!(steps.iter().any(|step| step.contains("COVERING INDEX item_carried")), "{steps:?}");
}
