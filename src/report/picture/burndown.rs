//! Burndown and burnup as pictures (R2): what is to do or done, the ideal line or the scope, every change of scope named.

use crate::app::closing::{Burndown, Point};
use crate::domain::burndown::{Event, Totals, Unit};
use crate::domain::picture::{Form, Picture, Shape, Spot, Tick, Tone, Weight};
use crate::domain::points::{number, tenth};
use crate::domain::sprint::{Amount, State};
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;

/// Milliseconds of a day without a change of the clocks.
const DAY: f64 = 86_400_000.0;

/// What is to do beside the ideal line.
pub fn burndown(lines: &Burndown, zone: Zone) -> Picture {
    let span = Span::of(lines, zone);
    let left = totals(lines).remaining;
    let ideal = lines.ideal.as_ref().map(|line| Shape {
        form: Form::Dotted(line.corners.iter().map(|(at, y)| (span.x(*at), *y)).collect()),
        tone: Tone::Quiet,
        name: Some(format!("ideal {}", number(tenth(line.at(lines.as_of))))),
    });
    let to_do = Shape {
        form: Form::Area(stepped(lines, span, |totals| totals.remaining)),
        tone: Tone::Main,
        name: Some(format!("to do {}", number(lines.unit.of(&left)))),
    };
    let says = lines.reading.clone();
    picture(("Burndown", says), lines, span, zone, std::iter::once(to_do).chain(ideal).collect())
}

/// What is done below the scope.
pub fn burnup(lines: &Burndown, zone: Zone) -> Picture {
    let span = Span::of(lines, zone);
    let totals = totals(lines);
    let of = |amount| number(lines.unit.of(&amount));
    let done = Shape {
        form: Form::Area(stepped(lines, span, |totals| totals.done)),
        tone: Tone::Good,
        name: Some(format!("done {}", of(totals.done))),
    };
    let scope = Shape {
        form: Form::Line(stepped(lines, span, Totals::scope)),
        tone: Tone::Note,
        name: Some(format!("scope {}", of(totals.scope()))),
    };
    let says = format!("{} of {} {} done.", of(totals.done), of(totals.scope()), unit(lines));
    picture(("Burnup", says), lines, span, zone, vec![done, scope])
}

fn unit(lines: &Burndown) -> &'static str {
    if lines.unit == Unit::Points { "points" } else { "items" }
}

fn picture((what, says): (&str, String), lines: &Burndown, span: Span, zone: Zone, shapes: Vec<Shape>) -> Picture {
    let unit = unit(lines);
    let flag = |point: &Point| Some((span.x(point.at), scope_name(point)?));
    let is_running = lines.sprint.state == State::Locked;
    Picture {
        title: format!("{what} of sprint {}", lines.sprint.number),
        says,
        unit,
        aside: format!("{} {unit} committed", number(lines.committed)),
        width: span.days(),
        ticks: ticks(lines, span, zone),
        across: "day",
        free: free(lines, span, zone),
        now: Some(span.x(lines.as_of)).filter(|_| is_running),
        shapes,
        flags: lines.points.iter().filter_map(flag).collect(),
    }
}

fn totals(lines: &Burndown) -> Totals {
    lines.points.last().map(|point| point.totals).unwrap_or_default()
}

/// From when to when a chart goes: whole days.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Span {
    from: Instant,
    to: Instant,
}

impl Span {
    /// The days of a sprint: from its lock or first day to its last, or to its end where that came later.
    fn of(lines: &Burndown, zone: Zone) -> Self {
        let midnight = |at: Instant| Instant::start_of(at.day(zone), zone);
        let after = |at: Instant| at.day(zone).succ_opt().map_or(at, |next| Instant::start_of(next, zone));
        let sprint = &lines.sprint;
        let lock = sprint.locked_at.unwrap_or(lines.as_of);
        let first = sprint.starts_on.map_or(lock, |day| Instant::start_of(day, zone).min(lock));
        let last = sprint.ends_on.map_or(lock, |day| Instant::start_of(day, zone));
        Self { from: midnight(first), to: after(last.max(lines.as_of)) }
    }

    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a sprint")]
    fn x(self, at: Instant) -> f64 {
        (at.0 - self.from.0) as f64 / DAY
    }

    fn days(self) -> f64 {
        self.x(self.to).max(1.0)
    }

    /// Every day in it, with its edges.
    fn each_day(self, zone: Zone) -> impl Iterator<Item = (Day, f64, f64)> {
        let days = self.from.day(zone).iter_days().take_while(move |day| Instant::start_of(*day, zone) < self.to);
        days.map(move |day| {
            let from = self.x(Instant::start_of(day, zone));
            (day, from, day.succ_opt().map_or(from, |next| self.x(Instant::start_of(next, zone))))
        })
    }
}

/// The corners of a line that steps at every event and stays level between them, until the end of what is known.
fn stepped(lines: &Burndown, span: Span, of: impl Fn(&Totals) -> Amount) -> Vec<Spot> {
    let mut corners: Vec<Spot> = Vec::new();
    for point in &lines.points {
        let (x, y) = (span.x(point.at), lines.unit.of(&of(&point.totals)));
        corners.extend(corners.last().map(|(_, before)| (x, *before)));
        corners.push((x, y));
    }
    let over = lines.points.last().map(|point| point.at);
    if over.is_some_and(|over| over < lines.as_of) {
        corners.extend(corners.last().map(|(_, y)| (span.x(lines.as_of), *y)));
    }
    corners
}

/// The working days of the sprint by their numbers, and how many came after its end; days nobody works have none.
fn ticks(lines: &Burndown, span: Span, zone: Zone) -> Vec<Tick> {
    let Some((first, last)) = lines.sprint.starts_on.zip(lines.sprint.ends_on) else { return Vec::new() };
    let calendar = &lines.calendar;
    let working = span.each_day(zone).filter(|(day, ..)| *day >= first && calendar.is_working_day(*day));
    let today = lines.as_of.day(zone);
    working
        .map(|(day, from, to)| {
            let late = day > last;
            let count = calendar.count_working_days(if late { last.succ_opt().unwrap_or(last) } else { first }, day);
            let weight = match () {
                () if day == today => Weight::Here,
                () if late => Weight::Late,
                () => Weight::Plain,
            };
            Tick { from, to, words: if late { format!("+{count}") } else { count.to_string() }, weight }
        })
        .collect()
}

/// The days on which nobody works, those side by side as one.
fn free(lines: &Burndown, span: Span, zone: Zone) -> Vec<(f64, f64)> {
    let mut free: Vec<(f64, f64)> = Vec::new();
    for (_, from, to) in span.each_day(zone).filter(|(day, ..)| !lines.calendar.is_working_day(*day)) {
        match free.last_mut() {
            Some((_, until)) if *until >= from => *until = to,
            _ => free.push((from, to)),
        }
    }
    free
}

/// A change of scope as it is named on the chart: `C3 +5`, `C4 +5−3` for a swap, or `C5 dates`.
pub fn scope_name(point: &Point) -> Option<String> {
    if let Some(moved) = point.events.iter().find(|told| told.event == Event::Dates) {
        return moved.request.as_ref().map(|request| format!("{request} dates"));
    }
    let changes = |event| matches!(event, Event::In | Event::Out | Event::Reestimate | Event::Drop | Event::Restore);
    let mut told = point.events.iter().filter(|told| changes(told.event)).peekable();
    let first = *told.peek()?;
    let name = first.request.as_ref().or(first.item.as_ref())?;
    let (mut more, mut less) = (0.0, 0.0);
    told.for_each(|told| if told.points < 0.0 { less -= told.points } else { more += told.points });
    Some(match (more > 0.0, less > 0.0) {
        (true, true) => format!("{name} +{}−{}", number(more), number(less)),
        (false, true) => format!("{name} −{}", number(less)),
        (_, false) => format!("{name} +{}", number(more)),
    })
}
