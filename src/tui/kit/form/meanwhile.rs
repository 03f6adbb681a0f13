//! What others changed of a thing while its form was open: a field that nobody typed into takes it over, and of one that
//! both changed the person decides.

use super::Form;
use super::field::Field;
use crate::app::Standfast;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::meanwhile::{Both, Origin};
use crate::tui::view::Next;

impl Form {
    /// The form of a thing that is there. `make` makes it of what the database holds, and again when it is saved.
    pub fn of_thing(standfast: &Standfast, make: impl Fn(&Standfast) -> Result<Self> + 'static) -> Result<Self> {
        let mut form = make(standfast)?;
        form.origin = Some(Origin::new(make));
        Ok(form)
    }

    /// Takes over what others changed; the question to ask first, if they changed what was typed into as well.
    pub(super) fn catch_up(&mut self, standfast: &mut Standfast) -> Result<Option<Next>> {
        let Some(origin) = &self.origin else { return Ok(None) };
        let Self { fields, save, .. } = origin.again(standfast)?;
        // It knows a thing by its name, which may be another one by now.
        self.save = save;
        let (mut both, mut asked) = (Vec::new(), Vec::new());
        for theirs in fields {
            let Some(mine) = self.fields.iter_mut().find(|field| field.name == theirs.name) else { continue };
            if !theirs.differs_from(mine) {
                continue;
            }
            if mine.answer().changed && mine.text() != theirs.text() {
                asked.push(Both { label: mine.label.to_owned(), theirs: theirs.text(), mine: mine.text() });
                both.push(theirs);
            } else {
                *mine = theirs;
            }
        }
        if both.is_empty() {
            return Ok(None);
        }
        match origin.decide(&asked, "form", Command::FormSave) {
            Ok(mine) => {
                self.keep(both, mine);
                Ok(None)
            }
            Err(question) => Ok(Some(question)),
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
}
