//! What an import writes: many rows in one operation, ids counted in memory, no lookup that a row does not need.

use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::error::{Error, Result};
use crate::store::column;
use crate::store::item::{ItemRow, QUERIES as ITEM};
use crate::store::sqlite::{Queries, Sqlite};
use rusqlite::{ErrorCode, Row};
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("import.sql")));

/// The ids and numbers that the next rows get. Good only within one operation, which nobody else can write beside.
#[derive(Debug, Clone)]
pub struct NextIds {
    /// Of an item.
    pub item: i64,
    /// The number in an item's key.
    pub number: i64,
    label: i64,
    criterion: i64,
    dependency: i64,
    outside_sprint: i64,
}

/// What an import compares with.
#[derive(Debug, Clone)]
pub struct Known {
    /// The row.
    pub id: i64,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its description.
    pub description: String,
    /// Its estimate.
    pub points: Option<Points>,
    /// The member's row.
    pub assignee: Option<i64>,
    /// The status's row.
    pub status: i64,
    /// The number in its key.
    pub number: i64,
}

/// What became of an attempt to write a new item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// It is written.
    Done,
    /// Another item has its outside key.
    KeyTaken,
    /// Another item has its number.
    NumberTaken,
}

impl Sqlite {
    /// Where ids and numbers stand now.
    ///
    /// # Errors
    /// The database fails.
    pub fn next_ids(&self) -> Result<NextIds> {
        Ok(NextIds {
            item: self.next_id("item")?,
            number: self.next_item_number()?,
            label: self.next_id("item_label")?,
            criterion: self.next_id("criterion")?,
            dependency: self.next_id("dependency")?,
            outside_sprint: self.next_id("outside_sprint")?,
        })
    }

    /// Whether there is any item at all.
    ///
    /// # Errors
    /// The database fails.
    pub fn has_items(&self) -> Result<bool> {
        Ok(self.number(QUERIES.get("count"), &[])? > 0)
    }

    /// The item that came with this key, as an import compares it.
    ///
    /// # Errors
    /// The database fails.
    pub fn known_by_external_key(&self, key: &str) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_external_key"), &[&key], read_known)
    }

    /// The item of this row, as an import compares it.
    ///
    /// # Errors
    /// The database fails.
    pub fn known_by_id(&self, id: i64) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_id"), &[&id], read_known)
    }

    /// Calls `each` with row and title of every item that has no outside key.
    ///
    /// # Errors
    /// The database fails.
    pub fn each_keyless(&self, mut each: impl FnMut(i64, &str)) -> Result<()> {
        self.query(QUERIES.get("keyless"), &[], |row| {
            each(row.get(0)?, row.get_ref(1)?.as_str()?);
            Ok(())
        })
        .map(drop)
    }

    /// Writes a new item, unless its key or its number is taken.
    ///
    /// # Errors
    /// The database fails.
    pub fn try_insert_item(&self, item: &ItemRow<'_>) -> Result<Inserted> {
        match self.insert_item(item) {
            Ok(()) => Ok(Inserted::Done),
            Err(error) => taken(&error).ok_or(error),
        }
    }

    /// Writes one field of an item.
    ///
    /// # Errors
    /// The database fails.
    pub fn update_item_title(&self, id: i64, title: &str) -> Result<()> {
        self.run(QUERIES.get("update_title"), &[&id, &title]).map(drop)
    }

    /// Writes the description.
    ///
    /// # Errors
    /// The database fails.
    pub fn update_item_description(&self, id: i64, description: &str) -> Result<()> {
        self.run(QUERIES.get("update_description"), &[&id, &description]).map(drop)
    }

    /// Writes the kind of work.
    ///
    /// # Errors
    /// The database fails.
    pub fn update_item_kind(&self, id: i64, kind: Kind) -> Result<()> {
        self.run(QUERIES.get("update_kind"), &[&id, &kind.word()]).map(drop)
    }

    /// Writes what an item is part of.
    ///
    /// # Errors
    /// The database fails.
    pub fn update_item_parent(&self, id: i64, parent: Option<i64>) -> Result<()> {
        self.run(QUERIES.get("update_parent"), &[&id, &parent]).map(drop)
    }

    /// Adds a label that the item does not have.
    ///
    /// # Errors
    /// The database fails.
    pub fn add_label(&self, ids: &mut NextIds, item: i64, label: &str) -> Result<()> {
        self.run(ITEM.get("insert_label"), &[&taken_id(&mut ids.label), &item, &label]).map(drop)
    }

    /// Adds a criterion at a position.
    ///
    /// # Errors
    /// The database fails.
    pub fn add_criterion(&self, ids: &mut NextIds, item: i64, position: usize, text: &str, met: bool) -> Result<()> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.run(ITEM.get("insert_criterion"), &[&taken_id(&mut ids.criterion), &item, &position, &text, &met])
            .map(drop)
    }

    /// Adds a dependency that the item does not have.
    ///
    /// # Errors
    /// The database fails.
    pub fn add_dependency(&self, ids: &mut NextIds, item: i64, needs: i64) -> Result<()> {
        self.run(ITEM.get("insert_dependency"), &[&taken_id(&mut ids.dependency), &item, &needs]).map(drop)
    }

    /// Adds a sprint name that the item does not have.
    ///
    /// # Errors
    /// The database fails.
    pub fn add_outside_sprint(&self, ids: &mut NextIds, item: i64, name: &str) -> Result<()> {
        let id = taken_id(&mut ids.outside_sprint);
        self.run(QUERIES.get("insert_outside_sprint"), &[&id, &item, &name]).map(drop)
    }

    /// The sprint names that came with an item.
    ///
    /// # Errors
    /// The database fails.
    pub fn outside_sprints(&self, item: i64) -> Result<Vec<String>> {
        self.query(ITEM.get("outside_sprints"), &[&item], |row| row.get(0))
    }
}

fn taken_id(next: &mut i64) -> i64 {
    *next += 1;
    *next - 1
}

fn read_known(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: row.get(0)?,
        kind: column::kind(row, 1)?,
        title: row.get(2)?,
        description: row.get(3)?,
        points: row.get::<_, Option<f64>>(4)?.and_then(Points::new),
        assignee: row.get(5)?,
        status: row.get(6)?,
        number: row.get(7)?,
    })
}

/// Which unique index stands against a new item.
fn taken(error: &Error) -> Option<Inserted> {
    let Error::Failed(failure) = error else { return None };
    let cause = failure.cause.downcast_ref::<rusqlite::Error>()?;
    let rusqlite::Error::SqliteFailure(code, Some(message)) = cause else { return None };
    match code.code {
        ErrorCode::ConstraintViolation if message.contains("item_external_key") => Some(Inserted::KeyTaken),
        ErrorCode::ConstraintViolation if message.contains("item.number") => Some(Inserted::NumberTaken),
        _ => None,
    }
}
