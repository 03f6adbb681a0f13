//! Our own export: one JSON object, a list of rows for each table, a row a line (X5). docs/export.md describes it.

use super::input::Input;
use crate::app::Standfast;
use crate::app::import::{Rows, Take, TakeRow};
use crate::domain::incoming::Progress;
use crate::domain::text::harmless_json;
use crate::error::{Attempt, Error, Result};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::io::{BufReader, Write};

/// The version of the format. It grows when an older program could misread a newer file.
pub const VERSION: u64 = 1;

/// The first key of an export; its value is the version.
pub const MARK: &str = "standfast";

/// Writes everything the team has; the number of rows.
pub fn write_team(app: &Standfast, out: &mut dyn Write) -> Result<u64> {
    let mut writer = Writer { out, in_table: 0, rows: 0 };
    write!(writer.out, "{{\n\"{MARK}\": {VERSION}").attempting(WRITING)?;
    app.export_team(&mut writer)?;
    let end = writer.end_of_table();
    writeln!(writer.out, "{end}\n}}").attempting(WRITING)?;
    Ok(writer.rows)
}

const WRITING: &str = "write the export";

struct Writer<'a> {
    out: &'a mut dyn Write,
    in_table: u64,
    rows: u64,
}

impl Writer<'_> {
    fn end_of_table(&self) -> &'static str {
        if self.in_table > 0 { "\n]" } else { "]" }
    }
}

impl Take for Writer<'_> {
    fn table(&mut self, name: &str) -> Result<()> {
        let before = if name == "team" { "" } else { self.end_of_table() };
        self.in_table = 0;
        write!(self.out, "{before},\n\"{name}\": [").attempting(WRITING)
    }

    fn row(&mut self, row: &Map<String, Value>) -> Result<()> {
        let row = harmless_json(serde_json::to_string(row).attempting(WRITING)?);
        let comma = if self.in_table > 0 { "," } else { "" };
        (self.in_table, self.rows) = (self.in_table + 1, self.rows + 1);
        write!(self.out, "{comma}\n{row}").attempting(WRITING)
    }
}

/// An export as a file of rows.
pub struct TeamFile {
    name: String,
    total: u64,
    input: Option<Input>,
}

impl TeamFile {
    /// An export, which is read when it is taken over.
    pub fn new(input: Input) -> Self {
        Self { name: input.name().to_owned(), total: input.total(), input: Some(input) }
    }
}

impl Rows for TeamFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn each_row(&mut self, take: TakeRow<'_>) -> Result<()> {
        let attempt = format!("read {}", self.name);
        let Some(input) = self.input.take() else { return Err(Error::failed(attempt, "it has been read already")) };
        let mut reader = serde_json::Deserializer::from_reader(BufReader::new(input.into_text()?));
        let mut refused = None;
        let read = reader.deserialize_map(Tables { take, refused: &mut refused });
        // The refusal inside is the reason; the parser only knows that it had to stop.
        refused.map_or(Ok(()), Err)?;
        read.and_then(|()| reader.end()).attempting(attempt)
    }

    fn progress(&self) -> Progress {
        Progress { read: 0, total: self.total }
    }
}

struct Tables<'a, 'b> {
    take: TakeRow<'a>,
    refused: &'b mut Option<Error>,
}

struct Table<'a, 'b> {
    name: &'b str,
    take: TakeRow<'b>,
    refused: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for Tables<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Standfast")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let (mut version, mut seen) = (None, Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            if seen.contains(&name) {
                return Err(de::Error::custom(format!("\"{name}\" is in it twice")));
            }
            if name == MARK {
                version = Some(map.next_value::<u64>()?);
                if version.is_some_and(|version| version > VERSION) {
                    return Err(de::Error::custom("it was written by a newer Standfast: update the program"));
                }
            } else {
                map.next_value_seed(Table { name: &name, take: &mut *self.take, refused: &mut *self.refused })?;
            }
            seen.push(name);
        }
        version.map(drop).ok_or_else(|| de::Error::custom("it does not say which version of the format it has"))
    }
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> std::result::Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of rows for \"{}\"", self.name)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> std::result::Result<(), A::Error> {
        while let Some(row) = rows.next_element::<Map<String, Value>>()? {
            if let Err(error) = (self.take)(self.name, row) {
                *self.refused = Some(error);
                return Err(de::Error::custom("refused"));
            }
        }
        Ok(())
    }
}
