//! Tab 3, Plan: the ranked backlog beside the draft, and above them what the team can take on (L3).

mod draw;
mod feed;
mod figures;
mod reading;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::item::Place;
use crate::app::planning::ReadyAhead;
use crate::domain::action::Action;
use crate::domain::item::ItemRow;
use crate::domain::sprint::{Entry, Sprint};
use crate::domain::tables::Table;
use crate::domain::time::Day;
use crate::error::Result;
use crate::tui::act::item as act;
use crate::tui::act::sprint::{self, Sprints};
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::glyph::UNICODE;
use crate::tui::kit::filter::Filtering;
use crate::tui::kit::list::Window;
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use feed::Feed;
use ratatui::Frame;
use ratatui::layout::Rect;

/// Which list has the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Side {
    /// What could come into the sprint.
    #[default]
    Backlog,
    /// What is in it.
    Draft,
}

/// The tab.
#[derive(Default)]
pub struct Plan {
    side: Side,
    feed: Feed,
    list: Window,
    draft: Option<crate::app::planning::Plan>,
    /// The items of the draft, by rank.
    entries: Vec<Entry>,
    /// The sprint under way, with whether its contract is intact and how many requests wait for a ruling.
    locked: Option<(Sprint, bool, usize)>,
    ahead: Option<ReadyAhead>,
    filtering: Filtering,
    /// How many items are open.
    open: usize,
    /// The items selected, as they were then.
    selected: Vec<ItemRow>,
    /// The item that the mouse holds, and the list it comes from.
    held: Option<(String, Side)>,
    /// The rows that the figures take.
    figures: u16,
    /// The retro actions that stand in the draft, or in the sprint under way.
    actions: Vec<Action>,
    today: Day,
    sprints: Sprints,
}

impl Plan {
    fn row(&self) -> Option<&ItemRow> {
        match self.side {
            Side::Backlog => self.feed.current(),
            Side::Draft => self.entries.get(self.list.cursor).map(|entry| &entry.item),
        }
    }

    fn key_here(&self) -> Option<String> {
        self.row().map(|row| row.key.clone())
    }

    /// The selected items of the side that has the cursor, or the one under it.
    fn rows(&self) -> Vec<ItemRow> {
        if self.selected.is_empty() { self.row().cloned().into_iter().collect() } else { self.selected.clone() }
    }

    fn number(&self) -> Option<i64> {
        self.draft.as_ref().map(|plan| plan.view.sprint.number)
    }

    /// Takes the items into the draft or out of it.
    fn turn(&mut self, keys: &[String], from: Side, standfast: &mut Standfast) -> Result<Next> {
        let Some(number) = self.number() else { return Ok(Next::Nothing) };
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let outcome = match from {
            Side::Backlog => standfast.add_to_sprint(number, &keys)?,
            Side::Draft => standfast.remove_from_sprint(number, &keys)?,
        };
        self.selected.clear();
        Ok(Next::from(outcome))
    }

    fn select(&mut self, standfast: &Standfast) -> Result<Next> {
        if let Some(row) = self.row().cloned() {
            let known = self.selected.iter().position(|other| other.id == row.id);
            match known {
                Some(at) => drop(self.selected.remove(at)),
                None => self.selected.push(row),
            }
        }
        match self.side {
            Side::Backlog => self.feed.next(standfast)?,
            Side::Draft => self.list.go_by(1),
        }
        Ok(Next::Nothing)
    }

    fn go_to_side(&mut self, side: Side) {
        if self.side != side {
            self.side = side;
            self.selected.clear();
        }
    }

    /// Esc takes the filter away first, then the selection.
    fn back(&mut self, standfast: &Standfast) -> Result<Next> {
        if self.filtering.clear() {
            return self.narrow(standfast);
        }
        self.selected.clear();
        Ok(Next::Nothing)
    }

    /// The filter has changed: both lists show what it lets through.
    fn narrow(&mut self, standfast: &Standfast) -> Result<Next> {
        self.feed.narrow(self.filtering.filter(), standfast)?;
        self.read_entries(standfast)?;
        Ok(Next::Nothing)
    }

    /// The items of the draft that the filter lets through.
    fn read_entries(&mut self, standfast: &Standfast) -> Result<()> {
        self.entries = self.draft.as_ref().map(|plan| plan.view.entries.clone()).unwrap_or_default();
        self.entries.retain(|entry| entry.present);
        if let Some(filter) = self.filtering.filter() {
            let subjects = standfast.subjects(filter, self.entries.iter().map(|entry| &entry.item))?;
            self.entries.retain(|entry| subjects.get(&entry.item.id).is_some_and(|subject| filter.lets(subject)));
        }
        self.list.set_total(self.entries.len());
        Ok(())
    }

    fn filter(&mut self, command: Command, standfast: &Standfast) -> Result<Next> {
        match command {
            Command::FilterKeep => self.filtering.keep(),
            Command::FilterClear => return self.back(standfast),
            command if !self.feed.step(command, standfast)? => return Ok(Next::NotMine),
            _ => {}
        }
        Ok(Next::Nothing)
    }

    fn step(&mut self, command: Command, standfast: &Standfast) -> Result<bool> {
        Ok(match (command, self.side) {
            (Command::Left, _) => {
                self.go_to_side(Side::Backlog);
                true
            }
            (Command::Right, _) => {
                self.go_to_side(Side::Draft);
                true
            }
            (command, Side::Backlog) => self.feed.step(command, standfast)?,
            (command, Side::Draft) => self.list.step(command),
        })
    }

    /// Ranks the item before the one above it, or after the one below.
    fn rank(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let Some(key) = self.key_here() else { return Ok(Next::Nothing) };
        let by = if command == Command::RankUp { -1 } else { 1 };
        let neighbour = match self.side {
            Side::Backlog => self.feed.neighbour(by),
            Side::Draft => {
                let at = self.list.cursor.checked_add_signed(by);
                at.and_then(|at| self.entries.get(at)).map(|entry| &entry.item)
            }
        };
        match neighbour {
            Some(other) => {
                let other = other.key.clone();
                let place = if by < 0 { Place::Before(other) } else { Place::After(other) };
                Ok(Next::from(standfast.rank_items(&[&key], &place)?))
            }
            None => Ok(Next::Cannot("The item is already at that end of the list.".to_owned())),
        }
    }

    /// What needs a draft, or an item under the cursor, and has none.
    fn missing(&self, command: Command) -> Option<String> {
        let needs_draft =
            matches!(command, Command::ItemSprint | Command::EditSprint | Command::CheckSprint | Command::LockSprint);
        if needs_draft && self.draft.is_none() {
            return Some(match &self.locked {
                Some((sprint, ..)) => format!(
                    "Sprint {} is locked. Press {} to request a change, {} to create the next draft.",
                    sprint.number,
                    Command::RequestChange,
                    Command::NewSprint
                ),
                None => format!("No draft sprint. Press {} to create one.", Command::NewSprint),
            });
        }
        let needs_item = matches!(command, Command::ItemSprint | Command::Open | Command::Select | Command::Copy);
        (needs_item && self.row().is_none()).then(|| match self.side {
            Side::Backlog => "Select an item first.".to_owned(),
            Side::Draft => {
                format!("The draft is empty. Go left, then press {} to add the selected item.", Command::ItemSprint)
            }
        })
    }
}

impl Pane for Plan {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Plan)
    }
}

impl View for Plan {
    fn scope(&self) -> Scope {
        self.filtering.scope(Scope::Plan)
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.is_typing() {
            return self.filter(command, standfast);
        }
        match command {
            Command::ItemSprint => {
                let keys: Vec<String> = self.rows().into_iter().map(|row| row.key).collect();
                self.turn(&keys, self.side, standfast)
            }
            Command::NewSprint => sprint::new_sprint(standfast),
            Command::EditSprint => {
                self.number().map_or(Ok(Next::Nothing), |number| sprint::edit_sprint(standfast, number))
            }
            Command::CheckSprint | Command::LockSprint => {
                Ok(self.number().map_or(Next::Nothing, |number| Next::Open(Thing::Lock(number))))
            }
            Command::PlanFigures => Ok(reading::figures(self.draft.as_ref(), self.ahead.as_ref())),
            Command::Open => Ok(self.row().map_or(Next::Nothing, |row| Next::open_item(&row.key))),
            Command::RankUp | Command::RankDown => self.rank(command, standfast),
            Command::Select => self.select(standfast),
            Command::Back => self.back(standfast),
            Command::Find => {
                self.go_to_side(Side::Backlog);
                self.filtering.begin(standfast.known_to_filters()?);
                self.narrow(standfast)
            }
            Command::Copy => Ok(act::copy(self.row().into_iter())),
            command if self.step(command, standfast)? => Ok(Next::Nothing),
            command => act::act(command, &self.rows(), standfast),
        }
    }

    fn key(&mut self, chord: Chord, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.key(chord) { self.narrow(standfast) } else { Ok(Next::NotMine) }
    }

    fn paste(&mut self, text: &str, standfast: &mut Standfast) -> Result<Next> {
        if self.filtering.paste(text) { self.narrow(standfast) } else { Ok(Next::Nothing) }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.sprints = Sprints::read(standfast)?;
        self.draft = standfast.plan()?;
        self.today = standfast.today();
        self.locked = match standfast.current_sprint()? {
            Some(sprint) => {
                let intact = standfast.verify_contract(sprint.number)?.intact;
                let waiting = standfast.requests(Some(sprint.number))?.iter().filter(|r| r.ruling.is_none()).count();
                Some((sprint, intact, waiting))
            }
            None => None,
        };
        if self.filtering.is_on() {
            self.filtering.know(standfast.known_to_filters()?);
            self.feed.know(self.filtering.filter());
        }
        self.open = usize::try_from(standfast.backlog_totals()?.open).unwrap_or(0);
        self.read_entries(standfast)?;
        self.ahead = Some(standfast.readiness_ahead()?);
        let rows = self.draft.as_ref().map_or(0, |plan| {
            figures::rows(plan, &UNICODE, self.today, area.width.saturating_sub(2), area.height).len()
        });
        self.figures = u16::try_from(rows).unwrap_or(0);
        self.actions = match (self.number(), &self.locked) {
            (Some(draft), _) => standfast.actions_in(draft)?.into_iter().filter(Action::is_open).collect(),
            (None, Some((sprint, ..))) => standfast.actions_in(sprint.number)?,
            (None, None) => Vec::new(),
        };
        let places = self.places(area);
        self.list.set_height(places.lists.1.height);
        self.feed.load(places.lists.0.height, standfast)
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Member,
            Table::Absence,
            Table::Holiday,
            Table::Item,
            Table::Criterion,
            Table::Dependency,
            Table::Blocker,
            Table::BlockerItem,
            Table::Sprint,
            Table::SprintItem,
            Table::ChangeRequest,
            Table::Contract,
            Table::Status,
            Table::RetroAction,
            Table::ActionRuling,
        ])
    }

    fn why_not(&self, command: Command) -> Option<String> {
        self.sprints.why_not(command).or_else(|| self.missing(command)).or_else(|| act::why_not(command, &self.rows()))
    }

    fn status(&self) -> String {
        if !self.selected.is_empty() {
            return format!("{} selected", self.selected.len());
        }
        self.filtering.status().unwrap_or_default()
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let (left, right) = self.places(area).shown(self.side);
        let side = match (left.contains((mouse.x, mouse.y).into()), right.contains((mouse.x, mouse.y).into())) {
            (true, _) => Side::Backlog,
            (_, true) => Side::Draft,
            _ => return Ok(Next::Nothing),
        };
        match mouse.act {
            MouseAct::Release => {
                let Some((key, from)) = self.held.take().filter(|(_, from)| *from != side && self.draft.is_some())
                else {
                    return Ok(Next::Nothing);
                };
                let turned = self.turn(std::slice::from_ref(&key), from, standfast);
                // It is let go again when the write can be done.
                self.held = Some((key, from)).filter(|_| turned.as_ref().is_err_and(|error| error.busy().is_some()));
                return turned;
            }
            MouseAct::Drag => return Ok(Next::Nothing),
            MouseAct::Press => {
                self.held = None;
                self.go_to_side(side);
            }
            MouseAct::Wheel(_) => {}
        }
        match side {
            Side::Backlog => {
                self.feed.window_mut().mouse(mouse, left);
                self.feed.settle(standfast)?;
            }
            Side::Draft => drop(self.list.mouse(mouse, right)),
        }
        if mouse.act == MouseAct::Press {
            self.held = self.key_here().map(|key| (key, side));
        }
        Ok(Next::Nothing)
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}
