//! Taking items into a draft and out of it (L3, L7).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::find::{find_row, find_sprint};
use crate::app::say::named;
use crate::domain::item::ItemRow;
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::sprint::NewPlace;

impl Standfast {
    /// Takes items into a draft; into a locked sprint only a change request brings them (L7).
    pub fn add_to_sprint(&mut self, number: i64, keys: &[&str]) -> Result<Outcome<()>> {
        self.transact(Op::AddToSprint, |tx| {
            let sprint = find_sprint(tx, number)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                refuse_scope_change(&sprint, &row, "add", "come in")?;
                match tx.store.place_of(row.id)? {
                    Some((_, other, _)) if other == number => continue,
                    Some((_, other, state)) => {
                        return refuse(
                            Rule::L7,
                            format!("{} is in sprint {other} ({}). Take it out there first.", row.key, state.word()),
                        );
                    }
                    None => {}
                }
                if row.class.is_ended() {
                    return refuse(
                        Rule::L6,
                        format!(
                            "{} is {} already. Reopen it by moving it to another status, then plan it.",
                            row.key, row.status
                        ),
                    );
                }
                tx.store.insert_place(&NewPlace::in_draft(sprint.id, row.id, tx.now, row.points))?;
                done.push(row.key);
            }
            if done.is_empty() {
                return Ok(((), format!("Sprint {number} has them already.")));
            }
            Ok(((), format!("Added {} to sprint {number}.", named(&done))))
        })
    }

    /// Takes items out of a draft; out of a locked sprint only a change request takes them (L7).
    pub fn remove_from_sprint(&mut self, number: i64, keys: &[&str]) -> Result<Outcome<()>> {
        self.transact(Op::RemoveFromSprint, |tx| {
            let sprint = find_sprint(tx, number)?;
            let mut done = Vec::new();
            for key in keys {
                let row = find_row(tx, key)?;
                refuse_scope_change(&sprint, &row, "remove", "leave")?;
                match tx.store.place_of(row.id)? {
                    Some((place, here, _)) if here == number => tx.store.delete_place(place)?,
                    _ => return refuse(Rule::L7, format!("{} is not in sprint {number}.", row.key)),
                }
                done.push(row.key);
            }
            Ok(((), format!("Removed {} from sprint {number}.", named(&done))))
        })
    }
}

fn refuse_scope_change(sprint: &Sprint, row: &ItemRow, kind: &str, verb: &str) -> Result<()> {
    match sprint.state {
        State::Draft => Ok(()),
        State::Locked => refuse_with(
            Rule::L7,
            format!("Sprint {} is locked: {} can {verb} only through a change request.", sprint.number, row.key),
            Act::ScopeRequest.way(
                format!("{kind} {} --reason \"…\"", row.key),
                "Request it with {}, or wait for the next planning.",
            ),
        ),
        state => refuse(
            Rule::L8,
            format!("Sprint {} is {}; its scope does not change any more.", sprint.number, state.word()),
        ),
    }
}
