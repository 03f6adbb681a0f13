//! How the database goes about what a key asks of it: by an index, so that a key costs the same at a million items.

use crate::ground::fixture;
use rusqlite::Connection;
use standfast::store;

/// Those that read a whole table because they are asked to: a list with filters.
const MAY_SCAN: [&str; 2] = ["filtered", "filtered_count"];

#[test]
fn no_question_about_items_reads_them_all() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let all = |queries: &store::engine::Queries| -> Vec<(String, String)> {
        queries.all().map(|(name, sql)| (name.to_owned(), sql.to_owned())).collect()
    };
    let mut asked = all(&store::backlog::QUERIES);
    asked.extend(all(&store::item::QUERIES));
    asked.extend(all(&store::history::QUERIES));
    assert!(asked.len() > 30, "{}", asked.len());
    for (name, sql) in asked.iter().filter(|(name, _)| !MAY_SCAN.contains(&name.as_str())) {
        let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut steps = plan.raw_query();
        while let Some(step) = steps.next().unwrap() {
            let words: String = step.get(3).unwrap();
            let whole =
                ["SCAN item", "SCAN i", "SCAN change", "SCAN c", "SCAN operation", "SCAN o"].contains(&words.as_str());
            assert!(!whole, "{name} reads a whole table: {words}\n{sql}");
        }
    }
}

#[test]
fn how_long_things_usually_take_is_read_from_the_moves_alone() {
    let fixture = fixture();
    let db = Connection::open(fixture.team.path()).unwrap();
    let sql = store::standup::QUERIES.get("stays");
    let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let mut rows = plan.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get::<_, String>(3).unwrap());
    }
    let first = steps.first().unwrap();
    assert!(first.contains("USING COVERING INDEX change_of_status"), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "it is read in its order: {steps:?}");
}
