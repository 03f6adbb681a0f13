//! A text to read, line by line: help, messages, a refusal with its cases, a document.

use crate::app::Standfast;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{popup, scrollbar};
use crate::tui::window::Window;
use ratatui::Frame;
use ratatui::layout::Rect;

/// A line of the text: words with their roles, and how far it is indented where it goes on below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Passage {
    words: Vec<(String, Role)>,
    indent: u16,
}

impl Passage {
    /// A line in one role.
    pub fn new(words: impl Into<String>, role: Role) -> Self {
        Self { words: vec![(words.into(), role)], indent: 0 }
    }

    /// An empty line.
    pub fn gap() -> Self {
        Self::default()
    }

    /// More words on the same line.
    pub fn and(mut self, words: impl Into<String>, role: Role) -> Self {
        self.words.push((words.into(), role));
        self
    }

    /// Where the line goes on when it is broken.
    pub fn indent(mut self, columns: u16) -> Self {
        self.indent = columns;
        self
    }
}

/// A text to read.
#[must_use = "a layer is opened with Next::ask"]
pub struct Reader {
    title: String,
    passages: Vec<Passage>,
    /// The passages broken to the width: each row with its indent.
    rows: Vec<(u16, Vec<(String, Role)>)>,
    window: Window,
    width: u16,
    /// What is copied where that is not the text as it stands.
    copied: Option<String>,
}

impl Reader {
    /// A text under a title.
    pub fn new(title: impl Into<String>, passages: Vec<Passage>) -> Self {
        Self { title: title.into(), passages, rows: Vec::new(), window: Window::default(), width: 76, copied: None }
    }

    /// A text of plain lines.
    pub fn plain(title: impl Into<String>, words: &str) -> Self {
        let passages = text::clean_block(words).lines().map(|line| Passage::new(line, Role::Text)).collect();
        Self::new(title, passages)
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

/// Breaks a passage into rows of at most `width` columns, between words where that is possible.
pub(super) fn broken(passage: &Passage, width: u16) -> Vec<(u16, Vec<(String, Role)>)> {
    let width = usize::from(width.max(4));
    let indent = usize::from(passage.indent).min(width / 2);
    let mut rows = vec![(0, Vec::new())];
    let mut used = 0;
    for (words, role) in &passage.words {
        for word in words.split_inclusive(' ') {
            for part in pieces(word, width - indent) {
                let wide = text::width(part.trim_end());
                if used + wide > width && used > indent {
                    rows.push((u16::try_from(indent).unwrap_or(0), Vec::new()));
                    used = indent;
                }
                used += text::width(part);
                if let Some((_, row)) = rows.last_mut() {
                    add(row, part, *role);
                }
            }
        }
    }
    rows
}

fn add(row: &mut Vec<(String, Role)>, words: &str, role: Role) {
    match row.last_mut() {
        Some((before, same)) if *same == role => before.push_str(words),
        _ => row.push((words.to_owned(), role)),
    }
}

/// A word that is wider than a row in pieces that fit.
fn pieces(word: &str, width: usize) -> Vec<&str> {
    if text::width(word.trim_end()) <= width {
        return vec![word];
    }
    let mut pieces = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = text::width(c.encode_utf8(&mut [0; 4]));
        if used + wide > width && at > start {
            pieces.extend(word.get(start..at));
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.extend(word.get(start..));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn breaking_loses_nothing_and_keeps_the_width(words in "[a-z日 ]{0,80}", width in 4u16..30, indent in 0u16..9) {
            let passage = Passage::new(words.clone(), Role::Text).indent(indent);
            let rows = broken(&passage, width);
            let all: String = rows.iter().flat_map(|(_, row)| row.iter().map(|(word, _)| word.as_str())).collect();
            prop_assert_eq!(all, words);
            for (indent, row) in rows {
                let line: String = row.into_iter().map(|(word, _)| word).collect();
                prop_assert!(usize::from(indent) + text::width(line.trim_end()) <= usize::from(width), "{}", line);
            }
        }
    }
}
