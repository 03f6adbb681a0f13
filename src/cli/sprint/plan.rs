//! `sprint new`, `edit`, `add`, `remove` and `cancel`.

use crate::app::Standfast;
use crate::app::sprint::{NewSprint, SprintEdit};
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::error::Result;
use clap::Args;

/// Create a draft
#[derive(Debug, Args)]
pub struct New {
    /// The first day
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// The last day
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// The goal
    #[arg(long)]
    goal: Option<String>,
    /// A name, in addition to the number
    #[arg(long)]
    name: Option<String>,
}

impl New {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let (starts_on, ends_on) = (dates.read_if(self.start.as_ref())?, dates.read_if(self.end.as_ref())?);
        let outcome =
            app.new_sprint(&NewSprint { name: self.name.clone(), goal: self.goal.clone(), starts_on, ends_on })?;
        Ok(Reply::done(&outcome)
            .and_said(&dates.echo())
            .with("number", outcome.value)
            .with("starts_on", starts_on)
            .with("ends_on", ends_on))
    }
}

/// Change a draft's goal, name or dates
#[derive(Debug, Args)]
pub struct Edit {
    /// Its number
    number: i64,
    /// The goal, or none
    #[arg(long)]
    goal: Option<String>,
    /// A name, or none
    #[arg(long)]
    name: Option<String>,
    /// The first day, or none
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// The last day, or none
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
}

impl Edit {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let edit = SprintEdit {
            name: self.name.as_deref().map(args::or_none),
            goal: self.goal.as_deref().map(args::or_none),
            starts_on: dates.read_or_none(self.start.as_ref())?,
            ends_on: dates.read_or_none(self.end.as_ref())?,
        };
        let outcome = app.edit_sprint(self.number, &edit)?;
        Ok(Reply::done(&outcome).and_said(&dates.echo()).with("number", self.number))
    }
}

/// Add items to a draft
#[derive(Debug, Args)]
pub struct Add {
    /// The sprint's number
    number: i64,
    /// The items' keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
}

impl Add {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.add_to_sprint(self.number, &args::strs(&self.keys))?;
        Ok(Reply::done(&outcome).with("number", self.number).with("keys", &self.keys))
    }
}

/// Remove items from a draft
#[derive(Debug, Args)]
pub struct Remove {
    /// The sprint's number
    number: i64,
    /// The items' keys
    #[arg(required = true, value_name = "KEY")]
    keys: Vec<String>,
}

impl Remove {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.remove_from_sprint(self.number, &args::strs(&self.keys))?;
        Ok(Reply::done(&outcome).with("number", self.number).with("keys", &self.keys))
    }
}

/// Cancel a sprint
#[derive(Debug, Args)]
pub struct Cancel {
    /// Its number
    number: i64,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

impl Cancel {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        Ok(Reply::done(&app.cancel_sprint(self.number, &self.reason)?).with("number", self.number))
    }
}
