//! What is if there is nothing yet: what the place is for, and which key fills it (U8).

use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a title, what it is for, and the keys that help, in the middle of `area`.
pub fn render(frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, title: &str, about: &str, keys: &[(Command, &str)]) {
    let width = area.width.saturating_sub(4).min(60);
    let about: Vec<_> = textwrap::wrap(about, usize::from(width.max(8)));
    let rows = 2 + about.len() + if keys.is_empty() { 0 } else { 1 + keys.len() };
    let rows = u16::try_from(rows).unwrap_or(area.height).min(area.height);
    let place = Rect::new(area.x + (area.width - width) / 2, area.y + (area.height - rows) / 3, width, rows);
    let mut pen = Pen::new(frame, place, ctx);
    pen.text(0, 0, width, title, Role::Heading);
    let mut y = 2;
    for line in about {
        pen.text(0, y, width, &line, Role::Text);
        y += 1;
    }
    y += 1;
    let column = keys.iter().map(|(command, _)| text::width(&ctx.key(*command))).max().unwrap_or(0);
    let column = u16::try_from(column).unwrap_or(8);
    for (command, words) in keys {
        pen.text(0, y, column, &ctx.key(*command), Role::Strong);
        pen.text(column + 2, y, width.saturating_sub(column + 2), words, Role::Dim);
        y += 1;
    }
}
