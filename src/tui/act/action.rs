//! What a person does to a retro action outside the retro: says that it is done (A3).

use crate::app::Standfast;
use crate::error::Result;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;

/// Asks what there is to say of an action that is done.
pub fn done(number: i64) -> Next {
    let ask = Ask::new(format!("A{number} is done: what should the next retro know?"), "", move |standfast, note| {
        Ok(Next::from(standfast.finish_action(number, Some(note))?))
    });
    Next::ask(ask.hint("may be empty"))
}

/// Which action is done: the one there is, else a choice of all that nobody has done.
pub fn choose(standfast: &Standfast) -> Result<Next> {
    let mut actions = standfast.open_actions()?;
    actions.retain(|action| action.done_at.is_none());
    match actions.as_slice() {
        [] => Ok(Next::Cannot("Every retro action is done.".to_owned())),
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
