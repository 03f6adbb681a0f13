//! Which items are stuck: blocked, nobody's, or too long in their status (S4).

use crate::domain::calendar::Calendar;
use crate::domain::item::{Class, Row};
use crate::domain::time::Instant;

/// Working days in one status after which an active item counts as stuck, before the team's own past says better.
pub const DEFAULT_LIMIT: u32 = 3;

/// Why an item is stuck, the most pressing reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stuck {
    /// A blocker on it is open.
    Blocked,
    /// Somebody should work on it, and nobody is named.
    Unowned,
    /// It has been in its status for longer than is usual.
    Slow,
}

/// The working days that an item has spent in its status: those since the day on which it came there.
pub fn days_in_status(row: &Row, calendar: &Calendar, now: Instant) -> u32 {
    let (since, today) = (row.status_since.day(calendar.zone), now.day(calendar.zone));
    since.succ_opt().map_or(0, |next| calendar.count_working_days(next, today))
}

/// Whether an item is stuck after so many working days in its status. `limit` is what is usual there: the 85th
/// percentile of the team's past once there is a sample, else `DEFAULT_LIMIT`.
pub fn stuck(row: &Row, days: u32, limit: u32) -> Option<Stuck> {
    let active = row.class == Class::Active;
    match () {
        () if row.class.is_ended() => None,
        () if row.blocked => Some(Stuck::Blocked),
        () if active && row.assignee.is_none() => Some(Stuck::Unowned),
        () if active && days > limit => Some(Stuck::Slow),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::item::Kind;
    use chrono::Weekday;

    fn row(class: Class, blocked: bool, assignee: Option<&str>) -> Row {
        Row {
            id: 1,
            key: "PAY-1".to_owned(),
            external_key: None,
            kind: Kind::Story,
            title: "Retry".to_owned(),
            status: "doing".to_owned(),
            status_id: 2,
            class,
            status_since: Instant::parse("2026-11-19T22:30:00Z").unwrap(),
            points: None,
            assignee: assignee.map(str::to_owned),
            rank: "a".to_owned(),
            sprint: Some(1),
            not_ready: Vec::new(),
            rollovers: 0,
            blocked,
        }
    }

    #[test]
    fn days_are_working_days_of_the_team() {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let calendar = Calendar::new(chrono_tz::Europe::Berlin, &week, ["2026-11-24".parse().unwrap()]);
        let days =
            |now: &str| days_in_status(&row(Class::Active, false, None), &calendar, Instant::parse(now).unwrap());
        assert_eq!(days("2026-11-19T22:40:00Z"), 0);
        assert_eq!(days("2026-11-19T23:30:00Z"), 1, "it is Friday in Berlin");
        assert_eq!(days("2026-11-22T09:00:00Z"), 1, "the weekend does not count");
        assert_eq!(days("2026-11-25T09:00:00Z"), 3, "nor does a holiday");
        assert_eq!(days("2026-11-01T09:00:00Z"), 0, "a clock that went back");
    }

    #[test]
    fn what_is_stuck() {
        let of = |class, blocked, assignee, days| stuck(&row(class, blocked, assignee), days, DEFAULT_LIMIT);
        assert_eq!(of(Class::Active, false, Some("ana"), 3), None);
        assert_eq!(of(Class::Active, false, Some("ana"), 4), Some(Stuck::Slow));
        assert_eq!(of(Class::Active, false, None, 0), Some(Stuck::Unowned));
        assert_eq!(of(Class::Active, true, None, 9), Some(Stuck::Blocked));
        assert_eq!(of(Class::Waiting, true, None, 0), Some(Stuck::Blocked));
        assert_eq!(of(Class::Waiting, false, None, 90), None);
        assert_eq!(of(Class::Finished, true, None, 90), None);
    }
}
