//! The team, its members, and the days they are not there (G1, L2).

use crate::domain::item::DefinitionOfReady;
use crate::domain::share::Share;
use crate::domain::sheet::Sheet;
use crate::domain::time::{Day, short_day};
use crate::domain::words::words;
use crate::domain::zone::Zone;
use chrono::{Datelike, Weekday};

/// The team of this database and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    pub name: String,
    /// What its item keys begin with: `PAY` in `PAY-12`.
    pub prefix: String,
    /// Where its days begin and end.
    pub zone: Zone,
    /// Days of the week on which it works.
    pub weekdays: Vec<Weekday>,
    /// Who decides on changes of scope and escalations.
    pub decision_maker: Option<String>,
    /// What an item needs before it is planned.
    pub ready: DefinitionOfReady,
    /// The focus factor the team sets itself, used before there is history.
    pub focus_factor: Option<f64>,
    /// Whether a parent counts beside its estimated parts in one sprint (L6).
    pub count_parents: bool,
    /// How many minutes a standup may take (S1).
    pub standup_minutes: i64,
    /// After how many hours without a touch a blocker is escalated (B2).
    pub escalate_after: i64,
}

/// A person of the team, or one outside of it whom the team names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: i64,
    /// What the team calls them; unique, whatever the case.
    pub name: String,
    /// What they do, as in `backend`.
    pub role: Option<String>,
    /// How much of the working time is given to this team.
    pub allocation: Share,
    /// First day in the team; `None` from the beginning.
    pub starts_on: Option<Day>,
    /// Last day in the team; `None` while they stay.
    pub ends_on: Option<Day>,
    /// Whether they are outside the team: they own and answer, and have no turn and no capacity.
    pub outside: bool,
}

words! {
    "a part of a day",
    /// When on a day somebody is away (L2).
    #[derive(Default)]
    pub enum Part {
        /// The whole day.
        #[default]
        Day = "day",
        Morning = "morning",
        Afternoon = "afternoon",
    }
}

/// Days on which a member is away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: i64,
    pub member: String,
    pub from: Day,
    pub to: Day,
    /// How much of each of these days.
    pub part: Part,
    /// Why, if they say.
    pub note: Option<String>,
}

/// A day on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    pub id: i64,
    pub day: Day,
    pub name: String,
}

/// Whether a last day in the team is past.
pub fn is_past(last: Option<Day>, today: Day) -> bool {
    last.is_some_and(|last| last < today)
}

/// Whose something is: what a leaver had is nobody's.
pub fn whose(name: &str, has_left: bool) -> String {
    if has_left { format!("nobody, was {name}") } else { name.to_owned() }
}

impl Member {
    /// Whether their last day in the team is past.
    pub fn has_left(&self, today: Day) -> bool {
        is_past(self.ends_on, today)
    }

    /// Whether they belong to the team: somebody outside of it has no turn, no vote and no capacity, and works on no item.
    pub fn is_inside(&self) -> bool {
        !self.outside
    }

    /// `80 %`, or that they are outside the team.
    pub fn allocation_in_words(&self) -> String {
        if self.outside { "outside the team".to_owned() } else { format!("{} %", self.allocation) }
    }

    pub fn sheet(&self) -> Sheet {
        let allocation = (!self.outside).then(|| self.allocation.percent());
        Sheet::row()
            .json("name", &self.name)
            .json("role", &self.role)
            .told("allocation", "", allocation, self.allocation_in_words())
            .json("outside", self.outside)
            .field("starts_on", "From", self.starts_on)
            .field("ends_on", "Until", self.ends_on)
    }
}

impl Absence {
    /// Whether they are away on that day, before or after noon.
    pub fn covers(&self, day: Day, after_noon: bool) -> bool {
        let half = if after_noon { Part::Afternoon } else { Part::Morning };
        (self.from..=self.to).contains(&day) && (self.part == Part::Day || self.part == half)
    }

    /// `on Fri 4 Dec`, `from Fri 4 Dec to Mon 7 Dec`, `on the morning of Fri 4 Dec`, `in the mornings from … to …`.
    pub fn when(&self, this_year: i32) -> String {
        let (from, to) = (short_day(self.from, this_year), short_day(self.to, this_year));
        match (self.part, self.from == self.to) {
            (Part::Day, true) => format!("on {from}"),
            (Part::Day, false) => format!("from {from} to {to}"),
            (half, true) => format!("on the {} of {from}", half.word()),
            (half, false) => format!("in the {}s from {from} to {to}", half.word()),
        }
    }

    /// Its days, as `Fri 27 Nov`, `Fri 27 Nov to Mon 30 Nov` or `Fri 27 Nov, morning`.
    pub fn days(&self, today: Day) -> String {
        let (from, to) = (short_day(self.from, today.year()), short_day(self.to, today.year()));
        let days = if from == to { from } else { format!("{from} to {to}") };
        if self.part == Part::Day { days } else { format!("{days}, {}", self.part.word()) }
    }

    pub fn sheet(&self) -> Sheet {
        let sheet = Sheet::row().json("id", self.id).json("member", &self.member);
        let half = (self.part != Part::Day).then(|| self.part.word());
        let sheet = sheet.json("from", self.from).json("to", self.to);
        sheet.told("part", "", self.part.word(), half).json("note", &self.note)
    }
}

impl Holiday {
    pub fn sheet(&self) -> Sheet {
        Sheet::row().json("day", self.day).json("name", &self.name)
    }
}
