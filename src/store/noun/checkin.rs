//! What people say: one row for each member and day.

use crate::domain::standup::words::{Said, Words};
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Params, Store, queries, values};
use std::collections::HashMap;

/// A check-in as it is kept; whom it names is in a table of its own.
struct Kept {
    id: i64,
    member: i64,
    day: Day,
    at: Instant,
    today: Option<String>,
    needs: Option<String>,
}

queries!("checkin.sql", Kept);

columns! {
    Kept from "checkin c" {
        id: "c.id",
        member: "c.member",
        day: "c.day",
        at: "c.at",
        today: "c.today",
        needs: "c.needs",
    }
}

impl Store {
    fn said_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Said>> {
        let kept: Vec<Kept> = self.query(QUERIES.get(window), params)?;
        let ids: Vec<i64> = kept.iter().map(|said| said.id).collect();
        let mut named: HashMap<i64, Vec<String>> = self.groups_of(QUERIES.get("names"), &ids)?;
        let said = |Kept { id, member, day, at, today, needs }| {
            let from = named.remove(&id).unwrap_or_default();
            Said { id, member, day, at, words: Words { today, needs, from } }
        };
        Ok(kept.into_iter().map(said).collect())
    }

    /// What each said last before a day, and what everyone says on it.
    pub fn said_until(&self, day: Day) -> Result<(Vec<Said>, Vec<Said>)> {
        let all = self.said_rows("until", &[&day])?;
        Ok(all.into_iter().partition(|said| said.day < day))
    }

    /// What one member says on a day.
    pub fn said_by(&self, member: i64, day: Day) -> Result<Option<Said>> {
        Ok(self.said_rows("of_member", &[&member, &day])?.into_iter().next())
    }

    /// Writes what a member says on a day; whom they name by the members' rows.
    pub fn write_said(&self, member: i64, day: Day, words: &Words, from: &[i64], at: Instant) -> Result<()> {
        let (today, needs) = (words.today.as_deref(), words.needs.as_deref());
        let id = if let Some(known) = self.said_by(member, day)? {
            self.update(Table::Checkin, known.id, values! { today, needs, at })?;
            known.id
        } else {
            let id = self.next_id(Table::Checkin)?;
            self.insert(Table::Checkin, values! { id, member, day, today, needs, at })?;
            id
        };
        let named = self.named_by(id)?;
        for (row, ..) in named.iter().filter(|(_, member, _)| !from.contains(member)) {
            self.delete(Table::CheckinFrom, *row)?;
        }
        let is_new = |member: &i64| named.iter().all(|(_, known, _)| known != member);
        let new: Vec<i64> = from.iter().copied().filter(is_new).collect();
        self.insert_links(Table::CheckinFrom, ("checkin", id), ("member", &new))
    }

    fn named_by(&self, checkin: i64) -> Result<Vec<(i64, i64, String)>> {
        self.query(QUERIES.get("from"), &[&checkin])
    }
}
