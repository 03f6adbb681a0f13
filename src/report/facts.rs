//! What a retro opens with, in words: the frozen report in a few lines (A1).

use crate::domain::close::Reason;
use crate::domain::points::{count, counted, number};
use crate::domain::report::{Figure, Report};
use crate::domain::sprint::ItemOutcome;
use crate::domain::worktime::working_days;

/// The facts of a closed sprint, each under a label; what is unknown or did not happen is left out.
pub fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let goal = report.goal.as_ref().map(|goal| match report.goal_outcome {
        Some(outcome) => format!("{}: {goal}", outcome.said()),
        None => goal.clone(),
    });
    let reading = report.reading.clone();
    let found = [
        ("Goal", goal),
        ("Done", Some(done(report))),
        ("Changes", changes(report)),
        ("Left", left(report)),
        ("Blocked", blocked(report)),
        ("Standups", standups(report)),
        ("Burndown", reading),
        ("Said", report.note.clone()),
    ];
    found.into_iter().filter_map(|(label, words)| words.map(|words| (label, words))).collect()
}

/// Why items were not finished, the most frequent reason first, with their keys (R4).
pub fn reasons(report: &Report) -> Vec<(Reason, Vec<&str>)> {
    let mut reasons: Vec<(Reason, Vec<&str>)> = Vec::new();
    for line in &report.items {
        let Some(disposition) = &line.disposition else { continue };
        match reasons.iter_mut().find(|(reason, _)| *reason == disposition.reason) {
            Some((_, keys)) => keys.push(&line.key),
            None => reasons.push((disposition.reason, vec![&line.key])),
        }
    }
    reasons.sort_by_key(|(_, keys)| std::cmp::Reverse(keys.len()));
    reasons
}

/// `18 of 21 committed points, 6 of 7 items`, or with what was added, `20 points in 7 items, 18 of 21 committed among
/// them`; by items if nothing was estimated, or nothing of what was completed.
fn done(report: &Report) -> String {
    let figures = &report.figures;
    let (done, committed) = (figures.completed, figures.committed);
    let kept = figures.committed_and_completed;
    let unestimated = |figure: Figure| figure.count > 0 && figure.unestimated == figure.count;
    if unestimated(committed) || (committed.count == 0 && unestimated(done)) {
        let added = if kept.count == done.count { String::new() } else { format!(", {} in all", done.count) };
        return format!("{} of {}{added}; nothing was estimated", kept.count, count(committed.count, "committed item"));
    }
    if unestimated(done) {
        let added = if kept.count == done.count { String::new() } else { format!(", {} in all", done.count) };
        let items = count(committed.count, "committed item");
        return format!("{} of {items}{added}; nothing that was completed had an estimate", kept.count);
    }
    let outside = match figures.completed_outside.count {
        0 => String::new(),
        1 => ", 1 item finished before it came in".to_owned(),
        n => format!(", {n} items finished before they came in"),
    };
    if kept.count == done.count {
        let of = counted(committed.points, "committed point");
        let items = count(committed.count, "item");
        return format!("{} of {of}, {} of {items}{outside}", number(done.points), done.count);
    }
    format!(
        "{} in {}, {} of {} committed among them{outside}",
        counted(done.points, "point"),
        count(done.count, "item"),
        number(kept.points),
        number(committed.points)
    )
}

fn changes(report: &Report) -> Option<String> {
    let figures = &report.figures;
    let mut parts = Vec::new();
    let mut part = |what: &str, figure: Figure| {
        let items = count(figure.count, "item");
        match figure.known_points() {
            _ if figure.count == 0 => {}
            Some(points) => parts.push(format!("{} {what} ({items})", counted(points, "point"))),
            None => parts.push(format!("{items} {what} without an estimate")),
        }
    };
    part("added", figures.added);
    part("removed", figures.removed);
    if figures.reestimated_count > 0 {
        let sign = if figures.reestimated > 0.0 { "+" } else { "" };
        parts.push(format!("{sign}{} by re-estimates", number(figures.reestimated)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn left(report: &Report) -> Option<String> {
    let left =
        report.items.iter().filter(|line| line.outcome == ItemOutcome::NotCompleted || line.disposition.is_some());
    let left = left.count();
    if left == 0 {
        return None;
    }
    let why: Vec<String> = reasons(report)
        .iter()
        .map(|(reason, keys)| format!("{} {} ({})", keys.len(), reason.said(), keys.join(", ")))
        .collect();
    let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
    Some(format!("{} not finished{why}", count(left, "item")))
}

fn blocked(report: &Report) -> Option<String> {
    let causes: Vec<String> = report
        .blocked
        .iter()
        .map(|line| format!("{} {} ({})", line.cause, working_days(line.days), line.items.join(", ")))
        .collect();
    (!causes.is_empty()).then(|| causes.join("; "))
}

/// `9 standups, 2 too long: 2026-11-24 23 minutes, 8 of them on PAY-31`.
pub fn standups(report: &Report) -> Option<String> {
    if report.standups.is_empty() {
        return None;
    }
    let held = count(report.standups.len(), "standup");
    let long: Vec<String> = report
        .standups
        .iter()
        .filter(|line| line.over_seconds > 0)
        .map(|line| format!("{} {}", line.day, line.words))
        .collect();
    Some(if long.is_empty() {
        format!("{held}, none too long")
    } else {
        format!("{held}, {} too long: {}", long.len(), long.join("; "))
    })
}
