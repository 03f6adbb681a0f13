//! The tabs: a row of the table and a file or folder each.

mod backlog;
mod blockers;
mod board;
mod plan;
mod retro;
mod review;
mod standup;

use crate::config::Config;
use crate::tui::command::Command;
use crate::tui::kit::sheets::{Listing, Sheets};
use crate::tui::scope::Scope;
use crate::tui::view::View;

/// What a tab shows, and what its keys do.
pub trait Pane: View {
    /// Its row of the table.
    fn tab(&self) -> &'static Tab;

    /// Takes what it needs of the settings, once, when the cockpit opens.
    fn configure(&mut self, config: &Config) {
        let _ = config;
    }
}

impl<T: Listing> Pane for Sheets<T> {
    fn tab(&self) -> &'static Tab {
        Tab::of(T::SCOPE)
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Tab {
    /// The scope of its keys, by which it is known.
    pub scope: Scope,
    /// The command that goes to it; its key is before the title.
    pub command: Command,
    make: fn() -> Box<dyn Pane>,
}

/// Every tab, from left to right. Another one is a row here, a scope, a command that goes to it, and its file.
pub static TABS: [Tab; 7] = [
    Tab::new::<standup::Standup>(Scope::Standup, Command::Tab1),
    Tab::new::<board::Board>(Scope::Board, Command::Tab2),
    Tab::new::<plan::Plan>(Scope::Plan, Command::Tab3),
    Tab::new::<backlog::Backlog>(Scope::Backlog, Command::Tab4),
    Tab::new::<Sheets<blockers::Known>>(Scope::Blockers, Command::Tab5),
    Tab::new::<review::Review>(Scope::Review, Command::Tab6),
    Tab::new::<retro::Retro>(Scope::Retro, Command::Tab7),
];

impl Tab {
    const fn new<P: Pane + Default + 'static>(scope: Scope, command: Command) -> Self {
        Self { scope, command, make: || Box::new(P::default()) }
    }

    /// The tab whose keys are those of `scope`; the first one for a scope that has none.
    pub fn of(scope: Scope) -> &'static Self {
        let [first, ..] = &TABS;
        TABS.iter().find(|tab| tab.scope == scope).unwrap_or(first)
    }

    /// The tab that a command goes to, if it does.
    pub fn behind(command: Command) -> Option<&'static Self> {
        TABS.iter().find(|tab| tab.command == command)
    }

    /// What is on the screen.
    pub fn title(&self) -> &'static str {
        self.scope.title()
    }
}

/// A pane for every tab.
pub fn all() -> Vec<Box<dyn Pane>> {
    TABS.iter().map(|tab| (tab.make)()).collect()
}
