//! How the lock looks.
//!
//! ```text
//! ╭ Lock sprint 3 ───────────────────────────── 5 items, 21 pts ╮
//! │ Payouts recover after a split                               │
//! │                                                             │
//! │ 1 check fails: fix it, or except it with a reason.           │
//! │ capacity  21 points committed, the capacity is 18           │
//! │           excepted: a stretch we agreed on                  │
//! │ PAY-9     no acceptance criterion   Export the ledger       │
//! │                                                             │
//! │ Who agreed                                                  │
//! │ ✓ ana                                                       │
//! │ ○ ben                                                       │
//! ╰─────────────────────────────────────────────────────────────╯
//! ```

use super::{Case, Lock};
use crate::domain::points::count;
use crate::tui::event::Mouse;
use crate::tui::kit::list::{first_line, line_at};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The columns of a subject.
const SUBJECT: u16 = 12;

/// One line inside the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Goal,
    Gap,
    Standing,
    /// A parent beside its estimated parts.
    Parent(usize),
    /// A failure of the case of that number; the first one carries the subject.
    Failure(usize, usize),
    /// Why that case may pass, or the field in which that is typed.
    Reason(usize),
    Agreed,
    Member(usize),
}

impl Lock {
    /// The lines from top to bottom.
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Goal, Line::Gap, Line::Standing];
        for (at, case) in self.cases.iter().enumerate() {
            lines.extend((0..case.failures.len()).map(|n| Line::Failure(at, n)));
            let typing = self.typing.is_some() && self.cursor == at;
            if typing || self.reasons.contains_key(&case.subject) {
                lines.push(Line::Reason(at));
            }
        }
        let parents = self.check.as_ref().map_or(0, |check| check.parents.len());
        lines.extend((0..parents).map(Line::Parent));
        if !self.members.is_empty() {
            lines.extend([Line::Gap, Line::Agreed]);
            lines.extend((0..self.members.len()).map(Line::Member));
        }
        lines
    }

    fn row_of(&self, line: &Line) -> Option<usize> {
        match line {
            Line::Failure(case, _) | Line::Reason(case) => Some(*case),
            Line::Member(member) => Some(self.cases.len() + member),
            _ => None,
        }
    }

    fn top(&self, lines: &[Line], height: u16) -> usize {
        first_line(lines, |line| self.row_of(line) == Some(self.cursor), height)
    }

    /// The row under the mouse.
    pub(super) fn row_at(&self, mouse: Mouse, inner: Rect) -> Option<usize> {
        let lines = self.lines();
        line_at(&lines, self.top(&lines, inner.height), mouse, inner).and_then(|line| self.row_of(line))
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let note = self.check.as_ref().map_or_else(String::new, |check| {
            let open = if check.commitment.unestimated > 0 {
                format!(" +{} without an estimate", check.commitment.unestimated)
            } else {
                String::new()
            };
            format!("{}, {} pts{open}", count(check.commitment.count, "item"), check.commitment.points)
        });
        let inner = popup::render(frame, area, ctx, &format!("Lock sprint {}", self.number), &note);
        let lines = self.lines();
        let top = self.top(&lines, inner.height);
        let mut caret = None;
        let mut pen = Pen::new(frame, inner, ctx);
        for (y, line) in (0..inner.height).zip(lines.iter().skip(top)) {
            let here = self.row_of(line) == Some(self.cursor) && ctx.on_top;
            if here {
                pen.fill(0, y, inner.width, Role::Cursor);
            }
            caret = self.draw_line(&mut pen, y, line, here).or(caret);
        }
        if let Some(place) = caret.filter(|_| ctx.on_top) {
            frame.set_cursor_position(place);
        }
    }

    fn draw_line(&self, pen: &mut Pen<'_>, y: u16, line: &Line, here: bool) -> Option<(u16, u16)> {
        let width = pen.width();
        let role = |own: Role| if here { Role::Cursor } else { own };
        match line {
            Line::Gap => {}
            Line::Goal => {
                let goal = self.sprint.as_ref().and_then(|sprint| sprint.goal.as_deref());
                let (words, own) = goal.map_or(("no goal yet", Role::Warn), |goal| (goal, Role::Strong));
                pen.text(0, y, width, words, own);
            }
            Line::Standing => {
                let (words, own) = self.standing_words();
                pen.text(0, y, width, &words, own);
            }
            Line::Parent(at) => self.draw_parent(pen, y, *at),
            Line::Failure(case, n) => {
                let case = self.cases.get(*case)?;
                self.draw_failure(pen, y, case, *n, here);
            }
            Line::Reason(case) => {
                let subject = self.cases.get(*case).map_or("", |case| case.subject.as_str());
                let used = SUBJECT
                    + pen.text(
                        SUBJECT,
                        y,
                        11,
                        if self.alike && self.typing.is_some() { "all alike: " } else { "excepted: " },
                        role(Role::Dim),
                    );
                if let Some(line) = self.typing.as_ref().filter(|_| self.cursor == *case) {
                    return line.render(pen, used, y, width.saturating_sub(used), Role::FieldHere);
                }
                let reason = self.reasons.get(subject).map_or("", String::as_str);
                pen.text(used, y, width.saturating_sub(used), reason, role(Role::Good));
            }
            Line::Agreed => {
                let words = format!("Who agreed: {} of {}", self.agreed.len(), self.members.len());
                pen.text(0, y, width, &words, Role::Heading);
            }
            Line::Member(member) => {
                let name = self.members.get(*member).map_or("", String::as_str);
                let glyphs = pen.ctx().glyphs;
                let yes = self.agreed.contains(name);
                let (sign, own) = if yes { (glyphs.done, Role::Good) } else { (glyphs.open, Role::Dim) };
                pen.text(0, y, 2, sign, role(own));
                pen.text(2, y, width.saturating_sub(2), name, role(Role::Text));
            }
        }
        None
    }

    fn draw_parent(&self, pen: &mut Pen<'_>, y: u16, at: usize) {
        let parent = self.check.as_ref().and_then(|check| check.parents.get(at));
        let words = parent.map_or_else(String::new, crate::domain::parents::Parent::words);
        pen.text(0, y, pen.width(), &words, Role::Note);
    }

    fn draw_failure(&self, pen: &mut Pen<'_>, y: u16, case: &Case, n: usize, here: bool) {
        let width = pen.width();
        let role = |own: Role| if here { Role::Cursor } else { own };
        let excepted = self.reasons.contains_key(&case.subject);
        if n == 0 {
            pen.text(0, y, SUBJECT - 1, &case.subject, role(Role::ItemKey));
        }
        let words = case.failures.get(n).map_or("", String::as_str);
        let own = if excepted { Role::Dim } else { Role::Warn };
        let used = SUBJECT + pen.text(SUBJECT, y, width.saturating_sub(SUBJECT), words, role(own));
        if let Some(title) = case.title.as_ref().filter(|_| n == 0) {
            pen.text(used + 2, y, width.saturating_sub(used + 2), title, role(Role::Dim));
        }
    }

    fn standing_words(&self) -> (String, Role) {
        let standing = self.standing().len();
        match (self.cases.len(), standing) {
            (0, _) => ("Every check passes.".to_owned(), Role::Good),
            (_, 0) => ("Every failed check has an exception; the contract lists them.".to_owned(), Role::Good),
            (_, 1) => ("1 check fails: fix it, or except it with a reason.".to_owned(), Role::Bad),
            (_, n) => (format!("{n} checks fail: fix them, or except them with a reason."), Role::Bad),
        }
    }
}
