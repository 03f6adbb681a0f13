//! Documents printed from the program say what it does now.

use crate::support::cli::Shell;
use std::fs;
use std::path::Path;

#[test]
fn the_command_line_is_documented_as_it_is() {
    is_up_to_date("docs/cli.md", &standfast::cli::reference::markdown());
}

#[test]
fn the_code_map_names_only_what_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let paths = map
        .split(|c: char| c.is_whitespace() || "`,;()".contains(c))
        .filter(|word| ["src/", "tests/", "assets/", "docs/", ".ci/"].iter().any(|folder| word.starts_with(folder)))
        .map(|word| word.trim_end_matches(['.', ':']));
    let gone: Vec<&str> = paths.filter(|path| !root.join(path).exists()).collect();
    assert!(gone.is_empty(), "docs/architecture.md names what is not there: {gone:?}");
}

#[test]
fn the_story_in_the_readme_can_be_typed() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let story: Vec<&str> = readme.lines().filter_map(|line| line.strip_prefix("$ standfast ")).collect();
    assert!(story.len() > 10, "{story:?}");
    let shell = Shell::new();
    for line in story {
        match line.strip_suffix(" || true") {
            Some(failing) => drop(shell.json(failing)),
            None => drop(shell.does(line)),
        }
    }
}

#[test]
fn the_keys_are_documented_as_they_are() {
    is_up_to_date("docs/keys.md", &standfast::tui::reference::markdown());
}

/// The file holds this text; with `UPDATE_DOCS=1` it is written.
pub fn is_up_to_date(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        fs::write(&file, text).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    let differing = there.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = differing.unwrap_or_else(|| there.lines().count().min(text.lines().count())) + 1;
    assert!(there == text, "{path} differs from line {line} on. Write it again with UPDATE_DOCS=1 cargo test docs");
}
