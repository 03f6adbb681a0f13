//! `blocker`: raise, list, show, touch, escalate, resolve, reopen (B1–B3).

use crate::app::blocker::BlockerEdit;
use crate::cli::Call;
use crate::cli::args::{Dates, Key};
use crate::cli::options::Options;
use crate::cli::output::Reply;
use crate::error::Result;
use clap::{Args, Subcommand};

/// The columns of the list.
const COLUMNS: [&str; 9] = ["blocker", "cause", "#days", "items", "owner", "waiting_on", "needed_by", "ladder", "text"];

/// What blocks the work
#[derive(Debug, Subcommand)]
pub enum Blocker {
    /// Raise a blocker
    Raise {
        /// What is in the way
        text: String,
        #[command(flatten)]
        known: Known,
        /// The member who raises it [default: the actor, if in the team]
        #[arg(long, value_name = "MEMBER")]
        raised_by: Option<String>,
    },
    /// Open blockers, what is overdue first, and what each cause holds up
    List {
        /// Resolved ones too
        #[arg(long)]
        all: bool,
    },
    /// Everything about a blocker, and what was done about it
    Show {
        /// The blocker, such as B7
        blocker: Key<'B'>,
    },
    /// Note what was done about a blocker, or change what is known of it
    #[command(alias = "touch")]
    Update {
        /// The blocker, such as B7
        blocker: Key<'B'>,
        /// What was done or heard
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// Another text
        #[arg(long)]
        text: Option<String>,
        #[command(flatten)]
        known: Known,
        /// An item that it does not hold up any more; repeat it for each
        #[arg(long = "free", value_name = "KEY")]
        free: Vec<String>,
    },
    /// Take it to the decision-maker
    Escalate {
        /// The blocker, such as B7
        blocker: Key<'B'>,
        /// To whom [default: the decision-maker]
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// It is out of the way
    Resolve {
        /// The blocker, such as B7
        blocker: Key<'B'>,
        /// How it was cleared
        #[arg(long, value_name = "TEXT")]
        resolution: String,
    },
    /// Open a resolved blocker again
    Reopen {
        /// The blocker, such as B7
        blocker: Key<'B'>,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// What is known of a blocker.
#[derive(Debug, Args)]
pub struct Known {
    #[command(flatten)]
    options: Options<BlockerEdit>,
    /// An item that it holds up; repeat it for each
    #[arg(long = "item", value_name = "KEY")]
    items: Vec<String>,
}

impl Blocker {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Raise { text, known, raised_by } => {
                let dates = Dates::of(app)?;
                let new = BlockerEdit { text: Some(text.clone()), raised_by: raised_by.clone(), ..known.edit(&dates)? };
                let outcome = app.raise_blocker(&new)?;
                Ok(Key::<'B'>(outcome.value).done(&outcome).and_said(&dates.echo()))
            }
            Self::List { all } => {
                let sheets = app.blocker_sheets(!all)?;
                Ok(Reply::sheets("blockers", &sheets, &COLUMNS, "No blockers.", app.zone())
                    .with("held_up", app.held_up()?))
            }
            Self::Show { blocker } => Ok(Reply::sheet(&app.blocker_sheet(blocker.0)?, app.zone())),
            Self::Update { blocker, note, text, known, free } => {
                let dates = Dates::of(app)?;
                let (note, text, remove_items) = (note.clone(), text.clone(), free.clone());
                let edit = BlockerEdit { text, note, remove_items, ..known.edit(&dates)? };
                Ok(blocker.done(&app.touch_blocker(blocker.0, &edit)?).and_said(&dates.echo()))
            }
            Self::Escalate { blocker, to, note } => {
                Ok(blocker.done(&app.escalate_blocker(blocker.0, to.as_deref(), note.as_deref())?))
            }
            Self::Resolve { blocker, resolution } => Ok(blocker.done(&app.resolve_blocker(blocker.0, resolution)?)),
            Self::Reopen { blocker, reason } => Ok(blocker.done(&app.reopen_blocker(blocker.0, reason)?)),
        })
    }
}

impl Known {
    fn edit(&self, dates: &Dates) -> Result<BlockerEdit> {
        Ok(BlockerEdit { add_items: self.items.clone(), ..self.options.read(dates)? })
    }
}
