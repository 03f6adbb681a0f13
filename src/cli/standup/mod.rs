//! `standup`: facts, leading one, rulings, its record (S1–S9).

mod rule;
mod show;

use crate::app::Standfast;
use crate::app::standup::Say;
use crate::app::standup::Start;
use crate::cli::Call;
use crate::cli::args::Dates;
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, TextForm};
use crate::domain::standup::{Order, Walk};
use crate::error::Result;
use crate::report;
use clap::{Args, Subcommand};

pub use show::person as person_in_words;

/// The daily standup: exceptions, not status
#[derive(Debug, Subcommand)]
pub enum Standup {
    /// Show what moved, what is stuck and who needs whom, also without a standup
    Facts,
    Start(Started),
    /// Go to the next speaker, or to the one named; along the board, to the next stop
    Next {
        /// The speaker
        name: Option<String>,
    },
    /// Skip the current speaker, or the one named
    Skip {
        /// The person to skip
        name: Option<String>,
    },
    Say(Said),
    /// Mark a person as absent today; the sprint's capacity takes it into account
    Absent {
        /// The person
        name: Option<String>,
        /// The person is present after all
        #[arg(long, requires = "name")]
        back: bool,
    },
    /// Stop the clock; `standup start` resumes it
    Pause,
    /// Count the time for an item; without a key, for no item
    On {
        /// The item's key
        key: Option<String>,
    },
    /// Continue from person to person, or along the board
    Walk {
        /// person or board
        #[arg(value_parser = Walk::read)]
        walk: Walk,
    },
    Park(Parked),
    Rule(rule::Rule),
    /// Finish the standup: the record is written, and the digest goes to the command in the settings
    Finish,
    /// Show the digest of a standup, as Markdown or as a page
    Show {
        /// The day [default: the last standup]
        day: Option<String>,
        #[command(flatten)]
        page_as: AsPage<TextForm>,
    },
    /// List past standups: how long they took, and what took longest
    List {
        /// How many at most
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
}

/// Start today's standup, or resume one that was interrupted
#[derive(Debug, Args)]
pub struct Started {
    /// risk, fixed, rotating or random
    #[arg(long, default_value = "risk", value_parser = Order::read)]
    order: Order,
    /// The seed of a random order [default: from the clock]
    #[arg(long, value_name = "N")]
    seed: Option<i64>,
    /// person or board
    #[arg(long, default_value = "person", value_parser = Walk::read)]
    walk: Walk,
}

/// Note what a person says
#[derive(Debug, Args)]
pub struct Said {
    /// The person [default: the current speaker]
    name: Option<String>,
    /// What they will do today
    #[arg(long, value_name = "TEXT")]
    today: Option<String>,
    /// What they need; members named in it are those they need it from
    #[arg(long, value_name = "TEXT")]
    needs: Option<String>,
    /// A member they need it from; repeat it for each
    #[arg(long, value_name = "MEMBER")]
    from: Vec<String>,
}

/// Park a topic, with the people it needs
#[derive(Debug, Args)]
pub struct Parked {
    /// The topic; members named in it are the people it needs
    text: String,
    /// A member it needs; repeat it for each
    #[arg(long, value_name = "MEMBER")]
    with: Vec<String>,
    /// The item it is about
    #[arg(long, value_name = "KEY")]
    item: Option<String>,
}

impl Standup {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Facts => show::facts(app),
            Self::Start(asked) => {
                let start = Start { order: asked.order, seed: asked.seed, walk: asked.walk };
                let outcome = app.start_standup(start)?;
                show::standing(app, Reply::done(&outcome))
            }
            Self::Next { name } => done(app, |app| app.next_in_standup(name.as_deref())),
            Self::Skip { name } => done(app, |app| app.skip_in_standup(name.as_deref())),
            Self::Absent { name: Some(name), back: true } => done(app, |app| app.come_back_in_standup(name)),
            Self::Absent { name, .. } => done(app, |app| app.absent_in_standup(name.as_deref())),
            Self::Pause => done(app, Standfast::pause_standup),
            Self::On { key } => done(app, |app| app.talk_about(key.as_deref())),
            Self::Walk { walk } => done(app, |app| app.walk_standup(*walk)),
            Self::Say(said) => {
                let say = Say { today: said.today.clone(), needs: said.needs.clone(), from: said.from.clone() };
                done(app, |app| app.say_in_standup(said.name.as_deref(), &say))
            }
            Self::Park(asked) => {
                let outcome = app.park_topic(&asked.text, &asked.with, asked.item.as_deref())?;
                Ok(Reply::done(&outcome).with("topic", format!("T{}", outcome.value)))
            }
            Self::Rule(asked) => asked.run(app),
            Self::Finish => finish(app, call),
            Self::Show { day, page_as } => {
                let day = Dates::of(app)?.read_if(day.as_ref())?;
                let record = app.standup_record(day)?;
                let reply = Reply::default().with_fields(&record);
                page_as.reply(reply, app, || Ok(report::pages::of_standup(&record)))
            }
            Self::List { limit } => show::list(app, *limit),
        })
    }
}

fn done<T>(
    app: &mut Standfast,
    run: impl FnOnce(&mut Standfast) -> Result<crate::app::change::Outcome<T>>,
) -> Result<Reply> {
    let outcome = run(app)?;
    show::standing(app, Reply::done(&outcome))
}

/// The record is on disk before the digest is given away: what goes wrong there changes nothing.
fn finish(app: &mut Standfast, call: &Call) -> Result<Reply> {
    let outcome = app.finish_standup()?;
    let reply = Reply::done(&outcome).with("day", outcome.value.day);
    let settings = &call.config.settings;
    if settings.digest_command.trim().is_empty() {
        return Ok(reply.with("digest", "none").and_said(" `standfast standup show` prints the digest."));
    }
    let digest = report::witness::leaving(app, &report::standup::markdown(&outcome.value))?;
    Ok(match report::deliver::deliver(&digest, &settings.digest_command, settings.digest_seconds) {
        Ok(()) => reply.with("digest", "sent").and_said(" The digest command took the digest."),
        Err(why) => reply.with("digest", "failed").with("digest_error", &why).with_hint(why),
    })
}
