//! Replays the log against the present: backwards row by row, then forwards along the chain of hashes (G2).
//!
//! The work grows with the log alone. What is kept meanwhile is one row, and a digest for each row that was inserted.

use crate::domain::chain::{Fault, Head, Verdict};
use crate::domain::tables::Table;
use crate::error::Result;
use crate::store::chain::{Linked, QUERIES};
use crate::store::engine::Store;
use crate::store::link::{Digest, Link, Logged, digest, hex, same};
use crate::store::value::FromRow;
use serde_json::{Map, Value};

/// How many operations are read at once.
const BATCH: i64 = 1000;
/// How many rows of one operation a sentence names.
const NAMED: usize = 3;

type Image = Map<String, Value>;

impl Store {
    /// Whether the log is as it was sealed, and the rows are what it says.
    pub fn verify_log(&self) -> Result<Verdict> {
        let mut rows = Rows::default();
        for table in Table::ALL {
            if let Err(error) = self.unroll(*table, &mut rows) {
                rows.faults.push(Fault {
                    operation: None,
                    said: format!("The rows of {} cannot be compared: {error}.", table.name()),
                });
            }
        }
        let mut walk = Walk::new(self, rows);
        walk.run(|walk, operation, hash, wrote| {
            walk.compare(operation, hash, wrote);
            Ok(())
        })?;
        walk.look_for_strays()?;
        walk.verdict.faults.sort_by_key(|fault| fault.operation.unwrap_or(0));
        Ok(walk.verdict)
    }

    /// Gives every sealed operation its hash, from the log and the rows as they are. For a log that has none yet.
    pub(super) fn chain_log(&self) -> Result<()> {
        let mut rows = Rows::default();
        Table::ALL.iter().try_for_each(|table| self.unroll(*table, &mut rows))?;
        Walk::new(self, rows).run(|walk, operation, hash, _| {
            walk.db.run(QUERIES.get("link"), &[&operation.id, &hash])?;
            operation.hash = Some(hash);
            Ok(())
        })
    }

    /// Takes the changes of a table's rows back in mind, the latest first, and compares each with what is found.
    fn unroll(&self, table: Table, rows: &mut Rows) -> Result<()> {
        let name = table.name();
        let columns = "c.id, c.operation, c.tbl, c.row, c.kind, c.item, c.before, c.after";
        let sql = format!(
            "SELECT {columns}, t.image FROM change c LEFT JOIN {name} t ON t.id = c.row
            WHERE c.tbl = '{name}' ORDER BY c.row DESC, c.id DESC"
        );
        let mut row: Option<Row> = None;
        self.stream(&sql, &[], &mut |found| {
            let change = Logged::from_row(found)?;
            if row.as_ref().is_none_or(|row| row.id != change.row) {
                if let Some(done) = row.take() {
                    done.end(rows);
                }
                row = Some(Row::of(table, &change, found.take()?));
            }
            if let Some(row) = row.as_mut() {
                row.take_back(&change, rows);
            }
            Ok(())
        })?;
        if let Some(done) = row {
            done.end(rows);
        }
        Ok(())
    }
}

/// What the way backwards found.
#[derive(Debug, Default)]
struct Rows {
    /// Digests of rows at the end of the operations whose changes leave the values to the row, by change.
    digests: Vec<(i64, Digest)>,
    faults: Vec<Fault>,
}

/// One row on its way backwards.
#[derive(Debug)]
struct Row {
    table: Table,
    id: i64,
    /// As it is after the changes that are still to be taken back.
    image: Option<Image>,
    /// The operation whose changes are being taken back, and the row at its end.
    operation: i64,
    at_end: Option<Image>,
    /// The operation whose change was taken back last.
    later: Option<i64>,
    is_broken: bool,
}

impl Row {
    fn of(table: Table, change: &Logged, image: Option<String>) -> Self {
        let image = image.and_then(|text| serde_json::from_str::<Image>(&text).ok());
        let at_end = image.clone();
        Self { table, id: change.row, image, operation: change.operation, at_end, later: None, is_broken: false }
    }

    fn take_back(&mut self, change: &Logged, rows: &mut Rows) {
        if change.operation != self.operation {
            self.operation = change.operation;
            self.at_end.clone_from(&self.image);
        }
        if change.leaves_to_the_row()
            && let Some(image) = &self.at_end
        {
            rows.digests.push((change.id, digest(image)));
        }
        match (change.kind.as_str(), &mut self.image) {
            ("I", image @ Some(_)) => *image = None,
            ("U", Some(image)) => {
                let (before, after) = (columns(change.before.as_deref()), columns(change.after.as_deref()));
                let differs =
                    after.iter().find(|(column, value)| !same(image.get(*column).unwrap_or(&Value::Null), value));
                let differs = differs.map(|(column, value)| (column.clone(), value.clone()));
                let is = differs.as_ref().map(|(column, _)| image.get(column).cloned().unwrap_or(Value::Null));
                image.extend(before);
                if let (Some((column, value)), Some(is)) = (differs, is) {
                    self.report(change, rows, &format!("{column} {value}"), &is.to_string());
                }
            }
            ("D", image @ None) => *image = Some(columns(change.before.as_deref())),
            ("D", Some(_)) => self.report(change, rows, "no row", "one"),
            (_, None) => self.report(change, rows, "a row", "none"),
            (kind, Some(_)) => {
                let kind = format!("a change of the kind {kind}");
                self.report(change, rows, &kind, "a row");
            }
        }
        self.later = Some(change.operation);
    }

    /// Names the latest change of this row that does not agree with what followed it.
    fn report(&mut self, change: &Logged, rows: &mut Rows, left: &str, is: &str) {
        if std::mem::replace(&mut self.is_broken, true) {
            return;
        }
        let found = match self.later {
            None => format!("the database has {is}"),
            Some(later) => format!("operation {later} found {is}"),
        };
        let said = format!(
            "Row {} of {}: operation {} left {left}, and {found}.",
            self.id,
            self.table.name(),
            change.operation
        );
        rows.faults.push(Fault { operation: Some(change.operation), said });
    }

    fn end(self, rows: &mut Rows) {
        if self.image.is_some() && !self.is_broken {
            let said = format!(
                "Row {} of {} was changed by operation {} and made by none.",
                self.id,
                self.table.name(),
                self.operation
            );
            rows.faults.push(Fault { operation: Some(self.operation), said });
        }
    }
}

fn columns(image: Option<&str>) -> Image {
    image.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The way forwards: the operations in order, each with its changes.
struct Walk<'a> {
    db: &'a Store,
    digests: Vec<(i64, Digest)>,
    /// The last operation that was walked, and its hash.
    previous: Option<(i64, Option<Digest>)>,
    /// The last change that was walked.
    change: i64,
    verdict: Verdict,
}

/// What an operation wrote, for a sentence about it.
#[derive(Default)]
struct Wrote {
    /// The rows whose values the log leaves to them.
    rows: Vec<String>,
    more: usize,
    /// What is wrong with the operation's place in the log.
    misplaced: Option<String>,
}

impl<'a> Walk<'a> {
    fn new(db: &'a Store, mut rows: Rows) -> Self {
        rows.digests.sort_unstable_by_key(|(change, _)| *change);
        let verdict = Verdict { faults: rows.faults, ..Verdict::default() };
        Self { db, digests: rows.digests, previous: None, change: 0, verdict }
    }

    /// Gives each operation, with the hash that it should have, to `each`.
    fn run(&mut self, each: impl Fn(&mut Self, &mut Linked, Digest, Wrote) -> Result<()>) -> Result<()> {
        loop {
            let after = self.previous.as_ref().map_or(i64::MIN, |(id, _)| *id);
            let batch: Vec<Linked> = self.db.unkept(QUERIES.get("links"), &[&after, &BATCH])?;
            for mut operation in batch {
                if operation.sealed {
                    let (hash, wrote) = self.link(&operation)?;
                    each(self, &mut operation, hash, wrote)?;
                    self.verdict.operations += 1;
                } else {
                    let said = format!(
                        "Operation {} was begun and never sealed: something wrote past the program.",
                        operation.id
                    );
                    self.fault(&operation, said);
                }
                self.previous = Some((operation.id, operation.hash));
            }
            if self.previous.as_ref().is_none_or(|(id, _)| *id == after) {
                return Ok(());
            }
        }
    }

    /// The hash that an operation should have.
    fn link(&mut self, operation: &Linked) -> Result<(Digest, Wrote)> {
        let mut wrote = Wrote { misplaced: self.misplaced(operation), ..Wrote::default() };
        let mut link = Link::after(self.previous.as_ref().and_then(|(_, hash)| hash.as_ref()));
        let from = self.change.max(operation.first_change.saturating_sub(1));
        let to = operation.last_change.unwrap_or(from);
        let digests = &self.digests;
        self.db.stream(QUERIES.get("logged"), &[&from, &to, &i64::MAX], &mut |row| {
            let change = Logged::from_row(row)?;
            let at = digests.binary_search_by_key(&change.id, |(id, _)| *id);
            link.change(&change, at.ok().and_then(|at| digests.get(at)).map(|(_, digest)| digest));
            wrote.note(&change, operation);
            Ok(())
        })?;
        self.change = self.change.max(to);
        Ok((link.end(&operation.facts()), wrote))
    }

    /// What is wrong with an operation's number and range, if anything is.
    fn misplaced(&self, operation: &Linked) -> Option<String> {
        let before = self.previous.as_ref().map_or(0, |(id, _)| *id);
        let id = operation.id;
        if before.checked_add(1) != Some(id) {
            return Some(format!("Operation {id} follows operation {before}: those between are missing."));
        }
        let is_next = operation.first_change == self.change + 1;
        let is_whole = operation.last_change.is_some_and(|last| last >= operation.first_change);
        (!is_next || !is_whole).then(|| format!("Operation {id} names changes that are not its own."))
    }

    fn compare(&mut self, operation: &Linked, hash: Digest, wrote: Wrote) {
        let id = operation.id;
        match &operation.hash {
            None => self.fault(operation, format!("Operation {id} has no hash: the program did not write it.")),
            Some(kept) if *kept != hash => {
                let said = format!(
                    "Operation {id} is not as it was sealed: its place in the log{} was changed.",
                    wrote.words()
                );
                self.fault(operation, said);
            }
            Some(_) => {}
        }
        if let Some(said) = wrote.misplaced {
            self.fault(operation, said);
        }
        if let Some(hash) = &operation.hash {
            self.verdict.head = Some(Head { operation: id, hash: hex(hash) });
        }
    }

    fn fault(&mut self, operation: &Linked, said: String) {
        self.verdict.faults.push(Fault { operation: Some(operation.id), said });
    }

    /// Changes that no operation counts among its own.
    fn look_for_strays(&mut self) -> Result<()> {
        let mut strays: Vec<Logged> = self.db.unkept(QUERIES.get("logged"), &[&self.change, &i64::MAX, &1])?;
        strays.extend(self.db.unkept::<Logged>(QUERIES.get("logged"), &[&i64::MIN, &0, &1])?);
        for change in strays {
            let said = format!("From change {} on, the log has changes that belong to no sealed operation.", change.id);
            self.verdict.faults.push(Fault { operation: Some(change.operation), said });
        }
        Ok(())
    }
}

impl Wrote {
    fn note(&mut self, change: &Logged, operation: &Linked) {
        if change.operation != operation.id && self.misplaced.is_none() {
            let (id, of) = (operation.id, change.operation);
            self.misplaced =
                Some(format!("Change {} is among those of operation {id} and names operation {of}.", change.id));
        }
        if Table::named(&change.table).is_none() && self.misplaced.is_none() {
            self.misplaced = Some(format!("Change {} is of a table that does not exist: {}.", change.id, change.table));
        }
        if change.leaves_to_the_row() {
            if self.rows.len() < NAMED {
                self.rows.push(format!("row {} of {}", change.row, change.table));
            } else {
                self.more += 1;
            }
        }
    }

    /// The rows that a change of them would make the hash differ for.
    fn words(&self) -> String {
        match (self.rows.as_slice(), self.more) {
            ([], _) => String::new(),
            (rows, 0) => format!(", or {}", rows.join(", ")),
            (rows, more) => format!(", or {} or one of {more} more rows that it wrote,", rows.join(", ")),
        }
    }
}
