//! A connection to SQLite: statements with neutral values, and errors as sentences.

use crate::domain::tables::Table;
use crate::error::{Error, Failure, Result};
use crate::rules::{Refusal, Rule};
use crate::store::engine::{Broken, Engine, Params, Store};
use crate::store::memo::Memo;
use crate::store::sqlite::health::{Health, NOT_WRITTEN, damaged};
use crate::store::sqlite::open::WAIT;
use crate::store::sqlite::place::Identity;
use crate::store::sqlite::queue::{Queue, busy, is_busy};
use crate::store::value::{Cells, Misread, Row, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, Statement, StatementStatus, ToSql, params_from_iter};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};

/// One connection to one database file.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) connection: Connection,
    path: PathBuf,
    pub(super) health: Health,
    pub(super) queue: Queue,
}

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// The steps that the engine has taken on this thread for statements of the program, those of their triggers included.
/// Unlike a time, it is the same on every machine.
pub fn steps_taken() -> u64 {
    STEPS.get()
}

fn count_steps(statement: &Statement<'_>) {
    let steps = u64::try_from(statement.reset_status(StatementStatus::VmStep)).unwrap_or(0);
    STEPS.set(STEPS.get() + steps);
}

impl Store {
    /// A store on an open connection to the file at `path`.
    pub(super) fn on_sqlite(connection: Connection, path: PathBuf, read_only: Option<String>) -> Self {
        Self {
            engine: Engine::Sqlite(Sqlite {
                connection,
                path: path.clone(),
                health: Health::default(),
                queue: Queue::default(),
            }),
            identity: Identity::of(&path),
            path,
            read_only,
            migrated: None,
            memo: Memo::default(),
            ran: RefCell::default(),
        }
    }

    /// The columns of a table with their types, in order.
    pub fn columns(&self, table: Table) -> Result<Vec<(String, String)>> {
        self.query("SELECT name, upper(type) FROM pragma_table_info($1)", &[&table.name()])
    }

    /// The names of a table's columns, in order.
    pub fn column_names(&self, table: Table) -> Result<Vec<String>> {
        Ok(self.columns(table)?.into_iter().map(|(name, _)| name).collect())
    }

    /// The columns that refer to a table by a foreign key, each after its own table.
    pub fn references_to(&self, table: Table) -> Result<Vec<(String, String)>> {
        self.query(
            "SELECT t.name, f.\"from\" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND f.\"table\" = $1 ORDER BY t.name, f.\"from\"",
            &[&table.name()],
        )
    }

    /// The number that moves when another connection commits, as a part of a statement that runs anyway.
    pub(in crate::store) const VERSION: &str = "(SELECT data_version FROM pragma_data_version)";

    pub(in crate::store) fn connection_version(&self) -> Result<i64> {
        self.number("PRAGMA data_version", &[])
    }

    /// Checks foreign keys at the end of the transaction.
    pub fn defer_foreign_keys(&self) -> Result<()> {
        self.batch("PRAGMA defer_foreign_keys = ON")
    }

    /// Reads as of one moment.
    pub fn snapshot<T>(&self, read: impl FnOnce() -> Result<T>) -> Result<T> {
        self.batch("BEGIN")?;
        let read = read();
        self.batch("ROLLBACK")?;
        read
    }
}

impl Sqlite {
    pub(in crate::store) fn run(&self, sql: &str, params: Params<'_>) -> Result<usize> {
        let failed = |cause| self.failed(cause);
        let mut statement = self.prepare(sql).map_err(failed)?;
        let done = statement.execute(params_from_iter(params.iter().map(|value| Bound(value.to_value()))));
        count_steps(&statement);
        done.map_err(failed)
    }

    fn failed(&self, cause: rusqlite::Error) -> Error {
        match broken(&cause) {
            Some(what) => {
                let broken = Broken { constraint: self.constraint(what), said: cause.to_string() };
                Error::Failed(Failure {
                    attempt: format!("use {}", self.path.display()),
                    cause: broken.into(),
                    ways: Vec::new(),
                })
            }
            None => explain(&self.path, cause),
        }
    }

    /// The name of a broken constraint. SQLite names an index of expressions, "index 'NAME'", but of an index of columns
    /// only these: "TABLE.COLUMN, TABLE.COLUMN".
    fn constraint(&self, what: &str) -> String {
        if let Some(index) = what.strip_prefix("index '") {
            return index.trim_end_matches('\'').to_owned();
        }
        let (tables, columns): (Vec<&str>, Vec<&str>) =
            what.split(", ").filter_map(|place| place.split_once('.')).unzip();
        let named = self.connection.query_row(
            "SELECT l.name FROM pragma_index_list(?1) l WHERE l.\"unique\" = 1
            AND (SELECT group_concat(i.name) FROM pragma_index_info(l.name) i) = ?2",
            [tables.first().copied().unwrap_or_default(), &columns.join(",")],
            |row| row.get(0),
        );
        named.unwrap_or_else(|_| what.to_owned())
    }

    pub(in crate::store) fn visit(
        &self,
        sql: &str,
        params: Params<'_>,
        each: &mut dyn FnMut(&mut Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let failed = |cause| self.failed(cause);
        let mut statement = self.prepare(sql).map_err(failed)?;
        let params = params_from_iter(params.iter().map(|value| Bound(value.to_value())));
        let mut rows = statement.query(params).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let read = each(&mut Row::new(row)).map_err(|error| match Misread::of(&error) {
                Some(what) => damaged(&self.path, &what, NOT_WRITTEN),
                None => error,
            });
            if !read? {
                break;
            }
        }
        drop(rows);
        count_steps(&statement);
        Ok(())
    }

    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|cause| explain(&self.path, cause))
    }

    /// SQLite numbers the parameter `?2`; to it `$2` is a name.
    fn prepare(&self, sql: &str) -> rusqlite::Result<CachedStatement<'_>> {
        if sql.contains('$') {
            return self.connection.prepare_cached(&sql.replace('$', "?"));
        }
        self.connection.prepare_cached(sql)
    }
}

/// A neutral value as SQLite takes it.
struct Bound<'a>(Value<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match &self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Cells for rusqlite::Row<'_> {
    fn cell(&self, at: usize) -> Option<Value<'_>> {
        Some(match self.get_ref(at).ok()? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text)),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
        })
    }
}

/// What the schema does not allow, if that is what an error says: "… constraint failed: WHAT".
fn broken(cause: &rusqlite::Error) -> Option<&str> {
    let rusqlite::Error::SqliteFailure(code, Some(message)) = cause else { return None };
    let (_, what) = message.split_once(" constraint failed").filter(|_| code.code == ErrorCode::ConstraintViolation)?;
    Some(what.trim_start_matches(": "))
}

/// What a SQLite error means for a person.
pub(super) fn explain(path: &Path, cause: rusqlite::Error) -> Error {
    if let rusqlite::Error::SqliteFailure(_, Some(message)) = &cause
        && let Some((rule, sentence)) = message.strip_prefix("standfast ").and_then(|rest| rest.split_once(": "))
        && let Some(rule) = Rule::parse(rule)
    {
        return Refusal::new(rule, sentence_case(sentence)).into();
    }
    if is_busy(&cause) {
        return busy(path, Some(WAIT));
    }
    let file = path.display();
    let said = match cause.sqlite_error_code() {
        Some(ErrorCode::ReadOnly) => format!("{file} cannot be written: it is read-only here. Check its permissions"),
        Some(ErrorCode::DatabaseCorrupt) => return damaged(path, &cause.to_string(), NOT_WRITTEN),
        Some(ErrorCode::NotADatabase) => format!("{file} is not a Standfast database. Nothing was changed"),
        Some(ErrorCode::DiskFull) => {
            format!("the disk of {file} is full. Nothing was changed; free some space and try again")
        }
        Some(ErrorCode::CannotOpen) => {
            format!("{file} cannot be opened. Check that the folder exists and may be written")
        }
        Some(ErrorCode::SystemIoFailure) => format!("reading or writing {file} failed ({cause}). Check the disk"),
        _ => return Error::Failed(Failure { attempt: format!("use {file}"), cause: cause.into(), ways: Vec::new() }),
    };
    Error::failed("use the team's database", said)
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
