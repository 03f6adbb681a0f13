//! Whether the file is whole: looked at before the first write, so that a damaged file takes none. A look reads the whole
//! file, so what was found well is noted beside it: a file that has stayed as this program left it is not read again that day.

use super::care::with_end;
use super::connection::explain;
use super::open::escape_uri;
use super::schema;
use crate::clock::Clock;
use crate::domain::tables::Table;
use crate::error::{Error, Failure, Result};
use crate::rules::Act;
use crate::store::engine::{Engine, Store};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::Cell;
use std::path::{Path, PathBuf};

/// How long a look holds, in milliseconds: a disk can lose what no program has written.
const HOLDS: i64 = 24 * 60 * 60 * 1000;

/// The largest file that is looked at whole before a write, in bytes. Of a larger one the large tables are left out.
const WHOLE: u64 = 64 * 1024 * 1024;

/// The tables that grow with the backlog.
const LARGE: [Table; 3] = [Table::Item, Table::ItemLabel, Table::Criterion];

/// When the file was last found whole, in milliseconds since 1970.
#[derive(Debug, Default)]
pub struct Health(Cell<Option<i64>>);

/// How a file looks from outside: device, number, size, and when its bytes and its facts were last changed. Any program
/// that writes to it, copies it or puts another in its place changes one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Looks(String);

impl Looks {
    fn of(path: &Path) -> Option<Self> {
        let meta = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let (dev, ino, size) = (meta.dev(), meta.ino(), meta.size());
            let bytes = (meta.mtime(), meta.mtime_nsec());
            let facts = (meta.ctime(), meta.ctime_nsec());
            Some(Self(format!("{dev} {ino} {size} {}.{} {}.{}", bytes.0, bytes.1, facts.0, facts.1)))
        }
        #[cfg(not(unix))]
        {
            let changed = meta.modified().ok()?;
            Some(Self(format!("{} {changed:?}", meta.len())))
        }
    }
}

/// Where it is noted: the lock beside the database holds nothing else.
fn note_of(path: &Path) -> PathBuf {
    with_end(path, ".lock")
}

/// When the file was found whole, if it still looks as it did when this was noted.
fn noted(path: &Path) -> Option<i64> {
    let note = std::fs::read_to_string(note_of(path)).ok()?;
    let (at, looks) = note.trim_end().strip_prefix("whole ")?.split_once(' ')?;
    (Looks::of(path)?.0 == looks).then(|| at.parse().ok())?
}

fn is_recent(at: i64) -> bool {
    let now = Clock::System.now().0;
    (now - HOLDS..=now).contains(&at)
}

impl Store {
    fn health(&self) -> &Health {
        let Engine::Sqlite(sqlite) = &self.engine;
        &sqlite.health
    }

    /// Refuses to write to a damaged file.
    pub(super) fn demand_whole(&self) -> Result<()> {
        if self.health().0.get().is_some_and(is_recent) {
            return Ok(());
        }
        if let Some(at) = noted(&self.path).filter(|at| is_recent(*at)) {
            self.health().0.set(Some(at));
            return Ok(());
        }
        let Engine::Sqlite(sqlite) = &self.engine;
        match look(&sqlite.connection, WHOLE).map_err(|cause| explain(&self.path, cause))? {
            Some(fault) => return Err(damaged(&self.path, &fault, NOT_WRITTEN)),
            None => self.health().0.set(Some(Clock::System.now().0)),
        }
        Ok(())
    }

    /// Writes the log back into the one file, so that a copy of it is whole (F13), and notes how the file looks, if it is
    /// known to be whole. Failing is harmless.
    pub fn close(self) {
        let path = self.path.clone();
        let found = self.health().0.get().or_else(|| noted(&path));
        self.checkpoint();
        drop(self);
        if let (Some(at), Some(looks)) = (found, Looks::of(&path)) {
            let line = format!("whole {at} {}\n", looks.0);
            let same = std::fs::read(note_of(&path)).is_ok_and(|note| note == line.as_bytes());
            let _ = same || std::fs::write(note_of(&path), line).is_ok();
        }
    }
}

/// The first fault that SQLite finds, if any.
fn look(connection: &Connection, whole: u64) -> rusqlite::Result<Option<String>> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let size = number("PRAGMA page_count")? * number("PRAGMA page_size")?;
    if u64::try_from(size).is_ok_and(|size| size <= whole) {
        return first_fault(connection, "1");
    }
    let small = Table::ALL.iter().filter(|table| !LARGE.contains(table)).map(|table| table.name());
    for name in small.chain(["operation", "change", "tally", "sqlite_schema"]) {
        if let Some(fault) = first_fault(connection, name)? {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// The first fault of the whole file (`1`) or of a table.
pub(super) fn first_fault(connection: &Connection, of: &str) -> rusqlite::Result<Option<String>> {
    let said = connection.query_row(&format!("PRAGMA integrity_check({of})"), [], |row| row.get::<_, String>(0));
    match said {
        Ok(said) if said == "ok" => Ok(None),
        // SQLite puts a heading before the faults of pages.
        Ok(said) => Ok(Some(said.lines().rfind(|line| !line.is_empty()).unwrap_or(&said).to_owned())),
        Err(cause) if is_damage(&cause) => Ok(Some(cause.to_string())),
        Err(cause) => Err(cause),
    }
}

/// Whether an error is about what the file holds.
pub(super) fn is_damage(cause: &rusqlite::Error) -> bool {
    matches!(cause.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// What became of a write to a damaged file.
pub(super) const NOT_WRITTEN: &str = "Nothing was written; what is whole of it can be read";

/// The error of a damaged file, with what helps: a list of the faults, and the newest backup that is whole.
pub(super) fn damaged(path: &Path, fault: &str, so: &str) -> Error {
    let said = format!("{} is damaged ({fault}). {so}", path.display());
    let restore = match newest_backup(path) {
        Some(backup) => Act::Restore
            .way(format!("{} --replace", backup.display()), "Bring back the newest whole backup beside it with {}."),
        None => Act::Restore.way("BACKUP --replace", "Bring back a backup with {}."),
    };
    let ways = vec![Act::Doctor.way("", "List all faults with {}."), restore];
    Error::Failed(Failure { attempt: "use the team's database".to_owned(), cause: said.into(), ways })
}

/// The newest file beside a database that was made from it and is whole.
fn newest_backup(path: &Path) -> Option<PathBuf> {
    let begins = format!("{}.before-", path.file_name()?.to_str()?);
    let ours =
        |file: &PathBuf| file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(&begins));
    let files = std::fs::read_dir(path.parent()?).ok()?.flatten().map(|entry| entry.path()).filter(ours);
    let mut dated: Vec<_> = files.filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file))).collect();
    dated.sort();
    dated.into_iter().rev().map(|(_, file)| file).find(|file| is_whole(file))
}

/// Whether a file that nobody writes to is a whole database of ours.
fn is_whole(file: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let uri = format!("file:{}?immutable=1", escape_uri(file));
    let Ok(connection) = Connection::open_with_flags(uri, flags) else { return false };
    let mark = connection.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0));
    mark.is_ok_and(|mark| mark == schema::APPLICATION_ID) && matches!(first_fault(&connection, "1"), Ok(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_large_file_the_log_and_the_small_tables_are_looked_at() {
        for (name, is_seen) in [("operation", true), ("change", true), ("member", true), ("item", false)] {
            let file = Connection::open_in_memory().unwrap();
            let names = Table::ALL.iter().map(|table| table.name()).chain(["operation", "change", "tally"]);
            let tables: Vec<String> = names.map(|name| format!("CREATE TABLE {name} (n CHECK (n > 0));")).collect();
            file.execute_batch(&tables.concat()).unwrap();
            assert_eq!((look(&file, 0).unwrap(), look(&file, WHOLE).unwrap()), (None, None));
            let wrong = format!("PRAGMA ignore_check_constraints = ON; INSERT INTO {name} VALUES (0);");
            file.execute_batch(&format!("{wrong} PRAGMA ignore_check_constraints = OFF")).unwrap();
            assert!(look(&file, WHOLE).unwrap().is_some(), "{name}");
            assert_eq!(look(&file, 0).unwrap().is_some(), is_seen, "{name}");
        }
    }

    #[test]
    fn a_note_holds_for_a_day() {
        let now = Clock::System.now().0;
        assert!(is_recent(now) && is_recent(now - HOLDS + 60_000));
        assert!(!is_recent(now - HOLDS - 1) && !is_recent(now + HOLDS));
    }
}
