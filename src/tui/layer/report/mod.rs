//! The report of a closed sprint: every figure opens to the items and operations behind it (R5, R6).

mod behind;
mod lines;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::report::Report;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::report::sprint::markdown;
use crate::report::witness::leaving;
use crate::tui::act::sprint::NONE_CLOSED;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::list::Window;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::passage::Passage;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{popup, scrollbar};
use lines::Line;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The layer.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Debug)]
pub struct OfSprint {
    number: i64,
    /// The closed sprints, the latest first.
    numbers: Vec<i64>,
    /// Whether it has closed just now, so that what comes next is said.
    fresh: bool,
    report: Option<Report>,
    sha256: String,
    lines: Vec<Line>,
    window: Window,
}

/// The report of the sprint that closed last.
pub fn last(standfast: &Standfast) -> Result<Next> {
    match closed(standfast)?.first() {
        Some(number) => of(standfast, *number),
        None => Ok(Next::Cannot(NONE_CLOSED.to_owned())),
    }
}

/// The report of a closed sprint.
pub fn of(standfast: &Standfast, number: i64) -> Result<Next> {
    standfast.report(number)?;
    Ok(Next::ask(OfSprint::new(number, closed(standfast)?, false)))
}

/// The moment after a close: the account, what the lines said, and what comes next.
pub fn just_closed(standfast: &Standfast, number: i64) -> Result<Next> {
    standfast.report(number)?;
    Ok(Next::ask(OfSprint::new(number, closed(standfast)?, true)))
}

fn closed(standfast: &Standfast) -> Result<Vec<i64>> {
    let sprints = standfast.sprints()?.into_iter();
    Ok(sprints.filter(|sprint| sprint.state == State::Closed).map(|sprint| sprint.number).collect())
}

impl OfSprint {
    fn new(number: i64, numbers: Vec<i64>, fresh: bool) -> Self {
        let (lines, window) = (Vec::new(), Window::default());
        Self { number, numbers, fresh, report: None, sha256: String::new(), lines, window }
    }

    fn turn(&mut self, older: bool) -> Next {
        let at = self.numbers.iter().position(|number| *number == self.number).unwrap_or(0);
        let to = if older { at.checked_add(1) } else { at.checked_sub(1) };
        let Some(number) = to.and_then(|to| self.numbers.get(to)) else {
            let which = if older { "earlier" } else { "later" };
            return Next::Cannot(format!("No {which} sprint has closed."));
        };
        // The shell loads the layer on top after every answer.
        (self.number, self.fresh) = (*number, false);
        Next::Nothing
    }

    fn open(&self, standfast: &Standfast) -> Result<Next> {
        let (Some(line), Some(report)) = (self.lines.get(self.window.cursor), &self.report) else {
            return Ok(Next::Nothing);
        };
        Ok(match line {
            Line::Figure { figure, .. } => behind::reader(standfast, report, *figure)?,
            Line::Ratio { label, .. } => Next::Cannot(format!(
                "{label}. Both figures are above; press {} on one to see its items.",
                Command::ReportOpen
            )),
            Line::Fact { label: "Velocity", .. } => Next::Open(Thing::Velocity),
            Line::Fact { label: "Changes", .. } if !report.requests.is_empty() => behind::requests(report),
            Line::Fact { label, words } => {
                let passage = Passage::new(text::clean(words), Role::Text);
                Next::ask(Reader::new(format!("Sprint {}: {}", self.number, label.to_lowercase()), vec![passage]))
            }
            _ => Next::Nothing,
        })
    }

    fn copy(&self, standfast: &Standfast) -> Result<Next> {
        let Some(report) = &self.report else { return Ok(Next::Nothing) };
        let page = leaving(standfast, &markdown(report, &self.sha256))?;
        Ok(Next::Copy(format!("the report of sprint {}", self.number), page))
    }
}

/// Whether the line at a place can be opened.
fn opens(lines: &[Line]) -> impl Fn(usize) -> bool + Copy {
    move |at| lines.get(at).is_some_and(Line::opens)
}

impl View for OfSprint {
    fn scope(&self) -> Scope {
        Scope::Report
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::ReportOpen => self.open(standfast),
            Command::ReportOlder => Ok(self.turn(true)),
            Command::ReportNewer => Ok(self.turn(false)),
            Command::ReportCopy => self.copy(standfast),
            Command::ReportClose => Ok(Next::close()),
            Command::Left | Command::Right => Ok(Next::Nothing),
            command if self.window.step_over(command, opens(&self.lines)) => Ok(Next::Nothing),
            _ => Ok(Next::NotMine),
        }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        let inner = popup::inside(area);
        let report = standfast.report(self.number)?;
        self.sha256 = standfast.sealed_report(self.number)?.sha256;
        // Asked of the sprint that has closed just now alone: an imported one has no review.
        let next = if self.fresh {
            let review = standfast.review_view(Some(self.number))?.review;
            Some(review.is_none_or(|review| review.finished_at.is_none()))
        } else {
            None
        };
        self.lines = lines::lines(&report, standfast.velocity()?, next, inner.width);
        self.report = Some(report);
        self.window.set_height(inner.height);
        self.window.set_total(self.lines.len());
        if !self.lines.get(self.window.cursor).is_some_and(Line::opens) {
            self.window.step_over(Command::Top, opens(&self.lines));
        }
        Ok(())
    }

    fn sprint(&self) -> Option<i64> {
        Some(self.number)
    }

    fn leaf(&self) -> Option<Leaf> {
        Some(Leaf::Sprint(self.number))
    }

    fn opened_by(&self) -> Option<Command> {
        Some(Command::SprintReport)
    }

    fn reads(&self) -> Changed {
        tables(&[Table::Sprint, Table::SprintReport, Table::Review])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let again = self.window.opens_over(mouse, popup::inside(area), opens(&self.lines));
        if again { self.open(standfast) } else { Ok(Next::Nothing) }
    }

    fn place(&self, screen: Rect) -> Rect {
        // Always the same, so that nothing jumps from one sprint to the next.
        popup::centered(screen, screen.width.saturating_sub(4).min(WIDEST), TALLEST)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let (title, note) = match &self.report {
            Some(report) if self.fresh => (format!("Sprint {} is closed", self.number), lines::closed_on(report, ctx)),
            Some(report) => (format!("Sprint {}", self.number), lines::closed_on(report, ctx)),
            None => (format!("Sprint {}", self.number), String::new()),
        };
        let inner = popup::render(frame, area, ctx, &title, &note);
        let mut pen = Pen::new(frame, inner, ctx);
        for (y, at) in (0..).zip(self.window.rows()) {
            if let Some(line) = self.lines.get(at) {
                line.draw(&mut pen, y, at == self.window.cursor && ctx.on_top);
            }
        }
        scrollbar::render(frame, area, ctx, &self.window);
    }
}

/// The widest and the tallest that the layer gets.
const WIDEST: u16 = 92;
const TALLEST: u16 = 28;
