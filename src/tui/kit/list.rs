//! A cursor over a long list of which only a window is held.

use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use ratatui::layout::Rect;

/// Which rows of a list are in sight, and which one is under the cursor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// How many rows the list has.
    pub total: usize,
    /// The row under the cursor, from 0.
    pub cursor: usize,
    /// The first row in sight.
    pub top: usize,
    /// How many rows fit.
    pub height: usize,
}

impl Window {
    /// Another number of rows; the cursor stays inside.
    pub fn set_total(&mut self, total: usize) {
        self.total = total;
        self.follow();
    }

    /// Another height.
    pub fn set_height(&mut self, height: u16) {
        self.height = usize::from(height);
        self.follow();
    }

    /// Puts the cursor on a row and brings it into sight.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = row;
        self.follow();
    }

    /// Moves the cursor by a number of rows.
    pub fn go_by(&mut self, rows: isize) {
        self.go_to(self.cursor.saturating_add_signed(rows));
    }

    /// Turns the wheel: the rows move, the cursor stays in sight.
    pub fn scroll_by(&mut self, rows: isize) {
        self.top = self.top.saturating_add_signed(rows).min(self.total.saturating_sub(self.height));
        self.cursor = self.cursor.clamp(self.top, (self.top + self.height).saturating_sub(1).max(self.top));
        self.follow();
    }

    /// A command that moves; whether it was one.
    pub fn step(&mut self, command: Command) -> bool {
        let page = isize::try_from(self.height.saturating_sub(1).max(1)).unwrap_or(1);
        match command {
            Command::Up | Command::PickUp | Command::FilterUp => self.go_by(-1),
            Command::Down | Command::PickDown | Command::FilterDown => self.go_by(1),
            Command::PageUp | Command::PickPageUp => self.go_by(-page),
            Command::PageDown | Command::PickPageDown => self.go_by(page),
            Command::Top => self.go_to(0),
            Command::Bottom => self.go_to(usize::MAX),
            _ => return false,
        }
        true
    }

    /// The rows in sight.
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.top..self.total.min(self.top + self.height)
    }

    /// The row that stands at a place of the screen, when the list is drawn in `area`.
    pub fn row_at(&self, mouse: Mouse, area: Rect) -> Option<usize> {
        let inside = area.contains((mouse.x, mouse.y).into());
        let row = self.top + usize::from(mouse.y.saturating_sub(area.y));
        (inside && row < self.total).then_some(row)
    }

    /// The mouse over a list drawn in `area`: the wheel scrolls, a press moves the cursor. Returns the row pressed.
    pub fn mouse(&mut self, mouse: Mouse, area: Rect) -> Option<usize> {
        match mouse.act {
            MouseAct::Wheel(by) => {
                self.scroll_by(isize::from(by));
                None
            }
            MouseAct::Press => {
                let row = self.row_at(mouse, area)?;
                self.go_to(row);
                Some(row)
            }
            MouseAct::Drag | MouseAct::Release => None,
        }
    }

    fn follow(&mut self) {
        self.cursor = self.cursor.min(self.total.saturating_sub(1));
        let last_top = self.total.saturating_sub(self.height);
        self.top = self.top.min(self.cursor).min(last_top);
        if self.height > 0 && self.cursor >= self.top + self.height {
            self.top = self.cursor + 1 - self.height;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cursor_is_always_in_sight(total in 0usize..50, height in 0u16..20, steps in prop::collection::vec(-60isize..60, 0..30)) {
            let mut window = Window::default();
            window.set_height(height);
            window.set_total(total);
            for (at, by) in steps.into_iter().enumerate() {
                if at % 3 == 0 { window.scroll_by(by) } else { window.go_by(by) }
                prop_assert!(window.cursor < total.max(1));
                prop_assert!(window.rows().end <= total);
                prop_assert!(height == 0 || total == 0 || window.rows().contains(&window.cursor));
            }
        }
    }

    #[test]
    fn a_page_keeps_one_row_in_sight() {
        let mut window = Window { total: 100, height: 10, ..Window::default() };
        assert!(window.step(Command::PageDown));
        assert_eq!((window.cursor, window.top), (9, 0));
        window.step(Command::PageDown);
        assert_eq!((window.cursor, window.top), (18, 9));
        window.step(Command::Bottom);
        assert_eq!((window.cursor, window.top), (99, 90));
    }
}
