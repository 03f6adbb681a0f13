//! A closed sprint's report for the terminal: what happened in words, the account, the scope log, what was not finished,
//! the ratios (R1, R4, R6).

use crate::cli::table;
use crate::domain::points::{counted, items, number};
use crate::domain::report::{Figure, Line, Report, ScopeLine};
use crate::domain::text;
use crate::domain::time::Instant;
use crate::domain::zone::Zone;
use crate::report::facts::facts;
use crate::report::sprint::{goes, labelled, percent};

/// The whole page.
pub(super) fn page(report: &Report, zone: Zone) -> String {
    let name = report.name.as_ref().map_or_else(String::new, |name| format!(" {}", text::clean(name)));
    let imported = if report.imported.is_some() { ", imported" } else { "" };
    let closed = Instant::parse(&report.closed_at).map_or_else(|| report.closed_at.clone(), |at| at.local_full(zone));
    let told = facts(report);
    let mut parts = vec![
        format!("Sprint {}{name}: closed {closed}{imported}", report.sprint),
        table::facts(&told),
        table::facts(&account(report)),
    ];
    if !report.requests.is_empty() {
        parts.push(below("Scope log", report.requests.iter().map(request)));
    }
    let open: Vec<String> = report.items.iter().filter_map(disposition).collect();
    if !open.is_empty() {
        parts.push(below("Not finished", open.into_iter()));
    }
    let by_points = report.figures.committed.known_points().is_some();
    let by = if by_points { "points" } else { "items" };
    let ratios = labelled(&report.ratios(by_points));
    let ratios: Vec<(&str, String)> = ratios.iter().map(|(label, ratio)| (*label, percent(*ratio))).collect();
    parts.push(format!("Ratios, by {by}"));
    parts.push(table::facts(&ratios));
    parts.join("\n\n")
}

fn below(heading: &str, lines: impl Iterator<Item = String>) -> String {
    lines.fold(heading.to_owned(), |page, line| format!("{page}\n  {}", text::clean(&line)))
}

fn account(report: &Report) -> [(&'static str, String); 8] {
    let figures = &report.figures;
    let sign = if figures.reestimated > 0.0 { "+" } else { "" };
    let reestimated = match figures.reestimated_count {
        0 => "nothing".to_owned(),
        count => format!("{sign}{} in {}", counted(figures.reestimated, "point"), items(count)),
    };
    [
        ("Committed", amount(&figures.committed)),
        ("Added", amount(&figures.added)),
        ("Removed", amount(&figures.removed)),
        ("Re-estimated", reestimated),
        ("Completed", amount(&figures.completed)),
        ("Completed outside", amount(&figures.completed_outside)),
        ("Not completed", amount(&figures.not_completed)),
        ("Dropped", amount(&figures.dropped)),
    ]
}

fn amount(figure: &Figure) -> String {
    if figure.count == 0 { "nothing".to_owned() } else { figure.words() }
}

fn request(line: &ScopeLine) -> String {
    let points = |sign: &str, points: Option<f64>| points.map_or_else(String::new, |p| format!(" {sign}{}", number(p)));
    let swap = line.swap.as_ref().map_or_else(String::new, |swap| format!(" for {swap}"));
    let ruling = match (line.ruling, &line.ruled_by) {
        (Some(ruling), Some(by)) => format!("{} by {by}", ruling.word()),
        _ => "no ruling".to_owned(),
    };
    format!(
        "{}  {} {}{swap}{}{}, asked by {}, {ruling}: {}",
        line.request,
        line.kind.word(),
        line.item,
        points("+", line.points_in),
        points("−", line.points_out),
        line.requested_by,
        line.reason
    )
}

fn disposition(line: &Line) -> Option<String> {
    let given = line.disposition.as_ref()?;
    let points = line.points.map_or_else(String::new, |points| format!(" ({})", number(points)));
    let note = given.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
    Some(format!("{}{points}  {}, {}{note}", line.key, goes(given), given.reason.said()))
}
