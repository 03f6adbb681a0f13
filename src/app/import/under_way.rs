//! An import under way: what it has read, counted and not written yet.

use super::links::Links;
use super::names::{Names, Placed};
use super::report::{ImportReport, MOST_REFUSALS};
use crate::app::Tx;
use crate::domain::incoming::{Incoming, Losses, RowRefused};
use crate::domain::rank::Rank;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::import::{Details, NextIds, ROWS_AT_ONCE};
use std::collections::{HashMap, VecDeque};

/// How much text may wait to be written.
const BYTES_AT_ONCE: usize = 1 << 20;

/// An import under way.
pub(super) struct Import<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) ids: NextIds,
    pub(super) names: Names,
    pub(super) losses: Losses,
    pub(super) report: ImportReport,
    pub(super) details: Details,
    pub(super) waiting: Waiting,
    pub(super) links: Links,
    pub(super) rank: Option<Rank>,
    /// Rows of items below this one were here before.
    pub(super) first_new: i64,
    pub(super) has_items: bool,
    pub(super) seen: Marks,
    pub(super) changed: Marks,
    pub(super) titles: Option<HashMap<u64, VecDeque<i64>>>,
}

/// A new item that waits to be written with others.
pub(super) struct New {
    pub(super) item: Box<Incoming>,
    pub(super) placed: Placed,
    pub(super) ended_at: Option<Instant>,
    pub(super) assignee: Option<i64>,
}

/// New items that wait.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) items: Vec<New>,
    pub(super) bytes: usize,
}

/// A set of rows, a bit each.
#[derive(Default)]
pub(super) struct Marks {
    pub(super) bits: Vec<u64>,
    pub(super) count: u64,
}

impl<'a> Import<'a> {
    pub(super) fn begin(tx: &'a Tx<'a>) -> Result<Self> {
        tx.team()?;
        let ids = tx.store.next_ids()?;
        Ok(Self {
            tx,
            names: Names::of_team(tx.store.statuses()?, tx.store.members()?, tx.today()),
            losses: Losses::default(),
            report: ImportReport::default(),
            details: Details::default(),
            waiting: Waiting::default(),
            links: Links::none(),
            rank: tx.store.end_rank(true)?,
            first_new: ids.item,
            has_items: tx.store.has_items()?,
            ids,
            seen: Marks::default(),
            changed: Marks::default(),
            titles: None,
        })
    }

    /// Says that a field of an item that was here has changed.
    pub(super) fn note_change(&mut self, id: i64, field: &'static str) {
        note_change(&mut self.report, &mut self.changed, id, field);
    }

    /// When a finished item was finished. The database needs a moment; if the file names none, the report says so.
    pub(super) fn end_of(&mut self, item: &Incoming) -> Instant {
        item.ended_at.unwrap_or_else(|| {
            let reason = "finished, but the file does not say when: the time of the import is used";
            self.losses.count("ended", reason, item.line, "");
            self.tx.now
        })
    }

    pub(super) fn refuse(&mut self, row: RowRefused) {
        self.report.refused += 1;
        if self.report.refused_rows.len() < MOST_REFUSALS {
            self.report.refused_rows.push(row);
        }
    }
}

impl Waiting {
    pub(super) fn push(&mut self, new: New) {
        self.bytes += new.item.title.len() + new.item.description.as_ref().map_or(0, String::len);
        self.items.push(new);
    }

    pub(super) fn is_full(&self) -> bool {
        self.items.len() >= ROWS_AT_ONCE || self.bytes >= BYTES_AT_ONCE
    }

    pub(super) fn take(&mut self) -> Vec<New> {
        self.bytes = 0;
        std::mem::take(&mut self.items)
    }
}

impl Marks {
    /// Adds a row; false if it is in already.
    pub(super) fn add(&mut self, id: i64) -> bool {
        let id = usize::try_from(id).unwrap_or(0);
        if id / 64 >= self.bits.len() {
            self.bits.resize(id / 64 + 1, 0);
        }
        let Some(word) = self.bits.get_mut(id / 64) else { return false };
        let is_new = *word & (1 << (id % 64)) == 0;
        *word |= 1 << (id % 64);
        self.count += u64::from(is_new);
        is_new
    }
}

pub(super) fn note_change(report: &mut ImportReport, changed: &mut Marks, id: i64, field: &'static str) {
    *report.changed_fields.entry(field).or_default() += 1;
    changed.add(id);
}

/// The key by which the item is known outside; for our own export of another team, that team's key.
pub(super) fn outside_key(item: &Incoming) -> Option<&str> {
    item.external_key.as_deref().or(item.own_key.as_deref()).filter(|key| !key.is_empty())
}
