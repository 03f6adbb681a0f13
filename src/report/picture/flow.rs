//! Cumulative flow and cycle times as pictures: where items wait, and how long they take.

use super::span::{Span, free, ticks};
use crate::app::closing::Flow;
use crate::domain::flow::Counts;
use crate::domain::picture::{Form, Picture, Shape, Spot, Tone};
use crate::domain::points::{count, counted, number, tenth};
use crate::domain::sprint::State;
use crate::domain::stuck::percentile;
use crate::domain::zone::Zone;

/// Finished items below those under way below those that wait: a band that grows wider is where work piles up.
pub fn flow(flow: &Flow, zone: Zone) -> Picture {
    let span = span(flow, zone);
    let now = flow.steps.last().map(|(_, counts)| *counts).unwrap_or_default();
    let band = |tone, name: String, of: fn(&Counts) -> u32| Shape {
        form: Form::Area(stepped(flow, span, of)),
        tone,
        name: Some(name),
    };
    let shapes = vec![
        band(Tone::Quiet, format!("waiting {}", now.waiting), |c| c.finished + c.active + c.waiting),
        band(Tone::Note, format!("under way {}", now.active), |c| c.finished + c.active),
        band(Tone::Good, format!("finished {}", now.finished), |c| c.finished),
    ];
    let most = flow.steps.iter().map(|(_, counts)| counts.active).max().unwrap_or(0);
    let says = format!(
        "{} finished, {} under way, {} waiting; at most {most} under way at once.",
        now.finished, now.active, now.waiting
    );
    Picture {
        title: format!("Cumulative flow of sprint {}", flow.sprint.number),
        says,
        unit: "items",
        ..axes(flow, span, zone, shapes)
    }
}

/// Every finished item at its finish: how many working days since it was first worked on.
pub fn cycle_time(flow: &Flow, zone: Zone) -> Picture {
    let span = span(flow, zone);
    let spots: Vec<Spot> =
        flow.cycles.iter().filter_map(|cycle| Some((span.x(cycle.finished_at), tenth(cycle.days?)))).collect();
    let mut days: Vec<f64> = spots.iter().map(|(_, days)| *days).collect();
    days.sort_by(f64::total_cmp);
    let unknown = flow.cycles.len() - spots.len();
    let mut shapes = Vec::new();
    let mut says = match days.len() {
        0 => "No item was finished that had been in an active status.".to_owned(),
        _ => String::new(),
    };
    if let (Some(median), Some(most)) = (percentile(&days, 50), percentile(&days, 85)) {
        let level = |at, tone, name| Shape { form: Form::Level(at), tone, name: Some(name) };
        shapes.push(level(most, Tone::Note, format!("85 % within {}", number(most))));
        shapes.push(level(median, Tone::Quiet, format!("median {}", number(median))));
        says = if days.len() == 1 {
            format!("1 item took {}.", counted(most, "working day"))
        } else {
            format!(
                "85 % of {} took at most {} working days, half of them at most {}.",
                count(days.len(), "item"),
                number(most),
                number(median)
            )
        };
    }
    if unknown > 0 {
        says = format!("{says} Of {} nothing is known.", count(unknown, "more item"));
    }
    shapes.push(Shape { form: Form::Dots(spots), tone: Tone::Main, name: Some("items, at their finish".to_owned()) });
    Picture {
        title: format!("Cycle times of sprint {}", flow.sprint.number),
        says,
        unit: "days",
        ..axes(flow, span, zone, shapes)
    }
}

fn span(flow: &Flow, zone: Zone) -> Span {
    Span::of(&flow.sprint, flow.as_of, zone)
}

fn axes(flow: &Flow, span: Span, zone: Zone, shapes: Vec<Shape>) -> Picture {
    Picture {
        width: span.days(),
        ticks: ticks(&flow.sprint, &flow.calendar, flow.as_of, span, zone),
        across: "day",
        free: free(&flow.calendar, span, zone),
        now: Some(span.x(flow.as_of)).filter(|_| flow.sprint.state == State::Locked),
        shapes,
        ..Picture::default()
    }
}

/// The corners of a line that steps whenever a count changes.
fn stepped(flow: &Flow, span: Span, of: fn(&Counts) -> u32) -> Vec<Spot> {
    let mut corners: Vec<Spot> = Vec::new();
    for (at, counts) in &flow.steps {
        let (x, y) = (span.x(*at), f64::from(of(counts)));
        corners.extend(corners.last().map(|(_, before)| (x, *before)));
        corners.push((x, y));
    }
    corners.extend(corners.last().map(|(_, y)| (span.x(flow.as_of), *y)));
    corners
}
