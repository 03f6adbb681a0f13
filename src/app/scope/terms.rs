//! What a change request asks for, and whether that makes sense for its item (L7).

use crate::app::Tx;
use crate::app::find::find_row;
use crate::domain::item::{Class, ItemRow};
use crate::domain::points::{Points, estimate_in_words};
use crate::domain::scope::RequestKind;
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse};
use crate::rules::Rule;

/// What someone asks of a locked sprint.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Add, remove or re-estimate.
    pub kind: RequestKind,
    pub item: String,
    pub reason: String,
    /// Who asks; the actor if absent.
    pub requested_by: Option<String>,
    /// The new estimate, for a re-estimate; `None` takes the estimate away.
    pub points: Option<Points>,
    /// The key of an item of the sprint, not started, that goes out in its place.
    pub swap: Option<String>,
    /// Who accepts it at once, if someone does.
    pub accepted_by: Option<String>,
}

pub(super) fn swap_for(tx: &Tx<'_>, sprint: &Sprint, ask: &Ask) -> Result<Option<ItemRow>> {
    let Some(key) = &ask.swap else { return Ok(None) };
    if ask.kind != RequestKind::Add {
        return refuse(Rule::L7, "Only a request to add an item can swap another one out.");
    }
    let row = find_row(tx, key)?;
    match tx.store.place_of(row.id)? {
        Some((_, number, State::Locked)) if number == sprint.number => {}
        _ => {
            return refuse(
                Rule::L7,
                format!("{} is not in sprint {}, so it cannot go out of it.", row.key, sprint.number),
            );
        }
    }
    if row.class != Class::Waiting {
        return refuse(
            Rule::L7,
            format!("{} is {}: work on it has started. Swap out an item that is not started.", row.key, row.status),
        );
    }
    Ok(Some(row))
}

type InAndOut = (Option<Points>, Option<Points>);

/// Points in and out; refuses what makes no sense for the item.
pub(super) fn amounts(
    tx: &Tx<'_>,
    sprint: &Sprint,
    row: &ItemRow,
    ask: &Ask,
    swap: Option<&ItemRow>,
) -> Result<InAndOut> {
    let place = tx.store.place_of(row.id)?;
    let inside = matches!(place, Some((_, number, _)) if number == sprint.number);
    match (ask.kind, inside) {
        (RequestKind::Dates, _) => refuse(Rule::L7, "Dates are asked for without an item."),
        (RequestKind::Add, true) => refuse(
            Rule::L7,
            format!(
                "{} is in sprint {} already. Ask to remove it or to re-estimate it instead.",
                row.key, sprint.number
            ),
        ),
        (RequestKind::Add, false) => match place {
            Some((_, other, _)) => {
                refuse(Rule::L7, format!("{} is in sprint {other}, a draft. Take it out there first.", row.key))
            }
            None if row.class == Class::Dropped => {
                refuse(Rule::L7, format!("{} is dropped. Reopen it first.", row.key))
            }
            None => Ok((row.points, swap.and_then(|out| out.points))),
        },
        (_, false) => {
            refuse(Rule::L7, format!("{} is not in sprint {}. Ask to add it instead.", row.key, sprint.number))
        }
        (RequestKind::Remove, true) if row.class == Class::Dropped => {
            refuse(Rule::L7, format!("{} is dropped, so it counts as dropped and need not go out.", row.key))
        }
        (RequestKind::Remove, true) => Ok((None, row.points)),
        (RequestKind::Reestimate, true) if ask.points == row.points => {
            let known = if row.points.is_some() { "that estimate already" } else { "no estimate yet" };
            refuse(Rule::L7, format!("{} has {known}.", row.key))
        }
        (RequestKind::Reestimate, true) => Ok((ask.points, row.points)),
    }
}

pub(super) fn asked_in_words(
    kind: RequestKind,
    row: &ItemRow,
    points_in: Option<Points>,
    points_out: Option<Points>,
    swap: Option<&ItemRow>,
) -> String {
    let points = estimate_in_words;
    match (kind, swap) {
        (RequestKind::Add, None) => format!("add {} ({})", row.key, points(points_in)),
        (RequestKind::Add, Some(out)) => {
            format!("add {} ({}) and take {} out ({})", row.key, points(points_in), out.key, points(out.points))
        }
        (RequestKind::Remove, _) => format!("take {} out ({})", row.key, points(points_out)),
        (RequestKind::Reestimate, _) => {
            format!("re-estimate {} from {} to {}", row.key, points(points_out), points(points_in))
        }
        (RequestKind::Dates, _) => "move the dates".to_owned(),
    }
}
