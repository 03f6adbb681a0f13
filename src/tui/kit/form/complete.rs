//! A line that offers what it could be.

use super::field::{SUGGESTIONS, Took};
use crate::app::Standfast;
use crate::domain::fold::{folded, same};
use crate::tui::event::Chord;
use crate::tui::widget::line::Line;

/// Asks the database for what begins like a word.
pub(super) type Search = Box<dyn Fn(&Standfast, &str) -> crate::error::Result<Vec<String>>>;

/// A line with a list of what it could be.
pub(super) struct Complete {
    pub line: Line,
    source: Source,
    several: bool,
    /// The options that fit what is typed, while the list is open, and the one under the cursor.
    pub list: Vec<String>,
    pub at: Option<usize>,
}

/// Where suggestions come from.
pub(super) enum Source {
    Words(Vec<String>),
    /// The database, asked for what begins like this.
    Asked(Search),
}

impl Complete {
    pub fn new(text: &str, source: Source, several: bool) -> Self {
        Self { line: Line::new(text), source, several, list: Vec::new(), at: None }
    }

    /// Closes the list; whether it was open.
    pub fn is_open(&self) -> bool {
        !self.list.is_empty()
    }

    pub fn close(&mut self) -> bool {
        self.at = None;
        !std::mem::take(&mut self.list).is_empty()
    }

    pub fn key(&mut self, chord: Chord, standfast: &Standfast) -> Took {
        if !self.line.key(chord) {
            return Took::No;
        }
        let word = self.word();
        self.list = if word.is_empty() { Vec::new() } else { self.source.suggest(word, standfast) };
        self.at = (!self.list.is_empty()).then_some(0);
        Took::Changed
    }

    /// The word being typed: the last one of several.
    fn word(&self) -> &str {
        let text = self.line.text();
        if self.several { text.rsplit(',').next().unwrap_or(text).trim() } else { text.trim() }
    }

    /// What explains the option in the line, if there is one.
    pub fn explained(&self) -> Option<String> {
        let Source::Words(options) = &self.source else { return None };
        if self.several {
            return None;
        }
        let word = self.word();
        let chosen = options.iter().find(|option| same(taken(option), word))?;
        chosen.split_once('\t').map(|(_, words)| words.to_owned())
    }

    /// Goes over the list; down on an empty line opens it.
    pub fn step(&mut self, by: isize, standfast: &Standfast) -> bool {
        if self.list.is_empty() && by > 0 && self.word().is_empty() {
            self.list = self.source.suggest("", standfast);
            self.at = (!self.list.is_empty()).then_some(0);
            return self.at.is_some();
        }
        let Some(at) = self.at else { return false };
        self.at = Some(at.saturating_add_signed(by).min(self.list.len().saturating_sub(1)));
        true
    }

    pub fn take(&mut self) -> bool {
        let Some(chosen) = self.at.and_then(|at| self.list.get(at)).cloned() else { return false };
        let chosen = taken(&chosen);
        let text = self.line.text();
        let kept = if self.several { text.rfind(',').map_or("", |comma| text.get(..=comma).unwrap_or("")) } else { "" };
        let gap = if kept.is_empty() { "" } else { " " };
        let whole = format!("{kept}{gap}{chosen}");
        self.line.set(&whole);
        self.list.clear();
        self.at = None;
        true
    }
}

impl Source {
    fn suggest(&self, word: &str, standfast: &Standfast) -> Vec<String> {
        match self {
            Self::Words(options) => {
                let word = folded(word);
                options.iter().filter(|option| offers(option, &word)).take(SUGGESTIONS).cloned().collect()
            }
            // A list that cannot be read offers nothing; what is typed is checked when it is saved.
            Self::Asked(search) => {
                let mut found = search(standfast, word).unwrap_or_default();
                // What is already in the line is not suggested: Enter would take it instead of saving.
                found.retain(|option| !same(taken(option), word));
                found.truncate(SUGGESTIONS);
                found
            }
        }
    }
}

/// The part of a suggestion that is taken; the rest explains it.
fn taken(option: &str) -> &str {
    option.split('\t').next().unwrap_or(option)
}

/// Whether an option goes on from what is typed, at its beginning or at one of its words.
fn offers(option: &str, word: &str) -> bool {
    let option = folded(taken(option));
    option != word
        && (option.starts_with(word) || option.split(['-', ' ', '_', '/']).any(|part| part.starts_with(word)))
}
