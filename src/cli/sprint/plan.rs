//! `sprint new`, `edit`, `add`, `remove` and `cancel`.

use crate::app::Standfast;
use crate::cli::args::{self, Dates};
use crate::cli::options::Options;
use crate::cli::output::Reply;
use crate::domain::sprint::SprintEdit;
use crate::error::Result;
use clap::Args;

/// Create a draft
#[derive(Debug, Args)]
pub struct New {
    #[command(flatten)]
    options: Options<SprintEdit>,
}

impl New {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let new = self.options.read(&dates)?;
        let outcome = app.new_sprint(&new)?;
        Ok(Reply::done(&outcome)
            .and_said(&dates.echo())
            .with("number", outcome.value)
            .with("starts_on", new.starts_on.flatten())
            .with("ends_on", new.ends_on.flatten()))
    }
}

/// Change a draft's goal, name or dates
#[derive(Debug, Args)]
pub struct Edit {
    /// Its number
    number: i64,
    #[command(flatten)]
    options: Options<SprintEdit>,
}

impl Edit {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let outcome = app.edit_sprint(self.number, &self.options.read(&dates)?)?;
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
