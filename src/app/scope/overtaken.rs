//! Whether what an accepted request changed is still so, as it must be to be taken back (L7).

use super::days::now;
use crate::app::Tx;
use crate::app::find::find_row;
use crate::domain::points::estimate_in_words;
use crate::domain::scope::{Request, RequestKind};
use crate::domain::sprint::Sprint;
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Rule};
use crate::store::sprint::Place;

/// Refuses to take back what is not so any more: another request, or a drop, came after it.
pub(super) fn refuse_overtaken(tx: &Tx<'_>, sprint: &Sprint, request: &Request) -> Result<()> {
    let key = request.key();
    let ask_anew = |words: String| {
        refuse_with(
            Rule::L7,
            words,
            Act::ScopeRequest.way("KIND KEY --reason \"…\"", "Ask for what is wanted now with {}."),
        )
    };
    let Some(item) = &request.item else {
        let holds = request.dates().is_some_and(|dates| now(sprint) == Some((dates.start_in, dates.end_in)));
        return if holds { Ok(()) } else { ask_anew(format!("The dates have changed again since {key}.")) };
    };
    let row = find_row(tx, item)?;
    let places = tx.store.places(sprint.id)?;
    let last = |id: i64| places.iter().filter(|place| place.item == id).max_by_key(|place| place.id);
    let came =
        |id: i64| last(id).is_some_and(|place: &Place| place.entered_by == Some(request.id) && place.left_at.is_none());
    let left = |id: i64| last(id).is_some_and(|place: &Place| place.left_by == Some(request.id));
    match request.kind {
        RequestKind::Reestimate if row.points != request.points_in => {
            ask_anew(format!("{item} has {} now: it was estimated again since {key}.", estimate_in_words(row.points)))
        }
        RequestKind::Add if !came(row.id) => ask_anew(format!("{item} has left the sprint since {key} brought it in.")),
        RequestKind::Remove if !left(row.id) => ask_anew(format!("{item} has come back since {key} took it out.")),
        RequestKind::Add => match &request.swap {
            Some(out) if !left(find_row(tx, out)?.id) => {
                ask_anew(format!("{out} has come back since {key} took it out."))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}
