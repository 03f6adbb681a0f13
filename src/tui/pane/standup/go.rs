//! Going about in the standup: up and down on the page, left and right among the people or the stops.

use super::page::Spot;
use super::{Entry, Standup, draw};
use crate::app::Standfast;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::view::Next;

impl Standup {
    /// Keeps the line under the cursor in sight, with the heading above the first one.
    pub(super) fn follow(&mut self) {
        let height = usize::from(draw::places(self.area, self).page.height).max(1);
        let first = self.lines.iter().position(|line| line.spot.is_some());
        let last = self.lines.iter().rposition(|line| line.spot.is_some());
        if Some(self.cursor) == first {
            self.top = 0;
        }
        self.top = self.top.min(self.cursor);
        let below = if Some(self.cursor) == last { self.lines.len().saturating_sub(1) } else { self.cursor + 1 };
        let below = below.min(self.cursor + height - 1);
        self.top = self.top.max((below + 1).saturating_sub(height));
    }

    /// Reads the item under the cursor: what is done to items is done to it.
    pub(super) fn look_up(&mut self, standfast: &Standfast) -> Result<()> {
        self.row = match self.spot() {
            Some(Spot::Item(key)) => Some(standfast.item(key)?.row),
            _ => None,
        };
        Ok(())
    }

    pub(super) fn show(&mut self, entry: Entry, standfast: &Standfast) -> Result<Next> {
        if self.shown != entry {
            self.shown = entry;
            (self.cursor, self.top) = (0, 0);
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
                let moved = self.step_lines(command);
                self.follow();
                self.look_up(standfast)?;
                return Ok(moved);
            }
        };
        if let Some(entry) = to.and_then(|to| self.entries.get(to)).cloned() {
            let _ = self.show(entry, standfast)?;
        }
        Ok(true)
    }

    pub(super) fn step_lines(&mut self, command: Command) -> bool {
        let spots: Vec<usize> =
            self.lines.iter().enumerate().filter(|(_, line)| line.spot.is_some()).map(|(at, _)| at).collect();
        let here = spots.iter().position(|at| *at == self.cursor).unwrap_or(0);
        let to = match command {
            Command::Up => here.saturating_sub(1),
            Command::Down => here + 1,
            Command::PageUp => here.saturating_sub(5),
            Command::PageDown => here + 5,
            Command::Top => 0,
            Command::Bottom => usize::MAX,
            _ => return false,
        };
        self.cursor = spots.get(to.min(spots.len().saturating_sub(1))).copied().unwrap_or(0);
        true
    }
}
