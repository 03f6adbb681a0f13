//! The days and items of the demo's story.

use crate::domain::time::{Day, Instant};
use chrono::{Datelike, Days, NaiveTime};
use serde::Deserialize;

/// When the demo's sprint runs.
pub(super) struct Dates {
    pub start: Day,
    pub end: Day,
}

/// An item of the demo team.
#[derive(Deserialize)]
pub(super) struct DemoItem {
    pub title: String,
    pub kind: String,
    pub points: Option<f64>,
    #[serde(default)]
    pub criteria: Vec<String>,
    #[serde(default)]
    pub labels: Vec<String>,
    #[serde(default)]
    pub description: String,
}

/// Today is in the second week of the sprint; on a weekend the first one is just over.
pub(super) fn dates_around(today: Day) -> Dates {
    let weekday = u64::from(today.weekday().num_days_from_monday());
    let back = if weekday < 5 { weekday + 7 } else { weekday };
    let start = today - Days::new(back);
    Dates { start, end: start + Days::new(11) }
}

/// The moment of an event: working day `day` of the sprint, from 1; 0 is the Friday before.
pub(super) fn moment(dates: &Dates, day: u32, time: NaiveTime, zone: crate::domain::zone::Zone) -> Instant {
    let date = match day.checked_sub(1) {
        None => dates.start - Days::new(3),
        Some(n) => dates.start + Days::new(u64::from(n / 5 * 7 + n % 5)),
    };
    let since_midnight = i64::from(chrono::Timelike::num_seconds_from_midnight(&time)) * 1000;
    Instant(Instant::start_of(date, zone).0 + since_midnight)
}
