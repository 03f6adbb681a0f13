//! What one cell holds: labels, criteria; and the apostrophe that keeps a spreadsheet from running a cell (X6).

/// What a cell must not begin with, if a spreadsheet is not to take it for a formula.
const DANGEROUS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Labels of one cell: parted by commas or semicolons, or by spaces if it has neither.
pub fn labels(cell: &str) -> Vec<String> {
    let parts: Vec<&str> =
        if cell.contains([',', ';']) { cell.split([',', ';']).collect() } else { cell.split_whitespace().collect() };
    parts.into_iter().map(str::trim).filter(|label| !label.is_empty()).map(str::to_owned).collect()
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
        if !value.is_empty() && !kept.iter().any(|known| known.to_lowercase() == value.to_lowercase()) {
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
        assert_eq!(labels("api perf"), ["api", "perf"]);
        assert_eq!(labels("tech debt, api;"), ["tech debt", "api"]);
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
        fn guarding_can_be_taken_back(text in "['=+@\\-\ta-c\u{ff1d}]{0,12}") {
            prop_assert_eq!(unguarded(guarded(&text)), text);
        }
    }
}
