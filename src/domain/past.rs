//! Past sprints from another tool: contradictions are named, the rest becomes a frozen report (R1, R5, X2).

use crate::domain::item::Kind;
use crate::domain::points::{Points, count, estimate_in_words, number, rounded};
use crate::domain::report::{Figure, Figures, Imported, Line, Report};
use crate::domain::sprint::{Entered, ItemOutcome};
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use chrono::{DateTime, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// An item in a list of a past sprint.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    pub key: String,
    /// Its title; empty where the file has none.
    pub title: String,
    /// What sort of work.
    pub kind: Kind,
    pub status: String,
    /// Its estimate when the sprint began, or when it came in.
    pub at_start: Option<Points>,
    /// Its estimate when the sprint closed, or when it left.
    pub at_end: Option<Points>,
}

/// What became of an item, as the lists of a file part them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// Finished in the sprint.
    Completed,
    /// In the sprint and not finished.
    NotCompleted,
    /// Taken out of it.
    Removed,
    /// Finished in another sprint.
    Elsewhere,
}

/// The items of a past sprint.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lists {
    /// Finished in the sprint.
    pub completed: Vec<Listed>,
    /// In the sprint and not finished.
    pub not_completed: Vec<Listed>,
    /// Taken out of it.
    pub removed: Vec<Listed>,
    /// Finished in another sprint.
    pub elsewhere: Vec<Listed>,
    /// The keys of those that came in after it had begun.
    pub added: BTreeSet<String>,
    /// What the file calls all items of the sprint, if it has such a list beside the others.
    pub all: Option<Vec<Listed>>,
}

/// A past sprint as a file has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedSprint {
    /// The kind of file.
    pub format: String,
    /// What it is known by outside; it is imported once.
    pub id: String,
    pub name: String,
    /// What it was for.
    pub goal: Option<String>,
    /// Its state, in the file's word.
    pub state: Option<String>,
    /// When it was to begin.
    pub begins_at: Option<Instant>,
    /// When its scope became a promise.
    pub started_at: Option<Instant>,
    /// When it was to end.
    pub ends_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    pub lists: Lists,
    /// What to know about its figures.
    pub notes: Vec<String>,
    /// What could not be read although the report needs it.
    pub faults: Vec<String>,
}

impl Became {
    /// As in "listed as not completed".
    pub fn words(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::NotCompleted => "not completed",
            Self::Removed => "removed",
            Self::Elsewhere => "completed in another sprint",
        }
    }

    fn outcome(self) -> ItemOutcome {
        match self {
            Self::Completed => ItemOutcome::Completed,
            Self::NotCompleted => ItemOutcome::NotCompleted,
            Self::Removed => ItemOutcome::Removed,
            Self::Elsewhere => ItemOutcome::CompletedOutside,
        }
    }
}

impl Lists {
    /// Every item with its list.
    pub fn each(&self) -> impl Iterator<Item = (Became, &Listed)> {
        let lists = [
            (Became::Completed, &self.completed),
            (Became::NotCompleted, &self.not_completed),
            (Became::Removed, &self.removed),
            (Became::Elsewhere, &self.elsewhere),
        ];
        lists.into_iter().flat_map(|(became, items)| items.iter().map(move |item| (became, item)))
    }

    /// Where the lists say two things about one item, a sentence each; empty when they agree.
    pub fn contradictions(&self) -> Vec<String> {
        let mut places: BTreeMap<&str, Vec<(&'static str, &Listed)>> = BTreeMap::new();
        for (became, item) in self.each() {
            places.entry(&item.key).or_default().push((became.words(), item));
        }
        let mut found: Vec<String> = places.iter().filter_map(|(key, places)| in_two_lists(key, places)).collect();
        for item in self.all.iter().flatten() {
            if !places.contains_key(item.key.as_str()) {
                found.push(format!("{} is counted among all items but is in no list.", item.key));
            }
            places.entry(&item.key).or_default().push(("among all items", item));
        }
        found.extend(places.iter().filter_map(|(key, places)| two_estimates(key, places)));
        found.extend(self.missing_among_all());
        found
    }

    fn missing_among_all(&self) -> Vec<String> {
        let Some(all) = &self.all else { return Vec::new() };
        let known: BTreeSet<&str> = all.iter().map(|item| item.key.as_str()).collect();
        let inside = self.completed.iter().chain(&self.not_completed);
        let missing = inside.filter(|item| !known.contains(item.key.as_str()));
        missing.map(|item| format!("{} is in a list but is not counted among all items.", item.key)).collect()
    }

    /// Keys that are said to have come in and that are in no list.
    fn added_and_gone(&self) -> Vec<&str> {
        let known: BTreeSet<&str> = self.each().map(|(_, item)| item.key.as_str()).collect();
        self.added.iter().map(String::as_str).filter(|key| !known.contains(key)).collect()
    }
}

fn in_two_lists(key: &str, places: &[(&'static str, &Listed)]) -> Option<String> {
    let names: BTreeSet<&str> = places.iter().map(|(name, _)| *name).collect();
    match (places.len(), names.len()) {
        (0 | 1, _) => None,
        (_, 1) => Some(format!("{key} is listed twice as {}.", places.first()?.0)),
        _ => {
            let names: Vec<String> = places.iter().map(|(name, _)| format!("as {name}")).collect();
            Some(format!("{key} is listed {}.", names.join(" and ")))
        }
    }
}

fn two_estimates(key: &str, places: &[(&'static str, &Listed)]) -> Option<String> {
    let (first_name, first) = places.first()?;
    let (other_name, other) =
        places.iter().find(|(_, item)| (item.at_start, item.at_end) != (first.at_start, first.at_end))?;
    let words = |item: &Listed| estimate_in_words(item.at_end);
    Some(format!("{key} has {} ({first_name}) and {} ({other_name}).", words(first), words(other)))
}

impl ImportedSprint {
    /// Everything that keeps this from being taken as a closed sprint, a sentence each; empty when it can be.
    pub fn objections(&self, now: Instant) -> Vec<String> {
        let mut found = self.faults.clone();
        match &self.state {
            Some(state) if state.eq_ignore_ascii_case("closed") => {}
            Some(state) => found.push(format!("It is {state}: only a closed sprint is a fact.")),
            None => found.push("It does not say that it was closed.".to_owned()),
        }
        match self.closed_at {
            None => found.push("It does not say when it was closed.".to_owned()),
            Some(closed) if closed > now => {
                found.push(format!("It is said to close at {}, which is still to come.", closed.rfc3339()));
            }
            Some(closed) => {
                if let Some(start) = self.started_at.filter(|start| *start > closed) {
                    found.push(format!(
                        "It was closed at {}, before it began at {}.",
                        closed.rfc3339(),
                        start.rfc3339()
                    ));
                }
            }
        }
        if let (Some(begins), Some(ends)) = (self.begins_at, self.ends_at)
            && ends < begins
        {
            found.push(format!("It ends at {}, before it begins at {}.", ends.rfc3339(), begins.rfc3339()));
        }
        found.extend(self.lists.contradictions());
        found
    }

    /// The first and the last day. An end no later in the day than the beginning leaves that day to the next sprint.
    pub fn days(&self, zone: Zone) -> Option<(Day, Day)> {
        let (begins, ends) = (self.begins_at?, self.ends_at?);
        let (first, last) = (begins.day(zone), ends.day(zone));
        let whole_days = time_of_day(ends, zone)? <= time_of_day(begins, zone)?;
        Some((first, last.pred_opt().filter(|eve| whole_days && *eve >= first).unwrap_or(last)))
    }

    /// The report to freeze, as sprint `number` of this team; the sprint has no objections.
    pub fn report(&self, team: &str, number: i64, zone: Zone, person_days: Option<f64>) -> Report {
        let items: Vec<Line> = self.lists.each().map(|(became, item)| self.line(became, item)).collect();
        let days = self.days(zone);
        Report {
            team: team.to_owned(),
            sprint: number,
            name: Some(self.name.clone()),
            goal: self.goal.clone(),
            goal_outcome: None,
            note: None,
            starts_on: days.map(|(first, _)| first.to_string()),
            ends_on: days.map(|(_, last)| last.to_string()),
            locked_at: self.started_at.map(Instant::rfc3339),
            closed_at: self.closed_at.map(Instant::rfc3339).unwrap_or_default(),
            closed_by: None,
            imported: Some(Imported {
                format: self.format.clone(),
                id: self.id.clone(),
                notes: self.all_notes(zone, person_days),
            }),
            contract_sha256: None,
            person_days,
            calendar: None,
            figures: Figures::of(&items),
            reading: None,
            items,
            requests: Vec::new(),
            blocked: Vec::new(),
            standups: Vec::new(),
        }
    }

    fn line(&self, became: Became, item: &Listed) -> Line {
        let entered = match became {
            Became::Elsewhere => Entered::Finished,
            _ if self.lists.added.contains(&item.key) => Entered::Added,
            _ => Entered::Planned,
        };
        Line {
            number: None,
            key: item.key.clone(),
            external_key: None,
            title: item.title.clone(),
            kind: item.kind.word().to_owned(),
            status: item.status.clone(),
            points_at_lock: item.at_start.map(Points::value),
            points: item.at_end.map(Points::value),
            entered,
            outcome: became.outcome(),
            by_parts: false,
            rollovers: 0,
            disposition: None,
        }
    }

    /// What the file says besides, and what had to be derived.
    fn all_notes(&self, zone: Zone, person_days: Option<f64>) -> Vec<String> {
        let mut notes = self.notes.clone();
        notes.extend(
            self.lists
                .added_and_gone()
                .into_iter()
                .map(|key| format!("{key} is said to have come in but is in no list. It is not counted.")),
        );
        if let Some((_, last)) = self.days(zone)
            && self.ends_at.is_some_and(|ends| ends.day(zone) > last)
        {
            notes.push(format!("It ends no later in the day than it begins: {last} is taken as its last day."));
        }
        notes.push(match person_days {
            Some(days) => {
                format!("Person-days are {}: the team's members and calendar, as they are known here.", rounded(days))
            }
            None => "Person-days are unknown: nobody is known to have been in the team then.".to_owned(),
        });
        notes
    }
}

fn time_of_day(at: Instant, zone: Zone) -> Option<NaiveTime> {
    DateTime::from_timestamp_millis(at.0).map(|at| at.with_timezone(&zone).time())
}

/// What two reports of one imported sprint say differently, in words; empty if they agree on the facts.
pub fn differences(here: &Report, told: &Report) -> Vec<String> {
    let figure = |what: &str, here: Figure, told: Figure| {
        let words = |figure: Figure| format!("{} in {}", number(figure.points), count(figure.count, "item"));
        (here != told).then(|| format!("{what}: {} here, {} in the file", words(here), words(told)))
    };
    let (f, g) = (&here.figures, &told.figures);
    let mut found: Vec<String> = [
        figure("committed", f.committed, g.committed),
        figure("added", f.added, g.added),
        figure("removed", f.removed, g.removed),
        figure("completed", f.completed, g.completed),
        figure("completed outside", f.completed_outside, g.completed_outside),
        figure("not completed", f.not_completed, g.not_completed),
    ]
    .into_iter()
    .flatten()
    .collect();
    let text = |what: &str, here: Option<&str>, told: Option<&str>| {
        let words = |text: Option<&str>| text.unwrap_or("unknown").to_owned();
        (here != told).then(|| format!("{what}: {} here, {} in the file", words(here), words(told)))
    };
    found.extend(text("name", here.name.as_deref(), told.name.as_deref()));
    found.extend(text("goal", here.goal.as_deref(), told.goal.as_deref()));
    found.extend(text("began", here.locked_at.as_deref(), told.locked_at.as_deref()));
    found.extend(text("closed", Some(&here.closed_at), Some(&told.closed_at)));
    if found.is_empty() && here.items != told.items {
        found.push("its items".to_owned());
    }
    found
}
