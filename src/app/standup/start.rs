//! Starting a standup, and resuming one that was left (S3, S9).

use super::end;
use super::facts::Reading;
use super::under_way::{UnderWay, goes_on, save, settle, with_turns};
use crate::app::change::Outcome;
use crate::app::{Standfast, Tx};
use crate::domain::standup::facts::Person;
use crate::domain::standup::order::{by_risk, drawn, rotated, seed_of};
use crate::domain::standup::{Order, Standup, State, Turn, TurnState, Walk, clock_text};
use crate::domain::time::{Day, short_day};
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Op, Refusal, Rule};
use chrono::Datelike;

/// How a standup is to go.
#[derive(Debug, Clone, Copy, Default)]
pub struct Start {
    /// In what order people speak.
    pub order: Order,
    /// The seed of a random order; made from the clock where none is named.
    pub seed: Option<i64>,
    /// Along what it goes.
    pub walk: Walk,
}

impl Standfast {
    /// Starts today's standup, or resumes the one that was left half-way, with the time already spent (S9). One that
    /// was left on another day ends as it was left.
    pub fn start_standup(&mut self, start: Start) -> Result<Outcome<()>> {
        let today = self.today();
        self.transact(Op::StartStandup, |tx| {
            tx.team()?;
            let mut said = String::new();
            if let Some(standup) = tx.store.standup_under_way()? {
                if goes_on(&standup, tx.now, today) {
                    return resume(tx, standup);
                }
                let day = short_day(standup.day, today.year());
                end::leave(tx, standup)?;
                said = format!("The standup of {day} was left half-way; its record ends there. ");
            }
            refuse_second(tx, today)?;
            said.push_str(&begin(tx, start, today)?);
            Ok(((), said))
        })
    }
}

fn refuse_second(tx: &Tx<'_>, today: Day) -> Result<()> {
    let Some(standup) = tx.store.standup_of(today)? else { return Ok(()) };
    let ended = standup.ended_at.unwrap_or(tx.now).local(tx.team()?.zone);
    let why = format!("Today's standup is over: it ended {ended} after {}.", clock_text(standup.spent));
    Err(Refusal::new(Rule::S9, why)
        .way(Act::StandupShow.way("", "See its record with {}."))
        .way(Act::Undo.way("", "Resume it with {}, which undoes its end."))
        .into())
}

fn begin(tx: &Tx<'_>, start: Start, today: Day) -> Result<String> {
    let reading = Reading::load(tx)?;
    let people = reading.seen().people();
    if people.is_empty() {
        return refuse_with(
            Rule::S1,
            "Nobody belongs to the team today.",
            Act::MemberAdd.way("NAME", "Add people with {}."),
        );
    }
    let seed = (start.order == Order::Random).then(|| start.seed.unwrap_or_else(|| seed_of(tx.now.0)));
    let mut standup = fresh(tx, start, seed, today)?;
    standup.id = tx.store.insert_standup(&standup)?;
    let is_absent = |member| people.iter().any(|person| person.member == member && person.absent);
    let state = |member| if is_absent(member) { TurnState::Absent } else { TurnState::Waiting };
    let name = |member| people.iter().find(|person| person.member == member).map(|person| person.name.clone());
    let turn = |(position, member)| Turn {
        id: 0,
        member,
        name: name(member).unwrap_or_default(),
        state: state(member),
        position,
        spent: 0,
    };
    let mut turns: Vec<Turn> = (1..).zip(ordered(tx, &people, start.order, seed)?).map(turn).collect();
    tx.store.insert_turns(standup.id, &mut turns)?;
    let mut stop = None;
    match start.walk {
        Walk::Person => standup.turn = turns.iter().find(|t| t.state == TurnState::Waiting).map(|t| t.id),
        Walk::Board => stop = reading.stops().into_iter().next().map(|stop| stop.item.key),
    }
    standup.item = stop.as_deref().and_then(|key| reading.row_of(key));
    save(tx, &mut standup)?;
    Ok(first_words(&UnderWay { standup, turns, on_items: Vec::new(), item: stop }))
}

fn fresh(tx: &Tx<'_>, start: Start, seed: Option<i64>, today: Day) -> Result<Standup> {
    Ok(Standup {
        id: 0,
        day: today,
        state: State::Running,
        walk: start.walk,
        order: start.order,
        seed,
        limit: tx.team()?.standup_minutes * 60_000,
        started_at: tx.now,
        ended_at: None,
        ended_in: None,
        turn: None,
        item: None,
        ticking_since: Some(tx.now),
        spent: 0,
        touched_at: tx.now,
        seen_at: None,
    })
}

fn ordered(tx: &Tx<'_>, people: &[Person], order: Order, seed: Option<i64>) -> Result<Vec<i64>> {
    let ids: Vec<i64> = people.iter().map(|person| person.member).collect();
    Ok(match order {
        Order::Fixed => ids,
        Order::Random => drawn(&ids, seed.unwrap_or_default()),
        Order::Risk => by_risk(&people.iter().map(|person| (person.member, person.risk)).collect::<Vec<_>>()),
        Order::Rotating => {
            let last = tx.store.standups(1)?.into_iter().next();
            let began = last.map(|standup| tx.store.first_speaker(standup.id)).transpose()?.flatten();
            rotated(&ids, began)
        }
    })
}

fn first_words(under_way: &UnderWay) -> String {
    let standup = &under_way.standup;
    let order = match (standup.order, standup.seed) {
        (Order::Random, Some(seed)) => format!("random, seed {seed}"),
        (Order::Risk, _) => "by risk".to_owned(),
        (order, _) => order.word().to_owned(),
    };
    let begins = match (standup.walk, under_way.speaker(), &under_way.item) {
        (Walk::Person, Some(turn), _) => format!("{} begins", turn.name),
        (Walk::Person, None, _) => "nobody is there".to_owned(),
        (Walk::Board, _, Some(key)) => format!("the board first stops at {key}"),
        (Walk::Board, _, None) => "the board stops nowhere".to_owned(),
    };
    format!("Started the standup, {order}: {begins}.")
}

/// Resumes one that is under way: the time up to the last sign of life counts, not the gap.
fn resume(tx: &Tx<'_>, standup: Standup) -> Result<((), String)> {
    let ran = standup.ran_until_resumed(tx.now);
    let mut under_way = with_turns(tx, standup)?;
    settle(tx, &mut under_way, ran)?;
    under_way.standup.state = State::Running;
    save(tx, &mut under_way.standup)?;
    let whose = under_way.speaker().map_or_else(String::new, |turn| format!(", {}'s turn", turn.name));
    let on = under_way.item.as_ref().map_or_else(String::new, |key| format!(", on {key}"));
    let spent = clock_text(under_way.standup.spent);
    let started = under_way.standup.started_at.local(tx.team()?.zone);
    Ok(((), format!("Resumed the standup of {started}: {spent} spent{whose}{on}.")))
}
