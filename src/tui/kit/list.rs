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

    /// The row that is at a place of the screen, when the list is drawn in `area`.
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

    /// The mouse over a list drawn in `area`; whether it pressed the row that had the cursor, which opens it.
    pub fn opens(&mut self, mouse: Mouse, area: Rect) -> bool {
        let before = self.cursor;
        self.mouse(mouse, area) == Some(before)
    }

    /// A command that moves in a list of which only some rows can have the cursor, as those below a heading; whether it
    /// was one.
    pub fn step_over(&mut self, command: Command, can: impl Fn(usize) -> bool) -> bool {
        let (page, total) = (self.height.max(2) - 1, self.total);
        let to = match command {
            Command::Up => (0..self.cursor).rev().find(|at| can(*at)),
            Command::Down => (self.cursor + 1..total).find(|at| can(*at)),
            Command::PageUp => (0..=self.cursor.saturating_sub(page)).rev().find(|at| can(*at)),
            Command::PageDown => (self.cursor + page..total).find(|at| can(*at)),
            Command::Top | Command::Bottom => None,
            _ => return false,
        };
        let end = match command {
            Command::Up | Command::PageUp | Command::Top => (0..total).find(|at| can(*at)),
            _ => (0..total).rev().find(|at| can(*at)),
        };
        self.go_over(to.or(end).unwrap_or(0), can);
        true
    }

    /// The mouse over such a list; whether it pressed the row that had the cursor, which opens it.
    pub fn opens_over(&mut self, mouse: Mouse, area: Rect, can: impl Fn(usize) -> bool) -> bool {
        match mouse.act {
            MouseAct::Wheel(by) => drop(self.step_over(if by < 0 { Command::Up } else { Command::Down }, can)),
            MouseAct::Press => {
                let pressed = self.row_at(mouse, area).filter(|row| can(*row));
                let before = self.cursor;
                self.go_over(pressed.unwrap_or(before), can);
                return pressed == Some(before);
            }
            MouseAct::Drag | MouseAct::Release => {}
        }
        false
    }

    /// Puts the cursor on a row of such a list. What belongs to it comes into sight too: the rows down to the next that
    /// can have the cursor, and what is above the first.
    pub fn go_over(&mut self, row: usize, can: impl Fn(usize) -> bool) {
        self.go_to(row);
        let end = (self.cursor + 1..self.total).find(|at| can(*at)).unwrap_or(self.total);
        self.top = self.top.max(end.saturating_sub(self.height)).min(self.cursor);
        if !(0..self.cursor).any(&can) {
            self.top = self.top.min((self.cursor + 1).saturating_sub(self.height));
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

/// The first line in sight where a row may take several lines: every line of the row under the cursor is in sight.
pub fn first_line<T>(lines: &[T], is_of_cursor: impl Fn(&T) -> bool, height: u16) -> usize {
    let last = lines.iter().rposition(is_of_cursor).unwrap_or(0);
    // One more, which says that the list goes on; at the end there is none.
    let below = usize::from(last + 1 < lines.len());
    (last + 1 + below).saturating_sub(usize::from(height))
}

/// The line under the mouse where lines are drawn in `area` from `first` on.
pub fn line_at<T>(lines: &[T], first: usize, mouse: Mouse, area: Rect) -> Option<&T> {
    let inside = area.contains((mouse.x, mouse.y).into());
    lines.get(first + usize::from(mouse.y.saturating_sub(area.y))).filter(|_| inside)
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

    proptest! {
        #[test]
        fn only_rows_that_can_have_the_cursor_get_it(rows in prop::collection::vec(any::<bool>(), 1..40), height in 1u16..12, steps in prop::collection::vec(0usize..6, 0..20)) {
            let can = |at: usize| rows.get(at).is_some_and(|row| *row);
            let mut window = Window::default();
            window.set_height(height);
            window.set_total(rows.len());
            let moves = [Command::Up, Command::Down, Command::PageUp, Command::PageDown, Command::Top, Command::Bottom];
            window.step_over(Command::Top, can);
            for step in steps {
                prop_assert!(window.step_over(moves[step], can));
                prop_assert!(can(window.cursor) || !rows.contains(&true));
                prop_assert!(window.rows().contains(&window.cursor));
            }
        }
    }

    #[test]
    fn what_belongs_to_a_row_comes_into_sight_with_it() {
        // A heading, a row with two lines below it, a heading, a row.
        let can = |at: usize| at == 1 || at == 5;
        let mut window = Window { total: 6, height: 4, ..Window::default() };
        window.step_over(Command::Bottom, can);
        assert_eq!((window.cursor, window.top), (5, 2));
        window.step_over(Command::Up, can);
        assert_eq!((window.cursor, window.top), (1, 0));
        window.step_over(Command::Down, can);
        assert_eq!(window.cursor, 5);
        window.step_over(Command::Down, can);
        assert_eq!(window.cursor, 5);
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
