//! Points: what is read as points, what is printed of them. Unknown is `None`, never zero.

use serde::{Serialize, Serializer};
use std::fmt;

/// Story points of one item or a sum of them.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Points(f64);

/// The largest estimate that is taken. What is larger from before is kept and shown.
pub const LARGEST: f64 = 1_000_000.0;

/// What points are, for a sentence that asks for them.
pub const WHAT: &str = "a number from 0 to 1 000 000 with at most 3 decimals, such as 3 or 0.5";

/// Why a text is not points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unread {
    Word,
    Negative,
    TooLarge,
    /// More than 3 decimals; the nearest points.
    TooFine(Points),
}

impl Unread {
    /// As a list of what is not taken says it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Word => "points that are not a number",
            Self::Negative => "negative points",
            Self::TooLarge => "points beyond 1 000 000",
            Self::TooFine(_) => "more than 3 decimals: rounded",
        }
    }
}

impl Points {
    /// No work at all; the start of a sum, not the value of an unestimated item.
    pub const ZERO: Self = Self(0.0);

    /// `None` for a negative or non-finite number.
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && value >= 0.0).then_some(Self(value + 0.0))
    }

    /// Reads what a person types or a file has: `3`, `0.5`, and `0,5` as many write it. `1,000` could be one or a
    /// thousand, and is neither.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let text = text.trim();
        let is_grouped = text.split_once(',').is_some_and(|(whole, rest)| {
            (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3 && !rest.contains('.')
        });
        let value: f64 = text.replace(',', ".").parse().map_err(|_| Unread::Word)?;
        if is_grouped || value.is_nan() {
            return Err(Unread::Word);
        }
        Self::checked(value)
    }

    /// A number from outside: within what points can be, and without the noise of binary fractions.
    pub fn checked(value: f64) -> Result<Self, Unread> {
        if value < 0.0 {
            return Err(Unread::Negative);
        }
        if value.is_nan() || value > LARGEST {
            return Err(Unread::TooLarge);
        }
        let near = Self((value * 1e3).round() / 1e3 + 0.0);
        if (near.0 - value).abs() < 1e-9 { Ok(near) } else { Err(Unread::TooFine(near)) }
    }

    /// The same, if it can be read as it is.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    /// Reads an estimate that may be taken away: points, or `none`.
    pub fn parse_or_none(text: &str) -> Option<Option<Self>> {
        if text.trim().eq_ignore_ascii_case("none") { Some(None) } else { Self::parse(text).map(Some) }
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.0
    }

    /// "1 point", "3 points".
    pub fn in_words(self) -> String {
        counted(self.0, "point")
    }

    /// The difference as a signed number.
    pub fn minus(self, other: Self) -> f64 {
        settled(self.0 - other.0)
    }
}

impl std::ops::Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(settled(self.0 + other.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, std::ops::Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&number(self.0))
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.0, serializer)
    }
}

/// A sum or a difference of points without the noise of binary fractions, in millionths: 0.1 and 0.2 are 0.3.
pub fn settled(points: f64) -> f64 {
    // Beyond this a millionth is less than what the number itself leaves out.
    if points.abs() < 1e9 { (points * 1e6).round() / 1e6 + 0.0 } else { points }
}

/// An estimate in a list: `3`, or a dash if it is not known.
pub fn or_dash(points: Option<Points>) -> String {
    points.map_or_else(|| "–".to_owned(), |points| points.to_string())
}

/// An estimate in words: `3 points`, `no estimate`.
pub fn estimate_in_words(points: Option<Points>) -> String {
    points.map_or_else(|| "no estimate".to_owned(), Points::in_words)
}

/// A computed figure to one decimal.
pub fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A computed figure as people read it: one decimal at most.
pub fn rounded(value: f64) -> String {
    number(tenth(value))
}

/// A number as people write it: at most two decimals, three if it has exactly three, without zeros at the end. One
/// that is larger than any estimate and any sum is shortened to its power of ten.
pub fn number(value: f64) -> String {
    if value.abs() >= 1e15 {
        return format!("{value:e}");
    }
    let thousandths = value * 1e3;
    let is_exact = (thousandths - thousandths.round()).abs() < 1e-6;
    let text = if is_exact { format!("{value:.3}") } else { format!("{value:.2}") };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A count as people read it: its thousands apart, as in `1 680`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut made = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            made.push(' ');
        }
        made.push(digit);
    }
    made
}

/// Whole numbers as integers in JSON, others without the noise of binary fractions.
pub fn serialize_number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    let value = &settled(*value);
    let whole = value.trunc();
    if (value - whole).abs() < f64::EPSILON && whole.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "bounded by the test above")]
        serializer.serialize_i64(whole as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

/// A sum or a difference of points in JSON.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Amount(#[serde(serialize_with = "serialize_number")] pub f64);

/// A whole number with what is counted: `1 item`, `3 items`.
pub fn count<N: Copy + fmt::Display + PartialEq + From<u8>>(count: N, one: &str) -> String {
    format!("{count} {one}{}", if count == N::from(1) { "" } else { "s" })
}

/// A number with what is counted: `1 day`, `2.5 days`.
pub fn counted(value: f64, one: &str) -> String {
    let number = number(value);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {one}{plural}")
}

/// Person-days to one decimal: `1 person-day`, `28.5 person-days`.
pub fn person_days(days: f64) -> String {
    counted(tenth(days), "person-day")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_finite_and_not_negative() {
        for text in ["-1", "NaN", "inf", "1e999", "abc", ""] {
            assert_eq!(Points::parse(text), None, "{text}");
        }
        assert_eq!(Points::parse("0,5").unwrap().to_string(), "0.5");
        for (text, read) in [
            ("1000000", Ok("1000000")),
            ("0.125", Ok("0.125")),
            ("2.9999999999999996", Ok("3")),
            ("0,500", Ok("0.5")),
            ("1e3", Ok("1000")),
            ("1000000.001", Err(Unread::TooLarge)),
            ("1e308", Err(Unread::TooLarge)),
            ("inf", Err(Unread::TooLarge)),
            ("-inf", Err(Unread::Negative)),
            ("-0.5", Err(Unread::Negative)),
            ("NaN", Err(Unread::Word)),
            ("1,000", Err(Unread::Word)),
            ("0.3333", Err(Unread::TooFine(Points(0.333)))),
        ] {
            assert_eq!(Points::read(text).map(|points| points.to_string()), read.map(str::to_owned), "{text}");
        }
        assert_eq!(Points::parse("-0").unwrap().to_string(), "0");
        assert_eq!([0, 999, 1_680, 1_000_000].map(grouped), ["0", "999", "1 680", "1 000 000"]);
        assert_eq!(serde_json::to_string(&Points::parse("3").unwrap()).unwrap(), "3");
    }

    #[test]
    fn sums_and_differences_carry_no_noise() {
        let [tenth, fifth, third] = [0.1, 0.2, 0.3].map(|value| Points::new(value).unwrap());
        assert_eq!(tenth + fifth, third);
        let json = |value: f64| serde_json::to_string(&Points(value)).unwrap();
        assert_eq!([0.05 * 7.0, 9e299, 2.0].map(json), ["0.35", "9e+299", "2"]);
        assert_eq!(
            [0.05 * 7.0, 9e299, 25.0 / 3.0, 0.125, 1e6].map(number),
            ["0.35", "9e299", "8.33", "0.125", "1000000"]
        );
        assert_eq!([third, fifth].into_iter().sum::<Points>().minus(tenth).to_string(), "0.4");
        assert_eq!((third.minus(fifth), tenth.minus(third)), (0.1, -0.2));
        assert_eq!((settled(1e300), settled(-1e-9).is_sign_negative()), (1e300, false));
    }

    #[test]
    fn one_is_counted_without_an_s() {
        let say = |value| counted(value, "day");
        assert_eq!((say(0.0), say(1.0), say(1.5)), ("0 days".into(), "1 day".into(), "1.5 days".into()));
    }
}
