//! The description of one thing: its key, its title, its fields, what was done about it. `src/faces/` draws it.

use crate::domain::points::Points;
use crate::domain::time::{Day, Instant};
use serde::Serialize;
use std::borrow::Cow;

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Empty,
    Text(String),
    Whole(i64),
    Number(f64),
    /// Working days, to the half.
    WorkingDays(f64),
    Points(Points),
    Flag(bool),
    Day(Day),
    Moment(Instant),
    List(Vec<String>),
    /// Values next to each other, as one text.
    Phrase(Vec<Value>),
    /// A value for `--json` alone.
    Json(serde_json::Value),
}

impl Value {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty | Self::Flag(false) => true,
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            // An inner phrase may be missing; the phrase itself needs all of its values.
            Self::Phrase(parts) => {
                parts.is_empty() || parts.iter().any(|part| !matches!(part, Self::Phrase(_)) && part.is_empty())
            }
            _ => false,
        }
    }
}

/// A text made of values: `phrase!["accepted until ", day]`. It is empty if a value in it is; an empty phrase in it is
/// left out.
macro_rules! phrase {
    ($($part:expr),+ $(,)?) => {
        $crate::domain::sheet::Value::Phrase(vec![$($crate::domain::sheet::Value::from($part)),+])
    };
}
pub(crate) use phrase;

macro_rules! value_from {
    ($($from:ty => $made:expr),+ $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                let make: fn($from) -> Self = $made;
                make(value)
            }
        })+
    };
}

value_from! {
    String => Self::Text,
    &String => |text| Self::Text(text.clone()),
    i64 => Self::Whole,
    u32 => |count| Self::Whole(count.into()),
    f64 => Self::Number,
    usize => |count| Self::Whole(i64::try_from(count).unwrap_or(i64::MAX)),
    Points => Self::Points,
    bool => Self::Flag,
    Day => Self::Day,
    Instant => Self::Moment,
    &Option<String> => |text| text.as_deref().into(),
    Vec<String> => Self::List,
    &Vec<String> => |list| Self::List(list.clone()),
    serde_json::Value => Self::Json,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// One field: its value under a stable name in `--json`, and its words under a label for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name in `--json` and in the columns of a list.
    pub name: &'static str,
    /// The label on a page; a field without one is not on the page.
    pub label: Cow<'static, str>,
    /// What `--json` gives; `None` for a field that only people see.
    pub value: Option<Value>,
    /// What people read if it is more than the value.
    pub words: Option<Value>,
}

/// Something that was done about a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Done {
    pub operation: i64,
    pub at: Instant,
    pub actor: String,
    /// What was done, in a sentence.
    pub said: String,
}

/// The description of one thing.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Sheet {
    /// What the thing is: the name of its key in `--json`.
    pub noun: &'static str,
    /// `B3`; empty for a row of a list that names its key as a field.
    pub key: String,
    /// The name of the title in `--json`.
    pub title_name: &'static str,
    pub title: String,
    pub fields: Vec<Field>,
    /// What was done about it, the earliest first, if that was read.
    pub history: Option<Vec<Done>>,
}

impl Sheet {
    /// A thing with its title, which `--json` calls `text`.
    pub fn new(noun: &'static str, key: String, title: impl Into<String>) -> Self {
        Self { noun, key, title_name: "text", title: title.into(), fields: Vec::new(), history: None }
    }

    /// A row of a list: fields alone, without a key and a title.
    pub fn row() -> Self {
        Self::new("", String::new(), "").titled("")
    }

    /// Another name for the title in `--json`.
    pub fn titled(mut self, name: &'static str) -> Self {
        self.title_name = name;
        self
    }

    /// A field.
    pub fn field(mut self, name: &'static str, label: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push(Field { name, label: label.into(), value: Some(value.into()), words: None });
        self
    }

    /// A field whose words say more than its value.
    pub fn told(
        self,
        name: &'static str,
        label: &'static str,
        value: impl Into<Value>,
        words: impl Into<Value>,
    ) -> Self {
        let mut sheet = self.field(name, label, value);
        if let Some(field) = sheet.fields.last_mut() {
            field.words = Some(words.into());
        }
        sheet
    }

    /// A field that `--json` and lists have, and a page does not.
    pub fn json(self, name: &'static str, value: impl Into<Value>) -> Self {
        self.field(name, "", value)
    }

    /// A field for people; `name` is its name as a column.
    pub fn shown(mut self, name: &'static str, label: impl Into<Cow<'static, str>>, words: impl Into<Value>) -> Self {
        self.fields.push(Field { name, label: label.into(), value: None, words: Some(words.into()) });
        self
    }
}

impl Sheet {
    /// The value under that name, the title's included.
    pub fn value(&self, name: &str) -> Value {
        if name == self.title_name {
            return self.title.as_str().into();
        }
        let field = self.fields.iter().find(|field| field.name == name);
        field.and_then(|field| field.value.clone()).unwrap_or(Value::Empty)
    }
}

impl Field {
    /// What people read.
    pub fn words(&self) -> &Value {
        self.words.as_ref().or(self.value.as_ref()).unwrap_or(&Value::Empty)
    }
}
