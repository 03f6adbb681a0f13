//! One import under way: which rows are new, which are known, and what becomes of each.

use super::links::{Links, Maker};
use super::names::Names;
use super::{Importing, MOST_REFUSALS, Report, Source, Watch, broken_off};
use crate::app::Tx;
use crate::domain::incoming::{Arrival, Incoming, Losses, RowRefused};
use crate::domain::item::Class;
use crate::domain::rank::Rank;
use crate::error::Result;
use crate::store::import::{Inserted, Known, NextIds};
use crate::store::item::ItemRow;
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How many rows pass between two looks of the watcher.
const ROWS_BETWEEN_LOOKS: u64 = 500;
/// The largest number that an outside key may claim for an item of ours.
const LARGEST_NUMBER: i64 = 999_999_999;

/// An import under way.
pub(super) struct Import<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) ids: NextIds,
    pub(super) names: Names,
    pub(super) losses: Losses,
    pub(super) report: Report,
    links: Links,
    rank: Option<Rank>,
    /// Rows of items below this one were here before.
    first_new: i64,
    has_items: bool,
    seen: Marks,
    changed: Marks,
    titles: Option<HashMap<u64, VecDeque<i64>>>,
}

/// A set of rows, a bit each.
#[derive(Default)]
struct Marks {
    bits: Vec<u64>,
    count: u64,
}

impl<'a> Import<'a> {
    pub(super) fn begin(tx: &'a Tx<'a>) -> Result<Self> {
        tx.team()?;
        let ids = tx.store.next_ids()?;
        Ok(Self {
            tx,
            names: Names::of_team(tx.store.statuses()?, tx.store.members()?),
            losses: Losses::default(),
            report: Report::default(),
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

    pub(super) fn run(mut self, source: &mut dyn Source, watch: Watch<'_>) -> Result<Report> {
        while let Some(arrival) = source.next_arrival()? {
            match arrival {
                Arrival::Item(item) => self.take(&item)?,
                Arrival::Refused(row) => self.refuse(row),
            }
            self.report.rows += 1;
            if self.report.rows.is_multiple_of(ROWS_BETWEEN_LOOKS)
                && watch(Importing { rows: self.report.rows, file: source.progress() }).is_break()
            {
                return Err(broken_off());
            }
        }
        self.link(source)?;
        let _ = watch(Importing { rows: self.report.rows, file: source.progress() });
        self.report.updated = self.changed.count;
        self.report.unchanged = self.seen.count - self.changed.count;
        self.report.statuses = self.names.translations();
        self.report.losses = source.losses();
        self.report.losses.extend(self.losses.into_entries());
        Ok(self.report)
    }

    /// Says that a field of an item that was here has changed.
    pub(super) fn note_change(&mut self, id: i64, field: &'static str) {
        note_change(&mut self.report, &mut self.changed, id, field);
    }

    fn take(&mut self, item: &Incoming) -> Result<()> {
        match self.find(item)? {
            Some(known) if known.id >= self.first_new || !self.seen.add(known.id) => {
                self.refuse_repeated(item);
                Ok(())
            }
            Some(known) => {
                self.links.keep(known.id, item)?;
                self.update(&known, item)
            }
            None => self.add(item),
        }
    }

    /// The item that this row tells about: by our own key, by its outside key, or by its title where it has no key.
    fn find(&mut self, item: &Incoming) -> Result<Option<Known>> {
        if let Some(number) = item.own_key.as_deref().and_then(|key| claimed_number(self.tx, key))
            && let Some(id) = self.tx.store.item_by_number(number)?
        {
            return self.tx.store.known_by_id(id);
        }
        match outside_key(item) {
            Some(_) if !self.has_items => Ok(None),
            Some(key) => self.tx.store.known_by_external_key(key),
            None => self.find_by_title(&item.title),
        }
    }

    /// Rows without a key are known again by their titles, each item once.
    fn find_by_title(&mut self, title: &str) -> Result<Option<Known>> {
        if self.titles.is_none() {
            let (mut titles, first_new) = (HashMap::<u64, VecDeque<i64>>::new(), self.first_new);
            self.tx.store.each_keyless(|id, title| {
                if id < first_new {
                    titles.entry(hash(title)).or_default().push_back(id);
                }
            })?;
            self.titles = Some(titles);
        }
        let same = self.titles.as_mut().and_then(|titles| titles.get_mut(&hash(title)));
        let Some(id) = same.and_then(VecDeque::pop_front) else { return Ok(None) };
        Ok(self.tx.store.known_by_id(id)?.filter(|known| known.title == title))
    }

    fn add(&mut self, item: &Incoming) -> Result<()> {
        let placed = self.names.status(item, &mut self.losses).or_else(|| self.names.first_waiting());
        let Some(placed) = placed else {
            self.refuse(RowRefused { line: item.line, reason: "the workflow has no status for it".to_owned() });
            return Ok(());
        };
        let ended_at = placed.class.is_ended().then(|| self.end_of(item));
        let rank = self.rank.as_ref().map_or_else(Rank::first, Rank::after);
        let external_key = outside_key(item).filter(|key| key.trim() != "");
        let mut row = ItemRow {
            id: self.ids.item,
            number: external_key.and_then(|key| claimed_number(self.tx, key)).unwrap_or(self.ids.number),
            external_key,
            kind: item.kind.unwrap_or_default(),
            title: &item.title,
            description: item.description.as_deref().unwrap_or_default(),
            points: item.points,
            assignee: self.names.member(item, &mut self.losses),
            status: placed.status,
            status_since: ended_at.unwrap_or(self.tx.now),
            parent: None,
            milestone: None,
            rank: rank.as_str(),
            drop_reason: item.drop_reason.as_deref().filter(|_| placed.class == Class::Dropped),
            created_at: item.created_at.unwrap_or(self.tx.now),
            ended_at,
        };
        let mut inserted = self.tx.store.try_insert_item(&row)?;
        if inserted == Inserted::NumberTaken {
            let reason = "another item of the team has this key already: it has a new one beside it";
            self.losses.count("key", reason, item.line, external_key.unwrap_or_default());
            row.number = self.ids.number;
            inserted = self.tx.store.try_insert_item(&row)?;
        }
        if inserted == Inserted::KeyTaken {
            self.refuse_repeated(item);
            return Ok(());
        }
        let (id, number) = (row.id, row.number);
        self.rank = Some(rank);
        self.ids.item += 1;
        self.ids.number = self.ids.number.max(number + 1);
        self.report.added += 1;
        self.add_lists(id, item)
    }

    fn add_lists(&mut self, id: i64, item: &Incoming) -> Result<()> {
        for (position, (text, met)) in item.criteria.iter().enumerate() {
            self.tx.store.add_criterion(&mut self.ids, id, position, text, *met)?;
        }
        for label in &item.labels {
            self.tx.store.add_label(&mut self.ids, id, label)?;
        }
        for sprint in &item.sprints {
            self.tx.store.add_outside_sprint(&mut self.ids, id, sprint)?;
        }
        self.links.keep(id, item)
    }

    /// When a finished item was finished. The database needs a moment; a file that names none is told so.
    pub(super) fn end_of(&mut self, item: &Incoming) -> crate::domain::time::Instant {
        item.ended_at.unwrap_or_else(|| {
            let reason = "finished, but the file does not say when: the moment of the import stands in its place";
            self.losses.count("ended", reason, item.line, "");
            self.tx.now
        })
    }

    fn link(&mut self, source: &dyn Source) -> Result<()> {
        let links = std::mem::replace(&mut self.links, Links::none());
        let key_of = |number| source.key_of(number).map(str::to_owned);
        let (report, changed, first_new) = (&mut self.report, &mut self.changed, self.first_new);
        let mut maker = Maker { tx: self.tx, ids: &mut self.ids, losses: &mut self.losses, key_of: &key_of };
        let seen = &mut self.seen;
        links.make(&mut maker, &mut |id, field| {
            if id < first_new {
                seen.add(id);
                note_change(report, changed, id, field);
            }
        })
    }

    fn refuse_repeated(&mut self, item: &Incoming) {
        let key = outside_key(item).unwrap_or(&item.title);
        let reason = format!("{key} stands in the file a second time; the first row is taken");
        self.refuse(RowRefused { line: item.line, reason });
    }

    fn refuse(&mut self, row: RowRefused) {
        self.report.refused += 1;
        if self.report.refused_rows.len() < MOST_REFUSALS {
            self.report.refused_rows.push(row);
        }
    }
}

impl Marks {
    /// Adds a row; false if it is in already.
    fn add(&mut self, id: i64) -> bool {
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

fn note_change(report: &mut Report, changed: &mut Marks, id: i64, field: &'static str) {
    *report.changed_fields.entry(field).or_default() += 1;
    changed.add(id);
}

/// The number in a key of ours, `PAY-12`, that an item may have.
pub(super) fn claimed_number(tx: &Tx<'_>, key: &str) -> Option<i64> {
    let (prefix, digits) = key.trim().rsplit_once('-')?;
    let ours = tx.team.is_some_and(|team| team.prefix.eq_ignore_ascii_case(prefix));
    let plain = ours && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| plain && (1..=LARGEST_NUMBER).contains(number))
}

/// The key by which the item is known outside; for our own export of another team, that team's key.
fn outside_key(item: &Incoming) -> Option<&str> {
    item.external_key.as_deref().or(item.own_key.as_deref())
}

fn hash(title: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    hasher.finish()
}
