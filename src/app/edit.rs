//! Applying an edit to an item, column by column and list by list (I1).

use crate::app::Tx;
use crate::app::item::{ItemEdit, body, criterion};
use crate::app::key::find_item;
use crate::app::team::{find_member, one_line};
use crate::domain::item::{Item, ItemRow};
use crate::domain::text::fit;
use crate::error::{Result, refuse};

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
    let title = edit.title.as_deref().map(|title| one_line("I1", "The title", title)).transpose()?;
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
        crate::app::scope::refuse_if_locked(tx, row, "re-estimated")?;
        tx.store.update_item_points(row.id, points)?;
    }
    if let Some(assignee) = &edit.assignee {
        let member = assignee.as_deref().map(|name| find_member(tx, name)).transpose()?;
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
        wanted.retain(|label| !edit.remove_labels.contains(label));
        tx.store.set_labels(row.id, &labels(&wanted))?;
    }
    if let Some(keys) = &edit.depends_on {
        let mut needs = keys.iter().map(|key| find_item(tx, key)).collect::<Result<Vec<_>>>()?;
        needs.sort_unstable();
        needs.dedup();
        for &other in &needs {
            if reaches(tx, other, row.id)? {
                let other = tx.store.item_key(other)?;
                return refuse(
                    "I1",
                    format!("{} cannot depend on {other}: {other} depends on it already, or is it.", row.key),
                );
            }
        }
        tx.store.set_dependencies(row.id, &needs)?;
    }
    Ok(())
}

/// Whether `from` is `to`, or depends on it over any number of steps.
pub(crate) fn reaches(tx: &Tx<'_>, from: i64, to: i64) -> Result<bool> {
    let (mut open, mut seen) = (vec![from], std::collections::HashSet::new());
    while let Some(id) = open.pop() {
        if id == to {
            return Ok(true);
        }
        if seen.insert(id) {
            open.extend(tx.store.needs_of(id)?);
        }
    }
    Ok(false)
}

fn parent_for(tx: &Tx<'_>, row: &ItemRow, key: &str) -> Result<i64> {
    let parent = find_item(tx, key)?;
    let mut above = Some(parent);
    let mut steps = 0;
    while let Some(id) = above {
        if id == row.id || steps > 1000 {
            return refuse(
                "I1",
                format!("{} cannot be part of {}: that is part of it already, or is it.", row.key, key.trim()),
            );
        }
        above = tx.store.parent_of(id)?;
        steps += 1;
    }
    Ok(parent)
}

/// Trimmed, sorted, each once.
pub(crate) fn labels(wanted: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = wanted.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    labels.sort();
    labels.dedup();
    labels
}
