//! Points: a non-negative finite number. Unknown is `None`, never zero.

use serde::{Serialize, Serializer};
use std::fmt;

/// Story points of one item or a sum of them.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Points(f64);

impl Points {
    /// No work at all; the start of a sum, not the value of an unestimated item.
    pub const ZERO: Self = Self(0.0);

    /// `None` for a negative or non-finite number.
    pub fn new(value: f64) -> Option<Self> {
        (value.is_finite() && value >= 0.0).then_some(Self(value + 0.0))
    }

    /// Reads what a person types: `3`, `0.5`, and `0,5` as many write it.
    pub fn parse(text: &str) -> Option<Self> {
        text.trim().replace(',', ".").parse().ok().and_then(Self::new)
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

/// A number as people write it: at most two decimals, without zeros at the end.
pub fn number(value: f64) -> String {
    let text = format!("{value:.2}");
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

/// Whole numbers as integers in JSON, others as they are.
pub fn serialize_number<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
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
        assert_eq!(Points::parse("-0").unwrap().to_string(), "0");
        assert_eq!([0, 999, 1_680, 1_000_000].map(grouped), ["0", "999", "1 680", "1 000 000"]);
        assert_eq!(serde_json::to_string(&Points::parse("3").unwrap()).unwrap(), "3");
    }

    #[test]
    fn sums_and_differences_carry_no_noise() {
        let [tenth, fifth, third] = [0.1, 0.2, 0.3].map(|value| Points::new(value).unwrap());
        assert_eq!(tenth + fifth, third);
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
