//! Reading change requests, and what could be swapped out (L7).

use crate::app::Standfast;
use crate::app::find::{find_row, find_sprint};
use crate::domain::item::{Class, ItemRow};
use crate::domain::scope::Request;
use crate::error::Result;

impl Standfast {
    /// Change requests of one sprint, or of all.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        let id = sprint.map(|number| find_sprint(&self.tx(), number).map(|sprint| sprint.id)).transpose()?;
        self.store.requests(id)
    }

    /// Deferred requests whose item waits for the next plan (L3).
    pub fn deferred_requests(&self) -> Result<Vec<Request>> {
        self.store.deferred_requests()
    }

    /// Items of the locked sprint that could go out for another one: not started, with the same points (L7).
    pub fn swap_proposals(&self, key: &str) -> Result<Vec<ItemRow>> {
        let wanted = find_row(&self.tx(), key)?;
        let Some(board) = self.board()? else { return Ok(Vec::new()) };
        let waiting =
            board.columns.into_iter().filter(|(status, _)| status.class == Class::Waiting).flat_map(|(_, cards)| cards);
        Ok(waiting.filter(|row| row.points == wanted.points && row.id != wanted.id).collect())
    }
}
