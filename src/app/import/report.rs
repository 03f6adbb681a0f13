//! What an import reads from, and what it reports (X1–X3).

use crate::domain::incoming::{Arrival, Loss, Progress, RowRefused};
use crate::error::{Error, Result};
use crate::rules::{Refusal, Rule};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// How many refused rows are listed one by one; the rest are counted.
pub const MOST_REFUSALS: usize = 10_000;

/// A file that gives its items one after the other.
pub trait Source {
    /// What messages call it.
    fn name(&self) -> &str;

    /// The next row, or `None` at the end.
    fn next_arrival(&mut self) -> Result<Option<Arrival>>;

    /// The key of the row that has this number in the file; complete at its end.
    fn key_of(&self, number: u64) -> Option<&str>;

    /// How far the file has been read.
    fn progress(&self) -> Progress;

    /// Everything in it that has not been taken so far (X2).
    fn losses(&self) -> Vec<Loss>;
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Importing {
    pub rows: u64,
    /// Bytes of the file.
    pub file: Progress,
}

/// Watches an import; breaking off leaves everything as it was.
pub type Watch<'a> = &'a mut dyn FnMut(Importing) -> ControlFlow<()>;

/// What an import did, or in a dry run would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// Rows of the file.
    pub rows: u64,
    /// Items that are new.
    pub added: u64,
    /// Items that were here and changed.
    pub updated: u64,
    /// Items that were here and stayed as they are.
    pub unchanged: u64,
    /// Rows that are not taken.
    pub refused: u64,
    /// Which fields of items that were here changed, and how often.
    pub changed_fields: BTreeMap<&'static str, u64>,
    /// Which of the file's statuses became which of the team's.
    pub statuses: Vec<Translated>,
    /// Rows that are not taken, by line; the first ten thousand of them.
    pub refused_rows: Vec<RowRefused>,
    /// What is not taken from the rows that are.
    pub losses: Vec<Loss>,
}

/// A word of the file and the team's word for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Translated {
    pub from: String,
    pub to: String,
    /// How many rows say it.
    pub count: u64,
}

impl ImportReport {
    /// `Imported mesos.csv: 1680 added, 0 updated, 3 unchanged. 2 rows were refused.`, or what would be.
    pub fn sentence(&self, name: &str, would: bool) -> String {
        let Self { added, updated, unchanged, refused, .. } = self;
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let name = crate::domain::text::clean(name);
        let (begin, be) = if would { ("Importing", "would be") } else { ("Imported", "were") };
        let refused = match (refused, would) {
            (0, _) => String::new(),
            (1, false) => " 1 row was refused.".to_owned(),
            (1, true) => " 1 row would be refused.".to_owned(),
            (many, _) => format!(" {many} rows {be} refused."),
        };
        format!("{begin} {name}: {added} added, {updated} updated, {unchanged} unchanged.{refused}")
    }
}

pub(super) fn broken_off() -> Error {
    Refusal::new(Rule::X1, "The import was broken off. Nothing was changed.").into()
}
