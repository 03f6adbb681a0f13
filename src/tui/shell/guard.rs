//! Nothing typed or chosen is lost without a word: what would lose it has to be asked for twice.

use super::{Effect, Shell, Tone};
use crate::tui::command::Command;
use crate::tui::pane::Tab;

/// What was asked for once over something typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Ctrl-C.
    AtOnce,
    By(Command),
}

impl Shell {
    /// Whether a command has to be asked for once more; the first time it says so.
    pub(super) fn asks_first(&mut self, command: Command) -> bool {
        if !self.loses(command) || self.leaving.take() == Some(Leaving::By(command)) {
            return false;
        }
        self.leaving = Some(Leaving::By(command));
        let keeps = self.layers.last().and_then(|layer| layer.keeps());
        let save = keeps.map_or_else(String::new, |keeps| format!(", {keeps} to save it"));
        self.say(Tone::Cannot, format!("Not saved. Press {command} again to discard it{save}."));
        true
    }

    /// Whether a command would lose something typed or chosen.
    fn loses(&self, command: Command) -> bool {
        let holds = |from: usize| self.layers.iter().skip(from).any(|layer| layer.holds_typing());
        let goes_elsewhere =
            matches!(command, Command::NextTab | Command::PreviousTab) || Tab::behind(command).is_some();
        let again = self.layers.iter().position(|layer| layer.opened_by() == Some(command));
        match self.layers.last() {
            Some(layer) if layer.loses(command) => true,
            _ if command == Command::Quit => self.holds_typing(),
            _ if goes_elsewhere => holds(0),
            _ => again.is_some_and(|at| holds(at + 1)),
        }
    }

    /// Whether something typed is open anywhere.
    fn holds_typing(&self) -> bool {
        let panes = self.panes.iter().any(|pane| pane.holds_typing());
        panes || self.layers.iter().any(|layer| layer.holds_typing())
    }

    /// Ctrl-C leaves from anywhere, but not at once over something typed.
    pub(super) fn interrupt(&mut self) {
        if self.holds_typing() && self.leaving != Some(Leaving::AtOnce) {
            self.leaving = Some(Leaving::AtOnce);
            self.say(Tone::Cannot, "What you typed is not saved. Press Ctrl-C again to quit without saving.");
            return;
        }
        self.effects.push(Effect::Quit);
    }
}
