//! Every way out that the program prints as a command is a command: the command line reads it.

use clap::Parser;
use clap::error::ErrorKind;
use regex::Regex;
use standfast::cli::Cli;
use standfast::rules::Act;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The arguments as a person would fill them in.
fn filled(args: &str) -> Vec<String> {
    let args = Regex::new(r"\{[^}]*\}").unwrap().replace_all(args, "7").replace("\\\"", "\"");
    let words = Regex::new(r#"[^\s"]*"[^"]*"|\S+"#).unwrap();
    words.find_iter(&args).map(|word| word.as_str().replace('"', "")).collect()
}

#[test]
fn every_way_out_can_be_typed() {
    let (mut files, mut seen, mut wrong) = (Vec::new(), 0, Vec::new());
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let way = Regex::new(r#"Act::(\w+)\s*\.way\(\s*(?:format!\(\s*)?"((?:\\.|[^"\\])*)""#).unwrap();
    // The cockpit's own file names keys, and its tests acts with any words.
    files.retain(|file| !file.ends_with("tui/ways.rs"));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for found in way.captures_iter(&text) {
            let act = Act::ALL.iter().find(|act| format!("{act:?}") == found[1]).unwrap();
            let words = act.words().split(' ').map(str::to_owned).chain(filled(&found[2]));
            let line: Vec<String> = std::iter::once("standfast".to_owned()).chain(words).collect();
            seen += 1;
            // Where a word is one of several, one of them has to do.
            let choices = line.iter().find(|word| word.contains('|')).map_or(1, |word| word.split('|').count());
            let chosen = |at: usize| line.iter().map(move |word| word.split('|').nth(at).unwrap_or(word));
            let errors: Vec<ErrorKind> =
                (0..choices).filter_map(|at| Some(Cli::try_parse_from(chosen(at)).err()?.kind())).collect();
            // A placeholder such as DATE is no date; everything else must be right.
            let is_placeholder =
                |kind: &ErrorKind| matches!(kind, ErrorKind::ValueValidation | ErrorKind::InvalidValue);
            if errors.len() == choices && !errors.iter().all(is_placeholder) {
                wrong.push(format!("{}: {line:?}: {errors:?}", file.display()));
            }
        }
    }
    assert!(seen > 60, "only {seen} ways were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
