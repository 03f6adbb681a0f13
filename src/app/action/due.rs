//! When an action is due (A2).

use crate::app::find::retro_under_way;
use crate::app::{Standfast, Tx};
use crate::domain::retro::Retro;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use chrono::Days;

impl Standfast {
    /// When an action committed or kept now is due unless someone says otherwise: at the end of the next sprint (A2).
    pub fn default_due(&self) -> Result<Day> {
        let tx = self.tx();
        default_due(&tx, &retro_under_way(&tx)?)
    }
}

pub(super) fn due_from_today(tx: &Tx<'_>, due: Day) -> Result<Day> {
    let today = tx.now.day(tx.team()?.zone);
    if due < today {
        return refuse(Rule::A2, format!("The action would be due on {due}, which has passed. Give it a day to come."));
    }
    Ok(due)
}

/// The end of the next sprint: as planned, or as long as the last one from the next working day on.
pub(super) fn default_due(tx: &Tx<'_>, retro: &Retro) -> Result<Day> {
    let today = tx.now.day(tx.team()?.zone);
    let planned = tx.store.locked_sprint()?.into_iter().chain(tx.store.draft_sprints()?);
    let next = planned.filter(|sprint| sprint.number > retro.sprint).find_map(|sprint| sprint.ends_on);
    if let Some(end) = next.filter(|end| *end >= today) {
        return Ok(end);
    }
    let fortnight = || today.checked_add_days(Days::new(14)).unwrap_or(today);
    let past = tx.store.sprint(retro.sprint)?;
    let Some((start, end)) = past.and_then(|sprint| sprint.starts_on.zip(sprint.ends_on)) else {
        return Ok(fortnight());
    };
    let calendar = tx.store.calendar(tx.team)?;
    let length = calendar.count_working_days(start, end).max(1);
    let eve = end.max(today.pred_opt().unwrap_or(today));
    Ok(calendar.working_day_after(eve, length).unwrap_or_else(fortnight))
}
