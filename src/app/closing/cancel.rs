//! Cancelling a sprint (L1).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::find::find_sprint;
use crate::app::say::one_line;
use crate::app::scope::defer_waiting;
use crate::domain::sprint::State;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};

impl Standfast {
    /// Gives a sprint up, with the reason (L1).
    pub fn cancel_sprint(&mut self, number: i64, reason: &str) -> Result<Outcome<()>> {
        let reason = one_line(Rule::L1, "The reason for cancelling", reason)?;
        let actor = self.actor.clone();
        self.transact(Op::CancelSprint.because(Some(&reason)), |tx| {
            let sprint = find_sprint(tx, number)?;
            if matches!(sprint.state, State::Closed | State::Cancelled) {
                return refuse(Rule::L1, format!("Sprint {number} is already {}; that is final.", sprint.state.word()));
            }
            let deferred = defer_waiting(tx, &sprint, &actor)?.map_or_else(String::new, |words| format!(" {words}"));
            tx.store.set_cancelled(sprint.id, tx.now, &reason)?;
            let said = format!(
                "Cancelled sprint {number}: {reason}. Its unfinished items are free for the next plan.{deferred}"
            );
            Ok(((), said))
        })
    }
}
