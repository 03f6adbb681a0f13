//! `action`: what retros committed, and what became of it (A3, A4).

use crate::app::Standfast;
use crate::app::action::RuleOnAction;
use crate::cli::Call;
use crate::cli::args::{Dates, Key};
use crate::cli::output::Reply;
use crate::domain::action::{Action as Committed, ActionRuling};
use crate::domain::fold::same;
use crate::error::Result;
use crate::report::retro::follow_through_in_words;
use clap::{Args, Subcommand};

/// The columns of the list.
const COLUMNS: [&str; 6] = ["action", "owner", "due", "#age_days", "verdict", "text"];

/// The actions of retros: open, done, verified
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Open actions, and the follow-through
    List {
        /// Those with a last word too
        #[arg(long)]
        all: bool,
        /// Only those of this member
        #[arg(long, value_name = "MEMBER")]
        owner: Option<String>,
    },
    /// Everything about an action
    Show {
        /// The action, such as A3
        action: Key<'A'>,
    },
    /// It is done; the next retro asks whether it worked
    Done {
        /// The action, such as A3
        action: Key<'A'>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    Rule(Rule),
}

/// Rule on an action at the retro under way
#[derive(Debug, Args)]
pub struct Rule {
    /// The action, such as A3
    action: Key<'A'>,
    /// worked, no-effect, undo-it, keep or dropped
    #[arg(value_parser = ActionRuling::read)]
    ruling: ActionRuling,
    /// Why; a drop needs it
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// For keep: whose it is now [default: its owner's]
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// For keep: when it is due [default: the end of the next sprint]
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
}

impl Action {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::List { all, owner } => list(app, *all, owner.as_deref()),
            Self::Show { action } => Ok(Reply::sheet(&app.action_sheet(action.0)?, app.zone())),
            Self::Done { action, note } => Ok(action.done(&app.finish_action(action.0, note.as_deref())?)),
            Self::Rule(asked) => asked.run(app),
        })
    }
}

impl Rule {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let ruling = RuleOnAction {
            ruling: self.ruling,
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            due: dates.read_if(self.due.as_ref())?,
        };
        let outcome = app.rule_on_action(self.action.0, &ruling)?;
        Ok(self.action.done(&outcome).and_said(&dates.echo()).with("ruling", self.ruling))
    }
}

fn list(app: &Standfast, all: bool, owner: Option<&str>) -> Result<Reply> {
    let wanted = |action: &Committed| (all || action.is_open()) && owner.is_none_or(|owner| same(&action.owner, owner));
    let shown = app.actions()?.into_iter().filter(wanted);
    let calendar = app.calendar()?;
    let sheets: Vec<_> = shown.map(|action| action.sheet(app.today(), &calendar)).collect();
    let none = if all { "No actions." } else { "No open actions." };
    let figures = app.follow_through()?;
    Ok(Reply::sheets("actions", &sheets, &COLUMNS, none, app.zone())
        .with("follow_through", figures)
        .with_hint(format!("Follow-through: {}.", follow_through_in_words(&figures))))
}
