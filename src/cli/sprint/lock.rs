//! `sprint check` and `sprint lock` (L4, L5).

use crate::app::Standfast;
use crate::app::sprint::{Except, ways_to_mend};
use crate::cli::args;
use crate::cli::output::Reply;
use crate::domain::points::count;
use crate::domain::scope::LockCheck;
use crate::error::Result;
use crate::rules::Way;
use clap::Args;

/// List every failed check of a draft; exits with 1 if a check fails
#[derive(Debug, Args)]
pub struct Check {
    /// The sprint [default: the draft]
    number: Option<i64>,
}

impl Check {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let number = match self.number {
            None => app.planning_sprint()?.map(|sprint| sprint.number),
            named => named,
        };
        let number = super::number_or_current(app, number)?;
        let checked = app.check_sprint(number)?;
        let reply = Reply::default()
            .with("number", number)
            .with("ready", checked.failures.is_empty())
            .with("failures", &checked.failures)
            .with("committed", checked.commitment.points)
            .with("count", checked.commitment.count)
            .with("unestimated", checked.commitment.unestimated)
            .with("parents", &checked.parents)
            .with("capacity", super::show::capacity(&checked.capacity))
            .with_text(sentence(number, &checked));
        Ok(if checked.failures.is_empty() { reply } else { reply.failing() })
    }
}

fn sentence(number: i64, checked: &LockCheck) -> String {
    let parents = checked.parents.iter().map(|parent| format!("  {}", parent.words()));
    if checked.failures.is_empty() {
        let items = count(checked.commitment.count, "item");
        let head = format!("Sprint {number} can be locked: {items}, {}.", checked.commitment.points.in_words());
        return std::iter::once(head).chain(parents).collect::<Vec<_>>().join("\n");
    }
    let lines = checked
        .failures
        .iter()
        .map(|failure| format!("  {}: {}", failure.subject(), crate::domain::text::clean(&failure.words)))
        .chain(parents);
    let count = checked.failures.len();
    let head =
        format!("Sprint {number} cannot be locked yet: {count} check{}.", if count == 1 { " fails" } else { "s fail" });
    let ways = ways_to_mend(number, &checked.failures);
    std::iter::once(Way::after(&head, &ways, Way::as_command)).chain(lines).collect::<Vec<_>>().join("\n")
}

/// Lock a draft: the contract is written, and the scope changes only through change requests
#[derive(Debug, Args)]
pub struct Lock {
    /// The sprint's number
    number: i64,
    /// Except an item, or capacity, from a failed check, with a reason; repeat it for each
    #[arg(long, value_name = "KEY=REASON", value_parser = args::key_and_reason)]
    except: Vec<(String, String)>,
    /// A member who agreed; repeat it for each
    #[arg(long = "agreed", value_name = "MEMBER")]
    agreed_by: Vec<String>,
}

impl Lock {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let except: Vec<Except> = self
            .except
            .iter()
            .map(|(subject, reason)| Except { subject: subject.clone(), reason: reason.clone() })
            .collect();
        let outcome = app.lock_sprint(self.number, &except, &self.agreed_by)?;
        let (_, sealed) = app.contract(self.number)?;
        Ok(Reply::done(&outcome)
            .with("number", self.number)
            .with("contract", &outcome.value)
            .with("sha256", sealed.sha256))
    }
}
