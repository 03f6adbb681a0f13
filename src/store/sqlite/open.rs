//! Opening a database, in the order that failures taught: look, lock, look again, migrate, then the settings.

use crate::error::{Attempt, Error, Result, refuse};
use crate::rules::{Act, Refusal, Rule};
use crate::store::engine::{Engine, Store};
use crate::store::sqlite::care::with_end;
use crate::store::sqlite::connection::explain;
use crate::store::sqlite::schema;
use rusqlite::config as settings;
use rusqlite::{Connection, OpenFlags};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a file turned out to be.
enum Header {
    /// No file, an empty one, or one that another process is just making.
    New,
    /// Ours, of a version this program knows.
    Ours(i64),
}

/// Whether a missing file may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    Create,
    /// Say that there is none.
    Refuse,
}

pub(super) const WAIT: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Reads the file's first page, and spares SQLite the parsing of the whole schema, which the look before the work does
/// not need: its triggers make it the dearest part of opening.
const PROBE: &str = "PRAGMA user_version";

impl Store {
    /// Opens the database at `path`.
    pub fn open(path: &Path, missing: Missing) -> Result<Self> {
        let path = resolve(path, missing)?;
        refuse_strange_files(&path)?;
        let migrated = match look(&path)? {
            Header::New if missing == Missing::Refuse => return no_team(&path),
            Header::Ours(version) if version >= schema::current_version() => None,
            Header::New | Header::Ours(_) => make_or_migrate(&path)?,
        };
        Ok(Self { migrated, ..connect(path)? })
    }

    /// A database in memory with the current schema, for tests of the schema itself.
    pub fn in_memory() -> Result<Self> {
        let connection = Connection::open_in_memory().attempting("open a database in memory")?;
        keep_plans(&connection).attempting("open a database in memory")?;
        let db = Self::on_sqlite(connection, PathBuf::from(":memory:"), None);
        schema::migrate(&db, 0)?;
        db.batch("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON")?;
        Ok(db)
    }

    /// What opening the file changed in it, in a sentence.
    pub fn migrated(&self) -> Option<&str> {
        self.migrated.as_deref()
    }

    /// Writes the log back into the one file, so that a copy of it is whole (F13). Failing is harmless.
    pub(super) fn checkpoint(&self) {
        if self.read_only.is_none() {
            let Engine::Sqlite(sqlite) = &self.engine;
            let _ = sqlite.connection.busy_timeout(Duration::from_millis(50));
            let _ = sqlite.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }
}

fn no_team<T>(path: &Path) -> Result<T> {
    Err(Refusal::new(Rule::G1, format!("There is no team in {} yet.", path.display()))
        .way(Act::Init.way("NAME", "Make one with {}."))
        .way(Act::Demo.way("", "Look around with {}."))
        .into())
}

fn resolve(path: &Path, missing: Missing) -> Result<PathBuf> {
    if path.exists() {
        return path.canonicalize().attempting(format!("find {}", path.display()));
    }
    if missing == Missing::Refuse {
        return no_team(path);
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).attempting(format!("make the folder {}", parent.display()))?;
    let parent = parent.canonicalize().attempting(format!("find the folder {}", parent.display()))?;
    let name = path.file_name().ok_or_else(|| Error::Misused(format!("{} names no file.", path.display())))?;
    Ok(parent.join(name))
}

fn refuse_strange_files(path: &Path) -> Result<()> {
    let Ok(meta) = std::fs::metadata(path) else { return Ok(()) };
    if !meta.is_file() {
        return refuse(Rule::G1, format!("{} is not a file. Name the database file itself.", path.display()));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&meta) > 1 {
        return refuse(
            Rule::G1,
            format!(
                "{} has a second name (a hard link); two programs could damage it. Remove one of the names.",
                path.display()
            ),
        );
    }
    Ok(())
}

/// Reads the header in one read transaction; changes nothing.
fn look(path: &Path) -> Result<Header> {
    if std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0 {
        return Ok(Header::New);
    }
    let (connection, _) = reader(path)?;
    let read = || -> rusqlite::Result<(i64, i64, bool)> {
        connection.execute_batch("BEGIN")?;
        let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let (id, version) = (number("PRAGMA application_id")?, number("PRAGMA user_version")?);
        Ok((id, version, id == 0 && number("SELECT count(*) FROM sqlite_master")? == 0))
    };
    let (id, version, empty) = read().map_err(|cause| explain(path, cause))?;
    match (id, empty) {
        (schema::APPLICATION_ID, _) if version > schema::current_version() => refuse(
            Rule::G1,
            format!(
                "{} was written by a newer Standfast (version {version} of the format; this program knows {}). Nothing was changed. Update the program.",
                path.display(),
                schema::current_version()
            ),
        ),
        (schema::APPLICATION_ID, _) => Ok(Header::Ours(version)),
        (0, true) => Ok(Header::New),
        _ => refuse(
            Rule::G1,
            format!(
                "{} is a database of another program. Nothing was changed. Name another file with --db.",
                path.display()
            ),
        ),
    }
}

/// A connection for reading: as an ordinary reader, or where the folder cannot be written, as an unchanging file.
fn reader(path: &Path) -> Result<(Connection, bool)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let plain = Connection::open_with_flags(path, flags).and_then(|connection| {
        connection.busy_timeout(WAIT)?;
        keep_plans(&connection)?;
        connection.query_row(PROBE, [], |_| Ok(()))?;
        Ok(connection)
    });
    match plain {
        Ok(connection) => Ok((connection, false)),
        Err(cause) if cannot_share(&cause) && !wal_of(path).exists() => {
            let uri = format!("file:{}?immutable=1", escape_uri(path));
            let connection =
                Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).map_err(|e| explain(path, e))?;
            keep_plans(&connection).map_err(|e| explain(path, e))?;
            connection.query_row(PROBE, [], |_| Ok(())).map_err(|e| explain(path, e))?;
            Ok((connection, true))
        }
        Err(cause) => Err(explain(path, cause)),
    }
}

fn cannot_share(cause: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, ReadOnly, SystemIoFailure};
    matches!(cause.sqlite_error_code(), Some(CannotOpen | ReadOnly | SystemIoFailure))
}

fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

pub(super) fn escape_uri(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// One process at a time makes or migrates, and the next one looks again. Says what was migrated.
fn make_or_migrate(path: &Path) -> Result<Option<String>> {
    let _guard = lock_file(path)?;
    let version = match look(path)? {
        Header::Ours(version) if version >= schema::current_version() => return Ok(None),
        Header::Ours(version) => version,
        Header::New => 0,
    };
    let kept = if version == 0 {
        private_file(path)?;
        None
    } else {
        Some(crate::store::sqlite::care::backup_before_migration(path, version)?)
    };
    let connection = Connection::open(path).map_err(|cause| explain(path, cause))?;
    connection.busy_timeout(WAIT).map_err(|cause| explain(path, cause))?;
    let db = Store::on_sqlite(connection, path.to_owned(), None);
    // A migration that makes a table anew takes away for a moment what other rows refer to.
    db.batch("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE")?;
    match schema::migrate(&db, version).and_then(|()| db.batch("COMMIT")) {
        Ok(()) => Ok(kept.map(|kept| said(path, version, &kept))),
        Err(error) => {
            let _ = db.batch("ROLLBACK");
            Err(error)
        }
    }
}

fn said(path: &Path, version: i64, kept: &Path) -> String {
    let chained = if schema::is_chained_after(version) { " Its log now has a chain of hashes." } else { "" };
    let (file, kept, now) = (path.display(), kept.display(), schema::current_version());
    format!("Migrated {file} from version {version} of the format to {now}.{chained} The file as it was is {kept}.")
}

/// The file whose lock it is. Its bytes are a note of `health`.
pub(super) fn open_lock(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(with_end(path, ".lock"))
}

/// The lock beside the database, held while it is made, migrated, restored or written to. It is the system's lock of the file, so a
/// file that a killed program left behind locks nothing.
pub(super) fn lock_file(path: &Path) -> Result<File> {
    let attempt = || format!("write beside {}", path.display());
    let file = open_lock(path).attempting(attempt())?;
    for _ in 0..WAIT.as_millis() / PAUSE.as_millis() {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(cause)) => return Err(cause).attempting(attempt()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
        }
    }
    let file = path.display();
    refuse(
        Rule::G1,
        format!(
            "Another program is making, migrating, restoring or writing to {file}; waited 5 seconds. Let it finish, then try again."
        ),
    )
}

/// Backlogs are nobody else's business: the file is made for its owner alone (F42).
fn private_file(path: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ()).attempting(format!("make {}", path.display()))
}

/// The connection people work through, or a reading one where writing is impossible.
fn connect(path: PathBuf) -> Result<Store> {
    let writable = may_write(&path) && path.parent().is_none_or(may_write);
    if !writable {
        let (connection, frozen) = reader(&path)?;
        let why = if frozen { "its folder cannot be written" } else { "the file or its folder is read-only" };
        return Ok(Store::on_sqlite(connection, path, Some(why.to_owned())));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&path, flags).map_err(|cause| explain(&path, cause))?;
    let settle = || -> rusqlite::Result<()> {
        connection.busy_timeout(WAIT)?;
        keep_plans(&connection)?;
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA recursive_triggers = ON",
        )
    };
    settle().map_err(|cause| explain(&path, cause))?;
    Ok(Store::on_sqlite(connection, path, None))
}

/// How statements are kept. Without the guarantee SQLite looks at the values bound when it plans, and so compiles a
/// statement again for every other value.
fn keep_plans(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(128);
    connection.set_db_config(settings::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Asked without opening the file: closing a descriptor of it would drop the locks of our other connections.
#[cfg(unix)]
fn may_write(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn another_value_does_not_compile_a_statement_again() {
        let db = Store::in_memory().unwrap();
        let Engine::Sqlite(sqlite) = &db.engine;
        let sql = crate::store::backlog::QUERIES.get("of_item").replace('$', "?");
        let mut statement = sqlite.connection.prepare(&sql).unwrap();
        for id in 1..5 {
            assert!(!statement.exists([id]).unwrap());
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
