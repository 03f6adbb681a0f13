//! What is decided about one unfinished item, and which key decides what.

use crate::domain::close::{Disposition, GoalOutcome, Goes, Reason};
use crate::domain::points::Points;
use crate::tui::command::Command;

/// Where an item goes and why; without a reason it is not decided.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub goes: Goes,
    pub reason: Option<Reason>,
    pub note: Option<String>,
}

impl Default for Choice {
    fn default() -> Self {
        Self { goes: Goes::Backlog, reason: None, note: None }
    }
}

impl Choice {
    /// The disposition of the item with this key, once there is a reason.
    pub fn disposition(self, key: &str) -> Option<Disposition> {
        Some(Disposition { item: key.to_owned(), goes: self.goes, reason: self.reason?, note: self.note })
    }

    /// Where it goes, in a word or two; `points` are those of the whole item.
    pub fn words(&self, draft: Option<i64>, points: Option<Points>) -> String {
        match &self.goes {
            Goes::Next => draft.map_or_else(|| "next sprint".to_owned(), |draft| format!("sprint {draft}")),
            Goes::Backlog => "backlog".to_owned(),
            Goes::Drop => "drop".to_owned(),
            Goes::Split { done, .. } => match done.zip(points) {
                Some((done, whole)) => {
                    format!("split {done}+{}", crate::domain::points::number(whole.minus(done)))
                }
                None => "split".to_owned(),
            },
        }
    }
}

/// Where a command sends an item.
pub(super) fn way(command: Command) -> Option<Goes> {
    Some(match command {
        Command::CloseNext => Goes::Next,
        Command::CloseBacklog => Goes::Backlog,
        Command::CloseDrop => Goes::Drop,
        _ => return None,
    })
}

/// The commands that say why, in the order in which they are offered.
pub(super) const REASONS: [(Command, Reason); 7] = [
    (Command::WhyUnderestimated, Reason::Underestimated),
    (Command::WhyBlocked, Reason::Blocked),
    (Command::WhyDisplaced, Reason::Displaced),
    (Command::WhyAbsence, Reason::Absence),
    (Command::WhyDependency, Reason::Dependency),
    (Command::WhyNotStarted, Reason::NotStarted),
    (Command::WhyOther, Reason::Other),
];

/// The reason that a command gives.
pub(super) fn reason(command: Command) -> Option<Reason> {
    REASONS.iter().find(|(other, _)| *other == command).map(|(_, reason)| *reason)
}

/// The commands that say what became of the goal.
pub(super) const OUTCOMES: [(Command, GoalOutcome); 3] = [
    (Command::GoalMet, GoalOutcome::Met),
    (Command::GoalPartly, GoalOutcome::Partly),
    (Command::GoalMissed, GoalOutcome::Missed),
];

/// What a command says of the goal.
pub(super) fn goal_outcome(command: Command) -> Option<GoalOutcome> {
    OUTCOMES.iter().find(|(other, _)| *other == command).map(|(_, outcome)| *outcome)
}
