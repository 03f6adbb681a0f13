//! The standup: begun, led from turn to turn, and ended (S1–S9). What is half done is on disk after every step.

mod end;
mod facts;
mod lead;
mod ruling;
mod start;

pub use facts::Facts;
pub(crate) use lead::note_life;
pub use ruling::BlockerRuling;
pub use start::Start;

use crate::app::{Standfast, Tx};
use crate::domain::standup::record::{Record, Summary};
use crate::domain::standup::{OnItem, Standup, State, Turn, TurnState};
use crate::domain::time::{Day, Instant};
use crate::error::{Attempt, Result, refuse};

/// A standup left for so long is not gone on with on another day, in milliseconds: one over midnight is.
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
    /// operation; where it cannot be written, nothing is lost but that.
    pub fn pulse(&self) {
        if let Ok(Some(standup)) = self.store.standup_under_way()
            && standup.state == State::Running
            && self.read_only().is_none()
        {
            let _ = self.store.pulse(standup.id, self.now());
        }
    }

    /// The record of the standup of a day, or of the last one; of one that runs, as it stands now.
    pub fn standup_record(&self, day: Option<Day>) -> Result<Record> {
        let found = match day {
            Some(day) => self.store.standup_of(day)?,
            None => self.store.standups(1)?.into_iter().next(),
        };
        match (found, day) {
            (Some(standup), _) => record_of(&self.tx(), standup),
            (None, Some(day)) => {
                refuse("S7", format!("There was no standup on {day}. `standfast standup list` shows them."))
            }
            (None, None) => refuse("S7", "There was no standup yet. `standfast standup start` begins one."),
        }
    }

    /// The last standups, the latest first: how long each took, and what took longest (S1).
    pub fn standups(&self, limit: usize) -> Result<Vec<Summary>> {
        let tx = self.tx();
        let all = self.store.standups(i64::try_from(limit).unwrap_or(i64::MAX))?;
        all.into_iter().map(|standup| summary(&tx, standup)).collect()
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
        None => refuse("S1", "No standup is under way. Begin one with `standfast standup start`."),
    }
}

/// Whether a standup of another day is still gone on with: one that runs over midnight is.
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

/// What was kept of a standup, or what would be kept of one that is not over.
pub(crate) fn record_of(tx: &Tx<'_>, standup: Standup) -> Result<Record> {
    if let Some(text) = tx.store.standup_record(standup.id)? {
        serde_json::from_str(&text).attempting("read the record of a standup")
    } else {
        let under_way = with_turns(tx, standup)?;
        let total = under_way.standup.total(tx.now);
        end::record(tx, &under_way, under_way.standup.state, total, None, &facts::Reading::load(tx)?)
    }
}

/// A standup in a few figures.
pub(crate) fn summary(tx: &Tx<'_>, standup: Standup) -> Result<Summary> {
    let (day, state, started_at) = (standup.day, standup.state, standup.started_at);
    let record = record_of(tx, standup)?;
    let of_state = |state| record.people.iter().filter(|heard| heard.turn == Some(state)).count();
    let longest = record.people.iter().max_by_key(|heard| heard.seconds).filter(|heard| heard.seconds > 0);
    let longest_item = record.items.iter().max_by_key(|item| item.seconds).filter(|item| item.seconds > 0);
    Ok(Summary {
        day,
        state,
        started_at,
        seconds: record.seconds,
        over_seconds: (record.seconds - record.limit_seconds).max(0),
        heard: of_state(TurnState::Spoken),
        absent: of_state(TurnState::Absent),
        longest: longest.map(|heard| (heard.person.name.clone(), heard.seconds)),
        longest_item: longest_item.map(|item| (item.key.clone(), item.seconds)),
    })
}
