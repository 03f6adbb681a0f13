//! `scope`: change requests, their rulings, the contract (L5, L7–L9).

use crate::app::Standfast;
use crate::app::scope::{Ask, AskDates, TakeBack};
use crate::cli::Call;
use crate::cli::args::{self, Dates, Key};
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, TextForm};
use crate::cli::sprint::number_or_current;
use crate::domain::points::Points;
use crate::domain::promise::opened_again;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::error::{Error, Result, refuse};
use crate::report;
use crate::rules::Rule;
use clap::{Args, Subcommand};

/// The columns of the list.
const COLUMNS: [&str; 9] =
    ["request", "requested_at", "kind", "#points_in", "#points_out", "swap", "requested_by", "ruling", "reason"];

/// Change requests to a locked sprint, and its contract
#[derive(Debug, Subcommand)]
pub enum Scope {
    Request(Asked),
    /// Change requests, the latest last
    List(Listed),
    /// Accept a request: the sprint changes
    Accept {
        /// The request, such as C4
        request: Key<'C'>,
        /// Who accepts it: a member, the decision-maker where one is named
        #[arg(long, value_name = "MEMBER")]
        by: String,
        /// The item that goes out in its place
        #[arg(long, value_name = "KEY")]
        swap: Option<String>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Leave a request to the next planning
    Defer {
        /// The request, such as C4
        request: Key<'C'>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Decline a request
    Decline {
        /// The request, such as C4
        request: Key<'C'>,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    TakeBack(TakenBack),
    /// Every change of a locked scope: when, who asked, who approved, why
    Log(Listed),
    /// Whether the contract and what the database says of the lock agree; exit code 1 when they do not
    Verify(OfSprint),
    /// What was promised at the lock, as Markdown or as a page
    Contract {
        #[command(flatten)]
        sprint: OfSprint,
        #[command(flatten)]
        page_as: AsPage<TextForm>,
    },
}

/// The sprint that is locked, else the latest one that was.
fn last_locked(app: &Standfast) -> Result<Option<i64>> {
    let locked = |sprint: &Sprint| sprint.locked_at.is_some();
    let now = app.current_sprint()?;
    let last = if now.is_some() { now } else { app.sprints()?.into_iter().find(locked) };
    Ok(last.map(|sprint| sprint.number))
}

/// The sprint that was asked for, else the latest one that has a contract: a draft promises nothing yet.
fn promised(app: &Standfast, number: Option<i64>) -> Result<i64> {
    match if number.is_some() { number } else { last_locked(app)? } {
        Some(number) => Ok(number),
        None => number_or_current(app, None),
    }
}

/// Ask for a change of the locked sprint
#[derive(Debug, Args)]
pub struct Asked {
    /// add, remove, reestimate or dates
    #[arg(value_parser = RequestKind::read)]
    kind: RequestKind,
    /// The item's key; none for dates
    key: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who asks [default: the actor]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The new estimate, for a re-estimate, or none
    #[arg(long, allow_negative_numbers = true, value_parser = args::points_or_none)]
    points: Option<PointsOrNone>,
    /// The new first day, for dates
    #[arg(long, value_name = "DATE")]
    start: Option<String>,
    /// The new last day, for dates
    #[arg(long, value_name = "DATE")]
    end: Option<String>,
    /// An item of the sprint, not started, that goes out in its place
    #[arg(long, value_name = "KEY")]
    swap: Option<String>,
    /// Who accepts it at once
    #[arg(long, value_name = "MEMBER")]
    accepted_by: Option<String>,
}

/// Take an accepted change back, by a request for the reverse
#[derive(Debug, Args)]
pub struct TakenBack {
    /// The accepted request, such as C4
    request: Key<'C'>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who asks [default: the actor]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Who accepts it at once
    #[arg(long, value_name = "MEMBER")]
    accepted_by: Option<String>,
}

/// Of one sprint.
#[derive(Debug, Args)]
pub struct OfSprint {
    /// The sprint's number [default: the locked sprint, else the last that was locked]
    number: Option<i64>,
}

/// Of one sprint, or of all.
#[derive(Debug, Args)]
pub struct Listed {
    #[command(flatten)]
    sprint: OfSprint,
    /// Of every sprint
    #[arg(long, conflicts_with = "number")]
    all: bool,
}

impl Scope {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Request(asked) => asked.run(app),
            Self::List(of) => list(app, of, |_| true, "No change requests."),
            Self::Accept { request, by, swap, note } => {
                Ok(request.done(&app.accept_request(request.0, by, swap.as_deref(), note.as_deref())?))
            }
            Self::Defer { request, note } => Ok(request.done(&app.defer_request(request.0, note.as_deref())?)),
            Self::Decline { request, note } => Ok(request.done(&app.decline_request(request.0, note.as_deref())?)),
            Self::TakeBack(TakenBack { request, reason, by, accepted_by }) => {
                let (reason, requested_by, accepted_by) = (reason.clone(), by.clone(), accepted_by.clone());
                let outcome =
                    app.take_back_request(request.0, &TakeBack { reason, requested_by, accepted_by }, None)?;
                Ok(Key::<'C'>(outcome.value).done(&outcome))
            }
            Self::Log(of) => {
                let reply = list(app, of, |r| r.ruling == Some(RequestRuling::Accepted), "The scope has not changed.")?;
                let Some(number) = of.sprint.number.or(last_locked(app)?).filter(|_| !of.all) else { return Ok(reply) };
                let again = opened_again(&app.sprint_view(number)?.entries, &app.requests(Some(number))?);
                Ok(match &again {
                    Some(words) => reply.with("opened_again", words).with_text(format!("{words}\n")),
                    None => reply.with("opened_again", &again),
                })
            }
            Self::Verify(of) => verify(app, promised(app, of.number)?),
            Self::Contract { sprint, page_as } => {
                let number = promised(app, sprint.number)?;
                let (contract, sealed) = app.contract(number)?;
                let reply = Reply::default().with_fields(&contract).with("sha256", &sealed.sha256);
                page_as.reply(reply, app, || report::pages::of_contract(app, &contract, &sealed))
            }
        })
    }
}

/// Points, or none.
type PointsOrNone = Option<Points>;

impl Asked {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let is_about_dates = self.kind == RequestKind::Dates;
        if !is_about_dates && (self.start.is_some() || self.end.is_some()) {
            return Err(Error::Misused("--start and --end are for `standfast scope request dates`.".to_owned()));
        }
        match &self.key {
            None if is_about_dates => self.ask_dates(app),
            Some(key) if !is_about_dates => self.ask(app, key),
            None => {
                Err(Error::Misused(format!("Name the item, as in `standfast scope request {} KEY`.", self.kind.word())))
            }
            Some(_) => Err(Error::Misused("Dates are the sprint's: leave out the item's key.".to_owned())),
        }
    }

    fn ask_dates(&self, app: &mut Standfast) -> Result<Reply> {
        if self.points.is_some() || self.swap.is_some() {
            return Err(Error::Misused("--points and --swap are not for dates.".to_owned()));
        }
        let dates = Dates::of(app)?;
        let ask = AskDates {
            start: dates.read_if(self.start.as_ref())?,
            end: dates.read_if(self.end.as_ref())?,
            reason: self.reason.clone(),
            requested_by: self.by.clone(),
            accepted_by: self.accepted_by.clone(),
        };
        let outcome = app.request_dates(&ask, None)?;
        Ok(Key::<'C'>(outcome.value).done(&outcome).and_said(&dates.echo()))
    }

    fn ask(&self, app: &mut Standfast, key: &str) -> Result<Reply> {
        if self.kind == RequestKind::Reestimate && self.points.is_none() {
            return refuse(Rule::L7, "A re-estimate needs the new points, or none.");
        }
        let outcome = app.request_change(&Ask {
            kind: self.kind,
            item: key.to_owned(),
            reason: self.reason.clone(),
            requested_by: self.by.clone(),
            points: self.points.flatten(),
            swap: self.swap.clone(),
            accepted_by: self.accepted_by.clone(),
        })?;
        Ok(Key::<'C'>(outcome.value).done(&outcome))
    }
}

fn verify(app: &Standfast, number: i64) -> Result<Reply> {
    let verdict = app.verify_contract(number)?;
    let reply = Reply::default().with("number", number).with_fields(&verdict);
    if verdict.intact {
        return Ok(reply.with_text(format!("The contract of sprint {number} is intact: SHA-256 {}.", verdict.sha256)));
    }
    let lines = verdict.differences.iter().map(|line| format!("  {}", crate::domain::text::clean(line)));
    let head = format!("The contract of sprint {number} is not intact:");
    Ok(reply.with_text(std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n")).failing())
}

fn list(app: &Standfast, of: &Listed, wanted: impl Fn(&Request) -> bool, none: &str) -> Result<Reply> {
    let sprint = match of.sprint.number {
        None if !of.all => last_locked(app)?,
        number => number,
    };
    let sheets: Vec<_> = app.requests(sprint)?.into_iter().filter(wanted).map(|request| request.sheet()).collect();
    Ok(Reply::sheets("requests", &sheets, &COLUMNS, none, app.zone()))
}
