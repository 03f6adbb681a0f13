//! `action`: what retros committed, and what became of it (A3, A4).

use crate::app::Standfast;
use crate::app::action::RuleOnAction;
use crate::cli::Call;
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::cli::table::{Table, facts};
use crate::domain::action::{Action as Committed, ActionRuling, FollowThrough, Ruled, carried_in_words};
use crate::domain::text;
use crate::error::Result;
use crate::report::retro::follow_through_in_words;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

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
        #[arg(value_parser = args::action)]
        action: i64,
    },
    /// It is done; the next retro asks whether it worked
    Done {
        /// The action, such as A3
        #[arg(value_parser = args::action)]
        action: i64,
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
    #[arg(value_parser = args::action)]
    action: i64,
    /// worked, no-effect, undo-it, keep or dropped
    #[arg(value_parser = ruling)]
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
            Self::Show { action } => show(app, *action),
            Self::Done { action, note } => {
                let outcome = app.finish_action(*action, note.as_deref())?;
                Ok(Reply::done(&outcome).with("action", format!("A{action}")))
            }
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
        let outcome = app.rule_on_action(self.action, &ruling)?;
        let reply = Reply::done(&outcome).and_said(&dates.echo()).with("action", format!("A{}", self.action));
        Ok(reply.with("ruling", self.ruling))
    }
}

fn list(app: &Standfast, all: bool, owner: Option<&str>) -> Result<Reply> {
    let today = app.today();
    let wanted = |action: &&Committed| {
        (all || action.is_open()) && owner.is_none_or(|owner| action.owner.eq_ignore_ascii_case(owner.trim()))
    };
    let actions = app.actions()?;
    let shown: Vec<&Committed> = actions.iter().filter(wanted).collect();
    let mut table = Table::new(&["action", "owner", "due", "#days", "stands", "what"]);
    for action in &shown {
        table.add(vec![
            action.key(),
            action.owner.clone(),
            action.due.to_string(),
            action.age_days(today, app.zone()).to_string(),
            standing(action, app),
            action.text.clone(),
        ]);
    }
    let figures = app.follow_through()?;
    let reply = Reply::default()
        .with("actions", shown.iter().map(|action| fields(action, app)).collect::<Vec<_>>())
        .with("follow_through", follow_through_fields(&figures))
        .with_hint(format!("Follow-through: {}.", follow_through_in_words(&figures)));
    Ok(if shown.is_empty() {
        reply.with_text(if all { "No actions." } else { "No open actions." })
    } else {
        reply.with_table(table)
    })
}

fn standing(action: &Committed, app: &Standfast) -> String {
    let late = action.is_overdue(app.today()).then(|| "overdue".to_owned());
    let words = [Some(action.standing()), late, Some(carried_in_words(action.carried()))];
    words.into_iter().flatten().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

fn show(app: &Standfast, number: i64) -> Result<Reply> {
    let action = app.action(number)?;
    let zone = app.zone();
    let done = action.done_at.map_or_else(String::new, |at| {
        let note = action.done_note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
        format!("{}{note}", at.day(zone))
    });
    let from = action.note.map_or_else(String::new, |note| format!(", from note {note}"));
    let page = facts(&[
        ("Owner", action.owner.clone()),
        ("Due", action.due.to_string()),
        ("It worked if", action.shows.clone()),
        ("Committed", format!("{} at the retro of sprint {}{from}", action.committed_at.day(zone), action.sprint)),
        ("Done", done),
        ("Stands", standing(&action, app)),
    ]);
    let title = format!("{}  {}", action.key(), text::clean(&action.text));
    let rulings: Vec<String> = action.rulings.iter().map(ruled_in_words).collect();
    let rulings = if rulings.is_empty() { String::new() } else { format!("\n\n{}", rulings.join("\n")) };
    Ok(Reply::default().with_fields(fields(&action, app)).with_text(format!("{title}\n\n{page}{rulings}")))
}

fn ruled_in_words(ruled: &Ruled) -> String {
    let because = ruled.reason.as_ref().map_or_else(String::new, |reason| format!(": {}", text::clean(reason)));
    format!("Retro of sprint {}: {}{because}", ruled.sprint, ruled.ruling.word())
}

/// An action under its stable names.
pub fn fields(action: &Committed, app: &Standfast) -> Value {
    let ruled = |ruled: &Ruled| {
        json!({
            "sprint": ruled.sprint,
            "ruling": ruled.ruling,
            "reason": ruled.reason,
            "by": ruled.by,
            "at": ruled.at,
            "owner": ruled.owner,
            "due": ruled.due,
        })
    };
    json!({
        "action": action.key(),
        "text": action.text,
        "owner": action.owner,
        "due": action.due,
        "shows": action.shows,
        "sprint": action.sprint,
        "note": action.note,
        "committed_at": action.committed_at,
        "done_at": action.done_at,
        "done_note": action.done_note,
        "age_days": action.age_days(app.today(), app.zone()),
        "overdue": action.is_overdue(app.today()),
        "carried": action.carried(),
        "verdict": action.verdict().map(|ruled| ruled.ruling),
        "rulings": action.rulings.iter().map(ruled).collect::<Vec<_>>(),
    })
}

/// The follow-through under its stable names (A4).
pub fn follow_through_fields(figures: &FollowThrough) -> Value {
    json!({
        "committed": figures.committed,
        "done": figures.done,
        "worked": figures.worked,
        "open": figures.open,
        "median_days": figures.median_days.map(|days| (days * 10.0).round() / 10.0),
        "carried_twice": figures.carried_twice,
    })
}

fn ruling(typed: &str) -> std::result::Result<ActionRuling, String> {
    ActionRuling::read(typed)
}
