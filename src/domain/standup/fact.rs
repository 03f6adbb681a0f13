//! What the facts of a standup say: about a person, an item, a blocker, an action (S2).

use crate::domain::standup::order::Risk;
use crate::domain::standup::words::Words;
use crate::domain::team::whose;
use crate::domain::time::Day;
use serde::{Deserialize, Serialize};

/// What happened to an item, for the person it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub key: String,
    pub title: String,
    /// The status it had; `None` where only something else about it changed.
    pub from: Option<String>,
    /// The status it has now.
    pub to: Option<String>,
    /// Whether it is finished by it.
    #[serde(default)]
    pub finished: bool,
    /// Whether it is newly theirs.
    #[serde(default)]
    pub taken: bool,
    /// Criteria that were ticked.
    #[serde(default)]
    pub ticked: u32,
    /// Who did it, if it was somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Whose item it is, if it is somebody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

impl Moved {
    /// `1 criterion ticked`; `None` without any.
    pub fn ticked_in_words(&self) -> Option<String> {
        let criteria = if self.ticked == 1 { "criterion" } else { "criteria" };
        (self.ticked > 0).then(|| format!("{} {criteria} ticked", self.ticked))
    }
}

/// An item that somebody carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    pub key: String,
    /// The key it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_key: Option<String>,
    pub title: String,
    pub status: String,
    pub points: Option<f64>,
    /// Working days in this status.
    pub age_days: f64,
    /// Why it is stuck, in words; empty when it is not.
    #[serde(default)]
    pub stuck: Vec<String>,
    /// Sprints that closed on it unfinished.
    #[serde(default)]
    pub rollovers: u32,
}

/// A blocker as the standup sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockerFact {
    pub blocker: String,
    /// What is in the way.
    pub text: String,
    pub cause: String,
    /// The items it holds up.
    #[serde(default)]
    pub items: Vec<String>,
    pub owner: Option<String>,
    /// Whether the owner has left the team: it is nobody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub owner_left: bool,
    pub raised_by: Option<String>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    pub next_step: Option<String>,
    pub next_step_by: Option<Day>,
    /// To whom it was escalated.
    pub escalated_to: Option<String>,
    /// Working days since it was raised.
    pub days: f64,
    /// Its escalation level.
    pub ladder: String,
    /// Why it must be escalated, if it must.
    pub breach: Option<String>,
    /// `new`, `changed` or `unchanged` since the last standup.
    pub since_last: String,
    /// At how many standups in a row it was unchanged.
    #[serde(default)]
    pub unchanged: usize,
    /// Whether the standup cannot finish without a ruling on it.
    #[serde(default)]
    pub demands_ruling: bool,
}

impl BlockerFact {
    /// Who clears it, in words: `Ana clears it`, `nobody clears it since Ana left`, or nothing.
    pub fn clears(&self) -> Option<String> {
        let owner = self.owner.as_deref()?;
        Some(if self.owner_left {
            format!("nobody clears it since {owner} left")
        } else {
            format!("{owner} clears it")
        })
    }

    /// Whose it is: a name, `nobody, was Ana`, or nothing.
    pub fn whose(&self) -> Option<String> {
        self.owner.as_deref().map(|name| whose(name, self.owner_left))
    }
}

impl ActionFact {
    /// Whose it is: a name, or `nobody, was Ana`.
    pub fn whose(&self) -> String {
        whose(&self.owner, self.owner_left)
    }
}

/// What somebody needs from this person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub by: String,
    pub needs: String,
}

/// An action that somebody owns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionFact {
    pub action: String,
    /// What is to be done.
    pub text: String,
    pub owner: String,
    /// Whether the owner has left the team: it is nobody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub owner_left: bool,
    /// When it is due.
    pub due: Day,
    /// Whether that day has passed.
    #[serde(default)]
    pub overdue: bool,
    /// Working days since it was committed.
    #[serde(default)]
    pub age_days: u32,
    /// How many times it was kept for one more sprint.
    #[serde(default)]
    pub carried: usize,
}

/// What somebody holds who has no turn: who left the team, so that it is nobody's, or who is outside of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// Whose it was, or is.
    pub was: String,
    /// Whether they are outside the team; else they have left it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Open items, in progress or not.
    #[serde(default)]
    pub items: Vec<Carried>,
    #[serde(default)]
    pub blockers: Vec<BlockerFact>,
    #[serde(default)]
    pub actions: Vec<ActionFact>,
    /// What others need from them today.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
}

impl LeftBehind {
    /// The heading above it.
    pub fn heading(&self) -> String {
        if self.outside { format!("{}, outside the team", self.was) } else { format!("Nobody's, was {}'s", self.was) }
    }

    pub fn is_something(&self) -> bool {
        let is_nothing = self.items.is_empty() && self.blockers.is_empty() && self.actions.is_empty();
        !(is_nothing && self.asked.is_empty())
    }
}

/// What one person works on, and what of it is stuck.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    #[serde(skip)]
    pub member: i64,
    pub name: String,
    pub role: Option<String>,
    /// Whether they are away today.
    #[serde(default)]
    pub absent: bool,
    /// What moved since the last standup.
    #[serde(default)]
    pub moved: Vec<Moved>,
    /// On which day they last said something.
    pub last_day: Option<Day>,
    /// What they said then.
    #[serde(default)]
    pub last: Words,
    /// What they say today.
    #[serde(default)]
    pub words: Words,
    /// Items in progress, stuck ones first.
    #[serde(default)]
    pub carrying: Vec<Carried>,
    /// Blockers they owe, or raised, or that hold up their items.
    #[serde(default)]
    pub blockers: Vec<BlockerFact>,
    /// What others need from them today.
    #[serde(default)]
    pub asked: Vec<Asked>,
    /// Actions that they own and have not done.
    #[serde(default)]
    pub actions: Vec<ActionFact>,
    /// How urgent it is to hear them.
    #[serde(skip)]
    pub risk: Risk,
}
