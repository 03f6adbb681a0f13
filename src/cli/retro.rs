//! `retro`: facts and old actions first, then notes, votes and at most a few actions (A1, A2, A5).

use crate::app::Standfast;
use crate::app::action::NewAction;
use crate::app::retro::RetroView;
use crate::cli::Call;
use crate::cli::action::Rule;
use crate::cli::args::{Dates, Key};
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, TextForm};
use crate::domain::action::Action;
use crate::domain::retro::in_columns;
use crate::error::{Error, Result};
use crate::faces::sheet::object;
use crate::report;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// The retrospective of a closed sprint
#[derive(Debug, Subcommand)]
pub enum Retro {
    /// Start the retro of a closed sprint
    Start {
        /// The closed sprint's number [default: the last one that closed]
        number: Option<i64>,
    },
    Note(Note),
    Group(Group),
    Vote(Vote),
    Commit(Commit),
    Rule(Rule),
    /// Finish the retro
    Finish {
        /// The reason for finishing without an action
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Show a retro, as Markdown or as a page
    Show {
        /// Its sprint's number [default: the one under way, else the last]
        number: Option<i64>,
        #[command(flatten)]
        page_as: AsPage<TextForm>,
    },
}

/// Write, change or remove a note
#[derive(Debug, Args)]
pub struct Note {
    /// The text
    #[arg(required_unless_present_any = ["remove", "edit"])]
    text: Option<String>,
    /// The column, by its name, the beginning of it, or its number
    #[arg(long, value_name = "COLUMN", required_unless_present_any = ["remove", "edit"])]
    column: Option<String>,
    /// The author [default: the actor]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["remove", "edit"])]
    by: Option<String>,
    /// Change this note instead
    #[arg(long, value_name = "N")]
    edit: Option<i64>,
    /// Remove this note instead
    #[arg(long, value_name = "N", conflicts_with_all = ["edit", "text", "column"])]
    remove: Option<i64>,
}

/// Group notes that say the same
#[derive(Debug, Args)]
pub struct Group {
    /// The first note of the group
    head: i64,
    /// The notes to group with it
    notes: Vec<i64>,
    /// The name of the group [default: the text of the first note]
    #[arg(long)]
    name: Option<String>,
    /// Remove the note from its group; for the first note, dissolve the group
    #[arg(long, conflicts_with_all = ["name", "notes"])]
    apart: bool,
}

/// Vote for a note or its group
#[derive(Debug, Args)]
pub struct Vote {
    /// The note
    note: i64,
    /// The member who votes [default: the actor]
    #[arg(long, value_name = "MEMBER")]
    by: Option<String>,
    /// Remove a vote instead
    #[arg(long)]
    back: bool,
}

/// Commit an action, or put an idea on the "not now" list
#[derive(Debug, Args)]
pub struct Commit {
    /// What the team will do
    text: String,
    /// The owner
    #[arg(long, value_name = "MEMBER", required_unless_present = "not_now")]
    owner: Option<String>,
    /// What will show that it worked
    #[arg(long, value_name = "TEXT", required_unless_present = "not_now")]
    shows: Option<String>,
    /// The due date [default: the end of the next sprint]
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// The note it comes from
    #[arg(long, value_name = "N")]
    note: Option<i64>,
    /// Put it on the "not now" list instead
    #[arg(long, conflicts_with_all = ["owner", "shows", "due"])]
    not_now: bool,
}

impl Retro {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Start { number } => {
                let outcome = app.start_retro(*number)?;
                let view = app.retro_view(Some(outcome.value))?;
                Ok(Reply::done(&outcome).with_fields(fields(&view, app)?))
            }
            Self::Note(asked) => asked.run(app),
            Self::Group(asked) => asked.run(app),
            Self::Vote(asked) => asked.run(app),
            Self::Commit(asked) => asked.run(app),
            Self::Rule(asked) => asked.run(app),
            Self::Finish { reason } => {
                let outcome = app.finish_retro(reason.as_deref())?;
                Ok(Reply::done(&outcome).with("sprint", outcome.value))
            }
            Self::Show { number, page_as } => {
                let view = app.retro_view(*number)?;
                let reply = Reply::default().with_fields(fields(&view, app)?);
                page_as.reply(reply, app, || Ok(report::pages::of_retro(app, &view)))
            }
        })
    }
}

impl Note {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        if let Some(number) = self.remove {
            return Ok(Reply::done(&app.remove_note(number)?).with("note", number));
        }
        if let Some(number) = self.edit {
            let outcome = app.edit_note(number, self.text.as_deref(), self.column.as_deref())?;
            return Ok(Reply::done(&outcome).with("note", number));
        }
        let (Some(text), Some(column)) = (&self.text, &self.column) else {
            return Err(Error::Misused(
                "Write what is said and its column: `retro note TEXT --column NAME`.".to_owned(),
            ));
        };
        let outcome = app.add_note(column, text, self.by.as_deref())?;
        Ok(Reply::done(&outcome).with("note", outcome.value))
    }
}

impl Group {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = if self.apart {
            app.ungroup_note(self.head)?
        } else {
            app.group_notes(self.head, &self.notes, self.name.as_deref())?
        };
        Ok(Reply::done(&outcome).with("note", self.head))
    }
}

impl Vote {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = if self.back {
            app.take_vote_back(self.note, self.by.as_deref())?
        } else {
            app.vote(self.note, self.by.as_deref())?
        };
        Ok(Reply::done(&outcome).with("note", self.note))
    }
}

impl Commit {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        if self.not_now {
            return Ok(Reply::done(&app.put_off(&self.text, self.note)?).with("action", Value::Null));
        }
        let dates = Dates::of(app)?;
        let outcome = app.commit_action(&NewAction {
            text: self.text.clone(),
            owner: self.owner.clone().unwrap_or_default(),
            due: dates.read_if(self.due.as_ref())?,
            shows: self.shows.clone().unwrap_or_default(),
            note: self.note,
        })?;
        Ok(Key::<'A'>(outcome.value).done(&outcome).and_said(&dates.echo()))
    }
}

/// A retro under its stable names.
fn fields(view: &RetroView, app: &Standfast) -> Result<Value> {
    let calendar = app.calendar()?;
    let actions = |actions: &[Action]| -> Vec<_> {
        actions.iter().map(|action| object(&action.sheet(view.day(app.today(), app.zone()), &calendar))).collect()
    };
    let column = |(name, topics): (String, Vec<crate::domain::retro::Topic>)| json!({ "name": name, "topics": topics });
    Ok(json!({
        "sprint": view.sprint.number,
        "started_at": view.retro.started_at,
        "finished_at": view.retro.finished_at,
        "no_action_reason": view.retro.no_action_reason,
        "facts": report::facts::facts(&view.report).into_iter().map(|(label, words)| json!({ "label": label, "words": words }))
            .collect::<Vec<_>>(),
        "figures": view.report.figures,
        "goal_outcome": view.report.goal_outcome,
        "blocked": view.report.blocked,
        "reasons": report::facts::reasons(&view.report).into_iter().map(|(reason, items)| json!({ "reason": reason, "items": items }))
            .collect::<Vec<_>>(),
        "old_actions": actions(&view.old),
        "unruled": view.unruled().map(Action::key).collect::<Vec<_>>(),
        "columns": in_columns(&view.retro.columns, &view.topics).into_iter().map(column).collect::<Vec<_>>(),
        "voters": view.voters,
        "committed": actions(&view.committed),
        "most_actions": view.most_actions,
        "not_now": view.not_now,
        "not_now_before": view.not_now_before,
        "follow_through": view.follow_through,
    }))
}
