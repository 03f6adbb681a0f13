//! What can go wrong, in three kinds: a rule refuses, an attempt fails, or the program was called wrongly.

use crate::rules::{Refusal, Rule, Way};
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// The result of everything a person can ask for.
pub type Result<T> = std::result::Result<T, Error>;

/// Why something did not happen. Each kind has its own way of being told (rule 10 of the command line).
#[derive(Debug)]
pub enum Error {
    /// A rule of the product says no. Nothing was written.
    Refused(Refusal),
    /// Something outside the rules failed: a disk, a file, a lock.
    Failed(Failure),
    /// The words of the call make no sense; exit code 2.
    Misused(String),
}

/// An attempt that failed: what was being attempted, and the cause.
#[derive(Debug)]
pub struct Failure {
    /// What was being attempted, as in "read backlog.csv".
    pub attempt: String,
    pub cause: Box<dyn StdError + Send + Sync>,
    /// What helps.
    pub ways: Vec<Way>,
}

/// Another program writes, and a write has to wait for it.
#[derive(Debug)]
pub struct Busy {
    /// Who holds which file, in words.
    pub who: String,
    /// How long it was waited for, if the write was given up.
    pub waited: Option<Duration>,
}

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.who)?;
        match self.waited {
            Some(time) => write!(f, "; waited {} seconds. Let it finish, then try again", time.as_secs()),
            None => Ok(()),
        }
    }
}

impl StdError for Busy {}

impl From<Busy> for Error {
    fn from(busy: Busy) -> Self {
        Self::Failed(Failure { attempt: "write".to_owned(), cause: busy.into(), ways: Vec::new() })
    }
}

/// Refuses by a rule, where no command helps.
pub fn refuse<T>(rule: Rule, why: impl Into<String>) -> Result<T> {
    Err(Refusal::new(rule, why).into())
}

/// Refuses by a rule, with a way out.
pub fn refuse_with<T>(rule: Rule, why: impl Into<String>, way: Way) -> Result<T> {
    Err(Refusal::new(rule, why).way(way).into())
}

/// Says what was being attempted when something fails.
pub trait Attempt<T> {
    /// Names the attempt, as the object of "could not …".
    fn attempting(self, attempt: impl Into<String>) -> Result<T>;
}

impl<T, E: Into<Box<dyn StdError + Send + Sync>>> Attempt<T> for std::result::Result<T, E> {
    fn attempting(self, attempt: impl Into<String>) -> Result<T> {
        self.map_err(|cause| Error::Failed(Failure { attempt: attempt.into(), cause: cause.into(), ways: Vec::new() }))
    }
}

impl Error {
    /// A failure that has no cause but its own sentence.
    pub fn failed(attempt: impl Into<String>, cause: impl Into<String>) -> Self {
        let cause: String = cause.into();
        Self::Failed(Failure { attempt: attempt.into(), cause: cause.into(), ways: Vec::new() })
    }

    /// A failure with no underlying error, and what helps.
    pub fn failed_with(attempt: impl Into<String>, cause: impl Into<String>, way: Way) -> Self {
        let cause: String = cause.into();
        Self::Failed(Failure { attempt: attempt.into(), cause: cause.into(), ways: vec![way] })
    }

    /// `refused`, `failed` or `misused`: the `kind` in `--json`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Failed(_) => "failed",
            Self::Misused(_) => "misused",
        }
    }

    /// The rule that refused, if one did.
    pub fn rule(&self) -> Option<Rule> {
        match self {
            Self::Refused(refusal) => Some(refusal.rule),
            _ => None,
        }
    }

    /// Who is in the way, if the same write can be done when they have ended theirs.
    pub fn busy(&self) -> Option<&Busy> {
        if let Self::Failed(failure) = self { failure.cause.downcast_ref() } else { None }
    }

    /// What it says without the ways out.
    pub fn why(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.why.clone(),
            Self::Failed(Failure { attempt, cause, ways }) => {
                // A way out begins a sentence of its own.
                format!("Could not {attempt}: {cause}{}", if ways.is_empty() { "" } else { "." })
            }
            Self::Misused(message) => message.clone(),
        }
    }

    /// The ways out.
    pub fn ways(&self) -> &[Way] {
        match self {
            Self::Refused(refusal) => &refusal.ways,
            Self::Failed(failure) => &failure.ways,
            Self::Misused(_) => &[],
        }
    }

    /// The same error; a refusal is about what was filled in under this name, unless it says so itself.
    #[must_use]
    pub fn about(mut self, input: &'static str) -> Self {
        if let Self::Refused(refusal) = &mut self {
            refusal.input.get_or_insert(input);
        }
        self
    }

    /// What was filled in wrongly, if it is one thing.
    pub fn input(&self) -> Option<&'static str> {
        if let Self::Refused(refusal) = self { refusal.input } else { None }
    }

    /// The single cases behind a refusal.
    pub fn details(&self) -> &[String] {
        match self {
            Self::Refused(refusal) => &refusal.details,
            _ => &[],
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Way::after(&self.why(), self.ways(), Way::as_command))
    }
}

impl StdError for Error {}
