//! Working time between two moments, in working days: what a burndown's ideal line and a blocked item's clock go by.

use crate::domain::calendar::Calendar;
use crate::domain::points::{count, counted};
use crate::domain::time::{Day, Instant};

/// How much of the team's working days lies between two moments; half a working day is 0.5, a Sunday is 0.
pub fn worked_days(calendar: &Calendar, from: Instant, to: Instant) -> f64 {
    if to <= from {
        return 0.0;
    }
    let zone = calendar.zone;
    calendar
        .working_days(from.day(zone), to.day(zone))
        .map(|day| {
            let start = Instant::start_of(day, zone).0;
            let end = day.succ_opt().map_or(start, |next| Instant::start_of(next, zone).0);
            let inside = (to.0.min(end) - from.0.max(start)).max(0);
            if end > start { ratio(inside, end - start) } else { 0.0 }
        })
        .sum()
}

/// Working days since something began, for its age: 0 on the day itself.
pub fn days_since(calendar: &Calendar, from: Instant, today: Day) -> u32 {
    from.day(calendar.zone).succ_opt().map_or(0, |next| calendar.count_working_days(next, today))
}

/// An age in words: `3 working days`; empty on the first day.
pub fn age_in_words(days: u32) -> String {
    if days > 0 { count(days, "working day") } else { String::new() }
}

/// Working days as people say them, to the half: `1 working day`, `2.5 working days`.
pub fn working_days(days: f64) -> String {
    match (days * 2.0).round() / 2.0 {
        half if half <= 0.0 && days > 0.0 => "less than half a working day".to_owned(),
        half => counted(half, "working day"),
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of one day")]
fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    #[test]
    fn working_days_are_said_to_the_half() {
        let said = [0.0, 0.2, 0.25, 0.5, 1.01, 1.3, 12.0].map(working_days);
        let meant = ["0", "less than half a", "0.5", "0.5", "1", "1.5", "12"].map(|number| match number {
            "1" | "less than half a" => format!("{number} working day"),
            _ => format!("{number} working days"),
        });
        assert_eq!(said, meant);
    }

    #[test]
    fn only_working_days_count() {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let calendar = Calendar::new("Europe/Berlin".parse().unwrap(), &week, ["2026-10-26".parse().unwrap()]);
        let worked = |from: &str, to: &str| {
            let days = worked_days(&calendar, Instant::parse(from).unwrap(), Instant::parse(to).unwrap());
            crate::domain::points::number(days)
        };
        assert_eq!(worked("2026-11-23T23:00:00Z", "2026-11-24T11:00:00Z"), "0.5");
        assert_eq!(worked("2026-11-20T23:00:00Z", "2026-11-22T22:00:00Z"), "0", "a weekend");
        assert_eq!(worked("2026-11-19T23:00:00Z", "2026-11-24T23:00:00Z"), "3", "over a weekend");
        assert_eq!(worked("2026-10-23T22:00:00Z", "2026-10-27T23:00:00Z"), "1", "a 25 hour Sunday and a holiday");
        assert_eq!(worked("2026-11-24T11:00:00Z", "2026-11-23T11:00:00Z"), "0", "backwards");
    }
}
