//! What one cell holds: labels, criteria; and the apostrophe that keeps a spreadsheet from running a cell (X6).

use crate::domain::fold::same;

/// What a cell must not begin with, if a spreadsheet is not to take it for a formula.
const DANGEROUS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// How several labels are in one cell; which of these it is, the format says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Our own export: a row of cells, parted by semicolons.
    Own,
    /// Jira, whose labels have no spaces.
    Spaces,
    /// Semicolons, or commas if the cell has no semicolon.
    Marks,
    /// A cell is one label.
    Whole,
}

impl Split {
    /// As a report says it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Own => "semicolons",
            Self::Spaces => "spaces",
            Self::Marks => "semicolons, or commas if there are none",
            Self::Whole => "nothing: a cell is one label",
        }
    }
}

/// Labels of one cell.
pub fn labels(cell: &str, split: Split) -> Vec<String> {
    let parts: Vec<String> = match split {
        Split::Own => csv_cells(cell),
        Split::Spaces => cell.split_whitespace().map(str::to_owned).collect(),
        Split::Marks => cell.split(if cell.contains(';') { ';' } else { ',' }).map(str::to_owned).collect(),
        Split::Whole => vec![cell.to_owned()],
    };
    parts.into_iter().map(|label| label.trim().to_owned()).filter(|label| !label.is_empty()).collect()
}

/// Labels as our own export has them: each in quotes if it has a semicolon, a quote or a line break.
pub fn own_labels<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    labels.fold(String::new(), |all, label| {
        let must = label.contains([';', '"', '\n', '\r']);
        all + &if must { format!("\"{}\";", label.replace('"', "\"\"")) } else { format!("{label};") }
    })
}

fn csv_cells(cell: &str) -> Vec<String> {
    // A reader of CSV takes a byte-order mark off the beginning: here it is part of a label.
    let cell = format!(";{cell}");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(cell.as_bytes());
    reader.records().filter_map(Result::ok).flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// What the lines of a criterion after its first begin with in our own export.
const INDENT: &str = "    ";

/// Acceptance criteria as our own export has them: each begins with its box, its further lines are indented.
pub fn own_criteria<'a>(criteria: impl Iterator<Item = (&'a str, bool)>) -> String {
    let lines = criteria
        .map(|(text, met)| format!("[{}] {}", if met { 'x' } else { ' ' }, text.replace('\n', &format!("\n{INDENT}"))));
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads them back.
pub fn criteria_of_own(cell: &str) -> Vec<(String, bool)> {
    let mut read: Vec<(String, bool)> = Vec::new();
    for line in cell.split('\n') {
        let begun =
            line.strip_prefix("[x] ").map(|text| (text, true)).or(line.strip_prefix("[ ] ").map(|text| (text, false)));
        match (begun, read.last_mut()) {
            (Some((text, met)), _) => read.push((text.to_owned(), met)),
            (None, Some((text, _))) => {
                text.push('\n');
                text.push_str(line.strip_prefix(INDENT).unwrap_or(line));
            }
            (None, None) => read.extend(criterion(line)),
        }
    }
    read.retain(|(text, _)| !text.trim().is_empty());
    read
}

/// The name of `Doe, Jane <jane@example.org>`.
pub fn person(name: &str) -> &str {
    let name = name.trim();
    match name.strip_suffix('>').and_then(|inner| inner.rsplit_once('<')) {
        Some((before, mail)) if mail.contains('@') && !before.trim().is_empty() => before.trim().trim_matches('"'),
        Some((_, mail)) if mail.contains('@') => mail.trim(),
        _ => name,
    }
}

/// `bug (red)` of a Trello board without the colour.
pub fn without_colour(label: &str) -> &str {
    const COLOURS: [&str; 10] = ["green", "yellow", "orange", "red", "purple", "blue", "sky", "lime", "pink", "black"];
    let inner = label.strip_suffix(')').and_then(|inner| inner.rsplit_once(" ("));
    inner
        .filter(|(_, colour)| COLOURS.iter().any(|known| colour.split('_').next() == Some(known)))
        .map_or(label, |(name, _)| name)
}

/// Acceptance criteria of one cell, one a line, and whether each is met: bullets, numbers and boxes are taken off.
pub fn criteria(cell: &str) -> Vec<(String, bool)> {
    cell.lines().filter_map(criterion).collect()
}

fn criterion(line: &str) -> Option<(String, bool)> {
    let bare = line.trim().trim_start_matches(['-', '*', '•', '·']).trim_start();
    let bare = without_number(bare);
    let (met, text) = match bare.get(..3) {
        Some("[x]" | "[X]") => (true, bare.get(3..).unwrap_or_default()),
        Some("[ ]") => (false, bare.get(3..).unwrap_or_default()),
        _ => (false, bare),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| (text.to_owned(), met))
}

/// `1. Log in` and `2) Log out` without their numbers.
fn without_number(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.get(digits..).filter(|_| digits > 0) {
        Some(rest) if rest.starts_with(". ") || rest.starts_with(") ") => {
            rest.get(2..).unwrap_or_default().trim_start()
        }
        _ => text,
    }
}

/// Each value once, the first one kept, whatever the case.
pub fn each_once(values: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !value.is_empty() && !kept.iter().any(|known| same(known, &value)) {
            kept.push(value);
        }
    }
    kept
}

/// The cell as a spreadsheet may have it: one that would run as a formula gets an apostrophe before it.
pub fn guarded(text: &str) -> String {
    if must_be_guarded(text) { format!("'{text}") } else { text.to_owned() }
}

/// The cell as it was before it was guarded.
pub fn unguarded(mut text: String) -> String {
    if text.strip_prefix('\'').is_some_and(must_be_guarded) {
        text.remove(0);
    }
    text
}

/// An apostrophe before a dangerous character is guarded too, so that taking the guard off gives the same text.
fn must_be_guarded(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(DANGEROUS)
}

/// `64 KiB`, `1 MiB`, `256 bytes`.
pub fn size(bytes: usize) -> String {
    match bytes {
        whole if whole >= 1 << 20 => format!("{} MiB", whole >> 20),
        whole if whole >= 1 << 10 => format!("{} KiB", whole >> 10),
        few => format!("{few} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_are_parted_as_their_tool_writes_them() {
        assert_eq!(labels("api perf", Split::Spaces), ["api", "perf"]);
        assert_eq!(labels("tech debt, api", Split::Marks), ["tech debt", "api"]);
        assert_eq!(labels("fe, be; urgent;", Split::Marks), ["fe, be", "urgent"]);
        assert_eq!(labels("tech debt, api", Split::Whole), ["tech debt, api"]);
        assert_eq!(labels("a, b;c d;", Split::Own), ["a, b", "c d"]);
        assert_eq!((without_colour("bug (red)"), without_colour("bug (old)")), ("bug", "bug (old)"));
        for (cell, name) in [
            ("Doe, Jane <jane@example.org>", "Doe, Jane"),
            ("<jane@example.org>", "jane@example.org"),
            ("a < b", "a < b"),
            ("ann", "ann"),
        ] {
            assert_eq!(person(cell), name);
        }
        assert_eq!(each_once(["a".to_owned(), "A".to_owned(), String::new()]), ["a"]);
    }

    #[test]
    fn criteria_lose_their_bullets_and_keep_their_ticks() {
        let read = criteria("- [x] Log in\n\n* [ ] Log out\n2) Stay\n2 factors");
        let expected = [("Log in", true), ("Log out", false), ("Stay", false), ("2 factors", false)];
        assert_eq!(read, expected.map(|(text, met)| (text.to_owned(), met)));
    }

    #[test]
    fn a_cell_that_would_run_gets_an_apostrophe() {
        for text in ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", "'=1", "＝1"] {
            assert_eq!(guarded(text), format!("'{text}"), "{text:?}");
        }
        assert_eq!(guarded("it's = fine"), "it's = fine");
    }

    proptest! {
        #[test]
        fn labels_and_criteria_can_be_read_back(
            labels in proptest::collection::vec("[a-c;,\" \n]{0,6}x", 0..4),
            texts in proptest::collection::vec(("[a-c \n\r\\[\\]]{0,8}x", any::<bool>()), 0..4),
        ) {
            let labels: Vec<String> = labels.iter().map(|label| label.trim().to_owned()).collect();
            let cell = own_labels(labels.iter().map(String::as_str));
            prop_assert_eq!(super::labels(&cell, Split::Own), labels);
            let cell = own_criteria(texts.iter().map(|(text, met)| (text.as_str(), *met)));
            prop_assert_eq!(criteria_of_own(&cell), texts);
        }

        #[test]
        fn guarding_can_be_taken_back(text in "['=+@\\-\ta-c\u{ff1d}]{0,12}") {
            prop_assert_eq!(unguarded(guarded(&text)), text);
        }
    }
}
