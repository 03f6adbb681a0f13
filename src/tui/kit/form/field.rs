//! One field of a form: what it holds, how it is edited, what it answers.

use super::answers::Answer;
use super::checklist::Checklist;
use super::complete::{Complete, Source};
use crate::app::Standfast;
use crate::domain::fold::folded;
use crate::domain::item::Criterion;
use crate::domain::time::Day;
use crate::tui::event::{Chord, Key};
use crate::tui::widget::line::Line;
use crate::tui::widget::lines::Lines;

/// Reads a text: what was understood, or what is wrong with it.
type Check = Box<dyn Fn(&str) -> Result<String, String>>;
type ReadDay = Box<dyn Fn(&str) -> Result<Day, String>>;

/// How many suggestions are shown.
pub(super) const SUGGESTIONS: usize = 6;

/// A field.
pub(super) struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub body: Body,
    first: String,
}

/// What a field holds.
pub(super) enum Body {
    Line(Line),
    Checked(Line, Check),
    Date(Line, ReadDay, Check),
    Choice { options: Vec<String>, at: usize },
    Complete(Complete),
    Lines(Lines),
    Criteria(Checklist),
}

/// What became of a chord.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Took {
    /// The field holds something else now.
    Changed,
    /// The place of typing moved.
    Moved,
    /// It leads out of the field upwards.
    Up,
    /// It leads out of the field downwards.
    Down,
    /// It means nothing here.
    No,
}

impl Body {
    pub fn line(text: &str) -> Self {
        Self::Line(Line::new(text))
    }

    pub fn checked(text: &str, check: impl Fn(&str) -> Result<String, String> + 'static) -> Self {
        Self::Checked(Line::new(text), Box::new(check))
    }

    pub fn date(
        text: &str,
        parse: impl Fn(&str) -> Result<Day, String> + Clone + 'static,
        says: impl Fn(Day) -> String + 'static,
    ) -> Self {
        let read = parse.clone();
        Self::Date(Line::new(text), Box::new(parse), Box::new(move |text| read(text).map(&says)))
    }

    pub fn choice(options: &[&str], chosen: &str) -> Self {
        let at = options.iter().position(|option| *option == chosen).unwrap_or(0);
        Self::Choice { options: options.iter().map(|option| (*option).to_owned()).collect(), at }
    }

    pub fn complete(text: &str, source: Source, several: bool) -> Self {
        Self::Complete(Complete::new(text, source, several))
    }

    pub fn lines(text: &str) -> Self {
        Self::Lines(Lines::new(text))
    }

    pub fn criteria(criteria: &[Criterion]) -> Self {
        let mut rows: Vec<_> = criteria.iter().map(|c| (Line::new(&c.text), c.met)).collect();
        if rows.is_empty() {
            rows.push((Line::default(), false));
        }
        Self::Criteria(Checklist { rows, here: 0 })
    }
}

impl Field {
    pub fn new(name: &'static str, label: &'static str, body: Body) -> Self {
        let mut field = Self { name, label, hint: "", body, first: String::new() };
        field.first = field.text();
        field
    }

    /// The line being typed into, where the field is one line.
    pub fn typed_line(&mut self) -> Option<&mut Line> {
        match &mut self.body {
            Body::Line(line) | Body::Checked(line, _) | Body::Date(line, ..) => Some(line),
            Body::Complete(complete) => Some(&mut complete.line),
            Body::Criteria(list) => list.row(),
            Body::Choice { .. } | Body::Lines(_) => None,
        }
    }

    /// Everything in the field as text.
    pub fn text(&self) -> String {
        match &self.body {
            Body::Line(line) | Body::Checked(line, _) | Body::Date(line, ..) => line.text().to_owned(),
            Body::Complete(complete) => complete.line.text().to_owned(),
            Body::Choice { options, at } => options.get(*at).cloned().unwrap_or_default(),
            Body::Lines(lines) => lines.text(),
            Body::Criteria(list) => list.text(),
        }
    }

    pub fn answer(&self) -> Answer {
        let text = self.text();
        let criteria = if let Body::Criteria(list) = &self.body { list.criteria() } else { Vec::new() };
        let day = if let Body::Date(_, read, _) = &self.body { read(&text).ok() } else { None };
        Answer { changed: text != self.first, text, criteria, day }
    }

    /// Whether another one of the same thing opened with something else.
    pub fn differs_from(&self, other: &Self) -> bool {
        self.first != other.first
    }

    /// What is in it counts as a change of what another one opened with.
    pub fn opens_with(&mut self, other: &Self) {
        self.first.clone_from(&other.first);
    }

    /// What was understood, or what is wrong; nothing while the field is empty or takes any text.
    pub fn echo(&self) -> Option<Result<String, String>> {
        match &self.body {
            Body::Checked(line, check) | Body::Date(line, _, check) => {
                Some(line.text()).filter(|text| !text.trim().is_empty()).map(check)
            }
            Body::Complete(complete) => complete.explained().map(Ok),
            Body::Line(_) | Body::Choice { .. } | Body::Lines(_) | Body::Criteria(_) => None,
        }
    }

    /// What is wrong with what it holds.
    pub fn mistake(&self) -> Option<String> {
        self.echo().and_then(Result::err)
    }

    /// Whether Enter belongs to the text and not to the form.
    pub fn takes_enter(&self) -> bool {
        matches!(self.body, Body::Lines(_) | Body::Criteria(_))
    }

    pub fn key(&mut self, chord: Chord, standfast: &Standfast) -> Took {
        match &mut self.body {
            Body::Lines(lines) => match chord.key {
                Key::Up if lines.is_at_top() => Took::Up,
                Key::Down if lines.is_at_bottom() => Took::Down,
                _ => took(lines.key(chord)),
            },
            Body::Criteria(list) => list.key(chord),
            Body::Choice { options, at } => choose(options, at, chord),
            Body::Complete(complete) => complete.key(chord, standfast),
            Body::Line(line) | Body::Checked(line, _) | Body::Date(line, ..) => took(line.key(chord)),
        }
    }

    pub fn paste(&mut self, pasted: &str) {
        match &mut self.body {
            Body::Lines(lines) => lines.paste(pasted),
            Body::Criteria(list) => list.paste(pasted),
            Body::Choice { .. } => {}
            _ => {
                if let Some(line) = self.typed_line() {
                    line.paste(pasted);
                }
            }
        }
    }

    pub fn edited(&mut self, text: &str) {
        let text = text.trim_end_matches(['\n', '\r']);
        match &mut self.body {
            Body::Lines(lines) => *lines = Lines::new(text),
            Body::Criteria(list) => *list = Checklist::read(text),
            _ => {}
        }
    }

    /// Goes up or down inside the field; whether there was somewhere to go.
    pub fn step(&mut self, by: isize, standfast: &Standfast) -> bool {
        if let Body::Complete(complete) = &mut self.body { complete.step(by, standfast) } else { false }
    }

    /// Ticks the criterion under the cursor; whether there is one.
    pub fn tick(&mut self) -> bool {
        if let Body::Criteria(list) = &mut self.body { list.tick() } else { false }
    }

    /// Takes the suggestion under the cursor; whether there was one.
    pub fn take_suggestion(&mut self) -> bool {
        if let Body::Complete(complete) = &mut self.body { complete.take() } else { false }
    }

    /// Whether a list of suggestions is open.
    pub fn has_list(&self) -> bool {
        matches!(&self.body, Body::Complete(complete) if complete.is_open())
    }

    /// Closes the list of suggestions; whether it was open.
    pub fn close_list(&mut self) -> bool {
        if let Body::Complete(complete) = &mut self.body { complete.close() } else { false }
    }

    /// The focus goes elsewhere.
    pub fn leave(&mut self) {
        self.close_list();
    }
}

pub(super) fn took(changed: bool) -> Took {
    if changed { Took::Changed } else { Took::No }
}

/// Left and right go round; a letter goes to the next option that begins with it.
fn choose(options: &[String], at: &mut usize, chord: Chord) -> Took {
    let count = options.len().max(1);
    match (chord.key, chord.typed()) {
        (Key::Left, _) => *at = (*at + count - 1) % count,
        (Key::Right, _) | (_, Some(' ')) => *at = (*at + 1) % count,
        (_, Some(letter)) => {
            let begins = |option: &String| folded(option).starts_with(&folded(&letter.to_string()));
            let next = (1..=count).map(|by| (*at + by) % count).find(|at| options.get(*at).is_some_and(begins));
            let Some(next) = next else { return Took::No };
            *at = next;
        }
        _ => return Took::No,
    }
    Took::Changed
}
