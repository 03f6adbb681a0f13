//! How a CSV file is laid out: what parts its cells, and on which line its header is.

use super::columns::{Columns, Field};
use super::foreign;
use super::input::Input;
use super::records::{Next, Records};
use crate::error::{Attempt, Error, Result};
use std::io::Read;

/// How much of a file is read to find its layout.
const HEAD: u64 = 64 * 1024;
/// Below this line no header is looked for.
const LOWEST_HEADER: u64 = 20;
/// What may part cells, the likelier one first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What parts the cells, and the line of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub delimiter: u8,
    /// Counted from 1.
    pub header_line: u64,
}

impl Layout {
    /// The layout of `input`: its header is on `header_line`, else on its first line, or on the second below `sep=;`.
    pub fn find(input: &mut Input, header_line: Option<u64>) -> Result<Self> {
        let name = input.name().to_owned();
        let head = head_of(input)?;
        let named = delimiter_line(&head);
        let header_line = header_line.unwrap_or(if named.is_some() { 2 } else { 1 });
        if let Some(delimiter) = named {
            return Ok(Self { delimiter, header_line });
        }
        let mut best = (b',', 0);
        for delimiter in DELIMITERS {
            let cells = header_in(&head, Self { delimiter, header_line }).attempting(format!("read {name}"))?.len();
            if cells > best.1 {
                best = (delimiter, cells);
            }
        }
        Ok(Self { delimiter: best.0, header_line })
    }

    /// The records of `stream` from the header on.
    pub fn records<R: Read>(self, stream: R) -> std::io::Result<Records<R>> {
        let mut records = Records::new(stream, self.delimiter);
        records.skip_lines(self.header_line.saturating_sub(1))?;
        Ok(records)
    }

    /// The names of the columns.
    pub fn columns(self, input: &mut Input) -> Result<Columns> {
        let name = input.name().to_owned();
        let attempt = || format!("read {name}");
        let mut records = self.records(input.text()?).attempting(attempt())?;
        if records.advance().attempting(attempt())? != Next::Record {
            let line = self.header_line;
            let why = if line > 1 { format!("it has no header on line {line}.") } else { NO_HEADER.to_owned() };
            return Err(Error::failed(attempt(), why));
        }
        Ok(Columns::of_header(cells_of(&records)))
    }
}

const NO_HEADER: &str = "it is not a CSV file: its first line is not a header.";

/// A line further down that reads like the header of a backlog.
pub fn header_below(input: &mut Input, layout: Layout) -> Result<Option<u64>> {
    let head = head_of(input)?;
    let is_blank = |line: u64| {
        let at = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        head.split(|byte| *byte == b'\n').nth(at).is_none_or(|text| text.trim_ascii().is_empty())
    };
    Ok((layout.header_line + 1..=LOWEST_HEADER).filter(|line| !is_blank(*line)).find(|line| {
        DELIMITERS.iter().any(|delimiter| {
            let below = Layout { delimiter: *delimiter, header_line: *line };
            let columns = Columns::of_header(header_in(&head, below).unwrap_or_default());
            columns.has(Field::Title) && columns.len() > 1 && foreign::judge(&columns).is_ok()
        })
    }))
}

fn head_of(input: &mut Input) -> Result<Vec<u8>> {
    let (name, mut head) = (input.name().to_owned(), Vec::new());
    input.text()?.take(HEAD).read_to_end(&mut head).attempting(format!("read {name}"))?;
    Ok(head)
}

/// What `sep=;` on the first line names: spreadsheets write and read it.
fn delimiter_line(head: &[u8]) -> Option<u8> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let text = std::str::from_utf8(line).ok()?.trim_start_matches('\u{FEFF}').trim_end_matches('\r');
    let named = text.trim_matches('"').get(..4).filter(|begin| begin.eq_ignore_ascii_case("sep="))?;
    match text.trim_matches('"').get(named.len()..)?.as_bytes() {
        [delimiter] if delimiter.is_ascii() && *delimiter != b'"' => Some(*delimiter),
        _ => None,
    }
}

fn header_in(head: &[u8], layout: Layout) -> std::io::Result<Vec<String>> {
    let mut records = layout.records(head)?;
    Ok(if records.advance()? == Next::Record { cells_of(&records) } else { Vec::new() })
}

fn cells_of<R: Read>(records: &Records<R>) -> Vec<String> {
    (0..records.len()).map(|at| header_name(records.cell(at).unwrap_or_default())).collect()
}

fn header_name(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    text.trim().trim_start_matches('\u{FEFF}').replace('\0', "\u{FFFD}")
}
