//! A burndown as Markdown: what it says, and every event that moved a line (R2).

use crate::app::closing::Burndown;
use crate::domain::points::number;
use crate::domain::zone::Zone;
use crate::faces::markdown::{cell, line};

/// The reading, and a table of the events.
pub fn markdown(lines: &Burndown, zone: Zone) -> String {
    let rows: Vec<String> = lines
        .points
        .iter()
        .map(|point| {
            let of = |amount| number(lines.unit.of(&amount));
            let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
            format!(
                "| {} | {} | {} | {} | {} |",
                point.at.local_full(zone),
                of(point.totals.remaining),
                of(point.totals.done),
                of(point.totals.scope()),
                cell(&words.join(", "))
            )
        })
        .collect();
    format!(
        "# Burndown of sprint {}\n\n{}\n\n| When | To do | Done | Scope | What happened |\n|---|---:|---:|---:|---|\n{}\n",
        lines.sprint.number,
        line(&lines.reading),
        rows.join("\n")
    )
}
