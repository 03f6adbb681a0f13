//! Items: keys, rows, and everything that hangs on one.

use crate::domain::fold::doubles;
use crate::domain::item::{Criterion, InSprint, Item, ItemRow, Kind, Link};
use crate::domain::points::Points;
use crate::domain::rank::Rank;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Pair, Params, Store, queries, values};
use crate::store::value::FromRow as _;
use std::collections::HashMap;

queries!("item.sql", Link, More);

/// An item row as it is written.
#[derive(Debug, Clone)]
pub struct StoredItem<'a> {
    pub id: i64,
    /// Its number, unique in the team.
    pub number: i64,
    /// The key it came with.
    pub external_key: Option<&'a str>,
    /// What sort of work.
    pub kind: Kind,
    pub title: &'a str,
    pub description: &'a str,
    pub points: Option<Points>,
    pub assignee: Option<i64>,
    pub status: i64,
    pub status_since: Instant,
    pub parent: Option<i64>,
    pub milestone: Option<&'a str>,
    pub rank: &'a str,
    /// Why it was dropped.
    pub drop_reason: Option<&'a str>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was finished or dropped.
    pub ended_at: Option<Instant>,
}

/// A new status of an item, and what follows from it.
#[derive(Debug, Clone, Copy)]
pub struct NewStatus<'a> {
    pub status: i64,
    pub since: Instant,
    /// When it ended, if the status says so.
    pub ended_at: Option<Instant>,
    /// Why it was dropped.
    pub drop_reason: Option<&'a str>,
}

/// The columns of an item that only its own page shows.
struct More {
    description: String,
    milestone: Option<String>,
    drop_reason: Option<String>,
    created_at: Instant,
    ended_at: Option<Instant>,
}

columns! {
    More from "item i" {
        description: "i.description",
        milestone: "i.milestone",
        drop_reason: "i.drop_reason",
        created_at: "i.created_at",
        ended_at: "i.ended_at",
    }
}

columns! {
    Link from "item i" {
        id: "i.id",
        key: "(SELECT prefix FROM team) || '-' || i.number",
        title: "i.title",
        ended: "i.ended_at IS NOT NULL",
    }
}

impl Store {
    /// The row with this number.
    pub fn item_by_number(&self, number: i64) -> Result<Option<i64>> {
        self.first(QUERIES.get("id_by_number"), &[&number])
    }

    /// The row that came with this key.
    pub fn item_by_external_key(&self, key: &str) -> Result<Option<i64>> {
        self.first(QUERIES.get("id_by_external_key"), &[&key])
    }

    /// The rows that a key may mean: the one with this number, and the one that came with this key.
    pub fn items_by_key(&self, number: Option<i64>, key: &str) -> Result<(Option<i64>, Option<i64>)> {
        let found: Vec<(i64, bool)> = self.query(QUERIES.get("by_key"), &[&number, &key])?;
        let of = |own: bool| found.iter().find(|(_, known)| *known == own).map(|(id, _)| *id);
        Ok((of(true), of(false)))
    }

    /// The keys of these items, by their ids.
    pub fn keys_of(&self, items: &[i64]) -> Result<HashMap<i64, String>> {
        Ok(self.query_of(QUERIES.get("keys"), items)?.into_iter().collect())
    }

    /// The acceptance criteria of each of these items, in order.
    pub fn criteria_of(&self, items: &[i64]) -> Result<HashMap<i64, Vec<Criterion>>> {
        let found = self.groups_of::<(String, bool)>(QUERIES.get("criteria_of"), items)?;
        let criterion = |(text, met)| Criterion { text, met };
        Ok(found.into_iter().map(|(item, found)| (item, found.into_iter().map(criterion).collect())).collect())
    }

    /// An item's own key.
    pub fn item_key(&self, id: i64) -> Result<String> {
        Ok(self.first(QUERIES.get("key"), &[&id])?.unwrap_or_default())
    }

    /// The first or last rank of the open items.
    pub fn end_rank(&self, last: bool) -> Result<Option<Rank>> {
        self.rank(if last { "last_rank" } else { "first_rank" }, &[])
    }

    /// The nearest rank of an open item before or after `rank`.
    pub fn neighbour_rank(&self, rank: &str, after: bool) -> Result<Option<Rank>> {
        self.rank(if after { "rank_after" } else { "rank_before" }, &[&rank])
    }

    fn rank(&self, query: &str, params: Params<'_>) -> Result<Option<Rank>> {
        Ok(self.first::<String>(QUERIES.get(query), params)?.as_deref().and_then(Rank::parse))
    }

    pub fn insert_item(&self, item: &StoredItem<'_>) -> Result<()> {
        self.insert(Table::Item, &item.row())
    }

    /// Writes kind, title, description, milestone and parent.
    pub fn update_item_text(
        &self,
        id: i64,
        kind: Kind,
        title: &str,
        description: &str,
        milestone: Option<&str>,
        parent: Option<i64>,
    ) -> Result<()> {
        self.update(Table::Item, id, values! { kind, title, description, milestone, parent }).map(drop)
    }

    pub fn update_item_points(&self, id: i64, points: Option<Points>) -> Result<()> {
        self.update(Table::Item, id, values! { points }).map(drop)
    }

    pub fn update_item_assignee(&self, id: i64, member: Option<i64>) -> Result<()> {
        self.update(Table::Item, id, values! { assignee: member }).map(drop)
    }

    pub fn update_item_rank(&self, id: i64, rank: &Rank) -> Result<()> {
        self.update(Table::Item, id, values! { rank: rank.as_str() }).map(drop)
    }

    pub fn update_item_status(&self, id: i64, new: &NewStatus<'_>) -> Result<()> {
        let &NewStatus { status, since, ended_at, drop_reason } = new;
        self.update(Table::Item, id, values! { status, status_since: since, ended_at, drop_reason }).map(drop)
    }

    /// Everything about one item.
    pub fn whole_item(&self, row: ItemRow) -> Result<Item> {
        let id = row.id;
        let more = self.first(QUERIES.get("more"), &[&id])?.unwrap_or_else(|| More {
            description: String::new(),
            milestone: None,
            drop_reason: None,
            created_at: row.status_since,
            ended_at: None,
        });
        let mut links: HashMap<String, Vec<Link>> = HashMap::new();
        self.each(QUERIES.get("links"), &[&id], |row| {
            let (tie, _place): (String, i64) = (row.take()?, row.take()?);
            links.entry(tie).or_default().push(Link::from_row(row)?);
            Ok(())
        })?;
        let mut tied = |tie: &str| links.remove(tie).unwrap_or_default();
        let (mut sprints, mut marks): (Vec<InSprint>, HashMap<String, Vec<String>>) = (Vec::new(), HashMap::new());
        for (kind, number, text) in self.query::<(String, i64, String)>(QUERIES.get("marks"), &[&id])? {
            match State::parse(&kind) {
                Some(state) => sprints.push(InSprint { number, state }),
                None => marks.entry(kind).or_default().push(text),
            }
        }
        let mut marked = |kind: &str| marks.remove(kind).unwrap_or_default();
        Ok(Item {
            description: more.description,
            criteria: self.criteria(id)?.into_iter().map(|(_, criterion)| criterion).collect(),
            labels: marked("label"),
            parent: tied("parent").pop(),
            children: tied("child"),
            depends_on: tied("needs"),
            needed_by: tied("needed"),
            milestone: more.milestone,
            drop_reason: more.drop_reason,
            created_at: more.created_at,
            ended_at: more.ended_at,
            sprints,
            outside_sprints: marked("outside"),
            blockers: marked("blocker"),
            origin: self.origin_of(id)?,
            row,
        })
    }

    /// Acceptance criteria with their rows, in order.
    pub fn criteria(&self, item: i64) -> Result<Vec<(i64, Criterion)>> {
        let found = self.query(QUERIES.get("criteria"), &[&item])?.into_iter();
        Ok(found.map(|(id, text, met)| (id, Criterion { text, met })).collect())
    }

    /// Makes the criteria of an item these: changes what differs, adds and removes at the end.
    pub fn set_criteria(&self, item: i64, wanted: &[Criterion]) -> Result<()> {
        let present = self.criteria(item)?;
        for (n, &Criterion { ref text, met }) in wanted.iter().enumerate() {
            match present.get(n) {
                Some((_, old)) if old.text == *text && old.met == met => {}
                Some((id, _)) => drop(self.update(Table::Criterion, *id, values! { text, met })?),
                None => {
                    let (id, position) = (self.next_id(Table::Criterion)?, i64::try_from(n).unwrap_or(i64::MAX));
                    self.insert(Table::Criterion, values! { id, item, position, text, met })?;
                }
            }
        }
        present.iter().skip(wanted.len()).try_for_each(|(id, _)| self.delete(Table::Criterion, *id).map(drop))
    }

    /// Labels with their rows, sorted.
    pub fn labels(&self, item: i64) -> Result<Vec<(i64, String)>> {
        self.query(QUERIES.get("labels"), &[&item])
    }

    /// The labels of each of these items.
    pub fn labels_of(&self, items: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
        self.groups_of(QUERIES.get("labels_of"), items)
    }

    /// The items that hold one label in several spellings, and these.
    pub fn labels_twice(&self) -> Result<Vec<(i64, Vec<String>)>> {
        let (mut found, mut at, mut labels) = (Vec::new(), 0, Vec::new());
        let mut end = |item: i64, labels: &mut Vec<String>| {
            found.extend(doubles(std::mem::take(labels)).into_iter().map(|names| (item, names)));
        };
        self.each(QUERIES.get("all_labels"), &[], |row| {
            let (item, label) = (row.take()?, row.take()?);
            if item != at {
                end(at, &mut labels);
            }
            at = item;
            labels.push(label);
            Ok(())
        })?;
        end(at, &mut labels);
        Ok(found)
    }

    /// Makes the labels of an item these.
    pub fn set_labels(&self, item: i64, wanted: &[String]) -> Result<()> {
        let present = self.labels(item)?;
        for (id, _) in present.iter().filter(|(_, label)| !wanted.contains(label)) {
            self.delete(Table::ItemLabel, *id)?;
        }
        for label in wanted.iter().filter(|label| !present.iter().any(|(_, known)| known == *label)) {
            let id = self.next_id(Table::ItemLabel)?;
            self.insert(Table::ItemLabel, values! { id, item, label })?;
        }
        Ok(())
    }

    /// The rows of the items that an item depends on.
    pub fn needs_of(&self, item: i64) -> Result<Vec<i64>> {
        self.query(QUERIES.get("needs_of"), &[&item])
    }

    /// Makes the dependencies of an item these.
    pub fn set_dependencies(&self, item: i64, wanted: &[i64]) -> Result<()> {
        let present = self.needs_of(item)?;
        for needs in present.iter().filter(|id| !wanted.contains(id)) {
            self.run(QUERIES.get("delete_dependency"), &[&item, needs])?;
        }
        let new: Vec<i64> = wanted.iter().copied().filter(|id| !present.contains(id)).collect();
        self.insert_links(Table::Dependency, ("item", item), ("needs", &new))
    }

    /// The keys of the open parts of each of these items.
    pub fn open_parts(&self, items: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
        self.groups_of(QUERIES.get("open_parts"), items)
    }

    /// The row of an item's parent.
    pub fn parent_of(&self, item: i64) -> Result<Option<i64>> {
        Ok(self.first(QUERIES.get("parent_of"), &[&item])?.flatten())
    }
}

impl StoredItem<'_> {
    /// Its columns with their values.
    pub(super) fn row(&self) -> [Pair<'_>; 16] {
        *values! {
            id: self.id,
            number: self.number,
            external_key: self.external_key,
            kind: self.kind,
            title: self.title,
            description: self.description,
            points: self.points,
            assignee: self.assignee,
            status: self.status,
            status_since: self.status_since,
            parent: self.parent,
            milestone: self.milestone,
            rank: self.rank,
            drop_reason: self.drop_reason,
            created_at: self.created_at,
            ended_at: self.ended_at,
        }
    }
}
