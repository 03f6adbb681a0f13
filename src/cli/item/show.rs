//! `item show`, and an item as the JSON of lists shows it.

use crate::app::Standfast;
use crate::cli::output::Reply;
use crate::cli::table::facts;
use crate::domain::item::{Criterion, Item, ItemRow, Link, Unready};
use crate::domain::log::HistoryEntry;
use crate::domain::points::Points;
use crate::domain::text;
use crate::domain::time::Day;
use crate::domain::zone::Zone;
use crate::error::Result;
use clap::Args;
use serde_json::{Map, Value, json};

/// Everything about an item
#[derive(Debug, Args)]
pub struct Show {
    /// Its key
    key: String,
}

impl Show {
    pub fn run(&self, app: &mut Standfast) -> Result<Reply> {
        let item = app.item(&self.key)?;
        let history = app.item_history(&self.key)?;
        let summary = summary(&item.row, &item.labels, &item.criteria, (app.today(), app.zone()));
        let reply = Reply::default().with_fields(summary).with_fields(rest(&item));
        let text = format!("{}\n\nHistory\n{}", page(&item, app.zone()), story(&history, app.zone()));
        Ok(reply.with("history", history.iter().map(told).collect::<Vec<_>>()).with_text(text))
    }
}

/// Points as people read them; a dash when unknown.
pub fn points(points: Option<Points>) -> String {
    points.map_or_else(|| "–".to_owned(), |points| points.to_string())
}

/// The fields of an item in a list.
pub fn summary(
    row: &ItemRow,
    labels: &[String],
    criteria: &[Criterion],
    (today, zone): (Day, Zone),
) -> Map<String, Value> {
    let age = (today - row.status_since.day(zone)).num_days().max(0);
    let fields = json!({
        "key": row.key,
        "external_key": row.external_key,
        "title": row.title,
        "kind": row.kind,
        "status": row.status,
        "points": row.points,
        "assignee": row.assignee,
        "labels": labels,
        "sprint": row.sprint,
        "rank": row.rank,
        "criteria": criteria,
        "ready": row.not_ready.is_empty(),
        "not_ready": row.not_ready.iter().map(Unready::words).collect::<Vec<_>>(),
        "rollovers": row.rollovers,
        "age_days": age,
    });
    if let Value::Object(fields) = fields { fields } else { Map::new() }
}

/// What only the item's own view has.
fn rest(item: &Item) -> Value {
    let keys = |links: &[Link]| links.iter().map(|link| link.key.clone()).collect::<Vec<_>>();
    json!({
        "description": item.description,
        "class": item.row.class,
        "parent": item.parent.as_ref().map(|link| &link.key),
        "children": keys(&item.children),
        "depends_on": keys(&item.depends_on),
        "needed_by": keys(&item.needed_by),
        "milestone": item.milestone,
        "drop_reason": item.drop_reason,
        "created_at": item.created_at,
        "ended_at": item.ended_at,
        "status_since": item.row.status_since,
        "sprints": item.sprints.iter().map(|s| json!({ "number": s.number, "state": s.state })).collect::<Vec<_>>(),
        "outside_sprints": item.outside_sprints,
        "blockers": item.blockers,
        "origin": item.origin,
    })
}

fn told(told: &HistoryEntry) -> Value {
    let HistoryEntry { operation, at, actor, words, reason } = told;
    json!({ "operation": operation, "at": at, "actor": actor, "words": words, "reason": reason })
}

/// The latest first, a line each.
fn story(history: &[HistoryEntry], zone: Zone) -> String {
    let line = |told: &HistoryEntry| {
        let why = told.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
        format!(
            "  {}  {}: {}",
            told.at.local_full(zone),
            text::clean(&told.actor),
            text::clean(&(told.words.clone() + &why))
        )
    };
    history.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn page(item: &Item, zone: Zone) -> String {
    let row = &item.row;
    let outside = row.external_key.as_ref().map_or_else(String::new, |key| format!(" ({key})"));
    let mut parts = vec![format!("{}  {}", text::clean(&format!("{}{outside}", row.key)), text::clean(&row.title))];
    parts.push(facts(&details(item, zone)));
    if !item.criteria.is_empty() {
        let line = |(number, criterion): (usize, &Criterion)| {
            format!("  {} [{}] {}", number + 1, if criterion.met { 'x' } else { ' ' }, text::clean(&criterion.text))
        };
        let lines: Vec<String> = item.criteria.iter().enumerate().map(line).collect();
        parts.push(format!("Acceptance criteria\n{}", lines.join("\n")));
    }
    if !item.description.trim().is_empty() {
        parts.push(text::clean_block(item.description.trim()).into_owned());
    }
    parts.join("\n\n")
}

fn details(item: &Item, zone: Zone) -> Vec<(&'static str, String)> {
    let row = &item.row;
    let links = |links: &[Link]| {
        let one = |link: &Link| format!("{}{}", link.key, if link.ended { " (ended)" } else { "" });
        links.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let ready = if row.not_ready.is_empty() {
        "yes".to_owned()
    } else {
        let words: Vec<String> = row.not_ready.iter().map(Unready::words).collect();
        format!("no: {}", words.join("; "))
    };
    let sprints: Vec<String> = item.sprints.iter().map(|s| format!("{} ({})", s.number, s.state.word())).collect();
    vec![
        ("Kind", row.kind.word().to_owned()),
        ("Status", format!("{} since {}", row.status, row.status_since.local(zone))),
        ("Points", points(row.points)),
        ("Assignee", row.assignee.clone().unwrap_or_default()),
        ("Ready", if row.class.is_ended() { String::new() } else { ready }),
        ("Labels", item.labels.join(", ")),
        ("Part of", item.parent.as_ref().map_or_else(String::new, |link| format!("{} {}", link.key, link.title))),
        ("Parts", links(&item.children)),
        ("Depends on", links(&item.depends_on)),
        ("Needed by", links(&item.needed_by)),
        ("Milestone", item.milestone.clone().unwrap_or_default()),
        ("Blockers", item.blockers.join(", ")),
        ("Sprints", sprints.join(", ")),
        ("Came from", item.origin.as_ref().map_or_else(String::new, crate::domain::review::Origin::words)),
        ("Named sprints", item.outside_sprints.join(", ")),
        ("Rolled over", if row.rollovers > 0 { row.rollovers.to_string() } else { String::new() }),
        ("Dropped", item.drop_reason.clone().unwrap_or_default()),
    ]
}
