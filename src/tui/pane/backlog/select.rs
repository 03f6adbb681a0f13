//! The items selected for a change to many at once.

use super::list::{List, Source};
use crate::app::Standfast;
use crate::app::item::Cursor;
use crate::domain::item::ItemRow;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::view::Next;
use std::collections::BTreeMap;

/// A range holds at most so many items.
const MOST: usize = 1000;

/// Items by their rows. They may stand far outside what is in sight.
#[derive(Debug, Default)]
pub(super) struct Selection {
    rows: BTreeMap<i64, ItemRow>,
    /// The item selected last: a range goes from it to the cursor.
    last: Option<ItemRow>,
}

impl Selection {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn holds(&self, row: &ItemRow) -> bool {
        self.rows.contains_key(&row.id)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether there is an item from which a range can go.
    pub fn has_begun(&self) -> bool {
        self.last.is_some()
    }

    /// Selects a row, or takes it out again.
    pub fn toggle(&mut self, row: &ItemRow) {
        if self.rows.remove(&row.id).is_none() {
            self.rows.insert(row.id, row.clone());
            self.last = Some(row.clone());
        } else if self.rows.is_empty() {
            self.last = None;
        }
    }

    /// What was read anew takes the place of what was known.
    pub fn refresh(&mut self, rows: &[ItemRow]) {
        for row in rows {
            if let Some(known) = self.rows.get_mut(&row.id) {
                known.clone_from(row);
            }
        }
    }

    /// The rows in the order of the list.
    pub fn in_order(&self) -> Vec<ItemRow> {
        let mut rows: Vec<ItemRow> = self.rows.values().cloned().collect();
        rows.sort_by(|one, other| (&one.rank, one.id).cmp(&(&other.rank, other.id)));
        rows
    }

    /// Selects everything from the item selected last to the one under the cursor.
    pub fn extend(&mut self, list: &List, standfast: &Standfast) -> Result<Next> {
        let (Some(begun), Some(here)) = (self.last.clone(), list.here().cloned()) else { return Ok(Next::Nothing) };
        let range = match &list.source {
            Source::Ranked => {
                let place = |row: &ItemRow| (row.rank.clone(), row.id);
                let (from, to) = if place(&begun) <= place(&here) { (&begun, &here) } else { (&here, &begun) };
                let from = Cursor::From { rank: from.rank.clone(), id: from.id };
                let mut rows = standfast.backlog(&from, MOST + 1)?;
                let end = rows.iter().position(|row| place(row) > place(to));
                rows.truncate(end.unwrap_or(rows.len()));
                rows
            }
            Source::Found(_) => {
                let from = list.rows.iter().position(|row| row.id == begun.id).unwrap_or(list.cursor);
                let range = from.min(list.cursor)..=from.max(list.cursor);
                list.rows.get(range).unwrap_or_default().to_vec()
            }
        };
        if range.len() > MOST {
            return Ok(Next::Cannot(format!(
                "A range has at most {MOST} items. Start it nearer with {}.",
                Command::Select
            )));
        }
        self.rows.extend(range.into_iter().map(|row| (row.id, row)));
        self.last = Some(here);
        Ok(Next::Nothing)
    }
}
