//! A text to read, line by line: help, messages, a refusal with its cases, a document.

use crate::app::Standfast;
use crate::domain::sheet::Sheet;
use crate::domain::text;
use crate::error::Result;
use crate::faces::sheet::{self, Style};
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::list::Window;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::passage::{Passage, broken};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// A text to read.
#[must_use = "a layer is opened with Next::ask"]
pub struct Reader {
    title: String,
    passages: Vec<Passage>,
    /// The passages broken to the width: each row with its indent.
    rows: Vec<(u16, Vec<(String, Role)>)>,
    window: Window,
    width: u16,
    /// What is copied instead of the text, if anything.
    copied: Option<String>,
}

impl Reader {
    /// A text under a title.
    pub fn new(title: impl Into<String>, passages: Vec<Passage>) -> Self {
        Self { title: title.into(), passages, rows: Vec::new(), window: Window::default(), width: 76, copied: None }
    }

    /// Opens everything about one thing.
    pub fn page(sheet: &Sheet, standfast: &Standfast) -> Next {
        let style = Style::spoken(standfast.zone(), standfast.today());
        let facts = sheet::facts(sheet, style);
        let width = 2 + facts.iter().map(|(label, _)| text::width(label)).max().unwrap_or(0);
        let indent = u16::try_from(width).unwrap_or(0);
        let fact = |(label, words): (&str, String)| {
            Passage::new(format!("{label:<width$}"), Role::Dim).and(words, Role::Text).indent(indent)
        };
        let mut passages = vec![Passage::new(text::clean(&sheet.title), Role::Strong), Passage::gap()];
        passages.extend(facts.into_iter().map(fact));
        let done = sheet::history(sheet, style);
        passages.extend((!done.is_empty()).then(Passage::gap));
        let line = |(when, what)| Passage::new(format!("{when}  "), Role::Dim).and(what, Role::Text).indent(4);
        passages.extend(done.into_iter().map(line));
        Next::ask(Self::new(format!("{} {}", sheet::capital(sheet.noun), sheet.key), passages))
    }

    /// Another greatest width than 76 columns.
    pub fn wide(mut self, columns: u16) -> Self {
        self.width = columns;
        self
    }

    fn break_to(&mut self, width: u16) {
        self.rows = self.passages.iter().flat_map(|passage| broken(passage, width)).collect();
    }

    /// What is copied in the place of the text, as its Markdown.
    pub fn copies(mut self, text: String) -> Self {
        self.copied = Some(text);
        self
    }

    fn whole(&self) -> String {
        if let Some(text) = &self.copied {
            return text.clone();
        }
        let line = |passage: &Passage| passage.words.iter().map(|(words, _)| words.as_str()).collect::<String>();
        self.passages.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl View for Reader {
    fn scope(&self) -> Scope {
        Scope::Reader
    }

    fn update(&mut self, command: Command, _: &mut Standfast) -> Result<Next> {
        match command {
            Command::ReaderClose => return Ok(Next::close()),
            Command::ReaderCopy => return Ok(Next::Copy(self.title.to_lowercase(), self.whole())),
            Command::Up => self.window.scroll_by(-1),
            Command::Down => self.window.scroll_by(1),
            Command::Top => self.window.scroll_by(isize::MIN),
            Command::Bottom => self.window.scroll_by(isize::MAX),
            Command::PageUp => self.window.scroll_by(-page(&self.window)),
            Command::PageDown => self.window.scroll_by(page(&self.window)),
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, area: Rect, _: &Standfast) -> Result<()> {
        let inner = popup::inside(area);
        self.break_to(inner.width);
        self.window.set_height(inner.height);
        self.window.set_total(self.rows.len());
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        self.window.mouse(mouse, popup::inside(area));
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        let width = screen.width.saturating_sub(4).min(self.width);
        let rows: usize = self.passages.iter().map(|passage| broken(passage, width.saturating_sub(4)).len()).sum();
        popup::centered(screen, width, u16::try_from(rows).unwrap_or(u16::MAX - 2).saturating_add(2))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, &self.title, "");
        let mut pen = Pen::new(frame, inner, ctx);
        for (y, row) in (0..).zip(self.window.rows()) {
            let Some((indent, words)) = self.rows.get(row) else { continue };
            let mut x = *indent;
            for (at, (word, role)) in words.iter().enumerate() {
                // The space behind the last word may be all that does not fit.
                let word = if at + 1 == words.len() { word.trim_end() } else { word };
                x += pen.text(x, y, inner.width.saturating_sub(x), word, *role);
            }
        }
        scrollbar::render(frame, area, ctx, &self.window);
    }
}

fn page(window: &Window) -> isize {
    isize::try_from(window.height.saturating_sub(1).max(1)).unwrap_or(1)
}
