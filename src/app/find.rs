//! From what a person typed to the thing it names (G5): items, members, sprints, blockers, actions, notes.

use crate::app::say::sentence;
use crate::app::{Standfast, Tx};
use crate::domain::action::Action;
use crate::domain::blocker::Blocker;
use crate::domain::item::{Class, ItemRow, Status};
use crate::domain::retro::{Note, Retro};
use crate::domain::sprint::Sprint;
use crate::domain::team::Member;
use crate::error::{Result, refuse};

/// The row of the item that a key names.
pub(crate) fn find_item(tx: &Tx<'_>, key: &str) -> Result<i64> {
    let key = key.trim();
    match tx.store.items_by_key(own_number(tx, key), key)? {
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

/// The number in a key of our own.
pub(crate) fn number_of(key: &str) -> Option<i64> {
    key.rsplit_once('-').and_then(|(_, digits)| digits.parse().ok())
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
pub(crate) fn find_row(tx: &Tx<'_>, key: &str) -> Result<ItemRow> {
    let id = find_item(tx, key)?;
    row_of(tx, id)
}

/// The list row of an item.
pub(crate) fn row_of(tx: &Tx<'_>, id: i64) -> Result<ItemRow> {
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

impl Standfast {
    /// The row of the item that a key names: its own key, its number, or the key it came with (G5).
    pub(crate) fn item_id(&self, key: &str) -> Result<i64> {
        find_item(&self.tx(), key)
    }
}

/// The blocker with that number.
pub(crate) fn find_blocker(tx: &Tx<'_>, number: i64) -> Result<Blocker> {
    match tx.store.blocker(number)? {
        Some(blocker) => Ok(blocker),
        None => refuse("G5", format!("There is no blocker B{number}. `standfast blocker list` shows them.")),
    }
}

/// The blocker with that number, which is open.
pub(crate) fn open_blocker(tx: &Tx<'_>, number: i64) -> Result<Blocker> {
    let blocker = find_blocker(tx, number)?;
    if blocker.resolved_at.is_some() {
        let how = blocker.resolution.unwrap_or_default();
        let how = sentence(&format!("B{number} is resolved already: {how}"));
        return refuse("B1", format!("{how} `standfast blocker reopen` opens it again."));
    }
    Ok(blocker)
}

/// The sprint with that number; a refusal names those there are.
pub(crate) fn find_sprint(tx: &Tx<'_>, number: i64) -> Result<Sprint> {
    if let Some(sprint) = tx.store.sprint(number)? {
        return Ok(sprint);
    }
    let known: Vec<String> = tx.store.sprints(5)?.iter().map(|s| s.number.to_string()).collect();
    let known = if known.is_empty() {
        "there is none yet: `standfast sprint new` makes one".to_owned()
    } else {
        format!("the last ones are {}", known.join(", "))
    };
    refuse("L1", format!("There is no sprint {number}; {known}."))
}

/// The member of that name; a refusal names everyone.
pub(crate) fn find_member(tx: &Tx<'_>, name: &str) -> Result<Member> {
    if let Some(member) = tx.store.member(name)? {
        return Ok(member);
    }
    let names: Vec<String> = tx.store.members()?.into_iter().map(|member| member.name).collect();
    let known =
        if names.is_empty() { "it has no members yet".to_owned() } else { format!("members: {}", names.join(", ")) };
    refuse(
        "G5",
        format!("Nobody in the team is called \"{}\"; {known}. Add them with `standfast member add`.", name.trim()),
    )
}

/// The retro that has begun and not ended.
pub(crate) fn retro_under_way(tx: &Tx<'_>) -> Result<Retro> {
    match tx.store.retro_under_way()? {
        Some(retro) => Ok(retro),
        None => refuse("A1", "No retro is under way. `standfast retro start` begins one for the last closed sprint."),
    }
}

/// The note of a retro with that number.
pub(crate) fn find_note(tx: &Tx<'_>, retro: &Retro, number: i64) -> Result<Note> {
    match tx.store.retro_notes(retro.id)?.into_iter().find(|note| note.number == number) {
        Some(note) => Ok(note),
        None => refuse("A2", format!("There is no note {number} in this retro. `standfast retro show` lists them.")),
    }
}

/// The action with that number.
pub(crate) fn find_action(tx: &Tx<'_>, number: i64) -> Result<Action> {
    match tx.store.action(number)? {
        Some(action) => Ok(action),
        None => refuse("G5", format!("There is no action A{number}. `standfast action list --all` shows them.")),
    }
}
