//! What a filter shows of a retro: notes by their words and authors, actions by their words and owners.

use super::Retro;
use crate::app::Standfast;
use crate::app::retro::RetroView;
use crate::domain::action::Action;
use crate::domain::filter::{Known, Part, Subject};
use crate::domain::retro::{Topic, in_columns};
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::filter::counted;
use crate::tui::view::Next;
use ratatui::layout::Rect;

const PARTS: &[Part] = &[Part::Person];

fn note(topic: &Topic) -> Subject {
    let authors: Vec<String> = topic.notes.iter().map(|note| note.author.clone()).collect();
    Subject {
        key: topic.number.to_string(),
        texts: topic.notes.iter().map(|note| note.text.clone()).chain([topic.text.clone()]).collect(),
        owned: !authors.is_empty(),
        people: authors,
        ..Subject::default()
    }
}

fn action(action: &Action) -> Subject {
    Subject {
        key: action.key(),
        texts: vec![action.text.clone(), action.shows.clone(), action.standing()],
        people: vec![action.owner.clone()],
        owned: true,
        ..Subject::default()
    }
}

impl Retro {
    /// The retro with what the filter lets through.
    pub(super) fn shown(&self) -> Option<&RetroView> {
        self.narrowed.as_ref().or(self.view.as_ref())
    }

    /// What a filter of this retro may name.
    pub(super) fn known(&self, standfast: &Standfast) -> Result<Known> {
        let mut people = standfast.member_names()?;
        let view = self.view.iter();
        people.extend(view.clone().flat_map(|view| &view.topics).flat_map(|topic| note(topic).people));
        people.extend(view.flat_map(|view| view.old.iter().chain(&view.committed)).map(|action| action.owner.clone()));
        people.sort();
        people.dedup();
        Ok(Known { parts: PARTS, people, me: standfast.actor().to_owned(), ..Known::default() })
    }

    /// The filter has changed: shows what it lets through.
    pub(super) fn narrow(&mut self) {
        self.narrowed = match (self.filtering.filter(), &self.view) {
            (Some(filter), Some(view)) => {
                let mut view = view.clone();
                view.topics.retain(|topic| filter.lets(&note(topic)));
                view.old.retain(|one| filter.lets(&action(one)));
                view.committed.retain(|one| filter.lets(&action(one)));
                Some(view)
            }
            _ => None,
        };
        self.columns = self.shown().map_or_else(Vec::new, |view| in_columns(&view.retro.columns, &view.topics));
        let mut cursor = self.cursor;
        cursor.settle(self.shown(), &self.columns);
        self.cursor = cursor;
        self.follow();
    }

    /// A command of the filter; whether it was one.
    pub(super) fn filter(&mut self, command: Command, standfast: &Standfast) -> Result<Option<Next>> {
        match command {
            Command::Find => self.filtering.begin(self.known(standfast)?),
            Command::FilterKeep => self.filtering.keep(),
            Command::FilterClear | Command::Back => drop(self.filtering.clear()),
            _ => return Ok(None),
        }
        self.narrow();
        Ok(Some(Next::Nothing))
    }

    /// `3 of 42`: the notes and actions shown, and all.
    pub(super) fn counted(&self) -> String {
        let count =
            |view: Option<&RetroView>| view.map_or(0, |view| view.topics.len() + view.old.len() + view.committed.len());
        counted(count(self.shown()), true, count(self.view.as_ref()))
    }

    /// The row of the filter, and what is left for the retro below it.
    pub(super) fn parts(&self, area: Rect) -> (Rect, Rect) {
        let taken = self.filtering.rows().min(area.height);
        (Rect { height: taken, ..area }, Rect { y: area.y + taken, height: area.height - taken, ..area })
    }
}
