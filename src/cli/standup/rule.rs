//! `standup rule`: what is decided about a blocker that came back unchanged (S5).

use crate::app::Standfast;
use crate::app::standup::BlockerRuling;
use crate::cli::args::{Dates, Key};
use crate::cli::output::Reply;
use crate::error::Result;
use clap::{Args, Subcommand};

/// Rule on a blocker that came back unchanged
#[derive(Debug, Args)]
pub struct Rule {
    /// The blocker, such as B7
    blocker: Key<'B'>,
    #[command(subcommand)]
    decided: Decided,
}

#[derive(Debug, Subcommand)]
enum Decided {
    /// Somebody does something by a day
    NextStep {
        /// What
        step: String,
        /// Who [default: the blocker's owner]
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
        /// By when
        #[arg(long, value_name = "DATE")]
        by: String,
    },
    /// It goes to somebody who can decide
    Escalate {
        /// To whom [default: the decision-maker]
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// The team lives with it
    Accept {
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Until when [default: the end of the sprint]
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// It is out of the way
    Resolve {
        /// How
        #[arg(long, value_name = "TEXT")]
        resolution: String,
    },
}

impl Rule {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let ruling = match &self.decided {
            Decided::NextStep { step, owner, by } => {
                BlockerRuling::NextStep { step: step.clone(), owner: owner.clone(), by: dates.read(by)? }
            }
            Decided::Escalate { to, note } => BlockerRuling::Escalate { to: to.clone(), note: note.clone() },
            Decided::Accept { reason, until } => {
                BlockerRuling::Accept { reason: reason.clone(), until: dates.read_if(until.as_ref())? }
            }
            Decided::Resolve { resolution } => BlockerRuling::Resolve { resolution: resolution.clone() },
        };
        let outcome = app.rule_on_blocker(self.blocker.0, &ruling)?;
        Ok(self.blocker.done(&outcome).and_said(&dates.echo()))
    }
}
