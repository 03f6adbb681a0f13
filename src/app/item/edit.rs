//! Editing items, column by column and list by list (I1).

use super::parts::{criterion, labels, reaches};
use crate::app::change::Outcome;
use crate::app::find::{NO_ITEMS, find_item, find_row, find_teammate};
use crate::app::say::{body, named, one_line};
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::item::{Criterion, Item, ItemRow, Kind};
use crate::domain::points::Points;
use crate::domain::sprint::State;
use crate::domain::text::fit;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

/// What to change about an item; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct ItemEdit {
    pub title: Option<String>,
    pub kind: Option<Kind>,
    pub description: Option<String>,
    /// Another estimate, or none.
    pub points: Option<Option<Points>>,
    /// These criteria instead of the present ones.
    pub criteria: Option<Vec<Criterion>>,
    /// Criteria to add at the end.
    pub add_criteria: Vec<String>,
    /// These labels instead of the present ones.
    pub labels: Option<Vec<String>>,
    pub add_labels: Vec<String>,
    /// Labels to take away.
    pub remove_labels: Vec<String>,
    /// Another assignee, or nobody.
    pub assignee: Option<Option<String>>,
    /// Another parent, or none.
    pub parent: Option<Option<String>>,
    /// These dependencies instead of the present ones.
    pub depends_on: Option<Vec<String>>,
    /// Another milestone, or none.
    pub milestone: Option<Option<String>>,
}

impl Standfast {
    /// Changes an item.
    pub fn edit_item(&mut self, key: &str, edit: &ItemEdit) -> Result<Outcome<()>> {
        self.edit_items(&[key], edit)
    }

    /// Changes several items alike (bulk triage, I4).
    pub fn edit_items(&mut self, keys: &[&str], edit: &ItemEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditItem, |tx| {
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                apply(tx, &row, edit)?;
                done.push(row.key);
            }
            Ok(((), format!("Edited {}{}.", named(&done), in_words(edit))))
        })
    }
}

/// What an edit changes, as the end of a sentence: `: points 5; label api`.
pub(crate) fn in_words(edit: &ItemEdit) -> String {
    let mut words = Vec::new();
    words.extend(edit.title.as_deref().map(|title| format!("title {}", fit(title.trim(), 60))));
    words.extend(edit.kind.map(|kind| kind.word().to_owned()));
    words.extend(
        edit.points.map(|points| points.map_or_else(|| "points unknown".to_owned(), |p| format!("points {p}"))),
    );
    words.extend(edit.assignee.as_ref().map(|to| to.as_deref().map_or("nobody's".to_owned(), |to| format!("{to}'s"))));
    words.extend(edit.description.as_ref().map(|_| "description".to_owned()));
    words.extend(edit.criteria.as_ref().map(|_| "acceptance criteria".to_owned()));
    words.extend(edit.add_criteria.iter().map(|text| format!("criterion {}", fit(text.trim(), 60))));
    words.extend(edit.labels.as_ref().map(|labels| format!("labels {}", labels.join(", "))));
    words.extend(edit.add_labels.iter().map(|label| format!("label {label}")));
    words.extend(edit.remove_labels.iter().map(|label| format!("no label {label}")));
    words.extend(
        edit.parent.as_ref().map(|to| to.as_deref().map_or("no parent".to_owned(), |to| format!("part of {to}"))),
    );
    words.extend(edit.depends_on.as_ref().map(|keys| format!("depends on {}", keys.join(", "))));
    words.extend(edit.milestone.as_ref().map(|to| format!("milestone {}", to.as_deref().unwrap_or("none"))));
    if words.is_empty() { String::new() } else { format!(": {}", words.join("; ")) }
}

/// Writes what the edit names; what it does not name stays.
pub(crate) fn apply(tx: &Tx<'_>, row: &ItemRow, edit: &ItemEdit) -> Result<()> {
    let item = tx.store.whole_item(row.clone())?;
    let title = edit.title.as_deref().map(|title| one_line(Rule::I1, "The title", title)).transpose()?;
    let description = edit.description.as_deref().map(body).transpose()?;
    let parent = match &edit.parent {
        None => item.parent.as_ref().map(|link| link.id),
        Some(None) => None,
        Some(Some(key)) => Some(parent_for(tx, row, key)?),
    };
    let milestone = match &edit.milestone {
        None => item.milestone.as_deref(),
        Some(new) => new.as_deref().map(str::trim).filter(|m| !m.is_empty()),
    };
    tx.store.update_item_text(
        row.id,
        edit.kind.unwrap_or(row.kind),
        title.as_deref().unwrap_or(&row.title),
        description.as_deref().unwrap_or(&item.description),
        milestone,
        parent,
    )?;
    if let Some(points) = edit.points
        && points != row.points
    {
        refuse_if_locked(tx, row)?;
        tx.store.update_item_points(row.id, points)?;
    }
    if let Some(assignee) = &edit.assignee {
        let member = assignee.as_deref().map(|name| find_teammate(tx, name, NO_ITEMS)).transpose()?;
        tx.store.update_item_assignee(row.id, member.map(|m| m.id))?;
    }
    apply_lists(tx, row, &item, edit)
}

fn apply_lists(tx: &Tx<'_>, row: &ItemRow, item: &Item, edit: &ItemEdit) -> Result<()> {
    if edit.criteria.is_some() || !edit.add_criteria.is_empty() {
        let mut criteria = edit.criteria.clone().unwrap_or_else(|| item.criteria.clone());
        for text in &edit.add_criteria {
            criteria.push(criterion(text)?);
        }
        criteria.retain(|criterion| !criterion.text.trim().is_empty());
        tx.store.set_criteria(row.id, &criteria)?;
    }
    if edit.labels.is_some() || !edit.add_labels.is_empty() || !edit.remove_labels.is_empty() {
        let mut wanted = edit.labels.clone().unwrap_or_else(|| item.labels.clone());
        wanted.extend(edit.add_labels.iter().cloned());
        wanted.retain(|label| !edit.remove_labels.iter().any(|gone| same(gone, label)));
        tx.store.set_labels(row.id, &labels(&wanted, &item.labels))?;
    }
    if let Some(keys) = &edit.depends_on {
        let mut needs = keys.iter().map(|key| find_item(tx, key)).collect::<Result<Vec<_>>>()?;
        needs.sort_unstable();
        needs.dedup();
        for &other in &needs {
            if reaches(tx, other, row.id)? {
                let other = tx.store.item_key(other)?;
                return refuse(
                    Rule::I1,
                    format!("{} cannot depend on {other}: {other} depends on it already, or is it.", row.key),
                );
            }
        }
        tx.store.set_dependencies(row.id, &needs)?;
    }
    Ok(())
}

fn parent_for(tx: &Tx<'_>, row: &ItemRow, key: &str) -> Result<i64> {
    let parent = find_item(tx, key)?;
    let mut above = Some(parent);
    let mut steps = 0;
    while let Some(id) = above {
        if id == row.id || steps > 1000 {
            return refuse(
                Rule::I1,
                format!("{} cannot be part of {}: that is part of it already, or is it.", row.key, key.trim()),
            );
        }
        above = tx.store.parent_of(id)?;
        steps += 1;
    }
    Ok(parent)
}

/// Refuses to change an estimate past the lock (L7).
pub(crate) fn refuse_if_locked(tx: &Tx<'_>, row: &ItemRow) -> Result<()> {
    match tx.store.place_of(row.id)? {
        Some((_, number, State::Locked)) => refuse_with(
            Rule::L7,
            format!("{} is in locked sprint {number}: its estimate changes only through a change request.", row.key),
            Act::ScopeRequest.way(format!("reestimate {} --points N --reason \"…\"", row.key), "Request it with {}."),
        ),
        _ => Ok(()),
    }
}
