//! Retro actions as rows: of a sprint, beside its items, and of a retro. Nothing of theirs is in the points (A3).
//!
//! ```text
//! ─ Retro actions ─────────────────────────────────────────────── d says done ─
//!  A3  Pair on every review      Noor · carried once · 12 working days old · due Fri 18 Dec
//! ```

use crate::domain::action::{Action, carried_in_words};
use crate::domain::text;
use crate::domain::time::short_day;
use crate::domain::worktime::age_in_words;
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
        row(pen, y, action, false, ("", Role::Dim));
    }
}

/// Draws an action: its words, whose it is, its age, how often it was carried, when it is due; and what else is said of
/// it at the right end.
pub fn row(pen: &mut Pen<'_>, y: u16, action: &Action, here: bool, (end, end_role): (&str, Role)) {
    let (width, ctx) = (pen.width(), pen.ctx());
    let ground = here.then_some(if ctx.on_top { Role::Cursor } else { Role::CursorAway });
    let role = |own: Role| ground.unwrap_or(own);
    if let Some(ground) = ground {
        pen.fill(0, y, width, ground);
        pen.text(0, y, 1, ctx.glyphs.cursor, ground);
    }
    let done = action.done_at.is_some();
    let mut facts = vec![
        (end.to_owned(), end_role),
        if done && !end.is_empty() { (String::new(), Role::Dim) } else { due(action, width < NARROW, ctx) },
        (carried_in_words(action.carried()), Role::Note),
        (age(action.age_days(ctx.calendar, ctx.today)), Role::Dim),
    ];
    facts.retain(|(words, _)| !words.is_empty());
    let mut edge = width.saturating_sub(1);
    // The words of the action come first; of the rest what there is room for, the most pressing first.
    for (words, own) in facts {
        let wide = u16::try_from(text::width(&words)).unwrap_or(u16::MAX);
        if edge > wide.saturating_add(if width < NARROW { 30 } else { 40 }) {
            edge = pen.right(edge, y, wide, &words, role(own)).saturating_sub(3);
            pen.text(edge + 1, y, 1, ctx.glyphs.dot, role(Role::Dim));
        }
    }
    let whose = action.whose(ctx.today);
    let owner = u16::try_from(text::width(&whose)).unwrap_or(u16::MAX).min(width / 4);
    let edge = pen.right(edge, y, owner, &whose, role(Role::Text)).saturating_sub(2);
    pen.text(1, y, 4, &action.key(), role(Role::ItemKey));
    pen.text(
        6,
        y,
        edge.saturating_sub(6),
        &action.text,
        role(if done && end.is_empty() { Role::Dim } else { Role::Text }),
    );
}

/// Done, or when it is due, and that this has passed.
fn due(action: &Action, narrow: bool, ctx: &Ctx<'_>) -> (String, Role) {
    let due = short_day(action.due, ctx.today.year());
    match () {
        () if action.done_at.is_some() => (format!("{} done", ctx.glyphs.done), Role::Good),
        () if action.is_overdue(ctx.today) && narrow => ("overdue".to_owned(), Role::Bad),
        () if action.is_overdue(ctx.today) => (format!("overdue since {due}"), Role::Bad),
        () => (format!("due {due}"), Role::Dim),
    }
}

/// `12 working days old`; empty on the first day.
pub fn age(days: u32) -> String {
    if days > 0 { format!("{} old", age_in_words(days)) } else { String::new() }
}
