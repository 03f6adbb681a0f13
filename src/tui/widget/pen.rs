//! Writing into a part of the screen: clipped, clean, and by role.

use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use ratatui::Frame;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws inside one area; columns and rows count from its top left corner. What falls outside is left out.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    ctx: &'a Ctx<'a>,
}

impl<'a> Pen<'a> {
    /// A pen for `area` as far as it is on the screen.
    pub fn new(frame: &'a mut Frame<'_>, area: Rect, ctx: &'a Ctx<'a>) -> Self {
        Self::on(frame.buffer_mut(), area, ctx)
    }

    /// A pen for a part of a buffer.
    pub fn on(buffer: &'a mut Buffer, area: Rect, ctx: &'a Ctx<'a>) -> Self {
        let area = area.intersection(buffer.area);
        Self { buffer, area, ctx }
    }

    /// How many columns there are.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// How many rows there are.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// What drawing may know.
    pub fn ctx(&self) -> &'a Ctx<'a> {
        self.ctx
    }

    /// The place on the screen of a column and row, if it is inside.
    pub fn place(&self, x: u16, y: u16) -> Option<(u16, u16)> {
        (x < self.area.width && y < self.area.height).then_some((self.area.x + x, self.area.y + y))
    }

    /// Writes one clean line of at most `width` columns; returns the columns used.
    pub fn text(&mut self, x: u16, y: u16, width: u16, words: &str, role: Role) -> u16 {
        self.styled(x, y, width, words, self.ctx.style(role))
    }

    /// The same with a style of its own.
    pub fn styled(&mut self, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
        let Some((left, top)) = self.place(x, y) else { return 0 };
        let room = width.min(self.area.width - x);
        let words = self.ctx.keymap.spell(words);
        let words = text::fit_with(&words, usize::from(room), self.ctx.glyphs.more);
        if !words.is_ascii() {
            let (end, _) = self.buffer.set_stringn(left, top, words, usize::from(room), style);
            return end - left;
        }
        // Clean ASCII takes one cell a character, so nothing has to be measured or divided.
        let mut used = 0;
        for (cell, c) in self.stretch(x, y, room).iter_mut().zip(words.chars()) {
            cell.set_char(c).set_style(style);
            used += 1;
        }
        used
    }

    /// Writes a line so that it ends before column `end`; returns the column at which it begins.
    pub fn right(&mut self, end: u16, y: u16, width: u16, words: &str, role: Role) -> u16 {
        let end = end.min(self.area.width);
        let words = &self.ctx.keymap.spell(words);
        let wide = u16::try_from(text::width(&text::clean(words))).unwrap_or(u16::MAX).min(width).min(end);
        self.text(end - wide, y, wide, words, role);
        end - wide
    }

    /// Several words after one another with their roles; returns the column behind the last.
    pub fn run(&mut self, x: u16, y: u16, width: u16, words: &[(&str, Role)]) -> u16 {
        let end = x.saturating_add(width);
        words.iter().fold(x, |at, (word, role)| at + self.text(at, y, end.saturating_sub(at), word, *role))
    }

    /// Gives a stretch of one row the style of a role and keeps its characters.
    pub fn tint(&mut self, x: u16, y: u16, width: u16, role: Role) {
        let stretch = Rect::new(self.area.x + x.min(self.area.width), self.area.y + y.min(self.area.height), width, 1);
        self.buffer.set_style(stretch.intersection(self.area), self.ctx.style(role));
    }

    /// Empties a stretch of one row and gives it the style of a role; a role without a ground keeps the one that is there.
    pub fn fill(&mut self, x: u16, y: u16, width: u16, role: Role) {
        let style = self.ctx.style(role);
        for cell in self.stretch(x, y, width) {
            let ground = cell.bg;
            cell.reset();
            cell.set_bg(ground).set_style(style);
        }
    }

    /// Empties the whole area, whatever was there, and gives it the style of a role.
    pub fn clear(&mut self, role: Role) {
        let mut empty = Cell::EMPTY;
        empty.set_style(self.ctx.style(role));
        for y in 0..self.area.height {
            self.stretch(0, y, self.area.width).fill(empty.clone());
        }
    }

    /// Repeats a sign over a stretch of one row.
    pub fn rule(&mut self, x: u16, y: u16, width: u16, sign: &str, role: Role) {
        let style = self.ctx.style(role);
        for cell in self.stretch(x, y, width) {
            cell.set_symbol(sign).set_style(style);
        }
    }

    /// The cells of a stretch of one row, as far as it is inside.
    fn stretch(&mut self, x: u16, y: u16, width: u16) -> &mut [Cell] {
        let Some((left, top)) = self.place(x, y) else { return &mut [] };
        let start = self.buffer.index_of(left, top);
        let end = start + usize::from(width.min(self.area.width - x));
        self.buffer.content.get_mut(start..end).unwrap_or_default()
    }

    /// A pen for a part of this one's area.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Pen<'_> {
        let inner = Rect::new(self.area.x.saturating_add(x), self.area.y.saturating_add(y), width, height);
        Pen { area: inner.intersection(self.area), buffer: self.buffer, ctx: self.ctx }
    }
}
