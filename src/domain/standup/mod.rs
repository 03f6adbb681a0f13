//! The standup: its state, its clock, and whose turn it is (S1, S3, S9).

pub mod fact;
pub mod facts;
pub mod order;
pub mod record;
pub mod stops;
pub mod topic;
pub mod words;

#[cfg(test)]
#[path = "tests.rs"]
mod cases;

use crate::domain::time::{Day, Instant};
use crate::domain::words::words;

pub use order::Order;

/// After so long without a sign of life, the cockpit that led a standup is gone, in milliseconds.
const DEAD: i64 = 30 * 1000;

/// Commands may be minutes apart; after so long, nobody was talking any more, in milliseconds.
const SILENCE: i64 = 60 * 60 * 1000;

words! {
    "a state",
    /// The state of a standup.
    pub enum State {
        Running = "running",
        /// The clock is stopped.
        Paused = "paused",
        /// It is over, and its record is final.
        Finished = "finished",
        /// It was never finished. The next one began, and its record says so.
        Left = "left",
    }
}

words! {
    "a walk",
    /// Along what the standup goes (S3).
    #[derive(Default)]
    pub enum Walk {
        /// From person to person.
        #[default]
        Person = "person",
        /// Over the board from right to left, stopping only where something is wrong.
        Board = "board",
    }
}

words! {
    "a turn",
    /// What became of a person's turn.
    pub enum TurnState {
        /// Still to come, or under way.
        Waiting = "waiting",
        Spoken = "spoken",
        /// They were passed over.
        Skipped = "skipped",
        /// They are not there today.
        Absent = "absent",
    }
}

impl State {
    /// Whether its record is final.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Left)
    }
}

/// One standup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standup {
    pub id: i64,
    /// The team's calendar day on which it began.
    pub day: Day,
    pub state: State,
    /// Along what it goes.
    pub walk: Walk,
    /// In what order people speak.
    pub order: Order,
    /// The seed of a random order.
    pub seed: Option<i64>,
    /// How long it may take, in milliseconds.
    pub limit: i64,
    pub started_at: Instant,
    pub ended_at: Option<Instant>,
    /// The operation that ended it: what came later is new at the next one.
    pub ended_in: Option<i64>,
    /// The turn under way.
    pub turn: Option<i64>,
    /// The item being talked about.
    pub item: Option<i64>,
    /// Since when the clock runs.
    pub ticking_since: Option<Instant>,
    /// What the clock had counted then, in milliseconds.
    pub spent: i64,
    /// When anything last happened in it.
    pub touched_at: Instant,
    /// When a cockpit that runs it last gave a sign of life.
    pub seen_at: Option<Instant>,
}

/// One person's turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub id: i64,
    pub member: i64,
    pub name: String,
    /// What became of it.
    pub state: TurnState,
    /// Its place in the order.
    pub position: i64,
    /// What the clock counted for it, in milliseconds.
    pub spent: i64,
}

/// Time spent on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnItem {
    pub id: i64,
    pub item: i64,
    pub key: String,
    /// What the clock counted for it, in milliseconds.
    pub spent: i64,
}

impl Standup {
    /// Whether it was left half-way: the cockpit that led it has given no sign of life for half a minute, or, where the
    /// last thing done came from the command line, nothing has happened for an hour (S9).
    pub fn was_left(&self, now: Instant) -> bool {
        let silence = now.0.saturating_sub(self.last_sign().0);
        self.state == State::Running && silence > if self.is_led_by_cockpit() { DEAD } else { SILENCE }
    }

    /// Whether a cockpit gave a sign of life after the last thing that was done.
    fn is_led_by_cockpit(&self) -> bool {
        self.seen_at.is_some_and(|seen| seen >= self.touched_at)
    }

    /// What the clock has counted since it was last set going, in milliseconds. Never negative, also when the machine's
    /// clock jumps back; of one that was left, only up to the last sign of life.
    pub fn running_for(&self, now: Instant) -> i64 {
        let Some(since) = self.ticking_since else { return 0 };
        let until = if self.was_left(now) { self.last_sign() } else { now };
        until.0.saturating_sub(since.0).max(0)
    }

    /// What it counts up to the last sign of life: the time that a standup left half-way had when it was left (S9).
    pub fn ran_until_left(&self) -> i64 {
        self.ticking_since.map_or(0, |since| self.last_sign().0.saturating_sub(since.0).max(0))
    }

    /// The time that counts when a running standup is begun again: up to now if a cockpit leads it and is alive, else up
    /// to the last thing done in it. Commands resume it by `next` and `finish`, so they begin again only what was
    /// interrupted (S9).
    pub fn ran_until_resumed(&self, now: Instant) -> i64 {
        if self.is_led_by_cockpit() { self.running_for(now) } else { self.ran_until_left().min(self.running_for(now)) }
    }

    /// The whole time so far, in milliseconds.
    pub fn total(&self, now: Instant) -> i64 {
        self.spent.saturating_add(self.running_for(now))
    }

    /// When something last happened in it, or a cockpit that runs it was last alive.
    pub fn last_sign(&self) -> Instant {
        self.seen_at.map_or(self.touched_at, |seen| seen.max(self.touched_at))
    }
}

impl Turn {
    /// What the clock has counted for it, if it is the one under way in `standup`.
    pub fn total(&self, standup: &Standup, now: Instant) -> i64 {
        let running = if standup.turn == Some(self.id) { standup.running_for(now) } else { 0 };
        self.spent.saturating_add(running)
    }
}

/// Each one's share of the time, in milliseconds: those who are there share it equally.
pub fn share(limit: i64, turns: &[Turn]) -> i64 {
    let there = turns.iter().filter(|turn| turn.state != TurnState::Absent).count();
    limit / i64::try_from(there.max(1)).unwrap_or(1)
}

/// Time as a clock shows it: `4:05`, and `1:02:03` from an hour on.
pub fn clock_text(time: i64) -> String {
    let seconds = time.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn running(since: i64) -> Standup {
        Standup {
            id: 1,
            day: "2026-11-23".parse().unwrap(),
            state: State::Running,
            walk: Walk::Person,
            order: Order::Risk,
            seed: None,
            limit: 15 * MINUTE,
            started_at: Instant(0),
            ended_at: None,
            ended_in: None,
            turn: Some(4),
            item: None,
            ticking_since: Some(Instant(since)),
            spent: 2 * MINUTE,
            touched_at: Instant(since),
            seen_at: None,
        }
    }

    #[test]
    fn the_clock_adds_what_runs_to_what_was_spent() {
        let standup = running(10 * MINUTE);
        let turn =
            |id| Turn { id, member: 1, name: "ana".into(), state: TurnState::Waiting, position: 1, spent: MINUTE };
        let now = Instant(13 * MINUTE);
        assert_eq!(standup.total(now), 5 * MINUTE);
        assert_eq!((turn(4).total(&standup, now), turn(5).total(&standup, now)), (4 * MINUTE, MINUTE));
        let paused = Standup { ticking_since: None, ..standup };
        assert_eq!(paused.total(now), 2 * MINUTE);
    }

    #[test]
    fn a_clock_that_jumps_back_gives_no_negative_time() {
        let standup = running(10 * MINUTE);
        for now in [0, -1_000_000_000_000, i64::MIN] {
            assert_eq!(standup.total(Instant(now)), 2 * MINUTE);
        }
        let seen_later = Standup { seen_at: Some(Instant(i64::MAX)), ..standup };
        assert_eq!(seen_later.total(Instant(0)), 2 * MINUTE);
    }

    #[test]
    fn a_long_silence_is_no_talking() {
        let standup = running(10 * MINUTE);
        assert_eq!(standup.running_for(Instant(70 * MINUTE)), 60 * MINUTE);
        assert_eq!(standup.running_for(Instant(70 * MINUTE + 1)), 0);
        assert!(!standup.was_left(Instant(70 * MINUTE)) && standup.was_left(Instant(70 * MINUTE + 1)));
        let seen = Standup { seen_at: Some(Instant(12 * MINUTE)), ..standup };
        assert_eq!(seen.running_for(Instant(12 * MINUTE + 30_000)), 2 * MINUTE + 30_000);
        assert_eq!(seen.running_for(Instant(12 * MINUTE + 30_001)), 2 * MINUTE, "the cockpit is gone");
        let told_since = Standup { touched_at: Instant(13 * MINUTE), ..seen.clone() };
        assert!(!told_since.was_left(Instant(20 * MINUTE)), "commands went on after the cockpit was gone");
        assert_eq!(seen.running_for(Instant(600 * MINUTE)), 2 * MINUTE);
        assert_eq!(seen.running_for(Instant(i64::MAX)), 2 * MINUTE);
        assert_eq!(seen.ran_until_left(), 2 * MINUTE);
    }

    #[test]
    fn a_share_is_that_of_those_who_are_there() {
        let turn = |state| Turn { id: 1, member: 1, name: "ana".into(), state, position: 1, spent: 0 };
        let turns = [turn(TurnState::Waiting), turn(TurnState::Absent), turn(TurnState::Spoken)];
        assert_eq!(share(15 * MINUTE, &turns), 15 * MINUTE / 2);
        assert_eq!(share(15 * MINUTE, &[]), 15 * MINUTE);
    }

    #[test]
    fn the_clock_reads_as_clocks_do() {
        assert_eq!(clock_text(245_999), "4:05");
        assert_eq!(clock_text(3_723_000), "1:02:03");
        assert_eq!(clock_text(-5), "0:00");
    }
}
