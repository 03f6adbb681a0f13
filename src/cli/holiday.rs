//! `holiday`: the days on which nobody works (G3).

use crate::cli::Call;
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::cli::table::Table;
use crate::error::Result;
use clap::Subcommand;
use serde_json::json;

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
            Self::List => Ok(list(&app.holidays()?)),
            Self::Remove { day } => {
                let day = Dates::of(app)?.read(day)?;
                Ok(Reply::done(&app.remove_holiday(day)?).with("day", day))
            }
        })
    }
}

fn list(holidays: &[crate::domain::team::Holiday]) -> Reply {
    let mut table = Table::new(&["day", "name"]);
    for holiday in holidays {
        table.add(vec![holiday.day.to_string(), holiday.name.clone()]);
    }
    let rows: Vec<_> = holidays.iter().map(|holiday| json!({ "day": holiday.day, "name": holiday.name })).collect();
    let reply = Reply::default().with("holidays", rows);
    if holidays.is_empty() { reply.with_text("No holidays.") } else { reply.with_table(table) }
}
