//! Acceptance criteria, labels and dependencies, as they may be written (I1).

use crate::app::Tx;
use crate::app::say::one_line;
use crate::domain::fold::folded;
use crate::domain::item::Criterion;
use crate::error::Result;
use crate::rules::Rule;

/// A criterion that is not met yet.
pub(crate) fn criterion(text: &str) -> Result<Criterion> {
    Ok(Criterion { text: one_line(Rule::I1, "The acceptance criterion", text)?, met: false })
}

/// Whether `from` is `to`, or depends on it over any number of steps.
pub(crate) fn reaches(tx: &Tx<'_>, from: i64, to: i64) -> Result<bool> {
    let (mut open, mut seen) = (vec![from], std::collections::HashSet::new());
    while let Some(id) = open.pop() {
        if id == to {
            return Ok(true);
        }
        if seen.insert(id) {
            open.extend(tx.store.needs_of(id)?);
        }
    }
    Ok(false)
}

/// Trimmed, sorted, each once, whatever the case; of one label in two spellings the first. What the item has is not merged.
pub(crate) fn labels(wanted: &[String], present: &[String]) -> Vec<String> {
    let mut labels: Vec<String> = wanted.iter().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
    let mut seen = std::collections::HashSet::new();
    labels.retain(|label| seen.insert(folded(label)) || present.contains(label));
    labels.sort();
    labels.dedup();
    labels
}
