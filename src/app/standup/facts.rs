//! Reads what the facts of a standup are made of; no standup has to be started to see them (S2).

use super::under_way::{day_of_words, goes_on};
use crate::app::{Standfast, Tx};
use crate::domain::action::Action;
use crate::domain::blocker::Blocker;
use crate::domain::calendar::Calendar;
use crate::domain::item::{ItemRow, Status};
use crate::domain::scope::Request;
use crate::domain::sprint::Sprint;
use crate::domain::standup::facts::{ActionFact, BlockerFact, Event, LeftBehind, Moved, Person, Seen};
use crate::domain::standup::stops::Stop;
use crate::domain::standup::topic::Topic;
use crate::domain::standup::words::Said;
use crate::domain::stuck::Experience;
use crate::domain::team::{Absence, Member};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use chrono::Days;
use std::collections::HashSet;

/// Past stays that teach how long things take.
const STAYS: i64 = 2000;

/// Past standups that are looked at for what is unchanged.
const ENDS: usize = 60;

/// Items outside the sprint of which the log may tell, at most.
const OTHERS: usize = 200;

/// What everyone should see in one glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The day they are about.
    pub day: Day,
    /// Since when things are new: the end of the last standup, else the last working day.
    pub since: Instant,
    /// The day of the last standup, if there was one.
    pub last_standup: Option<Day>,
    /// The people: in the order of the standup under way, else by risk.
    pub people: Vec<Person>,
    /// What moved and is news of none of the people.
    pub others: Vec<Moved>,
    /// What those who left the team still hold, and what those outside of it do.
    pub left: Vec<LeftBehind>,
    /// Open blockers: what demands a ruling and breaches first.
    pub blockers: Vec<BlockerFact>,
    /// Blockers resolved since the last standup, as `B7: how`.
    pub resolved: Vec<String>,
    /// Where the walk over the board stops, in its order.
    pub stops: Vec<Stop>,
    /// Change requests that wait for a decision.
    pub requests: Vec<Request>,
    /// Actions that nobody has done, the overdue ones first.
    pub actions: Vec<ActionFact>,
    /// Parked topics that are not closed.
    pub topics: Vec<Topic>,
    /// The members' names, for completing them.
    pub names: Vec<String>,
}

/// Everything that was read, which `Seen` borrows.
pub(super) struct Reading {
    pub now: Instant,
    pub day: Day,
    pub since: Instant,
    pub last_standup: Option<Day>,
    pub calendar: Calendar,
    pub members: Vec<Member>,
    left: Vec<Member>,
    pub sprint: Option<Sprint>,
    pub resolved: Vec<Blocker>,
    hours: i64,
    absences: Vec<Absence>,
    workflow: Vec<Status>,
    /// The items of the sprint by rank, then others.
    items: Vec<ItemRow>,
    in_sprint: usize,
    events: Vec<Event>,
    experience: Experience,
    blockers: Vec<Blocker>,
    ends: Vec<Instant>,
    last: Vec<Said>,
    said: Vec<Said>,
    actions: Vec<Action>,
}

impl Standfast {
    /// How long the team's own items have stayed in each status (S4).
    pub fn experience(&self) -> Result<Experience> {
        let tx = self.tx();
        experience(&tx, &tx.store.calendar(tx.team)?)
    }

    /// The items whose last blocker was resolved since the last standup, by their keys (B3).
    pub fn freed_items(&self) -> Result<Vec<String>> {
        let tx = self.tx();
        let (calendar, day) = (tx.store.calendar(tx.team)?, day_of_words(&tx)?);
        let ended = tx.store.ended_standups(1)?.first().and_then(|last| last.ended_at);
        let since = ended.unwrap_or_else(|| the_working_day_before(&calendar, day));
        let (open, closed): (Vec<Blocker>, Vec<Blocker>) =
            tx.store.blockers_open_since(since)?.into_iter().partition(|blocker| blocker.resolved_at.is_none());
        let lately = closed.into_iter().filter(|blocker| blocker.resolved_at.is_some_and(|at| at > since));
        let freed = lately.flat_map(|blocker| blocker.items);
        Ok(freed.filter(|key| open.iter().all(|blocker| !blocker.items.contains(key))).collect())
    }

    /// The facts as of now.
    pub fn standup_facts(&self) -> Result<Facts> {
        let tx = self.tx();
        let reading = Reading::load(&tx)?;
        let seen = reading.seen();
        let mut people = seen.people();
        let (day, under_way) = (reading.day, tx.store.standup_under_way()?);
        match under_way.filter(|standup| goes_on(standup, tx.now, self.today())) {
            Some(standup) => {
                let order: Vec<i64> = tx.store.turns(standup.id)?.iter().map(|turn| turn.member).collect();
                people.sort_by_key(|p| order.iter().position(|id| *id == p.member).unwrap_or(usize::MAX));
            }
            None => people.sort_by_key(|person| (person.absent, std::cmp::Reverse(weight(person)))),
        }
        Ok(Facts {
            day,
            since: reading.since,
            last_standup: reading.last_standup,
            others: seen.moved_of_nobody(&people),
            people,
            left: seen.left_behind(),
            blockers: seen.blocker_facts(),
            resolved: reading.resolved_in_words(),
            stops: reading.stops(),
            requests: waiting_requests(&tx, reading.sprint.as_ref())?,
            actions: seen.action_facts(),
            topics: tx.store.topics(true)?,
            names: tx.store.member_names()?,
        })
    }
}

fn weight(person: &Person) -> (bool, bool, i64, usize) {
    (person.risk.overdue, person.risk.blockers > 0, person.risk.oldest, person.risk.blockers)
}

fn experience(tx: &Tx<'_>, calendar: &Calendar) -> Result<Experience> {
    Ok(Experience::of(&tx.store.stays(STAYS)?, calendar))
}

/// Change requests of the sprint under way on which nobody has ruled.
pub(super) fn waiting_requests(tx: &Tx<'_>, sprint: Option<&Sprint>) -> Result<Vec<Request>> {
    let Some(sprint) = sprint else { return Ok(Vec::new()) };
    Ok(tx.store.requests(Some(sprint.id))?.into_iter().filter(|request| request.ruling.is_none()).collect())
}

impl Reading {
    /// Reads it all, for the standup under way or the next one.
    pub fn load(tx: &Tx<'_>) -> Result<Self> {
        Self::load_until(tx, i64::MAX)
    }

    /// The same after an operation and at the moment of `tx`: items and blockers are as they were then.
    pub fn load_until(tx: &Tx<'_>, operation: i64) -> Result<Self> {
        let team = tx.team()?;
        let (calendar, day) = (tx.store.calendar(tx.team)?, day_of_words(tx)?);
        let ended = tx.store.ended_standups(ENDS)?;
        let (after, since, last_standup) = match ended.first() {
            Some(last) => (last.ended_in.unwrap_or(0), last.ended_at.unwrap_or(last.started_at), Some(last.day)),
            None => (0, the_working_day_before(&calendar, day), None),
        };
        let from = if last_standup.is_some() { Instant(i64::MIN) } else { since };
        let events = tx.store.item_events(after, operation, from)?;
        let (left, members) = who_joined(tx, day)?;
        let sprint = tx.store.locked_sprint()?;
        let in_sprint = match &sprint {
            Some(sprint) => tx.store.item_rows("in_sprint", &[&sprint.id], &team.ready)?,
            None => Vec::new(),
        };
        let (count, items) = (in_sprint.len(), with_others(tx, in_sprint, (&members, &left), &events)?);
        let workflow = tx.store.workflow()?;
        let past = operation != i64::MAX;
        let items = if past { as_before(tx, items, operation, &workflow)? } else { items };
        let all = tx.store.blockers_open_since(since.min(tx.now))?.into_iter();
        let all = all.filter(|blocker| !past || blocker.raised_at <= tx.now);
        let is_open = |blocker: &Blocker| blocker.resolved_at.is_none_or(|at| past && at > tx.now);
        let (blockers, closed): (Vec<Blocker>, Vec<Blocker>) = all.partition(is_open);
        let (last, said) = tx.store.said_until(day)?;
        let blockers = blockers.into_iter().map(|open| Blocker { resolved_at: None, ..open }).collect();
        Ok(Self {
            now: tx.now,
            day,
            since,
            last_standup,
            members,
            left,
            sprint,
            resolved: closed.into_iter().filter(|blocker| blocker.resolved_at.is_some_and(|at| at > since)).collect(),
            hours: team.escalate_after,
            absences: tx.store.absences()?,
            workflow,
            items,
            in_sprint: count,
            events,
            experience: experience(tx, &calendar)?,
            blockers,
            ends: ended.iter().filter_map(|standup| standup.ended_at).collect(),
            last,
            said,
            actions: tx.store.open_actions()?,
            calendar,
        })
    }

    pub fn seen(&self) -> Seen<'_> {
        Seen {
            now: self.now,
            today: self.day,
            calendar: &self.calendar,
            hours: self.hours,
            members: &self.members,
            left: &self.left,
            absences: &self.absences,
            workflow: &self.workflow,
            items: &self.items,
            events: &self.events,
            experience: &self.experience,
            blockers: &self.blockers,
            ends: &self.ends,
            last: &self.last,
            said: &self.said,
            actions: &self.actions,
        }
    }

    /// Where the walk over the board stops.
    pub fn stops(&self) -> Vec<Stop> {
        let dates = self.sprint.as_ref().and_then(|sprint| sprint.ends_on);
        let days_left = dates.map(|end| self.calendar.count_working_days(self.day, end));
        self.seen().stops(self.items.get(..self.in_sprint).unwrap_or_default(), days_left)
    }

    pub fn resolved_in_words(&self) -> Vec<String> {
        let words = |blocker: &Blocker| {
            let how = blocker.resolution.clone().unwrap_or_default();
            format!("{}: {} ({how})", blocker.key(), blocker.text)
        };
        self.resolved.iter().map(words).collect()
    }

    /// The row of an item that a stop names.
    pub fn row_of(&self, key: &str) -> Option<i64> {
        self.items.iter().find(|row| row.key == key).map(|row| row.id)
    }
}

/// The items after an operation: in the status and with the assignee of that time.
fn as_before(tx: &Tx<'_>, mut items: Vec<ItemRow>, operation: i64, workflow: &[Status]) -> Result<Vec<ItemRow>> {
    let members = tx.store.members()?;
    // The latest first, so that the earliest has the last word.
    for before in tx.store.items_before(operation)?.into_iter().rev() {
        let Some(row) = items.iter_mut().find(|row| row.id == before.item) else { continue };
        if let Some(status) = workflow.iter().find(|status| Some(status.id) == before.status) {
            (row.status_id, row.class) = (status.id, status.class);
            row.status.clone_from(&status.name);
        }
        row.status_since = before.status_since.unwrap_or(row.status_since);
        if let Some(assignee) = before.assignee {
            let whose = members.iter().find(|member| Some(member.id) == assignee);
            row.assignee = whose.map(|member| member.name.clone());
        }
    }
    Ok(items)
}

/// Who has joined by that day, in the order of joining: those without a turn, who have left since or are outside the
/// team, and those who have one.
fn who_joined(tx: &Tx<'_>, day: Day) -> Result<(Vec<Member>, Vec<Member>)> {
    let mut known = tx.store.members()?;
    known.retain(|member| member.starts_on.is_none_or(|first| first <= day));
    known.sort_by_key(|member| member.id);
    Ok(known.into_iter().partition(|member| member.outside || member.has_left(day)))
}

/// The items of the sprint, and those outside it that somebody works on, that somebody left behind or that changed lately.
fn with_others(
    tx: &Tx<'_>,
    in_sprint: Vec<ItemRow>,
    (members, left): (&[Member], &[Member]),
    events: &[Event],
) -> Result<Vec<ItemRow>> {
    let ready = tx.team()?.ready;
    let count = in_sprint.len();
    let mut items = in_sprint;
    let ids = |members: &[Member]| members.iter().map(|member| member.id).collect::<Vec<_>>();
    let mut wanted = if left.is_empty() { Vec::new() } else { tx.store.held_by(&ids(left))? };
    wanted.extend(tx.store.carried_by(&ids(members))?);
    wanted.extend(events.iter().map(|event| event.item));
    let mut seen: HashSet<i64> = items.iter().map(|row| row.id).collect();
    wanted.retain(|id| seen.insert(*id));
    // An item that is gone by now has no row, and takes no place of the others.
    for part in wanted.chunks(OTHERS) {
        let mut rows = tx.store.rows_of(part, &ready)?;
        let room = (count + OTHERS).saturating_sub(items.len());
        items.extend(part.iter().filter_map(|id| rows.remove(id)).take(room));
        if items.len() >= count + OTHERS {
            break;
        }
    }
    Ok(items)
}

/// The beginning of the last working day before `day`, or of the day a week before if there is none.
fn the_working_day_before(calendar: &Calendar, day: Day) -> Instant {
    let eve = day.pred_opt().unwrap_or(day);
    let earliest = day.checked_sub_days(Days::new(7)).unwrap_or(day);
    Instant::start_of(calendar.working_day_by(earliest, eve).unwrap_or(earliest), calendar.zone)
}
