//! What closed sprints completed, as a picture (R5): a bar each, before the range from lowest to highest and its median.

use crate::domain::picture::{Form, Picture, Shape, Tick, Tone, Weight};
use crate::domain::report::Report;
use crate::domain::velocity::Velocity;

/// The sprints from the first one on; `here` is the one to mark.
pub fn velocity(reports: &[Report], range: Option<&Velocity>, here: Option<usize>) -> Picture {
    let places = || (0_u32..).map(f64::from).zip(reports);
    let bar = |(x, report): (f64, &Report)| (x + 0.5, report.completed_points());
    let mut shapes: Vec<Shape> = Vec::new();
    if let Some(range) = range {
        let (low, high) = (range.lowest.value(), range.highest.value());
        let name = Some(format!("lowest {} to highest {}", range.lowest, range.highest));
        shapes.push(Shape { form: Form::Band(low, high), tone: Tone::Quiet, name });
    }
    shapes.push(Shape {
        form: Form::Bars(places().map(bar).collect()),
        tone: Tone::Main,
        name: Some("completed".to_owned()),
    });
    if let Some(range) = range {
        let name = Some(format!("median {}", range.median));
        shapes.push(Shape { form: Form::Level(range.median.value()), tone: Tone::Note, name });
    }
    let tick = |(x, report): (f64, &Report)| Tick {
        from: x,
        to: x + 1.0,
        words: format!("{}{}", report.sprint, if report.imported.is_some() { "*" } else { "" }),
        weight: Weight::Plain,
    };
    let mut ticks: Vec<Tick> = places().map(tick).collect();
    if let Some(tick) = here.and_then(|here| ticks.get_mut(here)) {
        tick.weight = Weight::Here;
    }
    let says = range.map_or_else(|| UNKNOWN.to_owned(), Velocity::in_words);
    let imported = reports.iter().any(|report| report.imported.is_some());
    Picture {
        title: "Velocity".to_owned(),
        says,
        unit: "points",
        aside: if imported { "* imported".to_owned() } else { String::new() },
        width: places().last().map_or(1.0, |(x, _)| x + 1.0),
        ticks,
        across: "sprint",
        free: Vec::new(),
        now: None,
        shapes,
        flags: Vec::new(),
    }
}

/// What is said where no closed sprint completed anything with an estimate.
pub const UNKNOWN: &str = "unknown: no closed sprint completed items with estimates";
