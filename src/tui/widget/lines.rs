//! Several lines of typed text, wrapped to their width.

use crate::domain::text;
use crate::tui::event::{Chord, Key};
use crate::tui::theme::Role;
use crate::tui::widget::line::shown_width;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::wrap::{after, before, byte_at, wrap};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A text of many lines and the place in it where typing goes.
#[derive(Debug, Clone)]
pub struct Lines {
    rows: Vec<String>,
    /// The line, and the byte in it.
    row: usize,
    at: usize,
    /// The column that going up and down keeps to.
    goal: Option<usize>,
    width: usize,
    height: usize,
    /// The first line in sight, and the first of its wrapped parts.
    top: (usize, usize),
}

impl Lines {
    /// A text; typing goes to its beginning, so that it is seen from the start.
    pub fn new(text: &str) -> Self {
        let rows = text.replace("\r\n", "\n").split('\n').map(str::to_owned).collect();
        Self { rows, row: 0, at: 0, goal: None, width: 40, height: 4, top: (0, 0) }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.rows.join("\n")
    }

    /// Whether typing goes to the first row as drawn: going up leaves the field.
    pub fn is_at_top(&self) -> bool {
        self.row == 0 && self.part() == 0
    }

    /// Whether typing goes to the last row as drawn: going down leaves the field.
    pub fn is_at_bottom(&self) -> bool {
        self.row + 1 == self.rows.len() && self.part() + 1 == self.parts(self.row).len()
    }

    /// How many rows it would take to be seen whole, up to `most`.
    pub fn height(&self, width: u16, most: u16) -> u16 {
        let mut rows = 0;
        for line in &self.rows {
            rows += wrap(line, usize::from(width)).len();
            if rows >= usize::from(most) {
                return most;
            }
        }
        u16::try_from(rows).unwrap_or(most)
    }

    /// The size in which it is drawn.
    pub fn set_size(&mut self, width: u16, height: u16) {
        (self.width, self.height) = (usize::from(width.max(1)), usize::from(height.max(1)));
        self.follow();
    }

    /// Takes a chord that types or edits; whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        if let Some(c) = chord.typed() {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        let word = chord.ctrl || chord.alt;
        match chord.key {
            Key::Up => return self.go_rows(-1),
            Key::Down => return self.go_rows(1),
            Key::PageUp => return self.go_rows(-self.page()),
            Key::PageDown => return self.go_rows(self.page()),
            Key::Enter => self.break_line(),
            Key::Left => self.go_left(word),
            Key::Right => self.go_right(word),
            Key::Home if word => (self.row, self.at) = (0, 0),
            Key::End if word => (self.row, self.at) = (self.rows.len() - 1, usize::MAX),
            Key::Home => self.at = self.range().start,
            Key::End => self.at = self.range().end,
            Key::Char('a') if chord.ctrl => self.at = 0,
            Key::Char('e') if chord.ctrl => self.at = usize::MAX,
            Key::Backspace => self.delete_back(word),
            Key::Char('w') if chord.ctrl => self.delete_back(true),
            Key::Delete => self.delete_on(word),
            Key::Char('k') if chord.ctrl => self.cut_to_end(),
            Key::Char('u') if chord.ctrl => self.cut_to_start(),
            _ => return false,
        }
        self.goal = None;
        self.follow();
        true
    }

    /// Takes a paste with its lines.
    pub fn paste(&mut self, pasted: &str) {
        for (n, line) in text::clean_block(pasted).split('\n').enumerate() {
            if n > 0 {
                self.break_line();
            }
            self.insert(line);
        }
    }

    /// Draws what is in sight; returns where the terminal's cursor belongs.
    pub fn render(&self, pen: &mut Pen<'_>, x: u16, y: u16, size: (u16, u16), role: Role) -> Option<(u16, u16)> {
        let (width, height) = size;
        let mut caret = None;
        let mut row = 0;
        for line in self.top.0..self.rows.len() {
            let Some(words) = self.rows.get(line) else { break };
            let parts = wrap(words, self.width);
            let skip = if line == self.top.0 { self.top.1 } else { 0 };
            for (n, part) in parts.iter().enumerate().skip(skip) {
                if row >= height {
                    return caret;
                }
                pen.fill(x, y + row, width, role);
                pen.text(x, y + row, width, words.get(part.clone()).unwrap_or_default(), role);
                if line == self.row && n == self.part() {
                    let column = self.column().min(usize::from(width.saturating_sub(1)));
                    caret = pen.place(x + u16::try_from(column).unwrap_or(0), y + row);
                }
                row += 1;
            }
        }
        for row in row..height {
            pen.fill(x, y + row, width, role);
        }
        caret
    }

    fn line(&self) -> &str {
        self.rows.get(self.row).map_or("", String::as_str)
    }

    fn insert(&mut self, words: &str) {
        let at = self.at.min(self.line().len());
        if let Some(line) = self.rows.get_mut(self.row) {
            line.insert_str(at, words);
        }
        self.at = at + words.len();
        self.goal = None;
        self.follow();
    }

    fn break_line(&mut self) {
        let at = self.at;
        let rest = self.rows.get_mut(self.row).map(|line| line.split_off(at.min(line.len()))).unwrap_or_default();
        self.row += 1;
        self.at = 0;
        self.rows.insert(self.row, rest);
        self.follow();
    }

    fn go_left(&mut self, word: bool) {
        if self.at > 0 {
            self.at = before(self.line(), self.at, word);
        } else if self.row > 0 {
            self.row -= 1;
            self.at = usize::MAX;
        }
    }

    fn go_right(&mut self, word: bool) {
        if self.at < self.line().len() {
            self.at = after(self.line(), self.at, word);
        } else if self.row + 1 < self.rows.len() {
            self.row += 1;
            self.at = 0;
        }
    }

    fn delete_back(&mut self, word: bool) {
        if self.at > 0 {
            let from = before(self.line(), self.at, word);
            self.remove(from..self.at);
            self.at = from;
        } else if self.row > 0 {
            let line = self.rows.remove(self.row);
            self.row -= 1;
            self.at = self.line().len();
            self.append(&line);
        }
    }

    fn delete_on(&mut self, word: bool) {
        if self.at < self.line().len() {
            let to = after(self.line(), self.at, word);
            self.remove(self.at..to);
        } else if self.row + 1 < self.rows.len() {
            let next = self.rows.remove(self.row + 1);
            self.append(&next);
        }
    }

    fn cut_to_end(&mut self) {
        if self.at < self.line().len() { self.remove(self.at..self.line().len()) } else { self.delete_on(false) }
    }

    fn cut_to_start(&mut self) {
        self.remove(0..self.at);
        self.at = 0;
    }

    fn remove(&mut self, range: Range<usize>) {
        if let Some(line) = self.rows.get_mut(self.row)
            && line.get(range.clone()).is_some()
        {
            line.drain(range);
        }
    }

    fn append(&mut self, words: &str) {
        if let Some(line) = self.rows.get_mut(self.row) {
            line.push_str(words);
        }
    }

    /// Goes over rows as they are drawn; whether there was somewhere to go.
    fn go_rows(&mut self, by: isize) -> bool {
        let goal = self.goal.unwrap_or_else(|| self.column());
        let from = (self.row, self.part());
        let mut to = from;
        for _ in 0..by.unsigned_abs() {
            to = if by < 0 { self.row_above(to) } else { self.row_below(to) };
        }
        if to == from {
            return false;
        }
        self.row = to.0;
        let parts = self.parts(self.row);
        let part = parts.get(to.1).cloned().unwrap_or_default();
        let last = to.1 + 1 == parts.len();
        self.at = byte_at(self.line(), &part, goal, last);
        self.goal = Some(goal);
        self.follow();
        true
    }

    fn row_above(&self, (line, part): (usize, usize)) -> (usize, usize) {
        match (line, part) {
            (0, 0) => (0, 0),
            (line, 0) => (line - 1, self.parts(line - 1).len() - 1),
            (line, part) => (line, part - 1),
        }
    }

    fn row_below(&self, (line, part): (usize, usize)) -> (usize, usize) {
        if part + 1 < self.parts(line).len() {
            (line, part + 1)
        } else if line + 1 < self.rows.len() {
            (line + 1, 0)
        } else {
            (line, part)
        }
    }

    fn parts(&self, line: usize) -> Vec<Range<usize>> {
        wrap(self.rows.get(line).map_or("", String::as_str), self.width)
    }

    /// In which wrapped part of its line typing goes.
    fn part(&self) -> usize {
        let parts = self.parts(self.row);
        parts.iter().rposition(|part| part.start <= self.at).unwrap_or(0)
    }

    fn range(&self) -> Range<usize> {
        self.parts(self.row).get(self.part()).cloned().unwrap_or_default()
    }

    fn column(&self) -> usize {
        let start = self.range().start;
        self.line().get(start..self.at).map_or(0, |words| words.graphemes(true).map(shown_width).sum())
    }

    fn page(&self) -> isize {
        isize::try_from(self.height).unwrap_or(1)
    }

    /// Keeps the place of typing inside its line and in sight.
    fn follow(&mut self) {
        self.row = self.row.min(self.rows.len() - 1);
        self.at = self.at.min(self.line().len());
        let here = (self.row, self.part());
        self.top = self.top.min(here);
        let mut highest = here;
        for _ in 1..self.height {
            highest = self.row_above(highest);
        }
        self.top = self.top.max(highest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(lines: &mut Lines, keys: &str) {
        for c in keys.chars() {
            let key = match c {
                '⏎' => Key::Enter,
                '⌫' => Key::Backspace,
                '⌦' => Key::Delete,
                '↑' => Key::Up,
                '↓' => Key::Down,
                '←' => Key::Left,
                '→' => Key::Right,
                '⇤' => Key::Home,
                '⇥' => Key::End,
                c => Key::Char(c),
            };
            lines.key(Chord::plain(key));
        }
    }

    #[test]
    fn typing_breaking_and_joining() {
        let mut lines = Lines::new("");
        typed(&mut lines, "one⏎two⏎⏎three");
        assert_eq!(lines.text(), "one\ntwo\n\nthree");
        typed(&mut lines, "⇤⌫⌫!↑↑");
        assert_eq!(lines.text(), "one\ntwo!three");
        typed(&mut lines, "⇥⌦ ");
        assert_eq!(lines.text(), "one two!three");
        lines.paste("a\r\nb\u{1b}");
        assert_eq!(lines.text(), "one a\nb␛two!three");
    }

    #[test]
    fn going_up_and_down_keeps_the_column_over_wrapped_rows() {
        let mut lines = Lines::new("the quick brown fox\nx\njumps over");
        lines.set_size(10, 2);
        assert_eq!(wrap("the quick brown fox", 10), [0..10, 10..19]);
        typed(&mut lines, "→→→→→→↓");
        assert_eq!((lines.row, lines.at), (0, 16));
        typed(&mut lines, "↓");
        assert_eq!((lines.row, lines.at), (1, 1));
        typed(&mut lines, "↓");
        assert_eq!((lines.row, lines.at), (2, 6));
        assert!(lines.is_at_bottom() && !lines.is_at_top());
        assert_eq!(lines.top, (1, 0));
    }

    proptest! {
        #[test]
        fn no_keys_break_it(text in "[a\u{301}日 \n]{0,40}", keys in "[ab日 ⏎⌫⌦↑↓←→⇤⇥]{0,60}", width in 1u16..12) {
            let mut lines = Lines::new(&text);
            lines.set_size(width, 3);
            typed(&mut lines, &keys);
            prop_assert!(lines.line().is_char_boundary(lines.at));
            prop_assert!(lines.top <= (lines.row, lines.part()));
        }
    }
}
