//! `sprint close`: where each unfinished item goes, and what became of the goal (R4, R5).

use crate::app::Standfast;
use crate::cli::output::Reply;
use crate::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason, Rest};
use crate::domain::points::Points;
use crate::error::Result;
use clap::Args;

/// Close the locked sprint: every unfinished item gets a disposition and a reason, and the report is frozen; this cannot be undone
#[derive(Debug, Args)]
pub struct Close {
    /// The sprint's number
    number: i64,
    /// The goal's outcome: met, partly or missed
    #[arg(long, value_name = "OUTCOME", value_parser = GoalOutcome::read)]
    goal: GoalOutcome,
    /// Move an item to the next sprint; repeat it for each
    #[arg(long, value_name = "KEY=REASON[:NOTE]", value_parser = given)]
    next: Vec<Given>,
    /// Move an item back to the backlog; repeat it for each
    #[arg(long, value_name = "KEY=REASON[:NOTE]", value_parser = given)]
    backlog: Vec<Given>,
    /// Split an item into its finished part, with its points, and the rest; repeat it for each
    #[arg(long, value_name = "KEY=[POINTS,]REASON[:NOTE]", value_parser = given_split)]
    split: Vec<(Given, Option<Points>)>,
    /// Drop an item; repeat it for each
    #[arg(long, value_name = "KEY=REASON[:NOTE]", value_parser = given)]
    drop: Vec<Given>,
    /// Move all other unfinished items: next or backlog
    #[arg(long, value_name = "WHERE=REASON[:NOTE]", value_parser = rest)]
    rest: Option<Rest>,
    /// A note on the sprint
    #[arg(long)]
    note: Option<String>,
}

/// An item, why it is unfinished, and a note.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    item: String,
    reason: Reason,
    note: Option<String>,
}

impl Given {
    fn goes(&self, goes: Goes) -> Disposition {
        Disposition { item: self.item.clone(), goes, reason: self.reason, note: self.note.clone() }
    }
}

impl Close {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let mut dispositions: Vec<Disposition> = Vec::new();
        dispositions.extend(self.next.iter().map(|given| given.goes(Goes::Next)));
        dispositions.extend(self.backlog.iter().map(|given| given.goes(Goes::Backlog)));
        dispositions.extend(self.drop.iter().map(|given| given.goes(Goes::Drop)));
        dispositions
            .extend(self.split.iter().map(|(given, done)| given.goes(Goes::Split { done: *done, title: None })));
        let closing = Closing { dispositions, rest: self.rest.clone(), goal: self.goal, note: self.note.clone() };
        let outcome = app.close_sprint(self.number, &closing)?;
        let sealed = app.sealed_report(self.number)?;
        Ok(Reply::done(&outcome)
            .with("number", self.number)
            .with("report", &outcome.value)
            .with("sha256", sealed.sha256))
    }
}

fn given(typed: &str) -> std::result::Result<Given, String> {
    let (item, why) = typed.split_once('=').ok_or_else(|| how("PAY-2"))?;
    let (reason, note) = reason_and_note(why)?;
    Ok(Given { item: item.trim().to_owned(), reason, note })
}

fn given_split(typed: &str) -> std::result::Result<(Given, Option<Points>), String> {
    let (item, why) = typed.split_once('=').ok_or_else(|| how("PAY-2"))?;
    match why.split_once(',') {
        Some((points, why)) if !why.is_empty() && !points.contains(':') => {
            let points = crate::cli::args::points(points)?;
            let (reason, note) = reason_and_note(why)?;
            Ok((Given { item: item.trim().to_owned(), reason, note }, Some(points)))
        }
        _ => given(typed).map(|given| (given, None)),
    }
}

fn rest(typed: &str) -> std::result::Result<Rest, String> {
    let (goes, why) = typed.split_once('=').ok_or_else(|| how("backlog"))?;
    let goes = match goes.trim().to_lowercase().as_str() {
        "next" => Goes::Next,
        "backlog" => Goes::Backlog,
        other => return Err(format!("the rest goes to next or backlog, not to \"{other}\"")),
    };
    let (reason, note) = reason_and_note(why)?;
    Ok(Rest { goes, reason, note })
}

fn reason_and_note(typed: &str) -> std::result::Result<(Reason, Option<String>), String> {
    let (reason, note) = typed.split_once(':').map_or((typed, None), |(reason, note)| (reason, Some(note)));
    let note = note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    Ok((Reason::read(reason)?, note))
}

fn how(example: &str) -> String {
    format!("write what and why, such as {example}=blocked or {example}=\"blocked: the bank is late\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disposition_is_read_from_one_word() {
        let one = given("PAY-2=not started: holidays: two weeks").unwrap();
        assert_eq!(
            (one.item.as_str(), one.reason, one.note.as_deref()),
            ("PAY-2", Reason::NotStarted, Some("holidays: two weeks"))
        );
        let (two, done) = given_split("PAY-4=2.5,underestimated").unwrap();
        assert_eq!((two.reason, done.map(Points::value)), (Reason::Underestimated, Some(2.5)));
        let (three, done) = given_split("PAY-4=blocked: a, b").unwrap();
        assert_eq!((three.note.as_deref(), done), (Some("a, b"), None));
        assert_eq!(rest("next=absence").map(|rest| rest.goes), Ok(Goes::Next));
        for typed in ["PAY-2", "PAY-2=lazy", "PAY-2="] {
            assert!(given(typed).is_err(), "{typed}");
        }
        assert!(rest("drop=other").is_err());
    }
}
