//! The screen from top to bottom. Drawing changes nothing.
//!
//! ```text
//!  header       team · sprint · goal · day · points        1 row
//!  tabs                                                    1 row
//!  the pane                                                what is left
//!  message                                     status      1 row, more while a long sentence is said
//!  the keys of the moment                                  1 row
//! ```

use super::{LEAST, Shell};
use crate::domain::text;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::pane::Tab;
use crate::tui::theme::Role;
use crate::tui::view::Ctx;
use crate::tui::widget::footer::{self, Hint};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{header, tabs};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where the pane is on a screen of that size.
pub(super) fn body(size: Rect) -> Rect {
    Rect::new(0, 2.min(size.height), size.width, size.height.saturating_sub(4))
}

/// Where layers stand: everywhere but over message and footer.
pub(super) fn between(size: Rect) -> Rect {
    Rect { height: size.height.saturating_sub(2), ..size }
}

/// Whether there is room for more than one line that says there is not.
pub(super) fn is_enough(size: Rect) -> bool {
    size.width >= LEAST.0 && size.height >= LEAST.1
}

impl Shell {
    /// Draws everything.
    pub fn render(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if is_enough(area) {
            self.draw(frame, area);
            self.messages.drawn();
        } else {
            let words = format!("Standfast needs {}×{}; this is {}×{}.", LEAST.0, LEAST.1, area.width, area.height);
            Pen::new(frame, area, &self.ctx(true)).text(0, 0, area.width, &words, Role::Text);
        }
        if self.look.ascii_only {
            to_ascii(frame.buffer_mut());
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        let below = self.ctx(false);
        Pen::new(frame, area, &below).clear(Role::Text);
        self.draw_head(frame, area, &below);
        let base = self.ctx(self.layers.is_empty());
        match (&self.welcome, self.panes.get(self.here)) {
            (Some(welcome), _) => welcome.render(frame, body(area), &base, self.standfast.path()),
            (None, Some(pane)) => pane.render(frame, body(area).intersection(area), &base),
            (None, None) => {}
        }
        for (at, layer) in self.layers.iter().enumerate() {
            let ctx = self.ctx(at + 1 == self.layers.len());
            layer.render(frame, layer.place(between(area)).intersection(area), &ctx);
        }
        self.draw_foot(frame, area, &base);
    }

    fn draw_head(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let row = |y: u16| Rect::new(0, y, area.width, 1);
        if self.welcome.is_some() {
            let mut pen = Pen::new(frame, row(0), ctx);
            pen.clear(Role::Header);
            let x = 1 + pen.text(1, 0, area.width, "Standfast", Role::Team);
            pen.text(x + 1, 0, area.width, env!("CARGO_PKG_VERSION"), Role::Header);
            return;
        }
        header::render(&mut Pen::new(frame, row(0), ctx), &self.standing);
        tabs::render(&mut Pen::new(frame, row(1), ctx), &self.tab_titles(), self.here);
    }

    fn draw_foot(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let last = area.height.saturating_sub(1);
        footer::render(&mut Pen::new(frame, Rect::new(0, last, area.width, 1), ctx), &self.hints(area.width));
        let row = last.saturating_sub(1);
        let mut pen = Pen::new(frame, Rect::new(0, row, area.width, 1), ctx);
        let status = self.status();
        let end = pen.right(area.width.saturating_sub(1), 0, area.width / 2, &status, Role::Dim);
        let Some(message) = self.messages.open() else { return };
        let role = message.tone.role();
        let room = if status.is_empty() { area.width.saturating_sub(2) } else { end.saturating_sub(2) };
        let words = format!("{} {}", message.tone.sign(ctx.glyphs), text::clean(&message.words));
        let words = words.trim_start();
        if text::width(words) <= usize::from(room) {
            pen.text(1, 0, room, words, role);
            return;
        }
        let lines = textwrap::wrap(words, usize::from(area.width.saturating_sub(2).max(8)));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height / 2);
        let mut pen = Pen::new(frame, Rect::new(0, (row + 1).saturating_sub(rows), area.width, rows), ctx);
        pen.clear(Role::Text);
        for (y, line) in (0..rows).zip(lines) {
            pen.text(1, y, area.width.saturating_sub(2), &line, role);
        }
    }

    fn status(&self) -> String {
        match (self.layers.last(), self.panes.get(self.here)) {
            (Some(layer), _) => layer.status(),
            (None, Some(pane)) if self.welcome.is_none() => pane.status(),
            _ => String::new(),
        }
    }

    fn hints(&self, width: u16) -> Vec<Hint> {
        let can = |command: Command| self.is_reachable(command) && self.why_not(command).is_none();
        footer::hints(self.scope(), &self.ctx(true), width, can)
    }

    /// Every tab with the key that goes to it.
    fn tab_titles(&self) -> Vec<(String, &'static str)> {
        let tabs = self.panes.iter().map(|pane| pane.tab());
        tabs.map(|tab| (self.keymap.shown(tab.command), tab.title())).collect()
    }

    /// The command whose hint in the footer was pressed.
    pub(super) fn hint_at(&self, mouse: Mouse) -> Option<Command> {
        let pressed = mouse.act == MouseAct::Press && mouse.y + 1 == self.size.height;
        let hints = if pressed { self.hints(self.size.width) } else { return None };
        hints.iter().find(|hint| (hint.x..hint.x + hint.width).contains(&mouse.x)).map(|hint| hint.command)
    }

    /// The tab that was pressed.
    pub(super) fn tab_at(&self, mouse: Mouse) -> Option<&'static Tab> {
        if mouse.act != MouseAct::Press || mouse.y != 1 || self.welcome.is_some() {
            return None;
        }
        let places = tabs::places(&self.tab_titles(), self.size.width);
        let at = places.iter().position(|(x, width)| (*x..x + width).contains(&mouse.x))?;
        self.panes.get(at).map(|pane| pane.tab())
    }
}

/// For terminals that show nothing but ASCII: every other character is a question mark, as wide as it was.
fn to_ascii(buffer: &mut Buffer) {
    let mut covered = 0;
    for cell in &mut buffer.content {
        if covered > 0 {
            covered -= 1;
            cell.set_symbol("?");
        } else if cell.symbol() == "−" {
            cell.set_symbol("-");
        } else if !cell.symbol().is_ascii() {
            covered = text::width(cell.symbol()).saturating_sub(1);
            cell.set_symbol("?");
        }
    }
}
