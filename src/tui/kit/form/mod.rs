//! A form: fields to fill, checked as they are typed, saved in one go. A refusal loses nothing (U4).

mod answers;
mod checklist;
mod complete;
mod draw;
mod field;
mod inputs;
mod meanwhile;

use crate::app::Standfast;
use crate::domain::calendar::Calendar;
use crate::domain::dates;
use crate::domain::item::Criterion;
use crate::domain::points::{Points, WHAT, estimate_in_words};
use crate::domain::time::{Day, short_day};
use crate::error::Result;
use crate::rules::Way;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::kit::meanwhile::Origin;
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::popup;
pub use answers::{Answers, Beside, Trouble};
use chrono::Datelike;
use complete::Source;
use field::{Body, Field, Took};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Saves what was typed.
type Save = Box<dyn FnMut(&mut Standfast, &Answers) -> std::result::Result<Next, Trouble>>;

/// A form to fill.
#[must_use = "a layer is opened with Next::ask"]
pub struct Form {
    title: String,
    fields: Vec<Field>,
    here: usize,
    /// The first field in sight.
    top: usize,
    save: Save,
    refusal: Option<Refused>,
    /// Where it comes from, if the thing is there.
    origin: Option<Origin<Self>>,
}

/// Why it could not be saved, and at which field.
struct Refused {
    field: Option<usize>,
    message: String,
    /// The ways out that the message does not name yet.
    ways: Vec<Way>,
    details: Vec<String>,
}

impl Form {
    /// An empty form. `save` gets the answers; what it returns is done after the form has closed, and an error leaves
    /// the form open with everything in it.
    pub fn new(
        title: impl Into<String>,
        save: impl FnMut(&mut Standfast, &Answers) -> std::result::Result<Next, Trouble> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            fields: Vec::new(),
            here: 0,
            top: 0,
            save: Box::new(save),
            refusal: None,
            origin: None,
        }
    }

    /// A line of text.
    pub fn line(self, name: &'static str, label: &'static str, text: &str) -> Self {
        self.with(Field::new(name, label, Body::line(text)))
    }

    /// A line that offers to complete one of `options`, and takes anything else as well.
    pub fn complete(self, name: &'static str, label: &'static str, text: &str, options: Vec<String>) -> Self {
        self.with(Field::new(name, label, Body::complete(text, Source::Words(options), false)))
    }

    /// The same for several, separated by commas.
    pub fn several(self, name: &'static str, label: &'static str, text: &str, options: Vec<String>) -> Self {
        self.with(Field::new(name, label, Body::complete(text, Source::Words(options), true)))
    }

    /// The same for what the database is asked for as it is typed. A suggestion is what is taken, and after a tab
    /// what explains it.
    pub fn look_up(
        self,
        name: &'static str,
        label: &'static str,
        text: &str,
        several: bool,
        search: impl Fn(&Standfast, &str) -> Result<Vec<String>> + 'static,
    ) -> Self {
        self.with(Field::new(name, label, Body::complete(text, Source::Asked(Box::new(search)), several)))
    }

    /// One of a few words that are all in sight.
    pub fn choice(self, name: &'static str, label: &'static str, options: &[&str], chosen: &str) -> Self {
        self.with(Field::new(name, label, Body::choice(options, chosen)))
    }

    /// Points, or nothing.
    pub fn points(self, name: &'static str, label: &'static str, points: Option<Points>) -> Self {
        let text = points.map(|points| points.to_string()).unwrap_or_default();
        let check = |text: &str| match Points::parse(text) {
            Some(points) => Ok(points.in_words()),
            None => Err(format!("Points are {WHAT}.")),
        };
        self.with(Field::new(name, label, Body::checked(&text, check)))
    }

    /// An estimate that may be taken away: a number, or `none`.
    pub fn estimate(self, name: &'static str, label: &'static str) -> Self {
        let check = |text: &str| match Points::parse_or_none(text) {
            Some(points) => Ok(estimate_in_words(points)),
            None => Err(format!("Points are {WHAT}, or none.")),
        };
        self.with(Field::new(name, label, Body::checked("", check)))
    }

    /// A day, as people type it; what is understood is shown beside it.
    pub fn date(
        self,
        name: &'static str,
        label: &'static str,
        day: Option<Day>,
        today: Day,
        calendar: &Calendar,
    ) -> Self {
        let text = day.map(|day| day.to_string()).unwrap_or_default();
        let calendar = calendar.clone();
        let parse = move |text: &str| dates::parse(text, today, &calendar);
        let says = move |day: Day| short_day(day, today.year());
        self.with(Field::new(name, label, Body::date(&text, parse, says)))
    }

    /// Text of several lines.
    pub fn lines(self, name: &'static str, label: &'static str, text: &str) -> Self {
        self.with(Field::new(name, label, Body::lines(text)))
    }

    /// A list of criteria, each of which can be ticked.
    pub fn criteria(self, name: &'static str, label: &'static str, criteria: &[Criterion]) -> Self {
        self.with(Field::new(name, label, Body::criteria(criteria)))
    }

    /// Says in a few words what the last field wants, while it is empty.
    pub fn hint(mut self, words: &'static str) -> Self {
        if let Some(field) = self.fields.last_mut() {
            field.hint = words;
        }
        self
    }

    /// Opens the form in the field of that name.
    pub fn at(mut self, name: &str) -> Self {
        self.here = self.fields.iter().position(|field| field.name == name).unwrap_or(0);
        self
    }

    fn with(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.fields.get_mut(self.here)
    }

    fn go(&mut self, by: isize) {
        if let Some(field) = self.field() {
            field.leave();
        }
        let count = isize::try_from(self.fields.len().max(1)).unwrap_or(1);
        let here = isize::try_from(self.here).unwrap_or(0);
        self.here = usize::try_from((here + by).rem_euclid(count)).unwrap_or(0);
    }

    fn take_suggestion(&mut self) -> bool {
        self.field().is_some_and(Field::take_suggestion)
    }

    fn step(&mut self, by: isize, standfast: &Standfast) -> bool {
        self.field().is_some_and(|field| field.step(by, standfast))
    }

    fn open_editor(&mut self) -> Next {
        self.field().map_or(Next::Nothing, |field| Next::Edit(field.text()))
    }

    fn answers(&self) -> Answers {
        Answers::new(self.fields.iter().map(|field| (field.name, field.answer())))
    }

    /// Saves, unless a field holds something that cannot be meant.
    fn submit(&mut self, standfast: &mut Standfast) -> Next {
        for (at, field) in self.fields.iter_mut().enumerate() {
            field.leave();
            if let Some(message) = field.mistake() {
                self.refusal = Some(Refused { field: Some(at), message, ways: Vec::new(), details: Vec::new() });
                self.here = at;
                return Next::Nothing;
            }
        }
        match self.catch_up(standfast) {
            Ok(None) => {}
            Ok(Some(question)) => return question,
            Err(error) => return Next::Wrong(error),
        }
        let answers = self.answers();
        match (self.save)(standfast, &answers) {
            Ok(next) => next.after_closing(),
            Err(trouble) if trouble.error.busy().is_some() => Next::Wrong(trouble.error),
            Err(trouble) => {
                self.refuse(&trouble);
                Next::Nothing
            }
        }
    }

    fn refuse(&mut self, trouble: &Trouble) {
        let field = trouble
            .error
            .input()
            .or(trouble.field)
            .and_then(|name| self.fields.iter().position(|field| field.name == name));
        self.here = field.unwrap_or(self.here);
        let error = &trouble.error;
        let (ways, details) = (error.ways().to_vec(), error.details().to_vec());
        self.refusal = Some(Refused { field, message: error.why(), ways, details });
    }

    /// Esc closes the list of suggestions first.
    fn close(&mut self) -> Next {
        if self.field().is_some_and(Field::close_list) { Next::Nothing } else { Next::close() }
    }
}

impl View for Form {
    fn scope(&self) -> Scope {
        match self.fields.get(self.here) {
            Some(field) if field.takes_enter() => Scope::Lines,
            _ => Scope::Field,
        }
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::FormSave => return Ok(self.submit(standfast)),
            Command::FormClose => return Ok(self.close()),
            Command::FieldEnter if !self.take_suggestion() => return Ok(self.submit(standfast)),
            Command::FormNext => {
                self.take_suggestion();
                self.go(1);
            }
            Command::FormPrevious => self.go(-1),
            Command::FieldDown if !self.step(1, standfast) => self.go(1),
            Command::FieldUp if !self.step(-1, standfast) => self.go(-1),
            Command::FieldEnter | Command::FieldDown | Command::FieldUp => {}
            Command::LinesTick => {
                self.field().map(Field::tick);
            }
            Command::LinesEditor => return Ok(self.open_editor()),
            _ => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        match self.field().map_or(Took::No, |field| field.key(chord, standfast)) {
            Took::Changed => self.refusal = None,
            Took::Moved => {}
            Took::Up => self.go(-1),
            Took::Down => self.go(1),
            Took::No => return Ok(Next::NotMine),
        }
        Ok(Next::Nothing)
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        self.refusal = None;
        if let Some(field) = self.field() {
            field.paste(text);
        }
        Ok(Next::Nothing)
    }

    fn edited(&mut self, text: String) {
        self.refusal = None;
        if let Some(field) = self.field() {
            field.edited(&text);
        }
    }

    fn name_ways(&mut self, in_words: &dyn Fn(&Way) -> String) {
        if let Some(refusal) = &mut self.refusal {
            refusal.message = Way::after(&refusal.message, &std::mem::take(&mut refusal.ways), in_words);
        }
    }

    fn load(&mut self, area: Rect, _: &Standfast) -> Result<()> {
        self.fit(popup::inside(area));
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        match mouse.act {
            MouseAct::Press => self.press(mouse, popup::inside(area)),
            MouseAct::Wheel(by) => self.go(isize::from(by.signum())),
            MouseAct::Drag | MouseAct::Release => {}
        }
        Ok(Next::Nothing)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }

    fn place(&self, screen: Rect) -> Rect {
        self.wanted(screen)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let ticks = self.fields.get(self.here).is_some_and(|field| matches!(field.body, Body::Criteria(_)));
        let wrong = command == Command::LinesTick && !ticks;
        wrong.then(|| "Only acceptance criteria can be ticked.".to_owned())
    }

    fn holds_typing(&self) -> bool {
        self.fields.iter().any(|field| field.answer().changed)
    }

    fn loses(&self, command: Command) -> bool {
        let closes = !self.fields.get(self.here).is_some_and(Field::has_list);
        command == Command::FormClose && closes && self.holds_typing()
    }

    fn keeps(&self) -> Option<Command> {
        Some(Command::FormSave)
    }
}
