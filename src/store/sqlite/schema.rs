//! The list of migrations, and what is made anew after each: the rows as JSON, the views and the triggers.

use crate::domain::tables::Table;
use crate::error::Result;
use crate::store::engine::Store;
use crate::store::sqlite::triggers;

/// "SFST": the mark in the file's header by which a Standfast database is known.
pub const APPLICATION_ID: i64 = 0x5346_5354;

/// Every migration in order; the version of a database is how many of them it has seen.
pub const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_ground.sql"),
    include_str!("migrations/0002_close.sql"),
    include_str!("migrations/0003_standup.sql"),
    include_str!("migrations/0004_retro.sql"),
    include_str!("migrations/0005_images.sql"),
    include_str!("migrations/0006_histories.sql"),
    include_str!("migrations/0007_carried.sql"),
    include_str!("migrations/0008_chain.sql"),
    include_str!("migrations/0009_dates.sql"),
    include_str!("migrations/0010_halves.sql"),
    include_str!("migrations/0011_parents.sql"),
    include_str!("migrations/0012_outside.sql"),
    include_str!("migrations/0013_taken_back.sql"),
];

/// The version from which on operations carry a hash.
const CHAINED: usize = 8;

const SEARCH: &str = include_str!("search.sql");
const SEARCH_TABLE: &str = "CREATE VIRTUAL TABLE item_search USING fts5(
    external_key, title, description, content='item', content_rowid='id',
    tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\", prefix='1 2 3', detail=none, columnsize=0)";

/// The version this program writes.
pub fn current_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Whether a migration from this version gives the log its chain.
pub fn is_chained_after(version: i64) -> bool {
    usize::try_from(version).is_ok_and(|version| version < CHAINED)
}

/// Brings a database from `version` to the current one, inside the transaction of the caller.
pub fn migrate(db: &Store, version: i64) -> Result<()> {
    let done = usize::try_from(version).unwrap_or(0);
    drop_derived(db)?;
    for migration in MIGRATIONS.iter().skip(done) {
        db.batch(migration)?;
    }
    if done == 0 {
        db.batch(SEARCH_TABLE)?;
    }
    make_images(db)?;
    if is_chained_after(version) {
        db.chain_log()?;
    }
    db.batch(&triggers(db)?)?;
    db.batch(&format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {}", current_version()))
}

/// All views and triggers as SQL, in an order that does not change.
pub fn triggers(db: &Store) -> Result<String> {
    Ok(triggers::all(db)? + &triggers::short(SEARCH))
}

/// Every journalled table with the definition of its row as JSON.
pub fn images(db: &Store) -> Result<Vec<(&'static str, String)>> {
    let image = |table: &Table| Ok((table.name(), triggers::image(&db.column_names(*table)?)));
    Table::ALL.iter().map(image).collect()
}

/// Makes rows as JSON, views and triggers anew, inside the transaction of the caller.
pub fn make_derived(db: &Store) -> Result<()> {
    drop_derived(db)?;
    make_images(db)?;
    db.batch(&triggers(db)?)
}

fn make_images(db: &Store) -> Result<()> {
    for (table, image) in images(db)? {
        db.batch(&format!("ALTER TABLE {table} ADD COLUMN {image}"))?;
    }
    Ok(())
}

/// Takes away what is derived from the tables, so that a migration can change any column.
fn drop_derived(db: &Store) -> Result<()> {
    for (kind, word) in [("trigger", "TRIGGER"), ("view", "VIEW")] {
        let names: Vec<String> = db.query("SELECT name FROM sqlite_master WHERE type = $1 ORDER BY name", &[&kind])?;
        names.iter().try_for_each(|name| db.batch(&format!("DROP {word} \"{name}\"")))?;
    }
    let with_image = "SELECT m.name FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
        WHERE m.type = 'table' AND c.name = 'image' AND c.hidden = 2";
    let names: Vec<String> = db.query(with_image, &[])?;
    names.iter().try_for_each(|name| db.batch(&format!("ALTER TABLE {name} DROP COLUMN image")))
}
