//! Presenter mode: one person at a time in large type, readable from the back of a room (U5).
//!
//! ```text
//!  █▄ █ █▀█ █▀█ █▀█                                        3:05
//!  █ ▀█ █▄█ █▄█ █▀▄
//!
//!  !  HB-4 Void tickets at the gate            doing 3.5 d
//!     blocked by B1
//!  today  Ask technics again
//!  needs  five minutes of Mara
//!  then   Ilja, Pia, Tomas
//! ```

use super::page::{Line, Sign};
use super::typing::{Typing, Which};
use super::{Entry, Standup, draw as plain};
use crate::domain::standup::{Turn, TurnState, Walk, clock_text};
use crate::domain::text;
use crate::tui::theme::{Depth, Role, Theme};
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::text::Line as Words;
use ratatui::widgets::Widget;
use tui_big_text::{BigText, PixelSize};

/// Columns and rows of one letter.
const LETTERS: [(PixelSize, u16, u16); 3] =
    [(PixelSize::Full, 8, 8), (PixelSize::HalfHeight, 8, 4), (PixelSize::Quadrant, 4, 4)];

pub fn draw(pane: &Standup, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
    let strong = contrast(ctx);
    let ctx = &Ctx { theme: &strong, ..*ctx };
    Pen::new(frame, area, ctx).clear(Role::Text);
    let (name, clock) = (name(pane), spoken(pane, ctx));
    let clock_width = clock.as_ref().map_or(0, |(words, _)| u16::try_from(words.len()).unwrap_or(0));
    let most = (area.height / 3).max(4);
    let room = area.width.saturating_sub(4);
    let side_by_side = |(_, wide, high): &&(PixelSize, u16, u16)| {
        let letters = u16::try_from(text::width(&name)).unwrap_or(u16::MAX);
        *high <= most && letters.saturating_add(clock_width + 1).saturating_mul(*wide) <= room
    };
    let size = LETTERS.iter().find(side_by_side).copied();
    let height = size.map_or(1, |(_, _, high)| high);
    let top = Rect { x: area.x + 2, y: area.y + 1, width: room, height }.intersection(area);
    big(frame, top, &name, Role::Strong, size, ctx);
    if let Some((words, role)) = clock {
        let wide = size.map_or(clock_width, |(_, wide, _)| wide * clock_width).min(top.width);
        let right = Rect { x: top.right() - wide, width: wide, ..top };
        big(frame, right, &words, role, size, ctx);
    }
    let below = Rect { y: top.bottom() + 1, ..area }.intersection(area);
    let below = Rect { height: area.bottom().saturating_sub(top.bottom() + 1), ..below };
    let caret = facts(pane, &mut Pen::new(frame, below, ctx));
    if let Some(at) = caret.filter(|_| ctx.on_top) {
        frame.set_cursor_position(at);
    }
}

/// Black, white and the strong colours, as many as the theme in force shows.
fn contrast(ctx: &Ctx<'_>) -> Theme {
    let depth = match ctx.style(Role::Bad).fg {
        None => Depth::None,
        Some(Color::Rgb(..)) => Depth::True,
        Some(Color::Indexed(_)) => Depth::Fixed,
        Some(_) => Depth::Ansi,
    };
    Theme::named("high-contrast", None, depth).unwrap_or_else(|_| ctx.theme.clone())
}

/// Letters as large as fit; letters that the large font lacks are written as they are.
fn big(frame: &mut Frame<'_>, area: Rect, words: &str, role: Role, size: Option<(PixelSize, u16, u16)>, ctx: &Ctx<'_>) {
    let known = words.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    let Some((pixels, ..)) = size.filter(|_| known && ctx.glyphs.full != "#") else {
        Pen::new(frame, area, ctx).text(0, 0, area.width, words, role);
        return;
    };
    let large = BigText::builder().pixel_size(pixels).style(ctx.style(role)).lines([Words::from(words)]).build();
    large.render(area, frame.buffer_mut());
}

fn name(pane: &Standup) -> String {
    match &pane.shown {
        Entry::Person(name) | Entry::Stop(name) => text::clean(name).into_owned(),
        Entry::End => "Rulings".to_owned(),
    }
}

/// The clock of the current speaker, else the whole one.
fn spoken(pane: &Standup, ctx: &Ctx<'_>) -> Option<(String, Role)> {
    let now = pane.running()?;
    let turn = match &pane.shown {
        Entry::Person(name) => now.turns.iter().find(|turn| turn.name == *name),
        _ => None,
    };
    let share = crate::domain::standup::share(now.standup.limit, &now.turns);
    let total = turn.map_or_else(|| now.standup.total(ctx.now), |turn| turn.total(&now.standup, ctx.now));
    let most = if turn.is_some() { share } else { now.standup.limit };
    Some((clock_text(total), if total > most { Role::Bad } else { Role::Good }))
}

/// The lines of the page that matter, with space between them if there is room, then what is said, then who comes next;
/// returns where the caret is, while somebody types.
fn facts(pane: &Standup, pen: &mut Pen<'_>) -> Option<(u16, u16)> {
    let (height, said) = (pen.height(), said(pane));
    let rows = height.saturating_sub(2 + 2 * u16::try_from(said.len()).unwrap_or(0));
    page(pane, pen, rows);
    let (mut y, width) = (rows + 1, pen.width().saturating_sub(4));
    let mut caret = None;
    for (label, text, typing) in said {
        pen.text(2, y, 6, label, Role::Note);
        match typing {
            Some(typing) => caret = plain::draw_typing(pane, typing, pen, (9, y), width.saturating_sub(7)),
            None => drop(pen.text(9, y, width.saturating_sub(7), text, Role::Strong)),
        }
        y += 2;
    }
    next(pane, pen, height.saturating_sub(1));
    caret
}

/// What is said and what is being typed, with the label of the line.
fn said(pane: &Standup) -> Vec<(&'static str, &str, Option<&Typing>)> {
    let Some(person) = pane.person() else { return Vec::new() };
    let both = [(Which::Today, "today", &person.words.today), (Which::Needs, "needs", &person.words.needs)];
    both.into_iter()
        .filter_map(|(which, label, text)| {
            let typing = pane.typing.as_ref().filter(|typing| typing.which == which && typing.person == person.name);
            (text.is_some() || typing.is_some()).then(|| (label, text.as_deref().unwrap_or_default(), typing))
        })
        .collect()
}

/// The page from the first line on from which the one under the cursor is in sight.
fn page(pane: &Standup, pen: &mut Pen<'_>, rows: u16) {
    let is_heading = |line: &Line| line.spot.is_none() && line.indent == 0;
    let lines: Vec<(usize, &Line)> = pane.lines.iter().enumerate().filter(|(_, line)| !line.words.is_empty()).collect();
    let airy = lines.len() * 2 < usize::from(rows);
    let gap = |at: usize| {
        let begins = lines.get(at).is_some_and(|(_, line)| is_heading(line) || (airy && line.spot.is_some()));
        let below_heading = at.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(|(_, line)| is_heading(line));
        usize::from(begins && !below_heading)
    };
    let here = lines.iter().position(|(at, _)| *at == pane.window.cursor).unwrap_or(0);
    let end = (here + 2).min(lines.len());
    let tall = |first: usize| (first..end).map(|at| 1 + gap(at)).sum::<usize>();
    let first = if end <= 2 { 0 } else { (0..here).find(|first| tall(*first) < usize::from(rows)).unwrap_or(here) };
    let mut y = 0;
    for at in first..lines.len() {
        let Some((place, line)) = lines.get(at) else { break };
        y += if at > first { u16::try_from(gap(at)).unwrap_or(0) } else { 0 };
        let lonely = is_heading(line) && y + 1 >= rows;
        if y >= rows || lonely {
            pen.text(2, rows, 3, pen.ctx().glyphs.more, Role::Dim);
            break;
        }
        row(pen, y, line, *place == pane.window.cursor && line.spot.is_some());
        y += 1;
    }
}

/// One line of the page.
fn row(pen: &mut Pen<'_>, y: u16, line: &Line, here: bool) {
    let (width, glyphs) = (pen.width().saturating_sub(4), pen.ctx().glyphs);
    let heading = line.spot.is_none() && line.indent == 0;
    let own = |role: Role| if here { Role::Cursor } else { role };
    if here {
        pen.fill(1, y, width + 2, Role::Cursor);
        pen.text(1, y, 1, glyphs.cursor, Role::Cursor);
    }
    let sign = match line.sign {
        Sign::Stuck => (glyphs.warn, Role::Warn),
        Sign::Blocked => (glyphs.blocked, Role::Bad),
        Sign::Done => (glyphs.done, Role::Good),
        Sign::Became => (glyphs.right, Role::Dim),
        Sign::None => (" ", Role::Dim),
    };
    pen.text(2, y, 1, sign.0, own(sign.1));
    let mut end = width + 2;
    if let Some((words, role)) = &line.right {
        let role = if heading { Role::Dim } else { *role };
        end = pen.right(end, y, width / 2, words, own(role)).saturating_sub(1);
    }
    let mut x = if heading { 2 } else { 4 + line.indent.saturating_sub(2) };
    for (words, role) in &line.words {
        let role = if *role == Role::Text { Role::Strong } else { *role };
        x += pen.text(x, y, end.saturating_sub(x), words, own(role));
    }
}

/// Who, or which item, comes next.
fn next(pane: &Standup, pen: &mut Pen<'_>, y: u16) {
    let Some(now) = pane.running() else { return };
    let waits = |turn: &&Turn| turn.state == TurnState::Waiting && now.standup.turn != Some(turn.id);
    let names: Vec<String> = match now.standup.walk {
        Walk::Person => now.turns.iter().filter(waits).map(|turn| text::clean(&turn.name).into_owned()).collect(),
        Walk::Board => {
            let seen =
                |key: &&String| now.on_items.iter().all(|item| item.key != **key) && now.item.as_ref() != Some(key);
            let stops = pane.facts.iter().flat_map(|facts| &facts.stops).map(|stop| &stop.item.key);
            stops.filter(seen).cloned().collect()
        }
    };
    let width = pen.width().saturating_sub(4);
    if let Some((words, role)) = plain::clock(pane, pen.ctx()) {
        pen.right(width + 2, y, width, &words, role);
    }
    if !names.is_empty() {
        pen.run(2, y, width.saturating_sub(20), &[("then ", Role::Note), (&names.join(", "), Role::Text)]);
    }
}
