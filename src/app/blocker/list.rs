//! Reading blockers, their history, and what they hold up (B3).

use crate::app::Standfast;
use crate::app::find::find_blocker;
use crate::domain::blocker::{Blocker, Held, Ladder, held_up};
use crate::domain::sheet::Sheet;
use crate::domain::tables::Table;
use crate::error::Result;

impl Standfast {
    /// Blockers, oldest first: the open ones, or all.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.store.blockers(open_only)
    }

    /// One blocker.
    pub fn blocker(&self, number: i64) -> Result<Blocker> {
        find_blocker(&self.tx(), number)
    }

    /// Blockers, the open ones or all: those to be escalated first, then the oldest.
    pub fn blocker_sheets(&self, open_only: bool) -> Result<Vec<Sheet>> {
        let (now, today, hours) = (self.now(), self.today(), self.team()?.escalate_after);
        let calendar = self.calendar()?;
        let level = |blocker: &Blocker| blocker.ladder(now, today, hours);
        let mut blockers = self.blockers(open_only)?;
        blockers.sort_by_key(|blocker| !matches!(level(blocker), Ladder::Breached(_)));
        Ok(blockers.iter().map(|blocker| blocker.sheet(&level(blocker), blocker.days(&calendar, now), today)).collect())
    }

    /// One blocker, with what was done about it.
    pub fn blocker_sheet(&self, number: i64) -> Result<Sheet> {
        let blocker = self.blocker(number)?;
        let level = blocker.ladder(self.now(), self.today(), self.team()?.escalate_after);
        let sheet = blocker.sheet(&level, blocker.days(&self.calendar()?, self.now()), self.today());
        Ok(Sheet { history: Some(self.store.history_of(Table::Blocker, blocker.id)?), ..sheet })
    }

    /// What open blockers hold up, by cause, the most days first (B3).
    pub fn held_up(&self) -> Result<Vec<Held>> {
        let known = self.store.held_points()?;
        let points = |key: &str| known.iter().find(|(held, _)| held == key).map(|(_, points)| *points);
        Ok(held_up(&self.store.blockers(true)?, points, &self.calendar()?, self.now()))
    }
}
