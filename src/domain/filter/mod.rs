//! Filters: one language for every list and for the command line (I4).
//!
//! Words narrow a list to what has them in any of its texts. `@ann`, `#label`, `status:`, `kind:`, `is:` and `points` ask
//! for one fact each. Every term must hold; `-` before a term excludes what it finds.

mod read;

pub use read::{Known, Part, Unread, read};

use crate::domain::fold::{folded, same, words};
use crate::domain::item::{Class, ItemRow, Kind};
use crate::domain::points::Points;
use crate::domain::time::Day;
use crate::domain::words::words as word_list;

word_list! {
    "a state",
    /// What `is:` asks for. All but the last two are about open items.
    pub enum Is {
        /// Ready by the team's definition.
        Ready = "ready",
        /// A blocker on it is open.
        Blocked = "blocked",
        /// Longer in its status than is usual, blocked, or under way without an owner.
        Stuck = "stuck",
        Open = "open",
        Finished = "finished",
        Dropped = "dropped",
    }
}

/// A comparison of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

/// One question to a thing.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Words that follow one another in one of its texts, the last as far as it is typed; or its key.
    Words(Phrase),
    /// One of these people, by their names.
    Person(Vec<String>),
    Nobody,
    /// One of these labels, folded.
    Label(Vec<String>),
    /// One of these statuses, folded.
    Status(Vec<String>),
    Kind(Kind),
    Is(Is),
    Points(Compare, Points),
    NoPoints,
}

/// A test that must hold, or must not.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub excluded: bool,
    pub test: Test,
}

/// Every term of what was typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    pub terms: Vec<Term>,
}

/// What was typed as words, as texts are compared with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrase {
    /// As it was typed, for a full-text index.
    pub typed: String,
    whole: String,
    words: Vec<String>,
}

impl Phrase {
    /// `None` without a letter or a digit.
    pub fn of(typed: &str) -> Option<Self> {
        let words = words(typed);
        let phrase = || Self { typed: typed.trim().to_owned(), whole: folded(typed), words };
        typed.chars().any(char::is_alphanumeric).then(phrase).filter(|phrase| !phrase.words.is_empty())
    }

    /// Whether a text has the words, one after the other.
    pub fn is_in(&self, text: &str) -> bool {
        let Some((last, before)) = self.words.split_last() else { return true };
        let there = words(text);
        there.windows(self.words.len()).any(|window| {
            window.split_last().is_some_and(|(end, begin)| begin == before && end.starts_with(last.as_str()))
        })
    }

    /// Whether it is this key, or the number of the key alone.
    pub fn is_key(&self, key: &str) -> bool {
        let key = folded(key);
        key == self.whole || key.rsplit_once('-').is_some_and(|(_, number)| number == self.whole)
    }

    /// The number of the key that it may be.
    pub fn number(&self) -> Option<i64> {
        let digits = self.whole.rsplit_once('-').map_or(self.whole.as_str(), |(_, digits)| digits);
        crate::domain::words::whole(digits)
    }
}

/// What a filter looks at of one thing.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    pub key: String,
    /// Title, description and whatever else is shown of it.
    pub texts: Vec<String>,
    pub people: Vec<String>,
    /// Whether somebody has it.
    pub owned: bool,
    pub labels: Vec<String>,
    pub status: Option<String>,
    pub kind: Option<Kind>,
    pub is: Vec<Is>,
    pub points: Option<Points>,
}

impl Subject {
    /// An item, with the texts that its row does not have; `stuck` is whether it is.
    pub fn item(row: &ItemRow, description: &str, labels: &[String], stuck: bool, today: Day) -> Self {
        let open = !row.class.is_ended();
        let states = [
            (Is::Ready, open && row.not_ready.is_empty()),
            (Is::Blocked, open && row.blocked),
            (Is::Stuck, open && stuck),
            (Is::Open, open),
            (Is::Finished, row.class == Class::Finished),
            (Is::Dropped, row.class == Class::Dropped),
        ];
        let texts = [Some(&row.title), row.external_key.as_ref()].into_iter().flatten().cloned();
        Self {
            key: row.key.clone(),
            texts: texts.chain([description.to_owned()]).collect(),
            people: row.assignee.iter().cloned().collect(),
            owned: row.is_owned(today),
            labels: labels.to_vec(),
            status: Some(row.status.clone()),
            kind: Some(row.kind),
            is: states.into_iter().filter(|(_, holds)| *holds).map(|(is, _)| is).collect(),
            points: row.points,
        }
    }

    fn has(&self, phrase: &Phrase) -> bool {
        let words = self.texts.iter().chain(&self.people).chain(&self.labels).chain(&self.status);
        phrase.is_key(&self.key)
            || words.map(String::as_str).chain(self.kind.map(Kind::word)).any(|text| phrase.is_in(text))
    }

    fn passes(&self, test: &Test) -> bool {
        match test {
            Test::Words(phrase) => self.has(phrase),
            Test::Person(names) => self.people.iter().any(|person| names.iter().any(|name| same(name, person))),
            Test::Nobody => !self.owned,
            Test::Label(labels) => self.labels.iter().any(|label| labels.contains(&folded(label))),
            Test::Status(names) => self.status.as_ref().is_some_and(|status| names.contains(&folded(status))),
            Test::Kind(kind) => self.kind == Some(*kind),
            Test::Is(is) => self.is.contains(is),
            Test::Points(compare, points) => self.points.is_some_and(|own| compare.holds(own, *points)),
            Test::NoPoints => self.points.is_none(),
        }
    }
}

impl Compare {
    fn holds(self, one: Points, other: Points) -> bool {
        match self {
            Self::Less => one < other,
            Self::AtMost => one <= other,
            Self::Equal => one == other,
            Self::AtLeast => one >= other,
            Self::More => one > other,
        }
    }
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// With one more test that must hold.
    #[must_use]
    pub fn and(mut self, test: Test) -> Self {
        self.terms.push(Term { excluded: false, test });
        self
    }

    /// Whether it lets a thing through.
    pub fn lets(&self, thing: &Subject) -> bool {
        self.terms.iter().all(|term| thing.passes(&term.test) != term.excluded)
    }

    /// The tests that must hold.
    pub fn wanted(&self) -> impl Iterator<Item = &Test> {
        self.terms.iter().filter(|term| !term.excluded).map(|term| &term.test)
    }

    /// What was typed as words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.wanted().filter_map(|test| if let Test::Words(phrase) = test { Some(phrase.typed.as_str()) } else { None })
    }

    /// Whether a thing's key was typed.
    pub fn names(&self, key: &str) -> bool {
        self.wanted().any(|test| matches!(test, Test::Words(phrase) if phrase.is_key(key)))
    }

    /// Whether it looks at texts that a row of a list does not have.
    pub fn reads_texts(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Test::Words(_) | Test::Label(_)))
    }

    /// Whether it asks for one of these states, excluded or not.
    pub fn asks_for(&self, is: &[Is]) -> bool {
        self.terms.iter().any(|term| matches!(&term.test, Test::Is(asked) if is.contains(asked)))
    }

    /// Whether only things in one of these states can pass.
    pub fn demands(&self, is: &[Is]) -> bool {
        self.wanted().any(|test| matches!(test, Test::Is(asked) if is.contains(asked)))
    }
}
