//! Many new rows in one operation: what triggers do row by row is done once at the end, in a few statements.
//!
//! A trigger costs more than the row it watches, and the full-text index writes out all it holds at each statement that
//! could fail. So the triggers on inserts into these tables are taken away and come back in the same transaction, that no
//! other connection ever sees the tables without them; journal, index and counts are filled for exactly the new rows.

use crate::domain::tables::Table;
use crate::error::Result;
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
