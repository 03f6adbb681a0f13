//! `completions` and `man`: what a package puts beside the program.

use crate::cli::Call;
use crate::cli::output::Reply;
use crate::error::{Attempt, Result};
use clap::Args;
use clap_complete::Shell;
use std::path::PathBuf;

/// Print the completion script of a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(&self, _: &Call) -> Result<Reply> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command_tree(), "standfast", &mut script);
        let script = String::from_utf8(script).attempting("write the completion script")?;
        Ok(Reply::default().with("script", &script).with_text(script))
    }
}

/// Print the manual page, or write one for every command
#[derive(Debug, Args)]
pub struct Man {
    /// Write the pages of all commands into this directory
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

impl Man {
    pub fn run(&self, _: &Call) -> Result<Reply> {
        let Some(folder) = &self.to else {
            let mut page = Vec::new();
            clap_mangen::Man::new(super::command_tree()).render(&mut page).attempting("write the manual page")?;
            let page = String::from_utf8(page).attempting("write the manual page")?;
            return Ok(Reply::default().with("page", &page).with_text(page));
        };
        let shown = folder.to_string_lossy();
        std::fs::create_dir_all(folder).attempting(format!("make the directory {shown}"))?;
        clap_mangen::generate_to(super::command_tree(), folder)
            .attempting(format!("write the manual pages to {shown}"))?;
        Ok(Reply::said(format!("Wrote the manual pages to {shown}.")).with("directory", shown))
    }
}
