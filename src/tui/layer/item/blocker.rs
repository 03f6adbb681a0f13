//! Raising a blocker on items, and resolving one (B1).

use super::act::{keys, named};
use crate::app::Standfast;
use crate::app::blocker::NewBlocker;
use crate::domain::blocker::{Blocker, Cause};
use crate::domain::item::Row;
use crate::domain::text;
use crate::error::Result;
use crate::tui::layer::ask::Ask;
use crate::tui::layer::form::{Beside, Form};
use crate::tui::layer::pick::{Choice, Pick};
use crate::tui::view::Next;

/// A form for what is in the way of these items.
pub(super) fn raise(rows: &[Row], standfast: &Standfast) -> Result<Next> {
    let names: Vec<String> = standfast.members()?.into_iter().map(|member| member.name).collect();
    let causes = Cause::ALL.map(Cause::word);
    let (today, calendar) = (standfast.today(), standfast.calendar()?);
    let items = keys(rows);
    let form = Form::new(format!("What blocks {}?", named(rows)), move |standfast, answers| {
        let new = NewBlocker {
            text: answers.text("text").to_owned(),
            cause: Cause::parse(answers.text("cause")).unwrap_or(Cause::Dependency),
            items: items.clone(),
            owner: answers.given("owner").map(str::to_owned),
            waiting_on: answers.given("waiting").map(str::to_owned),
            needed_by: answers.day("needed"),
            next_step: answers.given("next").map(str::to_owned),
            ..NewBlocker::default()
        };
        let field = if new.text.is_empty() { "text" } else { "owner" };
        Ok(Next::from(standfast.raise_blocker(&new).beside(field)?))
    });
    let form = form
        .line("text", "What is in the way", "")
        .choice("cause", "Cause", &causes, Cause::Dependency.word())
        .complete("owner", "Who clears it", "", names)
        .line("waiting", "Waiting on", "")
        .hint("a person, a team, a supplier")
        .date("needed", "Needed by", None, today, &calendar)
        .hint("fri, +3d, 2026-12-01")
        .line("next", "Next step", "");
    Ok(Next::ask(form))
}

/// Asks how it was resolved; first which one, where there are several.
pub(super) fn resolve(rows: &[Row], standfast: &Standfast) -> Result<Next> {
    let keys = keys(rows);
    let mut open = standfast.blockers(true)?;
    open.retain(|blocker| blocker.items.iter().any(|key| keys.contains(key)));
    if let [blocker] = open.as_slice() {
        return Ok(ask(blocker));
    }
    let choice = |blocker: &Blocker| Choice::new(format!("{} {}", blocker.key(), text::clean(&blocker.text)));
    let choices = open.iter().map(choice).collect();
    Ok(Next::ask(Pick::new("Resolve", choices, move |_, at| Ok(open.get(at).map_or(Next::Nothing, ask)))))
}

fn ask(blocker: &Blocker) -> Next {
    let number = blocker.number;
    let title = format!("How was {} resolved?", blocker.key());
    let ask = Ask::new(title, "", move |standfast, typed| Ok(Next::from(standfast.resolve_blocker(number, typed)?)));
    Next::ask(ask)
}
