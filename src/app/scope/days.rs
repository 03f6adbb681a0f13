//! The dates of a locked sprint: which can be asked for, and their change once it is accepted (L7).

use crate::app::Tx;
use crate::app::say::in_order;
use crate::domain::scope::{NewDates, Request};
use crate::domain::sprint::Sprint;
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::store::engine::values;

/// The dates of a request that is accepted later; refuses what the sprint's dates have overtaken.
pub(super) fn still_wanted(tx: &Tx<'_>, sprint: &Sprint, request: &Request) -> Result<NewDates> {
    let Some(dates) = request.dates().filter(|dates| now(sprint) == Some((dates.start_out, dates.end_out))) else {
        return refuse(
            Rule::L7,
            format!("The dates of sprint {} changed since {} asked. Make a new request.", sprint.number, request.key()),
        );
    };
    refuse_senseless(tx, &dates)?;
    Ok(dates)
}

/// What is said of a request that was deferred.
pub(super) fn deferred(number: i64) -> String {
    format!("C{number} is deferred: the dates stay as they are.")
}

pub(super) fn move_dates(tx: &Tx<'_>, sprint: &Sprint, dates: &NewDates) -> Result<()> {
    for draft in tx.store.draft_sprints()? {
        if let Some(start) = draft.starts_on.filter(|start| *start > dates.start_in && *start <= dates.end_in) {
            tx.warn(format!("The draft sprint {} begins on {start}, before this one ends.", draft.number));
        }
    }
    let row = values! { starts_on: dates.start_in, ends_on: dates.end_in };
    tx.store.update(Table::Sprint, sprint.id, row).map(drop)
}

/// The sprint's first and last day.
pub(super) fn now(sprint: &Sprint) -> Option<(Day, Day)> {
    sprint.starts_on.zip(sprint.ends_on)
}

pub(super) fn refuse_senseless(tx: &Tx<'_>, dates: &NewDates) -> Result<()> {
    in_order(Rule::L7, Some(dates.start_in), Some(dates.end_in))?;
    let today = tx.now.day(tx.team()?.zone);
    if dates.end_in != dates.end_out && dates.end_in < today {
        let words = format!(
            "The last day {} has passed. Close the sprint instead, or name a day from {today} on.",
            dates.end_in
        );
        return refuse(Rule::L7, words);
    }
    if tx.store.calendar(tx.team)?.count_working_days(dates.start_in, dates.end_in) == 0 {
        return refuse(Rule::L7, format!("There is no working day from {} to {}.", dates.start_in, dates.end_in));
    }
    Ok(())
}
