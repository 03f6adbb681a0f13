//! The workflow: its statuses in order (I2).

use crate::app::change::Outcome;
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::item::{Class, Status};
use crate::domain::points::count;
use crate::error::{Result, refuse};
use crate::rules::{Op, Rule};
use crate::store::team::StatusRow;

impl Standfast {
    /// The team's statuses in order: the columns of the board.
    pub fn workflow(&self) -> Result<Vec<Status>> {
        self.store.workflow()
    }

    /// Adds a status to the workflow, before the first finished one unless it is one itself.
    pub fn add_status(&mut self, name: &str, class: Class, wip_limit: Option<u32>) -> Result<Outcome<()>> {
        let name = one_line(Rule::I2, "The status's name", name)?;
        self.transact(Op::AddStatus, |tx| {
            tx.team()?;
            refuse_dropped(class)?;
            refuse_taken(tx, &name, None)?;
            let mut workflow = tx.store.workflow()?;
            let at = match class {
                Class::Finished => workflow.len(),
                _ => workflow.iter().position(|status| status.class == Class::Finished).unwrap_or(workflow.len()),
            };
            let id = tx.store.add_status(&StatusRow { name: &name, class, position: 0, wip_limit })?;
            workflow.insert(at, Status { id, name: name.clone(), class, wip_limit });
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }

    /// Changes a status of the workflow.
    pub fn edit_status(&mut self, name: &str, edit: &StatusEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditStatus, |tx| {
            let mut workflow = tx.store.workflow()?;
            let Some(at) = workflow.iter().position(|status| same(&status.name, name)) else {
                return refuse(
                    Rule::I2,
                    format!("The workflow has no status \"{}\": it is {}.", name.trim(), in_words(&workflow)),
                );
            };
            let mut status = workflow.remove(at);
            if let Some(new) = &edit.name {
                status.name = one_line(Rule::I2, "The status's name", new)?;
                refuse_taken(tx, &status.name, Some(status.id))?;
            }
            let was_ended = status.class.is_ended();
            if let Some(class) = edit.class {
                refuse_dropped(class)?;
                status.class = class;
            }
            status.wip_limit = edit.wip_limit.unwrap_or(status.wip_limit);
            if status.class.is_ended() != was_ended {
                tx.store.reclass_items(status.id, status.class.is_ended().then_some(tx.now))?;
            }
            let to = edit.position.map_or(at, |position| position.saturating_sub(1)).min(workflow.len());
            workflow.insert(to, status);
            refuse_incomplete(&workflow)?;
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }

    /// Takes a status out of the workflow.
    pub fn remove_status(&mut self, name: &str) -> Result<Outcome<()>> {
        self.transact(Op::RemoveStatus, |tx| {
            let mut workflow = tx.store.workflow()?;
            let Some(at) = workflow.iter().position(|status| same(&status.name, name)) else {
                return refuse(
                    Rule::I2,
                    format!("The workflow has no status \"{}\": it is {}.", name.trim(), in_words(&workflow)),
                );
            };
            let status = workflow.remove(at);
            let items = tx.store.items_in_status(status.id)?;
            if items > 0 {
                return refuse(
                    Rule::I2,
                    format!("{} still has {}. Move them first.", status.name, count(items, "item")),
                );
            }
            refuse_incomplete(&workflow)?;
            tx.store.remove_status(status.id)?;
            write_order(tx, &workflow)?;
            Ok(((), format!("The workflow is {} now.", in_words(&workflow))))
        })
    }
}

/// What to change about a status; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct StatusEdit {
    pub name: Option<String>,
    pub class: Option<Class>,
    /// Another limit, or none.
    pub wip_limit: Option<Option<u32>>,
    /// Another place in the workflow, counted from 1.
    pub position: Option<usize>,
}

fn in_words(workflow: &[Status]) -> String {
    let status = |status: &Status| match status.wip_limit {
        Some(limit) => format!("{} (at most {limit})", status.name),
        None => status.name.clone(),
    };
    workflow.iter().map(status).collect::<Vec<_>>().join(", ")
}

fn refuse_dropped(class: Class) -> Result<()> {
    match class {
        Class::Dropped => refuse(Rule::I2, "Dropped is always there, outside the workflow. Drop items with a reason."),
        _ => Ok(()),
    }
}

fn refuse_taken(tx: &Tx<'_>, name: &str, but: Option<i64>) -> Result<()> {
    match tx.store.status(name)? {
        Some(status) if Some(status.id) != but => {
            refuse(Rule::I2, format!("There is a status {} already.", status.name))
        }
        _ => Ok(()),
    }
}

fn refuse_incomplete(workflow: &[Status]) -> Result<()> {
    let has = |class| workflow.iter().any(|status| status.class == class);
    if has(Class::Waiting) && has(Class::Finished) {
        return Ok(());
    }
    refuse(Rule::I2, "A workflow begins with a waiting status and ends with a finished one; keep one of each.")
}

fn write_order(tx: &Tx<'_>, workflow: &[Status]) -> Result<()> {
    for (position, status) in (0..).zip(workflow) {
        let Status { id, name, class, wip_limit } = status;
        tx.store.edit_status(*id, &StatusRow { name, class: *class, position, wip_limit: *wip_limit })?;
    }
    Ok(())
}
