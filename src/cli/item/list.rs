//! `item list`: the ranked backlog, or what a filter lets through.

use super::show::{points, summary};
use crate::app::Standfast;
use crate::app::item::ItemFilter;
use crate::cli::output::Reply;
use crate::cli::table::Table;
use crate::domain::item::ItemRow;
use crate::error::Result;
use clap::Args;

/// List items in rank order; items must meet every condition given
#[derive(Debug, Args)]
pub struct List {
    /// In this status
    #[arg(long)]
    status: Option<String>,
    /// In this sprint
    #[arg(long, value_name = "NUMBER")]
    sprint: Option<i64>,
    /// Assigned to this member, or none
    #[arg(long, value_name = "MEMBER")]
    assignee: Option<String>,
    /// With this label
    #[arg(long)]
    label: Option<String>,
    /// With these words in key, title or description
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Ready by the team's definition; =false for those that are not
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    ready: Option<bool>,
    /// Finished and dropped items too
    #[arg(long)]
    all: bool,
    /// How many at most
    #[arg(long, default_value_t = 100, value_name = "COUNT")]
    limit: usize,
}

impl List {
    pub fn run(&self, app: &mut Standfast, json: bool) -> Result<Reply> {
        let filter = ItemFilter {
            status: self.status.clone(),
            sprint: self.sprint,
            assignee: self.assignee.clone(),
            label: self.label.clone(),
            search: self.search.clone(),
            ready: self.ready,
            all: self.all,
            limit: self.limit,
        };
        let (rows, total) = app.list_items(&filter)?;
        let shown = rows.len();
        if json {
            let (today, zone) = (app.today(), app.zone());
            let fields = |row: &ItemRow| {
                let (labels, criteria) = app.labels_and_criteria(row)?;
                Ok(summary(row, &labels, &criteria, (today, zone)))
            };
            let items: Vec<_> = rows.iter().map(fields).collect::<Result<_>>()?;
            return Ok(Reply::default().with("items", items).with("total", total));
        }
        let reply = Reply::default();
        let mut table = Table::new(&["key", "#points", "status", "assignee", "not ready", "title"]);
        for row in &rows {
            table.add(cells(row));
        }
        if shown == 0 {
            return Ok(reply.with_text("No items."));
        }
        let reply = reply.with_table(table);
        let rest = total - i64::try_from(shown).unwrap_or(i64::MAX);
        Ok(if rest > 0 { reply.with_hint(format!("{rest} more: --limit {total} shows all.")) } else { reply })
    }
}

fn cells(row: &ItemRow) -> Vec<String> {
    let key = row.external_key.as_ref().map_or_else(|| row.key.clone(), |outside| format!("{} {outside}", row.key));
    let lacks: Vec<String> = row.not_ready.iter().map(|failure| failure.criterion().to_owned()).collect();
    vec![
        key,
        points(row.points),
        row.status.clone(),
        row.assignee.clone().unwrap_or_default(),
        lacks.join(", "),
        row.title.clone(),
    ]
}
