//! What rows held after each operation, read from the journal backwards (R1, G2).

use crate::domain::account::PlaceFacts;
use crate::domain::item::Class;
use crate::domain::points::Points;
use crate::domain::sprint::State;
use crate::domain::story::{ItemFacts, Moment, Placed, RowChange, SprintFacts, Story, Versions};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::engine::{Queries, Sqlite};
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("story.sql")));

type Image = Map<String, Value>;

impl Sqlite {
    /// The last operation that was done by then; operations follow their numbers, whatever the clock said.
    pub fn operation_at(&self, at: Instant) -> Result<i64> {
        self.number(QUERIES.get("operation_at"), &[&at.0])
    }

    /// Every version of every row that a sprint's figures turn on.
    pub fn story(&self, sprint: i64) -> Result<Story> {
        let sprint_versions = self.versions("sprint", sprint, read_sprint)?;
        let mut places = Vec::new();
        for id in self.with_gone("sprint_item", "places", Some(sprint))? {
            places.push(self.versions("sprint_item", id, read_place)?);
        }
        let owners: BTreeSet<i64> = places.iter().flat_map(|place| place.all().map(|placed| placed.item)).collect();
        let mut items = HashMap::new();
        for id in owners {
            items.insert(id, self.versions("item", id, read_item)?);
        }
        let mut classes = HashMap::new();
        for id in self.with_gone("status", "statuses", None)? {
            classes.insert(id, self.versions("status", id, read_class)?);
        }
        let moments = self.moments(&sprint_versions, &places, &items, &classes)?;
        Ok(Story { sprint: sprint_versions, places, items, classes, moments })
    }

    /// The number of the change request that an operation made, ruled on, took back or brought back.
    pub fn request_in(&self, operation: i64) -> Result<Option<i64>> {
        let found = self.first(QUERIES.get("requests_in"), &[&operation], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?))
        })?;
        let Some((row, number)) = found else { return Ok(None) };
        if number.is_some() {
            return Ok(number);
        }
        let gone = self.query(QUERIES.get("gone"), &[&"change_request"], |found| {
            Ok((found.get::<_, i64>(0)?, image(found, 1)?))
        })?;
        Ok(gone.into_iter().rev().find(|(id, _)| *id == row).and_then(|(_, image)| whole(&image, "number")))
    }

    /// Rows that are there, and rows that were there once.
    fn with_gone(&self, table: &str, present: &str, sprint: Option<i64>) -> Result<BTreeSet<i64>> {
        let of_sprint = |image: &Image| sprint.is_none() || whole(image, "sprint") == sprint;
        let here: Vec<i64> = match &sprint {
            Some(sprint) => self.query(QUERIES.get(present), &[sprint], |row| row.get(0))?,
            None => self.query(QUERIES.get(present), &[], |row| row.get(0))?,
        };
        let gone = self.query(QUERIES.get("gone"), &[&table], |row| Ok((row.get::<_, i64>(0)?, image(row, 1)?)))?;
        let gone = gone.into_iter().filter(|(_, image)| of_sprint(image)).map(|(row, _)| row);
        Ok(here.into_iter().chain(gone).collect())
    }

    fn versions<T>(&self, table: &str, row: i64, read: impl Fn(&Image) -> Option<T>) -> Result<Versions<T>> {
        let turns = self.query(QUERIES.get("turns"), &[&table, &row], |row| {
            Ok(RowChange { operation: row.get(0)?, kind: row.get(1)?, before: image(row, 2)? })
        })?;
        Ok(Versions::rewind(self.row_image(table, row)?, &turns, read))
    }

    /// A row as it stands now, by its columns.
    fn row_image(&self, table: &str, row: i64) -> Result<Option<Image>> {
        let columns = self.columns(table)?;
        let sql = format!("SELECT {} FROM {table} WHERE id = ?1", columns.join(", "));
        self.first(&sql, &[&row], |row| {
            let value = |n: usize| row.get_ref(n).map(json);
            columns.iter().enumerate().map(|(n, column)| Ok((column.clone(), value(n)?))).collect()
        })
    }

    fn moments(
        &self,
        sprint: &Versions<SprintFacts>,
        places: &[Versions<Placed>],
        items: &HashMap<i64, Versions<ItemFacts>>,
        classes: &HashMap<i64, Versions<Class>>,
    ) -> Result<BTreeMap<i64, Moment>> {
        let mut numbers: BTreeSet<i64> = sprint.operations().collect();
        numbers.extend(places.iter().flat_map(Versions::operations));
        numbers.extend(items.values().flat_map(Versions::operations));
        numbers.extend(classes.values().flat_map(Versions::operations));
        let mut moments = BTreeMap::new();
        for number in numbers {
            let read = |row: &rusqlite::Row<'_>| Ok(Moment { at: Instant(row.get(0)?), reverts: row.get(1)? });
            if let Some(moment) = self.first(QUERIES.get("moment"), &[&number], read)? {
                moments.insert(number, moment);
            }
        }
        Ok(moments)
    }
}

fn image(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Image> {
    let text: Option<String> = row.get(column)?;
    Ok(match text.as_deref().map(serde_json::from_str) {
        Some(Ok(Value::Object(map))) => map,
        _ => Image::new(),
    })
}

fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(whole) => whole.into(),
        ValueRef::Real(part) => part.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
    }
}

fn whole(image: &Image, column: &str) -> Option<i64> {
    image.get(column).and_then(Value::as_i64)
}

fn truth(image: &Image, column: &str) -> bool {
    whole(image, column) == Some(1)
}

fn points(image: &Image, column: &str) -> Option<Points> {
    image.get(column).and_then(Value::as_f64).and_then(Points::new)
}

fn text<'a>(image: &'a Image, column: &str) -> Option<&'a str> {
    image.get(column).and_then(Value::as_str)
}

fn read_sprint(image: &Image) -> Option<SprintFacts> {
    let day = |column| text(image, column).and_then(|day| day.parse::<Day>().ok());
    Some(SprintFacts {
        state: State::parse(text(image, "state")?)?,
        starts_on: day("starts_on"),
        ends_on: day("ends_on"),
    })
}

fn read_place(image: &Image) -> Option<Placed> {
    let facts = PlaceFacts {
        committed: truth(image, "committed"),
        added: whole(image, "entered_by").is_some(),
        left: whole(image, "left_at").is_some(),
        points_at_entry: points(image, "points_at_entry"),
        points_at_exit: points(image, "points_at_exit"),
        ended_at_entry: truth(image, "ended_at_entry"),
    };
    Some(Placed { item: whole(image, "item")?, facts })
}

fn read_item(image: &Image) -> Option<ItemFacts> {
    Some(ItemFacts { points: points(image, "points"), status: whole(image, "status")? })
}

fn read_class(image: &Image) -> Option<Class> {
    Class::parse(text(image, "class")?)
}
