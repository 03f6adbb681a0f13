//! `report` and `velocity`: what closed sprints froze, and the items and operations behind it (R5, R6).

mod page;

use crate::app::Standfast;
use crate::app::closing::{Behind, Figure, Part};
use crate::cli::Call;
use crate::cli::output::Reply;
use crate::cli::page::{AsPage, ChartForm, Form, Written};
use crate::cli::table::Table;
use crate::domain::log::Operation;
use crate::domain::points::{Amount, Points, number};
use crate::domain::report::{Line, Ratios, Report as Frozen};
use crate::domain::sheet::Sheet;
use crate::domain::velocity::velocity;
use crate::domain::zone::Zone;
use crate::error::{Result, refuse};
use crate::report::pages;
use crate::rules::Rule;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};

/// Reports of closed sprints
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    Sprint(OfSprint),
}

/// Show a closed sprint's frozen report, or the items and operations behind one of its figures
#[derive(Debug, Args)]
pub struct OfSprint {
    /// The sprint [default: the last one that closed]
    number: Option<i64>,
    #[command(flatten)]
    page_as: AsPage<ReportForm>,
    /// Open a figure: committed, added, removed, reestimated, completed, completed-outside, not-completed, dropped or
    /// remaining; also for the locked sprint
    #[arg(long, value_name = "FIGURE", value_parser = figure)]
    figure: Option<Figure>,
}

/// The forms of a sprint's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// Text for the terminal
    Text,
    /// Markdown
    Md,
    /// One page for a browser or a printer, with burndown, burnup and velocity
    Html,
    /// The burndown alone
    Svg,
    /// The canonical text that the checksum covers
    Json,
}

impl Form for ReportForm {
    const DEFAULT: Self = Self::Text;

    fn written(&self) -> Written {
        match self {
            Self::Text => Written::Text,
            Self::Md => Written::Markdown,
            Self::Html => Written::Html,
            Self::Svg => Written::Svg,
            Self::Json => Written::Sealed,
        }
    }
}

/// Show what past sprints completed: median, lowest, highest, and the number of sprints
#[derive(Debug, Args)]
pub struct Velocity {
    /// How many sprints to look back on
    #[arg(long, default_value_t = 12, value_name = "N")]
    last: usize,
    #[command(flatten)]
    page_as: AsPage<ChartForm>,
}

impl ReportCommand {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        let Self::Sprint(asked) = self;
        call.with(|app| asked.run(app))
    }
}

impl OfSprint {
    fn run(&self, app: &Standfast) -> Result<Reply> {
        if let Some(figure) = self.figure {
            let number = match self.number {
                Some(number) => number,
                None => crate::cli::sprint::number_or_current(app, None)?,
            };
            return Ok(behind(number, &app.figure_behind(number, figure)?, app));
        }
        let number = match self.number {
            Some(number) => number,
            None => match app.past_reports(1)?.first() {
                Some(report) => report.sprint,
                None => {
                    return refuse(
                        Rule::R5,
                        "No sprint has closed yet. `standfast sprint show` shows the one that runs.",
                    );
                }
            },
        };
        let (report, sealed) = (app.report(number)?, app.sealed_report(number)?);
        let reply = Reply::default()
            .with_fields(&report)
            .with("items", report.items.iter().map(with_parts).collect::<Vec<_>>())
            .with("ratios", json!({ "points": report.ratios(true), "items": report.ratios(false) }))
            .with("sha256", &sealed.sha256);
        let text = match self.page_as.written() {
            // The checksum covers this text and nothing else.
            Written::Sealed => sealed.text,
            // An imported sprint has none, which is said in its words.
            Written::Svg => app.burndown(number, None)?.reading,
            _ => page::page(&report, app.zone()),
        };
        self.page_as.reply(reply.with("log", app.head()?).with_text(text), app, || {
            pages::of_sprint(app, &report, &sealed.sha256)
        })
    }
}

/// An item as it was kept, with both parts of a split one.
fn with_parts(line: &Line) -> Value {
    let mut item = json!(line);
    if let Some(fields) = item.as_object_mut() {
        fields.insert("split".to_owned(), json!(line.standing().split));
    }
    item
}

fn behind(number: i64, behind: &Behind, app: &Standfast) -> Reply {
    let sheets = behind.items.iter().map(|part| sheet(behind, part, app.zone()));
    let word = behind.figure.word().replace('_', " ");
    let head = format!("Sprint {number}, {word}: {}", behind.words());
    Reply::default()
        .with("number", number)
        .with("figure", behind.figure.word())
        .with("points", Amount(behind.amount.points))
        .with("count", behind.amount.count)
        .with("unestimated", behind.amount.unestimated)
        .with_text(head + if behind.items.is_empty() { "." } else { "\n" })
        .with_sheets("items", sheets, &["key", "#points", "outcome", "operations", "title"], app.zone())
}

fn sheet(behind: &Behind, part: &Part, zone: Zone) -> Sheet {
    let item = &part.entry.item;
    let words = |op: &Operation| format!("{} {} {}: {}", op.id, op.at.local(zone), op.actor, op.words());
    let operation = |op: &Operation| json!({ "operation": op.id, "at": op.at, "actor": op.actor, "name": op.name, "said": op.said, "reason": op.reason });
    let words: Vec<String> = part.operations.iter().map(words).collect();
    let operations: Vec<Value> = part.operations.iter().map(operation).collect();
    Sheet::row()
        .json("key", &item.key)
        .json("title", &item.title)
        .told("points", "", part.points, behind.points_of(part))
        .told("outcome", "Became", part.entry.outcome.word(), part.entry.became())
        .json("split", json!(part.entry.split))
        .told("operations", "", json!(operations), words.join(" / "))
}

impl Velocity {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let reports = app.past_reports(self.last)?;
            let completed: Vec<Points> =
                reports.iter().filter_map(|report| Points::new(report.completed_points()?)).collect();
            let imported = |report: &&Frozen| report.imported.is_some() && report.completed_points().is_some();
            let range = velocity(&completed, reports.iter().filter(imported).count());
            let (said, fields) = match &range {
                None if reports.is_empty() => {
                    ("Velocity is unknown: no sprint has closed yet.".to_owned(), Value::Null)
                }
                None => ("Velocity is unknown: no closed sprint completed items with estimates.".to_owned(), Value::Null),
                Some(v) => (
                    format!(
                        "Velocity: median {}, lowest {}, highest {} over {}.",
                        v.median,
                        v.lowest,
                        v.highest.in_words(),
                        v.sample("closed sprint")
                    ),
                    json!({ "median": v.median, "lowest": v.lowest, "highest": v.highest, "n": v.sprints, "imported": v.imported }),
                ),
            };
            let reply =
                Reply::default().with("velocity", fields).with("sprints", reports.iter().map(row).collect::<Vec<_>>());
            let reply = if reports.is_empty() {
                reply.with_text(said)
            } else {
                reply.with_text(said + "\n").with_table(chart(&reports))
            };
            self.page_as.reply(reply, app, || Ok(pages::of_velocity(reports, range.as_ref())))
        })
    }
}

fn row(report: &Frozen) -> Value {
    let ratios: Ratios = report.ratios(true);
    json!({
        "number": report.sprint,
        "name": report.name,
        "closed_at": report.closed_at,
        "imported": report.imported.is_some(),
        "committed": report.figures.committed.known_points().map(Amount),
        "completed": report.completed_points().map(Amount),
        "completed_count": report.figures.completed.count,
        "completed_unestimated": report.figures.completed.unestimated,
        "person_days": report.person_days,
        "ratios": ratios,
    })
}

/// Each sprint with a bar as long as its completed points, the first one first.
fn chart(reports: &[Frozen]) -> Table {
    let most = reports.iter().map(|report| report.figures.completed.points).fold(0.0, f64::max);
    let mut table = Table::new(&["#sprint", "#committed", "#completed", "", "closed"]);
    for report in reports.iter().rev() {
        let known = |points: Option<f64>| points.map_or_else(|| "unknown".to_owned(), number);
        let done = report.completed_points();
        let part = done.filter(|_| most > 0.0).map_or(0.0, |done| done / most);
        let imported = if report.imported.is_some() { " (imported)" } else { "" };
        table.add(vec![
            report.sprint.to_string(),
            known(report.figures.committed.known_points()),
            known(done),
            "█".repeat(bar_length(part)),
            format!("{}{imported}", report.closed_at.get(..10).unwrap_or(&report.closed_at)),
        ]);
    }
    table
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 24")]
fn bar_length(part: f64) -> usize {
    (part.clamp(0.0, 1.0) * 24.0).round() as usize
}

fn figure(typed: &str) -> std::result::Result<Figure, String> {
    Figure::parse(typed).ok_or_else(|| {
        let known: Vec<&str> = Figure::ALL.iter().map(|figure| figure.word()).collect();
        format!("the figures are {}", known.join(", "))
    })
}
