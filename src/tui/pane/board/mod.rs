//! Tab 2, Board: the sprint under way, a column for each status, a card for each item (R3).

mod card;
mod draw;

use crate::app::Standfast;
use crate::app::change::{Changed, Outcome};
use crate::domain::action::Action;
use crate::domain::item::{ItemRow, Status};
use crate::domain::points::Points;
use crate::domain::stuck::days_in_status;
use crate::domain::tables::Table;
use crate::domain::team::Member;
use crate::error::Result;
use crate::tui::act::item as act;
use crate::tui::act::sprint::Sprints;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::actions;
use card::Card;
use draw::Grid;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::cell::RefCell;
use std::rc::Rc;

/// Whose cards are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Person {
    #[default]
    Everybody,
    /// Those that are nobody's.
    Nobody,
    Named(String),
}

impl Person {
    fn words(&self) -> String {
        match self {
            Self::Everybody => "everybody's cards".to_owned(),
            Self::Nobody => "cards without an owner".to_owned(),
            Self::Named(name) => format!("{}'s cards", crate::domain::text::clean(name)),
        }
    }

    fn shows(&self, row: &ItemRow, today: crate::domain::time::Day) -> bool {
        match self {
            Self::Everybody => true,
            Self::Nobody => !row.is_owned(today),
            Self::Named(name) => row.assignee.as_ref() == Some(name),
        }
    }
}

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

/// A card that the mouse holds.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    key: String,
    from: usize,
    /// The column the mouse is over.
    over: usize,
    /// Whether the press was on the card under the cursor, so that letting go opens it.
    again: bool,
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

    /// Moves the card under the cursor by one status.
    fn shift(&self, by: isize, standfast: &mut Standfast) -> Result<Next> {
        let Some(row) = self.row() else { return Ok(Next::Nothing) };
        let to = self.here.checked_add_signed(by).and_then(|to| self.columns.get(to));
        match to {
            Some(column) => Ok(Next::from(standfast.move_item(&row.key, &column.status.name)?)),
            None => Ok(Next::Nothing),
        }
    }

    /// A choice of whose cards are shown.
    fn pick_person(&self, standfast: &Standfast) -> Result<Next> {
        let names = standfast.members()?.into_iter().filter(Member::is_inside).map(|member| member.name);
        let mut people = vec![Person::Everybody];
        people.extend(names.map(Person::Named));
        people.push(Person::Nobody);
        let choices = people.iter().map(|person| Choice::new(person.words())).collect();
        let at = people.iter().position(|person| *person == self.shown).unwrap_or(0);
        let chosen = Rc::clone(&self.person);
        let pick = Pick::new("Whose cards?", choices, move |_, place| {
            let Some(person) = people.get(place) else { return Ok(Next::Nothing) };
            chosen.replace(person.clone());
            let said = format!("The board shows {}.", person.words());
            // Nothing was written, but the board has to be read again for another person.
            Ok(Next::Did(Outcome {
                value: (),
                said,
                ways: Vec::new(),
                changed: tables(&[Table::Item]),
                operation: None,
            }))
        });
        Ok(Next::ask(pick.on(at)))
    }

    /// Sets the columns out anew; the cursor follows its card.
    fn set_out(&mut self, board: Option<crate::app::sprint::Board>, area: Rect, standfast: &Standfast) -> Result<()> {
        let id = self.row().map(|row| row.id);
        let before: Vec<(i64, usize, usize)> =
            self.columns.iter().map(|column| (column.status.id, column.cursor, column.top)).collect();
        self.locked = board.is_some();
        let columns = board.map(|board| board.columns).unwrap_or_default();
        self.grid = Grid::new(area, columns.len(), self.grid.first());
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
                let cards = rows.into_iter().filter(|row| self.shown.shows(row, today));
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

impl Pane for Board {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Board)
    }
}

impl View for Board {
    fn scope(&self) -> Scope {
        Scope::Board
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::CardLeft => self.shift(-1, standfast),
            Command::CardRight => self.shift(1, standfast),
            Command::ByPerson => self.pick_person(standfast),
            // There is nothing to go back from.
            Command::Back => Ok(Next::Nothing),
            Command::Open => Ok(self.row().map_or(Next::Nothing, |row| Next::open_item(&row.key))),
            Command::Copy => Ok(act::copy(self.row().into_iter())),
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
        let below = actions::height(&self.actions, area.height);
        self.set_out(board, Rect { height: area.height - below, ..area }, standfast)
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
            Command::CardLeft | Command::CardRight | Command::Open | Command::Copy | Command::ByPerson
        );
        if own && !self.locked {
            return Some(format!(
                "No sprint is locked, so the board is empty. Press {} to go to the plan.",
                Command::Tab3
            ));
        }
        if own && command != Command::ByPerson && self.row().is_none() {
            return Some("Select a card first.".to_owned());
        }
        match command {
            Command::CardLeft if self.here == 0 => Some("The card is already in the first status.".to_owned()),
            Command::CardRight if self.here + 1 == self.columns.len() => {
                Some("The card is already in the last status.".to_owned())
            }
            Command::Find | Command::Select => Some(format!(
                "The board cannot filter by words. Press {} to show one person's cards.",
                Command::ByPerson
            )),
            Command::RankUp | Command::RankDown => {
                Some(format!("Cards are in the order of the backlog. Press {} to go there.", Command::Tab4))
            }
            command => self.sprints.why_not(command).or_else(|| act::why_not(command, &self.rows())),
        }
    }

    fn status(&self) -> String {
        match (&self.shown, self.ending) {
            (Person::Everybody, Some(sprint)) => format!("{} to close sprint {sprint}", Command::CloseSprint),
            (Person::Everybody, None) => String::new(),
            (person, _) => person.words(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, _: Rect, standfast: &mut Standfast) -> Result<Next> {
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

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}
