//! `item move`, `assign`, `rank`, `drop` and `tick`.

use crate::app::Standfast;
use crate::app::item::Place;
use crate::cli::args;
use crate::cli::output::Reply;
use crate::error::Result;
use clap::Args;

/// Move items to another status; the last word is the status
#[derive(Debug, Args)]
pub struct Move {
    /// Their keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// A status of the workflow
    status: String,
}

impl Move {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.move_items(&args::strs(&self.keys), &self.status)?;
        Ok(Reply::done(&outcome).with("keys", &self.keys).with("status", &self.status))
    }
}

/// Give an item to a member
#[derive(Debug, Args)]
pub struct Assign {
    /// Its key
    key: String,
    /// Who works on it, or none
    member: String,
}

impl Assign {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let member = args::or_none(&self.member);
        let outcome = app.assign_item(&self.key, member.as_deref())?;
        Ok(Reply::done(&outcome).with("key", &self.key).with("assignee", member))
    }
}

/// Rank items, in the order given
#[derive(Debug, Args)]
pub struct Rank {
    /// Their keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    place: To,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct To {
    /// At the top
    #[arg(long)]
    top: bool,
    /// At the bottom
    #[arg(long)]
    bottom: bool,
    /// Just before this item
    #[arg(long, value_name = "KEY")]
    before: Option<String>,
    /// Just after this item
    #[arg(long, value_name = "KEY")]
    after: Option<String>,
}

impl Rank {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let place = match &self.place {
            To { before: Some(key), .. } => Place::Before(key.clone()),
            To { after: Some(key), .. } => Place::After(key.clone()),
            To { top: true, .. } => Place::Top,
            _ => Place::Bottom,
        };
        Ok(Reply::done(&app.rank_items(&args::strs(&self.keys), &place)?).with("keys", &self.keys))
    }
}

/// Drop items: take them out of the workflow, with a reason
#[derive(Debug, Args)]
pub struct Drop {
    /// Their keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Drop {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.drop_items(&args::strs(&self.keys), &self.reason)?;
        Ok(Reply::done(&outcome).with("keys", &self.keys))
    }
}

/// Tick an acceptance criterion
#[derive(Debug, Args)]
pub struct Tick {
    /// The item's key
    key: String,
    /// The criterion's number, from 1
    number: usize,
    /// Remove the tick
    #[arg(long)]
    off: bool,
}

impl Tick {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.tick_item(&self.key, self.number, !self.off)?;
        Ok(Reply::done(&outcome).with("key", &self.key).with("number", self.number).with("met", !self.off))
    }
}
