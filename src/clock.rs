//! The only `now()`. `STANDFAST_NOW` sets it, so that a script, a test and a demo tell the same story twice (G3).

use crate::domain::time::Instant;
use crate::error::{Error, Result};

/// Where the present comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    System,
    /// A moment set from outside; it does not move by itself.
    Fixed(Instant),
}

impl Clock {
    /// The clock that `STANDFAST_NOW` asks for, if it is set.
    pub fn from_setting(setting: Option<&str>) -> Result<Self> {
        match setting.map(str::trim).filter(|text| !text.is_empty()) {
            None => Ok(Self::System),
            Some(text) => Instant::parse(text).map(Self::Fixed).ok_or_else(|| {
                Error::Misused(format!("STANDFAST_NOW is \"{text}\": write an instant as 2026-11-23T09:00:00Z."))
            }),
        }
    }

    /// The present.
    pub fn now(self) -> Instant {
        match self {
            Self::System => Instant(chrono::Utc::now().timestamp_millis()),
            Self::Fixed(at) => at,
        }
    }
}
