//! Where the cursor is in a retro: on an old action, on a topic of a column, or on an action committed here. It
//! stays on what it is on while the rows around it move.

use crate::app::retro::RetroView;
use crate::domain::retro::Topic;
use crate::tui::command::Command;

/// What is under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spot {
    /// Nothing yet: the first thing there is.
    #[default]
    First,
    /// The action of an earlier retro with this number.
    Old(i64),
    /// The topic whose first note has this number.
    Topic(i64),
    /// A column without topics.
    Column,
    /// The action with this number, committed here.
    Committed(i64),
}

/// The cursor.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cursor {
    pub spot: Spot,
    /// The column of notes.
    pub column: usize,
    /// The row in it, for when the topic under the cursor goes away.
    row: usize,
}

type Columns = [(String, Vec<Topic>)];

impl Cursor {
    /// Puts it somewhere.
    pub fn go_to(&mut self, spot: Spot, column: usize) {
        (self.spot, self.column) = (spot, column);
    }

    /// Finds what it was on, or the nearest thing to it.
    pub fn settle(&mut self, view: Option<&RetroView>, columns: &Columns) {
        let Some(view) = view else {
            *self = Self::default();
            return;
        };
        self.column = self.column.min(columns.len().saturating_sub(1));
        let there = match self.spot {
            Spot::Old(number) => view.old.iter().any(|action| action.number == number),
            Spot::Committed(number) => view.committed.iter().any(|action| action.number == number),
            Spot::Topic(number) => match find(columns, number) {
                Some((column, row)) => {
                    (self.column, self.row) = (column, row);
                    true
                }
                None => false,
            },
            Spot::First | Spot::Column => false,
        };
        if there {
            return;
        }
        let waiting = view.unruled().next().or(view.old.first());
        match (self.spot, waiting) {
            (Spot::First | Spot::Old(_), Some(action)) => self.spot = Spot::Old(action.number),
            _ => self.enter_column(columns, self.row),
        }
    }

    fn enter_column(&mut self, columns: &Columns, row: usize) {
        let topics = columns.get(self.column).map_or(&[] as &[Topic], |(_, topics)| topics);
        self.row = row.min(topics.len().saturating_sub(1));
        self.spot = topics.get(self.row).map_or(Spot::Column, |topic| Spot::Topic(topic.number));
    }

    /// A command that moves; whether it was one.
    pub fn step(&mut self, command: Command, view: Option<&RetroView>, columns: &Columns) -> bool {
        let moves = matches!(
            command,
            Command::Up
                | Command::Down
                | Command::Left
                | Command::Right
                | Command::PageUp
                | Command::PageDown
                | Command::Top
                | Command::Bottom
        );
        let Some(view) = view.filter(|_| moves) else { return moves };
        match command {
            Command::Up => self.up(view, columns),
            Command::Down => self.down(view, columns),
            Command::Left | Command::Right => self.sideways(command == Command::Right, columns),
            Command::Top => match view.old.first() {
                Some(action) => self.spot = Spot::Old(action.number),
                None => self.enter_column(columns, 0),
            },
            Command::Bottom => match view.committed.last() {
                Some(action) => self.spot = Spot::Committed(action.number),
                None => self.enter_column(columns, usize::MAX),
            },
            Command::PageUp => (0..5).for_each(|_| self.up(view, columns)),
            _ => (0..5).for_each(|_| self.down(view, columns)),
        }
        true
    }

    fn up(&mut self, view: &RetroView, columns: &Columns) {
        let at = |actions: &[crate::domain::action::Action], number: i64| {
            actions.iter().position(|action| action.number == number).unwrap_or(0)
        };
        match self.spot {
            Spot::Old(number) => {
                let above = at(&view.old, number).checked_sub(1).and_then(|row| view.old.get(row));
                self.spot = above.map_or(self.spot, |action| Spot::Old(action.number));
            }
            Spot::Topic(_) if self.row > 0 => self.enter_column(columns, self.row - 1),
            Spot::Topic(_) | Spot::Column => {
                self.spot = view.old.last().map_or(self.spot, |action| Spot::Old(action.number));
            }
            Spot::Committed(number) => match at(&view.committed, number).checked_sub(1) {
                Some(row) => {
                    self.spot = view.committed.get(row).map_or(self.spot, |action| Spot::Committed(action.number));
                }
                None => self.enter_column(columns, usize::MAX),
            },
            Spot::First => {}
        }
    }

    fn down(&mut self, view: &RetroView, columns: &Columns) {
        let next = |actions: &[crate::domain::action::Action], number: i64| {
            let at = actions.iter().position(|action| action.number == number)?;
            actions.get(at + 1).map(|action| action.number)
        };
        match self.spot {
            Spot::Old(number) => match next(&view.old, number) {
                Some(number) => self.spot = Spot::Old(number),
                None => self.enter_column(columns, 0),
            },
            Spot::Committed(number) => {
                self.spot = next(&view.committed, number).map_or(self.spot, Spot::Committed);
            }
            Spot::Topic(_) | Spot::Column => {
                let count = columns.get(self.column).map_or(0, |(_, topics)| topics.len());
                if self.row + 1 < count {
                    self.enter_column(columns, self.row + 1);
                } else if let Some(action) = view.committed.first() {
                    self.spot = Spot::Committed(action.number);
                }
            }
            Spot::First => {}
        }
    }

    fn sideways(&mut self, right: bool, columns: &Columns) {
        let in_columns = matches!(self.spot, Spot::Topic(_) | Spot::Column);
        if in_columns {
            let last = columns.len().saturating_sub(1);
            self.column = if right { (self.column + 1).min(last) } else { self.column.saturating_sub(1) };
            self.enter_column(columns, self.row);
        } else if !matches!(self.spot, Spot::First) {
            self.enter_column(columns, 0);
        }
    }
}

fn find(columns: &Columns, number: i64) -> Option<(usize, usize)> {
    columns.iter().enumerate().find_map(|(column, (_, topics))| {
        topics.iter().position(|topic| topic.number == number).map(|row| (column, row))
    })
}
