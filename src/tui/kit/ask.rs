//! One line asked for.

use crate::app::Standfast;
use crate::domain::text;
use crate::error::{Error, Result};
use crate::rules::Way;
use crate::tui::command::Command;
use crate::tui::event::Chord;
use crate::tui::kit::meanwhile::{Both, Origin};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::line::Line;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// What follows from the line.
type Take = Box<dyn FnMut(&mut Standfast, &str) -> Result<Next>>;

/// A question that one line answers.
#[must_use = "a layer is opened with Next::ask"]
pub struct Ask {
    title: String,
    line: Line,
    first: String,
    /// What the database held when it was opened, if the line is about a value that is there.
    value: String,
    origin: Option<Origin<Self>>,
    hint: &'static str,
    take: Take,
    refusal: Option<String>,
    /// The ways out that the refusal does not name yet.
    ways: Vec<Way>,
}

impl Ask {
    /// Asks for a line that begins as `text`. What `take` makes of it is done after the question has closed; an error
    /// leaves the question open with everything in it.
    pub fn new(
        title: impl Into<String>,
        text: &str,
        take: impl FnMut(&mut Standfast, &str) -> Result<Next> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            line: Line::new(text),
            first: text.to_owned(),
            value: text.to_owned(),
            origin: None,
            hint: "",
            take: Box::new(take),
            refusal: None,
            ways: Vec::new(),
        }
    }

    /// Says in a few words what is wanted, while the line is empty.
    pub fn hint(mut self, words: &'static str) -> Self {
        self.hint = words;
        self
    }

    /// A line about a value that is there. `make` makes it of what the database holds, and again when it is saved.
    pub fn of_thing(standfast: &Standfast, make: impl Fn(&Standfast) -> Result<Self> + 'static) -> Result<Self> {
        let mut ask = make(standfast)?;
        ask.origin = Some(Origin::new(make));
        Ok(ask)
    }

    /// What the value is now, if the line does not open with it.
    pub fn now(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Looks whether others changed the value meanwhile: the question to ask first if both did.
    fn catch_up(&mut self, standfast: &mut Standfast) -> Result<Option<Next>> {
        let Some(origin) = &self.origin else { return Ok(None) };
        let theirs = origin.again(standfast)?;
        // It knows a thing by its name, which may be another one by now.
        self.take = theirs.take;
        let (typed, is_new) = (self.line.text().trim().to_owned(), theirs.value != self.value);
        if !is_new || typed == theirs.value {
            return Ok(None);
        }
        if !self.holds_typing() {
            (self.line, self.first, self.value) = (theirs.line, theirs.first, theirs.value);
            return Ok(None);
        }
        let both = Both { label: self.title.clone(), theirs: theirs.value, mine: typed };
        Ok(match origin.decide(&[both], "line", Command::AskSend) {
            Ok(true) => None,
            Ok(false) => Some(Next::close()),
            Err(question) => Some(question),
        })
    }

    fn send(&mut self, standfast: &mut Standfast) -> Result<Next> {
        if let Some(next) = self.catch_up(standfast)? {
            return Ok(next);
        }
        let answer = self.line.text().trim().to_owned();
        match (self.take)(standfast, &answer) {
            Ok(next) => Ok(next.after_closing()),
            Err(error @ Error::Refused(_)) if error.details().is_empty() => {
                self.refusal = Some(error.why());
                self.ways = error.ways().to_vec();
                Ok(Next::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    fn refusal_lines(&self, width: u16) -> Vec<String> {
        let Some(message) = &self.refusal else { return Vec::new() };
        textwrap::wrap(&text::clean(message), usize::from(width.max(8))).into_iter().map(Into::into).collect()
    }
}

impl View for Ask {
    fn scope(&self) -> Scope {
        Scope::Ask
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::AskSend => self.send(standfast),
            Command::AskClose => Ok(Next::close()),
            _ => Ok(Next::NotMine),
        }
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        if !self.line.key(chord) {
            return Ok(Next::NotMine);
        }
        self.refusal = None;
        Ok(Next::Nothing)
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        self.line.paste(text);
        self.refusal = None;
        Ok(Next::Nothing)
    }

    fn name_ways(&mut self, in_words: &dyn Fn(&Way) -> String) {
        let ways = std::mem::take(&mut self.ways);
        self.refusal = self.refusal.take().map(|words| Way::after(&words, &ways, in_words));
    }

    fn place(&self, screen: Rect) -> Rect {
        let width = screen.width.saturating_sub(4).min(76);
        let lines = self.refusal_lines(width.saturating_sub(4)).len();
        popup::centered(screen, width, 3 + u16::try_from(lines).unwrap_or(0))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let inner = popup::render(frame, area, ctx, &self.title, "");
        let mut pen = Pen::new(frame, inner, ctx);
        let caret = self.line.render(&mut pen, 0, 0, inner.width, Role::FieldHere);
        if self.line.text().is_empty() {
            pen.text(1, 0, inner.width.saturating_sub(1), self.hint, Role::Dim);
        }
        for (row, line) in (1..).zip(self.refusal_lines(inner.width)) {
            pen.text(0, row, inner.width, &line, Role::Bad);
        }
        if let Some(place) = caret.filter(|_| ctx.on_top) {
            frame.set_cursor_position(place);
        }
    }

    fn holds_typing(&self) -> bool {
        self.line.text() != self.first
    }

    fn loses(&self, command: Command) -> bool {
        command == Command::AskClose && self.holds_typing()
    }

    fn keeps(&self) -> Option<Command> {
        Some(Command::AskSend)
    }
}
