//! Windows of item rows: by rank, by search, by sprint. A window costs the same in a backlog of any size.

use crate::domain::item::{Class, DefinitionOfReady, ItemRow, ReadyFacts};
use crate::domain::points::Points;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::ToSql;
use std::sync::LazyLock;

/// The queries of this file. All but `columns` and `totals` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("backlog.sql")));

/// Every query of this file in full, for the test that prepares them all.
pub fn whole_queries() -> Vec<(String, String)> {
    let parts = QUERIES.all().filter(|(name, _)| !matches!(*name, "columns" | "totals"));
    let whole = parts.map(|(name, sql)| (name.to_owned(), format!("{} {sql}", QUERIES.get("columns"))));
    whole.chain([("totals".to_owned(), QUERIES.get("totals").to_owned())]).collect()
}

/// What a list of items shows; every part that is set must hold.
#[derive(Debug, Default)]
pub struct Filter {
    pub status: Option<i64>,
    /// Matching this query of the full-text index.
    pub query: Option<String>,
    pub sprint: Option<i64>,
    /// Given to this member, or to nobody.
    pub assignee: Option<Option<i64>>,
    pub label: Option<String>,
    /// Neither finished nor dropped.
    pub open_only: bool,
}

impl Sqlite {
    /// The rows of one named window.
    pub fn item_rows(&self, window: &str, params: Params<'_>, ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        let sql = format!("{} {}", QUERIES.get("columns"), QUERIES.get(window));
        self.query(&sql, params, |row| read_row(row, ready))
    }

    /// The first rows by rank that a filter lets through, and how many it lets through in all.
    pub fn list_items(&self, filter: &Filter, limit: i64, ready: &DefinitionOfReady) -> Result<(Vec<ItemRow>, i64)> {
        let open = if filter.open_only { " AND i.ended_at IS NULL" } else { "" };
        let condition = format!("{}{open}", QUERIES.get("filtered"));
        let (any, assignee) = (filter.assignee.is_none(), filter.assignee.flatten());
        let params: [&dyn ToSql; 7] =
            [&filter.status, &filter.query, &filter.sprint, &any, &assignee, &filter.label, &limit];
        let from = "SELECT count(*) FROM item i";
        let total = self.number(&format!("{from} {condition}"), params.get(..6).unwrap_or(&params))?;
        let sql = format!("{} {condition} ORDER BY i.rank, i.id LIMIT ?7", QUERIES.get("columns"));
        Ok((self.query(&sql, &params, |row| read_row(row, ready))?, total))
    }

    /// One item's row.
    pub fn item_row(&self, id: i64, ready: &DefinitionOfReady) -> Result<Option<ItemRow>> {
        let id: &dyn ToSql = &id;
        Ok(self.item_rows("of_item", &[id], ready)?.into_iter().next())
    }

    /// How many items there are of each class.
    pub fn totals(&self) -> Result<Vec<(Class, i64)>> {
        self.query(QUERIES.get("totals"), &[], |row| Ok((column::class(row, 0)?, row.get(1)?)))
    }
}

fn read_row(row: &rusqlite::Row<'_>, ready: &DefinitionOfReady) -> rusqlite::Result<ItemRow> {
    let points = row.get::<_, Option<f64>>(9)?.and_then(Points::new);
    let class = column::class(row, 7)?;
    let facts = ReadyFacts {
        points,
        criteria: row.get(13)?,
        depends_on: column::list(row, 14)?,
        blockers: column::list(row, 15)?,
    };
    Ok(ItemRow {
        id: row.get(0)?,
        key: row.get(1)?,
        external_key: row.get(2)?,
        kind: column::kind(row, 3)?,
        title: row.get(4)?,
        status: row.get(5)?,
        status_id: row.get(6)?,
        class,
        status_since: Instant(row.get(8)?),
        points,
        assignee: row.get(10)?,
        rank: row.get(11)?,
        sprint: row.get(12)?,
        blocked: !facts.blockers.is_empty(),
        not_ready: if class.is_ended() { Vec::new() } else { ready.failures(&facts) },
        rollovers: row.get(16)?,
    })
}
