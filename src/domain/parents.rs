//! Parents beside their estimated parts in one sprint: whose points count (L6).

use crate::domain::points::{Points, estimate_in_words};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An item whose work counts in a sprint.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    pub item: i64,
    pub parent: Option<i64>,
    pub points: Option<Points>,
}

/// A parent with points whose parts have estimates in the same sprint.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parent {
    pub key: String,
    pub points: Option<Points>,
    /// The keys of its estimated parts in the sprint.
    pub parts: Vec<String>,
    /// Whether its own points count beside those of its parts.
    pub counts: bool,
}

impl Parent {
    /// `PAY-1 (8 points) is counted by its parts PAY-2 and PAY-3.`
    pub fn words(&self) -> String {
        let parts = if let [one] = self.parts.as_slice() {
            format!("its part {one}")
        } else {
            format!("its parts {}", self.parts.join(", "))
        };
        let how = if self.counts { "counts twice: itself and by" } else { "counts by" };
        format!("{} ({}) {how} {parts}.", self.key, estimate_in_words(self.points))
    }
}

/// Each parent with points, and those of its parts in the sprint that have an estimate of their own or by their parts.
pub fn beside_parts(items: &[Counted]) -> BTreeMap<i64, Vec<i64>> {
    let mut estimated: BTreeSet<i64> = items.iter().filter(|one| one.points.is_some()).map(|one| one.item).collect();
    // A part without an estimate of its own is estimated by its parts, at any depth.
    loop {
        let more: Vec<i64> = items
            .iter()
            .filter(|one| estimated.contains(&one.item))
            .filter_map(|one| one.parent)
            .filter(|parent| !estimated.contains(parent) && items.iter().any(|one| one.item == *parent))
            .collect();
        if more.is_empty() {
            break;
        }
        estimated.extend(more);
    }
    let mut found: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for part in items.iter().filter(|one| estimated.contains(&one.item)) {
        let parent = items.iter().find(|one| Some(one.item) == part.parent && one.points.is_some());
        if let Some(parent) = parent {
            found.entry(parent.item).or_default().push(part.item);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(item: i64, parent: Option<i64>, points: Option<f64>) -> Counted {
        Counted { item, parent, points: points.and_then(Points::new) }
    }

    #[test]
    fn a_parent_is_counted_by_estimated_parts_at_any_depth() {
        let items = [
            item(1, None, Some(8.0)),
            item(2, Some(1), Some(3.0)),
            item(3, Some(1), None),
            item(4, None, Some(5.0)),
            item(5, Some(4), None),
            item(6, Some(5), Some(1.0)),
            item(7, None, Some(2.0)),
            item(8, Some(7), None),
            item(9, None, None),
            item(10, Some(9), Some(1.0)),
            item(11, Some(99), Some(1.0)),
        ];
        assert_eq!(beside_parts(&items), BTreeMap::from([(1, vec![2]), (4, vec![5])]));
    }

    #[test]
    fn a_parent_says_by_which_parts_it_counts() {
        let mut parent =
            Parent { key: "A-1".into(), points: Points::new(8.0), parts: vec!["A-2".into()], counts: false };
        assert_eq!(parent.words(), "A-1 (8 points) counts by its part A-2.");
        parent.parts.push("A-3".into());
        parent.counts = true;
        assert_eq!(parent.words(), "A-1 (8 points) counts twice: itself and by its parts A-2, A-3.");
    }
}
