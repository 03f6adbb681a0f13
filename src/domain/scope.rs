//! The scope lock: what is checked, what is promised, and what may change it (L4–L9).

use crate::domain::moved::Counts;
use crate::domain::points::Points;
use crate::domain::share::{HalfDays, Share};
use crate::domain::sheet::{Sheet, Value, phrase};
use crate::domain::time::{Day, Instant};
use crate::domain::words::words;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// One failed check of the lock (L4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The item it is about; `None` for the sprint itself.
    pub item: Option<String>,
    /// The criterion: `goal`, `dates`, `working_days`, `items`, `other_sprint`, `capacity`, or one of readiness.
    pub criterion: &'static str,
    /// The failure in words.
    pub words: String,
    /// Whether a named exception with a reason can let it pass.
    pub can_be_excepted: bool,
}

impl Failure {
    /// What it is about, in a word: the item's key, or the part of the sprint.
    pub fn subject(&self) -> &str {
        match (&self.item, self.criterion) {
            (Some(key), _) => key,
            (None, "other_sprint") => "sprint",
            (None, "working_days") => "dates",
            (None, part) => part,
        }
    }
}

/// A failed check that the team accepts, with the reason for the contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exception {
    /// The item's key, or `capacity`.
    pub subject: String,
    /// Which failures it lets pass, in words.
    #[serde(default)]
    pub failures: Vec<String>,
    pub reason: String,
}

/// The result of checking a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct LockCheck {
    /// All failures at once.
    pub failures: Vec<Failure>,
    /// What the sprint would commit to (L6).
    pub commitment: crate::domain::sprint::Amount,
    /// Parents beside their estimated parts.
    pub parents: Vec<crate::domain::parents::Parent>,
    /// What the team can do in it.
    pub capacity: crate::domain::sprint::Capacity,
}

/// An item as the contract names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContractItem {
    pub key: String,
    /// The key it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_key: Option<String>,
    pub title: String,
    pub points: Option<f64>,
    /// How many acceptance criteria it had.
    pub criteria: u32,
    /// Whether it was finished or dropped already.
    #[serde(default)]
    pub ended: bool,
    /// The keys of its estimated parts in the sprint, if it has points of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Whether those count in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_parts: bool,
}

impl ContractItem {
    /// What is to say of it: that it had ended, or how it counts beside its parts.
    pub fn remark(&self) -> Option<String> {
        let parts = self.parts.join(", ");
        match (self.ended, self.parts.is_empty()) {
            (true, _) => Some("ended before".to_owned()),
            (_, true) => None,
            _ if self.by_parts => Some(format!("counted by its parts {parts}")),
            _ => Some(format!("counted beside its parts {parts}")),
        }
    }
}

/// A member as the contract names them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContractMember {
    pub name: String,
    /// Percent of the working time.
    pub allocation: Share,
    /// Working days of the sprint on which they belong to the team.
    #[serde(default)]
    pub working_days: u32,
    /// Of these, days absent.
    #[serde(default)]
    pub absent_days: HalfDays,
    /// Person-days in the sprint.
    pub person_days: f64,
}

/// What was promised at the lock (L5). Its canonical text is its JSON in this order of fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    pub team: String,
    pub sprint: i64,
    /// What the sprint is for.
    pub goal: String,
    pub starts_on: String,
    pub ends_on: String,
    /// When it was locked.
    pub locked_at: String,
    pub locked_by: String,
    pub agreed_by: Vec<String>,
    /// The people and their days.
    pub members: Vec<ContractMember>,
    /// What the team could do, in points, if that was known.
    pub capacity_points: Option<f64>,
    pub committed_points: f64,
    /// Committed items without an estimate.
    pub unestimated: u32,
    /// The items, by rank.
    pub items: Vec<ContractItem>,
    pub exceptions: Vec<Exception>,
}

/// A contract as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    pub text: String,
    /// The SHA-256 over that text, in hexadecimal.
    pub sha256: String,
}

/// What `scope verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    pub intact: bool,
    pub sha256: String,
    /// What differs, one sentence each.
    pub differences: Vec<String>,
}

words! {
    "a kind of request",
    /// What a change request asks for (L7).
    pub enum RequestKind {
        /// Take an item into the sprint.
        Add = "add",
        /// Take an item out.
        Remove = "remove",
        Reestimate = "reestimate",
        /// Move the sprint's first or last day.
        Dates = "dates",
    }
}

words! {
    "a decision",
    /// How a request was ruled on.
    pub enum RequestRuling {
        Accepted = "accepted",
        /// It waits for the next planning.
        Deferred = "deferred",
        Declined = "declined",
    }
}

/// Other dates of a sprint, and those that it had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDates {
    pub start_in: Day,
    pub end_in: Day,
    pub start_out: Day,
    pub end_out: Day,
}

impl NewDates {
    /// From these dates to those.
    pub fn between(out: (Day, Day), new: (Day, Day)) -> Self {
        Self { start_in: new.0, end_in: new.1, start_out: out.0, end_out: out.1 }
    }

    /// `last day from 2026-12-04 to 2026-12-11`.
    pub fn words(&self) -> String {
        let day = |what: &str, out: Day, new: Day| (out != new).then(|| format!("{what} from {out} to {new}"));
        let first = day("first day", self.start_out, self.start_in);
        let last = day("last day", self.end_out, self.end_in);
        let moved: Vec<String> = first.into_iter().chain(last).collect();
        if moved.is_empty() { "no day".to_owned() } else { moved.join(" and ") }
    }
}

/// The accepted request that took another one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    pub number: i64,
    /// Who accepted it.
    pub by: String,
    pub at: Instant,
}

impl TakenBack {
    /// `C7`.
    pub fn key(&self) -> String {
        format!("C{}", self.number)
    }
}

/// A change request, ruled on or waiting.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub id: i64,
    pub number: i64,
    pub sprint: i64,
    /// What it asks for.
    pub kind: RequestKind,
    /// The item's key; `None` for new dates.
    pub item: Option<String>,
    pub title: String,
    /// The key of the item that goes out in its place.
    pub swap: Option<String>,
    /// Points that come in; for a re-estimate the new estimate.
    pub points_in: Option<Points>,
    /// Points that go out; for a re-estimate the old estimate.
    pub points_out: Option<Points>,
    /// The days asked for, and those that the sprint had, of a request for new dates.
    pub start_in: Option<Day>,
    pub end_in: Option<Day>,
    pub start_out: Option<Day>,
    pub end_out: Option<Day>,
    pub reason: String,
    pub requested_by: String,
    pub requested_at: Instant,
    /// The ruling, once there is one.
    pub ruling: Option<RequestRuling>,
    pub ruled_by: Option<String>,
    pub ruled_at: Option<Instant>,
    /// The operation that accepted it.
    pub ruled_in: Option<i64>,
    /// What they said about it.
    pub note: Option<String>,
    /// The number of the accepted request that it takes back.
    pub takes_back: Option<i64>,
    /// What took it back; known once it was looked up.
    pub taken_back: Option<TakenBack>,
    /// The rows of its sprint and its items.
    pub sprint_id: i64,
    pub item_id: Option<i64>,
    pub swap_id: Option<i64>,
    /// Whether the points of its items count; known once it was looked up.
    pub counts: Counts,
}

impl Request {
    /// `C4`.
    pub fn key(&self) -> String {
        format!("C{}", self.number)
    }

    /// The dates that it asks for.
    pub fn dates(&self) -> Option<NewDates> {
        let (out, new) = (self.start_out.zip(self.end_out)?, self.start_in.zip(self.end_in)?);
        Some(NewDates::between(out, new))
    }

    /// Whether another request asks for the reverse of this one.
    pub fn is_reversed_by(&self, other: &Self) -> bool {
        let (kind, item, swap) = match (self.kind, &self.swap) {
            (RequestKind::Add, Some(out)) => (RequestKind::Add, Some(out), self.item.as_ref()),
            (RequestKind::Add, None) => (RequestKind::Remove, self.item.as_ref(), None),
            (RequestKind::Remove, _) => (RequestKind::Add, self.item.as_ref(), other.swap.as_ref()),
            (kind, _) => (kind, self.item.as_ref(), None),
        };
        let estimate = self.kind != RequestKind::Reestimate
            || (self.points_in, self.points_out) == (other.points_out, other.points_in);
        let days = |dates: NewDates| (dates.start_in, dates.end_in, dates.start_out, dates.end_out);
        let back = |dates: NewDates| (dates.start_out, dates.end_out, dates.start_in, dates.end_in);
        (kind, item, swap) == (other.kind, other.item.as_ref(), other.swap.as_ref())
            && estimate
            && self.dates().map(back) == other.dates().map(days)
            && self.ruled_in < other.ruled_in
    }

    /// What it asks for in short: `add PAY-3`, or `move the last day from 2026-12-04 to 2026-12-11`.
    pub fn brief(&self) -> String {
        match (&self.item, self.dates()) {
            (Some(item), _) => format!("{} {item}", self.kind.word()),
            (None, dates) => moves(dates.as_ref()),
        }
    }

    /// The ruling, and who gave it; or which request took it back.
    pub fn ruling_in_words(&self) -> String {
        match &self.taken_back {
            Some(back) => format!("taken back by {}", back.key()),
            None => decision(self.ruling, self.ruled_by.as_deref()),
        }
    }

    /// Everything about it.
    pub fn sheet(&self) -> Sheet {
        let taken_back = self
            .taken_back
            .as_ref()
            .map(|back| phrase![", taken back by ", back.key(), phrase![" (", &back.by, ", ", back.at, ")"]]);
        let taken_back = taken_back.unwrap_or(phrase![Value::Empty]);
        let ruling =
            phrase![decision(self.ruling, self.ruled_by.as_deref()), phrase![" (", &self.note, ")"], taken_back];
        let asked = self.brief() + self.remark();
        let asked = match self.takes_back {
            Some(number) => format!("{asked}, to take C{number} back"),
            None => asked,
        };
        let key = |number: Option<i64>| number.map(|number| format!("C{number}"));
        Sheet::new("request", self.key(), &self.title)
            .titled("title")
            .json("sprint", self.sprint)
            .told("kind", "Asks to", self.kind.word(), asked)
            .json("item", &self.item)
            .field("swap", "Swap", &self.swap)
            .told("points_in", "In", self.points_in, self.moved_in())
            .told("points_out", "Out", self.points_out, self.moved_out())
            .json("moved", json!({ "in": self.moved_in(), "out": self.moved_out() }))
            .json("dates", json!(self.dates()))
            .field("reason", "Why", &self.reason)
            .field("requested_by", "Asked by", &self.requested_by)
            .field("requested_at", "Asked", self.requested_at)
            .shown("when", "", self.ruled_at.unwrap_or(self.requested_at))
            .told("ruling", "Ruling", self.ruling.map(RequestRuling::word), ruling)
            .json("ruled_by", &self.ruled_by)
            .field("ruled_at", "Ruled", self.ruled_at)
            .json("note", &self.note)
            .json("takes_back", key(self.takes_back))
            .json("taken_back_by", self.taken_back.as_ref().map(TakenBack::key))
    }
}

/// `move the last day from 2026-12-04 to 2026-12-11`.
fn moves(dates: Option<&NewDates>) -> String {
    dates.map_or_else(|| "move the dates".to_owned(), |dates| format!("move the {}", dates.words()))
}

impl RequestKind {
    /// `add PAY-3, remove PAY-1`.
    pub fn asks(self, item: Option<&str>, swap: Option<&str>, dates: Option<&NewDates>) -> String {
        let item = item.unwrap_or_default();
        match (self, swap) {
            (Self::Dates, _) => moves(dates),
            (Self::Add, Some(out)) => format!("add {item}, remove {out}"),
            (Self::Add, None) => format!("add {item}"),
            (Self::Remove, _) => format!("remove {item}"),
            (Self::Reestimate, _) => format!("re-estimate {item}"),
        }
    }
}

/// `accepted by ana`; `waiting` until somebody has decided.
pub fn decision(ruling: Option<RequestRuling>, by: Option<&str>) -> String {
    match (ruling, by) {
        (None, _) => "waiting".to_owned(),
        (Some(ruling), Some(by)) => format!("{} by {by}", ruling.word()),
        (Some(ruling), None) => ruling.word().to_owned(),
    }
}
