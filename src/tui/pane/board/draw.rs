//! How the board looks, and what is where on it.
//!
//! ```text
//!  todo  2 · 5 pts       │ doing  3/2 ! over     │ review  1 · 3 pts     │ › done 4
//! ───────────────────────┼───────────────────────┼───────────────────────┤
//! ▌PAY-12              5 │ PAY-7               3 │ PAY-4               3 │
//!  Agents recover after  │ Rotate keys           │ …                     │
//!  a network split       │ ana · 4d     ! stuck  │
//!  ana · today           │
//! ```

use super::narrow::Person;
use super::{Board, Column};
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{actions, empty};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The narrowest that a column gets, with the line beside it.
const NARROWEST: u16 = 20;
/// The rows above the cards: the status, a line.
const HEAD: u16 = 2;

/// Which columns are in sight, and where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Grid {
    area: Rect,
    first: usize,
    shown: usize,
    total: usize,
}

impl Grid {
    /// Sets out `total` columns over `area`, from the column `first` on.
    pub fn new(area: Rect, total: usize, first: usize) -> Self {
        let fit = usize::from(area.width / NARROWEST).max(1);
        let shown = fit.min(total);
        Self { area, first: first.min(total - shown), shown, total }
    }

    /// The first column in sight.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Brings a column into sight.
    pub fn show(&mut self, column: usize) {
        self.first = self.first.min(column);
        if column >= self.first + self.shown {
            self.first = (column + 1).saturating_sub(self.shown);
        }
    }

    /// The width of a column without the line beside it.
    pub fn width(&self) -> u16 {
        let shown = u16::try_from(self.shown.max(1)).unwrap_or(1);
        (self.area.width / shown).saturating_sub(1)
    }

    /// The rows for cards.
    pub fn height(&self) -> usize {
        usize::from(self.area.height.saturating_sub(HEAD))
    }

    /// The columns in sight with their places; the last one takes what is left over.
    fn places(&self) -> impl Iterator<Item = (usize, Rect)> {
        let Self { area, first, shown, .. } = *self;
        let step = self.width() + 1;
        (0..shown).map(move |n| {
            let x = area.x + u16::try_from(n).unwrap_or(0) * step;
            let width = if n + 1 == shown { area.right().saturating_sub(x) } else { step - 1 };
            (first + n, Rect { x, width, ..area })
        })
    }

    /// The column under the mouse.
    pub fn column_at(&self, mouse: Mouse) -> Option<usize> {
        self.places().find(|(_, place)| place.contains((mouse.x, mouse.y).into())).map(|(at, _)| at)
    }

    /// The card under the mouse in a column.
    pub fn card_at(&self, mouse: Mouse, at: usize, column: &Column) -> Option<usize> {
        let (_, place) = self.places().find(|(other, _)| *other == at)?;
        let row = usize::from(mouse.y.checked_sub(place.y + HEAD)?);
        self.cards(column).find(|(_, y, height)| (*y..y + height).contains(&row)).map(|(card, ..)| card)
    }

    /// The cards in sight: their places in the column, first rows and heights.
    fn cards<'a>(&self, column: &'a Column) -> impl Iterator<Item = (usize, usize, usize)> + use<'a> {
        let room = self.height();
        column
            .cards
            .iter()
            .enumerate()
            .skip(column.top)
            .scan(0, |y, (at, card)| {
                let place = (at, *y, card.height());
                *y += card.height();
                Some(place)
            })
            .take_while(move |(_, y, height)| y + height <= room + 1)
    }
}

impl Board {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if !self.locked {
            let about = "The board shows the items of the sprint under way, a column for each status. \
                         It fills when a sprint is locked.";
            let mut keys = vec![(Command::Tab3, "plan and lock a sprint"), (Command::Tab4, "look through the backlog")];
            if self.sprints.closed {
                keys.push((Command::SprintReport, "read the report of the last one"));
            }
            return empty::render(frame, area, ctx, "No sprint is locked", about, &keys);
        }
        let below = actions::height(&self.actions, area.height);
        let strip = Rect { y: area.bottom().saturating_sub(below), height: below, ..area };
        actions::render(&mut Pen::new(frame, strip, ctx), &self.actions);
        let mut pen = Pen::new(frame, Rect { height: self.filtering.rows().min(area.height), ..area }, ctx);
        if let (_, Some(place)) = self.filtering.render(&mut pen, 1, area.width.saturating_sub(2), &self.counted()) {
            frame.set_cursor_position(place);
        }
        let last = self.grid.first + self.grid.shown;
        for (at, place) in self.grid.places() {
            let Some(column) = self.columns.get(at) else { continue };
            let mut pen = Pen::new(frame, place, ctx);
            self.draw_head(&mut pen, at, column);
            self.draw_cards(&mut pen.part(0, HEAD, place.width, place.height.saturating_sub(HEAD)), at, column);
            if at + 1 < last {
                let mut pen = Pen::new(frame, Rect { x: place.right(), width: 1, ..place }, ctx);
                for y in 0..place.height {
                    pen.rule(0, y, 1, ctx.glyphs.bar, Role::Border);
                }
            }
        }
    }

    /// The status, how many items stand in it and against which limit; at the edges, what is out of sight.
    fn draw_head(&self, pen: &mut Pen<'_>, at: usize, column: &Column) {
        let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
        let over_it = self.held.as_ref().is_some_and(|held| held.over == at && held.from != at);
        let here = self.here == at && pen.ctx().on_top;
        let role = if here || over_it { Role::Heading } else { Role::Strong };
        pen.rule(0, 1, width, glyphs.rule, if here || over_it { Role::Heading } else { Role::Border });
        let mut x = 1;
        let hidden = |columns: &[Column]| columns.iter().map(|column| column.count).sum::<usize>();
        if at == self.grid.first && at > 0 {
            let words = format!("{}{} ", glyphs.left, hidden(self.columns.get(..at).unwrap_or_default()));
            x += pen.text(x, 0, 5, &words, Role::Dim);
        }
        let mut end = width.saturating_sub(1);
        if at + 1 == self.grid.first + self.grid.shown && at + 1 < self.columns.len() {
            let rest = self.columns.get(at + 1..).unwrap_or_default();
            let next = rest.first().map_or("", |column| column.status.name.as_str());
            let words = format!(" {} {}{}", text::fit(next, 8), hidden(rest), glyphs.right);
            end = pen.right(end, 0, 14, &words, Role::Dim);
        }
        x += pen.text(x, 0, end.saturating_sub(x) / 2, &column.status.name, role);
        let (words, own) = self.load_words(column, glyphs.warn);
        x += 1 + pen.text(x + 1, 0, end.saturating_sub(x + 1), &words, own);
        if column.count > 0 && column.status.wip_limit.is_none_or(|limit| column.count <= limit as usize) {
            let points = format!(" {} {} pts", glyphs.dot, column.points);
            if x + 9 < end {
                pen.text(x, 0, end.saturating_sub(x), &points, Role::Dim);
            }
        }
        if column.top > 0 {
            let words = format!(" {}{} ", glyphs.up, column.top);
            pen.right(width.saturating_sub(1), 1, 6, &words, Role::Dim);
        }
        if over_it {
            let words = format!(" drop to move to {} ", text::clean(&column.status.name));
            pen.text(1, 1, width.saturating_sub(2), &words, Role::Heading);
        }
    }

    /// `3`, `3/4`, `4/4 full`, `5/4 ! over`; while a person's cards are shown, how many those are: `1 of 3/4`.
    fn load_words(&self, column: &Column, warn: &str) -> (String, Role) {
        let shown = column.cards.len();
        let count = if self.shown == Person::Everybody && self.filtering.filter().is_none() {
            column.count.to_string()
        } else {
            format!("{shown} of {}", column.count)
        };
        match column.status.wip_limit.map(|limit| limit as usize) {
            Some(limit) if column.count > limit => (format!("{count}/{limit} {warn} over"), Role::Bad),
            Some(limit) if column.count == limit => (format!("{count}/{limit} full"), Role::Warn),
            Some(limit) => (format!("{count}/{limit}"), Role::Dim),
            None => (count, Role::Dim),
        }
    }

    fn draw_cards(&self, pen: &mut Pen<'_>, at: usize, column: &Column) {
        let glyphs = pen.ctx().glyphs;
        let focused = self.here == at;
        let mut last = column.top;
        for (place, y, _) in self.grid.cards(column) {
            let Some(card) = column.cards.get(place) else { continue };
            let held = self.held.as_ref().is_some_and(|held| held.key == card.row.key && held.over != held.from);
            let ground = match (focused && place == column.cursor, held, pen.ctx().on_top) {
                (true, false, true) => Some(Role::Cursor),
                (true, ..) => Some(Role::CursorAway),
                _ => None,
            };
            card.draw(pen, u16::try_from(y).unwrap_or(u16::MAX), ground);
            last = place + 1;
        }
        let width = pen.width();
        let below = column.cards.len().saturating_sub(last);
        if below > 0 {
            let bottom = pen.height().saturating_sub(1);
            pen.right(width.saturating_sub(1), bottom, 12, &format!("{}{below} more", glyphs.down), Role::Dim);
        }
    }
}
