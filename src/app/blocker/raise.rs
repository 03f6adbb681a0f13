//! Raising a blocker (B1). An open one keeps its items from being ready (I3).

use super::touch::{BlockerEdit, change, owner_of};
use crate::app::change::Outcome;
use crate::app::find::{find_member, find_row};
use crate::app::say::{named, one_line, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::blocker::Blocker;
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
    let text = one_line(Rule::B1, "What is in the way", new.text.as_deref().unwrap_or_default())?;
    let mut blocker = Blocker { raised_at: tx.now, touched_at: tx.now, ..Blocker::default() };
    change(tx, &mut blocker, new)?;
    let raised_by = match &new.raised_by {
        Some(name) => Some(find_member(tx, name)?),
        None => tx.store.member(actor)?,
    };
    let rows = new.add_items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let raised_by = raised_by.map(|member| member.id);
    let number = tx.store.insert_blocker(&blocker, owner_of(tx, &blocker)?, raised_by, &ids)?;
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    let on = if keys.is_empty() { String::new() } else { format!(" on {}", named(&keys)) };
    Ok((number, sentence(&format!("Raised B{number}{on}: {text}"))))
}
