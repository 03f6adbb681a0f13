//! Standups, their turns and rulings; and what the log tells about items since the last one.

use crate::domain::standup::facts::{Event, What};
use crate::domain::standup::record::RulingFact;
use crate::domain::standup::{OnItem, Order, Standup, State, Turn, TurnState, Walk};
use crate::domain::stuck::Stay;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::{Row, ToSql};
use serde_json::Value;
use std::sync::LazyLock;

/// The queries of this file; those in `WINDOWS` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("standup.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 4] = ["under_way", "of_day", "ended", "all"];

/// Items that one person carries, at most; nobody speaks about more.
const MOST_CARRIED: i64 = 40;

/// What was changed of an item, as it was before; `None` where it was not changed.
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

impl Sqlite {
    fn standup_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Standup>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_standup)
    }

    /// The standup that is not over.
    pub fn standup_under_way(&self) -> Result<Option<Standup>> {
        Ok(self.standup_rows("under_way", &[])?.into_iter().next())
    }

    /// The standup that began on a day.
    pub fn standup_of(&self, day: crate::domain::time::Day) -> Result<Option<Standup>> {
        Ok(self.standup_rows("of_day", &[&day.to_string()])?.into_iter().next())
    }

    /// The last standups that are over, the latest first.
    pub fn ended_standups(&self, limit: i64) -> Result<Vec<Standup>> {
        self.standup_rows("ended", &[&limit])
    }

    /// The last standups, the latest first.
    pub fn standups(&self, limit: i64) -> Result<Vec<Standup>> {
        self.standup_rows("all", &[&limit])
    }

    /// What was kept of a standup when it ended.
    pub fn standup_record(&self, id: i64) -> Result<Option<String>> {
        Ok(self.first(QUERIES.get("record"), &[&id], |row| row.get(0))?.flatten())
    }

    /// Writes a new standup, running; its row is given. State, turn and times spent of `new` are not read.
    pub fn insert_standup(&self, new: &Standup) -> Result<i64> {
        let id = self.next_id("standup")?;
        let day = new.day.to_string();
        let (walk, order) = (new.walk.word(), new.order.word());
        let params: [&dyn ToSql; 7] = [&id, &day, &walk, &order, &new.seed, &new.limit, &new.started_at.0];
        self.run(QUERIES.get("insert"), &params)?;
        Ok(id)
    }

    /// Writes where a standup stands.
    pub fn update_standup(&self, standup: &Standup) -> Result<()> {
        let ticking = standup.ticking_since.map(|at| at.0);
        let (state, walk) = (standup.state.word(), standup.walk.word());
        let Standup { id, turn, item, spent, touched_at, .. } = standup;
        let params: [&dyn ToSql; 8] = [id, &state, &walk, turn, item, &ticking, spent, &touched_at.0];
        self.run(QUERIES.get("update"), &params).map(|_| ())
    }

    /// The last operation before a moment at which a standup was left; `tx` is the one that finds it left.
    pub fn left_in(&self, standup: i64, at: Instant, tx: i64) -> Result<i64> {
        Ok(self.first(QUERIES.get("left_in"), &[&standup, &at.0, &tx], |row| row.get(0))?.unwrap_or(tx))
    }

    /// Ends a standup with its record; what came after `operation` is new at the next one.
    pub fn end_standup(&self, standup: &Standup, at: Instant, operation: i64, record: &str) -> Result<()> {
        let params: [&dyn ToSql; 6] = [&standup.id, &standup.state.word(), &at.0, &operation, &standup.spent, &record];
        self.run(QUERIES.get("end"), &params).map(|_| ())
    }

    /// A sign of life of the cockpit that runs a standup; no operation.
    pub fn pulse(&self, standup: i64, at: Instant) -> Result<()> {
        self.run(QUERIES.get("pulse"), &[&standup, &at.0]).map(|_| ())
    }

    /// The turns of a standup in order.
    pub fn turns(&self, standup: i64) -> Result<Vec<Turn>> {
        self.query(QUERIES.get("turns"), &[&standup], |row| {
            let state: String = row.get(3)?;
            Ok(Turn {
                id: row.get(0)?,
                member: row.get(1)?,
                name: row.get(2)?,
                state: column::parsed(3, &state, TurnState::parse(&state))?,
                position: row.get(4)?,
                spent: row.get(5)?,
            })
        })
    }

    /// Writes a new turn; its row is given.
    pub fn insert_turn(&self, standup: i64, member: i64, position: i64, state: TurnState) -> Result<i64> {
        let id = self.next_id("standup_turn")?;
        self.run(QUERIES.get("insert_turn"), &[&id, &standup, &member, &position, &state.word()])?;
        Ok(id)
    }

    /// Writes what became of a turn.
    pub fn update_turn(&self, turn: &Turn) -> Result<()> {
        self.run(QUERIES.get("update_turn"), &[&turn.id, &turn.state.word(), &turn.position, &turn.spent]).map(|_| ())
    }

    /// Who began a standup.
    pub fn first_speaker(&self, standup: i64) -> Result<Option<i64>> {
        self.first(QUERIES.get("first_speaker"), &[&standup], |row| row.get(0))
    }

    /// The items that time was spent on, in the order in which they came up.
    pub fn on_items(&self, standup: i64) -> Result<Vec<OnItem>> {
        self.query(QUERIES.get("on_items"), &[&standup], |row| {
            Ok(OnItem { id: row.get(0)?, item: row.get(1)?, key: row.get(2)?, spent: row.get(3)? })
        })
    }

    /// Adds time to an item of a standup, and notes that it came up.
    pub fn spend_on_item(&self, standup: i64, item: i64, time: i64) -> Result<()> {
        if let Some(known) = self.on_items(standup)?.into_iter().find(|known| known.item == item) {
            self.run(QUERIES.get("update_on_item"), &[&known.id, &known.spent.saturating_add(time)]).map(|_| ())
        } else {
            let id = self.next_id("standup_on_item")?;
            self.run(QUERIES.get("insert_on_item"), &[&id, &standup, &item, &time]).map(|_| ())
        }
    }

    /// Writes a ruling on a blocker.
    pub fn insert_ruling(&self, standup: i64, blocker: i64, kind: &str, words: &str) -> Result<()> {
        let id = self.next_id("ruling")?;
        self.run(QUERIES.get("insert_ruling"), &[&id, &standup, &blocker, &kind, &words]).map(|_| ())
    }

    /// What was ruled on in a standup.
    pub fn standup_rulings(&self, standup: i64) -> Result<Vec<RulingFact>> {
        self.query(QUERIES.get("rulings"), &[&standup], |row| {
            Ok(RulingFact { blocker: row.get(0)?, text: row.get(1)?, ruling: row.get(2)?, words: row.get(3)? })
        })
    }

    /// What happened to items after an operation, up to another, and not before a moment, the earliest first.
    pub fn item_events(&self, after: i64, until: i64, since: Instant) -> Result<Vec<Event>> {
        let first = self.first(QUERIES.get("first_change_after"), &[&after, &since.0], |row| row.get(0))?;
        let Some(Some(first)): Option<Option<i64>> = first else { return Ok(Vec::new()) };
        let found = self.query(QUERIES.get("events"), &[&first, &since.0, &until], |row| {
            let (table, item, actor): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let happened = what_happened(&table, &image(row, 3)?, &image(row, 4)?);
            let event = |what| Event { item, actor: actor.clone(), what };
            Ok(happened.into_iter().map(event).collect::<Vec<_>>())
        })?;
        Ok(found.into_iter().flatten().collect())
    }

    /// What was changed of items after an operation, as it was before, the earliest first.
    pub fn items_before(&self, operation: i64) -> Result<Vec<Before>> {
        self.query(QUERIES.get("items_before"), &[&operation], |row| {
            let before = image(row, 1)?;
            let number = |name: &str| before.get(name).and_then(Value::as_i64);
            Ok(Before {
                item: row.get(0)?,
                status: number("status"),
                status_since: number("status_since").map(Instant),
                assignee: before.get("assignee").map(Value::as_i64),
            })
        })
    }

    /// The last `limit` stays of items in a status, those undone left out.
    pub fn stays(&self, limit: i64) -> Result<Vec<Stay>> {
        let found = self.query(QUERIES.get("stays"), &[&limit], |row| {
            let (before, after) = (image(row, 0)?, image(row, 1)?);
            let number = |image: &Value, name: &str| image.get(name).and_then(Value::as_i64);
            Ok(number(&before, "status").zip(number(&before, "status_since")).zip(number(&after, "status_since")))
        })?;
        let stay = |((status, from), to)| Stay { status, from: Instant(from), to: Instant(to) };
        Ok(found.into_iter().flatten().map(stay).collect())
    }

    /// Rows of the items that a member works on, the latest first.
    pub fn carried_by(&self, member: i64) -> Result<Vec<i64>> {
        self.query(QUERIES.get("carried"), &[&member, &MOST_CARRIED], |row| row.get(0))
    }
}

fn image(row: &Row<'_>, column: usize) -> rusqlite::Result<Value> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null))
}

fn what_happened(table: &str, before: &Value, after: &Value) -> Vec<What> {
    let number = |image: &Value, name: &str| image.get(name).and_then(Value::as_i64);
    if table == "criterion" {
        return number(after, "met").map(|met| What::Ticked(met == 1)).into_iter().collect();
    }
    let moved = number(before, "status").zip(number(after, "status")).map(|(from, to)| What::Moved(from, to));
    let given = before.get("assignee").map(|_| What::Given(number(before, "assignee"), number(after, "assignee")));
    moved.into_iter().chain(given).collect()
}

fn read_standup(row: &Row<'_>) -> rusqlite::Result<Standup> {
    let (state, walk, order): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    Ok(Standup {
        id: row.get(0)?,
        day: column::day(row, 1)?,
        state: column::parsed(2, &state, State::parse(&state))?,
        walk: column::parsed(3, &walk, Walk::parse(&walk))?,
        order: column::parsed(4, &order, Order::parse(&order))?,
        seed: row.get(5)?,
        limit: row.get(6)?,
        started_at: Instant(row.get(7)?),
        ended_at: column::instant_or_none(row, 8)?,
        ended_in: row.get(9)?,
        turn: row.get(10)?,
        item: row.get(11)?,
        ticking_since: column::instant_or_none(row, 12)?,
        spent: row.get(13)?,
        touched_at: Instant(row.get(14)?),
        seen_at: column::instant_or_none(row, 15)?,
    })
}
