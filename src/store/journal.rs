//! The log: begins and seals operations, reads them, and replays one backwards (G2).

use crate::domain::log::{Change, Operation};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::{Error, Result};
use crate::rules::{Act, Refusal, Rule};
use crate::store::column::columns;
use crate::store::engine::{Broken, Pair, Store, queries};
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

/// An operation under way.
#[derive(Debug, Clone, Copy)]
pub struct UnderWay {
    /// Its number in the log.
    pub id: i64,
    first_change: i64,
}

impl Store {
    /// Begins an operation in the transaction under way; one that fails ends the transaction.
    pub fn begin(&self, beginning: &Beginning<'_>) -> Result<UnderWay> {
        self.write_operation(beginning).inspect_err(|_| self.rollback())
    }

    fn write_operation(&self, beginning: &Beginning<'_>) -> Result<UnderWay> {
        let numbers = self.first(QUERIES.get("next"), &[])?;
        let (left_open, id, first_change): (i64, i64, i64) = numbers.unwrap_or((0, 1, 1));
        if left_open > 0 {
            self.run(QUERIES.get("leftover"), &[])?;
        }
        let Beginning { at, actor, name, reason, reverts } = beginning;
        self.run(QUERIES.get("begin"), &[&id, at, actor, name, reason, reverts, &first_change])?;
        Ok(UnderWay { id, first_change })
    }

    /// The tables that the operation has changed so far.
    pub fn touched(&self, operation: UnderWay) -> Result<Vec<Table>> {
        let names: Vec<String> = self.query(QUERIES.get("touched"), &[&operation.first_change])?;
        Ok(names.iter().filter_map(|name| Table::named(name)).collect())
    }

    /// Ends the operation with the sentence it says, and its transaction; nothing can be added to it afterwards.
    pub fn seal(&self, operation: UnderWay, said: &str) -> Result<()> {
        self.run(QUERIES.get("seal"), &[&operation.id, &said]).inspect_err(|_| self.rollback())?;
        self.commit()
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

    /// Replays an operation backwards, row by row in reverse order. Refuses if somebody has changed a row since.
    pub fn take_back(&self, operation: &Operation) -> Result<()> {
        let mut before = operation.last_change.map_or(i64::MAX, |last| last + 1);
        loop {
            let batch: Vec<Change> =
                self.query(QUERIES.get("changes_back"), &[&operation.id, &operation.first_change, &before])?;
            let Some(last) = batch.last() else { return Ok(()) };
            before = last.id;
            for change in &batch {
                self.take_back_row(change, operation)?;
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
        if !self.still_is(table, change.row, &change.after)? {
            return Ok(false);
        }
        let known = self.known(table, &change.before)?;
        Ok(known.is_empty() || self.update(table, change.row, &known)? == 1)
    }

    fn take_back_delete(&self, table: Table, change: &Change) -> Result<bool> {
        self.insert(table, &self.known(table, &change.before)?).map(|()| true)
    }

    /// Whether a row exists and holds `image` in the columns that the image has.
    fn still_is(&self, table: Table, row: i64, image: &Map<String, Value>) -> Result<bool> {
        let known = self.known(table, image)?;
        let tests: Vec<String> =
            known.iter().zip(2..).map(|((column, _), n)| format!(" AND {column} IS NOT DISTINCT FROM ${n}")).collect();
        let mut params: Vec<&dyn ToValue> = vec![&row];
        params.extend(known.iter().map(|(_, value)| *value));
        let sql = format!("SELECT count(*) FROM {} WHERE id = $1{}", table.name(), tests.concat());
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
        let what = operation.said.as_deref().unwrap_or(&operation.name).trim_end_matches('.');
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
