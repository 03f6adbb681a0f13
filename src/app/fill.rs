//! From what a person filled in to the columns that are written: lines checked and trimmed, members by their row.

use crate::app::Tx;
use crate::app::find::find_colleague;
use crate::app::say::{one_line, optional};
use crate::domain::input::{Input, Inputs, Takes};
use crate::domain::sheet::Value as Filled;
use crate::error::{Error, Result};
use crate::rules::Rule;
use crate::store::engine::Pair;
use crate::store::value::{ToValue, Value};

/// Columns with the values that they get.
#[derive(Debug, Default)]
pub(crate) struct Columns(Vec<(&'static str, Value<'static>)>);

impl Columns {
    /// What was filled in, as columns. A refusal by `rule` says which input it is about.
    pub(crate) fn of<N: Inputs>(tx: &Tx<'_>, rule: Rule, filled: &N) -> Result<Self> {
        let column = |(input, value): (&'static Input, Filled)| {
            Ok((input.name, column(tx, rule, input, value).map_err(|error| error.about(input.name))?))
        };
        filled.given().into_iter().map(column).collect::<Result<_>>().map(Self)
    }

    /// The same for a new thing: what it must have is there.
    pub(crate) fn of_new<N: Inputs>(tx: &Tx<'_>, rule: Rule, filled: &N) -> Result<Self> {
        let columns = Self::of(tx, rule, filled)?;
        let missing = N::INPUTS.iter().find(|input| !input.must.is_empty() && columns.get(input.name).is_none());
        match missing {
            Some(input) => one_line(rule, input.must, "").map(|_| columns).map_err(|error| error.about(input.name)),
            None => Ok(columns),
        }
    }

    /// The value that a column gets.
    pub(crate) fn get(&self, name: &str) -> Option<&Value<'static>> {
        self.0.iter().find(|(column, _)| *column == name).map(|(_, value)| value)
    }

    /// The text that a column gets.
    pub(crate) fn text(&self, name: &str) -> &str {
        if let Some(Value::Text(text)) = self.get(name) { text } else { "" }
    }

    /// Gives a column this value, whatever it was to get before.
    pub(crate) fn set(&mut self, name: &'static str, value: &dyn ToValue) {
        self.0.retain(|(column, _)| *column != name);
        self.0.push((name, value.to_value().owned()));
    }

    /// As the store takes them.
    pub(crate) fn pairs(&self) -> Vec<Pair<'_>> {
        self.0.iter().map(|(name, value)| (*name, value as &dyn ToValue)).collect()
    }
}

fn column(tx: &Tx<'_>, rule: Rule, input: &Input, filled: Filled) -> Result<Value<'static>> {
    Ok(match filled {
        Filled::Text(text) if input.must.is_empty() && optional(Some(&text)).is_none() => Value::Null,
        Filled::Text(name) if matches!(input.takes, Takes::Member) => find_colleague(tx, &name)?.id.to_value().owned(),
        Filled::Text(text) => {
            let called = if input.must.is_empty() { input.label } else { input.must };
            one_line(rule, called, &text)?.to_value().owned()
        }
        Filled::Day(day) => day.to_value().owned(),
        Filled::Points(points) => points.to_value().owned(),
        Filled::Whole(number) => Value::Int(number),
        Filled::Empty => Value::Null,
        other => {
            return Err(Error::failed(format!("write {}", input.name), format!("{other:?} is no value of a column")));
        }
    })
}
