//! The engine: run, query, batch, and errors turned into sentences. Opening is in `sqlite/open.rs`.

use crate::error::{Error, Failure, Refusal, Result};
use rusqlite::{Connection, ErrorCode, Row, ToSql};
use std::path::{Path, PathBuf};

/// One connection to one database file.
#[derive(Debug)]
pub struct Sqlite {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    pub(super) read_only: Option<String>,
}

/// Values bound to `$1`, `$2`, …
pub type Params<'a> = &'a [&'a dyn ToSql];

impl Sqlite {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why nothing can be written, where that is so.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Runs one statement; how many rows it touched.
    pub fn run(&self, sql: &str, params: Params<'_>) -> Result<usize> {
        let run = || self.connection.prepare_cached(sql)?.execute(params);
        run().map_err(|cause| self.explain(cause))
    }

    /// All rows of a query.
    pub fn query<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let run =
            || self.connection.prepare_cached(sql)?.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>();
        run().map_err(|cause| self.explain(cause))
    }

    /// The first row of a query, if there is one.
    pub fn first<T>(
        &self,
        sql: &str,
        params: Params<'_>,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        let run = || {
            let mut statement = self.connection.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            rows.next()?.map(read).transpose()
        };
        run().map_err(|cause| self.explain(cause))
    }

    /// One number; zero where the query gives none.
    pub fn number(&self, sql: &str, params: Params<'_>) -> Result<i64> {
        Ok(self.first(sql, params, |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or(0))
    }

    /// Several statements without parameters.
    pub fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|cause| self.explain(cause))
    }

    /// The columns of a table, in order.
    pub fn columns(&self, table: &str) -> Result<Vec<String>> {
        self.query("SELECT name FROM pragma_table_info($1)", &[&table], |row| row.get(0))
    }

    /// The next id of a journalled table; never one that a row had before, so that histories do not mix.
    pub fn next_id(&self, table: &str) -> Result<i64> {
        Ok(self.number("SELECT max(row) FROM change WHERE tbl = $1", &[&table])? + 1)
    }

    /// A counter that moves when another connection commits.
    pub fn data_version(&self) -> Result<i64> {
        self.number("PRAGMA data_version", &[])
    }

    /// What went wrong, in words; a guard's refusal becomes a refusal with its rule.
    pub fn explain(&self, cause: rusqlite::Error) -> Error {
        explain(&self.path, cause)
    }
}

/// What a SQLite error means for a person.
pub(super) fn explain(path: &Path, cause: rusqlite::Error) -> Error {
    if let rusqlite::Error::SqliteFailure(_, Some(message)) = &cause
        && let Some((rule, sentence)) = message.strip_prefix("standfast ").and_then(|rest| rest.split_once(": "))
        && let Some(rule) = crate::store::guard::rule(rule)
    {
        return Refusal::new(rule, sentence_case(sentence)).into();
    }
    let file = path.display();
    let said = match cause.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            format!("another program holds {file} for writing; waited 5 seconds. Let it finish, then try again")
        }
        Some(ErrorCode::ReadOnly) => format!("{file} cannot be written: it is read-only here. Check its permissions"),
        Some(ErrorCode::DatabaseCorrupt) => {
            format!(
                "{file} is damaged. Nothing was changed. Bring back a backup with `standfast restore BACKUP --replace`"
            )
        }
        Some(ErrorCode::NotADatabase) => format!("{file} is not a Standfast database. Nothing was changed"),
        Some(ErrorCode::DiskFull) => {
            format!("the disk of {file} is full. Nothing was changed; free some space and try again")
        }
        Some(ErrorCode::CannotOpen) => {
            format!("{file} cannot be opened. Check that the folder exists and may be written")
        }
        Some(ErrorCode::SystemIoFailure) => format!("reading or writing {file} failed ({cause}). Check the disk"),
        _ => return Error::Failed(Failure { attempt: format!("use {file}"), cause: cause.into() }),
    };
    Error::failed("use the team's database", said)
}

fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The SQL file of a noun, by the names in its `-- name:` lines.
#[derive(Debug)]
pub struct Queries(std::collections::HashMap<&'static str, String>);

impl Queries {
    /// Splits a file into its named queries and turns `$1` into SQLite's numbered parameters.
    pub fn load(text: &'static str) -> Self {
        let named = text.split("-- name: ").skip(1).filter_map(|part| part.split_once('\n'));
        Self(named.map(|(name, sql)| (name.trim(), sql.trim().replace('$', "?"))).collect())
    }

    /// A query by its name. An unknown name comes back as itself, and SQLite says so.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// All names with their SQL.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, sql)| (*name, sql.as_str()))
    }
}
