//! Values and rows that belong to no engine: what a statement takes, what a row gives, and how the two become types.

use crate::error::{Error, Failure, Result};
use std::borrow::Cow;

/// Everything that a column may hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
}

impl Value<'_> {
    /// The same value, borrowed from this one.
    pub fn borrowed(&self) -> Value<'_> {
        self.to_value()
    }

    /// The same value, owned.
    pub fn owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(number),
            Value::Real(number) => Value::Real(number),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

/// What can be bound to a parameter.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

/// What a column can be read as; `None` if the value has no meaning there.
pub trait FromValue: Sized {
    fn from_value(value: Value<'_>) -> Option<Self>;
}

/// What a whole row can be read as.
pub trait FromRow: Sized {
    fn from_row(row: &mut Row<'_>) -> Result<Self>;
}

/// The cells of an engine's row, by their position.
pub trait Cells {
    fn cell(&self, at: usize) -> Option<Value<'_>>;
}

/// One row of an answer, read from the first column to the last.
pub struct Row<'a> {
    cells: &'a dyn Cells,
    at: usize,
}

impl<'a> Row<'a> {
    pub(super) fn new(cells: &'a dyn Cells) -> Self {
        Self { cells, at: 0 }
    }

    /// All columns, owned.
    pub(super) fn all(&self) -> Vec<Value<'static>> {
        (0..).map_while(|at| self.cells.cell(at)).map(Value::owned).collect()
    }

    /// The next column as it is.
    pub fn value(&mut self) -> Result<Value<'a>> {
        self.at += 1;
        self.cells.cell(self.at - 1).ok_or_else(|| misread(format!("column {} is missing", self.at)))
    }

    /// The next column as a type.
    pub fn take<T: FromValue>(&mut self) -> Result<T> {
        self.named("")
    }

    /// The next column, which an error calls `name`.
    pub fn named<T: FromValue>(&mut self, name: &str) -> Result<T> {
        let value = self.value()?;
        // Only an error looks at the value again, so that a text is copied once.
        T::from_value(value).ok_or_else(|| {
            let held = self.cells.cell(self.at - 1);
            misread(format!("column {} {name} holds {held:?}, which has no meaning there", self.at))
        })
    }
}

fn misread(what: String) -> Error {
    Error::Failed(Failure {
        attempt: "read the team's database".to_owned(),
        cause: Misread(what).into(),
        ways: Vec::new(),
    })
}

/// A value that no program of ours writes there: the file is damaged.
#[derive(Debug)]
pub(super) struct Misread(String);

impl std::fmt::Display for Misread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misread {}

impl Misread {
    /// What an error says was read, if it is about such a value.
    pub fn of(error: &Error) -> Option<String> {
        let Error::Failed(failure) = error else { return None };
        failure.cause.downcast_ref().map(Self::to_string)
    }
}

impl<T: FromValue> FromRow for T {
    fn from_row(row: &mut Row<'_>) -> Result<Self> {
        row.take()
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {
        $(impl<$($name: FromValue),+> FromRow for ($($name,)+) {
            fn from_row(row: &mut Row<'_>) -> Result<Self> {
                Ok(($(row.take::<$name>()?,)+))
            }
        })+
    };
}
tuples! { A B; A B C; A B C D; A B C D E; A B C D E F; }

macro_rules! borrowed {
    ($($kind:ty),*) => {
        $(impl ToValue for &$kind {
            fn to_value(&self) -> Value<'_> {
                (**self).to_value()
            }
        })*
    };
}
borrowed! { str, String, [String] }

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, ToValue::to_value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Value::Null => Value::Null,
            Value::Int(number) => Value::Int(*number),
            Value::Real(number) => Value::Real(*number),
            Value::Text(text) => Value::Text(Cow::Borrowed(text)),
            Value::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
        }
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Some(text.into_owned())
    }
}

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Bytes(bytes) = value else { return None };
        bytes.as_ref().try_into().ok()
    }
}

impl ToValue for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}

impl FromValue for f64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Real(number) => Some(number),
            Value::Int(number) => i32::try_from(number).ok().map(Self::from),
            Value::Null | Value::Text(_) | Value::Bytes(_) => None,
        }
    }
}

impl ToValue for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::from(*self))
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(|number| number != 0)
    }
}

impl FromValue for i64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Int(number) = value else { return None };
        Some(number)
    }
}

macro_rules! whole_numbers {
    (to $($to:ty)+; from $($from:ty)+;) => {
        $(impl ToValue for $to {
            fn to_value(&self) -> Value<'_> {
                Value::Int(i64::from(*self))
            }
        })+
        $(impl FromValue for $from {
            fn from_value(value: Value<'_>) -> Option<Self> {
                i64::from_value(value).and_then(|number| Self::try_from(number).ok())
            }
        })+
    };
}
whole_numbers! { to i64 i32 u32 u16 u8; from i32 u32 u16 u8 usize; }
