//! The rows of an item's page on the screen.

use super::page::{GUTTER, Mark, Page};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;

impl Page {
    /// Draws the rows from `top` on; `here` is the stop under the cursor.
    pub fn draw(&self, pen: &mut Pen<'_>, top: usize, here: Option<usize>) {
        let (glyphs, width) = (pen.ctx().glyphs, pen.width());
        for (y, row) in (0..pen.height()).zip(self.rows.iter().skip(top)) {
            let under = row.stop.is_some() && row.stop == here;
            if under {
                pen.fill(0, y, width, Role::Cursor);
                pen.text(0, y, 1, glyphs.cursor, Role::Cursor);
            }
            let (sign, role) = match row.mark {
                Mark::None | Mark::Bullet => ("", Role::Text),
                Mark::Done => (glyphs.done, Role::Good),
                Mark::Open => (glyphs.open, Role::Dim),
                Mark::Blocked => (glyphs.blocked, Role::Bad),
                Mark::Warn => (glyphs.warn, Role::Warn),
            };
            pen.text(2, y, 1, sign, if under { Role::Cursor } else { role });
            let mut x = GUTTER + row.x;
            if row.mark == Mark::Bullet {
                pen.text(x.saturating_sub(2), y, 1, glyphs.dot, Role::Dim);
            }
            for (words, role) in &row.words {
                x += pen.text(x, y, width.saturating_sub(x), words, if under { Role::Cursor } else { *role });
            }
            if let Some(command) = row.mend {
                mend(pen, y, x, command, under);
            }
        }
    }
}

/// The key that mends, at the right end of its row.
fn mend(pen: &mut Pen<'_>, y: u16, from: u16, command: Command, under: bool) {
    let (key, label) = (pen.ctx().key(command), command.row().label);
    let words = format!("{key} {label}");
    let wide = u16::try_from(crate::domain::text::width(&words)).unwrap_or(u16::MAX);
    let end = pen.width().saturating_sub(1);
    if !key.is_empty() && from + wide + 2 < end {
        let at = pen.right(end, y, wide, &words, if under { Role::Cursor } else { Role::Dim });
        if !under {
            pen.text(at, y, u16::try_from(key.len()).unwrap_or(1), &key, Role::Note);
        }
    }
}
