//! The chain of the log: each operation is sealed with a hash over the one before it, itself and its changes (G2).

use crate::domain::chain::Head;
use crate::domain::tables::Table;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Params, Store, queries};
use crate::store::journal::Begun;
use crate::store::link::{Digest, Facts, Link, Logged, digest};
use crate::store::value::{FromRow, Row};
use serde_json::{Map, Value as Json};
use std::collections::HashMap;

queries!("chain.sql", Logged, Linked, Head);

columns! {
    Logged from "change c" {
        id: "c.id",
        operation: "c.operation",
        table: "c.tbl",
        row: "c.row",
        kind: "c.kind",
        item: "c.item",
        before: "c.before",
        after: "c.after",
    }
}

columns! {
    Head from "operation o" {
        operation: "o.id",
        hash: "o.hash" => Hex,
    }
}

/// An operation with its hash, as a walk through the log reads it.
#[derive(Debug)]
pub struct Linked {
    pub id: i64,
    pub at: i64,
    pub actor: String,
    pub name: String,
    pub said: Option<String>,
    pub reason: Option<String>,
    pub reverts: Option<i64>,
    pub first_change: i64,
    pub last_change: Option<i64>,
    pub sealed: bool,
    pub hash: Option<Digest>,
}

columns! {
    Linked from "operation o" {
        id: "o.id",
        at: "o.at",
        actor: "o.actor",
        name: "o.name",
        said: "o.said",
        reason: "o.reason",
        reverts: "o.reverts",
        first_change: "o.first_change",
        last_change: "o.last_change",
        sealed: "o.sealed",
        hash: "o.hash",
    }
}

impl Linked {
    /// The facts that its hash covers.
    pub fn facts(&self) -> Facts<'_> {
        Facts {
            id: self.id,
            at: self.at,
            actor: &self.actor,
            name: &self.name,
            said: self.said.as_deref(),
            reason: self.reason.as_deref(),
            reverts: self.reverts,
            first_change: self.first_change,
            last_change: self.last_change,
        }
    }
}

/// How many changes of an operation are read at once.
const BATCH: i64 = 4096;

impl Store {
    /// Ends the operation with the sentence it says and the hash of all it wrote: nothing can be added to it afterwards.
    /// The tables that it has changed are given; if there are none, it is not sealed.
    pub fn seal(&self, begun: &Begun<'_>, said: &str) -> Result<Vec<Table>> {
        let mut link = Link::after(begun.previous.as_ref());
        let mut last = begun.first_change - 1;
        let mut tables = Vec::new();
        loop {
            let changes: Vec<Logged> = self.unkept(QUERIES.get("logged"), &[&last, &i64::MAX, &BATCH])?;
            let rows = self.rows_left_out(&changes)?;
            for change in &changes {
                link.change(change, rows.get(&change.id));
                last = change.id;
                let table = Table::named(&change.table);
                tables.extend(table.filter(|table| !tables.contains(table)));
            }
            if changes.len() < usize::try_from(BATCH).unwrap_or(usize::MAX) {
                break;
            }
        }
        if !tables.is_empty() {
            let hash = link.end(&Facts {
                id: begun.id,
                at: begun.beginning.at.0,
                actor: begun.beginning.actor,
                name: begun.beginning.name,
                said: Some(said),
                reason: begun.beginning.reason,
                reverts: begun.beginning.reverts,
                first_change: begun.first_change,
                last_change: Some(last),
            });
            self.run(QUERIES.get("seal"), &[&begun.id, &said, &last, &hash])?;
        }
        Ok(tables)
    }

    /// The digests of the rows whose values these changes leave to the row, by change: one query for all tables.
    fn rows_left_out(&self, changes: &[Logged]) -> Result<HashMap<i64, Digest>> {
        let mut tables: Vec<&str> = Vec::new();
        for change in changes.iter().filter(|change| change.leaves_to_the_row()) {
            if !tables.contains(&change.table.as_str()) {
                tables.push(&change.table);
            }
        }
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else { return Ok(HashMap::new()) };
        // The name of the table is not looked up in the index of all changes: the range of numbers is the short way.
        let one = |table: &&str| {
            format!(
                "SELECT c.id, t.image FROM change c JOIN {table} t ON t.id = c.row
                WHERE c.id BETWEEN $1 AND $2 AND c.tbl || '' = '{table}' AND c.kind <> 'D'"
            )
        };
        let known: Vec<String> = tables.iter().filter(|table| Table::named(table).is_some()).map(one).collect();
        if known.is_empty() {
            return Ok(HashMap::new());
        }
        let mut digests = HashMap::new();
        self.stream(&known.join(" UNION ALL "), &[&first.id, &last.id], &mut |row| {
            let (id, image) = <(i64, Map<String, Json>)>::from_row(row)?;
            digests.insert(id, digest(&image));
            Ok(())
        })?;
        Ok(digests)
    }

    /// Calls `each` with every row of a query whose answer is not kept: one that is long, or asked once.
    pub(in crate::store) fn stream(
        &self,
        sql: &str,
        params: Params<'_>,
        each: &mut dyn FnMut(&mut Row<'_>) -> Result<()>,
    ) -> Result<()> {
        self.ask(sql, params, &mut |row| each(row).map(|()| true))
    }

    /// All rows of a query whose answer is not kept.
    pub(in crate::store) fn unkept<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.stream(sql, params, &mut |row| T::from_row(row).map(|read| found.push(read)))?;
        Ok(found)
    }

    /// The end of the log as it is now.
    pub fn head(&self) -> Result<Option<Head>> {
        self.first(QUERIES.get("head"), &[])
    }

    /// The operation whose hash begins with these digits; none if there are two.
    pub fn witnessed(&self, digits: &str) -> Result<Option<Head>> {
        let (Some(first), Some(last)) = (filled(digits, '0'), filled(digits, 'f')) else { return Ok(None) };
        let mut found: Vec<Head> = self.query(QUERIES.get("witnessed"), &[&first, &last])?;
        Ok(found.pop().filter(|_| found.is_empty()))
    }

    /// How many operations came after this one.
    pub fn operations_after(&self, operation: i64) -> Result<i64> {
        self.number(QUERIES.get("later"), &[&operation])
    }
}

/// The hash with these digits at its start and the same one everywhere else.
fn filled(digits: &str, with: char) -> Option<Digest> {
    let mut digest = Digest::default();
    let mut all = digits.chars().chain(std::iter::repeat(with));
    for byte in &mut digest {
        let pair: String = all.by_ref().take(2).collect();
        *byte = u8::from_str_radix(&pair, 16).ok()?;
    }
    Some(digest)
}
