//! What others changed of a thing while its form was open: a field that nobody typed into takes it over, and of one that
//! both changed the person decides.

use super::Form;
use super::field::Field;
use crate::app::Standfast;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::view::Next;
use std::cell::RefCell;
use std::rc::Rc;

/// Makes the form of what the database holds now.
type Make = Box<dyn Fn(&Standfast) -> Result<Form>>;

/// How much of a value is shown.
const SHOWN: usize = 40;

/// How a form is made anew, and what was decided about the fields that both changed.
pub(super) struct Origin {
    make: Make,
    decided: Rc<RefCell<Option<Decision>>>,
}

/// Whose values are kept, and what the others' were when this was decided, by the names of the fields.
#[derive(Debug, Clone)]
struct Decision {
    mine: bool,
    theirs: Vec<(&'static str, String)>,
}

impl Form {
    /// The form of a thing that is there. `make` makes it of what the database holds, and again when it is saved.
    pub fn of_thing(standfast: &Standfast, make: impl Fn(&Standfast) -> Result<Self> + 'static) -> Result<Self> {
        let mut form = make(standfast)?;
        form.origin = Some(Origin { make: Box::new(make), decided: Rc::default() });
        Ok(form)
    }

    /// Takes over what others changed; the question to ask first, if they changed what was typed into as well.
    pub(super) fn catch_up(&mut self, standfast: &mut Standfast) -> Result<Option<Next>> {
        let Some(origin) = &self.origin else { return Ok(None) };
        standfast.read_team()?;
        let Self { fields, save, .. } = (origin.make)(standfast)?;
        // It knows a thing by its name, which may be another one by now.
        self.save = save;
        let decided = origin.decided.take();
        let mut both = Vec::new();
        for theirs in fields {
            let Some(mine) = self.fields.iter_mut().find(|field| field.name == theirs.name) else { continue };
            if !theirs.differs_from(mine) {
                continue;
            }
            if mine.answer().changed && mine.text() != theirs.text() {
                both.push(theirs);
            } else {
                *mine = theirs;
            }
        }
        if both.is_empty() {
            return Ok(None);
        }
        let theirs: Vec<_> = both.iter().map(|field| (field.name, field.text())).collect();
        match decided.filter(|decision| decision.theirs == theirs) {
            Some(decision) => {
                self.keep(both, decision.mine);
                Ok(None)
            }
            None => Ok(Some(self.question(&both, theirs))),
        }
    }

    fn keep(&mut self, both: Vec<Field>, mine: bool) {
        for theirs in both {
            let Some(field) = self.fields.iter_mut().find(|field| field.name == theirs.name) else { continue };
            if mine {
                field.opens_with(&theirs);
            } else {
                *field = theirs;
            }
        }
    }

    fn question(&self, both: &[Field], theirs: Vec<(&'static str, String)>) -> Next {
        let of = |field: &Field| {
            let words = text::clean(&field.text()).into_owned();
            format!("{}: {}", field.label, if words.is_empty() { "empty".into() } else { text::fit(&words, SHOWN) })
        };
        let mine = self.fields.iter().filter(|field| both.iter().any(|theirs| theirs.name == field.name));
        let (there, typed) = (both.iter().map(of).collect::<Vec<_>>(), mine.map(of).collect::<Vec<_>>());
        let labels: Vec<&str> = both.iter().map(|field| field.label).collect();
        let choices = vec![
            Choice::new("Go back to the form").about("nothing is saved yet"),
            Choice::new("Keep theirs").about(there.join(" · ")),
            Choice::new("Take mine").about(typed.join(" · ")),
        ];
        let decided = self.origin.as_ref().map(|origin| Rc::clone(&origin.decided)).unwrap_or_default();
        let title = format!("Changed by someone else: {}", labels.join(", "));
        Next::ask(Pick::new(title, choices, move |_, at| {
            if at == 0 {
                return Ok(Next::Nothing);
            }
            decided.replace(Some(Decision { mine: at == 2, theirs: theirs.clone() }));
            Ok(Next::Run(Command::FormSave))
        }))
    }
}
