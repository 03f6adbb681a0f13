//! How much of a list there is above and below, on the right edge.

use crate::tui::kit::list::Window;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Draws a thumb on the right edge of a popup that covers `area`; nothing where everything is in sight.
pub fn render(frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>, window: &Window) {
    let track = Rect::new(area.right().saturating_sub(1), area.y + 1, 1, area.height.saturating_sub(2));
    in_column(frame, track, ctx, window);
}

/// Draws it into a column of its own.
pub fn in_column(frame: &mut Frame<'_>, track: Rect, ctx: &Ctx<'_>, window: &Window) {
    let Some((from, rows)) = thumb(usize::from(track.height), window) else { return };
    let mut pen = Pen::new(frame, track, ctx);
    for y in 0..track.height {
        let on = (from..from + rows).contains(&usize::from(y));
        let (sign, role) = if on { (ctx.glyphs.thumb, Role::Heading) } else { (ctx.glyphs.track, Role::Border) };
        pen.rule(0, y, 1, sign, role);
    }
}

/// The first row of the thumb and its length.
fn thumb(track: usize, window: &Window) -> Option<(usize, usize)> {
    if window.height == 0 || track == 0 || window.total <= window.height {
        return None;
    }
    let rows = (track * window.height / window.total).max(1);
    let hidden = window.total - window.height;
    Some(((track - rows) * window.top / hidden, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumb_begins_at_the_top_and_ends_at_the_bottom() {
        let window = |top| Window { total: 1_000_000, height: 20, top, cursor: top };
        assert_eq!(thumb(20, &window(0)), Some((0, 1)));
        assert_eq!(thumb(20, &window(999_980)), Some((19, 1)));
        assert_eq!(thumb(20, &Window { total: 20, height: 20, ..Window::default() }), None);
    }
}
