//! The mouse on the board: a card is taken, carried to another column and let go.

use super::Board;
use crate::app::Standfast;
use crate::error::Result;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::view::Next;

/// A card that the mouse holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub key: String,
    pub from: usize,
    /// The column the mouse is over.
    pub over: usize,
    /// Whether the press was on the card under the cursor, so that letting go opens it.
    again: bool,
}

impl Board {
    /// What the mouse does: it takes a card, carries it over the columns and lets it go.
    pub(super) fn held_by(&mut self, mouse: Mouse, standfast: &mut Standfast) -> Result<Next> {
        match mouse.act {
            MouseAct::Press => self.press(mouse),
            MouseAct::Drag => {
                if let (Some(held), Some(over)) = (&mut self.held, self.grid.column_at(mouse)) {
                    held.over = over;
                    held.again = false;
                }
            }
            MouseAct::Release => return self.release(mouse, standfast),
            MouseAct::Wheel(by) => self.wheel(mouse, by),
        }
        Ok(Next::Nothing)
    }

    fn press(&mut self, mouse: Mouse) {
        self.held = None;
        let Some(at) = self.grid.column_at(mouse) else { return };
        let before = self.row().map(|row| row.id);
        let place = self.columns.get(at).and_then(|column| self.grid.card_at(mouse, at, column));
        self.here = at;
        if let (Some(place), Some(column)) = (place, self.columns.get_mut(at)) {
            column.cursor = place;
            let row = self.row();
            let again = row.map(|row| row.id) == before;
            self.held = row.map(|row| Held { key: row.key.clone(), from: at, over: at, again });
        }
    }

    fn release(&mut self, mouse: Mouse, standfast: &mut Standfast) -> Result<Next> {
        let Some(held) = self.held.take() else { return Ok(Next::Nothing) };
        let Some(column) = self.grid.column_at(mouse).and_then(|at| self.columns.get(at).map(|column| (at, column)))
        else {
            return Ok(Next::Nothing);
        };
        match column {
            (at, column) if at != held.from => {
                let moved = standfast.move_item(&held.key, &column.status.name);
                // It is let go again when the write can be done.
                self.held = Some(held).filter(|_| moved.as_ref().is_err_and(|error| error.busy().is_some()));
                Ok(Next::from(moved?))
            }
            _ if held.again && held.over == held.from => Ok(Next::open_item(&held.key)),
            _ => Ok(Next::Nothing),
        }
    }

    fn wheel(&mut self, mouse: Mouse, by: i16) {
        let height = self.grid.height();
        if let Some(column) = self.grid.column_at(mouse).and_then(|at| self.columns.get_mut(at)) {
            column.cursor = column.cursor.saturating_add_signed(isize::from(by.signum()));
            column.follow(height);
        }
    }
}
