//! The backlog as CSV, for a spreadsheet: no cell of it runs as a formula (X6), and it can be imported again.

use super::cells::{guarded, own_criteria, own_labels};
use crate::app::Standfast;
use crate::domain::item::{Item, Link};
use crate::domain::time::Instant;
use crate::error::{Attempt, Result};
use std::io::Write;

const COLUMNS: [&str; 18] = [
    "key",
    "external_key",
    "title",
    "kind",
    "status",
    "class",
    "points",
    "assignee",
    "labels",
    "criteria",
    "parent",
    "depends_on",
    "outside_sprints",
    "in_sprint",
    "drop_reason",
    "created_at",
    "ended_at",
    "description",
];

/// Writes all items by rank; how many. `clean` makes every cell fit for a terminal.
pub fn write_items(app: &Standfast, out: &mut dyn Write, clean: fn(&str) -> String) -> Result<u64> {
    let attempt = "write the export";
    let mut sheet = csv::Writer::from_writer(out);
    let mut count = 0;
    sheet.write_record(COLUMNS).attempting(attempt)?;
    app.each_item(&mut |item| {
        count += 1;
        sheet.write_record(cells(item).map(|cell| clean(&guarded(&cell)))).attempting(attempt)
    })?;
    sheet.flush().attempting(attempt)?;
    Ok(count)
}

fn cells(item: &Item) -> [String; COLUMNS.len()] {
    let row = &item.row;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        row.key.clone(),
        text(&row.external_key),
        row.title.clone(),
        row.kind.word().to_owned(),
        row.status.clone(),
        row.class.word().to_owned(),
        row.points.map(|points| points.value().to_string()).unwrap_or_default(),
        text(&row.assignee),
        own_labels(item.labels.iter().map(String::as_str)),
        own_criteria(item.criteria.iter().map(|criterion| (criterion.text.as_str(), criterion.met))),
        item.parent.as_ref().map(key).unwrap_or_default(),
        item.depends_on.iter().map(key).collect::<Vec<_>>().join(";"),
        item.outside_sprints.join("\n"),
        row.sprint.map(|number| number.to_string()).unwrap_or_default(),
        text(&item.drop_reason),
        item.created_at.rfc3339(),
        item.ended_at.map(Instant::rfc3339).unwrap_or_default(),
        item.description.clone(),
    ]
}

fn key(link: &Link) -> String {
    link.key.clone()
}
