//! The cockpit, which opens when no command is given, and the demo.

use crate::app::Standfast;
use crate::cli::Call;
use crate::cli::output::Output;
use crate::error::{Error, Result};
use crate::tui::welcome::FirstRun;
use crate::tui::{self, End};
use clap::Args;

/// Open the cockpit on a demo team, in a database of its own
#[derive(Debug, Args)]
pub struct Demo {}

impl Demo {
    pub fn run(_: &Self, call: &Call) -> Result<End> {
        call.refuse_json()?;
        tui::terminal::demand()?;
        let named = call.cli.everywhere.db.is_some() || call.cli.everywhere.team.is_some();
        let file = if named { call.database()? } else { call.config.database_of("demo")? };
        if !file.exists() {
            Output { json: false }.note("The demo team is being made; its past sprints are played first.");
        }
        let demo = Standfast::demo(&file, call.clock()?, &call.config.actor())?;
        tui::run(demo, call.first_run(), &call.config)
    }
}

impl Call {
    /// Opens the cockpit on the team's database, which is made if it does not exist.
    pub(super) fn cockpit(&self) -> Result<End> {
        self.refuse_json()?;
        tui::terminal::demand()?;
        let team = Standfast::create(&self.database()?, self.clock()?, &self.config.actor())?;
        tui::run(team, self.first_run(), &self.config)
    }

    fn first_run(&self) -> FirstRun {
        FirstRun { demo: self.config.database_of("demo").ok() }
    }

    fn refuse_json(&self) -> Result<()> {
        if !self.cli.everywhere.json {
            return Ok(());
        }
        Err(Error::Misused(
            "The cockpit is a screen and has no --json. `standfast --help` lists the commands that do.".into(),
        ))
    }
}
