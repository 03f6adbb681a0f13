//! How the close looks.
//!
//! ```text
//! ╭ Close sprint 3 ──────────────────────────── 1 of 2 decided ╮
//! │ Payouts recover after a split                              │
//! │ 13 of 21 points done; 2 items are not finished             │
//! │                                                            │
//! │ PAY-9    5  Export the ledger       backlog  blocked       │
//! │             the bank answers on Monday                     │
//! │ PAY-11   8  Refund in part          backlog  why?          │
//! │                                                            │
//! │ Goal        met, partly met or missed?                     │
//! │                                                            │
//! │ where  n next sprint  b backlog  s split  d drop           │
//! │ why    1 underestimated  2 blocked  3 displaced  …         │
//! ╰────────────────────────────────────────────────────────────╯
//! ```

use super::choice::{OUTCOMES, REASONS};
use super::{Choice, Close, Typed};
use crate::domain::close::Goes;
use crate::domain::points::count;
use crate::domain::report::Figure;
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::list::{first_line, line_at};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The columns of an item's points, with the gap behind them.
const POINTS: u16 = 6;
/// The columns of where it goes, and of why.
const GOES: u16 = 12;
const WHY: u16 = 15;
/// The columns of a label of the legend.
const LABEL: usize = 7;

/// One line inside the frame, above the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Goal,
    Standing,
    Gap,
    Item(usize),
    /// The field or note below an item.
    Below(usize),
    Outcome,
    SprintNote,
}

/// A line of the legend: its label, and keys with what they stand for.
type Legend = Vec<(String, Vec<(Command, &'static str)>)>;

impl Close {
    fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Goal, Line::Standing, Line::Gap];
        for (at, row) in self.rows.iter().enumerate() {
            lines.push(Line::Item(at));
            if (self.typing.is_some() && self.cursor == at) || self.choice(row).note.is_some() {
                lines.push(Line::Below(at));
            }
        }
        if !self.rows.is_empty() {
            lines.push(Line::Gap);
        }
        lines.push(Line::Outcome);
        let typing = self.typing.is_some() && self.cursor == self.rows.len();
        if typing || !self.note.is_empty() {
            lines.push(Line::SprintNote);
        }
        lines
    }

    /// Where the titles of the items begin: behind the longest key and the points.
    fn title_at(&self) -> u16 {
        let widest = self.rows.iter().map(|row| text::width(&row.key)).max().unwrap_or(0);
        u16::try_from(widest.clamp(8, 14)).unwrap_or(14) + POINTS
    }

    fn row_of(&self, line: Line) -> Option<usize> {
        match line {
            Line::Item(at) | Line::Below(at) => Some(at),
            Line::Outcome | Line::SprintNote => Some(self.rows.len()),
            _ => None,
        }
    }

    fn top(&self, lines: &[Line], height: u16) -> usize {
        first_line(lines, |line| self.row_of(*line) == Some(self.cursor), height)
    }

    /// The row under the mouse.
    pub(super) fn row_at(&self, mouse: Mouse, inner: Rect) -> Option<usize> {
        let (body, lines) = (body(inner), self.lines());
        line_at(&lines, self.top(&lines, body.height), mouse, body).and_then(|line| self.row_of(*line))
    }

    /// The rows that the layer wants on a screen of that width.
    pub(super) fn height(&self, width: u16) -> u16 {
        let inner = width.saturating_sub(2).min(104).saturating_sub(4);
        u16::try_from(self.lines().len()).unwrap_or(u16::MAX - 9).saturating_add(legend_rows(inner) + 3)
    }

    /// What the sprint has done and what becomes of the rest, in a sentence or two.
    pub(super) fn summary(&self) -> String {
        let done = self.account.completed;
        let goes = |row: &crate::domain::item::ItemRow| match self.choice(row).goes {
            Goes::Next => "to the next sprint",
            Goes::Backlog => "back to the backlog",
            Goes::Split { .. } => "split",
            Goes::Drop => "dropped",
        };
        let mut ways: Vec<(&str, Vec<&str>)> = Vec::new();
        for row in &self.rows {
            match ways.iter_mut().find(|(way, _)| *way == goes(row)) {
                Some((_, keys)) => keys.push(&row.key),
                None => ways.push((goes(row), vec![&row.key])),
            }
        }
        let ways: Vec<String> = ways.iter().map(|(way, keys)| format!("{} {way}", keys.join(", "))).collect();
        let ways = if ways.is_empty() { String::new() } else { format!(" {}.", ways.join("; ")) };
        format!("{} completed.{ways}", Figure::from(done).words())
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let decided = self.rows.len() - self.unplaced().count();
        let note = match self.rows.len() {
            0 => String::new(),
            all => format!("{decided} of {all} decided"),
        };
        let inner = popup::render(frame, area, ctx, &format!("Close sprint {}", self.number), &note);
        let place = body(inner);
        let lines = self.lines();
        let top = self.top(&lines, place.height);
        let mut caret = None;
        let mut pen = Pen::new(frame, place, ctx);
        for (y, line) in (0..place.height).zip(lines.iter().skip(top)) {
            caret = self.draw_line(&mut pen, y, *line).or(caret);
        }
        let below = lines.len().saturating_sub(top + usize::from(place.height));
        if below > 0 {
            let words = format!("{}{below} more", ctx.glyphs.down);
            pen.right(place.width, place.height.saturating_sub(1), 10, &words, Role::Dim);
        }
        let rows = legend_rows(inner.width);
        let foot = Rect { y: inner.bottom().saturating_sub(rows), height: rows, ..inner };
        self.draw_legend(&mut Pen::new(frame, foot, ctx));
        if let Some(place) = caret.filter(|_| ctx.on_top) {
            frame.set_cursor_position(place);
        }
    }

    fn draw_line(&self, pen: &mut Pen<'_>, y: u16, line: Line) -> Option<(u16, u16)> {
        let (width, title) = (pen.width(), self.title_at());
        let here = self.row_of(line) == Some(self.cursor) && pen.ctx().on_top;
        if here && matches!(line, Line::Item(_) | Line::Outcome) {
            pen.fill(0, y, width, Role::Cursor);
        }
        match line {
            Line::Gap => {}
            Line::Goal => {
                let goal = self.sprint.as_ref().and_then(|sprint| sprint.goal.as_deref()).unwrap_or("");
                pen.text(0, y, width, goal, Role::Strong);
            }
            Line::Standing => {
                pen.text(0, y, width, &self.standing(), Role::Dim);
            }
            Line::Item(at) => self.draw_item(pen, y, at, here),
            Line::Below(at) => return self.draw_below(pen, y, at),
            Line::Outcome => {
                let role = |own: Role| if here { Role::Cursor } else { own };
                pen.text(0, y, title, "The goal", role(Role::Heading));
                let (words, own) = match self.outcome {
                    Some(outcome) => (outcome.said(), Role::Strong),
                    None => ("met, partly met or missed?", Role::Warn),
                };
                pen.text(title, y, width.saturating_sub(title), words, role(own));
            }
            Line::SprintNote => {
                if let Some((_, line)) = self.typing.as_ref().filter(|_| self.cursor == self.rows.len()) {
                    return self.draw_field(pen, y, "note: ", line);
                }
                pen.text(title, y, width.saturating_sub(title), &self.note, Role::Text);
            }
        }
        None
    }

    fn standing(&self) -> String {
        let (done, scope) = (self.account.completed, self.account.scope());
        let share = if scope.points.value() > 0.0 {
            format!("{} of {} done", done.points, scope.points.in_words())
        } else {
            format!("{} of {} done", done.count, count(scope.count, "item"))
        };
        match self.rows.len() {
            0 => format!("{share}; no unfinished items"),
            n => format!("{share}; {}", count(n, "unfinished item")),
        }
    }

    fn draw_item(&self, pen: &mut Pen<'_>, y: u16, at: usize, here: bool) {
        let Some(row) = self.rows.get(at) else { return };
        let (width, title, glyphs) = (pen.width(), self.title_at(), pen.ctx().glyphs);
        let choice: Choice = self.choice(row);
        let role = |own: Role| if here { Role::Cursor } else { own };
        pen.text(0, y, title - POINTS, &row.key, role(Role::ItemKey));
        let points = row.points.map_or_else(|| glyphs.unknown.to_owned(), |points| points.to_string());
        pen.right(title - 2, y, POINTS - 2, &points, role(Role::Text));
        let why = width.saturating_sub(WHY);
        let goes = why.saturating_sub(GOES + 1);
        pen.text(title, y, goes.saturating_sub(title + 2), &row.title, role(Role::Text));
        let own = if choice.reason.is_some() { Role::Strong } else { Role::Dim };
        pen.text(goes, y, GOES, &choice.words(self.draft, row.points), role(own));
        match choice.reason {
            Some(reason) => pen.text(why, y, WHY, reason.said(), role(Role::Text)),
            None => pen.text(why, y, WHY, "why?", role(Role::Warn)),
        };
    }

    /// The note on an item, or the field in which something about it is typed.
    fn draw_below(&self, pen: &mut Pen<'_>, y: u16, at: usize) -> Option<(u16, u16)> {
        let row = self.rows.get(at)?;
        if let Some((what, line)) = self.typing.as_ref().filter(|_| self.cursor == at) {
            let label = match what {
                Typed::Note => "note: ".to_owned(),
                Typed::Done => format!("points done, of {}: ", row.points.unwrap_or_default()),
            };
            return self.draw_field(pen, y, &label, line);
        }
        let note = self.choice(row).note.unwrap_or_default();
        pen.text(self.title_at(), y, pen.width().saturating_sub(self.title_at()), &note, Role::Dim);
        None
    }

    fn draw_field(
        &self,
        pen: &mut Pen<'_>,
        y: u16,
        label: &str,
        line: &crate::tui::widget::line::Line,
    ) -> Option<(u16, u16)> {
        let title = self.title_at();
        let x = title + pen.text(title, y, pen.width().saturating_sub(title), label, Role::Dim);
        line.render(pen, x, y, pen.width().saturating_sub(x), Role::FieldHere)
    }

    /// The keys of the row under the cursor, with what they stand for.
    fn draw_legend(&self, pen: &mut Pen<'_>) {
        let on_goal = self.cursor == self.rows.len();
        let lines = if on_goal { goal_legend() } else { item_legend() };
        let mut y = 0;
        for (label, keys) in lines {
            for row in broken(&keys, pen.width()) {
                let mut x = 0;
                if row.first() == keys.first() {
                    pen.text(0, y, pen.width(), &label, Role::Dim);
                }
                x += u16::try_from(LABEL).unwrap_or(0);
                for (command, words) in row {
                    let key = pen.ctx().key(command);
                    x += pen.text(x, y, pen.width().saturating_sub(x), &key, Role::Key) + 1;
                    x += pen.text(x, y, pen.width().saturating_sub(x), words, Role::Popup) + 2;
                }
                y += 1;
            }
        }
    }
}

/// The part above the legend, with a gap between them.
fn body(inner: Rect) -> Rect {
    Rect { height: inner.height.saturating_sub(legend_rows(inner.width) + 1), ..inner }
}

fn labelled(command: Command) -> (Command, &'static str) {
    (command, command.row().label)
}

fn item_legend() -> Legend {
    let ways = [Command::CloseNext, Command::CloseBacklog, Command::CloseSplit, Command::CloseDrop];
    let why = REASONS.iter().map(|(command, _)| labelled(*command)).collect();
    vec![("where".to_owned(), ways.into_iter().map(labelled).collect()), ("why".to_owned(), why)]
}

fn goal_legend() -> Legend {
    vec![("it was".to_owned(), OUTCOMES.iter().map(|(command, _)| labelled(*command)).collect())]
}

/// The rows that the legend of the items takes, which is the longer one.
fn legend_rows(width: u16) -> u16 {
    let rows: usize = item_legend().iter().map(|(_, keys)| broken(keys, width).len()).sum();
    u16::try_from(rows).unwrap_or(2)
}

/// Keys in rows of that width; a key of one's own may be longer than the shipped ones, which are what is counted.
fn broken(keys: &[(Command, &'static str)], width: u16) -> Vec<Vec<(Command, &'static str)>> {
    let room = usize::from(width).saturating_sub(LABEL);
    let mut rows = vec![Vec::new()];
    let mut used = 0;
    for (command, words) in keys {
        let wide = text::width(words) + 4;
        if used + wide > room + 2 && used > 0 {
            rows.push(Vec::new());
            used = 0;
        }
        used += wide;
        if let Some(row) = rows.last_mut() {
            row.push((*command, *words));
        }
    }
    rows
}
