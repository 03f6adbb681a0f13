//! The demo list: its items in order, and what may be said of them (V1).

use crate::app::Tx;
use crate::app::find::{find_colleague, find_member, find_sprint, if_here};
use crate::app::item::{NewItem, Place, change_status, insert_new};
use crate::app::say::one_line;
use crate::app::seal::{all_frozen, all_frozen_entries, frozen};
use crate::app::sprint::entries;
use crate::domain::fold::same;
use crate::domain::item::{Class, Criterion, ItemRow, Status};
use crate::domain::review::{Demo, Review, Verdict};
use crate::domain::sprint::{ItemOutcome, Sprint, State};
use crate::domain::tables::Table;
use crate::domain::team::{Member, is_past};
use crate::domain::time::Day;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Rule};
use crate::store::review::DemoRow;

/// What is written of an item of the demo list, all in one operation; what is `None` or empty stays.
#[derive(Debug, Clone, Default)]
pub struct Showing {
    /// Put it on the list: finished in an earlier sprint, and never shown.
    pub add: bool,
    /// Another presenter, or nobody.
    pub presenter: Option<Option<String>>,
    /// Another length in minutes, or none.
    pub minutes: Option<Option<u32>>,
    /// A word to it, or none.
    pub note: Option<Option<String>>,
    /// Evidence to add: URLs, builds, commits.
    pub add_evidence: Vec<String>,
    /// Its place in the list, from 1.
    pub position: Option<usize>,
    /// Accepted or rejected; a rejected item reopens.
    pub verdict: Option<Verdict>,
    /// What is said of it: each becomes a backlog item.
    pub feedback: Vec<String>,
    /// Who is there, if not those of the whole review.
    pub present: Vec<String>,
}

/// How long an item is shown unless someone says otherwise.
const MINUTES: u32 = 5;

/// Closed sprints that are looked through for work that was never shown.
const BACK: i64 = 6;

/// The review that has begun and not ended.
pub fn under_way(tx: &Tx<'_>) -> Result<Review> {
    match tx.store.review_under_way()? {
        Some(review) => Ok(review),
        None => refuse_with(Rule::V1, "No review is under way.", Act::ReviewStart.way("", "Start one with {}.")),
    }
}

/// The sprint named, else the one whose review is under way, else the one under way, else the last closed one.
pub fn sprint_to_review(tx: &Tx<'_>, number: Option<i64>) -> Result<Sprint> {
    let number = match number {
        Some(number) => Some(number),
        None => tx.store.review_under_way()?.map(|review| review.sprint),
    };
    let sprint = match number {
        Some(number) => Some(find_sprint(tx, number)?),
        None => match tx.store.locked_sprint()? {
            Some(sprint) => Some(sprint),
            None => tx.store.closed_sprints(1)?.into_iter().next(),
        },
    };
    match sprint {
        Some(sprint) if sprint.state == State::Closed && frozen(tx, &sprint)?.imported.is_some() => refuse(
            Rule::V1,
            format!("Sprint {} was imported as figures: its items are not here to be shown.", sprint.number),
        ),
        Some(sprint) if matches!(sprint.state, State::Locked | State::Closed) => Ok(sprint),
        Some(sprint) if tx.store.review(sprint.number)?.is_some() => Ok(sprint),
        Some(sprint) => refuse(
            Rule::V1,
            format!(
                "Sprint {} is {}. A review shows what a locked or closed sprint finished.",
                sprint.number,
                sprint.state.word()
            ),
        ),
        None => refuse(Rule::V1, "No sprint is locked or closed yet. A review shows what a sprint finished."),
    }
}

/// The items that the sprint finished, by rank.
pub fn finished_items(tx: &Tx<'_>, sprint: &Sprint) -> Result<Vec<ItemRow>> {
    let finished = entries(tx, sprint)?.into_iter().filter(|entry| entry.outcome == ItemOutcome::Completed);
    Ok(finished.map(|entry| entry.item).collect())
}

/// The demo list; items finished since it was made are at its end.
pub fn demo_list(tx: &Tx<'_>, sprint: &Sprint, review: Option<&Review>) -> Result<Vec<Demo>> {
    let demos = review.map_or_else(|| Ok(Vec::new()), |review| tx.store.demos(review.id))?;
    let mut finished = match review {
        Some(review) if review.finished_at.is_some() => Vec::new(),
        _ => finished_items(tx, sprint)?,
    };
    finished.retain(|row| demos.iter().all(|demo| demo.item != row.id));
    let listed: Vec<i64> = demos.iter().map(|demo| demo.item).collect();
    let mut rows = tx.store.rows_of(&listed, &tx.team()?.ready)?;
    let all: Vec<i64> = listed.into_iter().chain(finished.iter().map(|row| row.id)).collect();
    let mut criteria = tx.store.criteria_of(&all)?;
    let mut feedback = tx.store.feedback_of(&demos.iter().map(|demo| demo.id).collect::<Vec<_>>())?;
    let mut list = Vec::new();
    for demo in demos {
        let Some(item) = rows.remove(&demo.item) else { return refuse(Rule::G5, "An item of the demo list is gone.") };
        let criteria = criteria.remove(&item.id).unwrap_or_default();
        list.push(whole(item, criteria, feedback.remove(&demo.id).unwrap_or_default(), demo));
    }
    for item in finished {
        let criteria = criteria.remove(&item.id).unwrap_or_default();
        list.push(to_come(item, criteria, tx.today()));
    }
    match review {
        Some(review) if review.finished_at.is_some() => as_shown(tx, review, &mut list)?,
        _ => {}
    }
    Ok(list)
}

/// A finished review shows what it showed: later changes of its items do not affect it.
fn as_shown(tx: &Tx<'_>, review: &Review, list: &mut [Demo]) -> Result<()> {
    let finished = tx.store.last_written(Table::Review, review.id)?;
    let mut then = tx.store.items_after(&list.iter().map(|demo| demo.item.id).collect::<Vec<_>>(), finished)?;
    for demo in list {
        if let Some(item) = then.remove(&demo.item.id) {
            let row = &mut demo.item;
            (row.title, row.external_key, row.points) = (item.title, item.external_key, item.points);
            (row.status, row.class) = (item.status, item.class);
            demo.criteria = item.criteria;
        }
    }
    Ok(())
}

fn whole(item: ItemRow, criteria: Vec<Criterion>, feedback: Vec<(String, String)>, demo: DemoRow) -> Demo {
    Demo {
        id: Some(demo.id),
        criteria,
        item,
        presenter: demo.presenter,
        minutes: demo.minutes,
        verdict: demo.verdict,
        note: demo.note,
        evidence: demo.evidence,
        present: demo.present,
        judged_at: demo.judged_at,
        feedback,
    }
}

fn to_come(item: ItemRow, criteria: Vec<Criterion>, today: Day) -> Demo {
    Demo {
        id: None,
        criteria,
        presenter: item.assignee.clone().filter(|_| !is_past(item.assignee_until, today)),
        item,
        minutes: Some(MINUTES),
        verdict: None,
        note: None,
        evidence: Vec::new(),
        present: Vec::new(),
        judged_at: None,
        feedback: Vec::new(),
    }
}

/// Finished in one of the last closed sprints before this one, and without a verdict since; for a finished review, up to it.
pub fn never_shown_before(tx: &Tx<'_>, sprint: &Sprint, review: Option<&Review>) -> Result<Vec<(i64, ItemRow)>> {
    let past = tx.store.closed_before(sprint.number, BACK)?;
    let until = review.filter(|review| review.finished_at.is_some()).map_or(i64::MAX, |review| review.sprint);
    let mut finished: Vec<(i64, ItemRow)> = Vec::new();
    for (past, entries) in past.iter().zip(all_frozen_entries(tx, &all_frozen(tx, &past)?)?) {
        let completed = entries.into_iter().filter(|entry| entry.outcome == ItemOutcome::Completed);
        let rows = completed.map(|entry| entry.item).filter(|row| row.class == Class::Finished);
        finished.extend(rows.map(|row| (past.number, row)));
    }
    let shown = tx.store.last_shown(&finished.iter().map(|(_, row)| row.id).collect::<Vec<_>>(), until)?;
    let mut found: Vec<(i64, ItemRow)> = Vec::new();
    for (number, row) in finished {
        let known = found.iter().any(|(_, other)| other.id == row.id);
        if !known && shown.get(&row.id).is_none_or(|shown| *shown < number) {
            found.push((number, row));
        }
    }
    Ok(found)
}

/// Puts items at the end of the list, each shown by its assignee.
pub fn insert_demos(tx: &Tx<'_>, review: i64, rows: &[ItemRow]) -> Result<()> {
    let members = tx.store.members()?;
    let here = |m: &&Member| !m.has_left(tx.today());
    let presenter =
        |row: &ItemRow| members.iter().filter(here).find(|m| Some(&m.name) == row.assignee.as_ref()).map(|m| m.id);
    let items: Vec<(i64, Option<i64>)> = rows.iter().map(|row| (row.id, presenter(row))).collect();
    tx.store.insert_demos(review, &items, Some(MINUTES))
}

/// Puts an item at the end of the list, shown by its assignee.
pub fn insert_demo(tx: &Tx<'_>, review: i64, row: &ItemRow) -> Result<i64> {
    let presenter = if_here(tx, row.assignee.as_deref())?.map(|name| find_member(tx, &name)).transpose()?;
    tx.store.insert_demo(review, row.id, presenter.map(|member| member.id), Some(MINUTES))
}

/// The item's row on the list; one that the sprint has finished since comes onto it now.
pub fn find_demo(tx: &Tx<'_>, review: &Review, row: &ItemRow) -> Result<DemoRow> {
    if let Some(demo) = listed(tx, review, row)? {
        return Ok(demo);
    }
    let sprint = find_sprint(tx, review.sprint)?;
    if finished_items(tx, &sprint)?.iter().any(|finished| finished.id == row.id) {
        insert_demo(tx, review.id, row)?;
        if let Some(demo) = listed(tx, review, row)? {
            return Ok(demo);
        }
    }
    refuse_with(
        Rule::V1,
        format!("{} is not on the demo list: sprint {} did not finish it.", row.key, sprint.number),
        Act::ReviewAdd.way(format!("{} --add", row.key), "Add finished work of an earlier sprint with {}."),
    )
}

fn listed(tx: &Tx<'_>, review: &Review, row: &ItemRow) -> Result<Option<DemoRow>> {
    Ok(tx.store.demos(review.id)?.into_iter().find(|demo| demo.item == row.id))
}

/// Refuses to show what is not finished.
fn refuse_unfinished(row: &ItemRow) -> Result<()> {
    if row.class == Class::Finished {
        return Ok(());
    }
    refuse(Rule::V1, format!("{} is {}; only finished work is shown. Finish it first.", row.key, row.status))
}

/// Puts an item on the list that was finished in an earlier sprint and never shown.
pub fn add(tx: &Tx<'_>, review: &Review, row: &ItemRow) -> Result<()> {
    if listed(tx, review, row)?.is_some() {
        return refuse(Rule::V1, format!("{} is on the demo list already.", row.key));
    }
    refuse_unfinished(row)?;
    insert_demo(tx, review.id, row).map(|_| ())
}

/// Writes who shows an item, how long it takes, a word to it, evidence, and its place.
pub fn arrange(tx: &Tx<'_>, review: &Review, demo: &DemoRow, showing: &Showing) -> Result<()> {
    let presenter = match showing.presenter.clone() {
        Some(named) => named.map(|name| find_colleague(tx, &name)).transpose()?,
        None => demo.presenter.as_deref().map(|name| find_member(tx, name)).transpose()?,
    };
    let mut new = demo.clone();
    new.minutes = minutes(showing.minutes.unwrap_or(demo.minutes))?;
    if let Some(note) = &showing.note {
        new.note = note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    }
    for evidence in &showing.add_evidence {
        new.evidence.push(short_line("The evidence", evidence)?);
    }
    tx.store.arrange_demo(&new, presenter.map(|member| member.id))?;
    match showing.position {
        Some(position) => reorder(tx, review, demo.id, position),
        None => Ok(()),
    }
}

/// Writes a verdict with those who were there; a rejected item reopens. What is to be said of it.
pub fn judge(
    tx: &Tx<'_>,
    review: &Review,
    demo: &DemoRow,
    row: &ItemRow,
    verdict: Verdict,
    present: &[String],
) -> Result<String> {
    if verdict != Verdict::Feedback {
        refuse_unfinished(row)?;
    }
    let present = if present.is_empty() { &review.present } else { present };
    tx.store.judge_demo(demo.id, verdict, tx.now, present)?;
    match verdict {
        Verdict::Accepted => Ok(format!("{} is accepted.", row.key)),
        Verdict::Feedback => Ok(String::new()),
        Verdict::Rejected => {
            let to = reopened_to(tx)?;
            change_status(tx, row, &to, None)?;
            Ok(format!("{} is rejected and open again, in {}.", row.key, to.name))
        }
    }
}

/// What was said of an item becomes a backlog item that names its source: its key, and what to say of it.
pub fn give_feedback(
    tx: &Tx<'_>,
    review: &Review,
    demo: &DemoRow,
    row: &ItemRow,
    text: &str,
) -> Result<(String, String)> {
    let text = one_line(Rule::V1, "The feedback", text)?;
    let new = NewItem {
        title: text.clone(),
        description: format!("Feedback on {} ({}) at the review of sprint {}.", row.key, row.title, review.sprint),
        // Where triage sees it; at the bottom of a long backlog it would be lost.
        place: Place::Top,
        ..NewItem::default()
    };
    let number = insert_new(tx, &new)?;
    let Some(item) = tx.store.item_by_number(number)? else { return refuse(Rule::G5, "The item was not written.") };
    tx.store.insert_feedback(demo.id, item, &text)?;
    let key = tx.store.item_key(item)?;
    let said = format!("{key} is in the backlog: {text} (feedback on {}).", row.key);
    Ok((key, said))
}

/// Where a rejected item goes: the first active status, else the first waiting one.
fn reopened_to(tx: &Tx<'_>) -> Result<Status> {
    let workflow = tx.store.workflow()?;
    let of = |class| workflow.iter().find(|status| status.class == class);
    match of(Class::Active).or_else(|| of(Class::Waiting)) {
        Some(status) => Ok(status.clone()),
        None => refuse_with(Rule::I2, "The workflow has no status for open items.", Act::Doctor.way("", "Run {}.")),
    }
}

/// Puts a demo at a place of the list, from 1, and numbers the list anew.
fn reorder(tx: &Tx<'_>, review: &Review, demo: i64, position: usize) -> Result<()> {
    let last = tx.store.demos(review.id)?.len();
    tx.store.place_demo(review.id, demo, position.clamp(1, last.max(1)))
}

/// Minutes that make sense.
fn minutes(minutes: Option<u32>) -> Result<Option<u32>> {
    match minutes {
        Some(minutes) if !(1..=480).contains(&minutes) => {
            refuse(Rule::V1, format!("{minutes} minutes make no sense for showing an item; 1 to 480 do."))
        }
        minutes => Ok(minutes),
    }
}

/// Names as typed, each in one line and once.
pub fn names(typed: &[String]) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for name in typed.iter().flat_map(|typed| typed.split([',', '\n'])).filter(|name| !name.trim().is_empty()) {
        let name = short_line("The name", name)?;
        if !names.iter().any(|known| same(known, &name)) {
            names.push(name);
        }
    }
    Ok(names)
}

/// A text that is kept as one line of several.
fn short_line(what: &str, text: &str) -> Result<String> {
    one_line(Rule::V1, what, &text.replace(['\n', '\r'], " "))
}
