//! What an import writes: many rows in one operation, ids counted in memory, no lookup that a row does not need.

use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::domain::tables::Table;
use crate::error::{Error, Result};
use crate::store::column::columns;
use crate::store::engine::{Broken, Store, queries, values};
use crate::store::item::{QUERIES as ITEM, StoredItem};
use crate::store::value::{ToValue, Value};
use std::borrow::Cow;

queries!("import.sql", Known);

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
    labels: Vec<Value<'static>>,
    criteria: Vec<Value<'static>>,
    sprints: Vec<Value<'static>>,
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

columns! {
    Known from "item" {
        id: "id",
        kind: "kind",
        title: "title",
        description: "description",
        points: "points",
        assignee: "assignee",
        status: "status",
        number: "number",
    }
}

impl Store {
    /// The highest ids and numbers so far.
    pub fn next_ids(&self) -> Result<NextIds> {
        Ok(NextIds {
            item: self.next_id(Table::Item)?,
            number: self.next_number(Table::Item)?,
            label: self.next_id(Table::ItemLabel)?,
            criterion: self.next_id(Table::Criterion)?,
            dependency: self.next_id(Table::Dependency)?,
            outside_sprint: self.next_id(Table::OutsideSprint)?,
        })
    }

    /// Whether there is any item at all.
    pub fn has_items(&self) -> Result<bool> {
        Ok(self.number(QUERIES.get("last"), &[])? > 0)
    }

    /// The item that came with this key, as an import compares it.
    pub fn known_by_external_key(&self, key: &str) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_external_key"), &[&key])
    }

    /// The item of this row, as an import compares it.
    pub fn known_by_id(&self, id: i64) -> Result<Option<Known>> {
        self.first(QUERIES.get("by_id"), &[&id])
    }

    /// Calls `each` with row and title of every item that has no outside key.
    pub fn each_keyless(&self, each: impl FnMut(i64, &str)) -> Result<()> {
        self.each_title_of("keyless", each)
    }

    /// Calls `each` with row and title of every item.
    pub fn each_title(&self, each: impl FnMut(i64, &str)) -> Result<()> {
        self.each_title_of("titles", each)
    }

    fn each_title_of(&self, query: &'static str, mut each: impl FnMut(i64, &str)) -> Result<()> {
        self.each(QUERIES.get(query), &[], |row| {
            let id = row.take()?;
            if let Value::Text(title) = row.value()? {
                each(id, &title);
            }
            Ok(())
        })
    }

    /// Writes new items, all of them or none, unless a key or a number is taken. One statement for many rows is several
    /// times as fast as one for each: SQLite keeps a copy of every page that a statement changes, in case it must stop.
    pub fn insert_items(&self, items: &[StoredItem<'_>]) -> Result<Inserted> {
        let rows: Vec<_> = items.iter().map(StoredItem::row).collect();
        let columns: Vec<&str> = rows.iter().take(1).flatten().map(|(column, _)| *column).collect();
        let values: Vec<&dyn ToValue> = rows.iter().flatten().map(|(_, value)| *value).collect();
        match self.insert_rows(Table::Item, &columns, &values) {
            Ok(()) => Ok(Inserted::Done),
            Err(error) => taken(&error).ok_or(error),
        }
    }

    pub fn update_item_title(&self, id: i64, title: &str) -> Result<()> {
        self.update(Table::Item, id, values! { title }).map(drop)
    }

    pub fn update_item_description(&self, id: i64, description: &str) -> Result<()> {
        self.update(Table::Item, id, values! { description }).map(drop)
    }

    pub fn update_item_kind(&self, id: i64, kind: Kind) -> Result<()> {
        self.update(Table::Item, id, values! { kind }).map(drop)
    }

    /// Writes what an item is part of.
    pub fn update_item_parent(&self, id: i64, parent: Option<i64>) -> Result<()> {
        self.update(Table::Item, id, values! { parent }).map(drop)
    }

    /// Adds labels, criteria and sprint names to items that do not have them, and empties the list.
    pub fn add_details(&self, details: &mut Details) -> Result<()> {
        self.add_rows(Table::ItemLabel, &["id", "item", "label"], &mut details.labels)?;
        self.add_rows(Table::Criterion, &["id", "item", "position", "text", "met"], &mut details.criteria)?;
        self.add_rows(Table::OutsideSprint, &["id", "item", "name"], &mut details.sprints)
    }

    fn add_rows(&self, table: Table, columns: &[&str], values: &mut Vec<Value<'static>>) -> Result<()> {
        for rows in values.chunks(columns.len() * ROWS_AT_ONCE) {
            let rows: Vec<&dyn ToValue> = rows.iter().map(|value| value as &dyn ToValue).collect();
            self.insert_rows(table, columns, &rows)?;
        }
        values.clear();
        Ok(())
    }

    /// Adds a dependency that the item does not have.
    pub fn add_dependency(&self, ids: &mut NextIds, item: i64, needs: i64) -> Result<()> {
        let id = taken_id(&mut ids.dependency);
        self.insert(Table::Dependency, values! { id, item, needs })
    }

    /// The sprint names that came with an item.
    pub fn outside_sprints(&self, item: i64) -> Result<Vec<String>> {
        self.query(ITEM.get("outside_sprints"), &[&item])
    }
}

impl Details {
    pub fn label(&mut self, ids: &mut NextIds, item: i64, label: &str) {
        let id = taken_id(&mut ids.label);
        self.labels.extend([Value::Int(id), Value::Int(item), text(label)]);
    }

    /// A criterion at a position.
    pub fn criterion(&mut self, ids: &mut NextIds, item: i64, position: usize, words: &str, met: bool) {
        let (id, position) = (taken_id(&mut ids.criterion), i64::try_from(position).unwrap_or(i64::MAX));
        let whole = [id, item, position].map(Value::Int);
        self.criteria.extend(whole.into_iter().chain([text(words), Value::Int(i64::from(met))]));
    }

    pub fn sprint(&mut self, ids: &mut NextIds, item: i64, name: &str) {
        let id = taken_id(&mut ids.outside_sprint);
        self.sprints.extend([Value::Int(id), Value::Int(item), text(name)]);
    }

    /// Whether there are enough of them to write.
    pub fn are_many(&self) -> bool {
        [self.labels.len(), self.criteria.len(), self.sprints.len()]
            .into_iter()
            .any(|values| values >= 5 * ROWS_AT_ONCE)
    }
}

fn text(text: &str) -> Value<'static> {
    Value::Text(Cow::Owned(text.to_owned()))
}

fn taken_id(next: &mut i64) -> i64 {
    *next += 1;
    *next - 1
}

/// Which unique index refused a new item.
fn taken(error: &Error) -> Option<Inserted> {
    match Broken::of(error)?.constraint.as_str() {
        "item_external_key" => Some(Inserted::KeyTaken),
        "item_number" => Some(Inserted::NumberTaken),
        _ => None,
    }
}
