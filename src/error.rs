//! What can go wrong, in three kinds: a rule refuses, an attempt fails, or the program was called wrongly.

use std::error::Error as StdError;
use std::fmt;

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

/// A rule's "no": which rule, one sentence with the way out, and the single cases behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's number in the product rules, such as `L7`.
    pub rule: &'static str,
    /// One sentence: why, and what would make it possible.
    pub message: String,
    /// The single cases, one a line, when there are several.
    pub details: Vec<String>,
}

/// An attempt that failed: what was being attempted, and the cause.
#[derive(Debug)]
pub struct Failure {
    /// What was being attempted, as in "read backlog.csv".
    pub attempt: String,
    pub cause: Box<dyn StdError + Send + Sync>,
}

impl Refusal {
    /// A refusal without single cases.
    pub fn new(rule: &'static str, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), details: Vec::new() }
    }

    /// The same refusal with its single cases named.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}

/// Shorthand for refusing by a rule.
pub fn refuse<T>(rule: &'static str, message: impl Into<String>) -> Result<T> {
    Err(Error::Refused(Refusal::new(rule, message)))
}

/// Says what was being attempted when something fails.
pub trait Attempt<T> {
    /// Names the attempt, as the object of "could not …".
    fn attempting(self, attempt: impl Into<String>) -> Result<T>;
}

impl<T, E: Into<Box<dyn StdError + Send + Sync>>> Attempt<T> for std::result::Result<T, E> {
    fn attempting(self, attempt: impl Into<String>) -> Result<T> {
        self.map_err(|cause| Error::Failed(Failure { attempt: attempt.into(), cause: cause.into() }))
    }
}

impl Error {
    /// A failure that has no cause but its own sentence.
    pub fn failed(attempt: impl Into<String>, cause: impl Into<String>) -> Self {
        let cause: String = cause.into();
        Self::Failed(Failure { attempt: attempt.into(), cause: cause.into() })
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
    pub fn rule(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.rule),
            _ => None,
        }
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
        match self {
            Self::Refused(refusal) => f.write_str(&refusal.message),
            Self::Failed(Failure { attempt, cause }) => write!(f, "Could not {attempt}: {cause}"),
            Self::Misused(message) => f.write_str(message),
        }
    }
}

impl StdError for Error {}
