//! What a person does to items, from whichever list or view they stand in: one for all.

mod blocker;
pub mod form;

use crate::app::Standfast;
use crate::app::item::{ItemEdit, Place};
use crate::domain::item::ItemRow;
use crate::domain::points::{Points, WHAT};
use crate::domain::text;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::tui::act::{action, request, sprint};
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::thing::Thing;
use crate::tui::view::Next;

/// Why a command of `Scope::Items` cannot be done to these rows now.
pub fn why_not(command: Command, rows: &[ItemRow]) -> Option<String> {
    use Command as C;
    let on_items = matches!(
        command,
        C::ItemEdit
            | C::ItemMove
            | C::ItemAssign
            | C::ItemPoints
            | C::ItemLabels
            | C::ItemCriterion
            | C::ItemDrop
            | C::ItemSprint
            | C::BlockerRaise
            | C::BlockerResolve
            | C::RequestChange
            | C::RankUp
            | C::RankDown
            | C::RankTop
            | C::RankBottom
    );
    if !on_items {
        return None;
    }
    if rows.is_empty() && command == C::RequestChange {
        let why = "There is no item here. A change is requested on an item of the locked sprint;";
        return Some(format!("{why} while none is locked, the draft changes freely on the plan ({}).", C::Tab3));
    }
    if rows.is_empty() {
        return Some(format!("There is no item here. Press {} to add one.", C::ItemAdd));
    }
    match command {
        C::ItemEdit if rows.len() > 1 => Some(one_at_a_time(rows.len())),
        C::BlockerResolve if !rows.iter().any(|row| row.blocked) => {
            Some(format!("This item has no open blocker. Press {} to raise one.", C::BlockerRaise))
        }
        C::RankUp | C::RankDown | C::RankTop | C::RankBottom if rows.iter().any(|row| row.class.is_ended()) => {
            Some(format!(
                "Finished and dropped items have no rank. Press {} to move one back into the workflow.",
                C::ItemMove
            ))
        }
        _ => None,
    }
}

fn one_at_a_time(selected: usize) -> String {
    format!(
        "{} edits one item at a time. For the {selected} selected items: {} status, {} assignee, {} points, {} labels, {} criterion, {} sprint, {} drop.",
        Command::ItemEdit,
        Command::ItemMove,
        Command::ItemAssign,
        Command::ItemPoints,
        Command::ItemLabels,
        Command::ItemCriterion,
        Command::ItemSprint,
        Command::ItemDrop
    )
}

/// Does a command of `Scope::Items` to these rows: those selected, or the one under the cursor. Ranking by one place is
/// the list's own matter, for only the list knows the neighbours.
pub fn act(command: Command, rows: &[ItemRow], standfast: &mut Standfast) -> Result<Next> {
    if let Some(why) = why_not(command, rows) {
        return Ok(Next::Cannot(why));
    }
    match command {
        Command::ItemAdd => form::add(standfast, Place::Bottom, |_| {}),
        Command::ItemEdit => rows.first().map_or(Ok(Next::NotMine), |row| form::edit(standfast, &row.key)),
        Command::ItemMove => pick_status(rows, standfast),
        Command::ItemAssign => pick_member(rows, standfast),
        Command::ItemPoints => match rows {
            [row] if is_locked(row, standfast)? => request::reestimate(standfast, &row.key),
            rows => ask_points(rows, standfast),
        },
        Command::ItemLabels => form::labels(rows, standfast),
        Command::ItemCriterion => Ok(ask_criterion(rows)),
        Command::ItemDrop => Ok(ask_drop(rows)),
        Command::ItemSprint => change_sprint(rows, standfast),
        Command::BlockerRaise => blocker::raise(rows, standfast),
        Command::BlockerResolve => blocker::resolve(rows, standfast),
        Command::RequestChange => rows.first().map_or(Ok(Next::NotMine), |row| request::ask(standfast, &row.key)),
        Command::ActionFinish => action::choose(standfast),
        Command::Requests => Ok(Next::Open(Thing::List(command))),
        Command::RankTop => rank(rows, &Place::Top, standfast),
        Command::RankBottom => rank(rows, &Place::Bottom, standfast),
        // Where items are, their sprint is not far.
        command => sprint::act(command, standfast),
    }
}

/// Sends keys and titles to the clipboard, a line for each item.
pub fn copy<'a>(rows: impl Iterator<Item = &'a ItemRow>) -> Next {
    let line = |row: &ItemRow| format!("{} {}", outside_or_own(row), text::clean(&row.title));
    let (mut what, mut lines) = (String::new(), Vec::new());
    for row in rows {
        outside_or_own(row).clone_into(&mut what);
        lines.push(line(row));
    }
    match lines.len() {
        0 => Next::Cannot("There is no item here to copy.".to_owned()),
        1 => Next::Copy(what, lines.concat()),
        many => Next::Copy(format!("{many} items"), lines.join("\n")),
    }
}

/// Ranks items at a place of the list, in their order.
pub fn rank(rows: &[ItemRow], place: &Place, standfast: &mut Standfast) -> Result<Next> {
    let keys = keys(rows);
    Ok(Next::from(standfast.rank_items(&strs(&keys), place)?))
}

/// The key that people outside know an item by.
fn outside_or_own(row: &ItemRow) -> &str {
    row.external_key.as_deref().unwrap_or(&row.key)
}

fn keys(rows: &[ItemRow]) -> Vec<String> {
    rows.iter().map(|row| row.key.clone()).collect()
}

fn strs(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}

/// `PAY-12`, or `3 items`.
fn named(rows: &[ItemRow]) -> String {
    match rows {
        [row] => row.key.clone(),
        rows => format!("{} items", rows.len()),
    }
}

fn pick_status(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    let statuses: Vec<String> = standfast.workflow()?.into_iter().map(|status| status.name).collect();
    let present = rows.first().and_then(|row| statuses.iter().position(|name| *name == row.status));
    let choices = statuses.iter().map(Choice::new).collect();
    let keys = keys(rows);
    let pick = Pick::new(format!("Move {} to", named(rows)), choices, move |standfast, at| {
        let Some(status) = statuses.get(at) else { return Ok(Next::Nothing) };
        Ok(Next::from(standfast.move_items(&strs(&keys), status)?))
    });
    Ok(Next::ask(pick.on(present.unwrap_or(0))))
}

fn pick_member(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    let mut members = standfast.members()?;
    members.retain(|member| member.is_inside() && !member.has_left(standfast.today()));
    let mut choices: Vec<Choice> =
        members.iter().map(|member| Choice::new(&member.name).about(member.role.clone().unwrap_or_default())).collect();
    choices.push(Choice::new("nobody").about("leave it without an owner"));
    let present = rows.first().and_then(|row| row.assignee.clone());
    let at = present.and_then(|name| members.iter().position(|member| member.name == name));
    let keys = keys(rows);
    let pick = Pick::new(format!("Give {} to", named(rows)), choices, move |standfast, at| {
        let member = members.get(at).map(|member| member.name.as_str());
        if let [key] = keys.as_slice() {
            return Ok(Next::from(standfast.assign_item(key, member)?));
        }
        let edit = ItemEdit { assignee: Some(member.map(str::to_owned)), ..ItemEdit::default() };
        Ok(Next::from(standfast.edit_items(&strs(&keys), &edit)?))
    });
    Ok(Next::ask(pick.on(at.unwrap_or(0))))
}

/// Whether the item is in the locked sprint, so that only a change request changes its estimate.
fn is_locked(row: &ItemRow, standfast: &Standfast) -> Result<bool> {
    let locked = standfast.current_sprint()?;
    Ok(locked.is_some_and(|sprint| row.sprint == Some(sprint.number)))
}

/// Asks for the points of these items, as they are when the question opens.
fn ask_points(rows: &[ItemRow], standfast: &Standfast) -> Result<Next> {
    let keys = keys(rows);
    let ask = Ask::of_thing(standfast, move |standfast| {
        let rows = keys.iter().map(|key| standfast.listed_item(key)).collect::<Result<Vec<_>>>()?;
        let points = |row: &ItemRow| row.points.map_or_else(|| "?".to_owned(), |points| points.to_string());
        let now: Vec<String> = rows.iter().map(points).collect();
        Ok(points_line(&rows).now(now.join(", ")))
    })?;
    Ok(Next::ask(ask))
}

fn points_line(rows: &[ItemRow]) -> Ask {
    let title = match rows {
        [row] => match row.points {
            Some(points) => format!("Points of {} (now {points})", row.key),
            None => format!("Points of {}", row.key),
        },
        rows => format!("Points of {}", named(rows)),
    };
    let keys = keys(rows);
    let ask = Ask::new(title, "", move |standfast, typed| {
        let points = Points::parse(typed);
        if points.is_none() && typed != "?" {
            return refuse(Rule::I1, format!("Points are {WHAT}. Write ? if they are not known."));
        }
        let edit = ItemEdit { points: Some(points), ..ItemEdit::default() };
        Ok(Next::from(standfast.edit_items(&strs(&keys), &edit)?))
    });
    ask.hint("a number, or ? for unknown")
}

fn ask_criterion(rows: &[ItemRow]) -> Next {
    let keys = keys(rows);
    let ask = Ask::new(format!("Acceptance criterion for {}", named(rows)), "", move |standfast, typed| {
        let edit = ItemEdit { add_criteria: vec![typed.to_owned()], ..ItemEdit::default() };
        Ok(Next::from(standfast.edit_items(&strs(&keys), &edit)?))
    });
    Next::ask(ask.hint("what the finished item meets"))
}

fn ask_drop(rows: &[ItemRow]) -> Next {
    let keys = keys(rows);
    let ask = Ask::new(format!("Drop {}: why?", named(rows)), "", move |standfast, typed| {
        Ok(Next::from(standfast.drop_items(&strs(&keys), typed)?))
    });
    Next::ask(ask.hint("the item leaves the backlog; the log keeps the reason"))
}

/// Takes the items into the draft, or out of it where all of them are in it. What concerns a locked sprint is asked for
/// in a change request (L7).
fn change_sprint(rows: &[ItemRow], standfast: &mut Standfast) -> Result<Next> {
    let keys = keys(rows);
    let locked = standfast.current_sprint()?;
    let in_locked = |row: &&ItemRow| locked.as_ref().is_some_and(|sprint| row.sprint == Some(sprint.number));
    if let Some(row) = rows.iter().find(in_locked) {
        return request::ask(standfast, &row.key);
    }
    match (standfast.planning_sprint()?, locked) {
        (Some(draft), _) if rows.iter().all(|row| row.sprint == Some(draft.number)) => {
            Ok(Next::from(standfast.remove_from_sprint(draft.number, &strs(&keys))?))
        }
        (Some(draft), _) => Ok(Next::from(standfast.add_to_sprint(draft.number, &strs(&keys))?)),
        (None, Some(_)) => rows.first().map_or(Ok(Next::NotMine), |row| request::ask(standfast, &row.key)),
        (None, None) => Ok(Next::Cannot(format!(
            "There is no draft sprint. Press {} to go to the plan and create one.",
            Command::Tab3
        ))),
    }
}
