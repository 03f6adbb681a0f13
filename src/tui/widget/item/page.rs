//! An item as lines: what is on its page, broken to a width, and the places where the cursor stops.

use super::prose::{self, Lead};
use crate::app::Standfast;
use crate::domain::blocker::Blocker;
use crate::domain::item::{Class, Item, Link, Unready};
use crate::domain::log::HistoryEntry;
use crate::domain::sprint::State;
use crate::domain::stuck::days_in_status;
use crate::domain::text;
use crate::domain::worktime::age_in_words;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::passage::{Passage, broken};

/// The columns before the text: the cursor, a gap, a mark, a gap.
pub(super) const GUTTER: u16 = 4;
/// The columns of the names of facts.
const LABEL: u16 = 12;

/// What is before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    Done,
    Open,
    Blocked,
    Warn,
    Bullet,
}

/// Where the cursor stops, and what keys do there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// An acceptance criterion, counted from 1, and whether it is met.
    Criterion(usize, bool),
    /// A failing criterion of readiness, and the command that mends it.
    Mend(Command),
    Link(String),
}

/// One row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    pub mark: Mark,
    /// Where the words begin, counted from the gutter.
    pub x: u16,
    pub words: Vec<(String, Role)>,
    /// The stop that this row belongs to.
    pub stop: Option<usize>,
    /// The command named at the right end.
    pub mend: Option<Command>,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub rows: Vec<PageRow>,
    pub stops: Vec<Stop>,
    width: u16,
}

/// Everything that a page shows.
#[derive(Debug, Clone)]
pub struct Facts {
    pub item: Item,
    pub blockers: Vec<Blocker>,
    pub story: Vec<HistoryEntry>,
    /// Working days in its status.
    pub days: u32,
    pub zone: crate::domain::zone::Zone,
    pub today: crate::domain::time::Day,
}

impl Facts {
    /// Reads what the page of one item needs; the history only if it is shown.
    pub fn read(standfast: &Standfast, key: &str, with_story: bool) -> Result<Self> {
        let item = standfast.item(key)?;
        let blockers = if item.blockers.is_empty() {
            Vec::new()
        } else {
            let all = standfast.blockers(true)?;
            all.into_iter().filter(|blocker| item.blockers.contains(&blocker.key())).collect()
        };
        let story = if with_story { standfast.item_history(&item.row.key)? } else { Vec::new() };
        let days = days_in_status(&item.row, &standfast.calendar()?, standfast.now());
        Ok(Self { item, blockers, story, days, today: standfast.today(), zone: standfast.zone() })
    }
}

impl Page {
    /// Sets an item out over `width` columns, the gutter among them, with at most so many lines of its description.
    pub fn new(facts: &Facts, width: u16, most: usize) -> Self {
        let mut page = Self { width: width.saturating_sub(GUTTER).max(8), ..Self::default() };
        page.row(Mark::None, 0, &Passage::new(text::clean(&facts.item.row.title), Role::Strong), None);
        page.gap();
        page.facts(facts);
        page.readiness(facts);
        page.criteria(&facts.item);
        page.links("Depends on", &facts.item.depends_on);
        page.links("Needed by", &facts.item.needed_by);
        page.links("Parts", &facts.item.children);
        page.description(&facts.item.description, most);
        page.story(facts);
        page
    }

    /// The first row of a stop, and the one behind its last.
    pub fn rows_of(&self, stop: usize) -> std::ops::Range<usize> {
        let first = self.rows.iter().position(|row| row.stop == Some(stop)).unwrap_or(0);
        let last = self.rows.iter().rposition(|row| row.stop == Some(stop)).unwrap_or(first);
        first..last + 1
    }

    fn gap(&mut self) {
        if self.rows.last().is_some_and(|row| !row.words.is_empty()) {
            self.rows.push(PageRow { mark: Mark::None, x: 0, words: Vec::new(), stop: None, mend: None });
        }
    }

    fn heading(&mut self, words: &str, note: &str) {
        self.gap();
        let passage = Passage::new(words, Role::Heading);
        let passage = if note.is_empty() { passage } else { passage.and(format!("  {note}"), Role::Dim) };
        self.row(Mark::None, 0, &passage, None);
    }

    /// A passage broken to what is left of the width; all its rows belong to the stop.
    fn row(&mut self, mark: Mark, x: u16, passage: &Passage, stop: Option<Stop>) {
        let stop = stop.map(|stop| {
            self.stops.push(stop);
            self.stops.len() - 1
        });
        for (n, (indent, mut words)) in broken(passage, self.width.saturating_sub(x)).into_iter().enumerate() {
            if let Some((last, _)) = words.last_mut() {
                last.truncate(last.trim_end().len());
            }
            let mark = if n == 0 { mark } else { Mark::None };
            self.rows.push(PageRow { mark, x: x + indent, words, stop, mend: None });
        }
    }

    fn fact(&mut self, label: &str, passage: &Passage) {
        let first = self.rows.len();
        self.row(Mark::None, LABEL, passage, None);
        if let Some(row) = self.rows.get_mut(first) {
            let wide = usize::from(LABEL);
            row.words.insert(0, (format!("{label:<wide$}"), Role::Dim));
            row.x = 0;
        }
    }

    fn facts(&mut self, facts: &Facts) {
        let item = &facts.item;
        self.fact("Status", &status_words(facts));
        let points = item
            .row
            .points
            .map_or_else(|| Passage::new("unknown", Role::Dim), |points| Passage::new(points.to_string(), Role::Text));
        self.fact("Points", &points);
        let nobody = || Passage::new("nobody", Role::Dim);
        self.fact("Assignee", &item.row.whose(facts.today).as_deref().map_or_else(nobody, plain));
        if let Some(words) = sprint_words(item) {
            self.fact("Sprint", &plain(&words));
        }
        if !item.outside_sprints.is_empty() {
            self.fact("Elsewhere", &plain(&item.outside_sprints.join(", ")));
        }
        if !item.labels.is_empty() {
            self.fact("Labels", &plain(&item.labels.join(", ")));
        }
        if let Some(milestone) = &item.milestone {
            self.fact("Milestone", &plain(milestone));
        }
        if let Some(parent) = &item.parent {
            self.fact("Part of", &link_words(parent));
        }
    }

    fn readiness(&mut self, facts: &Facts) {
        let row = &facts.item.row;
        if row.class.is_ended() {
            return;
        }
        self.gap();
        if row.not_ready.is_empty() {
            self.row(Mark::Done, 0, &Passage::new("Ready", Role::Good), None);
            return;
        }
        self.row(Mark::None, 0, &Passage::new("Not ready", Role::Heading), None);
        for unready in &row.not_ready {
            let mark = if matches!(unready, Unready::Blocked(_)) { Mark::Blocked } else { Mark::Warn };
            let (stop, mend) = mends(unready);
            let first = self.rows.len();
            self.row(mark, 0, &Passage::new(unready_words(unready, facts), Role::Text), Some(stop));
            if let Some(row) = self.rows.get_mut(first) {
                row.mend = Some(mend);
            }
        }
    }

    fn criteria(&mut self, item: &Item) {
        if item.criteria.is_empty() {
            return;
        }
        let met = item.criteria.iter().filter(|criterion| criterion.met).count();
        self.heading("Acceptance criteria", &format!("{met} of {} met", item.criteria.len()));
        for (n, criterion) in (1..).zip(&item.criteria) {
            let mark = if criterion.met { Mark::Done } else { Mark::Open };
            self.row(mark, 0, &plain(&criterion.text), Some(Stop::Criterion(n, criterion.met)));
        }
    }

    fn links(&mut self, title: &str, links: &[Link]) {
        if links.is_empty() {
            return;
        }
        self.heading(title, "");
        for link in links {
            let mark = if link.ended { Mark::Done } else { Mark::Open };
            self.row(mark, 0, &link_words(link).indent(2), Some(Stop::Link(link.key.clone())));
        }
    }

    fn description(&mut self, description: &str, most: usize) {
        if description.trim().is_empty() {
            return;
        }
        self.heading("Description", "");
        for (lead, passage) in prose::lines(description, most) {
            match lead {
                Lead::Plain => self.row(Mark::None, 0, &passage, None),
                Lead::Bullet => {
                    let first = self.rows.len();
                    self.row(Mark::None, 2, &passage, None);
                    if let Some(row) = self.rows.get_mut(first) {
                        row.mark = Mark::Bullet;
                    }
                }
            }
        }
    }

    fn story(&mut self, facts: &Facts) {
        if facts.story.is_empty() {
            return;
        }
        self.heading("History", "");
        for told in &facts.story {
            let why =
                told.reason.as_ref().map_or_else(String::new, |reason| format!(", because {}", text::clean(reason)));
            let passage = Passage::new(format!("{}  ", told.at.local(facts.zone)), Role::Dim)
                .and(format!("{}  ", text::clean(&told.actor)), Role::Dim)
                .and(format!("{}{why}", text::clean(&told.words)), Role::Text)
                .indent(2);
            self.row(Mark::None, 0, &passage, None);
        }
    }
}

/// What mends a failing criterion: a command on this item, or the other item, where work has to be finished first.
fn mends(unready: &Unready) -> (Stop, Command) {
    let command = match unready {
        Unready::Unestimated => Command::ItemPoints,
        Unready::NoCriteria => Command::ItemCriterion,
        Unready::TooLarge(_) => Command::ItemEdit,
        Unready::Blocked(_) => Command::BlockerResolve,
        Unready::DependsOn(keys) => match keys.first() {
            Some(key) => return (Stop::Link(key.clone()), Command::ItemEnter),
            None => Command::ItemEdit,
        },
    };
    (Stop::Mend(command), command)
}

/// The failing criterion in words; of a blocker, what is in the way.
fn unready_words(unready: &Unready, facts: &Facts) -> String {
    match unready {
        Unready::Blocked(_) if !facts.blockers.is_empty() => {
            let each = |blocker: &Blocker| format!("{} {}", blocker.key(), text::clean(&blocker.text));
            format!("blocked by {}", facts.blockers.iter().map(each).collect::<Vec<_>>().join("; "))
        }
        other => other.words(),
    }
}

fn plain(words: &str) -> Passage {
    Passage::new(text::clean(words), Role::Text)
}

fn link_words(link: &Link) -> Passage {
    let role = if link.ended { Role::Dim } else { Role::Text };
    Passage::new(format!("{} ", link.key), Role::ItemKey).and(text::clean(&link.title), role)
}

fn status_words(facts: &Facts) -> Passage {
    let item = &facts.item;
    let since = match facts.days {
        0 => ", since today".to_owned(),
        days => format!(", for {}", age_in_words(days)),
    };
    let passage = plain(&item.row.status).and(since, Role::Dim);
    match &item.drop_reason {
        Some(reason) if item.row.class == Class::Dropped => {
            passage.and(format!(": {}", text::clean(reason)), Role::Text)
        }
        _ => passage,
    }
}

/// The sprint it is in, those it was in, and how often it rolled over (I5).
fn sprint_words(item: &Item) -> Option<String> {
    let each = |state: &str, number: i64| match state {
        "" => number.to_string(),
        state => format!("{number} ({state})"),
    };
    let sprints = item.sprints.iter().map(|sprint| match sprint.state {
        State::Draft => each("draft", sprint.number),
        State::Locked => each("under way", sprint.number),
        State::Closed => each("", sprint.number),
        State::Cancelled => each("cancelled", sprint.number),
    });
    let mut words = sprints.collect::<Vec<_>>().join(", ");
    match item.row.rollovers {
        0 => {}
        1 => words.push_str("; carried over once"),
        times => words = format!("{words}; carried over {times} times"),
    }
    (!words.is_empty()).then_some(words)
}
