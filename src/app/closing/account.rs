//! The account of a sprint as of any instant (R1).

use crate::app::Standfast;
use crate::app::find::find_sprint;
use crate::app::seal::frozen;
use crate::domain::sprint::{Account, State};
use crate::domain::time::Instant;
use crate::error::{Result, refuse};
use crate::rules::Rule;

/// A sprint's figures at some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AccountAsOf {
    /// The state of the sprint then.
    pub state: State,
    pub account: Account,
    /// The last operation that was done by then.
    pub operation: i64,
}

impl Standfast {
    /// A sprint's figures at an instant, rebuilt from the log.
    pub fn account_as_of(&self, number: i64, at: Instant) -> Result<AccountAsOf> {
        let operation = self.store.operation_at(at)?;
        match self.account_after(number, operation)? {
            Some(found) => Ok(found),
            None => refuse(Rule::R1, format!("There was no sprint {number} yet on {}.", at.local_full(self.zone()))),
        }
    }

    /// A sprint's figures after an operation; `None` if there was no such sprint then.
    pub fn account_after(&self, number: i64, operation: i64) -> Result<Option<AccountAsOf>> {
        let sprint = find_sprint(&self.tx(), number)?;
        let Some((state, account)) = self.store.story(sprint.id)?.account(operation) else { return Ok(None) };
        let account = if state == State::Closed { frozen(&self.tx(), &sprint)?.account() } else { account };
        Ok(Some(AccountAsOf { state, account, operation }))
    }
}
