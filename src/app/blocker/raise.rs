//! Raising a blocker (B1). An open one keeps its items from being ready (I3).

use crate::app::change::Outcome;
use crate::app::fill::Columns;
use crate::app::find::{find_colleague, find_row};
use crate::app::say::{named, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::blocker::{BlockerEdit, Cause};
use crate::domain::tables::Table;
use crate::error::Result;
use crate::rules::{Op, Rule};

impl Standfast {
    /// Raises a blocker; its number is given.
    pub fn raise_blocker(&mut self, new: &BlockerEdit) -> Result<Outcome<i64>> {
        let actor = self.actor().to_owned();
        self.transact(Op::RaiseBlocker, |tx| raise(tx, new, &actor))
    }
}

/// Raises a blocker in an operation under way.
pub(crate) fn raise(tx: &Tx<'_>, new: &BlockerEdit, actor: &str) -> Result<(i64, String)> {
    tx.team()?;
    let new = BlockerEdit { cause: new.cause.or(Some(Cause::default())), ..new.clone() };
    let mut row = Columns::of_new(tx, Rule::B1, &new)?;
    super::touch::day_needs_step(&new, false, &mut row)?;
    super::touch::name_awaited(tx, &new)?;
    let raised_by = match &new.raised_by {
        Some(name) => Some(find_colleague(tx, name)?),
        None => tx.store.member(actor)?,
    };
    let items = new.add_items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let mut ids: Vec<i64> = items.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    row.set("raised_by", &raised_by.map(|member| member.id));
    row.set("raised_at", &tx.now);
    row.set("touched_at", &tx.now);
    let (id, number) = tx.store.insert_numbered(Table::Blocker, &row.pairs())?;
    tx.store.insert_links(Table::BlockerItem, ("blocker", id), ("item", &ids))?;
    let keys: Vec<String> = items.into_iter().map(|row| row.key).collect();
    let on = if keys.is_empty() { String::new() } else { format!(" on {}", named(&keys)) };
    Ok((number, sentence(&format!("Raised B{number}{on}: {}", row.text("text")))))
}
