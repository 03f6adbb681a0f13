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
    least: u16,
    pub fills: bool,
    from: u16,
    right: bool,
}

impl Column {
    /// A column of so many characters.
    pub const fn fixed(title: &'static str, width: u16) -> Self {
        Self { title, width, least: width, fills: false, from: 0, right: false }
    }

    /// A column that takes what the others leave, and at least so many characters.
    pub const fn filling(title: &'static str, least: u16) -> Self {
        Self { title, width: least, least, fills: true, from: 0, right: false }
    }

    /// A column that gives way, down to so many characters, before the filling one has less than its least.
    pub const fn least(self, width: u16) -> Self {
        Self { least: width, ..self }
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

/// The space between columns that fit what they hold.
const GAP: u16 = 2;

/// The fewest characters of a column that takes what others leave.
const FILLING: u16 = 10;

/// Makes the widest column narrower, as long as there is too little room and a column is wider than its least.
fn shrink(columns: &[Column], widths: &mut [u16], room: u16, least: impl Fn(&Column) -> u16) {
    while taken(widths, GAP) > room {
        let wider = columns.iter().zip(&mut *widths).filter(|(column, width)| **width > least(column));
        let Some((_, widest)) = wider.max_by_key(|(_, width)| **width) else { break };
        *widest -= 1;
    }
}

/// The room that columns of these widths take together.
fn taken(widths: &[u16], gap: u16) -> u16 {
    let shown = widths.iter().filter(|width| **width > 0);
    shown.fold(0_u16, |sum, width| sum.saturating_add(*width).saturating_add(gap)).saturating_sub(gap)
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
        let shown = |column: &Column| if width >= column.from { column.width } else { 0 };
        Self::place_all(columns, &columns.iter().map(shown).collect::<Vec<_>>(), 1, width)
    }

    /// The same by what the columns hold, with two columns of space between them: a column is as wide as its widest cell
    /// and at most as wide as it may be. An empty one takes no room. Without room those give way that may, then the
    /// filling one, then the widest.
    pub fn fitted(columns: &[Column], widest: &[u16], width: u16) -> Self {
        let shown = |(column, widest): (&Column, &u16)| match column {
            _ if width < column.from => 0,
            _ if column.fills => column.width,
            _ => column.width.min(*widest),
        };
        let mut widths: Vec<u16> = columns.iter().zip(widest).map(shown).collect();
        shrink(columns, &mut widths, width, |column| if column.fills { column.width } else { column.least });
        shrink(columns, &mut widths, width, |column| if column.fills { FILLING } else { column.width });
        shrink(columns, &mut widths, width, |column| if column.fills { FILLING } else { 1 });
        Self::place_all(columns, &widths, GAP, width)
    }

    fn place_all(columns: &[Column], widths: &[u16], gap: u16, width: u16) -> Self {
        let mut spare = width.saturating_sub(taken(widths, gap));
        let mut x = 0;
        let place = |(column, own): (&Column, &u16)| {
            if *own == 0 {
                return (0, 0);
            }
            let place = (x, own + if column.fills { std::mem::take(&mut spare) } else { 0 });
            x += place.1 + gap;
            place
        };
        Self { places: columns.iter().zip(widths).map(place).collect(), columns: columns.to_vec() }
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

    #[test]
    fn columns_are_as_wide_as_what_they_hold_and_the_widest_give_way() {
        let columns = [Column::fixed("key", 8), Column::filling("title", 10), Column::fixed("age", 20)];
        assert_eq!(Table::fitted(&columns, &[3, 50, 6], 40).places, [(0, 3), (5, 27), (34, 6)]);
        assert_eq!(Table::fitted(&columns, &[3, 50, 0], 40).places, [(0, 3), (5, 35), (0, 0)]);
        assert_eq!(Table::fitted(&columns, &[3, 50, 90], 30).places, [(0, 3), (5, 10), (17, 13)]);
        let columns = [Column::filling("title", 20), Column::fixed("items", 18).least(8), Column::fixed("state", 9)];
        assert_eq!(Table::fitted(&columns, &[50, 15, 9], 50).places, [(0, 22), (24, 15), (41, 9)]);
        assert_eq!(Table::fitted(&columns, &[50, 15, 9], 44).places, [(0, 20), (22, 11), (35, 9)]);
        assert_eq!(Table::fitted(&columns, &[50, 15, 9], 36).places, [(0, 15), (17, 8), (27, 9)]);
    }
}
