//! One item's changes with their operations, and what the rows that belong to it are called.

use crate::domain::log::{Change, Operation};
use crate::error::Result;
use crate::store::engine::{Queries, Sqlite};
use crate::store::journal::{read_change_at, read_operation};
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("history.sql")));

impl Sqlite {
    /// The last changes of an item and of the rows that belong to it, newest first, each with its operation.
    pub fn changes_of_item(&self, item: i64, limit: i64) -> Result<Vec<(Operation, Change)>> {
        let sql = QUERIES.get("changes_of_item");
        self.query(sql, &[&item, &limit], |row| Ok((read_operation(row)?, read_change_at(row, 10)?)))
    }

    /// The present rows that belong to an item: table, row, and what people call it.
    pub fn parts_of_item(&self, item: i64) -> Result<Vec<(String, i64, String)>> {
        self.query(QUERIES.get("parts_of_item"), &[&item], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }

    /// `sprint 7`, by its row.
    pub fn sprint_called(&self, id: i64) -> Result<Option<String>> {
        self.first(QUERIES.get("sprint_called"), &[&id], |row| row.get(0))
    }

    /// `B7`, by its row.
    pub fn blocker_called(&self, id: i64) -> Result<Option<String>> {
        self.first(QUERIES.get("blocker_called"), &[&id], |row| row.get(0))
    }

    /// The first labels in use that begin like this, whatever the case. Each costs one step in the index, however many
    /// items have it.
    pub fn labels_beginning(&self, beginning: &str, limit: i64) -> Result<Vec<String>> {
        let found: Vec<Option<String>> =
            self.query(QUERIES.get("labels_beginning"), &[&beginning, &limit], |row| row.get(0))?;
        Ok(found.into_iter().flatten().collect())
    }
}
