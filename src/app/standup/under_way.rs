//! The standup under way: its turns, its clock, and the day it is for (S3, S9).

use crate::app::{Standfast, Tx};
use crate::domain::standup::{OnItem, Standup, State, Turn, TurnState};
use crate::domain::time::{Day, Instant};
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Rule};

/// An unfinished standup older than this (ms) is not resumed on another day, so that one over midnight is.
const OVER_MIDNIGHT: i64 = 3 * 60 * 60 * 1000;

/// A standup that is not over, with its turns.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderWay {
    pub standup: Standup,
    /// The turns in order.
    pub turns: Vec<Turn>,
    /// The items that time was spent on.
    pub on_items: Vec<OnItem>,
    /// The key of the item being talked about.
    pub item: Option<String>,
}

impl UnderWay {
    /// Whose turn it is.
    pub fn speaker(&self) -> Option<&Turn> {
        self.turns.iter().find(|turn| Some(turn.id) == self.standup.turn)
    }

    /// How many have still to speak, the one who does not counted.
    pub fn to_come(&self) -> usize {
        let waits = |turn: &&Turn| turn.state == TurnState::Waiting && Some(turn.id) != self.standup.turn;
        self.turns.iter().filter(waits).count()
    }
}

impl Standfast {
    /// The standup that runs or was left half-way.
    pub fn standup(&self) -> Result<Option<UnderWay>> {
        self.store.standup_under_way()?.map(|standup| with_turns(&self.tx(), standup)).transpose()
    }

    /// A sign of life of the cockpit that runs the standup, so that a crash loses no time that was spent (S9). It is no
    /// operation; if it cannot be written, only the sign is lost.
    pub fn pulse(&self) {
        if let Ok(Some(standup)) = self.store.standup_under_way()
            && standup.state == State::Running
            && self.read_only().is_none()
        {
            let _ = self.store.pulse(standup.id, self.now());
        }
    }

    /// Whether the day waits for its standup: a sprint is under way, it is the morning of a working day, and today's is
    /// not over (U1).
    pub fn standup_is_due(&self) -> Result<bool> {
        let (today, noon) = (self.today(), 12 * 60 * 60 * 1000);
        let morning = self.now().0 - Instant::start_of(today, self.zone()).0 < noon;
        let over = self.store.standup_of(today)?.is_some_and(|standup| standup.state.is_over());
        let due = morning && !over && self.calendar()?.is_working_day(today);
        Ok(due && self.store.locked_sprint()?.is_some())
    }

    /// When today's standup ended, if it was finished.
    pub fn finished_today(&self) -> Result<Option<Instant>> {
        let today = self.store.standup_of(self.today())?;
        Ok(today.filter(|standup| standup.state == State::Finished).and_then(|standup| standup.ended_at))
    }
}

/// A standup with its turns and items.
pub(crate) fn with_turns(tx: &Tx<'_>, standup: Standup) -> Result<UnderWay> {
    let (turns, on_items) = (tx.store.turns(standup.id)?, tx.store.on_items(standup.id)?);
    let item = standup.item.map(|item| tx.store.item_key(item)).transpose()?;
    Ok(UnderWay { standup, turns, on_items, item })
}

/// The standup that is not over; a refusal says how to begin one.
pub(crate) fn under_way(tx: &Tx<'_>) -> Result<UnderWay> {
    match tx.store.standup_under_way()? {
        Some(standup) => with_turns(tx, standup),
        None => refuse_with(Rule::S1, "No standup is under way.", Act::StandupStart.way("", "Start one with {}.")),
    }
}

/// Whether a standup of another day is still resumed: one that runs over midnight is.
pub(crate) fn goes_on(standup: &Standup, now: Instant, today: Day) -> bool {
    standup.day == today || now.0.saturating_sub(standup.last_sign().0).abs() <= OVER_MIDNIGHT
}

/// The day that words said now are for: that of the standup that runs, else today, else the next working day.
pub(crate) fn day_of_words(tx: &Tx<'_>) -> Result<Day> {
    let zone = tx.team()?.zone;
    let today = tx.now.day(zone);
    if let Some(standup) = tx.store.standup_under_way()?
        && goes_on(&standup, tx.now, today)
    {
        return Ok(standup.day);
    }
    let over = tx.store.standup_of(today)?.is_some_and(|standup| standup.state.is_over());
    let calendar = tx.store.calendar(tx.team)?;
    if !over && calendar.is_working_day(today) {
        return Ok(today);
    }
    Ok(calendar.working_day_after(today, 1).unwrap_or(today))
}

/// The standup under way with its clock read: what ran is added to the whole, to the turn and to the item.
pub(super) fn settled(tx: &Tx<'_>) -> Result<UnderWay> {
    let mut now = under_way(tx)?;
    let ran = now.standup.running_for(tx.now);
    settle(tx, &mut now, ran)?;
    Ok(now)
}

/// Adds time to the whole, to the turn under way and to the item talked about; the clock goes on from now.
pub(super) fn settle(tx: &Tx<'_>, now: &mut UnderWay, ran: i64) -> Result<()> {
    let standup = &mut now.standup;
    standup.spent = standup.spent.saturating_add(ran);
    if standup.ticking_since.is_some() {
        standup.ticking_since = Some(tx.now);
    }
    if let Some(turn) = now.turns.iter_mut().find(|turn| Some(turn.id) == standup.turn) {
        turn.spent = turn.spent.saturating_add(ran);
        tx.store.update_turn(turn)?;
    }
    if let Some(item) = standup.item {
        tx.store.spend_on_item(standup.id, item, ran)?;
        now.on_items = tx.store.on_items(standup.id)?;
    }
    Ok(())
}

/// Writes the state of the standup, with the clock running or not.
pub(super) fn save(tx: &Tx<'_>, standup: &mut Standup) -> Result<()> {
    standup.ticking_since = (standup.state == State::Running).then_some(tx.now);
    standup.touched_at = tx.now;
    tx.store.update_standup(standup)
}

/// Something was said or noted in the standup: it was not left before that. The clock runs on.
pub(crate) fn note_life(tx: &Tx<'_>, mut standup: Standup) -> Result<()> {
    let alive = standup.state == State::Running && !standup.was_left(tx.now);
    if !alive || tx.now <= standup.last_sign() {
        return Ok(());
    }
    standup.touched_at = tx.now;
    tx.store.update_standup(&standup)
}
