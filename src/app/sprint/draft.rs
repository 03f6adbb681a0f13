//! Making a draft and changing its name, goal and dates (L1).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::find::find_sprint;
use crate::app::say::{in_order, trimmed};
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Act, Op, Rule};

/// What a new sprint begins with; all of it can come later, before the lock.
#[derive(Debug, Clone, Default)]
pub struct NewSprint {
    /// A name, where the team gives one.
    pub name: Option<String>,
    /// What it is for.
    pub goal: Option<String>,
    pub starts_on: Option<Day>,
    pub ends_on: Option<Day>,
}

/// What to change about a draft; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct SprintEdit {
    /// Another name, or none.
    pub name: Option<Option<String>>,
    /// Another goal, or none.
    pub goal: Option<Option<String>>,
    /// Another first day, or none.
    pub starts_on: Option<Option<Day>>,
    /// Another last day, or none.
    pub ends_on: Option<Option<Day>>,
}

impl Standfast {
    /// Makes a draft.
    pub fn new_sprint(&mut self, new: &NewSprint) -> Result<Outcome<i64>> {
        self.transact(Op::NewSprint, |tx| {
            tx.team()?;
            in_order(Rule::L1, new.starts_on, new.ends_on)?;
            let (name, goal) = (trimmed(new.name.as_deref()), trimmed(new.goal.as_deref()));
            let number = tx.store.insert_sprint(name, goal, (new.starts_on, new.ends_on), tx.now)?;
            let dates = match (new.starts_on, new.ends_on) {
                (Some(start), Some(end)) => format!(", {start} to {end}"),
                _ => ", without dates yet".to_owned(),
            };
            let fill = Act::SprintAdd.way(format!("{number} KEY…"), "Fill it with {}.");
            Ok((number, (format!("Sprint {number} is a draft{dates}."), fill)))
        })
    }

    /// Changes a draft's name, goal or dates.
    pub fn edit_sprint(&mut self, number: i64, edit: &SprintEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditSprint, |tx| {
            let mut sprint = find_sprint(tx, number)?;
            refuse_unless_draft(&sprint, "Its name, goal and dates stand")?;
            if let Some(name) = &edit.name {
                sprint.name = trimmed(name.as_deref()).map(str::to_owned);
            }
            if let Some(goal) = &edit.goal {
                sprint.goal = trimmed(goal.as_deref()).map(str::to_owned);
            }
            sprint.starts_on = edit.starts_on.unwrap_or(sprint.starts_on);
            sprint.ends_on = edit.ends_on.unwrap_or(sprint.ends_on);
            in_order(Rule::L1, sprint.starts_on, sprint.ends_on)?;
            tx.store.update_sprint(&sprint)?;
            Ok(((), format!("Changed sprint {number}.")))
        })
    }
}

pub(crate) fn refuse_unless_draft(sprint: &Sprint, what: &str) -> Result<()> {
    match sprint.state {
        State::Draft => Ok(()),
        state => refuse(Rule::L8, format!("Sprint {} is {}. {what}.", sprint.number, state.word())),
    }
}
