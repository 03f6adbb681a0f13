//! How the plan looks.
//!
//! ```text
//!  Sprint 3 · draft · Mon 7 Dec to Fri 18 Dec · Payouts recover after a split
//!  Capacity   18 pts = 23 person-days at 78 % focus factor (sprints 2, 1)
//!  Committed  21 pts  ████████████████  ! 3 over capacity
//! ─ Backlog · next two sprints 64 % ready ─┬─ Draft · 5 items ─────────────────
//! ▌PAY-2  Rotate keys            ↻2      5 │ PAY-5  Show fees                 2
//!  PAY-9  Export the led… no criteria    3 │
//!                                          │
//!  PAY-9  Export the ledger as the bank wants it
//!         no acceptance criterion · no estimate
//! ```

use super::feed::{Line, Origin};
use super::{Plan, Side, figures, reading};
use crate::domain::action::Action;
use crate::domain::item::{ItemRow, Unready};
use crate::domain::points::count;
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::glyph::Glyphs;
use crate::tui::kit::filter::counted;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{actions, empty, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// Narrower screens show one list at a time.
const TWO_LISTS: u16 = 72;
/// Narrower lists say in one word what an item lacks.
const SPELL_OUT: u16 = 56;

/// Where everything is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub figures: Rect,
    /// The row with the titles of the lists.
    pub titles: Rect,
    /// Backlog and draft; the same place if there is room for one only.
    pub lists: (Rect, Rect),
    /// The retro actions below the draft; below the list that is shown if there is room for one only.
    pub actions: Rect,
    pub detail: Rect,
}

impl Places {
    pub fn new(area: Rect, figures: u16, actions: &[Action]) -> Self {
        let rect = |x: u16, y: u16, width: u16, height: u16| {
            Rect::new(area.x + x, area.y + y, width, height).intersection(area)
        };
        let detail = if area.height < 15 { 1 } else { 2 };
        let top = figures + 1;
        let rows = area.height.saturating_sub(top + detail);
        let half = area.width / 2;
        let below = actions::height(actions, area.height);
        let fewer = rows.saturating_sub(below);
        let (lists, strip) = if area.width < TWO_LISTS {
            let list = rect(0, top, area.width, fewer);
            ((list, list), rect(0, top + fewer, area.width, below))
        } else {
            let width = area.width - half - 1;
            let lists = (rect(0, top, half, rows), rect(half + 1, top, width, fewer));
            (lists, rect(half + 1, top + fewer, width, below))
        };
        Self {
            figures: rect(0, 0, area.width, figures),
            titles: rect(0, figures, area.width, 1),
            lists,
            actions: strip,
            detail: rect(0, top + rows, area.width, detail),
        }
    }

    /// The two lists as far as they are on the screen.
    pub fn shown(&self, side: Side) -> (Rect, Rect) {
        match side {
            _ if self.lists.0 != self.lists.1 => self.lists,
            Side::Backlog => (self.lists.0, Rect::ZERO),
            Side::Draft => (Rect::ZERO, self.lists.1),
        }
    }
}

/// Words short enough for a row of a narrow list.
fn lacks(row: &ItemRow, spell_out: bool) -> String {
    let word = |unready: &Unready| match unready {
        Unready::Unestimated => "no estimate".to_owned(),
        Unready::NoCriteria => "no criteria".to_owned(),
        Unready::TooLarge(_) => "too large".to_owned(),
        Unready::DependsOn(keys) => keys.first().map_or_else(|| "depends".to_owned(), |key| format!("needs {key}")),
        Unready::Blocked(keys) => keys.first().map_or_else(|| "blocked".to_owned(), |key| format!("blocked {key}")),
    };
    match row.not_ready.as_slice() {
        [] => String::new(),
        all if spell_out => all.iter().map(word).collect::<Vec<_>>().join(", "),
        [one] => word(one),
        [one, rest @ ..] => format!("{} +{}", word(one), rest.len()),
    }
}

/// What is before the points: carried over, requested, not ready.
fn marks(row: &ItemRow, origin: &Origin, spell_out: bool, glyphs: &Glyphs) -> Vec<(String, Role)> {
    let mut marks = Vec::new();
    if let Origin::Deferred(request) = origin {
        marks.push((request.clone(), Role::Note));
    }
    if row.rollovers > 0 {
        marks.push((format!("{}{}", glyphs.rolled, row.rollovers), Role::Note));
    }
    let lacks = lacks(row, spell_out);
    if !lacks.is_empty() {
        marks.push((lacks, Role::Warn));
    }
    marks
}

/// One row of a list.
struct Item<'a> {
    row: &'a ItemRow,
    origin: &'a Origin,
    /// The role of its ground, when it is under the cursor.
    ground: Option<Role>,
    selected: bool,
    key_width: u16,
}

impl Item<'_> {
    fn draw(&self, pen: &mut Pen<'_>, y: u16) {
        let (width, glyphs) = (pen.width(), pen.ctx().glyphs);
        let role = |own: Role| self.ground.unwrap_or(own);
        if let Some(ground) = self.ground {
            pen.fill(0, y, width, ground);
        }
        let (sign, sign_role) = match (self.selected, self.ground) {
            (true, _) => (glyphs.selected, Role::Selected),
            (_, Some(_)) => (glyphs.cursor, role(Role::Text)),
            _ => (" ", Role::Text),
        };
        pen.text(0, y, 1, sign, if self.selected && self.ground.is_some() { role(Role::Text) } else { sign_role });
        pen.text(1, y, self.key_width, &self.row.key, role(Role::ItemKey));
        let points = self.row.points.map_or_else(|| glyphs.unknown.to_owned(), |points| points.to_string());
        let mut end = pen.right(width.saturating_sub(1), y, 5, &points, role(Role::Text));
        end = end.min(width.saturating_sub(4));
        for (words, own) in marks(self.row, self.origin, width >= SPELL_OUT, glyphs).iter().rev() {
            end = pen.right(end.saturating_sub(1), y, width / 2, words, role(*own));
        }
        let from = self.key_width + 2;
        pen.text(from, y, end.saturating_sub(from + 1), &self.row.title, role(Role::Text));
    }
}

impl Plan {
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let places = self.places(area);
        if let Some(plan) = &self.draft {
            let mut pen = Pen::new(frame, places.figures, ctx);
            let width = area.width.saturating_sub(2);
            for (y, words) in (0..).zip(figures::rows(plan, ctx.glyphs, self.today, width, area.height)) {
                let words: Vec<(&str, Role)> = words.iter().map(|(words, role)| (words.as_str(), *role)).collect();
                pen.run(1, y, width, &words);
            }
        }
        self.draw_titles(frame, &places, ctx);
        let (left, right) = places.shown(self.side);
        self.draw_backlog(frame, left, ctx);
        self.draw_draft(frame, right, ctx);
        actions::render(&mut Pen::new(frame, places.actions, ctx), &self.actions);
        self.draw_detail(&mut Pen::new(frame, places.detail, ctx));
    }

    /// Where everything is on a screen of that size.
    pub(super) fn places(&self, area: Rect) -> Places {
        Places::new(area, self.figures, &self.actions)
    }

    fn draw_titles(&self, frame: &mut Frame<'_>, places: &Places, ctx: &Ctx<'_>) {
        let both = places.lists.0 != places.lists.1;
        let mut pen = Pen::new(frame, places.titles, ctx);
        pen.rule(0, 0, places.titles.width, ctx.glyphs.rule, Role::Border);
        let role = |side: Side| if self.side == side && ctx.on_top { Role::Heading } else { Role::Dim };
        let half = if both { places.lists.0.width } else { places.titles.width / 2 };
        let mut caret = None;
        if self.filtering.rows() > 0 {
            // What is possible instead of a term needs the room of both titles.
            let room = if self.filtering.says_what_is_possible() { places.titles.width } else { half };
            let (found, whole) = self.feed.found();
            let found = counted(found, whole, self.open);
            pen.fill(0, 0, room, Role::Text);
            caret = self.filtering.render(&mut pen, 1, room.saturating_sub(2), &found).1;
        } else {
            let title = format!(" {} ", self.backlog_title(half, ctx.glyphs.dot));
            pen.text(1, 0, half.saturating_sub(2), &title, role(Side::Backlog));
        }
        let draft = match &self.draft {
            _ if self.filtering.says_what_is_possible() => String::new(),
            Some(plan) => format!("Draft {} {}", ctx.glyphs.dot, self.count_of_draft(plan)),
            None if self.locked.is_some() => "Locked sprint".to_owned(),
            None => "Draft".to_owned(),
        };
        let draft = if draft.is_empty() { draft } else { format!(" {draft} ") };
        pen.text(half + 2, 0, places.titles.width.saturating_sub(half + 3), &draft, role(Side::Draft));
        if both && !self.filtering.says_what_is_possible() {
            pen.rule(half, 0, 1, ctx.glyphs.bar, Role::Border);
        }
        if both {
            let mut pen = Pen::new(frame, Rect { x: half, width: 1, ..places.lists.0 }, ctx);
            for y in 0..pen.height() {
                pen.rule(0, y, 1, ctx.glyphs.bar, Role::Border);
            }
        }
        if let Some(place) = caret {
            frame.set_cursor_position(place);
        }
    }

    /// `3 items`, or `2 of 3 items` through a filter.
    fn count_of_draft(&self, plan: &crate::app::planning::Plan) -> String {
        let all = plan.view.entries.iter().filter(|entry| entry.present).count();
        let items = count(all, "item");
        if self.filtering.filter().is_some() { format!("{} of {items}", self.entries.len()) } else { items }
    }

    /// `Backlog · next two sprints 64 % ready` (I4).
    fn backlog_title(&self, width: u16, dot: &str) -> String {
        match self.ahead.as_ref().and_then(|ahead| ahead.percent) {
            Some(percent) if width > 50 => format!("Backlog {dot} the next two sprints are {percent} % ready"),
            Some(percent) if width > 36 => format!("Backlog {dot} next two {percent} % ready"),
            Some(percent) => format!("Backlog {dot} {percent} % ready"),
            None => "Backlog".to_owned(),
        }
    }

    fn draw_backlog(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if area.is_empty() {
            return;
        }
        if self.feed.is_empty() {
            return self.draw_nothing_found(frame, area, ctx);
        }
        let key_width = self.key_width();
        let mut pen = Pen::new(frame, area, ctx);
        for (y, (here, line)) in (0..).zip(self.feed.in_sight()) {
            match line {
                Line::Heading(words) => {
                    pen.text(1, y, area.width, words, Role::Dim);
                }
                Line::Item(row, origin) => {
                    let ground = here.then(|| self.ground(Side::Backlog, ctx));
                    let selected = self.side == Side::Backlog && self.is_selected(row);
                    Item { row, origin, ground, selected, key_width }.draw(&mut pen, y);
                }
            }
        }
    }

    fn draw_nothing_found(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if self.filtering.filter().is_none() {
            let about = "Every open item is in a sprint, or there is none. Add items in the backlog.";
            empty::render(frame, area, ctx, "Nothing left to plan", about, &[(Command::Tab4, "go to the backlog")]);
        } else {
            let about = "No open item outside a sprint matches.";
            empty::render(frame, area, ctx, "No matches", about, &[(Command::Back, "clear the filter")]);
        }
    }

    fn draw_draft(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        if area.is_empty() {
            return;
        }
        let Some(plan) = &self.draft else { return self.draw_without_draft(frame, area, ctx) };
        if self.entries.is_empty() && self.filtering.filter().is_some() {
            return;
        }
        if self.entries.is_empty() {
            let about = "Add items from the backlog; the figures above follow.";
            let keys = [
                (Command::ItemSprint, "add"),
                (Command::EditSprint, "goal and dates"),
                (Command::LockSprint, "check and lock"),
            ];
            let title = format!("Sprint {} is empty", plan.view.sprint.number);
            return empty::render(frame, area, ctx, &title, about, &keys);
        }
        let key_width = self.key_width();
        let mut pen = Pen::new(frame, area, ctx);
        for (y, at) in (0..).zip(self.list.rows()) {
            let Some(entry) = self.entries.get(at) else { continue };
            let ground = (at == self.list.cursor && self.side == Side::Draft).then(|| self.ground(Side::Draft, ctx));
            let selected = self.side == Side::Draft && self.is_selected(&entry.item);
            Item { row: &entry.item, origin: &Origin::Rest, ground, selected, key_width }.draw(&mut pen, y);
        }
        let track = Rect { x: area.right().saturating_sub(1), width: 1, ..area };
        scrollbar::in_column(frame, track, ctx, &self.list);
    }

    /// No draft: what is locked, or nothing at all.
    fn draw_without_draft(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some((sprint, intact, waiting)) = &self.locked else {
            let about =
                "A sprint starts as a draft. Give it a goal and dates, add items from the backlog, then lock it.";
            return empty::render(
                frame,
                area,
                ctx,
                "No draft sprint",
                about,
                &[(Command::NewSprint, "create a draft")],
            );
        };
        let requests = match waiting {
            0 => String::new(),
            1 => " 1 change request waits for a decision.".to_owned(),
            n => format!(" {n} change requests wait for a decision."),
        };
        let state = if *intact { "The contract is intact." } else { "The contract is NOT intact!" };
        let about = format!("Its scope changes only through change requests. {state}{requests}");
        let title = format!("Sprint {} is locked", sprint.number);
        let keys = [
            (Command::NewSprint, "create the next draft"),
            (Command::Contract, "contract"),
            (Command::ScopeLog, "scope log"),
            (Command::Requests, "change requests"),
            (Command::RequestChange, "request the selected item"),
        ];
        empty::render(frame, area, ctx, &title, &about, &keys);
    }

    /// The item under the cursor in full: its title, and what it lacks.
    fn draw_detail(&self, pen: &mut Pen<'_>) {
        let Some(row) = self.row() else { return };
        let width = pen.width();
        let from = self.key_width() + 2;
        let (ready, role) = reading::readiness(row);
        let request = self.feed.request().filter(|_| self.side == Side::Backlog).map(reading::request);
        let outside = row.external_key.clone();
        let about: Vec<String> = [request.or_else(|| reading::rollovers(row)), outside].into_iter().flatten().collect();
        let story = if about.is_empty() { String::new() } else { format!("  {}", about.join("  ")) };
        pen.text(1, 0, self.key_width(), &row.key, Role::ItemKey);
        let last = pen.height().saturating_sub(1);
        if last > 0 {
            pen.text(from, 0, width.saturating_sub(from + 1), &row.title, Role::Strong);
        }
        pen.run(from, last, width.saturating_sub(from + 1), &[(&ready, role), (&story, Role::Dim)]);
    }

    fn is_selected(&self, row: &ItemRow) -> bool {
        self.selected.iter().any(|other| other.id == row.id)
    }

    fn ground(&self, side: Side, ctx: &Ctx<'_>) -> Role {
        if self.side == side && ctx.on_top { Role::Cursor } else { Role::CursorAway }
    }

    /// Keys stand under one another, as far as what is in sight allows.
    fn key_width(&self) -> u16 {
        let of = |row: &ItemRow| text::width(&row.key);
        let left = self.feed.in_sight().filter_map(|(_, line)| match line {
            Line::Item(row, _) => Some(of(row)),
            Line::Heading(_) => None,
        });
        let widest = left.chain(self.entries.iter().map(|entry| of(&entry.item))).max().unwrap_or(6);
        u16::try_from(widest.clamp(5, 16)).unwrap_or(16)
    }
}
