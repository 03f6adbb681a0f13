//! The first row: team, sprint, goal, day, points, scope change, blocked items (U1).
//!
//! ```text
//!  Mesos · Sprint 7 · Agents recover after a network…   day 6 of 10 · 21/34 pts · +3 −2 · 2 blocked
//! ```

use crate::app::header::HeaderFacts;
use crate::domain::calendar::DayOf;
use crate::domain::text;
use crate::tui::theme::Role;
use crate::tui::widget::pen::Pen;

/// Below this width the day is written short.
const WIDE: u16 = 100;

/// Draws the header into one row.
pub fn render(pen: &mut Pen<'_>, standing: &HeaderFacts) {
    let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
    pen.clear(Role::Header);
    let figures = figures(standing, width, glyphs.minus);
    let gap = format!(" {} ", glyphs.dot);
    let long: usize = figures.iter().map(|(words, _)| text::width(words) + 3).sum();
    let right = width.saturating_sub(u16::try_from(long).unwrap_or(width));
    let mut x = 1 + pen.text(1, 0, (width / 3).max(16), &standing.team, Role::Team);
    for words in [standing.sprint_words(), goal(standing)] {
        if !words.is_empty() && x + 6 < right {
            x += pen.text(x, 0, right - x, &gap, Role::Header);
            x += pen.text(x, 0, right.saturating_sub(x + 1), &words, Role::Header);
        }
    }
    let mut end = width.saturating_sub(1);
    for (at, (words, role)) in figures.iter().enumerate().rev() {
        if end <= x + 3 {
            break;
        }
        end = pen.right(end, 0, end - x, words, *role);
        pen.tint(end, 0, 0, Role::Header);
        if at > 0 {
            end = pen.right(end, 0, 3, &gap, Role::Header);
        }
    }
}

fn goal(standing: &HeaderFacts) -> String {
    match &standing.sprint {
        Some(sprint) => sprint.goal.clone().unwrap_or_else(|| "no goal yet".to_owned()),
        None => String::new(),
    }
}

/// The figures from left to right.
fn figures(standing: &HeaderFacts, width: u16, minus: &str) -> Vec<(String, Role)> {
    let mut figures = Vec::new();
    let day = if width < WIDE { standing.short_day() } else { standing.day.map(DayOf::words) };
    figures.extend(day.map(|words| (words, Role::Header)));
    figures.extend(standing.points_words().map(|words| (words, Role::Header)));
    figures.extend(standing.change_words(minus).map(|words| (words, Role::Warn)));
    if standing.blocked > 0 {
        figures.push((format!("{} blocked", standing.blocked), Role::Bad));
    }
    if standing.read_only {
        figures.push(("read-only".to_owned(), Role::Warn));
    }
    figures
}
