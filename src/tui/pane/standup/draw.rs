//! How a standup looks.
//!
//! ```text
//!  Tue 24 Nov · since the standup of Mon 23 Nov                       3:05 of 15:00
//!  ! To rule on: B1, C4
//! ▌Noor        1:12 │ Noor  backend                               1:12 of 2:30
//!   Ilja            │ today  Ask technics again
//! ✓ Pia        2:10 │ needs  five minutes of Mara▏
//!   Tomas      away │
//!   Before it ends  │ Stuck
//!                   │ ! HB-4  Void tickets at the gate      doing 3.5 d
//!                   │     blocked by B1
//! ```

use super::page::{Line, Sign};
use super::typing::{Typing, Which};
use super::{Entry, Standup};
use crate::app::standup::{Facts, UnderWay};
use crate::domain::standup::fact::Person;
use crate::domain::standup::{State, TurnState, clock_text, share};
use crate::domain::text::clean;
use crate::domain::time::short_day;
use crate::tui::command::Command;
use crate::tui::glyph::Glyphs;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Where everything is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    pub title: Rect,
    pub demands: Rect,
    pub list: Rect,
    /// The name above the page.
    pub head: Rect,
    pub page: Rect,
    /// The two lines that are typed; nothing if nobody is shown.
    pub words: Rect,
}

pub fn places(area: Rect, pane: &Standup) -> Places {
    let Some(facts) = &pane.facts else { return Places::default() };
    let demanded = u16::from(!demands(facts).is_empty());
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area }.intersection(area);
    let below = area.height.saturating_sub(1 + demanded);
    let body = row(1 + demanded, below);
    let width = (area.width / 4).clamp(15, 26);
    let side = Rect { x: body.x + width + 1, width: body.width.saturating_sub(width + 1), ..body };
    let words = if matches!(pane.shown, Entry::Person(_)) { 2.min(side.height.saturating_sub(4)) } else { 0 };
    // An empty row below the two lines, if there is room for one.
    let gap = words + u16::from(words > 0 && side.height > 12);
    Places {
        title: row(0, 1),
        demands: row(1, demanded),
        list: Rect { width, ..body },
        head: Rect { height: 1.min(side.height), ..side },
        words: Rect { y: side.y + 1, height: words, ..side },
        page: Rect { y: side.y + 1 + gap, height: side.height.saturating_sub(1 + gap), ..side },
    }
}

/// The first entry in sight of a list of that height.
pub fn first_entry(pane: &Standup, height: u16) -> usize {
    (pane.place() + 1).saturating_sub(usize::from(height.max(1)))
}

/// What must be ruled on, and what waits for a decision, in keys.
fn demands(facts: &Facts) -> Vec<String> {
    let blockers = facts.blockers.iter().filter(|fact| fact.demands_ruling).map(|fact| fact.blocker.clone());
    let requests = facts.requests.iter().map(crate::domain::scope::Request::key);
    let actions = facts.actions.iter().filter(|action| action.overdue).map(|action| action.action.clone());
    blockers.chain(requests).chain(actions).collect()
}

pub fn draw(pane: &Standup, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let Some(facts) = &pane.facts else { return };
    let places = places(area, pane);
    draw_title(pane, facts, &mut Pen::new(frame, places.title, ctx));
    draw_demands(facts, &mut Pen::new(frame, places.demands, ctx));
    draw_list(pane, facts, &mut Pen::new(frame, places.list, ctx));
    let edge = Rect { x: places.head.x.saturating_sub(1), y: places.list.y, width: 1, height: places.list.height };
    let mut pen = Pen::new(frame, edge, ctx);
    for y in 0..edge.height {
        pen.text(0, y, 1, ctx.glyphs.bar, Role::Border);
    }
    draw_head(pane, &mut Pen::new(frame, places.head, ctx));
    draw_page(pane, &mut Pen::new(frame, places.page, ctx));
    draw_words(pane, frame, places.words, ctx);
}

fn draw_title(pane: &Standup, facts: &Facts, pen: &mut Pen<'_>) {
    let (width, ctx) = (pen.width(), pen.ctx());
    let this_year = ctx.today.year();
    let end = clock(pane, ctx).map_or(width.saturating_sub(1), |(words, role)| {
        let at = pen.right(width.saturating_sub(1), 0, width, &words, role);
        at.saturating_sub(2)
    });
    let since = match facts.last_standup {
        Some(day) => format!("since the standup of {}", short_day(day, this_year)),
        None => format!("since {}", facts.since.local(ctx.zone)),
    };
    let stand = match (&pane.now, pane.finished) {
        (Some(_), _) if pane.attending => String::new(),
        (Some(_), _) => format!(" {} not finished: {} to resume", ctx.glyphs.dot, Command::StandupStart),
        (None, Some(at)) => format!(" {} finished {}", ctx.glyphs.dot, at.local(ctx.zone)),
        (None, None) => String::new(),
    };
    let day = short_day(facts.day, this_year);
    let since = format!(" {} {since}", ctx.glyphs.dot);
    pen.run(1, 0, end.saturating_sub(1), &[(&day, Role::Heading), (&since, Role::Dim), (&stand, Role::Note)]);
}

/// The clock in its corner: the whole time, and whether it is over the limit.
pub fn clock(pane: &Standup, ctx: &Ctx<'_>) -> Option<(String, Role)> {
    let now = pane.now.as_ref()?;
    let standup = &now.standup;
    let total = if pane.attending { standup.total(ctx.now) } else { standup.spent + standup.ran_until_left() };
    let over = total - standup.limit;
    let role = match (standup.state, over) {
        (State::Paused, _) => Role::Note,
        (_, over) if over > 0 => Role::Bad,
        (_, over) if over * 5 > -standup.limit => Role::Warn,
        _ => Role::Strong,
    };
    let paused = if standup.state == State::Paused { "paused " } else { "" };
    Some((format!("{paused}{} of {}", clock_text(total), clock_text(standup.limit)), role))
}

/// How long the person shown has spoken, of their share.
pub fn turn_clock(now: &UnderWay, name: &str, ctx: &Ctx<'_>) -> Option<(String, Role)> {
    let turn = now.turns.iter().find(|turn| turn.name == name)?;
    let (total, share) = (turn.total(&now.standup, ctx.now), share(now.standup.limit, &now.turns));
    let role = if total > share { Role::Warn } else { Role::Dim };
    let speaks = now.standup.turn == Some(turn.id);
    (speaks || total > 0).then(|| (format!("{} of {}", clock_text(total), clock_text(share)), role))
}

fn draw_demands(facts: &Facts, pen: &mut Pen<'_>) {
    let keys = demands(facts).join(", ");
    let width = pen.width().saturating_sub(2);
    let sign = format!("{} ", pen.ctx().glyphs.warn);
    pen.run(1, 0, width, &[(&sign, Role::Bad), ("To rule on: ", Role::Dim), (&keys, Role::Bad)]);
}

fn draw_list(pane: &Standup, facts: &Facts, pen: &mut Pen<'_>) {
    let first = first_entry(pane, pen.height());
    let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
    for (y, entry) in (0..pen.height()).zip(pane.entries.iter().skip(first)) {
        let shown = *entry == pane.shown;
        let (sign, words, right) = entry_words(pane, facts, entry, width, pen.ctx());
        if shown {
            pen.fill(0, y, width, Role::Cursor);
            pen.text(0, y, 1, glyphs.cursor, Role::Cursor);
        }
        let role = |role: Role| if shown { Role::Cursor } else { role };
        pen.text(1, y, 1, sign.0, role(sign.1));
        let end = pen.right(width.saturating_sub(1), y, 12, &right.0, role(right.1));
        let name = if words.1 == Role::Strong && !shown { Role::Strong } else { role(words.1) };
        pen.text(3, y, end.saturating_sub(4), &words.0, name);
    }
}

type Part = (String, Role);

fn entry_words(
    pane: &Standup,
    facts: &Facts,
    entry: &Entry,
    width: u16,
    ctx: &Ctx<'_>,
) -> ((&'static str, Role), Part, Part) {
    let glyphs = ctx.glyphs;
    let none = (String::new(), Role::Dim);
    match entry {
        Entry::End => {
            let open = facts.blockers.iter().filter(|fact| fact.demands_ruling).count();
            let sign = if open > 0 { (glyphs.warn, Role::Bad) } else { (" ", Role::Dim) };
            (sign, ("Wrap-up".to_owned(), Role::Dim), none)
        }
        Entry::Stop(key) => {
            let seen = pane.now.as_ref().is_some_and(|now| now.on_items.iter().any(|item| item.key == *key));
            let here = pane.now.as_ref().is_some_and(|now| now.item.as_deref() == Some(key));
            let sign = match (here, seen) {
                (true, _) => (glyphs.right, Role::Note),
                (_, true) => (glyphs.done, Role::Good),
                _ => (" ", Role::Dim),
            };
            let status = facts.stops.iter().find(|stop| stop.item.key == *key);
            let status = status.map_or(none, |stop| (clean(&stop.item.status).into_owned(), Role::Dim));
            (sign, (key.clone(), if here { Role::Strong } else { Role::ItemKey }), status)
        }
        Entry::Person(name) => person_words(pane, facts, name, width, ctx),
    }
}

fn person_words(
    pane: &Standup,
    facts: &Facts,
    name: &str,
    width: u16,
    ctx: &Ctx<'_>,
) -> ((&'static str, Role), Part, Part) {
    let glyphs = ctx.glyphs;
    let now = pane.running();
    let turn = now.and_then(|now| now.turns.iter().find(|turn| turn.name == name));
    let person = facts.people.iter().find(|person| person.name == name);
    let speaks = turn.is_some_and(|turn| now.is_some_and(|now| now.standup.turn == Some(turn.id)));
    let state = turn.map(|turn| turn.state);
    let away = state == Some(TurnState::Absent) || (state.is_none() && person.is_some_and(|person| person.absent));
    let sign = match state {
        _ if speaks => (glyphs.right, Role::Note),
        Some(TurnState::Spoken) => (glyphs.done, Role::Good),
        _ => (" ", Role::Dim),
    };
    let spent = now.zip(turn).map(|(now, turn)| turn.total(&now.standup, ctx.now)).filter(|spent| *spent > 0);
    let right = match (away, spent, state) {
        (true, ..) => ("away".to_owned(), Role::Dim),
        (_, Some(spent), _) => (clock_text(spent), Role::Dim),
        (_, None, Some(TurnState::Skipped)) => ("skipped".to_owned(), Role::Dim),
        _ => person.map_or((String::new(), Role::Dim), |person| trouble(person, width, glyphs)),
    };
    let role = if speaks {
        Role::Strong
    } else if away {
        Role::Dim
    } else {
        Role::Text
    };
    (sign, (clean(name).into_owned(), role), right)
}

/// What is stuck of a person's, which blockers they owe, and that they have checked in.
fn trouble(person: &Person, width: u16, glyphs: &Glyphs) -> Part {
    let stuck = person.carrying.iter().filter(|item| !item.stuck.is_empty()).count();
    let said = person.words.today.is_some() || person.words.needs.is_some();
    let said = if said { glyphs.selected } else { " " };
    let owed = || person.blockers.iter().filter(|blocker| blocker.owner.as_ref() == Some(&person.name));
    let grave = owed().any(|blocker| blocker.demands_ruling || blocker.breach.is_some());
    let words = match (owed().count(), stuck) {
        (0, 0) => return (said.to_owned(), Role::Dim),
        (0, stuck) if width >= 20 => format!("{stuck} stuck"),
        (0, stuck) => format!("{}{stuck}", glyphs.warn),
        (owed, 0) if width >= 20 => format!("{owed} to clear"),
        (owed, 0) => format!("{}{owed}", glyphs.blocked),
        (owed, stuck) => format!("{}{owed} {}{stuck}", glyphs.blocked, glyphs.warn),
    };
    (format!("{words} {said}"), if grave { Role::Bad } else { Role::Warn })
}

fn draw_head(pane: &Standup, pen: &mut Pen<'_>) {
    let width = pen.width();
    let (name, role) = match &pane.shown {
        Entry::Person(name) => (clean(name).into_owned(), pane.person().and_then(|person| person.role.clone())),
        Entry::Stop(key) => (format!("The board stops at {key}"), None),
        Entry::End => ("Wrap-up".to_owned(), None),
    };
    let away = pane.person().is_some_and(|person| person.absent);
    let turn = match &pane.shown {
        Entry::Person(name) => pane.running().and_then(|now| turn_clock(now, name, pen.ctx())),
        _ => None,
    };
    let end = match turn {
        Some((words, role)) => pen.right(width.saturating_sub(1), 0, width, &words, role),
        None => width,
    };
    let role = role.map_or_else(String::new, |role| format!("  {}", clean(&role)));
    let away = if away { "  away today" } else { "" };
    pen.run(1, 0, end.saturating_sub(2), &[(&name, Role::Strong), (&role, Role::Dim), (away, Role::Warn)]);
}

fn draw_page(pane: &Standup, pen: &mut Pen<'_>) {
    for (y, (at, line)) in (0..pen.height()).zip(pane.lines.iter().enumerate().skip(pane.window.top)) {
        draw_line(line, y, at == pane.window.cursor && line.spot.is_some(), pane, pen);
    }
    if pane.window.top + usize::from(pen.height()) < pane.lines.len() {
        let (width, height) = (pen.width(), pen.height());
        let more = pen.ctx().glyphs.down;
        pen.right(width, height.saturating_sub(1), 1, more, Role::Dim);
    }
}

fn draw_line(line: &Line, y: u16, here: bool, pane: &Standup, pen: &mut Pen<'_>) {
    let (width, ctx) = (pen.width().saturating_sub(1), pen.ctx());
    let ground = if pane.typing.is_some() || !ctx.on_top { Role::CursorAway } else { Role::Cursor };
    if here {
        pen.fill(0, y, width, ground);
        pen.text(0, y, 1, ctx.glyphs.cursor, ground);
    }
    let role = |role: Role| if here { ground } else { role };
    let sign = match line.sign {
        Sign::None => None,
        Sign::Stuck => Some((ctx.glyphs.warn, Role::Warn)),
        Sign::Blocked => Some((ctx.glyphs.blocked, Role::Bad)),
        Sign::Done => Some((ctx.glyphs.done, Role::Good)),
        Sign::Became => Some((ctx.glyphs.right, Role::Dim)),
    };
    if let Some((sign, colour)) = sign {
        pen.text(1, y, 1, sign, role(colour));
    }
    let mut end = width;
    if let Some((words, colour)) = &line.right {
        let room = width.saturating_sub(line.indent + 16).min(width / 2);
        end = pen.right(width.saturating_sub(1), y, room, words, role(*colour)).saturating_sub(1);
    }
    if let Some((command, does)) = line.key {
        let words = format!("{} {does}", ctx.key(command));
        end = pen.right(width.saturating_sub(1), y, width / 3, &words, Role::Dim).saturating_sub(1);
    }
    let mut x = 1 + line.indent;
    for (words, colour) in &line.words {
        x += pen.text(x, y, end.saturating_sub(x), words, role(*colour));
    }
}

fn draw_words(pane: &Standup, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let Some(person) = pane.person().filter(|_| area.height >= 2) else { return };
    let mut caret = None;
    let mut pen = Pen::new(frame, area, ctx);
    let width = pen.width().saturating_sub(1);
    for (y, which, label, text) in
        [(0, Which::Today, "today", &person.words.today), (1, Which::Needs, "needs", &person.words.needs)]
    {
        pen.text(1, y, 6, label, Role::Dim);
        let typing = pane.typing.as_ref().filter(|typing| typing.which == which && typing.person == person.name);
        let Some(typing) = typing else {
            pen.fill(8, y, width.saturating_sub(8), Role::Field);
            let hint = format!("{} to type", Command::StandupSay);
            let (words, role) = text.as_deref().map_or((hint.as_str(), Role::Dim), |text| (text, Role::Field));
            pen.text(8, y, width.saturating_sub(8), words, role);
            continue;
        };
        caret = draw_typing(pane, typing, &mut pen, (8, y), width.saturating_sub(8));
    }
    if let Some(at) = caret.filter(|_| ctx.on_top) {
        frame.set_cursor_position(at);
    }
}

/// The line being typed, with the completion of a name in it; returns where the caret is.
pub fn draw_typing(
    pane: &Standup,
    typing: &Typing,
    pen: &mut Pen<'_>,
    (x, y): (u16, u16),
    width: u16,
) -> Option<(u16, u16)> {
    let caret = typing.line.render(pen, x, y, width, Role::FieldHere);
    if let (Some(rest), Some((at, _)), Some((left, _))) = (typing.suggestion(pane.names()), caret, pen.place(0, 0)) {
        let at = at.saturating_sub(left);
        pen.text(at, y, (x + width).saturating_sub(at), rest, Role::Dim);
    }
    caret
}
