//! Dates as people type them, read against today and the working calendar.
//!
//! | typed | meant |
//! |---|---|
//! | `2026-12-01` | that day |
//! | `1.12.2026`, `1.12.`, `1.12` | day, month, year; without a year the next such day, today included |
//! | `23 nov`, `nov 23`, `23 november 2027` | the same in words |
//! | `today`, `tomorrow`, `yesterday` | |
//! | `fri` | the next Friday after today, never today |
//! | `next fri` | the Friday of next week; weeks begin as the team's do, on Monday or as `sun-thu` on Sunday |
//! | `last fri` | the latest Friday before today |
//! | `+3d`, `+2w`, `+1m`, `-3d` | days, weeks, months from today |
//! | `in 3 days`, `2 weeks`, `3 days ago` | the same in words |
//! | `in 3 working days`, `+3wd` | the third working day after today |
//! | `next week`, `next month` | the first working day of it |
//! | `eow`, `end of week`, `end of next week` | the last working day of that week; once it has passed, of the next one |
//! | `eom`, `end of month`, `end of next month` | the same of the month |
//!
//! `1/12/2026` is refused, since half the world reads it as January.

use crate::domain::calendar::Calendar;
use crate::domain::text;
use crate::domain::time::Day;
use crate::domain::weekdays;
use crate::domain::words::whole;
use chrono::{Datelike, Days, Months, NaiveDate};

/// The years in which a date makes sense here.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// Reads what a person typed as a day.
pub fn parse(typed: &str, today: Day, calendar: &Calendar) -> Result<Day, String> {
    let lower = typed.trim().to_lowercase();
    let shown = text::fit(typed.trim(), 40);
    if lower.contains('/') {
        return Err(format!("\"{shown}\" can be read two ways. Write 2026-12-01 or 1.12.2026."));
    }
    let words: Vec<&str> = lower.split([' ', ',', '\t']).filter(|word| !word.is_empty()).collect();
    let day = iso(&lower)
        .or_else(|| named(&words, today, calendar))
        .or_else(|| weekday(&words, today, calendar))
        .or_else(|| distance(&words, today, calendar))
        .or_else(|| dotted(&lower, today))
        .or_else(|| month_day(&words, today));
    match day {
        Some(day) if YEARS.contains(&day.year()) => Ok(day),
        Some(_) => Err(format!("\"{shown}\" is outside the years {} to {}.", YEARS.start(), YEARS.end())),
        None if lower.is_empty() => Err("A date is missing. Write 2026-12-01, 23 nov, fri or +3d.".to_owned()),
        None => Err(format!(
            "\"{shown}\" is not a date. Write 2026-12-01, 1.12.2026, 23 nov, fri, next fri, tomorrow, +3d, eow or in 3 working days."
        )),
    }
}

fn iso(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if !plain || year.len() != 4 || parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn named(words: &[&str], today: Day, calendar: &Calendar) -> Option<Day> {
    let week = calendar.week_of(today)?;
    let next_week = week.checked_add_days(Days::new(7))?;
    let next_month = today.with_day(1)?.checked_add_months(Months::new(1))?;
    match words {
        ["today"] => Some(today),
        ["tomorrow"] => today.succ_opt(),
        ["yesterday"] => today.pred_opt(),
        ["eow"] | ["end", "of", "week"] | ["end", "of", "this", "week"] => {
            not_past(end_of_week(week, calendar), today).or_else(|| end_of_week(next_week, calendar))
        }
        ["end", "of", "next", "week"] => end_of_week(next_week, calendar),
        ["next", "week"] => first_from(next_week, calendar),
        ["eom"] | ["end", "of", "month"] | ["end", "of", "this", "month"] => {
            not_past(end_of_month(today, calendar), today).or_else(|| end_of_month(next_month, calendar))
        }
        ["end", "of", "next", "month"] => end_of_month(next_month, calendar),
        ["next", "month"] => first_from(next_month, calendar),
        _ => None,
    }
}

/// The last working day of a period; its last day if nobody works in it.
fn end_of_week(first: Day, calendar: &Calendar) -> Option<Day> {
    let last = first.checked_add_days(Days::new(6))?;
    calendar.working_day_by(first, last).or(Some(last))
}

fn not_past(day: Option<Day>, today: Day) -> Option<Day> {
    day.filter(|&day| day >= today)
}

fn end_of_month(day: Day, calendar: &Calendar) -> Option<Day> {
    let first = day.with_day(1)?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    calendar.working_day_by(first, last).or(Some(last))
}

fn first_from(day: Day, calendar: &Calendar) -> Option<Day> {
    calendar.working_day_after(day.pred_opt()?, 1)
}

fn weekday(words: &[&str], today: Day, calendar: &Calendar) -> Option<Day> {
    let (which, word) = match words {
        [word] => ("", *word),
        [which @ ("next" | "last" | "this" | "on"), word] => (*which, *word),
        _ => return None,
    };
    let weekday = weekdays::named(word)?;
    let of_week = calendar.week_of(today)?.iter_days().take(7).find(|day| day.weekday() == weekday)?;
    match which {
        "next" => of_week.checked_add_days(Days::new(7)),
        "this" => Some(of_week),
        "last" if of_week < today => Some(of_week),
        "last" => of_week.checked_sub_days(Days::new(7)),
        _ if of_week > today => Some(of_week),
        _ => of_week.checked_add_days(Days::new(7)),
    }
}

fn distance(words: &[&str], today: Day, calendar: &Calendar) -> Option<Day> {
    let (words, back, signed) = match words {
        ["in", rest @ ..] => (rest, false, false),
        [rest @ .., "ago"] => (rest, true, false),
        rest => (rest, false, true),
    };
    match words {
        [short] if signed || !short.starts_with(['+', '-']) => {
            let back = back || short.starts_with('-');
            let amount = short.strip_prefix(['+', '-']).unwrap_or(short);
            let unit = amount.trim_start_matches(|c: char| c.is_ascii_digit());
            step(today, amount.strip_suffix(unit)?, unit, back, calendar)
        }
        [amount, unit] => step(today, amount, unit, back, calendar),
        [amount, "working" | "work" | "business", "day" | "days"] => step(today, amount, "wd", back, calendar),
        _ => None,
    }
}

fn step(today: Day, amount: &str, unit: &str, back: bool, calendar: &Calendar) -> Option<Day> {
    let amount: u32 = if matches!(amount, "a" | "an" | "one") { 1 } else { whole(amount)? };
    let days = |days: u64| {
        let distance = Days::new(days);
        if back { today.checked_sub_days(distance) } else { today.checked_add_days(distance) }
    };
    match unit {
        "d" | "day" | "days" => days(u64::from(amount)),
        "w" | "week" | "weeks" => days(u64::from(amount) * 7),
        "m" | "month" | "months" if back => today.checked_sub_months(Months::new(amount)),
        "m" | "month" | "months" => today.checked_add_months(Months::new(amount)),
        "wd" if !back => calendar.working_day_after(today, amount),
        _ => None,
    }
}

fn dotted(text: &str, today: Day) -> Option<Day> {
    let compact: String = text.split_whitespace().collect();
    let mut parts = compact.splitn(3, '.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next().unwrap_or(""));
    with_year(today, year, small(month)?, small(day)?)
}

fn month_day(words: &[&str], today: Day) -> Option<Day> {
    let (first, second, year) = match words {
        [first, second] => (*first, *second, ""),
        [first, second, year] => (*first, *second, *year),
        _ => return None,
    };
    let (month, day) =
        month_named(first).map(|month| (month, second)).or_else(|| month_named(second).map(|month| (month, first)))?;
    let day = ["st", "nd", "rd", "th", "."].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    with_year(today, year, month, small(day)?)
}

/// A month by its English name or the beginning of it, from three letters on.
fn month_named(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.strip_suffix('.').unwrap_or(word);
    let at = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

/// One or two digits.
fn small(text: &str) -> Option<u32> {
    (1..=2).contains(&text.len()).then(|| whole(text)).flatten()
}

/// The day in `year`; without one the next such day from today on, within the eight years that a leap day can take.
fn with_year(today: Day, year: &str, month: u32, day: u32) -> Option<Day> {
    if year.is_empty() {
        let years = today.year()..today.year().saturating_add(9);
        return years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|&day| day >= today);
    }
    let four_digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    NaiveDate::from_ymd_opt(four_digits.then(|| year.parse().ok()).flatten()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Monday to Friday week; 26 November and 31 December are off.
    fn calendar() -> Calendar {
        let week = weekdays::read("mon-fri").unwrap();
        let off = ["2026-11-26", "2026-12-31"].map(|day| day.parse().unwrap());
        Calendar::new("Europe/Berlin".parse().unwrap(), &week, off)
    }

    fn read(typed: &str, today: &str) -> Result<String, String> {
        parse(typed, today.parse().unwrap(), &calendar()).map(|day| day.to_string())
    }

    #[test]
    fn on_a_monday() {
        let table = [
            ("2026-12-01", "2026-12-01"),
            (" Today ", "2026-11-23"),
            ("tomorrow", "2026-11-24"),
            ("yesterday", "2026-11-22"),
            ("fri", "2026-11-27"),
            ("Friday", "2026-11-27"),
            ("mon", "2026-11-30"),
            ("this mon", "2026-11-23"),
            ("next fri", "2026-12-04"),
            ("next monday", "2026-11-30"),
            ("last fri", "2026-11-20"),
            ("+3d", "2026-11-26"),
            ("-3d", "2026-11-20"),
            ("+2w", "2026-12-07"),
            ("2 weeks", "2026-12-07"),
            ("in a week", "2026-11-30"),
            ("3 days ago", "2026-11-20"),
            ("+1m", "2026-12-23"),
            ("in 3 working days", "2026-11-27"),
            ("+3wd", "2026-11-27"),
            ("eow", "2026-11-27"),
            ("end of next week", "2026-12-04"),
            ("next week", "2026-11-30"),
            ("end of month", "2026-11-30"),
            ("end of next month", "2026-12-30"),
            ("next month", "2026-12-01"),
            ("23 nov", "2026-11-23"),
            ("22 nov", "2027-11-22"),
            ("Nov 24th", "2026-11-24"),
            ("24. November 2027", "2027-11-24"),
            ("29 feb", "2028-02-29"),
            ("1.12.2026", "2026-12-01"),
            ("1. 12. 2026", "2026-12-01"),
            ("1.12.", "2026-12-01"),
            ("1.12", "2026-12-01"),
        ];
        for (typed, meant) in table {
            assert_eq!(read(typed, "2026-11-23"), Ok(meant.to_owned()), "{typed}");
        }
    }

    #[test]
    fn on_a_friday_the_weekday_is_the_next_one() {
        assert_eq!(read("fri", "2026-11-27").unwrap(), "2026-12-04");
        assert_eq!(read("next fri", "2026-11-27").unwrap(), "2026-12-04");
        assert_eq!(read("last fri", "2026-11-27").unwrap(), "2026-11-20");
        assert_eq!(read("mon", "2026-11-27").unwrap(), "2026-11-30");
        assert_eq!(read("end of month", "2027-02-01").unwrap(), "2027-02-26");
    }

    #[test]
    fn an_end_that_has_passed_is_the_next_one() {
        for (today, week, month) in [
            ("2026-11-25", "2026-11-27", "2026-11-30"),
            ("2026-11-27", "2026-11-27", "2026-11-30"),
            ("2026-11-28", "2026-12-04", "2026-11-30"),
            ("2026-11-29", "2026-12-04", "2026-11-30"),
            ("2027-01-30", "2027-02-05", "2027-02-26"),
            ("2026-12-31", "2027-01-01", "2027-01-29"),
        ] {
            let read = |typed| read(typed, today).unwrap();
            assert_eq!((read("eow"), read("end of this month")), (week.to_owned(), month.to_owned()), "{today}");
        }
    }

    #[test]
    fn weeks_begin_as_the_teams_do() {
        let on = |weekdays: &str, typed: &str, today: &str| {
            let week = weekdays::read(weekdays).unwrap();
            let calendar = Calendar::new(crate::domain::zone::Zone::UTC, &week, []);
            parse(typed, today.parse().unwrap(), &calendar).unwrap().to_string()
        };
        for (weekdays, today, end, next, next_sunday) in [
            ("sun-thu", "2026-11-24", "2026-11-26", "2026-11-29", "2026-11-29"),
            ("sun-thu", "2026-11-22", "2026-11-26", "2026-11-29", "2026-11-29"),
            ("sun-thu", "2026-11-27", "2026-12-03", "2026-11-29", "2026-11-29"),
            ("sat-wed", "2026-11-28", "2026-12-02", "2026-12-05", "2026-12-06"),
            ("mon-sat", "2026-11-28", "2026-11-28", "2026-11-30", "2026-12-06"),
            ("mon-sun", "2026-11-25", "2026-11-29", "2026-11-30", "2026-12-06"),
            ("mon,wed,fri", "2026-11-28", "2026-12-04", "2026-11-30", "2026-12-06"),
        ] {
            let read = |typed| on(weekdays, typed, today);
            let found = (read("eow"), read("next week"), read("next sun"));
            assert_eq!(found, (end.to_owned(), next.to_owned(), next_sunday.to_owned()), "{weekdays} on {today}");
        }
    }

    #[test]
    fn what_is_not_understood_gets_a_sentence() {
        let table = [
            "",
            "someday",
            "f",
            "ma",
            "2026-13-01",
            "2026-02-30",
            "31 nov",
            "32.1.2026",
            "1.12.26",
            "+",
            "3",
            "d",
            "in",
            "+99999999999999d",
            "in 3 fridays",
            "next",
            "-2wd",
            "2026-1-1-1",
            "00000001d00",
            "in -3d",
            "in +3d",
            "-3d ago",
            "+-3d",
            "+1.12.",
            "nov.. 3",
            "fridays",
            "mon-fri",
            "monthly",
        ];
        for typed in table {
            assert!(read(typed, "2026-11-23").is_err(), "{typed}: {:?}", read(typed, "2026-11-23"));
        }
        assert_eq!(
            read("1/12/2026", "2026-11-23").unwrap_err(),
            "\"1/12/2026\" can be read two ways. Write 2026-12-01 or 1.12.2026."
        );
        assert_eq!(read("9999-12-31", "2026-11-23").unwrap_err(), "\"9999-12-31\" is outside the years 1900 to 2999.");
        assert!(!read("\u{1b}]0;x\u{7}", "2026-11-23").unwrap_err().contains('\u{1b}'));
    }

    proptest! {
        #[test]
        fn no_text_panics(typed in any::<String>(), days in any::<i32>()) {
            let today = Day::from_num_days_from_ce_opt(days).unwrap_or(Day::MAX);
            let _ = parse(&typed, today, &calendar());
        }

        #[test]
        fn no_phrase_panics(typed in "(in |next |last |end of |\\+|-)?(a|[0-9]{1,12})?[ .-]?(d|w|m|wd|fri|nov|29 feb|week|month|working days)?( [0-9]{0,5}| ago)?", days in any::<i32>()) {
            let today = Day::from_num_days_from_ce_opt(days).unwrap_or(Day::MIN);
            if let Ok(day) = parse(&typed, today, &calendar()) {
                prop_assert!(YEARS.contains(&day.year()));
                prop_assert_eq!(parse(&day.to_string(), today, &calendar()), Ok(day));
            }
        }
    }
}
