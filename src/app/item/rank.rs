//! Ranking items, with room between them so that the rest keeps its ranks (I4).

use crate::app::change::Outcome;
use crate::app::find::find_row;
use crate::app::say::named;
use crate::app::{Standfast, Tx};
use crate::domain::item::ItemRow;
use crate::domain::rank::Rank;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

/// New ranks at a place of the list, one for each item that moves there.
pub(crate) fn ranks_at(tx: &Tx<'_>, place: &Place, moving: &[i64]) -> Result<Vec<Rank>> {
    let (above, below) = match place {
        Place::Top => (None, tx.store.end_rank(false)?),
        Place::Bottom => (tx.store.end_rank(true)?, None),
        Place::Before(key) | Place::After(key) => {
            let other = find_row(tx, key)?;
            if moving.contains(&other.id) {
                return refuse(Rule::I4, format!("{} cannot go next to itself. Name another item.", other.key));
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
        None => refuse_with(Rule::I4, "There is no room at that place.", Act::Doctor.way("", "Run {}.")),
    }
}

/// Where an item goes in the ranked list (I4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    Top,
    #[default]
    Bottom,
    /// Just before the item with this key.
    Before(String),
    /// Just after the item with this key.
    After(String),
}

impl Standfast {
    /// Ranks items, in the order given, at a place of the list (I4).
    pub fn rank_items(&mut self, keys: &[&str], place: &Place) -> Result<Outcome<()>> {
        self.transact(Op::RankItem, |tx| {
            let rows = keys.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
            for row in &rows {
                refuse_ended(row, "ranked")?;
            }
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let ranks = ranks_at(tx, place, &ids)?;
            for (row, rank) in rows.iter().zip(&ranks) {
                tx.store.update_item_rank(row.id, rank)?;
            }
            let done: Vec<String> = rows.into_iter().map(|row| row.key).collect();
            let to = match place {
                Place::Top => "the top".to_owned(),
                Place::Bottom => "the bottom".to_owned(),
                Place::Before(key) => format!("before {}", key.trim()),
                Place::After(key) => format!("after {}", key.trim()),
            };
            Ok((
                (),
                format!("Ranked {} to {to}.", named(&done)).replace("to before", "before").replace("to after", "after"),
            ))
        })
    }
}

/// Only open items are in the ranked list.
pub(crate) fn refuse_ended(row: &ItemRow, done: &str) -> Result<()> {
    if row.class.is_ended() {
        return refuse(
            Rule::I4,
            format!(
                "{} is {}; only open items are {done}. Reopen it by moving it to another status.",
                row.key, row.status
            ),
        );
    }
    Ok(())
}
