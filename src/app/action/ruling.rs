//! Rulings on actions of earlier retros (A1).

use super::due::{default_due, due_from_today};
use crate::app::change::Outcome;
use crate::app::find::{find_action, find_colleague, retro_under_way};
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::action::{Action, ActionRuling, carried_in_words};
use crate::domain::retro::Retro;
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse};
use crate::rules::{Act, Op, Refusal, Rule};
use crate::store::engine::values;

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
    /// Rules on an action of an earlier retro, at the one under way (A1).
    pub fn rule_on_action(&mut self, number: i64, ruling: &RuleOnAction) -> Result<Outcome<()>> {
        let reason = ruling.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| one_line(Rule::A1, "The reason", reason)).transpose()?;
        if ruling.ruling == ActionRuling::Dropped && reason.is_none() {
            return refuse(Rule::A1, format!("Dropping A{number} needs a reason: why is it given up?"));
        }
        let by = self.actor.clone();
        self.transact(Op::RuleOnAction.because(reason.as_deref()), |tx| {
            let retro = retro_under_way(tx)?;
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
            let (owner, due) = keep.as_ref().map(|(owner, _, due)| (*owner, *due)).unzip();
            tx.store.insert(Table::ActionRuling, values! {
                id: tx.store.next_id(Table::ActionRuling)?, action: action.id, retro: retro.id, ruling: ruling.ruling, reason,
                ruled_by: by, ruled_at: tx.now, owner, due,
            })?;
            Ok(((), ruled_in_words(&action, ruling.ruling, reason.as_deref(), keep.as_ref(), done_now)))
        })
    }
}

/// An owner's row and name, and the day it is due.
type Kept = (i64, String, Day);

fn kept_for(tx: &Tx<'_>, retro: &Retro, action: &Action, ruling: &RuleOnAction) -> Result<Kept> {
    let owner = find_colleague(tx, ruling.owner.as_deref().unwrap_or(&action.owner))?;
    let due = match ruling.due {
        Some(due) => due_from_today(tx, due)?,
        None => default_due(tx, retro)?,
    };
    Ok((owner.id, owner.name, due))
}

fn ruled_in_words(
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

pub(super) fn already_ruled(action: &Action, ruling: ActionRuling, sprint: i64) -> String {
    format!("{} was ruled on at the retro of sprint {sprint}: {}. A ruling is final.", action.key(), ruling.word())
}

fn refuse_ruling(retro: &Retro, action: &Action) -> Result<()> {
    if let Some(ruled) = action.verdict() {
        return refuse(Rule::A1, already_ruled(action, ruled.ruling, ruled.sprint));
    }
    if let Some(ruled) = action.ruled_at(retro.sprint) {
        return refuse(Rule::A1, already_ruled(action, ruled.ruling, ruled.sprint));
    }
    if action.sprint == retro.sprint {
        return refuse(
            Rule::A1,
            format!("{} was committed at this very retro; the next one rules on it.", action.key()),
        );
    }
    Ok(())
}

/// The actions of earlier retros that this one has not ruled on (A1).
pub(crate) fn unruled(tx: &Tx<'_>, retro: &Retro) -> Result<Vec<Action>> {
    let waits =
        |action: &Action| action.sprint != retro.sprint && action.is_open() && action.ruled_at(retro.sprint).is_none();
    Ok(tx.store.open_actions()?.into_iter().filter(waits).collect())
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
    let why = format!("{count}. {what}.");
    let first = waiting.first().map_or(0, |action| action.number);
    let way = Act::RetroRule.way(
        format!("A{first} RULING"),
        "Rule on each with {}: worked, no effect, undo it, keep one more sprint, or dropped with a reason.",
    );
    let list = waiting
        .iter()
        .map(|action| format!("{} ({}): {}", action.key(), action.whose(tx.today()), action.text))
        .collect();
    Err(Refusal::new(Rule::A1, why).way(way).with_details(list).into())
}
