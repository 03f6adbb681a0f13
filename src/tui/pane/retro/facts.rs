//! What a retro opens with, as the pane shows it: the frozen report in a few lines, and what follows from earlier retros.

use crate::app::Standfast;
use crate::app::retro::RetroView;
use crate::domain::text;
use crate::error::Result;
use crate::report;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;

/// The facts of the sprint looked back on.
#[derive(Debug, Default)]
pub struct Facts {
    pub sprint: Option<i64>,
    /// Each under its label.
    pub lines: Vec<(&'static str, String)>,
    /// The open actions that wait for a retro that is due.
    pub waiting: usize,
    /// What became of the actions of all retros, in words (A4); empty before there is one.
    pub follow_through: String,
}

impl Facts {
    /// Reads them for a retro that is shown, or for the closed sprint whose retro is due.
    pub fn read(standfast: &Standfast, view: Option<&RetroView>, due: Option<i64>) -> Result<Self> {
        let waiting = standfast.open_actions()?.len();
        let lines = match (view, due) {
            (Some(view), _) => report::facts::facts(&view.report),
            (None, Some(sprint)) => report::facts::facts(&standfast.report(sprint)?),
            (None, None) => Vec::new(),
        };
        let figures = match view {
            Some(view) => view.follow_through,
            None => standfast.follow_through()?,
        };
        let follow_through =
            if figures.committed == 0 { String::new() } else { report::retro::follow_through_in_words(&figures) };
        Ok(Self { sprint: view.map(|view| view.retro.sprint).or(due), lines, waiting, follow_through })
    }
}

/// All facts, to be read in full.
pub fn reader(facts: &Facts) -> Next {
    let Some(sprint) = facts.sprint else { return Next::Cannot("No sprint has closed yet.".to_owned()) };
    let fact = |(label, words): &(&'static str, String)| {
        Passage::new(format!("{label:<10}"), Role::Dim).and(text::clean(words), Role::Text).indent(10)
    };
    let actions = (!facts.follow_through.is_empty()).then(|| ("Actions", facts.follow_through.clone()));
    let passages = facts.lines.iter().map(fact).chain(actions.iter().map(fact)).collect();
    Next::ask(Reader::new(format!("The facts of sprint {sprint}"), passages))
}
