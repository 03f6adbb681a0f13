//! Raising a blocker (B1). An open one keeps its items from being ready (I3).

use crate::app::change::Outcome;
use crate::app::find::{find_member, find_row};
use crate::app::say::{named, one_line, optional, sentence};
use crate::app::{Op, Standfast, Tx};
use crate::domain::blocker::{Blocker, Cause};
use crate::domain::time::Day;
use crate::error::Result;

/// What is known of a blocker when it is raised.
#[derive(Debug, Clone, Default)]
pub struct NewBlocker {
    /// What is in the way.
    pub text: String,
    pub cause: Cause,
    /// Keys of the items it holds up.
    pub items: Vec<String>,
    /// Who raises it; the actor where nobody is named and they are in the team.
    pub raised_by: Option<String>,
    pub owner: Option<String>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    pub next_step: Option<String>,
    pub next_step_by: Option<Day>,
}

impl Standfast {
    /// Raises a blocker; its number is given.
    pub fn raise_blocker(&mut self, new: &NewBlocker) -> Result<Outcome<i64>> {
        let actor = self.actor().to_owned();
        self.transact(Op::new("raise blocker"), |tx| raise(tx, new, &actor))
    }
}

/// Raises a blocker in an operation under way.
pub(crate) fn raise(tx: &Tx<'_>, new: &NewBlocker, actor: &str) -> Result<(i64, String)> {
    tx.team()?;
    let text = one_line("B1", "What is in the way", &new.text)?;
    let owner = new.owner.as_deref().map(|name| find_member(tx, name)).transpose()?;
    let raised_by = match &new.raised_by {
        Some(name) => Some(find_member(tx, name)?),
        None => tx.store.member(actor)?,
    };
    let rows = new.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let blocker = Blocker {
        id: 0,
        number: 0,
        text: text.clone(),
        cause: new.cause,
        raised_by: None,
        owner: None,
        waiting_on: optional(new.waiting_on.as_deref()),
        needed_by: new.needed_by,
        next_step: optional(new.next_step.as_deref()),
        next_step_by: new.next_step_by,
        last_note: None,
        raised_at: tx.now,
        touched_at: tx.now,
        escalated_to: None,
        escalated_at: None,
        accepted_until: None,
        resolved_at: None,
        resolution: None,
        items: Vec::new(),
    };
    let (owner, raised_by) = (owner.map(|member| member.id), raised_by.map(|member| member.id));
    let number = tx.store.insert_blocker(&blocker, owner, raised_by, &ids)?;
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    let on = if keys.is_empty() { String::new() } else { format!(" on {}", named(&keys)) };
    Ok((number, sentence(&format!("Raised B{number}{on}: {text}"))))
}
