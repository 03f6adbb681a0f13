//! `scope`: change requests, their rulings, the contract (L5, L7–L9).

use crate::app::Standfast;
use crate::app::scope::Ask;
use crate::cli::output::Reply;
use crate::cli::sprint::number_or_current;
use crate::cli::table::Table;
use crate::cli::{Call, args};
use crate::domain::points::Points;
use crate::domain::promise::since_the_lock;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::error::Result;
use crate::report;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Change requests to a locked sprint, and its contract
#[derive(Debug, Subcommand)]
pub enum Scope {
    Request(Asked),
    /// Change requests, the latest last
    List(OfSprint),
    /// Accept a request: the sprint changes
    Accept {
        /// The request, such as C4
        #[arg(value_parser = args::request)]
        request: i64,
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
        #[arg(value_parser = args::request)]
        request: i64,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Decline a request
    Decline {
        /// The request, such as C4
        #[arg(value_parser = args::request)]
        request: i64,
        /// Something to say about it
        #[arg(long)]
        note: Option<String>,
    },
    /// Every change of a locked scope: when, who asked, who approved, why
    Log(OfSprint),
    /// Whether the contract and what the database says of the lock agree; exit code 1 when they do not
    Verify(OfSprint),
    /// What was promised at the lock, as Markdown
    Contract(OfSprint),
}

/// The sprint that was asked for, else the latest one that has a contract: a draft promises nothing yet.
fn promised(app: &Standfast, number: Option<i64>) -> Result<i64> {
    let locked = |sprint: &Sprint| sprint.locked_at.is_some();
    match number {
        None => match app.sprints()?.into_iter().find(locked) {
            Some(sprint) => Ok(sprint.number),
            None => number_or_current(app, None),
        },
        Some(number) => Ok(number),
    }
}

/// Ask for a change of the locked sprint
#[derive(Debug, Args)]
pub struct Asked {
    /// add, remove or reestimate
    #[arg(value_parser = kind)]
    kind: RequestKind,
    /// The item's key
    key: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who asks [default: the actor]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The new estimate, for a re-estimate
    #[arg(long, allow_negative_numbers = true, value_parser = args::points)]
    points: Option<Points>,
    /// An item of the sprint, not started, that goes out in its place
    #[arg(long, value_name = "KEY")]
    swap: Option<String>,
    /// Who accepts it at once
    #[arg(long, value_name = "MEMBER")]
    accepted_by: Option<String>,
}

/// Of one sprint.
#[derive(Debug, Args)]
pub struct OfSprint {
    /// The sprint's number [default: the locked sprint]
    number: Option<i64>,
}

impl Scope {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Request(asked) => asked.run(app),
            Self::List(of) => list(app, of, |_| true, "No change requests."),
            Self::Accept { request, by, swap, note } => {
                let outcome = app.accept_request(*request, by, swap.as_deref(), note.as_deref())?;
                Ok(Reply::done(&outcome).with("request", format!("C{request}")))
            }
            Self::Defer { request, note } => {
                let outcome = app.defer_request(*request, note.as_deref())?;
                Ok(Reply::done(&outcome).with("request", format!("C{request}")))
            }
            Self::Decline { request, note } => {
                let outcome = app.decline_request(*request, note.as_deref())?;
                Ok(Reply::done(&outcome).with("request", format!("C{request}")))
            }
            Self::Log(of) => list(app, of, |r| r.ruling == Some(RequestRuling::Accepted), "The scope has not changed."),
            Self::Verify(of) => verify(app, promised(app, of.number)?),
            Self::Contract(of) => {
                let number = promised(app, of.number)?;
                let (contract, sealed) = app.contract(number)?;
                let mut markdown = report::contract::markdown(&contract, &sealed.sha256);
                let found = since_the_lock(&contract, &app.sprint_view(number)?.entries);
                if !found.is_empty() {
                    markdown = format!("{markdown}\n{}\n", report::scope::since_the_lock(&found));
                }
                Ok(Reply::default().with_fields(&contract).with("sha256", sealed.sha256).with_text(markdown))
            }
        })
    }
}

impl Asked {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let outcome = app.request_change(&Ask {
            kind: self.kind,
            item: self.key.clone(),
            reason: self.reason.clone(),
            requested_by: self.by.clone(),
            points: self.points,
            swap: self.swap.clone(),
            accepted_by: self.accepted_by.clone(),
        })?;
        Ok(Reply::done(&outcome).with("request", format!("C{}", outcome.value)))
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

fn list(app: &Standfast, of: &OfSprint, wanted: impl Fn(&Request) -> bool, none: &str) -> Result<Reply> {
    let requests: Vec<Request> = app.requests(of.number)?.into_iter().filter(wanted).collect();
    let mut table = Table::new(&["request", "when", "asks to", "#in", "#out", "swap", "asked by", "ruling", "why"]);
    for request in &requests {
        let points = |points: Option<Points>| points.map_or_else(String::new, |points| points.to_string());
        let ruling = match (request.ruling, &request.ruled_by) {
            (Some(ruling), Some(by)) => format!("{} by {by}", ruling.word()),
            _ => "waiting".to_owned(),
        };
        table.add(vec![
            request.key(),
            request.requested_at.local_full(app.zone()),
            format!("{} {}", request.kind.word(), request.item),
            points(request.points_in),
            points(request.points_out),
            request.swap.clone().unwrap_or_default(),
            request.requested_by.clone(),
            ruling,
            request.reason.clone(),
        ]);
    }
    let reply = Reply::default().with("requests", requests.iter().map(fields).collect::<Vec<_>>());
    Ok(if requests.is_empty() { reply.with_text(none) } else { reply.with_table(table) })
}

fn fields(request: &Request) -> Value {
    json!({
        "request": request.key(),
        "sprint": request.sprint,
        "kind": request.kind,
        "item": request.item,
        "title": request.title,
        "swap": request.swap,
        "points_in": request.points_in,
        "points_out": request.points_out,
        "reason": request.reason,
        "requested_by": request.requested_by,
        "requested_at": request.requested_at,
        "ruling": request.ruling,
        "ruled_by": request.ruled_by,
        "ruled_at": request.ruled_at,
        "note": request.note,
    })
}

fn kind(typed: &str) -> std::result::Result<RequestKind, String> {
    RequestKind::read(typed)
}
