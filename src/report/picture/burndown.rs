//! Burndown and burnup as pictures (R2): what is to do or done, the ideal line or the scope, every change of scope named.

use super::span::{Span, free, ticks};
use crate::app::closing::{Burndown, Point};
use crate::domain::burndown::{Event, Totals, Unit};
use crate::domain::picture::{Form, Picture, Shape, Spot, Tone};
use crate::domain::points::{number, tenth};
use crate::domain::sprint::{Amount, State};
use crate::domain::zone::Zone;

/// What is to do beside the ideal line.
pub fn burndown(lines: &Burndown, zone: Zone) -> Picture {
    let span = Span::of(&lines.sprint, lines.as_of, zone);
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
    let span = Span::of(&lines.sprint, lines.as_of, zone);
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
        ticks: ticks(&lines.sprint, &lines.calendar, lines.as_of, span, zone),
        across: "day",
        free: free(&lines.calendar, span, zone),
        now: Some(span.x(lines.as_of)).filter(|_| is_running),
        shapes,
        flags: lines.points.iter().filter_map(flag).collect(),
    }
}

fn totals(lines: &Burndown) -> Totals {
    lines.points.last().map(|point| point.totals).unwrap_or_default()
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
