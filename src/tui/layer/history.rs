//! What was done, by whom and when; any of it can be taken back from here (G2).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::log::LogFilter;
use crate::domain::log::Operation;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
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
}

impl History {
    /// Reads what is in sight and not held, with what is beside it.
    fn read_on(&mut self, standfast: &Standfast) -> Result<()> {
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
        let number = self.number_at(row);
        let place = self.operations.binary_search_by(|operation| number.cmp(&operation.id)).ok()?;
        self.operations.get(place)
    }

    fn here(&self) -> Option<&Operation> {
        self.at(self.window.cursor)
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
        Scope::History
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
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
        none.then(|| "The log is empty.".to_owned())
    }

    fn opened_by(&self) -> Option<Command> {
        Some(Command::History)
    }

    fn reads(&self) -> Changed {
        Changed::ANYTHING
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.window.set_height(list_in(area).height);
        let newest = standfast.log(&LogFilter { limit: 1, ..LogFilter::default() })?;
        let newest = newest.first().map_or(0, |operation| operation.id);
        if newest != self.newest {
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
        let again = self.window.opens(mouse, list_in(area));
        self.read_on(standfast)?;
        if again { self.open(standfast) } else { Ok(Next::Nothing) }
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(4).min(120), screen.height.saturating_sub(2))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, "History", "");
        let table = Table::new(&COLUMNS, inner.width);
        let mut pen = Pen::new(frame, inner, ctx);
        table.titles(&mut pen, 0);
        if self.operations.is_empty() {
            pen.text(0, 2, inner.width, "The log is empty.", Role::Dim);
        }
        let mut pen = Pen::new(frame, list_in(area), ctx);
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
    }
}

/// Where the rows stand in a popup: below the titles.
fn list_in(area: Rect) -> Rect {
    let inner = popup::inside(area);
    Rect::new(inner.x, inner.y.saturating_add(1), inner.width, inner.height.saturating_sub(1))
}
