//! All rows of all tables, for the export of a whole team and its import: by the one list of tables, so that a table
//! that is added later is exported from that day on.

use crate::domain::tables::Table;
use crate::error::{Error, Result, refuse};
use crate::rules::Rule;
use crate::store::engine::{Broken, Pair, Store};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Columns that point into the log, which is not exported: an import fills them with its own operation if the column
/// named last is not empty.
const INTO_THE_LOG: [(Table, &str, &str); 2] =
    [(Table::ChangeRequest, "ruled_in", "ruled_at"), (Table::Standup, "ended_in", "ended_at")];

/// The most bytes that one text may hold.
const TEXT_CAP: usize = 8 * 1024 * 1024;

/// What the columns of every table may hold, read once for many rows.
#[derive(Debug)]
pub struct Shapes(HashMap<Table, HashMap<String, String>>);

impl Store {
    /// Calls `each` with every row of a table, as columns by name, in the order of their ids.
    pub fn each_row(&self, table: Table, each: &mut dyn FnMut(Map<String, Value>) -> Result<()>) -> Result<()> {
        let columns: Vec<String> = self
            .columns(table)?
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !points_into_the_log(table, name))
            .collect();
        let sql = format!("SELECT {} FROM {} ORDER BY id", columns.join(", "), table.name());
        self.each(&sql, &[], |row| {
            let cells = columns.iter().map(|column| Ok((column.clone(), row.value()?.into())));
            each(cells.collect::<Result<_>>()?)
        })
    }

    /// The rows of all items by rank.
    pub fn items_by_rank(&self) -> Result<Vec<i64>> {
        self.query("SELECT id FROM item ORDER BY rank, id", &[])
    }

    /// The columns of all tables and their types.
    pub fn shapes(&self) -> Result<Shapes> {
        let shape = |table: &Table| Ok((*table, self.columns(*table)?.into_iter().collect()));
        Ok(Shapes(Table::ALL.iter().map(shape).collect::<Result<_>>()?))
    }

    pub fn count_rows(&self, table: Table) -> Result<i64> {
        self.number(&format!("SELECT count(*) FROM {}", table.name()), &[])
    }

    /// Writes a row that comes with its own id; the team's row, which is there, takes its values.
    pub fn write_row(&self, shapes: &Shapes, name: &str, row: &Map<String, Value>, operation: i64) -> Result<()> {
        let (table, shape) = shapes.of(name)?;
        let mut pairs: Vec<Pair<'_>> = Vec::with_capacity(row.len() + 1);
        for (column, value) in row {
            check(table, shape, column, value)?;
            pairs.push((column, value));
        }
        for (_, column, happened) in INTO_THE_LOG.iter().filter(|(of, ..)| *of == table) {
            if row.get(*happened).is_some_and(|value| !value.is_null()) {
                pairs.push((column, &operation));
            }
        }
        let written = match table {
            Table::Team => self.update(table, 1, &pairs).map(drop),
            _ => self.insert(table, &pairs),
        };
        written.map_err(|error| not_allowed(table, error))
    }

    /// Removes the statuses that a new team begins with.
    pub fn clear_workflow(&self) -> Result<()> {
        self.defer_foreign_keys()?;
        self.batch("DELETE FROM status")
    }
}

impl Shapes {
    fn of(&self, name: &str) -> Result<(Table, &HashMap<String, String>)> {
        match Table::named(name).and_then(|table| Some((table, self.0.get(&table)?))) {
            Some(known) => Ok(known),
            None => refuse(
                Rule::X2,
                format!("The file holds \"{name}\", which this program does not know. Update the program."),
            ),
        }
    }
}

fn points_into_the_log(table: Table, column: &str) -> bool {
    INTO_THE_LOG.iter().any(|(of, name, _)| *of == table && *name == column)
}

/// A value that the database's own constraints refuse is the file's fault, not the database's.
fn not_allowed(table: Table, error: Error) -> Error {
    match Broken::of(&error) {
        Some(broken) => Error::failed("read the export", format!("{} is not as it must be ({broken})", table.called())),
        None => error,
    }
}

/// Refuses a value that its column does not take.
fn check(table: Table, shape: &HashMap<String, String>, column: &str, value: &Value) -> Result<()> {
    let wrong = |what: &str| Err(Error::failed("read the export", format!("{}.{column} {what}", table.name())));
    let Some(kind) = shape.get(column).filter(|_| !points_into_the_log(table, column)) else {
        return wrong("is unknown to this program. Update the program");
    };
    match (value, kind.as_str()) {
        (Value::String(text), "TEXT") if text.len() > TEXT_CAP => wrong("holds a text that is larger than 8 MiB"),
        (Value::String(text), "TEXT") if text.contains('\0') => wrong("holds a NUL character"),
        (Value::Number(number), "INTEGER" | "BIGINT") if !number.is_i64() => wrong("is not a number"),
        (Value::Null, _)
        | (Value::String(_), "TEXT")
        | (Value::Number(_), "INTEGER" | "BIGINT" | "DOUBLE PRECISION") => Ok(()),
        (_, kind) => wrong(&format!("is not a {}", if kind == "TEXT" { "text" } else { "number" })),
    }
}
