//! The record of a standup, and its figures (S7).

use super::facts::{Reading, waiting_requests};
use super::under_way::{UnderWay, with_turns};
use crate::app::sprint::entries;
use crate::app::{Standfast, Tx};
use crate::domain::account::account;
use crate::domain::scope::Request;
use crate::domain::sprint::Sprint;
use crate::domain::standup::facts::{ActionFact, Person};
use crate::domain::standup::record::{Heard, ItemTime, Record, SprintFact, Summary, TopicFact};
use crate::domain::standup::{Standup, State, TurnState};
use crate::domain::time::{Day, Instant};
use crate::error::{Attempt, Result, refuse_with};
use crate::rules::{Act, Rule};

impl Standfast {
    /// The record of the standup of a day, or of the last one; of one that runs, as of now.
    pub fn standup_record(&self, day: Option<Day>) -> Result<Record> {
        let found = match day {
            Some(day) => self.store.standup_of(day)?,
            None => self.store.standups(1)?.into_iter().next(),
        };
        match (found, day) {
            (Some(standup), _) => record_of(&self.tx(), standup),
            (None, Some(day)) => refuse_with(
                Rule::S7,
                format!("There was no standup on {day}."),
                Act::StandupList.way("", "See all standups with {}."),
            ),
            (None, None) => {
                refuse_with(Rule::S7, "There was no standup yet.", Act::StandupStart.way("", "Start one with {}."))
            }
        }
    }

    /// The last standups, the latest first: how long each took, and what took longest (S1).
    pub fn standups(&self, limit: usize) -> Result<Vec<Summary>> {
        let tx = self.tx();
        let all = self.store.standups(limit)?;
        all.into_iter().map(|standup| summary(&tx, standup)).collect()
    }
}

/// What was kept of a standup, or what would be kept of one that is not over.
pub(crate) fn record_of(tx: &Tx<'_>, standup: Standup) -> Result<Record> {
    if let Some(text) = tx.store.standup_record(standup.id)? {
        serde_json::from_str(&text).attempting("read the record of a standup")
    } else {
        let under_way = with_turns(tx, standup)?;
        let total = under_way.standup.total(tx.now);
        record(tx, &under_way, under_way.standup.state, total, None, &Reading::load(tx)?)
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

/// What is kept of a standup.
pub(super) fn record(
    tx: &Tx<'_>,
    now: &UnderWay,
    state: State,
    spent: i64,
    ended_at: Option<Instant>,
    reading: &Reading,
) -> Result<Record> {
    let seen = reading.seen();
    let (standup, people) = (&now.standup, seen.people());
    let mut items: Vec<ItemTime> =
        now.on_items.iter().map(|item| ItemTime { key: item.key.clone(), seconds: item.spent / 1000 }).collect();
    items.sort_by_key(|item| -item.seconds);
    let topics = tx.store.topics_of(standup.id)?.into_iter();
    let requests = waiting_requests(tx, reading.sprint.as_ref())?;
    Ok(Record {
        team: tx.team()?.name.clone(),
        day: standup.day,
        state,
        walk: standup.walk,
        order: standup.order,
        seed: standup.seed,
        started_at: standup.started_at.rfc3339(),
        ended_at: ended_at.map(Instant::rfc3339),
        seconds: spent / 1000,
        limit_seconds: standup.limit / 1000,
        sprint: reading.sprint.as_ref().map(|sprint| sprint_fact(tx, reading, sprint)).transpose()?,
        others: seen.moved_of_nobody(&people),
        people: heard(now, people, tx.now),
        left: seen.left_behind(),
        blockers: seen.blocker_facts(),
        resolved: reading.resolved_in_words(),
        rulings: tx.store.standup_rulings(standup.id)?,
        topics: topics.map(|t| TopicFact { topic: t.key(), text: t.text, people: t.people, item: t.item }).collect(),
        requests: requests.iter().map(request_in_words).collect(),
        actions: seen.action_facts().iter().filter(|action| action.overdue).map(action_in_words).collect(),
        items,
    })
}

/// A change request that waits, in words.
fn request_in_words(request: &Request) -> String {
    format!("{}: {}, asked by {}: {}", request.key(), request.brief(), request.requested_by, request.reason)
}

fn action_in_words(action: &ActionFact) -> String {
    format!("{}: {} ({}, due {})", action.action, action.text, action.whose(), action.due)
}

pub(super) fn heard(now: &UnderWay, people: Vec<Person>, at: Instant) -> Vec<Heard> {
    let of = |person: Person| {
        let turn = now.turns.iter().find(|turn| turn.member == person.member);
        let seconds = turn.map_or(0, |turn| turn.total(&now.standup, at) / 1000);
        (turn.map_or(i64::MAX, |turn| turn.position), Heard { turn: turn.map(|turn| turn.state), seconds, person })
    };
    let mut heard: Vec<(i64, Heard)> = people.into_iter().map(of).collect();
    heard.sort_by_key(|(position, _)| *position);
    heard.into_iter().map(|(_, heard)| heard).collect()
}

fn sprint_fact(tx: &Tx<'_>, reading: &Reading, sprint: &Sprint) -> Result<SprintFact> {
    let figures = account(&entries(tx, sprint)?);
    let dates = sprint.starts_on.zip(sprint.ends_on);
    Ok(SprintFact {
        number: sprint.number,
        goal: sprint.goal.clone(),
        day: dates.map(|(start, end)| reading.calendar.day_of(start, end, reading.day).words()),
        completed: figures.completed.points.value(),
        scope: figures.scope().points.value(),
    })
}
