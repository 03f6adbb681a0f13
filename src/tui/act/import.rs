//! Asking for a file to import, and checking that it can be read (X1).

use crate::domain::zone::Zone;
use crate::error::Result;
use crate::exchange::input::Input;
use crate::exchange::{self, Format, Options, sprints};
use crate::rules::{Refusal, Rule};
use crate::tui::kit::form::{Beside, Form};
use crate::tui::thing::Thing;
use crate::tui::view::Next;
use std::path::Path;

/// Asks for the file.
pub fn form() -> Form {
    file_field(Form::new("Import a file", |standfast, answers| {
        let file = answers.text("file");
        check(file, standfast.zone()).beside("file")?;
        Ok(Next::Open(Thing::Import(file.to_owned())))
    }))
}

/// The field for the file's name, which completes it.
pub fn file_field(form: Form) -> Form {
    form.look_up("file", "File", "", false, |_, typed| Ok(files(typed)))
        .hint("a Jira export, any CSV with a title column, or a report of past sprints")
}

/// Whether there is a file of that name that can be read.
pub fn check(typed: &str, zone: Zone) -> Result<()> {
    if typed.is_empty() {
        return Err(Refusal::new(Rule::X1, "Name a file.").into());
    }
    let path = Path::new(typed);
    match sprints_in(path)? {
        Some(format) => sprints::read(Input::open(path)?, format, zone).map(drop),
        None => source(path, zone).map(drop),
    }
}

/// The format of a file of past sprints.
pub fn sprints_in(path: &Path) -> Result<Option<Format>> {
    let format = exchange::recognise(&mut Input::open(path)?)?;
    Ok(Some(format).filter(|format| format.holds_sprints()))
}

/// The rows of a file of items.
pub fn source(path: &Path, zone: Zone) -> Result<exchange::source::CsvSource> {
    exchange::open_csv(Input::open(path)?, &Options::of_zone(zone))
}

/// Files and folders that go on from what is typed.
fn files(typed: &str) -> Vec<String> {
    let (folder, begun) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at + 1));
    let place = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let fits = name.to_lowercase().starts_with(&begun.to_lowercase());
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            let ending = if entry.path().is_dir() { "/" } else { "" };
            (fits && !hidden).then(|| format!("{folder}{name}{ending}"))
        })
        .collect();
    found.sort();
    found
}
