//! Rows in columns: which columns fit, and drawing cells into them. No state, no layout solver: a list costs what it shows.

use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;
use std::borrow::Cow;

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Column {
    /// What is above it.
    pub title: &'static str,
    width: u16,
    fills: bool,
    from: u16,
    right: bool,
}

impl Column {
    /// A column of so many characters.
    pub const fn fixed(title: &'static str, width: u16) -> Self {
        Self { title, width, fills: false, from: 0, right: false }
    }

    /// A column that takes what the others leave, and at least so many characters.
    pub const fn filling(title: &'static str, least: u16) -> Self {
        Self { title, width: least, fills: true, from: 0, right: false }
    }

    /// Shown only in tables that are at least so wide.
    pub const fn from(self, width: u16) -> Self {
        Self { from: width, ..self }
    }

    /// Its cells end at its right edge, as numbers do.
    pub const fn to_the_right(self) -> Self {
        Self { right: true, ..self }
    }
}

/// What is in one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<'a> {
    pub words: Cow<'a, str>,
    pub role: Role,
}

impl<'a> Cell<'a> {
    /// A cell.
    pub fn new(words: impl Into<Cow<'a, str>>, role: Role) -> Self {
        Self { words: words.into(), role }
    }
}

/// Columns set out over a width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// For every column its first place and width; a width of 0 for one that does not fit.
    places: Vec<(u16, u16)>,
    columns: Vec<Column>,
}

impl Table {
    /// Sets the columns out over `width`, with a column of space between them.
    pub fn new(columns: &[Column], width: u16) -> Self {
        let shown = |column: &Column| width >= column.from;
        let count = columns.iter().filter(|column| shown(column)).count();
        let gaps = u16::try_from(count.saturating_sub(1)).unwrap_or(0);
        let taken: u16 = columns.iter().filter(|column| shown(column)).map(|column| column.width).sum();
        let spare = width.saturating_sub(taken + gaps);
        let mut left = spare;
        let mut x = 0;
        let places = columns
            .iter()
            .map(|column| {
                if !shown(column) {
                    return (0, 0);
                }
                let more = if column.fills { std::mem::take(&mut left) } else { 0 };
                let place = (x, column.width + more);
                x += column.width + more + 1;
                place
            })
            .collect();
        Self { places, columns: columns.to_vec() }
    }

    /// Draws the titles of the columns.
    pub fn titles(&self, pen: &mut Pen<'_>, y: u16) {
        let titles: Vec<Cell<'_>> = self.columns.iter().map(|column| Cell::new(column.title, Role::Dim)).collect();
        self.row(pen, y, &titles, None);
    }

    /// Draws one row; `ground` is the role of a row under the cursor, which then counts for all its cells.
    pub fn row(&self, pen: &mut Pen<'_>, y: u16, cells: &[Cell<'_>], ground: Option<Role>) {
        if let Some(role) = ground {
            pen.fill(0, y, pen.width(), role);
        }
        for ((cell, (x, width)), column) in cells.iter().zip(&self.places).zip(&self.columns) {
            if *width == 0 || cell.words.is_empty() {
                continue;
            }
            let role = ground.unwrap_or(cell.role);
            if column.right && text::width(&cell.words) <= usize::from(*width) {
                pen.right(x + width, y, *width, &cell.words, role);
            } else {
                pen.text(*x, y, *width, &cell.words, role);
            }
        }
    }

    /// The place of a column: first column of the screen and width; a width of 0 when it is not shown.
    pub fn place(&self, column: usize) -> (u16, u16) {
        self.places.get(column).copied().unwrap_or((0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_way_where_there_is_no_room() {
        let columns = [Column::fixed("key", 8), Column::filling("title", 10), Column::fixed("age", 4).from(60)];
        assert_eq!(Table::new(&columns, 80).places, [(0, 8), (9, 66), (76, 4)]);
        assert_eq!(Table::new(&columns, 50).places, [(0, 8), (9, 41), (0, 0)]);
        assert_eq!(Table::new(&columns, 5).places, [(0, 8), (9, 10), (0, 0)]);
    }
}
