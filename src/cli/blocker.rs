//! `blocker`: raise, list, show, touch, escalate, resolve, reopen (B1–B3).

use crate::app::Standfast;
use crate::app::blocker::{NewBlocker, Touch};
use crate::app::change::Outcome;
use crate::cli::Call;
use crate::cli::args::{self, Dates};
use crate::cli::output::Reply;
use crate::cli::table::{Table, facts};
use crate::domain::blocker::{Blocker as Held, Cause, Held as HeldUp, Ladder};
use crate::domain::points::number;
use crate::domain::text::clean;
use crate::domain::time::Day;
use crate::error::Result;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What stands in the way
#[derive(Debug, Subcommand)]
pub enum Blocker {
    Raise(Raise),
    /// Open blockers, what is overdue first, and what each cause holds up
    List {
        /// Resolved ones too
        #[arg(long)]
        all: bool,
    },
    /// Everything about a blocker, and what was done about it
    Show {
        /// The blocker, such as B7
        #[arg(value_parser = args::blocker)]
        blocker: i64,
    },
    Touch(Touched),
    /// Take it to the decision-maker
    Escalate {
        /// The blocker, such as B7
        #[arg(value_parser = args::blocker)]
        blocker: i64,
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
        #[arg(value_parser = args::blocker)]
        blocker: i64,
        /// How it was cleared
        #[arg(long, value_name = "TEXT")]
        resolution: String,
    },
    /// It stands in the way again
    Reopen {
        /// The blocker, such as B7
        #[arg(value_parser = args::blocker)]
        blocker: i64,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// Raise a blocker
#[derive(Debug, Args)]
pub struct Raise {
    /// What is in the way
    text: String,
    /// An item it holds up; repeat it for each
    #[arg(long = "item", value_name = "KEY")]
    items: Vec<String>,
    /// dependency, technical, information, access, approval or external
    #[arg(long, default_value = "technical", value_parser = cause)]
    cause: Cause,
    /// The member who clears it
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// Whom they wait for
    #[arg(long, value_name = "NAME")]
    waiting_on: Option<String>,
    /// When it must be gone
    #[arg(long, value_name = "DATE")]
    needed_by: Option<String>,
    /// What happens next
    #[arg(long, value_name = "TEXT")]
    next_step: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE", requires = "next_step")]
    next_by: Option<String>,
    /// The member who raises it [default: the actor, if in the team]
    #[arg(long, value_name = "MEMBER")]
    raised_by: Option<String>,
}

/// Note what was done about a blocker, or change what is known of it
#[derive(Debug, Args)]
pub struct Touched {
    /// The blocker, such as B7
    #[arg(value_parser = args::blocker)]
    blocker: i64,
    /// What was done or heard
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Another text
    #[arg(long)]
    text: Option<String>,
    /// Another cause
    #[arg(long, value_parser = cause)]
    cause: Option<Cause>,
    /// The member who clears it, or none
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    /// Whom they wait for, or none
    #[arg(long, value_name = "NAME")]
    waiting_on: Option<String>,
    /// When it must be gone, or none
    #[arg(long, value_name = "DATE")]
    needed_by: Option<String>,
    /// What happens next, or none
    #[arg(long, value_name = "TEXT")]
    next_step: Option<String>,
    /// By when, or none
    #[arg(long, value_name = "DATE")]
    next_by: Option<String>,
    /// One more item that it holds up; repeat it for each
    #[arg(long = "item", value_name = "KEY")]
    items: Vec<String>,
    /// An item that it does not hold up any more; repeat it for each
    #[arg(long = "free", value_name = "KEY")]
    free: Vec<String>,
}

impl Blocker {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Raise(asked) => asked.run(app),
            Self::List { all } => list(app, !all),
            Self::Show { blocker } => show(app, *blocker),
            Self::Touch(asked) => asked.run(app),
            Self::Escalate { blocker, to, note } => {
                named(*blocker, &app.escalate_blocker(*blocker, to.as_deref(), note.as_deref())?)
            }
            Self::Resolve { blocker, resolution } => named(*blocker, &app.resolve_blocker(*blocker, resolution)?),
            Self::Reopen { blocker, reason } => named(*blocker, &app.reopen_blocker(*blocker, reason)?),
        })
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the last word of each arm")]
fn named(blocker: i64, outcome: &Outcome<()>) -> Result<Reply> {
    Ok(Reply::done(outcome).with("blocker", format!("B{blocker}")))
}

impl Raise {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let outcome = app.raise_blocker(&NewBlocker {
            text: self.text.clone(),
            cause: self.cause,
            items: self.items.clone(),
            raised_by: self.raised_by.clone(),
            owner: self.owner.clone(),
            waiting_on: self.waiting_on.clone(),
            needed_by: dates.read_if(self.needed_by.as_ref())?,
            next_step: self.next_step.clone(),
            next_step_by: dates.read_if(self.next_by.as_ref())?,
        })?;
        Ok(Reply::done(&outcome).and_said(&dates.echo()).with("blocker", format!("B{}", outcome.value)))
    }
}

impl Touched {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let dates = Dates::of(app)?;
        let or_none = |typed: &Option<String>| typed.as_deref().map(args::or_none);
        let outcome = app.touch_blocker(
            self.blocker,
            &Touch {
                note: self.note.clone(),
                text: self.text.clone(),
                cause: self.cause,
                owner: or_none(&self.owner),
                waiting_on: or_none(&self.waiting_on),
                needed_by: dates.read_or_none(self.needed_by.as_ref())?,
                next_step: or_none(&self.next_step),
                next_step_by: dates.read_or_none(self.next_by.as_ref())?,
                add_items: self.items.clone(),
                remove_items: self.free.clone(),
            },
        )?;
        Ok(named(self.blocker, &outcome)?.and_said(&dates.echo()))
    }
}

/// What was overdue comes first, then the oldest.
fn list(app: &Standfast, open_only: bool) -> Result<Reply> {
    let (now, today, hours) = (app.now(), app.today(), app.team()?.escalate_after);
    let calendar = app.calendar()?;
    let mut blockers = app.blockers(open_only)?;
    blockers.sort_by_key(|blocker| !matches!(blocker.ladder(now, today, hours), Ladder::Breached(_)));
    let mut table =
        Table::new(&["blocker", "cause", "#days", "items", "owner", "waiting on", "needed by", "ladder", "what"]);
    let mut all = Vec::new();
    for blocker in &blockers {
        let (ladder, days) = (blocker.ladder(now, today, hours), blocker.days(&calendar, now));
        table.add(vec![
            blocker.key(),
            blocker.cause.word().to_owned(),
            number(days),
            blocker.items.join(", "),
            blocker.owner.clone().unwrap_or_default(),
            blocker.waiting_on.clone().unwrap_or_default(),
            blocker.needed_by.map_or_else(String::new, |day| day.to_string()),
            standing(blocker, &ladder),
            blocker.text.clone(),
        ]);
        all.push(fields(blocker, &ladder, days));
    }
    let held = app.held_up()?;
    let reply =
        Reply::default().with("blockers", all).with("held_up", held.iter().map(held_fields).collect::<Vec<_>>());
    Ok(if blockers.is_empty() { reply.with_text("No blockers.") } else { reply.with_table(table) })
}

fn show(app: &Standfast, blocker: i64) -> Result<Reply> {
    let (blocker, calendar) = (app.blocker(blocker)?, app.calendar()?);
    let ladder = blocker.ladder(app.now(), app.today(), app.team()?.escalate_after);
    let days = blocker.days(&calendar, app.now());
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
    let history = app.blocker_history(blocker.number)?;
    let lines = history
        .iter()
        .map(|done| format!("{}  {}: {}", done.at.local_full(app.zone()), clean(&done.actor), clean(&done.said)));
    let shown = facts(&[
        ("Cause", blocker.cause.word().to_owned()),
        ("Items", blocker.items.join(", ")),
        ("Raised", blocker.raised_at.local_full(app.zone())),
        ("Raised by", text(&blocker.raised_by)),
        ("Days", number(days)),
        ("Owner", text(&blocker.owner)),
        ("Waiting on", text(&blocker.waiting_on)),
        ("Needed by", day(blocker.needed_by)),
        ("Next step", text(&blocker.next_step)),
        ("Next by", day(blocker.next_step_by)),
        ("Touched", blocker.touched_at.local_full(app.zone())),
        ("Last note", text(&blocker.last_note)),
        ("Ladder", standing(&blocker, &ladder)),
        ("Resolution", text(&blocker.resolution)),
    ]);
    let lines = lines.collect::<Vec<_>>().join("\n");
    let done = history
        .iter()
        .map(|done| json!({ "operation": done.operation, "at": done.at, "actor": done.actor, "said": done.said }));
    Ok(Reply::default()
        .with_fields(fields(&blocker, &ladder, days))
        .with("history", done.collect::<Vec<_>>())
        .with_text(format!("{} {}\n{shown}\n\n{lines}", blocker.key(), clean(&blocker.text))))
}

/// Where it stands on the ladder, in words.
fn standing(blocker: &Held, ladder: &Ladder) -> String {
    match ladder {
        Ladder::Fresh => String::new(),
        Ladder::Breached(why) => format!("escalate: {why}"),
        Ladder::Escalated => format!("escalated to {}", blocker.escalated_to.clone().unwrap_or_default()),
        Ladder::Accepted(until) => format!("accepted until {until}"),
        Ladder::Resolved => "resolved".to_owned(),
    }
}

fn held_fields(held: &HeldUp) -> Value {
    json!({
        "cause": held.cause,
        "blockers": held.blockers,
        "days": held.days,
        "points": held.points,
        "unestimated": held.unestimated,
    })
}

fn fields(blocker: &Held, ladder: &Ladder, days: f64) -> Value {
    let breach = if let Ladder::Breached(why) = ladder { Some(why) } else { None };
    json!({
        "blocker": blocker.key(),
        "text": blocker.text,
        "cause": blocker.cause,
        "items": blocker.items,
        "raised_by": blocker.raised_by,
        "owner": blocker.owner,
        "waiting_on": blocker.waiting_on,
        "needed_by": blocker.needed_by,
        "next_step": blocker.next_step,
        "next_step_by": blocker.next_step_by,
        "last_note": blocker.last_note,
        "raised_at": blocker.raised_at,
        "touched_at": blocker.touched_at,
        "days": days,
        "ladder": ladder.word(),
        "breach": breach,
        "escalated_to": blocker.escalated_to,
        "escalated_at": blocker.escalated_at,
        "accepted_until": blocker.accepted_until,
        "resolved_at": blocker.resolved_at,
        "resolution": blocker.resolution,
    })
}

fn cause(typed: &str) -> std::result::Result<Cause, String> {
    Cause::read(typed)
}
