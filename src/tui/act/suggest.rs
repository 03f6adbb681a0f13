//! What a field that names a thing offers while it is typed.

use crate::app::Standfast;
use crate::app::item::Found;
use crate::domain::text;
use crate::error::Result;

/// How many are looked for.
const SUGGESTIONS: usize = 6;

/// Labels that begin so.
pub fn labels(standfast: &Standfast, typed: &str) -> Result<Vec<String>> {
    standfast.labels_beginning(typed, SUGGESTIONS)
}

/// Items by their keys or by words of their titles.
pub fn items(standfast: &Standfast, typed: &str) -> Result<Vec<String>> {
    let rows = standfast.search(typed, Found::First, SUGGESTIONS)?;
    Ok(rows.into_iter().map(|row| format!("{}\t{}", row.key, text::clean(&row.title))).collect())
}
