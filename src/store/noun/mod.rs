//! The nouns: a file for each, with its named queries in the `.sql` of the same name, and a row in `NOUNS`.

pub mod action;
pub mod backlog;
pub mod blocker;
pub mod chain;
pub mod checkin;
pub mod close;
pub mod history;
pub mod import;
pub mod item;
pub mod retro;
pub mod review;
pub mod scope;
pub mod sprint;
pub mod standup;
pub mod story;
pub mod team;
pub mod topic;

use crate::domain::tables::Table;
use crate::error::Result;
use crate::store::engine::{Queries, Store};
use crate::store::journal;
use std::sync::LazyLock;

/// A record whose rows have a number of their own, as in `B7`.
pub trait Numbered: Sized {
    const TABLE: Table;

    /// The one with this number.
    fn numbered(store: &Store, number: i64) -> Result<Option<Self>>;
}

/// Says in which table a record's rows are; the noun has the query `numbered`.
macro_rules! numbered {
    ($record:ident in $table:ident) => {
        impl crate::store::noun::Numbered for $record {
            const TABLE: crate::domain::tables::Table = crate::domain::tables::Table::$table;

            fn numbered(store: &Store, number: i64) -> Result<Option<Self>> {
                store.first(QUERIES.get("numbered"), &[&number])
            }
        }
    };
}
pub(crate) use numbered;

/// One noun of the store.
#[derive(Debug)]
pub struct Noun {
    pub name: &'static str,
    pub queries: &'static LazyLock<Queries>,
    /// The tables whose rows it writes. Each table has one noun.
    pub tables: &'static [Table],
}

macro_rules! nouns {
    ($($noun:ident: $($table:ident)*;)+) => {
        /// Every noun.
        pub static NOUNS: &[Noun] = &[$(Noun {
            name: stringify!($noun),
            queries: &$noun::QUERIES,
            tables: &[$(Table::$table),*],
        }),+];
    };
}

nouns! {
    action: RetroAction ActionRuling;
    backlog:;
    blocker: Blocker BlockerItem;
    chain:;
    checkin: Checkin CheckinFrom;
    close: SprintReport Disposition;
    history:;
    import: OutsideSprint;
    item: Item Criterion ItemLabel Dependency;
    journal:;
    retro: Retro RetroNote RetroVote NotNow;
    review: Review Demo Feedback;
    scope: ChangeRequest;
    sprint: Sprint SprintItem Contract;
    standup: Standup StandupTurn StandupOnItem Ruling;
    story:;
    team: Team Member Absence Holiday Status;
    topic: Topic TopicMember;
}
