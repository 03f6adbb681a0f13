//! Draws a picture in cells: a legend, names above the chart, numbers beside it, the chart, and an axis with its names below.

mod plot;

use crate::domain::picture::{Flag, Form, Picture, Shape, Tick, Tone, Weight, flags, marks};
use crate::domain::points::number;
use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use plot::Plot;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The columns beside the chart: a number, the axis.
const BESIDE: u16 = 6;

/// The role of a tone.
pub fn role(tone: Tone) -> Role {
    match tone {
        Tone::Main => Role::Heading,
        Tone::Good => Role::Good,
        Tone::Note => Role::Warn,
        Tone::Quiet => Role::Dim,
    }
}

/// Draws a picture into an area; what has no room is left out, the legend last.
pub fn render(frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, picture: &Picture) {
    let flags = names(picture, area.width.saturating_sub(BESIDE), if area.height >= 16 { 2 } else { 1 }, ctx);
    let named = flags.iter().map(|flag| rows(flag.row) + 1).max().unwrap_or(0);
    let rect = |y: u16, height: u16| Rect { y: area.y.saturating_add(y), height, ..area }.intersection(area);
    let height = area.height.saturating_sub(named + 3);
    let top = named + 1;
    let marks = marks(picture.most(), (height / 2).clamp(1, 8));
    let most = marks.last().copied().unwrap_or(1.0);
    legend(&mut Pen::new(frame, rect(0, 1), ctx), picture);
    let beside = |rect: Rect| Rect { x: rect.x + BESIDE, width: rect.width.saturating_sub(BESIDE), ..rect };
    let mut pen = Pen::new(frame, beside(rect(1, named)), ctx);
    for flag in flags {
        let y = named.saturating_sub(1 + rows(flag.row));
        pen.text(flag.x, y, area.width, &flag.words, Role::Warn);
    }
    numbers(&mut Pen::new(frame, rect(top, height), ctx), &marks, most);
    let inner = beside(rect(top, height));
    Plot::of(picture, most, (inner.width, inner.height), ctx).draw(&mut Pen::new(frame, inner, ctx));
    axis(&mut Pen::new(frame, rect(top + height, 2), ctx), picture);
}

/// The name on the axis, by its number, that is at a column of the screen.
pub fn tick_at(area: Rect, x: u16, picture: &Picture) -> Option<usize> {
    let (left, wide) = (area.x + BESIDE, area.width.saturating_sub(BESIDE));
    let column = x.checked_sub(left)?;
    let ends = |tick: &Tick| plot::column_of(tick.to, picture.width, wide) > column;
    picture.ticks.iter().position(ends)
}

/// What each shape is, and at the right what else there is to know.
fn legend(pen: &mut Pen<'_>, picture: &Picture) {
    let (width, ctx) = (pen.width(), pen.ctx());
    let mut x = 0;
    for (shape, name) in picture.shapes.iter().filter_map(|shape| Some((shape, shape.name.as_ref()?))) {
        let words = text::clean(name);
        if usize::from(width.saturating_sub(x)) < text::width(&words) + 4 {
            break;
        }
        x += pen.text(x, 0, 3, sign(shape, ctx), role(shape.tone)) + 1;
        x += pen.text(x, 0, width.saturating_sub(x), &words, Role::Popup) + 3;
    }
    if usize::from(width.saturating_sub(x)) > text::width(&picture.aside) {
        pen.right(width, 0, 40, &picture.aside, Role::Dim);
    }
}

fn sign(shape: &Shape, ctx: &Ctx<'_>) -> &'static str {
    let plain = ctx.glyphs.rule.is_ascii();
    match (&shape.form, plain) {
        (Form::Area(_), false) => "▄▄▄",
        (Form::Bars(_), false) => "███",
        (Form::Area(_) | Form::Bars(_), true) => "###",
        (Form::Line(_), false) => "───",
        (Form::Line(_), true) => "---",
        (Form::Dotted(_) | Form::Level(_), false) => "⠂⠐⠂",
        (Form::Dotted(_) | Form::Level(_), true) => "* *",
        (Form::Band(..), false) => "░░░",
        (Form::Band(..), true) => "...",
        (Form::Dots(_), false) => " ● ",
        (Form::Dots(_), true) => " o ",
    }
}

/// The numbers on the left, and the axis beside them.
fn numbers(pen: &mut Pen<'_>, marks: &[f64], most: f64) {
    let (height, glyphs) = (pen.height(), pen.ctx().glyphs);
    for y in 0..height {
        pen.rule(BESIDE - 1, y, 1, glyphs.bar, Role::Border);
    }
    for mark in marks {
        pen.right(BESIDE - 2, plot::row_of(*mark, most, height), BESIDE - 2, &number(*mark), Role::Dim);
    }
}

/// The axis below, with as many of its names as find room; stretches in which nobody works are shaded.
fn axis(pen: &mut Pen<'_>, picture: &Picture) {
    let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
    let plain = glyphs.bar.is_ascii();
    pen.rule(BESIDE - 1, 0, 1, if plain { "+" } else { "└" }, Role::Border);
    pen.rule(BESIDE, 0, width.saturating_sub(BESIDE), glyphs.rule, Role::Border);
    let wide = width.saturating_sub(BESIDE);
    let column = |x: f64| plot::column_of(x, picture.width, wide);
    for (from, to) in &picture.free {
        let (from, to) = (column(*from), column(*to));
        pen.rule(BESIDE + from, 1, to.saturating_sub(from), if plain { "." } else { "░" }, Role::Border);
    }
    let mut free = 0;
    for Tick { from, to, words, weight } in &picture.ticks {
        let (begin, end) = (column(*from), column(*to));
        let long = u16::try_from(text::width(words)).unwrap_or(u16::MAX);
        let x = begin + end.saturating_sub(begin).saturating_sub(long) / 2;
        if x < free || x.saturating_add(long) > wide {
            continue;
        }
        let role = match weight {
            Weight::Here => Role::Strong,
            Weight::Late => Role::Warn,
            Weight::Plain => Role::Dim,
        };
        pen.text(BESIDE + x, 1, long, words, role);
        free = x + long + 1;
    }
    pen.text(0, 1, BESIDE, picture.across, Role::Dim);
}

/// The names above the chart, each over its place.
fn names(picture: &Picture, width: u16, rows: usize, ctx: &Ctx<'_>) -> Vec<Flag> {
    let minus = |words: &str| words.replace('−', ctx.glyphs.minus);
    let name = |(x, words): &(f64, String)| (plot::column_of(*x, picture.width, width), minus(&text::clean(words)));
    let names: Vec<(u16, String)> = picture.flags.iter().map(name).collect();
    flags(&names, rows, width, ctx.glyphs.down)
}

fn rows(row: usize) -> u16 {
    u16::try_from(row).unwrap_or(u16::MAX - 1)
}
