//! What a retro opens with, as the pane shows it: the frozen report in a few lines, and what follows from earlier retros.

use crate::app::Standfast;
use crate::app::retro::RetroView;
use crate::domain::text;
use crate::error::Result;
use crate::report;
use crate::tui::layer::reader::{Passage, Reader};
use crate::tui::theme::Role;
use crate::tui::view::Next;

/// The facts of the sprint looked back on.
#[derive(Debug, Default)]
pub struct Facts {
    /// The sprint's number.
    pub sprint: Option<i64>,
    /// Each under its label.
    pub lines: Vec<(&'static str, String)>,
    /// The open actions that wait for a retro that is due.
    pub waiting: usize,
}

impl Facts {
    /// Reads them for a retro that is shown, or for the closed sprint whose retro is due.
    ///
    /// # Errors
    /// The database fails.
    pub fn read(standfast: &Standfast, view: Option<&RetroView>, due: Option<i64>) -> Result<Self> {
        let waiting = standfast.actions()?.iter().filter(|action| action.is_open()).count();
        let lines = match (view, due) {
            (Some(view), _) => report::facts::facts(&view.report),
            (None, Some(sprint)) => report::facts::facts(&standfast.report(sprint)?),
            (None, None) => Vec::new(),
        };
        Ok(Self { sprint: view.map(|view| view.retro.sprint).or(due), lines, waiting })
    }
}

/// All facts, to be read in full.
pub fn reader(facts: &Facts) -> Next {
    let Some(sprint) = facts.sprint else { return Next::Cannot("No sprint is closed yet.".to_owned()) };
    let fact = |(label, words): &(&'static str, String)| {
        Passage::new(format!("{label:<10}"), Role::Dim).and(text::clean(words), Role::Text).indent(10)
    };
    Next::ask(Reader::new(format!("The facts of sprint {sprint}"), facts.lines.iter().map(fact).collect()))
}
