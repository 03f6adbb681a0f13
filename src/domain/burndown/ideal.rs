//! The ideal line: from the commitment at the lock to nothing at the planned end, flat on days nobody works (R2).

use crate::domain::calendar::Calendar;
use crate::domain::time::{Day, Instant};
use crate::domain::worktime::worked_days;

/// An ideal line.
#[derive(Debug, Clone, PartialEq)]
pub struct Ideal {
    /// What was to do at the lock.
    pub committed: f64,
    /// When it begins to fall: the lock, or the first day where the lock came earlier.
    pub from: Instant,
    /// The planned end: the end of the last day.
    pub to: Instant,
    /// Its corners: the beginning, the midnights between, the end.
    pub corners: Vec<(Instant, f64)>,
}

/// The ideal line of a sprint locked at `lock`; `None` without a working day between the lock and the planned end.
pub fn ideal(calendar: &Calendar, committed: f64, lock: Instant, dates: (Day, Day)) -> Option<Ideal> {
    let zone = calendar.zone;
    let from = lock.max(Instant::start_of(dates.0, zone));
    let to = Instant::start_of(dates.1.succ_opt()?, zone);
    let whole = worked_days(calendar, from, to);
    if whole <= 0.0 {
        return None;
    }
    let midnights = from.day(zone).iter_days().skip(1).map(|day| Instant::start_of(day, zone));
    let inner = midnights.take_while(|at| *at < to).filter(|at| *at > from);
    let mut corners = vec![(lock, committed)];
    let (mut worked, mut last) = (0.0, from);
    for at in std::iter::once(from).filter(|at| *at > lock).chain(inner).chain([to]) {
        worked += worked_days(calendar, last, at);
        last = at;
        corners.push((at, (committed * (1.0 - worked / whole)).max(0.0)));
    }
    Some(Ideal { committed, from, to, corners })
}

/// The ideal line of a sprint whose dates were moved at a moment: until then the one that was, from then on that of the
/// new days.
pub fn moved(was: Option<&Ideal>, at: Instant, new: Option<Ideal>) -> Option<Ideal> {
    let (Some(was), Some(new)) = (was, &new) else { return new };
    let until = was.corners.iter().filter(|(corner, _)| *corner < at).copied();
    let since = new.corners.iter().filter(|(corner, _)| *corner > at).copied();
    let corners = until.chain([(at, was.at(at)), (at, new.at(at))]).chain(since).collect();
    Some(Ideal { corners, ..new.clone() })
}

impl Ideal {
    /// The height of the line at a moment; nothing is left to do after the planned end.
    pub fn at(&self, at: Instant) -> f64 {
        let next = self.corners.iter().position(|(corner, _)| *corner >= at);
        // Of two corners at one moment the later one counts from then on.
        let next = next.map(|n| self.corners.iter().rposition(|(corner, _)| *corner == at).unwrap_or(n));
        let pair = |n: usize| self.corners.get(n.checked_sub(1)?).zip(self.corners.get(n));
        match next {
            None => 0.0,
            Some(n) => pair(n).map_or(self.committed, |((from, high), (to, low))| {
                high + (low - high) * fraction(at.0 - from.0, to.0 - from.0)
            }),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a sprint")]
fn fraction(part: i64, whole: i64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::points::number;
    use chrono::Weekday;

    fn line(lock: &str, from: &str, to: &str, off: &[&str]) -> Option<Ideal> {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let calendar =
            Calendar::new("Europe/Berlin".parse().unwrap(), &week, off.iter().map(|day| day.parse().unwrap()));
        ideal(&calendar, 20.0, Instant::parse(lock).unwrap(), (from.parse().unwrap(), to.parse().unwrap()))
    }

    fn shown(line: &Ideal, at: &str) -> String {
        number(line.at(Instant::parse(at).unwrap()))
    }

    #[test]
    fn it_falls_on_working_days_and_is_flat_on_others() {
        // Locked on the Friday before; Thursday of the first week is a holiday.
        let line = line("2026-11-20T12:00:00Z", "2026-11-23", "2026-12-04", &["2026-11-26"]).unwrap();
        for (at, left) in [
            ("2026-11-20T12:00:00Z", "20"),
            ("2026-11-22T12:00:00Z", "20"),
            ("2026-11-24T23:00:00Z", "15.56"),
            ("2026-11-25T23:00:00Z", "13.33"),
            ("2026-11-26T12:00:00Z", "13.33"),
            ("2026-11-26T23:00:00Z", "13.33"),
            ("2026-11-27T23:00:00Z", "11.11"),
            ("2026-11-29T23:00:00Z", "11.11"),
            ("2026-12-04T23:00:00Z", "0"),
            ("2026-12-09T09:00:00Z", "0"),
        ] {
            assert_eq!(shown(&line, at), left, "{at}");
        }
    }

    #[test]
    fn a_late_lock_begins_with_the_whole_commitment() {
        let line = line("2026-11-25T23:00:00Z", "2026-11-23", "2026-11-27", &[]).unwrap();
        assert_eq!(
            (shown(&line, "2026-11-25T23:00:00Z"), shown(&line, "2026-11-26T23:00:00Z")),
            ("20".into(), "10".into())
        );
    }

    #[test]
    fn without_a_working_day_there_is_no_line() {
        assert_eq!(line("2026-11-21T09:00:00Z", "2026-11-21", "2026-11-22", &[]), None);
        assert_eq!(line("2026-12-21T09:00:00Z", "2026-11-23", "2026-11-27", &[]), None, "locked after its end");
    }
}
