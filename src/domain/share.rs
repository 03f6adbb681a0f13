//! Shares of the working time and half days: whole numbers underneath, so that sums of capacity are exact (L2).

use crate::domain::points::{Points, number, serialize_number};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Percent of the working time, kept in thousandths: 12.5 % is 12 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i32);

/// Thousandths of a percent in the whole working time.
const WHOLE: i32 = 100_000;

impl Share {
    /// All of the working time.
    pub const WHOLE: Self = Self(WHOLE);
    /// None of it.
    pub const NONE: Self = Self(0);

    /// A share from its thousandths of a percent.
    pub fn of_thousandths(thousandths: i64) -> Option<Self> {
        i32::try_from(thousandths).ok().filter(|share| (0..=WHOLE).contains(share)).map(Self)
    }

    /// Reads percent as a person types them: `80`, `12.5`, `12,5 %`.
    pub fn read(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        let number = typed.strip_suffix('%').unwrap_or(typed);
        let percent = Points::read(number).ok().and_then(|percent| Self::of_percent(percent.value()));
        percent.ok_or_else(|| {
            format!(
                "An allocation is 0 to 100 percent with at most 3 decimals, such as 80 or 12.5; \"{typed}\" is not."
            )
        })
    }

    fn of_percent(percent: f64) -> Option<Self> {
        let thousandths = (percent * 1e3).round();
        #[expect(clippy::cast_possible_truncation, reason = "within 0 to 100 000")]
        (0.0..=f64::from(WHOLE)).contains(&thousandths).then_some(Self(thousandths as i32))
    }

    /// Thousandths of a percent.
    pub fn thousandths(self) -> i64 {
        i64::from(self.0)
    }

    /// Percent as a number.
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 1e3
    }
}

impl From<u8> for Share {
    fn from(percent: u8) -> Self {
        Self((i32::from(percent) * 1000).min(WHOLE))
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&number(self.percent()))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.percent(), serializer)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let percent = f64::deserialize(deserializer)?;
        Self::of_percent(percent).ok_or_else(|| serde::de::Error::custom(format!("{percent} is not a percentage")))
    }
}

/// Days that are counted in halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HalfDays(pub u32);

impl HalfDays {
    /// As a number of days.
    pub fn days(self) -> f64 {
        f64::from(self.0) / 2.0
    }

    /// What is left of whole days without these.
    #[must_use]
    pub fn of(self, days: u32) -> Self {
        Self(days.saturating_mul(2).saturating_sub(self.0))
    }

    /// Person-days: these days at a share of the working time, without the noise of binary fractions.
    pub fn at(self, share: Share) -> f64 {
        let millionths = i64::from(self.0) * share.thousandths() * 5;
        #[expect(clippy::cast_precision_loss, reason = "days of a sprint")]
        let days = millionths as f64 / 1e6;
        days
    }
}

impl fmt::Display for HalfDays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&number(self.days()))
    }
}

impl Serialize for HalfDays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_number(&self.days(), serializer)
    }
}

impl<'de> Deserialize<'de> for HalfDays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let halves = (f64::deserialize(deserializer)? * 2.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the bounds of a number of days"
        )]
        (0.0..=1e9).contains(&halves).then_some(Self(halves as u32)).ok_or_else(|| serde::de::Error::custom("not days"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_read_and_said_as_people_write_them() {
        for (typed, said) in [("80", "80"), ("12.5", "12.5"), (" 12,5 % ", "12.5"), ("33.333", "33.333"), ("0", "0")] {
            let share = Share::read(typed).unwrap();
            assert_eq!(share.to_string(), said, "{typed}");
            let json = serde_json::to_string(&share).unwrap();
            assert_eq!((json.as_str(), serde_json::from_str(&json).ok()), (said, Some(share)));
        }
        for typed in ["", "%", "-1", "100.001", "101", "80%%", "half", "12.3456", "1e9"] {
            assert!(Share::read(typed).is_err(), "{typed}");
        }
        assert_eq!((Share::from(80), Share::WHOLE), (Share::read("80").unwrap(), Share::read("100").unwrap()));
    }

    #[test]
    fn person_days_carry_no_noise() {
        let at = |halves, share: &str| HalfDays(halves).at(Share::read(share).unwrap());
        assert_eq!((at(19, "12.5"), at(20, "10"), at(3, "33.333")), (1.1875, 1.0, 0.499_995));
        assert_eq!((HalfDays(3).to_string(), HalfDays(3).of(10)), ("1.5".to_owned(), HalfDays(17)));
        assert_eq!(serde_json::to_string(&[HalfDays(4), HalfDays(5)]).unwrap(), "[2,2.5]");
    }

    proptest! {
        #[test]
        fn a_share_comes_back_from_its_words(thousandths in 0i64..=100_000) {
            let share = Share::of_thousandths(thousandths).unwrap();
            prop_assert_eq!(Share::read(&share.to_string()), Ok(share));
            prop_assert_eq!(serde_json::from_str::<Share>(&serde_json::to_string(&share).unwrap()).unwrap(), share);
        }
    }
}
