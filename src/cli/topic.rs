//! `topic`: the parking lot (S6).

use crate::app::topic::Closing;
use crate::cli::Call;
use crate::cli::args::Key;
use crate::cli::output::Reply;
use crate::domain::standup::topic::Topic as Parked;
use crate::error::{Error, Result};
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

/// Means one that is to be made.
const NEW: &str = "new";

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
            Self::Close(asked) => Ok(asked.topic.done(&app.close_topic(asked.topic.0, &asked.closing()?)?)),
        })
    }
}

impl Closed {
    fn closing(&self) -> Result<Closing> {
        let known = |typed: &String| (typed != NEW).then(|| typed.clone());
        Ok(match (&self.resolved, &self.decision, &self.blocker, &self.item) {
            (Some(how), ..) => Closing::Resolved(how.clone()),
            (_, Some(what), ..) => Closing::Decision(what.clone()),
            (_, _, Some(blocker), _) => {
                let key = known(blocker).map(|typed| typed.parse::<Key<'B'>>()).transpose();
                Closing::Blocker(key.map_err(Error::Misused)?.map(|key| key.0))
            }
            (_, _, _, item) => Closing::Item(item.as_ref().and_then(known)),
        })
    }
}
