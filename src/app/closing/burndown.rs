//! The burndown of a sprint as of any instant, with every event named (R2).

use crate::app::find::find_sprint;
use crate::app::seal::{calendar_of, frozen};
use crate::app::{Standfast, Tx};
use crate::domain::burndown::{Event, Ideal, Mark, Seen, Step, Totals, Unit, ideal, moved, reading, steps, unit_of};
use crate::domain::calendar::Calendar;
use crate::domain::points::{number, settled};
use crate::domain::scope::NewDates;
use crate::domain::sprint::{Account, Sprint, State};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::rules::{Act, Refusal, Rule};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A sprint's lines, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Burndown {
    pub sprint: Sprint,
    pub unit: Unit,
    /// Where the line begins.
    pub committed: f64,
    /// The ideal line; `None` without a working day between the lock and the planned end.
    pub ideal: Option<Ideal>,
    /// Every operation that moved a line, from the lock on.
    pub points: Vec<Point>,
    /// The days on which the team worked; of a closed sprint as they were at its close.
    pub calendar: Calendar,
    /// The end of the lines.
    pub as_of: Instant,
    /// What it says, in one sentence.
    pub reading: String,
}

/// What the lines hold after an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The operation's number in the log.
    pub operation: i64,
    pub at: Instant,
    pub events: Vec<BurndownEvent>,
    /// What the sprint holds after it.
    pub totals: Totals,
}

/// One event with its names.
#[derive(Debug, Clone, PartialEq)]
pub struct BurndownEvent {
    pub event: Event,
    pub item: Option<String>,
    /// The change request behind it, as `C3`.
    pub request: Option<String>,
    /// What the scope gained or lost, or what was burnt or un-burnt, in points.
    pub points: f64,
    /// In words, as in "C3 brings in PAY-9 (+5)".
    pub words: String,
}

/// What the close leaves: the totals, and what is left of each unfinished item.
pub(crate) struct AtClose {
    pub totals: Totals,
    pub left: HashMap<i64, f64>,
}

/// The lines before they are put in words.
pub(crate) struct Drawn {
    steps: Vec<Step>,
    requests: BTreeMap<i64, i64>,
    unit: Unit,
    ideal: Option<Ideal>,
    calendar: Calendar,
    as_of: Instant,
}

impl Standfast {
    /// The burndown and burnup of a sprint, as of now or as of an instant.
    pub fn burndown(&self, number: i64, as_of: Option<Instant>) -> Result<Burndown> {
        let tx = self.tx();
        let sprint = find_sprint(&tx, number)?;
        let end = sprint.closed_at.unwrap_or_else(|| self.now());
        let at = as_of.unwrap_or(end);
        let operation = if as_of.is_some() { self.store.operation_at(at)? } else { i64::MAX };
        let report = if sprint.state == State::Closed { Some(frozen(&tx, &sprint)?) } else { None };
        let account = report.as_ref().map(crate::domain::report::Report::account);
        let calendar = calendar_of(&tx, report.as_ref())?;
        let Some(drawn) = draw(&tx, &sprint, operation, (at, calendar), account.as_ref())? else {
            return Err(never_locked(self, &sprint, report.is_some_and(|r| r.imported.is_some()), as_of).into());
        };
        let sprint = drawn.dated(sprint);
        let over = drawn.over(&sprint);
        let frozen = report.and_then(|report| report.reading).filter(|_| over == Some("closed"));
        let said = frozen.unwrap_or_else(|| drawn.read(&sprint, None));
        let committed = drawn.steps.first().map_or(0.0, |step| drawn.unit.of(&step.totals.scope()));
        let items = drawn.steps.iter().flat_map(|step| &step.marks).filter_map(|mark| mark.item);
        let keys = self.store.keys_of(&items.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>())?;
        let befores = std::iter::once(None).chain(drawn.steps.iter().map(|step| step.dates));
        let points = drawn.steps.iter().zip(befores).map(|(step, dates)| drawn.point(&keys, step, dates)).collect();
        Ok(Burndown {
            unit: drawn.unit,
            committed,
            ideal: drawn.ideal,
            calendar: drawn.calendar,
            points,
            as_of: drawn.as_of,
            reading: said,
            sprint,
        })
    }
}

pub(super) fn never_locked(standfast: &Standfast, sprint: &Sprint, imported: bool, as_of: Option<Instant>) -> Refusal {
    let number = sprint.number;
    match as_of {
        _ if imported => {
            Refusal::new(Rule::R2, format!("Sprint {number} was imported as figures; its days are not known here."))
        }
        Some(at) if sprint.locked_at.is_some() => Refusal::new(
            Rule::R2,
            format!("Sprint {number} was not locked yet on {}.", at.local_full(standfast.zone())),
        ),
        _ if sprint.locked_at.is_some() => {
            let why =
                format!("Sprint {number} was over when it came here with its team; its days are in the log there.");
            Refusal::new(Rule::R2, why).way(Act::ReportSprint.way(number.to_string(), "See its figures with {}."))
        }
        _ => Refusal::new(Rule::R2, format!("Sprint {number} was never locked. A burndown begins with the lock.")),
    }
}

/// The lines of a sprint up to an operation, by a calendar as of a moment; `None` when it was not locked by then.
pub(crate) fn draw(
    tx: &Tx<'_>,
    sprint: &Sprint,
    operation: i64,
    (as_of, calendar): (Instant, Calendar),
    end: Option<&Account>,
) -> Result<Option<Drawn>> {
    let story = tx.store.story(sprint.id)?;
    let Some(steps) = steps(&story, operation, end) else { return Ok(None) };
    let requests = tx.store.requests_in(&steps.iter().map(|step| step.operation).collect::<Vec<_>>())?;
    let unit = unit_of(&steps);
    let ideal = ideal_of(&steps, unit, &calendar);
    Ok(Some(Drawn { steps, requests, unit, ideal, calendar, as_of }))
}

/// The ideal line over the days of the lock, and from each change of the dates on over the new ones.
fn ideal_of(steps: &[Step], unit: Unit, calendar: &Calendar) -> Option<Ideal> {
    let lock = steps.first()?;
    let committed = unit.of(&lock.totals.scope());
    let line = |step: &Step| ideal(calendar, committed, lock.at, step.dates?);
    let moves = steps.iter().filter(|step| step.marks.iter().any(|mark| mark.event == Event::Dates));
    moves.fold(line(lock), |was, step| moved(was.as_ref(), step.at, line(step)))
}

impl Drawn {
    /// The sprint with the dates that it had at the end of the lines.
    fn dated(&self, sprint: Sprint) -> Sprint {
        match self.steps.last().and_then(|step| step.dates) {
            Some((start, end)) => Sprint { starts_on: Some(start), ends_on: Some(end), ..sprint },
            None => sprint,
        }
    }

    fn over(&self, sprint: &Sprint) -> Option<&'static str> {
        let last = self.steps.last()?;
        let ended = last.marks.iter().any(|mark| matches!(mark.event, Event::Close | Event::Cancel));
        match sprint.state {
            State::Closed if ended => Some("closed"),
            State::Cancelled if ended => Some("cancelled"),
            _ => None,
        }
    }

    /// What the lines say; with `end`, at the close.
    pub(crate) fn read(&self, sprint: &Sprint, end: Option<&AtClose>) -> String {
        let calendar = &self.calendar;
        let totals = match end {
            Some(end) => end.totals,
            None => self.steps.last().map(|step| step.totals).unwrap_or_default(),
        };
        let over = end.map(|_| "closed").or_else(|| self.over(sprint));
        let day = sprint.starts_on.zip(sprint.ends_on);
        reading(&Seen {
            unit: self.unit,
            totals,
            ideal: self.ideal.as_ref().map(|line| line.at(self.as_of)),
            day: day.map(|(start, end)| calendar.day_of(start, end, self.as_of.day(calendar.zone))),
            came_in: &self.came_in(end.map(|end| &end.left)),
            over,
        })
    }

    /// What each change request brought in and is open still, by its number.
    fn came_in(&self, left: Option<&HashMap<i64, f64>>) -> Vec<(String, f64)> {
        let mut items: HashMap<i64, Origin> = HashMap::new();
        for step in &self.steps {
            let request = self.requests.get(&step.operation).copied();
            for mark in &step.marks {
                let Some(item) = mark.item else { continue };
                let weight = self.weight(mark);
                items.entry(item).or_default().follow(mark.event, request, weight, step.reverts.is_some());
            }
        }
        let mut sums: BTreeMap<i64, f64> = BTreeMap::new();
        for (item, origin) in items.iter().filter(|(_, origin)| !origin.ended) {
            // Of an item that the close split, only the rest is open.
            let most = left.and_then(|left| left.get(item)).copied().unwrap_or(f64::INFINITY);
            for (request, weight) in &origin.came {
                *sums.entry(*request).or_default() += weight.min(most);
            }
        }
        let sums = sums.into_iter().map(|(number, sum)| (number, settled(sum)));
        sums.filter(|(_, sum)| *sum > 0.0).map(|(number, sum)| (format!("C{number}"), sum)).collect()
    }

    fn weight(&self, mark: &Mark) -> f64 {
        match (self.unit, mark.event) {
            (Unit::Points, Event::In | Event::Out | Event::Reestimate) => mark.points,
            (Unit::Items, Event::In) => f64::from(u8::from(mark.counts)),
            (Unit::Items, Event::Out) => -f64::from(u8::from(mark.counts)),
            _ => 0.0,
        }
    }

    /// A step in words; `dates` are those before it.
    fn point(&self, keys: &HashMap<i64, String>, step: &Step, dates: Option<(Day, Day)>) -> Point {
        let request = self.requests.get(&step.operation).map(|number| format!("C{number}"));
        let mut events = Vec::new();
        for mark in &step.marks {
            let item = mark.item.map(|id| keys.get(&id).map_or("an item that is gone", String::as_str).to_owned());
            let asked_for = matches!(mark.event, Event::In | Event::Out | Event::Reestimate | Event::Dates);
            let request = request.clone().filter(|_| asked_for);
            let by = by(request.as_deref(), step.reverts.is_some());
            let words = match (mark.event, dates.zip(step.dates)) {
                (Event::Dates, Some((out, new))) => format!("{by}{}", NewDates::between(out, new).words()),
                _ => words(mark, item.as_deref(), &by),
            };
            events.push(BurndownEvent { event: mark.event, item, request, points: mark.points, words });
        }
        Point { operation: step.operation, at: step.at, events, totals: step.totals }
    }
}

/// Which change requests brought an item's points into the sprint.
#[derive(Default)]
struct Origin {
    came: BTreeMap<i64, f64>,
    /// What it had when it went out, should it come back; and its weight then.
    kept: BTreeMap<i64, f64>,
    out: Option<f64>,
    ended: bool,
}

impl Origin {
    fn follow(&mut self, event: Event, request: Option<i64>, weight: f64, reverts: bool) {
        match (event, request) {
            (Event::In, _) => {
                self.ended = false;
                let had = self.out.take();
                self.came = std::mem::take(&mut self.kept);
                // What only comes back is what it was; a request brought in what it has more than before.
                let more = had.map_or(weight, |had| settled(weight - had));
                if let Some(request) = request.filter(|_| more > 0.0 && !reverts) {
                    *self.came.entry(request).or_default() += more;
                }
            }
            (Event::Out, _) => {
                self.out = Some(-weight);
                self.kept = std::mem::take(&mut self.came);
            }
            (Event::Reestimate, Some(request)) => *self.came.entry(request).or_default() += weight,
            (Event::Finish | Event::Drop, _) => self.ended = true,
            (Event::Reopen | Event::Restore, _) => self.ended = false,
            _ => {}
        }
    }
}

/// What is behind a change: a request, or the taking back of something.
fn by(request: Option<&str>, reverts: bool) -> String {
    match (request, reverts) {
        (Some(key), false) => format!("{key}: "),
        (Some(key), true) => format!("{key} taken back or brought back: "),
        (None, true) => "undone or redone: ".to_owned(),
        (None, false) => String::new(),
    }
}

fn words(mark: &Mark, item: Option<&str>, by: &str) -> String {
    let item = item.unwrap_or_default();
    let sign = if mark.points > 0.0 { "+" } else { "" };
    let what = match mark.event {
        Event::Lock => return "locked".to_owned(),
        Event::Close => return "closed".to_owned(),
        Event::Cancel => return "cancelled".to_owned(),
        Event::Dates => return format!("{by}other dates"),
        Event::Finish => "finished",
        Event::Reopen => "reopened",
        // Nothing but a change request brings in what was not there.
        Event::In if by.is_empty() => "opened again, counts as added",
        Event::In => "comes in",
        Event::Out => "goes out",
        Event::Reestimate => "re-estimated",
        Event::Drop => "dropped",
        Event::Restore => "taken up again",
    };
    format!("{by}{item} {what} ({sign}{})", number(mark.points))
}
