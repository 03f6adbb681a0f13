//! What closed sprints completed, as Markdown (R5).

use crate::domain::points::number;
use crate::domain::report::Report;
use crate::domain::velocity::Velocity;
use crate::faces::markdown::{cell, line};
use crate::report::picture::UNKNOWN;
use crate::report::sprint::percent;

/// The range, and a row for each sprint, the latest first.
pub fn markdown(reports: &[Report], range: Option<&Velocity>) -> String {
    let says = range.map_or_else(|| UNKNOWN.to_owned(), Velocity::in_words);
    let rows: Vec<String> = reports.iter().map(row).collect();
    let table = "| Sprint | Committed | Completed | Completion | Closed | Goal |\n|---:|---:|---:|---:|---|---|\n";
    format!("# Velocity\n\n{}\n\n{table}{}\n", line(&says), rows.join("\n"))
}

fn row(report: &Report) -> String {
    let known = |points: Option<f64>| points.map_or_else(|| "unknown".to_owned(), number);
    let imported = if report.imported.is_some() { ", imported" } else { "" };
    format!(
        "| {} | {} | {} | {} | {}{imported} | {} |",
        report.sprint,
        known(report.figures.committed.known_points()),
        known(report.completed_points()),
        percent(report.ratios(true).completion),
        report.closed_at.get(..10).unwrap_or(&report.closed_at),
        cell(report.goal.as_deref().unwrap_or_default())
    )
}
