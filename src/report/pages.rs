//! The pages that leave: what is on each, whichever face sends it.

use crate::domain::time::Day;
use crate::report::file::{self, Existing};
use crate::report::witness;
use std::path::{Path, PathBuf};

use crate::app::Standfast;
use crate::app::closing::Burndown;
use crate::app::retro::RetroView;
use crate::app::review::ReviewView;
use crate::domain::picture::Picture;
use crate::domain::points::{count, counted, number};
use crate::domain::report::{Figure, Report};
use crate::domain::scope::{Contract, Sealed};
use crate::domain::standup::record::Record;
use crate::domain::velocity::Velocity;
use crate::error::{Attempt, Error, Result};
use crate::report::page::{Page, Tile};
use crate::report::sprint::percent;
use crate::report::{burndown, contract, picture, retro, review, scope, sprint, standup, velocity};

/// A page by what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaf {
    /// The report of a closed sprint.
    Sprint(i64),
    Burndown(i64),
    Velocity,
    Contract(i64),
    /// The retro of a sprint; without a number, the one under way or else the last.
    Retro(Option<i64>),
    /// The review of a sprint, likewise.
    Review(Option<i64>),
    /// The digest of a standup; without a day, of the last.
    Standup(Option<Day>),
}

impl Leaf {
    /// The page as it is now, and the name of its file without an ending.
    pub fn page(self, app: &Standfast) -> Result<(String, Page)> {
        Ok(match self {
            Self::Sprint(number) => {
                let sha256 = app.sealed_report(number)?.sha256;
                (format!("sprint-{number}"), of_sprint(app, &app.report(number)?, &sha256)?)
            }
            Self::Burndown(number) => {
                (format!("sprint-{number}-burndown"), of_burndown(app, &app.burndown(number, None)?)?)
            }
            Self::Velocity => {
                ("velocity".to_owned(), of_velocity(app.past_reports(LOOK_BACK)?, app.velocity()?.as_ref()))
            }
            Self::Contract(number) => {
                let (contract, sealed) = app.contract(number)?;
                (format!("sprint-{number}-contract"), of_contract(app, &contract, &sealed)?)
            }
            Self::Retro(number) => {
                let view = app.retro_view(number)?;
                (format!("sprint-{}-retro", view.sprint.number), of_retro(app, &view))
            }
            Self::Review(number) => {
                let view = app.review_view(number)?;
                (format!("sprint-{}-review", view.sprint.number), of_review(app, &view))
            }
            Self::Standup(day) => {
                let record = app.standup_record(day)?;
                (format!("standup-{}", record.day), of_standup(&record))
            }
        })
    }

    /// Writes the page into a folder, over the one that was there, and gives its place.
    pub fn put(self, app: &Standfast, folder: &Path) -> Result<PathBuf> {
        let (name, page) = self.page(app)?;
        let team = app.path().file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        std::fs::create_dir_all(folder).attempting(format!("make {}", folder.display()))?;
        let path = folder.join(format!("{team}-{name}.html"));
        let html = leaving(app, page)?;
        file::write(&path, Existing::Replaced, |out| out.write_all(html.as_bytes()).attempting("write the page"))?;
        Ok(path)
    }
}

/// A page as HTML, with the hash of the log at this moment.
pub fn leaving(app: &Standfast, page: Page) -> Result<String> {
    Ok(Page { markdown: witness::leaving(app, &page.markdown)?, ..page }.html())
}

/// A closed sprint: its account with burndown, burnup, and its velocity among those before it.
pub fn of_sprint(app: &Standfast, report: &Report, sha256: &str) -> Result<Page> {
    let mut pictures = match app.burndown(report.sprint, None) {
        Ok(lines) => all(app, &lines)?,
        // An imported sprint has no days.
        Err(Error::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let reports = app.past_reports(LOOK_BACK)?;
    let here = reports.iter().rev().position(|past| past.sprint == report.sprint);
    if here.is_some() && reports.len() > 1 {
        pictures.push(bars(reports, app.velocity()?.as_ref(), here));
    }
    Ok(Page { markdown: sprint::markdown(report, sha256), tiles: tiles(report), pictures })
}

/// How many sprints a chart of velocity looks back on.
pub const LOOK_BACK: usize = 12;

/// A sprint's burndown, burnup, flow and cycle times.
pub fn of_burndown(app: &Standfast, lines: &Burndown) -> Result<Page> {
    Ok(Page::new(burndown::markdown(lines, app.zone())).with_pictures(all(app, lines)?))
}

fn all(app: &Standfast, lines: &Burndown) -> Result<Vec<Picture>> {
    let zone = app.zone();
    let flow = app.flow(lines.sprint.number, Some(lines.as_of))?;
    Ok(vec![
        picture::burndown(lines, zone),
        picture::burnup(lines, zone),
        picture::flow(&flow, zone),
        picture::cycle_time(&flow, zone),
    ])
}

/// What closed sprints completed; the latest of them first.
pub fn of_velocity(reports: Vec<Report>, range: Option<&Velocity>) -> Page {
    let markdown = velocity::markdown(&reports, range);
    Page::new(markdown).with_pictures(vec![bars(reports, range, None)])
}

fn bars(mut reports: Vec<Report>, range: Option<&Velocity>, here: Option<usize>) -> Picture {
    reports.reverse();
    picture::velocity(&reports, range, here)
}

/// A sprint's contract, and what has changed since the lock.
pub fn of_contract(app: &Standfast, contract: &Contract, sealed: &Sealed) -> Result<Page> {
    let mut markdown = contract::markdown(contract, &sealed.sha256);
    let now = app.sprint_view(contract.sprint)?;
    let found = crate::domain::promise::since_the_lock(contract, &now.sprint, &now.entries);
    if !found.is_empty() {
        markdown = format!("{markdown}\n{}\n", scope::since_the_lock(&found));
    }
    Ok(Page::new(markdown))
}

/// A retro.
pub fn of_retro(app: &Standfast, view: &RetroView) -> Page {
    Page::new(retro::markdown(view, app.today(), app.zone()))
}

/// A review.
pub fn of_review(app: &Standfast, view: &ReviewView) -> Page {
    Page::new(review::markdown(view, app.zone()))
}

/// A standup's digest.
pub fn of_standup(record: &Record) -> Page {
    Page::new(standup::markdown(record))
}

/// The figures that are asked for first.
fn tiles(report: &Report) -> Vec<Tile> {
    let f = &report.figures;
    let by_points = f.committed.known_points().is_some();
    let amount = |figure: Figure| match figure.known_points() {
        Some(points) if by_points => number(points),
        _ => figure.count.to_string(),
    };
    let items = |figure: Figure| count(figure.count, "item");
    let committed = match f.committed.known_points() {
        Some(points) => format!("of {}", counted(points, "committed point")),
        None => format!("of {}", count(f.committed.count, "committed item")),
    };
    let ratios = report.ratios(by_points);
    vec![
        Tile { label: "Completed", value: amount(f.completed), note: committed },
        Tile { label: "Completion", value: percent(ratios.completion), note: "completed ÷ committed".to_owned() },
        Tile { label: "Scope change", value: percent(ratios.scope_change), note: scope_note(report) },
        Tile { label: "Not completed", value: amount(f.not_completed), note: items(f.not_completed) },
    ]
}

fn scope_note(report: &Report) -> String {
    let f = &report.figures;
    format!("{} added, {} removed", f.added.count, f.removed.count)
}
