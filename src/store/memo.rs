//! Answers that are still true: what a query found, kept until a table that it reads is written. One reload asks the same
//! from many sides (the calendar, the members, past reports), and most of it was asked by the reload before.

use crate::domain::tables::Table;
use crate::store::engine::Params;
use crate::store::value::{Cells, Value};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Tables without a journal that queries read. Every write may change them: by a trigger, or as a part of an operation.
const BESIDE: [&str; 4] = ["operation", "change", "tally", "item_search"];

/// What a query says that reads of the log only changes of tables that it names: no other write adds to its answer.
const ONLY_NAMED: &str = "/* only what the log says of tables named here */";

/// Every table that a statement may name.
static TABLES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| Table::ALL.iter().map(|table| table.name()).chain(BESIDE).chain(["standup_pulse"]).collect());

/// Questions about the schema, which does not change while the program runs.
const SCHEMA: [&str; 2] = ["pragma_table_info", "pragma_foreign_key_list"];

/// The most that one answer, and all of them together, may hold, in bytes.
const MOST: (usize, usize) = (256 * 1024, 2 * 1024 * 1024);

/// One row of an answer.
pub(super) type Kept = Vec<Value<'static>>;

impl Cells for Kept {
    fn cell(&self, at: usize) -> Option<Value<'_>> {
        self.get(at).map(Value::borrowed)
    }
}

#[derive(Debug)]
struct Answer {
    /// The tables that the query names.
    tables: Vec<&'static str>,
    rows: Arc<Vec<Kept>>,
}

/// The answers of one connection. While it is off, nothing is kept.
#[derive(Debug, Default)]
pub(super) struct Memo(RefCell<Option<State>>);

#[derive(Debug, Default)]
struct State {
    /// Whether others' writes were looked for since `doubt`.
    sure: bool,
    /// The version of the database that the answers are of.
    version: i64,
    answers: HashMap<String, Answer>,
    bytes: usize,
}

impl State {
    fn clear(&mut self) {
        self.answers.clear();
        self.bytes = 0;
    }
}

impl Memo {
    pub fn turn(&self, on: bool) {
        self.0.replace(on.then(State::default));
    }

    /// Whether answers are kept.
    pub fn is_on(&self) -> bool {
        self.0.borrow().is_some()
    }

    fn with(&self, change: impl FnOnce(&mut State)) {
        if let Some(state) = self.0.borrow_mut().as_mut() {
            change(state);
        }
    }

    /// From here on others may have written.
    pub fn doubt(&self) {
        self.with(|state| state.sure = false);
    }

    /// Whether the version must be looked up before an answer is used.
    pub fn is_unsure(&self) -> bool {
        self.0.borrow().as_ref().is_some_and(|state| !state.sure)
    }

    /// The database has this version now: what was kept of another one goes.
    pub fn is_at(&self, version: i64) {
        self.with(|state| {
            if state.version != version {
                state.clear();
            }
            (state.version, state.sure) = (version, true);
        });
    }

    /// Drops everything.
    pub fn clear(&self) {
        self.with(State::clear);
    }

    /// A statement writes: what reads its table goes.
    pub fn written(&self, sql: &str) {
        self.with(|state| {
            if state.answers.is_empty() {
                return;
            }
            let named = tables_in(sql);
            let target = sql.split(|c: char| !is_part(c)).find_map(|word| named.iter().find(|name| **name == word));
            let target: Vec<&str> = target.map_or_else(|| named.clone(), |first| vec![*first]);
            state.answers.retain(|_, answer| {
                !answer.tables.iter().any(|table| target.contains(table) || BESIDE.contains(table))
            });
            state.bytes = state.answers.iter().map(|(key, answer)| size(key, &answer.rows)).sum();
        });
    }

    /// The name of a question, if its answer may be kept. `first` asks for the first row alone.
    pub fn question(&self, sql: &str, params: Params<'_>, first: bool) -> Option<String> {
        self.0.borrow().as_ref()?;
        let is_kept = SCHEMA.iter().any(|known| sql.contains(known)) || !tables_in(sql).is_empty();
        is_kept.then(|| {
            let mut name = format!("{first} {sql}");
            for value in params {
                let _ = write!(name, "\u{1f}{:?}", value.to_value());
            }
            name
        })
    }

    pub fn answer(&self, question: &str) -> Option<Arc<Vec<Kept>>> {
        Some(Arc::clone(&self.0.borrow().as_ref()?.answers.get(question)?.rows))
    }

    pub fn keep(&self, question: String, sql: &str, rows: Vec<Kept>) {
        self.with(|state| {
            let bytes = size(&question, &rows);
            if bytes > MOST.0 {
                return;
            }
            if state.bytes + bytes > MOST.1 {
                state.clear();
            }
            state.bytes += bytes;
            let mut tables = tables_in(sql);
            if sql.contains(ONLY_NAMED) {
                tables.retain(|table| !BESIDE.contains(table));
            }
            state.answers.insert(question, Answer { tables, rows: Arc::new(rows) });
        });
    }
}

fn size(question: &str, rows: &[Kept]) -> usize {
    let of = |value: &Value<'_>| match value {
        Value::Text(text) => text.len() + size_of::<Value<'_>>(),
        Value::Bytes(bytes) => bytes.len() + size_of::<Value<'_>>(),
        _ => size_of::<Value<'_>>(),
    };
    question.len() + rows.iter().flatten().map(of).sum::<usize>()
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What statements name, by their text: they are asked again at every key, and reading one costs more than asking it.
static NAMED: LazyLock<Mutex<HashMap<String, Vec<&'static str>>>> = LazyLock::new(Mutex::default);

/// How many texts are kept in mind.
const TEXTS: usize = 1024;

/// The tables that a statement names. A column of the same name counts too: then an answer goes sooner than it must.
fn tables_in(sql: &str) -> Vec<&'static str> {
    let mut named = NAMED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = named.get(sql) {
        return found.clone();
    }
    if named.len() >= TEXTS {
        named.clear();
    }
    let found = read_tables(sql);
    named.insert(sql.to_owned(), found.clone());
    found
}

fn read_tables(sql: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for word in sql.split(|c| !is_part(c)) {
        if let Some(name) = TABLES.get(word)
            && !found.contains(name)
        {
            found.push(*name);
        }
    }
    found
}
