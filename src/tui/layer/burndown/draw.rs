//! How the pictures of a sprint look.
//!
//! ```text
//! ╭ Sprint 3, burndown ───────────── Mon 23 Nov to Fri 4 Dec ╮
//! │ 6 points behind the line on day 6 of 10; 5 of them …     │
//! │ ▄▄▄ to do 16   ⠒⠒ ideal 9.6                  21 committed│
//! │               ↓C1 +8                                     │
//! │   20 │▄▄▄▄▄▄▄█                                           │
//! │      │⠒⠒░░░░░█▄▄▄▄                                       │
//! │    0 └───────────────────────────────────────────────────│
//! │ day   1    2    3    4    5 ░░░░░░░░ 6    7    8         │
//! │                                                          │
//! │ Wed 25 Nov 10:00  C1: PAY-4 comes in (+8)                │
//! ╰──────────────────────────────────────────────────────────╯
//! ```

use super::{Chart, Shown};
use crate::app::closing::Burndown;
use crate::domain::points::count;
use crate::domain::text;
use crate::domain::time::short_day;
use crate::report::picture::scope_name;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{chart, popup};
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;

impl Chart {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let what = match self.shown {
            Shown::Burndown => "burndown",
            Shown::Burnup => "burnup",
            Shown::Flow => "cumulative flow",
            Shown::CycleTime => "cycle times",
        };
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
        let inner = popup::render(frame, area, ctx, &title, &self.when(&drawn.burndown, ctx));
        let clean = text::clean(&drawn.picture.says);
        let head = textwrap::wrap(&clean, usize::from(inner.width.max(8)));
        let is_scope = matches!(self.shown, Shown::Burndown | Shown::Burnup);
        let events = if is_scope { scope_events(&drawn.burndown, ctx) } else { Vec::new() };
        let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let said = rows(head.len()).min(2);
        let list = if inner.height >= 18 { rows(events.len()).min(inner.height / 5) } else { 0 };
        let mut pen = Pen::new(frame, inner, ctx);
        for (y, row) in (0..said).zip(&head) {
            pen.text(0, y, inner.width, row, Role::Strong);
        }
        let below = list + u16::from(list > 0);
        let high = inner.height.saturating_sub(said + below);
        chart::render(
            frame,
            Rect { y: inner.y + said, height: high, ..inner }.intersection(inner),
            ctx,
            &drawn.picture,
        );
        let lowest = Rect { y: inner.bottom().saturating_sub(list), height: list, ..inner };
        draw_events(&mut Pen::new(frame, lowest, ctx), &events);
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
}

/// Every change of scope with its moment, the latest first.
fn scope_events(lines: &Burndown, ctx: &Ctx<'_>) -> Vec<(String, String)> {
    let named = lines.points.iter().filter(|point| scope_name(point).is_some());
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
