//! What a burndown says, in one sentence of words (R2).

use crate::domain::burndown::{Totals, Unit};
use crate::domain::calendar::DayOf;
use crate::domain::points::{counted, number};

/// What a reading is taken from.
#[derive(Debug, Clone)]
pub struct Seen<'a> {
    pub unit: Unit,
    /// What the sprint holds.
    pub totals: Totals,
    /// The height of the ideal line; `None` if there is no line.
    pub ideal: Option<f64>,
    /// The place of the day in the sprint.
    pub day: Option<DayOf>,
    /// What each standing change request brought in, as (`C3`, points or items), only those that brought something.
    pub came_in: &'a [(String, f64)],
    /// `closed` or `cancelled`, when it is over.
    pub over: Option<&'a str>,
}

/// One sentence, such as "6 points behind the line on day 6 of 10; 5 of them came in with C3".
pub fn reading(seen: &Seen<'_>) -> String {
    let remaining = seen.unit.of(&seen.totals.remaining);
    let said = match (seen.over, seen.ideal) {
        (Some(over), _) => over_words(seen, over, remaining),
        (None, Some(ideal)) if !is_past(seen.day) => line_words(seen, remaining - ideal),
        (None, _) => open_words(seen, remaining),
    };
    format!("{said}{}.", unestimated_words(seen))
}

fn is_past(day: Option<DayOf>) -> bool {
    matches!(day, Some(DayOf::After { .. }))
}

fn line_words(seen: &Seen<'_>, gap: f64) -> String {
    let on = seen.day.map_or_else(String::new, |day| match day {
        DayOf::During { .. } => format!(" on {}", day.words()),
        _ => format!(" ({})", day.words()),
    });
    // Of a sprint of a few points tenths are worth telling.
    let few = seen.unit == Unit::Points && seen.unit.of(&seen.totals.scope()) < 5.0;
    let gap = if few { (gap * 10.0).round() / 10.0 } else { gap.round() };
    if gap == 0.0 {
        return format!("On the line{on}");
    }
    if gap < 0.0 {
        return format!("{} ahead of the line{on}", amount(seen.unit, -gap));
    }
    format!("{} behind the line{on}{}", amount(seen.unit, gap), of_them(seen, gap))
}

fn open_words(seen: &Seen<'_>, remaining: f64) -> String {
    let when = seen.day.map_or_else(String::new, |day| format!(", {}", day.words()));
    if seen.totals.remaining.count == 0 {
        return format!("Nothing is open{when}");
    }
    format!("{} open{when}{}", amount(seen.unit, remaining), of_them(seen, remaining))
}

fn over_words(seen: &Seen<'_>, over: &str, remaining: f64) -> String {
    let when = seen.day.map_or_else(String::new, |day| match day {
        DayOf::During { .. } => format!(" on {}", day.words()),
        DayOf::Before { .. } => " before its first day".to_owned(),
        DayOf::After { over: 0, .. } => " past its last day".to_owned(),
        DayOf::After { over: 1, .. } => " 1 working day after its last day".to_owned(),
        DayOf::After { over, .. } => format!(" {over} working days after its last day"),
    });
    let head = if over == "cancelled" { "Cancelled" } else { "Closed" };
    if seen.totals.remaining.count == 0 {
        return format!("{head}{when} with nothing open");
    }
    format!("{head}{when} with {} open{}", amount(seen.unit, remaining), of_them(seen, remaining))
}

/// `; 5 of them came in with C3`, for as much of it as change requests explain.
fn of_them(seen: &Seen<'_>, of: f64) -> String {
    let total: f64 = seen.came_in.iter().map(|(_, points)| points).sum();
    if total <= 0.0 || of <= 0.0 {
        return String::new();
    }
    let keys: Vec<&str> = seen.came_in.iter().map(|(key, _)| key.as_str()).collect();
    let named = match keys.as_slice() {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
        [] => return String::new(),
    };
    let part = if total >= of { "all".to_owned() } else { number(total) };
    format!("; {part} of them came in with {named}")
}

fn unestimated_words(seen: &Seen<'_>) -> String {
    match (seen.unit, seen.totals.remaining.unestimated) {
        (Unit::Items, _) | (_, 0) => String::new(),
        (_, 1) => "; 1 open item without an estimate is not in it".to_owned(),
        (_, count) => format!("; {count} open items without an estimate are not in it"),
    }
}

fn amount(unit: Unit, value: f64) -> String {
    counted(value, if unit == Unit::Points { "point" } else { "item" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::points::Points;
    use crate::domain::sprint::Amount;

    fn seen(remaining: f64, ideal: Option<f64>, day: DayOf, came_in: &[(String, f64)]) -> Seen<'_> {
        let remaining = Amount { points: Points::new(remaining).unwrap(), count: 3, unestimated: 0 };
        let totals = Totals { remaining, done: Amount::default() };
        Seen { unit: Unit::Points, totals, ideal, day: Some(day), came_in, over: None }
    }

    const SIXTH: DayOf = DayOf::During { day: 6, of: 10 };

    #[test]
    fn the_sentence_names_the_gap_the_day_and_what_came_in() {
        let c3 = [("C3".to_owned(), 5.0)];
        let both = [("C3".to_owned(), 5.0), ("C5".to_owned(), 8.0)];
        let said = |left, came_in| reading(&seen(left, Some(10.2), SIXTH, came_in));
        assert_eq!(said(16.0, &c3), "6 points behind the line on day 6 of 10; 5 of them came in with C3.");
        assert_eq!(said(16.0, &both), "6 points behind the line on day 6 of 10; all of them came in with C3 and C5.");
        assert_eq!(said(16.0, &[]), "6 points behind the line on day 6 of 10.");
        assert_eq!(said(10.0, &c3), "On the line on day 6 of 10.");
        let few = |left| reading(&seen(left, Some(0.0), SIXTH, &[]));
        assert_eq!(few(0.2), "0.2 points behind the line on day 6 of 10.");
        assert_eq!(few(0.04), "On the line on day 6 of 10.");
        assert_eq!(said(9.0, &c3), "1 point ahead of the line on day 6 of 10.");
    }

    #[test]
    fn past_the_end_there_is_no_line_any_more() {
        let over = DayOf::After { over: 2, of: 10 };
        assert_eq!(reading(&seen(4.0, Some(0.0), over, &[])), "4 points open, 2 working days over.");
        let closed = |over, left| {
            let mut seen = seen(left, Some(0.0), SIXTH, &[]);
            seen.over = Some(over);
            if left == 0.0 {
                seen.totals.remaining = Amount::default();
            }
            reading(&seen)
        };
        assert_eq!(closed("closed", 4.0), "Closed on day 6 of 10 with 4 points open.");
        assert_eq!(closed("cancelled", 0.0), "Cancelled on day 6 of 10 with nothing open.");
    }

    #[test]
    fn what_has_no_estimate_is_named() {
        let mut unestimated = seen(4.0, Some(4.0), SIXTH, &[]);
        unestimated.totals.remaining.unestimated = 2;
        assert_eq!(
            reading(&unestimated),
            "On the line on day 6 of 10; 2 open items without an estimate are not in it."
        );
    }
}
