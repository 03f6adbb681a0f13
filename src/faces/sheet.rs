//! A sheet drawn as words, table rows, JSON and Markdown. Text from outside is cleaned here.

use crate::domain::points::{Amount, number};
use crate::domain::sheet::{Field, Sheet, Value};
use crate::domain::text;
use crate::domain::time::{Day, short_day};
use crate::domain::worktime::working_days;
use crate::domain::zone::Zone;
use crate::faces::markdown;
use chrono::Datelike;
use serde_json::{Map, json};

/// How days and moments are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    zone: Zone,
    /// This year, if days are written as people say them.
    year: Option<i32>,
}

impl Style {
    /// In full: `2026-11-23`.
    pub fn full(zone: Zone) -> Self {
        Self { zone, year: None }
    }

    /// As people say it: `Mon 23 Nov`.
    pub fn spoken(zone: Zone, today: Day) -> Self {
        Self { zone, year: Some(today.year()) }
    }

    /// A value in words, on one clean line.
    pub fn words(self, value: &Value) -> String {
        match (value, self.year) {
            (value, _) if value.is_empty() => String::new(),
            (Value::Text(words), _) => text::clean(words).into_owned(),
            (Value::Whole(value), _) => value.to_string(),
            (Value::Number(value), _) => number(*value),
            (Value::WorkingDays(days), _) => working_days(*days),
            (Value::Points(points), _) => points.in_words(),
            (Value::Day(day), Some(year)) => short_day(*day, year),
            (Value::Day(day), None) => day.to_string(),
            (Value::Moment(at), Some(_)) => at.local(self.zone),
            (Value::Moment(at), None) => at.local_full(self.zone),
            (Value::List(list), _) => text::clean(&list.join(", ")).into_owned(),
            (Value::Phrase(parts), _) => parts.iter().map(|part| self.words(part)).collect(),
            (Value::Flag(_), _) => "yes".to_owned(),
            (Value::Empty | Value::Json(_), _) => String::new(),
        }
    }

    /// A value in a list; one with days in full has headings, which say what is counted.
    fn cell(self, value: &Value) -> String {
        let unit = if self.year.is_some() { " d" } else { "" };
        match value {
            Value::WorkingDays(days) => format!("{}{unit}", number(*days)),
            Value::Points(points) => points.to_string(),
            _ => self.words(value),
        }
    }
}

/// The fields with a label and something to show, each with its words.
pub fn facts(sheet: &Sheet, style: Style) -> Vec<(&str, String)> {
    let shown = sheet.fields.iter().filter(|field| !field.label.is_empty() && !field.words().is_empty());
    shown.map(|field| (&*field.label, style.words(field.words()))).collect()
}

/// What was done about the thing: when, and by whom what.
pub fn history(sheet: &Sheet, style: Style) -> Vec<(String, String)> {
    let line = |actor: &str, said: &str| format!("{}: {}", text::clean(actor), text::clean(said));
    let done = sheet.history.iter().flatten();
    done.map(|done| (style.words(&done.at.into()), line(&done.actor, &done.said))).collect()
}

/// The row of a thing in a list; a `#` before a column's name says that it holds numbers.
pub fn row(sheet: &Sheet, columns: &[&str], style: Style) -> Vec<String> {
    let cell = |column: &&str| match column.trim_start_matches('#') {
        name if name == sheet.noun => sheet.key.clone(),
        name if name == sheet.title_name => text::clean(&sheet.title).into_owned(),
        name => find(sheet, name).map_or_else(String::new, |field| style.cell(field.words())),
    };
    columns.iter().map(cell).collect()
}

/// The headings of a list: the labels of its columns.
pub fn headings(sheet: &Sheet, columns: &[&str]) -> Vec<String> {
    let heading = |column: &&str| {
        let name = column.trim_start_matches('#');
        let label = match find(sheet, name) {
            Some(field) if matches!(field.words(), Value::WorkingDays(_)) => "working days".to_owned(),
            Some(field) if !field.label.is_empty() => field.label.to_lowercase(),
            None if name == sheet.title_name => "what".to_owned(),
            _ => name.replace('_', " "),
        };
        format!("{}{label}", if name == *column { "" } else { "#" })
    };
    columns.iter().map(heading).collect()
}

fn find<'a>(sheet: &'a Sheet, name: &str) -> Option<&'a Field> {
    sheet.fields.iter().find(|field| field.name == name)
}

/// The JSON object, under the stable names.
pub fn object(sheet: &Sheet) -> Map<String, serde_json::Value> {
    let mut object = Map::new();
    let named = [(sheet.noun, &sheet.key), (sheet.title_name, &sheet.title)];
    object.extend(
        named.iter().filter(|(name, _)| !name.is_empty()).map(|(name, text)| ((*name).to_owned(), json!(text))),
    );
    let fields = sheet.fields.iter().filter_map(|field| Some((field.name.to_owned(), plain(field.value.as_ref()?))));
    object.extend(fields);
    object.extend(sheet.history.as_ref().map(|done| ("history".to_owned(), json!(done))));
    object
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Empty | Value::Phrase(_) => serde_json::Value::Null,
        Value::Text(text) => json!(text),
        Value::Whole(value) => json!(value),
        Value::Number(value) => json!(Amount(*value)),
        Value::WorkingDays(days) => json!(Amount(*days)),
        Value::Points(points) => json!(points),
        Value::Flag(value) => json!(value),
        Value::Day(day) => json!(day),
        Value::Moment(at) => json!(at),
        Value::List(list) => json!(list),
        Value::Json(value) => value.clone(),
    }
}

/// A list of things as a table in Markdown; empty without things.
pub fn markdown_table(sheets: &[Sheet], columns: &[&str], style: Style) -> String {
    let Some(first) = sheets.first() else { return String::new() };
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let head = headings(first, columns);
    let head = line(head.iter().map(|heading| capital(heading.trim_start_matches('#'))).collect());
    let sides: String = columns.iter().map(|column| if column.starts_with('#') { "---:|" } else { "---|" }).collect();
    let escaped = |cells: Vec<String>| line(cells.iter().map(|cell| markdown::cell(cell)).collect());
    let rows: Vec<String> = sheets.iter().map(|sheet| escaped(row(sheet, columns, style))).collect();
    format!("{head}\n|{sides}\n{}", rows.join("\n"))
}

/// The word with a capital letter.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// These of its fields, each as its label and its words; a `:` after a field's name is put between them.
pub fn labelled(sheet: &Sheet, columns: &[&str], style: Style) -> Vec<String> {
    let shown = columns.iter().filter_map(|column| Some((column, find(sheet, column.trim_end_matches(':'))?)));
    let shown = shown.filter(|(_, field)| !field.words().is_empty());
    let words = |(column, field): (&&str, &Field)| {
        let colon = if column.ends_with(':') { ":" } else { "" };
        format!("{}{colon} {}", field.label.to_lowercase(), style.words(field.words()))
    };
    shown.map(words).collect()
}
