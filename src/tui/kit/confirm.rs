//! A question with yes and no, for what undo cannot bring back (U3).

use crate::app::Standfast;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// What follows from yes.
type Yes = Box<dyn FnMut(&mut Standfast) -> Result<Next>>;

/// A question.
pub struct Confirm {
    title: String,
    question: String,
    yes: Yes,
}

impl Confirm {
    /// Asks; `yes` is done after the question has closed.
    pub fn new(
        title: impl Into<String>,
        question: impl Into<String>,
        yes: impl FnMut(&mut Standfast) -> Result<Next> + 'static,
    ) -> Self {
        Self { title: title.into(), question: question.into(), yes: Box::new(yes) }
    }

    fn lines(&self, width: u16) -> Vec<String> {
        let clean = text::clean_block(&self.question);
        textwrap::wrap(&clean, usize::from(width.max(8))).into_iter().map(Into::into).collect()
    }
}

impl View for Confirm {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::ConfirmYes => Ok((self.yes)(standfast).unwrap_or_else(Next::Wrong).after_closing()),
            Command::ConfirmNo => Ok(Next::close()),
            _ => Ok(Next::NotMine),
        }
    }

    fn place(&self, screen: Rect) -> Rect {
        let width = screen.width.saturating_sub(4).min(64);
        let lines = self.lines(width.saturating_sub(4)).len();
        popup::centered(screen, width, 2 + u16::try_from(lines).unwrap_or(u16::MAX - 2))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, &self.title, "");
        let mut pen = Pen::new(frame, inner, ctx);
        for (row, line) in (0..).zip(self.lines(inner.width)) {
            pen.text(0, row, inner.width, &line, Role::Popup);
        }
    }
}
