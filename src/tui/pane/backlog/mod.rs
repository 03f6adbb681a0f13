//! Tab 4: the backlog, one ranked list (I3, I4). Only a window of it is ever read.

mod columns;
mod draw;
mod list;
mod select;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::item::Place;
use crate::app::item::Totals;
use crate::app::log::LogFilter;
use crate::app::planning::ReadyAhead;
use crate::domain::item::ItemRow;
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::Result;
use crate::tui::act::item as act;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::kit::filter::Filtering;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::item::Side;
use columns::Widths;
use list::{List, Source};
use ratatui::Frame;
use ratatui::layout::Rect;
use select::Selection;
use std::cell::RefCell;
use std::rc::Rc;

/// The columns of a title in the list of what is ready.
const AHEAD_TITLE: usize = 40;

/// The pane.
#[derive(Debug, Default)]
pub struct Backlog {
    ranked: List,
    filtering: Filtering,
    /// What the filter lets through.
    found: Option<List>,
    selection: Selection,
    totals: Totals,
    ahead: ReadyAhead,
    side: Side,
    widths: Widths,
    area: Rect,
    /// The last operation when the list was read.
    read_at: Option<i64>,
    /// The item that the cursor goes to when the list is read next.
    go_to: Rc<RefCell<Option<String>>>,
    /// Whether the next change takes the selected items out of the list.
    leaving: bool,
}

impl Backlog {
    fn list(&self) -> &List {
        self.found.as_ref().unwrap_or(&self.ranked)
    }

    fn list_mut(&mut self) -> &mut List {
        self.found.as_mut().unwrap_or(&mut self.ranked)
    }

    /// The rows that a command is about: those selected, else the one under the cursor.
    fn targets(&self) -> Vec<ItemRow> {
        if self.selection.is_empty() {
            self.list().here().cloned().into_iter().collect()
        } else {
            self.selection.in_order()
        }
    }

    fn height(&self) -> usize {
        usize::from(draw::places(self.area).rows.height)
    }

    /// Reads everything that may have changed.
    fn read_anew(&mut self, standfast: &Standfast) -> Result<()> {
        self.totals = standfast.backlog_totals()?;
        self.ahead = standfast.readiness_ahead()?;
        let items = self.totals.open + self.totals.finished + self.totals.dropped;
        self.widths = Widths::measure(standfast, items, self.widths.outside())?;
        if std::mem::take(&mut self.leaving) {
            self.selection.clear();
        }
        self.list_mut().reload(standfast)?;
        let Self { selection, found, ranked, .. } = self;
        selection.refresh(&found.as_ref().unwrap_or(ranked).rows);
        Ok(())
    }

    /// After the cursor moved: room for longer keys, and the item beside the list.
    fn look(&mut self, anew: bool, standfast: &Standfast) -> Result<()> {
        let Self { widths, found, ranked, side, area, .. } = self;
        let list = found.as_ref().unwrap_or(ranked);
        widths.make_room(&list.rows);
        let width = draw::places(*area).side.width;
        if width > 0 {
            side.show(list.here().map(|row| row.key.as_str()), width, anew, standfast)?;
        }
        Ok(())
    }

    fn moved(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        let total = self.open();
        let moved = self.list_mut().step(command, total, standfast)?;
        if moved {
            self.look(false, standfast)?;
        }
        Ok(moved)
    }

    /// Reads what the filter lets through by now; without one the ranked list is shown.
    fn narrow(&mut self, standfast: &Standfast) -> Result<()> {
        let was_on = self.found.is_some();
        self.found = match self.filtering.filter() {
            None => None,
            Some(filter) => {
                let mut found = List::new(Source::Found(filter.clone()), self.height());
                found.read_first(standfast)?;
                Some(found)
            }
        };
        if was_on && self.found.is_none() {
            let height = self.height();
            self.ranked.reload(standfast)?;
            self.ranked.set_height(height, standfast)?;
        }
        self.look(false, standfast)
    }

    /// People, statuses and labels may have other names by now.
    fn know_names(&mut self, standfast: &Standfast) -> Result<()> {
        if self.filtering.is_on() {
            self.filtering.know(standfast.known_to_filters()?);
            if let (Some(found), Some(filter)) = (&mut self.found, self.filtering.filter()) {
                found.source = Source::Found(filter.clone());
            }
        }
        Ok(())
    }

    /// Esc takes the filter away first, then the selection.
    fn back(&mut self, standfast: &Standfast) -> Result<Next> {
        if self.filtering.clear() {
            self.narrow(standfast)?;
        } else {
            self.selection.clear();
        }
        Ok(Next::Nothing)
    }

    fn toggle(&mut self, standfast: &Standfast) -> Result<Next> {
        if let Some(row) = self.list().here().cloned() {
            self.selection.toggle(&row);
            self.moved(Command::Down, standfast)?;
        }
        Ok(Next::Nothing)
    }

    fn extend(&mut self, standfast: &Standfast) -> Result<Next> {
        let Self { selection, found, ranked, .. } = self;
        selection.extend(found.as_ref().unwrap_or(ranked), standfast)
    }

    /// A new item goes below the cursor of the ranked list, and the cursor to it.
    fn add(&self, standfast: &Standfast) -> Result<Next> {
        let here = self.ranked.here().filter(|_| self.found.is_none());
        let place = here.map_or(Place::Bottom, |row| Place::After(row.key.clone()));
        let go_to = Rc::clone(&self.go_to);
        act::form::add(standfast, place, move |key| *go_to.borrow_mut() = Some(key.to_owned()))
    }

    /// Ranks the items one place higher or lower, beside their neighbour.
    fn rank_by_one(&self, up: bool, standfast: &mut Standfast) -> Result<Next> {
        let rows = self.targets();
        let edge = if up { rows.first().map(list::before) } else { rows.last().map(list::after) };
        let Some(edge) = edge else { return Ok(Next::Nothing) };
        let Some(neighbour) = standfast.backlog(&edge, 1)?.into_iter().next() else {
            let end = if up { "top" } else { "bottom" };
            return Ok(Next::Cannot(format!("This is already the {end} of the backlog.")));
        };
        let place = if up { Place::Before(neighbour.key) } else { Place::After(neighbour.key) };
        act::rank(&rows, &place, standfast)
    }

    /// Sends an item to an end of the list. The cursor stays where it is, on what follows: there is more to sort.
    fn rank_at_end(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let list = self.list();
        let next = if self.selection.is_empty() && self.found.is_none() {
            list.rows.get(list.cursor + 1).or_else(|| list.rows.get(list.cursor.checked_sub(1)?))
        } else {
            None
        };
        let next = next.map(|row| row.key.clone());
        let done = act::act(command, &self.targets(), standfast)?;
        if matches!(done, Next::Did(_)) {
            *self.go_to.borrow_mut() = next;
        }
        Ok(done)
    }

    /// How ready the next two sprints are, item by item; each opens.
    fn show_readiness(&self) -> Next {
        let keys: Vec<String> = self.ahead.items.iter().map(|row| row.key.clone()).collect();
        let choice = |row: &ItemRow| {
            let lacks: Vec<String> = row.not_ready.iter().map(crate::domain::item::Unready::words).collect();
            let about = if lacks.is_empty() { "ready".to_owned() } else { lacks.join("; ") };
            let title = text::fit(&row.title, AHEAD_TITLE);
            let gap = " ".repeat(AHEAD_TITLE.saturating_sub(text::width(&title)));
            Choice::new(format!("{:<8} {title}{gap}", row.key)).about(about)
        };
        let choices = self.ahead.items.iter().map(choice).collect();
        let open =
            move |_: &mut Standfast, at: usize| Ok(keys.get(at).map_or(Next::Nothing, |key| Next::open_item(key)));
        Next::ask(Pick::new(self.ahead_title(), choices, open))
    }

    fn run(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::Open | Command::Right => {
                Ok(self.list().here().map_or(Next::Nothing, |row| Next::open_item(&row.key)))
            }
            Command::Back | Command::Left => self.back(standfast),
            Command::Find => {
                self.filtering.begin(standfast.known_to_filters()?);
                Ok(Next::Nothing)
            }
            Command::FilterKeep => {
                self.filtering.keep();
                Ok(Next::Nothing)
            }
            Command::FilterClear => {
                self.filtering.clear();
                self.narrow(standfast)?;
                Ok(Next::Nothing)
            }
            Command::Select => self.toggle(standfast),
            Command::SelectRange => self.extend(standfast),
            Command::Copy => Ok(act::copy(self.targets().iter())),
            Command::ReadyAhead => Ok(self.show_readiness()),
            Command::ItemAdd => self.add(standfast),
            Command::RankUp | Command::RankDown => self.rank_by_one(command == Command::RankUp, standfast),
            Command::RankTop | Command::RankBottom => self.rank_at_end(command, standfast),
            command => {
                self.leaving = command == Command::ItemDrop;
                act::act(command, &self.targets(), standfast)
            }
        }
    }
}

impl View for Backlog {
    fn scope(&self) -> Scope {
        self.filtering.scope(Scope::Backlog)
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        self.leaving = false;
        if self.moved(command, standfast)? {
            return Ok(Next::Nothing);
        }
        self.run(command, standfast)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let list = self.list();
        match command {
            Command::Open | Command::Select | Command::Copy if list.here().is_none() => {
                Some(format!("There is no item here. Press {} to add one.", Command::ItemAdd))
            }
            Command::Left | Command::Right => Some(format!("Press {} to open the selected item.", Command::Open)),
            Command::SelectRange if !self.selection.has_begun() => Some(format!(
                "Select the first item with {}, then press {} on the last.",
                Command::Select,
                Command::SelectRange
            )),
            Command::RankUp | Command::RankDown if self.found.is_some() => Some(format!(
                "Clear the filter with {} to rank by one place. {} and {} work here.",
                Command::Back,
                Command::RankTop,
                Command::RankBottom
            )),
            Command::ReadyAhead if self.ahead.items.is_empty() => {
                Some("There is nothing to plan: every open item is in a sprint, or there is none.".to_owned())
            }
            command if command.row().scope == Scope::Items => {
                let here = list.here().map_or(&[][..], std::slice::from_ref);
                if self.selection.is_empty() {
                    act::why_not(command, here)
                } else {
                    act::why_not(command, &self.targets())
                }
            }
            _ => None,
        }
    }

    fn reads(&self) -> Changed {
        let items = tables(&[
            Table::Item,
            Table::Criterion,
            Table::ItemLabel,
            Table::Dependency,
            Table::Blocker,
            Table::BlockerItem,
        ]);
        items.and(tables(&[
            Table::Team,
            Table::Member,
            Table::Status,
            Table::Sprint,
            Table::SprintItem,
            Table::Absence,
            Table::Holiday,
        ]))
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        let height = self.height();
        self.list_mut().set_height(height, standfast)?;
        let newest = standfast.log(&LogFilter { limit: 1, ..LogFilter::default() })?.first().map(|last| last.id);
        let anew = self.read_at.is_none() || newest != self.read_at;
        if anew {
            self.know_names(standfast)?;
            self.read_anew(standfast)?;
            self.read_at = newest;
        }
        let go_to = self.go_to.borrow_mut().take();
        if let Some(key) = go_to {
            self.list_mut().show(&key, standfast)?;
        }
        self.look(anew, standfast)
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        if !self.filtering.key(chord) {
            return Ok(Next::NotMine);
        }
        self.narrow(standfast)?;
        Ok(Next::Nothing)
    }

    fn paste(&mut self, text: &str, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.paste(text) {
            self.narrow(standfast)?;
        }
        Ok(Next::Nothing)
    }

    fn status(&self) -> String {
        self.filtering.status().unwrap_or_default()
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let rows = draw::places(area).rows;
        match mouse.act {
            MouseAct::Wheel(by) => {
                self.list_mut().scroll(isize::from(by), standfast)?;
                self.look(false, standfast)?;
            }
            MouseAct::Press if draw::is_on_readiness(self, mouse, area) => return Ok(self.show_readiness()),
            MouseAct::Press if rows.contains((mouse.x, mouse.y).into()) => {
                let pressed = self.list_mut().press(usize::from(mouse.y - rows.y));
                if pressed == Some(true) {
                    return self.run(Command::Open, standfast);
                }
                self.look(false, standfast)?;
            }
            MouseAct::Press | MouseAct::Drag | MouseAct::Release => {}
        }
        Ok(Next::Nothing)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        draw::render(self, frame, area, ctx);
    }
}

impl Pane for Backlog {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Backlog)
    }
}
