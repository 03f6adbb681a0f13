//! The log, undo and redo (G2).

use crate::app::Standfast;
use crate::app::change::Outcome;
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
        self.store.operations(
            before,
            since,
            filter.actor.as_deref(),
            item,
            i64::try_from(filter.limit).unwrap_or(i64::MAX),
        )
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
        let what = target.said.clone().unwrap_or_else(|| target.name.clone());
        self.transact_reverting(Op::Undo, Some(id), |tx| {
            tx.store.take_back(&target)?;
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
        let what = self.store.operation(original)?.and_then(|op| op.said).unwrap_or_default();
        self.transact_reverting(Op::Redo, Some(undo), |tx| {
            tx.store.take_back(&target)?;
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
            Some(last) if !last.actor.eq_ignore_ascii_case(&self.actor) => refuse_with(
                Rule::G2,
                format!("Nothing of yours to undo. The last operation is {} by {}.", last.id, last.actor),
                Act::UndoOne.way(last.id.to_string(), "Undo that one with {}."),
            ),
            _ => refuse(Rule::G2, "Nothing to undo."),
        }
    }
}
