//! One field of a form: what it holds, how it is edited, what it answers.

use super::Answer;
use crate::app::Standfast;
use crate::domain::item::Criterion;
use crate::domain::time::Day;
use crate::tui::event::{Chord, Key};
use crate::tui::widget::line::Line;
use crate::tui::widget::lines::Lines;

/// Reads a text: what was understood, or what is wrong with it.
type Check = Box<dyn Fn(&str) -> Result<String, String>>;
type Search = Box<dyn Fn(&Standfast, &str) -> crate::error::Result<Vec<String>>>;
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

/// A line with a list of what it could be.
pub(super) struct Complete {
    pub line: Line,
    source: Source,
    several: bool,
    /// The options that fit what is typed, while the list is open, and the one under the cursor.
    pub list: Vec<String>,
    pub at: Option<usize>,
}

/// Where suggestions come from.
pub(super) enum Source {
    /// A short list.
    Words(Vec<String>),
    /// The database, asked for what begins like this.
    Asked(Search),
}

/// Rows of text, each with a tick.
pub(super) struct Checklist {
    pub rows: Vec<(Line, bool)>,
    pub here: usize,
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
        Self::Complete(Complete { line: Line::new(text), source, several, list: Vec::new(), at: None })
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

    /// What was understood, or what is wrong; nothing while the field is empty or takes any text.
    pub fn echo(&self) -> Option<Result<String, String>> {
        let (Body::Checked(line, check) | Body::Date(line, _, check)) = &self.body else { return None };
        Some(line.text()).filter(|text| !text.trim().is_empty()).map(check)
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

    /// Closes the list of suggestions; whether it was open.
    pub fn close_list(&mut self) -> bool {
        if let Body::Complete(complete) = &mut self.body {
            complete.at = None;
            return !std::mem::take(&mut complete.list).is_empty();
        }
        false
    }

    /// The focus goes elsewhere.
    pub fn leave(&mut self) {
        self.close_list();
    }
}

fn took(changed: bool) -> Took {
    if changed { Took::Changed } else { Took::No }
}

/// Left and right go round; a letter goes to the next option that begins with it.
fn choose(options: &[String], at: &mut usize, chord: Chord) -> Took {
    let count = options.len().max(1);
    match (chord.key, chord.typed()) {
        (Key::Left, _) => *at = (*at + count - 1) % count,
        (Key::Right, _) | (_, Some(' ')) => *at = (*at + 1) % count,
        (_, Some(letter)) => {
            let begins = |option: &String| option.to_lowercase().starts_with(&letter.to_lowercase().to_string());
            let next = (1..=count).map(|by| (*at + by) % count).find(|at| options.get(*at).is_some_and(begins));
            let Some(next) = next else { return Took::No };
            *at = next;
        }
        _ => return Took::No,
    }
    Took::Changed
}

impl Complete {
    fn key(&mut self, chord: Chord, standfast: &Standfast) -> Took {
        if !self.line.key(chord) {
            return Took::No;
        }
        let word = self.word();
        self.list = if word.is_empty() { Vec::new() } else { self.source.suggest(word, standfast) };
        self.at = (!self.list.is_empty()).then_some(0);
        Took::Changed
    }

    /// The word being typed: the last one of several.
    fn word(&self) -> &str {
        let text = self.line.text();
        if self.several { text.rsplit(',').next().unwrap_or(text).trim() } else { text.trim() }
    }

    /// Goes over the list; down on an empty line opens it.
    fn step(&mut self, by: isize, standfast: &Standfast) -> bool {
        if self.list.is_empty() && by > 0 && self.word().is_empty() {
            self.list = self.source.suggest("", standfast);
            self.at = (!self.list.is_empty()).then_some(0);
            return self.at.is_some();
        }
        let Some(at) = self.at else { return false };
        self.at = Some(at.saturating_add_signed(by).min(self.list.len().saturating_sub(1)));
        true
    }

    fn take(&mut self) -> bool {
        let Some(chosen) = self.at.and_then(|at| self.list.get(at)).cloned() else { return false };
        let chosen = chosen.split('\t').next().unwrap_or(&chosen);
        let text = self.line.text();
        let kept = if self.several { text.rfind(',').map_or("", |comma| text.get(..=comma).unwrap_or("")) } else { "" };
        let gap = if kept.is_empty() { "" } else { " " };
        let whole = format!("{kept}{gap}{chosen}");
        self.line.set(&whole);
        self.list.clear();
        self.at = None;
        true
    }
}

impl Source {
    fn suggest(&self, word: &str, standfast: &Standfast) -> Vec<String> {
        match self {
            Self::Words(options) => {
                let word = word.to_lowercase();
                options.iter().filter(|option| offers(option, &word)).take(SUGGESTIONS).cloned().collect()
            }
            // A list that cannot be read offers nothing; what is typed is checked when it is saved.
            Self::Asked(search) => {
                let mut found = search(standfast, word).unwrap_or_default();
                found.truncate(SUGGESTIONS);
                found
            }
        }
    }
}

/// Whether an option goes on from what is typed, at its beginning or at one of its words.
fn offers(option: &str, word: &str) -> bool {
    let option = option.to_lowercase();
    option != word && (option.starts_with(word) || option.split(['-', ' ', '_']).any(|part| part.starts_with(word)))
}

impl Checklist {
    /// Reads rows as `text` writes them.
    fn read(text: &str) -> Self {
        let row = |line: &str| {
            let line = line.trim();
            let met = line.starts_with("[x]") || line.starts_with("[X]");
            let words = line.get(3..).filter(|_| met || line.starts_with("[ ]")).unwrap_or(line);
            (Line::new(words.trim()), met)
        };
        let mut rows: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).map(row).collect();
        if rows.is_empty() {
            rows.push((Line::default(), false));
        }
        Self { rows, here: 0 }
    }

    /// One row a line, ticked ones with `[x]`.
    fn text(&self) -> String {
        let rows = self.criteria().into_iter().map(|c| format!("[{}] {}", if c.met { 'x' } else { ' ' }, c.text));
        rows.collect::<Vec<_>>().join("\n")
    }

    fn criteria(&self) -> Vec<Criterion> {
        let rows = self.rows.iter().map(|(line, met)| Criterion { text: line.text().trim().to_owned(), met: *met });
        rows.filter(|criterion| !criterion.text.is_empty()).collect()
    }

    fn row(&mut self) -> Option<&mut Line> {
        self.rows.get_mut(self.here).map(|(line, _)| line)
    }

    fn key(&mut self, chord: Chord) -> Took {
        let last = self.rows.len().saturating_sub(1);
        let empty = self.row().is_none_or(|line| line.text().is_empty());
        match chord.key {
            Key::Up if self.here == 0 => return Took::Up,
            Key::Down if self.here >= last => return Took::Down,
            Key::Up => self.here -= 1,
            Key::Down => self.here += 1,
            Key::Enter if empty => return Took::Down,
            Key::Enter => {
                self.here += 1;
                self.rows.insert(self.here, (Line::default(), false));
                return Took::Changed;
            }
            Key::Backspace if empty && last > 0 => {
                self.rows.remove(self.here);
                self.here = self.here.saturating_sub(1);
                return Took::Changed;
            }
            _ => return took(self.row().is_some_and(|line| line.key(chord))),
        }
        Took::Moved
    }

    fn tick(&mut self) -> bool {
        let Some((_, met)) = self.rows.get_mut(self.here) else { return false };
        *met = !*met;
        true
    }

    fn paste(&mut self, pasted: &str) {
        for (n, line) in pasted.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            if n > 0 {
                self.here += 1;
                self.rows.insert(self.here, (Line::default(), false));
            }
            if let Some(row) = self.row() {
                row.paste(line);
            }
        }
    }
}
