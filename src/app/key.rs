//! Keys people say aloud: from what was typed to the row it means (G5).

use crate::app::Tx;
use crate::domain::item::{Class, ItemRow, Status};
use crate::error::{Result, refuse};

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
