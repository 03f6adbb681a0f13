//! How the pane looks.
//!
//! ```text
//!  1 680 open · 3 selected                       next two sprints 40 % ready     1 row
//!      key      title                            pts status   owner    age spr   1 row
//!  ▌   PAY-12   Agents recover after a network…    5 doing    ana       4d   2 ✓ │ the item,
//!      PAY-13   …                                                                │ from 120 on
//! ```

use super::{Backlog, columns};
use crate::app::item::Totals;
use crate::domain::points::Points;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::filter::{counted, grouped};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::scrollbar;
use ratatui::Frame;
use ratatui::layout::Rect;

/// From this width on the item is beside the list.
const BESIDE: u16 = 116;

/// Where the parts of the pane stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Places {
    pub head: Rect,
    pub titles: Rect,
    pub rows: Rect,
    pub bar: Rect,
    pub side: Rect,
}

/// Divides the area of the pane.
pub(super) fn places(area: Rect) -> Places {
    let side = if area.width >= BESIDE { (area.width * 2 / 5).clamp(46, 84) } else { 0 };
    let line = |y: u16, height: u16| Rect::new(area.x, area.y + y.min(area.height), area.width - side, height);
    let rows = line(2, area.height.saturating_sub(2));
    Places {
        head: Rect { width: area.width, ..line(0, area.height.min(1)) },
        titles: Rect { width: rows.width.saturating_sub(1), ..line(1, area.height.saturating_sub(1).min(1)) },
        bar: Rect { x: rows.right().saturating_sub(1), width: 1, ..rows },
        side: Rect::new(rows.right(), area.y + area.height.min(1), side, area.height.saturating_sub(1)),
        rows: Rect { width: rows.width.saturating_sub(1), ..rows },
    }
}

/// Whether the mouse is on what is said about readiness.
pub(super) fn is_on_readiness(pane: &Backlog, mouse: Mouse, area: Rect) -> bool {
    let wide = u16::try_from(pane.ahead_words().chars().count()).unwrap_or(u16::MAX);
    mouse.y == area.y && mouse.x >= area.right().saturating_sub(wide + 1)
}

pub(super) fn render(pane: &Backlog, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let places = places(area);
    head(pane, frame, places.head, ctx);
    if places.side.width > 0 {
        let mut pen = Pen::new(frame, Rect { x: places.bar.x, width: 1, ..places.side }, ctx);
        (0..pen.height()).for_each(|y| pen.rule(0, y, 1, ctx.glyphs.bar, Role::Border));
        pane.side.render(frame, places.side, ctx);
    }
    let list = pane.list();
    let table = pane.widths.table(places.rows.width);
    if list.rows.is_empty() {
        nothing(pane, &mut Pen::new(frame, places.rows, ctx));
    } else {
        table.titles(&mut Pen::new(frame, places.titles, ctx), 0);
        let mut pen = Pen::new(frame, places.rows, ctx);
        columns::draw(&mut pen, &table, list, &pane.selection, ctx.on_top);
        scrollbar::in_column(frame, places.bar, ctx, &list.window(pane.open()));
    }
}

/// The head: what is being looked for, or how much there is; and how ready the top of it is.
fn head(pane: &Backlog, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let mut pen = Pen::new(frame, area, ctx);
    let ahead = if pane.filtering.says_what_is_possible() { String::new() } else { pane.ahead_words() };
    let role = if pane.ahead.percent == Some(100) { Role::Good } else { Role::Dim };
    let selected = match pane.selection.len() {
        0 => String::new(),
        count => format!(" {} {count} selected", ctx.glyphs.dot),
    };
    let right = pen.right(area.width.saturating_sub(1), 0, area.width / 2, &ahead, role);
    // What is possible instead of a term needs all the room.
    let room = if ahead.is_empty() { area.width.saturating_sub(2) } else { right.saturating_sub(3) };
    if pane.filtering.rows() > 0 {
        let wide = u16::try_from(selected.chars().count()).unwrap_or(0);
        let (end, caret) = pane.filtering.render(&mut pen, 1, room.saturating_sub(wide), &found_words(pane));
        pen.text(end, 0, wide, &selected, Role::Selected);
        if let Some(place) = caret {
            frame.set_cursor_position(place);
        }
        return;
    }
    let open = format!("{} open", grouped(pane.open()));
    let x = 1 + pen.text(1, 0, room, &open, Role::Strong);
    pen.text(x, 0, room.saturating_sub(x), &selected, Role::Selected);
}

fn found_words(pane: &Backlog) -> String {
    let Totals { open, finished, dropped } = pane.totals;
    let all = usize::try_from(open + finished + dropped).unwrap_or(0);
    match &pane.found {
        None => format!("{} open", grouped(pane.open())),
        Some(found) => counted(found.rows.len(), found.whole().is_some(), all),
    }
}

/// What the pane is for and which key fills it (U8).
fn nothing(pane: &Backlog, pen: &mut Pen<'_>) {
    let ctx = pen.ctx();
    let add = ctx.key(Command::ItemAdd);
    let Totals { open: _, finished, dropped } = pane.totals;
    let lines = if let Some(found) = &pane.found {
        let more = format!("Nothing among the first. Press {} to look further.", Command::Down);
        [
            format!("No item passes \"{}\".", pane.filtering.text()),
            if found.whole().is_some() { "Every word and every term must hold.".to_owned() } else { more },
            format!("Press {} to clear the filter.", Command::Back),
        ]
    } else if finished + dropped > 0 {
        [
            format!("No open items: {finished} finished, {dropped} dropped."),
            format!("Press {add} to add an item."),
            format!("Press {} to find the finished ones too.", Command::Find),
        ]
    } else {
        [
            "The backlog is empty. It lists what the team may do, the most important first.".to_owned(),
            format!("Press {add} to add the first item."),
            "`standfast import FILE` reads a Jira export or any CSV.".to_owned(),
        ]
    };
    let from = pen.height().saturating_sub(3) / 3;
    for (y, line) in (from..).zip(&lines) {
        let role = if y == from { Role::Text } else { Role::Dim };
        pen.text(4, y, pen.width().saturating_sub(5), line, role);
    }
}

impl Backlog {
    /// How many items are open.
    pub(super) fn open(&self) -> usize {
        usize::try_from(self.totals.open).unwrap_or(0)
    }

    /// `next two sprints 40 % ready`.
    pub(super) fn ahead_words(&self) -> String {
        match self.ahead.percent {
            Some(percent) => format!("next two sprints {percent} % ready"),
            None => String::new(),
        }
    }

    /// The same as a heading: how many items of how many, and over how many points.
    pub(super) fn ahead_title(&self) -> String {
        let ready = self.ahead.items.iter().filter(|row| row.not_ready.is_empty()).count();
        let all = self.ahead.items.len();
        let points =
            self.ahead.points.map_or_else(String::new, |points: Points| format!(", about {}", points.in_words()));
        format!("Next two sprints{points}: {ready} of {all} items ready")
    }
}
