//! What closed sprints completed, a bar for each, with median, lowest and highest; never one average (R5).
//!
//! ```text
//! ╭ Velocity ───────────────────────────────────────────────╮
//! │ median 18, lowest 12, highest 23 points of 3 sprints     │
//! │                                                          │
//! │           ▄▄▄▄                                           │
//! │  ████     ████     ████                                  │
//! │   12       23       18                                   │
//! │    1       2*        3                                   │
//! │                                                          │
//! │ Sprint 2: 23 of 26 committed points, closed Fri 4 Dec    │
//! ╰──────────────────────────────────────────────────────────╯
//! ```

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::points::{count, counted, number};
use crate::domain::report::Report;
use crate::domain::tables::Table;
use crate::domain::time::{Instant, short_day};
use crate::domain::velocity::Velocity;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::report::sprint::percent;
use crate::tui::act::sprint::NO_VELOCITY;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::bar;
use ratatui::text::Line;
use ratatui::widgets::{Bar, BarChart, BarGroup};

/// The most sprints that are looked back on, which is what the median is taken from.
const MOST: usize = 12;
/// The widest bar, and the room between two.
const BAR: u16 = 7;
const GAP: u16 = 2;

/// Bars of nothing but ASCII.
const PLAIN: bar::Set<'static> = bar::Set {
    full: "#",
    seven_eighths: "#",
    three_quarters: "#",
    five_eighths: "#",
    half: "#",
    three_eighths: " ",
    one_quarter: " ",
    one_eighth: " ",
    empty: " ",
};

/// The layer.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Default)]
pub struct Bars {
    /// The closed sprints, the first one first.
    reports: Vec<Report>,
    velocity: Option<Velocity>,
    /// The sprint under the cursor; none for the latest.
    cursor: Option<usize>,
}

/// Opens it.
pub fn open(standfast: &Standfast) -> Result<Next> {
    if standfast.past_reports(1)?.is_empty() {
        return Ok(Next::Cannot(NO_VELOCITY.to_owned()));
    }
    Ok(Next::ask(Bars::default()))
}

impl Bars {
    fn at(&self) -> usize {
        let last = self.reports.len().saturating_sub(1);
        self.cursor.unwrap_or(last).min(last)
    }

    /// How wide a bar is, so that all of them fit.
    fn bar(&self, width: u16) -> u16 {
        let count = u16::try_from(self.reports.len().max(1)).unwrap_or(1);
        ((width + GAP) / count).saturating_sub(GAP).clamp(1, BAR)
    }

    fn draw_bars(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let bars: Vec<Bar<'_>> =
            self.reports.iter().enumerate().map(|(at, report)| self.bar_of(at, report, ctx)).collect();
        let plain = ctx.glyphs.rule.is_ascii();
        let chart = BarChart::default()
            .data(BarGroup::default().bars(&bars))
            .bar_width(self.bar(area.width))
            .bar_gap(GAP)
            .bar_set(if plain { PLAIN } else { bar::NINE_LEVELS })
            .style(ctx.style(Role::Popup))
            .bar_style(ctx.style(Role::Heading))
            .label_style(ctx.style(Role::Dim));
        frame.render_widget(chart, area);
    }

    fn bar_of(&self, at: usize, report: &Report, ctx: &Ctx<'_>) -> Bar<'static> {
        let here = at == self.at();
        let role = if here { Role::Heading } else { Role::Dim };
        let sign = if report.imported.is_some() { "*" } else { "" };
        let label = format!("{}{}{sign}", if here { ctx.glyphs.right } else { "" }, report.sprint);
        // The number is in a row of its own, where every theme shows it.
        Bar::default()
            .value(tenths(report.completed_points().unwrap_or(0.0)))
            .text_value(String::new())
            .style(ctx.style(role))
            .label(Line::styled(label, ctx.style(if here { Role::Strong } else { Role::Dim })))
    }

    /// The points of each sprint, centred below its bar.
    fn draw_numbers(&self, pen: &mut Pen<'_>) {
        let wide = self.bar(pen.width());
        for (at, report) in (0_u16..).zip(&self.reports) {
            let words = report.completed_points().map_or_else(|| pen.ctx().glyphs.unknown.to_owned(), number);
            let long = u16::try_from(words.chars().count()).unwrap_or(wide);
            let x = at * (wide + GAP) + wide.saturating_sub(long) / 2;
            pen.text(x, 0, (wide + GAP).saturating_sub(1), &words, Role::Strong);
        }
    }

    /// The sprint under the cursor in a sentence.
    fn sentence(&self, ctx: &Ctx<'_>) -> String {
        let Some(report) = self.reports.get(self.at()) else { return String::new() };
        let figures = &report.figures;
        let done = match report.completed_points() {
            Some(done) => {
                let committed = counted(figures.committed.points, "committed point");
                let ratio = percent(report.ratios(true).completion);
                format!("{} of {committed} ({ratio})", number(done))
            }
            None => {
                format!(
                    "{} of {}; nothing was estimated",
                    figures.completed.count,
                    count(figures.committed.count, "item")
                )
            }
        };
        let day = Instant::parse(&report.closed_at).map(|at| short_day(at.day(ctx.zone), ctx.today.year()));
        format!("Sprint {}: {done}, closed {}", report.sprint, day.unwrap_or_default())
    }
}

/// Bars are drawn in whole numbers: a tenth of a point each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points of a sprint, never negative")]
fn tenths(points: f64) -> u64 {
    (points.clamp(0.0, 1e9) * 10.0).round() as u64
}

impl View for Bars {
    fn scope(&self) -> Scope {
        Scope::Velocity
    }

    fn update(&mut self, command: Command, _: &mut Standfast) -> Result<Next> {
        let at = self.at();
        match command {
            Command::VelocityOpen => {
                let here = self.reports.get(at).map(|report| report.sprint);
                return Ok(here.map_or(Next::Nothing, |sprint| Next::Open(Thing::Report(Some(sprint)))));
            }
            Command::VelocityClose => return Ok(Next::close()),
            Command::Left | Command::Up => self.cursor = Some(at.saturating_sub(1)),
            Command::Right | Command::Down => self.cursor = Some(at + 1),
            Command::Top | Command::PageUp => self.cursor = Some(0),
            Command::Bottom | Command::PageDown => self.cursor = None,
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        self.reports = standfast.past_reports(MOST)?;
        self.reports.reverse();
        self.velocity = standfast.velocity()?;
        Ok(())
    }

    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Velocity)
    }

    fn opened_by(&self) -> Option<Command> {
        Some(Command::Velocity)
    }

    fn reads(&self) -> Changed {
        tables(&[Table::Sprint, Table::SprintReport])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        let inner = popup::inside(area);
        if mouse.act == MouseAct::Press && inner.contains((mouse.x, mouse.y).into()) {
            let at = usize::from((mouse.x - inner.x) / (self.bar(inner.width) + GAP));
            self.cursor = Some(at).filter(|at| *at < self.reports.len()).or(self.cursor);
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(4).min(112), screen.height.min(22))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, "Velocity", "completed points of closed sprints");
        let range = self
            .velocity
            .as_ref()
            .map_or_else(|| "unknown: no closed sprint completed items with estimates".to_owned(), Velocity::in_words);
        Pen::new(frame, inner, ctx).text(0, 0, inner.width, &range, Role::Strong);
        // A range, a gap, bars with their labels, numbers, a gap, a sentence, and what the star means.
        let bars = Rect { y: inner.y + 2, height: inner.height.saturating_sub(6), ..inner };
        self.draw_bars(frame, bars, ctx);
        let below = Rect { y: bars.bottom(), height: inner.bottom().saturating_sub(bars.bottom()), ..inner };
        let mut pen = Pen::new(frame, below, ctx);
        self.draw_numbers(&mut pen);
        pen.text(0, 2, inner.width, &self.sentence(ctx), Role::Text);
        if self.reports.iter().any(|report| report.imported.is_some()) {
            pen.text(0, 3, inner.width, "* imported", Role::Note);
        }
    }
}
