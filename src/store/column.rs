//! Domain values as columns, and records: one declaration of a record's columns makes its `SELECT`, its reader and the
//! columns it writes.

use crate::domain::points::Points;
use crate::domain::time::{Day, Instant};
use crate::domain::words::Word;
use crate::store::engine::Pair;
use crate::store::link::{Digest, hex};
use crate::store::value::{FromValue, ToValue, Value};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// A type that is read from one `SELECT`, column by column.
pub trait Record {
    /// The SQL of each column, in the order in which they are read.
    const COLUMNS: &'static [&'static str];
    /// The tables, as the text after `FROM`.
    const FROM: &'static str;

    /// The columns marked `written`, with their values.
    fn written(&self) -> Vec<Pair<'_>>;
}

/// Declares a record: each field, the SQL that reads it and, if the column of that name is written from the field, the
/// word `written`. `=> Commas` reads a list that the query joined with commas; `with` fills the fields of no column.
///
/// ```text
/// columns! {
///     Blocker from "blocker b LEFT JOIN member m ON m.id = b.owner" {
///         id: "b.id",
///         text: "b.text" written,
///         owner: "m.name",
///     }
/// }
/// ```
macro_rules! columns {
    ($record:ident from $from:literal { $($field:ident: $sql:literal $(=> $list:ident)? $($mark:ident)?),+ $(,)? }
        $(with { $($own:ident: $value:expr),+ $(,)? })?) => {
        impl crate::store::column::Record for $record {
            const COLUMNS: &'static [&'static str] = &[$($sql),+];
            const FROM: &'static str = $from;

            fn written(&self) -> Vec<crate::store::engine::Pair<'_>> {
                vec![$($(crate::store::column::columns!(@$mark $field self.$field),)?)+]
            }
        }

        impl crate::store::value::FromRow for $record {
            fn from_row(row: &mut crate::store::value::Row<'_>) -> crate::error::Result<Self> {
                Ok(Self {
                    $($field: crate::store::column::columns!(@read row $field $(=> $list)?),)+
                    $($($own: $value,)+)?
                })
            }
        }
    };
    (@written $field:ident $value:expr) => { (stringify!($field), &$value) };
    (@read $row:ident $field:ident => $list:ident) => {
        $row.named::<crate::store::column::$list>(stringify!($field))?.0
    };
    (@read $row:ident $field:ident) => { $row.named(stringify!($field))? };
}
pub(crate) use columns;

/// A list that a query joined with commas.
pub struct Commas(pub Vec<String>);

impl FromValue for Commas {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let text = Option::<String>::from_value(value)?.filter(|text| !text.is_empty());
        Some(Self(text.map(|text| text.split(',').map(str::to_owned).collect()).unwrap_or_default()))
    }
}

/// A list that a query joined with line breaks.
pub struct Lines(pub Vec<String>);

impl FromValue for Lines {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Some(Self(Option::<Vec<String>>::from_value(value)?.unwrap_or_default()))
    }
}

/// A hash as people read it.
pub struct Hex(pub String);

impl FromValue for Hex {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Digest::from_value(value).map(|digest| Self(hex(&digest)))
    }
}

/// A list kept as the lines of one text.
impl FromValue for Vec<String> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Some(text.lines().map(str::to_owned).collect())
    }
}

impl ToValue for [String] {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.join("\n")))
    }
}

impl ToValue for Vec<String> {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().to_value()
    }
}

/// An image of a row in the log; one that is missing is empty.
impl FromValue for Map<String, Json> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        match Json::from_value(value) {
            Some(Json::Object(image)) => Some(image),
            _ => Some(Self::new()),
        }
    }
}

impl FromValue for Json {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Text(text) = value else { return Some(Self::Null) };
        Some(serde_json::from_str(&text).unwrap_or(Self::Null))
    }
}

impl From<Value<'_>> for Json {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Int(number) => number.into(),
            Value::Real(number) => number.into(),
            Value::Text(text) => text.into_owned().into(),
            Value::Bytes(bytes) => String::from_utf8_lossy(&bytes).into(),
        }
    }
}

impl ToValue for Json {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Int(i64::from(*truth)),
            Self::Number(number) => match number.as_i64() {
                Some(whole) => Value::Int(whole),
                None => Value::Real(number.as_f64().unwrap_or(0.0)),
            },
            Self::String(text) => Value::Text(Cow::Borrowed(text)),
            nested @ (Self::Array(_) | Self::Object(_)) => Value::Text(Cow::Owned(nested.to_string())),
        }
    }
}

impl ToValue for Instant {
    fn to_value(&self) -> Value<'_> {
        Value::Int(self.0)
    }
}

impl FromValue for Instant {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(Self)
    }
}

impl ToValue for Day {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.to_string()))
    }
}

impl FromValue for Day {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        text.parse().ok()
    }
}

impl ToValue for Points {
    fn to_value(&self) -> Value<'_> {
        Value::Real(self.value())
    }
}

impl FromValue for Points {
    fn from_value(value: Value<'_>) -> Option<Self> {
        f64::from_value(value).and_then(Self::new)
    }
}

/// A word is kept as it is spelled.
impl<W: Word> ToValue for W {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self.word()))
    }
}

impl<W: Word> FromValue for W {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        Self::parse(&text)
    }
}
