//! The SQL of the nouns is one text for every engine: what only SQLite understands stays in `src/store/sqlite`.

use crate::tidy::all;
use standfast::store;
use std::path::Path;

/// What another engine would not understand, or would understand otherwise.
const ONLY_SQLITE: &[&str] = &[
    "json_",
    "strftime",
    "julianday",
    "datetime(",
    "unixepoch",
    "OR REPLACE",
    "OR IGNORE",
    "rowid",
    "MATCH",
    "GLOB",
    "IFNULL",
    "group_concat",
    "PRAGMA",
    "sqlite_",
    "total(",
    " IS $",
    " IS NOT $",
    " IS ?",
    " IS NOT ?",
];

/// Queries that take the search index from the engine.
const SEARCH: [&str; 4] =
    ["backlog.search", "backlog.candidates_holding", "backlog.filtered", "backlog.filtered_count"];

#[test]
fn no_noun_writes_sql_that_only_sqlite_understands() {
    let is_sql = |path: &Path| path.extension().is_some_and(|extension| extension == "sql");
    let files = all("src/store").into_iter().filter(|(path, _)| is_sql(path) && !path.starts_with("src/store/sqlite"));
    let mut texts: Vec<(String, String)> =
        files.map(|(path, text)| (path.display().to_string(), text.unwrap())).collect();
    assert!(texts.len() > 10, "{}", texts.len());
    for noun in store::NOUNS {
        let whole = noun.queries.all().map(|(name, sql)| (format!("{}.{name}", noun.name), sql.to_owned()));
        texts.extend(whole.filter(|(name, _)| !SEARCH.contains(&name.as_str())));
    }
    let mut found = Vec::new();
    for (name, text) in texts {
        let upper = text.to_uppercase();
        let words = ONLY_SQLITE.iter().filter(|word| upper.contains(&word.to_uppercase()));
        found.extend(words.map(|word| format!("{name}: {word}")));
    }
    assert!(found.is_empty(), "write it so that every engine understands it:\n{}", found.join("\n"));
}

#[test]
fn every_query_that_a_noun_runs_is_in_its_file() {
    let mut missing = Vec::new();
    let mut asked = 0;
    for noun in store::NOUNS {
        let folder = if noun.name == "journal" { "src/store" } else { "src/store/noun" };
        let (_, text) = all(&format!("{folder}/{}.rs", noun.name)).remove(0);
        let known: Vec<&str> = noun.queries.all().map(|(name, _)| name).collect();
        for (name, _) in text.unwrap().split("(QUERIES.get(\"").skip(1).filter_map(|part| part.split_once("\")")) {
            asked += 1;
            missing.extend((!known.contains(&name)).then(|| format!("{}.{name}", noun.name)));
        }
    }
    assert!(asked > 60, "{asked}");
    assert!(missing.is_empty(), "{missing:?}");
}

/// A recursion finds the labels in order and stops at the limit; sorted, it would find all of them first.
const STOPS_BY_ITSELF: &str = "history.labels_beginning";

#[test]
fn what_is_cut_or_joined_is_in_an_order_and_parameters_have_a_type() {
    let mut wrong = Vec::new();
    for noun in store::NOUNS {
        for (name, sql) in noun.queries.all() {
            let name = format!("{}.{name}", noun.name);
            let cut = sql.rfind(" LIMIT ").is_some_and(|at| !ordered(&sql[..at]));
            let joined = sql.split("string_agg(").skip(1).any(|rest| !rest.contains(" ORDER BY "));
            let untyped = sql.match_indices(" IS NULL").any(|(at, _)| ends_with_parameter(&sql[..at]));
            if (cut && name != STOPS_BY_ITSELF) || joined || untyped {
                wrong.push(format!("{name}: cut {cut}, joined {joined}, untyped {untyped}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the text before a `LIMIT` ends in an `ORDER BY` of the same query.
fn ordered(before: &str) -> bool {
    before.rfind("ORDER BY").is_some_and(|at| {
        let depth = |closing: char, opening: char| {
            let count = |c: char| before[at..].matches(c).count();
            count(closing) <= count(opening)
        };
        depth(')', '(')
    })
}

fn ends_with_parameter(before: &str) -> bool {
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit());
    digits.len() < before.len() && digits.ends_with('$')
}
