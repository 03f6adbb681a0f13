//! What was done, by whom and when; any of it can be taken back from here (G2).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::log::LogFilter;
use crate::domain::filter::{Known, Part, Subject};
use crate::domain::log::Operation;
use crate::domain::text;
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::kit::filter::{Filtering, counted};
use crate::tui::kit::list::Window;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::passage::Passage;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};
use crate::tui::widget::{popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// How many operations are read beside those in sight, before them and after.
const BESIDE: usize = 30;
/// How many changed rows are shown of one operation.
const ROWS: usize = 40;

const COLUMNS: [Column; 4] = [
    Column::fixed("", 5).to_the_right(),
    Column::fixed("when", 17),
    Column::fixed("who", 10).from(70),
    Column::filling("what", 20),
];

/// The log as a list, newest first. The numbers of operations have no gaps, so that a row's number follows from its place,
/// and only what is near the rows in sight is held.
#[derive(Default)]
#[must_use = "a layer is opened with Next::ask"]
pub struct History {
    /// The number of the newest operation.
    newest: i64,
    /// Those that were read, newest first.
    operations: Vec<Operation>,
    window: Window,
    filtering: Filtering,
    /// Among how many of the newest the filter looks.
    reach: usize,
    area: Rect,
}

/// What a filter of the log may ask.
const PARTS: &[Part] = &[Part::Person];
/// Among how many of the newest operations a filter looks first; at the end of what it found it looks at twice as many.
const REACH: usize = 2000;

impl History {
    /// Reads what is in sight and not held, with what is beside it.
    fn read_on(&mut self, standfast: &Standfast) -> Result<()> {
        if self.filtering.filter().is_some() {
            return Ok(());
        }
        let rows = self.window.rows();
        let held = |row: Option<usize>| row.is_none_or(|row| self.at(row).is_some());
        if held(rows.clone().next()) && held(rows.clone().last()) {
            return Ok(());
        }
        let first = rows.start.saturating_sub(BESIDE);
        let before = Some(self.number_at(first) + 1);
        self.operations =
            standfast.log(&LogFilter { before, limit: rows.end + BESIDE - first, ..LogFilter::default() })?;
        Ok(())
    }

    fn number_at(&self, row: usize) -> i64 {
        self.newest.saturating_sub(i64::try_from(row).unwrap_or(i64::MAX))
    }

    fn at(&self, row: usize) -> Option<&Operation> {
        if self.filtering.filter().is_some() {
            return self.operations.get(row);
        }
        let number = self.number_at(row);
        let place = self.operations.binary_search_by(|operation| number.cmp(&operation.id)).ok()?;
        self.operations.get(place)
    }

    fn here(&self) -> Option<&Operation> {
        self.at(self.window.cursor)
    }

    /// Shows what the filter lets through among the newest operations; without one all of them.
    fn narrow(&mut self, standfast: &Standfast) -> Result<Next> {
        let here = self.here().map(|operation| operation.id);
        self.operations.clear();
        let mut total = usize::try_from(self.newest).unwrap_or(0);
        if let Some(filter) = self.filtering.filter() {
            let read = standfast.log(&LogFilter { limit: self.reach, ..LogFilter::default() })?;
            self.operations = read.into_iter().filter(|one| filter.lets(&subject(one, standfast.zone()))).collect();
            total = self.operations.len();
        }
        let place = |id: i64| match self.filtering.filter() {
            Some(_) => self.operations.iter().position(|one| one.id == id).unwrap_or(0),
            None => usize::try_from(self.newest - id).unwrap_or(0),
        };
        let row = here.map_or(0, place);
        self.window.set_height(self.list_in(self.area).height);
        self.window.set_total(total);
        self.window.go_to(row);
        self.read_on(standfast)?;
        Ok(Next::Nothing)
    }

    /// Whether the cursor is at the end of what the filter found, and older operations were not looked at.
    fn is_at_its_end(&self) -> bool {
        self.filtering.filter().is_some() && !self.is_whole() && self.window.cursor + 1 >= self.operations.len()
    }

    fn is_whole(&self) -> bool {
        usize::try_from(self.newest).unwrap_or(0) <= self.reach
    }

    /// A command of the filter; whether it was one.
    fn filter(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        match command {
            Command::Find => {
                self.reach = REACH;
                let read = standfast.log(&LogFilter { limit: self.reach, ..LogFilter::default() })?;
                let mut people = standfast.member_names()?;
                people.extend(read.into_iter().map(|operation| operation.actor));
                people.sort();
                people.dedup();
                let me = standfast.actor().to_owned();
                self.filtering.begin(Known { parts: PARTS, people, me, ..Known::default() });
            }
            Command::FilterKeep => self.filtering.keep(),
            Command::FilterClear => drop(self.filtering.clear()),
            Command::HistoryClose if self.filtering.clear() => {}
            Command::Down | Command::FilterDown | Command::PageDown | Command::Bottom if self.is_at_its_end() => {
                self.reach = self.reach.saturating_mul(2);
            }
            _ => return Ok(false),
        }
        let _ = self.narrow(standfast)?;
        Ok(true)
    }

    /// The row of the filter, and what is left for the list and its titles.
    fn parts(&self, area: Rect) -> (Rect, Rect) {
        let inner = popup::inside(area);
        let taken = self.filtering.rows().min(inner.height);
        (Rect { height: taken, ..inner }, Rect { y: inner.y + taken, height: inner.height - taken, ..inner })
    }

    /// Where the rows are: below the titles.
    fn list_in(&self, area: Rect) -> Rect {
        let (_, below) = self.parts(area);
        Rect::new(below.x, below.y.saturating_add(1), below.width, below.height.saturating_sub(1))
    }

    /// What one operation changed, row by row.
    fn open(&self, standfast: &Standfast) -> Result<Next> {
        let Some(operation) = self.here() else { return Ok(Next::Nothing) };
        let words = operation.words();
        let mut passages = vec![Passage::new(text::clean(words), Role::Strong)];
        let when = operation.at.local_full(standfast.zone());
        passages.push(Passage::new(format!("{when} by {}, as \"{}\"", operation.actor, operation.name), Role::Dim));
        passages.extend(
            operation.reason.as_ref().map(|why| Passage::new(format!("because {}", text::clean(why)), Role::Text)),
        );
        passages.push(Passage::gap());
        let changes = standfast.changes(operation, ROWS + 1)?;
        for change in changes.iter().take(ROWS) {
            passages.extend(change_passages(change));
        }
        if changes.len() > ROWS {
            passages.push(Passage::new("and more", Role::Dim));
        }
        Ok(Next::ask(Reader::new(format!("Operation {}", operation.id), passages)))
    }

    fn undo(&self, standfast: &mut Standfast) -> Result<Next> {
        let Some(id) = self.here().map(|operation| operation.id) else { return Ok(Next::Nothing) };
        Ok(Next::from(standfast.undo(Some(id))?))
    }
}

/// What a filter looks at of an operation.
fn subject(operation: &Operation, zone: Zone) -> Subject {
    let words = [operation.words(), &operation.name, operation.reason.as_deref().unwrap_or_default()];
    Subject {
        key: operation.id.to_string(),
        texts: words.into_iter().map(str::to_owned).chain([operation.at.local(zone)]).collect(),
        people: vec![operation.actor.clone()],
        owned: true,
        ..Subject::default()
    }
}

/// One changed row: its table and number, then each column before and after.
fn change_passages(change: &crate::domain::log::Change) -> Vec<Passage> {
    let verb = match change.kind.as_str() {
        "I" => "new",
        "D" => "gone",
        _ => "changed",
    };
    let mut passages = vec![Passage::new(format!("{} {} {verb}", change.table, change.row), Role::Heading)];
    let columns = change.before.keys().chain(change.after.keys().filter(|key| !change.before.contains_key(*key)));
    for column in columns {
        let value = |side: &serde_json::Map<String, serde_json::Value>| side.get(column).map(short).unwrap_or_default();
        let line = Passage::new(format!("  {column}: "), Role::Dim).and(value(&change.before), Role::Text).indent(6);
        passages.push(if change.kind == "U" {
            line.and(" becomes ", Role::Dim).and(value(&change.after), Role::Text)
        } else {
            line
        });
    }
    passages
}

fn short(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "nothing".to_owned(),
        serde_json::Value::String(words) => text::fit(words, 200).into_owned(),
        other => text::fit(&other.to_string(), 200).into_owned(),
    }
}

impl View for History {
    fn scope(&self) -> Scope {
        self.filtering.scope(Scope::History)
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.key(chord) { self.narrow(standfast) } else { Ok(Next::NotMine) }
    }

    fn paste(&mut self, text: &str, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.paste(text) { self.narrow(standfast) } else { Ok(Next::Nothing) }
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        if self.filter(command, standfast)? {
            return Ok(Next::Nothing);
        }
        match command {
            Command::HistoryOpen => return self.open(standfast),
            Command::HistoryUndo => return self.undo(standfast),
            Command::HistoryClose => return Ok(Next::close()),
            command if self.window.step(command) => self.read_on(standfast)?,
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let none = self.operations.is_empty() && matches!(command, Command::HistoryOpen | Command::HistoryUndo);
        let filtered = self.filtering.filter().is_some();
        none.then(|| if filtered { "Nothing passes the filter." } else { "The log is empty." }.to_owned())
    }

    fn opened_by(&self) -> Option<Command> {
        Some(Command::History)
    }

    fn status(&self) -> String {
        self.filtering.status().unwrap_or_default()
    }

    fn reads(&self) -> Changed {
        Changed::ANYTHING
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        self.window.set_height(self.list_in(area).height);
        let newest = standfast.log(&LogFilter { limit: 1, ..LogFilter::default() })?;
        let newest = newest.first().map_or(0, |operation| operation.id);
        if newest != self.newest {
            if self.filtering.filter().is_some() {
                self.newest = newest;
                return self.narrow(standfast).map(drop);
            }
            // The cursor stays on its operation.
            let here = self.number_at(self.window.cursor);
            self.operations.clear();
            let is_new = self.newest == 0;
            self.newest = newest;
            self.window.set_total(usize::try_from(newest).unwrap_or(0));
            self.window.go_to(if is_new { 0 } else { usize::try_from(newest - here).unwrap_or(0) });
        }
        self.read_on(standfast)
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let again = self.window.opens(mouse, self.list_in(area));
        self.read_on(standfast)?;
        if again { self.open(standfast) } else { Ok(Next::Nothing) }
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(4).min(120), screen.height.saturating_sub(2))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, "History", "");
        let (top, below) = self.parts(area);
        let found = counted(self.operations.len(), self.is_whole(), usize::try_from(self.newest).unwrap_or(0));
        let mut pen = Pen::new(frame, top, ctx);
        let (_, caret) = self.filtering.render(&mut pen, 1, top.width.saturating_sub(2), &found);
        let table = Table::new(&COLUMNS, inner.width);
        let mut pen = Pen::new(frame, below, ctx);
        table.titles(&mut pen, 0);
        if self.operations.is_empty() {
            let words = if self.filtering.filter().is_some() { "No operation passes." } else { "The log is empty." };
            pen.text(0, 2, inner.width, words, Role::Dim);
        }
        let mut pen = Pen::new(frame, self.list_in(area), ctx);
        for (y, row) in (0..).zip(self.window.rows()) {
            let Some(operation) = self.at(row) else { continue };
            let gone = operation.undone_by.is_some();
            let words = operation.words();
            let words = if gone { format!("(undone) {words}") } else { words.to_owned() };
            let cells = [
                Cell::new(operation.id.to_string(), Role::Dim),
                Cell::new(operation.at.local(ctx.zone), Role::Dim),
                Cell::new(operation.actor.as_str(), Role::Text),
                Cell::new(words, if gone { Role::Dim } else { Role::Text }),
            ];
            table.row(&mut pen, y, &cells, (row == self.window.cursor).then_some(Role::Cursor));
        }
        scrollbar::render(frame, area, ctx, &self.window);
        if let Some(place) = caret {
            frame.set_cursor_position(place);
        }
    }
}
