//! Whether what a locked sprint holds is what its contract and its accepted change requests make of it (L5, L9).

use crate::app::Tx;
use crate::domain::item::Class;
use crate::domain::points::{Points, or_dash};
use crate::domain::scope::{Contract, Request, RequestKind, RequestRuling};
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::sprint::Place;
use std::collections::HashMap;

/// The facts of one sprint that must agree.
struct Facts<'a> {
    tx: &'a Tx<'a>,
    sprint: &'a Sprint,
    places: Vec<Place>,
    keys: HashMap<i64, String>,
    /// Accepted requests, in the order of their acceptance.
    accepted: Vec<Request>,
    differences: &'a mut Vec<String>,
}

/// Names the items that came, left or weigh something else without an accepted request, and the requests that were
/// accepted without an effect.
pub(super) fn compare_changes(
    tx: &Tx<'_>,
    sprint: &Sprint,
    contract: &Contract,
    differences: &mut Vec<String>,
) -> Result<()> {
    let places = tx.store.places(sprint.id)?;
    let keys = tx.store.keys_of(&places.iter().map(|place| place.item).collect::<Vec<_>>())?;
    let mut accepted = tx.store.requests(Some(sprint.id))?;
    accepted.retain(|request| request.ruling == Some(RequestRuling::Accepted));
    accepted.sort_by_key(|request| request.ruled_in);
    let mut facts = Facts { tx, sprint, places, keys, accepted, differences };
    facts.compare_commitment(contract);
    facts.compare_arrivals()?;
    facts.compare_departures()?;
    facts.compare_effects();
    facts.compare_estimates()
}

impl Facts<'_> {
    fn key(&self, item: i64) -> &str {
        self.keys.get(&item).map_or("", String::as_str)
    }

    fn report(&mut self, words: String) {
        if !self.differences.contains(&words) {
            self.differences.push(words);
        }
    }

    fn request(&self, id: Option<i64>) -> Option<&Request> {
        self.accepted.iter().find(|request| Some(request.id) == id)
    }

    /// What was open at the lock is committed, and nothing else.
    fn compare_commitment(&mut self, contract: &Contract) {
        let promised = |key: &str| contract.items.iter().any(|item| item.key == key && !item.ended);
        let wrong = |place: &&Place| {
            let is_promised = place.entered_by.is_none() && promised(self.key(place.item));
            place.committed != is_promised
        };
        let wrong: Vec<String> =
            self.places.iter().filter(wrong).map(|place| self.key(place.item).to_owned()).collect();
        for key in wrong {
            self.report(format!("{key} counts otherwise in the commitment than it was promised."));
        }
    }

    /// What came after the lock came by an accepted request, with its points.
    fn compare_arrivals(&mut self) -> Result<()> {
        for place in self.places.clone().into_iter().filter(|place| place.entered_by.is_some()) {
            let key = self.key(place.item).to_owned();
            let request = self
                .request(place.entered_by)
                .filter(|request| request.kind == RequestKind::Add && request.item.as_deref() == Some(key.as_str()));
            match request.cloned() {
                None => self.report(format!("{key} came in without an accepted request.")),
                Some(request) => {
                    self.compare_points(&place, &key, (&request, request.points_in), place.points_at_entry)?;
                }
            }
        }
        Ok(())
    }

    /// What left after the lock left by an accepted request, with its points.
    fn compare_departures(&mut self) -> Result<()> {
        for place in self.places.clone().into_iter().filter(|place| place.left_at.is_some()) {
            let key = self.key(place.item).to_owned();
            let takes_out = |request: &&Request| {
                let out = if request.kind == RequestKind::Add { &request.swap } else { &request.item };
                matches!(request.kind, RequestKind::Add | RequestKind::Remove) && out.as_deref() == Some(key.as_str())
            };
            match self.request(place.left_by).filter(takes_out).cloned() {
                None => self.report(format!("{key} left without an accepted request.")),
                Some(request) => {
                    self.compare_points(&place, &key, (&request, request.points_out), place.points_at_exit)?;
                }
            }
        }
        Ok(())
    }

    /// The points that came or went are those of the request, unless the item was estimated anew before it was accepted.
    fn compare_points(
        &mut self,
        place: &Place,
        key: &str,
        (request, asked): (&Request, Option<Points>),
        kept: Option<Points>,
    ) -> Result<()> {
        if asked == kept || self.was_estimated_between(place.item, request)? {
            return Ok(());
        }
        let (asked, kept) = (or_dash(asked), or_dash(kept));
        self.report(format!("{key} has other points in the sprint ({kept}) than {} says ({asked}).", request.key()));
        Ok(())
    }

    fn was_estimated_between(&self, item: i64, request: &Request) -> Result<bool> {
        let ruled_at = request.ruled_at.unwrap_or(request.requested_at);
        let changes = self.tx.store.changes_of_item(item, i64::MAX)?;
        Ok(changes.iter().any(|(operation, change)| {
            let within = (request.requested_at..=ruled_at).contains(&operation.at);
            within && change.table == "item" && change.after.contains_key("points")
        }))
    }

    /// What was accepted was done, and after the lock.
    fn compare_effects(&mut self) {
        let mut without = Vec::new();
        for request in &self.accepted {
            let of = |key: &Option<String>, by: fn(&Place) -> Option<i64>| {
                let is = |place: &&Place| by(place) == Some(request.id) && key.as_deref() == Some(self.key(place.item));
                self.places.iter().any(|place| is(&place))
            };
            let (came, went) = (|place: &Place| place.entered_by, |place: &Place| place.left_by);
            let done = match request.kind {
                RequestKind::Add => of(&request.item, came) && (request.swap.is_none() || of(&request.swap, went)),
                RequestKind::Remove => of(&request.item, went),
                RequestKind::Reestimate | RequestKind::Dates => true,
            };
            if !done {
                without.push(format!("{} was accepted and changed nothing: {}.", request.key(), request.brief()));
            }
            if let Some(number) = request.takes_back
                && !self.accepted.iter().any(|original| original.number == number && original.is_reversed_by(request))
            {
                without
                    .push(format!("{} says that it takes C{number} back, and asks for something else.", request.key()));
            }
            let locked = self.sprint.locked_at.unwrap_or(Instant(i64::MIN));
            if request.ruled_at.is_none_or(|at| at < locked) {
                without.push(format!("{} was accepted before the lock.", request.key()));
            }
        }
        for words in without {
            self.report(words);
        }
    }

    /// From the estimate at the entry, each accepted re-estimate leads to the next, and the last to the present one.
    fn compare_estimates(&mut self) -> Result<()> {
        let ready = self.tx.team()?.ready;
        let items: Vec<i64> = self.places.iter().map(|place| place.item).collect();
        let rows = self.tx.store.rows_of(&items, &ready)?;
        for place in self.places.clone() {
            // Of an item that left and came back, nothing says which re-estimate belongs to which stay.
            if items.iter().filter(|item| **item == place.item).count() > 1 {
                continue;
            }
            let key = self.key(place.item).to_owned();
            let (mut points, mut broken) = (place.points_at_entry, None);
            for request in self.accepted.iter().filter(|request| {
                request.kind == RequestKind::Reestimate && request.item.as_deref() == Some(key.as_str())
            }) {
                if request.points_out != points {
                    broken = Some(format!("{} re-estimates {key} from points that it did not have.", request.key()));
                }
                points = request.points_in;
            }
            let present = rows.get(&place.item);
            let now = match place.left_at {
                Some(_) => Some(place.points_at_exit),
                None if self.sprint.state == State::Locked => present.map(|row| row.points),
                None => None,
            };
            let is_dropped = present.is_some_and(|row| row.class == Class::Dropped);
            if broken.is_none() && !is_dropped && now.is_some_and(|now| now != points) {
                broken = Some(format!("{key} was re-estimated without an accepted request."));
            }
            if let Some(words) = broken {
                self.report(words);
            }
        }
        Ok(())
    }
}
