//! The narrow door: one function per thing a person can ask; both faces call these.

pub mod action;
pub mod blocker;
pub mod care;
pub mod change;
pub mod closing;
pub mod demo;
mod fill;
mod find;
pub mod header;
pub mod import;
pub mod item;
pub mod log;
pub mod planning;
pub mod retro;
pub mod review;
mod say;
pub mod scope;
mod seal;
pub mod sprint;
pub mod standup;
pub mod team;
pub mod topic;

use crate::clock::Clock;
use crate::domain::calendar::Calendar;
use crate::domain::team::Team;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::rules::{Act, Doing, Refusal, Rule};
use crate::store::Store;
use crate::store::journal::{Beginning, Begun};
use crate::store::open::Missing;
use crate::store::place::Place;
use change::{Changed, Outcome, Said};
use std::cell::RefCell;
use std::path::Path;

/// One team's database, opened by one actor.
#[derive(Debug)]
pub struct Standfast {
    store: Store,
    clock: Clock,
    actor: String,
    team: Option<Team>,
    seen: i64,
    /// What the operation under way says besides its own sentence.
    warned: RefCell<Vec<String>>,
}

/// A write under way: the store, and the facts every operation has.
#[derive(Debug)]
pub(crate) struct Tx<'a> {
    pub store: &'a Store,
    pub now: Instant,
    pub operation: i64,
    pub team: Option<&'a Team>,
    warned: &'a RefCell<Vec<String>>,
}

impl Tx<'_> {
    /// The team; an operation on a database without one is refused.
    pub fn team(&self) -> Result<&Team> {
        self.team.ok_or_else(|| no_team().into())
    }

    /// Today in the team's time zone.
    pub fn today(&self) -> Day {
        self.now.day(self.team.map_or(Zone::UTC, |team| team.zone))
    }

    /// Adds a sentence to what the operation says.
    pub fn warn(&self, words: String) {
        let mut warned = self.warned.borrow_mut();
        if !warned.contains(&words) {
            warned.push(words);
        }
    }
}

fn no_team() -> Refusal {
    Refusal::new(Rule::G1, "There is no team here yet.").way(Act::Init.way("NAME", "Make one with {}."))
}

impl Standfast {
    /// Opens the team's database at `path`.
    pub fn open(path: &Path, clock: Clock, actor: &str) -> Result<Self> {
        Self::with(Store::open(path, Missing::Refuse)?, clock, actor)
    }

    /// Opens the database at `path`, and makes it if it does not exist.
    pub fn create(path: &Path, clock: Clock, actor: &str) -> Result<Self> {
        Self::with(Store::open(path, Missing::Create)?, clock, actor)
    }

    fn with(store: Store, clock: Clock, actor: &str) -> Result<Self> {
        let actor = actor.trim();
        let actor = if actor.is_empty() { "facilitator" } else { actor };
        let (team, seen) = (store.team()?, store.version()?);
        let actor = store.as_member(actor)?;
        Ok(Self { store, clock, actor, team, seen, warned: RefCell::default() })
    }

    /// The same database on a connection of its own, for a worker.
    pub fn another(&self) -> Result<Self> {
        Self::open(self.store.path(), self.clock, &self.actor)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// The present.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The clock this database is worked by.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Sets the clock and the actor: the demo and a bench play past sprints through the same operations.
    pub fn at(&mut self, now: Instant, actor: &str) {
        self.clock = Clock::Fixed(now);
        actor.clone_into(&mut self.actor);
    }

    /// Today in the team's time zone.
    pub fn today(&self) -> Day {
        self.now().day(self.zone())
    }

    /// The team's time zone; UTC before there is a team.
    pub fn zone(&self) -> Zone {
        self.team.as_ref().map_or(Zone::UTC, |team| team.zone)
    }

    /// In whose name operations are written.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The team of this database.
    pub fn team(&self) -> Result<&Team> {
        self.team.as_ref().ok_or_else(|| no_team().into())
    }

    /// Whether there is a team.
    pub fn has_team(&self) -> bool {
        self.team.is_some()
    }

    /// The team's working calendar (G3).
    pub fn calendar(&self) -> Result<Calendar> {
        self.store.calendar(self.team.as_ref())
    }

    /// The same lookups serve reads and writes: this is the view of a read.
    pub(crate) fn tx(&self) -> Tx<'_> {
        Tx { store: &self.store, now: self.now(), operation: 0, team: self.team.as_ref(), warned: &self.warned }
    }

    /// Why nothing can be written, where that is so.
    pub fn read_only(&self) -> Option<&str> {
        self.store.read_only()
    }

    /// What opening the file changed in it, in a sentence.
    pub fn migrated(&self) -> Option<&str> {
        self.store.migrated()
    }

    /// Counts from here on the statements that the database is asked to run, for tests of what a key costs.
    pub fn count_statements(&self) {
        self.store.count_statements();
    }

    /// The statements run since `count_statements`.
    pub fn statements(&self) -> Vec<String> {
        self.store.statements()
    }

    /// Keeps what is read for as long as it is true, as a cockpit wants it: the next key asks the same again.
    pub fn keep_answers(&self, on: bool) {
        self.store.keep_answers(on, self.seen);
    }

    /// Another process may have written since: what was kept is looked after before it is used again.
    pub fn doubt_answers(&self) {
        self.store.doubt_answers();
    }

    /// Whether a write waits for the one of another program. A cockpit does not: it draws, and tries again.
    pub fn wait_for_others(&self, wait: bool) {
        self.store.wait_for_others(wait);
    }

    /// Gives up a write that would have waited, and its place in the queue.
    pub fn leave_queue(&self) {
        self.store.leave_queue();
    }

    /// Opens the file that has taken the place of this database, as after a restore; whether one has. If there is no file
    /// any more, that is refused.
    pub fn follow(&mut self) -> Result<bool> {
        if self.store.place() == Place::Replaced {
            *self = Self::open(self.store.path(), self.clock, &self.actor)?;
            return Ok(true);
        }
        self.store.demand_place().map(|()| false)
    }

    /// Reads the team again, which another process may have changed.
    pub fn read_team(&mut self) -> Result<()> {
        self.team = self.store.team()?;
        Ok(())
    }

    /// What another process has changed since this was last asked (U7).
    pub fn elsewhere(&mut self) -> Result<Changed> {
        let version = self.store.version()?;
        if version == self.seen {
            return Ok(Changed::NOTHING);
        }
        self.seen = version;
        self.read_team()?;
        Ok(Changed::ANYTHING)
    }

    /// Writes the log back into the one file; called when the program ends.
    pub fn close(self) {
        self.store.close();
    }

    /// One operation: all of it or nothing (G2). What it says is kept in the log.
    pub(crate) fn transact<'d, T, S: Into<Said>>(
        &mut self,
        doing: impl Into<Doing<'d>>,
        run: impl FnOnce(&Tx<'_>) -> Result<(T, S)>,
    ) -> Result<Outcome<T>> {
        self.transact_reverting(doing, None, run)
    }

    pub(crate) fn transact_reverting<'d, T, S: Into<Said>>(
        &mut self,
        doing: impl Into<Doing<'d>>,
        reverts: Option<i64>,
        run: impl FnOnce(&Tx<'_>) -> Result<(T, S)>,
    ) -> Result<Outcome<T>> {
        if let Some(why) = self.store.read_only() {
            let file = self.store.path().display();
            return Err(Refusal::new(
                Rule::G1,
                format!("{file} can be read but not written: {why}. Nothing was changed."),
            )
            .into());
        }
        let doing = doing.into();
        self.store.lock()?;
        let now = self.clock.now();
        let reason = doing.reason.map(str::trim).filter(|text| !text.is_empty());
        let beginning = Beginning { at: now, actor: &self.actor, name: doing.op.label(), reason, reverts };
        let begun = self.store.begin(beginning)?;
        let done = self.run_operation(&begun, now, run);
        if !matches!(&done, Ok(outcome) if outcome.operation.is_some()) {
            self.store.rollback();
            return done;
        }
        if let Ok(outcome) = &done
            && outcome.changed.touches(change::TEAM)
        {
            self.team = self.store.team()?;
        }
        done
    }

    fn run_operation<T, S: Into<Said>>(
        &self,
        begun: &Begun<'_>,
        now: Instant,
        run: impl FnOnce(&Tx<'_>) -> Result<(T, S)>,
    ) -> Result<Outcome<T>> {
        let operation = begun.id;
        self.warned.take();
        let tx = Tx { store: &self.store, now, operation, team: self.team.as_ref(), warned: &self.warned };
        let (value, said) = run(&tx)?;
        let Said { words: said, ways } = said.into();
        let said = std::iter::once(said).chain(self.warned.take()).collect::<Vec<_>>().join(" ");
        let touched = self.store.seal(begun, &said)?;
        let changed = touched.into_iter().fold(Changed::NOTHING, |sum, table| sum.and(Changed::table(table)));
        if changed.is_nothing() {
            return Ok(Outcome { value, said, ways, changed, operation: None });
        }
        self.store.commit()?;
        Ok(Outcome { value, said, ways, changed, operation: Some(operation) })
    }
}
