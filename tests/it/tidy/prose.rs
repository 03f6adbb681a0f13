//! Plain prose: constructions that readers stumble over are not used in comments, messages and pages.

use super::text::{place, sentences};
use regex::Regex;

/// How many of them each folder may still hold. The numbers only go down.
const BUDGET: &[(&str, usize)] = &[
    ("src/app", 92),
    ("src/cli", 0),
    ("src/config", 0),
    ("src/domain", 0),
    ("src/exchange", 0),
    ("src/report", 0),
    ("src/store", 9),
    ("src/tui", 22),
    ("src", 0),
    ("assets", 0),
    ("tests", 48),
    ("benches", 0),
    ("docs", 8),
    ("README.md", 0),
    ("CHANGELOG.md", 0),
];

/// What is written instead is in the last column of `docs/glossary.md`, or plainer: "is final", "is still open",
/// "shows", "resumes", "if", "when", "is not a".
const STUMBLES: &str = r"(?ix)
    \b(?: stands | stood | tells | whoever ) \b
  | \b(?: go | goes | gone | going | went )\ on\ with \b
  | \b(?: is | are | was | were | be )\ told \b
  | \b none\ of\ (?: its | their | ours ) \b
  | \b where\ (?: it | they | there | nothing | somebody | nobody ) \b
  | (?: \b there\ (?: is | are )\ no \b ) | \b(?: is | are )\ no\ (?: longer | later | more | fewer | less ) \b
  | (?P<no> \b(?: is | are )\ no\ \w+ )";

#[test]
fn prose_is_plain() {
    let stumbles = Regex::new(STUMBLES).unwrap();
    let mut over = Vec::new();
    for (folder, budget) in BUDGET {
        let inner: Vec<_> = BUDGET.iter().map(|(other, _)| other).filter(|other| *other != folder).collect();
        let own = sentences(folder).into_iter().filter(|sentence| {
            !inner.iter().any(|other| other.len() > folder.len() && sentence.path.starts_with(other))
                && !sentence.path.ends_with("tidy/prose.rs")
        });
        let found: Vec<_> = own
            .flat_map(|sentence| {
                let hits = stumbles.captures_iter(&sentence.text);
                let wrong = hits.filter(|hit| hit.name("no").is_some() || !is_usual(&hit[0]));
                let words: Vec<_> = wrong.map(|hit| hit[0].to_owned()).collect();
                words.into_iter().map(move |word| format!("{}: {word}", place(&sentence.path, sentence.line)))
            })
            .collect();
        if found.len() > *budget {
            over.push(format!("{folder}: {} of {budget}\n  {}", found.len(), found.join("\n  ")));
        }
    }
    assert!(over.is_empty(), "say it more plainly:\n{}", over.join("\n"));
}

/// "There is no" and "is no longer" are usual English.
fn is_usual(words: &str) -> bool {
    let words = words.to_lowercase();
    words.starts_with("there ") || ["is no ", "are no "].iter().any(|start| words.starts_with(start))
}
