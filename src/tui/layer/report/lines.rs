//! What a report says, line by line, and how a line looks.
//!
//! ```text
//!  Payouts recover after a split: partly met
//!  Closed on day 10 of 10 with 8 points open.
//!
//!                          points  items  unestimated
//! ▌Committed                   21      7            1
//!  Added                        5      1
//!  …
//!     86 %  Completion: completed ÷ committed
//!  Left      2 items not finished: 1 blocked (PAY-7); 1 other (PAY-9)
//! ```

use crate::app::closing::Figure;
use crate::domain::report::Report;
use crate::domain::text;
use crate::domain::time::{Instant, short_day};
use crate::domain::velocity::Velocity;
use crate::report::facts::facts;
use crate::report::figures::figures;
use crate::report::sprint::{labelled, percent};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use chrono::Datelike;

/// One line of the report.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    Words(String, Role),
    /// What comes next after a close; whether a review is among it.
    Next(bool),
    Gap,
    Titles,
    Figure {
        figure: Figure,
        label: &'static str,
        /// Points, items, items without an estimate.
        cells: [String; 3],
    },
    Heading(String),
    Ratio {
        label: &'static str,
        percent: String,
    },
    Fact {
        label: &'static str,
        words: String,
    },
}

/// The right edges of the three columns of a figure.
const COLUMNS: [u16; 3] = [33, 40, 53];
/// The columns of a fact's label.
const LABEL: u16 = 11;

/// Every line for a width; `next` says what to say of what comes next: whether a review is still to be held.
pub(super) fn lines(report: &Report, velocity: Option<Velocity>, next: Option<bool>, width: u16) -> Vec<Line> {
    let mut lines = head(report, width);
    if let Some(review) = next {
        let words = velocity.map(|velocity| format!("Velocity: {}.", velocity.in_words()));
        lines.extend(words.map(|words| Line::Words(words, Role::Text)));
        lines.push(Line::Next(review));
    }
    lines.extend([Line::Gap, Line::Titles]);
    lines.extend(figures(report).map(|line| Line::Figure {
        figure: line.figure,
        label: line.label,
        cells: line.cells(),
    }));
    lines.push(Line::Gap);
    lines.extend(facts_of(report, velocity.filter(|_| next.is_none())));
    let by_items = report.figures.committed.known_points().is_none();
    lines.extend([Line::Gap, Line::Heading(format!("Ratios, by {}", if by_items { "items" } else { "points" }))]);
    let ratios = labelled(&report.ratios(!by_items));
    lines.extend(ratios.into_iter().map(|(label, ratio)| Line::Ratio { label, percent: percent(ratio) }));
    lines
}

fn head(report: &Report, width: u16) -> Vec<Line> {
    let outcome = report.goal_outcome.map_or("outcome unknown", crate::domain::close::GoalOutcome::said);
    let goal = report.goal.as_deref().filter(|goal| !goal.is_empty());
    let goal = goal.map_or_else(|| "No goal".to_owned(), |goal| format!("{goal}: {outcome}"));
    let mut lines = wrapped(&goal, width, Role::Strong);
    lines.extend(report.reading.iter().flat_map(|words| wrapped(words, width, Role::Text)));
    lines.extend(report.imported.iter().map(|imported| {
        let words = format!("Imported from {} ({}); its working days are not known.", imported.format, imported.id);
        Line::Words(words, Role::Note)
    }));
    lines
}

fn wrapped(words: &str, width: u16, role: Role) -> Vec<Line> {
    let clean = text::clean(words);
    let room = usize::from(width.saturating_sub(2).max(8));
    textwrap::wrap(&clean, room).iter().take(2).map(|row| Line::Words(row.to_string(), role)).collect()
}

/// The facts that head and figures leave out, and the team's velocity.
fn facts_of(report: &Report, velocity: Option<Velocity>) -> Vec<Line> {
    let told = ["Goal", "Done", "Burndown"];
    let mut lines: Vec<Line> = facts(report)
        .into_iter()
        .filter(|(label, _)| !told.contains(label))
        .map(|(label, words)| Line::Fact { label, words })
        .collect();
    lines.extend(velocity.map(|velocity| Line::Fact { label: "Velocity", words: velocity.in_words() }));
    lines
}

/// `closed Fri 4 Dec`.
pub(super) fn closed_on(report: &Report, ctx: &Ctx<'_>) -> String {
    let day = Instant::parse(&report.closed_at).map(|at| short_day(at.day(ctx.zone), ctx.today.year()));
    let imported = if report.imported.is_some() { ", imported" } else { "" };
    format!("closed {}{imported}", day.unwrap_or_else(|| report.closed_at.clone()))
}

impl Line {
    /// Whether Enter does something on it.
    pub fn opens(&self) -> bool {
        matches!(self, Self::Figure { .. } | Self::Ratio { .. } | Self::Fact { .. })
    }

    /// Draws it into row `y`.
    pub fn draw(&self, pen: &mut Pen<'_>, y: u16, here: bool) {
        let (width, ctx) = (pen.width(), pen.ctx());
        let role = |own: Role| if here { Role::Cursor } else { own };
        if here {
            pen.fill(0, y, width, Role::Cursor);
            pen.text(0, y, 1, ctx.glyphs.cursor, Role::Cursor);
        }
        let room = width.saturating_sub(2);
        match self {
            Self::Gap => {}
            Self::Words(words, own) => drop(pen.text(1, y, room, words, *own)),
            Self::Heading(words) => drop(pen.text(1, y, room, words, Role::Heading)),
            Self::Next(review) => {
                let (six, seven) = (ctx.key(Command::Tab6), ctx.key(Command::Tab7));
                let mut words = vec![("Next: ", Role::Dim)];
                if *review {
                    words.extend([(six.as_str(), Role::Key), (" the review, ", Role::Text)]);
                }
                words.extend([(seven.as_str(), Role::Key), (" the retro", Role::Text)]);
                pen.run(1, y, room, &words);
            }
            Self::Titles => {
                for (end, words) in COLUMNS.iter().zip(["points", "items", "unestimated"]) {
                    pen.right(*end, y, 12, words, Role::Dim);
                }
            }
            Self::Figure { label, cells, .. } => {
                pen.text(1, y, room, label, role(Role::Text));
                for ((end, words), own) in COLUMNS.iter().zip(cells).zip([Role::Strong, Role::Text, Role::Dim]) {
                    pen.right(*end, y, 12, words, role(own));
                }
            }
            Self::Ratio { label, percent } => {
                pen.right(LABEL - 1, y, LABEL, percent, role(Role::Strong));
                pen.text(LABEL + 1, y, width.saturating_sub(LABEL + 2), label, role(Role::Dim));
            }
            Self::Fact { label, words } => {
                pen.text(1, y, LABEL, label, role(Role::Dim));
                pen.text(LABEL, y, width.saturating_sub(LABEL + 1), words, role(Role::Text));
            }
        }
    }
}
