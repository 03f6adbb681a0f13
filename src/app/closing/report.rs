//! The frozen report of a closed sprint, and whether it is intact (R5).

use crate::app::find::find_sprint;
use crate::app::seal::{all_frozen, frozen, hash, sealed};
use crate::app::{Standfast, Tx};
use crate::domain::report::{Figures, Report};
use crate::domain::scope::Sealed;
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse};
use crate::rules::Rule;

impl Standfast {
    /// A closed sprint's frozen report.
    pub fn report(&self, number: i64) -> Result<Report> {
        let sprint = find_sprint(&self.tx(), number)?;
        if sprint.state != State::Closed {
            return refuse(
                Rule::R5,
                format!("Sprint {number} is {}. A report is frozen when a sprint closes.", sprint.state.word()),
            );
        }
        frozen(&self.tx(), &sprint)
    }

    /// The canonical text of a closed sprint's report, with its hash.
    pub fn sealed_report(&self, number: i64) -> Result<Sealed> {
        let sprint = find_sprint(&self.tx(), number)?;
        self.report(number)?;
        sealed(&self.tx(), &sprint)
    }

    /// The reports of the last closed sprints, the latest first.
    pub fn past_reports(&self, limit: usize) -> Result<Vec<Report>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        all_frozen(&self.tx(), &self.store.past_sprints(limit)?)
    }

    /// What differs between a closed sprint's report and its hash, its own items and the log; empty when it is intact.
    pub fn verify_report(&self, number: i64) -> Result<Vec<String>> {
        let sprint = find_sprint(&self.tx(), number)?;
        let report = self.report(number)?;
        let mut differences = within(&self.tx(), &sprint)?;
        if report.imported.is_none() {
            let mut before = self.store.story(sprint.id)?;
            let close = before.over(i64::MAX);
            let now = report.account();
            let mut agrees = |counts_reopened| {
                before.counts_reopened = counts_reopened;
                close.and_then(|close| before.account(close - 1)).is_some_and(|(_, then)| {
                    (then.committed, then.added, then.removed) == (now.committed, now.added, now.removed)
                })
            };
            // A report of an earlier version keeps its figures.
            let same = agrees(true) || agrees(false);
            // A sprint that came with a whole team was closed when it came; its log stayed behind.
            let came_closed = close.is_some_and(|close| before.sprint.after(close - 1).is_none());
            if !same && !came_closed {
                differences.push("The report's scope is not the one in the log.".to_owned());
            }
        }
        Ok(differences)
    }

    pub(crate) fn is_imported(&self, sprint: i64) -> Result<bool> {
        let Some(sealed) = self.store.report(sprint)? else { return Ok(false) };
        Ok(serde_json::from_str(&sealed.text).is_ok_and(|report: Report| report.imported.is_some()))
    }
}

/// What differs between a closed sprint's report, its hash and its own items.
pub(crate) fn within(tx: &Tx<'_>, sprint: &Sprint) -> Result<Vec<String>> {
    let (sealed, report) = (sealed(tx, sprint)?, frozen(tx, sprint)?);
    let mut differences = Vec::new();
    if hash(&sealed.text) != sealed.sha256 {
        differences.push("The report's text does not have the hash it was sealed with.".to_owned());
    }
    if Figures::of(&report.items) != report.figures {
        differences.push("The report's figures are not those of its items.".to_owned());
    }
    Ok(differences)
}
