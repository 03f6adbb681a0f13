//! Items: adding, editing, moving, ranking, dropping (I1–I4).

use crate::app::change::Outcome;
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::item::{Class, Criterion, Item, Kind, Row, Status};
use crate::domain::points::Points;
use crate::domain::rank::Rank;
use crate::error::{Result, refuse};
use crate::store::item::{ItemRow, NewStatus};

/// Where an item goes in the ranked list (I4).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// Before everything else.
    Top,
    /// After everything else.
    #[default]
    Bottom,
    /// Just before the item with this key.
    Before(String),
    /// Just after the item with this key.
    After(String),
}

/// What a new item begins with.
#[derive(Debug, Clone, Default)]
pub struct NewItem {
    /// One line.
    pub title: String,
    /// What sort of work.
    pub kind: Kind,
    /// Markdown.
    pub description: String,
    /// Its estimate.
    pub points: Option<Points>,
    /// Acceptance criteria in order.
    pub criteria: Vec<String>,
    /// Labels.
    pub labels: Vec<String>,
    /// Who works on it.
    pub assignee: Option<String>,
    /// The key of the item it is part of.
    pub parent: Option<String>,
    /// Keys of the items it depends on.
    pub depends_on: Vec<String>,
    /// The milestone.
    pub milestone: Option<String>,
    /// Where it goes.
    pub place: Place,
}

/// What to change about an item; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct ItemEdit {
    /// Another title.
    pub title: Option<String>,
    /// Another sort.
    pub kind: Option<Kind>,
    /// Another description.
    pub description: Option<String>,
    /// Another estimate, or none.
    pub points: Option<Option<Points>>,
    /// These criteria instead of the present ones.
    pub criteria: Option<Vec<Criterion>>,
    /// Criteria to add at the end.
    pub add_criteria: Vec<String>,
    /// These labels instead of the present ones.
    pub labels: Option<Vec<String>>,
    /// Labels to add.
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
    /// The row of the item that a key names: its own key, its number, or the key it came with (G5).
    ///
    /// # Errors
    /// No item has it, or two have.
    pub(crate) fn item_id(&self, key: &str) -> Result<i64> {
        find_item(&self.tx(), key)
    }

    /// A reading transaction's view: the same lookups serve reads and writes.
    pub(crate) fn tx(&self) -> Tx<'_> {
        Tx { store: &self.store, now: self.now(), operation: 0, team: self.team.as_ref() }
    }

    /// Everything about one item.
    ///
    /// # Errors
    /// The key is unknown.
    pub fn item(&self, key: &str) -> Result<Item> {
        let row = find_row(&self.tx(), key)?;
        self.store.whole_item(row)
    }

    /// Adds an item to the backlog; its key is given.
    ///
    /// # Errors
    /// The title is empty, or a name or key in it is unknown.
    pub fn add_item(&mut self, new: &NewItem) -> Result<Outcome<String>> {
        self.transact(Op::new("add item"), |tx| {
            let prefix = tx.team()?.prefix.clone();
            let number = insert_new(tx, new)?;
            let key = format!("{prefix}-{number}");
            Ok((key.clone(), format!("Added {key}: {}.", new.title.trim())))
        })
    }

    /// Changes an item.
    ///
    /// # Errors
    /// A value is refused, or it is in a locked sprint and the estimate would change (L7).
    pub fn edit_item(&mut self, key: &str, edit: &ItemEdit) -> Result<Outcome<()>> {
        self.edit_items(&[key], edit)
    }

    /// Changes several items alike (bulk triage, I4).
    ///
    /// # Errors
    /// As `edit_item`; then none is changed.
    pub fn edit_items(&mut self, keys: &[&str], edit: &ItemEdit) -> Result<Outcome<()>> {
        self.transact(Op::new("edit item"), |tx| {
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                apply(tx, &row, edit)?;
                done.push(row.key);
            }
            Ok(((), format!("Edited {}.", named(&done))))
        })
    }

    /// Moves an item to another status of the workflow.
    ///
    /// # Errors
    /// The status is unknown.
    pub fn move_item(&mut self, key: &str, status: &str) -> Result<Outcome<()>> {
        self.move_items(&[key], status)
    }

    /// Moves several items to a status. Progress is free, also in a locked sprint (L7).
    ///
    /// # Errors
    /// The status is unknown.
    pub fn move_items(&mut self, keys: &[&str], status: &str) -> Result<Outcome<()>> {
        self.transact(Op::new("move item"), |tx| {
            let to = find_status(tx, status)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                if row.status_id != to.id {
                    change_status(tx, &row, &to, None)?;
                    done.push(row.key);
                }
            }
            if done.is_empty() {
                return Ok(((), format!("Already in {}.", to.name)));
            }
            Ok(((), format!("Moved {} to {}.", named(&done), to.name)))
        })
    }

    /// Gives an item to a member, or to nobody.
    ///
    /// # Errors
    /// Nobody has that name.
    pub fn assign_item(&mut self, key: &str, member: Option<&str>) -> Result<Outcome<()>> {
        self.transact(Op::new("assign item"), |tx| {
            let row = find_row(tx, key)?;
            let member = member.map(|name| find_member(tx, name)).transpose()?;
            tx.store.update_item_assignee(row.id, member.as_ref().map(|m| m.id))?;
            let said = match member {
                Some(member) => format!("{} is {}'s now.", row.key, member.name),
                None => format!("{} is nobody's now.", row.key),
            };
            Ok(((), said))
        })
    }

    /// Ranks items, in the order given, at a place of the list (I4).
    ///
    /// # Errors
    /// A key is unknown, or an item would go next to itself.
    pub fn rank_items(&mut self, keys: &[&str], place: &Place) -> Result<Outcome<()>> {
        self.transact(Op::new("rank item"), |tx| {
            let rows = keys.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
            for row in &rows {
                refuse_ended(row, "ranked")?;
            }
            let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
            let ranks = ranks_at(tx, place, &ids)?;
            for (row, rank) in rows.iter().zip(&ranks) {
                tx.store.update_item_rank(row.id, rank)?;
            }
            let done: Vec<String> = rows.into_iter().map(|row| row.key).collect();
            let to = match place {
                Place::Top => "the top".to_owned(),
                Place::Bottom => "the bottom".to_owned(),
                Place::Before(key) => format!("before {}", key.trim()),
                Place::After(key) => format!("after {}", key.trim()),
            };
            Ok((
                (),
                format!("Ranked {} to {to}.", named(&done)).replace("to before", "before").replace("to after", "after"),
            ))
        })
    }

    /// Takes an item out of the workflow, with the reason why it will not be done (I2).
    ///
    /// # Errors
    /// The reason is empty.
    pub fn drop_items(&mut self, keys: &[&str], reason: &str) -> Result<Outcome<()>> {
        let reason = one_line("I2", "The reason for dropping", reason)?;
        self.transact(Op::new("drop item").because(Some(&reason)), |tx| {
            let Some(to) = tx.store.statuses()?.into_iter().find(|status| status.class == Class::Dropped) else {
                return refuse("I2", "The workflow has no place for dropped items. Run `standfast doctor`.");
            };
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                change_status(tx, &row, &to, Some(&reason))?;
                done.push(row.key);
            }
            Ok(((), format!("Dropped {}: {reason}.", named(&done))))
        })
    }

    /// Ticks or unticks an acceptance criterion, counted from 1.
    ///
    /// # Errors
    /// The item has no such criterion.
    pub fn tick_item(&mut self, key: &str, number: usize, met: bool) -> Result<Outcome<()>> {
        self.transact(Op::new("tick criterion"), |tx| {
            let row = find_row(tx, key)?;
            let mut criteria: Vec<Criterion> = tx.store.criteria(row.id)?.into_iter().map(|(_, c)| c).collect();
            let count = criteria.len();
            let Some(criterion) = number.checked_sub(1).and_then(|n| criteria.get_mut(n)) else {
                return refuse(
                    "I1",
                    format!("{} has {count} acceptance criteria; there is no number {number}.", row.key),
                );
            };
            criterion.met = met;
            let said = format!("{} {}: {}", if met { "Ticked" } else { "Unticked" }, row.key, criterion.text);
            tx.store.set_criteria(row.id, &criteria)?;
            Ok(((), said))
        })
    }
}

/// The row of the item that a key names.
pub(crate) fn find_item(tx: &Tx<'_>, key: &str) -> Result<i64> {
    let key = key.trim();
    let own = match own_number(tx, key) {
        Some(number) => tx.store.item_by_number(number)?,
        None => None,
    };
    match (own, tx.store.item_by_external_key(key)?) {
        (Some(own), Some(outside)) if own != outside => refuse(
            "G5",
            format!(
                "{key} is two items: our own {} and the one that came in under this key, {}. Use the other key of the one you mean.",
                tx.store.item_key(own)?,
                tx.store.item_key(outside)?
            ),
        ),
        (Some(id), _) | (None, Some(id)) => Ok(id),
        (None, None) => {
            refuse("G5", format!("There is no item {key}. `standfast item list --search WORDS` finds items."))
        }
    }
}

fn own_number(tx: &Tx<'_>, key: &str) -> Option<i64> {
    let digits = match key.rsplit_once('-') {
        Some((prefix, digits)) if tx.team.is_some_and(|team| team.prefix.eq_ignore_ascii_case(prefix)) => digits,
        Some(_) => return None,
        None => key,
    };
    digits.parse().ok()
}

/// The list row of the item that a key names.
pub(crate) fn find_row(tx: &Tx<'_>, key: &str) -> Result<Row> {
    let id = find_item(tx, key)?;
    row_of(tx, id)
}

/// The list row of an item.
pub(crate) fn row_of(tx: &Tx<'_>, id: i64) -> Result<Row> {
    match tx.store.item_row(id, &tx.team()?.ready)? {
        Some(row) => Ok(row),
        None => refuse("G5", "The item is gone. Look again with `standfast item list`."),
    }
}

/// The status of that name; a refusal names them all.
pub(crate) fn find_status(tx: &Tx<'_>, name: &str) -> Result<Status> {
    match tx.store.status(name)? {
        Some(status) if status.class != Class::Dropped => Ok(status),
        Some(_) => refuse("I2", "Dropping takes a reason: `standfast item drop KEY --reason \"…\"`."),
        None => {
            let names: Vec<String> = tx.store.workflow()?.into_iter().map(|status| status.name).collect();
            refuse("I2", format!("The workflow has no status \"{}\". Its statuses: {}.", name.trim(), names.join(", ")))
        }
    }
}

/// `A`, `A and B`, `A, B and 3 more`.
pub(crate) fn named(keys: &[String]) -> String {
    match keys {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

fn insert_new(tx: &Tx<'_>, new: &NewItem) -> Result<i64> {
    let title = one_line("I1", "The title", &new.title)?;
    let Some(first) = tx.store.workflow()?.into_iter().find(|status| !status.class.is_ended()) else {
        return refuse("I2", "The workflow has no status for new items. Run `standfast doctor`.");
    };
    let assignee = new.assignee.as_deref().map(|name| find_member(tx, name)).transpose()?;
    let parent = new.parent.as_deref().map(|key| find_item(tx, key)).transpose()?;
    let rank = ranks_at(tx, &new.place, &[0])?.into_iter().next().unwrap_or_else(Rank::first);
    let (id, number) = (tx.store.next_id("item")?, tx.store.next_item_number()?);
    tx.store.insert_item(&ItemRow {
        id,
        number,
        external_key: None,
        kind: new.kind,
        title: &title,
        description: &body(&new.description)?,
        points: new.points,
        assignee: assignee.map(|member| member.id),
        status: first.id,
        status_since: tx.now,
        parent,
        milestone: new.milestone.as_deref().map(str::trim).filter(|m| !m.is_empty()),
        rank: rank.as_str(),
        drop_reason: None,
        created_at: tx.now,
        ended_at: None,
    })?;
    let criteria = new.criteria.iter().map(|text| criterion(text)).collect::<Result<Vec<_>>>()?;
    tx.store.set_criteria(id, &criteria)?;
    tx.store.set_labels(id, &labels(&new.labels))?;
    let needs = new.depends_on.iter().map(|key| find_item(tx, key)).collect::<Result<Vec<_>>>()?;
    tx.store.set_dependencies(id, &needs)?;
    Ok(number)
}

fn apply(tx: &Tx<'_>, row: &Row, edit: &ItemEdit) -> Result<()> {
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

fn apply_lists(tx: &Tx<'_>, row: &Row, item: &Item, edit: &ItemEdit) -> Result<()> {
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
fn reaches(tx: &Tx<'_>, from: i64, to: i64) -> Result<bool> {
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

fn parent_for(tx: &Tx<'_>, row: &Row, key: &str) -> Result<i64> {
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

/// Moves an item to a status, and keeps the moments that follow from it.
pub(crate) fn change_status(tx: &Tx<'_>, row: &Row, to: &Status, drop_reason: Option<&str>) -> Result<()> {
    let ended_at = match (row.class.is_ended(), to.class.is_ended()) {
        (_, false) => None,
        (_, true) => Some(tx.now),
    };
    tx.store.update_item_status(row.id, &NewStatus { status: to.id, since: tx.now, ended_at, drop_reason })
}

fn refuse_ended(row: &Row, done: &str) -> Result<()> {
    if row.class.is_ended() {
        return refuse(
            "I4",
            format!(
                "{} is {}; only open items are {done}. Reopen it by moving it to another status.",
                row.key, row.status
            ),
        );
    }
    Ok(())
}

fn ranks_at(tx: &Tx<'_>, place: &Place, moving: &[i64]) -> Result<Vec<Rank>> {
    let (above, below) = match place {
        Place::Top => (None, tx.store.end_rank(false)?),
        Place::Bottom => (tx.store.end_rank(true)?, None),
        Place::Before(key) | Place::After(key) => {
            let other = find_row(tx, key)?;
            if moving.contains(&other.id) {
                return refuse("I4", format!("{} cannot go next to itself. Name another item.", other.key));
            }
            refuse_ended(&other, "ranked next to")?;
            let after = matches!(place, Place::After(_));
            let neighbour = tx.store.neighbour_rank(&other.rank, after)?;
            let here = Rank::parse(&other.rank);
            if after { (here, neighbour) } else { (neighbour, here) }
        }
    };
    match Rank::spread(above.as_ref(), below.as_ref(), moving.len()) {
        Some(ranks) => Ok(ranks),
        None => refuse("I4", "There is no room at that place. Run `standfast doctor`."),
    }
}

pub(crate) fn body(text: &str) -> Result<String> {
    if text.len() > 1024 * 1024 {
        return refuse("X6", "The description is longer than 1 MiB. Shorten it, or link to the document.");
    }
    Ok(text.replace('\0', "\u{fffd}"))
}

pub(crate) fn criterion(text: &str) -> Result<Criterion> {
    Ok(Criterion { text: one_line("I1", "The acceptance criterion", text)?, met: false })
}

fn labels(wanted: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = wanted.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    labels.sort();
    labels.dedup();
    labels
}
