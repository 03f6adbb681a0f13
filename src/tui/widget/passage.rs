//! A line of text in several roles, and how it is broken to a width.

use crate::domain::text;
use crate::tui::theme::Role;

/// A line of the text: words with their roles, and how far its further rows are indented.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Passage {
    pub(crate) words: Vec<(String, Role)>,
    indent: u16,
}

impl Passage {
    /// A line in one role.
    pub fn new(words: impl Into<String>, role: Role) -> Self {
        Self { words: vec![(words.into(), role)], indent: 0 }
    }

    /// An empty line.
    pub fn gap() -> Self {
        Self::default()
    }

    /// More words on the same line.
    pub fn and(mut self, words: impl Into<String>, role: Role) -> Self {
        self.words.push((words.into(), role));
        self
    }

    /// Where the line goes on when it is broken.
    pub fn indent(mut self, columns: u16) -> Self {
        self.indent = columns;
        self
    }
}

/// Breaks a passage into rows of at most `width` columns, between words where that is possible.
pub fn broken(passage: &Passage, width: u16) -> Vec<(u16, Vec<(String, Role)>)> {
    let width = usize::from(width.max(4));
    let indent = usize::from(passage.indent).min(width / 2);
    let mut rows = vec![(0, Vec::new())];
    let mut used = 0;
    for (words, role) in &passage.words {
        for word in words.split_inclusive(' ') {
            for part in pieces(word, width - indent) {
                let wide = text::width(part.trim_end());
                if used + wide > width && used > indent {
                    rows.push((u16::try_from(indent).unwrap_or(0), Vec::new()));
                    used = indent;
                }
                used += text::width(part);
                if let Some((_, row)) = rows.last_mut() {
                    add(row, part, *role);
                }
            }
        }
    }
    rows
}

fn add(row: &mut Vec<(String, Role)>, words: &str, role: Role) {
    match row.last_mut() {
        Some((before, same)) if *same == role => before.push_str(words),
        _ => row.push((words.to_owned(), role)),
    }
}

/// A word that is wider than a row in pieces that fit.
fn pieces(word: &str, width: usize) -> Vec<&str> {
    if text::width(word.trim_end()) <= width {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = text::width(c.encode_utf8(&mut [0; 4]));
        if used + wide > width && at > start {
            pieces.extend(word.get(start..at));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.extend(word.get(start..));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn breaking_loses_nothing_and_keeps_the_width(words in "[a-z日 ]{0,80}", width in 4u16..30, indent in 0u16..9) {
            let passage = Passage::new(words.clone(), Role::Text).indent(indent);
            let rows = broken(&passage, width);
            let all: String = rows.iter().flat_map(|(_, row)| row.iter().map(|(word, _)| word.as_str())).collect();
            prop_assert_eq!(all, words);
            for (indent, row) in rows {
                let line: String = row.into_iter().map(|(word, _)| word).collect();
                prop_assert!(usize::from(indent) + text::width(line.trim_end()) <= usize::from(width), "{}", line);
            }
        }
    }
}
