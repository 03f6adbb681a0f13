//! Backlog items and the definition of ready (rules I1–I5).

use crate::domain::calendar::Calendar;
use crate::domain::points::{Points, or_dash};
use crate::domain::sheet::{Sheet, Value, phrase};
use crate::domain::stuck::days_in_status;
use crate::domain::team::{is_past, whose};
use crate::domain::time::{Day, Instant};
use crate::domain::words::words;
use serde::Serialize;
use serde_json::json;

words! {
    "a kind",
    /// What sort of work an item is (I1).
    #[derive(Default)]
    pub enum Kind {
        /// Something a user wants.
        #[default]
        Story = "story",
        Bug = "bug",
        /// Work without a user's story.
        Task = "task",
        Spike = "spike",
    }
}

words! {
    "a class",
    /// What a status means, whatever the team calls it (I2).
    pub enum Class {
        /// Nobody works on it yet.
        Waiting = "waiting",
        /// Somebody works on it.
        Active = "active",
        Finished = "finished",
        /// Outside the workflow: it will not be done.
        Dropped = "dropped",
    }
}

impl Class {
    /// Finished or dropped: no more work will come of it.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Finished | Self::Dropped)
    }
}

/// One status of the team's workflow, a column of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub id: i64,
    /// The team's word for it.
    pub name: String,
    pub class: Class,
    /// How many items may stand in it at once (R3); `None` for any number.
    pub wip_limit: Option<u32>,
}

impl Status {
    pub fn sheet(&self) -> Sheet {
        let sheet = Sheet::row().field("name", "Status", &self.name).json("class", self.class.word());
        sheet.field("wip_limit", "Wip", self.wip_limit)
    }
}

/// One acceptance criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Criterion {
    /// What must be true.
    pub text: String,
    /// Whether it has been ticked.
    pub met: bool,
}

/// The reference to another item in a list of links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The other item's row.
    pub id: i64,
    pub key: String,
    pub title: String,
    /// Whether it is finished or dropped.
    pub ended: bool,
}

/// A sprint that an item is or was in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InSprint {
    pub number: i64,
    pub state: crate::domain::sprint::State,
}

/// One row of a list of items: what a list, a card or a plan shows, no more.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRow {
    pub id: i64,
    pub key: String,
    /// The key it came with, such as `MESOS-801` (G5).
    pub external_key: Option<String>,
    /// What sort of work.
    pub kind: Kind,
    /// One line. It may hold anything: clean it before showing it (X6).
    pub title: String,
    pub status: String,
    pub status_id: i64,
    /// What its status means.
    pub class: Class,
    /// Since when it has this status.
    pub status_since: Instant,
    /// Its estimate, if it has one.
    pub points: Option<Points>,
    /// Who works on it.
    pub assignee: Option<String>,
    /// Their last day in the team.
    pub assignee_until: Option<Day>,
    /// Its place in the ranked list.
    pub rank: String,
    /// The draft or locked sprint it is in.
    pub sprint: Option<i64>,
    /// Why it is not ready, in order; empty when it is ready (I3).
    pub not_ready: Vec<Unready>,
    /// How many sprints closed on it unfinished (I5).
    pub rollovers: u32,
    /// Whether a blocker on it is open.
    pub blocked: bool,
}

/// Everything about one item, for its own view and form.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub row: ItemRow,
    pub description: String,
    /// Acceptance criteria in order.
    pub criteria: Vec<Criterion>,
    pub labels: Vec<String>,
    /// The item it is part of.
    pub parent: Option<Link>,
    /// Items that are part of it.
    pub children: Vec<Link>,
    /// Items it depends on.
    pub depends_on: Vec<Link>,
    /// Items that depend on it.
    pub needed_by: Vec<Link>,
    /// The milestone it belongs to.
    pub milestone: Option<String>,
    /// Why it was dropped.
    pub drop_reason: Option<String>,
    /// When it was made, here or in the other tool.
    pub created_at: Instant,
    /// When it was finished or dropped.
    pub ended_at: Option<Instant>,
    /// Sprints of this database that it is or was in.
    pub sprints: Vec<InSprint>,
    /// Sprint names that an import brought along: facts about membership, not about dates or commitment.
    pub outside_sprints: Vec<String>,
    /// Open blockers on it, as `B7`.
    pub blockers: Vec<String>,
    /// Its origin, if it came from a review (V1).
    pub origin: Option<crate::domain::review::Origin>,
}

impl ItemRow {
    /// Whether somebody works on it: what a leaver had is nobody's.
    pub fn is_owned(&self, today: Day) -> bool {
        self.assignee.is_some() && (self.class.is_ended() || !is_past(self.assignee_until, today))
    }

    /// Whose it is: a name, `nobody, was Ana`, or nothing.
    pub fn whose(&self, today: Day) -> Option<String> {
        self.assignee.as_deref().map(|name| whose(name, !self.is_owned(today)))
    }

    /// The same as one word, for a column: a name, `was Ana`, or nothing.
    pub fn whose_in_short(&self, today: Day) -> Option<String> {
        let name = self.assignee.as_deref()?;
        Some(if self.is_owned(today) { name.to_owned() } else { format!("was {name}") })
    }

    /// What lists show of it, as of now in the team's calendar.
    pub fn sheet(&self, labels: &[String], criteria: &[Criterion], (calendar, now): (&Calendar, Instant)) -> Sheet {
        let lacks: Vec<String> = self.not_ready.iter().map(Unready::words).collect();
        let ready = match lacks.as_slice() {
            _ if self.class.is_ended() => Value::Empty,
            [] => "yes".into(),
            lacks => format!("no: {}", lacks.join("; ")).into(),
        };
        let names: Vec<String> = self.not_ready.iter().map(|failure| failure.criterion().to_owned()).collect();
        Sheet::row()
            .told("key", "", &self.key, phrase![&self.key, phrase![" ", &self.external_key]])
            .json("external_key", &self.external_key)
            .json("title", &self.title)
            .field("kind", "Kind", self.kind.word())
            .json("status", &self.status)
            .shown("since", "Status", format!("{} since {}", self.status, self.status_since.local(calendar.zone)))
            .told("points", "Points", self.points, or_dash(self.points))
            .told("assignee", "Assignee", &self.assignee, self.whose(now.day(calendar.zone)))
            .json("sprint", self.sprint)
            .json("rank", &self.rank)
            .json("criteria", json!(criteria))
            .told("ready", "Ready", lacks.is_empty(), ready)
            .told("not_ready", "", lacks, names)
            .field("labels", "Labels", labels.to_vec())
            .json("rollovers", self.rollovers)
            .json("age_days", days_in_status(self, calendar, now))
    }
}

impl Item {
    /// Everything about it, as of now in the team's calendar.
    pub fn sheet(&self, at: (&Calendar, Instant)) -> Sheet {
        let keys = |links: &[Link]| links.iter().map(|link| link.key.clone()).collect::<Vec<_>>();
        let links = |links: &[Link]| {
            let one = |link: &Link| format!("{}{}", link.key, if link.ended { " (ended)" } else { "" });
            links.iter().map(one).collect::<Vec<_>>()
        };
        let sprint = |of: &InSprint| format!("{} ({})", of.number, of.state.word());
        let sprints: Vec<String> = self.sprints.iter().map(sprint).collect();
        let parent = self.parent.as_ref();
        let rollovers = Some(self.row.rollovers).filter(|times| *times > 0);
        self.row
            .sheet(&self.labels, &self.criteria, at)
            .json("description", &self.description)
            .json("class", self.row.class.word())
            .told(
                "parent",
                "Part of",
                parent.map(|link| &link.key),
                parent.map(|link| format!("{} {}", link.key, link.title)),
            )
            .told("children", "Parts", keys(&self.children), links(&self.children))
            .told("depends_on", "Depends on", keys(&self.depends_on), links(&self.depends_on))
            .told("needed_by", "Needed by", keys(&self.needed_by), links(&self.needed_by))
            .field("milestone", "Milestone", &self.milestone)
            .field("blockers", "Blockers", &self.blockers)
            .told("sprints", "Sprints", json!(self.sprints), sprints)
            .told(
                "origin",
                "Came from",
                json!(self.origin),
                self.origin.as_ref().map(crate::domain::review::Origin::words),
            )
            .field("outside_sprints", "Named sprints", &self.outside_sprints)
            .shown("", "Rolled over", rollovers)
            .field("drop_reason", "Dropped", &self.drop_reason)
            .json("created_at", self.created_at)
            .json("ended_at", self.ended_at)
            .json("status_since", self.row.status_since)
    }
}

/// A criterion of the definition of ready that an item fails (I3).
#[derive(Debug, Clone, PartialEq)]
pub enum Unready {
    Unestimated,
    NoCriteria,
    /// Larger than the team takes into a sprint.
    TooLarge(Points),
    /// Depends on unfinished items that are not in the sprint.
    DependsOn(Vec<String>),
    Blocked(Vec<String>),
}

impl Unready {
    /// The criterion's name in `not_ready[]` and in the contract's exceptions.
    pub fn criterion(&self) -> &'static str {
        match self {
            Self::Unestimated => "estimate",
            Self::NoCriteria => "criteria",
            Self::TooLarge(_) => "size",
            Self::DependsOn(_) => "dependencies",
            Self::Blocked(_) => "blockers",
        }
    }

    /// The failing criterion in words, as in "no acceptance criterion".
    pub fn words(&self) -> String {
        match self {
            Self::Unestimated => "no estimate".to_owned(),
            Self::NoCriteria => "no acceptance criterion".to_owned(),
            Self::TooLarge(most) => format!("larger than {}", most.in_words()),
            Self::DependsOn(keys) if keys.is_empty() => "depends on unfinished work".to_owned(),
            Self::DependsOn(keys) => format!("depends on {}, unfinished and outside the sprint", keys.join(", ")),
            Self::Blocked(keys) if keys.is_empty() => "blocked".to_owned(),
            Self::Blocked(keys) => format!("blocked by {}", keys.join(", ")),
        }
    }
}

/// The team's definition of ready: which criteria count (I3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DefinitionOfReady {
    /// An estimate is needed.
    pub estimate: bool,
    /// At least one acceptance criterion is needed.
    pub criteria: bool,
    /// The largest size the team takes; `None` when size does not matter.
    pub largest: Option<Points>,
    /// Unfinished dependencies outside the sprint count.
    pub dependencies: bool,
    pub blockers: bool,
}

/// The facts about an item on which its readiness turns.
#[derive(Debug, Clone, Default)]
pub struct ReadyFacts {
    pub points: Option<Points>,
    /// How many acceptance criteria it has.
    pub criteria: i64,
    /// Keys of unfinished items that it depends on, outside its sprint.
    pub depends_on: Vec<String>,
    /// Open blockers on it.
    pub blockers: Vec<String>,
}

impl DefinitionOfReady {
    /// Every criterion that the item fails, in the order of the rule.
    pub fn failures(&self, facts: &ReadyFacts) -> Vec<Unready> {
        let mut failures = Vec::new();
        if self.estimate && facts.points.is_none() {
            failures.push(Unready::Unestimated);
        }
        if self.criteria && facts.criteria == 0 {
            failures.push(Unready::NoCriteria);
        }
        if let (Some(largest), Some(points)) = (self.largest, facts.points)
            && points > largest
        {
            failures.push(Unready::TooLarge(largest));
        }
        if self.dependencies && !facts.depends_on.is_empty() {
            failures.push(Unready::DependsOn(facts.depends_on.clone()));
        }
        if self.blockers && !facts.blockers.is_empty() {
            failures.push(Unready::Blocked(facts.blockers.clone()));
        }
        failures
    }
}
