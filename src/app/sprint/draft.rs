//! Making a draft and changing its name, goal and dates (L1).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::fill::Columns;
use crate::app::find::find_sprint;
use crate::app::say::in_order;
use crate::domain::sprint::{Sprint, SprintEdit, State};
use crate::domain::tables::Table;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

impl Standfast {
    /// Makes a draft.
    pub fn new_sprint(&mut self, new: &SprintEdit) -> Result<Outcome<i64>> {
        self.transact(Op::NewSprint, |tx| {
            tx.team()?;
            let (start, end) = (new.starts_on.flatten(), new.ends_on.flatten());
            in_order(Rule::L1, start, end).map_err(|error| error.about("ends_on"))?;
            let mut row = Columns::of_new(tx, Rule::L1, new)?;
            row.set("state", &State::Draft);
            row.set("created_at", &tx.now);
            let (_, number) = tx.store.insert_numbered(Table::Sprint, &row.pairs())?;
            let dates = match (start, end) {
                (Some(start), Some(end)) => format!(", {start} to {end}"),
                _ => ", without dates yet".to_owned(),
            };
            let fill = Act::SprintAdd.way(format!("{number} KEY…"), "Fill it with {}.");
            Ok((number, (format!("Sprint {number} is a draft{dates}."), fill)))
        })
    }

    /// Changes a draft's name, goal or dates.
    pub fn edit_sprint(&mut self, number: i64, edit: &SprintEdit) -> Result<Outcome<()>> {
        self.transact(Op::EditSprint, |tx| {
            let sprint = find_sprint(tx, number)?;
            if sprint.state == State::Locked && (edit.starts_on.is_some() || edit.ends_on.is_some()) {
                return refuse_with(
                    Rule::L8,
                    format!("Sprint {number} is locked. Its dates change only through a change request."),
                    Act::ScopeRequest.way("dates --end DATE --reason \"…\"", "Request it with {}."),
                );
            }
            refuse_unless_draft(&sprint, "Name, goal and dates can only be changed in a draft")?;
            let (start, end) = (edit.starts_on.unwrap_or(sprint.starts_on), edit.ends_on.unwrap_or(sprint.ends_on));
            in_order(Rule::L1, start, end).map_err(|error| error.about("ends_on"))?;
            tx.store.update(Table::Sprint, sprint.id, &Columns::of(tx, Rule::L1, edit)?.pairs())?;
            Ok(((), format!("Changed sprint {number}.")))
        })
    }
}

pub(crate) fn refuse_unless_draft(sprint: &Sprint, what: &str) -> Result<()> {
    match sprint.state {
        State::Draft => Ok(()),
        state => refuse(Rule::L8, format!("Sprint {} is {}. {what}.", sprint.number, state.word())),
    }
}
