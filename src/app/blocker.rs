//! Blockers: raised, touched, escalated, resolved, reopened (B1–B3). An open one keeps its items from being ready (I3).

use crate::app::change::Outcome;
use crate::app::item::named;
use crate::app::key::{find_item, find_row};
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::blocker::{Blocker, Cause, Held, held_up};
use crate::domain::time::{Day, Instant};
use crate::error::{Result, refuse};

/// What is known of a blocker when it is raised.
#[derive(Debug, Clone, Default)]
pub struct NewBlocker {
    /// What is in the way.
    pub text: String,
    pub cause: Cause,
    /// Keys of the items it holds up.
    pub items: Vec<String>,
    /// Who raises it; the actor where nobody is named and they are in the team.
    pub raised_by: Option<String>,
    pub owner: Option<String>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    pub next_step: Option<String>,
    pub next_step_by: Option<Day>,
}

/// What was done about a blocker; what is `None` or empty stays. One of it must be something.
#[derive(Debug, Clone, Default)]
pub struct Touch {
    /// What was done or heard.
    pub note: Option<String>,
    pub text: Option<String>,
    pub cause: Option<Cause>,
    /// Another owner, or nobody.
    pub owner: Option<Option<String>>,
    /// Somebody else to wait for, or nobody.
    pub waiting_on: Option<Option<String>>,
    /// Another day by which it must be gone, or none.
    pub needed_by: Option<Option<Day>>,
    /// Another next step, or none.
    pub next_step: Option<Option<String>>,
    /// Another day for the next step, or none.
    pub next_step_by: Option<Option<Day>>,
    /// Keys of more items that it holds up.
    pub add_items: Vec<String>,
    /// Keys of items that it does not hold up any more.
    pub remove_items: Vec<String>,
}

/// One thing that was done about a blocker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub operation: i64,
    pub at: Instant,
    pub actor: String,
    /// What, in a sentence.
    pub said: String,
}

impl Standfast {
    /// Blockers, oldest first: the open ones, or all.
    pub fn blockers(&self, open_only: bool) -> Result<Vec<Blocker>> {
        self.store.blockers(open_only)
    }

    /// One blocker.
    pub fn blocker(&self, number: i64) -> Result<Blocker> {
        find_blocker(&self.tx(), number)
    }

    /// What was done about a blocker, the earliest first.
    pub fn blocker_history(&self, number: i64) -> Result<Vec<Done>> {
        let blocker = self.blocker(number)?;
        let done = |(operation, at, actor, said)| Done { operation, at, actor, said };
        Ok(self.store.blocker_history(blocker.id)?.into_iter().map(done).collect())
    }

    /// What open blockers hold up, by cause, the most days first (B3).
    pub fn held_up(&self) -> Result<Vec<Held>> {
        let known = self.store.held_points()?;
        let points = |key: &str| known.iter().find(|(held, _)| held == key).map(|(_, points)| *points);
        Ok(held_up(&self.store.blockers(true)?, points, &self.calendar()?, self.now()))
    }

    /// How many blockers are open.
    pub fn count_open_blockers(&self) -> Result<i64> {
        self.store.count_open_blockers()
    }

    /// Raises a blocker; its number is given.
    pub fn raise_blocker(&mut self, new: &NewBlocker) -> Result<Outcome<i64>> {
        let actor = self.actor().to_owned();
        self.transact(Op::new("raise blocker"), |tx| raise(tx, new, &actor))
    }

    /// Notes what was done about a blocker, or changes what is known of it; either is a touch (B2).
    pub fn touch_blocker(&mut self, number: i64, touch: &Touch) -> Result<Outcome<()>> {
        let note = touch.note.as_deref().map(|note| one_line("B1", "The note", note)).transpose()?;
        self.transact(Op::new("touch blocker").because(note.as_deref()), |tx| {
            let mut blocker = open_blocker(tx, number)?;
            let before = blocker.clone();
            change(tx, &mut blocker, touch)?;
            let items = change_items(tx, &blocker, touch)?;
            let changed = blocker != before || items;
            if note.is_none() && !changed {
                return refuse(
                    "B2",
                    format!("A touch says what was done about B{number}, or changes something of it."),
                );
            }
            blocker.last_note = note.clone().or(blocker.last_note);
            let owner = blocker.owner.as_deref().map(|name| find_member(tx, name)).transpose()?;
            tx.store.touch_blocker(&blocker, owner.map(|member| member.id), tx.now)?;
            let said = match &note {
                Some(note) => format!("Touched B{number}: {note}"),
                None => format!("Changed B{number}"),
            };
            Ok(((), sentence(&said)))
        })
    }

    /// Escalates a blocker, to the decision-maker where nobody else is named (B2).
    pub fn escalate_blocker(&mut self, number: i64, to: Option<&str>, note: Option<&str>) -> Result<Outcome<()>> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::new("escalate blocker").because(note), |tx| {
            let to = escalate(tx, number, to, note)?;
            Ok(((), format!("Escalated B{number} to {to}.")))
        })
    }

    /// Resolves a blocker, and says which items are free now.
    pub fn resolve_blocker(&mut self, number: i64, resolution: &str) -> Result<Outcome<()>> {
        let resolution = one_line("B1", "How it was resolved", resolution)?;
        self.transact(Op::new("resolve blocker").because(Some(&resolution)), |tx| {
            let free = resolve(tx, number, &resolution)?;
            Ok(((), format!("{}{free}", sentence(&format!("Resolved B{number}: {resolution}")))))
        })
    }

    /// Opens a resolved blocker again, with the reason.
    pub fn reopen_blocker(&mut self, number: i64, reason: &str) -> Result<Outcome<()>> {
        let reason = one_line("B1", "The reason", reason)?;
        self.transact(Op::new("reopen blocker").because(Some(&reason)), |tx| {
            let blocker = find_blocker(tx, number)?;
            if blocker.resolved_at.is_none() {
                return refuse("B1", format!("B{number} is open. Note what was done with `standfast blocker touch`."));
            }
            tx.store.reopen_blocker(blocker.id, tx.now, &reason)?;
            Ok(((), sentence(&format!("Reopened B{number}: {reason}"))))
        })
    }
}

/// The sentence, with one full stop at its end.
pub(crate) fn sentence(said: &str) -> String {
    if said.ends_with(['.', '!', '?', '…']) { said.to_owned() } else { format!("{said}.") }
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

/// Raises a blocker in an operation under way.
pub(crate) fn raise(tx: &Tx<'_>, new: &NewBlocker, actor: &str) -> Result<(i64, String)> {
    tx.team()?;
    let text = one_line("B1", "What is in the way", &new.text)?;
    let owner = new.owner.as_deref().map(|name| find_member(tx, name)).transpose()?;
    let raised_by = match &new.raised_by {
        Some(name) => Some(find_member(tx, name)?),
        None => tx.store.member(actor)?,
    };
    let rows = new.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let mut ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids.dedup();
    let blocker = Blocker {
        id: 0,
        number: 0,
        text: text.clone(),
        cause: new.cause,
        raised_by: None,
        owner: None,
        waiting_on: line(new.waiting_on.as_deref()),
        needed_by: new.needed_by,
        next_step: line(new.next_step.as_deref()),
        next_step_by: new.next_step_by,
        last_note: None,
        raised_at: tx.now,
        touched_at: tx.now,
        escalated_to: None,
        escalated_at: None,
        accepted_until: None,
        resolved_at: None,
        resolution: None,
        items: Vec::new(),
    };
    let (owner, raised_by) = (owner.map(|member| member.id), raised_by.map(|member| member.id));
    let number = tx.store.insert_blocker(&blocker, owner, raised_by, &ids)?;
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    let on = if keys.is_empty() { String::new() } else { format!(" on {}", named(&keys)) };
    Ok((number, sentence(&format!("Raised B{number}{on}: {text}"))))
}

/// Escalates in an operation under way; to whom is given.
pub(crate) fn escalate(tx: &Tx<'_>, number: i64, to: Option<&str>, note: Option<&str>) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    let to = match to.map(str::trim).filter(|name| !name.is_empty()) {
        // Whom it goes to may be outside the team; a member is named as the team does.
        Some(name) => tx.store.member(name)?.map_or_else(|| name.to_owned(), |member| member.name),
        None => match &tx.team()?.decision_maker {
            Some(decider) => decider.clone(),
            None => {
                return refuse(
                    "B2",
                    "The team has no decision-maker. Say to whom it goes with `--to NAME`, or name one with `standfast team set decision-maker NAME`.",
                );
            }
        },
    };
    tx.store.escalate_blocker(blocker.id, &to, tx.now, note.or(blocker.last_note.as_deref()))?;
    Ok(to)
}

/// Resolves in an operation under way; which items are free now is given in words.
pub(crate) fn resolve(tx: &Tx<'_>, number: i64, resolution: &str) -> Result<String> {
    let blocker = open_blocker(tx, number)?;
    tx.store.resolve_blocker(blocker.id, tx.now, resolution)?;
    let rows = blocker.items.iter().map(|key| find_row(tx, key)).collect::<Result<Vec<_>>>()?;
    let free: Vec<String> = rows.into_iter().filter(|row| !row.blocked).map(|row| row.key).collect();
    Ok(if free.is_empty() { String::new() } else { format!(" Free now: {}.", named(&free)) })
}

fn change(tx: &Tx<'_>, blocker: &mut Blocker, touch: &Touch) -> Result<()> {
    if let Some(text) = &touch.text {
        blocker.text = one_line("B1", "What is in the way", text)?;
    }
    if let Some(owner) = &touch.owner {
        blocker.owner = owner.as_deref().map(|name| find_member(tx, name)).transpose()?.map(|member| member.name);
    }
    if let Some(who) = &touch.waiting_on {
        blocker.waiting_on = line(who.as_deref());
    }
    if let Some(step) = &touch.next_step {
        blocker.next_step = line(step.as_deref());
    }
    blocker.cause = touch.cause.unwrap_or(blocker.cause);
    blocker.needed_by = touch.needed_by.unwrap_or(blocker.needed_by);
    blocker.next_step_by = touch.next_step_by.unwrap_or(blocker.next_step_by);
    Ok(())
}

fn change_items(tx: &Tx<'_>, blocker: &Blocker, touch: &Touch) -> Result<bool> {
    let held = tx.store.blocker_items(blocker.id)?;
    let mut changed = false;
    for key in &touch.add_items {
        let item = find_item(tx, key)?;
        if !held.contains(&item) {
            tx.store.add_blocker_item(blocker.id, item)?;
            changed = true;
        }
    }
    for key in &touch.remove_items {
        let item = find_item(tx, key)?;
        if !held.contains(&item) {
            return refuse("B1", format!("{} does not hold up {}.", blocker.key(), key.trim()));
        }
        tx.store.remove_blocker_item(blocker.id, item)?;
        changed = true;
    }
    Ok(changed)
}

fn line(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
