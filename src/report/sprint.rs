//! A closed sprint's report as Markdown (R5, R6): the account, ratios, scope log, dispositions, what held it up.

use crate::app::closing::Figure;
use crate::domain::points::{number, rounded};
use crate::domain::report::{Line, Ratios, Report, ScopeLine};
use crate::domain::worktime::working_days;
use crate::faces::markdown::{cell, line};
use crate::report::facts;
use crate::report::figures::figures;

/// The whole report, with the hash of its canonical text.
pub fn markdown(report: &Report, sha256: &str) -> String {
    let name = report.name.as_ref().map_or_else(String::new, |name| format!(" {}", line(name)));
    let mut parts = vec![format!("# {}: sprint {}{name}", line(&report.team), report.sprint), head(report)];
    parts.push(account(report));
    parts.push(ratios(report));
    if !report.requests.is_empty() {
        let head =
            "| Request | Asks to | In | Out | Requested by | Decision | Reason |\n|---|---|---:|---:|---|---|---|";
        parts.push(table("## Scope log", head, report.requests.iter().map(request)));
    }
    let open: Vec<&Line> = report.items.iter().filter(|line| line.disposition.is_some()).collect();
    if !open.is_empty() {
        let head = "| Item | Points | Goes to | Reason | Note |\n|---|---:|---|---|---|";
        parts.push(table("## Not finished", head, open.into_iter().map(disposition)));
    }
    let head = "| Item | At the lock | At the close | Entered | Outcome | Title |\n|---|---:|---:|---|---|---|";
    parts.push(table("## Items", head, report.items.iter().map(item)));
    let obstacles: Vec<String> = held_up(report).into_iter().map(|words| format!("- {words}")).collect();
    if !obstacles.is_empty() {
        parts.push(format!("## What held it up\n\n{}", obstacles.join("\n")));
    }
    if let Some(imported) = &report.imported {
        let notes = imported.notes.iter().map(|note| format!("- {}", line(note)));
        parts.push(format!(
            "## Imported\n\nFrom {} ({}).\n\n{}",
            line(&imported.format),
            line(&imported.id),
            notes.collect::<Vec<_>>().join("\n")
        ));
    }
    parts.push(format!("SHA-256 `{sha256}`"));
    parts.join("\n\n") + "\n"
}

fn head(report: &Report) -> String {
    let known = |label: &str, words: Option<String>| words.map(|words| format!("- **{label}**: {words}"));
    let outcome = report.goal_outcome.map_or("outcome unknown", crate::domain::close::GoalOutcome::said);
    let goal = report.goal.as_ref().filter(|goal| !goal.is_empty()).map(|goal| format!("{} ({outcome})", line(goal)));
    let dates = report.starts_on.as_ref().zip(report.ends_on.as_ref()).map(|(from, to)| format!("{from} to {to}"));
    let by = report.closed_by.as_ref().map_or_else(String::new, |by| format!(" by {}", line(by)));
    let lines = [
        known("Goal", goal),
        known("Dates", dates),
        known("Locked", report.locked_at.clone()),
        known("Closed", Some(format!("{}{by}", report.closed_at))),
        known("Person-days", report.person_days.map(rounded)),
        known("Burndown", report.reading.as_deref().map(line)),
        known("Said", report.note.as_deref().map(line)),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn account(report: &Report) -> String {
    let rows = figures(report).map(|line| {
        let uncounted = if line.figure == Figure::CompletedOutside { " (not counted)" } else { "" };
        format!("| {}{uncounted} | {} |", line.label, line.cells().join(" | "))
    });
    let split = match report.figures.split {
        0 => String::new(),
        n => format!(
            "\n\n{n} split at the close: each counts as completed and as not completed, with the points of its parts."
        ),
    };
    format!(
        "{}{split}",
        table("## Account", "| | Points | Items | Without an estimate |\n|---|---:|---:|---:|", rows.into_iter())
    )
}

fn ratios(report: &Report) -> String {
    let (points, items) = (report.ratios(true), report.ratios(false));
    let rows = labelled(&points).into_iter().zip(labelled(&items));
    let rows = rows.map(|((label, by_points), (_, by_items))| {
        format!("| {label} | {} | {} |", percent(by_points), percent(by_items))
    });
    table("## Ratios", "| | By points | By items |\n|---|---:|---:|", rows)
}

/// Each ratio with its formula as its label (R6).
pub fn labelled(ratios: &Ratios) -> [(&'static str, Option<f64>); 5] {
    [
        ("Scope change: (added + removed) ÷ committed", ratios.scope_change),
        ("Completion: completed ÷ committed", ratios.completion),
        ("Carry-over: not completed ÷ committed", ratios.carry_over),
        ("Say/do, all: all completed ÷ committed", ratios.say_do_all),
        ("Say/do, committed: committed and completed ÷ committed", ratios.say_do_committed),
    ]
}

/// `45 %`, or `unknown`: nothing was committed.
pub fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "unknown".to_owned(), |ratio| format!("{} %", number((ratio * 1000.0).round() / 10.0)))
}

fn request(request: &ScopeLine) -> String {
    let points = |points: Option<f64>| points.map_or_else(String::new, number);
    format!(
        "| {} | {} | {} | {} | {} | {} | {} |",
        request.request,
        cell(&request.asks()),
        points(request.points_in),
        points(request.points_out),
        cell(&request.requested_by),
        cell(&request.decision()),
        cell(&request.reason)
    )
}

fn disposition(line: &Line) -> String {
    let points = line.points.map_or_else(|| "–".to_owned(), number);
    let Some(given) = &line.disposition else { return String::new() };
    let note = given.note.as_deref().map(cell).unwrap_or_default();
    format!(
        "| {} {} | {points} | {} | {} | {note} |",
        cell(&line.key),
        cell(&line.title),
        cell(&given.words()),
        given.reason.said()
    )
}

fn item(line: &Line) -> String {
    let points = |points: Option<f64>| points.map_or_else(|| "–".to_owned(), number);
    let key = match &line.external_key {
        Some(outside) => format!("{} ({})", line.key, outside),
        None => line.key.clone(),
    };
    format!(
        "| {} | {} | {} | {} | {} | {} |",
        cell(&key),
        at_the_lock(line),
        points(line.points),
        entered(line),
        line.became(),
        cell(&line.title)
    )
}

/// What it had at the lock; nothing is said of an item that came later.
fn at_the_lock(line: &Line) -> String {
    match line.entered {
        crate::domain::sprint::Entered::Added => String::new(),
        _ => line.points_at_lock.map_or_else(|| "–".to_owned(), number),
    }
}

fn entered(line: &Line) -> &'static str {
    use crate::domain::sprint::Entered;
    match line.entered {
        Entered::Planned => "planned",
        Entered::Added => "added",
        Entered::Finished => "finished already",
    }
}

fn held_up(report: &Report) -> Vec<String> {
    let blocked = report.blocked.iter().map(|line| {
        let keys: Vec<String> = line.items.iter().map(|key| cell(key)).collect();
        format!("Blocked by {}: {} ({})", cell(&line.cause), working_days(line.days), keys.join(", "))
    });
    blocked.chain(facts::standups(report).map(|words| line(&words))).collect()
}

fn table(heading: &str, head: &str, rows: impl Iterator<Item = String>) -> String {
    format!("{heading}\n\n{head}\n{}", rows.collect::<Vec<_>>().join("\n"))
}
