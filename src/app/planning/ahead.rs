//! How far ahead the backlog is ready, measured in usual sprints (I4).

use crate::app::Standfast;
use crate::app::item::Cursor;
use crate::app::seal::past_sprints;
use crate::app::sprint::capacity;
use crate::domain::item::ItemRow;
use crate::domain::points::Points;
use crate::domain::velocity::{Velocity, velocity};
use crate::error::Result;

/// How ready the top of the backlog is: about two sprints of it (I4).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadyAhead {
    /// Percent of the items looked at that are ready; `None` when there are none.
    pub percent: Option<u32>,
    /// What two sprints are taken to hold: points, from past sprints or the capacity; `None` when that is unknown.
    pub points: Option<Points>,
    /// The items looked at, in rank order, with what each one lacks.
    pub items: Vec<ItemRow>,
}

/// Without history or capacity the look ahead takes this many items.
const AHEAD_ITEMS: usize = 20;

/// A look ahead never reads more than this many items, however small they are.
const AHEAD_MOST: usize = 120;

impl Standfast {
    /// How ready the next two sprints are: the items at the top of the backlog, outside any sprint, that two sprints
    /// of the usual size would take (I4).
    pub fn readiness_ahead(&self) -> Result<ReadyAhead> {
        let usual = self.usual_sprint()?.filter(|one| *one > Points::ZERO);
        let points = usual.and_then(|one| Points::new(one.value() * 2.0));
        let window = self.backlog(&Cursor::Top, AHEAD_MOST)?;
        let (mut items, mut sum) = (Vec::new(), Points::ZERO);
        for row in window.into_iter().filter(|row| row.sprint.is_none()) {
            let enough = points.map_or(items.len() >= AHEAD_ITEMS, |wanted| sum >= wanted);
            if enough {
                break;
            }
            sum = sum + row.points.unwrap_or_default();
            items.push(row);
        }
        let ready = items.iter().filter(|row| row.not_ready.is_empty()).count();
        let percent = (!items.is_empty()).then(|| u32::try_from(100 * ready / items.len()).unwrap_or(100));
        Ok(ReadyAhead { percent, points, items })
    }

    /// The points of a usual sprint: the median of past ones, else what the next draft's capacity says.
    pub(crate) fn usual_sprint(&self) -> Result<Option<Points>> {
        if let Some(past) = self.velocity()? {
            return Ok(Some(past.median));
        }
        let sprint = match self.planning_sprint()? {
            Some(draft) => Some(draft),
            None => self.current_sprint()?,
        };
        sprint.map_or(Ok(None), |sprint| Ok(capacity(&self.tx(), &sprint)?.points))
    }

    /// What closed sprints completed, as a range; `None` before one was closed.
    pub fn velocity(&self) -> Result<Option<Velocity>> {
        let past = past_sprints(&self.tx())?;
        let completed: Vec<Points> = past.iter().map(|sprint| sprint.completed).collect();
        Ok(velocity(&completed, past.iter().filter(|sprint| sprint.imported).count()))
    }
}
