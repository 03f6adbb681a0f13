//! A sprint's review as Markdown: what was shown, and what was said of it (V1).

use crate::app::review::ReviewView;
use crate::domain::points::count;
use crate::domain::review::{Demo, Verdict};
use crate::domain::zone::Zone;
use crate::faces::markdown::{cell, line};

/// The demo list with its verdicts; instants in the team's time zone.
pub fn markdown(view: &ReviewView, zone: Zone) -> String {
    let mut parts = vec![format!("# Review of sprint {}", view.sprint.number)];
    if let Some(goal) = &view.sprint.goal {
        parts.push(format!("**Goal**: {}", line(goal)));
    }
    parts.push(standing(view, zone));
    if view.demos.is_empty() {
        parts.push("Nothing is finished yet.".to_owned());
    }
    let over = view.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    parts.extend(view.demos.iter().enumerate().map(|(n, demo)| shown(n + 1, demo, over)));
    let not_shown: Vec<String> = view.not_shown().map(|demo| format!("- {}", item(demo))).collect();
    if over && !not_shown.is_empty() {
        parts.push(format!("## Finished, never shown\n\n{}", not_shown.join("\n")));
    }
    if !view.never_shown.is_empty() {
        let earlier = view
            .never_shown
            .iter()
            .map(|(sprint, row)| format!("- {} {} (sprint {sprint})", cell(&row.key), cell(&row.title)));
        parts.push(format!("## Of earlier sprints, never shown\n\n{}", earlier.collect::<Vec<_>>().join("\n")));
    }
    parts.join("\n\n") + "\n"
}

/// One item of the demo list.
pub fn one(demo: &Demo) -> String {
    shown(1, demo, false).replacen("## 1. ", "", 1)
}

fn standing(view: &ReviewView, zone: Zone) -> String {
    let Some(review) = &view.review else {
        return format!("Not begun; `standfast review start {}` begins it.", view.sprint.number);
    };
    let ended = match review.finished_at {
        Some(at) => format!("ended {}", at.local_full(zone)),
        None => "under way".to_owned(),
    };
    let present = if review.present.is_empty() {
        String::new()
    } else {
        format!("  \n**Present**: {}", review.present.iter().map(|name| line(name)).collect::<Vec<_>>().join(", "))
    };
    format!("Begun {}, {ended}.{present}", review.started_at.local_full(zone))
}

fn item(demo: &Demo) -> String {
    let points = demo.item.points.map_or_else(String::new, |points| format!(" ({})", points.in_words()));
    format!("{} {}{points}", cell(&demo.item.key), cell(&demo.item.title))
}

fn shown(place: usize, demo: &Demo, over: bool) -> String {
    let verdict = demo.verdict.map_or(if over { "not shown" } else { "to be shown" }, Verdict::word);
    let mut lines = vec![format!("## {place}. {}: {verdict}\n", item(demo))];
    let by = match (&demo.presenter, demo.minutes) {
        (Some(name), Some(minutes)) => format!("- Shown by {}, {}", line(name), count(minutes, "minute")),
        (Some(name), None) => format!("- Shown by {}", line(name)),
        (None, Some(minutes)) => format!("- Nobody shows it yet, {}", count(minutes, "minute")),
        (None, None) => "- Nobody shows it yet".to_owned(),
    };
    lines.push(by);
    lines.extend(
        demo.criteria
            .iter()
            .map(|criterion| format!("- [{}] {}", if criterion.met { 'x' } else { ' ' }, line(&criterion.text))),
    );
    lines.extend(demo.note.iter().map(|note| format!("- Said: {}", line(note))));
    lines.extend(demo.feedback.iter().map(|(key, text)| format!("- Feedback {}: {}", cell(key), line(text))));
    lines.extend(demo.evidence.iter().map(|evidence| format!("- Evidence: {}", line(evidence))));
    if !demo.present.is_empty() {
        lines.push(format!("- Present: {}", demo.present.iter().map(|name| line(name)).collect::<Vec<_>>().join(", ")));
    }
    lines.join("\n")
}
