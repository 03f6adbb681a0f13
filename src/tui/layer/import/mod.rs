//! Importing a file: what it would do is shown first, then it is done in one operation (X1, X2).

mod sprints;

use crate::app::Standfast;
use crate::app::import::{ImportReport, Importing};
use crate::domain::text;
use crate::error::Result;
use crate::exchange::Format;
use crate::exchange::input::Input;
use crate::exchange::sprints as past;
use crate::tui::act::import::{source, sprints_in};
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::progress::{Progress, Working};
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::passage::Passage;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many losses and refused rows are shown; all of them are counted.
const SHOWN: usize = 200;

/// Reads the file and shows what importing it would do.
pub fn plan(typed: &str, standfast: &Standfast) -> Result<Next> {
    let path = PathBuf::from(typed);
    if let Some(format) = sprints_in(&path)? {
        return plan_sprints(path, format, standfast);
    }
    let (mut other, file) = (standfast.another()?, path.clone());
    let work = move |progress: &Progress| {
        let mut source = source(&file, other.zone())?;
        other.plan_import(&mut source, &mut |importing| go_on(progress, importing))
    };
    let name = file_name(&path);
    let then =
        move |_: &mut Standfast, report: ImportReport| Ok(Next::ask(Preview::new(path, None, passages(&report))));
    Ok(Next::ask(Working::start(format!("Reading {name}"), "rows", work, then)?))
}

fn plan_sprints(path: PathBuf, format: Format, standfast: &Standfast) -> Result<Next> {
    let (mut other, file) = (standfast.another()?, path.clone());
    let work = move |_: &Progress| {
        let read = past::read(Input::open(&file)?, format, other.zone())?;
        Ok(sprints::passages(&other.plan_import_sprints(&read.told)?, &read.losses))
    };
    let name = file_name(&path);
    let then = move |_: &mut Standfast, words: Vec<Passage>| Ok(Next::ask(Preview::new(path, Some(format), words)));
    Ok(Next::ask(Working::start(format!("Reading {name}"), "sprints", work, then)?))
}

fn run(path: &Path, sprints: Option<Format>, standfast: &Standfast) -> Result<Next> {
    let title = format!("Importing {}", file_name(path));
    if let Some(format) = sprints {
        let (mut other, file) = (standfast.another()?, path.to_owned());
        let work = move |_: &Progress| {
            let read = past::read(Input::open(&file)?, format, other.zone())?;
            other.import_sprints(&read.told)
        };
        return Ok(Next::ask(Working::start(title, "sprints", work, |_, outcome| Ok(Next::from(outcome)))?));
    }
    let (mut other, file) = (standfast.another()?, path.to_owned());
    let work = move |progress: &Progress| {
        let mut source = source(&file, other.zone())?;
        other.import_items(&mut source, &mut |importing| go_on(progress, importing))
    };
    Ok(Next::ask(Working::start(title, "rows", work, |_, outcome| Ok(Next::from(outcome)))?))
}

fn go_on(progress: &Progress, importing: Importing) -> ControlFlow<()> {
    let on = progress.tell(importing.rows, importing.file.read, importing.file.total);
    if on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    text::fit(&name, 40).into_owned()
}

/// What an import would do, before it is done.
struct Preview {
    reader: Reader,
    path: PathBuf,
    /// The format of a file of past sprints.
    sprints: Option<Format>,
}

impl Preview {
    fn new(path: PathBuf, sprints: Option<Format>, passages: Vec<Passage>) -> Self {
        let title = format!("Import {}?", file_name(&path));
        Self { reader: Reader::new(title, passages).wide(96), path, sprints }
    }
}

impl View for Preview {
    fn scope(&self) -> Scope {
        Scope::Preview
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::PreviewTake => Ok(run(&self.path, self.sprints, standfast)?.after_closing()),
            Command::PreviewClose => Ok(Next::Close(Box::new(Next::Say("Nothing was imported.".to_owned())))),
            command => self.reader.update(command, standfast),
        }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.reader.load(area, standfast)
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        self.reader.mouse(mouse, area, standfast)
    }

    fn place(&self, screen: Rect) -> Rect {
        self.reader.place(screen)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.reader.render(frame, area, ctx);
    }
}

/// The report in words: what comes in, what becomes of statuses, what is not taken.
fn passages(report: &ImportReport) -> Vec<Passage> {
    let count = |number: u64, words: &str| Passage::new(format!("{number:>8}  "), Role::Strong).and(words, Role::Text);
    let mut passages = vec![
        count(report.added, "items are new"),
        count(report.updated, "exist and change"),
        count(report.unchanged, "exist and stay the same"),
        count(report.refused, "rows are left out"),
    ];
    section(&mut passages, "Changes", report.changed_fields.iter().map(|(field, number)| count(*number, field)));
    let status = |status: &crate::app::import::Translated| {
        count(status.count, &text::clean(&status.from)).and(" becomes ", Role::Dim).and(&status.to, Role::Text)
    };
    section(&mut passages, "Statuses", report.statuses.iter().map(status));
    let loss = |loss: &crate::domain::incoming::Loss| {
        let example = loss.example.as_ref().map(|words| format!(" ({})", text::fit(words, 40))).unwrap_or_default();
        count(loss.count, &text::clean(&loss.name))
            .and(format!(": {}", loss.reason), Role::Text)
            .and(example, Role::Dim)
            .indent(10)
    };
    section(&mut passages, "Left out", report.losses.iter().take(SHOWN).map(loss));
    let row = |row: &crate::domain::incoming::RowRefused| {
        Passage::new(format!("{:>8}  ", row.line), Role::Dim).and(text::clean(&row.reason), Role::Text).indent(10)
    };
    section(&mut passages, "Rows left out, by line", report.refused_rows.iter().take(SHOWN).map(row));
    if report.refused_rows.len() > SHOWN || report.losses.len() > SHOWN {
        passages.push(Passage::new("more: `standfast import --dry-run` lists them all", Role::Dim));
    }
    passages
}

fn section(passages: &mut Vec<Passage>, title: &str, lines: impl Iterator<Item = Passage>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        passages.extend([Passage::gap(), Passage::new(title, Role::Heading)]);
        passages.extend(lines);
    }
}
