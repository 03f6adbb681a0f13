//! What an operation is called, what it touched, and what it says afterwards.

use crate::domain::tables::Table;
use crate::rules::Way;

/// The tables of the database, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changed(u128);

const _: () = assert!(Table::ALL.len() < 128, "each table needs a bit of its own");

impl Changed {
    /// Nothing.
    pub const NOTHING: Self = Self(0);
    /// Anything: another process wrote, or too much to name.
    pub const ANYTHING: Self = Self(u128::MAX);

    /// One table.
    pub const fn table(table: Table) -> Self {
        Self(1 << table as u32)
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have a table in common.
    pub const fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing changed.
    pub const fn is_nothing(self) -> bool {
        self.0 == 0
    }
}

/// The team's own tables, at the head of the list.
pub(crate) const TEAM: Changed = Changed::table(Table::Team).and(Changed::table(Table::Member));

/// What an operation says when it is done, and what can be done next.
#[derive(Debug)]
pub(crate) struct Said {
    pub words: String,
    pub ways: Vec<Way>,
}

impl From<String> for Said {
    fn from(words: String) -> Self {
        Self { words, ways: Vec::new() }
    }
}

impl From<(String, Way)> for Said {
    fn from((words, way): (String, Way)) -> Self {
        Self { words, ways: vec![way] }
    }
}

/// The result of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<T> {
    /// What was made or found.
    pub value: T,
    /// One sentence for the person who asked.
    pub said: String,
    /// What can be done next.
    pub ways: Vec<Way>,
    /// Which tables to read again.
    pub changed: Changed,
    /// The operation, for `undo`; `None` if nothing was written.
    pub operation: Option<i64>,
}

impl<T> Outcome<T> {
    /// The same outcome without its value, as the cockpit wants it.
    pub fn forget(self) -> Outcome<()> {
        Outcome { value: (), said: self.said, ways: self.ways, changed: self.changed, operation: self.operation }
    }
}
