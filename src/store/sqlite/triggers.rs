//! The triggers that every journalled table has, written from its columns and its unique indexes.

use crate::domain::tables::{TABLES, Table};
use crate::error::Result;
use crate::store::engine::Sqlite;
use std::fmt::Write as _;

const UNIQUE: &str = "SELECT i.sql FROM pragma_index_list($1) AS l JOIN sqlite_master AS i ON i.name = l.name
    WHERE l.\"unique\" = 1 AND i.sql IS NOT NULL ORDER BY i.name";

/// All of them as SQL, in an order that does not change. They are short on purpose: every program that opens the
/// database parses them before it can do anything.
pub fn of_every_table(db: &Sqlite) -> Result<String> {
    let mut sql = String::new();
    for table in TABLES {
        let columns = db.columns(table.name)?;
        let indexes: Vec<String> = db.query(UNIQUE, &[&table.name], |row| row.get(0))?;
        keep(&mut sql, table.name, &columns, &indexes);
        journal(&mut sql, table, &columns);
    }
    Ok(sql)
}

/// `INSERT OR REPLACE` and `UPDATE OR REPLACE` take a row away that stands in their way, and without its delete triggers
/// wherever recursive triggers are off, as in a plain shell. So nothing may stand in their way.
fn keep(sql: &mut String, table: &str, columns: &[String], indexes: &[String]) {
    let keys: Vec<Key> = indexes.iter().filter_map(|index| Key::read(index, columns)).collect();
    let taken = |but: &str| keys.iter().map(|key| key.taken(table, but)).collect::<String>();
    let mut watched: Vec<&str> = keys.iter().flat_map(|key| key.columns.iter().map(String::as_str)).collect();
    watched.push("id");
    watched.sort_unstable();
    watched.dedup();
    let _ = write!(
        sql,
        "CREATE TRIGGER write_{table}_insert BEFORE INSERT ON {table}
            WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id){} BEGIN
            SELECT RAISE(ABORT, 'standfast G2: rows are not replaced'); END;
         CREATE TRIGGER write_{table}_update BEFORE UPDATE OF {} ON {table}
            WHEN NEW.id <> OLD.id{} BEGIN
            SELECT RAISE(ABORT, 'standfast G2: ids do not change and rows are not replaced'); END;\n",
        taken(""),
        watched.join(", "),
        taken("id <> OLD.id AND "),
    );
}

/// After a write: the row before and after; for an update only the columns that changed, for an insert nothing, since
/// the row itself tells. Without an operation under way the journal takes no row (`guard_change_insert`), which takes
/// the write back.
fn journal(sql: &mut String, Table { name, item, .. }: &Table, columns: &[String]) {
    let item_of = |image: &str| item.map_or_else(|| "NULL".to_owned(), |column| format!("{image}.{column}"));
    let under_way = "(SELECT id FROM operation WHERE sealed = 0)";
    let whole = columns.iter().map(|c| format!("'{c}', OLD.{c}")).collect::<Vec<_>>().join(", ");
    let both =
        columns.iter().map(|c| format!("'{c}', OLD.{c}, NEW.{c}")).collect::<Vec<_>>().join(" UNION ALL SELECT ");
    let _ = write!(
        sql,
        "CREATE TRIGGER journal_{name}_insert AFTER INSERT ON {name} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item) VALUES ({under_way}, '{name}', NEW.id, 'I', {new_item}); END;
         CREATE TRIGGER journal_{name}_update AFTER UPDATE ON {name} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item, before, after)
            SELECT {under_way}, '{name}', NEW.id, 'U', {new_item},
                json_group_object(name, old), json_group_object(name, new)
            FROM (SELECT NULL AS name, NULL AS old, NULL AS new UNION ALL SELECT {both}) WHERE old IS NOT new HAVING count(*) > 0; END;
         CREATE TRIGGER journal_{name}_delete AFTER DELETE ON {name} BEGIN
            INSERT INTO change (operation, tbl, row, kind, item, before)
            VALUES ({under_way}, '{name}', OLD.id, 'D', {old_item}, json_object({whole})); END;\n",
        new_item = item_of("NEW"),
        old_item = item_of("OLD"),
    );
}

/// What no two rows of a table may share: the expressions of a unique index, and where it holds.
struct Key {
    columns: Vec<String>,
    expressions: String,
    of_new: String,
    condition: Option<(String, String)>,
}

impl Key {
    /// Reads the definition of an index, `CREATE UNIQUE INDEX … ON table (expressions) [WHERE condition]`.
    fn read(index: &str, columns: &[String]) -> Option<Self> {
        let (_, rest) = index.split_once(" ON ")?;
        let (_, rest) = rest.split_once('(')?;
        let (inside, condition) = match rest.rsplit_once(") WHERE ") {
            Some((inside, condition)) => (inside, Some(condition)),
            None => (rest.trim_end().strip_suffix(')')?, None),
        };
        let named =
            words(index).filter(|word| columns.iter().any(|column| column == word)).map(str::to_owned).collect();
        Some(Self {
            columns: named,
            expressions: inside.to_owned(),
            of_new: of_new(inside, columns),
            condition: condition.map(|condition| (condition.to_owned(), of_new(condition, columns))),
        })
    }

    /// The condition that another row has the key already.
    fn taken(&self, table: &str, but: &str) -> String {
        let Self { expressions, of_new, condition, .. } = self;
        let (old, new) = match condition {
            Some((old, new)) => (format!(" AND {old}"), format!("{new} AND ")),
            None => (String::new(), String::new()),
        };
        format!(" OR ({new}EXISTS (SELECT 1 FROM {table} WHERE {but}({expressions}) = ({of_new}){old}))")
    }
}

fn words(sql: &str) -> impl Iterator<Item = &str> {
    sql.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// An expression over a table's columns, said of the new row.
fn of_new(expression: &str, columns: &[String]) -> String {
    let mut said = String::new();
    for part in expression.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let word = part.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        if columns.iter().any(|column| column == word) {
            said.push_str("NEW.");
        }
        said.push_str(part);
    }
    said
}
