//! The triggers and views of the schema as SQLite's own text: guards, journal, and no row in another's place.
//!
//! Every program that opens the database parses all of it before it can do anything. So the work that every table shares
//! stands once: a table has one column with its row as JSON, and its triggers hand that to one view, `log`.

use crate::domain::tables::Table;
use crate::error::Result;
use crate::store::engine::Store;
use crate::store::guard::{self, Event, Guard, VIEWS};
use std::fmt::Write as _;

const UNIQUE: &str = "SELECT i.sql FROM pragma_index_list($1) AS l JOIN sqlite_master AS i ON i.name = l.name
    WHERE l.\"unique\" = 1 AND i.sql IS NOT NULL ORDER BY i.name";

/// All of them as SQL, in an order that does not change.
pub fn all(db: &Store) -> Result<String> {
    let mut sql = String::new();
    for (name, query) in VIEWS {
        let _ = writeln!(sql, "CREATE VIEW {name} AS {};", short(query));
    }
    journal(db, &mut sql)?;
    for table in Table::ALL {
        let (name, columns) = (table.name(), db.column_names(*table)?);
        let indexes: Vec<String> = db.query(UNIQUE, &[&name])?;
        let keys: Vec<String> = indexes.iter().filter_map(|index| taken(index, &columns)).collect();
        keep(&mut sql, name, &keys);
        hand_over(&mut sql, name);
    }
    guard::all().for_each(|guard| print(&mut sql, guard));
    Ok(sql)
}

/// The column of a table that holds the row as JSON. It is computed when it is read, and never stored.
pub fn image(columns: &[String]) -> String {
    let pairs: Vec<String> = columns.iter().map(|column| format!("'{column}',{column}")).collect();
    format!("image TEXT AS (json_object({}))", pairs.join(","))
}

/// The same SQL without the spaces that only a reader needs: each would be a token of its own to the parser.
pub fn short(sql: &str) -> String {
    let mut said = String::with_capacity(sql.len());
    let (mut quoted, mut gap) = (false, false);
    for c in sql.chars() {
        if c.is_whitespace() && !quoted {
            gap = true;
            continue;
        }
        let tight = |c: char| "(),=<>;".contains(c);
        if std::mem::take(&mut gap) && !tight(c) && !said.ends_with(tight) {
            said.push(' ');
        }
        quoted ^= c == '\'';
        said.push(c);
    }
    said
}

/// A trigger that says no time runs before the write.
fn print(sql: &mut String, Guard { name, event, of, table, condition, raises }: &Guard) {
    let event = match event {
        Event::Insert => "INSERT",
        Event::Update => "UPDATE",
        Event::Delete => "DELETE",
    };
    let of = of.map_or_else(String::new, |column| format!(" OF {column}"));
    let _ = write!(sql, "CREATE TRIGGER {name} {event}{of} ON {table}");
    if !condition.is_empty() {
        let _ = write!(sql, " WHEN {}", short(condition));
    }
    sql.push_str(" BEGIN ");
    for (rule, sentence, condition) in *raises {
        let _ = write!(sql, "SELECT RAISE(ABORT,'standfast {rule}: {sentence}')");
        if !condition.is_empty() {
            let _ = write!(sql, "WHERE {}", short(condition));
        }
        sql.push(';');
    }
    sql.push_str("END;\n");
}

/// `INSERT OR REPLACE` and `UPDATE OR REPLACE` delete the row that has the key already, and without its delete triggers
/// if recursive triggers are off, as in a plain shell. So no row may have the key already. The id is tested on every
/// update, since SQL may also call it `rowid`.
fn keep(sql: &mut String, table: &str, keys: &[String]) {
    let keys = keys.iter().fold(String::new(), |all, key| all + " OR " + key);
    let refuse = "SELECT RAISE(ABORT,'standfast G2: rows are kept')";
    let _ = writeln!(
        sql,
        "CREATE TRIGGER keep_{table}_insert INSERT ON {table} BEGIN {refuse}FROM {table} WHERE id=NEW.id{keys};END;"
    );
    if never(Event::Update, table) {
        return;
    }
    let begin = format!("CREATE TRIGGER keep_{table}_update UPDATE ON {table}");
    let _ = match keys.as_str() {
        "" => writeln!(sql, "{begin} WHEN NEW.id<>OLD.id BEGIN {refuse};END;"),
        _ => writeln!(sql, "{begin} BEGIN {refuse}FROM {table} WHERE id<>NEW.id AND (id=OLD.id{keys});END;"),
    };
}

/// Whether a guard refuses every such write, so that nothing else needs to look at it.
fn never(event: Event, table: &str) -> bool {
    let refuses = |guard: &Guard| guard.condition.is_empty() && guard.raises.iter().any(|(.., when)| when.is_empty());
    guard::all().any(|guard| guard.event == event && guard.table == table && guard.of.is_none() && refuses(guard))
}

/// After a write a table hands its row over, as it was and as it is.
fn hand_over(sql: &mut String, table: &str) {
    for (event, word, before, after) in [
        (Event::Insert, "insert", "NULL", "NEW.image"),
        (Event::Update, "update", "OLD.image", "NEW.image"),
        (Event::Delete, "delete", "OLD.image", "NULL"),
    ] {
        if !never(event, table) {
            let _ = writeln!(
                sql,
                "CREATE TRIGGER log_{table}_{word} AFTER {} ON {table} BEGIN \
                    INSERT INTO log VALUES('{table}',{before},{after});END;",
                word.to_uppercase()
            );
        }
    }
}

/// What is handed over becomes a change of the operation under way: for an update only the columns that changed, for an
/// insert nothing, since the row itself holds it. The record of a standup is long and is kept once: by the row, or by the
/// change that takes it away.
fn journal(db: &Store, sql: &mut String) -> Result<()> {
    let row = "coalesce(NEW.after, NEW.before)";
    let mut others = String::new();
    for table in Table::ALL {
        let (name, item) = (table.name(), table.item());
        let named = db.column_names(*table)?.iter().any(|column| column == "item").then_some("item");
        if named != item {
            let of = item.map_or_else(|| "NULL".to_owned(), |column| format!("{row} ->> '{column}'"));
            let _ = write!(others, "WHEN '{name}' THEN {of} ");
        }
    }
    let text = format!(
        "CREATE VIEW log AS SELECT tbl, before, after FROM change;
        CREATE TRIGGER log_change INSTEAD OF INSERT ON log BEGIN
            SELECT RAISE(ABORT,'standfast G2: every write is an operation; use the standfast program')
            WHERE NOT EXISTS (SELECT 1 FROM under_way) OR {row} ->> 'id' > 9007199254740991;
            INSERT INTO change (operation, tbl, row, kind, item, before, after)
            SELECT u.id, NEW.tbl, {row} ->> 'id',
                CASE WHEN NEW.before IS NULL THEN 'I' WHEN NEW.after IS NULL THEN 'D' ELSE 'U' END,
                CASE NEW.tbl {others}ELSE {row} ->> 'item' END,
                CASE WHEN NEW.after IS NULL THEN NEW.before WHEN d.n > 0 THEN d.old END,
                CASE WHEN NEW.after IS NOT NULL AND d.n > 0 THEN d.new END
            FROM under_way u JOIN (
                SELECT json_group_object(key, value) AS old,
                    json_group_object(key, NEW.after -> key) FILTER (WHERE key <> 'record') AS new, count(*) AS n
                FROM json_each(NEW.before) WHERE NEW.after ->> key IS DISTINCT FROM value) d
            WHERE NEW.before IS NULL OR NEW.after IS NULL OR d.n > 0;
        END;"
    );
    sql.push_str(&short(&text));
    sql.push('\n');
    Ok(())
}

/// The condition that a row has the key of the new one, from the definition of the unique index:
/// `CREATE UNIQUE INDEX … ON table (expressions) [WHERE condition]`.
fn taken(index: &str, columns: &[String]) -> Option<String> {
    let (_, rest) = index.split_once(" ON ")?;
    let (_, rest) = rest.split_once('(')?;
    let (inside, condition) = match rest.rsplit_once(") WHERE ") {
        Some((inside, condition)) => (inside, Some(condition)),
        None => (rest.trim_end().strip_suffix(')')?, None),
    };
    let same = expressions(inside).map(|one| {
        let new = of_new(one, columns);
        if one.contains(' ') { format!("({one})=({new})") } else { format!("{one}={new}") }
    });
    let both = condition.into_iter().flat_map(|one| [one.to_owned(), of_new(one, columns)]);
    let all: Vec<String> = same.chain(both).collect();
    Some(if let [one] = all.as_slice() { one.clone() } else { format!("({})", all.join(" AND ")) })
}

/// The parts of an index, between the commas that stand in no brackets.
fn expressions(inside: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = inside.split(move |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth == 0
    });
    parts.map(str::trim)
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
