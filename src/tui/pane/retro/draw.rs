//! How a retro looks.
//!
//! ```text
//!  Retro of sprint 3 · under way · 1 of 2 actions                        ana votes, 2 left
//!  Done       18 of 21 committed points, 6 of 7 items
//!  Left       1 item not finished: 1 blocked (PAY-7)
//! ─ Actions of earlier retros ─────────── 4 committed · 3 done · 1 worked · 6.5 days ─
//! ▌A3   Pair on every review          ana · due Fri 18 Dec · not done: what now?
//! ─ went well ─────────────┬─ did not ────────────────┬─ puzzles ───────────────────
//!  1 Pairing at the gate ● │ 2 Slow builds         ●● │ 4 Who owns the gate?
//! ─ Committed ───────────────────────────────────────────────── 2 on the "not now" list ─
//!  A5   Deploy before Thursday noon                ben · due Fri 1 Jan
//!      It worked if: nobody works on Friday night
//! ```

use super::Retro;
use super::cursor::Spot;
use crate::app::retro::RetroView;
use crate::domain::points::count;
use crate::domain::retro::Topic;
use crate::domain::text;
use crate::domain::worktime::working_days;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::glyph::{Glyphs, UNICODE};
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{actions, empty};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Rows that a topic takes at most.
const TOPIC: usize = 3;

/// Where everything is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places {
    pub facts: Rect,
    /// The rule above the old actions, and they.
    pub old: (Rect, Rect),
    /// The rule with the titles of the columns, and the columns together.
    pub columns: (Rect, Rect),
    pub committed: (Rect, Rect),
    pub detail: Rect,
}

impl Places {
    pub fn new(area: Rect, pane: &Retro) -> Self {
        let Some(view) = pane.shown() else { return Self::default() };
        let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let spare = area.height.saturating_sub(8);
        let old = count(view.old.len()).min(2.max(area.height / 6));
        let committed = count(view.committed.len()).min(3);
        let facts = count(pane.facts.lines.len()).min(spare.saturating_sub(old + committed + 5).max(1)).min(7);
        let detail = if area.height < 15 { 1 } else { 2 };
        let mut y = area.y;
        let mut take = |height: u16| {
            let rect = Rect { y, height, ..area }.intersection(area);
            y = y.saturating_add(height);
            rect
        };
        let facts = take(1 + facts);
        let old = (take(u16::from(old > 0)), take(old));
        let title = take(1);
        let below = u16::from(committed > 0 || area.height >= 15) + committed + detail;
        let middle = take(area.height.saturating_sub(title.bottom().saturating_sub(area.y) + below));
        let committed = (take(u16::from(committed > 0 || area.height >= 15)), take(committed));
        Self { facts, old, columns: (title, middle), committed, detail: take(detail) }
    }

    /// The place of each column of notes.
    pub fn columns(&self, count: usize) -> Vec<Rect> {
        let count = u16::try_from(count.max(1)).unwrap_or(1);
        let area = self.columns.1;
        let edge =
            |n: u16| area.x + u16::try_from(u32::from(area.width) * u32::from(n) / u32::from(count)).unwrap_or(0);
        (0..count).map(|n| Rect { x: edge(n), width: (edge(n + 1) - edge(n)).saturating_sub(1), ..area }).collect()
    }
}

/// The rows of a topic's words in a column of that width.
pub fn topic_rows(topic: &Topic, width: u16, glyphs: &Glyphs) -> Vec<String> {
    let room = usize::from(width.saturating_sub(4)).max(8);
    let clean = text::clean(&topic.text);
    let mut rows: Vec<String> = textwrap::wrap(&clean, room).into_iter().map(Into::into).collect();
    if rows.len() > TOPIC {
        rows.truncate(TOPIC);
        if let Some(last) = rows.last_mut() {
            last.push_str(glyphs.more);
        }
    }
    let more = topic.notes.len().saturating_sub(1);
    let marks = match topic.votes {
        0 => String::new(),
        n @ 1..=6 => glyphs.selected.repeat(n),
        n => format!("{n}{}", glyphs.selected),
    };
    let tail = match (more, marks.is_empty()) {
        (0, true) => return rows,
        (0, false) => marks,
        (more, true) => format!("+{more} alike"),
        (more, false) => format!("+{more} alike  {marks}"),
    };
    rows.push(tail);
    rows
}

/// What is under the mouse, and in which column.
pub fn spot_at(pane: &Retro, mouse: Mouse, area: Rect) -> Option<(Spot, usize)> {
    let view = pane.shown()?;
    let places = Places::new(area, pane);
    let inside = |rect: Rect| rect.contains((mouse.x, mouse.y).into());
    let row = |rect: Rect| usize::from(mouse.y.saturating_sub(rect.y));
    if inside(places.old.1) {
        let action = view.old.get(first_old(pane, places.old.1.height) + row(places.old.1))?;
        return Some((Spot::Old(action.number), pane.cursor.column));
    }
    if inside(places.committed.1) {
        let action = view.committed.get(row(places.committed.1))?;
        return Some((Spot::Committed(action.number), pane.cursor.column));
    }
    let column = places.columns(pane.columns.len()).iter().position(|rect| inside(*rect))?;
    let place = *places.columns(pane.columns.len()).get(column)?;
    let mut y = 0;
    for topic in pane.columns.get(column)?.1.iter().skip(pane.tops.get(column).copied().unwrap_or(0)) {
        y += topic_rows(topic, place.width, &UNICODE).len();
        if row(place) < y {
            return Some((Spot::Topic(topic.number), column));
        }
    }
    Some((pane.columns.get(column)?.1.last().map_or(Spot::Column, |topic| Spot::Topic(topic.number)), column))
}

/// The first old action in sight.
fn first_old(pane: &Retro, height: u16) -> usize {
    let Some(view) = pane.shown() else { return 0 };
    let here = view.old.iter().position(|action| pane.cursor.spot == Spot::Old(action.number)).unwrap_or(0);
    (here + 1).saturating_sub(usize::from(height.max(1)))
}

impl Retro {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(view) = &self.view else { return self.draw_empty(frame, area, ctx) };
        let places = Places::new(area, self);
        self.draw_facts(&mut Pen::new(frame, places.facts, ctx), view);
        let shown = self.shown().unwrap_or(view);
        self.draw_old(frame, &places, shown, ctx);
        self.draw_columns(frame, &places, ctx);
        self.draw_committed(frame, &places, shown, ctx);
        self.draw_detail(&mut Pen::new(frame, places.detail, ctx), view);
    }

    fn draw_empty(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(sprint) = self.standing.due else {
            let about = "When a sprint is closed, its retro looks back on it: what the report says, whether the last \
                actions worked, what to change next, at most two things at a time.";
            return empty::render(
                frame,
                area,
                ctx,
                "No sprint has closed yet",
                about,
                &[(Command::Tab2, "go to the board")],
            );
        };
        let wait = match self.facts.waiting {
            0 => "No action of an earlier retro is open.".to_owned(),
            1 => "1 action of an earlier retro needs a ruling: did it work?".to_owned(),
            n => format!("{n} actions of earlier retros need a ruling: did they work?"),
        };
        let done = self.facts.lines.iter().find(|(label, _)| *label == "Done").map_or("", |(_, words)| words);
        let about = format!("{}. {wait}", text::clean(done));
        let keys = [
            (Command::RetroStart, "start it"),
            (Command::RetroFacts, "the facts of the sprint"),
            (Command::SprintReport, "its report, figure by figure"),
            (Command::RetroOlder, "earlier retros"),
        ];
        empty::render(frame, area, ctx, &format!("The retro of sprint {sprint} is due"), &about, &keys);
    }

    fn draw_facts(&self, pen: &mut Pen<'_>, view: &RetroView) {
        let (width, dot) = (pen.width(), pen.ctx().glyphs.dot);
        let stand = match view.retro.finished_at {
            None => format!("{} of {}", view.committed.len(), count(view.most_actions, "action")),
            Some(at) => format!("held {}", at.local(pen.ctx().zone)),
        };
        let title = format!("Retro of sprint {}", view.retro.sprint);
        let end =
            pen.run(1, 0, width.saturating_sub(2), &[(&title, Role::Heading), (&format!(" {dot} {stand}"), Role::Dim)]);
        let voter = self.voter();
        let voting = self.running().and(voter.as_ref()).and_then(|name| view.voters.iter().find(|v| v.name == *name));
        if let Some(voter) = voting {
            let words = format!("{} votes, {} left", text::clean(&voter.name), voter.left);
            let room = width.saturating_sub(end + 2);
            pen.right(width.saturating_sub(1), 0, room, &words, if voter.left > 0 { Role::Note } else { Role::Dim });
        }
        for (y, (label, words)) in (1..pen.height()).zip(&self.facts.lines) {
            pen.text(1, y, 9, label, Role::Dim);
            pen.text(11, y, width.saturating_sub(12), words, Role::Text);
        }
    }

    fn draw_old(&self, frame: &mut Frame<'_>, places: &Places, view: &RetroView, ctx: &Ctx<'_>) {
        let (title, list) = places.old;
        if title.is_empty() {
            return;
        }
        let mut pen = Pen::new(frame, title, ctx);
        let waiting = view.unruled().count();
        let words = match waiting {
            0 => " Actions of earlier retros ".to_owned(),
            n => format!(" Actions of earlier retros: {n} to rule on "),
        };
        let role = if waiting > 0 { Role::Warn } else { Role::Heading };
        let room = usize::from(title.width).saturating_sub(text::width(&words) + 4);
        ruled(&mut pen, &words, role, &follow_through(view, ctx.glyphs.dot, room));
        let mut pen = Pen::new(frame, list, ctx);
        let first = first_old(self, list.height);
        for (y, action) in (0..list.height).zip(view.old.iter().skip(first)) {
            let (ruling, role) = match action.ruled_at(view.retro.sprint) {
                Some(ruled) => (ruled.ruling.word().to_owned(), Role::Strong),
                None if action.done_at.is_some() => ("done: did it work?".to_owned(), Role::Warn),
                None => ("not done: what now?".to_owned(), Role::Warn),
            };
            let here = self.cursor.spot == Spot::Old(action.number);
            actions::row(&mut pen, y, action, here, (&ruling, role));
        }
    }

    fn draw_columns(&self, frame: &mut Frame<'_>, places: &Places, ctx: &Ctx<'_>) {
        let columns = places.columns(self.columns.len());
        let mut pen = Pen::new(frame, places.columns.0, ctx);
        pen.rule(0, 0, places.columns.0.width, ctx.glyphs.rule, Role::Border);
        for (n, ((name, _), place)) in self.columns.iter().zip(&columns).enumerate() {
            let here = n == self.cursor.column && matches!(self.cursor.spot, Spot::Topic(_) | Spot::Column);
            let x = place.x - places.columns.0.x;
            let words = format!(" {} ", text::clean(name));
            pen.text(x + 1, 0, place.width.saturating_sub(1), &words, if here { Role::Heading } else { Role::Dim });
        }
        for (n, ((_, topics), place)) in self.columns.iter().zip(&columns).enumerate() {
            let mut pen = Pen::new(frame, *place, ctx);
            let top = self.tops.get(n).copied().unwrap_or(0);
            let mut y = 0;
            for topic in topics.iter().skip(top) {
                y += self.draw_topic(&mut pen, y, topic);
            }
            if topics.is_empty() && self.running().is_some() && self.narrowed.is_none() {
                let here = n == self.cursor.column && self.cursor.spot == Spot::Column;
                let words = format!("{} to add a note", Command::NoteAdd);
                pen.text(1, 0, place.width.saturating_sub(1), &words, if here { Role::Strong } else { Role::Dim });
            }
            if n > 0 {
                let mut pen = Pen::new(frame, Rect { x: place.x.saturating_sub(1), width: 1, ..*place }, ctx);
                (0..place.height).for_each(|y| pen.rule(0, y, 1, ctx.glyphs.bar, Role::Border));
            }
        }
    }

    /// Draws a topic; the rows it takes.
    fn draw_topic(&self, pen: &mut Pen<'_>, y: u16, topic: &Topic) -> u16 {
        let (width, ctx) = (pen.width(), pen.ctx());
        let rows = topic_rows(topic, width, ctx.glyphs);
        let words = rows.len() - usize::from(topic.votes > 0 || topic.notes.len() > 1);
        let here = self.cursor.spot == Spot::Topic(topic.number);
        let ground = here.then_some(if ctx.on_top { Role::Cursor } else { Role::CursorAway });
        let marked = self.marked.contains(&topic.number);
        for (n, row) in (0u16..).zip(&rows) {
            let y = y + n;
            if y >= pen.height() {
                break;
            }
            if let Some(ground) = ground {
                pen.fill(0, y, width, ground);
            }
            let own = if usize::from(n) < words { Role::Text } else { Role::Note };
            pen.text(4, y, width.saturating_sub(4), row, ground.unwrap_or(own));
        }
        let sign = if marked {
            ctx.glyphs.selected
        } else if here {
            ctx.glyphs.cursor
        } else {
            " "
        };
        pen.text(0, y, 1, sign, ground.unwrap_or(Role::Selected));
        pen.right(3, y, 2, &topic.number.to_string(), ground.unwrap_or(Role::ItemKey));
        u16::try_from(rows.len()).unwrap_or(1)
    }

    fn draw_committed(&self, frame: &mut Frame<'_>, places: &Places, view: &RetroView, ctx: &Ctx<'_>) {
        let (title, list) = places.committed;
        if title.is_empty() {
            return;
        }
        let mut pen = Pen::new(frame, title, ctx);
        let words = match (view.committed.len(), &view.retro.no_action_reason) {
            (0, Some(reason)) => format!(" No action: {} ", text::clean(reason)),
            (0, None) if self.narrowed.is_none() => " No actions yet ".to_owned(),
            _ => " Committed ".to_owned(),
        };
        let put_off = match view.not_now.len() {
            0 => String::new(),
            n => format!(" {n} not now "),
        };
        ruled(&mut pen, &words, Role::Heading, &put_off);
        let mut pen = Pen::new(frame, list, ctx);
        for (y, action) in (0..list.height).zip(&view.committed) {
            let here = self.cursor.spot == Spot::Committed(action.number);
            let standing = action.standing();
            let end = if standing == "open" { String::new() } else { standing };
            actions::row(&mut pen, y, action, here, (&end, Role::Strong));
        }
    }

    /// What is under the cursor, in full.
    fn draw_detail(&self, pen: &mut Pen<'_>, view: &RetroView) {
        let width = pen.width().saturating_sub(2);
        let words = match (self.topic(), self.action()) {
            (Some(topic), _) => {
                let notes: Vec<&str> = topic.notes.iter().map(|note| note.text.as_str()).collect();
                notes.join(&format!(" {} ", pen.ctx().glyphs.dot))
            }
            (None, Some(action)) => {
                let ruled = action.ruled_at(view.retro.sprint).and_then(|ruled| ruled.reason.clone());
                let because = ruled.map_or_else(String::new, |reason| format!(" ({reason})"));
                format!("It worked if: {}{because}", action.shows)
            }
            (None, None) => String::new(),
        };
        let clean = text::clean(&words);
        for (y, row) in (0..pen.height()).zip(textwrap::wrap(&clean, usize::from(width.max(8)))) {
            pen.text(1, y, width, &row, Role::Dim);
        }
    }
}

/// A rule with words at its beginning, and others at its end if there is room.
fn ruled(pen: &mut Pen<'_>, words: &str, role: Role, end: &str) {
    let width = pen.width();
    pen.rule(0, 0, width, pen.ctx().glyphs.rule, Role::Border);
    let used = 1 + pen.text(1, 0, width.saturating_sub(2), words, role);
    if usize::from(width.saturating_sub(used + 2)) > text::width(end) {
        pen.right(width.saturating_sub(1), 0, width, end, Role::Dim);
    }
}

/// `4 committed · 3 done · 1 worked · 6.5 days` (A4).
fn follow_through(view: &RetroView, dot: &str, room: usize) -> String {
    let figures = &view.follow_through;
    let mut parts = vec![
        format!("{} committed", figures.committed),
        format!("{} done", figures.done),
        format!("{} worked", figures.worked),
    ];
    parts.extend(figures.median_days.map(|days| format!("{} to done", working_days(days))));
    if figures.carried_twice > 0 {
        parts.push(format!("{} carried twice", figures.carried_twice));
    }
    // Where there is no room for all, the last ones are left out; the facts in full have them.
    let line = |parts: &[String]| format!(" {} ", parts.join(&format!(" {dot} ")));
    while parts.len() > 1 && text::width(&line(&parts)) > room {
        parts.pop();
    }
    line(&parts)
}
