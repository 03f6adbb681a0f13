//! A long list of items of which only a slice is held: what is in sight and a little more. Moving inside the slice asks
//! nothing of the database; at its edge one query brings the next rows, however long the list is.

use crate::app::Standfast;
use crate::app::item::Cursor;
use crate::domain::filter::Filter;
use crate::domain::item::ItemRow;
use crate::error::{Error, Result};
use crate::tui::command::Command;
use crate::tui::kit::list::Window;

/// How many rows more than needed one query brings.
const MORE: usize = 16;
/// How many screens are kept on either side of what is in sight.
const KEPT: usize = 6;
/// Among how many candidates a filter looks at first; at the end of what it found it looks at twice as many.
const REACH: usize = 500;
/// Among how many it looks at once if these do not fill the screen.
const FAR: usize = 2000;

/// Which list it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Source {
    /// The open items by rank.
    #[default]
    Ranked,
    /// What a filter lets through.
    Found(Filter),
}

/// A slice of a list, with a cursor.
#[derive(Debug, Default)]
pub(super) struct List {
    pub source: Source,
    pub rows: Vec<ItemRow>,
    /// The row under the cursor, and the first in sight, as places in `rows`.
    pub cursor: usize,
    pub top: usize,
    height: usize,
    /// Whether the first of `rows` is the first of the list, and the last the last.
    begins: bool,
    ends: bool,
    /// How many rows of the list stand above `rows`, as far as that is known.
    above: usize,
    /// Among how many candidates the filter looks.
    reach: usize,
}

impl List {
    /// A list that is not read yet.
    pub fn new(source: Source, height: usize) -> Self {
        Self { source, height, reach: REACH, ..Self::default() }
    }

    /// The row under the cursor.
    pub fn here(&self) -> Option<&ItemRow> {
        self.rows.get(self.cursor)
    }

    /// The rows in sight, each with its place.
    pub fn in_sight(&self) -> impl Iterator<Item = (usize, &ItemRow)> {
        self.rows.iter().enumerate().skip(self.top).take(self.height)
    }

    /// How many rows there are in all, where all of them are held.
    pub fn whole(&self) -> Option<usize> {
        (self.begins && self.ends).then_some(self.rows.len())
    }

    /// Where the slice is among `total` rows, for the scrollbar.
    pub fn window(&self, total: usize) -> Window {
        let total = self.whole().unwrap_or(total.max(self.above + self.rows.len()));
        Window { total, cursor: self.above + self.cursor, top: self.above + self.top, height: self.height }
    }

    /// Reads from the beginning.
    pub fn read_first(&mut self, standfast: &Standfast) -> Result<()> {
        let limit = self.height + MORE;
        if self.source == Source::Ranked {
            self.rows = standfast.backlog(&Cursor::Top, limit)?;
            self.ends = self.rows.len() < limit;
        } else {
            self.read_found(standfast)?;
            if !self.ends && self.rows.len() < self.height {
                self.reach = FAR;
                self.read_found(standfast)?;
            }
        }
        self.begins = true;
        (self.cursor, self.top, self.above) = (0, 0, 0);
        Ok(())
    }

    /// Reads all that the filter lets through among the candidates in its reach.
    fn read_found(&mut self, standfast: &Standfast) -> Result<()> {
        let Source::Found(filter) = &self.source else { return Ok(()) };
        let found = standfast.filtered(filter, self.reach)?;
        (self.rows, self.ends) = (found.rows, found.whole);
        Ok(())
    }

    /// At the end of what was found: looks among more candidates. The cursor stays on its item.
    fn read_more(&mut self, standfast: &Standfast) -> Result<()> {
        let here = self.here().map(|row| row.id);
        self.reach = self.reach.saturating_mul(2);
        self.read_found(standfast)?;
        self.cursor = self.rows.iter().position(|row| Some(row.id) == here).unwrap_or(self.cursor);
        Ok(())
    }

    /// Whether the cursor is on the last item that a filter found so far, and there may be more.
    fn is_at_its_end(&self) -> bool {
        self.source != Source::Ranked && !self.ends && self.cursor + 1 >= self.rows.len()
    }

    fn read_last(&mut self, total: usize, standfast: &Standfast) -> Result<()> {
        let limit = self.height + MORE;
        if self.source != Source::Ranked {
            self.read_more(standfast)?;
            return self.move_to(isize::MAX / 2, signed(self.top), standfast);
        }
        self.rows = standfast.backlog(&Cursor::Bottom, limit)?;
        (self.begins, self.ends) = (self.rows.len() < limit, true);
        self.above = if self.begins { 0 } else { total.saturating_sub(self.rows.len()) };
        self.cursor = self.rows.len().saturating_sub(1);
        self.top = self.rows.len().saturating_sub(self.height);
        Ok(())
    }

    /// Another height; reads on where more rows fit now.
    pub fn set_height(&mut self, height: usize, standfast: &Standfast) -> Result<()> {
        self.height = height;
        let (cursor, top) = (signed(self.cursor), signed(self.top));
        self.move_to(cursor, top, standfast)
    }

    /// A command that moves; whether it was one. `total` is how long the ranked list is.
    pub fn step(&mut self, command: Command, total: usize, standfast: &Standfast) -> Result<bool> {
        let (cursor, top) = (signed(self.cursor), signed(self.top));
        let page = signed(self.height.saturating_sub(1).max(1));
        match command {
            Command::Up | Command::FilterUp => self.move_to(cursor - 1, top, standfast)?,
            Command::Down | Command::FilterDown | Command::PageDown if self.is_at_its_end() => {
                self.read_more(standfast)?;
                self.move_to(signed(self.cursor) + 1, signed(self.top), standfast)?;
            }
            Command::Down | Command::FilterDown => self.move_to(cursor + 1, top, standfast)?,
            Command::PageUp => self.move_to(cursor - page, top - page, standfast)?,
            Command::PageDown => self.move_to(cursor + page, top + page, standfast)?,
            Command::Top if self.begins => self.move_to(0, 0, standfast)?,
            Command::Top => self.read_first(standfast)?,
            Command::Bottom if self.ends => self.move_to(isize::MAX / 2, top, standfast)?,
            Command::Bottom => self.read_last(total, standfast)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Turns the wheel: the rows move, the cursor stays in sight.
    pub fn scroll(&mut self, by: isize, standfast: &Standfast) -> Result<()> {
        let top = signed(self.top) + by;
        let last = top + signed(self.height.saturating_sub(1));
        let shift = self.reach(top, last + 1, standfast)?;
        let top = clamped(top + shift, self.rows.len().saturating_sub(self.height));
        let last = (top + self.height).saturating_sub(1);
        self.cursor = clamped(signed(self.cursor) + shift, usize::MAX >> 1).clamp(top, last.max(top));
        self.top = top;
        self.settle();
        Ok(())
    }

    /// Puts the cursor on a row in sight, counted from the first; whether it was there already.
    pub fn press(&mut self, line: usize) -> Option<bool> {
        let row = self.top + line;
        if row >= self.rows.len() {
            return None;
        }
        Some(std::mem::replace(&mut self.cursor, row) == row)
    }

    /// Reads what may have changed. The cursor stays on its item, on the same line of the screen; where the item has
    /// left the list, on what follows it.
    pub fn reload(&mut self, standfast: &Standfast) -> Result<()> {
        match (&self.source, self.here().cloned()) {
            (_, None) => self.read_first(standfast),
            (Source::Ranked, Some(here)) => self.read_around(&here, standfast),
            (Source::Found(_), Some(here)) => {
                self.read_found(standfast)?;
                self.cursor = self.rows.iter().position(|row| row.id == here.id).unwrap_or(self.cursor);
                self.settle();
                Ok(())
            }
        }
    }

    /// Brings the item with this key under the cursor, if it is in the list.
    pub fn show(&mut self, key: &str, standfast: &Standfast) -> Result<()> {
        if let Some(at) = self.rows.iter().position(|row| row.key == key) {
            return self.move_to(signed(at), signed(self.top), standfast);
        }
        let row = standfast.listed_item(key)?;
        if self.source == Source::Ranked && !row.class.is_ended() {
            self.read_around(&row, standfast)?;
        }
        Ok(())
    }

    /// Reads a slice with this row in it, or with what follows its old place.
    fn read_around(&mut self, row: &ItemRow, standfast: &Standfast) -> Result<()> {
        let fresh = match standfast.listed_item(&row.key) {
            Ok(fresh) if !fresh.class.is_ended() => fresh,
            Ok(_) | Err(Error::Refused(_)) => row.clone(),
            Err(error) => return Err(error),
        };
        let line = self.cursor.saturating_sub(self.top).min(self.height.saturating_sub(1));
        let (above, below) = (line + MORE, self.height.saturating_sub(line) + MORE);
        let (rank, id) = (fresh.rank, fresh.id);
        let place = self.above + self.cursor;
        self.rows = standfast.backlog(&Cursor::Before { rank: rank.clone(), id }, above)?;
        self.begins = self.rows.len() < above;
        self.cursor = self.rows.len();
        let following = standfast.backlog(&Cursor::From { rank, id }, below)?;
        self.ends = following.len() < below;
        self.rows.extend(following);
        self.above = if self.begins { 0 } else { place.saturating_sub(self.cursor).max(1) };
        let (cursor, top) = (signed(self.cursor), signed(self.cursor) - signed(line));
        self.move_to(cursor, top, standfast)
    }

    /// Puts the cursor on one row and the first row in sight on another, both counted from the first row held; what is
    /// missing is read.
    fn move_to(&mut self, cursor: isize, top: isize, standfast: &Standfast) -> Result<()> {
        let from = top.min(cursor);
        let to = (top + signed(self.height)).max(cursor.saturating_add(1));
        let shift = self.reach(from, to, standfast)?;
        self.cursor = clamped(cursor.saturating_add(shift), self.rows.len().saturating_sub(1));
        self.top = clamped(top.saturating_add(shift), self.rows.len());
        self.settle();
        Ok(())
    }

    /// Reads on until the rows from `from` to `to` are held, or the list ends. Returns by how much the rows held before
    /// moved down.
    fn reach(&mut self, from: isize, to: isize, standfast: &Standfast) -> Result<isize> {
        let mut shift = 0;
        if let (Ok(missing @ 1..), Some(first), false) = (usize::try_from(-from), self.rows.first(), self.begins) {
            let limit = missing + MORE;
            let mut rows = standfast.backlog(&before(first), limit)?;
            self.begins = rows.len() < limit;
            shift = rows.len();
            self.above = if self.begins { 0 } else { self.above.saturating_sub(shift).max(1) };
            rows.append(&mut self.rows);
            self.rows = rows;
        }
        let shift = signed(shift);
        let wanted = usize::try_from(to.saturating_add(shift)).unwrap_or(0);
        let missing = !self.ends && wanted > self.rows.len();
        if let (Some(last), Source::Ranked, true) = (self.rows.last(), &self.source, missing) {
            let limit = wanted - self.rows.len() + MORE;
            let rows = standfast.backlog(&after(last), limit)?;
            self.ends = rows.len() < limit;
            self.rows.extend(rows);
        }
        Ok(shift)
    }

    /// Keeps the cursor inside and in sight, and lets go of rows far away.
    fn settle(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = self.top.min(self.rows.len().saturating_sub(self.height)).min(self.cursor);
        if self.height > 0 && self.cursor >= self.top + self.height {
            self.top = self.cursor + 1 - self.height;
        }
        let kept = KEPT * self.height.max(10);
        if self.source == Source::Ranked && self.top > 2 * kept {
            let gone = self.top - kept;
            self.rows.drain(..gone);
            (self.cursor, self.top, self.above) = (self.cursor - gone, self.top - gone, self.above + gone);
            self.begins = false;
        }
        if self.source == Source::Ranked && self.rows.len() > self.top + 2 * kept {
            self.rows.truncate(self.top + kept);
            self.ends = false;
        }
    }
}

/// The window above a row.
pub(super) fn before(row: &ItemRow) -> Cursor {
    Cursor::Before { rank: row.rank.clone(), id: row.id }
}

/// The window below a row.
pub(super) fn after(row: &ItemRow) -> Cursor {
    Cursor::After { rank: row.rank.clone(), id: row.id }
}

fn signed(place: usize) -> isize {
    isize::try_from(place).unwrap_or(isize::MAX / 2)
}

fn clamped(place: isize, most: usize) -> usize {
    usize::try_from(place).unwrap_or(0).min(most)
}
