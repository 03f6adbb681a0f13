//! A list to choose from, narrowed down by typing.

use crate::app::Standfast;
use crate::domain::fold::folded;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse};
use crate::tui::kit::list::Window;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::line::Line;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{popup, scrollbar};
use code_fuzzy_match::FuzzyMatcher;
use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct Choice {
    /// What is shown and searched.
    pub words: String,
    /// What explains it; searched as well, but shown dim.
    pub about: String,
    /// What is at the right end, as a key.
    pub key: String,
    /// Why it cannot be chosen now.
    pub why_not: Option<String>,
}

impl Choice {
    /// A choice that needs no explanation.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    /// Whether its words hold this text, but for case, spaces and hyphens.
    fn holds(&self, text: &str) -> bool {
        bare(&self.words).contains(&bare(text))
    }

    /// With a few words that explain it.
    pub fn about(self, about: impl Into<String>) -> Self {
        Self { about: about.into(), ..self }
    }
}

/// What follows from a choice, by its place in the list that was given; those that were looked up come after it.
type Take = Box<dyn FnMut(&mut Standfast, usize) -> Result<Next>>;

/// Looks up more choices for what is typed, in the order in which they are shown.
type LookUp = Box<dyn FnMut(&Standfast, &str) -> Result<Vec<Choice>>>;

/// A list to choose from.
#[must_use = "a layer is opened with Next::ask"]
pub struct Pick {
    title: String,
    line: Line,
    choices: Vec<Choice>,
    look_up: Option<LookUp>,
    looked_up: Vec<Choice>,
    /// The choices that fit what is typed: their places, and which letters fit.
    found: Vec<(usize, Vec<u32>)>,
    window: Window,
    column: u16,
    take: Take,
}

/// The widest that choices push their explanations aside.
const COLUMN: usize = 24;

impl Pick {
    /// Shows a list. What `take` makes of the choice is done after the list has closed.
    pub fn new(
        title: impl Into<String>,
        choices: Vec<Choice>,
        take: impl FnMut(&mut Standfast, usize) -> Result<Next> + 'static,
    ) -> Self {
        let widest = choices.iter().map(|choice| text::width(&choice.words)).max().unwrap_or(0);
        let mut pick = Self {
            column: u16::try_from(widest.min(COLUMN)).unwrap_or(0),
            title: title.into(),
            line: Line::default(),
            choices,
            look_up: None,
            looked_up: Vec::new(),
            found: Vec::new(),
            window: Window::default(),
            take: Box::new(take),
        };
        pick.search();
        pick
    }

    /// Begins with the cursor on a choice.
    pub fn on(mut self, place: usize) -> Self {
        self.window.go_to(place);
        self
    }

    /// Looks up more choices while somebody types. They come after the choices in whose words the typed text is whole, and
    /// before those in which only its letters are.
    pub fn looking_up(mut self, look_up: impl FnMut(&Standfast, &str) -> Result<Vec<Choice>> + 'static) -> Self {
        self.look_up = Some(Box::new(look_up));
        self
    }

    /// Narrows the list down to what was typed.
    fn type_on(&mut self, standfast: &Standfast) -> Result<()> {
        let wanted = self.line.text().trim().to_owned();
        self.looked_up = match &mut self.look_up {
            Some(look_up) if !wanted.is_empty() => look_up(standfast, &wanted)?,
            _ => Vec::new(),
        };
        self.search();
        Ok(())
    }

    /// Shows what fits, the best first.
    fn search(&mut self) {
        let wanted = self.line.text().trim();
        self.found = if wanted.is_empty() {
            (0..self.choices.len()).map(|place| (place, Vec::new())).collect()
        } else {
            best(wanted, &self.choices)
        };
        let whole =
            |(place, _): &(usize, Vec<u32>)| self.choices.get(*place).is_some_and(|choice| choice.holds(wanted));
        let after = self.found.iter().position(|found| !whole(found)).unwrap_or(self.found.len());
        let first = self.choices.len();
        self.found.splice(after..after, (first..first + self.looked_up.len()).map(|place| (place, Vec::new())));
        self.window.set_total(self.found.len());
        self.window.go_to(0);
    }

    fn chosen(&self) -> Option<usize> {
        self.found.get(self.window.cursor).map(|(place, _)| *place)
    }

    fn choice(&self, place: usize) -> Option<&Choice> {
        self.choices.get(place).or_else(|| self.looked_up.get(place.checked_sub(self.choices.len())?))
    }

    fn choose(&mut self, standfast: &mut Standfast) -> Next {
        let Some(place) = self.chosen() else {
            return Next::Cannot("No entry matches what you typed.".to_owned());
        };
        if let Some(why) = self.choice(place).and_then(|choice| choice.why_not.clone()) {
            return Next::Cannot(why);
        }
        (self.take)(standfast, place).unwrap_or_else(Next::Wrong).after_closing()
    }

    fn draw_row(&self, pen: &mut Pen<'_>, y: u16, row: usize) {
        let Some((place, letters)) = self.found.get(row) else { return };
        let Some(choice) = self.choice(*place) else { return };
        let here = row == self.window.cursor;
        let role = match (here, choice.why_not.is_some()) {
            (true, _) => Role::Cursor,
            (false, true) => Role::Dim,
            (false, false) => Role::Popup,
        };
        let width = pen.width();
        if here {
            pen.fill(0, y, width, Role::Cursor);
        }
        let begins = pen.right(width.saturating_sub(1), y, 14, &choice.key, if here { role } else { Role::Key });
        let end = begins.saturating_sub(2).max(1);
        let used = pen.text(1, y, end.saturating_sub(1), &choice.words, role);
        if !letters.is_empty() {
            mark(pen, y, &choice.words, letters, end);
        }
        let about = choice.why_not.as_deref().unwrap_or(&choice.about);
        let from = self.column.max(used) + 3;
        pen.text(from, y, end.saturating_sub(from), about, if here { role } else { Role::Dim });
    }
}

/// A text as it is compared: `scope-log`, `Scope log` and `scopelog` are one.
fn bare(text: &str) -> String {
    folded(text).chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// The choices that fit, the best first. A word's own letters count before those of its explanation.
fn best(wanted: &str, choices: &[Choice]) -> Vec<(usize, Vec<u32>)> {
    let (mut matcher, bare) = (FuzzyMatcher::new(), bare(wanted));
    let mut scored: Vec<((bool, usize), usize)> = choices
        .iter()
        .enumerate()
        .filter_map(|(place, choice)| {
            let score =
                matcher.fuzzy_match(&choice.words, wanted).or_else(|| matcher.fuzzy_match(&choice.words, &bare))?;
            Some(((choice.holds(wanted), score), place))
        })
        .collect();
    scored.sort_by_key(|(score, place)| (std::cmp::Reverse(*score), *place));
    let words_of = |place: usize| choices.get(place).map_or("", |choice| choice.words.as_str());
    let mut found: Vec<(usize, Vec<u32>)> =
        scored.into_iter().map(|(_, place)| (place, letters(words_of(place), wanted))).collect();
    let about: Vec<String> = choices.iter().map(|choice| folded(&choice.about)).collect();
    let lower = folded(wanted);
    for (place, about) in about.iter().enumerate() {
        let known = found.iter().any(|(other, _)| *other == place);
        if !known && lower.split_whitespace().all(|word| about.contains(word)) {
            found.push((place, Vec::new()));
        }
    }
    found
}

/// The places of the letters to mark: the typed text if it is whole, else its letters in order.
fn letters(words: &str, wanted: &str) -> Vec<u32> {
    let fold = |text: &str| text.chars().filter_map(|c| c.to_lowercase().next()).collect::<Vec<char>>();
    let (words, wanted) = (fold(words), fold(wanted));
    let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    if let Some(begin) = words.windows(wanted.len().max(1)).position(|part| part == wanted) {
        return (begin..begin + wanted.len()).map(place).collect();
    }
    let mut rest = wanted.into_iter().filter(|c| !c.is_whitespace() && *c != '-').peekable();
    let fits = |(n, c): (usize, &char)| rest.next_if_eq(c).map(|_| place(n));
    words.iter().enumerate().filter_map(fits).collect()
}

/// Marks the letters that fit.
fn mark(pen: &mut Pen<'_>, y: u16, words: &str, letters: &[u32], end: u16) {
    let mut x = 1;
    let mut letter = 0;
    for grapheme in words.graphemes(true) {
        let wide = u16::try_from(text::width(grapheme)).unwrap_or(0);
        if x + wide > end {
            break;
        }
        if letters.contains(&letter) {
            pen.tint(x, y, wide, Role::Match);
        }
        letter += u32::try_from(grapheme.chars().count()).unwrap_or(1);
        x += wide;
    }
}

impl View for Pick {
    fn scope(&self) -> Scope {
        Scope::Pick
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::PickTake => return Ok(self.choose(standfast)),
            Command::PickClose => return Ok(Next::close()),
            command if self.window.step(command) => {}
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        if !self.line.key(chord) {
            return Ok(Next::NotMine);
        }
        self.type_on(standfast)?;
        Ok(Next::Nothing)
    }

    fn paste(&mut self, pasted: &str, standfast: &mut Standfast) -> Result<Next> {
        self.line.paste(pasted);
        self.type_on(standfast)?;
        Ok(Next::Nothing)
    }

    fn load(&mut self, area: Rect, _: &Standfast) -> Result<()> {
        self.window.set_height(list_in(area).height);
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let again = self.window.opens(mouse, list_in(area));
        Ok(if again { self.choose(standfast) } else { Next::Nothing })
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.choices.len()).unwrap_or(u16::MAX - 4).saturating_add(4);
        popup::centered(screen, screen.width.saturating_sub(4).min(84), rows.min(24))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let note = match self.looked_up.len() {
            0 => format!("{} of {}", self.found.len(), self.choices.len()),
            _ => format!("{} found", self.found.len()),
        };
        let inner = popup::render(frame, area, ctx, &self.title, &note);
        let mut pen = Pen::new(frame, inner, ctx);
        pen.text(0, 0, 2, ":", Role::Key);
        let caret = self.line.render(&mut pen, 2, 0, inner.width.saturating_sub(2), Role::FieldHere);
        if self.line.text().is_empty() {
            pen.text(3, 0, inner.width.saturating_sub(3), "type to filter", Role::Dim);
        }
        let mut pen = Pen::new(frame, list_in(area), ctx);
        for (y, row) in (0..).zip(self.window.rows()) {
            self.draw_row(&mut pen, y, row);
        }
        if self.found.is_empty() {
            pen.text(1, 0, pen.width().saturating_sub(1), "Nothing matches.", Role::Dim);
        }
        scrollbar::render(frame, area, ctx, &self.window);
        if let Some(place) = caret.filter(|_| ctx.on_top) {
            frame.set_cursor_position(place);
        }
    }
}

/// Where the list is in a popup: below the line and a gap.
fn list_in(area: Rect) -> Rect {
    let inner = popup::inside(area);
    Rect::new(inner.x, inner.y.saturating_add(2), inner.width, inner.height.saturating_sub(2))
}
