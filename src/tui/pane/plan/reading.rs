//! What the plan says in words: what an item lacks, and the figures in full.

use super::figures;
use crate::app::planning::ReadyAhead;
use crate::domain::item::{ItemRow, Unready};
use crate::domain::points::person_days;
use crate::domain::scope::Request;
use crate::domain::text;
use crate::tui::glyph::UNICODE;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;

/// Whether an item is ready, or every criterion it fails (I3).
pub(super) fn readiness(row: &ItemRow) -> (String, Role) {
    if row.not_ready.is_empty() {
        return ("ready".to_owned(), Role::Good);
    }
    let words: Vec<String> = row.not_ready.iter().map(Unready::words).collect();
    (format!("not ready: {}", words.join("; ")), Role::Warn)
}

/// Who asked for the item in a request that was deferred to this planning, and why.
pub(super) fn request(request: &Request) -> String {
    format!("{}, asked by {}: {}", request.key(), text::clean(&request.requested_by), text::clean(&request.reason))
}

/// How often sprints closed on the item unfinished.
pub(super) fn rollovers(row: &ItemRow) -> Option<String> {
    match row.rollovers {
        0 => None,
        1 => Some("carried over once".to_owned()),
        2 => Some("carried over twice".to_owned()),
        n => Some(format!("carried over {n} times")),
    }
}

/// Everyone's days, and the items that the next two sprints would take, each with what it lacks (I4).
pub(super) fn figures(plan: Option<&crate::app::planning::Plan>, ahead: Option<&ReadyAhead>) -> Next {
    let mut passages = Vec::new();
    if let Some(plan) = plan {
        passages.push(Passage::new("Capacity", Role::Heading));
        for member in &plan.view.capacity.members {
            passages.push(Passage::new(format!("  {}", figures::member_words(member, UNICODE.minus)), Role::Text));
        }
        if let Some(days) = plan.view.capacity.person_days {
            passages.push(Passage::new(format!("  {} together", person_days(days)), Role::Strong));
        }
        passages.push(Passage::gap());
    }
    if let Some(ahead) = ahead {
        passages.extend(ready_ahead(ahead));
    }
    Next::ask(Reader::new("How the figures are made", passages))
}

fn ready_ahead(ahead: &ReadyAhead) -> Vec<Passage> {
    let title = match ahead.percent {
        Some(percent) => format!("The next two sprints are {percent} % ready"),
        None => "Nothing to plan".to_owned(),
    };
    let size = match ahead.points {
        Some(points) => format!("taken from the top of the backlog, about {}", points.in_words()),
        None => "taken from the top of the backlog; the points of two sprints are not known yet".to_owned(),
    };
    let mut passages = vec![Passage::new(title, Role::Heading).and(format!("  {size}"), Role::Dim).indent(2)];
    for row in &ahead.items {
        let (words, role) = readiness(row);
        let points = row.points.map_or_else(|| "?".to_owned(), |points| points.to_string());
        let head = Passage::new(format!("  {}  ", row.key), Role::ItemKey);
        passages.push(
            head.and(format!("{} ({points})  ", text::fit(&row.title, 60)), Role::Text).and(words, role).indent(4),
        );
    }
    passages
}
