//! Where the lines of a chart run, which numbers stand beside it, and where names find room above it.

use crate::app::closing::{Burndown, Point};
use crate::domain::burndown::{Event, Totals};
use crate::domain::points::number;
use crate::domain::sprint::Amount;
use crate::domain::text;
use crate::domain::time::Instant;
use crate::domain::zone::Zone;

/// Milliseconds of a day without a change of the clocks.
const DAY: f64 = 86_400_000.0;

/// A place in days since the left edge, and in points or items.
pub(super) type Spot = (f64, f64);

/// From when to when a chart goes: whole days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub from: Instant,
    pub to: Instant,
}

impl Span {
    /// The days of a sprint: from its lock or first day to its last, or to its end where that came later.
    pub fn of(lines: &Burndown, zone: Zone) -> Self {
        let midnight = |at: Instant| Instant::start_of(at.day(zone), zone);
        let after = |at: Instant| at.day(zone).succ_opt().map_or(at, |next| Instant::start_of(next, zone));
        let sprint = &lines.sprint;
        let lock = sprint.locked_at.unwrap_or(lines.as_of);
        let first = sprint.starts_on.map_or(lock, |day| Instant::start_of(day, zone).min(lock));
        let last = sprint.ends_on.map_or(lock, |day| Instant::start_of(day, zone));
        Self { from: midnight(first), to: after(last.max(lines.as_of)) }
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sprint")]
    pub fn x(&self, at: Instant) -> f64 {
        (at.0 - self.from.0) as f64 / DAY
    }

    pub fn days(&self) -> f64 {
        self.x(self.to).max(1.0)
    }
}

/// The corners of a line that steps at every event and stays level between them, until the end of what is known.
pub(super) fn stepped(lines: &Burndown, span: Span, of: impl Fn(&Totals) -> Amount) -> Vec<Spot> {
    let mut corners: Vec<Spot> = Vec::new();
    for point in &lines.points {
        let (x, y) = (span.x(point.at), lines.unit.of(&of(&point.totals)));
        corners.extend(corners.last().map(|(_, before)| (x, *before)));
        corners.push((x, y));
    }
    let over = lines.points.last().map(|point| point.at);
    if over.is_some_and(|over| over < lines.as_of) {
        corners.extend(corners.last().map(|(_, y)| (span.x(lines.as_of), *y)));
    }
    corners
}

/// The corners of the ideal line; after its end it stays at nothing.
pub(super) fn ideal(lines: &Burndown, span: Span) -> Vec<Spot> {
    let corners = lines.ideal.iter().flat_map(|ideal| &ideal.corners);
    corners.map(|(at, y)| (span.x(*at), *y)).collect()
}

/// Points along a line, so far from one another that it looks dotted; `unit` is the width and height of one dot.
pub(super) fn dotted(corners: &[Spot], unit: Spot, every: f64) -> Vec<Spot> {
    let mut dots = Vec::new();
    let mut since = every;
    for pair in corners.windows(2) {
        let [(x0, y0), (x1, y1)] = pair else { continue };
        let length = ((x1 - x0) / unit.0).hypot((y1 - y0) / unit.1);
        let mut at = every - since;
        while at <= length && length > 0.0 {
            let part = at / length;
            dots.push((x0 + (x1 - x0) * part, y0 + (y1 - y0) * part));
            at += every;
        }
        since = length - (at - every);
    }
    dots
}

/// The numbers beside the chart: from nothing to at least `most`, round ones, at most `count` of them above nothing.
pub(super) fn ticks(most: f64, count: u16) -> Vec<f64> {
    let count = f64::from(count.max(1));
    let mut step = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(60) {
        if most / step <= count {
            break;
        }
        step *= factor;
    }
    let steps = (most / step).ceil().max(1.0);
    (0_u8..=u8::MAX).map(f64::from).take_while(|n| *n <= steps).map(|n| n * step).collect()
}

/// A change of scope as it is named on the chart: `C3 +5`, `C4 +5−3` for a swap, or `C5 dates`.
pub(super) fn scope_name(point: &Point, minus: &str) -> Option<String> {
    if let Some(moved) = point.events.iter().find(|told| told.event == Event::Dates) {
        return moved.request.as_ref().map(|request| format!("{request} dates"));
    }
    let changes = |event| matches!(event, Event::In | Event::Out | Event::Reestimate | Event::Drop | Event::Restore);
    let mut told = point.events.iter().filter(|told| changes(told.event)).peekable();
    let first = *told.peek()?;
    let name = first.request.as_ref().or(first.item.as_ref())?;
    let (mut more, mut less) = (0.0, 0.0);
    told.for_each(|told| if told.points < 0.0 { less -= told.points } else { more += told.points });
    Some(match (more > 0.0, less > 0.0) {
        (true, true) => format!("{name} +{}{minus}{}", number(more), number(less)),
        (false, true) => format!("{name} {minus}{}", number(less)),
        (_, false) => format!("{name} +{}", number(more)),
    })
}

/// A name above the chart: its row, first column, and whether its arrow is behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flag {
    pub row: usize,
    pub x: u16,
    pub words: String,
}

/// Finds room for names in so many rows of that width; each has its arrow above the column it is about. Names that find
/// none are left out: the list below has them.
pub(super) fn flags(names: &[(u16, String)], rows: usize, width: u16, arrow: &str) -> Vec<Flag> {
    let mut taken: Vec<Vec<(u16, u16)>> = vec![Vec::new(); rows];
    let mut flags = Vec::new();
    for (column, name) in names {
        let wide = u16::try_from(text::width(name)).unwrap_or(width).saturating_add(1);
        let (x, words) = if column + wide <= width {
            (*column, format!("{arrow}{name}"))
        } else {
            ((column + 1).saturating_sub(wide), format!("{name}{arrow}"))
        };
        let free = |row: &Vec<(u16, u16)>| row.iter().all(|(from, to)| x > *to || x + wide < *from);
        if let Some(row) = taken.iter().position(free)
            && let Some(places) = taken.get_mut(row)
        {
            places.push((x, x + wide));
            flags.push(Flag { row, x, words });
        }
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_beside_a_chart_are_round() {
        assert_eq!(ticks(21.0, 5), [0.0, 5.0, 10.0, 15.0, 20.0, 25.0]);
        assert_eq!(ticks(8.0, 4), [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(0.0, 4), [0.0, 1.0]);
        assert_eq!(ticks(1234.0, 3), [0.0, 500.0, 1000.0, 1500.0]);
    }

    #[test]
    fn names_stand_beside_one_another_or_not_at_all() {
        let names =
            [(3, "C1 +8".to_owned()), (6, "C2 +3".to_owned()), (7, "C3 +1".to_owned()), (28, "C4 +2".to_owned())];
        let placed = flags(&names, 2, 30, "v");
        let words: Vec<(usize, u16, &str)> = placed.iter().map(|f| (f.row, f.x, f.words.as_str())).collect();
        assert_eq!(words, [(0, 3, "vC1 +8"), (1, 6, "vC2 +3"), (0, 23, "C4 +2v")]);
    }

    #[test]
    fn dots_keep_their_distance_round_corners() {
        let dots = dotted(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0)], (1.0, 1.0), 2.0);
        assert_eq!(dots, [(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (3.0, 3.0)]);
    }
}
