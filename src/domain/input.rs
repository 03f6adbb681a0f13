//! What a person fills in of a thing: one declaration for the options of the command line, the fields of a form and
//! the columns that an operation writes.

use crate::domain::points::Points;
use crate::domain::sheet::Value;
use crate::domain::time::Day;
use crate::domain::words::Word;

/// What an input takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    Line,
    /// The name of a member.
    Member,
    /// The name of a member, or of anybody else.
    Anybody,
    Day,
    Points,
    /// One of these words, and what reads it: the error names them all.
    Word(&'static [&'static str], fn(&str) -> Result<&'static str, String>),
}

/// One thing to fill in.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Input {
    /// Its name as a column and as a field of the sheet.
    pub name: &'static str,
    /// The label in a form; empty if forms do not ask for it.
    pub label: &'static str,
    /// The name of the option; empty if the command reads it in its own way.
    pub option: &'static str,
    /// What the help of the option says.
    pub about: &'static str,
    /// What a form says while it is empty.
    pub hint: &'static str,
    /// What a refusal calls it if it is empty; nothing if it may be empty.
    pub must: &'static str,
    pub takes: Takes,
}

impl Input {
    const fn new(takes: Takes, label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self { name: "", label, option, about, hint: "", must: "", takes }
    }

    /// A line of text.
    pub const fn line(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self::new(Takes::Line, label, option, about)
    }

    /// A member of the team.
    pub const fn member(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self::new(Takes::Member, label, option, about)
    }

    /// Anybody, in the team or not.
    pub const fn anybody(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self::new(Takes::Anybody, label, option, about)
    }

    /// A day, as people type it.
    pub const fn day(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self { hint: "fri, +3d, 2026-12-01", ..Self::new(Takes::Day, label, option, about) }
    }

    /// Points.
    pub const fn points(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self::new(Takes::Points, label, option, about)
    }

    /// One of a few words.
    pub const fn word<W: Word>(label: &'static str, option: &'static str, about: &'static str) -> Self {
        Self::new(Takes::Word(W::WORDS, W::meant), label, option, about)
    }

    /// What a form says while it is empty.
    pub const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// It cannot be empty; a refusal calls it `what`.
    pub const fn must(self, what: &'static str) -> Self {
        Self { must: what, ..self }
    }

    /// The input under its name.
    pub const fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }
}

/// What a person fills in of one kind of thing; `inputs!` declares it.
pub trait Inputs: Default {
    /// In the order of forms.
    const INPUTS: &'static [Input];

    /// Fills one in.
    fn put(&mut self, name: &str, value: Value);

    /// Those that were filled in, with their values; an empty value takes away what was there.
    fn given(&self) -> Vec<(&'static Input, Value)>;
}

/// A type that can be filled in.
pub trait Given: Sized {
    /// `None` if the value is of another kind.
    fn of(value: Value) -> Option<Self>;
    fn value(&self) -> Value;
}

impl Given for String {
    fn of(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }

    fn value(&self) -> Value {
        self.into()
    }
}

impl<W: Word> Given for W {
    fn of(value: Value) -> Option<Self> {
        Self::parse(&String::of(value)?)
    }

    fn value(&self) -> Value {
        self.word().into()
    }
}

impl Given for Day {
    fn of(value: Value) -> Option<Self> {
        if let Value::Day(day) = value { Some(day) } else { None }
    }

    fn value(&self) -> Value {
        (*self).into()
    }
}

impl Given for Points {
    fn of(value: Value) -> Option<Self> {
        if let Value::Points(points) = value { Some(points) } else { None }
    }

    fn value(&self) -> Value {
        (*self).into()
    }
}

impl<T: Given> Given for Option<T> {
    fn of(value: Value) -> Option<Self> {
        if value == Value::Empty { Some(None) } else { T::of(value).map(Some) }
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Empty, Given::value)
    }
}

/// Declares what a person fills in of a thing. Each field is `None` until it is filled in; one of type `Option<…>` can
/// be emptied with `Some(None)`. What no column holds comes after `with`.
///
/// ```text
/// inputs! {
///     pub struct BlockerEdit {
///         owner: Option<String> = Input::member("Owner", "owner", "The member who clears it, or none"),
///     }
/// }
/// ```
macro_rules! inputs {
    (
        $(#[$about:meta])*
        pub struct $name:ident { $($(#[$why:meta])* $field:ident: $type:ty = $input:expr),+ $(,)? }
        $(with { $($(#[$what:meta])* $own:ident: $kind:ty),+ $(,)? })?
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default)]
        pub struct $name {
            $($(#[$why])* pub $field: Option<$type>,)+
            $($($(#[$what])* pub $own: $kind,)+)?
        }

        impl $crate::domain::input::Inputs for $name {
            const INPUTS: &'static [$crate::domain::input::Input] = &[$($input.named(stringify!($field))),+];

            fn put(&mut self, name: &str, value: $crate::domain::sheet::Value) {
                match name {
                    $(stringify!($field) => self.$field = $crate::domain::input::Given::of(value),)+
                    _ => {}
                }
            }

            fn given(&self) -> Vec<(&'static $crate::domain::input::Input, $crate::domain::sheet::Value)> {
                let values = [$(self.$field.as_ref().map($crate::domain::input::Given::value)),+];
                Self::INPUTS.iter().zip(values).filter_map(|(input, value)| Some((input, value?))).collect()
            }
        }
    };
}
pub(crate) use inputs;
