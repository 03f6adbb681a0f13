//! Reading change requests, and what could be swapped out (L7).

use crate::app::find::{find, find_row, find_sprint};
use crate::app::{Standfast, Tx};
use crate::domain::item::{Class, ItemRow};
use crate::domain::moved::Counts;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::story::Story;
use crate::error::Result;
use crate::rules::Act;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

impl Standfast {
    /// Change requests of one sprint, or of all.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        let id = sprint.map(|number| find_sprint(&self.tx(), number).map(|sprint| sprint.id)).transpose()?;
        with_effects(&self.tx(), self.store.requests(id)?)
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

/// The same requests with what each moved and what took it back: only what is beside the account of its sprint needs the sprint's story.
pub(crate) fn with_effects(tx: &Tx<'_>, mut requests: Vec<Request>) -> Result<Vec<Request>> {
    let mut taken_back = tx.store.taken_back()?;
    for request in &mut requests {
        request.taken_back = taken_back.remove(&request.id);
    }
    let beside: HashSet<(i64, i64)> = tx.store.beside_the_account()?.into_iter().collect();
    let mut stories: HashMap<i64, Story> = HashMap::new();
    for request in requests.iter_mut().filter(|request| request.ruling == Some(RequestRuling::Accepted)) {
        let (sprint, item, swap) = (request.sprint_id, request.item_id, request.swap_id);
        if ![item, swap].into_iter().flatten().any(|id| beside.contains(&(sprint, id))) {
            continue;
        }
        let story = match stories.entry(sprint) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(tx.store.story(sprint)?),
        };
        if let Some(operation) = request.ruled_in {
            request.counts = Counts::of(story, operation, item, swap);
        }
    }
    Ok(requests)
}

/// The request with that number, with the same.
pub(super) fn find_request(tx: &Tx<'_>, number: i64) -> Result<Request> {
    let request: Request = find(tx, number, Act::ScopeList)?;
    Ok(with_effects(tx, vec![request.clone()])?.pop().unwrap_or(request))
}
