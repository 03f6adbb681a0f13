//! How a review looks: the demo list on the left, the item under the cursor on the right, or below on a narrow screen.
//!
//! ```text
//!  Review of sprint 3 · under way · 12 minutes to go          Mara, the harbour master
//! ▌1  PAY-1  Retry webhooks        ana  5 min  accepted  │ PAY-1  Retry webhooks
//!  2  PAY-2  Rotate keys           ben  5 min  2 said    │ 3 points, shown by ana
//!  3  PAY-5  Show fees             cem  5 min            │ ✓ It retries for a day
//! ─ Of earlier sprints, never shown: PAY-9 ──────────────────────────────────────────
//! ```

use super::Review;
use crate::app::review::ReviewView;
use crate::domain::item::Class;
use crate::domain::points::{count, estimate_in_words};
use crate::domain::review::{Demo, Verdict};
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::table::{Cell, Column, Table};
use crate::tui::widget::{empty, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Narrower screens put the item below the list.
const BESIDE: u16 = 96;

const COLUMNS: [Column; 6] = [
    Column::fixed("", 3).to_the_right(),
    Column::fixed("item", 8),
    Column::filling("", 12),
    Column::fixed("shown by", 8).from(44),
    Column::fixed("min", 3).to_the_right().from(52),
    Column::fixed("", 12),
];

/// Where everything is.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    pub title: Rect,
    pub list: Rect,
    pub item: Rect,
    pub below: Rect,
}

impl Places {
    /// For a list of so many items: below one another, the list takes no more than it needs and no more than half.
    pub fn new(area: Rect, demos: usize) -> Self {
        let rect = |x: u16, y: u16, width: u16, height: u16| {
            Rect::new(area.x + x, area.y + y, width, height).intersection(area)
        };
        let rows = area.height.saturating_sub(2);
        let (list, item) = if area.width >= BESIDE {
            let half = area.width * 3 / 5;
            (rect(0, 1, half, rows), rect(half + 1, 1, area.width - half - 1, rows))
        } else {
            let list = u16::try_from(demos).unwrap_or(u16::MAX).clamp(2, (rows / 2).max(3));
            (rect(0, 1, area.width, list), rect(0, 1 + list, area.width, rows.saturating_sub(list)))
        };
        Self { title: rect(0, 0, area.width, 1), list, item, below: rect(0, 1 + rows, area.width, 1) }
    }
}

/// The sign of a demo's verdict, and its role.
fn verdict(demo: &Demo, over: bool) -> (String, Role) {
    match (demo.verdict, demo.feedback.len()) {
        (Some(Verdict::Accepted), 0) => ("accepted".to_owned(), Role::Good),
        (Some(Verdict::Accepted), said) => (format!("accepted +{said}"), Role::Good),
        (Some(Verdict::Rejected), _) => ("rejected".to_owned(), Role::Bad),
        (Some(Verdict::Feedback), said) => (format!("feedback {said}"), Role::Note),
        (None, _) if demo.item.class != Class::Finished => (demo.item.status.clone(), Role::Warn),
        (None, _) if over => ("not shown".to_owned(), Role::Warn),
        (None, _) => (String::new(), Role::Dim),
    }
}

impl Review {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(view) = &self.view else {
            let about = "A review shows what a sprint finished: each item with its acceptance criteria, who shows it, \
                and what those present say of it.";
            let keys = [(Command::Tab3, "go to the plan")];
            return empty::render(frame, area, ctx, "No sprint is locked or closed yet", about, &keys);
        };
        let places = Places::new(area, view.demos.len());
        let over = view.review.as_ref().is_some_and(|review| review.finished_at.is_some());
        Self::draw_title(&mut Pen::new(frame, places.title, ctx), view);
        if view.demos.is_empty() {
            let about = "A finished item appears on the demo list.";
            let title = format!("Sprint {} has no finished items yet", view.sprint.number);
            empty::render(
                frame,
                places.list.union(places.item),
                ctx,
                &title,
                about,
                &[(Command::Tab2, "go to the board")],
            );
        } else {
            self.draw_list(frame, &places, view, over, ctx);
            self.draw_item(frame, places.item, over, ctx);
        }
        draw_below(&mut Pen::new(frame, places.below, ctx), view, over);
    }

    fn draw_title(pen: &mut Pen<'_>, view: &ReviewView) {
        let (width, ctx) = (pen.width(), pen.ctx());
        let left: u32 = view.not_shown().filter_map(|demo| demo.minutes).sum();
        let stand = match &view.review {
            None => format!("{} to start", Command::ReviewStart),
            Some(review) => match review.finished_at {
                Some(at) => format!("held {}", at.local(ctx.zone)),
                None if left == 0 => "every item was shown".to_owned(),
                None => format!("{} left", count(left, "minute")),
            },
        };
        let title = format!("Review of sprint {}", view.sprint.number);
        let words = format!(" {} {stand}", ctx.glyphs.dot);
        let end = pen.run(1, 0, width.saturating_sub(2), &[(&title, Role::Heading), (&words, Role::Dim)]);
        if let Some(review) = view.review.as_ref().filter(|review| !review.present.is_empty()) {
            let room = width.saturating_sub(end + 3);
            pen.right(width.saturating_sub(1), 0, room, &review.present.join(", "), Role::Dim);
        }
    }

    fn draw_list(&self, frame: &mut Frame<'_>, places: &Places, view: &ReviewView, over: bool, ctx: &Ctx<'_>) {
        let mut pen = Pen::new(frame, places.list, ctx);
        let table = Table::new(&COLUMNS, places.list.width.saturating_sub(1));
        for (y, at) in (0..).zip(self.window.rows()) {
            let Some(demo) = view.demos.get(at) else { continue };
            let (word, role) = verdict(demo, over);
            let minutes = demo.minutes.map_or_else(String::new, |minutes| minutes.to_string());
            let title = if demo.verdict.is_some() { Role::Dim } else { Role::Text };
            let cells = [
                Cell::new((at + 1).to_string(), Role::Dim),
                Cell::new(demo.item.key.as_str(), Role::ItemKey),
                Cell::new(demo.item.title.as_str(), title),
                Cell::new(demo.presenter.as_deref().unwrap_or(ctx.glyphs.unknown), Role::Text),
                Cell::new(minutes, Role::Dim),
                Cell::new(word, role),
            ];
            let ground = if ctx.on_top { Role::Cursor } else { Role::CursorAway };
            let here = at == self.window.cursor;
            table.row(&mut pen, y, &cells, here.then_some(ground));
            if here {
                pen.text(0, y, 1, ctx.glyphs.cursor, ground);
            }
        }
        let track = Rect { x: places.list.right().saturating_sub(1), width: 1, ..places.list };
        scrollbar::in_column(frame, track, ctx, &self.window);
    }

    fn draw_item(&self, frame: &mut Frame<'_>, area: Rect, over: bool, ctx: &Ctx<'_>) {
        let Some(demo) = self.here() else { return };
        let beside = area.x > 0;
        if beside {
            let mut pen = Pen::new(frame, Rect { x: area.x - 1, width: 1, ..area }, ctx);
            (0..area.height).for_each(|y| pen.rule(0, y, 1, ctx.glyphs.bar, Role::Border));
        }
        let mut pen = Pen::new(frame, area, ctx);
        let mut y = 0;
        if !beside {
            pen.rule(0, 0, area.width, ctx.glyphs.rule, Role::Border);
            y = 1;
        }
        let rows = broken(page(demo, over, ctx), area.width);
        let room = usize::from(area.height.saturating_sub(y));
        let hidden = if rows.len() > room { rows.len() + 1 - room.max(1) } else { 0 };
        for (x, row, role) in rows.iter().take(rows.len() - hidden) {
            pen.text(*x, y, area.width.saturating_sub(*x), row, *role);
            y += 1;
        }
        if hidden > 0 {
            let words = format!("{}{hidden} more; {} to open", ctx.glyphs.down, Command::ReviewOpen);
            pen.text(1, y, area.width.saturating_sub(2), &words, Role::Dim);
        }
    }
}

/// Lines in rows of that width: each with its first column.
fn broken(lines: Vec<(String, Role, u16)>, width: u16) -> Vec<(u16, String, Role)> {
    let mut rows = Vec::new();
    for (words, role, indent) in lines {
        let room = usize::from(width.saturating_sub(3 + indent).max(8));
        let clean = text::clean(&words);
        for (n, row) in textwrap::wrap(&clean, room).iter().enumerate() {
            rows.push((1 + if n > 0 { indent } else { 0 }, row.to_string(), role));
        }
    }
    rows
}

/// The item's page: each line with its role, and how far its further rows are indented.
fn page(demo: &Demo, over: bool, ctx: &Ctx<'_>) -> Vec<(String, Role, u16)> {
    let mut lines = vec![(demo.item.title.clone(), Role::Strong, 0)];
    let (word, role) = verdict(demo, over);
    let points = estimate_in_words(demo.item.points);
    let verdict = if word.is_empty() { String::new() } else { format!(", {word}") };
    let role = if word.is_empty() { Role::Dim } else { role };
    lines.push((format!("{}, {points}{verdict}", demo.item.key), role, 0));
    lines.push((String::new(), Role::Text, 0));
    for criterion in &demo.criteria {
        let (sign, role) = if criterion.met { (ctx.glyphs.done, Role::Good) } else { (ctx.glyphs.open, Role::Text) };
        lines.push((format!("{sign} {}", criterion.text), role, 2));
    }
    if demo.criteria.is_empty() {
        lines.push(("no acceptance criteria".to_owned(), Role::Warn, 0));
    }
    let mut more = Vec::new();
    more.extend(demo.note.as_ref().map(|note| (format!("Said: {note}"), Role::Text, 2)));
    more.extend(demo.feedback.iter().map(|(key, text)| (format!("{key}  {text}"), Role::Note, 2)));
    more.extend(demo.evidence.iter().map(|evidence| (evidence.clone(), Role::Dim, 2)));
    if !demo.present.is_empty() {
        more.push((format!("Seen by {}", demo.present.join(", ")), Role::Dim, 2));
    }
    if !more.is_empty() {
        lines.push((String::new(), Role::Text, 0));
        lines.extend(more);
    }
    lines
}

/// What was never shown: of this sprint once its review is over, and of earlier ones.
fn draw_below(pen: &mut Pen<'_>, view: &ReviewView, over: bool) {
    let mut keys: Vec<String> = Vec::new();
    if over {
        keys.extend(view.not_shown().map(|demo| demo.item.key.clone()));
    }
    keys.extend(view.never_shown.iter().map(|(sprint, row)| format!("{} (sprint {sprint})", row.key)));
    if !keys.is_empty() {
        pen.text(
            1,
            0,
            pen.width().saturating_sub(2),
            &format!("Finished, never shown: {}", keys.join(", ")),
            Role::Warn,
        );
    }
}
