//! Planning on one screen: the draft with its figures, and what could come into it (L3).

use crate::app::Standfast;
use crate::app::find::number_of;
use crate::app::item::{Cursor, Filtered, Found};
use crate::app::sprint::{SprintView, check, view_of};
use crate::domain::filter::{Filter, Is, Test};
use crate::domain::item::ItemRow;
use crate::domain::scope::{LockCheck, Request};
use crate::domain::velocity::Velocity;
use crate::error::Result;
use std::collections::HashSet;

/// The draft being planned, with its check and what past sprints completed.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The draft: dates, items, capacity.
    pub view: SprintView,
    /// The checks that fail now, and the commitment it would make.
    pub check: LockCheck,
    /// What past sprints completed; `None` before one was closed.
    pub past: Option<Velocity>,
}

/// What comes before the rest of the backlog in a planning (L3).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct First {
    /// Open items that a closed sprint left unfinished, by rank.
    pub carried: Vec<ItemRow>,
    /// Items whose change request was deferred to this planning, with the latest request for each.
    pub deferred: Vec<(Request, ItemRow)>,
}

impl First {
    /// The rows of items that stand here and therefore not in the rest.
    pub fn ids(&self) -> HashSet<i64> {
        self.carried.iter().map(|row| row.id).chain(self.deferred.iter().map(|(_, row)| row.id)).collect()
    }
}

/// No planning begins with more carried-over items than this.
const CARRIED_MOST: i64 = 200;

/// A search looks past this many windows of planned or ended items, so that a key never costs more.
const SEARCH_ROUNDS: usize = 8;

impl Standfast {
    /// The draft that planning is about, with its figures; `None` when there is none.
    pub fn plan(&self) -> Result<Option<Plan>> {
        let Some(draft) = self.planning_sprint()? else { return Ok(None) };
        let view = view_of(&self.tx(), draft)?;
        let check = check(&self.tx(), &view.sprint, &view.entries, view.capacity.clone())?;
        Ok(Some(Plan { view, check, past: self.velocity()? }))
    }

    /// Carried-over items and deferred requests, as far as they are in no plan yet.
    pub fn first_to_plan(&self) -> Result<First> {
        let mut carried = self.store.item_rows("carried", &[&CARRIED_MOST], &self.team()?.ready)?;
        carried.retain(|row| row.sprint.is_none());
        let mut deferred: Vec<(Request, ItemRow)> = Vec::new();
        let requests = self.deferred_requests()?;
        let numbers: Vec<i64> = requests.iter().filter_map(|request| number_of(request.item.as_deref()?)).collect();
        let rows = self.store.rows_numbered(&numbers, &self.team()?.ready)?;
        for request in requests.into_iter().rev() {
            let known = |key: &str| {
                carried.iter().any(|row| row.key == key)
                    || deferred.iter().any(|(other, _)| other.item.as_deref() == Some(key))
            };
            if let Some(item) = &request.item
                && !known(item)
                && let Some(row) = rows.iter().find(|row| row.key == *item)
            {
                deferred.push((request, row.clone()));
            }
        }
        deferred.reverse();
        Ok(First { carried, deferred })
    }

    /// A window of the ranked backlog without planned items and those in `first`.
    pub fn rest_to_plan(&self, first: &First, cursor: &Cursor, limit: usize) -> Result<Vec<ItemRow>> {
        let backwards = matches!(cursor, Cursor::Bottom | Cursor::Before { .. });
        let skip = first.ids();
        let mut found = self.ranked(cursor, limit.saturating_add(skip.len()), true)?;
        found.retain(|row| !skip.contains(&row.id));
        if backwards {
            found.drain(..found.len().saturating_sub(limit));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The open items outside any plan that a filter lets through, among so many candidates at most.
    pub fn filtered_to_plan(&self, filter: &Filter, reach: usize) -> Result<Filtered> {
        let mut found = self.filtered(&filter.clone().and(Test::Is(Is::Open)), reach)?;
        found.rows.retain(|row| row.sprint.is_none());
        Ok(found)
    }

    /// The first open items outside any plan that hold the words typed so far.
    pub fn search_to_plan(&self, typed: &str, limit: usize) -> Result<Vec<ItemRow>> {
        let mut found: Vec<ItemRow> = Vec::new();
        let mut from = Found::First;
        for _ in 0..SEARCH_ROUNDS {
            let rows = self.search(typed, from, limit)?;
            let (more, last) = (rows.len() >= limit, rows.last().map(|row| row.id));
            found.extend(rows.into_iter().filter(|row| row.sprint.is_none() && !row.class.is_ended()));
            match last {
                Some(last) if more && found.len() < limit => from = Found::After(last),
                _ => break,
            }
        }
        found.truncate(limit);
        Ok(found)
    }
}
