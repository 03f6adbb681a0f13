//! A noun as a list: what is in it, how it looks, what its commands do; and its rows.

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::filter::{Filter, Known, Part, Subject};
use crate::domain::sheet::Sheet;
use crate::error::Result;
use crate::faces::sheet::{self, Style};
use crate::tui::command::Command;
use crate::tui::glyph::Glyphs;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::table::Column;

/// The sign of a thing, and its role.
pub type Sign<T> = fn(&T, &Glyphs) -> (&'static str, Role);

/// A command that makes a thing, and the question that it opens.
pub type Adding = (Command, fn(&Standfast) -> Result<Next>);

/// A noun as a list: what is in it, how it looks, what its commands do.
pub trait Listing: Sized + 'static {
    /// The scope of its commands; the title of a layer.
    const SCOPE: Scope;
    /// The command that opens the page of the thing under the cursor; a press of the mouse does it too.
    const OPEN: Command;
    /// The command that copies the key and the title of the thing under the cursor.
    const COPY: Option<Command> = None;
    /// What makes a thing.
    const ADD: Option<Adding> = None;
    /// The command that closes a layer; a tab has none.
    const CLOSE: Option<Command> = None;
    /// The command that shows and hides what is finished.
    const ALL: Option<Command> = None;
    /// The fields shown, by their names in the sheet.
    const COLUMNS: &'static [(&'static str, Column)];
    /// The sign before a thing.
    const SIGN: Option<Sign<Self>> = None;
    /// The tables that it shows.
    const READS: Changed;
    /// What is shown instead of an empty list; without words for it, a layer without rows is not opened.
    const EMPTY: Empty = Empty { title: "", about: "", keys: &[] };

    /// Reads the rows; with `all` what is finished too.
    fn read(standfast: &Standfast, all: bool) -> Result<Rows<Self>>;

    /// Everything about the thing, for its page.
    fn page(&self, standfast: &Standfast) -> Result<Sheet>;

    /// Opens the thing: its page, if it has nothing better.
    fn open(&self, standfast: &Standfast) -> Result<Next> {
        Ok(Reader::page(&self.page(standfast)?, standfast))
    }

    /// The sprint that the thing is.
    fn sprint(&self) -> Option<i64> {
        None
    }

    /// Does another command of the scope to the thing under the cursor.
    fn update(&self, command: Command, standfast: &mut Standfast) -> Result<Next>;

    /// Why such a command cannot work on it now.
    fn why_not(&self, command: Command) -> Option<String>;

    /// Why a command cannot work while the list is empty.
    fn none() -> String;

    /// The role of a field; by default that of a key, of words or of details.
    fn role(&self, field: &str) -> Option<Role> {
        let _ = field;
        None
    }

    /// The terms beside words that a filter of the list understands.
    const PARTS: &'static [Part] = &[];
    /// The states that `status:` may name.
    const STATES: &'static [&'static str] = &[];

    /// Whose it is, for `@name`.
    fn people(&self) -> Vec<String> {
        Vec::new()
    }

    /// Its state, for `status:`.
    fn state(&self) -> Option<&'static str> {
        None
    }

    /// A few words about all of it.
    fn status(things: &[&Self], all: bool) -> String {
        let _ = (things, all);
        String::new()
    }
}

/// What an empty list shows: a title, what the list is for, the keys that fill it.
#[derive(Debug)]
pub struct Empty {
    pub title: &'static str,
    pub about: &'static str,
    pub keys: &'static [(Command, &'static str)],
}

/// A row of the list; what a filter looks at is of things alone.
pub(super) enum Row<T> {
    Heading(String, String, Role),
    Thing { thing: T, key: String, title: String, cells: Vec<String>, subject: Subject },
    More(String),
}

/// The rows of a list, from top to bottom.
pub struct Rows<T> {
    pub(super) rows: Vec<Row<T>>,
    style: Style,
}

impl<T: Listing> Rows<T> {
    /// No rows yet.
    pub fn new(standfast: &Standfast) -> Self {
        Self { rows: Vec::new(), style: Style::spoken(standfast.zone(), standfast.today()) }
    }

    /// A heading, with other words at its right end.
    pub fn heading(&mut self, words: &str, right: impl Into<String>, role: Role) {
        self.rows.push(Row::Heading(format!(" {words} "), right.into(), role));
    }

    /// A thing, and below it those of its fields of `more` that are not empty.
    pub fn thing(&mut self, thing: T, sheet: &Sheet, more: &[&str]) {
        let names: Vec<&str> = T::COLUMNS.iter().map(|(name, _)| *name).collect();
        let cells = sheet::row(sheet, &names, self.style);
        let more = sheet::labelled(sheet, more, self.style);
        let people = thing.people();
        let subject = Subject {
            key: sheet.key.clone(),
            texts: cells.iter().chain(&more).chain([&sheet.title]).cloned().collect(),
            owned: !people.is_empty(),
            people,
            status: thing.state().map(str::to_owned),
            ..Subject::default()
        };
        self.rows.push(Row::Thing { thing, key: sheet.key.clone(), title: sheet.title.clone(), cells, subject });
        self.more(more.join(" · "));
    }

    /// A dim line, if there are words for it.
    pub fn more(&mut self, words: impl Into<String>) {
        let words = words.into();
        self.rows.extend((!words.is_empty()).then_some(Row::More(words)));
    }
}

/// The places of the rows that a filter lets through: things, with the heading above them and the lines below.
pub(super) fn passing<T>(rows: &[Row<T>], filter: Option<&Filter>) -> Vec<usize> {
    let Some(filter) = filter else { return (0..rows.len()).collect() };
    let (mut shown, mut heading, mut passed) = (Vec::new(), None, false);
    for (at, row) in rows.iter().enumerate() {
        match row {
            Row::Heading(..) => (heading, passed) = (Some(at), false),
            Row::Thing { subject, .. } => {
                passed = filter.lets(subject);
                if passed {
                    shown.extend(heading.take());
                    shown.push(at);
                }
            }
            Row::More(_) if passed => shown.push(at),
            Row::More(_) => {}
        }
    }
    shown
}

/// What a filter of these rows may name.
pub(super) fn known<T: Listing>(rows: &[Row<T>], standfast: &Standfast) -> Result<Known> {
    let own = rows.iter().filter_map(|row| if let Row::Thing { subject, .. } = row { Some(subject) } else { None });
    let mut people = standfast.member_names()?;
    people.extend(own.flat_map(|subject| subject.people.clone()));
    people.sort();
    people.dedup();
    let statuses = T::STATES.iter().map(|state| (*state).to_owned()).collect();
    Ok(Known { parts: T::PARTS, people, me: standfast.actor().to_owned(), statuses, labels: Vec::new() })
}
