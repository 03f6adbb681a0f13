//! A standup's digest as Markdown: blockers and needs first, then what changed, then each person (S7).

use crate::domain::points::{counted, number};
use crate::domain::standup::facts::{BlockerFact, Carried, LeftBehind, Moved, Person};
use crate::domain::standup::record::{Heard, Record, SprintFact};
use crate::domain::standup::{State, TurnState, Walk, clock_text};
use crate::domain::worktime::working_days;
use crate::faces::markdown::line;
use std::fmt::Write as _;

/// The digest.
pub fn markdown(record: &Record) -> String {
    let mut parts =
        vec![format!("# {} standup, {}", line(&record.team), record.day.format("%a %-d %b %Y")), head(record)];
    parts.extend(section("Blockers", blockers(record)));
    parts.extend(section("Needs", needs(record)));
    parts.extend(section("To decide", record.requests.iter().chain(&record.actions).map(|text| line(text))));
    parts.extend(section("Changed", changed(record)));
    parts.extend(record.left.iter().filter_map(left_behind));
    parts.extend(section("People", record.people.iter().filter_map(person)));
    parts.extend(section("Taken offline", offline(record)));
    parts.join("\n\n") + "\n"
}

fn section(title: &str, lines: impl IntoIterator<Item = String>) -> Option<String> {
    let list = lines.into_iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n");
    (!list.is_empty()).then(|| format!("## {title}\n\n{list}"))
}

fn head(record: &Record) -> String {
    let mut lines: Vec<String> = record.sprint.iter().flat_map(sprint).collect();
    let over = record.seconds - record.limit_seconds;
    let over = if over > 0 { format!(", {} too long", clock_text(over * 1000)) } else { String::new() };
    let state = match record.state {
        State::Finished => String::new(),
        State::Left => " Left half-way.".to_owned(),
        State::Running | State::Paused => " Still under way.".to_owned(),
    };
    lines.push(format!("{}{over}.{}{state}", clock_text(record.seconds * 1000), people_in_numbers(record)));
    lines.join("  \n")
}

fn sprint(sprint: &SprintFact) -> Vec<String> {
    let day = sprint.day.as_ref().map_or_else(String::new, |day| format!(", {day}"));
    let (done, scope) = (number(sprint.completed), counted(sprint.scope, "point"));
    let goal = sprint.goal.as_ref().map(|goal| format!("Goal: {}", line(goal)));
    let sprint = format!("Sprint {}{day}: {done} of {scope} done.", sprint.number);
    std::iter::once(sprint).chain(goal).collect()
}

fn people_in_numbers(record: &Record) -> String {
    let named = |state| {
        let those = record.people.iter().filter(|heard| heard.turn == Some(state));
        those.map(|heard| line(&heard.person.name)).collect::<Vec<_>>()
    };
    let (spoken, absent, skipped) = (named(TurnState::Spoken), named(TurnState::Absent), named(TurnState::Skipped));
    let mut text = match record.walk {
        Walk::Person => format!(" {} heard.", spoken.len()),
        Walk::Board => " Along the board.".to_owned(),
    };
    if !absent.is_empty() {
        let _ = write!(text, " Away: {}.", absent.join(", "));
    }
    if !skipped.is_empty() {
        let _ = write!(text, " Not heard: {}.", skipped.join(", "));
    }
    if let Some(item) = record.items.first().filter(|item| item.seconds >= 60) {
        let _ = write!(text, " {} of it on {}.", clock_text(item.seconds * 1000), line(&item.key));
    }
    text
}

fn left_behind(left: &LeftBehind) -> Option<String> {
    let items = left.items.iter().map(|item| format!("{} {} ({})", item.key, line(&item.title), line(&item.status)));
    let blockers = left.blockers.iter().map(|fact| format!("{} {}", fact.blocker, line(&fact.text)));
    let actions = left.actions.iter().map(|action| format!("{} {}", action.action, line(&action.text)));
    let asked = left.asked.iter().map(|asked| format!("{} needs: {}", line(&asked.by), line(&asked.needs)));
    section(&line(&left.heading()), items.chain(blockers).chain(actions).chain(asked))
}

fn blockers(record: &Record) -> Vec<String> {
    record.blockers.iter().map(|fact| blocker(record, fact)).collect()
}

fn blocker(record: &Record, fact: &BlockerFact) -> String {
    let mut text = format!("**{}** {}", fact.blocker, line(&fact.text));
    if !fact.items.is_empty() {
        let _ = write!(text, " ({})", fact.items.join(", "));
    }
    let mut more: Vec<String> = Vec::new();
    more.extend(fact.clears().map(|words| line(&words)));
    more.extend(fact.waiting_on.as_ref().map(|who| format!("waiting on {}", line(who))));
    more.push(working_days(fact.days));
    more.push(fact.since_last.clone());
    more.extend(fact.breach.as_ref().map(|why| format!("**{why}**")));
    let _ = write!(text, ": {}.", more.join(", "));
    for ruling in record.rulings.iter().filter(|ruling| ruling.blocker == fact.blocker) {
        let _ = write!(text, " Ruled today, {}: {}.", ruling.ruling, line(&ruling.words));
    }
    text
}

fn needs(record: &Record) -> Vec<String> {
    let said = |heard: &Heard| {
        let words = &heard.person.words;
        let needs = words.needs.as_ref()?;
        let from: Vec<String> = words.from.iter().map(|name| line(name)).collect();
        let from = if from.is_empty() { String::new() } else { format!(" (from {})", from.join(", ")) };
        Some(format!("**{}** {}{from}", line(&heard.person.name), line(needs)))
    };
    record.people.iter().filter_map(said).collect()
}

fn changed(record: &Record) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for heard in &record.people {
        let own = heard.person.moved.iter().filter(|moved| moved.of.is_none());
        lines.extend(own.map(|moved| format!("{} ({})", news(moved), line(&heard.person.name))));
    }
    // What somebody moved that is nobody's is nobody's news but theirs.
    for heard in &record.people {
        let others = heard.person.moved.iter().filter(|moved| moved.of.is_some());
        let untold: Vec<String> = others
            .filter(|moved| record.people.iter().all(|other| Some(&other.person.name) != moved.of.as_ref()))
            .map(|moved| format!("{} (moved by {})", news(moved), line(&heard.person.name)))
            .collect();
        lines.extend(untold);
    }
    let by =
        |moved: &Moved| moved.by.as_ref().map_or_else(|| "nobody's".to_owned(), |by| format!("moved by {}", line(by)));
    lines.extend(record.others.iter().map(|moved| format!("{} ({})", news(moved), by(moved))));
    lines.extend(record.resolved.iter().map(|text| format!("Resolved {}", line(text))));
    lines
}

/// What became of an item, in words.
fn news(moved: &Moved) -> String {
    let mut what: Vec<String> = Vec::new();
    if let (Some(from), Some(to)) = (&moved.from, &moved.to) {
        what.push(format!("{} → {}", line(from), line(to)));
    }
    if moved.taken {
        what.push("taken".to_owned());
    }
    what.extend(moved.ticked_in_words());
    format!("{} {}: {}", moved.key, line(&moved.title), what.join(", "))
}

fn person(heard: &Heard) -> Option<String> {
    let Person { name, words, carrying, .. } = &heard.person;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(words.today.as_ref().map(|today| line(today)));
    if !carrying.is_empty() {
        parts.push(format!("carries {}", carrying.iter().map(carried).collect::<Vec<_>>().join("; ")));
    }
    if heard.turn == Some(TurnState::Absent) {
        parts.insert(0, "away".to_owned());
    }
    (!parts.is_empty()).then(|| format!("**{}**: {}", line(name), parts.join(" · ")))
}

fn carried(item: &Carried) -> String {
    let stuck =
        if item.stuck.is_empty() { String::new() } else { format!(", **stuck**: {}", line(&item.stuck.join("; "))) };
    format!("{} ({}{stuck})", item.key, line(&item.status))
}

fn offline(record: &Record) -> Vec<String> {
    let topic = |topic: &crate::domain::standup::record::TopicFact| {
        let with =
            if topic.people.is_empty() { String::new() } else { format!(", with {}", line(&topic.people.join(", "))) };
        let item = topic.item.as_ref().map_or_else(String::new, |key| format!(" ({key})"));
        format!("**{}** {}{item}{with}", topic.topic, line(&topic.text))
    };
    record.topics.iter().map(topic).collect()
}
