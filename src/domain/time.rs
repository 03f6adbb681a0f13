//! Instants are UTC milliseconds; days are calendar days in the team's time zone (G3).

use crate::domain::zone::Zone;
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, TimeZone, Utc};
use serde::{Serialize, Serializer};

/// A calendar day in the team's time zone.
pub type Day = NaiveDate;

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(pub i64);

impl Instant {
    /// Reads RFC 3339, such as `2026-11-23T09:00:00Z`.
    pub fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text.trim()).ok().map(|t| Self(t.timestamp_millis()))
    }

    /// RFC 3339 in UTC, to the second, or to the millisecond where there is a part of one.
    pub fn rfc3339(self) -> String {
        let form = if self.0 % 1000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
        self.utc().map_or_else(|| self.0.to_string(), |t| t.to_rfc3339_opts(form, true))
    }

    /// The calendar day of this moment in `zone`.
    pub fn day(self, zone: Zone) -> Day {
        self.utc().map_or(Day::MIN, |t| t.with_timezone(&zone).date_naive())
    }

    /// `Mon 23 Nov 10:00` in `zone`.
    pub fn local(self, zone: Zone) -> String {
        self.utc().map_or_else(String::new, |t| t.with_timezone(&zone).format("%a %-d %b %H:%M").to_string())
    }

    /// `2026-11-23 10:00` in `zone`.
    pub fn local_full(self, zone: Zone) -> String {
        self.utc().map_or_else(String::new, |t| t.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
    }

    /// The first moment of `day` in `zone`; where midnight is missing there, the first moment that exists.
    pub fn start_of(day: Day, zone: Zone) -> Self {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        let found = (0..24 * 4).find_map(|quarter| {
            zone.from_local_datetime(&(midnight + chrono::Duration::minutes(15 * quarter))).earliest()
        });
        Self(found.map_or_else(|| midnight.and_utc().timestamp_millis(), |t| t.timestamp_millis()))
    }

    fn utc(self) -> Option<DateTime<Utc>> {
        Utc.timestamp_millis_opt(self.0).single()
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.rfc3339())
    }
}

/// `Mon 23 Nov`, with the year where it is not `this_year`.
pub fn short_day(day: Day, this_year: i32) -> String {
    let form = if day.year() == this_year { "%a %-d %b" } else { "%a %-d %b %Y" };
    day.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_midnight_starts_at_its_first_moment() {
        let zone: Zone = "America/Sao_Paulo".parse().unwrap();
        let day = Day::from_ymd_opt(2018, 11, 4).unwrap();
        assert_eq!(Instant::start_of(day, zone).rfc3339(), "2018-11-04T03:00:00Z");
        assert_eq!(Instant::start_of(day, zone).day(zone), day);
    }

    #[test]
    fn instants_round_trip_as_text() {
        let at = Instant::parse("2026-11-23T09:00:00.250Z").unwrap();
        assert_eq!(at.rfc3339(), "2026-11-23T09:00:00.250Z");
        assert_eq!(Instant::parse("yesterday"), None);
    }
}
