//! What was typed into a form, and what is beside a field when it is refused.

use crate::domain::item::Criterion;
use crate::domain::points::Points;
use crate::domain::time::Day;
use crate::error::{Error, Result};

/// An error, and the field beside which it belongs.
#[derive(Debug)]
pub struct Trouble {
    pub(super) field: Option<&'static str>,
    pub(super) error: Error,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self { field: None, error }
    }
}

/// Says which field an error belongs to.
pub trait Beside<T> {
    /// The error is shown beside the field of that name.
    fn beside(self, field: &'static str) -> std::result::Result<T, Trouble>;
}

impl<T> Beside<T> for Result<T> {
    fn beside(self, field: &'static str) -> std::result::Result<T, Trouble> {
        self.map_err(|error| Trouble { field: Some(field), error })
    }
}

/// What was typed, by the names of the fields.
#[derive(Debug, Default)]
pub struct Answers {
    fields: Vec<(&'static str, Answer)>,
}

/// What was typed into one field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub text: String,
    pub criteria: Vec<Criterion>,
    pub day: Option<Day>,
    pub changed: bool,
}

impl Answers {
    pub(super) fn new(fields: impl Iterator<Item = (&'static str, Answer)>) -> Self {
        Self { fields: fields.collect() }
    }

    /// The text of a field without the space around it.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).map_or("", |answer| answer.text.trim())
    }

    /// The text, or nothing where the field is empty.
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// The text, if it differs from what the form opened with.
    pub fn changed(&self, name: &str) -> Option<&str> {
        self.find(name).filter(|answer| answer.changed).map(|answer| answer.text.trim())
    }

    /// The points of a field; `None` for "not estimated". A field of points is checked before it is saved.
    pub fn points(&self, name: &str) -> Option<Points> {
        Points::parse(self.text(name))
    }

    /// The day of a date field; `None` if it is empty. A date is checked before it is saved.
    pub fn day(&self, name: &str) -> Option<Day> {
        self.find(name).and_then(|answer| answer.day)
    }

    /// The rows of a list field.
    pub fn criteria(&self, name: &str) -> &[Criterion] {
        self.find(name).map_or(&[], |answer| &answer.criteria)
    }

    /// The words of a field that holds several, separated by commas.
    pub fn words(&self, name: &str) -> Vec<String> {
        self.text(name).split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    fn find(&self, name: &str) -> Option<&Answer> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, answer)| answer)
    }
}
