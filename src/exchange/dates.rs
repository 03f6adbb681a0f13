//! Dates as other tools write them: ISO, `06/Sep/24 1:55 PM`, `30/mar/26 10:50 PM`, `06-09-2024 13:55`, `Jan 2, 2026`,
//! and JavaScript's `Mon Feb 06 2023 05:00:00 GMT+0000`. What could be read in two ways is not read at all.

use super::months::day_in_words;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, NaiveTime, TimeZone};

/// Which of two numbers is the day, where a date is all numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// `06/09/2024` is the sixth of September.
    DayFirst,
    /// `06/09/2024` is the ninth of June.
    MonthFirst,
}

/// What a cell of a date column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRead {
    At(Instant),
    /// Day and month could be either way round.
    Ambiguous,
    /// No date that we know.
    Unreadable,
}

/// Year, month and day of a date as they are written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DayParts {
    pub year: String,
    pub month: u32,
    pub day: String,
}

/// Reads a date, with or without a time; one without a zone is a time in `zone`.
pub fn read_date(text: &str, zone: Zone, order: Option<DayOrder>) -> DateRead {
    let text = text.trim();
    if let Ok(at) =
        DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
    {
        return DateRead::At(Instant(at.timestamp_millis()));
    }
    let Some((day_part, clock)) = split(text) else { return DateRead::Unreadable };
    let Some((time, offset)) = read_clock(clock) else { return DateRead::Unreadable };
    match read_day(day_part, order) {
        Ok(day) => at(day.and_time(time), offset, zone).map_or(DateRead::Unreadable, DateRead::At),
        Err(read) => read,
    }
}

/// Which order the numbers of this date prove, if they prove one: no month is a thirteenth.
pub fn proven_order(text: &str) -> Option<DayOrder> {
    let (day_part, _) = split(text.trim())?;
    let mut numbers = day_part.split(['/', '-', '.']).map(str::parse::<u32>);
    let (first, second) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    match (first, second) {
        (13..=31, 1..=12) => Some(DayOrder::DayFirst),
        (1..=12, 13..=31) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// `06/Sep/24 1:55 PM` into the day and the clock, which may be missing.
fn split(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() || text.len() > 96 {
        return None;
    }
    let colon = text.find(':').unwrap_or(text.len());
    let before = text.get(..colon)?;
    let hour = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let (day, clock) = if colon < text.len() { (hour, text.get(hour.len()..)?) } else { (text, "") };
    Some((day.trim_end_matches([' ', 'T', ',', '\u{a0}']), clock))
}

fn read_day(text: &str, order: Option<DayOrder>) -> Result<Day, DateRead> {
    if text.chars().any(char::is_alphabetic) {
        let day = day_in_words(text).and_then(|parts| day_of(&parts.year, parts.month, &parts.day));
        return day.ok_or(DateRead::Unreadable);
    }
    let mut parts = text.split(['/', '-', '.']).map(str::trim).filter(|part| !part.is_empty());
    let (Some(a), Some(b), Some(c), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(DateRead::Unreadable);
    };
    if a.len() != 4 {
        return read_numbers(a, b, c, order);
    }
    b.parse().ok().and_then(|month| day_of(a, month, c)).ok_or(DateRead::Unreadable)
}

fn read_numbers(a: &str, b: &str, year: &str, order: Option<DayOrder>) -> Result<Day, DateRead> {
    let as_month = |text: &str| text.parse::<u32>().ok();
    let day_first = as_month(b).and_then(|month| day_of(year, month, a));
    let month_first = as_month(a).and_then(|month| day_of(year, month, b));
    match (day_first, month_first, order) {
        (Some(day), _, Some(DayOrder::DayFirst))
        | (_, Some(day), Some(DayOrder::MonthFirst))
        | (Some(day), None, None)
        | (None, Some(day), None) => Ok(day),
        (Some(day), Some(other), None) if day == other => Ok(day),
        (Some(_), Some(_), None) => Err(DateRead::Ambiguous),
        (_, _, Some(_)) | (None, None, None) => Err(DateRead::Unreadable),
    }
}

fn day_of(year: &str, month: u32, day: &str) -> Option<Day> {
    let year: i32 = match (year.len(), year.parse().ok()?) {
        (2, short @ 0..=69) => 2000 + short,
        (2, short @ 70..=99) => 1900 + short,
        (4, full @ 1900..=9999) => full,
        _ => return None,
    };
    Day::from_ymd_opt(year, month, day.parse().ok()?)
}

/// `13:55`, `1:55 PM`, `10:50:07.123`, `10:50 p. m.`, each with or without `Z`, `+0200`, `UTC+0000`, `GMT+0000 (GMT)`;
/// nothing is midnight.
fn read_clock(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    if text.is_empty() {
        return Some((NaiveTime::MIN, None));
    }
    let lower = text.to_lowercase();
    let clock_end = lower.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(lower.len());
    let (clock, rest) = lower.split_at_checked(clock_end)?;
    let rest = rest.split('(').next().unwrap_or_default();
    let rest: String = rest.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-')).collect();
    let (half, zone) = match rest.get(..2) {
        Some(half @ ("am" | "pm")) => (half, rest.get(2..).unwrap_or_default()),
        _ => ("", rest.as_str()),
    };
    let offset = if zone.is_empty() { None } else { Some(offset_of(zone)?) };
    let mut numbers = clock.split(':');
    let hour: u32 = numbers.next()?.parse().ok()?;
    let minute: u32 = numbers.next()?.parse().ok()?;
    let second: u32 = match numbers.next() {
        Some(seconds) => seconds.split('.').next()?.parse().ok()?,
        None => 0,
    };
    let hour = match half {
        "" => hour,
        "am" if (1..=12).contains(&hour) => hour % 12,
        "pm" if (1..=12).contains(&hour) => hour % 12 + 12,
        _ => return None,
    };
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, offset))
}

/// `z`, `utc`, `gmt+0000`, `+02`, `-0530`.
fn offset_of(zone: &str) -> Option<FixedOffset> {
    let bare = zone.strip_prefix("utc").or_else(|| zone.strip_prefix("gmt")).unwrap_or(zone);
    let (sign, digits) = match bare.split_at_checked(1) {
        None | Some(("z", "")) => return FixedOffset::east_opt(0),
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        Some(_) => return None,
    };
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits, "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    FixedOffset::east_opt(sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60))
}

fn at(time: NaiveDateTime, offset: Option<FixedOffset>, zone: Zone) -> Option<Instant> {
    match offset {
        Some(offset) => time.and_local_timezone(offset).single().map(|at| Instant(at.timestamp_millis())),
        None => local(time, zone),
    }
}

/// The moment of a time on the wall in `zone`; where the clocks jump over it, the first one after the jump.
fn local(at: NaiveDateTime, zone: Zone) -> Option<Instant> {
    (0..=96).find_map(|quarter| {
        let moment = at.checked_add_signed(Duration::minutes(15 * quarter))?;
        zone.from_local_datetime(&moment).earliest().map(|found| Instant(found.timestamp_millis()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        match read_date(text, "Europe/Berlin".parse().unwrap(), None) {
            DateRead::At(at) => at.rfc3339(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_dates_that_real_files_hold() {
        for (text, expected) in [
            ("06/Sep/24 1:55 PM", "2024-09-06T11:55:00Z"),
            ("15/Feb/26 12:00 AM", "2026-02-14T23:00:00Z"),
            ("30/mar/26 10:50 PM", "2026-03-30T20:50:00Z"),
            ("06/abr/26 7:00 PM", "2026-04-06T17:00:00Z"),
            ("30-03-2026 22:50", "2026-03-30T20:50:00Z"),
            ("06-06-2024 13:55", "2024-06-06T11:55:00Z"),
            ("2026-11-23", "2026-11-22T23:00:00Z"),
            ("2026-11-23 09:30", "2026-11-23T08:30:00Z"),
            ("2026-11-23T09:00:00Z", "2026-11-23T09:00:00Z"),
            ("2021-02-08T03:04:05.123+0000", "2021-02-08T03:04:05.123Z"),
            ("Mon Feb 06 2023 05:00:00 GMT+0000 (GMT)", "2023-02-06T05:00:00Z"),
            ("29/Mar/26 2:30 AM", "2026-03-29T01:00:00Z"),
            ("Mon, 21 Apr 2025 10:17:06 UTC+0000", "2025-04-21T10:17:06Z"),
            ("Jan 2, 2026", "2026-01-01T23:00:00Z"),
            ("05 Jan 2026 10:00", "2026-01-05T09:00:00Z"),
            ("2026-01-05 10:00:00+00:00", "2026-01-05T10:00:00Z"),
            ("8/13/2025 7:00:00 AM", "2025-08-13T05:00:00Z"),
            ("2026年1月5日 10:00", "2026-01-05T09:00:00Z"),
            ("15 août 2026 10:00 -0530", "2026-08-15T15:30:00Z"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_could_be_two_days_is_not_guessed() {
        assert_eq!(read("06-09-2024 13:55"), "Ambiguous");
        let at = |order| read_date("06/09/2024", Zone::UTC, Some(order));
        assert_eq!(at(DayOrder::DayFirst), DateRead::At(Instant::parse("2024-09-06T00:00:00Z").unwrap()));
        assert_eq!(at(DayOrder::MonthFirst), DateRead::At(Instant::parse("2024-06-09T00:00:00Z").unwrap()));
        assert_eq!(read_date("13/09/2024", Zone::UTC, Some(DayOrder::MonthFirst)), DateRead::Unreadable);
        assert_eq!(proven_order("13/09/2024 10:00"), Some(DayOrder::DayFirst));
        assert_eq!(proven_order("09/13/2024"), Some(DayOrder::MonthFirst));
        assert_eq!(proven_order("2024-09-13"), None);
    }

    #[test]
    fn what_is_no_date_is_unreadable() {
        for text in ["", "soon", "31/Feb/26", "0", "25:00", "06/Sep/24 13:55 PM", "99/99/9999", "1/1/1", "44197.5"] {
            assert_eq!(read(text), "Unreadable", "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}", digits in "[0-9/:. apmAPMT+-]{0,30}") {
            for text in [text, digits] {
                let _ = read_date(&text, "America/Sao_Paulo".parse().unwrap(), None);
                let _ = proven_order(&text);
            }
        }
    }
}
