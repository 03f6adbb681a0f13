//! Windows of item rows: by rank, by search, by sprint. A window costs the same in a backlog of any size.

use crate::domain::item::{Class, DefinitionOfReady, ItemRow, Kind, ReadyFacts};
use crate::domain::points::Points;
use crate::error::Result;
use crate::store::column::{Record as _, columns};
use crate::store::engine::{Params, Queries, Store, parts_of};
use crate::store::search;
use crate::store::value::{FromRow as _, Row, ToValue};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The queries of this noun. `{Listed}` reads an item's row and the facts on which its readiness turns; `{free}` leaves out
/// what is planned, if `$2` asks for it; `{cheap}` compares what a candidate's row has.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| {
    let mut parts = search::parts();
    parts.extend(parts_of("Listed", &[ItemRow::COLUMNS, ReadyFacts::COLUMNS], ItemRow::FROM));
    parts.push(("{free}".to_owned(), FREE.to_owned()));
    parts.push(("{cheap}".to_owned(), CHEAP.to_owned()));
    Queries::load(include_str!("backlog.sql"), &parts)
});

const FREE: &str = "(CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM sprint_item x JOIN sprint p ON p.id = x.sprint
    WHERE x.item = i.id AND x.left_at IS NULL AND p.state IN ('draft', 'locked')))";

const CHEAP: &str = "(CAST($3 AS BIGINT) IS NULL OR w.status = $3) AND (CAST($4 AS TEXT) IS NULL OR w.kind = $4)
    AND (CAST($5 AS DOUBLE PRECISION) IS NULL OR w.points >= $5)
    AND (CAST($6 AS DOUBLE PRECISION) IS NULL OR w.points <= $6)";

/// For each candidate that is wanted, so many rows are looked at.
const SCANNED_EACH: usize = 40;

const LABELLED: &str = " AND EXISTS (SELECT 1 FROM item_label l WHERE l.item = i.id AND lower(l.label) IN ($6))";

columns! {
    ItemRow from "item i JOIN status s ON s.id = i.status LEFT JOIN member m ON m.id = i.assignee" {
        id: "i.id",
        key: "(SELECT prefix FROM team) || '-' || i.number",
        external_key: "i.external_key",
        kind: "i.kind",
        title: "i.title",
        status: "s.name",
        status_id: "i.status",
        class: "s.class",
        status_since: "i.status_since",
        points: "i.points",
        assignee: "m.name",
        assignee_until: "CASE WHEN m.outside = 1 THEN '0001-01-01' ELSE m.ends_on END",
        rank: "i.rank",
        sprint: "(SELECT p.number FROM sprint_item x JOIN sprint p ON p.id = x.sprint
            WHERE x.item = i.id AND x.left_at IS NULL AND p.state IN ('draft', 'locked'))",
        rollovers: "(SELECT count(*) FROM disposition d WHERE d.item = i.id AND d.goes IN ('next', 'backlog'))
            + (SELECT count(*) FROM disposition d WHERE d.successor = i.id)",
    }
    with { blocked: false, not_ready: Vec::new() }
}

columns! {
    ReadyFacts from "item i" {
        points: "i.points",
        criteria: "(SELECT count(*) FROM criterion c WHERE c.item = i.id)",
        depends_on: "(SELECT string_agg((SELECT prefix FROM team) || '-' || n.number, ',' ORDER BY d.id)
            FROM dependency d JOIN item n ON n.id = d.needs
            WHERE d.item = i.id AND n.ended_at IS NULL AND NOT EXISTS (
                SELECT 1 FROM sprint_item x JOIN sprint_item y ON y.sprint = x.sprint JOIN sprint p ON p.id = x.sprint
                WHERE x.item = i.id AND x.left_at IS NULL AND y.item = n.id AND y.left_at IS NULL
                    AND p.state IN ('draft', 'locked')))" => Commas,
        blockers: "(SELECT string_agg('B' || b.number, ',' ORDER BY x.id)
            FROM blocker_item x JOIN blocker b ON b.id = x.blocker
            WHERE x.item = i.id AND b.resolved_at IS NULL)" => Commas,
    }
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
    /// With one of these labels, in the spellings that items have.
    pub labels: Option<Vec<String>>,
    /// Neither finished nor dropped.
    pub open_only: bool,
}

/// What an index finds for a term of a filter.
#[derive(Debug)]
pub enum Candidates {
    /// Those that a query of the full-text index finds.
    Holding(String),
    Numbered(i64),
    /// Those that these members have.
    OfPeople(Vec<String>),
    /// Those with one of these labels.
    Labelled(Vec<String>),
    /// Those with an open blocker.
    Blocked,
}

/// What is looked at if no index knows a term: how many candidates at most, and what their rows must have.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reach {
    pub at_most: usize,
    pub status: Option<i64>,
    pub kind: Option<Kind>,
    /// The fewest and the most points.
    pub least: Option<Points>,
    pub most: Option<Points>,
}

impl Reach {
    /// How many rows are looked at.
    pub fn scanned(&self) -> usize {
        self.at_most.saturating_mul(SCANNED_EACH)
    }
}

impl Store {
    /// The latest candidates, by their ids.
    pub fn candidates(&self, way: &Candidates, at_most: usize) -> Result<Vec<i64>> {
        let limit = i64::try_from(at_most).unwrap_or(i64::MAX);
        let each = |query: &str, names: &[String]| {
            let found = names.iter().map(|name| self.query::<i64>(QUERIES.get(query), &[&limit, name]));
            found.collect::<Result<Vec<_>>>().map(|found| found.concat())
        };
        match way {
            Candidates::Holding(query) => self.query(QUERIES.get("candidates_holding"), &[&limit, query, &i64::MAX]),
            Candidates::Numbered(number) => Ok(self.item_by_number(*number)?.into_iter().collect()),
            Candidates::OfPeople(names) => each("candidates_of_person", names),
            Candidates::Labelled(labels) => each("candidates_labelled", labels),
            Candidates::Blocked => self.query(QUERIES.get("candidates_blocked"), &[&limit]),
        }
    }

    /// Candidates that no index finds: open ones by rank, or the latest of those that are over.
    pub fn candidates_by_rank(&self, reach: &Reach, ended: bool) -> Result<Vec<i64>> {
        let limit = |most: usize| i64::try_from(most).unwrap_or(i64::MAX);
        let Reach { status, kind, least, most, .. } = reach;
        let query = if ended { "candidates_ended" } else { "candidates_open" };
        let limits = (limit(reach.at_most), limit(reach.scanned()));
        self.query(QUERIES.get(query), &[&limits.0, &limits.1, status, kind, least, most])
    }

    /// The descriptions of these items, by their ids.
    pub fn descriptions_of(&self, items: &[i64]) -> Result<HashMap<i64, String>> {
        Ok(self.query_of(QUERIES.get("descriptions"), items)?.into_iter().collect())
    }

    fn listed(&self, sql: &str, params: Params<'_>, ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        let mut rows = Vec::new();
        self.each(sql, params, |row| read(row, ready).map(|item| rows.push(item)))?;
        Ok(rows)
    }

    fn listed_of(&self, window: &str, wanted: &[impl ToValue], ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        let mut rows = Vec::new();
        self.each_of(QUERIES.get(window), wanted, |row| read(row, ready).map(|item| rows.push(item)))?;
        Ok(rows)
    }

    /// The rows of these items, by their ids.
    pub fn rows_of(&self, items: &[i64], ready: &DefinitionOfReady) -> Result<HashMap<i64, ItemRow>> {
        Ok(self.listed_of("of_items", items, ready)?.into_iter().map(|row| (row.id, row)).collect())
    }

    /// The rows of the items with these numbers.
    pub fn rows_numbered(&self, numbers: &[i64], ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        self.listed_of("numbered", numbers, ready)
    }

    /// The rows of the items that came in under these keys, which are in lower case.
    pub fn rows_from_outside(&self, keys: &[String], ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        self.listed_of("from_outside", keys, ready)
    }

    /// The rows of one named window.
    pub fn item_rows(&self, window: &str, params: Params<'_>, ready: &DefinitionOfReady) -> Result<Vec<ItemRow>> {
        self.listed(QUERIES.get(window), params, ready)
    }

    /// The first rows by rank that a filter lets through, and how many it lets through in all.
    pub fn list_items(&self, filter: &Filter, limit: i64, ready: &DefinitionOfReady) -> Result<(Vec<ItemRow>, i64)> {
        let open = if filter.open_only { " AND i.ended_at IS NULL" } else { "" };
        let (any, assignee) = (filter.assignee.is_none(), filter.assignee.flatten());
        let mut params: Vec<&dyn ToValue> = vec![&filter.status, &filter.query, &filter.sprint, &any, &assignee];
        let mut more = open.to_owned();
        if let Some(labels) = &filter.labels {
            let marks: Vec<String> = (6..).take(labels.len()).map(|n| format!("lower(${n})")).collect();
            let labels: Vec<&dyn ToValue> = labels.iter().map(|label| label as &dyn ToValue).collect();
            params.extend(labels);
            more += &LABELLED.replace("$6", &marks.join(", "));
        }
        let total = self.number(&format!("{}{more}", QUERIES.get("filtered_count")), &params)?;
        params.push(&limit);
        let sql = format!("{}{more} ORDER BY i.rank, i.id LIMIT ${}", QUERIES.get("filtered"), params.len());
        Ok((self.listed(&sql, &params, ready)?, total))
    }

    /// One item's row.
    pub fn item_row(&self, id: i64, ready: &DefinitionOfReady) -> Result<Option<ItemRow>> {
        Ok(self.item_rows("of_item", &[&id], ready)?.into_iter().next())
    }

    /// How many items there are of each class.
    pub fn totals(&self) -> Result<Vec<(Class, i64)>> {
        self.query(QUERIES.get("totals"), &[])
    }
}

fn read(row: &mut Row<'_>, ready: &DefinitionOfReady) -> Result<ItemRow> {
    let (mut item, facts) = (ItemRow::from_row(row)?, ReadyFacts::from_row(row)?);
    item.blocked = !facts.blockers.is_empty();
    if !item.class.is_ended() {
        item.not_ready = ready.failures(&facts);
    }
    Ok(item)
}
