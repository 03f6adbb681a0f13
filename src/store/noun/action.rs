//! Retro actions and what later retros said of them.

use crate::domain::action::{Action, ActionRuling, Ruled};
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Params, Queries, Sqlite};
use rusqlite::{Row, ToSql};
use std::sync::LazyLock;

/// The queries of this file; `all` and `numbered` continue `columns`.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("action.sql")));

/// The windows that continue `columns`.
pub const WINDOWS: [&str; 2] = ["all", "numbered"];

/// An action as it is written.
#[derive(Debug)]
pub struct NewActionRow<'a> {
    pub retro: i64,
    /// The row of the note it came from.
    pub note: Option<i64>,
    /// What is to be done.
    pub text: &'a str,
    pub owner: i64,
    /// When it is due.
    pub due: Day,
    /// What will show that it worked.
    pub shows: &'a str,
    /// When it is committed.
    pub at: Instant,
}

/// A ruling as it is written.
#[derive(Debug)]
pub struct NewRulingRow<'a> {
    pub action: i64,
    /// The row of the retro that rules.
    pub retro: i64,
    pub ruling: ActionRuling,
    pub reason: Option<&'a str>,
    /// Who writes it down.
    pub by: &'a str,
    pub at: Instant,
    /// For a kept action: the owner's row and the day it is due.
    pub keep: Option<(i64, Day)>,
}

impl Sqlite {
    fn action_rows(&self, window: &str, params: Params<'_>) -> Result<Vec<Action>> {
        self.query(&format!("{} {}", QUERIES.get("columns"), QUERIES.get(window)), params, read_action)
    }

    fn rulings(&self, action: Option<i64>) -> Result<Vec<(i64, Ruled)>> {
        self.query(QUERIES.get("rulings"), &[&action], read_ruled)
    }

    /// Every action, in the order of commitment.
    pub fn actions(&self) -> Result<Vec<Action>> {
        let rulings = self.rulings(None)?;
        let with = |action: Action| {
            let own = rulings.iter().filter(|(of, _)| *of == action.id).map(|(_, ruled)| ruled.clone()).collect();
            ruled_on(action, own)
        };
        Ok(self.action_rows("all", &[])?.into_iter().map(with).collect())
    }

    /// The action with this number.
    pub fn action(&self, number: i64) -> Result<Option<Action>> {
        let Some(action) = self.action_rows("numbered", &[&number])?.into_iter().next() else { return Ok(None) };
        let rulings = self.rulings(Some(action.id))?.into_iter().map(|(_, ruled)| ruled).collect();
        Ok(Some(ruled_on(action, rulings)))
    }

    /// Commits an action; its number is given.
    pub fn insert_action(&self, new: &NewActionRow<'_>) -> Result<i64> {
        let (id, number) = (self.next_id("retro_action")?, self.number(QUERIES.get("next_number"), &[])?);
        let due = new.due.to_string();
        let params: [&dyn ToSql; 9] =
            [&id, &number, &new.retro, &new.note, &new.text, &new.owner, &due, &new.shows, &new.at.0];
        self.run(QUERIES.get("insert"), &params)?;
        Ok(number)
    }

    /// Writes that an action is done.
    pub fn set_action_done(&self, id: i64, at: Instant, note: Option<&str>) -> Result<()> {
        self.run(QUERIES.get("done"), &[&id, &at.0, &note]).map(|_| ())
    }

    /// Writes what a retro says of an action.
    pub fn rule_action(&self, new: &NewRulingRow<'_>) -> Result<()> {
        let id = self.next_id("action_ruling")?;
        let (owner, due) = (new.keep.map(|(owner, _)| owner), new.keep.map(|(_, due)| due.to_string()));
        let params: [&dyn ToSql; 9] =
            [&id, &new.action, &new.retro, &new.ruling.word(), &new.reason, &new.by, &new.at.0, &owner, &due];
        self.run(QUERIES.get("rule"), &params).map(|_| ())
    }
}

/// The action with its rulings; a kept one has the owner and the day of the last keep.
fn ruled_on(mut action: Action, rulings: Vec<Ruled>) -> Action {
    for ruled in &rulings {
        if let (Some(owner), Some(due)) = (&ruled.owner, ruled.due) {
            action.owner.clone_from(owner);
            action.due = due;
        }
    }
    action.rulings = rulings;
    action
}

fn read_action(row: &Row<'_>) -> rusqlite::Result<Action> {
    Ok(Action {
        id: row.get(0)?,
        number: row.get(1)?,
        sprint: row.get(2)?,
        text: row.get(3)?,
        owner: row.get(4)?,
        due: column::day(row, 5)?,
        shows: row.get(6)?,
        committed_at: Instant(row.get(7)?),
        done_at: column::instant_or_none(row, 8)?,
        done_note: row.get(9)?,
        note: row.get(10)?,
        rulings: Vec::new(),
    })
}

fn read_ruled(row: &Row<'_>) -> rusqlite::Result<(i64, Ruled)> {
    let ruling: String = row.get(2)?;
    let ruled = Ruled {
        sprint: row.get(1)?,
        ruling: column::parsed(2, &ruling, ActionRuling::parse(&ruling))?,
        reason: row.get(3)?,
        by: row.get(4)?,
        at: Instant(row.get(5)?),
        owner: row.get(6)?,
        due: column::day_or_none(row, 7)?,
    };
    Ok((row.get(0)?, ruled))
}
