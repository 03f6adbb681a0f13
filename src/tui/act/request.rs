//! Asking for a change of a locked scope: what should change, why, and a ruling, in a few keys (L7).

use super::new_dates;
use crate::app::Standfast;
use crate::app::scope::{Ask, TakeBack};
use crate::domain::filter::{Compare, Filter, Test};
use crate::domain::item::{Class, ItemRow, Unready};
use crate::domain::points::{Points, estimate_in_words};
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::domain::text;
use crate::error::{Result, refuse};
use crate::rules::Rule;
use crate::tui::command::Command;
use crate::tui::kit::form::{Answers, Beside, Form, Trouble};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use chrono::Datelike;
use std::cell::RefCell;
use std::rc::Rc;

/// What the form is about.
#[derive(Debug, Clone)]
struct Wish {
    kind: RequestKind,
    item: String,
    /// The item that goes out for it.
    swap: Option<String>,
}

/// The rulings that can be given in the same breath. Without one, the request waits for whoever decides.
const RULINGS: [&str; 4] = ["leave open", "accept", "defer", "decline"];

/// How many items of the same size are offered in a swap, among how many candidates, and how much of their titles.
const SWAPS: usize = 8;
const CANDIDATES: usize = 500;
const TITLE: usize = 30;

/// What was decided in the form.
pub(super) struct Decided {
    pub accepts: bool,
    /// Deferred or declined.
    pub left: Option<RequestRuling>,
}

/// Asks for a change that concerns the item with this key: it comes in if it is outside the locked sprint; otherwise
/// there is a choice of what should become of it.
pub fn ask(standfast: &Standfast, key: &str) -> Result<Next> {
    let Some(sprint) = standfast.current_sprint()? else { return Ok(Next::Cannot(not_locked(standfast)?)) };
    let row = standfast.listed_item(key)?;
    match row.sprint {
        Some(number) if number == sprint.number => Ok(choose(&sprint, &row, standfast.today().year())),
        Some(number) => Ok(Next::Cannot(format!(
            "{} is in draft sprint {number}. Remove it there before you request it for sprint {}.",
            row.key, sprint.number
        ))),
        None => form(standfast, &sprint, &Wish { kind: RequestKind::Add, item: row.key, swap: None }),
    }
}

/// Asks for another estimate of an item of the locked sprint.
pub fn reestimate(standfast: &Standfast, key: &str) -> Result<Next> {
    let Some(sprint) = standfast.current_sprint()? else { return Ok(Next::Cannot(not_locked(standfast)?)) };
    form(standfast, &sprint, &Wish { kind: RequestKind::Reestimate, item: key.to_owned(), swap: None })
}

fn not_locked(standfast: &Standfast) -> Result<String> {
    let draft = standfast.planning_sprint()?;
    Ok(match draft {
        Some(draft) => format!(
            "No sprint is locked, so no change request is needed. Change draft {} in the plan ({}).",
            draft.number,
            Command::Tab3
        ),
        None => format!(
            "No sprint is locked, so no change request is needed. Create a draft in the plan ({}).",
            Command::Tab3
        ),
    })
}

/// What should become of an item of the sprint.
fn choose(sprint: &Sprint, row: &ItemRow, year: i32) -> Next {
    let (key, number) = (row.key.clone(), sprint.number);
    let points = estimate_in_words(row.points);
    let started = (row.class != Class::Waiting).then(|| {
        format!("{key} is {}: work on it has started, so it cannot be swapped out.", text::clean(&row.status))
    });
    let swap = Choice { why_not: started, ..Choice::new(format!("Swap {key} for another item")) };
    let choices = vec![
        Choice::new(format!("Take {key} out")).about(&points),
        Choice::new(format!("Re-estimate {key}")).about(format!("now {points}")),
        swap.about(format!("of {points}")),
        Choice::new("Add another item").about(format!("to sprint {number}")),
        Choice::new(format!("Move the dates of sprint {number}")).about(new_dates::words(sprint, year)),
    ];
    let title = format!("{key}: what should change in sprint {number}?");
    Next::ask(Pick::new(title, choices, move |standfast, place| {
        let Some(sprint) = standfast.current_sprint()? else { return Ok(Next::Cannot(not_locked(standfast)?)) };
        let wish = |kind| Wish { kind, item: key.clone(), swap: None };
        match place {
            0 => form(standfast, &sprint, &wish(RequestKind::Remove)),
            1 => form(standfast, &sprint, &wish(RequestKind::Reestimate)),
            2 => come_in(standfast, &sprint, &key),
            3 => Ok(which(&sprint)),
            _ => new_dates::form(standfast, &sprint),
        }
    }))
}

/// What comes in for an item that goes out: those of the same size first, and anything else by its key or words.
///
/// ```text
///  ╭─ What comes in for PAY-1 (3 points)? Type to find others ─────╮
///  │ :                                                             │
///  │ PAY-3    Export the ledger       3 points, ready              │
///  │ PAY-9    Retry the webhooks      3 points, no criterion       │
/// ```
fn come_in(standfast: &Standfast, sprint: &Sprint, out: &str) -> Result<Next> {
    let row = standfast.listed_item(out)?;
    let same = row.points.map_or(Test::NoPoints, |points| Test::Points(Compare::Equal, points));
    let mut rows = standfast.filtered_to_plan(&Filter::default().and(same), CANDIDATES)?.rows;
    rows.retain(|row| row.class == Class::Waiting);
    rows.sort_by_key(|row| !row.not_ready.is_empty());
    rows.truncate(SWAPS);
    let size = estimate_in_words(row.points);
    let title = if rows.is_empty() {
        format!("Nothing else has the size of {out} ({size}). Type to find what comes in")
    } else {
        format!("What comes in for {out} ({size})? Type to find others")
    };
    let keys: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let (found, out, number) = (Rc::new(RefCell::new(Vec::new())), out.to_owned(), sprint.number);
    let (shown, offered) = (Rc::clone(&found), keys.clone());
    let pick = Pick::new(title, rows.iter().map(candidate).collect(), move |standfast, at| {
        let found = found.borrow();
        let Some(key) = keys.get(at).or_else(|| found.get(at.checked_sub(keys.len())?)) else {
            return Ok(Next::Nothing);
        };
        match standfast.current_sprint()?.filter(|sprint| sprint.number == number) {
            Some(sprint) => {
                form(standfast, &sprint, &Wish { kind: RequestKind::Add, item: key.clone(), swap: Some(out.clone()) })
            }
            None => Ok(Next::Cannot(not_locked(standfast)?)),
        }
    });
    Ok(Next::ask(pick.looking_up(move |standfast, typed| {
        let mut rows = standfast.search_to_plan(typed, SWAPS)?;
        rows.retain(|row| !offered.contains(&row.key));
        shown.replace(rows.iter().map(|row| row.key.clone()).collect());
        Ok(rows.iter().map(candidate).collect())
    })))
}

/// An item that may come in: its size, and what it lacks.
fn candidate(row: &ItemRow) -> Choice {
    let ready = row.not_ready.first().map_or_else(|| "ready".to_owned(), Unready::words);
    let title = text::fit(&row.title, TITLE);
    let gap = " ".repeat(TITLE.saturating_sub(text::width(&title)));
    Choice::new(format!("{:<8} {title}{gap}", row.key)).about(format!("{}, {ready}", estimate_in_words(row.points)))
}

/// Which item should come in.
fn which(sprint: &Sprint) -> Next {
    let title = format!("Which item comes into sprint {}?", sprint.number);
    let form = Form::new(title, move |standfast, answers| {
        let Some(sprint) = standfast.current_sprint()? else { return Ok(Next::Cannot(not_locked(standfast)?)) };
        let row = standfast.item(answers.text("item")).beside("item")?.row;
        if let Some(number) = row.sprint {
            let words = format!("{} is already in sprint {number}. Name an item outside it.", row.key);
            return refuse(Rule::L7, words).beside("item");
        }
        Ok(form(standfast, &sprint, &Wish { kind: RequestKind::Add, item: row.key, swap: None })?)
    });
    let search = |standfast: &Standfast, typed: &str| {
        let rows = standfast.search_to_plan(typed, 6)?;
        let words = |row: &ItemRow| {
            let points = row.points.map_or_else(|| "?".to_owned(), |points| points.to_string());
            format!("{}\t{points}  {}", row.key, text::clean(&row.title))
        };
        Ok(rows.iter().map(words).collect())
    };
    Next::ask(form.look_up("item", "Item", "", false, search).hint("a key, or words of the title"))
}

/// The form of one wish.
fn form(standfast: &Standfast, sprint: &Sprint, wish: &Wish) -> Result<Next> {
    let row = standfast.listed_item(&wish.item)?;
    let saved = wish.clone();
    let out = wish.swap.as_deref().map(|key| standfast.listed_item(key)).transpose()?;
    let mut form = Form::new(title(sprint, wish.kind, &row, out.as_ref()), move |standfast, answers| {
        save(standfast, &saved, answers)
    });
    if wish.kind == RequestKind::Reestimate {
        form = form.estimate("points", "New points").hint("the new estimate, or none");
    }
    form = form.line("reason", "Reason", "").hint("why it cannot wait for the next planning");
    form = form.complete("by", "Asked by", standfast.actor(), standfast.member_names()?);
    if wish.kind == RequestKind::Add {
        let proposed = standfast.swap_proposals(&row.key)?;
        let words = |row: &ItemRow| {
            let points = estimate_in_words(row.points);
            format!("{}\t{points} out  {}", row.key, text::clean(&row.title))
        };
        let hint = if proposed.is_empty() {
            "no unstarted item has the same points"
        } else {
            "Down: unstarted items of the same points"
        };
        let options = proposed.iter().map(words).collect();
        form = form.complete("swap", "Swap", wish.swap.as_deref().unwrap_or(""), options).hint(hint);
    }
    Ok(Next::ask(decision(form, standfast)?))
}

/// The form of a request that takes an accepted one back.
pub fn take_back(standfast: &Standfast, request: &Request) -> Result<Next> {
    let number = request.number;
    let form = Form::new(format!("Take {} back: {}", request.key(), request.asked()), move |standfast, answers| {
        let ruling = ruling_of(answers)?;
        let wish = TakeBack {
            reason: answers.text("reason").to_owned(),
            requested_by: answers.given("by").map(str::to_owned),
            accepted_by: answers.given("approver").filter(|_| ruling.accepts).map(str::to_owned),
        };
        Ok(Next::from(standfast.take_back_request(number, &wish, ruling.left)?))
    });
    let form = form.line("reason", "Reason", "").hint("why it does not hold");
    let form = form.complete("by", "Asked by", standfast.actor(), standfast.member_names()?);
    Ok(Next::ask(decision(form, standfast)?))
}

/// The form with the fields of its decision.
pub(super) fn decision(form: Form, standfast: &Standfast) -> Result<Form> {
    let decider = standfast.team()?.decision_maker.clone();
    let [open, ..] = RULINGS;
    let form = form.choice("ruling", "Decision", &RULINGS, open);
    let form = form.complete("approver", "Accepted by", decider.as_deref().unwrap_or(""), standfast.member_names()?);
    Ok(form.hint("only if accepted"))
}

/// What was decided; refuses an acceptance in nobody's name, and a request without a reason.
pub(super) fn ruling_of(answers: &Answers) -> std::result::Result<Decided, Trouble> {
    let accepts = answers.text("ruling") == "accept";
    if accepts && answers.given("approver").is_none() {
        return refuse(Rule::L7, "Name who accepts the request.").beside("approver");
    }
    if answers.given("reason").is_none() {
        return refuse(Rule::L7, "Enter a reason; a few words are enough.").beside("reason");
    }
    let left = match answers.text("ruling") {
        "defer" => Some(RequestRuling::Deferred),
        "decline" => Some(RequestRuling::Declined),
        _ => None,
    };
    Ok(Decided { accepts, left })
}

/// What is asked, with points in and out.
fn title(sprint: &Sprint, kind: RequestKind, row: &ItemRow, out: Option<&ItemRow>) -> String {
    let (key, number) = (&row.key, sprint.number);
    let points = estimate_in_words(row.points);
    match (kind, out) {
        (RequestKind::Add, None) => format!("Add {key} to sprint {number}: {points} in"),
        (RequestKind::Add, Some(out)) => {
            format!("Add {key} to sprint {number}: {points} in, {} out with {}", estimate_in_words(out.points), out.key)
        }
        (RequestKind::Remove, _) => format!("Take {key} out of sprint {number}: {points} out"),
        (RequestKind::Reestimate, _) => format!("Re-estimate {key} in sprint {number}: now {points}"),
        (RequestKind::Dates, _) => format!("Dates of sprint {number}"),
    }
}

fn save(standfast: &mut Standfast, wish: &Wish, answers: &Answers) -> std::result::Result<Next, Trouble> {
    let estimate = Points::parse_or_none(answers.text("points"));
    if wish.kind == RequestKind::Reestimate && estimate.is_none() {
        return refuse(Rule::L7, "Enter the new points, or none.").beside("points");
    }
    let ruling = ruling_of(answers)?;
    let ask = Ask {
        kind: wish.kind,
        item: wish.item.clone(),
        reason: answers.text("reason").to_owned(),
        requested_by: answers.given("by").map(str::to_owned),
        points: estimate.flatten(),
        swap: answers.given("swap").map(str::to_owned),
        accepted_by: answers.given("approver").filter(|_| ruling.accepts).map(str::to_owned),
    };
    let outcome = match ruling.left {
        Some(left) => standfast.request_and_rule(&ask, left)?,
        None => standfast.request_change(&ask)?,
    };
    Ok(Next::from(outcome))
}
