//! `topic`: the parking lot (S6).

use crate::app::Standfast;
use crate::cli::Call;
use crate::cli::args::Key;
use crate::cli::output::Reply;
use crate::domain::standup::topic::{Fate, Topic as Parked};
use crate::error::Result;
use clap::{ArgGroup, Args, Subcommand};

/// The columns of the list.
const COLUMNS: [&str; 6] = ["topic", "parked_at", "people", "item", "fate", "text"];

/// What was taken offline at a standup
#[derive(Debug, Subcommand)]
pub enum Topic {
    /// Parked topics, the oldest first
    List {
        /// Closed ones too
        #[arg(long)]
        all: bool,
    },
    Close(Closed),
}

/// The value of an option that has none: a new one is made.
const NEW: &str = "";

/// Close a topic as what it became
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fate").required(true).args(["resolved", "decision", "blocker", "item"]))]
pub struct Closed {
    /// The topic, such as T2
    topic: Key<'T'>,
    /// It was talked through: how
    #[arg(long, value_name = "TEXT")]
    resolved: Option<String>,
    /// It was decided: what
    #[arg(long, value_name = "TEXT")]
    decision: Option<String>,
    /// It is that blocker, or without a number a new one
    #[arg(long, value_name = "B7", num_args = 0..=1, default_missing_value = NEW)]
    blocker: Option<String>,
    /// It is that backlog item, or without a key a new one
    #[arg(long, value_name = "KEY", num_args = 0..=1, default_missing_value = NEW)]
    item: Option<String>,
}

impl Topic {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::List { all } => {
                let sheets: Vec<_> = app.topics(!all)?.iter().map(Parked::sheet).collect();
                Ok(Reply::sheets("topics", &sheets, &COLUMNS, "No parked topics.", app.zone()))
            }
            Self::Close(asked) => asked.run(app),
        })
    }
}

impl Closed {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let asked = [
            (Fate::Resolved, &self.resolved),
            (Fate::Decision, &self.decision),
            (Fate::Blocker, &self.blocker),
            (Fate::Item, &self.item),
        ];
        let given = asked.into_iter().find_map(|(fate, what)| Some((fate, what.as_deref()?)));
        let (fate, what) = given.unwrap_or((Fate::Item, NEW));
        Ok(self.topic.done(&app.close_topic(self.topic.0, fate, Some(what).filter(|what| *what != NEW))?))
    }
}
