//! The rules of the house as tests: who may know whom, how long a file gets, what no file may hold.

mod prose;
mod rules;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file, in lines.
const LONGEST: usize = 400;

/// (folder or file, words that it must not hold, files under it that may).
const FORBIDDEN: &[(&str, &[&str], &[&str])] = &[
    ("src", &["rusqlite"], &["src/store/sqlite"]),
    ("src", &["ratatui", "tui_input"], &["src/tui"]),
    ("src", &["crossterm"], &["src/tui/terminal.rs"]),
    ("src", &["::now("], &["src/clock.rs"]),
    ("src", &["std::env::var", "env::vars"], &["src/config/places.rs"]),
    ("src", &["println!", "eprintln!", "print!(", "eprint!(", "#[allow", "unsafe "], &[]),
    (
        "src/domain",
        &["app::", "store::", "cli::", "tui::", "exchange::", "crate::report::", "config::", "clock::"],
        &[],
    ),
    ("src/domain", &["error::", "std::fs", "std::env", "std::io", "std::net", "std::thread"], &[]),
    ("src/store", &["app::", "cli::", "tui::", "exchange::", "crate::report::", "config::"], &[]),
    // A way out is data: each face names it in its own words.
    ("src/app", &["`standfast "], &[]),
    ("src/domain", &["`standfast "], &[]),
    ("src/store", &["`standfast "], &[]),
    ("src/app", &["cli::", "tui::", "exchange::", "crate::report::", "config::"], &[]),
    ("src/exchange", &["store::", "cli::", "tui::", "crate::report::"], &[]),
    ("src/report", &["store::", "cli::", "tui::", "exchange::"], &[]),
    ("src/faces", &["app::", "store::", "cli::", "tui::", "exchange::", "crate::report::", "config::"], &[]),
    ("src/cli", &["store::"], &[]),
    ("src/tui", &["store::", "cli::"], &[]),
    ("src/tui", &["layer::"], &["src/tui/shell"]),
];

#[test]
fn everyone_knows_only_whom_they_may() {
    let mut found = Vec::new();
    for (folder, words, exceptions) in FORBIDDEN {
        for (path, text) in sources(folder) {
            let excepted = exceptions.iter().any(|exception| path.starts_with(exception));
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            for (number, line) in lines.filter(|_| !excepted) {
                let named = words.iter().filter(|word| holds_word(line, word));
                found.extend(named.map(|word| format!("{}:{}: {word}", path.display(), number + 1)));
            }
        }
    }
    assert!(found.is_empty(), "not allowed here:\n{}", found.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let exceptions = FORBIDDEN.iter().flat_map(|(_, words, files)| files.iter().map(move |file| (words, file)));
    let idle: Vec<_> = exceptions
        .filter(|(words, file)| !sources(file).iter().any(|(_, text)| words.iter().any(|word| holds_word(text, word))))
        .map(|(_, file)| file)
        .collect();
    assert!(idle.is_empty(), "nothing there needs an exception any more; drop it: {idle:?}");
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let files = || ["src", "tests", "benches"].iter().flat_map(|folder| sources(folder));
    let lines = |text: &str| text.lines().count();
    let long: Vec<_> =
        files().filter(|(_, text)| lines(text) > LONGEST).map(|(path, text)| (path, lines(&text))).collect();
    assert!(long.is_empty(), "{LONGEST} lines are the most: {long:?}");
    let mute: Vec<_> = files().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(mute.is_empty(), "begin each file with a //! line: {mute:?}");
}

/// Folders of the cockpit whose files may know each other, but never in a circle.
const LAYERED: [&str; 5] = ["act", "kit", "layer", "pane", "widget"];

#[test]
fn no_views_know_each_other_in_a_circle() {
    let mut knows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for folder in LAYERED {
        for (path, text) in sources(&format!("src/tui/{folder}")) {
            let part = path.iter().nth(3).and_then(|part| part.to_str()).unwrap().trim_end_matches(".rs");
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = lines.flat_map(|line| LAYERED.iter().flat_map(move |other| modules_named(line, other)));
            knows.entry(format!("{folder}/{part}")).or_default().extend(named);
        }
    }
    assert!(knows.len() > 40, "{knows:?}");
    let all: Vec<&String> = knows.keys().collect();
    for start in all {
        let (mut seen, mut waiting) = (BTreeSet::new(), vec![(start, vec![start])]);
        while let Some((here, path)) = waiting.pop() {
            for next in knows.get(here).into_iter().flatten().filter(|next| knows.contains_key(*next) && *next != here)
            {
                assert!(next != start, "a circle: {path:?} and back to {start}");
                if seen.insert(next) {
                    waiting.push((next, [path.as_slice(), &[next]].concat()));
                }
            }
        }
    }
}

/// `kit/ask` and `kit/pick` in a line with `tui::kit::{ask, pick}`, of the modules of one folder.
fn modules_named(line: &str, folder: &str) -> Vec<String> {
    let start = format!("tui::{folder}::");
    let after = line.match_indices(&start).filter_map(|(at, _)| line.get(at + start.len()..));
    let names = after.flat_map(|rest| match rest.strip_prefix('{') {
        Some(list) => list.split('}').next().unwrap_or(list).split(',').collect::<Vec<_>>(),
        None => vec![rest],
    });
    let first = |name: &str| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned();
    names.map(first).map(|name| format!("{folder}/{name}")).collect()
}

#[test]
fn nothing_is_kept_from_the_machine_it_was_written_on() {
    for (path, text) in ["src", "docs", "assets", "README.md", "CHANGELOG.md"].iter().flat_map(|folder| all(folder)) {
        let Some(text) = text else { continue };
        for word in ["/home/", "/root/", "/work/", "localhost:"] {
            assert!(!text.contains(word), "{} holds {word}", path.display());
        }
    }
}

/// Whether `word` stands in `line` with no letter, digit or underscore before it.
fn holds_word(line: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let free = |at: usize| !word.starts_with(joins) || !line[..at].ends_with(joins);
    line.match_indices(word).any(|(at, _)| free(at))
}

pub(crate) fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let is_rust = |path: &Path| path.extension().is_some_and(|extension| extension == "rs");
    all(folder).into_iter().filter(|(path, _)| is_rust(path)).filter_map(|(path, text)| Some((path, text?))).collect()
}

/// Every file under `folder`, or the file itself, by its path in the project, with its text if it is text.
pub fn all(folder: &str) -> Vec<(PathBuf, Option<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut waiting = vec![root.join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() {
            files.push((path.strip_prefix(root).unwrap().to_owned(), fs::read_to_string(&path).ok()));
        }
    }
    files.sort();
    files
}
