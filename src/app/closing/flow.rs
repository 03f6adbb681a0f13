//! The flow of a sprint from the log: what waited, was worked on and was finished, and how long items took.

use crate::app::Standfast;
use crate::app::find::find_sprint;
use crate::app::seal::{calendar_of, frozen};
use crate::domain::calendar::Calendar;
use crate::domain::flow::{Counts, Cycle, Measured, flow};
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::Instant;
use crate::error::Result;
use std::collections::HashMap;

/// The flow of a sprint.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub sprint: Sprint,
    /// The counts from the lock on, whenever one changed.
    pub steps: Vec<(Instant, Counts)>,
    /// Every finished item, the first one first.
    pub cycles: Vec<Cycle>,
    /// The keys of those items, by their rows.
    pub keys: HashMap<i64, String>,
    /// The days on which the team worked.
    pub calendar: Calendar,
    /// The end of what is known.
    pub as_of: Instant,
}

impl Standfast {
    /// The flow of a sprint up to an instant, or to now; refused like its burndown.
    pub fn flow(&self, number: i64, as_of: Option<Instant>) -> Result<Flow> {
        let tx = self.tx();
        let sprint = find_sprint(&tx, number)?;
        let report = if sprint.state == State::Closed { Some(frozen(&tx, &sprint)?) } else { None };
        let calendar = calendar_of(&tx, report.as_ref())?;
        let operation = as_of.map_or(Ok(i64::MAX), |at| self.store.operation_at(at))?;
        let Some(Measured { steps, cycles }) = flow(&self.store.story(sprint.id)?, &calendar, operation) else {
            let imported = report.is_some_and(|report| report.imported.is_some());
            return Err(super::burndown::never_locked(self, &sprint, imported, as_of).into());
        };
        let keys = self.store.keys_of(&cycles.iter().map(|cycle| cycle.item).collect::<Vec<_>>())?;
        let end = sprint.closed_at.unwrap_or_else(|| self.now());
        Ok(Flow { as_of: as_of.unwrap_or(end), sprint, steps, cycles, keys, calendar })
    }
}
