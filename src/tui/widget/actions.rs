//! Retro actions that stand in a sprint, as rows of their own beside its items: nothing of theirs is in the points (A3).
//!
//! ```text
//! ─ Retro actions ─────────────────────────────────────────────── d says done ─
//!  A3  Pair on every review      Noor · carried once · 12 days old · due Fri 18 Dec
//! ```

use crate::domain::action::{Action, carried_in_words};
use crate::domain::points::count;
use crate::domain::text;
use crate::domain::time::short_day;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use chrono::Datelike;

/// The most rows of actions: a team that has more sees how many more.
const MOST: usize = 3;

/// Below this width the words of an action need the room of a day.
const NARROW: u16 = 70;

/// The fewest rows of a screen that leave room for actions.
const ROOM: u16 = 14;

/// How many rows they take of an area that high, with the heading.
pub fn height(actions: &[Action], area: u16) -> u16 {
    if actions.is_empty() || area < ROOM {
        return 0;
    }
    1 + u16::try_from(actions.len().min(MOST)).unwrap_or(0)
}

/// Draws the heading and a row for each.
pub fn render(pen: &mut Pen<'_>, actions: &[Action]) {
    let (width, height) = (pen.width(), usize::from(pen.height()));
    if height == 0 {
        return;
    }
    pen.rule(0, 0, width, pen.ctx().glyphs.rule, Role::Border);
    pen.text(1, 0, width.saturating_sub(2), " Retro actions ", Role::Dim);
    let hidden = actions.len().saturating_sub(height - 1);
    let more = if hidden > 0 { format!("{hidden} more, ") } else { String::new() };
    if actions.iter().any(|action| action.done_at.is_none()) && width > 36 {
        let words = format!(" {more}{} when done ", Command::ActionFinish);
        pen.right(width.saturating_sub(1), 0, width / 2, &words, Role::Dim);
    }
    for (y, action) in (1..).zip(actions.iter().take(height - 1)) {
        row(pen, y, action);
    }
}

fn row(pen: &mut Pen<'_>, y: u16, action: &Action) {
    let (width, ctx) = (pen.width(), pen.ctx());
    let mut facts = standing(action, width < NARROW, ctx);
    facts.push((carried_in_words(action.carried()), Role::Note));
    facts.push((age(action.age_days(ctx.today, ctx.zone)), Role::Dim));
    facts.retain(|(words, _)| !words.is_empty());
    let mut edge = width.saturating_sub(1);
    // The words of the action come first; of the rest what there is room for, the most pressing first.
    for (words, role) in facts {
        let wide = u16::try_from(text::width(&words)).unwrap_or(u16::MAX);
        if edge > wide.saturating_add(if width < NARROW { 30 } else { 44 }) {
            edge = pen.right(edge, y, wide, &words, role).saturating_sub(3);
            pen.text(edge + 1, y, 1, ctx.glyphs.dot, Role::Dim);
        }
    }
    let owner = u16::try_from(text::width(&action.owner)).unwrap_or(u16::MAX).min(width / 4);
    let edge = pen.right(edge, y, owner, &action.owner, Role::Text).saturating_sub(2);
    let done = action.done_at.is_some();
    pen.text(1, y, 4, &action.key(), Role::ItemKey);
    pen.text(6, y, edge.saturating_sub(6), &action.text, if done { Role::Dim } else { Role::Text });
}

/// Done, or when it is due, and that this has passed.
fn standing(action: &Action, narrow: bool, ctx: &Ctx<'_>) -> Vec<(String, Role)> {
    let due = short_day(action.due, ctx.today.year());
    vec![match () {
        () if action.done_at.is_some() => (format!("{} done", ctx.glyphs.done), Role::Good),
        () if action.is_overdue(ctx.today) && narrow => ("overdue".to_owned(), Role::Bad),
        () if action.is_overdue(ctx.today) => (format!("overdue since {due}"), Role::Bad),
        () => (format!("due {due}"), Role::Dim),
    }]
}

/// `12 days old`; empty on the first day.
pub fn age(days: i64) -> String {
    if days > 0 { format!("{} old", count(days, "day")) } else { String::new() }
}
