//! Days of the week as people type them: names, lists and ranges (G3).
//!
//! | typed | meant |
//! |---|---|
//! | `mon,wed,fri`, `mon wed and fri` | these days |
//! | `mon-fri`, `mon to thu`, `Monday – Friday` | from one day to the other |
//! | `sun-thu` | over the end of a week |
//! | `mon-wed, sat` | both |

use chrono::Weekday;

/// The days of a week, from Monday on.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// A weekday by its English name or the beginning of it, from two letters on, in lower case.
pub fn named(word: &str) -> Option<Weekday> {
    let at = NAMES.iter().position(|name| word.len() >= 2 && name.starts_with(word))?;
    WEEK.get(at).copied()
}

/// The weekdays that a person typed, from Monday on.
pub fn read(typed: &str) -> Result<Vec<Weekday>, String> {
    let apart = typed.to_lowercase().replace([',', ';', '&', '\t'], " ").replace(['-', '–', '—'], " - ");
    let words: Vec<&str> = apart.split(' ').filter(|word| !word.is_empty() && *word != "and").collect();
    let mut left = words.as_slice();
    let mut meant = Vec::new();
    loop {
        left = match left {
            [] if meant.is_empty() => return Err(how()),
            [] => return Ok(WEEK.into_iter().filter(|day| meant.contains(day)).collect()),
            [first, "-" | "to" | "through", last, rest @ ..] => {
                let (Some(first), Some(last)) = (named(first), named(last)) else { return Err(how()) };
                if first == last {
                    return Err(how());
                }
                let days = std::iter::successors(Some(first), |day| Some(day.succ()));
                meant.extend(days.take_while(|&day| day != last).chain([last]));
                rest
            }
            [day, rest @ ..] => {
                meant.push(named(day).ok_or_else(how)?);
                rest
            }
        };
    }
}

fn how() -> String {
    "Name the days on which the team works, such as mon-fri, sun to thu or mon,wed,fri.".to_owned()
}

/// `mon,tue,wed`.
pub fn in_words(days: &[Weekday]) -> String {
    let short = |day: Weekday| day.to_string().to_lowercase();
    WEEK.into_iter().filter(|day| days.contains(day)).map(short).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_and_ranges_are_read() {
        let table = [
            ("mon-fri", "mon,tue,wed,thu,fri"),
            ("Mon – Fri", "mon,tue,wed,thu,fri"),
            ("mon to thu", "mon,tue,wed,thu"),
            ("monday through tuesday", "mon,tue"),
            ("sun-thu", "mon,tue,wed,thu,sun"),
            ("sat-sun", "sat,sun"),
            ("fri-mon", "mon,fri,sat,sun"),
            ("mon,wed,fri", "mon,wed,fri"),
            ("fri, mon and wed", "mon,wed,fri"),
            ("mon-wed, sat", "mon,tue,wed,sat"),
            ("tues thurs", "tue,thu"),
            ("mon,mon", "mon"),
        ];
        for (typed, meant) in table {
            assert_eq!(read(typed).map(|days| in_words(&days)), Ok(meant.to_owned()), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let table = "|,|-|mon-|-fri|mon-wed-fri|mon--fri|mon-mon|to fri|mon to|month|monfri|m|t|fridays|mon/fri|mon..fri|1-5|none|mon fry";
        for typed in table.split('|') {
            assert!(read(typed).is_err(), "{typed}: {:?}", read(typed));
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_read_again(mask in 1..128_u8, noise in any::<String>()) {
            let days: Vec<Weekday> = (0..7_u8).zip(WEEK).filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, day)| day).collect();
            prop_assert_eq!(read(&in_words(&days)), Ok(days));
            let _ = read(&noise);
        }
    }
}
