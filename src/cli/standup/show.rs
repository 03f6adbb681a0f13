//! The facts as text and JSON, the state of a standup, and the list of past ones.

use crate::app::Standfast;
use crate::app::standup::{Facts, UnderWay};
use crate::cli::output::Reply;
use crate::domain::points::counted;
use crate::domain::standup::facts::{ActionFact, Asked, BlockerFact, Carried, LeftBehind, Moved, Person};
use crate::domain::standup::{Turn, share};
use crate::domain::text::clean;
use crate::domain::time::{Instant, short_day};
use crate::domain::worktime::working_days;
use crate::error::Result;
use chrono::Datelike;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What everyone should see in one glance.
pub fn facts(app: &Standfast) -> Result<Reply> {
    let facts = app.standup_facts()?;
    let since = match facts.last_standup {
        Some(day) => format!("since the standup of {}", short_day(day, facts.day.year())),
        None => format!("since {}", facts.since.local(app.zone())),
    };
    let mut parts = vec![format!("{}, {since}", short_day(facts.day, app.today().year()))];
    parts.extend(listed("Rule on today", demands(&facts)));
    parts.extend(facts.people.iter().map(person));
    parts.extend(facts.left.iter().filter_map(left_behind));
    parts.extend(listed("Moved, nobody's", facts.others.iter().map(news)));
    parts.extend(listed("Blockers", facts.blockers.iter().map(|fact| format!("{}{}", fact.blocker, about(fact)))));
    parts.extend(listed("Resolved", facts.resolved.iter().map(|text| clean(text).into_owned())));
    let stops = facts.stops.iter().map(|stop| format!("{} {}", carried(&stop.item), clean(&stop.why.join("; "))));
    parts.extend(listed("The board stops at", stops));
    let topics = facts.topics.iter().map(|topic| format!("{} {}", topic.key(), clean(&topic.text)));
    parts.extend(listed("Taken offline", topics));
    let requests: Vec<String> = facts.requests.iter().map(crate::domain::scope::Request::key).collect();
    Ok(Reply::default()
        .with("day", facts.day)
        .with("since", facts.since)
        .with("last_standup", facts.last_standup)
        .with("people", &facts.people)
        .with("others", &facts.others)
        .with("left", &facts.left)
        .with("blockers", &facts.blockers)
        .with("resolved", &facts.resolved)
        .with("stops", &facts.stops)
        .with("requests", requests)
        .with("actions", &facts.actions)
        .with("topics", facts.topics.iter().map(crate::domain::standup::topic::Topic::key).collect::<Vec<_>>())
        .with("standup", app.standup()?.map(|now| fields(&now, app.now())))
        .with_text(parts.join("\n\n")))
}

/// What must be ruled on, and what should be.
fn demands(facts: &Facts) -> Vec<String> {
    let blockers = facts.blockers.iter().filter(|fact| fact.demands_ruling);
    let blockers = blockers
        .map(|fact| format!("{} unchanged at {} standups: {}", fact.blocker, fact.unchanged, clean(&fact.text)));
    let requests = facts
        .requests
        .iter()
        .map(|request| format!("{} asks to {}: {}", request.key(), request.brief(), clean(&request.reason)));
    let overdue = facts.actions.iter().filter(|action| action.overdue);
    let actions = overdue.map(|action| {
        format!("{} was due {}: {} ({})", action.action, action.due, clean(&action.text), clean(&action.whose()))
    });
    blockers.chain(requests).chain(actions).collect()
}

fn listed(title: &str, lines: impl IntoIterator<Item = String>) -> Option<String> {
    let body = lines.into_iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    (!body.is_empty()).then(|| format!("{title}\n{body}"))
}

/// What somebody holds who has no turn.
fn left_behind(left: &LeftBehind) -> Option<String> {
    let blockers = left.blockers.iter().map(|fact| format!("block  {}{}", fact.blocker, about(fact)));
    let items = left.items.iter().map(carrying).chain(blockers).chain(left.actions.iter().map(action));
    listed(&clean(&left.heading()), items.chain(left.asked.iter().map(asked)))
}

fn carrying(item: &Carried) -> String {
    let sign = if item.stuck.is_empty() { "      " } else { "stuck " };
    let why = item.stuck.iter().map(|why| format!("\n           {}", clean(why)));
    format!("{sign} {}{}", carried(item), why.collect::<String>())
}

fn action(action: &ActionFact) -> String {
    format!("action {} due {}: {}", action.action, action.due, clean(&action.text))
}

fn asked(asked: &Asked) -> String {
    format!("asked  {} needs: {}", clean(&asked.by), clean(&asked.needs))
}

/// One person: the stuck first.
pub fn person(person: &Person) -> String {
    let role = person.role.as_ref().map_or_else(String::new, |role| format!(" ({})", clean(role)));
    let away = if person.absent { ": away today" } else { "" };
    let mut lines: Vec<String> = person.carrying.iter().map(carrying).collect();
    lines.extend(person.blockers.iter().map(|fact| format!("block  {}{}", fact.blocker, about(fact))));
    lines.extend(person.actions.iter().map(action));
    lines.extend(person.moved.iter().map(|moved| format!("moved  {}", news(moved))));
    lines.extend(person.asked.iter().map(asked));
    lines.extend(person.last.today.as_ref().map(|text| format!("last   {}", clean(text))));
    lines.extend(person.words.today.as_ref().map(|text| format!("today  {}", clean(text))));
    lines.extend(person.words.needs.as_ref().map(|text| format!("needs  {}", clean(text))));
    lines.insert(0, format!("{}{role}{away}", clean(&person.name)));
    lines.join("\n  ")
}

fn carried(item: &Carried) -> String {
    let points = item.points.map_or_else(String::new, |points| format!(", {}", counted(points, "point")));
    let age = if item.age_days < 1.0 { String::new() } else { format!(" for {}", working_days(item.age_days)) };
    format!("{} {} ({}{age}{points})", item.key, clean(&item.title), clean(&item.status))
}

fn about(fact: &BlockerFact) -> String {
    let mut text = format!(" {}", clean(&fact.text));
    let mut more: Vec<String> = vec![fact.since_last.clone(), working_days(fact.days)];
    more.extend((!fact.items.is_empty()).then(|| fact.items.join(", ")));
    more.extend(fact.clears().map(|words| clean(&words).into_owned()));
    more.extend(fact.waiting_on.as_ref().map(|who| format!("waiting on {}", clean(who))));
    more.extend(fact.breach.clone());
    let _ = write!(text, " ({})", more.join(", "));
    text
}

fn news(moved: &Moved) -> String {
    let mut text = format!("{} {}", moved.key, clean(&moved.title));
    if let (Some(from), Some(to)) = (&moved.from, &moved.to) {
        let _ = write!(text, ": {} to {}", clean(from), clean(to));
    }
    if moved.taken {
        text.push_str(", taken");
    }
    if let Some(ticked) = moved.ticked_in_words() {
        let _ = write!(text, ", {ticked}");
    }
    if let Some(by) = &moved.by {
        let _ = write!(text, ", by {}", clean(by));
    }
    if let Some(of) = &moved.of {
        let _ = write!(text, ", {}'s", clean(of));
    }
    text
}

/// Adds the state of the standup to an answer.
pub fn standing(app: &Standfast, reply: Reply) -> Result<Reply> {
    Ok(match app.standup()? {
        Some(now) => reply.with("standup", fields(&now, app.now())),
        None => reply,
    })
}

fn fields(now: &UnderWay, at: Instant) -> Value {
    let standup = &now.standup;
    let turn = |turn: &Turn| {
        json!({
            "name": turn.name,
            "state": turn.state,
            "speaking": standup.turn == Some(turn.id),
            "seconds": turn.total(standup, at) / 1000,
        })
    };
    json!({
        "day": standup.day,
        "state": standup.state,
        "walk": standup.walk,
        "order": standup.order,
        "seed": standup.seed,
        "started_at": standup.started_at,
        "seconds": standup.total(at) / 1000,
        "limit_seconds": standup.limit / 1000,
        "share_seconds": share(standup.limit, &now.turns) / 1000,
        "turns": now.turns.iter().map(turn).collect::<Vec<_>>(),
        "item": now.item,
    })
}

/// Past standups: "we ran 23 minutes, 8 of them on PAY-31".
pub fn list(app: &Standfast, limit: usize) -> Result<Reply> {
    let sheets = app.standups(limit)?.into_iter().map(|one| one.sheet());
    let columns = ["day", "state", "#seconds", "#over_seconds", "#heard", "#absent", "longest", "longest_item"];
    Ok(Reply::sheets("standups", sheets, &columns, "No standups yet.", app.zone()))
}
