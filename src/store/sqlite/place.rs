//! Whether the database is still the file that was opened: one that was moved, removed or replaced under an open program
//! would take writes that nobody finds again.

use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::store::engine::Store;
use std::path::Path;

/// Which file it is, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity(u64, u64);

/// What became of the file that was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Same,
    /// Another file has its name now.
    Replaced,
    /// No file has its name.
    Gone,
}

impl Identity {
    /// Of the file at `path`; `None` if there is none, or the system does not tell.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        return Some(Self(std::os::unix::fs::MetadataExt::dev(&meta), std::os::unix::fs::MetadataExt::ino(&meta)));
        #[cfg(not(unix))]
        return meta.is_file().then_some(Self(0, 0));
    }
}

impl Store {
    /// What became of the file.
    pub fn place(&self) -> Place {
        match (self.identity, Identity::of(&self.path)) {
            (None, _) => Place::Same,
            (Some(_), None) => Place::Gone,
            (Some(opened), Some(now)) if opened == now => Place::Same,
            (Some(_), Some(_)) => Place::Replaced,
        }
    }

    /// Refuses to write to a file that is not at its place any more.
    pub fn demand_place(&self) -> Result<()> {
        let file = self.path.display();
        match self.place() {
            Place::Same => Ok(()),
            Place::Replaced => refuse(
                Rule::G1,
                format!(
                    "Another file has taken the place of {file} since it was opened. Nothing was written. Open it again."
                ),
            ),
            Place::Gone => refuse(
                Rule::G1,
                format!(
                    "{file} was moved or removed since it was opened. Nothing was written. Put the file back, or open it at its new place."
                ),
            ),
        }
    }
}
