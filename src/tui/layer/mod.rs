//! What opens above a pane: each takes the keys first, draws on top, and owns what follows from its answer.

pub mod burndown;
pub mod close;
pub mod contract;
pub mod help;
pub mod history;
pub mod import;
pub mod item;
pub mod lock;
pub mod report;
mod requests;
mod sprints;
pub mod team;
pub mod velocity;

use crate::app::Standfast;
use crate::domain::scope::Request;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::sheets::{Listing, Sheets};
use crate::tui::view::Next;

/// A list of things, and the command that shows it from wherever it works.
#[derive(Debug)]
pub struct List {
    command: Command,
    pub open: fn(&Standfast) -> Result<Next>,
}

/// Every list that is no tab.
static LISTS: [List; 2] = [List::new::<Request>(Command::Requests), List::new::<sprints::Held>(Command::Sprints)];

impl List {
    const fn new<T: Listing>(command: Command) -> Self {
        Self { command, open: Sheets::<T>::open }
    }

    /// The list that a command shows, if it does.
    pub fn behind(command: Command) -> Option<&'static Self> {
        LISTS.iter().find(|list| list.command == command)
    }
}
