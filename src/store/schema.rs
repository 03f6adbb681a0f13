//! The list of migrations, and the triggers: journal from the one list of tables, scope guards, search.

use crate::domain::tables::TABLES;
use crate::error::Result;
use crate::store::sqlite::Sqlite;
use std::fmt::Write as _;

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
///
/// # Errors
/// A statement fails; the caller rolls back.
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
///
/// # Errors
/// The columns of a table cannot be read.
pub fn triggers(db: &Sqlite) -> Result<String> {
    let mut sql = String::new();
    for table in TABLES {
        let columns = db.columns(table.name)?;
        journal(&mut sql, table.name, table.item, &columns);
    }
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

/// Before any write: an operation must be under way. After it: the row before and after; for an update only the
/// columns that changed, for an insert nothing, since the row itself tells.
fn journal(sql: &mut String, table: &str, item: Option<&str>, columns: &[String]) {
    let item_of = |image: &str| item.map_or_else(|| "NULL".to_owned(), |column| format!("{image}.{column}"));
    let no_operation = "SELECT RAISE(ABORT, 'standfast G2: every write is an operation; use the standfast program') \
        WHERE NOT EXISTS (SELECT 1 FROM operation WHERE sealed = 0);";
    let under_way = "(SELECT id FROM operation WHERE sealed = 0)";
    let whole = columns.iter().map(|c| format!("'{c}', OLD.{c}")).collect::<Vec<_>>().join(", ");
    let changed = |image: &str| {
        let part = |c: &String| format!("SELECT '{c}' AS k, {image}.{c} AS v WHERE NEW.{c} IS NOT OLD.{c}");
        let parts = columns.iter().map(part).collect::<Vec<_>>().join(" UNION ALL ");
        format!("(SELECT json_group_object(k, v) FROM ({parts}))")
    };
    let any = columns.iter().map(|c| format!("NEW.{c} IS NOT OLD.{c}")).collect::<Vec<_>>().join(" OR ");
    // INSERT OR REPLACE would take a row away without its delete trigger wherever recursive triggers are off.
    let _ = write!(
        sql,
        "CREATE TRIGGER write_{table}_insert BEFORE INSERT ON {table} BEGIN {no_operation}
            SELECT RAISE(ABORT, 'standfast G2: rows are not replaced') WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id); END;
         CREATE TRIGGER write_{table}_update BEFORE UPDATE ON {table} BEGIN {no_operation}
            SELECT RAISE(ABORT, 'standfast G2: ids do not change') WHERE NEW.id IS NOT OLD.id; END;
         CREATE TRIGGER write_{table}_delete BEFORE DELETE ON {table} BEGIN {no_operation} END;
         CREATE TRIGGER journal_{table}_insert AFTER INSERT ON {table} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item) VALUES ({under_way}, '{table}', NEW.id, 'I', {new_item}); END;
         CREATE TRIGGER journal_{table}_update AFTER UPDATE ON {table} WHEN {any} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item, before, after)
            VALUES ({under_way}, '{table}', NEW.id, 'U', {new_item}, {before}, {after}); END;
         CREATE TRIGGER journal_{table}_delete AFTER DELETE ON {table} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item, before)
            VALUES ({under_way}, '{table}', OLD.id, 'D', {old_item}, json_object({whole})); END;\n",
        new_item = item_of("NEW"),
        old_item = item_of("OLD"),
        before = changed("OLD"),
        after = changed("NEW"),
    );
}
