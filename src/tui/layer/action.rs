//! What a person does to a retro action outside the retro: says that it is done (A3).

use crate::app::Standfast;
use crate::domain::action::{Action, carried_in_words};
use crate::domain::text;
use crate::domain::time::short_day;
use crate::error::Result;
use crate::tui::layer::ask::Ask;
use crate::tui::layer::pick::{Choice, Pick};
use crate::tui::layer::reader::{Passage, Reader};
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::actions::age;
use chrono::Datelike;

/// Asks what there is to say of an action that is done.
pub fn done(number: i64) -> Next {
    let ask = Ask::new(format!("A{number} is done. What is there to say?"), "", move |standfast, note| {
        Ok(Next::from(standfast.finish_action(number, Some(note))?))
    });
    Next::ask(ask.hint("nothing is fine too"))
}

/// Which action is done: the one there is, else a choice of all that nobody has done.
pub fn choose(standfast: &Standfast) -> Result<Next> {
    let open = |action: &Action| action.is_open() && action.done_at.is_none();
    let actions: Vec<Action> = standfast.actions()?.into_iter().filter(open).collect();
    match actions.as_slice() {
        [] => Ok(Next::Cannot("No action of a retro waits to be done.".to_owned())),
        [one] => Ok(done(one.number)),
        many => {
            let choices = many.iter().map(|a| Choice::new(format!("{} {}", a.key(), a.text)).about(&a.owner)).collect();
            let numbers: Vec<i64> = many.iter().map(|action| action.number).collect();
            Ok(Next::ask(Pick::new("Which action is done?", choices, move |_, at| {
                Ok(numbers.get(at).map_or(Next::Nothing, |number| done(*number)))
            })))
        }
    }
}

/// Everything about an action and what retros said of it, to read.
pub fn open(number: i64, standfast: &Standfast) -> Result<Next> {
    let (action, zone, today) = (standfast.action(number)?, standfast.zone(), standfast.today());
    let fact = |label: &str, words: &str| {
        Passage::new(format!("{label:<13}"), Role::Dim).and(text::clean(words), Role::Text).indent(13)
    };
    let due = short_day(action.due, today.year());
    let due = if action.is_overdue(today) { format!("{due}, which has passed") } else { due };
    let mut passages = vec![
        Passage::new(text::clean(&action.text), Role::Strong),
        Passage::gap(),
        fact("It worked if", &action.shows),
        fact("Owner", &action.owner),
        fact("Due", &due),
        fact("Committed", &format!("{}, at the retro of sprint {}", action.committed_at.day(zone), action.sprint)),
    ];
    let told = [age(action.age_days(today, zone)), carried_in_words(action.carried())];
    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
    passages.extend((!told.is_empty() && action.is_open()).then(|| fact("Age", &told.join(", "))));
    passages.extend(action.done_at.map(|at| fact("Done", &at.day(zone).to_string())));
    passages.extend(action.done_note.as_ref().map(|note| fact("Said", note)));
    for ruled in &action.rulings {
        let because = ruled.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        passages.push(fact(&format!("Sprint {}", ruled.sprint), &format!("{}{because}", ruled.ruling.word())));
    }
    Ok(Next::ask(Reader::new(format!("Action {}", action.key()), passages)))
}
