//! A retro as Markdown: old actions and their rulings, what was said, what was committed (A1–A5).

use crate::app::retro::RetroView;
use crate::domain::action::{Action, FollowThrough, carried_in_words};
use crate::domain::points::count;
use crate::domain::retro::{Topic, in_columns};
use crate::domain::time::Day;
use crate::domain::worktime::working_days;
use crate::domain::zone::Zone;
use crate::faces::markdown::{cell, line};
use crate::report::facts::facts;

/// The whole retro; days and instants in the team's time zone.
pub fn markdown(view: &RetroView, today: Day, zone: Zone) -> String {
    let mut parts = vec![format!("# Retro of sprint {}", view.sprint.number), standing(view, zone)];
    let today = view.day(today, zone);
    let facts = facts(&view.report);
    let rows = facts.iter().map(|(label, words)| format!("- **{label}**: {}", line(words)));
    parts.push(section("Facts", rows));
    if !view.old.is_empty() {
        let rows = view.old.iter().map(|action| old(action, view.retro.sprint, today, zone));
        parts.push(section("Actions of earlier retros", rows));
    }
    for (column, topics) in in_columns(&view.retro.columns, &view.topics) {
        if !topics.is_empty() {
            parts.push(section(&line(&column), topics.iter().map(topic)));
        }
    }
    if !view.committed.is_empty() {
        parts.push(section("Committed", view.committed.iter().map(committed)));
    }
    if let Some(reason) = &view.retro.no_action_reason {
        parts.push(format!("## Committed\n\nNothing: {}", line(reason)));
    }
    if !view.not_now.is_empty() {
        parts.push(section("Not now", view.not_now.iter().map(|entry| format!("- {}", line(&entry.text)))));
    }
    if !view.not_now_before.is_empty() {
        let rows = view.not_now_before.iter().map(|entry| format!("- {} (sprint {})", line(&entry.text), entry.sprint));
        parts.push(section("Not now, from earlier retros", rows));
    }
    parts.push(format!("**Follow-through**: {}", follow_through_in_words(&view.follow_through)));
    parts.join("\n\n") + "\n"
}

/// `5 committed, 4 done, 2 verified as working, 6.5 days at the median, 1 carried twice or more`.
pub fn follow_through_in_words(figures: &FollowThrough) -> String {
    if figures.committed == 0 {
        return "no action has been committed yet".to_owned();
    }
    let days = match figures.median_days {
        Some(days) => format!("done after {} at the median", working_days(days)),
        None => "days until done unknown".to_owned(),
    };
    format!(
        "{} committed, {} done, {} verified as working, {days}, {} carried twice or more",
        figures.committed, figures.done, figures.worked, figures.carried_twice
    )
}

fn section(heading: &str, rows: impl Iterator<Item = String>) -> String {
    format!("## {heading}\n\n{}", rows.collect::<Vec<_>>().join("\n"))
}

fn standing(view: &RetroView, zone: Zone) -> String {
    let began = view.retro.started_at.local_full(zone);
    match view.retro.finished_at {
        Some(at) => format!("Begun {began}, ended {}.", at.local_full(zone)),
        None => format!("Begun {began}, under way."),
    }
}

fn old(action: &Action, sprint: i64, today: Day, zone: Zone) -> String {
    let ruling = match action.ruled_at(sprint) {
        Some(ruled) => {
            let because = ruled.reason.as_ref().map_or_else(String::new, |reason| format!(" ({})", line(reason)));
            format!("**{}**{because}", ruled.ruling.word())
        }
        None => "**waits for a ruling**".to_owned(),
    };
    let mut facts = vec![line(&action.whose(today)), format!("due {}", action.due)];
    facts.push(match action.done_at {
        Some(at) => format!("done {}", at.day(zone)),
        None if action.is_overdue(today) => "overdue".to_owned(),
        None => "not done".to_owned(),
    });
    facts.extend(Some(carried_in_words(action.carried())).filter(|words| !words.is_empty()));
    format!(
        "- {} {}: {ruling}  \n  {}. It worked if: {}",
        action.key(),
        line(&action.text),
        facts.join(", "),
        line(&action.shows)
    )
}

fn topic(topic: &Topic) -> String {
    let votes = match topic.votes {
        0 => String::new(),
        n => format!(" ({})", count(n, "vote")),
    };
    let head = format!("- **{}** {}{votes}", topic.number, line(&topic.text));
    let rest: Vec<String> = match topic.notes.as_slice() {
        [_] => Vec::new(),
        notes => notes.iter().map(|note| format!("  - **{}** {}", note.number, line(&note.text))).collect(),
    };
    std::iter::once(head).chain(rest).collect::<Vec<_>>().join("\n")
}

fn committed(action: &Action) -> String {
    let from = action.note.map_or_else(String::new, |note| format!(" (from note {note})"));
    format!(
        "- {} {}: {}, due {}{from}  \n  It worked if: {}",
        action.key(),
        cell(&action.text),
        line(&action.owner),
        action.due,
        line(&action.shows)
    )
}
