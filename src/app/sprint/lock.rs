//! Checking a draft and locking it (L4, L5).

use super::draft::refuse_unless_draft;
use super::parents::parents;
use super::view::{capacity, entries};
use crate::app::change::Outcome;
use crate::app::find::{find_colleague, find_row, find_sprint};
use crate::app::say::one_line;
use crate::app::seal::seal;
use crate::app::{Standfast, Tx};
use crate::domain::account::account;
use crate::domain::points::{Points, count, rounded};
use crate::domain::scope::{Contract, ContractItem, ContractMember, Exception, Failure, LockCheck};
use crate::domain::sprint::{Capacity, Entered, Entry, Sprint};
use crate::error::Result;
use crate::rules::{Act, Op, Refusal, Rule, Way};

/// A failure to let pass: an item's key, or `capacity`, and the reason.
#[derive(Debug, Clone)]
pub struct Except {
    /// What it is about.
    pub subject: String,
    /// Why it may pass; the contract keeps it.
    pub reason: String,
}

impl Standfast {
    /// Every check that a draft fails, at once (L4).
    pub fn check_sprint(&self, number: i64) -> Result<LockCheck> {
        let sprint = find_sprint(&self.tx(), number)?;
        refuse_unless_draft(&sprint, "Only a draft is checked for the lock")?;
        let entries = entries(&self.tx(), &sprint)?;
        check(&self.tx(), &sprint, &entries, capacity(&self.tx(), &sprint)?)
    }

    /// Locks a draft: freezes the contract and starts the sprint (L5).
    pub fn lock_sprint(&mut self, number: i64, except: &[Except], agreed_by: &[String]) -> Result<Outcome<Contract>> {
        let actor = self.actor.clone();
        self.transact(Op::LockSprint, |tx| {
            let sprint = find_sprint(tx, number)?;
            refuse_unless_draft(&sprint, "Only a draft can be locked")?;
            let entries = entries(tx, &sprint)?;
            let checked = check(tx, &sprint, &entries, capacity(tx, &sprint)?)?;
            let exceptions = let_pass(tx, number, &checked.failures, except)?;
            let agreed_by =
                agreed_by.iter().map(|name| find_colleague(tx, name).map(|m| m.name)).collect::<Result<Vec<_>>>()?;
            let contract = draw_up(tx, &sprint, &entries, &checked, exceptions, agreed_by, &actor)?;
            commit(tx, &sprint, &entries)?;
            tx.store.insert_contract(sprint.id, &seal(&contract, "contract")?, tx.now)?;
            tx.store.set_locked(sprint.id, tx.now)?;
            warn_of_absent(tx, &entries, &checked.capacity);
            let mut said = format!("Locked sprint {number}: {} committed. ", in_words(&checked));
            for parent in &checked.parents {
                said = said + &parent.words() + " ";
            }
            said += "From now on its scope changes only through a change request.";
            Ok((contract, said))
        })
    }
}

/// Adds to the answer whose open items nobody will work on: who has left, and who is away throughout the sprint.
fn warn_of_absent(tx: &Tx<'_>, entries: &[Entry], capacity: &Capacity) {
    let today = tx.today();
    let open = || entries.iter().map(|entry| &entry.item).filter(|row| !row.class.is_ended());
    for row in open().filter(|row| !row.is_owned(today)) {
        if let Some(name) = &row.assignee {
            tx.warn(format!("{} is nobody's: {name} left the team.", row.key));
        }
    }
    for member in capacity.members.iter().filter(|member| member.is_away_throughout()) {
        let theirs = open().filter(|row| row.is_owned(today) && row.assignee.as_ref() == Some(&member.name));
        let theirs: Vec<&str> = theirs.map(|row| row.key.as_str()).collect();
        if !theirs.is_empty() {
            tx.warn(format!("{} is away throughout the sprint and has {}.", member.name, theirs.join(", ")));
        }
    }
}

pub(crate) fn check(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry], capacity: Capacity) -> Result<LockCheck> {
    let commitment = account(entries).committed;
    let mut failures = Vec::new();
    let mut whole = |criterion, words: String, can_be_excepted| {
        failures.push(Failure { item: None, criterion, words, can_be_excepted });
    };
    if sprint.goal.is_none() {
        whole("goal", "no goal".to_owned(), false);
    }
    if sprint.starts_on.is_none() || sprint.ends_on.is_none() {
        whole("dates", "no dates".to_owned(), false);
    }
    if let Some((start, end)) = sprint.starts_on.zip(sprint.ends_on)
        && tx.store.calendar(tx.team)?.count_working_days(start, end) == 0
    {
        whole("working_days", format!("no working day from {start} to {end}"), false);
    }
    if entries.is_empty() {
        whole("items", "no items".to_owned(), false);
    }
    if let Some(other) = tx.store.locked_sprint()? {
        whole("other_sprint", format!("sprint {} is still locked", other.number), false);
    }
    if let Some(most) = capacity.points
        && commitment.points.minus(most) > 0.0
    {
        let (committed, most) = (commitment.points.in_words(), rounded(most.value()));
        whole("capacity", format!("{committed} committed, the capacity is {most}"), true);
    }
    for entry in entries.iter().filter(|entry| entry.entered != Entered::Finished) {
        failures.extend(entry.item.not_ready.iter().map(|unready| Failure {
            item: Some(entry.item.key.clone()),
            criterion: unready.criterion(),
            words: unready.words(),
            can_be_excepted: true,
        }));
    }
    Ok(LockCheck { failures, commitment, parents: parents(tx, sprint, entries)?, capacity })
}

/// The exceptions for the contract; a refusal names every failure that none of them lets pass.
fn let_pass(tx: &Tx<'_>, number: i64, failures: &[Failure], except: &[Except]) -> Result<Vec<Exception>> {
    let mut exceptions: Vec<Exception> = Vec::new();
    for exception in except {
        let reason =
            one_line(Rule::L4, &format!("The reason for excepting {}", exception.subject.trim()), &exception.reason)?;
        let subject = match exception.subject.trim() {
            whole if whole.eq_ignore_ascii_case("capacity") => "capacity".to_owned(),
            key => find_row(tx, key)?.key,
        };
        exceptions.push(Exception { subject, failures: Vec::new(), reason });
    }
    let mut standing = Vec::new();
    for failure in failures {
        let subject = failure.subject();
        match exceptions.iter_mut().find(|exception| exception.subject == subject) {
            Some(exception) if failure.can_be_excepted => exception.failures.push(failure.words.clone()),
            _ => standing.push(format!("{subject}: {}", failure.words)),
        }
    }
    exceptions.retain(|exception| !exception.failures.is_empty());
    if standing.is_empty() {
        return Ok(exceptions);
    }
    let fail = if standing.len() == 1 { "fails" } else { "fail" };
    let count = format!("{} {fail}", count(standing.len(), "check"));
    let refusal = Refusal::new(Rule::L4, format!("Sprint {number} cannot be locked yet: {count}."));
    let ways = ways_to_mend(number, failures);
    Err(ways.into_iter().fold(refusal.with_details(standing), Refusal::way).into())
}

fn draw_up(
    tx: &Tx<'_>,
    sprint: &Sprint,
    entries: &[Entry],
    checked: &LockCheck,
    exceptions: Vec<Exception>,
    agreed_by: Vec<String>,
    actor: &str,
) -> Result<Contract> {
    let items = items_promised(tx, entries, checked)?;
    let member = |m: &crate::domain::sprint::MemberCapacity| ContractMember {
        name: m.name.clone(),
        allocation: m.allocation,
        working_days: m.working_days,
        absent_days: m.absent_days,
        person_days: m.person_days,
    };
    let day = |day: Option<crate::domain::time::Day>| day.map_or_else(String::new, |day| day.to_string());
    Ok(Contract {
        team: tx.team()?.name.clone(),
        sprint: sprint.number,
        goal: sprint.goal.clone().unwrap_or_default(),
        starts_on: day(sprint.starts_on),
        ends_on: day(sprint.ends_on),
        locked_at: tx.now.rfc3339(),
        locked_by: actor.to_owned(),
        agreed_by,
        members: checked.capacity.members.iter().map(member).collect(),
        capacity_points: checked.capacity.points.map(Points::value),
        committed_points: checked.commitment.points.value(),
        unestimated: checked.commitment.unestimated,
        items,
        exceptions,
    })
}

fn items_promised(tx: &Tx<'_>, entries: &[Entry], checked: &LockCheck) -> Result<Vec<ContractItem>> {
    let criteria = tx.store.criteria_of(&entries.iter().map(|entry| entry.item.id).collect::<Vec<_>>())?;
    let parts_of = |key: &str| checked.parents.iter().find(|one| one.key == key).map(|one| one.parts.clone());
    let item = |entry: &Entry| ContractItem {
        key: entry.item.key.clone(),
        external_key: entry.item.external_key.clone(),
        title: entry.item.title.clone(),
        points: entry.item.points.map(Points::value),
        criteria: criteria.get(&entry.item.id).map_or(0, |known| u32::try_from(known.len()).unwrap_or(u32::MAX)),
        ended: entry.entered == Entered::Finished,
        parts: parts_of(&entry.item.key).unwrap_or_default(),
        by_parts: entry.by_parts,
    };
    Ok(entries.iter().map(item).collect())
}

fn commit(tx: &Tx<'_>, sprint: &Sprint, entries: &[Entry]) -> Result<()> {
    for place in tx.store.places(sprint.id)? {
        if let Some(entry) = entries.iter().find(|entry| entry.item.id == place.item) {
            let ended = entry.entered == Entered::Finished;
            tx.store.commit_place(place.id, !ended, entry.item.points, entry.by_parts)?;
        }
    }
    Ok(())
}

fn in_words(checked: &LockCheck) -> String {
    let items = count(checked.commitment.count, "item");
    let unestimated = match checked.commitment.unestimated {
        0 => String::new(),
        n => format!(" ({n} without an estimate)"),
    };
    format!("{items}, {}{unestimated}", checked.commitment.points.in_words())
}

/// What mends the failures of a draft, and how the rest may pass.
pub fn ways_to_mend(number: i64, failures: &[Failure]) -> Vec<Way> {
    let mut ways = Vec::new();
    for failure in failures.iter().filter(|failure| failure.item.is_none()) {
        ways.extend(match failure.criterion {
            "goal" => Some(Act::SprintEdit.way(format!("{number} --goal \"…\""), "Set a goal with {}.")),
            "dates" => Some(Act::SprintEdit.way(format!("{number} --start … --end …"), "Set the dates with {}.")),
            "working_days" => Some(
                Act::SprintEdit.way(format!("{number} --start … --end …"), "Set dates with a working day with {}."),
            ),
            "items" => Some(Act::SprintAdd.way(format!("{number} KEY…"), "Add items with {}.")),
            "other_sprint" => Some(Act::SprintClose.way("N --goal met", "Close the locked sprint first with {}.")),
            _ => None,
        });
    }
    if failures.iter().any(|failure| failure.criterion == "capacity") {
        let args = format!("{number} --except capacity=\"reason\"");
        ways.push(Act::SprintLock.way(args, "Take items out, or except the capacity with {}."));
    }
    if failures.iter().any(|failure| failure.item.is_some() && failure.can_be_excepted) {
        let args = format!("{number} --except KEY=\"reason\"");
        ways.push(Act::SprintLock.way(args, "Fix the items, or except them with {}."));
    }
    ways
}
