//! One import under way: which rows are new, which are known, and what becomes of each.

use super::links::{Links, Maker, hash};
use super::names::claimed_number;
use super::report::{ImportReport, Importing, Source, Watch, broken_off};
use super::under_way::{Import, New, note_change, outside_key};
use crate::app::Tx;
use crate::app::find::warn_if_away;
use crate::domain::incoming::{Arrival, Incoming, RowRefused};
use crate::domain::item::Class;
use crate::domain::rank::Rank;
use crate::error::Result;
use crate::store::bulk::ITEM_TABLES;
use crate::store::import::{Inserted, Known};
use crate::store::item::StoredItem;
use std::collections::{HashMap, VecDeque};

/// How many rows pass between two looks of the watcher.
const ROWS_BETWEEN_LOOKS: u64 = 500;

/// Takes every row of a file, then the links between them.
pub(super) fn run(tx: &Tx<'_>, source: &mut dyn Source, watch: Watch<'_>) -> Result<ImportReport> {
    Import::begin(tx)?.run(source, watch)
}

impl Import<'_> {
    fn run(mut self, source: &mut dyn Source, watch: Watch<'_>) -> Result<ImportReport> {
        let bulk = self.tx.store.begin_bulk(ITEM_TABLES)?;
        while let Some(arrival) = source.next_arrival()? {
            match arrival {
                Arrival::Item(item) => self.take(item)?,
                Arrival::Refused(row) => self.refuse(row),
            }
            self.report.rows += 1;
            if self.report.rows.is_multiple_of(ROWS_BETWEEN_LOOKS)
                && watch(Importing { rows: self.report.rows, file: source.progress() }).is_break()
            {
                return Err(broken_off());
            }
        }
        self.write_waiting()?;
        self.tx.store.add_details(&mut self.details)?;
        self.tx.store.settle_bulk(&bulk, self.tx.operation)?;
        self.link(source)?;
        let _ = watch(Importing { rows: self.report.rows, file: source.progress() });
        self.report.updated = self.changed.count;
        self.report.unchanged = self.seen.count - self.changed.count;
        self.report.statuses = self.names.translations();
        self.report.refused_rows.sort_by_key(|row| row.line);
        self.report.losses = source.losses();
        self.report.losses.extend(self.names.strangers());
        self.names.given().try_for_each(|member| warn_if_away(self.tx, member))?;
        self.report.losses.extend(self.losses.into_entries());
        Ok(self.report)
    }

    fn take(&mut self, item: Box<Incoming>) -> Result<()> {
        match self.find(&item)? {
            Some(known) if known.id >= self.first_new || !self.seen.add(known.id) => {
                self.refuse_repeated(&item);
                Ok(())
            }
            Some(known) => {
                self.links.keep(known.id, &item)?;
                self.update(&known, &item)
            }
            None => self.add(item),
        }
    }

    /// The item of this row: by our own key, by its outside key, or by its title if it has no key.
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

    fn add(&mut self, item: Box<Incoming>) -> Result<()> {
        let placed = self.names.status(&item, &mut self.losses).or_else(|| self.names.first_waiting());
        let Some(placed) = placed else {
            self.refuse(RowRefused { line: item.line, reason: "the workflow has no status for it".to_owned() });
            return Ok(());
        };
        let ended_at = placed.class.is_ended().then(|| self.end_of(&item));
        let assignee = self.names.member(&item, placed.class.is_ended());
        self.waiting.push(New { item, placed, ended_at, assignee });
        if self.waiting.is_full() { self.write_waiting() } else { Ok(()) }
    }

    /// Writes the new items that wait: all at once, or one by one where a key or a number of them is taken.
    fn write_waiting(&mut self) -> Result<()> {
        let new = self.waiting.take();
        let ids = self.ids.clone();
        let rank = self.rank.clone();
        let places: Vec<(i64, i64, Rank)> = new.iter().map(|new| self.next_place(new)).collect();
        let rows: Vec<StoredItem<'_>> = new.iter().zip(&places).map(|(new, place)| new.row(place, self.tx)).collect();
        if rows.is_empty() || self.tx.store.insert_items(&rows)? == Inserted::Done {
            for (new, (id, ..)) in new.iter().zip(&places) {
                self.note_added(*id, new);
                self.links.keep(*id, &new.item)?;
            }
        } else {
            (self.ids, self.rank) = (ids, rank);
            new.iter().try_for_each(|new| self.write_one(new))?;
        }
        if self.details.are_many() { self.tx.store.add_details(&mut self.details) } else { Ok(()) }
    }

    fn write_one(&mut self, new: &New) -> Result<()> {
        let (ids, rank) = (self.ids.clone(), self.rank.clone());
        let mut place = self.next_place(new);
        let mut inserted = self.tx.store.insert_items(&[new.row(&place, self.tx)])?;
        if inserted == Inserted::NumberTaken {
            let reason = "another item of the team has this key already: it has a new one beside it";
            self.losses.count("key", reason, new.item.line, outside_key(&new.item).unwrap_or_default());
            place.1 = self.ids.number;
            self.ids.number += 1;
            inserted = self.tx.store.insert_items(&[new.row(&place, self.tx)])?;
        }
        if inserted != Inserted::Done {
            (self.ids, self.rank) = (ids, rank);
            self.refuse_repeated(&new.item);
            return Ok(());
        }
        self.note_added(place.0, new);
        self.links.keep(place.0, &new.item)
    }

    /// The row, number and rank of the next new item.
    fn next_place(&mut self, new: &New) -> (i64, i64, Rank) {
        let (id, next) = (self.ids.item, self.ids.number);
        let keys = [new.item.own_key.as_deref(), outside_key(&new.item)];
        let claimed = keys.into_iter().flatten().find_map(|key| claimed_number(self.tx, key));
        let number = claimed.unwrap_or(next);
        (self.ids.item, self.ids.number) = (id + 1, next.max(number + 1));
        let rank = self.rank.as_ref().map_or_else(Rank::first, Rank::after);
        self.rank = Some(rank.clone());
        (id, number, rank)
    }

    fn note_added(&mut self, id: i64, new: &New) {
        self.report.added += 1;
        for (position, (text, met)) in new.item.criteria.iter().enumerate() {
            self.details.criterion(&mut self.ids, id, position, text, *met);
        }
        for label in &new.item.labels {
            self.details.label(&mut self.ids, id, label);
        }
        for sprint in &new.item.sprints {
            self.details.sprint(&mut self.ids, id, sprint);
        }
    }

    fn link(&mut self, source: &dyn Source) -> Result<()> {
        let links = std::mem::replace(&mut self.links, Links::none());
        let key_of = |number| source.key_of(number).map(str::to_owned);
        let (report, changed, first_new) = (&mut self.report, &mut self.changed, self.first_new);
        let (ids, losses) = (&mut self.ids, &mut self.losses);
        let mut maker = Maker { tx: self.tx, ids, losses, key_of: &key_of, titles: None };
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
        let reason = format!("{key} is in the file a second time; the first row is taken");
        self.refuse(RowRefused { line: item.line, reason });
    }
}

impl New {
    fn row<'a>(&'a self, (id, number, rank): &'a (i64, i64, Rank), tx: &Tx<'_>) -> StoredItem<'a> {
        let Self { item, placed, .. } = self;
        StoredItem {
            id: *id,
            number: *number,
            // Our own key under its own number is no key from outside.
            external_key: outside_key(item)
                .filter(|key| item.external_key.is_some() || claimed_number(tx, key) != Some(*number)),
            kind: item.kind.unwrap_or_default(),
            title: &item.title,
            description: item.description.as_deref().unwrap_or_default(),
            points: item.points,
            assignee: self.assignee,
            status: placed.status,
            status_since: self.ended_at.unwrap_or(tx.now),
            parent: None,
            milestone: None,
            rank: rank.as_str(),
            drop_reason: item.drop_reason.as_deref().filter(|_| placed.class == Class::Dropped),
            created_at: item.created_at.unwrap_or(tx.now),
            ended_at: self.ended_at,
        }
    }
}
