//! `log`, `undo` and `redo` (G2).

use crate::app::log::LogFilter;
use crate::cli::Call;
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::domain::time::Instant;
use crate::error::Result;
use clap::Args;

/// Show what was done, by whom, when and why; the latest first
#[derive(Debug, Args)]
pub struct Log {
    /// Only since this day or instant
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only by this actor
    #[arg(long)]
    actor: Option<String>,
    /// Only operations on this item
    #[arg(long, value_name = "KEY")]
    item: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "COUNT")]
    limit: usize,
}

impl Log {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let dates = Dates::of(app)?;
            let since = |typed: &String| match Instant::parse(typed) {
                Some(at) => Ok(at),
                None => dates.read(typed).map(|day| Instant::start_of(day, app.zone())),
            };
            let filter = LogFilter {
                since: self.since.as_ref().map(since).transpose()?,
                actor: self.actor.clone(),
                item: self.item.clone(),
                before: None,
                limit: self.limit,
            };
            let sheets = app.log(&filter)?.into_iter().map(|operation| operation.sheet());
            let columns = ["#id", "at", "actor", "said", "reason"];
            Ok(Reply::sheets("operations", sheets, &columns, "Nothing in the log.", app.zone()))
        })
    }
}

/// Undo your last operation, or the one named
#[derive(Debug, Args)]
pub struct Undo {
    /// Its number in the log
    #[arg(value_name = "OP")]
    operation: Option<i64>,
}

impl Undo {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let outcome = app.undo(self.operation)?;
            Ok(Reply::done(&outcome).with("undone", outcome.value))
        })
    }
}

/// Redo what your last undo reversed
#[derive(Debug, Args)]
pub struct Redo {}

impl Redo {
    pub fn run(_: &Self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let outcome = app.redo()?;
            Ok(Reply::done(&outcome).with("redone", outcome.value))
        })
    }
}
