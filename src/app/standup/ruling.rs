//! Rulings on blockers that came back unchanged (S5).

use super::under_way::{note_life, under_way};
use crate::app::blocker::{escalate, resolve};
use crate::app::change::Outcome;
use crate::app::find::{find_colleague, open_blocker};
use crate::app::say::{one_line, sentence};
use crate::app::{Standfast, Tx};
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};
use crate::store::engine::values;

/// Working days for which a risk is accepted where no sprint says better.
const RISK_DAYS: u32 = 10;

/// What is decided about a blocker.
#[derive(Debug, Clone)]
pub enum BlockerRuling {
    /// Somebody does something by a day.
    NextStep {
        step: String,
        /// Who; the present owner if nobody is named.
        owner: Option<String>,
        by: Day,
    },
    /// It goes to somebody who can decide.
    Escalate {
        /// To whom; the decision-maker if nobody is named.
        to: Option<String>,
        /// Something to say about it.
        note: Option<String>,
    },
    /// The team lives with it.
    Accept {
        reason: String,
        /// Until when; the end of the sprint where no day is named.
        until: Option<Day>,
    },
    /// It is out of the way.
    Resolve { resolution: String },
}

impl Standfast {
    /// Rules on a blocker in the standup under way.
    pub fn rule_on_blocker(&mut self, number: i64, ruling: &BlockerRuling) -> Result<Outcome<()>> {
        let today = self.today();
        self.transact(Op::RuleOnBlocker, |tx| {
            let standup = under_way(tx)?.standup;
            let blocker = open_blocker(tx, number)?;
            let (kind, words, more) = match ruling {
                BlockerRuling::NextStep { step, owner, by } => {
                    ("next step", next_step(tx, number, step, owner.as_deref(), *by, today)?, String::new())
                }
                BlockerRuling::Escalate { to, note } => {
                    let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty());
                    let to = escalate(tx, number, to.as_deref(), note)?;
                    (
                        "escalated",
                        note.map_or_else(|| format!("to {to}"), |note| format!("to {to}: {note}")),
                        String::new(),
                    )
                }
                BlockerRuling::Accept { reason, until } => {
                    ("accepted", accept(tx, number, reason, *until, today)?, String::new())
                }
                BlockerRuling::Resolve { resolution } => {
                    let resolution = one_line(Rule::B1, "How it was resolved", resolution)?;
                    let free = resolve(tx, number, &resolution)?;
                    ("resolved", resolution, free)
                }
            };
            tx.store.insert_ruling(standup.id, blocker.id, kind, &words)?;
            note_life(tx, standup)?;
            Ok(((), format!("{}{more}", sentence(&format!("Ruled on B{number}, {kind}: {words}")))))
        })
    }
}

fn next_step(tx: &Tx<'_>, number: i64, step: &str, owner: Option<&str>, by: Day, today: Day) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    let step = one_line(Rule::S5, "The next step", step)?;
    let owner = match owner.or(blocker.owner.as_deref()) {
        Some(name) => find_colleague(tx, name)?,
        None => {
            return refuse(Rule::S5, format!("B{number} has no owner. Name who takes the next step."));
        }
    };
    if by < today {
        return refuse(Rule::S5, format!("{by} has passed. A next step is due today or later."));
    }
    let row = values! { next_step: step, next_step_by: by, owner: owner.id, touched_at: tx.now };
    tx.store.update(Table::Blocker, blocker.id, row)?;
    Ok(format!("{} by {by}: {step}", owner.name))
}

fn accept(tx: &Tx<'_>, number: i64, reason: &str, until: Option<Day>, today: Day) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    let reason = one_line(Rule::S5, "The reason for living with it", reason)?;
    let sprint_end = tx.store.locked_sprint()?.and_then(|sprint| sprint.ends_on).filter(|end| *end >= today);
    let calendar = tx.store.calendar(tx.team)?;
    let until = until.or(sprint_end).or_else(|| calendar.working_day_after(today, RISK_DAYS)).unwrap_or(today);
    if until < today {
        return refuse(Rule::S5, format!("{until} has passed. Name a later day until which the risk is accepted."));
    }
    tx.store.update(
        Table::Blocker,
        blocker.id,
        values! { accepted_until: until, touched_at: tx.now, last_note: reason },
    )?;
    Ok(format!("until {until}: {reason}"))
}
