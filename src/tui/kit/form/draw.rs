//! How a form looks, and which field is where.
//!
//! ```text
//! ╭ Edit PAY-12 ───────────────────────────────────────╮
//! │ Title        Agents recover after a network split  │
//! │ Points       5             5 points                │
//! │ Due          fri           Fri 27 Nov              │
//! │ Criteria     ✓ A split of 30 s loses no task       │
//! │              ○ …                                   │
//! ╰────────────────────────────────────────────────────╯
//! ```

use super::checklist::Checklist;
use super::complete::Complete;
use super::field::{Body, Field};
use super::{Form, Refused};
use crate::domain::text;
use crate::tui::event::Mouse;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The widest a form gets.
const WIDEST: u16 = 92;
/// The columns of a field whose meaning is echoed beside it.
const SHORT: u16 = 26;
/// The most rows of a field of several lines.
const TALLEST: u16 = 8;

impl Form {
    /// Where the form wants to be on a screen.
    pub(super) fn wanted(&self, screen: Rect) -> Rect {
        let width = screen.width.saturating_sub(4).min(WIDEST);
        let inner = width.saturating_sub(4);
        let fields: u16 = (0..self.fields.len()).map(|at| self.rows_of(at, inner)).sum();
        let refusal = self.general_refusal().map_or(0, |refusal| refusal_lines(refusal, inner).len() + 1);
        let rows = fields.saturating_add(u16::try_from(refusal).unwrap_or(0)).saturating_add(2);
        let airy = rows.saturating_add(self.gaps());
        popup::centered(screen, width, if airy + 2 <= screen.height { airy } else { rows })
    }

    /// The rows that air the fields: one above, one below, one between any two.
    fn gaps(&self) -> u16 {
        u16::try_from(self.fields.len()).unwrap_or(0) + 1
    }

    /// Whether the fields are aired: there is room for all of them and the gaps.
    fn is_airy(&self, inner: Rect) -> bool {
        let fields: u16 = (0..self.fields.len()).map(|at| self.rows_of(at, inner.width)).sum();
        let refusal = self.general_refusal().map_or(0, |refusal| refusal_rows(refusal, inner.width) + 1);
        fields.saturating_add(refusal).saturating_add(self.gaps()) <= inner.height
    }

    /// Where each field in sight begins, from the top of `inner`.
    fn tops(&self, inner: Rect) -> Vec<(usize, u16)> {
        let gap = u16::from(self.is_airy(inner));
        let mut y = gap;
        let mut tops = Vec::new();
        for at in self.top..self.fields.len() {
            tops.push((at, y));
            y = y.saturating_add(self.rows_of(at, inner.width) + gap);
        }
        tops
    }

    /// Gives the fields their sizes inside `area` and brings the one with the focus into sight.
    pub(super) fn fit(&mut self, area: Rect) {
        let width = self.field_width(area.width);
        for field in &mut self.fields {
            if let Body::Lines(lines) = &mut field.body {
                let height = lines.height(width, TALLEST).max(3);
                lines.set_size(width, height);
            }
        }
        let room = area.height;
        self.top = self.top.min(self.here);
        while self.top < self.here {
            let used: u16 = (self.top..=self.here).map(|at| self.rows_of(at, area.width)).sum();
            if used <= room {
                break;
            }
            self.top += 1;
        }
    }

    /// A press of the mouse goes to the field under it.
    pub(super) fn press(&mut self, mouse: Mouse, area: Rect) {
        let Some(row) = mouse.y.checked_sub(area.y) else { return };
        let left = area.x + self.label_width();
        let width = self.field_width(area.width);
        let tops = self.tops(area);
        let Some((at, y)) = tops.into_iter().rfind(|(at, y)| *y <= row && row < y + self.rows_of(*at, area.width))
        else {
            return;
        };
        if let Some(field) = self.fields.get_mut(self.here) {
            field.leave();
        }
        self.here = at;
        let Some(field) = self.fields.get_mut(at) else { return };
        if let Body::Criteria(list) = &mut field.body {
            list.here = usize::from(row - y).min(list.rows.len().saturating_sub(1));
        }
        if let (Some(line), Some(column)) = (field.typed_line(), mouse.x.checked_sub(left)) {
            line.click(column, width);
        }
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, &self.title, "");
        let mut pen = Pen::new(frame, inner, ctx);
        let mut caret = None;
        let mut list = None;
        let mut below = 0;
        for (at, y) in self.tops(inner) {
            let Some(field) = self.fields.get(at).filter(|_| y < inner.height) else { break };
            let found = self.draw_field(&mut pen, y, at, field, ctx.on_top);
            if at == self.here {
                caret = found;
                list = suggestions(field).map(|complete| (y, complete));
            }
            below = y + self.rows_of(at, inner.width);
        }
        if let Some(refusal) = self.general_refusal() {
            let lines = refusal_lines(refusal, inner.width);
            let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
            let from = pen.height().saturating_sub(rows).min(below + 1);
            draw_refusal(&mut pen, from, 0, &lines);
        }
        if let Some((y, complete)) = list {
            draw_suggestions(&mut pen, self.label_width(), y, complete);
        }
        if let Some(place) = caret.filter(|_| ctx.on_top) {
            frame.set_cursor_position(place);
        }
    }

    /// Draws label, field, echo and refusal of one field; returns where typing goes.
    fn draw_field(&self, pen: &mut Pen<'_>, y: u16, at: usize, field: &Field, on_top: bool) -> Option<(u16, u16)> {
        let here = at == self.here && on_top;
        let left = self.label_width();
        let width = self.field_width(pen.width());
        pen.text(0, y, left.saturating_sub(1), field.label, if at == self.here { Role::Strong } else { Role::Dim });
        let role = if here { Role::FieldHere } else { Role::Field };
        let caret = match &field.body {
            Body::Line(line) => line.render(pen, left, y, width, role),
            Body::Checked(line, _) | Body::Date(line, ..) => line.render(pen, left, y, width.min(SHORT), role),
            Body::Complete(complete) => complete.line.render(pen, left, y, width, role),
            Body::Choice { options, at } => draw_choice(pen, left, y, options, *at, here),
            Body::Lines(lines) => lines.render(pen, left, y, (width, lines.height(width, TALLEST).max(3)), role),
            Body::Criteria(list) => draw_criteria(pen, left, y, width, list, here),
        };
        let empty = field.text().trim().trim_start_matches("[ ]").is_empty();
        if let Some(echo) = field.echo() {
            let (words, role) = match echo {
                Ok(words) => (words, Role::Note),
                Err(words) => (words, Role::Warn),
            };
            pen.text(left + SHORT.min(width) + 2, y, width.saturating_sub(SHORT + 2), &words, role);
        } else if empty && !field.hint.is_empty() {
            let indent = hint_indent(field);
            pen.text(left + indent, y, width.saturating_sub(indent), field.hint, Role::Dim);
        }
        if let Some(refusal) = self.refusal.as_ref().filter(|refusal| refusal.field == Some(at)) {
            let below = y + self.rows_of(at, pen.width()) - refusal_rows(refusal, width);
            draw_refusal(pen, below, left, &refusal_lines(refusal, width));
        }
        caret
    }

    /// How many rows a field takes, its refusal with it.
    fn rows_of(&self, at: usize, inner: u16) -> u16 {
        let width = self.field_width(inner);
        let rows = match self.fields.get(at).map(|field| &field.body) {
            Some(Body::Lines(lines)) => lines.height(width, TALLEST).max(3),
            Some(Body::Criteria(list)) => u16::try_from(list.rows.len()).unwrap_or(u16::MAX).clamp(1, TALLEST),
            _ => 1,
        };
        let refused = self.refusal.as_ref().filter(|refusal| refusal.field == Some(at));
        rows + refused.map_or(0, |refusal| refusal_rows(refusal, width))
    }

    fn label_width(&self) -> u16 {
        let longest = self.fields.iter().map(|field| text::width(field.label)).max().unwrap_or(0);
        u16::try_from(longest).unwrap_or(20).min(20) + 2
    }

    fn field_width(&self, inner: u16) -> u16 {
        inner.saturating_sub(self.label_width()).max(1)
    }

    fn general_refusal(&self) -> Option<&Refused> {
        self.refusal.as_ref().filter(|refusal| refusal.field.is_none())
    }
}

/// The hint of a field is behind its caret, and behind the mark of a criterion.
fn hint_indent(field: &Field) -> u16 {
    match field.body {
        Body::Criteria(_) => 3,
        Body::Checked(..) | Body::Date(..) => SHORT + 2,
        _ => 1,
    }
}

fn refusal_lines(refusal: &Refused, width: u16) -> Vec<String> {
    let wide = usize::from(width.max(8));
    let mut lines: Vec<String> =
        textwrap::wrap(&text::clean(&refusal.message), wide).into_iter().map(Into::into).collect();
    lines.extend(refusal.details.iter().take(6).map(|detail| format!("- {}", text::clean(detail))));
    if refusal.details.len() > 6 {
        lines.push(format!("and {} more", refusal.details.len() - 6));
    }
    lines
}

fn refusal_rows(refusal: &Refused, width: u16) -> u16 {
    u16::try_from(refusal_lines(refusal, width).len()).unwrap_or(u16::MAX)
}

fn draw_refusal(pen: &mut Pen<'_>, y: u16, x: u16, lines: &[String]) {
    for (row, line) in (y..).zip(lines) {
        pen.text(x, row, pen.width(), line, Role::Bad);
    }
}

fn draw_choice(pen: &mut Pen<'_>, x: u16, y: u16, options: &[String], chosen: usize, here: bool) -> Option<(u16, u16)> {
    let glyphs = pen.ctx().glyphs;
    let mut column = x;
    let mut caret = None;
    for (at, option) in options.iter().enumerate() {
        let (mark, role) = match (at == chosen, here) {
            (true, true) => (glyphs.selected, Role::FieldHere),
            (true, false) => (glyphs.selected, Role::Text),
            (false, _) => (glyphs.open, Role::Dim),
        };
        if at == chosen {
            caret = pen.place(column, y);
        }
        let room = pen.width().saturating_sub(column);
        column += pen.text(column, y, room, &format!("{mark} {option} "), role) + 1;
    }
    caret
}

fn draw_criteria(pen: &mut Pen<'_>, x: u16, y: u16, width: u16, list: &Checklist, here: bool) -> Option<(u16, u16)> {
    let glyphs = pen.ctx().glyphs;
    let shown = usize::from(TALLEST);
    let first = (list.here + 1).saturating_sub(shown);
    let mut caret = None;
    for ((at, (line, met)), row) in list.rows.iter().enumerate().skip(first).take(shown).zip(y..) {
        let (mark, sign) = if *met { (glyphs.done, Role::Good) } else { (glyphs.open, Role::Dim) };
        pen.text(x, row, 2, mark, sign);
        let role = if here && at == list.here { Role::FieldHere } else { Role::Field };
        let place = line.render(pen, x + 2, row, width.saturating_sub(2), role);
        if at == list.here {
            caret = place;
        }
    }
    caret
}

fn suggestions(field: &Field) -> Option<&Complete> {
    if let Body::Complete(complete) = &field.body { Some(complete).filter(|c| !c.list.is_empty()) } else { None }
}

/// The list below its field, or above it if there is no room below.
fn draw_suggestions(pen: &mut Pen<'_>, x: u16, y: u16, complete: &Complete) {
    let rows = u16::try_from(complete.list.len()).unwrap_or(0);
    let from = if y + 1 + rows <= pen.height() { y + 1 } else { y.saturating_sub(rows) };
    let width = pen.width().saturating_sub(x);
    for ((at, option), row) in complete.list.iter().enumerate().zip(from..) {
        let role = if complete.at == Some(at) { Role::Cursor } else { Role::CursorAway };
        pen.fill(x, row, width, role);
        let (taken, explained) = option.split_once('\t').unwrap_or((option, ""));
        let used = pen.text(x + 1, row, width.saturating_sub(2), taken, role);
        pen.text(x + used + 3, row, width.saturating_sub(used + 4), explained, role);
    }
}
