//! `item`: the backlog by hand (I1–I4).

mod edit;
mod list;
mod place;
mod show;

use crate::cli::Call;
use crate::cli::output::Reply;
use crate::error::Result;
use clap::Subcommand;

/// Items of the backlog
#[derive(Debug, Subcommand)]
pub enum Item {
    Add(edit::Add),
    List(list::List),
    Show(show::Show),
    Edit(edit::Edit),
    Move(place::Move),
    Assign(place::Assign),
    Rank(place::Rank),
    Drop(place::Drop),
    Tick(place::Tick),
}

impl Item {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Add(asked) => asked.run(app),
            Self::List(asked) => asked.run(app, call.cli.everywhere.json),
            Self::Show(asked) => asked.run(app),
            Self::Edit(asked) => asked.run(app),
            Self::Move(asked) => asked.run(app),
            Self::Assign(asked) => asked.run(app),
            Self::Rank(asked) => asked.run(app),
            Self::Drop(asked) => asked.run(app),
            Self::Tick(asked) => asked.run(app),
        })
    }
}
