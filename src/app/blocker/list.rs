//! Reading blockers, their history, and what they hold up (B3).

use crate::app::Standfast;
use crate::app::find::find_blocker;
use crate::domain::blocker::{Blocker, Held, held_up};
use crate::domain::time::Instant;
use crate::error::Result;

/// One thing that was done about a blocker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub operation: i64,
    pub at: Instant,
    pub actor: String,
    /// What, in a sentence.
    pub said: String,
}

impl Standfast {
    /// Blockers, oldest first: the open ones, or all.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.store.blockers(open_only)
    }

    /// One blocker.
    pub fn blocker(&self, number: i64) -> Result<Blocker> {
        find_blocker(&self.tx(), number)
    }

    /// What was done about a blocker, the earliest first.
    pub fn blocker_history(&self, number: i64) -> Result<Vec<Done>> {
        let blocker = self.blocker(number)?;
        let done = |(operation, at, actor, said)| Done { operation, at, actor, said };
        Ok(self.store.blocker_history(blocker.id)?.into_iter().map(done).collect())
    }

    /// What open blockers hold up, by cause, the most days first (B3).
    pub fn held_up(&self) -> Result<Vec<Held>> {
        let known = self.store.held_points()?;
        let points = |key: &str| known.iter().find(|(held, _)| held == key).map(|(_, points)| *points);
        Ok(held_up(&self.store.blockers(true)?, points, &self.calendar()?, self.now()))
    }

    /// How many blockers are open.
    pub fn count_open_blockers(&self) -> Result<i64> {
        self.store.count_open_blockers()
    }
}
