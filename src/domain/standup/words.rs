//! What people say: today, and what they need from whom (S2, S8).

use crate::domain::fold::folded;
use crate::domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};

/// A person's two lines for one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What they will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// The members they need it from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
}

/// The words as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub id: i64,
    pub member: i64,
    pub day: Day,
    /// When they were last written.
    pub at: Instant,
    pub words: Words,
}

/// The names that occur in a text as words of their own, whatever the case, each once, in the order of `names`.
pub fn named_in<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let text = folded(text);
    let occurs = |name: &str| {
        let name = folded(name);
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !name.is_empty()
            && text.match_indices(&name).any(|(at, found)| {
                let (before, after) = text.split_at(at);
                let after = after.get(found.len()..).unwrap_or_default();
                let goes_on = after.starts_with('-') && joins(after.chars().nth(1));
                let goes_before = before.ends_with('-') && joins(before.chars().rev().nth(1));
                !joins(before.chars().next_back()) && !joins(after.chars().next()) && !goes_on && !goes_before
            })
    };
    names.into_iter().filter(|name| occurs(name)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_of_their_own() {
        let team = ["dev-1", "dev-10", "Ana", "Bo", "Per"];
        let found = |text| named_in(text, team);
        assert_eq!(found("a review by ana, and @Bo's port"), ["Ana", "Bo"]);
        assert_eq!(found("dev-10 knows"), ["dev-10"]);
        assert_eq!(found("dev-1: the key; pre-dev-1, dev-1-b"), ["dev-1"]);
        assert_eq!(found("permission from Bob, banana"), [] as [String; 0]);
        assert_eq!(named_in("", [""]), [] as [String; 0]);
    }
}
