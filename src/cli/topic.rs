//! `topic`: the parking lot (S6).

use crate::app::Standfast;
use crate::app::topic::Closing;
use crate::cli::output::Reply;
use crate::cli::table::Table;
use crate::cli::{Call, args};
use crate::domain::standup::topic::Topic as Parked;
use crate::error::{Error, Result};
use clap::{ArgGroup, Args, Subcommand};
use serde_json::{Value, json};

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

/// Stands for one that is to be made.
const NEW: &str = "new";

/// Close a topic as what it became
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fate").required(true).args(["resolved", "decision", "blocker", "item"]))]
pub struct Closed {
    /// The topic, such as T2
    #[arg(value_parser = args::topic)]
    topic: i64,
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
            Self::List { all } => list(app, !all),
            Self::Close(asked) => {
                let outcome = app.close_topic(asked.topic, &asked.closing()?)?;
                Ok(Reply::done(&outcome).with("topic", format!("T{}", asked.topic)))
            }
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
                let number = known(blocker).map(|typed| args::blocker(&typed)).transpose();
                Closing::Blocker(number.map_err(Error::Misused)?)
            }
            (_, _, _, item) => Closing::Item(item.as_ref().and_then(known)),
        })
    }
}

fn list(app: &Standfast, open_only: bool) -> Result<Reply> {
    let topics = app.topics(open_only)?;
    let mut table = Table::new(&["topic", "parked", "with", "item", "became", "what"]);
    for topic in &topics {
        let fate = topic.fate.map_or("", |fate| fate.word());
        let outcome = topic.outcome.clone().unwrap_or_default();
        table.add(vec![
            topic.key(),
            topic.parked_at.local_full(app.zone()),
            topic.people.join(", "),
            topic.item.clone().unwrap_or_default(),
            if fate.is_empty() { String::new() } else { format!("{fate}: {outcome}") },
            topic.text.clone(),
        ]);
    }
    let reply = Reply::default().with("topics", topics.iter().map(fields).collect::<Vec<_>>());
    Ok(if topics.is_empty() { reply.with_text("No parked topics.") } else { reply.with_table(table) })
}

fn fields(topic: &Parked) -> Value {
    json!({
        "topic": topic.key(),
        "text": topic.text,
        "people": topic.people,
        "item": topic.item,
        "parked_at": topic.parked_at,
        "closed_at": topic.closed_at,
        "fate": topic.fate,
        "outcome": topic.outcome,
    })
}
