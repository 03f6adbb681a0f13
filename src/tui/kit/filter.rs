//! A filter above a list: typed, kept, cleared (I4).
//!
//! ```text
//!  filter: _                     words, @name, #label, status:, kind:, is: or points>5
//!  filter: @ann is:blo_          is:ready, blocked, stuck, open, finished or dropped
//!  filter: @ann is:blocked · 3 of 42
//! ```

use crate::domain::filter::{Filter, Known, Unread, read};
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::event::Chord;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::widget::line::Line;
use crate::tui::widget::pen::Pen;

/// What is before the filter.
const LABEL: &str = "filter: ";
/// The narrowest and the widest field.
const FIELD: (u16, u16) = (10, 40);

/// What is typed, and what it lets through.
#[derive(Debug, Default)]
pub struct Filtering {
    line: Line,
    /// Whether keys go into the line.
    typing: bool,
    known: Known,
    filter: Filter,
    unread: Option<Unread>,
}

impl Filtering {
    /// Lets keys go into the line, which is still what it was.
    pub fn begin(&mut self, known: Known) {
        self.typing = true;
        self.know(known);
    }

    /// Reads the line again with what it may name now.
    pub fn know(&mut self, known: Known) {
        self.known = known;
        self.read();
    }

    fn read(&mut self) {
        (self.filter, self.unread) = read(self.line.text(), &self.known);
    }

    /// Whether keys go into the line.
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// Whether something is typed.
    pub fn is_on(&self) -> bool {
        !self.line.text().trim().is_empty()
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.line.text().trim()
    }

    /// The scope of the keys: that of the view below, unless the filter is typed.
    pub fn scope(&self, own: Scope) -> Scope {
        if self.typing { Scope::Filter } else { own }
    }

    /// The filter, if it narrows anything.
    pub fn filter(&self) -> Option<&Filter> {
        Some(&self.filter).filter(|filter| !filter.is_empty())
    }

    /// Takes a key that types; whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        let typed = self.typing && self.line.key(chord);
        if typed {
            self.read();
        }
        typed
    }

    /// Takes a paste; whether it went into the line.
    pub fn paste(&mut self, pasted: &str) -> bool {
        if self.typing {
            self.line.paste(pasted);
            self.read();
        }
        self.typing
    }

    /// Leaves the line with the filter as it is. A term that is not a filter keeps the line open.
    pub fn keep(&mut self) {
        self.typing = self.unread.is_some();
    }

    /// Takes the filter away; whether there was one.
    pub fn clear(&mut self) -> bool {
        let was_on = self.typing || self.is_on();
        let known = std::mem::take(&mut self.known);
        *self = Self { known, ..Self::default() };
        was_on
    }

    /// The rows that it takes above a list.
    pub fn rows(&self) -> u16 {
        u16::from(self.typing || self.is_on())
    }

    /// What the message line says while a filter is kept.
    pub fn status(&self) -> Option<String> {
        (self.is_on() && !self.typing).then(|| format!("{} clears the filter", Command::Back))
    }

    /// Whether what is possible is shown: while nothing is typed yet, and beside a term that is not a filter.
    pub fn says_what_is_possible(&self) -> bool {
        self.unread.is_some() || self.typing && !self.is_on()
    }

    /// Draws it with how much it lets through, or what is possible. Returns the column behind it, and where the
    /// terminal's cursor belongs.
    pub fn render(&self, pen: &mut Pen<'_>, x: u16, width: u16, counted: &str) -> (u16, Option<(u16, u16)>) {
        if self.rows() == 0 {
            return (x, None);
        }
        let end = x.saturating_add(width);
        let at = x + pen.text(x, 0, width, LABEL, Role::Key);
        let on_top = pen.ctx().on_top;
        let (mut next, mut caret) = (at, None);
        if self.typing {
            let wide = u16::try_from(text::width(self.line.text())).unwrap_or(u16::MAX).saturating_add(2);
            let wide = wide.clamp(FIELD.0, FIELD.1).min(end.saturating_sub(at));
            caret = self.line.render(pen, at, 0, wide, Role::FieldHere).filter(|_| on_top);
            next += wide + 2;
        } else {
            let room = end.saturating_sub(at + u16::try_from(text::width(counted)).unwrap_or(0) + 3);
            next += pen.text(at, 0, room, self.text(), Role::Strong);
        }
        let room = |from: u16| end.saturating_sub(from);
        let possible = self.known.possible();
        let words = match &self.unread {
            Some(unread) => (unread.possible.as_str(), if unread.unfinished { Role::Dim } else { Role::Bad }),
            None if self.says_what_is_possible() => (possible.as_str(), Role::Dim),
            None => (counted, Role::Dim),
        };
        if !self.typing {
            let dot = format!(" {} ", pen.ctx().glyphs.dot);
            next += pen.text(next, 0, room(next), &dot, Role::Dim);
        }
        next += pen.text(next, 0, room(next), words.0, words.1);
        (next, caret)
    }
}

/// `3 of 42`; with a plus if there may be more.
pub fn counted(found: usize, whole: bool, of: usize) -> String {
    format!("{}{} of {}", grouped(found), if whole { "" } else { "+" }, grouped(of))
}

/// `1 680`: digits in threes.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(' ');
        }
        words.push(digit);
    }
    words
}
