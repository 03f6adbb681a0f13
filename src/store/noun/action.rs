//! Retro actions and what later retros said of them.

use crate::domain::action::{Action, ActionRuling, Ruled};
use crate::domain::tables::Table;
use crate::domain::time::{Day, Instant};
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};
use crate::store::value::FromRow as _;

queries!("action.sql", Action, Ruled);

/// An action as it is written.
#[derive(Debug)]
pub struct NewActionRow<'a> {
    pub retro: i64,
    /// The row of the note it came from.
    pub note: Option<i64>,
    /// What is to be done.
    pub text: &'a str,
    pub owner: i64,
    pub due: Day,
    /// What will show that it worked.
    pub shows: &'a str,
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

columns! {
    Action from "retro_action a JOIN retro r ON r.id = a.retro JOIN sprint s ON s.id = r.sprint
        JOIN member m ON m.id = a.owner LEFT JOIN retro_note n ON n.id = a.note" {
        id: "a.id",
        number: "a.number",
        sprint: "s.number",
        text: "a.text",
        owner: "m.name",
        due: "a.due",
        shows: "a.shows",
        committed_at: "a.committed_at",
        done_at: "a.done_at",
        done_note: "a.done_note",
        note: "n.number",
    }
    with { rulings: Vec::new() }
}

columns! {
    Ruled from "action_ruling x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
        LEFT JOIN member m ON m.id = x.owner" {
        sprint: "s.number",
        ruling: "x.ruling",
        reason: "x.reason",
        by: "x.ruled_by",
        at: "x.ruled_at",
        owner: "m.name",
        due: "x.due",
    }
}

impl Store {
    /// Every action, in the order of commitment.
    pub fn actions(&self) -> Result<Vec<Action>> {
        let mut actions: Vec<Action> = self.query(QUERIES.get("all"), &[])?;
        let mut rulings = Vec::new();
        self.each(QUERIES.get("rulings"), &[], |row| {
            rulings.push((Ruled::from_row(row)?, row.take::<i64>()?));
            Ok(())
        })?;
        for action in &mut actions {
            rule_on(
                action,
                rulings.iter().filter(|(_, of)| *of == action.id).map(|(ruled, _)| ruled.clone()).collect(),
            );
        }
        Ok(actions)
    }

    /// The action with this number.
    pub fn action(&self, number: i64) -> Result<Option<Action>> {
        let Some(mut action) = self.first::<Action>(QUERIES.get("numbered"), &[&number])? else { return Ok(None) };
        let rulings = self.query(QUERIES.get("rulings_of"), &[&action.id])?;
        rule_on(&mut action, rulings);
        Ok(Some(action))
    }

    /// Commits an action; its number is given.
    pub fn insert_action(&self, new: &NewActionRow<'_>) -> Result<i64> {
        let (id, number) = (self.next_id(Table::RetroAction)?, self.number(QUERIES.get("next_number"), &[])?);
        let NewActionRow { retro, note, text, owner, due, shows, at } = new;
        let row = values! { id, number, retro, note, text, owner, due, shows, committed_at: at };
        self.insert(Table::RetroAction, row)?;
        Ok(number)
    }

    pub fn set_action_done(&self, id: i64, at: Instant, note: Option<&str>) -> Result<()> {
        self.update(Table::RetroAction, id, values! { done_at: at, done_note: note }).map(drop)
    }

    /// Writes what a retro says of an action.
    pub fn rule_action(&self, new: &NewRulingRow<'_>) -> Result<()> {
        let id = self.next_id(Table::ActionRuling)?;
        let NewRulingRow { action, retro, ruling, reason, by, at, keep } = new;
        let (owner, due) = (keep.map(|(owner, _)| owner), keep.map(|(_, due)| due));
        let row = values! { id, action, retro, ruling, reason, ruled_by: by, ruled_at: at, owner, due };
        self.insert(Table::ActionRuling, row)
    }
}

/// Gives an action its rulings; a kept one has the owner and the day of the last keep.
fn rule_on(action: &mut Action, rulings: Vec<Ruled>) {
    for ruled in &rulings {
        if let (Some(owner), Some(due)) = (&ruled.owner, ruled.due) {
            action.owner.clone_from(owner);
            action.due = due;
        }
    }
    action.rulings = rulings;
}
