//! `export`: the whole team as JSON that another team takes over, or the backlog as CSV for a spreadsheet (X5, X6).

use crate::app::Standfast;
use crate::cli::Call;
use crate::cli::output::{Output, Reply};
use crate::domain::text::clean_block;
use crate::error::{Attempt, Error, Result};
use crate::exchange::{json, sheet};
use crate::report::file::{self, Existing};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Export the whole team as JSON, or its backlog as CSV
#[derive(Debug, Args)]
pub struct Export {
    /// The whole team, or the items alone
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// The new file [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Everything but the log; `standfast import` takes it over
    Json,
    /// The items, by rank
    Csv,
}

impl Export {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        if self.to.is_none() && self.format == Format::Csv && call.cli.everywhere.json {
            return Err(Error::Misused(
                "CSV cannot be the JSON answer. Name a file with --to, or leave --json out.".to_owned(),
            ));
        }
        call.with(|app| {
            if let Some(path) = &self.to {
                return self.to_file(app, path);
            }
            let mut out = BufWriter::new(io::stdout().lock());
            let clean = if io::stdout().is_terminal() { harmless } else { whole };
            let written = self.write(app, &mut out, clean).map(drop);
            let flushed = out.flush().attempting("write the export");
            Output::pardon_closed_pipe(written.and(flushed))?;
            Ok(Reply::nothing())
        })
    }

    fn to_file(&self, app: &Standfast, path: &Path) -> Result<Reply> {
        let shown = path.to_string_lossy().into_owned();
        let count = file::write(path, Existing::Stays("Name a new file."), |out| self.write(app, out, whole))?;
        let what = if self.format == Format::Json { "rows" } else { "items" };
        Ok(Reply::said(format!("Exported {count} {what} to {shown}.")).with("file", &shown).with(what, count))
    }

    fn write(&self, app: &Standfast, out: &mut dyn Write, clean: fn(&str) -> String) -> Result<u64> {
        match self.format {
            Format::Json => json::write_team(app, out),
            Format::Csv => sheet::write_items(app, out, clean),
        }
    }
}

fn whole(text: &str) -> String {
    text.to_owned()
}

fn harmless(text: &str) -> String {
    clean_block(text).into_owned()
}
