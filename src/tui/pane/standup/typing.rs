//! Typing what somebody says, in its place on the screen; names are completed (S2).

use crate::app::Standfast;
use crate::domain::fold::same;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::meanwhile::{Both, Origin};
use crate::tui::view::Next;
use crate::tui::widget::line::Line;
use unicode_segmentation::UnicodeSegmentation;

/// Which of the two lines is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// What they do today.
    Today,
    Needs,
}

impl Which {
    fn label(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Needs => "needs",
        }
    }
}

/// A line being typed.
#[derive(Debug)]
pub struct Typing {
    pub person: String,
    pub which: Which,
    pub line: Line,
    /// What it was when typing began.
    before: String,
    origin: Origin<String>,
}

impl Typing {
    pub fn new(person: &str, which: Which, text: &str) -> Self {
        let name = person.to_owned();
        let origin = Origin::new(move |standfast: &Standfast| said(standfast, &name, which));
        Self { person: person.to_owned(), which, line: Line::new(text), before: text.to_owned(), origin }
    }

    /// Looks whether the words were changed elsewhere meanwhile. Whether one's own are saved, or the question to ask first.
    pub fn catch_up(&self, standfast: &mut Standfast) -> Result<std::result::Result<bool, Next>> {
        let theirs = self.origin.again(standfast)?;
        let mine = self.line.text().trim().to_owned();
        if theirs == self.before || theirs == mine {
            return Ok(Ok(true));
        }
        let label = format!("{}, {}", self.person, self.which.label());
        Ok(self.origin.decide(&[Both { label, theirs, mine }], "line", Command::WordsLeave))
    }

    /// Whether it says something else than before.
    pub fn is_changed(&self) -> bool {
        self.line.text().trim() != self.before.trim()
    }

    /// The name that the last word begins to be: how it goes on. A name is offered from two letters on, after an @ at
    /// once.
    pub fn suggestion<'a>(&self, names: &'a [String]) -> Option<&'a str> {
        let (_, begun) = begun_name(self.line.text())?;
        names.iter().filter(|name| **name != self.person).find_map(|name| rest_of(name, begun))
    }

    /// Completes the name; whether there was one.
    pub fn complete(&mut self, names: &[String]) -> bool {
        let Some((at, begun)) = begun_name(self.line.text()) else { return false };
        let mut others = names.iter().filter(|name| **name != self.person);
        let Some(name) = others.find(|name| rest_of(name, begun).is_some()) else { return false };
        let text = format!("{}{name} ", self.line.text().get(..at).unwrap_or_default());
        self.line.set(&text);
        true
    }
}

/// What somebody says today, or needs, as it is written down now.
fn said(standfast: &Standfast, person: &str, which: Which) -> Result<String> {
    let facts = standfast.standup_facts()?;
    let words = facts.people.into_iter().find(|one| same(&one.name, person)).map(|one| one.words);
    let said = words.and_then(|words| if which == Which::Today { words.today } else { words.needs });
    Ok(said.unwrap_or_default())
}

/// How a name goes on from what is typed of it, whatever the case and form.
fn rest_of<'a>(name: &'a str, begun: &str) -> Option<&'a str> {
    let (at, _) = name.grapheme_indices(true).find(|(at, _)| name.get(..*at).is_some_and(|part| same(part, begun)))?;
    name.get(at..)
}

/// Where the last word begins, and the word without an @ before it; none where no name is begun.
fn begun_name(text: &str) -> Option<(usize, &str)> {
    let start = text
        .rfind(|c: char| c.is_whitespace() || "(,;:".contains(c))
        .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = text.get(start..)?;
    let (at, word, least) = match word.strip_prefix('@') {
        Some(rest) => (start + 1, rest, 1),
        None => (start, word, 2),
    };
    (word.chars().count() >= least).then_some((at, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_completed_as_they_are_begun() {
        let names = ["ana".to_owned(), "Ben".to_owned(), "Jürgen".to_owned()];
        let typed = |text: &str| Typing::new("ana", Which::Needs, text);
        assert_eq!(typed("a review by be").suggestion(&names), Some("n"));
        assert_eq!(typed("a review by b").suggestion(&names), None);
        assert_eq!(typed("a review by @b").suggestion(&names), Some("en"));
        assert_eq!(typed("ask an").suggestion(&names), None, "nobody needs something from themselves");
        assert_eq!(typed("ben").suggestion(&names), None, "it is whole");
        let mut typing = typed("a review by @b");
        assert!(typing.complete(&names));
        assert_eq!(typing.line.text(), "a review by @Ben ");
        let mut typing = typed("(jü");
        assert!(typing.complete(&names));
        assert_eq!(typing.line.text(), "(Jürgen ");
        assert_eq!(typed("ask JU\u{308}r").suggestion(&names), Some("gen"));
        assert_eq!(typed("ask ju").suggestion(&names), None);
        assert!(!typing.complete(&names) && !typed("").complete(&names));
    }
}
