//! A blocker as a page to read: everything known about it, and what was done (B1–B3).

use crate::app::Standfast;
use crate::domain::points::counted;
use crate::domain::text;
use crate::domain::time::{Day, short_day};
use crate::error::Result;
use crate::tui::act::blocker::ladder_in_words;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;
use chrono::Datelike;

/// Everything about a blocker and what was done about it, to read.
pub fn page(blocker: i64, standfast: &Standfast) -> Result<Next> {
    let (blocker, this_year, zone) = (standfast.blocker(blocker)?, standfast.today().year(), standfast.zone());
    let ladder = blocker.ladder(standfast.now(), standfast.today(), standfast.team()?.escalate_after);
    let mut passages = vec![Passage::new(text::clean(&blocker.text), Role::Strong), Passage::gap()];
    let mut fact = |label: &str, words: Option<String>| {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            let words = text::clean(&words).into_owned();
            passages.push(Passage::new(format!("{label:<11} "), Role::Dim).and(words, Role::Text).indent(12));
        }
    };
    let day = |day: Option<Day>| day.map(|day| short_day(day, this_year));
    let days = counted(blocker.days(&standfast.calendar()?, standfast.now()), "working day");
    fact("Cause", Some(blocker.cause.word().to_owned()));
    fact("Holds up", Some(blocker.items.join(", ")));
    let by = blocker.raised_by.as_ref().map_or_else(String::new, |name| format!(" by {name}"));
    fact("Raised", Some(format!("{}{by}, {days} ago", blocker.raised_at.local(zone))));
    fact("Cleared by", blocker.owner.clone());
    fact("Waiting on", blocker.waiting_on.clone());
    fact("Needed by", day(blocker.needed_by));
    let step_by = day(blocker.next_step_by).map_or_else(String::new, |day| format!(" (by {day})"));
    fact("Next step", blocker.next_step.as_ref().map(|step| format!("{step}{step_by}")));
    fact("Ladder", Some(ladder_in_words(&blocker, &ladder, this_year)));
    fact("Resolved", blocker.resolution.clone());
    passages.push(Passage::gap());
    for done in standfast.blocker_history(blocker.number)? {
        let when = format!("{} ", done.at.local(zone));
        let words = format!("{}: {}", text::clean(&done.actor), text::clean(&done.said));
        passages.push(Passage::new(when, Role::Dim).and(words, Role::Text).indent(4));
    }
    Ok(Next::ask(Reader::new(blocker.key(), passages)))
}
