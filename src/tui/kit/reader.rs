//! A text to read, line by line: help, messages, a refusal with its cases, a document.

use crate::app::Standfast;
use crate::domain::fold::folded;
use crate::domain::sheet::Sheet;
use crate::domain::text;
use crate::error::Result;
use crate::faces::sheet::{self, Style};
use crate::report::pages::Leaf;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::kit::list::Window;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::line::Line;
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
    opened_by: Option<Command>,
    leaf: Option<Leaf>,
    /// What is searched for; only passages with these words are shown.
    find: Line,
    /// Whether that is being typed.
    finding: bool,
    /// The width to which the passages are broken.
    broken: u16,
}

impl Reader {
    /// A text under a title.
    pub fn new(title: impl Into<String>, passages: Vec<Passage>) -> Self {
        Self {
            title: title.into(),
            passages,
            rows: Vec::new(),
            window: Window::default(),
            width: 76,
            copied: None,
            opened_by: None,
            leaf: None,
            find: Line::default(),
            finding: false,
            broken: 0,
        }
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

    /// The command that opens it.
    pub fn opened_by(mut self, command: Command) -> Self {
        self.opened_by = Some(command);
        self
    }

    /// The page that it is a text of, which can leave.
    pub fn leaf(mut self, leaf: Leaf) -> Self {
        self.leaf = Some(leaf);
        self
    }

    /// Another greatest width than 76 columns.
    pub fn wide(mut self, columns: u16) -> Self {
        self.width = columns;
        self
    }

    /// Breaks the passages that are shown to the width.
    fn break_lines(&mut self) {
        let wanted = folded(self.find.text());
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let shown = with_words(&self.passages, &words);
        self.rows = shown.into_iter().flat_map(|passage| broken(passage, self.broken)).collect();
        self.window.set_total(self.rows.len());
    }

    fn find(&mut self, command: Command) -> Next {
        match command {
            Command::ReaderFind => self.finding = true,
            Command::FilterKeep => self.finding = false,
            Command::FilterUp => self.window.scroll_by(-1),
            Command::FilterDown => self.window.scroll_by(1),
            Command::FilterClear | Command::ReaderClose if self.finding || !self.find.text().is_empty() => {
                (self.finding, self.find) = (false, Line::default());
                self.break_lines();
            }
            Command::ReaderClose => return Next::close(),
            _ => return Next::NotMine,
        }
        Next::Nothing
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
        if self.finding { Scope::Filter } else { Scope::Reader }
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        if !self.finding || !self.find.key(chord) {
            return Ok(Next::NotMine);
        }
        self.break_lines();
        self.window.scroll_by(isize::MIN);
        Ok(Next::Nothing)
    }

    fn paste(&mut self, pasted: &str, _: &mut Standfast) -> Result<Next> {
        if self.finding {
            self.find.paste(pasted);
            self.break_lines();
        }
        Ok(Next::Nothing)
    }

    fn leaf(&self) -> Option<Leaf> {
        self.leaf
    }

    fn opened_by(&self) -> Option<Command> {
        self.opened_by
    }

    fn update(&mut self, command: Command, _: &mut Standfast) -> Result<Next> {
        match command {
            Command::ReaderCopy => return Ok(Next::Copy(self.title.to_lowercase(), self.whole())),
            Command::Up => self.window.scroll_by(-1),
            Command::Down => self.window.scroll_by(1),
            Command::Top => self.window.scroll_by(isize::MIN),
            Command::Bottom => self.window.scroll_by(isize::MAX),
            Command::PageUp => self.window.scroll_by(-page(&self.window)),
            Command::PageDown => self.window.scroll_by(page(&self.window)),
            command => return Ok(self.find(command)),
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, area: Rect, _: &Standfast) -> Result<()> {
        let inner = popup::inside(area);
        self.broken = inner.width;
        self.window.set_height(inner.height);
        self.break_lines();
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
        let (found, caret) = (text::clean(self.find.text()), if self.finding { "_" } else { "" });
        let note = if found.is_empty() && caret.is_empty() { String::new() } else { format!("/{found}{caret}") };
        let inner = popup::render(frame, area, ctx, &self.title, &note);
        let mut pen = Pen::new(frame, inner, ctx);
        if self.rows.is_empty() && !note.is_empty() {
            pen.text(0, 0, inner.width, "Nothing here has these words.", Role::Dim);
        }
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

/// The passages that hold all of the words, each below the heading of its part.
fn with_words<'a>(passages: &'a [Passage], words: &[&str]) -> Vec<&'a Passage> {
    if words.is_empty() {
        return passages.iter().collect();
    }
    let (mut heading, mut found) = (None, Vec::new());
    for passage in passages {
        let text: String = passage.words.iter().map(|(words, _)| words.as_str()).collect();
        if passage.words.iter().any(|(_, role)| *role == Role::Heading) {
            heading = Some(passage);
        } else if words.iter().all(|word| folded(&text).contains(word)) {
            found.extend(heading.take());
            found.push(passage);
        }
    }
    found
}

fn page(window: &Window) -> isize {
    isize::try_from(window.height.saturating_sub(1).max(1)).unwrap_or(1)
}
