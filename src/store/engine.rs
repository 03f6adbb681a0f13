//! What every noun asks of a database, whichever engine it is.

use crate::domain::tables::Table;
use crate::error::{Error, Result};
use crate::store::memo::Memo;
use crate::store::sqlite::connection::Sqlite;
use crate::store::sqlite::place::Identity;
use crate::store::value::{FromRow, Row, ToValue};
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// One connection to the database of one team.
#[derive(Debug)]
pub struct Store {
    pub(super) engine: Engine,
    pub(super) path: PathBuf,
    pub(super) read_only: Option<String>,
    /// Which file it was when it was opened.
    pub(super) identity: Option<Identity>,
    /// What opening did to the file, for the person who opened it.
    pub(super) migrated: Option<String>,
    pub(super) memo: Memo,
    /// The statements run since `count_statements`; `None` while nobody counts.
    pub(super) ran: RefCell<Option<Vec<String>>>,
}

/// The engines there are. An enum and not a trait, so that queries stay generic.
#[derive(Debug)]
pub(super) enum Engine {
    Sqlite(Sqlite),
}

/// The longest list in one statement. A longer one takes another statement for each part.
const LONGEST: usize = 8192;

/// Values bound to `$1`, `$2`, …
pub type Params<'a> = &'a [&'a dyn ToValue];

/// A column of a table and the value that it gets.
pub type Pair<'a> = (&'a str, &'a dyn ToValue);

/// The columns of a row and their values: `values! { id, text: new.text }`.
macro_rules! values {
    ($($column:ident $(: $value:expr)?),* $(,)?) => {
        &[$((stringify!($column), values!(@of $column $(, $value)?) as &dyn crate::store::value::ToValue)),*]
    };
    (@of $column:ident) => { &$column };
    (@of $column:ident, $value:expr) => { &$value };
}
pub(crate) use values;

/// A constraint of the schema that a write broke.
#[derive(Debug)]
pub struct Broken {
    /// The constraint's name, if the schema names it; else the engine's words for it.
    pub constraint: String,
    pub(super) said: String,
}

impl Broken {
    /// The constraint that an error is about.
    pub fn of(error: &Error) -> Option<&Self> {
        let Error::Failed(failure) = error else { return None };
        failure.cause.downcast_ref()
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.said)
    }
}

impl std::error::Error for Broken {}

impl Store {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why nothing can be written, if that is so.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Counts from here on what the program asks of the engine. What triggers and the search index run is not counted,
    /// for it costs no round trip.
    pub fn count_statements(&self) {
        self.ran.replace(Some(Vec::new()));
    }

    /// The statements run since `count_statements`, in order.
    pub fn statements(&self) -> Vec<String> {
        self.ran.borrow().clone().unwrap_or_default()
    }

    fn count(&self, sql: &str) {
        if let Some(ran) = self.ran.borrow_mut().as_mut() {
            ran.push(sql.to_owned());
        }
    }

    /// Keeps answers from here on for as long as they are true, or stops it and drops them. `version` is the last one seen.
    pub fn keep_answers(&self, on: bool, version: i64) {
        self.memo.turn(on);
        self.memo.is_at(version);
    }

    /// Others may have written from here on: the next question looks first, before an answer that was kept is used.
    pub fn doubt_answers(&self) {
        self.memo.doubt();
    }

    /// A number that moves when another connection commits.
    pub fn version(&self) -> Result<i64> {
        let version = self.connection_version()?;
        self.memo.is_at(version);
        Ok(version)
    }

    /// Runs one statement and counts the rows it wrote.
    pub fn run(&self, sql: &str, params: Params<'_>) -> Result<usize> {
        self.count(sql);
        self.memo.written(sql);
        let Engine::Sqlite(sqlite) = &self.engine;
        sqlite.run(sql, params)
    }

    /// Runs one statement that writes, and gives the first row that it returns.
    pub fn run_returning<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Option<T>> {
        self.memo.written(sql);
        let mut returned = None;
        self.ask(sql, params, &mut |row| {
            if returned.is_none() {
                returned = Some(T::from_row(row)?);
            }
            Ok(true)
        })?;
        Ok(returned)
    }

    /// Calls `each` with every row of a query, or with the first alone: from an answer that is still true, else from the
    /// engine.
    fn visit(
        &self,
        sql: &str,
        params: Params<'_>,
        first: bool,
        each: &mut dyn FnMut(&mut Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let Some(question) = self.memo.question(sql, params, first) else {
            return self.ask(sql, params, &mut |row| each(row).map(|()| !first));
        };
        if self.memo.is_unsure() {
            self.version()?;
        }
        if let Some(rows) = self.memo.answer(&question) {
            return rows.iter().try_for_each(|row| each(&mut Row::new(row)));
        }
        let mut rows = Vec::new();
        self.ask(sql, params, &mut |row| {
            rows.push(row.all());
            each(row).map(|()| !first)
        })?;
        self.memo.keep(question, sql, rows);
        Ok(())
    }

    pub(super) fn ask(
        &self,
        sql: &str,
        params: Params<'_>,
        each: &mut dyn FnMut(&mut Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        self.count(sql);
        let Engine::Sqlite(sqlite) = &self.engine;
        sqlite.visit(sql, params, each)
    }

    /// Calls `each` with every row of a query.
    pub fn each(&self, sql: &str, params: Params<'_>, mut each: impl FnMut(&mut Row<'_>) -> Result<()>) -> Result<()> {
        self.visit(sql, params, false, &mut each)
    }

    /// Calls `each` with every row of a query whose one parameter stands for each of `wanted`: one statement for a whole
    /// list.
    pub fn each_of(
        &self,
        sql: &str,
        wanted: &[impl ToValue],
        mut each: impl FnMut(&mut Row<'_>) -> Result<()>,
    ) -> Result<()> {
        for part in wanted.chunks(LONGEST) {
            // The last one again, up to a power of two: a statement for every length would not stay prepared.
            let length = part.len().next_power_of_two();
            let marks: Vec<String> = (1..=length).map(|n| format!("${n}")).collect();
            let params = part.iter().chain(part.last().into_iter().cycle()).take(length);
            let params: Vec<&dyn ToValue> = params.map(|one| one as &dyn ToValue).collect();
            self.visit(&sql.replace("($1)", &format!("({})", marks.join(", "))), &params, false, &mut each)?;
        }
        Ok(())
    }

    /// All rows of a query whose one parameter stands for each of `wanted`.
    pub fn query_of<T: FromRow>(&self, sql: &str, wanted: &[impl ToValue]) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each_of(sql, wanted, |row| T::from_row(row).map(|read| found.push(read)))?;
        Ok(found)
    }

    /// The rows of such a query, each but its first column, in groups by what the first column names.
    pub fn groups_of<T: FromRow>(&self, sql: &str, wanted: &[impl ToValue]) -> Result<HashMap<i64, Vec<T>>> {
        let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
        self.each_of(sql, wanted, |row| {
            let of = row.take()?;
            groups.entry(of).or_default().push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(groups)
    }

    /// All rows of a query.
    pub fn query<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| T::from_row(row).map(|read| found.push(read)))?;
        Ok(found)
    }

    /// The first row of a query, if there is one.
    pub fn first<T: FromRow>(&self, sql: &str, params: Params<'_>) -> Result<Option<T>> {
        let mut found = None;
        self.visit(sql, params, true, &mut |row| {
            found = Some(T::from_row(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// One number; zero if the query finds none.
    pub fn number(&self, sql: &str, params: Params<'_>) -> Result<i64> {
        Ok(self.first::<Option<i64>>(sql, params)?.flatten().unwrap_or(0))
    }

    /// Several statements without parameters.
    pub fn batch(&self, sql: &str) -> Result<()> {
        self.count(sql);
        match sql {
            "COMMIT" => {}
            "BEGIN" | "BEGIN IMMEDIATE" => self.memo.doubt(),
            _ => self.memo.clear(),
        }
        let Engine::Sqlite(sqlite) = &self.engine;
        sqlite.batch(sql)
    }

    /// Writes a new row.
    pub fn insert(&self, table: Table, row: &[Pair<'_>]) -> Result<()> {
        let columns: Vec<&str> = row.iter().map(|(column, _)| *column).collect();
        let values: Vec<&dyn ToValue> = row.iter().map(|(_, value)| *value).collect();
        self.insert_rows(table, &columns, &values)
    }

    /// Writes a new row of a table whose rows are numbered; its id and its number, the next of each, are given.
    pub fn insert_numbered(&self, table: Table, row: &[Pair<'_>]) -> Result<(i64, i64)> {
        let (id, number) = (self.next_id(table)?, self.next_number(table)?);
        let mut whole = values! { id, number }.to_vec();
        whole.extend(row);
        self.insert(table, &whole)?;
        Ok((id, number))
    }

    /// The next number of a table whose rows are numbered.
    pub fn next_number(&self, table: Table) -> Result<i64> {
        Ok(self.number(&format!("SELECT max(number) FROM {}", table.name()), &[])? + 1)
    }

    /// Writes a new row with the next id of its table, which is given.
    pub fn insert_next(&self, table: Table, row: &[Pair<'_>]) -> Result<i64> {
        let columns: Vec<&str> = row.iter().map(|(column, _)| *column).collect();
        let values: Vec<&dyn ToValue> = row.iter().map(|(_, value)| *value).collect();
        let marks: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
        let name = table.name();
        let sql = format!(
            "INSERT INTO {name} (id, {}) VALUES (coalesce((SELECT max(row) FROM change WHERE tbl = '{name}'), 0) + 1, {}) RETURNING id",
            columns.join(", "),
            marks.join(", ")
        );
        Ok(self.run_returning(&sql, &values)?.unwrap_or(0))
    }

    /// Writes many new rows with one statement; `values` holds row after row.
    pub fn insert_rows(&self, table: Table, columns: &[&str], values: Params<'_>) -> Result<()> {
        let marks: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
        let rows: Vec<String> = marks.chunks(columns.len().max(1)).map(|row| format!("({})", row.join(", "))).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES {}", table.name(), columns.join(", "), rows.join(", "));
        self.run(&sql, values).map(drop)
    }

    /// Writes a row of a link table for each of `ends`, all from the same start.
    pub fn insert_links(&self, table: Table, (from, start): (&str, i64), (to, ends): (&str, &[i64])) -> Result<()> {
        if ends.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = (self.next_id(table)?..).take(ends.len()).collect();
        let rows = ids.iter().zip(ends).flat_map(|(id, end)| [id as &dyn ToValue, &start, end]);
        self.insert_rows(table, &["id", from, to], &rows.collect::<Vec<_>>())
    }

    /// Writes these columns of the row `id` and counts the rows it wrote.
    pub fn update(&self, table: Table, id: i64, row: &[Pair<'_>]) -> Result<usize> {
        let set: Vec<String> = row.iter().zip(2..).map(|((column, _), n)| format!("{column} = ${n}")).collect();
        let mut params: Vec<&dyn ToValue> = vec![&id];
        params.extend(row.iter().map(|(_, value)| *value));
        self.run(&format!("UPDATE {} SET {} WHERE id = $1", table.name(), set.join(", ")), &params)
    }

    /// Whether the row `id` would hold something else with these values.
    pub fn differs(&self, table: Table, id: i64, row: &[Pair<'_>]) -> Result<bool> {
        let differ = row.iter().zip(2..).map(|((column, _), n)| format!("{column} IS DISTINCT FROM ${n}"));
        let differ: Vec<String> = std::iter::once("1 = 0".to_owned()).chain(differ).collect();
        let mut params: Vec<&dyn ToValue> = vec![&id];
        params.extend(row.iter().map(|(_, value)| *value));
        let sql = format!("SELECT count(*) FROM {} WHERE id = $1 AND ({})", table.name(), differ.join(" OR "));
        Ok(self.number(&sql, &params)? > 0)
    }

    /// Removes the row `id` and counts the rows it removed.
    pub fn delete(&self, table: Table, id: i64) -> Result<usize> {
        self.run(&format!("DELETE FROM {} WHERE id = $1", table.name()), &[&id])
    }

    /// How many rows, those of `but` not counted, refer to the row `id` of a table. The schema's foreign keys say where.
    pub fn uses(&self, table: Table, id: i64, but: &[Table]) -> Result<i64> {
        let references =
            self.references_to(table)?.into_iter().filter(|(from, _)| !but.iter().any(|t| t.name() == from));
        let counts: Vec<String> =
            references.map(|(from, column)| format!("(SELECT count(*) FROM {from} WHERE {column} = $1)")).collect();
        if counts.is_empty() {
            return Ok(0);
        }
        self.number(&format!("SELECT {}", counts.join(" + ")), &[&id])
    }

    /// The next id of a journalled table; never one that a row had before, so that histories do not mix.
    pub fn next_id(&self, table: Table) -> Result<i64> {
        Ok(self.number("SELECT max(row) FROM change WHERE tbl = $1", &[&table.name()])? + 1)
    }
}

/// The SQL file of a noun, by the names in its `-- name:` lines.
#[derive(Debug)]
pub struct Queries(HashMap<&'static str, String>);

impl Queries {
    /// Splits a file into its named queries. Each part replaces its name, such as `{Blocker}`.
    pub fn load(text: &'static str, parts: &[(String, String)]) -> Self {
        let named = text.split("-- name: ").skip(1).filter_map(|part| part.split_once('\n'));
        let whole = |sql: &str| parts.iter().fold(sql.trim().to_owned(), |sql, (name, part)| sql.replace(name, part));
        Self(named.map(|(name, sql)| (name.trim(), whole(sql))).collect())
    }

    /// A query by its name. An unknown name comes back as itself, and the engine says so.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// All names with their SQL.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, sql)| (*name, sql.as_str()))
    }
}

/// What queries may name of a record: `{Blocker}` is its `SELECT … FROM …`, `{Blocker.columns}` the list of its columns.
pub fn parts_of(name: &str, columns: &[&[&str]], from: &str) -> [(String, String); 2] {
    let columns = columns.concat().join(", ");
    let select = format!("SELECT {columns} FROM {from}");
    [(format!("{{{name}}}"), select), (format!("{{{name}.columns}}"), columns)]
}

/// The queries of the noun whose file this is: its `.sql`, in which these records may be named.
macro_rules! queries {
    ($file:literal $(, $record:ident)* $(,)?) => {
        /// The named queries of this noun.
        pub static QUERIES: std::sync::LazyLock<crate::store::engine::Queries> = std::sync::LazyLock::new(|| {
            use crate::store::column::Record;
            let parts: &[[(String, String); 2]] = &[$(crate::store::engine::parts_of(
                stringify!($record),
                &[<$record as Record>::COLUMNS],
                <$record as Record>::FROM,
            )),*];
            crate::store::engine::Queries::load(include_str!($file), &parts.concat())
        });
    };
}
pub(crate) use queries;
