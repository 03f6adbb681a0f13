//! What closed sprints completed, a bar for each, with median, lowest and highest; never one average (R5).
//!
//! ```text
//! ╭ Velocity ───────────────── completed points of closed sprints ╮
//! │ median 18, lowest 12, highest 23 points of 3 sprints           │
//! │ ░░░ lowest 12 to highest 23   ⠒⠒ median 18   ███ sprint 3      │
//! │   20 │░░░░░░░░░░░░▄▄▄▄░░░░░░░░░░░░                             │
//! │   10 │░░████░░░░░░████░░░░░░████░░                             │
//! │    0 └─────────────────────────────                            │
//! │ sprint   1         2*        3                                 │
//! │                                                                │
//! │ Sprint 3: 18 of 26 committed points, closed Fri 4 Dec          │
//! ╰────────────────────────────────────────────────────────────────╯
//! ```

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::picture::Picture;
use crate::domain::points::{count, counted, number};
use crate::domain::report::Report;
use crate::domain::tables::Table;
use crate::domain::time::{Instant, short_day};
use crate::domain::velocity::Velocity;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::report::picture::velocity;
use crate::report::sprint::percent;
use crate::tui::act::sprint::NO_VELOCITY;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{chart, popup};
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The most sprints that are looked back on, which is what the median is taken from.
const MOST: usize = 12;
/// The layer.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Default)]
pub struct Bars {
    /// The closed sprints, the first one first.
    reports: Vec<Report>,
    velocity: Option<Velocity>,
    /// The sprint under the cursor; none for the latest.
    cursor: Option<usize>,
    picture: Picture,
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

    fn paint(&mut self) {
        self.picture = velocity(&self.reports, self.velocity.as_ref(), Some(self.at()));
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
        self.paint();
        Ok(Next::Nothing)
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        self.reports = standfast.past_reports(MOST)?;
        self.reports.reverse();
        self.velocity = standfast.velocity()?;
        self.paint();
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
            self.cursor = chart::tick_at(inner, mouse.x, &self.picture).or(self.cursor);
            self.paint();
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(4).min(112), screen.height.min(22))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, "Velocity", "completed points of closed sprints");
        Pen::new(frame, inner, ctx).text(0, 0, inner.width, &self.picture.says, Role::Strong);
        // A range, the chart, a gap, a sentence.
        let bars = Rect { y: inner.y + 1, height: inner.height.saturating_sub(3), ..inner };
        chart::render(frame, bars.intersection(inner), ctx, &self.picture);
        let mut pen = Pen::new(frame, inner, ctx);
        pen.text(0, inner.height.saturating_sub(1), inner.width, &self.sentence(ctx), Role::Text);
    }
}
