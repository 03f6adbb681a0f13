//! `import`: a backlog from elsewhere becomes items, past sprints become facts, and what is not taken is named (X1–X4).

use crate::app::Standfast;
use crate::app::change::Outcome;
use crate::app::import::Rows as _;
use crate::app::import::{ImportReport, Importing, Source as _};
use crate::cli::Call;
use crate::cli::output::{Output, Reply};
use crate::cli::past;
use crate::domain::incoming::{Loss, RowRefused};
use crate::domain::text::{clean, fit};
use crate::error::Result;
use crate::exchange::cells::Split;
use crate::exchange::columns::Mapped;
use crate::exchange::dates::DayOrder;
use crate::exchange::input::Input;
use crate::exchange::json::TeamFile;
use crate::exchange::source::CsvSource;
use crate::exchange::{self, Format, Options};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// How many refused rows and losses a person is shown; `--json` has them all.
const SHOWN: usize = 20;

/// Import a backlog: Jira's CSV, the story-point data sets, any other CSV; past sprints from Jira's sprint report or
/// Knowhow; or a whole team from our own export
#[derive(Debug, Args)]
pub struct Import {
    /// The file; - reads standard input
    file: PathBuf,
    /// Show what the import would do and what it would leave out; change nothing
    #[arg(long)]
    dry_run: bool,
    /// Read it as jira-csv, storypoints-csv, csv, standfast-json, jira-sprint-report or knowhow-sprints [default: by its
    /// content]
    #[arg(long, value_name = "FORMAT", value_parser = Format::read)]
    format: Option<Format>,
    /// Fill a field from a column, such as points=Effort; repeat it for each. Without a column the field is not read
    #[arg(long = "map", value_name = "FIELD=COLUMN", value_parser = Mapped::parse)]
    mapping: Vec<Mapped>,
    /// The order of day and month in dates of numbers only, if the file does not prove it
    #[arg(long, value_name = "ORDER")]
    dates: Option<Order>,
    /// The line on which the header is, if other lines are above it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    header_line: Option<u64>,
    /// The file's encoding, such as windows-1252 [default: UTF-8, or what its byte-order mark says]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

/// Day or month first.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
}

impl Import {
    pub fn run(&self, call: &Call) -> Result<Reply> {
        call.with(|app| {
            let (mut input, options) = (self.input()?, self.options(app.zone()));
            let mut bar = Bar::new(Output { json: call.cli.everywhere.json });
            match options.format.map_or_else(|| exchange::recognise_below(&mut input, self.header_line), Ok)? {
                Format::StandfastJson => return self.whole_team(app, TeamFile::new(input), &mut bar),
                format if format.holds_sprints() => return past::import(app, input, format, self.dry_run),
                _ => {}
            }
            let mut source = exchange::open_csv(input, &options)?;
            let mut watch = |importing: Importing| {
                bar.show(importing);
                ControlFlow::Continue(())
            };
            let done = if self.dry_run {
                app.plan_import(&mut source, &mut watch).map(|report| {
                    let said = format!("Dry run, nothing is changed. {}", report.sentence(source.name(), true));
                    Outcome {
                        value: report,
                        said,
                        ways: Vec::new(),
                        changed: crate::app::change::Changed::NOTHING,
                        operation: None,
                    }
                })
            } else {
                app.import_items(&mut source, &mut watch)
            };
            bar.clear();
            Ok(self.reply(&done?, &source))
        })
    }

    fn whole_team(&self, app: &mut Standfast, mut file: TeamFile, bar: &mut Bar) -> Result<Reply> {
        let mut watch = |importing: Importing| {
            bar.show(importing);
            ControlFlow::Continue(())
        };
        let done = if self.dry_run {
            let planned = app.plan_import_team(&mut file, &mut watch);
            planned.map(|(counts, said)| (counts, Reply::said(format!("Dry run, nothing is changed. {said}"))))
        } else {
            app.import_team(&mut file, &mut watch).map(|outcome| (outcome.value.clone(), Reply::done(&outcome)))
        };
        bar.clear();
        let (counts, reply) = done?;
        Ok(reply
            .with("dry_run", self.dry_run)
            .with("file", file.name())
            .with("format", Format::StandfastJson.word())
            .with("rows", counts))
    }

    fn input(&self) -> Result<Input> {
        let input = if self.file.as_os_str() == "-" {
            Input::spool("standard input", io::stdin().lock())?
        } else {
            Input::open(&self.file)?
        };
        match &self.encoding {
            Some(label) => input.in_encoding(label),
            None => Ok(input),
        }
    }

    fn options(&self, zone: crate::domain::zone::Zone) -> Options {
        let dates = self.dates.map(|order| match order {
            Order::Dmy => DayOrder::DayFirst,
            Order::Mdy => DayOrder::MonthFirst,
        });
        Options { format: self.format, mapping: self.mapping.clone(), dates, zone, header_line: self.header_line }
    }

    fn reply(&self, done: &Outcome<ImportReport>, source: &CsvSource) -> Reply {
        let report = &done.value;
        let mapping: Vec<_> = source
            .mapping()
            .into_iter()
            .map(|(field, columns)| json!({ "field": field.word(), "columns": columns }))
            .collect();
        let mut lines = vec![clean(&done.said).into_owned()];
        if self.dry_run {
            lines.push(format!("Read as {}:", source.format().word()));
            lines.extend(
                source
                    .mapping()
                    .iter()
                    .map(|(field, columns)| format!("  {} <- {}", field.word(), clean(&columns.join(", ")))),
            );
        }
        let split = source.label_split().map(Split::in_words);
        if let Some(split) = split.filter(|_| self.dry_run) {
            lines.push(format!("  Labels of one cell are parted by {split}."));
        }
        describe(report, &mut lines);
        let reply = if report.refused > 0 { Reply::done(done).failing() } else { Reply::done(done) };
        reply
            .with("dry_run", self.dry_run)
            .with("file", source.name())
            .with("format", source.format().word())
            .with("mapping", mapping)
            .with("labels_parted_by", split)
            .with_fields(report)
            .with_text(lines.join("\n"))
    }
}

/// What a person should know beside the counts: changes, translations, losses, refused rows.
fn describe(report: &ImportReport, lines: &mut Vec<String>) {
    if !report.changed_fields.is_empty() {
        let changed = report.changed_fields.iter().map(|(field, count)| format!("{field} ({count})"));
        lines.push(format!("Changed: {}.", changed.collect::<Vec<_>>().join(", ")));
    }
    let translated = report.statuses.iter().filter(|word| word.from != word.to);
    section("Statuses:", translated.map(|word| format!("{} -> {} ({})", word.from, word.to, word.count)), lines);
    section("Not taken:", report.losses.iter().map(loss_in_words), lines);
    section(
        "Refused rows:",
        report.refused_rows.iter().map(|RowRefused { line, reason }| format!("line {line}: {reason}")),
        lines,
    );
}

fn loss_in_words(Loss { name, reason, count, first_line, example }: &Loss) -> String {
    let first = first_line.filter(|_| *count > 0).map_or_else(String::new, |line| format!(", first in line {line}"));
    let example = example.as_ref().map_or_else(String::new, |example| format!(": {}", fit(example, 40)));
    format!("{name}: {reason} ({count}{first}{example})")
}

fn section(title: &str, entries: impl Iterator<Item = String>, lines: &mut Vec<String>) {
    let entries: Vec<String> = entries.collect();
    if entries.is_empty() {
        return;
    }
    lines.push(title.to_owned());
    lines.extend(entries.iter().take(SHOWN).map(|entry| format!("  {}", clean(entry))));
    if let Some(more) = entries.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(format!("  and {more} more, with --json"));
    }
}

/// A bar of how far the file has been read, on a terminal.
struct Bar {
    output: Output,
    percent: Option<u64>,
}

impl Bar {
    fn new(output: Output) -> Self {
        Self { output, percent: None }
    }

    fn show(&mut self, importing: Importing) {
        let Importing { rows, file } = importing;
        let percent = (file.read * 100).checked_div(file.total).unwrap_or(0).min(100);
        if self.percent != Some(percent) {
            self.percent = Some(percent);
            let filled = usize::try_from(percent / 4).unwrap_or(0);
            let bar = format!("{}{}", "#".repeat(filled), ".".repeat(25 - filled));
            self.output.progress(&format!("[{bar}] {percent:>3} %  {rows} rows"));
        }
    }

    fn clear(&self) {
        if self.percent.is_some() {
            self.output.progress("");
        }
    }
}
