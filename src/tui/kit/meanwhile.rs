//! What others changed of a thing while it was open to be edited, in a form, in a line or in its place on the screen: of
//! what both changed the person decides.

use crate::app::Standfast;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use std::cell::RefCell;
use std::rc::Rc;

/// How much of a value is shown.
const SHOWN: usize = 40;

/// Makes it of what the database holds.
type Make<T> = Box<dyn Fn(&Standfast) -> Result<T>>;

/// How something is made anew from what the database holds, and what was decided about what both changed.
pub struct Origin<T> {
    make: Make<T>,
    decided: Rc<RefCell<Option<Decision>>>,
}

/// A value that both changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// What it is called on the screen.
    pub label: String,
    pub theirs: String,
    pub mine: String,
}

/// Whose values are kept, and what was asked when this was decided.
#[derive(Debug, Clone)]
struct Decision {
    mine: bool,
    theirs: Vec<String>,
}

impl<T> std::fmt::Debug for Origin<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Origin").field("decided", &self.decided).finish_non_exhaustive()
    }
}

impl<T> Origin<T> {
    /// `make` makes it of what the database holds.
    pub fn new(make: impl Fn(&Standfast) -> Result<T> + 'static) -> Self {
        Self { make: Box::new(make), decided: Rc::default() }
    }

    /// Makes it of what the database holds now.
    pub fn again(&self, standfast: &mut Standfast) -> Result<T> {
        standfast.read_team()?;
        (self.make)(standfast)
    }

    /// Whether one's own values are kept, if that was decided about just these; else the question to ask first. `place` is
    /// where one goes back to, and `save` saves again.
    pub fn decide(&self, both: &[Both], place: &str, save: Command) -> std::result::Result<bool, Next> {
        let theirs: Vec<String> = both.iter().map(|one| one.theirs.clone()).collect();
        match self.decided.take().filter(|decision| decision.theirs == theirs) {
            Some(decision) => Ok(decision.mine),
            None => Err(self.question(both, theirs, place, save)),
        }
    }

    fn question(&self, both: &[Both], theirs: Vec<String>, place: &str, save: Command) -> Next {
        let said = |label: &str, value: &str| {
            let words = text::clean(value).into_owned();
            format!("{label}: {}", if words.is_empty() { "empty".into() } else { text::fit(&words, SHOWN) })
        };
        let all = |value: fn(&Both) -> &String| {
            both.iter().map(|one| said(&one.label, value(one))).collect::<Vec<_>>().join(" · ")
        };
        let labels: Vec<&str> = both.iter().map(|one| one.label.as_str()).collect();
        let choices = vec![
            Choice::new(format!("Go back to the {place}")).about("nothing is saved yet"),
            Choice::new("Keep theirs").about(all(|one| &one.theirs)),
            Choice::new("Take mine").about(all(|one| &one.mine)),
        ];
        let decided = Rc::clone(&self.decided);
        let title = format!("Changed by someone else: {}", labels.join(", "));
        Next::ask(Pick::new(title, choices, move |_, at| {
            if at == 0 {
                return Ok(Next::Nothing);
            }
            decided.replace(Some(Decision { mine: at == 2, theirs: theirs.clone() }));
            Ok(Next::Run(save))
        }))
    }
}
