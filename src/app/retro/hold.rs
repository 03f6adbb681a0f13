//! Starting and finishing a retro, and its "not now" list (A1, A2, A5).

use super::view::NOT_NOW;
use crate::app::action::{refuse_unruled, unruled};
use crate::app::change::Outcome;
use crate::app::find::{find_note, find_sprint, retro_under_way};
use crate::app::say::one_line;

use crate::app::{Standfast, Tx};
use crate::domain::action::Action;
use crate::domain::retro::{Retro, Topic, topics};
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

impl Standfast {
    /// Begins the retro of a closed sprint: the one named, or the last one that closed (A1).
    pub fn start_retro(&mut self, sprint: Option<i64>) -> Result<Outcome<i64>> {
        self.transact(Op::StartRetro, |tx| {
            if let Some(other) = tx.store.retro_under_way()? {
                return refuse_with(
                    Rule::A1,
                    format!("The retro of sprint {} is still under way.", other.sprint),
                    Act::RetroFinish.way("", "Finish it first with {}."),
                );
            }
            let sprint = closed_sprint(tx, sprint)?;
            if let Some(last) = tx.store.latest_retro()?
                && last.sprint >= sprint.number
            {
                return refuse(
                    Rule::A1,
                    format!(
                        "The retro of sprint {} has been held already. A retro looks back on a later sprint.",
                        last.sprint
                    ),
                );
            }
            let columns = tx.store.retro_settings()?.map(|settings| settings.columns).unwrap_or_default();
            tx.store.insert_retro(sprint.id, &columns, tx.now)?;
            let Some(retro) = tx.store.retro(sprint.number)? else {
                return refuse(Rule::A1, "The retro was not written.");
            };
            let (next, way) = match unruled(tx, &retro)?.len() {
                0 => (
                    "No earlier action is open.".to_owned(),
                    Act::RetroNote.way("\"…\" --column …", "Write a note with {}."),
                ),
                1 => (
                    "1 earlier action waits for its ruling first.".to_owned(),
                    Act::RetroRule.way("A1 RULING", "Rule on it with {}."),
                ),
                n => (
                    format!("{n} earlier actions wait for their rulings first."),
                    Act::RetroRule.way("A1 RULING", "Rule on each with {}."),
                ),
            };
            Ok((sprint.number, (format!("The retro of sprint {} has begun. {next}", sprint.number), way)))
        })
    }

    /// Ends the retro under way; without an action only with a reason (A5). What was voted for and did not become an
    /// action goes to the "not now" list.
    pub fn finish_retro(&mut self, no_action_reason: Option<&str>) -> Result<Outcome<i64>> {
        let reason = no_action_reason.map(str::trim).filter(|reason| !reason.is_empty());
        let reason = reason.map(|reason| one_line(Rule::A5, "The reason", reason)).transpose()?;
        self.transact(Op::FinishRetro.because(reason.as_deref()), |tx| {
            let retro = retro_under_way(tx)?;
            refuse_unruled(tx, &retro, "The retro can finish after that")?;
            let committed = tx.store.actions_of_retro(retro.id)?;
            if committed.is_empty() && reason.is_none() {
                return refuse_with(
                    Rule::A5,
                    "No action is committed. A retro without one needs a reason.",
                    Act::RetroFinish.way("--reason \"…\"", "Finish it with {}."),
                );
            }
            let put_off = put_off_the_rest(tx, &retro, &committed)?;
            let reason = reason.as_deref().filter(|_| committed.is_empty());
            tx.store.set_retro_finished(retro.id, tx.now, reason)?;
            let keys: Vec<String> = committed.iter().map(Action::key).collect();
            let actions = match (keys.as_slice(), reason) {
                ([], Some(reason)) => format!("without an action: {reason}"),
                (keys, _) => format!("with {}", keys.join(" and ")),
            };
            let rest = match put_off {
                0 => String::new(),
                1 => " 1 more topic is on the \"not now\" list.".to_owned(),
                n => format!(" {n} more topics are on the \"not now\" list."),
            };
            Ok((retro.sprint, format!("The retro of sprint {} has ended {actions}.{rest}", retro.sprint)))
        })
    }

    /// Puts an idea on the "not now" list of the retro under way (A2).
    pub fn put_off(&mut self, text: &str, note: Option<i64>) -> Result<Outcome<()>> {
        let text = one_line(Rule::A2, "What is put off", text)?;
        self.transact(Op::PutOff, |tx| {
            let retro = retro_under_way(tx)?;
            let note = note.map(|number| find_note(tx, &retro, number)).transpose()?;
            tx.store.insert_not_now(retro.id, &text, note.map(|note| note.id))?;
            Ok(((), format!("Not now: {text}.")))
        })
    }
}

fn closed_sprint(tx: &Tx<'_>, number: Option<i64>) -> Result<Sprint> {
    let sprint = match number {
        Some(number) => find_sprint(tx, number)?,
        None => match tx.store.closed_sprints(1)?.into_iter().next() {
            Some(sprint) => sprint,
            None => return refuse(Rule::A1, "No sprint is closed yet. A retro looks back on a closed sprint."),
        },
    };
    match sprint.state {
        State::Closed => Ok(sprint),
        state => refuse(
            Rule::A1,
            format!("Sprint {} is {}. A retro looks back on a closed sprint.", sprint.number, state.word()),
        ),
    }
}

/// What was voted for and became neither an action nor an entry of the list goes to the list; how many there were.
fn put_off_the_rest(tx: &Tx<'_>, retro: &Retro, committed: &[Action]) -> Result<usize> {
    let listed = tx.store.not_now(NOT_NOW, i64::MAX)?;
    let listed: Vec<i64> = listed.iter().filter(|e| e.sprint == retro.sprint).filter_map(|e| e.note).collect();
    let taken = |number: i64| listed.contains(&number) || committed.iter().any(|action| action.note == Some(number));
    let topics = topics(&tx.store.retro_notes(retro.id)?);
    let rest: Vec<&Topic> =
        topics.iter().filter(|topic| topic.votes > 0 && !topic.notes.iter().any(|note| taken(note.number))).collect();
    for topic in &rest {
        let note = topic.notes.first().map(|note| note.id);
        tx.store.insert_not_now(retro.id, &topic.text, note)?;
    }
    Ok(rest.len())
}
