//! The lines of a page of the standup: one person, one stop of the board, or what remains before it ends.

use crate::app::standup::Facts;
use crate::domain::action::carried_in_words;
use crate::domain::points::{count, number};
use crate::domain::standup::fact::{ActionFact, Asked, BlockerFact, Carried, Moved, Person};
use crate::domain::standup::stops::Stop;
use crate::domain::text::clean;
use crate::domain::time::short_day;
use crate::domain::worktime::working_days;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::actions::age;
use chrono::Datelike;

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// An item, by its key.
    Item(String),
    /// A blocker, by its number.
    Blocker(i64),
    Request(i64),
    Action(i64),
    Topic(i64),
}

/// The sign before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sign {
    #[default]
    None,
    /// Stuck, or demanding a ruling.
    Stuck,
    Blocked,
    Done,
    Became,
}

/// One line of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is about; headings and explanations are about nothing.
    pub spot: Option<Spot>,
    pub sign: Sign,
    /// The words with their roles.
    pub words: Vec<(String, Role)>,
    /// What is at its right end.
    pub right: Option<(String, Role)>,
    /// Columns before the words.
    pub indent: u16,
    /// Of a heading, the key that does something to the lines below it, and what.
    pub key: Option<(Command, &'static str)>,
}

impl Line {
    fn heading(words: &str) -> Self {
        Self { words: vec![(words.to_owned(), Role::Heading)], ..Self::default() }
    }

    fn about(spot: Spot, words: Vec<(String, Role)>) -> Self {
        Self { spot: Some(spot), words, indent: 2, ..Self::default() }
    }

    fn more(words: impl Into<String>, role: Role) -> Self {
        Self { words: vec![(words.into(), role)], indent: 4, ..Self::default() }
    }

    fn signed(self, sign: Sign) -> Self {
        Self { sign, ..self }
    }

    fn ending(self, words: impl Into<String>, role: Role) -> Self {
        Self { right: Some((words.into(), role)), ..self }
    }
}

/// The key beside headings above actions.
const DONE: (Command, &str) = (Command::ActionFinish, "says done");

/// A section with its heading; nothing if it has no lines.
fn section(lines: &mut Vec<Line>, title: &str, body: Vec<Line>) {
    if body.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line::heading(title));
    lines.extend(body);
}

/// The same with the key that helps beside the heading.
fn section_by(lines: &mut Vec<Line>, title: &str, key: (Command, &'static str), body: Vec<Line>) {
    let before = lines.len();
    section(lines, title, body);
    let heading = lines.iter_mut().skip(before).find(|line| !line.words.is_empty());
    if let Some(heading) = heading {
        heading.key = Some(key);
    }
}

/// One person: the stuck first, then blockers, who needs them, actions, what moved, what they said last.
pub fn of_person(person: &Person, facts: &Facts) -> Vec<Line> {
    let mut lines = Vec::new();
    let this_year = facts.day.year();
    let (stuck, going): (Vec<&Carried>, Vec<&Carried>) =
        person.carrying.iter().partition(|item| !item.stuck.is_empty());
    section(&mut lines, "Stuck", stuck.into_iter().flat_map(carried).collect());
    section(&mut lines, "Blockers", person.blockers.iter().flat_map(blocker).collect());
    section(&mut lines, "Needed from them", person.asked.iter().map(asked).collect());
    section(&mut lines, "In progress", going.into_iter().flat_map(carried).collect());
    section_by(&mut lines, "Actions", DONE, person.actions.iter().flat_map(|own| action(own, this_year)).collect());
    section(&mut lines, "Moved", person.moved.iter().map(moved).collect());
    let said = [("", &person.last.today), ("needed ", &person.last.needs)];
    let said =
        said.into_iter().filter_map(|(before, text)| text.as_ref().map(|text| format!("{before}{}", clean(text))));
    let said: Vec<Line> = said.map(|text| Line { indent: 2, ..Line::more(text, Role::Text) }).collect();
    let day = person.last_day.map_or_else(String::new, |day| format!(" on {}", short_day(day, this_year)));
    section(&mut lines, &format!("Said{day}"), said);
    if lines.is_empty() {
        lines.push(Line::more("Nothing in progress, nothing moved, no blockers.", Role::Dim));
    }
    lines
}

/// What somebody needs from this person.
fn asked(asked: &Asked) -> Line {
    let words = vec![(format!("{} ", clean(&asked.by)), Role::Strong), (clean(&asked.needs).into_owned(), Role::Text)];
    Line { words, indent: 2, ..Line::default() }
}

/// A stop of the walk over the board.
pub fn of_stop(stop: &Stop, facts: &Facts) -> Vec<Line> {
    let mut lines = carried(&Carried { stuck: stop.why.clone(), ..stop.item.clone() });
    let owner = match &stop.assignee {
        None => "no assignee".to_owned(),
        Some(name) if facts.left.iter().any(|left| left.was == *name) => format!("nobody's, was {}'s", clean(name)),
        Some(name) => format!("{}'s", clean(name)),
    };
    let has_owner = stop.assignee.as_ref().is_some_and(|name| facts.left.iter().all(|left| left.was != *name));
    let role = if has_owner { Role::Text } else { Role::Warn };
    lines.insert(1.min(lines.len()), Line::more(owner, role));
    let held = facts.blockers.iter().filter(|fact| fact.items.contains(&stop.item.key));
    section(&mut lines, "Blockers", held.flat_map(blocker).collect());
    let person = facts.people.iter().find(|person| Some(&person.name) == stop.assignee.as_ref());
    let moves = person.into_iter().flat_map(|person| &person.moved).filter(|moved| moved.key == stop.item.key);
    section(&mut lines, "Moved", moves.map(moved).collect());
    lines
}

/// What remains before the standup ends: what demands a ruling, what waits for a decision, what was parked.
pub fn of_end(facts: &Facts, running: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let demanded: Vec<&BlockerFact> = facts.blockers.iter().filter(|fact| fact.demands_ruling).collect();
    let title = if running { "Needs a ruling before the standup finishes" } else { "Needs a ruling at the standup" };
    section_by(&mut lines, title, (Command::StandupRule, "rules"), demanded.into_iter().flat_map(blocker).collect());
    let requests = facts.requests.iter().map(|request| {
        let words = format!("{}: {}", request.brief(), request.reason);
        Line::about(Spot::Request(request.number), keyed(&request.key(), &words))
            .ending(format!("asked by {}", clean(&request.requested_by)), Role::Dim)
    });
    let key = (Command::StandupRule, "decides");
    section_by(&mut lines, "Change requests that wait for a decision", key, requests.collect());
    let due = facts.actions.iter().filter(|action| action.due <= facts.day).flat_map(|owed| {
        let mut lines = action(owed, facts.day.year());
        let owner = format!("{} owns it", clean(&owed.whose()));
        match lines.get_mut(1) {
            Some(Line { words, .. }) => words.insert(0, (format!("{owner} · "), Role::Dim)),
            None => lines.push(Line::more(owner, Role::Dim)),
        }
        lines
    });
    section_by(&mut lines, "Actions due", DONE, due.collect());
    let unowned = facts.stops.iter().filter(|stop| stop.assignee.is_none() && !stop.item.stuck.is_empty());
    let unowned = unowned.map(|stop| Carried { stuck: stop.why.clone(), ..stop.item.clone() });
    section(&mut lines, "Nobody's", unowned.flat_map(|item| carried(&item)).collect());
    for left in &facts.left {
        let held = left.items.iter().flat_map(carried).chain(left.blockers.iter().flat_map(blocker));
        let held = held.chain(left.actions.iter().flat_map(|owed| action(owed, facts.day.year())));
        let held = held.chain(left.asked.iter().map(asked));
        section(&mut lines, &clean(&left.heading()), held.collect());
    }
    section(&mut lines, "Moved, without an assignee", facts.others.iter().map(moved).collect());
    let others = facts.blockers.iter().filter(|fact| !fact.demands_ruling);
    section(&mut lines, "Other open blockers", others.flat_map(blocker).collect());
    let resolved =
        facts.resolved.iter().map(|words| Line::more(clean(words).into_owned(), Role::Text).signed(Sign::Done));
    section(&mut lines, "Resolved since the last standup", resolved.collect());
    let topics = facts.topics.iter().map(|topic| {
        let with = topic.people.iter().map(|name| clean(name)).collect::<Vec<_>>().join(", ");
        Line::about(Spot::Topic(topic.number), keyed(&topic.key(), &topic.text)).ending(with, Role::Dim)
    });
    section_by(&mut lines, "Parking lot", (Command::StandupRule, "closes"), topics.collect());
    if lines.is_empty() {
        lines.push(Line::more("No rulings needed, parking lot empty.", Role::Dim));
    }
    lines
}

/// An action with its day, and below it its age and how often a retro kept it (A3).
fn action(action: &ActionFact, this_year: i32) -> Vec<Line> {
    let number = action.action.trim_start_matches('A').parse().unwrap_or(0);
    let due = short_day(action.due, this_year);
    let (words, role) =
        if action.overdue { (format!("overdue since {due}"), Role::Bad) } else { (format!("due {due}"), Role::Dim) };
    let mut lines = vec![Line::about(Spot::Action(number), keyed(&action.action, &action.text)).ending(words, role)];
    let told = [age(action.age_days), carried_in_words(action.carried)];
    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
    lines.extend((!told.is_empty()).then(|| Line::more(told.join(" · "), Role::Dim)));
    lines
}

fn keyed(key: &str, words: &str) -> Vec<(String, Role)> {
    vec![(format!("{key}  "), Role::ItemKey), (clean(words).into_owned(), Role::Text)]
}

fn carried(item: &Carried) -> Vec<Line> {
    let points = item.points.map_or_else(String::new, |points| format!("  {}", number(points)));
    let age = if item.age_days < 1.0 { String::new() } else { format!(" for {}", working_days(item.age_days)) };
    let rolled =
        if item.rollovers > 0 { format!(", rolled over {}", count(item.rollovers, "time")) } else { String::new() };
    let role = if item.stuck.is_empty() { Role::Dim } else { Role::Warn };
    let sign = if item.stuck.is_empty() { Sign::None } else { Sign::Stuck };
    let mut words = keyed(&item.key, &item.title);
    words.push((points, Role::Dim));
    let head = Line::about(Spot::Item(item.key.clone()), words).signed(sign);
    let head = head.ending(format!("{}{age}{rolled}", clean(&item.status)), role);
    let why = item.stuck.iter().map(|why| Line::more(clean(why).into_owned(), Role::Warn));
    std::iter::once(head).chain(why).collect()
}

fn blocker(fact: &BlockerFact) -> Vec<Line> {
    let number = fact.blocker.trim_start_matches('B').parse().unwrap_or(0);
    let urgent = fact.demands_ruling || fact.breach.is_some();
    let stance =
        if fact.unchanged > 1 { format!("unchanged at {} standups", fact.unchanged) } else { fact.since_last.clone() };
    let role = match fact.since_last.as_str() {
        "unchanged" if urgent => Role::Bad,
        "unchanged" => Role::Warn,
        _ => Role::Good,
    };
    let head = Line::about(Spot::Blocker(number), keyed(&fact.blocker, &fact.text)).signed(Sign::Blocked);
    let mut more: Vec<String> = Vec::new();
    more.extend((!fact.items.is_empty()).then(|| fact.items.join(", ")));
    more.extend(fact.whose().map(|name| format!("owner {}", clean(&name))));
    more.extend(fact.waiting_on.as_ref().map(|name| format!("waiting on {}", clean(name))));
    more.push(working_days(fact.days));
    more.extend(fact.next_step.as_ref().map(|step| format!("next: {}", clean(step))));
    more.extend(fact.escalated_to.as_ref().map(|name| format!("escalated to {}", clean(name))));
    let mut lines = vec![head.ending(stance, role), Line::more(more.join(" · "), Role::Dim)];
    lines.extend(fact.breach.as_ref().map(|why| Line::more(format!("escalate: {why}"), Role::Bad)));
    lines
}

fn moved(moved: &Moved) -> Line {
    let mut what: Vec<String> = Vec::new();
    if let (Some(from), Some(to)) = (&moved.from, &moved.to) {
        what.push(format!("{} to {}", clean(from), clean(to)));
    }
    what.extend(moved.taken.then(|| "taken".to_owned()));
    what.extend((moved.ticked > 0).then(|| format!("{} ticked", moved.ticked)));
    what.extend(moved.of.as_ref().map(|of| format!("{}'s", clean(of))));
    what.extend(moved.by.as_ref().map(|by| format!("by {}", clean(by))));
    let (sign, role) = if moved.finished { (Sign::Done, Role::Good) } else { (Sign::Became, Role::Dim) };
    Line::about(Spot::Item(moved.key.clone()), keyed(&moved.key, &moved.title))
        .signed(sign)
        .ending(what.join(", "), role)
}
