//! Import and export: what other tools write, recognised by its content, and what we write ourselves (X1–X6).

pub mod cells;
pub mod columns;
pub mod dates;
mod foreign;
mod header;
mod headings;
pub mod input;
pub mod json;
mod layout;
mod months;
pub mod records;
mod row;
pub mod rows;
mod shape;
pub mod sheet;
pub mod source;
pub mod sprints;
pub mod words;

use crate::domain::words::words;
use crate::domain::zone::Zone;
use crate::error::{Attempt, Result, refuse};
use crate::rules::Rule;
use columns::{Columns, Field, Mapped};
use dates::DayOrder;
use input::Input;
use layout::Layout;
use source::CsvSource;
use std::io::Read;

words! {
    "a format",
    /// A format that we read.
    pub enum Format {
        /// Jira's export of a search.
        JiraCsv = "jira-csv",
        /// The story-point data sets: `issuekey,title,description,storypoint`.
        StorypointsCsv = "storypoints-csv",
        /// Any other CSV file, by the names of its columns or by a mapping.
        Csv = "csv",
        /// Our own export, which holds a whole team.
        StandfastJson = "standfast-json",
        /// Jira's own sprint report, one past sprint.
        JiraSprintReport = "jira-sprint-report",
        /// Knowhow's sprint details, a list of past sprints.
        KnowhowSprints = "knowhow-sprints",
    }
}

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The format, if it shall not be recognised.
    pub format: Option<Format>,
    /// Which column fills which field, where the names do not tell.
    pub mapping: Vec<Mapped>,
    /// Which of two numbers of a date is the day, where the file does not prove it.
    pub dates: Option<DayOrder>,
    /// Where a date without a zone was written.
    pub zone: Zone,
    /// The line of the header, if it is below other lines.
    pub header_line: Option<u64>,
}

impl Options {
    /// Everything as the file itself says.
    pub fn of_zone(zone: Zone) -> Self {
        Self { format: None, mapping: Vec::new(), dates: None, zone, header_line: None }
    }
}

impl Format {
    /// Whether it holds past sprints rather than items.
    pub fn holds_sprints(self) -> bool {
        matches!(self, Self::JiraSprintReport | Self::KnowhowSprints)
    }
}

/// Recognises what a file is by what it holds.
pub fn recognise(input: &mut Input) -> Result<Format> {
    recognise_below(input, None)
}

/// The same for a table whose header is below other lines.
pub fn recognise_below(input: &mut Input, header_line: Option<u64>) -> Result<Format> {
    let head = input.head(4096)?;
    if let Some(what) = known_but_not_read(&head) {
        return refuse(Rule::X1, format!("{} {what}", input.name()));
    }
    let head = text_head(input)?;
    if head.starts_with(['{', '[']) {
        if head.starts_with('{') && head.contains("\"standfast\"") {
            return Ok(Format::StandfastJson);
        }
        if let Some(format) = sprints::recognise(&head) {
            return Ok(format);
        }
        let sentence = "is JSON, but neither an export of Standfast nor a report of past sprints. Export the backlog as CSV from the tool that has it.";
        return refuse(Rule::X1, format!("{} {sentence}", input.name()));
    }
    let columns = Layout::find(input, header_line)?.columns(input)?;
    Ok(format_of(&columns))
}

/// Opens a CSV file for reading its items.
pub fn open_csv(mut input: Input, options: &Options) -> Result<CsvSource> {
    let found = recognise_below(&mut input, options.header_line)?;
    match options.format.unwrap_or(found) {
        Format::StandfastJson => {
            refuse(Rule::X1, format!("{} holds a whole team and not a list of items.", input.name()))
        }
        sprints if sprints.holds_sprints() => {
            refuse(Rule::X1, format!("{} holds past sprints and not a list of items.", input.name()))
        }
        csv => CsvSource::open(input, csv, options),
    }
}

fn format_of(columns: &Columns) -> Format {
    let names: Vec<String> = (0..columns.len()).map(|place| columns.name(place).to_lowercase()).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has("issuekey") && has("storypoint") {
        Format::StorypointsCsv
    } else if columns.has(Field::Key) && (has("issue key") || has("clave de incidencia")) {
        Format::JiraCsv
    } else {
        Format::Csv
    }
}

/// The first lines of the text, without what is before its first letter.
fn text_head(input: &mut Input) -> Result<String> {
    let mut text = Vec::new();
    let name = input.name().to_owned();
    input.text()?.take(4096).read_to_end(&mut text).attempting(format!("read {name}"))?;
    Ok(String::from_utf8_lossy(&text).trim_start().to_owned())
}

/// What a file is that we know and do not read, with the way out.
fn known_but_not_read(head: &[u8]) -> Option<&'static str> {
    if head.trim_ascii().is_empty() {
        return Some("is empty. There is nothing to import.");
    }
    if head.starts_with(b"SQLite format 3") {
        return Some("is a database. Open it with --db, or take it over with `standfast restore`.");
    }
    if head.starts_with(b"PK\x03\x04") {
        return Some("is a spreadsheet workbook or a zip archive. Save the sheet as CSV first.");
    }
    if head.starts_with(b"\x1f\x8b") {
        return Some("is compressed. Unpack it first.");
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        return Some("is an old spreadsheet workbook. Save the sheet as CSV first.");
    }
    if head.starts_with(b"%PDF") || head.starts_with(b"{\\rtf") {
        return Some("is a document, not a table. Export the backlog as CSV first.");
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begin = text.get(..200).unwrap_or(text).to_ascii_lowercase();
    if begin.starts_with(b"<!doctype html") || begin.windows(5).any(|word| word == b"<html") {
        return Some(
            "is a web page, not a table: a page to sign in may have been saved instead of the export. Export the backlog as CSV again.",
        );
    }
    if begin.starts_with(b"<") {
        return Some("is XML or a web page, not a table. Export the backlog as CSV first.");
    }
    is_binary(head).then_some("is not a CSV file: it holds binary data. Export the backlog as CSV first.")
}

/// Text in any encoding has few control characters in its first lines; UTF-16 has a zero in every other byte.
fn is_binary(head: &[u8]) -> bool {
    let is_utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let zeros_alternate =
        head.get(1) == Some(&0) && head.get(3) == Some(&0) || head.first() == Some(&0) && head.get(2) == Some(&0);
    if is_utf16 || zeros_alternate {
        return false;
    }
    let odd = head.iter().filter(|byte| **byte < 0x20 && !b"\t\n\r\x0c\x1b".contains(byte)).count();
    odd * 20 > head.len()
}
