//! `holiday`: the days on which nobody works (G3).

use crate::cli::Call;
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::error::Result;
use clap::Subcommand;

/// The days on which nobody works
#[derive(Debug, Subcommand)]
pub enum Holiday {
    /// Add a holiday
    Add {
        /// The day
        day: String,
        /// Its name
        #[arg(default_value = "holiday")]
        name: String,
    },
    /// List all holidays
    List,
    /// Remove a holiday
    Remove {
        /// The day
        day: String,
    },
}

impl Holiday {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Add { day, name } => {
                let dates = Dates::of(app)?;
                let day = dates.read(day)?;
                Ok(Reply::done(&app.add_holiday(day, name)?).and_said(&dates.echo()).with("day", day))
            }
            Self::List => {
                let sheets = app.holidays()?.into_iter().map(|holiday| holiday.sheet());
                Ok(Reply::sheets("holidays", sheets, &["day", "name"], "No holidays.", app.zone()))
            }
            Self::Remove { day } => {
                let day = Dates::of(app)?.read(day)?;
                Ok(Reply::done(&app.remove_holiday(day)?).with("day", day))
            }
        })
    }
}
