//! Escalating, resolving and reopening a blocker (B1, B2).

use crate::app::change::Outcome;
use crate::app::find::{find_blocker, find_row, open_blocker};
use crate::app::say::{named, one_line, sentence};
use crate::app::{Op, Standfast, Tx};
use crate::error::{Result, refuse};

impl Standfast {
    /// Escalates a blocker, to the decision-maker where nobody else is named (B2).
    pub fn escalate_blocker(&mut self, number: i64, to: Option<&str>, note: Option<&str>) -> Result<Outcome<()>> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::new("escalate blocker").because(note), |tx| {
            let to = escalate(tx, number, to, note)?;
            Ok(((), format!("Escalated B{number} to {to}.")))
        })
    }

    /// Resolves a blocker, and says which items are free now.
    pub fn resolve_blocker(&mut self, number: i64, resolution: &str) -> Result<Outcome<()>> {
        let resolution = one_line("B1", "How it was resolved", resolution)?;
        self.transact(Op::new("resolve blocker").because(Some(&resolution)), |tx| {
            let free = resolve(tx, number, &resolution)?;
            Ok(((), format!("{}{free}", sentence(&format!("Resolved B{number}: {resolution}")))))
        })
    }

    /// Opens a resolved blocker again, with the reason.
    pub fn reopen_blocker(&mut self, number: i64, reason: &str) -> Result<Outcome<()>> {
        let reason = one_line("B1", "The reason", reason)?;
        self.transact(Op::new("reopen blocker").because(Some(&reason)), |tx| {
            let blocker = find_blocker(tx, number)?;
            if blocker.resolved_at.is_none() {
                return refuse("B1", format!("B{number} is open. Note what was done with `standfast blocker update`."));
            }
            tx.store.reopen_blocker(blocker.id, tx.now, &reason)?;
            Ok(((), sentence(&format!("Reopened B{number}: {reason}"))))
        })
    }
}

/// Escalates in an operation under way; to whom is given.
pub(crate) fn escalate(tx: &Tx<'_>, number: i64, to: Option<&str>, note: Option<&str>) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    let to = match to.map(str::trim).filter(|name| !name.is_empty()) {
        // Whom it goes to may be outside the team; a member is named as the team does.
        Some(name) => tx.store.member(name)?.map_or_else(|| name.to_owned(), |member| member.name),
        None => match &tx.team()?.decision_maker {
            Some(decider) => decider.clone(),
            None => {
                return refuse(
                    "B2",
                    "The team has no decision-maker. Say to whom it goes with `--to NAME`, or name one with `standfast team set decision-maker NAME`.",
                );
            }
        },
    };
    tx.store.escalate_blocker(blocker.id, &to, tx.now, note.or(blocker.last_note.as_deref()))?;
    Ok(to)
}

/// Resolves in an operation under way; which items are free now is given in words.
pub(crate) fn resolve(tx: &Tx<'_>, number: i64, resolution: &str) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    tx.store.resolve_blocker(blocker.id, tx.now, resolution)?;
    let rows = blocker.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let free: Vec<String> = rows.into_iter().filter(|row| !row.blocked).map(|row| row.key).collect();
    Ok(if free.is_empty() { String::new() } else { format!(" Free now: {}.", named(&free)) })
}
