//! `review`: the demo list, verdicts, feedback (V1).

use crate::app::Standfast;
use crate::app::review::{ReviewView, Showing};
use crate::cli::Call;
use crate::cli::args;
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, TextForm};
use crate::domain::review::{Demo as Shown, Verdict};
use crate::domain::words::whole;
use crate::error::Result;
use crate::report;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// The review of a sprint: what it finished, with verdicts and feedback
#[derive(Debug, Subcommand)]
pub enum Review {
    /// Start the review
    Start {
        /// The sprint's number [default: the locked sprint, else the last closed one]
        number: Option<i64>,
        /// A person present; repeat it for each
        #[arg(long, value_name = "NAME")]
        present: Vec<String>,
    },
    /// Change who is present, for later verdicts
    Present {
        /// The names
        names: Vec<String>,
    },
    /// Show the demo list with its verdicts as Markdown or as a page; before the review, the items it would start with
    Show {
        /// The sprint's number [default: the review under way, else the locked sprint, else the last closed one]
        number: Option<i64>,
        #[command(flatten)]
        page_as: AsPage<TextForm>,
    },
    Demo(Demo),
    /// Finish the review; finished items that were not shown are listed
    Finish,
}

/// Edit an item of the demo list: presenter, verdict, feedback
#[derive(Debug, Args)]
pub struct Demo {
    /// The item's key
    key: String,
    /// Add it to the list: it was finished in an earlier sprint and never shown
    #[arg(long)]
    add: bool,
    /// The presenter, or none
    #[arg(long, value_name = "MEMBER")]
    presenter: Option<String>,
    /// Its minutes, or none
    #[arg(long, value_name = "N", value_parser = minutes)]
    minutes: Option<MinutesOrNone>,
    /// Its place in the list, from 1
    #[arg(long, value_name = "N")]
    place: Option<usize>,
    /// Evidence: a URL, build or commit; repeat it for each
    #[arg(long, value_name = "TEXT")]
    evidence: Vec<String>,
    /// accepted or rejected; a rejected item reopens
    #[arg(long, value_parser = verdict)]
    verdict: Option<Verdict>,
    /// A note on the verdict
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Feedback on it, which becomes a backlog item; repeat it for each
    #[arg(long, value_name = "TEXT")]
    feedback: Vec<String>,
    /// A person present for this item, if not everyone of the review; repeat it for each
    #[arg(long, value_name = "NAME")]
    present: Vec<String>,
}

/// Minutes, or none.
#[derive(Debug, Clone, Copy)]
struct MinutesOrNone(Option<u32>);

impl Review {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| match self {
            Self::Start { number, present } => {
                let outcome = app.start_review(*number, present)?;
                let view = app.review_view(Some(outcome.value))?;
                Ok(Reply::done(&outcome).with_fields(fields(&view)))
            }
            Self::Present { names } => {
                let outcome = app.set_review_present(names)?;
                Ok(Reply::done(&outcome))
            }
            Self::Show { number, page_as } => {
                let view = app.review_view(*number)?;
                let reply = Reply::default().with_fields(fields(&view));
                page_as.reply(reply, app, || Ok(report::pages::of_review(app, &view)))
            }
            Self::Demo(asked) => asked.run(app),
            Self::Finish => {
                let outcome = app.finish_review()?;
                Ok(Reply::done(&outcome).with_fields(fields(&app.review_view(Some(outcome.value))?)))
            }
        })
    }
}

impl Demo {
    fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let Some(showing) = self.showing() else { return shown(app, &self.key) };
        let outcome = app.show_item(&self.key, &showing)?;
        let key = app.item(&self.key)?.row.key;
        let view = app.review_view(None)?;
        let shown = view.demos.iter().find(|demo| demo.item.key == key);
        Ok(Reply::done(&outcome).with("feedback_items", &outcome.value).with("demo", shown.map(demo)))
    }

    fn showing(&self) -> Option<Showing> {
        let given = self.add
            || self.presenter.is_some()
            || self.minutes.is_some()
            || self.note.is_some()
            || self.place.is_some()
            || self.verdict.is_some()
            || !self.evidence.is_empty()
            || !self.feedback.is_empty();
        given.then(|| Showing {
            add: self.add,
            presenter: self.presenter.as_deref().map(args::or_none),
            minutes: self.minutes.map(|minutes| minutes.0),
            note: self.note.as_deref().map(args::or_none),
            add_evidence: self.evidence.clone(),
            position: self.place,
            verdict: self.verdict,
            feedback: self.feedback.clone(),
            present: self.present.clone(),
        })
    }
}

fn shown(app: &Standfast, key: &str) -> Result<Reply> {
    let (key, view) = (app.item(key)?.row.key, app.review_view(None)?);
    let shown = view.demos.iter().find(|demo| demo.item.key == key);
    let text = shown.map_or_else(|| format!("{key} is not on the demo list."), report::review::one);
    Ok(Reply::default().with_text(text).with("demo", shown.map(demo)))
}

/// A review under its stable names.
fn fields(view: &ReviewView) -> Value {
    let earlier = |(sprint, row): &(i64, crate::domain::item::ItemRow)| json!({ "sprint": sprint, "key": row.key, "title": row.title, "points": row.points });
    json!({
        "sprint": view.sprint.number,
        "started_at": view.review.as_ref().map(|review| review.started_at),
        "finished_at": view.review.as_ref().and_then(|review| review.finished_at),
        "present": view.review.as_ref().map(|review| &review.present),
        "demos": view.demos.iter().map(demo).collect::<Vec<_>>(),
        "not_shown": view.not_shown().map(|demo| demo.item.key.as_str()).collect::<Vec<_>>(),
        "never_shown": view.never_shown.iter().map(earlier).collect::<Vec<_>>(),
    })
}

fn demo(demo: &Shown) -> Value {
    let feedback = |(key, text): &(String, String)| json!({ "key": key, "text": text });
    json!({
        "key": demo.item.key,
        "external_key": demo.item.external_key,
        "title": demo.item.title,
        "points": demo.item.points,
        "status": demo.item.status,
        "criteria": demo.criteria,
        "presenter": demo.presenter,
        "minutes": demo.minutes,
        "verdict": demo.verdict,
        "note": demo.note,
        "evidence": demo.evidence,
        "present": demo.present,
        "judged_at": demo.judged_at,
        "feedback": demo.feedback.iter().map(feedback).collect::<Vec<_>>(),
    })
}

fn verdict(typed: &str) -> std::result::Result<Verdict, String> {
    match Verdict::parse(typed) {
        Some(Verdict::Feedback) => Err("say what the feedback is with --feedback TEXT".to_owned()),
        Some(verdict) => Ok(verdict),
        None => Err("a verdict is accepted or rejected; feedback is given with --feedback TEXT".to_owned()),
    }
}

fn minutes(typed: &str) -> std::result::Result<MinutesOrNone, String> {
    if typed.trim().eq_ignore_ascii_case("none") {
        return Ok(MinutesOrNone(None));
    }
    let minutes = whole(typed.trim()).ok_or_else(|| "minutes are a whole number, or none".to_owned())?;
    Ok(MinutesOrNone(Some(minutes)))
}
