//! What rows held after each operation, read from the journal backwards (R1, G2).

use crate::domain::account::PlaceFacts;
use crate::domain::item::{Class, Criterion};
use crate::domain::points::Points;
use crate::domain::sprint::State;
use crate::domain::story::{ItemFacts, ItemThen, Moment, Placed, RowChange, SprintFacts, Story, Versions};
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
        let mut sprints = self.versions(Table::Sprint, &BTreeSet::from([sprint]), read_sprint)?;
        let sprint_versions = sprints.remove(&sprint).unwrap_or_else(|| Versions::rewind(None, &[], read_sprint));
        let places = self.with_gone(Table::SprintItem, "places", Some(sprint))?;
        let places = self.versions(Table::SprintItem, &places, read_place)?;
        let owners: BTreeSet<i64> = places.values().flat_map(|place| place.all().map(|placed| placed.item)).collect();
        let items = self.versions(Table::Item, &owners, read_item)?.into_iter().collect();
        let statuses = self.with_gone(Table::Status, "statuses", None)?;
        let classes = self.versions(Table::Status, &statuses, read_class)?.into_iter().collect();
        let moments = self.moments(&sprint_versions, &places, &items, &classes)?;
        let count_parents = self.team()?.is_some_and(|team| team.count_parents);
        Ok(Story { sprint: sprint_versions, places, items, classes, moments, counts_reopened: true, count_parents })
    }

    /// The number of the change request that each of these operations made, ruled on, took back or brought back.
    pub fn requests_in(&self, operations: &[i64]) -> Result<BTreeMap<i64, i64>> {
        let found: HashMap<i64, Vec<(i64, Option<i64>)>> = self.groups_of(QUERIES.get("requests_in"), operations)?;
        let first = found.into_iter().filter_map(|(operation, rows)| Some((operation, *rows.first()?)));
        let first: Vec<(i64, (i64, Option<i64>))> = first.collect();
        let is_gone = first.iter().any(|(_, (_, number))| number.is_none());
        let gone: HashMap<i64, Image> =
            if is_gone { self.gone(Table::ChangeRequest, None)?.into_iter().collect() } else { HashMap::new() };
        let number = |(row, number): (i64, Option<i64>)| {
            number.or_else(|| gone.get(&row).and_then(|image| whole(image, "number")))
        };
        Ok(first.into_iter().filter_map(|(operation, request)| Some((operation, number(request)?))).collect())
    }

    /// Removed rows with what they held: all of a table, or those removed since a sprint was made.
    fn gone(&self, table: Table, sprint: Option<i64>) -> Result<Vec<(i64, Image)>> {
        self.query(QUERIES.get("gone"), &[&table.name(), &sprint])
    }

    /// Rows that are there, and rows that were there once.
    fn with_gone(&self, table: Table, present: &str, sprint: Option<i64>) -> Result<BTreeSet<i64>> {
        let here: Vec<i64> = match &sprint {
            Some(sprint) => self.query(QUERIES.get(present), &[sprint])?,
            None => self.query(QUERIES.get(present), &[])?,
        };
        let of_sprint = |image: &Image| sprint.is_none() || whole(image, "sprint") == sprint;
        let gone = self.gone(table, sprint)?.into_iter().filter(|(_, image)| of_sprint(image)).map(|(row, _)| row);
        Ok(here.into_iter().chain(gone).collect())
    }

    /// Everything that each of these rows held.
    fn versions<T>(
        &self,
        table: Table,
        rows: &BTreeSet<i64>,
        read: impl Fn(&Image) -> Option<T>,
    ) -> Result<BTreeMap<i64, Versions<T>>> {
        let ids: Vec<i64> = rows.iter().copied().collect();
        let sql = QUERIES.get("turns").replace("TABLE", table.name());
        let mut turns: HashMap<i64, Vec<RowChange>> = self.groups_of(&sql, &ids)?;
        let mut images = self.row_images(table, &ids)?;
        let rewound = |id: i64| {
            let turns = turns.remove(&id).unwrap_or_default();
            (id, Versions::rewind(images.remove(&id), &turns, &read))
        };
        Ok(ids.into_iter().map(rewound).collect())
    }

    /// Rows as they are now, by their columns.
    fn row_images(&self, table: Table, ids: &[i64]) -> Result<HashMap<i64, Image>> {
        let columns: Vec<String> = self.columns(table)?.into_iter().map(|(name, _)| name).collect();
        let mut images = HashMap::new();
        let sql = format!("SELECT id, {} FROM {} WHERE id IN ($1)", columns.join(", "), table.name());
        self.each_of(&sql, ids, |row| {
            let id = row.take()?;
            let cells = columns.iter().map(|column| Ok((column.clone(), row.value()?.into())));
            images.insert(id, cells.collect::<Result<Image>>()?);
            Ok(())
        })?;
        Ok(images)
    }

    /// The operation that wrote a row last: of a finished review the one that finished it.
    pub fn last_written(&self, table: Table, id: i64) -> Result<i64> {
        self.number(QUERIES.get("last_written"), &[&table.name(), &id])
    }

    /// Items as they were after an operation, with their acceptance criteria in order.
    pub fn items_after(&self, items: &[i64], operation: i64) -> Result<HashMap<i64, ItemThen>> {
        let rows = self.versions(Table::Item, &items.iter().copied().collect(), read_words)?;
        let statuses = rows.values().filter_map(|row| row.after(operation).map(|(_, status)| *status)).collect();
        let statuses = self
            .versions(Table::Status, &statuses, |image| Some((text(image, "name")?.to_owned(), read_class(image)?)))?;
        let mut criteria = self.criteria_after(items, operation)?;
        let then = |(id, versions): (i64, Versions<(ItemThen, i64)>)| {
            let (item, status) = versions.after(operation)?.clone();
            let (status, class) = statuses.get(&status)?.after(operation)?.clone();
            Some((id, ItemThen { status, class, criteria: criteria.remove(&id).unwrap_or_default(), ..item }))
        };
        Ok(rows.into_iter().filter_map(then).collect())
    }

    fn criteria_after(&self, items: &[i64], operation: i64) -> Result<HashMap<i64, Vec<Criterion>>> {
        let ids = self.query_of::<i64>(QUERIES.get("criteria"), items)?.into_iter().collect();
        let read = |image: &Image| {
            let criterion = Criterion { text: text(image, "text")?.to_owned(), met: truth(image, "met") };
            Some((whole(image, "item")?, whole(image, "position")?, criterion))
        };
        let versions = self.versions(Table::Criterion, &ids, read)?;
        let mut then: Vec<_> = versions.values().filter_map(|row| row.after(operation).cloned()).collect();
        then.sort_by_key(|(item, position, _)| (*item, *position));
        let mut found: HashMap<i64, Vec<Criterion>> = HashMap::new();
        for (item, _, criterion) in then {
            found.entry(item).or_default().push(criterion);
        }
        Ok(found)
    }

    fn moments(
        &self,
        sprint: &Versions<SprintFacts>,
        places: &BTreeMap<i64, Versions<Placed>>,
        items: &HashMap<i64, Versions<ItemFacts>>,
        classes: &HashMap<i64, Versions<Class>>,
    ) -> Result<BTreeMap<i64, Moment>> {
        let mut numbers: BTreeSet<i64> = sprint.operations().collect();
        numbers.extend(places.values().flat_map(Versions::operations));
        numbers.extend(items.values().flat_map(Versions::operations));
        numbers.extend(classes.values().flat_map(Versions::operations));
        let numbers: Vec<i64> = numbers.into_iter().collect();
        let found: HashMap<i64, Vec<Moment>> = self.groups_of(QUERIES.get("moment"), &numbers)?;
        Ok(found.into_iter().filter_map(|(number, found)| Some((number, found.into_iter().next()?))).collect())
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
        reopened: false,
        by_parts: truth(image, "by_parts"),
    };
    Some(Placed { item: whole(image, "item")?, facts })
}

fn read_item(image: &Image) -> Option<ItemFacts> {
    Some(ItemFacts { points: points(image, "points"), status: whole(image, "status")?, parent: whole(image, "parent") })
}

fn read_words(image: &Image) -> Option<(ItemThen, i64)> {
    let item = ItemThen {
        title: text(image, "title")?.to_owned(),
        external_key: text(image, "external_key").map(str::to_owned),
        points: points(image, "points"),
        status: String::new(),
        class: Class::Waiting,
        criteria: Vec::new(),
    };
    Some((item, whole(image, "status")?))
}

fn read_class(image: &Image) -> Option<Class> {
    Class::parse(text(image, "class")?)
}
