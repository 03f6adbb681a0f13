//! The log: begins and seals operations, reads them, and replays one backwards (G2).

use crate::domain::log::{Change, Operation};
use crate::domain::tables::TABLES;
use crate::domain::time::Instant;
use crate::error::{Error, Refusal, Result};
use crate::store::engine::{Queries, Sqlite};
use rusqlite::types::Value as Sql;
use rusqlite::{ErrorCode, Row, ToSql};
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("journal.sql")));

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

impl Sqlite {
    /// Writes the operation's row. Must be inside a transaction.
    pub fn begin_operation(&self, beginning: &Beginning<'_>) -> Result<UnderWay> {
        if self.number(QUERIES.get("has_leftover"), &[])? > 0 {
            self.run(QUERIES.get("leftover"), &[])?;
        }
        let id = self.number(QUERIES.get("next_operation"), &[])?;
        let first_change = self.number(QUERIES.get("next_change"), &[])?;
        let Beginning { at, actor, name, reason, reverts } = beginning;
        self.run(QUERIES.get("begin"), &[&id, &at.0, actor, name, reason, reverts, &first_change])?;
        Ok(UnderWay { id, first_change })
    }

    /// The positions, in the list of tables, of those the operation has changed so far.
    pub fn touched(&self, operation: UnderWay) -> Result<Vec<usize>> {
        let names: Vec<String> = self.query(QUERIES.get("touched"), &[&operation.first_change], |row| row.get(0))?;
        Ok(names.iter().filter_map(|name| crate::domain::tables::position(name)).collect())
    }

    /// Ends the operation with the sentence it says; nothing can be added to it afterwards.
    pub fn seal_operation(&self, operation: UnderWay, said: &str) -> Result<()> {
        self.run(QUERIES.get("seal"), &[&operation.id, &said]).map(|_| ())
    }

    /// One operation by its number.
    pub fn operation(&self, id: i64) -> Result<Option<Operation>> {
        self.first(QUERIES.get("operation"), &[&id], read_operation)
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
            None => self.query(QUERIES.get("operations"), &[&before, &since.0, &actor, &limit], read_operation),
            Some(item) => self.query(
                QUERIES.get("operations_of_item"),
                &[&before, &since.0, &actor, &limit, &item],
                read_operation,
            ),
        }
    }

    /// The last operation of this actor that stands.
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
        self.query(QUERIES.get("changes_of"), &[&operation.id, &first, &last, &limit], read_change)
    }

    /// Replays an operation backwards, row by row in reverse order, and refuses where what it takes back no longer
    /// stands.
    pub fn take_back(&self, operation: &Operation) -> Result<()> {
        let mut before = operation.last_change.map_or(i64::MAX, |last| last + 1);
        loop {
            let batch = self.query(
                QUERIES.get("changes_back"),
                &[&operation.id, &operation.first_change, &before],
                read_change,
            )?;
            let Some(last) = batch.last() else { return Ok(()) };
            before = last.id;
            for change in &batch {
                self.take_back_row(change, operation)?;
            }
        }
    }

    fn take_back_row(&self, change: &Change, operation: &Operation) -> Result<()> {
        let Some(table) = TABLES.iter().find(|table| table.name == change.table) else {
            return Err(self.moved_on(change, operation));
        };
        let done = match change.kind.as_str() {
            "I" => self.take_back_insert(table.name, change),
            "U" => self.take_back_update(table.name, change),
            _ => self.take_back_delete(table.name, change),
        };
        match done {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.moved_on(change, operation)),
            Err(Error::Failed(failure)) if is_constraint(&failure) => Err(self.moved_on(change, operation)),
            Err(error) => Err(error),
        }
    }

    fn take_back_insert(&self, table: &str, change: &Change) -> Result<bool> {
        let later = self.query(QUERIES.get("later_changes"), &[&table, &change.row, &change.id], read_change)?;
        if !later.is_empty() {
            let mut inserted = Map::new();
            for (column, value) in later.iter().flat_map(|change| change.before.iter()) {
                inserted.entry(column.clone()).or_insert_with(|| value.clone());
            }
            if !self.still_is(table, change.row, &inserted)? {
                return Ok(false);
            }
        }
        Ok(self.run(&format!("DELETE FROM {table} WHERE id = ?1"), &[&change.row])? == 1)
    }

    fn take_back_update(&self, table: &str, change: &Change) -> Result<bool> {
        if !self.still_is(table, change.row, &change.after)? {
            return Ok(false);
        }
        let known = self.known(table, &change.before)?;
        let set: Vec<String> =
            known.iter().enumerate().map(|(n, (column, _))| format!("{column} = ?{}", n + 2)).collect();
        if set.is_empty() {
            return Ok(true);
        }
        let values = with_row(change.row, &known);
        let params: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        Ok(self.run(&format!("UPDATE {table} SET {} WHERE id = ?1", set.join(", ")), &params)? == 1)
    }

    fn take_back_delete(&self, table: &str, change: &Change) -> Result<bool> {
        let known = self.known(table, &change.before)?;
        let columns: Vec<&str> = known.iter().map(|(column, _)| column.as_str()).collect();
        let marks: Vec<String> = (1..=known.len()).map(|n| format!("?{n}")).collect();
        let params: Vec<&dyn ToSql> = known.iter().map(|(_, value)| value as &dyn ToSql).collect();
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), marks.join(", "));
        Ok(self.run(&sql, &params)? == 1)
    }

    /// Whether a row exists and holds `image` in the columns that the image has.
    fn still_is(&self, table: &str, row: i64, image: &Map<String, Value>) -> Result<bool> {
        let known = self.known(table, image)?;
        let tests: Vec<String> =
            known.iter().enumerate().map(|(n, (column, _))| format!(" AND {column} IS ?{}", n + 2)).collect();
        let values = with_row(row, &known);
        let params: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        Ok(self.number(&format!("SELECT count(*) FROM {table} WHERE id = ?1{}", tests.concat()), &params)? == 1)
    }

    /// The columns of an image that the table still has: an image may be older than a migration.
    fn known(&self, table: &str, image: &Map<String, Value>) -> Result<Vec<(String, Sql)>> {
        let columns = self.columns(table)?;
        let known = image.iter().filter(|(column, _)| columns.iter().any(|c| c == *column));
        Ok(known.map(|(column, value)| (column.clone(), sql_value(value))).collect())
    }

    fn moved_on(&self, change: &Change, operation: &Operation) -> Error {
        let called = TABLES.iter().find(|table| table.name == change.table).map_or("a row", |table| table.called);
        let later = self.first(QUERIES.get("later_operation"), &[&change.table, &change.row, &change.id], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        });
        let what = operation.said.as_deref().unwrap_or(&operation.name).trim_end_matches('.');
        let message = match later {
            Ok(Some((id, name, actor))) => format!(
                "Cannot take back \"{what}\": {called} that it touched has been changed since, by {actor} ({name}, operation {id}). Undo that first: `standfast undo {id}`."
            ),
            _ => format!(
                "Cannot take back \"{what}\": {called} that it touched is used by something newer. Undo that first; `standfast log` names it."
            ),
        };
        Refusal::new("G2", message).into()
    }
}

fn is_constraint(failure: &crate::error::Failure) -> bool {
    failure
        .cause
        .downcast_ref::<rusqlite::Error>()
        .and_then(rusqlite::Error::sqlite_error_code)
        .is_some_and(|code| code == ErrorCode::ConstraintViolation)
}

fn with_row(row: i64, known: &[(String, Sql)]) -> Vec<Sql> {
    std::iter::once(Sql::Integer(row)).chain(known.iter().map(|(_, value)| value.clone())).collect()
}

fn sql_value(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(truth) => Sql::Integer(i64::from(*truth)),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => Sql::Integer(whole),
            None => Sql::Real(number.as_f64().unwrap_or(0.0)),
        },
        Value::String(text) => Sql::Text(text.clone()),
        nested @ (Value::Array(_) | Value::Object(_)) => Sql::Text(nested.to_string()),
    }
}

/// An operation in the first ten columns of a row.
pub(super) fn read_operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    Ok(Operation {
        id: row.get(0)?,
        at: Instant(row.get(1)?),
        actor: row.get(2)?,
        name: row.get(3)?,
        said: row.get(4)?,
        reason: row.get(5)?,
        reverts: row.get(6)?,
        first_change: row.get(7)?,
        last_change: row.get(8)?,
        undone_by: row.get(9)?,
    })
}

fn read_change(row: &Row<'_>) -> rusqlite::Result<Change> {
    read_change_at(row, 0)
}

/// A change in the columns from `at` on.
pub(super) fn read_change_at(row: &Row<'_>, at: usize) -> rusqlite::Result<Change> {
    let image = |text: Option<String>| match text.as_deref().map(serde_json::from_str) {
        Some(Ok(Value::Object(map))) => map,
        _ => Map::new(),
    };
    Ok(Change {
        id: row.get(at)?,
        table: row.get(at + 1)?,
        row: row.get(at + 2)?,
        kind: row.get(at + 3)?,
        before: image(row.get(at + 4)?),
        after: image(row.get(at + 5)?),
    })
}
