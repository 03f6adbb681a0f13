//! Tab 2, Board: the sprint under way, a column for each status, a card for each item (R3).

mod card;
mod draw;
mod hold;
mod narrow;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::action::Action;
use crate::domain::item::{ItemRow, Status};
use crate::domain::points::Points;
use crate::domain::stuck::days_in_status;
use crate::domain::tables::Table;
use crate::error::Result;
use crate::tui::act::item as act;
use crate::tui::act::sprint::Sprints;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::kit::filter::Filtering;
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::actions;
use card::Card;
use draw::Grid;
use hold::Held;
use narrow::Person;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::cell::RefCell;
use std::rc::Rc;

/// One status with its cards.
#[derive(Debug)]
struct Column {
    status: Status,
    cards: Vec<Card>,
    /// How many items stand in it, and their points, also of hidden cards.
    count: usize,
    points: Points,
    /// The card under the cursor, and the first one in sight.
    cursor: usize,
    top: usize,
}

impl Column {
    /// Keeps the cursor on a card and that card in sight of `height` rows.
    fn follow(&mut self, height: usize) {
        self.cursor = self.cursor.min(self.cards.len().saturating_sub(1));
        self.top = self.top.min(self.cursor);
        while self.top < self.cursor {
            let seen = self.cards.get(self.top..=self.cursor).unwrap_or_default();
            // The empty row below the last card may be out of sight.
            if seen.iter().map(Card::height).sum::<usize>() <= height + 1 {
                break;
            }
            self.top += 1;
        }
    }
}

/// The tab.
#[derive(Default)]
pub struct Board {
    locked: bool,
    columns: Vec<Column>,
    here: usize,
    grid: Grid,
    /// Chosen in a layer above, hence shared with it.
    person: Rc<RefCell<Person>>,
    /// Whose cards `columns` holds.
    shown: Person,
    filtering: Filtering,
    /// What was read, of which `columns` shows a part.
    read: Option<crate::app::sprint::Board>,
    area: Rect,
    held: Option<Held>,
    /// The retro actions that stand in the sprint.
    actions: Vec<Action>,
    /// The sprint under way, once its last day has come: it is to be closed.
    ending: Option<i64>,
    sprints: Sprints,
}

impl Board {
    fn column(&self) -> Option<&Column> {
        self.columns.get(self.here)
    }

    fn row(&self) -> Option<&ItemRow> {
        self.column().and_then(|column| column.cards.get(column.cursor)).map(|card| &card.row)
    }

    fn rows(&self) -> Vec<ItemRow> {
        self.row().cloned().into_iter().collect()
    }

    /// Goes up and down in a column, left and right between them.
    fn step(&mut self, command: Command) -> bool {
        let last = self.columns.len().saturating_sub(1);
        let height = self.grid.height();
        match command {
            Command::Left => self.here = self.here.saturating_sub(1),
            Command::Right => self.here = (self.here + 1).min(last),
            command if command.row().scope != Scope::Move => return false,
            command => {
                let Some(column) = self.columns.get_mut(self.here) else { return true };
                column.cursor = match command {
                    Command::Up => column.cursor.saturating_sub(1),
                    Command::Down => column.cursor + 1,
                    Command::PageUp => column.cursor.saturating_sub((height / 5).max(1)),
                    Command::PageDown => column.cursor + (height / 5).max(1),
                    Command::Top => 0,
                    Command::Bottom => usize::MAX,
                    _ => return false,
                };
                column.follow(height);
            }
        }
        self.grid.show(self.here);
        true
    }

    /// Where the columns are: below the filter, above the actions.
    fn cards_in(&self, area: Rect) -> Rect {
        let above = self.filtering.rows().min(area.height);
        let below = actions::height(&self.actions, area.height);
        Rect { y: area.y + above, height: area.height.saturating_sub(above + below), ..area }
    }

    /// Moves the card under the cursor by one status.
    fn shift(&self, by: isize, standfast: &mut Standfast) -> Result<Next> {
        let Some(row) = self.row() else { return Ok(Next::Nothing) };
        let to = self.here.checked_add_signed(by).and_then(|to| self.columns.get(to));
        match to {
            Some(column) => Ok(Next::from(standfast.move_item(&row.key, &column.status.name)?)),
            None => Ok(Next::Nothing),
        }
    }

    /// Sets the columns out anew; the cursor follows its card.
    fn set_out(&mut self, board: Option<crate::app::sprint::Board>, standfast: &Standfast) -> Result<()> {
        let id = self.row().map(|row| row.id);
        let before: Vec<(i64, usize, usize)> =
            self.columns.iter().map(|column| (column.status.id, column.cursor, column.top)).collect();
        self.locked = board.is_some();
        let columns = board.as_ref().map(|board| board.columns.clone()).unwrap_or_default();
        self.read = board;
        let area = self.cards_in(self.area);
        self.grid = Grid::new(area, columns.len(), self.grid.first());
        let all = columns.iter().flat_map(|(_, rows)| rows);
        let filter = self.filtering.filter();
        let subjects = filter.map(|filter| standfast.subjects(filter, all)).transpose()?.unwrap_or_default();
        let passes = |row: &ItemRow| {
            filter.is_none_or(|filter| subjects.get(&row.id).is_some_and(|subject| filter.lets(subject)))
        };
        self.shown = self.person.borrow().clone();
        let (calendar, now, width) = (standfast.calendar()?, standfast.now(), self.grid.width());
        let today = standfast.today();
        let (experience, freed) = (standfast.experience()?, standfast.freed_items()?);
        self.columns = columns
            .into_iter()
            .enumerate()
            .map(|(at, (status, rows))| {
                let place = before.iter().find(|(id, ..)| *id == status.id);
                let (count, points) = (rows.len(), rows.iter().filter_map(|row| row.points).sum());
                let cards = rows.into_iter().filter(|row| self.shown.shows(row, today) && passes(row));
                let card = |row: ItemRow| {
                    let stuck = experience.stuck(&row, at == 0, &calendar, now);
                    let (days, free) = (days_in_status(&row, &calendar, now), freed.contains(&row.key));
                    Card::new(row, days, stuck, width).freed(free)
                };
                let cards = cards.map(card).collect();
                let (cursor, top) = place.map_or((0, 0), |(_, cursor, top)| (*cursor, *top));
                Column { status, cards, count, points, cursor, top }
            })
            .collect();
        self.follow(id);
        Ok(())
    }

    fn follow(&mut self, id: Option<i64>) {
        let place = |column: &Column| column.cards.iter().position(|card| Some(card.row.id) == id);
        let found = self.columns.iter().enumerate().find_map(|(at, column)| Some((at, place(column)?)));
        if let Some((at, cursor)) = found {
            self.here = at;
            if let Some(column) = self.columns.get_mut(at) {
                column.cursor = cursor;
            }
        }
        let empty = |at: usize| self.columns.get(at).is_none_or(|column| column.cards.is_empty());
        if id.is_none() && empty(self.here) {
            self.here = (0..self.columns.len()).find(|at| !empty(*at)).unwrap_or(0);
        }
        self.here = self.here.min(self.columns.len().saturating_sub(1));
        let height = self.grid.height();
        for column in &mut self.columns {
            column.follow(height);
        }
        self.grid.show(self.here);
    }
}

impl Pane for Board {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Board)
    }
}

impl View for Board {
    fn scope(&self) -> Scope {
        self.filtering.scope(Scope::Board)
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        if !self.filtering.key(chord) {
            return Ok(Next::NotMine);
        }
        self.narrow(standfast)?;
        Ok(Next::Nothing)
    }

    fn paste(&mut self, text: &str, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.paste(text) {
            self.narrow(standfast)?;
        }
        Ok(Next::Nothing)
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::CardLeft => self.shift(-1, standfast),
            Command::CardRight => self.shift(1, standfast),
            Command::ByPerson => self.pick_person(standfast),
            Command::Find => {
                self.filtering.begin(standfast.known_to_filters()?);
                self.narrow(standfast)?;
                Ok(Next::Nothing)
            }
            Command::FilterKeep => {
                self.filtering.keep();
                Ok(Next::Nothing)
            }
            Command::FilterClear | Command::Back => {
                if self.filtering.clear() {
                    self.narrow(standfast)?;
                }
                Ok(Next::Nothing)
            }
            Command::Open => Ok(self.row().map_or(Next::Nothing, |row| Next::open_item(&row.key))),
            Command::Copy => Ok(act::copy(self.row().into_iter())),
            Command::FilterUp | Command::FilterDown => {
                self.step(if command == Command::FilterUp { Command::Up } else { Command::Down });
                Ok(Next::Nothing)
            }
            command if self.step(command) => Ok(Next::Nothing),
            command => act::act(command, &self.rows(), standfast),
        }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        let board = standfast.board()?;
        self.held = None;
        self.sprints = Sprints::read(standfast)?;
        let today = standfast.today();
        let over = standfast.current_sprint()?.filter(|sprint| sprint.ends_on.is_some_and(|end| end <= today));
        self.ending = over.map(|sprint| sprint.number);
        self.actions = match &board {
            Some(board) => standfast.actions_in(board.sprint.number)?,
            None => Vec::new(),
        };
        self.area = area;
        if self.filtering.is_on() {
            self.filtering.know(standfast.known_to_filters()?);
        }
        self.set_out(board, standfast)
    }

    fn reads(&self) -> Changed {
        let work =
            tables(&[Table::Status, Table::Item, Table::Blocker, Table::BlockerItem, Table::Sprint, Table::SprintItem]);
        work.and(tables(&[
            Table::Team,
            Table::Member,
            Table::Holiday,
            Table::Standup,
            Table::RetroAction,
            Table::ActionRuling,
        ]))
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let own = matches!(
            command,
            Command::CardLeft | Command::CardRight | Command::Open | Command::Copy | Command::ByPerson | Command::Find
        );
        if own && !self.locked {
            return Some(format!(
                "No sprint is locked, so the board is empty. Press {} to go to the plan.",
                Command::Tab3
            ));
        }
        if own && !matches!(command, Command::ByPerson | Command::Find) && self.row().is_none() {
            return Some("Select a card first.".to_owned());
        }
        match command {
            Command::CardLeft if self.here == 0 => Some("The card is already in the first status.".to_owned()),
            Command::CardRight if self.here + 1 == self.columns.len() => {
                Some("The card is already in the last status.".to_owned())
            }
            Command::Select => Some("On the board one card is moved at a time.".to_owned()),
            Command::RankUp | Command::RankDown => {
                Some(format!("Cards are in the order of the backlog. Press {} to go there.", Command::Tab4))
            }
            command => self.sprints.why_not(command).or_else(|| act::why_not(command, &self.rows())),
        }
    }

    fn status(&self) -> String {
        if let Some(filtered) = self.filtering.status() {
            return filtered;
        }
        match (&self.shown, self.ending) {
            (Person::Everybody, Some(sprint)) => format!("{} to close sprint {sprint}", Command::CloseSprint),
            (Person::Everybody, None) => String::new(),
            (person, _) => person.words(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, _: Rect, standfast: &mut Standfast) -> Result<Next> {
        self.held_by(mouse, standfast)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}
