//! What several commands read from their words: points, members, dates, and `none` for nothing.

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::team::NewMember;
use crate::cli::output::Reply;
use crate::domain::calendar::Calendar;
use crate::domain::dates;
use crate::domain::points::{Points, WHAT};
use crate::domain::share::Share;
use crate::domain::tables::Table;
use crate::domain::time::{Day, short_day};
use crate::domain::words::numbered;
use crate::error::{Error, Result};
use chrono::Datelike;
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

/// Points, or `none` for an estimate taken away.
pub fn points_or_none(typed: &str) -> std::result::Result<Option<Points>, String> {
    Points::parse_or_none(typed).ok_or_else(|| format!("points are {WHAT}, or none"))
}

/// Points, as a person types them.
pub fn points(typed: &str) -> std::result::Result<Points, String> {
    Points::parse(typed).ok_or_else(|| format!("points are {WHAT}"))
}

/// A member as `name`, `name:80` or `name:80:backend`.
pub fn member(typed: &str) -> std::result::Result<NewMember, String> {
    let mut parts = typed.splitn(3, ':');
    let name = parts.next().unwrap_or_default().trim().to_owned();
    let allocation = match parts.next().map(str::trim) {
        None | Some("") => None,
        Some(percent) => Some(Share::read(percent).map_err(|_| {
            format!("\"{percent}\" is not a percentage; write name:allocation:role, such as \"dev-1:80:backend\"")
        })?),
    };
    let role = parts.next().map(|role| role.trim().to_owned()).filter(|role| !role.is_empty());
    Ok(NewMember { name, role, allocation, starts_on: None, ends_on: None, outside: false })
}

/// A key and a reason as `KEY=reason`.
pub fn key_and_reason(typed: &str) -> std::result::Result<(String, String), String> {
    match typed.split_once('=') {
        Some((key, reason)) if !key.trim().is_empty() && !reason.trim().is_empty() => {
            Ok((key.trim().to_owned(), reason.trim().to_owned()))
        }
        _ => Err("write a key and why, such as ME-12=\"spike, timeboxed\"".to_owned()),
    }
}

/// The key of a thing: a letter and its number, such as `B7`; the number alone is enough.
#[derive(Debug, Clone, Copy)]
pub struct Key<const LETTER: char>(pub i64);

impl<const LETTER: char> Key<LETTER> {
    /// What such a key names, with its article.
    fn called() -> &'static str {
        Table::of_letter(LETTER).map_or("a thing", Table::called)
    }

    /// What an operation on the thing says when it is done.
    pub fn done<T>(self, outcome: &Outcome<T>) -> Reply {
        let noun = Self::called().rsplit(' ').next().unwrap_or_default();
        Reply::done(outcome).with(noun, self.to_string())
    }
}

impl<const LETTER: char> Display for Key<LETTER> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{LETTER}{}", self.0)
    }
}

impl<const LETTER: char> FromStr for Key<LETTER> {
    type Err = String;

    fn from_str(typed: &str) -> std::result::Result<Self, String> {
        let one = Self::called();
        numbered(LETTER, typed)
            .map(Self)
            .ok_or_else(|| format!("{one} is named {LETTER} and its number, such as {LETTER}4"))
    }
}

/// Words as the core takes them.
pub fn strs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

/// `none` as nothing, anything else as itself.
pub fn or_none(typed: &str) -> Option<String> {
    (!typed.trim().eq_ignore_ascii_case("none")).then(|| typed.to_owned())
}

/// A day, or none.
type DayOrNone = Option<Day>;

/// Reads dates against the team's today, and says how it understood those not written in full.
#[derive(Debug)]
pub struct Dates {
    today: Day,
    calendar: Calendar,
    understood: RefCell<Vec<String>>,
}

impl Dates {
    /// For the team that is open.
    pub fn of(app: &Standfast) -> Result<Self> {
        Ok(Self { today: app.today(), calendar: app.calendar()?, understood: RefCell::default() })
    }

    /// One date.
    pub fn read(&self, typed: &str) -> Result<Day> {
        let day = dates::parse(typed, self.today, &self.calendar).map_err(Error::Misused)?;
        if typed.trim() != day.to_string() {
            let shown = crate::domain::text::fit(typed.trim(), 40).into_owned();
            self.understood.borrow_mut().push(format!("{shown} is {}", short_day(day, self.today.year())));
        }
        Ok(day)
    }

    /// A date that may be absent.
    pub fn read_if(&self, typed: Option<&String>) -> Result<Option<Day>> {
        typed.map(|typed| self.read(typed)).transpose()
    }

    /// A date that may be absent, or `none` to take one away.
    pub fn read_or_none(&self, typed: Option<&String>) -> Result<Option<DayOrNone>> {
        typed.map(|typed| or_none(typed).map(|typed| self.read(&typed)).transpose()).transpose()
    }

    /// How the dates were understood, as ` (fri is Fri 27 Nov)`; empty when all were written in full.
    pub fn echo(&self) -> String {
        let understood = self.understood.borrow();
        if understood.is_empty() { String::new() } else { format!(" ({})", understood.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_with_allocation_and_role() {
        let read = |typed| member(typed).map(|m| (m.name, m.allocation.map(|share| share.to_string()), m.role));
        assert_eq!(read("dev-1"), Ok(("dev-1".into(), None, None)));
        assert_eq!(read("dev-1:80%"), Ok(("dev-1".into(), Some("80".into()), None)));
        assert_eq!(read("dev-1:50:design: web"), Ok(("dev-1".into(), Some("50".into()), Some("design: web".into()))));
        assert!(read("dev-1:half").is_err());
    }

    #[test]
    fn an_exception_needs_a_reason() {
        assert_eq!(key_and_reason("ME-1=a = b"), Ok(("ME-1".into(), "a = b".into())));
        for typed in ["ME-1", "ME-1=", "=why", "ME-1= "] {
            assert!(key_and_reason(typed).is_err(), "{typed}");
        }
    }
}
