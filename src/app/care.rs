//! Looking after a database: doctor, backup, restore.

use crate::app::Standfast;
use crate::domain::chain::{Claim, Head, Verdict, Witnessed};
use crate::domain::fold::doubles;
use crate::domain::sprint::State;
use crate::error::Result;
use crate::store::{Store, care};
use std::path::{Path, PathBuf};

/// How many places where the log and the rows differ are named.
const MOST: usize = 20;

/// What the doctor looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// What is wrong, one sentence each; empty when it is well.
    pub problems: Vec<String>,
}

impl Standfast {
    /// Looks at everything that can be wrong: integrity, foreign keys, triggers, journal, contracts, reports, search, counts, names.
    pub fn doctor(&self) -> Result<Vec<Finding>> {
        self.store.snapshot(|| Ok(self.examine()))
    }

    /// Whether the log is as it was sealed, and the rows are what it says (G2).
    pub fn verify_log(&self) -> Result<Verdict> {
        self.store.snapshot(|| self.store.verify_log())
    }

    /// The end of the log, for a page that leaves.
    pub fn head(&self) -> Result<Option<Head>> {
        self.store.head()
    }

    /// The operation in the log that a page outside speaks of; none if the log holds no such hash.
    pub fn witnessed(&self, (number, hash): &Claim) -> Result<Option<Witnessed>> {
        let head = self.store.witnessed(hash)?.filter(|head| number.is_none_or(|number| number == head.operation));
        let Some(head) = head else { return Ok(None) };
        let Some(operation) = self.store.operation(head.operation)? else { return Ok(None) };
        let later = self.store.operations_after(head.operation)?;
        let said = operation.said.unwrap_or(operation.name);
        Ok(Some(Witnessed { head, at: operation.at, actor: operation.actor, said, later }))
    }

    /// Each look is on its own: what one cannot read of a damaged file is its finding.
    fn examine(&self) -> Vec<Finding> {
        let finding = |check, problems: Result<Vec<String>>| Finding {
            check,
            problems: problems.unwrap_or_else(|error| vec![format!("{}.", error.why().trim_end_matches('.'))]),
        };
        vec![
            finding("integrity", self.store.check_integrity()),
            finding("foreign keys", self.store.check_foreign_keys()),
            finding("guards and journal triggers", self.store.check_triggers()),
            finding("journal", self.check_log()),
            finding("contracts", self.check_contracts()),
            finding("reports", self.check_reports()),
            finding("search index", self.store.check_search()),
            finding("counts", self.store.check_counts()),
            finding("names", self.names_twice()),
        ]
    }

    fn check_contracts(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for sprint in self.store.sprints(i64::MAX)? {
            if self.store.contract(sprint.number)?.is_none() {
                let locked = sprint.locked_at.is_some() && !self.is_imported(sprint.id)?;
                problems.extend(locked.then(|| format!("Sprint {} was locked and has no contract.", sprint.number)));
                continue;
            }
            match self.verify_contract(sprint.number) {
                Ok(verdict) => {
                    problems.extend(verdict.differences.iter().map(|d| format!("Sprint {}: {d}", sprint.number)));
                }
                Err(error) => problems.push(format!("Sprint {}: {error}.", sprint.number)),
            }
        }
        Ok(problems)
    }

    fn check_reports(&self) -> Result<Vec<String>> {
        let mut problems = Vec::new();
        for sprint in self.store.sprints(i64::MAX)?.iter().filter(|sprint| sprint.state == State::Closed) {
            match self.verify_report(sprint.number) {
                Ok(differences) => {
                    problems.extend(differences.iter().map(|d| format!("Sprint {}: {d}", sprint.number)));
                }
                Err(error) => problems.push(format!("Sprint {}: {error}.", sprint.number)),
            }
        }
        Ok(problems)
    }

    fn check_log(&self) -> Result<Vec<String>> {
        let mut problems = self.store.check_journal()?;
        let faults = self.store.verify_log()?.faults;
        problems.extend(faults.iter().take(MOST).map(|fault| fault.said.clone()));
        if faults.len() > MOST {
            problems.push(format!("The log and the rows differ in {} more places.", faults.len() - MOST));
        }
        Ok(problems)
    }

    /// Names that an older program took for different ones. They are not merged: the team knows whether they are one.
    fn names_twice(&self) -> Result<Vec<String>> {
        let members = self.store.members()?.into_iter().map(|member| member.name);
        let statuses = self.store.statuses()?.into_iter().map(|status| status.name);
        let said =
            |what: &str, names: &[String]| format!("{} are one {what}. Rename all but one.", names.join(" and "));
        let mut problems: Vec<String> = doubles(members).iter().map(|names| said("member", names)).collect();
        problems.extend(doubles(statuses).iter().map(|names| said("status", names)));
        for (item, names) in self.store.labels_twice()? {
            let names = names.join(" and ");
            problems.push(format!("{} has {names}, which are one label. Take one away.", self.store.item_key(item)?));
        }
        Ok(problems)
    }

    /// Mends what can be made anew from the rest: guards, search index and counts.
    pub fn rebuild_indexes(&mut self) -> Result<()> {
        self.store.rebuild_indexes()
    }

    /// Copies the live database to a new file, whole and verified. What is given is in how many places its log and its
    /// rows differ: in none, unless values were changed past the program.
    pub fn backup(&self, to: &Path) -> Result<usize> {
        care::backup(self.store.path(), to)?;
        let differences = Store::open_copy(to)?.verify_log();
        Ok(differences.map_or(1, |verdict| verdict.faults.len()))
    }
}

/// Puts a backup in the place of `database`; the file that was there is kept beside it, under the name that is given back.
pub fn restore(backup: &Path, database: &Path, replace: bool) -> Result<Option<PathBuf>> {
    care::restore(backup, database, replace)
}
