//! The sentences in a file: comments and string literals of Rust and SQL, every line of a page or a settings file.

use super::all;
use std::path::{Path, PathBuf};

/// Words that somebody wrote for a person, with their line.
pub struct Sentence {
    pub path: PathBuf,
    pub line: usize,
    pub text: String,
}

/// The sentences of every file under `folder`, or of that file.
pub fn sentences(folder: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (path, text) in all(folder) {
        let (Some(text), Some(kind)) = (text, path.extension()) else { continue };
        let pieces = match kind.to_string_lossy().as_ref() {
            "rs" => pieces(&text, "//", '"'),
            "sql" => pieces(&text, "--", '\''),
            "md" | "toml" => text.lines().map(str::to_owned).enumerate().collect(),
            _ => continue,
        };
        found.extend(pieces.into_iter().map(|(line, text)| Sentence { path: path.clone(), line: line + 1, text }));
    }
    found
}

/// Where a sentence is, as a compiler would say it.
pub fn place(path: &Path, line: usize) -> String {
    format!("{}:{line}", path.display())
}

/// Comments and string literals of source text, each line of them with its number from 0.
fn pieces(text: &str, comment: &str, quote: char) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for (number, line) in text.lines().enumerate() {
        let mut rest = line;
        let mut said = open.as_ref().map(|_| String::new());
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            match (&open, &mut said) {
                (Some(end), Some(_)) if rest.starts_with(end.as_str()) => {
                    rest = &rest[end.len()..];
                    found.extend(said.take().map(|said| (number, said)));
                    open = None;
                }
                (Some(end), Some(said)) => {
                    let escaped = c == '\\' && end.len() == 1 && quote == '"';
                    let next = after.chars().next().filter(|_| escaped);
                    said.push(next.unwrap_or(c));
                    rest = &after[next.map_or(0, char::len_utf8)..];
                }
                _ if rest.starts_with(comment) => {
                    found.push((number, rest[comment.len()..].to_owned()));
                    rest = "";
                }
                _ if rest.starts_with("r#\"") => {
                    (open, said, rest) = (Some("\"#".to_owned()), Some(String::new()), &rest[3..]);
                }
                _ if c == quote => (open, said, rest) = (Some(quote.to_string()), Some(String::new()), after),
                _ => rest = char_literal(rest).unwrap_or(after),
            }
        }
        found.extend(said.map(|said| (number, said)));
    }
    found
}

/// What follows a character literal of Rust at the start of this text.
fn char_literal(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('\'')?;
    let mut chars = inner.chars();
    let first = chars.next()?;
    if first == '\\' {
        let end = inner.char_indices().skip(2).find(|(_, c)| *c == '\'')?.0;
        return Some(&inner[end + 1..]);
    }
    chars.as_str().strip_prefix('\'')
}

#[test]
fn comments_and_literals_are_found() {
    let source = "let a = 'x'; // why\nlet b = \"two \\\" words\"; let c: &'a str = r#\"raw \"it\" is\"#;\nlet d = '\"'; \"one\ntwo\"";
    let said: Vec<_> = pieces(source, "//", '"').into_iter().map(|(line, text)| format!("{line}{text}")).collect();
    assert_eq!(said, ["0 why", "1two \" words", "1raw \"it\" is", "2one", "3two"]);
}
