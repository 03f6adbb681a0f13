//! A closed sprint's report for the terminal: what happened in words, the account, the scope log, what was not finished,
//! the ratios (R1, R4, R6).

use crate::cli::table;
use crate::domain::points::number;
use crate::domain::report::{Line, Report, ScopeLine};
use crate::domain::text;
use crate::domain::time::Instant;
use crate::domain::zone::Zone;
use crate::report::facts::facts;
use crate::report::figures::figures;
use crate::report::sprint::{labelled, percent};

/// The whole page.
pub(super) fn page(report: &Report, zone: Zone) -> String {
    let name = report.name.as_ref().map_or_else(String::new, |name| format!(" {}", text::clean(name)));
    let imported = if report.imported.is_some() { ", imported" } else { "" };
    let closed = Instant::parse(&report.closed_at).map_or_else(|| report.closed_at.clone(), |at| at.local_full(zone));
    let told = facts(report);
    let mut parts = vec![
        format!("Sprint {}{name}: closed {closed}{imported}", report.sprint),
        table::facts(&told),
        table::facts(&figures(report).map(|line| (line.label, line.words()))),
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

fn request(line: &ScopeLine) -> String {
    let points = |sign: &str, points: Option<f64>| points.map_or_else(String::new, |p| format!(" {sign}{}", number(p)));
    format!(
        "{}  {}{}{}, requested by {}, {}: {}",
        line.request,
        line.asks(),
        points("+", line.points_in),
        points("−", line.points_out),
        line.requested_by,
        line.decision(),
        line.reason
    )
}

fn disposition(line: &Line) -> Option<String> {
    let given = line.disposition.as_ref()?;
    let points = line.points.map_or_else(String::new, |points| format!(" ({})", number(points)));
    let note = given.note.as_ref().map_or_else(String::new, |note| format!(": {note}"));
    Some(format!("{}{points}  {}, {}{note}", line.key, given.words(), given.reason.said()))
}
