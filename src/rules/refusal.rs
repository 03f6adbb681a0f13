//! A rule's "no".

use super::rule::Rule;
use super::way::Way;
use std::fmt;

/// A rule's "no": which rule, why, the ways out, and the single cases behind it. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub rule: Rule,
    /// Why, in a sentence or two.
    pub why: String,
    /// What would make it possible.
    pub ways: Vec<Way>,
    /// The single cases, one a line, when there are several.
    pub details: Vec<String>,
    /// What was filled in wrongly, if it is one thing: a name of `domain::input`.
    pub input: Option<&'static str>,
}

impl Refusal {
    /// A refusal without ways out and single cases.
    pub fn new(rule: Rule, why: impl Into<String>) -> Self {
        Self { rule, why: why.into(), ways: Vec::new(), details: Vec::new(), input: None }
    }

    /// The same refusal with one more way out.
    #[must_use]
    pub fn way(mut self, way: Way) -> Self {
        self.ways.push(way);
        self
    }

    /// The same refusal, about one thing that was filled in.
    #[must_use]
    pub fn about(mut self, input: &'static str) -> Self {
        self.input = Some(input);
        self
    }

    /// The same refusal with its single cases named.
    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}

impl fmt::Display for Refusal {
    /// Why, and the ways out as commands of the program.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Way::after(&self.why, &self.ways, Way::as_command))
    }
}
