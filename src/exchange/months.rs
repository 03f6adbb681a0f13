//! Names of months and weekdays in the languages that most people write, as the locales of the GNU C Library have them.

use super::dates::DayParts;
use pure_rust_locales as locales;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What one language calls its months and weekdays.
struct Language {
    /// In full and short; some languages have another form beside a day.
    months: [Option<&'static [&'static str]>; 4],
    weekdays: [&'static [&'static str]; 2],
}

macro_rules! languages {
    ($($name:ident)*) => {
        const LANGUAGES: &[Language] = &[$(Language {
            months: [
                Some(locales::$name::LC_TIME::MON),
                Some(locales::$name::LC_TIME::ABMON),
                locales::$name::LC_TIME::ALT_MON,
                locales::$name::LC_TIME::AB_ALT_MON,
            ],
            weekdays: [locales::$name::LC_TIME::DAY, locales::$name::LC_TIME::ABDAY],
        }),*];
    };
}

languages! {
    en_US zh_CN hi_IN es_ES ar_EG fr_FR bn_BD pt_BR ru_RU ur_PK id_ID de_DE
    ja_JP tr_TR vi_VN ko_KR it_IT pl_PL uk_UA nl_NL sv_SE cs_CZ
}

/// Words of dates that say nothing.
const FILLERS: [&str; 18] =
    ["de", "del", "of", "at", "the", "st", "nd", "rd", "th", "um", "den", "kl", "г", "года", "р", "року", "le", "di"];
/// What follows the number of a year, month or day, or is before it.
const YEARS: [&str; 2] = ["年", "년"];
const MONTHS: [&str; 2] = ["月", "월"];
const BEFORE_MONTHS: [&str; 2] = ["tháng", "thg"];
const DAYS: [&str; 3] = ["日", "일", "号"];
/// French without its accents.
const PLAIN: [(&str, u32); 3] = [("fev", 2), ("aou", 8), ("aout", 8)];

/// A piece of a date: digits or letters.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Number(String),
    Word(String),
}

/// The parts of a day that has a word in it: `06/Sep/24`, `Jan 2, 2026`, `2 de enero de 2026`, `2026年1月5日`.
pub(super) fn day_in_words(text: &str) -> Option<DayParts> {
    let pieces = pieces(text);
    let mut parts = Found::default();
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1);
        match piece {
            Piece::Number(number) => parts.numbers.push((number.clone(), role(&pieces, at))),
            Piece::Word(word) if is_mark(word) || FILLERS.contains(&word.as_str()) => {}
            Piece::Word(word) => match month_of(word) {
                // "mar" is a Tuesday and a March: a month is beside its day.
                Some(_)
                    if is_weekday(word) && matches!(next, Some(Piece::Number(_))) && has_month_after(&pieces, at) => {}
                Some(month) if parts.month.is_none() => parts.month = Some(month),
                None if is_weekday(word) => {}
                Some(_) | None => return None,
            },
        }
    }
    parts.settle()
}

/// What a number is, if a mark beside it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Year,
    Month,
    Day,
    Unknown,
}

#[derive(Default)]
struct Found {
    numbers: Vec<(String, Role)>,
    month: Option<u32>,
}

impl Found {
    fn settle(mut self) -> Option<DayParts> {
        if self.month.is_none() {
            let at = self.numbers.iter().position(|(_, role)| *role == Role::Month)?;
            self.month = self.numbers.remove(at).0.parse().ok();
        }
        let [(first, first_role), (second, second_role)] = <[_; 2]>::try_from(self.numbers).ok()?;
        let turned = first_role == Role::Year || second_role == Role::Day || (first.len() == 4 && second.len() != 4);
        let (day, year) = if turned { (second, first) } else { (first, second) };
        Some(DayParts { year, month: self.month?, day })
    }
}

fn role(pieces: &[Piece], at: usize) -> Role {
    let word = |at: Option<usize>| match at.and_then(|at| pieces.get(at)) {
        Some(Piece::Word(word)) => word.as_str(),
        _ => "",
    };
    let (before, after) = (word(at.checked_sub(1)), word(Some(at + 1)));
    if YEARS.contains(&after) {
        Role::Year
    } else if MONTHS.contains(&after) || BEFORE_MONTHS.contains(&before) {
        Role::Month
    } else if DAYS.contains(&after) {
        Role::Day
    } else {
        Role::Unknown
    }
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut apart = true;
    for c in text.chars().flat_map(char::to_lowercase) {
        let (is_digit, is_gap) = (c.is_ascii_digit(), c.is_whitespace() || ",./-()'\u{2019}".contains(c));
        match pieces.last_mut() {
            _ if is_gap => {}
            Some(Piece::Number(number)) if is_digit && !apart => number.push(c),
            Some(Piece::Word(word)) if !is_digit && !apart => word.push(c),
            _ if is_digit => pieces.push(Piece::Number(c.to_string())),
            _ => pieces.push(Piece::Word(c.to_string())),
        }
        apart = is_gap;
    }
    pieces
}

fn is_mark(word: &str) -> bool {
    YEARS.contains(&word) || MONTHS.contains(&word) || BEFORE_MONTHS.contains(&word) || DAYS.contains(&word)
}

fn has_month_after(pieces: &[Piece], at: usize) -> bool {
    pieces.iter().skip(at + 1).any(|piece| matches!(piece, Piece::Word(word) if month_of(word).is_some()))
}

/// The month of this name, or of the one name that begins so; a name that two languages give to two months is none.
pub(super) fn month_of(word: &str) -> Option<u32> {
    let word = plain(word);
    if let Some((_, month)) = PLAIN.iter().find(|(name, _)| *name == word) {
        return Some(*month);
    }
    if let Some(month) = NAMES.get(&word) {
        return *month;
    }
    if word.chars().count() < 3 {
        return None;
    }
    let mut begun = NAMES.range(word.clone()..).take_while(|(name, _)| name.starts_with(&word));
    let (_, first) = begun.next()?;
    first.filter(|month| begun.all(|(_, other)| *other == Some(*month)))
}

/// Every name of a month; without a month if two languages disagree.
static NAMES: LazyLock<BTreeMap<String, Option<u32>>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    for names in LANGUAGES.iter().flat_map(|language| language.months.iter().flatten()) {
        for (month, name) in (1..).zip(names.iter()) {
            let known = all.entry(plain(name)).or_insert(Some(month));
            *known = known.filter(|other| *other == month);
        }
    }
    all
});

static WEEKDAYS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    LANGUAGES
        .iter()
        .flat_map(|language| language.weekdays.iter().flat_map(|names| names.iter().map(|name| plain(name))))
        .collect()
});

fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&plain(word))
}

fn plain(name: &str) -> String {
    name.trim().trim_end_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a language that are words, with their months.
    fn names() -> impl Iterator<Item = (u32, &'static str)> {
        let lists = LANGUAGES.iter().flat_map(|language| language.months.iter().flatten());
        lists
            .flat_map(|names| (1..).zip(names.iter().copied()))
            .filter(|(_, name)| !name.contains(|c: char| c.is_ascii_digit() || c == ' '))
    }

    #[test]
    fn every_name_of_every_language_is_its_month() {
        assert!(names().count() > 400);
        for (month, name) in names() {
            let read = day_in_words(&format!("5 {name} 2026")).map(|parts| (parts.year, parts.month, parts.day));
            assert_eq!(read, Some(("2026".to_owned(), month, "5".to_owned())), "{name}");
        }
    }

    #[test]
    fn days_are_read_as_people_of_many_languages_write_them() {
        for text in [
            "Jan 2, 2026",
            "2 January 2026",
            "Fri, 2 Jan 2026",
            "02/Jan/26",
            "January 2nd, 2026",
            "2 de enero de 2026",
            "2 janv. 2026",
            "2. Januar 2026",
            "2 января 2026 г.",
            "2026年1月2日",
            "2026년 1월 2일",
            "2 tháng 1, 2026",
            "02/thg 1/26",
            "2/一月/26",
            "2026-Jan-02",
        ] {
            let parts = day_in_words(text).unwrap_or_else(|| panic!("{text} is not read"));
            let numbers = (parts.year.parse::<u32>().unwrap() % 100, parts.month, parts.day.parse::<u32>().unwrap());
            assert_eq!(numbers, (26, 1, 2), "{text}");
        }
        for text in ["soon", "Monday", "2 jui 2026", "1 March April 2026", "12 apples 2026", "mars"] {
            assert_eq!(day_in_words(text), None, "{text}");
        }
    }

    #[test]
    fn a_weekday_beside_a_month_is_not_a_month() {
        let parts = day_in_words("mar 21 abr 2026").unwrap();
        assert_eq!((parts.month, parts.day.as_str()), (4, "21"));
    }
}
