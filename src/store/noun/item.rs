//! Items: keys, rows, and everything that hangs on one.

use crate::domain::item::{Criterion, InSprint, Item, ItemRow, Kind, Link};
use crate::domain::points::Points;
use crate::domain::rank::Rank;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Queries, Sqlite};
use rusqlite::ToSql;
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("item.sql")));

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

impl Sqlite {
    /// The row with this number.
    pub fn item_by_number(&self, number: i64) -> Result<Option<i64>> {
        self.first(QUERIES.get("id_by_number"), &[&number], |row| row.get(0))
    }

    /// The row that came with this key.
    pub fn item_by_external_key(&self, key: &str) -> Result<Option<i64>> {
        self.first(QUERIES.get("id_by_external_key"), &[&key], |row| row.get(0))
    }

    /// An item's own key.
    pub fn item_key(&self, id: i64) -> Result<String> {
        Ok(self.first(QUERIES.get("key"), &[&id], |row| row.get(0))?.unwrap_or_default())
    }

    /// The number of the next item.
    pub fn next_item_number(&self) -> Result<i64> {
        self.number(QUERIES.get("next_number"), &[])
    }

    /// The first or last rank of the open items.
    pub fn end_rank(&self, last: bool) -> Result<Option<Rank>> {
        self.rank(if last { "last_rank" } else { "first_rank" }, &[])
    }

    /// The nearest rank of an open item before or after `rank`.
    pub fn neighbour_rank(&self, rank: &str, after: bool) -> Result<Option<Rank>> {
        self.rank(if after { "rank_after" } else { "rank_before" }, &[&rank])
    }

    fn rank(&self, query: &str, params: &[&dyn ToSql]) -> Result<Option<Rank>> {
        let text: Option<String> = self.first(QUERIES.get(query), params, |row| row.get(0))?;
        Ok(text.as_deref().and_then(Rank::parse))
    }

    /// Writes a new item.
    pub fn insert_item(&self, item: &StoredItem<'_>) -> Result<()> {
        let points = item.points.map(Points::value);
        let ended = item.ended_at.map(|at| at.0);
        let params: [&dyn ToSql; 16] = [
            &item.id,
            &item.number,
            &item.external_key,
            &item.kind.word(),
            &item.title,
            &item.description,
            &points,
            &item.assignee,
            &item.status,
            &item.status_since.0,
            &item.parent,
            &item.milestone,
            &item.rank,
            &item.drop_reason,
            &item.created_at.0,
            &ended,
        ];
        self.run(QUERIES.get("insert"), &params).map(|_| ())
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
        self.run(QUERIES.get("update_text"), &[&id, &kind.word(), &title, &description, &milestone, &parent])
            .map(|_| ())
    }

    /// Writes the estimate.
    pub fn update_item_points(&self, id: i64, points: Option<Points>) -> Result<()> {
        self.run(QUERIES.get("update_points"), &[&id, &points.map(Points::value)]).map(|_| ())
    }

    /// Writes who works on it.
    pub fn update_item_assignee(&self, id: i64, member: Option<i64>) -> Result<()> {
        self.run(QUERIES.get("update_assignee"), &[&id, &member]).map(|_| ())
    }

    /// Writes its place in the ranked list.
    pub fn update_item_rank(&self, id: i64, rank: &Rank) -> Result<()> {
        self.run(QUERIES.get("update_rank"), &[&id, &rank.as_str()]).map(|_| ())
    }

    /// Writes its status.
    pub fn update_item_status(&self, id: i64, new: &NewStatus<'_>) -> Result<()> {
        let ended = new.ended_at.map(|at| at.0);
        self.run(QUERIES.get("update_status"), &[&id, &new.status, &new.since.0, &ended, &new.drop_reason]).map(|_| ())
    }

    /// Everything about one item.
    pub fn whole_item(&self, row: ItemRow) -> Result<Item> {
        let id = row.id;
        let more = self.first(QUERIES.get("more"), &[&id], |r| {
            let moment = column::instant_or_none(r, 4)?;
            Ok((r.get::<_, String>(0)?, r.get(1)?, r.get(2)?, Instant(r.get(3)?), moment, r.get::<_, Option<i64>>(5)?))
        })?;
        let (description, milestone, drop_reason, created_at, ended_at, parent) =
            more.unwrap_or((String::new(), None, None, row.status_since, None, None));
        let parent = match parent {
            Some(parent) => self.first(QUERIES.get("link"), &[&parent], read_link)?,
            None => None,
        };
        Ok(Item {
            description,
            criteria: self.criteria(id)?.into_iter().map(|(_, criterion)| criterion).collect(),
            labels: self.labels(id)?.into_iter().map(|(_, label)| label).collect(),
            parent,
            children: self.query(QUERIES.get("children"), &[&id], read_link)?,
            depends_on: self.query(QUERIES.get("depends_on"), &[&id], read_link)?,
            needed_by: self.query(QUERIES.get("needed_by"), &[&id], read_link)?,
            milestone,
            drop_reason,
            created_at,
            ended_at,
            sprints: self.query(QUERIES.get("sprints_of"), &[&id], |r| {
                Ok(InSprint { number: r.get(0)?, state: column::state(r, 1)? })
            })?,
            outside_sprints: self.query(QUERIES.get("outside_sprints"), &[&id], |r| r.get(0))?,
            blockers: self.query(QUERIES.get("open_blockers_of"), &[&id], |r| r.get(0))?,
            origin: self.origin_of(id)?,
            row,
        })
    }

    /// Acceptance criteria with their rows, in order.
    pub fn criteria(&self, item: i64) -> Result<Vec<(i64, Criterion)>> {
        self.query(QUERIES.get("criteria"), &[&item], |row| {
            Ok((row.get(0)?, Criterion { text: row.get(1)?, met: row.get(2)? }))
        })
    }

    /// Makes the criteria of an item these: changes what differs, adds and takes away at the end.
    pub fn set_criteria(&self, item: i64, wanted: &[Criterion]) -> Result<()> {
        let present = self.criteria(item)?;
        for (n, new) in wanted.iter().enumerate() {
            match present.get(n) {
                Some((_, old)) if old == new => {}
                Some((id, _)) => drop(self.run(QUERIES.get("update_criterion"), &[id, &new.text, &new.met])?),
                None => {
                    let (id, position) = (self.next_id("criterion")?, i64::try_from(n).unwrap_or(i64::MAX));
                    self.run(QUERIES.get("insert_criterion"), &[&id, &item, &position, &new.text, &new.met])?;
                }
            }
        }
        present
            .iter()
            .skip(wanted.len())
            .try_for_each(|(id, _)| self.run(QUERIES.get("delete_criterion"), &[id]).map(|_| ()))
    }

    /// Labels with their rows, sorted.
    pub fn labels(&self, item: i64) -> Result<Vec<(i64, String)>> {
        self.query(QUERIES.get("labels"), &[&item], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Makes the labels of an item these.
    pub fn set_labels(&self, item: i64, wanted: &[String]) -> Result<()> {
        let present = self.labels(item)?;
        for (id, _) in present.iter().filter(|(_, label)| !wanted.contains(label)) {
            self.run(QUERIES.get("delete_label"), &[id])?;
        }
        for label in wanted.iter().filter(|label| !present.iter().any(|(_, known)| known == *label)) {
            let id = self.next_id("item_label")?;
            self.run(QUERIES.get("insert_label"), &[&id, &item, label])?;
        }
        Ok(())
    }

    /// The rows of the items that an item depends on.
    pub fn needs_of(&self, item: i64) -> Result<Vec<i64>> {
        self.query(QUERIES.get("needs_of"), &[&item], |row| row.get(0))
    }

    /// Makes the dependencies of an item these.
    pub fn set_dependencies(&self, item: i64, wanted: &[i64]) -> Result<()> {
        let present = self.needs_of(item)?;
        for needs in present.iter().filter(|id| !wanted.contains(id)) {
            self.run(QUERIES.get("delete_dependency"), &[&item, needs])?;
        }
        for needs in wanted.iter().filter(|id| !present.contains(id)) {
            let id = self.next_id("dependency")?;
            self.run(QUERIES.get("insert_dependency"), &[&id, &item, needs])?;
        }
        Ok(())
    }

    /// The row of an item's parent.
    pub fn parent_of(&self, item: i64) -> Result<Option<i64>> {
        Ok(self.first(QUERIES.get("parent_of"), &[&item], |row| row.get(0))?.flatten())
    }
}

fn read_link(row: &rusqlite::Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { id: row.get(0)?, key: row.get(1)?, title: row.get(2)?, ended: row.get(3)? })
}
