//! The fields with which a thing is filled in, as its `inputs!` declare them.

use super::{Answers, Form};
use crate::app::Standfast;
use crate::domain::input::{Input, Inputs, Takes};
use crate::domain::sheet::{Sheet, Value};
use crate::error::Result;

impl Form {
    /// A field for each input, with what the sheet says of the thing so far.
    pub fn inputs<N: Inputs>(self, known: &Sheet, standfast: &Standfast) -> Result<Self> {
        let (today, calendar, members) = (standfast.today(), standfast.calendar()?, standfast.member_names()?);
        let add = |form: Self, input: &Input| {
            let (name, label, value) = (input.name, input.label, known.value(input.name));
            let text = if let Value::Text(text) = &value { text.as_str() } else { "" };
            let form = match input.takes {
                Takes::Line => form.line(name, label, text),
                Takes::Member | Takes::Anybody => form.complete(name, label, text, members.clone()),
                Takes::Word(words, _) => form.choice(name, label, words, text),
                Takes::Points => {
                    form.points(name, label, if let Value::Points(points) = value { Some(points) } else { None })
                }
                Takes::Day => {
                    let day = if let Value::Day(day) = value { Some(day) } else { None };
                    form.date(name, label, day, today, &calendar)
                }
            };
            form.hint(input.hint)
        };
        Ok(N::INPUTS.iter().filter(|input| !input.label.is_empty()).fold(self, add))
    }
}

impl Answers {
    /// What was filled in: every choice, all that was changed and, with `all`, what the form opened with.
    pub fn filled<N: Inputs>(&self, all: bool) -> N {
        let mut filled = N::default();
        for input in N::INPUTS.iter().filter(|input| !input.label.is_empty()) {
            let Some(text) = self.changed(input.name).or_else(|| self.kept(input, all)) else { continue };
            filled.put(
                input.name,
                match input.takes {
                    Takes::Day => self.day(input.name).into(),
                    Takes::Points => self.points(input.name).into(),
                    _ if text.is_empty() && input.must.is_empty() => Value::Empty,
                    _ => text.into(),
                },
            );
        }
        filled
    }

    fn kept(&self, input: &Input, all: bool) -> Option<&str> {
        self.given(input.name).filter(|_| all || matches!(input.takes, Takes::Word(..)))
    }
}
