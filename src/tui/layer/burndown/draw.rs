//! How burndown and burnup look.
//!
//! ```text
//! ╭ Sprint 3, burndown ───────────── Mon 23 Nov to Fri 4 Dec ╮
//! │ 6 points behind the line on day 6 of 10; 5 of them …     │
//! │ ⠒⠒ to do 16   ⠂⠂ ideal 9.6                   21 committed│
//! │               ↓C1 +8                                     │
//! │   20 │⠉⠉⠉⠉⢲…                                            │
//! │    0 └───────────────────────────────────────────────────│
//! │       1    2    3    4    5          6    7    8         │
//! │                                                          │
//! │ Wed 25 Nov 10:00  C1: PAY-4 comes in (+8)                │
//! ╰──────────────────────────────────────────────────────────╯
//! ```

use super::plot::{Span, Spot, dotted, flags, ideal, scope_name, stepped, ticks};
use super::{Chart, Drawn};
use crate::app::closing::{Burndown, Point};
use crate::domain::burndown::{Totals, Unit};
use crate::domain::calendar::Calendar;
use crate::domain::points::{count, number};
use crate::domain::text;
use crate::domain::time::{Instant, short_day};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::symbols::Marker;
use ratatui::widgets::canvas::{Canvas, Context, Line, Points};

/// The columns beside the chart: a number, the axis.
const BESIDE: u16 = 6;

/// Where everything is.
struct Places {
    head: Rect,
    legend: Rect,
    flags: Rect,
    chart: Rect,
    days: Rect,
    list: Rect,
}

impl Places {
    fn new(inner: Rect, head: u16, events: u16) -> Self {
        let roomy = inner.height >= 18;
        let list = if roomy { events.min(inner.height / 5) } else { 0 };
        let gap = u16::from(list > 0);
        let above = head + 1 + if roomy { 2 } else { 1 };
        let rect = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner }.intersection(inner);
        let chart = inner.height.saturating_sub(above + 2 + gap + list).max(3);
        Self {
            head: rect(0, head),
            legend: rect(head, 1),
            flags: rect(head + 1, above - head - 1),
            chart: rect(above, chart),
            days: rect(above + chart, 2),
            list: rect(above + chart + 2 + gap, list),
        }
    }
}

/// A line to be drawn: its corners, its colour, whether it is dotted.
struct Stroke {
    corners: Vec<Spot>,
    role: Role,
    dotted: bool,
}

impl Chart {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let what = if self.up { "burnup" } else { "burndown" };
        let title = format!("Sprint {}, {what}", self.number);
        let drawn = match &self.lines {
            Ok(drawn) => drawn,
            Err(why) => {
                let inner = popup::render(frame, area, ctx, &title, "");
                let mut pen = Pen::new(frame, inner, ctx);
                for (y, row) in (0..).zip(textwrap::wrap(why, usize::from(inner.width.max(8)))) {
                    pen.text(0, y, inner.width, &row, Role::Note);
                }
                return;
            }
        };
        let lines = &drawn.burndown;
        let inner = popup::render(frame, area, ctx, &title, &self.when(lines, ctx));
        let clean = text::clean(&lines.reading);
        let head = textwrap::wrap(&clean, usize::from(inner.width.max(8)));
        let events = scope_events(lines, ctx);
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let places = Places::new(inner, count(head.len()).min(2), count(events.len()));
        let mut pen = Pen::new(frame, places.head, ctx);
        for (y, row) in (0..).zip(&head) {
            pen.text(0, y, inner.width, row, Role::Strong);
        }
        self.draw_legend(&mut Pen::new(frame, places.legend, ctx), lines);
        self.draw_chart(frame, &places, drawn, ctx);
        draw_events(&mut Pen::new(frame, places.list, ctx), &events);
    }

    /// The dates, or the last day that is drawn.
    fn when(&self, lines: &Burndown, ctx: &Ctx<'_>) -> String {
        let year = ctx.today.year();
        if let Some(day) = self.as_of {
            return format!("as of {}", short_day(day, year));
        }
        let dates = lines.sprint.starts_on.zip(lines.sprint.ends_on);
        dates.map_or_else(String::new, |(from, to)| format!("{} to {}", short_day(from, year), short_day(to, year)))
    }

    fn strokes(&self, lines: &Burndown, span: Span) -> Vec<Stroke> {
        let line = |corners, role, dotted| Stroke { corners, role, dotted };
        if self.up {
            return vec![
                line(stepped(lines, span, Totals::scope), Role::Note, true),
                line(stepped(lines, span, |totals| totals.done), Role::Good, false),
            ];
        }
        vec![
            line(ideal(lines, span), Role::Dim, true),
            line(stepped(lines, span, |totals| totals.remaining), Role::Heading, false),
        ]
    }

    /// What each line is, and where it is at the end of what is told.
    fn draw_legend(&self, pen: &mut Pen<'_>, lines: &Burndown) {
        let (width, ctx) = (pen.width(), pen.ctx());
        let totals = lines.points.last().map(|point| point.totals).unwrap_or_default();
        let of = |amount| number(lines.unit.of(&amount));
        let ideal = lines.ideal.as_ref().map(|line| number((line.at(lines.as_of) * 10.0).round() / 10.0));
        let shown = if self.up {
            vec![
                (false, Role::Good, format!("done {}", of(totals.done))),
                (true, Role::Note, format!("scope {}", of(totals.scope()))),
            ]
        } else {
            let mut shown = vec![(false, Role::Heading, format!("to do {}", of(totals.remaining)))];
            shown.extend(ideal.map(|ideal| (true, Role::Dim, format!("ideal {ideal}"))));
            shown
        };
        let mut x = 0;
        for (dots, role, words) in shown {
            let sign = match (is_plain(ctx), dots) {
                (true, true) => ". .",
                (true, false) => "***",
                (false, true) => "⠂⠐⠂",
                (false, false) => "⠒⠒⠒",
            };
            x += pen.text(x, 0, 3, sign, role) + 1;
            x += pen.text(x, 0, width.saturating_sub(x), &words, Role::Popup) + 3;
        }
        let unit = if lines.unit == Unit::Points { "points" } else { "items" };
        let words = format!("{} {unit} committed", number(lines.committed));
        if usize::from(width.saturating_sub(x)) > text::width(&words) {
            pen.right(width, 0, 30, &words, Role::Dim);
        }
    }

    fn draw_chart(&self, frame: &mut Frame<'_>, places: &Places, drawn: &Drawn, ctx: &Ctx<'_>) {
        let lines = &drawn.burndown;
        let span = Span::of(lines, ctx.zone);
        let strokes = self.strokes(lines, span);
        let most = strokes.iter().flat_map(|stroke| &stroke.corners).map(|(_, y)| *y).fold(0.0, f64::max);
        let marks = ticks(most, (places.chart.height / 2).min(8));
        let top = marks.last().copied().unwrap_or(1.0);
        let plot =
            Rect { x: places.chart.x + BESIDE, width: places.chart.width.saturating_sub(BESIDE), ..places.chart };
        draw_numbers(&mut Pen::new(frame, places.chart, ctx), &marks, top);
        draw_days(&mut Pen::new(frame, places.days, ctx), span, lines, &drawn.calendar);
        let canvas = Canvas::default()
            .x_bounds([0.0, span.days()])
            .y_bounds([0.0, top])
            .background_color(ctx.style(Role::Popup).bg.unwrap_or(Color::Reset))
            .marker(Marker::Braille)
            .paint(|canvas| {
                for stroke in &strokes {
                    paint(canvas, stroke, (span.days(), top), plot, ctx);
                }
            });
        frame.render_widget(canvas, plot);
        let above = Rect { x: plot.x, width: plot.width, ..places.flags };
        draw_flags(&mut Pen::new(frame, above, ctx), lines, span, usize::from(places.flags.height));
    }
}

/// Whether the terminal shows no braille, for it shows no more than ASCII.
fn is_plain(ctx: &Ctx<'_>) -> bool {
    ctx.glyphs.rule.is_ascii()
}

fn paint(canvas: &mut Context<'_>, stroke: &Stroke, most: Spot, plot: Rect, ctx: &Ctx<'_>) {
    let color = ctx.style(stroke.role).fg.unwrap_or(Color::Reset);
    let plain = is_plain(ctx);
    if plain {
        canvas.marker(Marker::Custom(if stroke.dotted { '.' } else { '*' }));
    }
    if stroke.dotted {
        let (across, down) = if plain { (1.0, 1.0) } else { (2.0, 4.0) };
        let unit = (most.0 / (f64::from(plot.width) * across), most.1 / (f64::from(plot.height) * down));
        let coords = dotted(&stroke.corners, unit, if plain { 2.0 } else { 3.0 });
        canvas.draw(&Points { coords: &coords, color });
        return;
    }
    for pair in stroke.corners.windows(2) {
        let [(x1, y1), (x2, y2)] = pair else { continue };
        canvas.draw(&Line { x1: *x1, y1: *y1, x2: *x2, y2: *y2, color });
    }
}

/// The numbers on the left, and the axis beside them.
fn draw_numbers(pen: &mut Pen<'_>, marks: &[f64], top: f64) {
    let (height, glyphs) = (pen.height(), pen.ctx().glyphs);
    for y in 0..height {
        pen.rule(BESIDE - 1, y, 1, glyphs.bar, Role::Border);
    }
    for mark in marks {
        let y = row_of(*mark, top, height);
        pen.right(BESIDE - 2, y, BESIDE - 2, &number(*mark), Role::Dim);
    }
}

/// The row of a chart in which a value is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the rows of a screen")]
fn row_of(value: f64, top: f64, height: u16) -> u16 {
    let rows = f64::from(height) * 4.0 - 1.0;
    let dot = ((top - value) / top * rows).round().clamp(0.0, rows);
    (dot / 4.0) as u16
}

/// The column of a chart in which a moment is.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the columns of a screen")]
fn column_of(span: Span, at: Instant, width: u16) -> u16 {
    let most = f64::from(width.saturating_sub(1));
    (span.x(at) / span.days() * most).round().clamp(0.0, most) as u16
}

/// The axis below, and the working days of the sprint by their numbers; days nobody works have none.
fn draw_days(pen: &mut Pen<'_>, span: Span, lines: &Burndown, calendar: &Calendar) {
    let (width, glyphs, zone) = (pen.width(), pen.ctx().glyphs, pen.ctx().zone);
    pen.rule(BESIDE - 1, 0, 1, if glyphs.bar.is_ascii() { "+" } else { "└" }, Role::Border);
    pen.rule(BESIDE, 0, width.saturating_sub(BESIDE), glyphs.rule, Role::Border);
    let Some((first, last)) = lines.sprint.starts_on.zip(lines.sprint.ends_on) else { return };
    let plot = width.saturating_sub(BESIDE);
    let mut free = 0;
    let days = first.iter_days().take_while(|day| Instant::start_of(*day, zone) < span.to);
    for day in days.filter(|day| calendar.is_working_day(*day)) {
        let late = day > last;
        let from = if late { last.succ_opt().unwrap_or(last) } else { first };
        let count = calendar.count_working_days(from, day);
        let words = if late { format!("+{count}") } else { count.to_string() };
        let begin = column_of(span, Instant::start_of(day, zone), plot);
        let end = day.succ_opt().map_or(begin, |next| column_of(span, Instant::start_of(next, zone), plot));
        let wide = u16::try_from(words.len()).unwrap_or(2);
        let x = begin + (end.saturating_sub(begin)).saturating_sub(wide) / 2;
        if x >= free && x + wide <= plot {
            let here = day == lines.as_of.day(zone);
            let role = if here {
                Role::Strong
            } else if late {
                Role::Warn
            } else {
                Role::Dim
            };
            pen.text(BESIDE + x, 1, wide, &words, role);
            free = x + wide + 1;
        }
    }
    pen.text(0, 1, BESIDE - 1, "day", Role::Dim);
}

fn draw_flags(pen: &mut Pen<'_>, lines: &Burndown, span: Span, rows: usize) {
    let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
    let name = |point: &Point| Some((column_of(span, point.at, width), scope_name(point, glyphs.minus)?));
    let names: Vec<(u16, String)> = lines.points.iter().filter_map(name).collect();
    for flag in flags(&names, rows, width, glyphs.down) {
        let y = u16::try_from(rows.saturating_sub(1) - flag.row).unwrap_or(0);
        pen.text(flag.x, y, width.saturating_sub(flag.x), &flag.words, Role::Warn);
    }
}

/// Every change of scope with its moment, the latest first.
fn scope_events(lines: &Burndown, ctx: &Ctx<'_>) -> Vec<(String, String)> {
    let named = lines.points.iter().filter(|point| scope_name(point, "-").is_some());
    let mut events: Vec<(String, String)> = named
        .map(|point| {
            let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
            (point.at.local(ctx.zone), words.join(", "))
        })
        .collect();
    events.reverse();
    events
}

fn draw_events(pen: &mut Pen<'_>, events: &[(String, String)]) {
    let (width, rows) = (pen.width(), usize::from(pen.height()));
    for (y, (at, words)) in (0..pen.height()).zip(events) {
        let last = usize::from(y) + 1 == rows && events.len() > rows;
        if last {
            let words = format!("and {} of scope", count(events.len() + 1 - rows, "more change"));
            pen.text(0, y, width, &words, Role::Dim);
            return;
        }
        let used = pen.text(0, y, 18, at, Role::Dim);
        pen.text(used + 2, y, width.saturating_sub(used + 2), words, Role::Text);
    }
}
