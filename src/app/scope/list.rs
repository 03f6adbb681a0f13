//! Reading change requests, and what could be swapped out (L7).

use crate::app::find::{find_row, find_sprint};
use crate::app::{Standfast, Tx};
use crate::domain::item::{Class, ItemRow};
use crate::domain::moved::Counts;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::story::Story;
use crate::error::Result;
use std::collections::HashMap;

impl Standfast {
    /// Change requests of one sprint, or of all.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        let id = sprint.map(|number| find_sprint(&self.tx(), number).map(|sprint| sprint.id)).transpose()?;
        with_counts(&self.tx(), self.store.requests(id)?)
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

/// The same requests with what each moved: only what is beside the account of its sprint needs the sprint's story.
pub(crate) fn with_counts(tx: &Tx<'_>, mut requests: Vec<Request>) -> Result<Vec<Request>> {
    let mut stories: HashMap<i64, Story> = HashMap::new();
    for request in requests.iter_mut().filter(|r| r.beside && r.ruling == Some(RequestRuling::Accepted)) {
        if !stories.contains_key(&request.sprint) {
            stories.insert(request.sprint, tx.store.story(find_sprint(tx, request.sprint)?.id)?);
        }
        if let Some((story, operation)) = stories.get(&request.sprint).zip(request.ruled_in) {
            request.counts = Counts::of(story, operation, request.item_id, request.swap_id);
        }
    }
    Ok(requests)
}
