//! The frame of a layer: centred, inside the screen whatever its size.

use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A rectangle of at most that size in the middle of the screen, one column and row away from its edges if there is room.
pub fn centered(screen: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(screen.width.saturating_sub(2)).max(screen.width.min(12));
    let height = height.min(screen.height.saturating_sub(2)).max(screen.height.min(3));
    let x = screen.x + (screen.width - width) / 2;
    let y = screen.y + (screen.height - height) / 2;
    Rect::new(x, y, width, height).intersection(screen)
}

/// What is inside the frame of a popup that covers `area`: two columns and a row less on every side.
pub fn inside(area: Rect) -> Rect {
    Rect::new(
        area.x.saturating_add(2),
        area.y.saturating_add(1),
        area.width.saturating_sub(4),
        area.height.saturating_sub(2),
    )
}

/// Draws frame and ground; returns what is inside.
///
/// ```text
/// ╭ title ───────────────── note ╮
/// │                              │
/// ╰──────────────────────────────╯
/// ```
pub fn render(frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, title: &str, note: &str) -> Rect {
    let area = area.intersection(frame.area());
    let set = ctx.glyphs.border;
    let mut pen = Pen::new(frame, area, ctx);
    pen.clear(Role::Popup);
    let (right, bottom) = (area.width.saturating_sub(1), area.height.saturating_sub(1));
    pen.rule(0, 0, area.width, set.horizontal_top, Role::Frame);
    pen.rule(0, bottom, area.width, set.horizontal_bottom, Role::Frame);
    for y in 1..bottom {
        pen.rule(0, y, 1, set.vertical_left, Role::Frame);
        pen.rule(right, y, 1, set.vertical_right, Role::Frame);
    }
    for (x, y, sign) in [
        (0, 0, set.top_left),
        (right, 0, set.top_right),
        (0, bottom, set.bottom_left),
        (right, bottom, set.bottom_right),
    ] {
        pen.rule(x, y, 1, sign, Role::Frame);
    }
    let room = area.width.saturating_sub(4);
    let used = pen.text(1, 0, room, &format!(" {title} "), Role::Frame);
    if !note.is_empty() {
        let words = format!(" {note} ");
        pen.right(right.saturating_sub(1), 0, room.saturating_sub(used + 1), &words, Role::Frame);
    }
    inside(area)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_popup_is_always_on_the_screen(x in 0u16..9, y in 0u16..9, w in 0u16..200, h in 0u16..90, pw in 0u16..300, ph in 0u16..200) {
            let screen = Rect::new(x, y, w, h);
            let popup = centered(screen, pw, ph);
            prop_assert_eq!(popup.intersection(screen), popup);
        }
    }
}
