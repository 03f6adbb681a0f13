//! `absence`: the days on which a member is away (L2).

use crate::app::team::AbsenceEdit;
use crate::cli::Call;
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::domain::team::Part;
use crate::error::Result;
use clap::Subcommand;

/// The days on which members are away
#[derive(Debug, Subcommand)]
pub enum Absence {
    /// Add the days on which a member is away
    Add {
        /// The member
        member: String,
        /// The first day away
        from: String,
        /// The last day away [default: the first]
        to: Option<String>,
        /// Only this half of each day: morning or afternoon
        #[arg(long, value_parser = Part::read, default_value = "day", hide_default_value = true)]
        half: Part,
        /// The reason
        #[arg(long)]
        note: Option<String>,
    },
    /// List all absences
    List,
    /// Edit an absence
    Edit {
        /// Its number in the list
        id: i64,
        /// The first day away
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// The last day away
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// How much of each day: morning, afternoon or day
        #[arg(long, value_parser = Part::read)]
        half: Option<Part>,
        /// The reason, or none
        #[arg(long)]
        note: Option<String>,
    },
    /// Remove an absence
    Remove {
        /// Its number in the list
        id: i64,
    },
}

impl Absence {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Add { member, from, to, half, note } => {
                let dates = Dates::of(app)?;
                let from = dates.read(from)?;
                let to = dates.read_if(to.as_ref())?.unwrap_or(from);
                let outcome = app.add_absence_for(member, (from, to), *half, note.as_deref())?;
                Ok(Reply::done(&outcome)
                    .and_said(&dates.echo())
                    .with("id", outcome.value)
                    .with("from", from)
                    .with("to", to)
                    .with("part", half))
            }
            Self::List => {
                let sheets = app.absences()?.into_iter().map(|absence| absence.sheet());
                Ok(Reply::sheets(
                    "absences",
                    sheets,
                    &["#id", "member", "from", "to", "note", "part"],
                    "No absences.",
                    app.zone(),
                ))
            }
            Self::Edit { id, from, to, half, note } => {
                let dates = Dates::of(app)?;
                let edit = AbsenceEdit {
                    from: dates.read_if(from.as_ref())?,
                    to: dates.read_if(to.as_ref())?,
                    part: *half,
                    note: note.as_deref().map(args::or_none),
                };
                let outcome = app.edit_absence(*id, &edit)?;
                Ok(Reply::done(&outcome).and_said(&dates.echo()).with("id", id))
            }
            Self::Remove { id } => Ok(Reply::done(&app.remove_absence(*id)?).with("id", id)),
        })
    }
}
