//! How the team is doing: what the header of the cockpit and `status` show (U1).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::account::account;
use crate::domain::calendar::Calendar;
use crate::domain::calendar::DayOf;
use crate::domain::points::{Points, count, number};
use crate::domain::sprint::{Account, Sprint, State};
use crate::domain::tables::Table;
use crate::error::Result;

/// The facts of the header.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HeaderFacts {
    pub team: String,
    /// The sprint under way, or the draft when none is.
    pub sprint: Option<Sprint>,
    /// The place of today in it.
    pub day: Option<DayOf>,
    pub account: Account,
    /// Items in it that are blocked.
    pub blocked: usize,
    /// Why nothing can be written, where that is so.
    pub read_only: bool,
    /// The team's working days, for every view that shows an age.
    pub calendar: Calendar,
}

impl HeaderFacts {
    /// Reads the facts.
    pub fn load(standfast: &Standfast) -> Result<Self> {
        let read_only = standfast.read_only().is_some();
        if !standfast.has_team() {
            return Ok(Self { read_only, ..Self::default() });
        }
        let team = standfast.team()?.name.clone();
        let sprint = match standfast.current_sprint()? {
            Some(sprint) => Some(sprint),
            None => standfast.planning_sprint()?,
        };
        let calendar = standfast.calendar()?;
        let Some(sprint) = sprint else { return Ok(Self { team, read_only, calendar, ..Self::default() }) };
        let (day, entries) = standfast.sprint_today(&sprint)?;
        let blocked = entries.iter().filter(|entry| entry.present && entry.item.blocked).count();
        Ok(Self { team, account: account(&entries), sprint: Some(sprint), day, blocked, read_only, calendar })
    }

    /// The tables that it is read from.
    pub fn reads() -> Changed {
        let tables = [
            Table::Team,
            Table::Holiday,
            Table::Status,
            Table::Item,
            Table::Sprint,
            Table::SprintItem,
            Table::ChangeRequest,
            Table::Blocker,
            Table::BlockerItem,
        ];
        tables.into_iter().fold(Changed::NOTHING, |all, table| all.and(Changed::table(table)))
    }

    /// `Sprint 7`, with its name if it has one, and whether it is a draft.
    pub fn sprint_words(&self) -> String {
        let Some(sprint) = &self.sprint else { return "no sprint".to_owned() };
        let name = sprint.name.as_ref().map_or_else(|| format!("Sprint {}", sprint.number), Clone::clone);
        if sprint.state == State::Draft { format!("{name} (draft)") } else { name }
    }

    /// Points done of the scope, as `21/34 pts`; of a draft what is in it.
    pub fn points_words(&self) -> Option<String> {
        let state = self.sprint.as_ref()?.state;
        let scope = self.account.scope();
        if scope.count == 0 {
            return None;
        }
        let open = if scope.unestimated > 0 { format!(" +{}?", scope.unestimated) } else { String::new() };
        Some(match state {
            State::Draft => format!("{} pts{open}", scope.points),
            _ => format!("{}/{} pts{open}", self.account.completed.points, scope.points),
        })
    }

    /// What came in and went out since the lock, as `+3 −2`.
    pub fn change_words(&self, minus: &str) -> Option<String> {
        let account = self.account;
        let locked = self.sprint.as_ref().is_some_and(|sprint| sprint.state == State::Locked);
        if !locked || (account.added.count, account.removed.count, account.reestimated_count) == (0, 0, 0) {
            return None;
        }
        let more = account.added.points.minus(Points::ZERO) + account.reestimated.max(0.0);
        let less = account.removed.points.minus(Points::ZERO) + (-account.reestimated).max(0.0);
        Some(format!("+{} {minus}{}", number(more), number(less)))
    }
    /// The day in a few characters: `day 6/10`, `in 3 days`, `2 days over`.
    pub fn short_day(&self) -> Option<String> {
        Some(match self.day? {
            DayOf::Before { until, .. } => format!("in {}", count(until, "day")),
            DayOf::During { day, of } => format!("day {day}/{of}"),
            DayOf::After { over: 0, .. } => "ended".to_owned(),
            DayOf::After { over, .. } => format!("{} over", count(over, "day")),
        })
    }
}
