//! Reading actions (A3, A4).

use crate::app::Standfast;
use crate::app::find::find_action;
use crate::domain::action::{Action, FollowThrough, follow_through};
use crate::domain::sheet::Sheet;
use crate::error::Result;

impl Standfast {
    /// Every action, in the order of commitment.
    pub fn actions(&self) -> Result<Vec<Action>> {
        self.store.actions()
    }

    /// The actions without a last ruling, in the order of commitment.
    pub fn open_actions(&self) -> Result<Vec<Action>> {
        self.store.open_actions()
    }

    /// One action by its number.
    pub fn action(&self, number: i64) -> Result<Action> {
        find_action(&self.tx(), number)
    }

    /// Everything about one action.
    pub fn action_sheet(&self, number: i64) -> Result<Sheet> {
        Ok(self.action(number)?.sheet(self.today(), &self.calendar()?))
    }

    /// The actions that are or were open in that sprint (A3).
    pub fn actions_in(&self, sprint: i64) -> Result<Vec<Action>> {
        self.store.actions_in(sprint, i64::MAX)
    }

    /// What became of the team's actions (A4).
    pub fn follow_through(&self) -> Result<FollowThrough> {
        Ok(follow_through(&self.store.follow_through()?, &self.calendar()?))
    }
}
