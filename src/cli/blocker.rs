//! `blocker`: raise, list, resolve (B1).

use crate::app::blocker::NewBlocker;
use crate::cli::Call;
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::cli::table::Table;
use crate::domain::blocker::{Blocker as Held, Cause};
use crate::error::Result;
use clap::{Args, Subcommand};
use serde_json::json;

/// What stands in the way
#[derive(Debug, Subcommand)]
pub enum Blocker {
    Raise(Raise),
    /// Open blockers, the oldest first
    List {
        /// Resolved ones too
        #[arg(long)]
        all: bool,
    },
    /// It is out of the way
    Resolve {
        /// The blocker, such as B7
        #[arg(value_parser = args::blocker)]
        blocker: i64,
        /// How it was cleared
        #[arg(long, value_name = "TEXT")]
        resolution: String,
    },
}

/// Raise a blocker
#[derive(Debug, Args)]
pub struct Raise {
    /// What is in the way
    text: String,
    /// An item it holds up; repeat it for each
    #[arg(long = "item", value_name = "KEY")]
    items: Vec<String>,
    /// dependency, technical, information, access, approval or external
    #[arg(long, default_value = "technical", value_parser = cause)]
    cause: Cause,
    /// The member who clears it
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// Whom they wait for
    #[arg(long, value_name = "NAME")]
    waiting_on: Option<String>,
    /// When it must be gone
    #[arg(long, value_name = "DATE")]
    needed_by: Option<String>,
    /// What happens next
    #[arg(long, value_name = "TEXT")]
    next_step: Option<String>,
}

impl Blocker {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Raise(asked) => {
                let dates = Dates::of(app)?;
                let outcome = app.raise_blocker(&NewBlocker {
                    text: asked.text.clone(),
                    cause: asked.cause,
                    items: asked.items.clone(),
                    raised_by: None,
                    owner: asked.owner.clone(),
                    waiting_on: asked.waiting_on.clone(),
                    needed_by: dates.read_if(asked.needed_by.as_ref())?,
                    next_step: asked.next_step.clone(),
                    next_step_by: None,
                })?;
                Ok(Reply::done(&outcome).and_said(&dates.echo()).with("blocker", format!("B{}", outcome.value)))
            }
            Self::List { all } => Ok(list(&app.blockers(!all)?)),
            Self::Resolve { blocker, resolution } => {
                let outcome = app.resolve_blocker(*blocker, resolution)?;
                Ok(Reply::done(&outcome).with("blocker", format!("B{blocker}")))
            }
        })
    }
}

fn list(blockers: &[Held]) -> Reply {
    let mut table = Table::new(&["blocker", "cause", "items", "owner", "waiting on", "needed by", "what"]);
    for blocker in blockers {
        table.add(vec![
            blocker.key(),
            blocker.cause.word().to_owned(),
            blocker.items.join(", "),
            blocker.owner.clone().unwrap_or_default(),
            blocker.waiting_on.clone().unwrap_or_default(),
            blocker.needed_by.map_or_else(String::new, |day| day.to_string()),
            blocker.text.clone(),
        ]);
    }
    let fields = |blocker: &Held| {
        json!({
            "blocker": blocker.key(),
            "text": blocker.text,
            "cause": blocker.cause,
            "items": blocker.items,
            "owner": blocker.owner,
            "waiting_on": blocker.waiting_on,
            "needed_by": blocker.needed_by,
            "next_step": blocker.next_step,
            "raised_at": blocker.raised_at,
            "touched_at": blocker.touched_at,
            "resolved_at": blocker.resolved_at,
            "resolution": blocker.resolution,
        })
    };
    let reply = Reply::default().with("blockers", blockers.iter().map(fields).collect::<Vec<_>>());
    if blockers.is_empty() { reply.with_text("No blockers.") } else { reply.with_table(table) }
}

fn cause(typed: &str) -> std::result::Result<Cause, String> {
    Cause::parse(typed)
        .ok_or_else(|| "a cause is dependency, technical, information, access, approval or external".to_owned())
}
