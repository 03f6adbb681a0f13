//! Requesting other dates for the locked sprint (L7): the reason, who approves, and the days before and after.

use super::days::{deferred, move_dates, now, refuse_senseless};
use super::request::{Asking, AtOnce, locked, refuse_repeated, rule_as_made};
use crate::app::change::{Outcome, Said};
use crate::app::{Standfast, Tx};
use crate::domain::scope::{NewDates, RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};
use crate::store::engine::values;

/// The dates that someone asks for; a day that is absent stays as it is.
#[derive(Debug, Clone, Default)]
pub struct AskDates {
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub reason: String,
    /// Who asks; the actor if absent.
    pub requested_by: Option<String>,
    /// Who accepts it at once, if someone does.
    pub accepted_by: Option<String>,
}

impl Standfast {
    /// Asks for other dates of the locked sprint; accepts, defers or declines it at once if that is said.
    pub fn request_dates(&mut self, ask: &AskDates, ruling: Option<RequestRuling>) -> Result<Outcome<i64>> {
        let at_once = &AtOnce::of(ruling, ask.accepted_by.as_ref())?;
        let (actor, reason, requested_by) = self.asking(&ask.reason, ask.requested_by.as_deref())?;
        self.transact(Op::RequestChange.because(Some(&reason)), |tx| {
            let sprint = locked(tx)?;
            let dates = wanted(tx, &sprint, ask)?;
            let asking =
                Asking { actor: &actor, reason: &reason, requested_by: &requested_by, at_once, takes_back: None };
            make_dates(tx, &sprint, dates, &asking)
        })
    }
}

/// Makes the request for these dates, and moves them if it is accepted at once.
pub(super) fn make_dates(tx: &Tx<'_>, sprint: &Sprint, dates: NewDates, asking: &Asking<'_>) -> Result<(i64, Said)> {
    refuse_repeated(tx, sprint, RequestKind::Dates, |known| known.dates() == Some(dates))?;
    let NewDates { start_in, end_in, start_out, end_out } = dates;
    let made = tx.store.insert_numbered(
        Table::ChangeRequest,
        values! {
            sprint: sprint.id, kind: RequestKind::Dates, reason: asking.reason, requested_by: asking.requested_by,
            requested_at: tx.now, start_in, end_in, start_out, end_out, takes_back: asking.taken_back(),
        },
    )?;
    let mut said = rule_as_made(tx, made, asking, &asking.words(&format!("move the {}", dates.words())))?;
    match asking.at_once {
        AtOnce::Accepted(_) => move_dates(tx, sprint, &dates)?,
        // No later planning looks at the dates of this sprint.
        AtOnce::Left(RequestRuling::Deferred) => said = deferred(made.1).into(),
        AtOnce::Left(_) | AtOnce::Open => {}
    }
    Ok((made.1, said))
}

fn wanted(tx: &Tx<'_>, sprint: &Sprint, ask: &AskDates) -> Result<NewDates> {
    let Some(out) = now(sprint) else { return refuse(Rule::L7, format!("Sprint {} has no dates.", sprint.number)) };
    let dates = NewDates::between(out, (ask.start.unwrap_or(out.0), ask.end.unwrap_or(out.1)));
    if (dates.start_in, dates.end_in) == out {
        let words =
            format!("Sprint {} is from {} to {} already. Name another first or last day.", sprint.number, out.0, out.1);
        return refuse(Rule::L7, words);
    }
    refuse_senseless(tx, &dates)?;
    Ok(dates)
}
