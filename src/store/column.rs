//! Columns read as domain values; what a column cannot mean is an error that names the column.

use crate::domain::item::{Class, Kind};
use crate::domain::sprint::State;
use crate::domain::time::{Day, Instant};
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row};

/// A value read from text; what the text cannot mean is an error that names the column.
pub fn parsed<T>(column: usize, text: &str, value: Option<T>) -> Result<T> {
    value.ok_or_else(|| {
        Error::FromSqlConversionFailure(column, Type::Text, format!("\"{text}\" is not understood").into())
    })
}

/// A calendar day.
pub fn day(row: &Row<'_>, column: usize) -> Result<Day> {
    let text: String = row.get(column)?;
    parsed(column, &text, text.parse().ok())
}

/// A calendar day, or none.
pub fn day_or_none(row: &Row<'_>, column: usize) -> Result<Option<Day>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| parsed(column, &text, text.parse().ok())).transpose()
}

/// A moment, or none.
pub fn instant_or_none(row: &Row<'_>, column: usize) -> Result<Option<Instant>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Instant))
}

/// The meaning of a status.
pub fn class(row: &Row<'_>, column: usize) -> Result<Class> {
    let text: String = row.get(column)?;
    parsed(column, &text, Class::parse(&text))
}

/// The sort of an item.
pub fn kind(row: &Row<'_>, column: usize) -> Result<Kind> {
    let text: String = row.get(column)?;
    parsed(column, &text, Kind::parse(&text))
}

/// The state of a sprint.
pub fn state(row: &Row<'_>, column: usize) -> Result<State> {
    let text: String = row.get(column)?;
    parsed(column, &text, State::parse(&text))
}

/// A list that a query joined with commas.
pub fn list(row: &Row<'_>, column: usize) -> Result<Vec<String>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.filter(|t| !t.is_empty()).map(|t| t.split(',').map(str::to_owned).collect()).unwrap_or_default())
}

/// A list kept as the lines of one text.
pub fn lines(row: &Row<'_>, column: usize) -> Result<Vec<String>> {
    let text: String = row.get(column)?;
    Ok(text.lines().map(str::to_owned).collect())
}
