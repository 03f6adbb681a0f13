//! From what a person typed to the thing it names (G5): items, members, sprints, blockers, actions, notes.

use crate::app::say::sentence;
use crate::app::{Standfast, Tx};
use crate::domain::action::Action;
use crate::domain::blocker::Blocker;
use crate::domain::item::{Class, ItemRow, Status};
use crate::domain::retro::{Note, Retro};
use crate::domain::sprint::Sprint;
use crate::domain::team::Member;
use crate::domain::time::short_day;
use crate::domain::words::whole;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Rule};
use crate::store::Numbered;
use chrono::Datelike;

/// The row of the item that a key names.
pub(crate) fn find_item(tx: &Tx<'_>, key: &str) -> Result<i64> {
    let key = key.trim();
    match tx.store.items_by_key(own_number(tx, key), key)? {
        (Some(own), Some(outside)) if own != outside => refuse(
            Rule::G5,
            format!(
                "{key} is two items: our own {} and the one that came in under this key, {}. Use the other key of the one you mean.",
                tx.store.item_key(own)?,
                tx.store.item_key(outside)?
            ),
        ),
        (Some(id), _) | (None, Some(id)) => Ok(id),
        (None, None) => refuse_with(
            Rule::G5,
            format!("There is no item {key}."),
            Act::ItemList.way("--search WORDS", "Search with {}."),
        ),
    }
}

/// The number in a key of our own.
pub(crate) fn number_of(key: &str) -> Option<i64> {
    key.rsplit_once('-').and_then(|(_, digits)| whole(digits))
}

fn own_number(tx: &Tx<'_>, key: &str) -> Option<i64> {
    let digits = match key.rsplit_once('-') {
        Some((prefix, digits)) if tx.team.is_some_and(|team| team.prefix.eq_ignore_ascii_case(prefix)) => digits,
        Some(_) => return None,
        None => key,
    };
    whole(digits)
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
        None => refuse_with(Rule::G5, "The item is gone.", Act::ItemList.way("", "Look again with {}.")),
    }
}

/// The status of that name; a refusal names them all.
pub(crate) fn find_status(tx: &Tx<'_>, name: &str) -> Result<Status> {
    match tx.store.status(name)? {
        Some(status) if status.class != Class::Dropped => Ok(status),
        Some(_) => refuse_with(
            Rule::I2,
            "Dropping an item needs a reason.",
            Act::ItemDrop.way("KEY --reason \"…\"", "Drop it with {}."),
        ),
        None => {
            let names: Vec<String> = tx.store.workflow()?.into_iter().map(|status| status.name).collect();
            refuse(
                Rule::I2,
                format!("The workflow has no status \"{}\". Its statuses: {}.", name.trim(), names.join(", ")),
            )
        }
    }
}

impl Standfast {
    /// The row of the item that a key names: its own key, its number, or the key it came with (G5).
    pub(crate) fn item_id(&self, key: &str) -> Result<i64> {
        find_item(&self.tx(), key)
    }
}

/// The thing with that number; a refusal names the list of them.
pub(crate) fn find<T: Numbered>(tx: &Tx<'_>, number: i64, list: Act) -> Result<T> {
    if let Some(found) = T::numbered(tx.store, number)? {
        return Ok(found);
    }
    let key = T::TABLE.letter().map_or_else(|| number.to_string(), |letter| format!("{letter}{number}"));
    refuse_with(Rule::G5, format!("There is no {} {key}.", T::TABLE.noun()), list.way("", "See what there is with {}."))
}

/// The blocker with that number.
pub(crate) fn find_blocker(tx: &Tx<'_>, number: i64) -> Result<Blocker> {
    find(tx, number, Act::BlockerList)
}

/// The blocker with that number, which is open.
pub(crate) fn open_blocker(tx: &Tx<'_>, number: i64) -> Result<Blocker> {
    let blocker = find_blocker(tx, number)?;
    if blocker.resolved_at.is_some() {
        let how = blocker.resolution.unwrap_or_default();
        let how = sentence(&format!("B{number} is already resolved: {how}"));
        return refuse_with(
            Rule::B1,
            how,
            Act::BlockerReopen.way(format!("B{number} --reason \"…\""), "Reopen it with {}."),
        );
    }
    Ok(blocker)
}

/// The sprint with that number; a refusal names those there are.
pub(crate) fn find_sprint(tx: &Tx<'_>, number: i64) -> Result<Sprint> {
    if let Some(sprint) = tx.store.sprint(number)? {
        return Ok(sprint);
    }
    let known: Vec<String> = tx.store.sprints(5)?.iter().map(|s| s.number.to_string()).collect();
    if known.is_empty() {
        return refuse_with(
            Rule::L1,
            format!("There is no sprint {number}, and no other sprint yet."),
            Act::SprintNew.way("", "Make one with {}."),
        );
    }
    refuse(Rule::L1, format!("There is no sprint {number}. The last ones are {}.", known.join(", ")))
}

/// The member of that name; a refusal names everyone.
pub(crate) fn find_member(tx: &Tx<'_>, name: &str) -> Result<Member> {
    if let Some(member) = tx.store.member(name)? {
        return Ok(member);
    }
    let names = tx.store.member_names()?;
    let known =
        if names.is_empty() { "It has no members yet".to_owned() } else { format!("Members: {}", names.join(", ")) };
    refuse_with(
        Rule::G5,
        format!("Nobody in the team is called \"{}\". {known}.", name.trim()),
        Act::MemberAdd.way("NAME", "Add somebody with {}."),
    )
}

/// The member of that name, whom something is given to: one who has left is refused, and the answer names one who is away
/// until the sprint ends.
pub(crate) fn find_colleague(tx: &Tx<'_>, name: &str) -> Result<Member> {
    let member = find_member(tx, name)?;
    if let Some(left) = has_left_in_words(tx, &member) {
        return refuse_with(
            Rule::G5,
            format!("{left} Name somebody who is here."),
            Act::MemberEdit.way(format!("{} --until none", member.name), "Take them back with {}."),
        );
    }
    warn_if_away(tx, &member)?;
    Ok(member)
}

/// The member of that name, for what only the team does; somebody outside of it is refused with the reason.
pub(crate) fn find_teammate(tx: &Tx<'_>, name: &str, why: &str) -> Result<Member> {
    let member = find_colleague(tx, name)?;
    refuse_outside(&member, why)?;
    Ok(member)
}

/// Refuses somebody outside the team (L2).
pub(crate) fn refuse_outside(member: &Member, why: &str) -> Result<()> {
    if member.is_inside() {
        return Ok(());
    }
    refuse_with(
        Rule::L2,
        format!("{} is outside the team: {why}", member.name),
        Act::MemberEdit.way(format!("{} --inside", member.name), "Take them into the team with {}."),
    )
}

/// Why somebody outside the team is given no item.
pub(crate) const NO_ITEMS: &str =
    "items are the work of its members. Give it to one of them, or raise a blocker that waits for this person.";
/// Why they are not heard in turn.
pub(crate) const NO_TURN: &str = "they have no turn at the standup. Park what concerns them as a topic.";

/// `Ana left the team on Mon 23 Nov.`, if that day is past.
fn has_left_in_words(tx: &Tx<'_>, member: &Member) -> Option<String> {
    let today = tx.today();
    let last = member.ends_on.filter(|_| member.has_left(today))?;
    let from = if member.outside { "left" } else { "left the team" };
    Some(format!("{} {from} on {}.", member.name, short_day(last, today.year())))
}

/// The name of somebody who may be outside the team, as the team writes it if they are in it. The answer names a member
/// who has left, or who is away until the sprint ends.
pub(crate) fn find_anybody(tx: &Tx<'_>, name: &str) -> Result<String> {
    let Some(member) = tx.store.member(name)? else { return Ok(name.trim().to_owned()) };
    match has_left_in_words(tx, &member) {
        Some(left) => tx.warn(left),
        None => warn_if_away(tx, &member)?,
    }
    Ok(member.name)
}

/// Adds to the answer that a member is away until the sprint under way ends, or joins after it.
pub(crate) fn warn_if_away(tx: &Tx<'_>, member: &Member) -> Result<()> {
    let today = tx.today();
    let Some(end) = tx.store.locked_sprint()?.and_then(|sprint| sprint.ends_on) else { return Ok(()) };
    let left = tx.store.calendar(tx.team)?.member_capacity(member, &tx.store.absences()?, today, end);
    let until = short_day(end, today.year());
    match member.starts_on {
        Some(first) if first > end => {
            tx.warn(format!("{} joins the team on {}, after the sprint.", member.name, short_day(first, today.year())));
        }
        _ if left.is_away_throughout() => {
            tx.warn(format!("{} is away until the sprint ends on {until}.", member.name));
        }
        _ => {}
    }
    Ok(())
}

/// The name, unless it is of somebody who has left: what is theirs is nobody's.
pub(crate) fn if_here(tx: &Tx<'_>, name: Option<&str>) -> Result<Option<String>> {
    let Some(name) = name else { return Ok(None) };
    Ok(tx.store.member(name)?.filter(|member| !member.has_left(tx.today())).map(|member| member.name))
}

/// The keys of what a member holds: open items, blockers that they clear, and actions that they have not done.
pub(crate) fn held_by(tx: &Tx<'_>, member: &Member) -> Result<Vec<String>> {
    let ids = tx.store.held_by(&[member.id])?;
    let rows = tx.store.rows_of(&ids, &tx.team()?.ready)?;
    let mut keys: Vec<String> = ids.iter().filter_map(|id| rows.get(id)).map(|row| row.key.clone()).collect();
    let theirs = |blocker: &Blocker| blocker.owner.as_ref() == Some(&member.name);
    keys.extend(tx.store.blockers(true)?.iter().filter(|blocker| theirs(blocker)).map(Blocker::key));
    let to_do = |action: &Action| action.owner == member.name && action.done_at.is_none();
    keys.extend(tx.store.open_actions()?.iter().filter(|action| to_do(action)).map(Action::key));
    Ok(keys)
}

/// The retro that has begun and not ended.
pub(crate) fn retro_under_way(tx: &Tx<'_>) -> Result<Retro> {
    match tx.store.retro_under_way()? {
        Some(retro) => Ok(retro),
        None => refuse_with(
            Rule::A1,
            "No retro is under way.",
            Act::RetroStart.way("", "Start one for the last closed sprint with {}."),
        ),
    }
}

/// The note of a retro with that number.
pub(crate) fn find_note(tx: &Tx<'_>, retro: &Retro, number: i64) -> Result<Note> {
    match tx.store.retro_notes(retro.id)?.into_iter().find(|note| note.number == number) {
        Some(note) => Ok(note),
        None => refuse_with(
            Rule::A2,
            format!("There is no note {number} in this retro."),
            Act::RetroShow.way("", "See all notes with {}."),
        ),
    }
}

/// The action with that number.
pub(crate) fn find_action(tx: &Tx<'_>, number: i64) -> Result<Action> {
    find(tx, number, Act::ActionList)
}
