//! Finding room in the ranked list without renumbering the rest (I4).

use crate::app::Tx;
use crate::app::item::{Place, refuse_ended};
use crate::app::key::find_row;
use crate::domain::rank::Rank;
use crate::error::{Result, refuse};

/// New ranks at a place of the list, one for each item that moves there.
pub(crate) fn ranks_at(tx: &Tx<'_>, place: &Place, moving: &[i64]) -> Result<Vec<Rank>> {
    let (above, below) = match place {
        Place::Top => (None, tx.store.end_rank(false)?),
        Place::Bottom => (tx.store.end_rank(true)?, None),
        Place::Before(key) | Place::After(key) => {
            let other = find_row(tx, key)?;
            if moving.contains(&other.id) {
                return refuse("I4", format!("{} cannot go next to itself. Name another item.", other.key));
            }
            refuse_ended(&other, "ranked next to")?;
            let after = matches!(place, Place::After(_));
            let neighbour = tx.store.neighbour_rank(&other.rank, after)?;
            let here = Rank::parse(&other.rank);
            if after { (here, neighbour) } else { (neighbour, here) }
        }
    };
    match Rank::spread(above.as_ref(), below.as_ref(), moving.len()) {
        Some(ranks) => Ok(ranks),
        None => refuse("I4", "There is no room at that place. Run `standfast doctor`."),
    }
}
