//! A database that takes more than one operation to exist: it is made aside, and takes its place when it is whole.

use super::care::with_end;
use super::open::lock_file;
use crate::error::{Attempt, Result};
use crate::store::engine::Store;
use std::path::Path;

/// Makes the database at `path` by `make`, which fills a new file beside it. Until it is done, the file at `path` stays as
/// it is, so a program that is killed meanwhile leaves nothing half-made. `is_there` is asked first, once no other
/// program is making it.
pub fn make_aside(
    path: &Path,
    is_there: impl FnOnce() -> Result<bool>,
    make: impl FnOnce(&Path) -> Result<()>,
) -> Result<()> {
    let attempt = || format!("make {}", path.display());
    std::fs::create_dir_all(folder_of(path)).attempting(attempt())?;
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let _guard = lock_file(path)?;
    if is_there()? {
        return Ok(());
    }
    // A folder of its own, since a database has a log and a lock beside it. What a killed program left in it goes.
    let apart = with_end(path, ".making");
    let new = apart.join("whole.db");
    remove(&apart).attempting(attempt())?;
    std::fs::create_dir(&apart).attempting(attempt())?;
    let done = make(&new).and_then(|()| put_in_place(&new, path).attempting(attempt()));
    remove(&apart).attempting(attempt())?;
    done
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn put_in_place(new: &Path, path: &Path) -> std::io::Result<()> {
    std::fs::File::open(new)?.sync_all()?;
    std::fs::rename(new, path)?;
    #[cfg(unix)]
    std::fs::File::open(folder_of(path))?.sync_all()?;
    Ok(())
}

fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) }
}

impl Store {
    /// Spares the waits for the disk: what is lost by a power cut has not taken its place yet.
    pub fn hurry(&self) -> Result<()> {
        self.batch("PRAGMA synchronous = OFF")
    }
}
