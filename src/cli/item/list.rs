//! `item list`: the ranked backlog, or what a filter lets through.

use crate::app::Standfast;
use crate::app::item::ItemFilter;
use crate::cli::output::Reply;
use crate::domain::item::ItemRow;
use crate::domain::sheet::Sheet;
use crate::error::Result;
use clap::Args;

/// List items in rank order; items must meet every condition given
#[derive(Debug, Args)]
#[command(after_help = FILTERS)]
pub struct List {
    /// A filter, as / takes it in the cockpit; it finds finished and dropped items too
    #[arg(value_name = "FILTER")]
    terms: Vec<String>,
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

/// The language of filters.
const FILTERS: &str = "Filters:
  words               in key, title, description, labels, assignee, status or kind, from the beginning of a word
  \"two words\"         words that follow one another
  @ann                assigned to Ann; @me, @nobody
  #label              with this label
  status:review       in this status
  kind:bug            of this kind
  is:ready            also is:blocked, is:stuck, is:open, is:finished, is:dropped
  points>5            also >=, <, <=, =, and points:none
  -@ann               not so: - before any term; quote the filter or write -- before it

Names of people, labels and statuses may be cut short; quote what has spaces: status:\"in review\".
Open items come first, by rank. In a shell, quote < > # and \".";

impl List {
    pub fn run(&self, app: &mut Standfast, json: bool) -> Result<Reply> {
        let terms = self.terms.join(" ");
        let filter = ItemFilter {
            terms: Some(terms).filter(|terms| !terms.trim().is_empty()),
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
        let calendar = app.calendar()?;
        let fields = |row: &ItemRow| {
            let (labels, criteria) = if json { app.labels_and_criteria(row)? } else { (Vec::new(), Vec::new()) };
            Ok(row.sheet(&labels, &criteria, (&calendar, app.now())))
        };
        let sheets = rows.iter().map(fields).collect::<Result<Vec<Sheet>>>()?;
        let columns = ["key", "#points", "status", "assignee", "not_ready", "title"];
        let reply = Reply::sheets("items", sheets, &columns, "No items.", app.zone()).with("total", total);
        let rest = total - i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(if rest > 0 { reply.with_hint(format!("{rest} more: --limit {total} shows all.")) } else { reply })
    }
}
