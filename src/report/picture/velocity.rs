//! What closed sprints completed, as a picture (R5): a bar each, before the range from lowest to highest and its median.

use crate::domain::picture::{Form, Picture, Shape, Tick, Tone, Weight};
use crate::domain::report::Report;
use crate::domain::velocity::Velocity;

/// The sprints from the first one on; `here` is the one to mark.
pub fn velocity(reports: &[Report], range: Option<&Velocity>, here: Option<usize>) -> Picture {
    let places = || (0_u32..).map(f64::from).zip(reports);
    let mut shapes: Vec<Shape> = Vec::new();
    if let Some(range) = range {
        let name = Some(format!("lowest {} to highest {}", range.lowest, range.highest));
        let form = Form::Band(range.lowest.value(), range.highest.value());
        shapes.push(Shape { form, tone: Tone::Quiet, name });
    }
    if let Some(range) = range {
        let name = Some(format!("median {}", range.median));
        shapes.push(Shape { form: Form::Level(range.median.value()), tone: Tone::Note, name });
    }
    shapes.extend(bars(reports, here));
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

/// What each sprint completed: the one that is looked at is bright.
fn bars(reports: &[Report], here: Option<usize>) -> Vec<Shape> {
    let bar = |(at, report): (usize, &Report)| {
        (f64::from(u32::try_from(at).unwrap_or(u32::MAX)) + 0.5, report.completed_points())
    };
    let (mine, others): (Vec<_>, Vec<_>) =
        reports.iter().enumerate().partition(|(at, _)| here.is_none_or(|here| here == *at));
    let shape = |bars: Vec<(usize, &Report)>, tone, name| {
        let form = Form::Bars(bars.into_iter().map(bar).collect());
        Shape { form, tone, name }
    };
    let name = match here.and_then(|here| reports.get(here)) {
        Some(report) => format!("sprint {}", report.sprint),
        None => "completed".to_owned(),
    };
    let mine = shape(mine, Tone::Main, Some(name));
    let others = (!others.is_empty()).then(|| shape(others, Tone::Quiet, None));
    others.into_iter().chain([mine]).collect()
}

/// What is said where no closed sprint completed anything with an estimate.
pub const UNKNOWN: &str = "unknown: no closed sprint completed items with estimates";
