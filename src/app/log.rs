//! The log, undo and redo (G2).

use crate::app::change::Outcome;
use crate::app::{Standfast, Tx};
use crate::domain::fold::{doubles, same};
use crate::domain::log::{Change, Operation};
use crate::domain::sprint::{Sprint, State};
use crate::domain::time::Instant;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

/// Which operations to read.
#[derive(Debug, Clone, Default)]
pub struct LogFilter {
    /// Only from this moment on.
    pub since: Option<Instant>,
    /// Only by this actor.
    pub actor: Option<String>,
    /// Only those that touched this item.
    pub item: Option<String>,
    /// Only those before this number, for paging back.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: usize,
}

impl Standfast {
    /// Operations, newest first.
    pub fn log(&self, filter: &LogFilter) -> Result<Vec<Operation>> {
        let item = filter.item.as_deref().map(|key| self.item_id(key)).transpose()?;
        let (before, since) = (filter.before.unwrap_or(i64::MAX), filter.since.unwrap_or(Instant(i64::MIN)));
        let actor = filter.actor.as_deref().map(|name| self.store.as_member(name.trim())).transpose()?;
        self.store.operations(before, since, actor.as_deref(), item, i64::try_from(filter.limit).unwrap_or(i64::MAX))
    }

    /// The first `limit` rows that an operation changed.
    pub fn changes(&self, operation: &Operation, limit: usize) -> Result<Vec<Change>> {
        self.store.changes_of(operation, i64::try_from(limit).unwrap_or(i64::MAX))
    }

    /// Takes an operation back: the one named, or the actor's own last one.
    pub fn undo(&mut self, operation: Option<i64>) -> Result<Outcome<i64>> {
        let id = match operation {
            Some(id) => id,
            None => match self.store.last_to_undo(&self.actor)? {
                Some(id) => id,
                None => return self.nothing_to_undo(),
            },
        };
        let Some(target) = self.store.operation(id)? else {
            return refuse_with(
                Rule::G2,
                format!("There is no operation {id}."),
                Act::Log.way("", "See all operations with {}."),
            );
        };
        if let Some(by) = target.undone_by {
            return refuse_with(
                Rule::G2,
                format!("Operation {id} was already undone (by operation {by})."),
                Act::Redo.way("", "Bring it back with {}."),
            );
        }
        self.refuse_final(&target)?;
        if let Some(undone) = target.reverts {
            return refuse(
                Rule::G2,
                format!("Operation {id} is an undo or redo itself, of operation {undone}. Undo or redo that one."),
            );
        }
        self.refuse_lived_with(&target, &target.name)?;
        let what = target.said.clone().unwrap_or_else(|| target.name.clone());
        self.transact_reverting(Op::Undo, Some(id), |tx| {
            take_back(tx, &target)?;
            Ok((id, format!("Undid: {what}")))
        })
    }

    /// Refuses to undo what no undo may reach.
    fn refuse_final(&self, target: &Operation) -> Result<()> {
        let op = Op::parse(&target.name);
        if op == Some(Op::FoundTeam) {
            return refuse(
                Rule::G2,
                "The founding of the team cannot be undone. Delete the database file if it is not wanted.",
            );
        }
        if op == Some(Op::CloseSprint) {
            return refuse_with(
                Rule::R5,
                "The close of a sprint is final: its report is frozen. What was done before it can still be undone by its number.",
                Act::Log.way("", "Find the number with {}."),
            );
        }
        if op == Some(Op::ImportTeam) && self.has_history()? {
            return refuse(
                Rule::R5,
                format!(
                    "The team came with sprints that are locked or over, or with meetings that were held: that cannot be undone. Delete {} if it is not wanted.",
                    self.store.path().display()
                ),
            );
        }
        Ok(())
    }

    /// Brings back what the actor's last undo took away.
    pub fn redo(&mut self) -> Result<Outcome<i64>> {
        let Some(undo) = self.store.last_to_redo(&self.actor)? else {
            return refuse(
                Rule::G2,
                "Nothing to redo: redo brings back what you undid last, until you do something else.",
            );
        };
        let Some(target) = self.store.operation(undo)? else {
            return refuse(Rule::G2, format!("There is no operation {undo}."));
        };
        let original = target.reverts.unwrap_or(undo);
        let brought_back = self.store.operation(original)?;
        self.refuse_lived_with(&target, brought_back.as_ref().map_or("", |operation| &operation.name))?;
        let what = brought_back.and_then(|operation| operation.said).unwrap_or_default();
        self.transact_reverting(Op::Redo, Some(undo), |tx| {
            take_back(tx, &target)?;
            Ok((original, format!("Redid: {what}")))
        })
    }

    /// Whether there is anything that no undo takes away.
    fn has_history(&self) -> Result<bool> {
        let is_fixed = |sprint: &Sprint| sprint.locked_at.is_some() || sprint.state != State::Draft;
        Ok(self.store.sprints(i64::MAX)?.iter().any(is_fixed) || !self.store.ended_standups(1)?.is_empty())
    }

    fn nothing_to_undo(&self) -> Result<Outcome<i64>> {
        let all = LogFilter { limit: 1, ..LogFilter::default() };
        match self.log(&all)?.first() {
            Some(last) if !same(&last.actor, &self.actor) => refuse_with(
                Rule::G2,
                format!("Nothing of yours to undo. The last operation is {} by {}.", last.id, last.actor),
                Act::UndoOne.way(last.id.to_string(), "Undo that one with {}."),
            ),
            _ => refuse(Rule::G2, "Nothing to undo."),
        }
    }
}

/// Takes an operation back, unless that brings back a name that another member or status has by now.
fn take_back(tx: &Tx<'_>, target: &Operation) -> Result<()> {
    let before = names_twice(tx, target)?;
    tx.store.take_back(target)?;
    match names_twice(tx, target)?.into_iter().find(|names| !before.contains(names)) {
        Some(names) => refuse(Rule::G5, format!("{} would be one name. Rename the other first.", names.join(" and "))),
        None => Ok(()),
    }
}

/// The names of members and statuses that are one but for case and form, if the operation can bring such a name.
fn names_twice(tx: &Tx<'_>, target: &Operation) -> Result<Vec<Vec<String>>> {
    let (members, statuses) = match Op::parse(&target.name) {
        Some(Op::AddMember | Op::EditMember | Op::RemoveMember) => (true, false),
        Some(Op::AddStatus | Op::EditStatus | Op::RemoveStatus) => (false, true),
        Some(Op::Undo | Op::Redo) => (true, true),
        _ => (false, false),
    };
    let mut found = if members { doubles(tx.store.member_names()?) } else { Vec::new() };
    if statuses {
        found.extend(doubles(tx.store.statuses()?.into_iter().map(|status| status.name)));
    }
    Ok(found)
}
