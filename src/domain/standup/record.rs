//! The record of a standup: what `standup show` and the digest tell, frozen when it ends (S7).

use crate::domain::points::count;
use crate::domain::sheet::Sheet;
use crate::domain::standup::facts::{BlockerFact, LeftBehind, Moved, Person};
use crate::domain::standup::{Order, State, TurnState, Walk, clock_text};
use crate::domain::time::{Day, Instant};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A standup as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub team: String,
    /// The day it began on.
    pub day: Day,
    pub state: State,
    /// Along what it went.
    pub walk: Walk,
    /// In what order people spoke.
    pub order: Order,
    /// The seed of a random order.
    pub seed: Option<i64>,
    /// When it began, RFC 3339.
    pub started_at: String,
    /// When it ended, RFC 3339.
    pub ended_at: Option<String>,
    /// The whole time, in seconds.
    #[serde(default)]
    pub seconds: i64,
    /// The time it may take, in seconds.
    #[serde(default)]
    pub limit_seconds: i64,
    /// The sprint under way.
    pub sprint: Option<SprintFact>,
    /// The people in the order in which they spoke.
    #[serde(default)]
    pub people: Vec<Heard>,
    /// What moved and is news of none of the people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Moved>,
    /// What those who left the team still hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<LeftBehind>,
    #[serde(default)]
    pub blockers: Vec<BlockerFact>,
    /// Blockers resolved since the last standup, as `B7: how`.
    #[serde(default)]
    pub resolved: Vec<String>,
    /// What was ruled on.
    #[serde(default)]
    pub rulings: Vec<RulingFact>,
    /// Topics parked in it.
    #[serde(default)]
    pub topics: Vec<TopicFact>,
    /// Change requests that wait for a decision, in words.
    #[serde(default)]
    pub requests: Vec<String>,
    /// Actions that are due, in words.
    #[serde(default)]
    pub actions: Vec<String>,
    /// Items that took their time, the longest first.
    #[serde(default)]
    pub items: Vec<ItemTime>,
}

impl Record {
    /// The text that is kept. It leaves out what is empty, false, null or a count of 0: a quiet standup has little to say
    /// of each person.
    pub fn kept_text(&self) -> serde_json::Result<String> {
        let mut whole = serde_json::to_value(self)?;
        leave_empty_out(&mut whole);
        serde_json::to_string(&whole)
    }
}

fn leave_empty_out(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(leave_empty_out);
            fields.retain(|name, field| !is_empty(name, field));
        }
        Value::Array(entries) => entries.iter_mut().for_each(leave_empty_out),
        _ => {}
    }
}

fn is_empty(name: &str, value: &Value) -> bool {
    match value {
        // A seed of 0 is one.
        Value::Number(number) => number.as_i64() == Some(0) && name != "seed",
        Value::Null | Value::Bool(false) => true,
        Value::Array(entries) => entries.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// The sprint as the standup saw it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SprintFact {
    #[serde(default)]
    pub number: i64,
    /// What it is for.
    pub goal: Option<String>,
    /// `day 6 of 10`.
    pub day: Option<String>,
    pub completed: f64,
    pub scope: f64,
}

/// A person, and how long they were heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// What they carry and said.
    #[serde(flatten)]
    pub person: Person,
    /// What became of their turn; `None` where no standup ran.
    pub turn: Option<TurnState>,
    /// How long it took, in seconds.
    #[serde(default)]
    pub seconds: i64,
}

/// A ruling on a blocker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingFact {
    pub blocker: String,
    /// What is in the way.
    pub text: String,
    /// `next step`, `escalated`, `accepted` or `resolved`.
    pub ruling: String,
    /// The ruling in words.
    pub words: String,
}

/// A parked topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicFact {
    pub topic: String,
    /// What it is about.
    pub text: String,
    #[serde(default)]
    pub people: Vec<String>,
    /// The item it is about.
    pub item: Option<String>,
}

/// Time spent on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTime {
    pub key: String,
    #[serde(default)]
    pub seconds: i64,
}

/// What a list of standups shows of one (S1).
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The day it began on.
    pub day: Day,
    pub state: State,
    pub started_at: Instant,
    /// The whole time, in seconds.
    pub seconds: i64,
    /// How much longer it took than it may, in seconds; 0 when it did not.
    pub over_seconds: i64,
    /// How many were heard.
    pub heard: usize,
    /// How many were away.
    pub absent: usize,
    /// Who took longest, and how long, in seconds.
    pub longest: Option<(String, i64)>,
    /// The item that took longest, and how long, in seconds.
    pub longest_item: Option<(String, i64)>,
}

impl Summary {
    pub fn sheet(&self) -> Sheet {
        let clock = |seconds: i64| clock_text(seconds * 1000);
        let longest = |found: &Option<(String, i64)>| found.as_ref().map(|(on, time)| format!("{on} {}", clock(*time)));
        Sheet::row()
            .json("day", self.day)
            .json("state", self.state.word())
            .json("started_at", self.started_at)
            .told("seconds", "Time", self.seconds, clock(self.seconds))
            .told("over_seconds", "Over", self.over_seconds, (self.over_seconds > 0).then(|| clock(self.over_seconds)))
            .json("heard", self.heard)
            .field("absent", "Away", self.absent)
            .told("longest", "", json!(self.longest), longest(&self.longest))
            .told("longest_item", "On", json!(self.longest_item), longest(&self.longest_item))
    }

    /// "23 minutes, 8 of them on PAY-31", as it is said at the retrospective.
    pub fn words(&self) -> String {
        let minutes = |seconds: i64| (seconds + 30) / 60;
        let total = count(minutes(self.seconds), "minute");
        match &self.longest_item {
            Some((key, seconds)) if minutes(*seconds) > 0 => format!("{total}, {} of them on {key}", minutes(*seconds)),
            _ => total,
        }
    }
}
