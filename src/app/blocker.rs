//! Blockers: raised, listed, resolved (B1). An open one keeps its items from being ready (I3).

use crate::app::change::Outcome;
use crate::app::item::named;
use crate::app::key::find_row;
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast};
use crate::domain::blocker::{Blocker, Cause};
use crate::domain::time::Day;
use crate::error::{Result, refuse};

/// What is known of a blocker when it is raised.
#[derive(Debug, Clone)]
pub struct NewBlocker {
    /// What is in the way.
    pub text: String,
    /// Why.
    pub cause: Cause,
    /// Keys of the items it holds up.
    pub items: Vec<String>,
    /// Who clears it.
    pub owner: Option<String>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    /// What happens next.
    pub next_step: Option<String>,
}

impl Standfast {
    /// Blockers, oldest first: the open ones, or all.
    ///
    /// # Errors
    /// The database fails.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.store.blockers(open_only)
    }

    /// How many blockers are open.
    ///
    /// # Errors
    /// The database fails.
    pub fn count_open_blockers(&self) -> Result<i64> {
        self.store.count_open_blockers()
    }

    /// Raises a blocker; its number is given.
    ///
    /// # Errors
    /// The text is empty, or a name or key in it is unknown.
    pub fn raise_blocker(&mut self, new: &NewBlocker) -> Result<Outcome<i64>> {
        let text = one_line("B1", "What is in the way", &new.text)?;
        self.transact(Op::new("raise blocker"), |tx| {
            tx.team()?;
            let owner = new.owner.as_deref().map(|name| find_member(tx, name)).transpose()?;
            let rows = new.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
            let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            ids.sort_unstable();
            ids.dedup();
            let blocker = Blocker {
                id: 0,
                number: 0,
                text: text.clone(),
                cause: new.cause,
                owner: None,
                waiting_on: new.waiting_on.clone(),
                needed_by: new.needed_by,
                next_step: new.next_step.clone(),
                raised_at: tx.now,
                touched_at: tx.now,
                resolved_at: None,
                resolution: None,
                items: Vec::new(),
            };
            let number = tx.store.insert_blocker(&blocker, owner.map(|member| member.id), &ids)?;
            let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
            let on = if keys.is_empty() { String::new() } else { format!(" on {}", named(&keys)) };
            Ok((number, format!("Raised B{number}{on}: {text}.")))
        })
    }

    /// Resolves a blocker, and says which items are free now.
    ///
    /// # Errors
    /// There is none with that number, it is resolved already, or the resolution is empty.
    pub fn resolve_blocker(&mut self, number: i64, resolution: &str) -> Result<Outcome<()>> {
        let resolution = one_line("B1", "How it was resolved", resolution)?;
        self.transact(Op::new("resolve blocker").because(Some(&resolution)), |tx| {
            let Some(blocker) = tx.store.blocker(number)? else {
                return refuse("G5", format!("There is no blocker B{number}. `standfast blocker list` shows them."));
            };
            if blocker.resolved_at.is_some() {
                return refuse(
                    "B1",
                    format!("B{number} is resolved already: {}.", blocker.resolution.unwrap_or_default()),
                );
            }
            tx.store.resolve_blocker(blocker.id, tx.now, &resolution)?;
            let rows = blocker.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
            let free: Vec<String> = rows.into_iter().filter(|row| !row.blocked).map(|row| row.key).collect();
            let free = if free.is_empty() { String::new() } else { format!(" Free now: {}.", named(&free)) };
            Ok(((), format!("Resolved B{number}: {resolution}.{free}")))
        })
    }
}
