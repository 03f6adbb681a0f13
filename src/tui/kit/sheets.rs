//! A list of things by their sheets, as a tab or a layer: headings, things in columns of fields, a dim line below a thing.
//!
//! ```text
//! ── Waiting for an answer ──────────────────── 2 blockers · 10 points ──
//! ▌■ B2  Which fees do partners see?           PAY-5  0.5 d  unchanged
//!        owner ana · waiting on Operations
//! ```

pub use crate::tui::kit::listing::{Adding, Empty, Listing, Rows, Sign};

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::kit::filter::{Filtering, counted};
use crate::tui::kit::list::Window;
use crate::tui::kit::listing::{Row, known, passing};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};
use crate::tui::widget::{empty, popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The list. The cursor is on things alone, and stays on a thing by its key.
#[must_use = "a layer is opened with Next::ask"]
pub struct Sheets<T> {
    rows: Vec<Row<T>>,
    /// The places of those rows that the filter lets through.
    shown: Vec<usize>,
    filtering: Filtering,
    area: Rect,
    /// The widest cell of each column.
    widest: Vec<u16>,
    window: Window,
    /// Whether what is finished is shown too.
    all: bool,
}

impl<T> Default for Sheets<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            shown: Vec::new(),
            filtering: Filtering::default(),
            area: Rect::ZERO,
            widest: Vec::new(),
            window: Window::default(),
            all: false,
        }
    }
}

impl<T: Listing> Sheets<T> {
    /// Opens the list as a layer, or says why there is nothing to show.
    pub fn open(standfast: &Standfast) -> Result<Next> {
        let mut list = Self::default();
        list.read(standfast)?;
        if list.rows.is_empty() && T::EMPTY.about.is_empty() {
            return Ok(Next::Cannot(T::none()));
        }
        Ok(Next::ask(list))
    }

    fn here(&self) -> Option<&T> {
        match self.row(self.window.cursor) {
            Some(Row::Thing { thing, .. }) => Some(thing),
            _ => None,
        }
    }

    /// A row among those that the filter lets through.
    fn row(&self, at: usize) -> Option<&Row<T>> {
        self.shown.get(at).and_then(|at| self.rows.get(*at))
    }

    fn is_thing(&self, at: usize) -> bool {
        matches!(self.row(at), Some(Row::Thing { .. }))
    }

    /// Does something with the window, which knows the rows that can have the cursor.
    fn over<R>(&mut self, act: impl FnOnce(&mut Window, &dyn Fn(usize) -> bool) -> R) -> R {
        let mut window = self.window;
        let done = act(&mut window, &|at| self.is_thing(at));
        self.window = window;
        done
    }

    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        let rows = T::read(standfast, self.all)?.rows;
        let here = self.row(self.window.cursor).and_then(key_of).map(str::to_owned);
        self.rows = rows;
        if self.filtering.is_on() {
            self.filtering.know(known(&self.rows, standfast)?);
        }
        self.measure();
        self.show(here.as_deref());
        Ok(())
    }

    /// Shows what the filter lets through by now; the cursor stays on the thing with this key, or near it.
    fn show(&mut self, here: Option<&str>) {
        self.shown = passing(&self.rows, self.filtering.filter());
        let (before, shown) = (self.window.cursor, 0..self.shown.len());
        let same = shown.clone().find(|at| here.is_some() && self.row(*at).and_then(key_of) == here);
        let near = shown.filter(|at| self.is_thing(*at)).min_by_key(|at| at.abs_diff(before));
        self.window.set_height(self.list_in(self.area).height);
        self.window.set_total(self.shown.len());
        self.over(|window, can| window.go_over(same.or(near).unwrap_or(0), can));
    }

    /// The filter has changed.
    fn narrow(&mut self) -> Next {
        let here = self.row(self.window.cursor).and_then(key_of).map(str::to_owned);
        self.show(here.as_deref());
        Next::Nothing
    }

    /// A command of the filter; whether it was one.
    fn filter(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        match command {
            Command::Find => self.filtering.begin(known(&self.rows, standfast)?),
            Command::FilterKeep => self.filtering.keep(),
            Command::FilterClear | Command::Back => drop(self.filtering.clear()),
            command if T::CLOSE == Some(command) && self.filtering.clear() => {}
            _ => return Ok(false),
        }
        let _ = self.narrow();
        Ok(true)
    }

    /// How many things the filter lets through.
    fn counted(&self) -> String {
        let shown = (0..self.shown.len()).filter(|at| self.is_thing(*at)).count();
        counted(shown, true, self.things().len())
    }

    /// The row of the filter, above the titles of the columns.
    fn filter_in(&self, area: Rect) -> Rect {
        let inner = inside::<T>(area);
        Rect { height: self.filtering.rows().min(inner.height), ..inner }
    }

    /// Where the titles of the columns and the rows are.
    fn table_in(&self, area: Rect) -> Rect {
        let (inner, taken) = (inside::<T>(area), self.filter_in(area).height);
        Rect { y: inner.y + taken, height: inner.height - taken, ..inner }
    }

    /// Where the rows are: below the titles of the columns, if these have titles.
    fn list_in(&self, area: Rect) -> Rect {
        let inner = self.table_in(area);
        let titles = u16::from(T::COLUMNS.iter().any(|(_, column)| !column.title.is_empty())).min(inner.height);
        Rect { y: inner.y + titles, height: inner.height - titles, ..inner }
    }

    fn measure(&mut self) {
        let wide = |words: &str| u16::try_from(text::width(words)).unwrap_or(u16::MAX);
        self.widest = T::COLUMNS.iter().map(|(_, column)| wide(column.title)).collect();
        for row in &self.rows {
            let Row::Thing { cells, .. } = row else { continue };
            for (widest, cell) in self.widest.iter_mut().zip(cells) {
                *widest = wide(cell).max(*widest);
            }
        }
    }

    fn things(&self) -> Vec<&T> {
        self.rows.iter().filter_map(|row| if let Row::Thing { thing, .. } = row { Some(thing) } else { None }).collect()
    }

    fn draw_thing(&self, pen: &mut Pen<'_>, y: u16, at: usize, table: &Table) {
        let Some(Row::Thing { thing, cells, .. }) = self.row(at) else { return };
        let (width, ctx) = (pen.width(), pen.ctx());
        let ground = if ctx.on_top { Role::Cursor } else { Role::CursorAway };
        let ground = (at == self.window.cursor).then_some(ground);
        if let Some(ground) = ground {
            pen.fill(0, y, width, ground);
            pen.text(0, y, 1, ctx.glyphs.cursor, ground);
        }
        if let Some((sign, role)) = T::SIGN.map(|sign| sign(thing, ctx.glyphs)) {
            pen.text(1, y, 1, sign, ground.unwrap_or(role));
        }
        let role = |(at, (name, column)): (usize, &(&str, Column))| match thing.role(name) {
            Some(role) => role,
            None if at == 0 => Role::ItemKey,
            None if column.fills => Role::Text,
            None => Role::Dim,
        };
        let cell = |(column, words): (_, &String)| Cell::new(words.clone(), role(column));
        let cells: Vec<Cell<'_>> = T::COLUMNS.iter().enumerate().zip(cells).map(cell).collect();
        let gutter = gutter::<T>();
        table.row(&mut pen.part(gutter, 0, width.saturating_sub(gutter), u16::MAX), y, &cells, ground);
    }
}

fn key_of<T>(row: &Row<T>) -> Option<&str> {
    if let Row::Thing { key, .. } = row { Some(key) } else { None }
}

/// The columns for the cursor and the sign.
fn gutter<T: Listing>() -> u16 {
    if T::SIGN.is_some() { 3 } else { 1 }
}

fn inside<T: Listing>(area: Rect) -> Rect {
    if T::CLOSE.is_some() { popup::inside(area) } else { area }
}

/// The words with the dot that the terminal shows.
fn dotted(pen: &Pen<'_>, words: &str) -> String {
    words.replace('·', pen.ctx().glyphs.dot)
}

fn draw_heading(pen: &mut Pen<'_>, y: u16, words: &str, right: &str, role: Role) {
    let (width, sign) = (pen.width(), pen.ctx().glyphs.rule);
    pen.rule(0, y, width, sign, Role::Border);
    let right = if right.is_empty() { String::new() } else { format!(" {} ", dotted(pen, right)) };
    let end = pen.right(width.saturating_sub(2), y, width / 2 + 8, &right, Role::Dim);
    pen.text(2, y, end.saturating_sub(3), words, role);
}

impl<T: Listing> View for Sheets<T> {
    fn scope(&self) -> Scope {
        self.filtering.scope(T::SCOPE)
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let moves = match command {
            Command::Left | Command::FilterUp => Command::Up,
            Command::Right | Command::FilterDown => Command::Down,
            other => other,
        };
        if self.filter(command, standfast)? {
            return Ok(Next::Nothing);
        }
        if T::CLOSE == Some(command) {
            return Ok(Next::close());
        }
        if T::ALL == Some(command) {
            self.all = !self.all;
            self.read(standfast)?;
            return Ok(Next::Nothing);
        }
        if self.over(|window, can| window.step_over(moves, can)) {
            return Ok(Next::Nothing);
        }
        if let Some((_, add)) = T::ADD.filter(|(add, _)| *add == command) {
            return add(standfast);
        }
        let Some(Row::Thing { thing, key, title, .. }) = self.row(self.window.cursor) else {
            return Ok(Next::NotMine);
        };
        if command == T::OPEN {
            return thing.open(standfast);
        }
        if T::COPY == Some(command) {
            return Ok(Next::Copy(key.clone(), format!("{key} {}", text::clean(title))));
        }
        thing.update(command, standfast)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let add = T::ADD.map(|(add, _)| add);
        if [T::CLOSE, T::ALL, add].contains(&Some(command)) || command.row().scope != T::SCOPE {
            return None;
        }
        let Some(thing) = self.here() else {
            let filtered = format!("Nothing passes the filter. Press {} to clear it.", Command::Back);
            return Some(if self.filtering.is_on() { filtered } else { T::none() });
        };
        if command == T::OPEN || T::COPY == Some(command) { None } else { thing.why_not(command) }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        self.window.set_height(self.list_in(area).height);
        if standfast.has_team() { self.read(standfast) } else { Ok(()) }
    }

    fn reads(&self) -> Changed {
        T::READS
    }

    fn sprint(&self) -> Option<i64> {
        self.here().and_then(Listing::sprint)
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        Ok(if self.filtering.key(chord) { self.narrow() } else { Next::NotMine })
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        Ok(if self.filtering.paste(text) { self.narrow() } else { Next::Nothing })
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let list = self.list_in(area);
        if self.over(|window, can| window.opens_over(mouse, list, can)) {
            return self.update(T::OPEN, standfast);
        }
        Ok(Next::Nothing)
    }

    fn status(&self) -> String {
        let own = || if T::CLOSE.is_some() { String::new() } else { T::status(&self.things(), self.all) };
        self.filtering.status().unwrap_or_else(own)
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(4);
        popup::centered(screen, screen.width.saturating_sub(4).min(116), rows.max(10))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let (inner, list) = (self.table_in(area), self.list_in(area));
        if T::CLOSE.is_some() {
            popup::render(frame, area, ctx, T::SCOPE.title(), &T::status(&self.things(), self.all));
            scrollbar::render(frame, area, ctx, &self.window);
        } else {
            let track = Rect { x: list.right().saturating_sub(1), width: 1, ..list };
            scrollbar::in_column(frame, track, ctx, &self.window);
        }
        let mut pen = Pen::new(frame, self.filter_in(area), ctx);
        if let (_, Some(place)) = self.filtering.render(&mut pen, 1, inner.width.saturating_sub(2), &self.counted()) {
            frame.set_cursor_position(place);
        }
        if self.rows.is_empty() {
            let Empty { title, about, keys } = T::EMPTY;
            return empty::render(frame, inner, ctx, title, about, keys);
        }
        if self.shown.is_empty() {
            Pen::new(frame, list, ctx).text(1, 1, list.width, "Nothing passes the filter.", Role::Dim);
        }
        let columns: Vec<Column> = T::COLUMNS.iter().map(|(_, column)| *column).collect();
        let (gutter, edge) = (gutter::<T>(), u16::from(T::CLOSE.is_none()));
        let table = Table::fitted(&columns, &self.widest, inner.width.saturating_sub(gutter + edge));
        let words = gutter + columns.iter().position(|column| column.fills).map_or(0, |at| table.place(at).0);
        if list.y > inner.y {
            table.titles(&mut Pen::new(frame, inner, ctx).part(gutter, 0, inner.width, 1), 0);
        }
        let mut pen = Pen::new(frame, list, ctx);
        for (y, at) in (0..pen.height()).zip(self.window.rows()) {
            match self.row(at) {
                Some(Row::Heading(words, right, role)) => draw_heading(&mut pen, y, words, right, *role),
                Some(Row::More(more)) => {
                    let (more, width) = (dotted(&pen, more), pen.width().saturating_sub(words + 1));
                    pen.text(words, y, width, &more, Role::Dim);
                }
                _ => self.draw_thing(&mut pen, y, at, &table),
            }
        }
    }
}
