//! The log: begins and seals operations, reads them, and replays one backwards (G2).

use crate::domain::log::{Change, Operation};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::rules::{Act, Refusal, Rule};
use crate::store::column::columns;
use crate::store::engine::{Broken, Pair, Store, queries};
use crate::store::link::Digest;
use crate::store::value::ToValue;
use serde_json::{Map, Value};
use std::collections::HashMap;

queries!("journal.sql", Operation, Change);

columns! {
    Operation from "operation o" {
        id: "o.id",
        at: "o.at",
        actor: "o.actor",
        name: "o.name",
        said: "o.said",
        reason: "o.reason",
        reverts: "o.reverts",
        first_change: "o.first_change",
        last_change: "o.last_change",
        undone_by: "(SELECT max(u.id) FROM operation u WHERE u.reverts = o.id
            AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id))",
    }
}

columns! {
    Change from "change c" {
        id: "c.id",
        table: "c.tbl",
        row: "c.row",
        kind: "c.kind",
        before: "c.before",
        after: "c.after",
    }
}

/// What is known of an operation before it runs.
#[derive(Debug)]
pub struct Beginning<'a> {
    pub at: Instant,
    pub actor: &'a str,
    /// The operation's name in undo and log.
    pub name: &'a str,
    /// Why, if they say.
    pub reason: Option<&'a str>,
    /// The operation that it takes back.
    pub reverts: Option<i64>,
}

/// An operation that has begun.
#[derive(Debug)]
pub struct Begun<'a> {
    pub beginning: Beginning<'a>,
    /// Its number in the log.
    pub id: i64,
    pub first_change: i64,
    /// The hash of the operation before it.
    pub previous: Option<Digest>,
}

/// How many changes of an operation are read at once when it is taken back.
const BATCH: usize = 512;

/// The conditions that columns have these values, which are bound from `$first` on.
fn tests(known: &[Pair<'_>], first: usize) -> String {
    let tests = known.iter().zip(first..).map(|((column, _), n)| format!(" AND {column} IS NOT DISTINCT FROM ${n}"));
    tests.collect::<Vec<_>>().concat()
}

impl Store {
    /// Begins an operation in the transaction under way; one that fails ends the transaction.
    pub fn begin<'a>(&self, beginning: Beginning<'a>) -> Result<Begun<'a>> {
        let written = self.write_operation(&beginning).inspect_err(|_| self.rollback());
        written.map(|(id, first_change, previous, version)| {
            self.memo.is_at(version);
            Begun { beginning, id, first_change, previous }
        })
    }

    fn write_operation(&self, beginning: &Beginning<'_>) -> Result<(i64, i64, Option<Digest>, i64)> {
        let Beginning { at, actor, name, reason, reverts } = beginning;
        let sql = format!("{}, {}", QUERIES.get("begin"), Self::VERSION);
        let write = || self.run_returning(&sql, &[at, actor, name, reason, reverts]);
        if let Some(begun) = write()? {
            return Ok(begun);
        }
        // One that was never sealed is in the way.
        self.run(QUERIES.get("leftover"), &[])?;
        write()?.ok_or_else(|| Error::failed("begin an operation", "another one is under way"))
    }

    /// One operation by its number.
    pub fn operation(&self, id: i64) -> Result<Option<Operation>> {
        self.first(QUERIES.get("operation"), &[&id])
    }

    /// These operations, by their numbers.
    pub fn operations_of(&self, ids: &[i64]) -> Result<HashMap<i64, Operation>> {
        let found: Vec<Operation> = self.query_of(QUERIES.get("operations_named"), ids)?;
        Ok(found.into_iter().map(|operation| (operation.id, operation)).collect())
    }

    /// Operations before number `before`, newest first.
    pub fn operations(
        &self,
        before: i64,
        since: Instant,
        actor: Option<&str>,
        item: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Operation>> {
        match item {
            None => self.query(QUERIES.get("operations"), &[&before, &since, &actor, &limit]),
            Some(item) => self.query(QUERIES.get("operations_of_item"), &[&before, &since, &actor, &limit, &item]),
        }
    }

    /// The last operation of this actor that nobody took back.
    pub fn last_to_undo(&self, actor: &str) -> Result<Option<i64>> {
        Ok(Some(self.number(QUERIES.get("last_to_undo"), &[&actor])?).filter(|id| *id > 0))
    }

    /// The last undo of this actor, unless they have done something else since.
    pub fn last_to_redo(&self, actor: &str) -> Result<Option<i64>> {
        Ok(Some(self.number(QUERIES.get("last_to_redo"), &[&actor])?).filter(|id| *id > 0))
    }

    /// The number of the last operation.
    pub fn last_operation(&self) -> Result<i64> {
        self.number(QUERIES.get("last_operation"), &[])
    }

    /// The first `limit` rows that an operation changed, in order.
    pub fn changes_of(&self, operation: &Operation, limit: i64) -> Result<Vec<Change>> {
        let (first, last) = (operation.first_change, operation.last_change.unwrap_or(i64::MAX));
        self.query(QUERIES.get("changes_of"), &[&operation.id, &first, &last, &limit])
    }

    /// Replays an operation backwards, many rows at once or row by row in reverse order. Refuses if somebody has changed a row since.
    pub fn take_back(&self, operation: &Operation) -> Result<()> {
        let mut before = self.take_back_many(operation)?;
        let most = i64::try_from(BATCH).unwrap_or(i64::MAX);
        loop {
            let batch: Vec<Change> =
                self.query(QUERIES.get("changes_back"), &[&operation.id, &operation.first_change, &before, &most])?;
            for change in &batch {
                self.take_back_row(change, operation)?;
                before = change.id;
            }
            if batch.len() < BATCH {
                return Ok(());
            }
        }
    }

    fn take_back_row(&self, change: &Change, operation: &Operation) -> Result<()> {
        let Some(table) = Table::named(&change.table) else { return Err(self.moved_on(change, operation)) };
        let done = match change.kind.as_str() {
            "I" => self.take_back_insert(table, change),
            "U" => self.take_back_update(table, change),
            _ => self.take_back_delete(table, change),
        };
        match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.moved_on(change, operation)),
            Err(error) if Broken::of(&error).is_some() => Err(self.moved_on(change, operation)),
            Err(error) => Err(error),
        }
    }

    fn take_back_insert(&self, table: Table, change: &Change) -> Result<bool> {
        let later: Vec<Change> = self.query(QUERIES.get("later_changes"), &[&table.name(), &change.row, &change.id])?;
        if !later.is_empty() {
            let mut inserted = Map::new();
            for (column, value) in later.iter().flat_map(|change| change.before.iter()) {
                inserted.entry(column.clone()).or_insert_with(|| value.clone());
            }
            if !self.still_is(table, change.row, &inserted)? {
                return Ok(false);
            }
        }
        Ok(self.delete(table, change.row)? == 1)
    }

    fn take_back_update(&self, table: Table, change: &Change) -> Result<bool> {
        let (before, after) = (self.known(table, &change.before)?, self.known(table, &change.after)?);
        if before.is_empty() {
            return self.still_is(table, change.row, &change.after);
        }
        let set: Vec<String> = before.iter().zip(2..).map(|((column, _), n)| format!("{column} = ${n}")).collect();
        let sql =
            format!("UPDATE {} SET {} WHERE id = $1{}", table.name(), set.join(", "), tests(&after, before.len() + 2));
        let mut params: Vec<&dyn ToValue> = vec![&change.row];
        params.extend(before.iter().chain(&after).map(|(_, value)| *value));
        Ok(self.run(&sql, &params)? == 1)
    }

    fn take_back_delete(&self, table: Table, change: &Change) -> Result<bool> {
        self.insert(table, &self.known(table, &change.before)?).map(|()| true)
    }

    /// Whether a row exists and holds `image` in the columns that the image has.
    fn still_is(&self, table: Table, row: i64, image: &Map<String, Value>) -> Result<bool> {
        let known = self.known(table, image)?;
        let mut params: Vec<&dyn ToValue> = vec![&row];
        params.extend(known.iter().map(|(_, value)| *value));
        let sql = format!("SELECT count(*) FROM {} WHERE id = $1{}", table.name(), tests(&known, 2));
        Ok(self.number(&sql, &params)? == 1)
    }

    /// The columns of an image that the table still has: an image may be older than a migration.
    fn known<'a>(&self, table: Table, image: &'a Map<String, Value>) -> Result<Vec<Pair<'a>>> {
        let columns = self.columns(table)?;
        let known = image.iter().filter(|(column, _)| columns.iter().any(|(name, _)| name == *column));
        Ok(known.map(|(column, value)| (column.as_str(), value as &dyn ToValue)).collect())
    }

    fn moved_on(&self, change: &Change, operation: &Operation) -> Error {
        let called = Table::named(&change.table).map_or("a row", Table::called);
        let later: Result<Option<(i64, String, String)>> =
            self.first(QUERIES.get("later_operation"), &[&change.table, &change.row, &change.id]);
        let what = operation.words().trim_end_matches('.');
        match later {
            Ok(Some((id, name, actor))) => Refusal::new(
                Rule::G2,
                format!(
                    "Cannot take back \"{what}\": {called} that it touched has been changed since, by {actor} ({name}, operation {id})."
                ),
            )
            .way(Act::UndoOne.way(id.to_string(), "Undo that first with {}.")),
            _ => Refusal::new(
                Rule::G2,
                format!("Cannot take back \"{what}\": {called} that it touched is used by something newer."),
            )
            .way(Act::Log.way("", "Find that with {}, and undo it first.")),
        }
        .into()
    }
}
