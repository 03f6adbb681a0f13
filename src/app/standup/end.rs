//! Finishing a standup: every blocker that demands a ruling has one, and the record is written (S5, S7).

use super::facts::Reading;
use super::record::record;
use super::under_way::{UnderWay, settle, settled, with_turns};
use crate::app::change::Outcome;
use crate::app::{Standfast, Tx};
use crate::domain::standup::facts::BlockerFact;
use crate::domain::standup::record::Record;
use crate::domain::standup::{Standup, State, TurnState, Walk, clock_text};
use crate::error::{Attempt, Result};
use crate::rules::{Act, Op, Refusal, Rule};

/// A turn that took less was none, in milliseconds.
const SECOND: i64 = 1000;

impl Standfast {
    /// Ends the standup under way and writes its record, which is given.
    pub fn finish_standup(&mut self) -> Result<Outcome<Record>> {
        self.transact(Op::FinishStandup, |tx| {
            let mut now = settled(tx)?;
            // Where its end is taken back, it goes on from here: the time after it is not counted.
            tx.store.pulse(now.standup.id, tx.now)?;
            let reading = Reading::load(tx)?;
            refuse_open_rulings(&reading)?;
            if now.standup.walk == Walk::Person {
                speak_or_skip(tx, &mut now)?;
            }
            let record = write(tx, &mut now, State::Finished, &reading)?;
            let over = now.standup.spent - now.standup.limit;
            let over = if over >= 1000 { format!(", {} too long", clock_text(over)) } else { String::new() };
            let (spent, people) = (clock_text(now.standup.spent), who_was_heard(&now));
            Ok((record, format!("Finished the standup after {spent}{over}: {people}.")))
        })
    }
}

/// How many were heard, and who was not.
fn who_was_heard(now: &UnderWay) -> String {
    if now.standup.walk == Walk::Board {
        return "along the board".to_owned();
    }
    let heard = match now.turns.iter().filter(|turn| turn.state == TurnState::Spoken).count() {
        0 => "nobody heard".to_owned(),
        1 => "1 person heard".to_owned(),
        n => format!("{n} people heard"),
    };
    let missed = now.turns.iter().filter(|turn| turn.state == TurnState::Skipped);
    let missed: Vec<&str> = missed.map(|turn| turn.name.as_str()).collect();
    if missed.is_empty() { heard } else { format!("{heard}, not heard: {}", missed.join(", ")) }
}

/// Marks the current speaker as spoken if their turn lasted a second; skips everyone still waiting.
fn speak_or_skip(tx: &Tx<'_>, now: &mut UnderWay) -> Result<()> {
    let speaks = now.standup.turn;
    for turn in now.turns.iter_mut().filter(|turn| turn.state == TurnState::Waiting) {
        let spoke = Some(turn.id) == speaks && turn.spent >= SECOND;
        turn.state = if spoke { TurnState::Spoken } else { TurnState::Skipped };
        if spoke {
            tx.store.update_turn(turn)?;
        }
    }
    tx.store.skip_waiting(now.standup.id)
}

fn refuse_open_rulings(reading: &Reading) -> Result<()> {
    let facts = reading.seen().blocker_facts();
    let open: Vec<&BlockerFact> = facts.iter().filter(|fact| fact.demands_ruling).collect();
    if open.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = open.iter().map(|fact| fact.blocker.clone()).collect();
    let details =
        open.iter().map(|fact| format!("{}: {} (unchanged at {} standups)", fact.blocker, fact.text, fact.unchanged));
    let them = if keys.len() == 1 { "it" } else { "each" };
    let why = format!("{} came back unchanged. Rule on {them} before the standup finishes.", keys.join(", "));
    let first = keys.first().map_or("B1", String::as_str);
    let way = Act::StandupRule.way(format!("{first} next-step|escalate|accept|resolve"), "Rule with {}.");
    Err(Refusal::new(Rule::S5, why).way(way).with_details(details.collect()).into())
}

/// Ends a standup that was left half-way on another day, as it was left and when it was left: what happened since is
/// new at the next one.
pub(super) fn leave(tx: &Tx<'_>, standup: Standup) -> Result<()> {
    let (ran, left) = (standup.ran_until_left(), standup.last_sign());
    let then = Tx { now: left, operation: tx.store.left_in(standup.id, left, tx.operation)?, ..*tx };
    let mut now = with_turns(&then, standup)?;
    settle(&then, &mut now, ran)?;
    let reading = Reading::load_until(&then, then.operation)?;
    write(&then, &mut now, State::Left, &reading).map(|_| ())
}

fn write(tx: &Tx<'_>, now: &mut UnderWay, state: State, reading: &Reading) -> Result<Record> {
    let record = record(tx, now, state, now.standup.spent, Some(tx.now), reading)?;
    let text = record.kept_text().attempting("write the record of the standup")?;
    now.standup.state = state;
    tx.store.end_standup(&now.standup, tx.now, tx.operation, &text)?;
    Ok(record)
}
