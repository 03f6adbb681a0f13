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

use super::page::Sign;
use super::{Entry, Standup, draw as plain};
use crate::domain::standup::{TurnState, clock_text};
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
    facts(pane, &mut Pen::new(frame, below, ctx));
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

/// The clock of whoever speaks, else the whole one.
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

/// The lines of the page that matter, with air between them, then what is said, then who comes next.
fn facts(pane: &Standup, pen: &mut Pen<'_>) {
    let (width, height, glyphs) = (pen.width().saturating_sub(4), pen.height(), pen.ctx().glyphs);
    let words = pane.person().map(|person| &person.words);
    let said = words.into_iter().flat_map(|words| [("today", &words.today), ("needs", &words.needs)]);
    let said: Vec<(&str, &String)> = said.filter_map(|(label, text)| Some((label, text.as_ref()?))).collect();
    let last = height.saturating_sub(2 + 2 * u16::try_from(said.len()).unwrap_or(0));
    let mut y = 0;
    for line in pane.lines.iter().filter(|line| !line.words.is_empty()) {
        let heading = line.spot.is_none() && line.indent == 0;
        y += u16::from(heading && y > 0);
        if y >= last {
            pen.text(2, y.min(last), width, glyphs.more, Role::Dim);
            break;
        }
        let sign = match line.sign {
            Sign::Stuck => (glyphs.warn, Role::Warn),
            Sign::Blocked => (glyphs.blocked, Role::Bad),
            Sign::Done => (glyphs.done, Role::Good),
            Sign::Became => (glyphs.right, Role::Dim),
            Sign::None => (" ", Role::Dim),
        };
        pen.text(2, y, 1, sign.0, sign.1);
        let mut end = width;
        if let Some((words, role)) = &line.right {
            end = pen.right(width + 2, y, width / 2, words, if heading { Role::Dim } else { *role }).saturating_sub(1);
        }
        let mut x = if heading { 2 } else { 4 + line.indent.saturating_sub(2) };
        for (words, role) in &line.words {
            let role = if *role == Role::Text { Role::Strong } else { *role };
            x += pen.text(x, y, end.saturating_sub(x), words, role);
        }
        y += 1;
    }
    y = last + 1;
    for (label, text) in said {
        pen.text(2, y, 6, label, Role::Note);
        pen.text(9, y, width.saturating_sub(7), text, Role::Strong);
        y += 2;
    }
    next(pane, pen, height.saturating_sub(1));
}

fn next(pane: &Standup, pen: &mut Pen<'_>, y: u16) {
    let Some(now) = pane.running() else { return };
    let waits =
        |turn: &&crate::domain::standup::Turn| turn.state == TurnState::Waiting && now.standup.turn != Some(turn.id);
    let names: Vec<String> = now.turns.iter().filter(waits).map(|turn| text::clean(&turn.name).into_owned()).collect();
    let width = pen.width().saturating_sub(4);
    if let Some((words, role)) = plain::clock(pane, pen.ctx()) {
        pen.right(width + 2, y, width, &words, role);
    }
    if !names.is_empty() {
        pen.run(2, y, width.saturating_sub(20), &[("then ", Role::Note), (&names.join(", "), Role::Text)]);
    }
}
