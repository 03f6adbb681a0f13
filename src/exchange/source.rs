//! A CSV file as a stream of items, read once and within bounds.

use super::cells::Split;
use super::columns::{Columns, Field};
use super::dates::{DayOrder, proven_order};
use super::input::{Input, Text};
use super::layout::Layout;
use super::records::{Next, RECORD_CAP, Records};
use super::rows::RowReader;
use super::{Format, Options, cells, header, shape};
use crate::app::import::Source;
use crate::domain::incoming::{Arrival, Loss, Progress, RowRefused};
use crate::error::{Attempt, Result};
use std::io::Read;

/// How many records are looked at before a file is believed to hold no dates of mere numbers.
const DATES_TO_LOOK_AT: usize = 200;

/// A CSV file that gives its items one after the other.
pub struct CsvSource {
    name: String,
    format: Format,
    records: Records<Text>,
    rows: RowReader,
    order: Option<DayOrder>,
    short_rows: (u64, u64),
}

impl CsvSource {
    /// Reads the header of `input` and settles what its columns mean.
    pub fn open(mut input: Input, format: Format, options: &Options) -> Result<Self> {
        let layout = Layout::find(&mut input, options.header_line)?;
        let columns = layout.columns(&mut input)?.mapped(&options.mapping)?;
        let is_told = options.mapping.iter().any(|told| told.field == Field::Title && told.column.is_some());
        if !is_told {
            header::refuse_foreign(&mut input, layout, &columns)?;
        }
        shape::refuse_broken(&mut input, layout, &columns, is_told)?;
        let order = match options.dates {
            Some(order) => Some(order),
            None => find_day_order(&mut input, layout, &columns)?,
        };
        let name = input.name().to_owned();
        let mut records = layout.records(input.into_text()?).attempting(format!("read {name}"))?;
        records.advance().attempting(format!("read {name}"))?;
        let rows = RowReader::new(columns, format, options.zone, order);
        Ok(Self { name, format, records, rows, order, short_rows: (0, 0) })
    }

    /// Which format it is read as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Each field that is filled, with the columns that fill it.
    pub fn mapping(&self) -> Vec<(Field, Vec<String>)> {
        self.rows.columns().mapping()
    }

    /// What parts the labels of one cell, if the file has labels.
    pub fn label_split(&self) -> Option<Split> {
        self.rows.label_split()
    }

    /// How dates of mere numbers are read.
    pub fn day_order(&self) -> Option<DayOrder> {
        self.order
    }

    fn note_short_row(&mut self) {
        if self.records.len() < self.rows.columns().len() {
            let (count, first_line) = self.short_rows;
            self.short_rows = (count + 1, if count == 0 { self.records.line() } else { first_line });
        }
    }
}

impl Source for CsvSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn next_arrival(&mut self) -> Result<Option<Arrival>> {
        loop {
            let next = self.records.advance().attempting(format!("read {}", self.name))?;
            let reason = match next {
                Next::End => return Ok(None),
                Next::Record => {
                    self.note_short_row();
                    match self.rows.read(&self.records) {
                        Some(arrival) => return Ok(Some(arrival)),
                        None => continue,
                    }
                }
                Next::TooLarge => format!("the row is larger than {}", cells::size(RECORD_CAP)),
                Next::Unclosed => {
                    "a quote is opened in this row and never closed; the rest of the file is in it".to_owned()
                }
            };
            return Ok(Some(Arrival::Refused(RowRefused { line: self.records.line(), reason })));
        }
    }

    fn key_of(&self, number: u64) -> Option<&str> {
        self.rows.key_of(number)
    }

    fn losses(&self) -> Vec<Loss> {
        let mut losses = self.rows.losses();
        let (count, first_line) = self.short_rows;
        if count > 0 {
            let reason = "rows shorter than the header; their missing cells count as blank".to_owned();
            losses.push(Loss { name: "rows".into(), reason, count, first_line: Some(first_line), example: None });
        }
        losses
    }

    fn progress(&self) -> Progress {
        self.records.stream().progress()
    }
}

/// Reads the dates of the whole file for one that can only be read one way; two that contradict each other prove nothing.
fn find_day_order(input: &mut Input, layout: Layout, columns: &Columns) -> Result<Option<DayOrder>> {
    let fields = [Field::Created, Field::Ended, Field::CategoryChanged];
    let places: Vec<usize> = fields.iter().flat_map(|field| columns.places(*field)).collect();
    let name = input.name().to_owned();
    let mut records = layout.records(input.text()?).attempting(format!("read {name}"))?;
    let (mut looked_at, mut proven) = (0, None);
    records.advance().attempting(format!("read {name}"))?;
    while !places.is_empty() && records.advance().attempting(format!("read {name}"))? != Next::End {
        for text in places.iter().filter_map(|place| std::str::from_utf8(records.cell(*place)?).ok()) {
            match (proven_order(text), proven) {
                (Some(order), Some(other)) if order != other => return Ok(None),
                (Some(order), _) => proven = Some(order),
                (None, _) => {}
            }
        }
        looked_at += 1;
        if looked_at >= DATES_TO_LOOK_AT && proven.is_none() && !has_number_dates(&records, &places) {
            break;
        }
    }
    Ok(proven)
}

/// Whether a date of this record is all numbers, the year last.
fn has_number_dates<R: Read>(records: &Records<R>, places: &[usize]) -> bool {
    places.iter().filter_map(|place| records.cell(*place)).any(|cell| {
        let day = cell.split(|byte| matches!(byte, b' ' | b'T' | b',')).next().unwrap_or_default();
        let digits = day.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (1..=2).contains(&digits) && day.iter().all(|byte| byte.is_ascii_digit() || b"/-.".contains(byte))
    })
}
