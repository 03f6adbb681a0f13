//! `standup rule`: what is decided about a blocker that came back unchanged (S5).

use crate::app::Standfast;
use crate::app::standup::BlockerRuling;
use crate::cli::args::{Dates, Key};
use crate::cli::output::Reply;
use crate::error::Result;
use clap::{Args, Subcommand};

/// Give the ruling on an unchanged blocker
#[derive(Debug, Args)]
pub struct Rule {
    /// The blocker, such as B7
    blocker: Key<'B'>,
    #[command(subcommand)]
    decided: Decided,
}

#[derive(Debug, Subcommand)]
enum Decided {
    /// Agree on a next step with a day
    NextStep {
        /// The next step
        step: String,
        /// The person [default: the blocker's owner]
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
        /// The day
        #[arg(long, value_name = "DATE")]
        by: String,
    },
    /// Escalate it to a person who can decide
    Escalate {
        /// The person [default: the decision-maker]
        #[arg(long, value_name = "NAME")]
        to: Option<String>,
        /// A note
        #[arg(long)]
        note: Option<String>,
    },
    /// Accept it as a risk
    Accept {
        /// The reason
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The last day [default: the end of the sprint]
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Resolve it
    Resolve {
        /// The resolution
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
