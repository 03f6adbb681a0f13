//! Rows of text that can be ticked: acceptance criteria.

use super::field::{Took, took};
use crate::domain::item::Criterion;
use crate::tui::event::{Chord, Key};
use crate::tui::widget::line::Line;

/// Rows of text, each with a tick.
pub(super) struct Checklist {
    pub rows: Vec<(Line, bool)>,
    pub here: usize,
}

impl Checklist {
    /// Reads rows as `text` writes them.
    pub fn read(text: &str) -> Self {
        let row = |line: &str| {
            let line = line.trim();
            let met = line.starts_with("[x]") || line.starts_with("[X]");
            let words = line.get(3..).filter(|_| met || line.starts_with("[ ]")).unwrap_or(line);
            (Line::new(words.trim()), met)
        };
        let mut rows: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).map(row).collect();
        if rows.is_empty() {
            rows.push((Line::default(), false));
        }
        Self { rows, here: 0 }
    }

    /// One row a line, ticked ones with `[x]`.
    pub fn text(&self) -> String {
        let rows = self.criteria().into_iter().map(|c| format!("[{}] {}", if c.met { 'x' } else { ' ' }, c.text));
        rows.collect::<Vec<_>>().join("\n")
    }

    pub fn criteria(&self) -> Vec<Criterion> {
        let rows = self.rows.iter().map(|(line, met)| Criterion { text: line.text().trim().to_owned(), met: *met });
        rows.filter(|criterion| !criterion.text.is_empty()).collect()
    }

    pub fn row(&mut self) -> Option<&mut Line> {
        self.rows.get_mut(self.here).map(|(line, _)| line)
    }

    pub fn key(&mut self, chord: Chord) -> Took {
        let last = self.rows.len().saturating_sub(1);
        let empty = self.row().is_none_or(|line| line.text().is_empty());
        match chord.key {
            Key::Up if self.here == 0 => return Took::Up,
            Key::Down if self.here >= last => return Took::Down,
            Key::Up => self.here -= 1,
            Key::Down => self.here += 1,
            Key::Enter if empty => return Took::Down,
            Key::Enter => {
                self.here += 1;
                self.rows.insert(self.here, (Line::default(), false));
                return Took::Changed;
            }
            Key::Backspace if empty && last > 0 => {
                self.rows.remove(self.here);
                self.here = self.here.saturating_sub(1);
                return Took::Changed;
            }
            _ => return took(self.row().is_some_and(|line| line.key(chord))),
        }
        Took::Moved
    }

    pub fn tick(&mut self) -> bool {
        let Some((_, met)) = self.rows.get_mut(self.here) else { return false };
        *met = !*met;
        true
    }

    pub fn paste(&mut self, pasted: &str) {
        for (n, line) in pasted.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            if n > 0 {
                self.here += 1;
                self.rows.insert(self.here, (Line::default(), false));
            }
            if let Some(row) = self.row() {
                row.paste(line);
            }
        }
    }
}
