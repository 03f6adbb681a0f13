//! Standups, their turns and rulings, and what happened to items since the last one.

use crate::domain::standup::facts::{Event, What};
use crate::domain::standup::record::RulingFact;
use crate::domain::standup::{OnItem, Standup, State, Turn, TurnState};
use crate::domain::stuck::Stay;
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column::{Record as _, columns};
use crate::store::engine::{Store, queries, values};
use crate::store::value::ToValue;
use serde_json::Value;

queries!("standup.sql", Standup, Turn, OnItem, RulingFact);

/// How many of the last standups are read together.
const RECENT: usize = 60;

/// What was changed of an item, as it was before; `None` if it was not changed.
#[derive(Debug, Clone, Copy)]
pub struct Before {
    pub item: i64,
    /// The row of its status.
    pub status: Option<i64>,
    /// Since when it had that.
    pub status_since: Option<Instant>,
    /// The row of the member who had it, or nobody.
    pub assignee: Option<Option<i64>>,
}

columns! {
    Standup from "standup s LEFT JOIN standup_pulse p ON p.standup = s.id" {
        id: "s.id",
        day: "s.day",
        state: "s.state" written,
        walk: "s.walk" written,
        order: "s.ordering",
        seed: "s.seed",
        limit: "s.limit_ms",
        started_at: "s.started_at",
        ended_at: "s.ended_at",
        ended_in: "s.ended_in",
        turn: "s.turn" written,
        item: "s.item" written,
        ticking_since: "s.ticking_since" written,
        spent: "s.spent" written,
        touched_at: "s.touched_at" written,
        seen_at: "p.at",
    }
}

columns! {
    Turn from "standup_turn t JOIN member m ON m.id = t.member" {
        id: "t.id",
        member: "t.member",
        name: "m.name",
        state: "t.state" written,
        position: "t.position" written,
        spent: "t.spent" written,
    }
}

columns! {
    OnItem from "standup_on_item x JOIN item i ON i.id = x.item" {
        id: "x.id",
        item: "x.item",
        key: "(SELECT prefix FROM team) || '-' || i.number",
        spent: "x.spent",
    }
}

columns! {
    RulingFact from "ruling r JOIN blocker b ON b.id = r.blocker" {
        blocker: "'B' || b.number",
        text: "b.text",
        ruling: "r.kind",
        words: "r.words",
    }
}

impl Store {
    /// The standup that is not over.
    pub fn standup_under_way(&self) -> Result<Option<Standup>> {
        if !self.memo.is_on() {
            return self.first(QUERIES.get("under_way"), &[]);
        }
        Ok(self.recent_standups()?.into_iter().find(|standup| standup.ended_at.is_none()))
    }

    /// The standup that began on a day.
    pub fn standup_of(&self, day: Day) -> Result<Option<Standup>> {
        if !self.memo.is_on() {
            return self.first(QUERIES.get("of_day"), &[&day]);
        }
        let recent = self.recent_standups()?;
        if recent.get(RECENT).is_some_and(|oldest| day < oldest.day) {
            return self.first(QUERIES.get("of_day"), &[&day]);
        }
        Ok(recent.into_iter().find(|standup| standup.day == day))
    }

    /// The last standups that are over, the latest first.
    pub fn ended_standups(&self, limit: usize) -> Result<Vec<Standup>> {
        let mut found = if limit > RECENT { self.standups(limit.saturating_add(1))? } else { self.recent_standups()? };
        found.retain(|standup| standup.ended_at.is_some());
        found.truncate(limit);
        Ok(found)
    }

    /// Standups that began at a moment or later and are over, the earliest first. `day` is no later than the moment's, in
    /// whatever zone the team was.
    pub fn standups_ended_since(&self, day: Day, at: Instant) -> Result<Vec<Standup>> {
        self.query(QUERIES.get("ended_since"), &[&day, &at])
    }

    /// The last standups, the latest first.
    pub fn standups(&self, limit: usize) -> Result<Vec<Standup>> {
        if limit > RECENT {
            return self.query(QUERIES.get("all"), &[&i64::try_from(limit).unwrap_or(i64::MAX)]);
        }
        let mut found = self.recent_standups()?;
        found.truncate(limit);
        Ok(found)
    }

    /// The one that is not over and one more than the last `RECENT`, the latest first. While answers are kept, this one
    /// query, asked once a reload, answers all that is asked of them.
    fn recent_standups(&self) -> Result<Vec<Standup>> {
        self.query(QUERIES.get("recent"), &[])
    }

    /// What was kept of a standup when it ended.
    pub fn standup_record(&self, id: i64) -> Result<Option<String>> {
        Ok(self.first(QUERIES.get("record"), &[&id])?.flatten())
    }

    /// Writes a new standup, running; its row is given. State, turn and times spent of `new` are not read.
    pub fn insert_standup(&self, new: &Standup) -> Result<i64> {
        let &Standup { day, walk, order, seed, limit, started_at: at, .. } = new;
        let row = values! {
            day, state: State::Running, walk, ordering: order, seed, limit_ms: limit, started_at: at,
            ticking_since: at, touched_at: at,
        };
        self.insert_next(Table::Standup, row)
    }

    /// Writes how far a standup has come.
    pub fn update_standup(&self, standup: &Standup) -> Result<()> {
        self.update(Table::Standup, standup.id, &standup.written()).map(drop)
    }

    /// The last operation before a moment at which a standup was left; `tx` is the one that finds it left.
    pub fn left_in(&self, standup: i64, at: Instant, tx: i64) -> Result<i64> {
        Ok(self.first(QUERIES.get("left_in"), &[&standup, &at, &tx])?.unwrap_or(tx))
    }

    /// Ends a standup with its record; what came after `operation` is new at the next one.
    pub fn end_standup(&self, standup: &Standup, at: Instant, operation: i64, record: &str) -> Result<()> {
        let row = values! {
            state: standup.state, ended_at: at, ended_in: operation, ticking_since: None::<Instant>,
            spent: standup.spent, touched_at: at, turn: None::<i64>, item: None::<i64>, record,
        };
        self.update(Table::Standup, standup.id, row).map(drop)
    }

    /// A sign of life of the cockpit that runs a standup; no operation.
    pub fn pulse(&self, standup: i64, at: Instant) -> Result<()> {
        self.write_at_once(|| self.run(QUERIES.get("pulse"), &[&standup, &at]).map(drop))
    }

    /// The turns of a standup in order.
    pub fn turns(&self, standup: i64) -> Result<Vec<Turn>> {
        self.query(QUERIES.get("turns"), &[&standup])
    }

    /// Writes a new turn; its row is given.
    pub fn insert_turn(&self, standup: i64, member: i64, position: i64, state: TurnState) -> Result<i64> {
        self.insert_next(Table::StandupTurn, values! { standup, member, position, state })
    }

    /// Writes the turns of a standup that begins, in their order, and gives each its row.
    pub fn insert_turns(&self, standup: i64, turns: &mut [Turn]) -> Result<()> {
        let id = self.next_id(Table::StandupTurn)?;
        for (id, turn) in (id..).zip(turns.iter_mut()) {
            turn.id = id;
        }
        let values: Vec<&dyn ToValue> = turns
            .iter()
            .flat_map(|turn| [&turn.id as &dyn ToValue, &standup, &turn.member, &turn.position, &turn.state])
            .collect();
        self.insert_rows(Table::StandupTurn, &["id", "standup", "member", "position", "state"], &values)
    }

    /// Skips everyone of a standup who still waits.
    pub fn skip_waiting(&self, standup: i64) -> Result<()> {
        self.run(QUERIES.get("skip_waiting"), &[&standup]).map(drop)
    }

    /// Writes what became of a turn.
    pub fn update_turn(&self, turn: &Turn) -> Result<()> {
        self.update(Table::StandupTurn, turn.id, &turn.written()).map(drop)
    }

    /// Who began a standup.
    pub fn first_speaker(&self, standup: i64) -> Result<Option<i64>> {
        self.first(QUERIES.get("first_speaker"), &[&standup])
    }

    /// The items that time was spent on, in the order in which they came up.
    pub fn on_items(&self, standup: i64) -> Result<Vec<OnItem>> {
        self.query(QUERIES.get("on_items"), &[&standup])
    }

    /// Adds time to an item of a standup, and notes that it came up.
    pub fn spend_on_item(&self, standup: i64, item: i64, time: i64) -> Result<()> {
        if let Some(known) = self.on_items(standup)?.into_iter().find(|known| known.item == item) {
            let spent = known.spent.saturating_add(time);
            return self.update(Table::StandupOnItem, known.id, values! { spent }).map(drop);
        }
        self.insert_next(Table::StandupOnItem, values! { standup, item, spent: time }).map(drop)
    }

    /// Writes a ruling on a blocker.
    pub fn insert_ruling(&self, standup: i64, blocker: i64, kind: &str, words: &str) -> Result<()> {
        self.insert_next(Table::Ruling, values! { standup, blocker, kind, words }).map(drop)
    }

    /// What was ruled on in a standup.
    pub fn standup_rulings(&self, standup: i64) -> Result<Vec<RulingFact>> {
        self.query(QUERIES.get("rulings"), &[&standup])
    }

    /// What happened to items after an operation, up to another, and not before a moment, the earliest first.
    pub fn item_events(&self, after: i64, until: i64, since: Instant) -> Result<Vec<Event>> {
        let mut events = Vec::new();
        self.each(QUERIES.get("events"), &[&after, &since, &until], |row| {
            let (table, item, actor): (String, i64, String) = (row.take()?, row.take()?, row.take()?);
            let happened = what_happened(&table, &row.take()?, &row.take()?);
            events.extend(happened.into_iter().map(|what| Event { item, actor: actor.clone(), what }));
            Ok(())
        })?;
        Ok(events)
    }

    /// What was changed of items after an operation, as it was before, the earliest first.
    pub fn items_before(&self, operation: i64) -> Result<Vec<Before>> {
        let found = self.query(QUERIES.get("items_before"), &[&operation])?.into_iter();
        Ok(found
            .map(|(item, before)| Before {
                item,
                status: number(&before, "status"),
                status_since: number(&before, "status_since").map(Instant),
                assignee: before.get("assignee").map(Value::as_i64),
            })
            .collect())
    }

    /// The last `limit` stays of items in a status, those undone left out.
    pub fn stays(&self, limit: i64) -> Result<Vec<Stay>> {
        let found: Vec<(i64, Option<Instant>, Option<Instant>)> = self.query(QUERIES.get("stays"), &[&limit])?;
        let stay =
            |(status, from, to): (i64, Option<Instant>, Option<Instant>)| Some(Stay { status, from: from?, to: to? });
        Ok(found.into_iter().filter_map(stay).collect())
    }

    /// Rows of the items that each of these members works on, the latest first: at most 40 of each, for nobody speaks
    /// about more.
    pub fn carried_by(&self, members: &[i64]) -> Result<Vec<i64>> {
        self.query_of(QUERIES.get("carried"), members)
    }

    /// Rows of the open items that these members hold, in progress or not, at most 400.
    pub fn held_by(&self, members: &[i64]) -> Result<Vec<i64>> {
        self.query_of(QUERIES.get("held"), members)
    }
}

fn number(image: &Value, column: &str) -> Option<i64> {
    image.get(column).and_then(Value::as_i64)
}

fn what_happened(table: &str, before: &Value, after: &Value) -> Vec<What> {
    if table == "criterion" {
        return number(after, "met").map(|met| What::Ticked(met == 1)).into_iter().collect();
    }
    let moved = number(before, "status").zip(number(after, "status")).map(|(from, to)| What::Moved(from, to));
    let given = before.get("assignee").map(|_| What::Given(number(before, "assignee"), number(after, "assignee")));
    moved.into_iter().chain(given).collect()
}
