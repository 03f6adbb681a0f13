//! Importing items: what arrives from outside, in one operation that one undo takes back (X1–X3).

use super::report::{ImportReport, Source, Watch};
use super::run::run;
use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::error::{Error, Result, refuse};
use crate::rules::{Op, Rule};

impl Standfast {
    /// Imports a file: new items join the bottom of the backlog in the file's order, known ones (by outside key) change
    /// where the file says something else. Nothing is taken away: a blank cell leaves what is there, and lists only grow.
    pub fn import_items(&mut self, source: &mut dyn Source, watch: Watch<'_>) -> Result<Outcome<ImportReport>> {
        self.transact(Op::ImportItems, |tx| {
            let report = run(tx, source, watch)?;
            let said = report.sentence(source.name(), false);
            Ok((report, said))
        })
    }

    /// What an import would do. It is done and rolled back, so that the answer is true to the last row.
    pub fn plan_import(&mut self, source: &mut dyn Source, watch: Watch<'_>) -> Result<ImportReport> {
        let mut planned = None;
        let rolled_back = self.transact(Op::ImportItems, |tx| {
            planned = Some(run(tx, source, watch)?);
            refuse::<((), String)>(Rule::X1, "A dry run changes nothing.")
        });
        match (planned, rolled_back) {
            (Some(report), _) => Ok(report),
            (None, Err(error)) => Err(error),
            (None, Ok(_)) => Err(Error::failed("plan the import", "it ended without a report")),
        }
    }
}
