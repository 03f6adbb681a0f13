//! What an import writes: many rows in one operation, ids counted in memory, no lookup that a row does not need.

use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::error::{Error, Result};
use crate::store::column;
use crate::store::engine::{Queries, Sqlite};
use crate::store::item::{QUERIES as ITEM, StoredItem};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{ErrorCode, Row, ToSql};
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("import.sql")));

/// How many rows one statement writes.
pub const ROWS_AT_ONCE: usize = 64;

/// The ids and numbers that the next rows get. Good only within one operation, which nobody else can write beside.
#[derive(Debug, Clone)]
pub struct NextIds {
    pub item: i64,
    /// The number in an item's key.
    pub number: i64,
    label: i64,
    criterion: i64,
    dependency: i64,
    outside_sprint: i64,
}

/// Labels, criteria and sprint names on their way to their items.
#[derive(Debug, Default)]
pub struct Details {
    labels: Vec<ToSqlOutput<'static>>,
    criteria: Vec<ToSqlOutput<'static>>,
    sprints: Vec<ToSqlOutput<'static>>,
}

/// What an import compares with.
#[derive(Debug, Clone)]
pub struct Known {
    pub id: i64,
    pub kind: Kind,
    pub title: String,
    pub description: String,
    pub points: Option<Points>,
    pub assignee: Option<i64>,
    pub status: i64,
    /// The number in its key.
    pub number: i64,
}

/// What became of an attempt to write a new item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    Done,
    /// Another item has its outside key.
    KeyTaken,
    /// Another item has its number.
    NumberTaken,
}

impl Sqlite {
    /// Where ids and numbers stand now.
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
    pub fn has_items(&self) -> Result<bool> {
        Ok(self.number(QUERIES.get("count"), &[])? > 0)
    }

    /// The item that came with this key, as an import compares it.
    pub fn known_by_external_key(&self, key: &str) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_external_key"), &[&key], read_known)
    }

    /// The item of this row, as an import compares it.
    pub fn known_by_id(&self, id: i64) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_id"), &[&id], read_known)
    }

    /// Calls `each` with row and title of every item that has no outside key.
    pub fn each_keyless(&self, mut each: impl FnMut(i64, &str)) -> Result<()> {
        self.query(QUERIES.get("keyless"), &[], |row| {
            each(row.get(0)?, row.get_ref(1)?.as_str()?);
            Ok(())
        })
        .map(drop)
    }

    /// Writes new items, all of them or none, unless a key or a number is taken. One statement for many rows is several
    /// times as fast as one for each: SQLite keeps a copy of every page that a statement changes, in case it must stop.
    pub fn insert_items(&self, items: &[StoredItem<'_>]) -> Result<Inserted> {
        let values: Vec<ToSqlOutput<'_>> = items.iter().flat_map(values_of).collect();
        match self.run(&many(ITEM.get("insert"), items.len()), &as_params(&values)) {
            Ok(_) => Ok(Inserted::Done),
            Err(error) => taken(&error).ok_or(error),
        }
    }

    /// Writes one field of an item.
    pub fn update_item_title(&self, id: i64, title: &str) -> Result<()> {
        self.run(QUERIES.get("update_title"), &[&id, &title]).map(drop)
    }

    /// Writes the description.
    pub fn update_item_description(&self, id: i64, description: &str) -> Result<()> {
        self.run(QUERIES.get("update_description"), &[&id, &description]).map(drop)
    }

    /// Writes the kind of work.
    pub fn update_item_kind(&self, id: i64, kind: Kind) -> Result<()> {
        self.run(QUERIES.get("update_kind"), &[&id, &kind.word()]).map(drop)
    }

    /// Writes what an item is part of.
    pub fn update_item_parent(&self, id: i64, parent: Option<i64>) -> Result<()> {
        self.run(QUERIES.get("update_parent"), &[&id, &parent]).map(drop)
    }

    /// Adds labels, criteria and sprint names to items that do not have them, and empties the list.
    pub fn add_details(&self, details: &mut Details) -> Result<()> {
        self.add_rows(ITEM.get("insert_label"), 3, &mut details.labels)?;
        self.add_rows(ITEM.get("insert_criterion"), 5, &mut details.criteria)?;
        self.add_rows(QUERIES.get("insert_outside_sprint"), 3, &mut details.sprints)
    }

    fn add_rows(&self, insert: &str, width: usize, values: &mut Vec<ToSqlOutput<'static>>) -> Result<()> {
        for rows in values.chunks(width * ROWS_AT_ONCE) {
            self.run(&many(insert, rows.len() / width), &as_params(rows))?;
        }
        values.clear();
        Ok(())
    }

    /// Adds a dependency that the item does not have.
    pub fn add_dependency(&self, ids: &mut NextIds, item: i64, needs: i64) -> Result<()> {
        self.run(ITEM.get("insert_dependency"), &[&taken_id(&mut ids.dependency), &item, &needs]).map(drop)
    }

    /// The sprint names that came with an item.
    pub fn outside_sprints(&self, item: i64) -> Result<Vec<String>> {
        self.query(ITEM.get("outside_sprints"), &[&item], |row| row.get(0))
    }
}

impl Details {
    /// A label.
    pub fn label(&mut self, ids: &mut NextIds, item: i64, label: &str) {
        let id = taken_id(&mut ids.label);
        self.labels.extend([id.into(), item.into(), label.to_owned().into()]);
    }

    /// A criterion at a position.
    pub fn criterion(&mut self, ids: &mut NextIds, item: i64, position: usize, text: &str, met: bool) {
        let (id, position) = (taken_id(&mut ids.criterion), i64::try_from(position).unwrap_or(i64::MAX));
        self.criteria.extend([id.into(), item.into(), position.into(), text.to_owned().into(), met.into()]);
    }

    /// A sprint name.
    pub fn sprint(&mut self, ids: &mut NextIds, item: i64, name: &str) {
        let id = taken_id(&mut ids.outside_sprint);
        self.sprints.extend([id.into(), item.into(), name.to_owned().into()]);
    }

    /// Whether there are enough of them to write.
    pub fn are_many(&self) -> bool {
        [self.labels.len(), self.criteria.len(), self.sprints.len()]
            .into_iter()
            .any(|values| values >= 5 * ROWS_AT_ONCE)
    }
}

/// An `INSERT … VALUES (…)` of one row as one of many.
fn many(insert: &str, rows: usize) -> String {
    let Some((head, values)) = insert.split_once("VALUES ") else { return insert.to_owned() };
    let width = values.matches('?').count();
    let row = format!("({})", vec!["?"; width].join(", "));
    format!("{head}VALUES {}", vec![row; rows].join(", "))
}

fn as_params<'a>(values: &'a [ToSqlOutput<'a>]) -> Vec<&'a dyn ToSql> {
    values.iter().map(|value| value as &dyn ToSql).collect()
}

fn values_of<'a>(item: &StoredItem<'a>) -> [ToSqlOutput<'a>; 16] {
    let text = |text: &'a str| ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()));
    let maybe = |value: Option<&'a str>| value.map_or(ToSqlOutput::Borrowed(ValueRef::Null), text);
    let number = |value: Option<i64>| ToSqlOutput::Owned(value.map_or(Value::Null, Value::Integer));
    let points = item.points.map_or(Value::Null, |points| Value::Real(points.value()));
    [
        item.id.into(),
        item.number.into(),
        maybe(item.external_key),
        text(item.kind.word()),
        text(item.title),
        text(item.description),
        ToSqlOutput::Owned(points),
        number(item.assignee),
        item.status.into(),
        item.status_since.0.into(),
        number(item.parent),
        maybe(item.milestone),
        text(item.rank),
        maybe(item.drop_reason),
        item.created_at.0.into(),
        number(item.ended_at.map(|at| at.0)),
    ]
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
