//! The last line of a page that leaves: the hash of the log at that moment, so that a copy outside is a witness of it (G2).

use crate::app::Standfast;
use crate::error::Result;

/// How a reader checks such a page later.
pub const CHECK: &str = "Check a copy of this page later with `standfast verify --against FILE`.";

/// A page with the line at its end.
pub fn leaving(app: &Standfast, page: &str) -> Result<String> {
    let line = app.head()?.map(|head| format!("\n{}  \n{CHECK}\n", head.line()));
    Ok(format!("{page}{}", line.unwrap_or_default()))
}
