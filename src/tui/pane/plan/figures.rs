//! The figures above the lists of the plan: capacity and where it comes from, commitment against it, past sprints (L2, L3).
//!
//! ```text
//!  Sprint 3 · draft · Mon 7 Dec to Fri 18 Dec, 10 working days · Payouts recover after a network split
//!  Capacity   18 pts = 23 person-days at 78 % focus factor (sprints 2, 1)
//!             ana 10 · ben (10−2) at 80 % = 6.4 · cem 10 at 50 % = 5
//!  Committed  21 pts  ████████████████  3 over capacity
//!  Past       12 · 18 · 23 pts lowest, median, highest of 5 sprints; this would be more than any of them
//! ```

use crate::app::planning::Plan;
use crate::domain::calendar::DayOf;
use crate::domain::points::{Points, count, number, rounded, tenth};
use crate::domain::share::{HalfDays, Share};
use crate::domain::sprint::MemberCapacity;
use crate::domain::text;
use crate::domain::time::short_day;
use crate::domain::velocity::Velocity;
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;
use crate::tui::widget::capacity;
use chrono::Datelike;

/// Words with their roles, side by side.
pub type Words = Vec<(String, Role)>;

/// The columns of a label.
const LABEL: usize = 11;
/// The columns of the bar.
const BAR: u8 = 16;
/// Narrower screens get shorter words.
const WIDE: usize = 98;

/// The rows of figures that a screen of this size has room for.
pub fn rows(plan: &Plan, glyphs: &Glyphs, today: crate::domain::time::Day, width: u16, height: u16) -> Vec<Words> {
    let width = usize::from(width);
    let mut rows = vec![head(plan, glyphs, today.year(), width)];
    if height < 15 {
        rows.push(brief(plan, glyphs, width));
        return rows;
    }
    let capacity = &plan.view.capacity;
    rows.extend(labelled("Capacity", capacity::words(capacity), &capacity::source(&plan.view), width));
    let most = if height < 24 { 2 } else { 4 };
    rows.extend(members(&capacity.members, glyphs, width, most));
    rows.push(commitment(plan, glyphs, if width < WIDE { 10 } else { BAR }));
    let (range, about) = past(plan.past, plan.check.commitment.points, glyphs.dot);
    rows.extend(labelled("Past", range, &about, width));
    rows
}

fn head(plan: &Plan, glyphs: &Glyphs, this_year: i32, width: usize) -> Words {
    let sprint = &plan.view.sprint;
    let gap = || (format!(" {} ", glyphs.dot), Role::Dim);
    let name = sprint.name.clone().unwrap_or_else(|| format!("Sprint {}", sprint.number));
    let dates = match (sprint.starts_on, sprint.ends_on) {
        (Some(start), Some(end)) => {
            let days = plan.view.day.map_or(0, DayOf::of);
            let words = format!("{} to {}", short_day(start, this_year), short_day(end, this_year));
            (if width < WIDE { words } else { format!("{words}, {}", count(days, "working day")) }, Role::Text)
        }
        _ => ("no dates yet".to_owned(), Role::Warn),
    };
    let goal = sprint.goal.clone().map_or_else(|| ("no goal yet".to_owned(), Role::Warn), |goal| (goal, Role::Strong));
    vec![(name, Role::Heading), gap(), ("draft".to_owned(), Role::Note), gap(), dates, gap(), goal]
}

/// Everything in one row, for small screens: `Committed 21 of 18 pts, ! 3 over · past 12 · 18 · 23 pts`.
fn brief(plan: &Plan, glyphs: &Glyphs, width: usize) -> Words {
    let mut words = commitment(plan, glyphs, 0);
    let (range, _) = past(plan.past, plan.check.commitment.points, glyphs.dot);
    let used: usize = words.iter().map(|(words, _)| text::width(words)).sum();
    if used + 7 + text::width(&range.0) <= width {
        words.push(("  past ".to_owned(), Role::Dim));
        words.push(range);
    }
    words
}

/// A member's days: `ana 10`, `ben (10−2) at 80 % = 6.4`.
pub fn member_words(member: &MemberCapacity, minus: &str) -> String {
    let days = match member.absent_days {
        HalfDays(0) => member.working_days.to_string(),
        away if member.allocation == Share::WHOLE => format!("{}{minus}{away}", member.working_days),
        away => format!("({}{minus}{away})", member.working_days),
    };
    let name = text::clean(&member.name);
    match (member.allocation, member.absent_days) {
        (Share::WHOLE, HalfDays(0)) => format!("{name} {days}"),
        (Share::WHOLE, _) => format!("{name} {days} = {}", rounded(member.person_days)),
        (percent, _) => format!("{name} {days} at {percent} % = {}", rounded(member.person_days)),
    }
}

/// Everyone's days in a few rows; those that do not fit are counted.
fn members(members: &[MemberCapacity], glyphs: &Glyphs, width: usize, most: usize) -> Vec<Words> {
    let room = width.saturating_sub(LABEL).max(10);
    let gap = format!(" {} ", glyphs.dot);
    let mut rows = vec![String::new()];
    for (at, member) in members.iter().enumerate() {
        let words = member_words(member, glyphs.minus);
        let more = format!("{gap}+{} more", members.len() - at);
        let in_last = rows.len() == most;
        let reserve = if in_last && at + 1 < members.len() { text::width(&more) } else { 0 };
        let Some(row) = rows.last_mut() else { break };
        if row.is_empty() {
            row.push_str(&words);
        } else if text::width(row) + text::width(&gap) + text::width(&words) + reserve <= room {
            row.push_str(&gap);
            row.push_str(&words);
        } else if in_last {
            row.push_str(&more);
            break;
        } else {
            rows.push(words);
        }
    }
    rows.retain(|row| !row.is_empty());
    rows.into_iter().map(|row| vec![(" ".repeat(LABEL), Role::Dim), (row, Role::Dim)]).collect()
}

/// The commitment against the capacity, with a bar of so many columns.
fn commitment(plan: &Plan, glyphs: &Glyphs, columns: u8) -> Words {
    let committed = plan.check.commitment;
    let mut words = vec![label("Committed"), (format!("{} pts", committed.points), Role::Strong)];
    if committed.unestimated > 0 {
        words.push((format!(" +{} unestimated", committed.unestimated), Role::Warn));
    }
    let Some(capacity) = plan.view.capacity.points else {
        words.push((format!(" in {}, capacity unknown", count(committed.count, "item")), Role::Dim));
        return words;
    };
    // The difference of what is shown, so that the figures add up.
    let most = tenth(capacity.value());
    let apart = rounded((committed.points.value() - most).abs());
    if columns > 0 {
        words.push(("  ".to_owned(), Role::Text));
        words.extend(bar(committed.points, capacity, glyphs, columns));
    }
    words.push(if committed.points > capacity {
        (format!("  {} {apart} over the capacity of {}", glyphs.warn, number(most)), Role::Bad)
    } else {
        (format!("  {apart} free of {}", number(most)), Role::Good)
    });
    words
}

fn bar(committed: Points, capacity: Points, glyphs: &Glyphs, columns: u8) -> Words {
    let over = committed > capacity;
    let share = if capacity.value() > 0.0 { committed.value() / capacity.value() } else { f64::from(u8::from(over)) };
    let most = f64::from(columns);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the length of the bar")]
    let full = usize::from((share * most).round().clamp(0.0, most) as u8);
    let role = if over { Role::Bad } else { Role::Good };
    vec![(glyphs.full.repeat(full), role), (glyphs.empty.repeat(usize::from(columns) - full), Role::Border)]
}

/// The range of past sprints, and where this commitment is in it.
fn past(past: Option<Velocity>, committed: Points, dot: &str) -> ((String, Role), String) {
    let Some(past) = past else {
        return (("unknown".to_owned(), Role::Warn), "until the first sprint has closed".to_owned());
    };
    let place = match () {
        () if committed > past.highest => "more than any of them",
        () if committed > past.median => "more than the median",
        () => "not more than the median",
    };
    let range = format!("{} {dot} {} {dot} {} pts", past.lowest, past.median, past.highest);
    ((range, Role::Strong), format!("lowest, median, highest of {}; {place}", past.sample("sprint")))
}

fn label(word: &str) -> (String, Role) {
    (format!("{word:<LABEL$}"), Role::Dim)
}

/// A label, the figure itself, and what explains it, broken to the width below the figure.
fn labelled(word: &str, figure: (String, Role), about: &str, width: usize) -> Vec<Words> {
    let used = " ".repeat(text::width(&figure.0) + 1);
    let options = textwrap::Options::new(width.saturating_sub(LABEL).max(16)).initial_indent(&used);
    let mut about = textwrap::wrap(about, options).into_iter();
    let first = about.next().map_or_else(String::new, |line| line.trim_start().to_owned());
    let mut rows = vec![vec![label(word), figure, (format!(" {first}"), Role::Dim)]];
    rows.extend(about.map(|line| vec![(" ".repeat(LABEL), Role::Dim), (line.into_owned(), Role::Dim)]));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::glyph::UNICODE;

    fn member(name: &str, allocation: u8, working_days: u32, absent: u32) -> MemberCapacity {
        let (allocation, absent_days) = (Share::from(allocation), HalfDays(absent * 2));
        let person_days = absent_days.of(working_days).at(allocation);
        MemberCapacity { name: name.to_owned(), allocation, working_days, absent_days, person_days }
    }

    #[test]
    fn everyones_days_say_how_they_come_about() {
        let words = |allocation, absent| member_words(&member("ana", allocation, 10, absent), "−");
        assert_eq!(words(100, 0), "ana 10");
        assert_eq!(words(100, 2), "ana 10−2 = 8");
        assert_eq!(words(80, 0), "ana 10 at 80 % = 8");
        assert_eq!(words(50, 3), "ana (10−3) at 50 % = 3.5");
        assert_eq!(words(0, 10), "ana (10−10) at 0 % = 0");
    }

    #[test]
    fn nobody_is_left_out_without_being_counted() {
        let team: Vec<MemberCapacity> = (0..15).map(|n| member(&format!("person-{n}"), 80, 10, 0)).collect();
        for width in 40..200 {
            let rows = members(&team, &UNICODE, width, 2);
            let all: String = rows.iter().flatten().map(|(words, _)| words.as_str()).collect();
            let shown = all.matches("person-").count();
            let more = all.split_once('+').map_or(0, |(_, rest)| rest.split(' ').next().unwrap().parse().unwrap());
            assert_eq!(shown + more, 15, "{width}: {all}");
            assert!(rows.len() <= 2 || shown == 15, "{width}: {rows:?}");
        }
    }
}
