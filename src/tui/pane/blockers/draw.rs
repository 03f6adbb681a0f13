//! How the blockers look.
//!
//! ```text
//! ─ To be escalated ──────────────────────────────────────────── 1 ─
//! ■ B1  Gate 3 has no network port      HB-4     3.5 d  no update for 3 days
//!       Mara clears it · waiting on Harbour technics
//! ─ Waiting for an answer ───────── 2 blockers · 4.5 days · 8 points ─
//! ```

use super::{BlockerRow, Blockers, Listed, title};
use crate::domain::blocker::Ladder;
use crate::domain::points::{count, counted, number};
use crate::faces::sheet::Style;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::empty;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;

pub fn draw(pane: &Blockers, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    if pane.rows.is_empty() {
        let about = "A blocker has a cause, an owner and a clock: after 48 hours without an update it is due for \
            escalation, and it returns at every standup.";
        let keys = [(Command::BlockersRaise, "raise a blocker"), (Command::BlockersAll, "show the resolved ones")];
        return empty::render(frame, area, ctx, "No open blockers", about, &keys);
    }
    let mut pen = Pen::new(frame, area, ctx);
    for (y, (at, row)) in (0..pen.height()).zip(pane.rows.iter().enumerate().skip(pane.window.top)) {
        match row {
            BlockerRow::Overdue(overdue) => {
                heading(&mut pen, y, "To escalate or rule on", &count(*overdue, "blocker"), Role::Bad);
            }
            BlockerRow::Cause(held) => {
                let blockers = count(held.blockers, "blocker");
                let unknown = match held.unestimated {
                    0 => String::new(),
                    n => format!(" and {n} without an estimate"),
                };
                let dot = ctx.glyphs.dot;
                let (days, points) = (counted(held.days, "day"), counted(held.points, "point"));
                let words = format!("{blockers} {dot} {days} {dot} {points}{unknown}");
                heading(&mut pen, y, title(held.cause), &words, Role::Heading);
            }
            BlockerRow::Resolved => heading(&mut pen, y, "Resolved", "", Role::Dim),
            BlockerRow::Blocker(listed) => blocker(&mut pen, y, listed, at == pane.window.cursor),
            BlockerRow::More(words) => {
                let width = pen.width().saturating_sub(8);
                pen.text(7, y, width, words, Role::Dim);
            }
        }
    }
}

fn heading(pen: &mut Pen<'_>, y: u16, words: &str, right: &str, role: Role) {
    let (width, sign) = (pen.width(), pen.ctx().glyphs.rule);
    pen.rule(0, y, width, sign, Role::Border);
    let right = if right.is_empty() { String::new() } else { format!(" {right} ") };
    let end = pen.right(width.saturating_sub(2), y, width / 2 + 8, &right, Role::Dim);
    pen.text(2, y, end.saturating_sub(3), &format!(" {words} "), role);
}

fn blocker(pen: &mut Pen<'_>, y: u16, listed: &Listed, here: bool) {
    let (width, ctx) = (pen.width(), pen.ctx());
    let ground = if ctx.on_top { Role::Cursor } else { Role::CursorAway };
    let role = |role: Role| if here { ground } else { role };
    if here {
        pen.fill(0, y, width, ground);
        pen.text(0, y, 1, ctx.glyphs.cursor, ground);
    }
    let resolved = listed.ladder == Ladder::Resolved;
    let sign = if resolved { (ctx.glyphs.done, Role::Good) } else { (ctx.glyphs.blocked, Role::Bad) };
    pen.text(1, y, 1, sign.0, role(sign.1));
    pen.text(3, y, 4, &listed.blocker.key(), role(Role::ItemKey));
    let (stand, colour) = standing(listed, ctx);
    let wide = width >= 90;
    let mut end = pen.right(width.saturating_sub(1), y, if wide { 26 } else { 20 }, &stand, role(colour));
    end = end.min(width.saturating_sub(if wide { 28 } else { 22 }));
    end = pen.right(end, y, 8, &format!("{} d", number(listed.days)), role(Role::Text)).saturating_sub(2);
    let items = listed.blocker.items.join(", ");
    let room = if wide { 18 } else { 10 };
    let at = end.saturating_sub(room);
    pen.text(at, y, room, &items, role(Role::ItemKey));
    pen.text(7, y, at.saturating_sub(8), &listed.blocker.text, role(if resolved { Role::Dim } else { Role::Text }));
}

/// Where it is: overdue, with somebody, accepted, changed or unchanged since the last standup.
fn standing(listed: &Listed, ctx: &Ctx<'_>) -> (String, Role) {
    let words = Style::spoken(ctx.zone, ctx.today).words(&listed.blocker.level_in_words(&listed.ladder));
    match (&listed.ladder, &listed.since_last) {
        (Ladder::Breached(why), _) => (why.clone(), Role::Bad),
        (Ladder::Resolved, _) => (words, Role::Good),
        (Ladder::Escalated | Ladder::Accepted(_), _) => (words, Role::Note),
        (Ladder::Fresh, _) if listed.demands_ruling => ("needs a ruling".to_owned(), Role::Bad),
        (Ladder::Fresh, Some(since)) => (since.clone(), if since == "unchanged" { Role::Warn } else { Role::Good }),
        (Ladder::Fresh, None) => (String::new(), Role::Dim),
    }
}
