//! The list of items of the command line: its options and a filter together (I4).

use super::list::{ItemFilter, limit_of};
use crate::app::Standfast;
use crate::domain::item::ItemRow;
use crate::error::Result;
use std::collections::HashSet;

impl Standfast {
    /// The items that a filter lets through, and how many there are in all.
    pub fn list_items(&self, filter: &ItemFilter) -> Result<(Vec<ItemRow>, i64)> {
        let Some(terms) = &filter.terms else { return self.list_by_options(filter) };
        let mut found = self.filtered(&self.item_filter(terms)?, usize::MAX)?.rows;
        let others = ItemFilter { terms: None, all: true, limit: usize::MAX, ..filter.clone() };
        if others.narrows() {
            let also: HashSet<i64> = self.list_by_options(&others)?.0.into_iter().map(|row| row.id).collect();
            found.retain(|row| also.contains(&row.id));
        }
        let total = limit_of(found.len());
        found.truncate(filter.limit);
        Ok((found, total))
    }
}
