//! The days of a sprint as the axis of a chart.

use crate::domain::calendar::Calendar;
use crate::domain::picture::{Tick, Weight};
use crate::domain::sprint::Sprint;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;

/// Milliseconds of a day without a change of the clocks.
const DAY: f64 = 86_400_000.0;

/// From when to when a chart goes: whole days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    from: Instant,
    to: Instant,
}

impl Span {
    /// The days of a sprint: from its lock or first day to its last, or to its end where that came later.
    pub fn of(sprint: &Sprint, as_of: Instant, zone: Zone) -> Self {
        let midnight = |at: Instant| Instant::start_of(at.day(zone), zone);
        let after = |at: Instant| at.day(zone).succ_opt().map_or(at, |next| Instant::start_of(next, zone));
        let lock = sprint.locked_at.unwrap_or(as_of);
        let first = sprint.starts_on.map_or(lock, |day| Instant::start_of(day, zone).min(lock));
        let last = sprint.ends_on.map_or(lock, |day| Instant::start_of(day, zone));
        Self { from: midnight(first), to: after(last.max(as_of)) }
    }

    /// A moment in days from the left edge.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sprint")]
    pub fn x(self, at: Instant) -> f64 {
        (at.0 - self.from.0) as f64 / DAY
    }

    /// How many days it has.
    pub fn days(self) -> f64 {
        self.x(self.to).max(1.0)
    }

    /// Every day in it, with its edges.
    fn each_day(self, zone: Zone) -> impl Iterator<Item = (Day, f64, f64)> {
        let days = self.from.day(zone).iter_days().take_while(move |day| Instant::start_of(*day, zone) < self.to);
        days.map(move |day| {
            let from = self.x(Instant::start_of(day, zone));
            (day, from, day.succ_opt().map_or(from, |next| self.x(Instant::start_of(next, zone))))
        })
    }
}

/// The working days of the sprint by their numbers, and how many came after its end; days nobody works have none.
pub fn ticks(sprint: &Sprint, calendar: &Calendar, as_of: Instant, span: Span, zone: Zone) -> Vec<Tick> {
    let Some((first, last)) = sprint.starts_on.zip(sprint.ends_on) else { return Vec::new() };
    let working = span.each_day(zone).filter(|(day, ..)| *day >= first && calendar.is_working_day(*day));
    let today = as_of.day(zone);
    working
        .map(|(day, from, to)| {
            let late = day > last;
            let count = calendar.count_working_days(if late { last.succ_opt().unwrap_or(last) } else { first }, day);
            let weight = match () {
                () if day == today => Weight::Here,
                () if late => Weight::Late,
                () => Weight::Plain,
            };
            Tick { from, to, words: if late { format!("+{count}") } else { count.to_string() }, weight }
        })
        .collect()
}

/// The days on which nobody works, those side by side as one.
pub fn free(calendar: &Calendar, span: Span, zone: Zone) -> Vec<(f64, f64)> {
    let mut free: Vec<(f64, f64)> = Vec::new();
    for (_, from, to) in span.each_day(zone).filter(|(day, ..)| !calendar.is_working_day(*day)) {
        match free.last_mut() {
            Some((_, until)) if *until >= from => *until = to,
            _ => free.push((from, to)),
        }
    }
    free
}
