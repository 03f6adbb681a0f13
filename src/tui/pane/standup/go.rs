//! Going about in the standup: up and down on the page, left and right among the people or the stops.

use super::page::{Line, Spot};
use super::{Entry, Standup, draw};
use crate::app::Standfast;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::list::Window;
use crate::tui::view::Next;

impl Standup {
    /// Keeps the line under the cursor in sight.
    pub(super) fn follow(&mut self) {
        self.window.total = self.lines.len();
        self.window.set_height(draw::places(self.area, self).page.height);
        self.window.go_over(self.window.cursor, has_spot(&self.lines));
    }

    /// Reads the item under the cursor: what is done to items is done to it.
    pub(super) fn look_up(&mut self, standfast: &Standfast) -> Result<()> {
        self.row = match self.spot() {
            Some(Spot::Item(key)) => Some(standfast.listed_item(key)?),
            _ => None,
        };
        Ok(())
    }

    pub(super) fn show(&mut self, entry: Entry, standfast: &Standfast) -> Result<Next> {
        if self.shown != entry {
            self.shown = entry;
            self.window = Window::default();
            self.lines.clear();
            self.set_out(standfast)?;
        }
        Ok(Next::Nothing)
    }

    /// Goes up and down on the page, left and right among the people.
    pub(super) fn step(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        let here = self.place();
        let to = match command {
            Command::Left => here.checked_sub(1),
            Command::Right => Some(here + 1),
            _ => {
                let moved = self.window.step_over(command, has_spot(&self.lines));
                self.look_up(standfast)?;
                return Ok(moved);
            }
        };
        if let Some(entry) = to.and_then(|to| self.entries.get(to)).cloned() {
            let _ = self.show(entry, standfast)?;
        }
        Ok(true)
    }
}

/// Whether the line at a place can have the cursor.
pub(super) fn has_spot(lines: &[Line]) -> impl Fn(usize) -> bool + Copy {
    move |at| lines.get(at).is_some_and(|line| line.spot.is_some())
}
