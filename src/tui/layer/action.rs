//! A retro action as a page to read, with what retros decided about it (A1–A3).

use crate::app::Standfast;
use crate::domain::action::carried_in_words;
use crate::domain::text;
use crate::domain::time::short_day;
use crate::error::Result;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::actions::age;
use crate::tui::widget::passage::Passage;
use chrono::Datelike;

/// Everything about an action and what retros said of it, to read.
pub fn page(number: i64, standfast: &Standfast) -> Result<Next> {
    let (action, zone, today) = (standfast.action(number)?, standfast.zone(), standfast.today());
    let fact = |label: &str, words: &str| {
        Passage::new(format!("{label:<13}"), Role::Dim).and(text::clean(words), Role::Text).indent(13)
    };
    let due = short_day(action.due, today.year());
    let due = if action.is_overdue(today) { format!("{due}, which has passed") } else { due };
    let mut passages = vec![
        Passage::new(text::clean(&action.text), Role::Strong),
        Passage::gap(),
        fact("It worked if", &action.shows),
        fact("Owner", &action.owner),
        fact("Due", &due),
        fact("Committed", &format!("{}, at the retro of sprint {}", action.committed_at.day(zone), action.sprint)),
    ];
    let told = [age(action.age_days(today, zone)), carried_in_words(action.carried())];
    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
    passages.extend((!told.is_empty() && action.is_open()).then(|| fact("Age", &told.join(", "))));
    passages.extend(action.done_at.map(|at| fact("Done", &at.day(zone).to_string())));
    passages.extend(action.done_note.as_ref().map(|note| fact("Said", note)));
    for ruled in &action.rulings {
        let because = ruled.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
        passages.push(fact(&format!("Sprint {}", ruled.sprint), &format!("{}{because}", ruled.ruling.word())));
    }
    Ok(Next::ask(Reader::new(format!("Action {}", action.key()), passages)))
}
