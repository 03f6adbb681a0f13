//! How a page leaves: in which form, and to standard output or a file.

use crate::app::Standfast;
use crate::cli::output::Reply;
use crate::error::{Attempt, Error, Result};
use crate::report::file::{self, Existing};
use crate::report::page::Page;
use crate::report::{pages, svg, witness};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Where a page goes, and as what.
#[derive(Debug, Args)]
pub struct AsPage<F: Form> {
    /// The output format [default: by the ending of FILE]
    #[arg(long, value_enum)]
    format: Option<F>,
    /// A new file for it [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Write over FILE
    #[arg(long, requires = "to")]
    replace: bool,
}

/// The forms that a command knows.
pub trait Form: ValueEnum + Send + Sync + 'static {
    /// Where none is asked for.
    const DEFAULT: Self;

    fn written(&self) -> Written;
}

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// What the terminal shows.
    Text,
    Markdown,
    Html,
    Svg,
    /// What the checksum covers.
    Sealed,
}

/// The forms of a page of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextForm {
    /// Markdown
    Md,
    /// One page for a browser or a printer
    Html,
}

/// The forms of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChartForm {
    /// Text for the terminal
    Text,
    /// Markdown
    Md,
    /// One page for a browser or a printer
    Html,
    /// The picture alone
    Svg,
}

impl Form for TextForm {
    const DEFAULT: Self = Self::Md;

    fn written(&self) -> Written {
        match self {
            Self::Md => Written::Markdown,
            Self::Html => Written::Html,
        }
    }
}

impl Form for ChartForm {
    const DEFAULT: Self = Self::Text;

    fn written(&self) -> Written {
        match self {
            Self::Text => Written::Text,
            Self::Md => Written::Markdown,
            Self::Html => Written::Html,
            Self::Svg => Written::Svg,
        }
    }
}

impl<F: Form> AsPage<F> {
    /// The form that is asked for, by itself or by the ending of the file.
    pub fn written(&self) -> Written {
        let ending = self.to.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let by_ending = || ending.and_then(|ending| F::from_str(ending, true).ok());
        self.format.clone().or_else(by_ending).unwrap_or(F::DEFAULT).written()
    }

    /// The answer with the page, or the sentence that it was written. Text for the terminal is in the answer already.
    pub fn reply(&self, reply: Reply, app: &Standfast, page: impl FnOnce() -> Result<Page>) -> Result<Reply> {
        let written = self.written();
        let reply = if written == Written::Text { reply } else { reply.with("log", app.head()?) };
        let text = match written {
            Written::Text | Written::Sealed if self.to.is_none() => return Ok(reply),
            Written::Text | Written::Sealed => reply.printed() + "\n",
            Written::Markdown => witness::leaving(app, &page()?.markdown)?,
            Written::Html => pages::leaving(app, page()?)?,
            Written::Svg => match page()?.pictures.first() {
                Some(picture) => svg::alone(picture),
                None => return Err(Error::Misused("There is no picture of it. Use --format md or html.".to_owned())),
            },
        };
        let Some(path) = &self.to else { return Ok(reply.with_only_text(text)) };
        let stays = Existing::Stays("Name a new file, or write over it with --replace.");
        let existing = if self.replace { Existing::Replaced } else { stays };
        file::write(path, existing, |out| out.write_all(text.as_bytes()).attempting("write the page"))?;
        let shown = path.display().to_string();
        Ok(reply.with("file", &shown).with("said", format!("Wrote {shown}.")).with_only_text(format!("Wrote {shown}.")))
    }
}
