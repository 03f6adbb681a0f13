//! Backups, restoring, and looking after a database.

use crate::domain::tables::Table;
use crate::error::{Attempt, Error, Result, refuse, refuse_with};
use crate::rules::{Act, Rule};
use crate::store::engine::Store;
use crate::store::sqlite::connection::explain;
use crate::store::sqlite::health::{damaged, first_fault, is_damage};
use crate::store::sqlite::open::{WAIT, escape_uri, lock_file};
use crate::store::sqlite::schema;
use rusqlite::Error::SqliteFailure;
use rusqlite::ErrorCode::{DatabaseBusy as Busy, DatabaseCorrupt as Corrupt, NotADatabase as NotADb};
use rusqlite::backup::StepResult;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::path::{Path, PathBuf};

/// Copies the database to a new file of its own before a migration, and verifies the copy (F18). What an earlier attempt
/// left is not taken for it: an older program may have written to the database since.
pub fn backup_before_migration(path: &Path, version: i64) -> Result<PathBuf> {
    let first = with_end(path, &format!(".before-migration-from-{version}"));
    let target = if first.exists() {
        (2..10_000).map(|n| with_end(&first, &format!("-{n}"))).find(|p| !p.exists())
    } else {
        None
    };
    let target = target.unwrap_or(first);
    copy_whole(path, &target)?;
    Ok(target)
}

/// Copies a live database in one step with SQLite's online backup; the copy is private, whole and on disk.
pub fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let attempt = || format!("back up {} to {}", from.display(), to.display());
    let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A file of its own name until it is verified: a backup that failed half-way never looks like one. An error would
    // name this file, so only its kind is said.
    let file = tempfile::Builder::new().prefix(".standfast-").tempfile_in(folder);
    let file = file.map_err(|error| std::io::Error::from(error.kind())).attempting(attempt())?;
    // Any other fault than of what is read is of the copy, whose name nobody knows.
    let failed = |cause| match cause {
        SqliteFailure(code, _) if ![Corrupt, NotADb, Busy].contains(&code.code) => {
            Error::failed(attempt(), code.to_string())
        }
        cause => explain(from, cause),
    };
    copy_pages(from, file.path()).map_err(failed)?;
    // Nobody else has the copy yet, so it is read without a log, which would be left beside it.
    if let Some(fault) = fault_at(&format!("file:{}?immutable=1", escape_uri(file.path()))).map_err(failed)? {
        return Err(damaged(from, &fault, "No copy was made; older backups stay as they are"));
    }
    file.as_file().sync_all().attempting(attempt())?;
    file.persist_noclobber(to).map_err(|error| error.error).attempting(attempt())?;
    #[cfg(unix)]
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).attempting(attempt())?;
    Ok(())
}

/// Copies all pages in one step: with several, each write of another program would begin the copy anew.
fn copy_pages(from: &Path, to: &Path) -> rusqlite::Result<()> {
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    source.busy_timeout(WAIT)?;
    let mut copy = Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(&source, &mut copy)?;
    match backup.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None)),
    }
}

/// The first fault of a database, by its address: pages, indexes, and rows that name rows which are not there.
fn fault_at(uri: &str) -> rusqlite::Result<Option<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let look = || -> rusqlite::Result<Option<String>> {
        let db = Connection::open_with_flags(uri, flags)?;
        if let Some(fault) = first_fault(&db, "1")? {
            return Ok(Some(fault));
        }
        let lost = "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1";
        let lost = db.query_row(lost, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
        Ok(lost
            .optional()?
            .map(|(table, parent)| format!("a row of {table} names a row of {parent} that is not there")))
    };
    look().or_else(|cause| if is_damage(&cause) { Ok(Some(cause.to_string())) } else { Err(cause) })
}

/// Refuses a file that is not a whole database.
fn demand_whole_backup(path: &Path) -> Result<()> {
    match fault_at(&format!("file:{}", escape_uri(path))).map_err(|cause| explain(path, cause))? {
        Some(fault) => refuse(Rule::G1, format!("{} is damaged: {fault}. Nothing was changed.", path.display())),
        None => Ok(()),
    }
}

/// Copies the live database to a new file.
pub fn backup(database: &Path, to: &Path) -> Result<()> {
    if to.exists() || to.is_symlink() {
        return refuse(
            Rule::G1,
            format!("{} exists already. Name a new file; a backup never overwrites one.", to.display()),
        );
    }
    copy_whole(database, to)
}

/// Puts a verified copy of `backup` in the place of `database`, and keeps what stood there.
pub fn restore(backup: &Path, database: &Path, replace: bool) -> Result<Option<PathBuf>> {
    refuse_foreign(backup)?;
    if let (Ok(from), Ok(to)) = (backup.canonicalize(), database.canonicalize())
        && from == to
    {
        return refuse(Rule::G1, format!("{} is the database itself. Name a backup of it.", backup.display()));
    }
    let there = database.exists();
    if there && !replace {
        return refuse_with(
            Rule::G1,
            format!("{} exists.", database.display()),
            Act::Restore.way(
                format!("{} --replace", backup.display()),
                "Put the backup in its place with {}, which keeps the old file.",
            ),
        );
    }
    let folder = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).attempting(format!("make the folder {}", folder.display()))?;
    let _guard = lock_file(database)?;
    let fresh = unused(database, "restoring");
    copy_whole(backup, &fresh)?;
    let kept = there.then(|| unused(database, "before-restore"));
    let put = match &kept {
        Some(kept) => make_whole(database).and_then(|is_whole| {
            swap(&fresh, database, kept, is_whole).attempting(format!("put {} in its place", database.display()))
        }),
        None => std::fs::rename(&fresh, database).attempting(format!("put {} in its place", database.display())),
    };
    if let Err(error) = put {
        let _ = std::fs::remove_file(&fresh);
        return Err(error);
    }
    #[cfg(unix)]
    std::fs::File::open(folder).and_then(|folder| folder.sync_all()).attempting("write the folder to disk")?;
    Ok(kept)
}

/// Writes the log of a database back into its one file and takes the log away, which SQLite does only for who has the
/// database alone. A database that is too damaged for that keeps its log; whether it is whole is given.
fn make_whole(database: &Path) -> Result<bool> {
    let alone = || -> rusqlite::Result<()> {
        let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    };
    match alone() {
        Ok(()) => Ok(true),
        Err(cause) if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => refuse(
            Rule::G1,
            format!("{} is open in another program. Quit it, so that nothing it writes is lost.", database.display()),
        ),
        Err(_) => Ok(false),
    }
}

/// Puts a new file in the place of the old one, which is kept. With one rename for both, no moment is without a database.
fn swap(new: &Path, database: &Path, kept: &Path, is_whole: bool) -> std::io::Result<()> {
    for end in ["-wal", "-shm"].iter().filter(|_| !is_whole) {
        let (from, to) = (with_end(database, end), with_end(kept, end));
        if from.exists() {
            std::fs::rename(from, to)?;
        }
    }
    #[cfg(target_os = "linux")]
    if rustix::fs::renameat_with(rustix::fs::CWD, new, rustix::fs::CWD, database, rustix::fs::RenameFlags::EXCHANGE)
        .is_ok()
    {
        return std::fs::rename(new, kept);
    }
    std::fs::rename(database, kept)?;
    std::fs::rename(new, database)
}

pub(super) fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// A name beside the database that no file has.
fn unused(database: &Path, word: &str) -> PathBuf {
    (1..10_000)
        .map(|n| with_end(database, &format!(".{word}-{n}")))
        .find(|path| !path.exists())
        .unwrap_or_else(|| with_end(database, ".old"))
}

fn refuse_foreign(path: &Path) -> Result<()> {
    let attempt = || format!("read the backup {}", path.display());
    if !path.is_file() {
        return refuse_with(
            Rule::G1,
            format!("{} is not a file.", path.display()),
            Act::Backup.way("FILE", "Name a backup made with {}."),
        );
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let header = Connection::open_with_flags(path, flags).and_then(|db| {
        let number = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0));
        Ok((number("PRAGMA application_id")?, number("PRAGMA user_version")?))
    });
    match header {
        Ok((schema::APPLICATION_ID, version)) if version <= schema::current_version() => demand_whole_backup(path),
        Ok((schema::APPLICATION_ID, _)) => {
            refuse(Rule::G1, format!("{} is from a newer Standfast. Update the program first.", path.display()))
        }
        Ok(_) => refuse(Rule::G1, format!("{} is not a Standfast database. Nothing was changed.", path.display())),
        Err(cause) => Err(explain(path, cause)).attempting(attempt()),
    }
}

impl Store {
    /// Opens a copy that nobody writes to, and leaves nothing beside it.
    pub fn open_copy(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(format!("file:{}?immutable=1", escape_uri(path)), flags);
        let connection = connection.map_err(|cause| explain(path, cause))?;
        Ok(Self::on_sqlite(connection, path.to_owned(), Some("it is a copy".to_owned())))
    }

    /// What SQLite finds wrong with its pages.
    pub fn check_integrity(&self) -> Result<Vec<String>> {
        let said: Vec<String> = self.query("PRAGMA integrity_check(20)", &[])?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// Rows that name rows which are not there.
    pub fn check_foreign_keys(&self) -> Result<Vec<String>> {
        let found: Vec<(String, Option<i64>, String)> =
            self.query("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 20", &[])?;
        let said = |(table, id, parent): (String, Option<i64>, String)| {
            format!("Row {} of {table} names a row of {parent} that is not there.", id.unwrap_or_default())
        };
        Ok(found.into_iter().map(said).collect())
    }

    /// Triggers, views and row images that are missing, changed or foreign.
    pub fn check_triggers(&self) -> Result<Vec<String>> {
        let sql = "SELECT name, sql, type FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY type, name";
        let ours = Self::in_memory()?;
        let derived = |db: &Self| db.query::<(String, String, String)>(sql, &[]);
        let (should, are) = (derived(&ours)?, derived(self)?);
        let mut problems: Vec<String> = Vec::new();
        for (name, text, kind) in &should {
            let called: &str = if kind == "view" { "view" } else { "guard" };
            match are.iter().find(|(known, ..)| known == name) {
                None => problems.push(format!("The {called} {name} is missing.")),
                Some((_, found, _)) if found != text => problems.push(format!("The {called} {name} was changed.")),
                Some(_) => {}
            }
        }
        let foreign = are.iter().filter(|(name, ..)| !should.iter().any(|(known, ..)| known == name));
        problems.extend(foreign.map(|(name, _, kind): &(_, _, String)| format!("The {kind} {name} is not ours.")));
        for (table, image) in schema::images(&ours)? {
            let with_image =
                "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1 AND instr(sql, $2) > 0";
            if self.number(with_image, &[&table, &image])? == 0 {
                problems.push(format!("The column image of {table}, from which the log is written, was changed."));
            }
        }
        if !problems.is_empty() {
            problems.push("Find out who changed them; then make the guards anew with doctor --rebuild.".to_owned());
        }
        Ok(problems)
    }

    /// Rows that no operation made.
    pub fn check_journal(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for table in Table::ALL {
            let name = table.name();
            let sql = format!(
                "SELECT count(*) FROM {name} t WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.tbl = '{name}' AND c.row = t.id)"
            );
            let unknown = self.number(&sql, &[])?;
            if unknown > 0 {
                problems.push(format!("{unknown} rows of {name} were made by no operation."));
            }
        }
        Ok(problems)
    }

    /// Whether the full-text index agrees with the items (F39).
    pub fn check_search(&self) -> Result<Vec<String>> {
        if self.read_only().is_some() {
            return Ok(Vec::new());
        }
        match self.batch("INSERT INTO item_search (item_search, rank) VALUES ('integrity-check', 1)") {
            Ok(()) => Ok(Vec::new()),
            Err(_) => Ok(vec!["The search index is out of step. Rebuild it with doctor --rebuild.".to_owned()]),
        }
    }

    /// Whether the counts by status are right.
    pub fn check_counts(&self) -> Result<Vec<String>> {
        let sql = "SELECT s.name, coalesce(t.items, -1), (SELECT count(*) FROM item i WHERE i.status = s.id) AS n
            FROM status s LEFT JOIN tally t ON t.status = s.id WHERE coalesce(t.items, -1) <> n";
        let found: Vec<(String, i64, i64)> = self.query(sql, &[])?;
        let said = |(name, kept, real): (String, i64, i64)| {
            format!("Status {name} counts {kept} items and has {real}. Count again with doctor --rebuild.")
        };
        Ok(found.into_iter().map(said).collect())
    }

    /// Makes anew what is derived: guards and journal from the tables, indexes, search index and counts from the rows. If
    /// the file is still damaged after that, everything stays as it is.
    pub fn rebuild_indexes(&self) -> Result<()> {
        self.begin_write()?;
        let rebuilt = self.demand_place().and_then(|()| schema::make_derived(self)).and_then(|()| {
            self.batch(
                "REINDEX;
                INSERT INTO item_search (item_search) VALUES ('rebuild');
                DELETE FROM tally;
                INSERT INTO tally (status, items) SELECT s.id, (SELECT count(*) FROM item i WHERE i.status = s.id) FROM status s",
            )
        });
        rebuilt.and_then(|()| self.demand_whole()).inspect_err(|_| self.rollback())?;
        self.commit()
    }
}
