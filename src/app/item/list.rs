//! Reading items: the ranked backlog in windows, search as you type, filters (I4).

use crate::app::find::{find_item, find_member, find_row, find_sprint, find_status};
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::item::{Class, Criterion, Item, ItemRow};
use crate::error::Result;
use crate::store::backlog::Filter;
use crate::store::search::full_text_query;

impl Standfast {
    /// One item as lists show it.
    pub fn listed_item(&self, key: &str) -> Result<ItemRow> {
        find_row(&self.tx(), key)
    }

    /// Everything about one item.
    pub fn item(&self, key: &str) -> Result<Item> {
        let row = find_row(&self.tx(), key)?;
        self.store.whole_item(row)
    }

    /// A window of the open items in rank order, whatever the direction of the cursor.
    pub fn backlog(&self, cursor: &Cursor, limit: usize) -> Result<Vec<ItemRow>> {
        self.ranked(cursor, limit, false)
    }

    /// Such a window, of all open items or of those in no plan alone.
    pub(crate) fn ranked(&self, cursor: &Cursor, limit: usize, free: bool) -> Result<Vec<ItemRow>> {
        let (ready, limit) = (self.team()?.ready, limit_of(limit));
        match cursor {
            Cursor::Top => self.store.item_rows("top", &[&limit, &free], &ready),
            Cursor::After { rank, id } => self.store.item_rows("after", &[&limit, &free, rank, id], &ready),
            Cursor::From { rank, id } => self.store.item_rows("from", &[&limit, &free, rank, id], &ready),
            Cursor::Bottom => self.store.item_rows("bottom", &[&limit, &free], &ready).map(reversed),
            Cursor::Before { rank, id } => {
                self.store.item_rows("before", &[&limit, &free, rank, id], &ready).map(reversed)
            }
        }
    }

    /// A window of the items, finished ones too, that hold the words typed so far. An item whose key was typed comes
    /// first in the first window.
    pub fn search(&self, typed: &str, from: Found, limit: usize) -> Result<Vec<ItemRow>> {
        let (ready, limit) = (self.team()?.ready, limit_of(limit));
        let mut rows = match full_text_query(typed) {
            None => Vec::new(),
            Some(query) => match from {
                Found::First => self.store.item_rows("search", &[&limit, &query, &0_i64], &ready)?,
                Found::After(id) => self.store.item_rows("search", &[&limit, &query, &id], &ready)?,
            },
        };
        if from == Found::First
            && let Ok(id) = find_item(&self.tx(), typed)
            && let Some(named) = self.store.item_row(id, &ready)?
        {
            rows.retain(|row| row.id != id);
            rows.insert(0, named);
        }
        Ok(rows)
    }

    /// The items that the options of a list let through, and how many there are in all.
    pub(crate) fn list_by_options(&self, filter: &ItemFilter) -> Result<(Vec<ItemRow>, i64)> {
        let ready = self.team()?.ready;
        let rows = Filter {
            status: filter.status.as_deref().map(|name| find_any_status(&self.tx(), name)).transpose()?,
            query: filter.search.as_deref().map(|typed| full_text_query(typed).unwrap_or_else(|| "\"\"".to_owned())),
            sprint: filter.sprint.map(|number| find_sprint(&self.tx(), number).map(|sprint| sprint.id)).transpose()?,
            assignee: filter.assignee.as_deref().map(|name| assignee_filter(&self.tx(), name)).transpose()?,
            labels: filter.label.as_deref().map(|label| self.spellings(label)).transpose()?,
            open_only: !filter.all && filter.status.is_none() && filter.sprint.is_none(),
        };
        let Some(wanted) = filter.ready else { return self.store.list_items(&rows, limit_of(filter.limit), &ready) };
        let (mut found, _) = self.store.list_items(&rows, i64::MAX, &ready)?;
        found.retain(|row| row.not_ready.is_empty() == wanted);
        let total = limit_of(found.len());
        found.truncate(filter.limit);
        Ok((found, total))
    }

    /// A label as items have it, in every case and form.
    fn spellings(&self, label: &str) -> Result<Vec<String>> {
        let mut spellings = self.store.labels_beginning("", i64::MAX)?;
        spellings.retain(|known| same(known, label));
        spellings.push(label.to_owned());
        Ok(spellings)
    }

    /// What a full list names of an item beside its row: labels and acceptance criteria.
    pub fn labels_and_criteria(&self, row: &ItemRow) -> Result<(Vec<String>, Vec<Criterion>)> {
        let labels = self.store.labels(row.id)?.into_iter().map(|(_, label)| label).collect();
        Ok((labels, self.store.criteria(row.id)?.into_iter().map(|(_, criterion)| criterion).collect()))
    }

    /// How many items there are.
    pub fn backlog_totals(&self) -> Result<Totals> {
        let mut totals = Totals::default();
        for (class, items) in self.store.totals()? {
            match class {
                Class::Waiting | Class::Active => totals.open += items,
                Class::Finished => totals.finished += items,
                Class::Dropped => totals.dropped += items,
            }
        }
        Ok(totals)
    }
}

/// Where a window of the ranked list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor {
    Top,
    Bottom,
    /// The rows below this one.
    After {
        /// The rank of the last row above the window.
        rank: String,
        id: i64,
    },
    /// The rows above this one.
    Before {
        /// The rank of the first row below the window.
        rank: String,
        id: i64,
    },
    /// From this place on: the row itself if it is still there, else what follows.
    From {
        rank: String,
        id: i64,
    },
}

/// Where a window of search results begins; results are in the order in which items were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    First,
    /// After the result with this id.
    After(i64),
}

/// Which items a list shows; every part that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// A filter as the cockpit takes it. It finds items that are over too.
    pub terms: Option<String>,
    pub status: Option<String>,
    pub sprint: Option<i64>,
    /// Given to this member; `none` for nobody.
    pub assignee: Option<String>,
    pub label: Option<String>,
    pub search: Option<String>,
    pub ready: Option<bool>,
    /// Finished and dropped ones too.
    pub all: bool,
    /// How many at most.
    pub limit: usize,
}

impl ItemFilter {
    /// Whether anything but its terms narrows the list.
    pub(crate) fn narrows(&self) -> bool {
        let words = [&self.status, &self.assignee, &self.label, &self.search];
        words.into_iter().any(Option::is_some) || self.sprint.is_some() || self.ready.is_some()
    }
}

/// How many items there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Not finished and not dropped.
    pub open: i64,
    pub finished: i64,
    pub dropped: i64,
}

pub(crate) fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn reversed(mut rows: Vec<ItemRow>) -> Vec<ItemRow> {
    rows.reverse();
    rows
}

fn find_any_status(tx: &Tx<'_>, name: &str) -> Result<i64> {
    match tx.store.status(name)? {
        Some(status) => Ok(status.id),
        None => find_status(tx, name).map(|status| status.id),
    }
}

fn assignee_filter(tx: &Tx<'_>, name: &str) -> Result<Option<i64>> {
    if name.trim().eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    find_member(tx, name).map(|member| Some(member.id))
}
