//! One item opened: everything about it, and every key acts on it.
//!
//! ```text
//! ╭ PAY-12 · MESOS-801 ──────────────────────────────── story ╮
//! │   Agents recover after a network split                    │
//! │                                                           │
//! │   Status      doing, for 4 days                           │
//! │   Points      5                                           │
//! │                                                           │
//! │   Not ready                                               │
//! │ ! no acceptance criterion                    + criterion  │
//! │                                                           │
//! │   Acceptance criteria  1 of 2 met                         │
//! │ ✓ A split of 30 s loses no task                           │
//! │▌○ …                                                       │
//! ╰───────────────────────────────────────────────────────────╯
//! ```

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::log::LogFilter;
use crate::domain::item::ItemRow;
use crate::error::{Error, Result};
use crate::tui::act::item as act;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::list::Window;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View};
use crate::tui::widget::item::{Facts, Page, Stop};
use crate::tui::widget::pen::Pen;
use crate::tui::widget::{popup, scrollbar};
use ratatui::Frame;
use ratatui::layout::Rect;

/// How many lines of a description are shown.
const LONGEST: usize = 3000;
/// The most columns of text, the gutter among them: longer lines are hard to read.
const WIDEST: u16 = 112;

/// The view of one item.
#[must_use = "a layer is opened with Next::ask"]
pub struct ItemView {
    key: String,
    facts: Option<Facts>,
    page: Page,
    /// The stop under the cursor.
    here: usize,
    /// The first row in sight.
    top: usize,
    size: (u16, u16),
    /// The last operation when this was read.
    read_at: Option<i64>,
}

impl ItemView {
    /// The view of the item with this key.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), facts: None, page: Page::default(), here: 0, top: 0, size: (0, 0), read_at: None }
    }

    fn row(&self) -> Option<&ItemRow> {
        self.facts.as_ref().map(|facts| &facts.item.row)
    }

    fn stop(&self) -> Option<&Stop> {
        self.page.stops.get(self.here)
    }

    fn height(&self) -> usize {
        usize::from(self.size.1)
    }

    /// Goes to the next stop or the one before if it is in sight; else the page moves by a row.
    fn step(&mut self, by: isize) {
        let next = self.here.saturating_add_signed(by);
        let rows = self.page.rows_of(next);
        let seen = rows.start >= self.top && rows.start < self.top + self.height();
        if next != self.here && next < self.page.stops.len() && seen {
            self.here = next;
            if rows.end > self.top + self.height() {
                self.top = rows.end - self.height();
            }
        } else {
            self.scroll(by);
        }
    }

    /// Moves the page; the cursor goes to the first stop in sight if its own is not.
    fn scroll(&mut self, by: isize) {
        let most = self.page.rows.len().saturating_sub(self.height());
        self.top = self.top.saturating_add_signed(by).min(most);
        let seen = |at: usize| (self.top..self.top + self.height()).contains(&self.page.rows_of(at).start);
        if !seen(self.here)
            && let Some(first) = (0..self.page.stops.len()).find(|at| seen(*at))
        {
            self.here = first;
        }
    }

    /// What Enter does at the stop under the cursor.
    fn enter(&self, standfast: &mut Standfast) -> Result<Next> {
        match self.stop() {
            Some(Stop::Link(key)) => Ok(Next::open_item(key)),
            Some(Stop::Mend(command)) => self.act(*command, standfast),
            Some(Stop::Criterion(..)) => self.tick_here(standfast),
            None => Ok(Next::Nothing),
        }
    }

    fn tick_here(&self, standfast: &mut Standfast) -> Result<Next> {
        match (self.stop(), self.row()) {
            (Some(Stop::Criterion(number, met)), Some(row)) => {
                Ok(Next::from(standfast.tick_item(&row.key, *number, !met)?))
            }
            _ => Ok(Next::Cannot(no_criterion())),
        }
    }

    fn act(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let rows: Vec<ItemRow> = self.row().cloned().into_iter().collect();
        act::act(command, &rows, standfast)
    }

    fn press(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let inner = inside(area);
        let Some(line) = mouse.y.checked_sub(inner.y).filter(|_| inner.contains((mouse.x, mouse.y).into())) else {
            return Ok(Next::Nothing);
        };
        let row = self.top + usize::from(line);
        match self.page.rows.get(row).and_then(|row| row.stop) {
            Some(stop) if stop == self.here => self.enter(standfast),
            Some(stop) => {
                self.here = stop;
                Ok(Next::Nothing)
            }
            None => Ok(Next::Nothing),
        }
    }
}

impl View for ItemView {
    fn scope(&self) -> Scope {
        Scope::Item
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let page = isize::try_from(self.height().saturating_sub(1).max(1)).unwrap_or(1);
        match command {
            Command::ItemClose | Command::Left => return Ok(Next::close()),
            Command::ItemEnter | Command::Right => return self.enter(standfast),
            Command::ItemTick => return self.tick_here(standfast),
            Command::ItemCopy => return Ok(act::copy(self.row().into_iter())),
            Command::Up => self.step(-1),
            Command::Down => self.step(1),
            Command::PageUp => self.scroll(-page),
            Command::PageDown => self.scroll(page),
            Command::Top => self.scroll(isize::MIN),
            Command::Bottom => self.scroll(isize::MAX),
            command => return self.act(command, standfast),
        }
        Ok(Next::Nothing)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        match command {
            Command::ItemClose | Command::Left => None,
            Command::ItemTick if !matches!(self.stop(), Some(Stop::Criterion(..))) => Some(no_criterion()),
            Command::RankUp | Command::RankDown => Some(format!(
                "Rank one place up or down in the backlog. {} and {} work here.",
                Command::RankTop,
                Command::RankBottom
            )),
            command => act::why_not(command, self.row().map_or(&[], std::slice::from_ref)),
        }
    }

    fn reads(&self) -> Changed {
        Changed::ANYTHING
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        let inner = inside(area);
        let newest = standfast.log(&LogFilter { limit: 1, ..LogFilter::default() })?.first().map(|last| last.id);
        let read_anew = self.facts.is_none() || newest != self.read_at;
        if read_anew {
            self.facts = match Facts::read(standfast, &self.key, true) {
                Ok(facts) => Some(facts),
                // Undone or renamed while it was open: the view says so instead of failing again and again.
                Err(Error::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            self.read_at = newest;
        }
        if read_anew || self.size.0 != inner.width {
            self.page = self.facts.as_ref().map(|facts| Page::new(facts, inner.width, LONGEST)).unwrap_or_default();
            self.here = self.here.min(self.page.stops.len().saturating_sub(1));
        }
        self.size = (inner.width, inner.height);
        self.top = self.top.min(self.page.rows.len().saturating_sub(self.height()));
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        match mouse.act {
            MouseAct::Wheel(by) => self.scroll(isize::from(by)),
            MouseAct::Press => return self.press(mouse, area, standfast),
            MouseAct::Drag | MouseAct::Release => {}
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        let above = screen.height.min(2);
        Rect::new(screen.x, screen.y + above, screen.width, screen.height - above)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let Some(row) = self.row() else {
            let inner = popup::render(frame, area, ctx, &self.key, "");
            let words = format!(
                "{} was removed. Press {} to go back, {} to undo.",
                self.key,
                Command::ItemClose,
                Command::Undo
            );
            Pen::new(frame, inner, ctx).text(1, 1, inner.width, &words, Role::Warn);
            return;
        };
        let title = match &row.external_key {
            Some(outside) => format!("{} {} {outside}", row.key, ctx.glyphs.dot),
            None => row.key.clone(),
        };
        popup::render(frame, area, ctx, &title, row.kind.word());
        let inner = inside(area);
        let mut pen = Pen::new(frame, inner, ctx);
        let here = Some(self.here).filter(|_| !self.page.stops.is_empty());
        self.page.draw(&mut pen, self.top, here);
        let window =
            Window { total: self.page.rows.len(), cursor: self.top, top: self.top, height: usize::from(inner.height) };
        scrollbar::render(frame, area, ctx, &window);
    }
}

/// Why there is nothing to tick under the cursor.
fn no_criterion() -> String {
    format!("Select an acceptance criterion, then press {} to tick it.", Command::ItemTick)
}

/// Where the page is in the frame.
fn inside(area: Rect) -> Rect {
    let inner = popup::inside(area);
    Rect { x: inner.x.saturating_sub(1), width: inner.width.saturating_add(1).min(WIDEST), ..inner }
}
