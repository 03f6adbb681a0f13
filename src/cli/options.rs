//! The options with which a thing is filled in, as its `inputs!` declare them.

use crate::cli::args::{Dates, or_none};
use crate::domain::input::{Input, Inputs, Takes};
use crate::domain::points::Points;
use crate::domain::sheet::Value;
use crate::error::Result;
use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};
use std::marker::PhantomData;

/// What was typed of them.
#[derive(Debug)]
pub struct Options<N> {
    typed: Vec<(&'static Input, String)>,
    of: PhantomData<N>,
}

impl<N: Inputs> Options<N> {
    /// What they mean; `none` empties what may be empty.
    pub fn read(&self, dates: &Dates) -> Result<N> {
        let mut filled = N::default();
        for (input, typed) in &self.typed {
            let value = match (input.takes, or_none(typed)) {
                (_, None) if input.must.is_empty() => Value::Empty,
                (Takes::Day, _) => dates.read(typed)?.into(),
                (Takes::Points, _) => Points::parse(typed).into(),
                _ => typed.into(),
            };
            filled.put(input.name, value);
        }
        Ok(filled)
    }
}

impl<N: Inputs> FromArgMatches for Options<N> {
    fn from_arg_matches(matches: &ArgMatches) -> std::result::Result<Self, Error> {
        let typed = |input: &'static Input| Some((input, matches.get_one::<String>(input.name)?.clone()));
        Ok(Self { typed: options::<N>().filter_map(typed).collect(), of: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> std::result::Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<N: Inputs> Args for Options<N> {
    fn augment_args(command: Command) -> Command {
        options::<N>().fold(command, |command, input| command.arg(option(input)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn options<N: Inputs>() -> impl Iterator<Item = &'static Input> {
    N::INPUTS.iter().filter(|input| !input.option.is_empty())
}

fn option(input: &'static Input) -> Arg {
    let option = Arg::new(input.name).long(input.option).help(input.about);
    match input.takes {
        Takes::Line => option.value_name("TEXT"),
        Takes::Member => option.value_name("MEMBER"),
        Takes::Anybody => option.value_name("NAME"),
        Takes::Day => option.value_name("DATE"),
        Takes::Points => option.value_name("POINTS"),
        Takes::Word(_, read) => option
            .value_name(input.name.to_uppercase())
            .value_parser(ValueParser::new(move |typed: &str| read(typed).map(str::to_owned))),
    }
}
