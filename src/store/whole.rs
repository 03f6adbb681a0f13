//! All rows of all tables, for the export of a whole team and its import: by the one list of tables, so that a table
//! that is added later is exported from that day on.

use crate::domain::tables::{TABLES, Table, position};
use crate::error::{Error, Result, refuse};
use crate::store::engine::Sqlite;
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{ErrorCode, Row, ToSql};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Columns that point into the log, which is not exported: an import fills them with its own operation where the column
/// named last says that it happened.
const INTO_THE_LOG: [(&str, &str, &str); 2] =
    [("change_request", "ruled_in", "ruled_at"), ("standup", "ended_in", "ended_at")];

/// The most bytes that one text may hold.
const TEXT_CAP: usize = 8 * 1024 * 1024;

/// What the columns of every table may hold, read once for many rows.
#[derive(Debug)]
pub struct Shapes(HashMap<&'static str, HashMap<String, String>>);

impl Sqlite {
    /// Calls `each` with every row of a table, as columns by name, in the order of their ids.
    pub fn each_row(&self, table: &Table, each: &mut dyn FnMut(Map<String, Value>) -> Result<()>) -> Result<()> {
        let names = self.columns(table.name)?;
        let mut statement = self
            .connection
            .prepare(&format!("SELECT {} FROM {} ORDER BY id", names.join(", "), table.name))
            .map_err(|cause| self.explain(cause))?;
        let mut rows = statement.query([]).map_err(|cause| self.explain(cause))?;
        while let Some(row) = rows.next().map_err(|cause| self.explain(cause))? {
            each(read(table, &names, row).map_err(|cause| self.explain(cause))?)?;
        }
        Ok(())
    }

    /// The rows of all items by rank.
    pub fn items_by_rank(&self) -> Result<Vec<i64>> {
        self.query("SELECT id FROM item ORDER BY rank, id", &[], |row| row.get(0))
    }

    /// The columns of all tables and their types.
    pub fn shapes(&self) -> Result<Shapes> {
        let mut shapes = HashMap::new();
        for table in TABLES {
            let columns: Vec<(String, String)> =
                self.query("SELECT name, upper(type) FROM pragma_table_info(?1)", &[&table.name], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            shapes.insert(table.name, columns.into_iter().collect());
        }
        Ok(Shapes(shapes))
    }

    /// How many rows a table has.
    pub fn count_rows(&self, table: &Table) -> Result<i64> {
        self.number(&format!("SELECT count(*) FROM {}", table.name), &[])
    }

    /// Writes a row that comes with its own id; the team's row, which is there, takes its values.
    pub fn write_row(&self, shapes: &Shapes, name: &str, row: &Map<String, Value>, operation: i64) -> Result<()> {
        let (table, shape) = shapes.of(name)?;
        let mut columns: Vec<&str> = Vec::with_capacity(row.len() + 1);
        let mut values: Vec<ToSqlOutput<'_>> = Vec::with_capacity(row.len() + 1);
        for (column, value) in row {
            values.push(bound(table, shape, column, value)?);
            columns.push(column);
        }
        for (_, column, happened) in INTO_THE_LOG.iter().filter(|(of, ..)| *of == table.name) {
            if row.get(*happened).is_some_and(|value| !value.is_null()) {
                columns.push(column);
                values.push(operation.into());
            }
        }
        let params: Vec<&dyn ToSql> = values.iter().map(|value| value as &dyn ToSql).collect();
        self.run(&statement(table, &columns), &params).map(drop).map_err(|error| not_allowed(table, error))
    }

    /// Takes the statuses away that a new team begins with.
    pub fn clear_workflow(&self) -> Result<()> {
        self.batch("PRAGMA defer_foreign_keys = ON; DELETE FROM status")
    }
}

impl Shapes {
    fn of(&self, name: &str) -> Result<(&'static Table, &HashMap<String, String>)> {
        match (position(name).and_then(|at| TABLES.get(at)), self.0.get(name)) {
            (Some(table), Some(shape)) => Ok((table, shape)),
            _ => refuse(
                "X2",
                format!("The file holds \"{name}\", which this program does not know. Update the program."),
            ),
        }
    }
}

fn points_into_the_log(table: &Table, column: &str) -> bool {
    INTO_THE_LOG.iter().any(|(of, name, _)| *of == table.name && *name == column)
}

/// A value that the database's own constraints refuse is the file's fault, not the database's.
fn not_allowed(table: &Table, error: Error) -> Error {
    let Error::Failed(failure) = &error else { return error };
    match failure.cause.downcast_ref::<rusqlite::Error>() {
        Some(cause) if cause.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Error::failed("read the export", format!("{} is not as it must be ({cause})", table.called))
        }
        _ => error,
    }
}

fn statement(table: &Table, columns: &[&str]) -> String {
    let numbered: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
    if table.name == "team" {
        let set: Vec<String> = columns.iter().zip(&numbered).map(|(column, n)| format!("{column} = {n}")).collect();
        return format!("UPDATE team SET {}", set.join(", "));
    }
    format!("INSERT INTO {} ({}) VALUES ({})", table.name, columns.join(", "), numbered.join(", "))
}

fn read(table: &Table, names: &[String], row: &Row<'_>) -> rusqlite::Result<Map<String, Value>> {
    let mut made = Map::new();
    for (at, name) in names.iter().enumerate() {
        if points_into_the_log(table, name) {
            continue;
        }
        let value = match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned().into(),
        };
        made.insert(name.clone(), value);
    }
    Ok(made)
}

/// The value as its column takes it.
fn bound<'a>(
    table: &Table,
    shape: &HashMap<String, String>,
    column: &str,
    value: &'a Value,
) -> Result<ToSqlOutput<'a>> {
    let wrong = |what: &str| Err(Error::failed("read the export", format!("{}.{column} {what}", table.name)));
    let Some(kind) = shape.get(column).filter(|_| !points_into_the_log(table, column)) else {
        return wrong("is unknown to this program. Update the program");
    };
    match (value, kind.as_str()) {
        (Value::Null, _) => Ok(ToSqlOutput::Owned(Sql::Null)),
        (Value::String(text), "TEXT") if text.len() > TEXT_CAP => wrong("holds a text that is larger than 8 MiB"),
        (Value::String(text), "TEXT") if text.contains('\0') => wrong("holds a NUL character"),
        (Value::String(text), "TEXT") => Ok(ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))),
        (Value::Number(number), "INTEGER" | "BIGINT") if number.is_i64() => Ok(number.as_i64().unwrap_or(0).into()),
        (Value::Number(number), "DOUBLE PRECISION") => Ok(number.as_f64().unwrap_or(0.0).into()),
        (_, kind) => wrong(&format!("is no {}", if kind == "TEXT" { "text" } else { "number" })),
    }
}
