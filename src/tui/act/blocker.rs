//! What a person does to a blocker, from whichever tab: raise, touch, escalate, rule, resolve, reopen (B1–B3, S5).

use crate::app::Standfast;
use crate::app::blocker::BlockerEdit;
use crate::app::standup::BlockerRuling;
use crate::domain::sheet::Sheet;
use crate::error::Result;
use crate::tui::act::suggest;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::form::{Beside, Form};
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;

/// A form for what is in the way of these items, raised by somebody.
pub fn raise(items: &[String], raised_by: Option<&str>, standfast: &Standfast) -> Result<Next> {
    let title = match items {
        [] => "New blocker".to_owned(),
        [one] => format!("What blocks {one}?"),
        many => format!("What blocks {} items?", many.len()),
    };
    let form = Form::new(title, move |standfast, answers| {
        let raised_by = answers.given("raised").map(str::to_owned);
        let new = BlockerEdit { raised_by, add_items: answers.words("items"), ..answers.filled(true) };
        Ok(Next::from(standfast.raise_blocker(&new)?))
    });
    let form = form
        .inputs::<BlockerEdit>(&Sheet::new("blocker", String::new(), ""), standfast)?
        .look_up("items", "Items", &items.join(", "), true, suggest::items)
        .complete("raised", "Raised by", raised_by.unwrap_or_default(), standfast.member_names()?);
    Ok(Next::ask(form))
}

/// A form for what was done about a blocker; everything about it can be changed on the way.
pub fn touch(blocker: i64, standfast: &Standfast) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let held = standfast.blocker_sheet(blocker)?;
        let form = Form::new(format!("Update {}", held.key), move |standfast, answers| {
            let touch = BlockerEdit { note: answers.given("note").map(str::to_owned), ..answers.filled(false) };
            Ok(Next::from(standfast.touch_blocker(blocker, &touch).beside("note")?))
        });
        form.line("note", "What is new", "").inputs::<BlockerEdit>(&held, standfast)
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

/// Takes a blocker to the decision-maker; asks to whom where the team has none.
pub fn escalate(blocker: i64, standfast: &mut Standfast) -> Result<Next> {
    if standfast.team()?.decision_maker.is_some() {
        return Ok(Next::from(standfast.escalate_blocker(blocker, None, None)?));
    }
    let form = Form::new(format!("Escalate B{blocker}"), move |standfast, answers| {
        Ok(Next::from(standfast.escalate_blocker(blocker, Some(answers.text("to")), None).beside("to")?))
    });
    let form = form.complete("to", "To whom", "", standfast.member_names()?);
    Ok(Next::ask(form.hint("the team has no decision-maker")))
}

/// Asks how a blocker was resolved.
pub fn resolve(blocker: i64) -> Next {
    let title = format!("How was B{blocker} resolved?");
    Next::ask(Ask::new(title, "", move |standfast, typed| Ok(Next::from(standfast.resolve_blocker(blocker, typed)?))))
}

/// Asks why a blocker is open again.
pub fn reopen(blocker: i64) -> Next {
    let title = format!("Why does B{blocker} block again?");
    Next::ask(Ask::new(title, "", move |standfast, typed| Ok(Next::from(standfast.reopen_blocker(blocker, typed)?))))
}

/// The four rulings to choose from (S5).
pub fn rule(blocker: i64) -> Next {
    let choices = vec![
        Choice::new("Next step").about("one person does something by a day"),
        Choice::new("Escalate").about("hand it to a person who can decide"),
        Choice::new("Accept").about("accept it as a risk until a day"),
        Choice::new("Resolve").about("it is cleared"),
    ];
    let pick = Pick::new(format!("Ruling on B{blocker}"), choices, move |standfast, at| match at {
        0 => next_step(blocker, standfast),
        1 => escalation(blocker, standfast),
        2 => acceptance(blocker, standfast),
        _ => Ok(Next::ask(Ask::new(format!("How was B{blocker} resolved?"), "", move |standfast, typed| {
            let ruling = BlockerRuling::Resolve { resolution: typed.to_owned() };
            Ok(Next::from(standfast.rule_on_blocker(blocker, &ruling)?))
        }))),
    });
    Next::ask(pick)
}

fn next_step(blocker: i64, standfast: &Standfast) -> Result<Next> {
    let held = standfast.blocker(blocker)?;
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let tomorrow = calendar.working_day_after(today, 1);
    let form = Form::new(format!("Next step for {}", held.key()), move |standfast, answers| {
        let ruling = BlockerRuling::NextStep {
            step: answers.text("step").to_owned(),
            owner: answers.given("owner").map(str::to_owned),
            by: answers.day("by").unwrap_or(today),
        };
        let field = if answers.given("step").is_none() { "step" } else { "owner" };
        Ok(Next::from(standfast.rule_on_blocker(blocker, &ruling).beside(field)?))
    });
    let owner = held.owner.clone().unwrap_or_default();
    let form = form
        .line("step", "What happens next", "")
        .complete("owner", "Who does it", &owner, standfast.member_names()?)
        .date("by", "By when", tomorrow, today, &calendar);
    Ok(Next::ask(form))
}

fn escalation(blocker: i64, standfast: &Standfast) -> Result<Next> {
    let to = standfast.team()?.decision_maker.clone().unwrap_or_default();
    let form = Form::new(format!("Escalate B{blocker}"), move |standfast, answers| {
        let ruling = BlockerRuling::Escalate {
            to: answers.given("to").map(str::to_owned),
            note: answers.given("note").map(str::to_owned),
        };
        Ok(Next::from(standfast.rule_on_blocker(blocker, &ruling).beside("to")?))
    });
    Ok(Next::ask(form.complete("to", "To whom", &to, standfast.member_names()?).line("note", "Note", "").at("note")))
}

fn acceptance(blocker: i64, standfast: &Standfast) -> Result<Next> {
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let until = standfast.current_sprint()?.and_then(|sprint| sprint.ends_on).filter(|end| *end >= today);
    let form = Form::new(format!("Accept B{blocker} as a risk"), move |standfast, answers| {
        let ruling = BlockerRuling::Accept { reason: answers.text("why").to_owned(), until: answers.day("until") };
        Ok(Next::from(standfast.rule_on_blocker(blocker, &ruling).beside("why")?))
    });
    Ok(Next::ask(form.line("why", "Why", "").date("until", "Until", until, today, &calendar)))
}
