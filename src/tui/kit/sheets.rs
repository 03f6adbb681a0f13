//! A list of things by their sheets, as a tab or a layer: headings, things in columns of fields, a dim line below a thing.
//!
//! ```text
//! ── Waiting for an answer ──────────────────── 2 blockers · 10 points ──
//! ▌■ B2  Which fees do partners see?           PAY-5  0.5 d  unchanged
//!        owner ana · waiting on Operations
//! ```

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::sheet::Sheet;
use crate::domain::text;
use crate::error::Result;
use crate::faces::sheet::{self, Style};
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::glyph::Glyphs;
use crate::tui::kit::list::Window;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};
use crate::tui::widget::{empty, popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The sign of a thing, and its role.
pub type Sign<T> = fn(&T, &Glyphs) -> (&'static str, Role);

/// A command that makes a thing, and the question that it opens.
pub type Adding = (Command, fn(&Standfast) -> Result<Next>);

/// A noun as a list: what is in it, how it looks, what its commands do.
pub trait Listing: Sized + 'static {
    /// The scope of its commands; the title of a layer.
    const SCOPE: Scope;
    /// The command that opens the page of the thing under the cursor; a press of the mouse does it too.
    const OPEN: Command;
    /// The command that copies the key and the title of the thing under the cursor.
    const COPY: Option<Command> = None;
    /// What makes a thing.
    const ADD: Option<Adding> = None;
    /// The command that closes a layer; a tab has none.
    const CLOSE: Option<Command> = None;
    /// The command that shows and hides what is finished.
    const ALL: Option<Command> = None;
    /// The fields shown, by their names in the sheet.
    const COLUMNS: &'static [(&'static str, Column)];
    /// The sign before a thing.
    const SIGN: Option<Sign<Self>> = None;
    /// The tables that it shows.
    const READS: Changed;
    /// What is shown instead of an empty list; without words for it, a layer without rows is not opened.
    const EMPTY: Empty = Empty { title: "", about: "", keys: &[] };

    /// Reads the rows; with `all` what is finished too.
    fn read(standfast: &Standfast, all: bool) -> Result<Rows<Self>>;

    /// Everything about the thing, for its page.
    fn page(&self, standfast: &Standfast) -> Result<Sheet>;

    /// Opens the thing: its page, if it has nothing better.
    fn open(&self, standfast: &Standfast) -> Result<Next> {
        Ok(Reader::page(&self.page(standfast)?, standfast))
    }

    /// The sprint that the thing is.
    fn sprint(&self) -> Option<i64> {
        None
    }

    /// Does another command of the scope to the thing under the cursor.
    fn update(&self, command: Command, standfast: &mut Standfast) -> Result<Next>;

    /// Why such a command cannot work on it now.
    fn why_not(&self, command: Command) -> Option<String>;

    /// Why a command cannot work while the list is empty.
    fn none() -> String;

    /// The role of a field; by default that of a key, of words or of details.
    fn role(&self, field: &str) -> Option<Role> {
        let _ = field;
        None
    }

    /// A few words about all of it.
    fn status(things: &[&Self], all: bool) -> String {
        let _ = (things, all);
        String::new()
    }
}

/// What an empty list shows: a title, what the list is for, the keys that fill it.
#[derive(Debug)]
pub struct Empty {
    pub title: &'static str,
    pub about: &'static str,
    pub keys: &'static [(Command, &'static str)],
}

enum Row<T> {
    Heading(String, String, Role),
    Thing { thing: T, key: String, title: String, cells: Vec<String> },
    More(String),
}

/// The rows of a list, from top to bottom.
pub struct Rows<T> {
    rows: Vec<Row<T>>,
    style: Style,
}

impl<T: Listing> Rows<T> {
    /// No rows yet.
    pub fn new(standfast: &Standfast) -> Self {
        Self { rows: Vec::new(), style: Style::spoken(standfast.zone(), standfast.today()) }
    }

    /// A heading, with other words at its right end.
    pub fn heading(&mut self, words: &str, right: impl Into<String>, role: Role) {
        self.rows.push(Row::Heading(format!(" {words} "), right.into(), role));
    }

    /// A thing, and below it those of its fields of `more` that are not empty.
    pub fn thing(&mut self, thing: T, sheet: &Sheet, more: &[&str]) {
        let names: Vec<&str> = T::COLUMNS.iter().map(|(name, _)| *name).collect();
        let cells = sheet::row(sheet, &names, self.style);
        self.rows.push(Row::Thing { thing, key: sheet.key.clone(), title: sheet.title.clone(), cells });
        self.more(sheet::labelled(sheet, more, self.style).join(" · "));
    }

    /// A dim line, if there are words for it.
    pub fn more(&mut self, words: impl Into<String>) {
        let words = words.into();
        self.rows.extend((!words.is_empty()).then_some(Row::More(words)));
    }
}

/// The list. The cursor is on things alone, and stays on a thing by its key.
#[must_use = "a layer is opened with Next::ask"]
pub struct Sheets<T> {
    rows: Vec<Row<T>>,
    /// The widest cell of each column.
    widest: Vec<u16>,
    window: Window,
    /// Whether what is finished is shown too.
    all: bool,
}

impl<T> Default for Sheets<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), widest: Vec::new(), window: Window::default(), all: false }
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
        match self.rows.get(self.window.cursor) {
            Some(Row::Thing { thing, .. }) => Some(thing),
            _ => None,
        }
    }

    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        let rows = T::read(standfast, self.all)?.rows;
        let before = self.window.cursor;
        let here = self.rows.get(before).and_then(key_of);
        let same = rows.iter().position(|row| here.is_some() && key_of(row) == here);
        let near = (0..rows.len()).filter(|at| is_thing(&rows)(*at)).min_by_key(|at| at.abs_diff(before));
        self.rows = rows;
        self.measure();
        self.window.set_total(self.rows.len());
        self.window.go_over(same.or(near).unwrap_or(0), is_thing(&self.rows));
        Ok(())
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
        let Some(Row::Thing { thing, cells, .. }) = self.rows.get(at) else { return };
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

/// Whether the row at a place is a thing, which can have the cursor.
fn is_thing<T>(rows: &[Row<T>]) -> impl Fn(usize) -> bool + Copy {
    move |at| matches!(rows.get(at), Some(Row::Thing { .. }))
}

/// The columns for the cursor and the sign.
fn gutter<T: Listing>() -> u16 {
    if T::SIGN.is_some() { 3 } else { 1 }
}

fn inside<T: Listing>(area: Rect) -> Rect {
    if T::CLOSE.is_some() { popup::inside(area) } else { area }
}

/// Where the rows are: below the titles of the columns, if these have titles.
fn list_in<T: Listing>(area: Rect) -> Rect {
    let inner = inside::<T>(area);
    let titles = u16::from(T::COLUMNS.iter().any(|(_, column)| !column.title.is_empty()));
    Rect { y: inner.y.saturating_add(titles), height: inner.height.saturating_sub(titles), ..inner }
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
        T::SCOPE
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let moves = match command {
            Command::Left => Command::Up,
            Command::Right => Command::Down,
            other => other,
        };
        if T::CLOSE == Some(command) {
            return Ok(Next::close());
        }
        if T::ALL == Some(command) {
            self.all = !self.all;
            self.read(standfast)?;
            return Ok(Next::Nothing);
        }
        if self.window.step_over(moves, is_thing(&self.rows)) {
            return Ok(Next::Nothing);
        }
        if let Some((_, add)) = T::ADD.filter(|(add, _)| *add == command) {
            return add(standfast);
        }
        let Some(Row::Thing { thing, key, title, .. }) = self.rows.get(self.window.cursor) else {
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
        let Some(thing) = self.here() else { return Some(T::none()) };
        if command == T::OPEN || T::COPY == Some(command) { None } else { thing.why_not(command) }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.window.set_height(list_in::<T>(area).height);
        if standfast.has_team() { self.read(standfast) } else { Ok(()) }
    }

    fn reads(&self) -> Changed {
        T::READS
    }

    fn sprint(&self) -> Option<i64> {
        self.here().and_then(Listing::sprint)
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        if self.window.opens_over(mouse, list_in::<T>(area), is_thing(&self.rows)) {
            return self.update(T::OPEN, standfast);
        }
        Ok(Next::Nothing)
    }

    fn status(&self) -> String {
        if T::CLOSE.is_some() { String::new() } else { T::status(&self.things(), self.all) }
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(4);
        popup::centered(screen, screen.width.saturating_sub(4).min(116), rows.max(10))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let (inner, list) = (inside::<T>(area), list_in::<T>(area));
        if T::CLOSE.is_some() {
            popup::render(frame, area, ctx, T::SCOPE.title(), &T::status(&self.things(), self.all));
            scrollbar::render(frame, area, ctx, &self.window);
        } else {
            let track = Rect { x: list.right().saturating_sub(1), width: 1, ..list };
            scrollbar::in_column(frame, track, ctx, &self.window);
        }
        if self.rows.is_empty() {
            let Empty { title, about, keys } = T::EMPTY;
            return empty::render(frame, inner, ctx, title, about, keys);
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
            match self.rows.get(at) {
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
