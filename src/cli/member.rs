//! `member`: who is in the team, from when to when, with how much of their time (L2).

use crate::app::team::{MemberEdit, NewMember};
use crate::cli::Call;
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::domain::share::Share;
use crate::domain::sheet::Sheet;
use crate::domain::team;
use crate::error::Result;
use clap::Subcommand;

/// The people of the team
#[derive(Debug, Subcommand)]
pub enum Member {
    /// Add a member
    Add {
        /// The name, or NAME:ALLOCATION:ROLE in one
        #[arg(value_parser = args::member)]
        member: NewMember,
        /// Percent of the working time, 0 to 100, such as 80 or 12.5
        #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, value_parser = Share::read)]
        allocation: Option<Share>,
        /// The role
        #[arg(long)]
        role: Option<String>,
        /// The first day in the team
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// The last day in the team
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// Outside the team: owns, answers and may approve; has no turn, no capacity and no items
        #[arg(long)]
        outside: bool,
    },
    /// List all members, then people outside the team
    List,
    /// Edit a member
    Edit {
        /// The member
        name: String,
        /// A new name
        #[arg(long = "name", value_name = "NAME")]
        new_name: Option<String>,
        /// Percent of the working time, 0 to 100, such as 80 or 12.5
        #[arg(long, value_name = "PERCENT", allow_negative_numbers = true, value_parser = Share::read)]
        allocation: Option<Share>,
        /// The role, or none
        #[arg(long)]
        role: Option<String>,
        /// The first day in the team, or none
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// The last day in the team, or none
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
        /// Take them out of the team: they own, answer and may approve
        #[arg(long, conflicts_with = "inside")]
        outside: bool,
        /// Take them into the team
        #[arg(long)]
        inside: bool,
    },
    /// Remove a member who never owned anything; others leave with `member edit --until`
    Remove {
        /// The member
        name: String,
    },
}

impl Member {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Add { member, allocation, role, from, until, outside } => {
                let dates = Dates::of(app)?;
                let new = NewMember {
                    allocation: allocation.or(member.allocation),
                    role: role.clone().or_else(|| member.role.clone()),
                    starts_on: dates.read_if(from.as_ref())?,
                    ends_on: dates.read_if(until.as_ref())?,
                    name: member.name.clone(),
                    outside: *outside,
                };
                let outcome = app.add_member(&new)?;
                Ok(Reply::done(&outcome).and_said(&dates.echo()).with("name", new.name.trim()))
            }
            Self::List => {
                let (inside, outside): (Vec<team::Member>, Vec<_>) =
                    app.members()?.into_iter().partition(team::Member::is_inside);
                let sheets = |people: Vec<team::Member>| people.iter().map(team::Member::sheet).collect::<Vec<Sheet>>();
                let columns = ["name", "#allocation", "role", "starts_on", "ends_on"];
                let none = "Nobody is in the team yet. Add someone with `standfast member add NAME`.";
                let inside = Reply::sheets("members", sheets(inside), &columns, none, app.zone());
                Ok(inside.with_sheets("outside", sheets(outside), &columns, app.zone()))
            }
            Self::Edit { name, new_name, allocation, role, from, until, outside, inside } => {
                let dates = Dates::of(app)?;
                let edit = MemberEdit {
                    name: new_name.clone(),
                    role: role.as_deref().map(args::or_none),
                    allocation: *allocation,
                    starts_on: dates.read_or_none(from.as_ref())?,
                    ends_on: dates.read_or_none(until.as_ref())?,
                    outside: (*outside || *inside).then_some(*outside),
                };
                let outcome = app.edit_member(name, &edit)?;
                let name = new_name.as_deref().unwrap_or(name).trim();
                Ok(Reply::done(&outcome).and_said(&dates.echo()).with("name", name))
            }
            Self::Remove { name } => Ok(Reply::done(&app.remove_member(name)?).with("name", name.trim())),
        })
    }
}
