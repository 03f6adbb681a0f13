//! `sprint`: drafts, what is in them, the lock (L1–L6).

mod burndown;
mod close;
mod lock;
mod plan;
mod show;

use crate::app::Standfast;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use clap::Subcommand;

/// Sprints: plan, check, lock, follow
#[derive(Debug, Subcommand)]
pub enum Sprint {
    New(plan::New),
    List(show::List),
    Show(show::Show),
    Edit(plan::Edit),
    Add(plan::Add),
    Remove(plan::Remove),
    Check(lock::Check),
    Lock(lock::Lock),
    Close(close::Close),
    Cancel(plan::Cancel),
    Burndown(burndown::Burndown),
}

impl Sprint {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::New(asked) => asked.run(app),
            Self::List(_) => show::list(app),
            Self::Show(asked) => asked.run(app),
            Self::Edit(asked) => asked.run(app),
            Self::Add(asked) => asked.run(app),
            Self::Remove(asked) => asked.run(app),
            Self::Check(asked) => asked.run(app),
            Self::Lock(asked) => asked.run(app),
            Self::Close(asked) => asked.run(app),
            Self::Cancel(asked) => asked.run(app),
            Self::Burndown(asked) => asked.run(app),
        })
    }
}

/// The sprint meant when none is named: the locked one, else the draft, else the last.
pub fn number_or_current(app: &Standfast, number: Option<i64>) -> Result<i64> {
    if let Some(number) = number {
        return Ok(number);
    }
    let current = match app.current_sprint()? {
        Some(sprint) => Some(sprint),
        None => app.planning_sprint()?,
    };
    match current.map_or_else(|| app.sprints().map(|all| all.into_iter().next()), |sprint| Ok(Some(sprint)))? {
        Some(sprint) => Ok(sprint.number),
        None => {
            refuse(Rule::L1, "There is no sprint yet. Make one with `standfast sprint new --start DATE --end DATE`.")
        }
    }
}
