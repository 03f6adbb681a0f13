//! The list of migrations, and the triggers: journal from the one list of tables, scope guards, search.

use crate::error::Result;
use crate::store::engine::Sqlite;
use crate::store::sqlite::triggers;

/// "SFST": the mark in the file's header by which a Standfast database is known.
pub const APPLICATION_ID: i64 = 0x5346_5354;

/// Every migration in order; the version of a database is how many of them it has seen.
pub const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_ground.sql"),
    include_str!("migrations/0002_close.sql"),
    include_str!("migrations/0003_standup.sql"),
    include_str!("migrations/0004_retro.sql"),
];

const GUARDS: &str = concat!(include_str!("guards.sql"), include_str!("guards_standup.sql"));
const GUARDS_CLOSE: &str = include_str!("guards_close.sql");
const GUARDS_RETRO: &str = include_str!("guards_retro.sql");
const SEARCH: &str = include_str!("search.sql");
const SEARCH_TABLE: &str = "CREATE VIRTUAL TABLE item_search USING fts5(
    external_key, title, description, content='item', content_rowid='id',
    tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\", prefix='1 2 3', detail=none, columnsize=0)";

/// The version this program writes.
pub fn current_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings a database from `version` to the current one, inside the transaction of the caller.
pub fn migrate(db: &Sqlite, version: i64) -> Result<()> {
    let done = usize::try_from(version).unwrap_or(0);
    drop_triggers(db)?;
    for migration in MIGRATIONS.iter().skip(done) {
        db.batch(migration)?;
    }
    if done == 0 {
        db.batch(SEARCH_TABLE)?;
    }
    db.batch(&triggers(db)?)?;
    db.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}", current_version()))
}

/// All triggers as SQL, in an order that does not change.
pub fn triggers(db: &Sqlite) -> Result<String> {
    let mut sql = triggers::of_every_table(db)?;
    sql.push_str(GUARDS);
    sql.push_str(GUARDS_CLOSE);
    sql.push_str(GUARDS_RETRO);
    sql.push_str(SEARCH);
    Ok(sql)
}

fn drop_triggers(db: &Sqlite) -> Result<()> {
    let names: Vec<String> =
        db.query("SELECT name FROM sqlite_master WHERE type = 'trigger'", &[], |row| row.get(0))?;
    names.iter().try_for_each(|name| db.batch(&format!("DROP TRIGGER \"{name}\"")))
}
