//! What rows held after each operation, read from the journal backwards (R1, G2).

use crate::domain::account::PlaceFacts;
use crate::domain::item::Class;
use crate::domain::points::Points;
use crate::domain::sprint::State;
use crate::domain::story::{ItemFacts, Moment, Placed, RowChange, SprintFacts, Story, Versions};
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

queries!("story.sql", RowChange, Moment);

columns! {
    RowChange from "change" {
        operation: "operation",
        kind: "kind",
        before: "before",
    }
}

columns! {
    Moment from "operation" {
        at: "at",
        reverts: "reverts",
    }
}

type Image = Map<String, Value>;

impl Store {
    /// The last operation that was done by then. Operations are in the order of their numbers, not of the clock.
    pub fn operation_at(&self, at: Instant) -> Result<i64> {
        self.number(QUERIES.get("operation_at"), &[&at])
    }

    /// Every version of every row that a sprint's figures turn on.
    pub fn story(&self, sprint: i64) -> Result<Story> {
        let sprint_versions = self.versions(Table::Sprint, sprint, read_sprint)?;
        let mut places = Vec::new();
        for id in self.with_gone(Table::SprintItem, "places", Some(sprint))? {
            places.push(self.versions(Table::SprintItem, id, read_place)?);
        }
        let owners: BTreeSet<i64> = places.iter().flat_map(|place| place.all().map(|placed| placed.item)).collect();
        let mut items = HashMap::new();
        for id in owners {
            items.insert(id, self.versions(Table::Item, id, read_item)?);
        }
        let mut classes = HashMap::new();
        for id in self.with_gone(Table::Status, "statuses", None)? {
            classes.insert(id, self.versions(Table::Status, id, read_class)?);
        }
        let moments = self.moments(&sprint_versions, &places, &items, &classes)?;
        Ok(Story { sprint: sprint_versions, places, items, classes, moments })
    }

    /// The number of the change request that an operation made, ruled on, took back or brought back.
    pub fn request_in(&self, operation: i64) -> Result<Option<i64>> {
        let found: Option<(i64, Option<i64>)> = self.first(QUERIES.get("requests_in"), &[&operation])?;
        let Some((row, number)) = found else { return Ok(None) };
        if number.is_some() {
            return Ok(number);
        }
        let gone = self.gone(Table::ChangeRequest)?;
        Ok(gone.into_iter().rev().find(|(id, _)| *id == row).and_then(|(_, image)| whole(&image, "number")))
    }

    /// Removed rows with what they held.
    fn gone(&self, table: Table) -> Result<Vec<(i64, Image)>> {
        self.query(QUERIES.get("gone"), &[&table.name()])
    }

    /// Rows that are there, and rows that were there once.
    fn with_gone(&self, table: Table, present: &str, sprint: Option<i64>) -> Result<BTreeSet<i64>> {
        let here: Vec<i64> = match &sprint {
            Some(sprint) => self.query(QUERIES.get(present), &[sprint])?,
            None => self.query(QUERIES.get(present), &[])?,
        };
        let of_sprint = |image: &Image| sprint.is_none() || whole(image, "sprint") == sprint;
        let gone = self.gone(table)?.into_iter().filter(|(_, image)| of_sprint(image)).map(|(row, _)| row);
        Ok(here.into_iter().chain(gone).collect())
    }

    fn versions<T>(&self, table: Table, row: i64, read: impl Fn(&Image) -> Option<T>) -> Result<Versions<T>> {
        let turns: Vec<RowChange> = self.query(QUERIES.get("turns"), &[&table.name(), &row])?;
        Ok(Versions::rewind(self.row_image(table, row)?, &turns, read))
    }

    /// A row as it is now, by its columns.
    fn row_image(&self, table: Table, id: i64) -> Result<Option<Image>> {
        let columns: Vec<String> = self.columns(table)?.into_iter().map(|(name, _)| name).collect();
        let mut image = None;
        let sql = format!("SELECT {} FROM {} WHERE id = $1", columns.join(", "), table.name());
        self.each(&sql, &[&id], |row| {
            let cells = columns.iter().map(|column| Ok((column.clone(), row.value()?.into())));
            image = Some(cells.collect::<Result<Image>>()?);
            Ok(())
        })?;
        Ok(image)
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
            if let Some(moment) = self.first(QUERIES.get("moment"), &[&number])? {
                moments.insert(number, moment);
            }
        }
        Ok(moments)
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
