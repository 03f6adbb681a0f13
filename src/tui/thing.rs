//! What a view asks the shell to open. The shell alone knows which view shows it, so no view builds another.

use crate::tui::command::Command;

/// Something to open above what is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// An item, by either of its keys.
    Item(String),
    /// The list of things that this command shows (`layer::LISTS`).
    List(Command),
    /// Every change of the locked scope.
    ScopeLog,
    /// The contract of the locked sprint.
    Contract,
    /// The contract of this sprint, which has just been locked.
    NewContract(i64),
    /// Checking and locking this draft.
    Lock(i64),
    /// Closing this sprint.
    Close(i64),
    /// The report of this sprint, which has just been closed.
    NewReport(i64),
    /// The report of this closed sprint; without a number, of the last one.
    Report(Option<i64>),
    /// The burndown of this sprint; without a number, of the one under way or else the last one.
    Burndown(Option<i64>),
    /// The cumulative flow of that sprint.
    Flow(Option<i64>),
    Velocity,
    /// The people and their days.
    Team,
    History,
    /// What importing this file would do.
    Import(String),
}
