//! Closing a sprint: every unfinished item gets a disposition, and the report is frozen (R4, R5).

use super::freeze::{Decided, freeze};
use crate::app::change::Outcome;
use crate::app::find::{find_row, find_sprint, if_here, row_of};
use crate::app::item::{NewItem, Place, change_status, insert_new, open_parts};
use crate::app::say::one_line;
use crate::app::scope::defer_waiting;
use crate::app::seal::seal;
use crate::app::sprint::entries;
use crate::app::{Standfast, Tx};
use crate::domain::close::{Closing, Disposition, Goes};
use crate::domain::item::{Class, ItemRow, Status};
use crate::domain::points::{Points, count, estimate_in_words};
use crate::domain::report::Report;
use crate::domain::sprint::{Entry, ItemOutcome as Became, Sprint, State};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Refusal, Rule};
use crate::store::close::NewDisposition;
use crate::store::sprint::NewPlace;

impl Standfast {
    /// The items of the sprint under way that are not finished: each needs a disposition at the close (R4).
    pub fn unfinished(&self, number: i64) -> Result<Vec<ItemRow>> {
        let tx = self.tx();
        let sprint = locked(&tx, number)?;
        Ok(open(&entries(&tx, &sprint)?).map(|entry| entry.item.clone()).collect())
    }

    /// Closes the sprint under way: dispositions, goal outcome, frozen report, in one operation.
    pub fn close_sprint(&mut self, number: i64, closing: &Closing) -> Result<Outcome<Report>> {
        let actor = self.actor.clone();
        self.transact(Op::CloseSprint.because(closing.note.as_deref()), |tx| {
            let sprint = locked(tx, number)?;
            let entries = entries(tx, &sprint)?;
            let mut decided = decide(tx, &sprint, &entries, closing)?;
            for one in &mut decided {
                split_off(tx, &sprint, one)?;
                keep(tx, &sprint, one)?;
            }
            let deferred = defer_waiting(tx, &sprint, &actor)?;
            let report = freeze(tx, &sprint, &entries, &decided, closing, &actor)?;
            tx.store.insert_report(sprint.id, &seal(&report, "report")?, tx.now, None)?;
            tx.store.set_closed(sprint.id, tx.now)?;
            let draft = tx.store.draft_sprints()?.into_iter().next();
            for one in &decided {
                move_on(tx, one, draft.as_ref())?;
            }
            let ended = decided.iter().filter(|one| matches!(one.goes, Goes::Drop | Goes::Split { .. }));
            let ended: Vec<&ItemRow> = ended.map(|one| &one.row).collect();
            let said = in_words(&report, &decided, draft.as_ref(), deferred) + &open_parts(tx, &ended)?;
            let see = Act::ReportSprint.way(number.to_string(), "See it with {}.");
            Ok((report, (said, see)))
        })
    }

    /// The item that this one is the rest of, with the sprint that closed on it (R4).
    pub fn split_from(&self, key: &str) -> Result<Option<(String, i64)>> {
        self.store.split_of(self.item_id(key)?, false)
    }

    /// The item that the rest of this one became, with the sprint that closed on it (R4).
    pub fn split_into(&self, key: &str) -> Result<Option<(String, i64)>> {
        self.store.split_of(self.item_id(key)?, true)
    }
}

fn locked(tx: &Tx<'_>, number: i64) -> Result<Sprint> {
    let sprint = find_sprint(tx, number)?;
    match sprint.state {
        State::Locked => Ok(sprint),
        State::Draft => refuse_with(
            Rule::L1,
            format!("Sprint {number} is a draft. Only a locked sprint can be closed."),
            Act::SprintCancel.way(format!("{number} --reason \"…\""), "Cancel the draft with {}."),
        ),
        state => refuse(Rule::L1, format!("Sprint {number} is already {}; that is final.", state.word())),
    }
}

fn open(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries.iter().filter(|entry| entry.present && entry.outcome == Became::Open)
}

/// Each unfinished item with its disposition, by rank; a refusal lists all that have none.
fn decide(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry], closing: &Closing) -> Result<Vec<Decided>> {
    let mut given: Vec<(i64, &Disposition)> = Vec::new();
    for disposition in &closing.dispositions {
        let row = find_row(tx, &disposition.item)?;
        if !open(entries).any(|entry| entry.item.id == row.id) {
            return refuse(Rule::R4, not_unfinished(sprint, &row, entries));
        }
        if given.iter().any(|(id, _)| *id == row.id) {
            return refuse(Rule::R4, format!("{} has two dispositions. Give it one.", row.key));
        }
        given.push((row.id, disposition));
    }
    let (mut decided, mut missing) = (Vec::new(), Vec::new());
    for entry in open(entries) {
        let row = &entry.item;
        let own = given.iter().find(|(id, _)| *id == row.id).map(|(_, d)| (&d.goes, d.reason, &d.note));
        let Some((goes, reason, note)) =
            own.or(closing.rest.as_ref().map(|rest| (&rest.goes, rest.reason, &rest.note)))
        else {
            missing.push(unfinished_words(row));
            continue;
        };
        let note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        decided.push(Decided { row: row.clone(), goes: goes.clone(), reason, note, rest: None });
    }
    if missing.is_empty() {
        return Ok(decided);
    }
    let have = if missing.len() == 1 { "has" } else { "have" };
    let count = format!("{} {have}", count(missing.len(), "unfinished item"));
    let why =
        format!("Sprint {} cannot be closed yet: {count} no disposition. Say where each goes and why.", sprint.number);
    let args = format!("{} --next KEY=REASON", sprint.number);
    let way = "Name each with {}, --backlog, --split or --drop; --rest backlog=REASON does it for all others.";
    Err(Refusal::new(Rule::R4, why).way(Act::SprintClose.way(args, way)).with_details(missing).into())
}

fn unfinished_words(row: &ItemRow) -> String {
    let points = estimate_in_words(row.points);
    format!("{} {} ({points}, {})", row.key, row.title, row.status)
}

fn not_unfinished(sprint: &Sprint, row: &ItemRow, entries: &[Entry]) -> String {
    let inside = entries.iter().any(|entry| entry.item.id == row.id && entry.present);
    let number = sprint.number;
    if inside {
        format!("{} is {}: only unfinished items of sprint {number} get a disposition.", row.key, row.status)
    } else {
        format!("{} is not in sprint {number}.", row.key)
    }
}

/// Makes the rest of a split item an item of its own, ranked at the place of the item.
fn split_off(tx: &Tx<'_>, sprint: &Sprint, one: &mut Decided) -> Result<()> {
    let Goes::Split { done, title } = &one.goes else { return Ok(()) };
    let row = &one.row;
    let left = what_is_left(row, *done)?;
    let item = tx.store.whole_item(row.clone())?;
    let unmet: Vec<String> = item.criteria.iter().filter(|c| !c.met).map(|c| c.text.clone()).collect();
    let new = NewItem {
        title: title.clone().unwrap_or_else(|| row.title.clone()),
        kind: row.kind,
        description: format!(
            "The rest of {}, split when sprint {} closed.\n\n{}",
            row.key, sprint.number, item.description
        ),
        points: left,
        criteria: unmet,
        labels: item.labels,
        assignee: if_here(tx, row.assignee.as_deref())?,
        parent: item.parent.map(|link| link.key),
        depends_on: item.depends_on.into_iter().filter(|link| !link.ended).map(|link| link.key).collect(),
        milestone: item.milestone,
        place: Place::After(row.key.clone()),
    };
    let made = insert_new(tx, &new)?;
    let Some(rest) = tx.store.item_by_number(made)? else {
        return refuse(Rule::G5, "The rest of the split item is gone.");
    };
    let rest = row_of(tx, rest)?;
    tx.store.inherit_blockers(row.id, rest.id)?;
    for waiting in item.needed_by.iter().filter(|link| !link.ended) {
        let needs = tx.store.needs_of(waiting.id)?.into_iter().chain([rest.id]).collect::<Vec<_>>();
        tx.store.set_dependencies(waiting.id, &needs)?;
    }
    one.rest = Some(rest);
    Ok(())
}

/// What is left of an item of which so much is done; `None` for an item without an estimate (R4).
pub fn what_is_left(row: &ItemRow, done: Option<Points>) -> Result<Option<Points>> {
    match (row.points, done) {
        (None, None) => Ok(None),
        (None, Some(_)) => {
            refuse(Rule::R4, format!("{} has no estimate, so its parts have none: split it without points.", row.key))
        }
        (Some(_), None) => refuse(Rule::R4, format!("Splitting {} needs the points of its finished part.", row.key)),
        (Some(whole), Some(done)) => match Points::new(whole.minus(done)) {
            Some(left) if left > Points::ZERO && done > Points::ZERO => Ok(Some(left)),
            _ => refuse(
                Rule::R4,
                format!(
                    "{} has {}; a finished part of {done} leaves nothing to split. Name more than 0 and less than {whole}.",
                    row.key,
                    whole.in_words()
                ),
            ),
        },
    }
}

fn keep(tx: &Tx<'_>, sprint: &Sprint, one: &Decided) -> Result<()> {
    tx.store.insert_disposition(&NewDisposition {
        sprint: sprint.id,
        item: one.row.id,
        goes: one.goes.word(),
        reason: one.reason,
        note: one.note.as_deref(),
        done: one.done(),
        left: one.rest.as_ref().and_then(|rest| rest.points),
        successor: one.rest.as_ref().map(|rest| rest.id),
    })
}

/// Does with the item, now that its sprint is closed, what was decided.
fn move_on(tx: &Tx<'_>, one: &Decided, draft: Option<&Sprint>) -> Result<()> {
    let row = &one.row;
    match &one.goes {
        Goes::Backlog => Ok(()),
        Goes::Next => match draft {
            Some(draft) => tx.store.insert_place(&NewPlace::in_draft(draft.id, row.id, tx.now, row.points)),
            None => Ok(()),
        },
        Goes::Drop => {
            let reason =
                one_line(Rule::I2, "The reason for dropping", one.note.as_deref().unwrap_or(one.reason.said()))?;
            change_status(tx, row, &status_of(tx, Class::Dropped)?, Some(&reason))
        }
        Goes::Split { done, .. } => {
            tx.store.update_item_points(row.id, *done)?;
            change_status(tx, row, &status_of(tx, Class::Finished)?, None)
        }
    }
}

fn status_of(tx: &Tx<'_>, class: Class) -> Result<Status> {
    match tx.store.statuses()?.into_iter().find(|status| status.class == class) {
        Some(status) => Ok(status),
        None => refuse_with(
            Rule::I2,
            format!("The workflow has no status for {} items.", class.word()),
            Act::Doctor.way("", "Run {}."),
        ),
    }
}

fn in_words(report: &Report, decided: &[Decided], draft: Option<&Sprint>, deferred: Option<String>) -> String {
    let figures = &report.figures;
    let goal = report.goal_outcome.map_or("unknown", |outcome| outcome.said());
    let mut sentences = vec![format!(
        "Closed sprint {}: {} completed, {} committed, goal {goal}.",
        report.sprint,
        figures.completed.words(),
        figures.committed.words()
    )];
    let where_next = match draft {
        Some(draft) => format!("In sprint {} now", draft.number),
        None => "At the top of the next plan".to_owned(),
    };
    let ways =
        [("next", where_next.as_str()), ("backlog", "Back in the backlog"), ("split", "Split"), ("drop", "Dropped")];
    for (word, where_to) in ways {
        let keys: Vec<String> = decided.iter().filter(|one| one.goes.word() == word).map(Decided::named).collect();
        if !keys.is_empty() {
            sentences.push(format!("{where_to}: {}.", keys.join(", ")));
        }
    }
    sentences.extend(deferred);
    sentences.push("The report is frozen.".to_owned());

    sentences.join(" ")
}
