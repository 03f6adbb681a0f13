//! Escalating, resolving and reopening a blocker (B1, B2).

use crate::app::change::Outcome;
use crate::app::find::{find_anybody, find_blocker, find_row, open_blocker};
use crate::app::say::{named, one_line, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Op, Refusal, Rule};
use crate::store::engine::values;

impl Standfast {
    /// Escalates a blocker, to the decision-maker if nobody else is named (B2).
    pub fn escalate_blocker(&mut self, number: i64, to: Option<&str>, note: Option<&str>) -> Result<Outcome<()>> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::EscalateBlocker.because(note), |tx| {
            let to = escalate(tx, number, to, note)?;
            Ok(((), format!("Escalated B{number} to {to}.")))
        })
    }

    /// Resolves a blocker, and says which items are free now.
    pub fn resolve_blocker(&mut self, number: i64, resolution: &str) -> Result<Outcome<()>> {
        let resolution = one_line(Rule::B1, "How it was resolved", resolution)?;
        self.transact(Op::ResolveBlocker.because(Some(&resolution)), |tx| {
            let free = resolve(tx, number, &resolution)?;
            Ok(((), format!("{}{free}", sentence(&format!("Resolved B{number}: {resolution}")))))
        })
    }

    /// Opens a resolved blocker again, with the reason.
    pub fn reopen_blocker(&mut self, number: i64, reason: &str) -> Result<Outcome<()>> {
        let reason = one_line(Rule::B1, "The reason", reason)?;
        self.transact(Op::ReopenBlocker.because(Some(&reason)), |tx| {
            let blocker = find_blocker(tx, number)?;
            if blocker.resolved_at.is_none() {
                return refuse_with(
                    Rule::B1,
                    format!("B{number} is open."),
                    Act::BlockerUpdate.way(format!("B{number} --note \"…\""), "Note what was done with {}."),
                );
            }
            let row = values! {
                resolved_at: None::<Instant>, resolution: None::<&str>, touched_at: tx.now, last_note: reason,
            };
            tx.store.update(Table::Blocker, blocker.id, row)?;
            Ok(((), sentence(&format!("Reopened B{number}: {reason}"))))
        })
    }
}

/// Escalates in an operation under way; to whom is given.
pub(crate) fn escalate(tx: &Tx<'_>, number: i64, to: Option<&str>, note: Option<&str>) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    let to = match to.map(str::trim).filter(|name| !name.is_empty()) {
        // Whom it goes to may be outside the team; a member is named as the team does.
        Some(name) => find_anybody(tx, name)?,
        None => match &tx.team()?.decision_maker {
            Some(decider) => find_anybody(tx, decider)?,
            None => {
                return Err(Refusal::new(Rule::B2, "The team has no decision-maker.")
                    .way(Act::BlockerEscalate.way(format!("B{number} --to NAME"), "Name somebody with {}."))
                    .way(Act::TeamSet.way("decision-maker NAME", "Name a decision-maker with {}."))
                    .into());
            }
        },
    };
    tx.store.update(Table::Blocker, blocker.id, values! {
        escalated_to: to, escalated_at: tx.now, touched_at: tx.now, last_note: note.or(blocker.last_note.as_deref()),
        accepted_until: None::<Day>,
    })?;
    Ok(to)
}

/// Resolves in an operation under way; which items are free now is given in words.
pub(crate) fn resolve(tx: &Tx<'_>, number: i64, resolution: &str) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    tx.store.update(Table::Blocker, blocker.id, values! { resolved_at: tx.now, touched_at: tx.now, resolution })?;
    let rows = blocker.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let free: Vec<String> = rows.into_iter().filter(|row| !row.blocked).map(|row| row.key).collect();
    Ok(if free.is_empty() { String::new() } else { format!(" Free now: {}.", named(&free)) })
}
