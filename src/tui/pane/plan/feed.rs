//! The left side of the plan: carried-over items, deferred requests, then the ranked rest, of which only a stretch
//! around the cursor is held (L3, I4).

use crate::app::Standfast;
use crate::app::item::Cursor;
use crate::app::planning::First;
use crate::domain::filter::Filter;
use crate::domain::item::ItemRow;
use crate::domain::scope::Request;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::list::Window;

/// The fewest rows that are read at once.
const CHUNK: usize = 60;
/// More rows than this are not held.
const MOST: usize = 400;
/// A filter looks at this many candidates at most; another letter narrows it.
const REACH: usize = 500;

/// Where an item of the list comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A closed sprint left it unfinished.
    Carried,
    /// A change request for it was deferred: `C4`.
    Deferred(String),
    Rest,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// The words above a group of items.
    Heading(&'static str),
    Item(Box<ItemRow>, Origin),
}

/// The list with its cursor.
#[derive(Debug, Default)]
pub struct Feed {
    first: First,
    lines: Vec<Line>,
    /// Whether the first line held is the first there is, and the last the last.
    ends: (bool, bool),
    window: Window,
    /// What narrows the list; nothing when it is the backlog.
    filter: Option<Filter>,
    /// Whether the filter found all there is.
    whole: bool,
}

impl Feed {
    /// The rows in sight, with whether each is under the cursor.
    pub fn in_sight(&self) -> impl Iterator<Item = (bool, &Line)> {
        self.window.rows().filter_map(|row| Some((row == self.window.cursor, self.lines.get(row)?)))
    }

    /// The item under the cursor.
    pub fn current(&self) -> Option<&ItemRow> {
        self.item_at(self.window.cursor)
    }

    /// The deferred request for the item under the cursor.
    pub fn request(&self) -> Option<&Request> {
        let id = self.current()?.id;
        self.first.deferred.iter().find(|(_, row)| row.id == id).map(|(request, _)| request)
    }

    fn item_at(&self, row: usize) -> Option<&ItemRow> {
        match self.lines.get(row)? {
            Line::Item(row, _) => Some(row),
            Line::Heading(_) => None,
        }
    }

    /// The item of the ranked rest above or below the one under the cursor.
    pub fn neighbour(&self, by: isize) -> Option<&ItemRow> {
        match self.lines.get(self.window.cursor.checked_add_signed(by)?)? {
            Line::Item(row, Origin::Rest) => Some(row),
            _ => None,
        }
    }

    /// Whether there is no item at all.
    pub fn is_empty(&self) -> bool {
        !self.lines.iter().any(|line| matches!(line, Line::Item(..)))
    }

    /// The cursor, for the mouse.
    pub fn window_mut(&mut self) -> &mut Window {
        &mut self.window
    }

    /// Shows what a filter lets through; without one the backlog again.
    pub fn narrow(&mut self, filter: Option<&Filter>, standfast: &Standfast) -> Result<()> {
        self.filter = filter.cloned();
        self.start(standfast)
    }

    /// The filter may mean something else by now; the list is read again afterwards.
    pub fn know(&mut self, filter: Option<&Filter>) {
        self.filter = filter.cloned();
    }

    /// How many items a filter found, and whether these are all.
    pub fn found(&self) -> (usize, bool) {
        (self.lines.iter().filter(|line| matches!(line, Line::Item(..))).count(), self.whole)
    }

    /// Reads everything held again; the cursor stays on its item, or where it was if that has gone.
    pub fn load(&mut self, height: u16, standfast: &Standfast) -> Result<()> {
        self.window.set_height(height);
        self.first = standfast.first_to_plan()?;
        let (row, held) = (self.window.cursor, self.lines.len());
        let id = self.current().map(|row| row.id);
        if self.filter.is_some() || self.ends.0 || self.lines.is_empty() {
            self.read_from_top(held, standfast)?;
        } else {
            self.read_on(held, standfast)?;
        }
        let there =
            id.and_then(|id| self.lines.iter().position(|line| matches!(line, Line::Item(row, _) if row.id == id)));
        self.window.set_total(self.lines.len());
        self.go_to(there.unwrap_or(row), true, standfast)
    }

    /// A command that moves the cursor; whether it was one.
    pub fn step(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        let before = self.window.cursor;
        match command {
            Command::Top => self.start(standfast)?,
            Command::Bottom => self.end(standfast)?,
            command => {
                if !self.window.step(command) {
                    return Ok(false);
                }
                self.go_to(self.window.cursor, self.window.cursor > before, standfast)?;
            }
        }
        Ok(true)
    }

    /// After the wheel or a press: off a heading, and with rows to go on.
    pub fn settle(&mut self, standfast: &Standfast) -> Result<()> {
        self.go_to(self.window.cursor, true, standfast)
    }

    /// Goes one item down, for a selection that is made one after the other.
    pub fn next(&mut self, standfast: &Standfast) -> Result<()> {
        self.step(Command::Down, standfast).map(|_| ())
    }

    fn start(&mut self, standfast: &Standfast) -> Result<()> {
        self.read_from_top(CHUNK, standfast)?;
        self.window.set_total(self.lines.len());
        self.window.top = 0;
        self.go_to(0, true, standfast)
    }

    fn end(&mut self, standfast: &Standfast) -> Result<()> {
        if !self.ends.1 {
            let rows = standfast.rest_to_plan(&self.first, &Cursor::Bottom, CHUNK)?;
            self.lines = rows.into_iter().map(rest).collect();
            self.ends = (false, true);
            self.window.set_total(self.lines.len());
        }
        self.go_to(self.lines.len(), false, standfast)
    }

    /// Puts the cursor on a row, off a heading, and reads on where the list goes on.
    fn go_to(&mut self, row: usize, down: bool, standfast: &Standfast) -> Result<()> {
        self.window.go_to(row);
        self.fill(standfast)?;
        let at = self.window.cursor;
        let is_item = |row: &usize| matches!(self.lines.get(*row), Some(Line::Item(..)));
        let (mut below, mut above) = ((at..self.lines.len()).filter(is_item), (0..=at).rev().filter(is_item));
        let found = if down { below.next().or_else(|| above.next()) } else { above.next().or_else(|| below.next()) };
        let Some(found) = found else { return Ok(()) };
        self.window.go_to(found);
        if (0..found).all(|row| !is_item(&row)) {
            self.window.top = 0;
        }
        Ok(())
    }

    /// Reads on above and below until there is more than a screen on both sides of the cursor, or nothing more.
    fn fill(&mut self, standfast: &Standfast) -> Result<()> {
        let reach = self.window.height.max(1) * 2;
        while !self.ends.1 && self.window.cursor + reach >= self.lines.len() {
            let Some(cursor) = self.edge(false) else { break };
            let rows = standfast.rest_to_plan(&self.first, &cursor, CHUNK)?;
            self.ends.1 = rows.len() < CHUNK;
            self.lines.extend(rows.into_iter().map(rest));
            let surplus = self.lines.len().saturating_sub(MOST);
            self.lines.drain(..surplus);
            self.ends.0 &= surplus == 0;
            self.shift(-isize::try_from(surplus).unwrap_or(0));
        }
        while !self.ends.0 && self.window.cursor < reach {
            let Some(cursor) = self.edge(true) else { break };
            let rows = standfast.rest_to_plan(&self.first, &cursor, CHUNK)?;
            self.ends.0 = rows.len() < CHUNK;
            let mut above = if self.ends.0 { self.head() } else { Vec::new() };
            above.extend(rows.into_iter().map(rest));
            let more = above.len();
            self.lines.splice(0..0, above);
            self.ends.1 &= self.lines.len() <= MOST;
            self.lines.truncate(MOST);
            self.shift(isize::try_from(more).unwrap_or(0));
        }
        self.window.set_total(self.lines.len());
        Ok(())
    }

    /// Rows have come or gone above: cursor and sight move with them.
    fn shift(&mut self, rows: isize) {
        let moved = |place: usize| place.saturating_add_signed(rows);
        (self.window.cursor, self.window.top) = (moved(self.window.cursor), moved(self.window.top));
        self.window.total = self.lines.len();
    }

    /// Where the rest goes on above or below what is held.
    fn edge(&self, above: bool) -> Option<Cursor> {
        let row = |line: &Line| match line {
            Line::Item(row, Origin::Rest) => Some((row.rank.clone(), row.id)),
            _ => None,
        };
        if above {
            let (rank, id) = self.lines.iter().find_map(row)?;
            return Some(Cursor::Before { rank, id });
        }
        let (rank, id) = self.lines.iter().rev().find_map(row)?;
        Some(Cursor::After { rank, id })
    }

    fn read_from_top(&mut self, held: usize, standfast: &Standfast) -> Result<()> {
        if let Some(filter) = &self.filter {
            let found = standfast.filtered_to_plan(filter, REACH)?;
            self.whole = found.whole;
            self.lines = found.rows.into_iter().map(|row| self.with_origin(row)).collect();
            self.ends = (true, true);
            return Ok(());
        }
        let wanted = held.clamp(CHUNK, MOST);
        let rows = standfast.rest_to_plan(&self.first, &Cursor::Top, wanted)?;
        self.ends = (true, rows.len() < wanted);
        self.lines = self.head();
        self.lines.extend(rows.into_iter().map(rest));
        Ok(())
    }

    fn read_on(&mut self, held: usize, standfast: &Standfast) -> Result<()> {
        let Some(Cursor::Before { rank, id }) = self.edge(true) else { return self.read_from_top(held, standfast) };
        let wanted = held.clamp(CHUNK, MOST);
        let rows = standfast.rest_to_plan(&self.first, &Cursor::From { rank, id }, wanted)?;
        self.ends.1 = rows.len() < wanted;
        self.lines = rows.into_iter().map(rest).collect();
        Ok(())
    }

    /// What comes before the rest, and the headings; no headings if there is nothing but the rest.
    fn head(&self) -> Vec<Line> {
        let First { carried, deferred } = &self.first;
        let mut lines = Vec::new();
        if !carried.is_empty() {
            lines.push(Line::Heading("carried over"));
            lines.extend(carried.iter().map(|row| Line::Item(Box::new(row.clone()), Origin::Carried)));
        }
        if !deferred.is_empty() {
            lines.push(Line::Heading("deferred requests"));
            let line = |(request, row): &(Request, ItemRow)| {
                Line::Item(Box::new(row.clone()), Origin::Deferred(request.key()))
            };
            lines.extend(deferred.iter().map(line));
        }
        if !lines.is_empty() {
            lines.push(Line::Heading("the rest, by rank"));
        }
        lines
    }

    fn with_origin(&self, row: ItemRow) -> Line {
        let carried = self.first.carried.iter().any(|other| other.id == row.id);
        let deferred = self.first.deferred.iter().find(|(_, other)| other.id == row.id);
        let origin = match deferred {
            _ if carried => Origin::Carried,
            Some((request, _)) => Origin::Deferred(request.key()),
            None => Origin::Rest,
        };
        Line::Item(Box::new(row), origin)
    }
}

fn rest(row: ItemRow) -> Line {
    Line::Item(Box::new(row), Origin::Rest)
}
