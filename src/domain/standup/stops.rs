//! The walk over the board, right to left: it stops only where something is wrong (S3).

use crate::domain::item::{Class, ItemRow, Status};
use crate::domain::points::count;
use crate::domain::standup::facts::{Carried, Seen};
use crate::domain::stuck::DAY;
use serde::{Deserialize, Serialize};

/// A place where the walk over the board stops.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    #[serde(flatten)]
    pub item: Carried,
    pub assignee: Option<String>,
    /// Why the walk stops, in words.
    pub why: Vec<String>,
}

impl Seen<'_> {
    /// Where the walk stops among `sprint`, the items of the sprint by rank: items that are stuck, blocked or unowned, and
    /// those at risk of not being pulled with `days_left` working days to go, today included.
    pub fn stops(&self, sprint: &[ItemRow], days_left: Option<u32>) -> Vec<Stop> {
        let columns = self.workflow.iter().rev().filter(|status| status.class != Class::Finished);
        let in_column = |status: &Status| {
            let id = status.id;
            sprint.iter().filter(move |row| row.status_id == id)
        };
        columns.flat_map(in_column).filter_map(|row| self.stop(row, days_left)).collect()
    }

    fn stop(&self, row: &ItemRow, days_left: Option<u32>) -> Option<Stop> {
        let item = self.carried(row);
        let mut why = item.stuck.clone();
        if row.class == Class::Waiting {
            why.extend(self.not_pulled(days_left));
        }
        (!why.is_empty()).then(|| Stop { item, assignee: row.assignee.clone(), why })
    }

    /// Whether what waits now is usually not finished in the days that are left.
    fn not_pulled(&self, days_left: Option<u32>) -> Option<String> {
        let active: Vec<i64> = self.workflow.iter().filter(|s| s.class == Class::Active).map(|s| s.id).collect();
        let left = days_left?;
        let late = i64::from(left) * DAY <= self.experience.usual_way(&active);
        late.then(|| match left {
            0 => "not pulled, and no day is left".to_owned(),
            left => format!("not pulled, {} left", count(left, "working day")),
        })
    }
}
