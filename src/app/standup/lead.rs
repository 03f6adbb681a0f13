//! Leading a standup: next, skip, absent, come back, pause, what is talked about (S1, S3).

use super::facts::Reading;
use super::under_way::{UnderWay, save, settled, under_way};
use crate::app::change::{Outcome, Said};
use crate::app::find::{NO_TURN, find_item, find_teammate};
use crate::app::{Standfast, Tx};
use crate::domain::standup::{State, Turn, TurnState, Walk, clock_text};
use crate::domain::team::{Absence, Part};
use crate::domain::time::Day;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule, Way};

impl Standfast {
    /// The one who speaks has spoken; the next one does, or the one named. On the walk over the board, the next stop.
    pub fn next_in_standup(&mut self, to: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::StandupNext, |tx| {
            let (mut now, named) = (settled(tx)?, to.map(|name| find_teammate(tx, name, NO_TURN)).transpose()?);
            if let Some(turn) = now.speaker().filter(|turn| named.as_ref().is_some_and(|who| who.id == turn.member)) {
                return refuse_with(
                    Rule::S1,
                    format!("{} is already speaking.", turn.name),
                    Act::StandupNext.way("", "End their turn with {}."),
                );
            }
            now.standup.state = State::Running;
            if named.is_none() && now.standup.walk == Walk::Board {
                return next_stop(tx, &mut now);
            }
            let spoke = close_turn(tx, &mut now, TurnState::Spoken)?;
            let next = match named {
                Some(member) => Some(back(tx, &mut now, member.id, &member.name)?),
                None => now.turns.iter().find(|turn| turn.state == TurnState::Waiting).map(|turn| turn.id),
            };
            if next.is_none() && spoke.is_none() {
                return refuse_with(Rule::S1, "Everyone was heard.", what_remains());
            }
            now.standup.walk = if next.is_some() { Walk::Person } else { now.standup.walk };
            (now.standup.turn, now.standup.item) = (next, None);
            save(tx, &mut now.standup)?;
            Ok(((), next_words(&now, spoke.as_ref())))
        })
    }

    /// The one who speaks is passed over, or the one named.
    pub fn skip_in_standup(&mut self, name: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::StandupSkip, |tx| {
            let mut now = settled(tx)?;
            let mut turn = turn_of(tx, &now, name)?;
            turn.state = TurnState::Skipped;
            pass_on(tx, &mut now, &turn)?;
            Ok(((), and_next(&format!("Skipped {}.", turn.name), &now)))
        })
    }

    /// Somebody is not there: they are away today, and the sprint's capacity knows it (L2).
    pub fn absent_in_standup(&mut self, name: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::StandupAbsent, |tx| {
            let mut now = settled(tx)?;
            let mut turn = turn_of(tx, &now, name)?;
            if turn.state == TurnState::Spoken {
                return refuse(Rule::S1, format!("{} has spoken today.", turn.name));
            }
            let day = now.standup.day;
            let is_away = |a: Absence| a.member == turn.name && a.part == Part::Day && (a.from..=a.to).contains(&day);
            let away = tx.store.absences()?.into_iter().any(is_away);
            if !away {
                tx.store.add_absence(turn.member, (day, day), Part::Day, Some("absent at the standup"))?;
            }
            turn.state = TurnState::Absent;
            pass_on(tx, &mut now, &turn)?;
            Ok(((), and_next(&format!("{} is absent on {day}.", turn.name), &now)))
        })
    }

    /// Somebody who was absent or skipped is there after all, and speaks at the end.
    pub fn come_back_in_standup(&mut self, name: &str) -> Result<Outcome<()>> {
        self.transact(Op::StandupComeBack, |tx| {
            let (mut now, member) = (settled(tx)?, find_teammate(tx, name, NO_TURN)?);
            refuse_who_never_left(&now, member.id)?;
            back(tx, &mut now, member.id, &member.name)?;
            save(tx, &mut now.standup)?;
            Ok(((), format!("{} is back and speaks at the end.", member.name)))
        })
    }

    /// Stops the clock.
    pub fn pause_standup(&mut self) -> Result<Outcome<()>> {
        self.transact(Op::StandupPause, |tx| {
            let mut now = settled(tx)?;
            if now.standup.state == State::Paused {
                return refuse_with(
                    Rule::S1,
                    "The standup is already paused.",
                    Act::StandupStart.way("", "Resume it with {}."),
                );
            }
            now.standup.state = State::Paused;
            save(tx, &mut now.standup)?;
            Ok(((), format!("Paused the standup at {}.", clock_text(now.standup.spent))))
        })
    }

    /// Talks about one item, so that its time is kept (S1); `None` ends that.
    pub fn talk_about(&mut self, key: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::StandupTalkAbout, |tx| {
            let (mut now, item) = (settled(tx)?, key.map(|key| find_item(tx, key)).transpose()?);
            now.standup.item = item;
            save(tx, &mut now.standup)?;
            let said = match item {
                Some(item) => format!("Talking about {}.", tx.store.item_key(item)?),
                None => "Talking about nothing in particular.".to_owned(),
            };
            Ok(((), said))
        })
    }

    /// Goes on along the board, or from person to person.
    pub fn walk_standup(&mut self, walk: Walk) -> Result<Outcome<()>> {
        self.transact(Op::StandupWalk, |tx| {
            // Nothing may be counted before it is clear that the standup is written, too.
            if under_way(tx)?.standup.walk == walk {
                return Ok(((), format!("The standup goes by {} already.", walk.word()).into()));
            }
            let mut now = settled(tx)?;
            now.standup.walk = walk;
            (now.standup.turn, now.standup.item) = (None, None);
            match walk {
                Walk::Board => return next_stop(tx, &mut now),
                Walk::Person => {
                    now.standup.turn = now.turns.iter().find(|t| t.state == TurnState::Waiting).map(|turn| turn.id);
                }
            }
            save(tx, &mut now.standup)?;
            Ok(((), and_next("From person to person now.", &now)))
        })
    }
}

fn turn_of(tx: &Tx<'_>, now: &UnderWay, name: Option<&str>) -> Result<Turn> {
    let Some(name) = name else {
        return match now.speaker() {
            Some(turn) => Ok(turn.clone()),
            None => refuse(Rule::S1, "Nobody has the turn. Name somebody."),
        };
    };
    let member = find_teammate(tx, name, NO_TURN)?;
    match now.turns.iter().find(|turn| turn.member == member.id) {
        Some(turn) => Ok(turn.clone()),
        None => refuse(Rule::S1, format!("{} did not belong to the team when the standup began.", member.name)),
    }
}

/// Ends the turn under way.
fn close_turn(tx: &Tx<'_>, now: &mut UnderWay, state: TurnState) -> Result<Option<Turn>> {
    let Some(turn) = now.turns.iter_mut().find(|turn| Some(turn.id) == now.standup.turn) else { return Ok(None) };
    turn.state = state;
    tx.store.update_turn(turn)?;
    Ok(Some(turn.clone()))
}

/// Writes a turn that does not take place now; the next one waiting speaks, if it was the turn under way.
fn pass_on(tx: &Tx<'_>, now: &mut UnderWay, passed: &Turn) -> Result<()> {
    tx.store.update_turn(passed)?;
    if let Some(turn) = now.turns.iter_mut().find(|turn| turn.id == passed.id) {
        turn.state = passed.state;
    }
    if now.standup.turn == Some(passed.id) {
        now.standup.turn = now.turns.iter().find(|turn| turn.state == TurnState::Waiting).map(|turn| turn.id);
        now.standup.item = None;
    }
    save(tx, &mut now.standup)
}

fn refuse_who_never_left(now: &UnderWay, member: i64) -> Result<()> {
    let Some(turn) = now.turns.iter().find(|turn| turn.member == member) else { return Ok(()) };
    let name = &turn.name;
    match turn.state {
        TurnState::Absent | TurnState::Skipped => Ok(()),
        TurnState::Spoken => refuse_with(
            Rule::S1,
            format!("{name} was not away, and has spoken."),
            Act::StandupHear.way(name.clone(), "Give them the turn again with {}."),
        ),
        TurnState::Waiting if now.standup.turn == Some(turn.id) => refuse_with(
            Rule::S1,
            format!("{name} was not away: it is their turn."),
            Act::StandupNext.way("", "End it with {}."),
        ),
        TurnState::Waiting => refuse_with(
            Rule::S1,
            format!("{name} was not away: their turn is still to come."),
            Act::StandupHear.way(name.clone(), "Hear them now with {}."),
        ),
    }
}

/// Somebody speaks after all: an absence of that one day is taken back, a longer one is left out for the day.
fn back(tx: &Tx<'_>, now: &mut UnderWay, member: i64, name: &str) -> Result<i64> {
    let last = now.turns.iter().map(|turn| turn.position).max().unwrap_or(0);
    let day = now.standup.day;
    let Some(turn) = now.turns.iter_mut().find(|turn| turn.member == member) else {
        let id = tx.store.insert_turn(now.standup.id, member, last + 1, TurnState::Waiting)?;
        now.turns = tx.store.turns(now.standup.id)?;
        return Ok(id);
    };
    if turn.state == TurnState::Absent {
        there_on(tx, member, name, day)?;
    }
    if turn.state != TurnState::Waiting {
        (turn.state, turn.position) = (TurnState::Waiting, last + 1);
        tx.store.update_turn(turn)?;
    }
    Ok(turn.id)
}

fn there_on(tx: &Tx<'_>, member: i64, name: &str, day: Day) -> Result<()> {
    for away in tx.store.absences()?.into_iter().filter(|a| a.member == name && a.from <= day && day <= a.to) {
        tx.store.remove_absence(away.id)?;
        if let Some(eve) = day.pred_opt().filter(|eve| *eve >= away.from) {
            tx.store.add_absence(member, (away.from, eve), away.part, away.note.as_deref())?;
        }
        if let Some(next) = day.succ_opt().filter(|next| *next <= away.to) {
            tx.store.add_absence(member, (next, away.to), away.part, away.note.as_deref())?;
        }
    }
    Ok(())
}

/// The next stop of the board that was not talked about yet.
fn next_stop(tx: &Tx<'_>, now: &mut UnderWay) -> Result<((), Said)> {
    let reading = Reading::load(tx)?;
    let seen = tx.store.on_items(now.standup.id)?;
    let rows = reading.stops().into_iter().filter_map(|stop| Some((reading.row_of(&stop.item.key)?, stop)));
    let next = rows.into_iter().find(|(row, _)| seen.iter().all(|item| item.item != *row));
    if next.is_none() && now.standup.item.is_none() && !seen.is_empty() {
        return refuse_with(Rule::S3, "The walk along the board has no more stops.", what_remains());
    }
    now.standup.item = next.as_ref().map(|(row, _)| *row);
    save(tx, &mut now.standup)?;
    let said = match next {
        Some((_, stop)) => format!("{}: {}.", stop.item.key, stop.why.join("; ")).into(),
        None => ("The walk along the board has no more stops.".to_owned(), what_remains()).into(),
    };
    Ok(((), said))
}

fn next_words(now: &UnderWay, spoke: Option<&Turn>) -> Said {
    and_next(&spoke.map_or_else(String::new, |turn| format!("{}: {}.", turn.name, clock_text(turn.spent))), now)
}

/// The words, and who speaks next.
fn and_next(words: &str, now: &UnderWay) -> Said {
    let (next, ways) = match (now.standup.walk, now.speaker()) {
        (Walk::Board, _) => (String::new(), Vec::new()),
        (Walk::Person, Some(turn)) => match now.to_come() {
            0 => (format!(" {} speaks, the last one.", turn.name), Vec::new()),
            n => (format!(" {} speaks, {n} to come.", turn.name), Vec::new()),
        },
        (Walk::Person, None) => (" Everyone was heard.".to_owned(), vec![what_remains()]),
    };
    Said { words: format!("{words}{next}").trim_start().to_owned(), ways }
}

fn what_remains() -> Way {
    Act::StandupFinish.way("", "Finish the standup with {} when every ruling is made.")
}
