//! `doctor`, `backup` and `restore`.

use crate::app::care;
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::domain::points::count;
use crate::domain::text;
use crate::error::Result;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Check the database for everything that can be wrong; exits with 1 if something is
#[derive(Debug, Args)]
pub struct Doctor {
    /// Rebuild guards, search index and counts first
    #[arg(long)]
    rebuild: bool,
}

impl Doctor {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            if self.rebuild {
                app.rebuild_indexes()?;
            }
            let findings = app.doctor()?;
            let well = findings.iter().all(|finding| finding.problems.is_empty());
            let checks: Vec<_> = findings.iter().map(|f| json!({ "check": f.check, "problems": f.problems })).collect();
            let mut lines = Vec::new();
            for finding in &findings {
                let verdict = if finding.problems.is_empty() { "well" } else { "not well" };
                lines.push(format!("{}: {verdict}", finding.check));
                lines.extend(finding.problems.iter().map(|problem| format!("  {}", text::clean(problem))));
            }
            let file = shown(app.path());
            lines.push(if well { format!("{file} is well.") } else { format!("{file} is not well.") });
            let reply = Reply::default().with("well", well).with("file", file).with("checks", checks);
            let reply = reply.with_text(lines.join("\n"));
            Ok(if well { reply } else { reply.failing() })
        })
    }
}

/// Back up the database to a new file, verified, also while others write to it
#[derive(Debug, Args)]
pub struct Backup {
    /// The new file
    file: PathBuf,
}

impl Backup {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let differences = app.backup(&self.file)?;
            let (from, to) = (shown(app.path()), shown(&self.file));
            if differences == 0 {
                return Ok(Reply::said(format!("Backed up {from} to {to}.")).with("file", to).with("well", true));
            }
            let said = format!(
                "Copied {from} to {to}, but its log and its rows differ in {}. Keep the older backups, and list the differences with `standfast doctor`.",
                count(differences, "place")
            );
            Ok(Reply::said(said).with("file", to).with("well", false).failing())
        })
    }
}

/// Replace the database by a backup
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
    /// Replace an existing database; the old file is kept beside the new one
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        let database = call.database()?;
        let kept = care::restore(&self.file, &database, self.replace)?;
        let (from, to) = (shown(&self.file), shown(&database));
        let kept = kept.as_deref().map(shown);
        let also = kept.as_ref().map_or_else(String::new, |kept| format!(" The old file is now {kept}."));
        Ok(Reply::said(format!("Restored {to} from {from}.{also}")).with("file", to).with("kept", kept))
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
