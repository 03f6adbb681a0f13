//! Which cards are shown: those of one person, and those that a filter lets through.

use super::Board;
use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::domain::item::ItemRow;
use crate::domain::tables::Table;
use crate::domain::team::Member;
use crate::error::Result;
use crate::tui::kit::filter::counted;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::{Next, tables};
use std::rc::Rc;

/// Whose cards are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Person {
    #[default]
    Everybody,
    /// Those that are nobody's.
    Nobody,
    Named(String),
}

impl Person {
    pub fn words(&self) -> String {
        match self {
            Self::Everybody => "everybody's cards".to_owned(),
            Self::Nobody => "cards without an owner".to_owned(),
            Self::Named(name) => format!("{}'s cards", crate::domain::text::clean(name)),
        }
    }

    pub fn shows(&self, row: &ItemRow, today: crate::domain::time::Day) -> bool {
        match self {
            Self::Everybody => true,
            Self::Nobody => !row.is_owned(today),
            Self::Named(name) => row.assignee.as_ref() == Some(name),
        }
    }
}

impl Board {
    /// A choice of whose cards are shown.
    pub(super) fn pick_person(&self, standfast: &Standfast) -> Result<Next> {
        let names = standfast.members()?.into_iter().filter(Member::is_inside).map(|member| member.name);
        let mut people = vec![Person::Everybody];
        people.extend(names.map(Person::Named));
        people.push(Person::Nobody);
        let choices = people.iter().map(|person| Choice::new(person.words())).collect();
        let at = people.iter().position(|person| *person == self.shown).unwrap_or(0);
        let chosen = Rc::clone(&self.person);
        let pick = Pick::new("Whose cards?", choices, move |_, place| {
            let Some(person) = people.get(place) else { return Ok(Next::Nothing) };
            chosen.replace(person.clone());
            let said = format!("The board shows {}.", person.words());
            // Nothing was written, but the board has to be read again for another person.
            Ok(Next::Did(Outcome {
                value: (),
                said,
                ways: Vec::new(),
                changed: tables(&[Table::Item]),
                operation: None,
            }))
        });
        Ok(Next::ask(pick.on(at)))
    }

    /// The filter has changed: sets out the cards that it lets through.
    pub(super) fn narrow(&mut self, standfast: &Standfast) -> Result<()> {
        let board = self.read.take();
        self.set_out(board, standfast)
    }

    /// `3 of 42`: the cards shown, and all.
    pub(super) fn counted(&self) -> String {
        let cards = self.columns.iter().map(|column| column.cards.len()).sum();
        counted(cards, true, self.columns.iter().map(|column| column.count).sum())
    }
}
