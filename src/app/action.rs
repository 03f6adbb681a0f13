//! Retro actions: committed at a retro, done in the sprint, ruled on at the next retro (A1–A4).

use crate::app::change::Outcome;
use crate::app::retro::{find_note, under_way};
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::action::{Action, ActionRuling, FollowThrough, carried_in_words, follow_through};
use crate::domain::retro::Retro;
use crate::domain::time::Day;
use crate::error::{Refusal, Result, refuse};
use crate::store::action::{NewActionRow, NewRulingRow};
use chrono::Days;

/// An action about to be committed (A2).
#[derive(Debug, Clone, Default)]
pub struct NewAction {
    /// What is to be done.
    pub text: String,
    pub owner: String,
    /// When it is due; the end of the next sprint if absent.
    pub due: Option<Day>,
    /// What will show that it worked.
    pub shows: String,
    /// The number of the note it comes from.
    pub note: Option<i64>,
}

/// What a retro says of an action of an earlier one (A1).
#[derive(Debug, Clone)]
pub struct RuleOnAction {
    pub ruling: ActionRuling,
    /// Why; a drop needs it.
    pub reason: Option<String>,
    /// For a kept one, whose it is now; its owner's if absent.
    pub owner: Option<String>,
    /// For a kept one, when it is due; the end of the next sprint if absent.
    pub due: Option<Day>,
}

impl RuleOnAction {
    /// A ruling without more words.
    pub fn new(ruling: ActionRuling) -> Self {
        Self { ruling, reason: None, owner: None, due: None }
    }
}

impl Standfast {
    /// Every action, in the order of commitment.
    pub fn actions(&self) -> Result<Vec<Action>> {
        self.store.actions()
    }

    /// One action by its number.
    pub fn action(&self, number: i64) -> Result<Action> {
        find_action(&self.tx(), number)
    }

    /// The actions that stand in that sprint, or stood in it (A3).
    pub fn actions_in(&self, sprint: i64) -> Result<Vec<Action>> {
        Ok(self.store.actions()?.into_iter().filter(|action| action.stands_in(sprint)).collect())
    }

    /// What became of the team's actions (A4).
    pub fn follow_through(&self) -> Result<FollowThrough> {
        Ok(follow_through(&self.store.actions()?))
    }

    /// When an action committed or kept now is due unless someone says otherwise: at the end of the next sprint (A2).
    pub fn default_due(&self) -> Result<Day> {
        let tx = self.tx();
        default_due(&tx, &under_way(&tx)?)
    }

    /// Commits an action at the retro under way; its number is given (A2).
    pub fn commit_action(&mut self, new: &NewAction) -> Result<Outcome<i64>> {
        let text = one_line("A2", "The action", &new.text)?;
        let shows = one_line("A2", "What will show that it worked", &new.shows)?;
        self.transact(Op::new("commit action"), |tx| {
            let retro = under_way(tx)?;
            refuse_unruled(tx, &retro, "New actions are committed after that")?;
            refuse_too_many(tx, &retro)?;
            let owner = find_member(tx, &new.owner)?;
            let due = match new.due {
                Some(due) => due_from_today(tx, due)?,
                None => default_due(tx, &retro)?,
            };
            let note = new.note.map(|number| find_note(tx, &retro, number)).transpose()?;
            let number = tx.store.insert_action(&NewActionRow {
                retro: retro.id,
                note: note.map(|note| note.id),
                text: &text,
                owner: owner.id,
                due,
                shows: &shows,
                at: tx.now,
            })?;
            Ok((number, format!("A{number} is committed: {}, {}, due {due}. It worked if: {shows}.", text, owner.name)))
        })
    }

    /// Says that an action is done; the next retro verifies it (A3).
    pub fn finish_action(&mut self, number: i64, note: Option<&str>) -> Result<Outcome<()>> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::new("finish action"), |tx| {
            let action = find_action(tx, number)?;
            if let Some(ruled) = action.verdict() {
                return refuse("A3", already_ruled(&action, ruled.ruling, ruled.sprint));
            }
            if let Some(at) = action.done_at {
                let day = at.day(tx.team()?.zone);
                return refuse("A3", format!("A{number} was done on {day}; the next retro verifies it."));
            }
            tx.store.set_action_done(action.id, tx.now, note)?;
            Ok(((), format!("A{number} is done. The next retro asks whether it worked: {}.", action.shows)))
        })
    }

    /// Rules on an action of an earlier retro, at the one under way (A1).
    pub fn rule_on_action(&mut self, number: i64, ruling: &RuleOnAction) -> Result<Outcome<()>> {
        let reason = ruling.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| one_line("A1", "The reason", reason)).transpose()?;
        if ruling.ruling == ActionRuling::Dropped && reason.is_none() {
            return refuse("A1", format!("Dropping A{number} needs a reason: why is it given up?"));
        }
        let by = self.actor.clone();
        self.transact(Op::new("rule on action").because(reason.as_deref()), |tx| {
            let retro = under_way(tx)?;
            let action = find_action(tx, number)?;
            refuse_ruling(&retro, &action)?;
            let keep = match ruling.ruling {
                ActionRuling::Keep => Some(kept_for(tx, &retro, &action, ruling)?),
                _ => None,
            };
            let done_now = ruling.ruling.needs_done() && action.done_at.is_none();
            if done_now {
                tx.store.set_action_done(action.id, tx.now, None)?;
            }
            tx.store.rule_action(&NewRulingRow {
                action: action.id,
                retro: retro.id,
                ruling: ruling.ruling,
                reason: reason.as_deref(),
                by: &by,
                at: tx.now,
                keep: keep.as_ref().map(|(id, _, due)| (*id, *due)),
            })?;
            Ok(((), sentence(&action, ruling.ruling, reason.as_deref(), keep.as_ref(), done_now)))
        })
    }
}

/// An owner's row and name, and the day it is due.
type Kept = (i64, String, Day);

fn kept_for(tx: &Tx<'_>, retro: &Retro, action: &Action, ruling: &RuleOnAction) -> Result<Kept> {
    let owner = find_member(tx, ruling.owner.as_deref().unwrap_or(&action.owner))?;
    let due = match ruling.due {
        Some(due) => due_from_today(tx, due)?,
        None => default_due(tx, retro)?,
    };
    Ok((owner.id, owner.name, due))
}

fn sentence(
    action: &Action,
    ruling: ActionRuling,
    reason: Option<&str>,
    keep: Option<&Kept>,
    done_now: bool,
) -> String {
    let key = action.key();
    let because = reason.map_or_else(String::new, |reason| format!(": {reason}"));
    let done = if done_now { " It counts as done today." } else { "" };
    match (ruling, keep) {
        (ActionRuling::Keep, Some((_, owner, due))) => {
            let carried = carried_in_words(action.carried() + 1);
            format!("{key} stays for one more sprint ({carried}): {owner}, due {due}{because}.")
        }
        (ActionRuling::Worked, _) => format!("{key} worked{because}.{done}"),
        (ActionRuling::NoEffect, _) => format!("{key} had no effect{because}.{done}"),
        (ActionRuling::UndoIt, _) => format!("{key} is to be undone{because}.{done}"),
        _ => format!("{key} is dropped{because}."),
    }
}

fn already_ruled(action: &Action, ruling: ActionRuling, sprint: i64) -> String {
    format!("{} was ruled on at the retro of sprint {sprint}: {}. A ruling stands.", action.key(), ruling.word())
}

fn refuse_ruling(retro: &Retro, action: &Action) -> Result<()> {
    if let Some(ruled) = action.verdict() {
        return refuse("A1", already_ruled(action, ruled.ruling, ruled.sprint));
    }
    if let Some(ruled) = action.ruled_at(retro.sprint) {
        return refuse("A1", already_ruled(action, ruled.ruling, ruled.sprint));
    }
    if action.sprint == retro.sprint {
        return refuse("A1", format!("{} was committed at this very retro; the next one rules on it.", action.key()));
    }
    Ok(())
}

/// The action with that number.
pub(crate) fn find_action(tx: &Tx<'_>, number: i64) -> Result<Action> {
    match tx.store.action(number)? {
        Some(action) => Ok(action),
        None => refuse("G5", format!("There is no action A{number}. `standfast action list --all` shows them.")),
    }
}

/// The actions of earlier retros that this one has not ruled on (A1).
pub(crate) fn unruled(tx: &Tx<'_>, retro: &Retro) -> Result<Vec<Action>> {
    let waits =
        |action: &Action| action.sprint != retro.sprint && action.is_open() && action.ruled_at(retro.sprint).is_none();
    Ok(tx.store.actions()?.into_iter().filter(waits).collect())
}

/// Refuses with the list while actions of earlier retros have no ruling (A1).
pub(crate) fn refuse_unruled(tx: &Tx<'_>, retro: &Retro, what: &str) -> Result<()> {
    let waiting = unruled(tx, retro)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let count = match waiting.len() {
        1 => "1 action of an earlier retro waits for a ruling".to_owned(),
        n => format!("{n} actions of earlier retros wait for a ruling"),
    };
    let message = format!(
        "{count}: worked, no effect, undo it, keep one more sprint, or dropped with a reason. {what}: `standfast retro rule A{} RULING`.",
        waiting.first().map_or(0, |action| action.number)
    );
    let list = waiting.iter().map(|action| format!("{} ({}): {}", action.key(), action.owner, action.text)).collect();
    Err(Refusal::new("A1", message).with_details(list).into())
}

fn refuse_too_many(tx: &Tx<'_>, retro: &Retro) -> Result<()> {
    let committed: Vec<Action> =
        tx.store.actions()?.into_iter().filter(|action| action.sprint == retro.sprint).collect();
    let most = tx.store.retro_settings()?.map_or(2, |settings| settings.actions);
    if committed.len() < usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(());
    }
    let keys: Vec<String> = committed.iter().map(Action::key).collect();
    refuse(
        "A2",
        format!(
            "{} committed already, and this team takes at most {most} a retro. Put this one on the \"not now\" list: `standfast retro commit \"…\" --not-now`.",
            match keys.as_slice() {
                [one] => format!("{one} is"),
                _ => format!("{} are", keys.join(" and ")),
            }
        ),
    )
}

fn due_from_today(tx: &Tx<'_>, due: Day) -> Result<Day> {
    let today = tx.now.day(tx.team()?.zone);
    if due < today {
        return refuse("A2", format!("The action would be due on {due}, which has passed. Give it a day to come."));
    }
    Ok(due)
}

/// The end of the next sprint: as planned, or as long as the last one from the next working day on.
fn default_due(tx: &Tx<'_>, retro: &Retro) -> Result<Day> {
    let today = tx.now.day(tx.team()?.zone);
    let planned = tx.store.locked_sprint()?.into_iter().chain(tx.store.draft_sprints()?);
    let next = planned.filter(|sprint| sprint.number > retro.sprint).find_map(|sprint| sprint.ends_on);
    if let Some(end) = next.filter(|end| *end >= today) {
        return Ok(end);
    }
    let fortnight = || today.checked_add_days(Days::new(14)).unwrap_or(today);
    let past = tx.store.sprint(retro.sprint)?;
    let Some((start, end)) = past.and_then(|sprint| sprint.starts_on.zip(sprint.ends_on)) else {
        return Ok(fortnight());
    };
    let calendar = tx.store.calendar(tx.team)?;
    let length = calendar.count_working_days(start, end).max(1);
    let eve = end.max(today.pred_opt().unwrap_or(today));
    Ok(calendar.working_day_after(eve, length).unwrap_or_else(fortnight))
}
