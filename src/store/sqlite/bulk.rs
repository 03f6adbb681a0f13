//! Many new rows in one operation: what triggers do row by row is done once at the end, in a few statements.
//!
//! A trigger costs more than the row it watches, and the full-text index writes out all it holds at each statement that
//! could fail. So the triggers on inserts into these tables are taken away and come back in the same transaction, that no
//! other connection ever sees the tables without them; journal, index and counts are filled for exactly the new rows.

use crate::domain::log::Operation;
use crate::domain::tables::Table;
use crate::error::{Error, Result};
use crate::store::engine::Store;

/// The tables that an import of items fills.
pub const ITEM_TABLES: &[Table] = &[Table::Item, Table::ItemLabel, Table::Criterion, Table::OutsideSprint];

const TRIGGERS: &str = "SELECT name, sql FROM sqlite_master
    WHERE type = 'trigger' AND tbl_name = ?1 AND upper(sql) LIKE '%INSERT ON ' || upper(?1) || '%' ORDER BY rowid";
const FIND_NEW: &str = "INSERT INTO item_search (rowid, external_key, title, description)
    SELECT id, external_key, title, description FROM item WHERE id >= ?1 ORDER BY id";
const COUNT_NEW: &str = "UPDATE tally SET items = items +
    (SELECT count(*) FROM item WHERE item.id >= ?1 AND item.status = tally.status)";

const COUNTED_NEW: &str = "INSERT INTO tally (status, items) SELECT id, 0 FROM status WHERE id >= ?1";

/// Tables whose new rows wait for journal, index and counts.
#[derive(Debug)]
#[must_use = "new rows are not in the journal until they are settled"]
pub struct Bulk {
    first_ids: Vec<(Table, i64)>,
    triggers: Vec<String>,
}

impl Store {
    /// Begins to write many new rows into these tables. Must be inside an operation.
    pub fn begin_bulk(&self, tables: &[Table]) -> Result<Bulk> {
        let mut bulk = Bulk { first_ids: Vec::new(), triggers: Vec::new() };
        for table in Table::ALL.iter().filter(|table| tables.contains(table)) {
            bulk.first_ids.push((*table, self.next_id(*table)?));
            for (name, sql) in self.query::<(String, String)>(TRIGGERS, &[&table.name()])? {
                self.batch(&format!("DROP TRIGGER {name}"))?;
                bulk.triggers.push(sql);
            }
        }
        Ok(bulk)
    }

    /// Settles the new rows: journal, full-text index, counts; and the triggers are there again.
    pub fn settle_bulk(&self, bulk: &Bulk, operation: i64) -> Result<()> {
        for (table, first) in &bulk.first_ids {
            let (name, item) = (table.name(), table.item().unwrap_or("NULL"));
            let journal = format!(
                "INSERT INTO change (operation, tbl, row, kind, item)
                 SELECT ?1, '{name}', id, 'I', {item} FROM {name} WHERE id >= ?2 ORDER BY id"
            );
            self.run(&journal, &[&operation, first])?;
        }
        if let Some(first) = first_of(&bulk.first_ids, Table::Status) {
            self.run(COUNTED_NEW, &[&first])?;
        }
        if let Some(first) = first_of(&bulk.first_ids, Table::Item) {
            self.run(FIND_NEW, &[&first])?;
            self.run(COUNT_NEW, &[&first])?;
        }
        bulk.triggers.iter().try_for_each(|sql| self.batch(sql))
    }
}

impl Bulk {
    /// The same, where rows come with ids of their own into tables that are empty.
    pub fn from_nothing(mut self) -> Self {
        self.first_ids.iter_mut().for_each(|(_, first)| *first = i64::MIN);
        self
    }
}

fn first_of(first_ids: &[(Table, i64)], table: Table) -> Option<i64> {
    first_ids.iter().find(|(known, _)| *known == table).map(|(_, first)| *first)
}

/// Fewer rows are taken back one by one.
const MANY: i64 = 256;

/// What an operation did to the rows of each table: how often, and its first and last change.
const DONE: &str = "SELECT tbl, kind, count(*), min(id), max(id) FROM change
    WHERE id BETWEEN ?1 AND ?2 AND operation = ?3 GROUP BY tbl, kind";
const CHANGED_SINCE: &str =
    "SELECT EXISTS (SELECT 1 FROM change c JOIN change l ON l.tbl = c.tbl AND l.row = c.row AND l.id > c.id
    WHERE c.id BETWEEN ?1 AND ?2)";
const FORGET: &str = "INSERT INTO item_search (item_search, rowid, external_key, title, description)
    SELECT 'delete', id, external_key, title, description FROM item WHERE id IN (SELECT row FROM change
        WHERE id BETWEEN ?1 AND ?2 AND tbl || '' = 'item')";
const FIND: &str = "INSERT INTO item_search (rowid, external_key, title, description)
    SELECT id, external_key, title, description FROM item WHERE id IN (SELECT row FROM change
        WHERE id BETWEEN ?1 AND ?2 AND tbl || '' = 'item')";
const COUNT: &str = "UPDATE tally SET items = items + ?3 * (SELECT count(*) FROM change c JOIN item i ON i.id = c.row
    WHERE c.id BETWEEN ?1 AND ?2 AND c.tbl || '' = 'item' AND i.status = tally.status)";

/// The newest changes of an operation, all to the tables of an import and all of one kind.
#[derive(Debug)]
struct Many {
    first: i64,
    last: i64,
    /// Whether rows were inserted, and are to be removed; else they were removed.
    inserted: bool,
}

impl Store {
    /// Takes back at once what an operation did to many rows of items, as an import does. What is left to be taken back
    /// row by row comes before the change that is given.
    pub fn take_back_many(&self, operation: &Operation) -> Result<i64> {
        let end = operation.last_change.map_or(i64::MAX, |last| last + 1);
        let Some(many) = self.find_many(operation)? else { return Ok(end) };
        self.batch("SAVEPOINT many")?;
        match self.take_back_at_once(&many) {
            Ok(()) => self.batch("RELEASE many").map(|()| many.first),
            // Row by row, the one that is in the way is found and named.
            Err(_) => self.batch("ROLLBACK TO many; RELEASE many").map(|()| end),
        }
    }

    fn find_many(&self, operation: &Operation) -> Result<Option<Many>> {
        let (first, Some(last)) = (operation.first_change, operation.last_change) else { return Ok(None) };
        if last - first < MANY {
            return Ok(None);
        }
        let done: Vec<(String, String, i64, i64, i64)> = self.query(DONE, &[&first, &last, &operation.id])?;
        let Some(kind) = done.iter().find(|(table, ..)| table == Table::Item.name()).map(|(_, kind, ..)| kind) else {
            return Ok(None);
        };
        let (many, rest): (Vec<_>, Vec<_>) = done
            .iter()
            .partition(|(table, of, ..)| of == kind && ITEM_TABLES.iter().any(|known| known.name() == table));
        let count: i64 = many.iter().map(|(.., count, _, _)| count).sum();
        let first = many.iter().map(|(.., first, _)| *first).min().unwrap_or(0);
        let is_newest = rest.iter().all(|(.., last)| *last < first);
        if kind == "U" || count < MANY || !is_newest || self.number(CHANGED_SINCE, &[&first, &last])? > 0 {
            return Ok(None);
        }
        Ok(Some(Many { first, last, inserted: kind == "I" }))
    }

    fn take_back_at_once(&self, many: &Many) -> Result<()> {
        let word = if many.inserted { "delete" } else { "insert" };
        let mut names: Vec<String> = ITEM_TABLES.iter().map(|table| format!("log_{}_{word}", table.name())).collect();
        names.extend([format!("search_{word}"), format!("tally_{word}")]);
        let triggers: Vec<String> = self
            .query_of("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name IN ($1) ORDER BY rowid", &names)?;
        names.iter().try_for_each(|name| self.batch(&format!("DROP TRIGGER {name}")))?;
        if many.inserted {
            self.run(FORGET, &[&many.first, &many.last])?;
            self.run(COUNT, &[&many.first, &many.last, &-1])?;
            ITEM_TABLES.iter().rev().try_for_each(|table| self.remove_many(*table, many))?;
        } else {
            ITEM_TABLES.iter().try_for_each(|table| self.bring_back_many(*table, many))?;
            self.run(FIND, &[&many.first, &many.last])?;
            self.run(COUNT, &[&many.first, &many.last, &1])?;
        }
        triggers.iter().try_for_each(|sql| self.batch(sql))
    }

    fn remove_many(&self, table: Table, many: &Many) -> Result<()> {
        let (name, item) = (table.name(), table.item().map_or_else(|| "NULL".to_owned(), |item| format!("t.{item}")));
        let journal = format!(
            "INSERT INTO change (operation, tbl, row, kind, item, before)
            SELECT u.id, '{name}', t.id, 'D', {item}, t.image FROM change c JOIN {name} t ON t.id = c.row JOIN under_way u
            WHERE c.id BETWEEN ?1 AND ?2 AND c.tbl || '' = '{name}' ORDER BY c.id DESC"
        );
        let rows = format!("SELECT row FROM change WHERE id BETWEEN ?1 AND ?2 AND tbl || '' = '{name}'");
        self.run(&journal, &[&many.first, &many.last])?;
        let removed = self.run(&format!("DELETE FROM {name} WHERE id IN ({rows})"), &[&many.first, &many.last])?;
        self.demand_all(removed, &rows, many)
    }

    fn bring_back_many(&self, table: Table, many: &Many) -> Result<()> {
        let (name, columns) = (table.name(), self.column_names(table)?);
        let of = format!("FROM change c WHERE c.id BETWEEN ?1 AND ?2 AND c.tbl || '' = '{name}'");
        // A row from before a migration lacks columns; it gets their defaults one by one.
        let lacks: Vec<String> = columns.iter().map(|column| format!("c.before -> '{column}' IS NULL")).collect();
        let lacking = format!("SELECT count(*) {of} AND ({})", lacks.join(" OR "));
        if self.number(&lacking, &[&many.first, &many.last])? > 0 {
            return Err(Error::failed("take rows back at once", "some are from before a migration"));
        }
        let values: Vec<String> = columns.iter().map(|column| format!("c.before ->> '{column}'")).collect();
        let insert =
            format!("INSERT INTO {name} ({}) SELECT {} {of} ORDER BY c.id DESC", columns.join(", "), values.join(", "));
        let brought = self.run(&insert, &[&many.first, &many.last])?;
        let item = table.item().map_or_else(|| "NULL".to_owned(), |item| format!("c.before ->> '{item}'"));
        let journal = format!(
            "INSERT INTO change (operation, tbl, row, kind, item)
            SELECT (SELECT id FROM under_way), '{name}', c.row, 'I', {item} {of} ORDER BY c.id DESC"
        );
        self.run(&journal, &[&many.first, &many.last])?;
        self.demand_all(brought, &format!("SELECT c.row {of}"), many)
    }

    fn demand_all(&self, done: usize, rows: &str, many: &Many) -> Result<()> {
        let all = self.number(&format!("SELECT count(*) FROM ({rows})"), &[&many.first, &many.last])?;
        if i64::try_from(done).is_ok_and(|done| done == all) {
            return Ok(());
        }
        Err(Error::failed("take rows back at once", "one of them is in the way"))
    }
}
