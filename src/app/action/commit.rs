//! Committing an action, and saying that it is done (A2, A3).

use super::due::{default_due, due_from_today};
use super::ruling::{already_ruled, refuse_unruled};
use crate::app::change::Outcome;
use crate::app::find::{find_action, find_colleague, find_note, retro_under_way};
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::action::Action;
use crate::domain::retro::Retro;
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::engine::values;

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

impl Standfast {
    /// Commits an action at the retro under way; its number is given (A2).
    pub fn commit_action(&mut self, new: &NewAction) -> Result<Outcome<i64>> {
        let text = one_line(Rule::A2, "The action", &new.text)?;
        let shows = one_line(Rule::A2, "What will show that it worked", &new.shows)?;
        self.transact(Op::CommitAction, |tx| {
            let retro = retro_under_way(tx)?;
            refuse_unruled(tx, &retro, "New actions come after that")?;
            refuse_too_many(tx, &retro)?;
            let owner = find_colleague(tx, &new.owner)?;
            let due = match new.due {
                Some(due) => due_from_today(tx, due)?,
                None => default_due(tx, &retro)?,
            };
            let note = new.note.map(|number| find_note(tx, &retro, number)).transpose()?;
            let (_, number) = tx.store.insert_numbered(Table::RetroAction, values! {
                retro: retro.id, note: note.map(|note| note.id), text, owner: owner.id, due, shows, committed_at: tx.now,
            })?;
            Ok((number, format!("A{number} is committed: {}, {}, due {due}. It worked if: {shows}.", text, owner.name)))
        })
    }

    /// Says that an action is done; the next retro verifies it (A3).
    pub fn finish_action(&mut self, number: i64, note: Option<&str>) -> Result<Outcome<()>> {
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        self.transact(Op::FinishAction, |tx| {
            let action = find_action(tx, number)?;
            if let Some(ruled) = action.verdict() {
                return refuse(Rule::A3, already_ruled(&action, ruled.ruling, ruled.sprint));
            }
            if let Some(at) = action.done_at {
                let day = at.day(tx.team()?.zone);
                return refuse(Rule::A3, format!("A{number} was done on {day}; the next retro verifies it."));
            }
            tx.store.set_action_done(action.id, tx.now, note)?;
            Ok(((), format!("A{number} is done. The next retro asks whether it worked: {}.", action.shows)))
        })
    }
}

fn refuse_too_many(tx: &Tx<'_>, retro: &Retro) -> Result<()> {
    let committed = tx.store.actions_of_retro(retro.id)?;
    let most = tx.store.retro_settings()?.map_or(2, |settings| settings.actions);
    if committed.len() < usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(());
    }
    let keys: Vec<String> = committed.iter().map(Action::key).collect();
    let are = match keys.as_slice() {
        [one] => format!("{one} is"),
        _ => format!("{} are", keys.join(" and ")),
    };
    refuse_with(
        Rule::A2,
        format!("{are} already committed, and this team takes at most {most} a retro."),
        Act::RetroNotNow.way("\"…\" --not-now", "Put this one on the \"not now\" list with {}."),
    )
}
