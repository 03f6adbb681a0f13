//! The rules of the product by their numbers.

use serde::{Serialize, Serializer};
use std::fmt;

/// Writes the rules out as an enum, in one go.
macro_rules! rules {
    ($($rule:ident)*) => {
        /// A rule by its number; `docs/rules.md` says what each asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($rule,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule,)*];

            /// Its number, such as `L7`.
            pub const fn number(self) -> &'static str {
                match self {
                    $(Self::$rule => stringify!($rule),)*
                }
            }
        }
    };
}

rules! {
    A1 A2 A3 A4 A5 B1 B2 B3 G1 G2 G3 G4 G5 I1 I2 I3 I4 I5 L1 L2 L3 L4 L5 L6 L7 L8 L9 R1 R2 R3 R4 R5 R6 S1 S2 S3 S4 S5 S6 S7 S8 S9 U1 U2 U3 U4 U5 U6 U7 U8 V1 X1 X2 X3 X4 X5 X6
}

impl Rule {
    /// The rule with that number.
    pub fn parse(number: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.number() == number)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.number())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number())
    }
}
