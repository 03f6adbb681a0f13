//! One item's changes with their operations, and what the rows that belong to it are called.

use crate::domain::log::{Change, Operation};
use crate::domain::sheet::Done;
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::engine::{Store, queries};
use crate::store::value::FromRow;

queries!("history.sql", Operation, Change);

impl Store {
    /// The last changes of an item and of the rows that belong to it, newest first, each with its operation.
    pub fn changes_of_item(&self, item: i64, limit: i64) -> Result<Vec<(Operation, Change)>> {
        let mut changes = Vec::new();
        self.each(QUERIES.get("changes_of_item"), &[&item, &limit], |row| {
            changes.push((Operation::from_row(row)?, Change::from_row(row)?));
            Ok(())
        })?;
        Ok(changes)
    }

    /// The present rows that belong to an item: table, row, and what people call it.
    pub fn parts_of_item(&self, item: i64) -> Result<Vec<(String, i64, String)>> {
        self.query(QUERIES.get("parts_of_item"), &[&item])
    }

    /// What was done about a row, the earliest first.
    pub fn history_of(&self, table: Table, row: i64) -> Result<Vec<Done>> {
        let done = |(operation, at, actor, said)| Done { operation, at, actor, said };
        let found: Vec<(i64, Instant, String, String)> = self.query(QUERIES.get("of_row"), &[&table.name(), &row])?;
        Ok(found.into_iter().map(done).collect())
    }

    /// `sprint 7`, by its row.
    pub fn sprint_called(&self, id: i64) -> Result<Option<String>> {
        self.first(QUERIES.get("sprint_called"), &[&id])
    }

    /// `B7`, by its row.
    pub fn blocker_called(&self, id: i64) -> Result<Option<String>> {
        self.first(QUERIES.get("blocker_called"), &[&id])
    }

    /// Every label in use, in small letters, at a step in the index for each.
    pub fn labels_in_use(&self) -> Result<Vec<String>> {
        self.query(QUERIES.get("labels_in_use"), &[])
    }

    /// The first labels in use that begin like this, in any case. Each costs one step in the index for any number of
    /// items.
    pub fn labels_beginning(&self, beginning: &str, limit: i64) -> Result<Vec<String>> {
        let found: Vec<Option<String>> = self.query(QUERIES.get("labels_beginning"), &[&beginning, &limit])?;
        Ok(found.into_iter().flatten().collect())
    }
}
