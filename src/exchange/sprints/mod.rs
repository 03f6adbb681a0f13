//! Past sprints in JSON: Jira's sprint report and Knowhow's sprint details. What is not read is named (X1, X2).

mod jira;
mod knowhow;

use super::Format;
use super::dates::{DateRead, read_date};
use super::input::Input;
use super::words;
use crate::domain::incoming::{KEY_CAP, Loss, NAME_CAP, TITLE_CAP};
use crate::domain::past::{ImportedSprint, Listed};
use crate::domain::points::{Points, Unread};
use crate::domain::text::clean;
use crate::domain::time::Instant;
use crate::domain::zone::Zone;
use crate::error::{Attempt, Error, Result, refuse};
use crate::rules::Rule;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::{BufReader, Read};

/// The largest file of past sprints that is read, in bytes: a sprint takes about 100 kB.
const FILE_CAP: u64 = 32 * 1024 * 1024;

/// No sprint lies before 1990 or after 2199; a date that does is none.
const SPRINTS_BEGAN: Instant = Instant(631_152_000_000);
const SPRINTS_END: Instant = Instant(7_258_118_400_000);

/// No item has more points; sums of larger numbers would not be exact.
const POINTS_CAP: f64 = 1e6;

/// A file of past sprints.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The sprints in the order of the file.
    pub told: Vec<ImportedSprint>,
    /// The fields that are not taken, with their counts.
    pub losses: Vec<Loss>,
}

/// Which of these formats a text that begins like this is.
pub fn recognise(head: &str) -> Option<Format> {
    let holds = |word: &str| head.contains(word);
    if holds("\"contents\"") && (holds("\"completedIssues") || holds("\"issueKeysAddedDuringSprint\"")) {
        Some(Format::JiraSprintReport)
    } else if holds("\"sprintID\"") || holds("\"originalSprintId\"") {
        Some(Format::KnowhowSprints)
    } else {
        None
    }
}

/// Reads every sprint of a file: one object, several after each other, or a list of them.
pub fn read(input: Input, format: Format, zone: Zone) -> Result<Past> {
    let (name, total) = (input.name().to_owned(), input.total());
    if total > FILE_CAP {
        return refuse(Rule::X1, format!("{name} is larger than {} MiB. Split it.", FILE_CAP >> 20));
    }
    let text = BufReader::new(input.into_text()?.take(FILE_CAP * 2));
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_reader(text).into_iter::<Value>() {
        match value.attempting(format!("read {name}"))? {
            Value::Array(list) => objects.extend(list),
            other => objects.push(other),
        }
    }
    let mut reader = Reader { zone, faults: Vec::new(), losses: BTreeMap::new() };
    let mut told = Vec::new();
    for object in &objects {
        let Value::Object(object) = object else {
            return Err(Error::failed(format!("read {name}"), "it holds something else than sprints."));
        };
        told.push(match format {
            Format::JiraSprintReport => jira::read(object, &mut reader),
            _ => knowhow::read(object, &mut reader),
        });
    }
    if told.is_empty() {
        return refuse(Rule::X1, format!("{name} holds no sprint."));
    }
    let loss = |(name, count)| Loss { name, reason: "not read".to_owned(), count, first_line: None, example: None };
    Ok(Past { told, losses: reader.losses.into_iter().map(loss).collect() })
}

/// Takes values out of one sprint's objects, and keeps what is wrong with them and what is left.
struct Reader {
    zone: Zone,
    faults: Vec<String>,
    losses: BTreeMap<String, u64>,
}

impl Reader {
    /// Counts every field that holds something and is not among the known ones.
    fn leave(&mut self, of: &str, object: &Map<String, Value>, known: &[&str]) {
        for (field, _) in object.iter().filter(|(field, value)| !known.contains(&field.as_str()) && says(value)) {
            let field: String = field.chars().take(60).collect();
            *self.losses.entry(format!("{of}{field}")).or_default() += 1;
        }
    }

    /// A moment; what is there and cannot be read is a fault.
    fn instant(&mut self, object: &Map<String, Value>, fields: &[&str]) -> Option<Instant> {
        let (field, value) = fields.iter().find_map(|field| Some((*field, object.get(*field).filter(|v| says(v))?)))?;
        // A dump of a database wraps its dates.
        let value = value.get("$date").unwrap_or(value);
        let read = match value {
            Value::String(text) => read_date(text, self.zone, None),
            Value::Number(millis) => millis.as_i64().map_or(DateRead::Unreadable, |at| DateRead::At(Instant(at))),
            _ => DateRead::Unreadable,
        };
        match read {
            DateRead::At(at) if SPRINTS_BEGAN <= at && at < SPRINTS_END => return Some(at),
            DateRead::At(_) => self.faults.push(format!("Its {field}, {}, is not a date of a sprint.", shown(value))),
            DateRead::Ambiguous => self.faults.push(format!("Its {field}, {}, could be two days.", shown(value))),
            DateRead::Unreadable => self.faults.push(format!("Its {field}, {}, is not a date.", shown(value))),
        }
        None
    }

    /// An estimate; what is there and is none is a fault.
    fn points(&mut self, key: &str, value: Option<&Value>) -> Option<Points> {
        let value = value.filter(|value| says(value))?;
        let found = match value {
            Value::Number(number) => number.as_f64().and_then(|number| match Points::checked(number) {
                Ok(points) | Err(Unread::TooFine(points)) => Some(points),
                Err(_) => None,
            }),
            Value::String(text) => Points::parse(text),
            _ => None,
        };
        let found = found.filter(|points| points.value() <= POINTS_CAP);
        if found.is_none() {
            self.faults.push(format!("{key} has {} points, which is not an estimate.", shown(value)));
        }
        found
    }

    /// The objects of a list; a list that must be there and is not is a fault.
    fn list<'a>(&mut self, object: &'a Map<String, Value>, field: &str, needed: bool) -> Vec<&'a Map<String, Value>> {
        let Some(Value::Array(list)) = object.get(field) else {
            if needed {
                self.faults.push(format!("It has no list \"{field}\"."));
            }
            return Vec::new();
        };
        let objects: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
        if objects.len() < list.len() {
            self.faults.push(format!("Its list \"{field}\" holds something else than items."));
        }
        objects
    }

    /// An item from its words; one without a key is a fault.
    fn listed(&mut self, words: &Words, points: (Option<Points>, Option<Points>)) -> Listed {
        let Words { key, title, kind, status } = words;
        if key.is_empty() {
            self.faults.push(format!("An item of it has no key: {}.", shown(&Value::String(title.clone()))));
        }
        for (text, cap) in [(key, KEY_CAP), (title, TITLE_CAP), (status, NAME_CAP)] {
            if text.len() > cap {
                self.faults
                    .push(format!("{} holds a text that is longer than {cap} bytes.", shown(&key.as_str().into())));
            }
        }
        Listed {
            key: key.clone(),
            title: title.clone(),
            kind: words::kind_of(kind).unwrap_or_default(),
            status: status.clone(),
            at_start: points.0,
            at_end: points.1,
        }
    }

    /// The sprint's name; one without is a fault.
    fn name(&mut self, object: &Map<String, Value>, field: &str) -> String {
        let name = text(object, field);
        if name.is_empty() {
            self.faults.push(format!("It has no name (\"{field}\")."));
            return "The sprint without a name".to_owned();
        }
        if name.len() > NAME_CAP {
            self.faults.push(format!("Its name is longer than {NAME_CAP} bytes."));
        }
        name
    }
}

/// What a file says about an item in words.
struct Words {
    key: String,
    title: String,
    kind: String,
    status: String,
}

/// The text or number of a field; empty if it is absent.
fn text(object: &Map<String, Value>, field: &str) -> String {
    match object.get(field) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Whether a value holds anything; Jira writes "None" and "null" for nothing.
fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !matches!(text.trim(), "" | "None" | "null"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text: String = text.chars().take(40).collect();
    format!("\"{}\"", clean(&text))
}
