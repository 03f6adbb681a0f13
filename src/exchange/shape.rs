//! Files that are broken as a whole are refused by name, before any row of them becomes an item (X1).

use super::columns::{Columns, Field};
use super::header::WRAPPED;
use super::headings::is_weak_title;
use super::input::Input;
use super::layout::Layout;
use super::records::{Next, Records};
use crate::domain::points::count;
use crate::error::{Attempt, Result, refuse};
use crate::rules::Rule;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

/// So many titles are looked at.
const TITLES_TO_LOOK_AT: u64 = 2_000;
/// From so many rows on, titles that repeat say that the column is not a title.
const ROWS_WITH_TITLES: u64 = 20;

/// What the rows of a file are like, all of them together.
#[derive(Debug, Default)]
struct Shape {
    rows: u64,
    /// The line of a row in which a quote is opened and never closed.
    unclosed: Option<u64>,
    not_utf8: Option<u64>,
    /// Rows that are one cell, which is a row itself.
    wrapped: u64,
    /// Rows of one cell that is not the title, or of more cells than the header.
    misfits: u64,
    first_misfit: Option<(u64, usize)>,
    short: u64,
    /// Pairs of rows that are one row with a line break in it.
    torn: u64,
    /// Whether the row before is the second of such a pair.
    is_torn: bool,
    /// The line of the last row and its cells.
    last: (u64, usize),
    ends_in_a_line: bool,
    titles: u64,
    numbers: u64,
    different: HashSet<u64>,
}

/// Reads the whole file once, and refuses it if its rows as a whole are broken.
pub fn refuse_broken(input: &mut Input, layout: Layout, columns: &Columns, is_told: bool) -> Result<()> {
    let name = input.name().to_owned();
    let attempt = || format!("read {name}");
    let is_named = input.is_encoding_named();
    let mut records = layout.records(input.text()?).attempting(attempt())?;
    records.advance().attempting(attempt())?;
    let title = columns.places(Field::Title).first().copied();
    let mut shape = Shape::default();
    loop {
        match records.advance().attempting(attempt())? {
            Next::End => break,
            Next::TooLarge => {}
            Next::Unclosed => shape.unclosed = Some(records.line()),
            Next::Record => shape.note(&records, layout, columns.len(), title),
        }
    }
    shape.ends_in_a_line = records.has_line_end();
    let found = shape.broken(columns.len(), is_named).or_else(|| shape.no_titles(columns, is_told));
    found.map_or(Ok(()), |why| refuse(Rule::X1, format!("{name}: {why}")))
}

impl Shape {
    fn note<R: Read>(&mut self, record: &Records<R>, layout: Layout, columns: usize, title: Option<usize>) {
        let filled = (0..record.len()).filter(|at| record.cell(*at).is_some_and(|cell| !cell.trim_ascii().is_empty()));
        let Some(last) = filled.last() else { return };
        self.rows += 1;
        let (before, cells) = (self.last.1, record.len());
        let fits = before != cells && before < columns && cells < columns && before + cells == columns + 1;
        self.is_torn = fits && !self.is_torn;
        self.torn += u64::from(self.is_torn);
        self.last = (record.line(), cells);
        self.short += u64::from(record.len() < columns);
        if self.not_utf8.is_none() && std::str::from_utf8(record.bytes()).is_err() {
            self.not_utf8 = Some(record.line());
        }
        let is_wrapped = columns > 1 && last == 0 && {
            let cell = record.cell(0).unwrap_or_default();
            let may_be = cell.contains(&layout.delimiter) && (record.len() == 1 || columns > 3);
            may_be && cells_in(&String::from_utf8_lossy(cell), layout.delimiter).len() >= 2.max(columns / 2)
        };
        self.wrapped += u64::from(is_wrapped);
        if is_wrapped || last >= columns || (record.len() == 1 && columns > 2 && title != Some(0)) {
            self.misfits += 1;
            self.first_misfit = self.first_misfit.or(Some((record.line(), record.len())));
        }
        if self.titles < TITLES_TO_LOOK_AT {
            self.note_title(title.and_then(|place| record.cell(place)).unwrap_or_default());
        }
    }

    fn note_title(&mut self, title: &[u8]) {
        let title = title.trim_ascii();
        if title.is_empty() {
            return;
        }
        self.titles += 1;
        self.numbers += u64::from(title.iter().all(|byte| byte.is_ascii_digit() || b".,:-/+%".contains(byte)));
        let mut hasher = DefaultHasher::new();
        title.hash(&mut hasher);
        self.different.insert(hasher.finish());
    }

    /// Why the rows cannot be read, if they cannot.
    fn broken(&self, columns: usize, is_named: bool) -> Option<String> {
        let (line, cells) = self.last;
        let most = |some: u64, least: u64| some >= least && some * 5 >= self.rows;
        if self.wrapped > 0 && most(self.misfits, 1) {
            return Some(format!("{} of {}: {WRAPPED}", self.wrapped, count(self.rows, "row")));
        }
        if let Some(line) = self.unclosed {
            return Some(format!(
                "a quote is opened in the row on line {line} and never closed, so that the rest of the file is in it. \
                 Close it, or export the file again: it may be cut off."
            ));
        }
        if let Some(line) = self.not_utf8.filter(|_| !is_named) {
            return Some(format!(
                "it is not UTF-8 (line {line}). Name its encoding, as in --encoding windows-1252; with --encoding utf-8 \
                 only the rows that are not UTF-8 are refused."
            ));
        }
        if most(self.misfits, 3) {
            let (line, cells) = self.first_misfit.unwrap_or_default();
            return Some(format!(
                "{} of {} do not fit the header, the first on line {line} ({} under {}). A delimiter or a line break \
                 outside quotes does that. Export the file again, with quotes.",
                self.misfits,
                count(self.rows, "row"),
                count(cells as u64, "cell"),
                count(columns as u64, "column"),
            ));
        }
        if self.torn > 2 && self.torn * 4 >= self.rows {
            return Some(format!(
                "{} of {} are torn in two by a line break outside quotes. Export the file again, with quotes.",
                self.torn * 2,
                count(self.rows, "row"),
            ));
        }
        let is_cut = !self.ends_in_a_line && cells < columns && self.short == 1 && self.rows > 2;
        is_cut.then(|| {
            format!(
                "it is cut off: its last row, on line {line}, has {} and no line end, and every other row has {columns}. \
                 Export it again, or take that row out.",
                count(cells as u64, "cell"),
            )
        })
    }

    /// Why the column of titles is not one, if it is not.
    fn no_titles(&self, columns: &Columns, is_told: bool) -> Option<String> {
        let place = columns.places(Field::Title).first().copied()?;
        let title = columns.name(place);
        let ask = "Say which column is the title, with --map title=COLUMN.";
        if self.titles > 1 && self.numbers == self.titles {
            return Some(format!("its column \"{title}\" holds only numbers and no titles. {ask}"));
        }
        let different = self.different.len() as u64;
        let repeats =
            !is_told && is_weak_title(title) && self.titles >= ROWS_WITH_TITLES && different * 10 <= self.titles;
        repeats.then(|| {
            let all = count(self.titles, "row");
            format!("its column \"{title}\" has only {} in {all}. {ask}", count(different, "different word"))
        })
    }
}

/// The cells of a text that may be a row itself, trimmed.
pub fn cells_in(text: &str, delimiter: u8) -> Vec<String> {
    let mut records = Records::new(text.as_bytes(), delimiter);
    match records.advance() {
        Ok(Next::Record) => (0..records.len())
            .map(|at| String::from_utf8_lossy(records.cell(at).unwrap_or_default()).trim().to_owned())
            .collect(),
        // A quote that is opened in one line of a row and closed in another.
        _ => text.split(char::from(delimiter)).map(|cell| cell.trim().to_owned()).collect(),
    }
}
