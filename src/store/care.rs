//! Backups, restoring, and looking after a database.

use crate::error::{Attempt, Result, refuse};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// Copies the database to a new file of its own before a migration, and verifies the copy (F18).
///
/// # Errors
/// The copy cannot be written, or is not whole.
pub fn backup_before_migration(path: &Path, version: i64) -> Result<PathBuf> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-migration-from-{version}"));
    let target = PathBuf::from(name);
    if !target.exists() {
        copy_whole(path, &target)?;
    }
    Ok(target)
}

/// Copies a live database in one step with SQLite's online backup; the copy is private, whole and on disk.
///
/// # Errors
/// The copy cannot be written, or is not whole.
pub fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let attempt = || format!("back up {} to {}", from.display(), to.display());
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A file of its own name until it is verified: a backup that failed half-way never looks like one.
    let file = tempfile::Builder::new().prefix(".standfast-").tempfile_in(folder).attempting(attempt())?;
    {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let source = Connection::open_with_flags(from, flags).attempting(attempt())?;
        source.busy_timeout(std::time::Duration::from_secs(5)).attempting(attempt())?;
        source.backup(rusqlite::MAIN_DB, file.path(), None::<fn(rusqlite::backup::Progress)>).attempting(attempt())?;
    }
    verify(file.path())?;
    file.as_file().sync_all().attempting(attempt())?;
    file.persist_noclobber(to).map_err(|error| error.error).attempting(attempt())?;
    #[cfg(unix)]
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).attempting(attempt())?;
    Ok(())
}

/// Whether a file is a whole database.
///
/// # Errors
/// It is not.
pub fn verify(path: &Path) -> Result<()> {
    let attempt = || format!("check {}", path.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags).attempting(attempt())?;
    let said: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).attempting(attempt())?;
    if said == "ok" { Ok(()) } else { refuse("G1", format!("{} is damaged: {said}.", path.display())) }
}
