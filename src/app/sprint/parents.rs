//! Which parents of a sprint have estimated parts beside them, and what is said of it (L6).

use crate::app::Tx;
use crate::domain::item::ItemRow;
use crate::domain::parents::{Counted, Parent, beside_parts};
use crate::domain::sprint::{Entered, Entry, Sprint};
use crate::error::Result;
use crate::store::sprint::Place;
use std::collections::{BTreeMap, HashMap};

/// Of a draft: each parent with points, by its row, with its estimated parts among these places.
pub(super) fn in_draft(places: &[Place], rows: &HashMap<i64, ItemRow>) -> BTreeMap<i64, Vec<i64>> {
    let counted = places.iter().filter_map(|place| {
        let row = rows.get(&place.item).filter(|row| !row.class.is_ended())?;
        Some(Counted { item: place.item, parent: place.parent, points: row.points })
    });
    beside_parts(&counted.collect::<Vec<_>>())
}

/// The parents of a sprint beside their estimated parts, in the order of the ranks.
pub(crate) fn parents(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry]) -> Result<Vec<Parent>> {
    let counts = tx.team()?.count_parents;
    let places = tx.store.places(sprint.id)?;
    let open = |entry: &&Entry| entry.present && entry.entered != Entered::Finished && !entry.item.class.is_ended();
    let counted: Vec<Counted> = entries
        .iter()
        .filter(open)
        .map(|entry| {
            let parent = places.iter().find(|place| place.item == entry.item.id).and_then(|place| place.parent);
            Counted { item: entry.item.id, parent, points: entry.item.points }
        })
        .collect();
    let found = beside_parts(&counted);
    let key = |item: &i64| entries.iter().find(|entry| entry.item.id == *item).map(|entry| entry.item.key.clone());
    let parent = |entry: &Entry| {
        let parts = found.get(&entry.item.id)?.iter().filter_map(key).collect();
        Some(Parent { key: entry.item.key.clone(), points: entry.item.points, parts, counts })
    };
    Ok(entries.iter().filter(open).filter_map(parent).collect())
}

/// What is to say of an item that comes into a locked sprint: whether its points are those of parts that are there
/// already, and a sentence about it or about its parent.
pub(crate) fn coming_in(
    tx: &Tx<'_>,
    sprint: &Sprint,
    entries: &[Entry],
    row: &ItemRow,
) -> Result<(bool, Option<String>)> {
    let places = tx.store.places(sprint.id)?;
    let open = |item: i64| {
        let here = |entry: &&Entry| entry.item.id == item && entry.present;
        entries.iter().find(here).filter(|entry| entry.entered != Entered::Finished && !entry.item.class.is_ended())
    };
    let parts = places.iter().filter(|place| place.parent == Some(row.id)).filter_map(|place| open(place.item));
    let parts: Vec<String> =
        parts.filter(|part| part.item.points.is_some()).map(|part| part.item.key.clone()).collect();
    if row.points.is_some() && !parts.is_empty() {
        let counts = tx.team()?.count_parents;
        let parent = Parent { key: row.key.clone(), points: row.points, parts, counts };
        return Ok((!counts, Some(parent.words())));
    }
    let parent = tx.store.parent_of(row.id)?.and_then(open);
    let twice = parent.filter(|parent| row.points.is_some() && parent.item.points.is_some() && !parent.by_parts);
    let said = |parent: &Entry| format!("{}, of which it is a part, counts in the sprint too.", parent.item.key);
    Ok((false, twice.map(said)))
}
