//! Tab 5, Blockers: by cause, with the days and points that each holds up, what is overdue on top (B1–B3).

mod draw;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::blocker::{Blocker, Cause, Held, Ladder};
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::Result;
use crate::tui::act::blocker;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::list::Window;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use ratatui::Frame;
use ratatui::layout::Rect;

/// A blocker as it is listed.
#[derive(Debug, Clone, PartialEq)]
struct Listed {
    blocker: Blocker,
    ladder: Ladder,
    /// Working days since it was raised.
    days: f64,
    /// Whether it has changed since the last standup.
    since_last: Option<String>,
    demands_ruling: bool,
}

/// A row of the tab.
#[derive(Debug, Clone, PartialEq)]
enum BlockerRow {
    /// The heading of what must be escalated.
    Overdue(usize),
    /// The heading of a cause.
    Cause(Held),
    /// The heading of what is resolved.
    Resolved,
    Blocker(Box<Listed>),
    /// What is known of the blocker above.
    More(String),
}

/// The tab.
#[derive(Default)]
pub struct Blockers {
    rows: Vec<BlockerRow>,
    window: Window,
    /// Whether resolved ones are shown too.
    all: bool,
    open: usize,
}

impl Blockers {
    fn here(&self) -> Option<&Listed> {
        match self.rows.get(self.window.cursor) {
            Some(BlockerRow::Blocker(listed)) => Some(listed),
            _ => None,
        }
    }

    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        let number = self.here().map(|listed| listed.blocker.number);
        let listed = list(standfast, self.all)?;
        self.open = listed.iter().filter(|listed| listed.blocker.resolved_at.is_none()).count();
        self.rows = rows(listed, standfast.held_up()?);
        let same =
            |row: &BlockerRow| matches!(row, BlockerRow::Blocker(listed) if Some(listed.blocker.number) == number);
        let can = is_blocker(&self.rows);
        let near = (0..self.rows.len()).filter(|at| can(*at));
        let before = self.window.cursor;
        let kept = self.rows.iter().position(same).or_else(|| near.min_by_key(|at| at.abs_diff(before)));
        self.window.set_total(self.rows.len());
        self.window.go_over(kept.unwrap_or(0), can);
        Ok(())
    }
}

/// Whether the row at a place is a blocker, which can have the cursor.
fn is_blocker(rows: &[BlockerRow]) -> impl Fn(usize) -> bool + Copy {
    move |at| matches!(rows.get(at), Some(BlockerRow::Blocker(_)))
}

/// Every blocker with its escalation level, the oldest first.
fn list(standfast: &Standfast, all: bool) -> Result<Vec<Listed>> {
    let facts = standfast.standup_facts()?;
    let (now, today, hours) = (standfast.now(), standfast.today(), standfast.team()?.escalate_after);
    let calendar = standfast.calendar()?;
    let listed = |blocker: Blocker| {
        let fact = facts.blockers.iter().find(|fact| fact.blocker == blocker.key());
        Listed {
            ladder: blocker.ladder(now, today, hours),
            days: blocker.days(&calendar, now),
            since_last: fact.map(|fact| fact.since_last.clone()),
            demands_ruling: fact.is_some_and(|fact| fact.demands_ruling),
            blocker,
        }
    };
    Ok(standfast.blockers(!all)?.into_iter().map(listed).collect())
}

/// Overdue ones on top, then the causes with the most days first, then what is resolved.
fn rows(listed: Vec<Listed>, held: Vec<Held>) -> Vec<BlockerRow> {
    let is_overdue = |listed: &Listed| matches!(listed.ladder, Ladder::Breached(_)) || listed.demands_ruling;
    let (resolved, open): (Vec<Listed>, Vec<Listed>) =
        listed.into_iter().partition(|listed| listed.blocker.resolved_at.is_some());
    let (overdue, rest): (Vec<Listed>, Vec<Listed>) = open.into_iter().partition(is_overdue);
    let mut rows = Vec::new();
    let mut add = |heading: BlockerRow, group: Vec<Listed>| {
        rows.push(heading);
        for listed in group {
            let more = more(&listed.blocker);
            rows.push(BlockerRow::Blocker(Box::new(listed)));
            rows.extend((!more.is_empty()).then_some(BlockerRow::More(more)));
        }
    };
    let above: Vec<(Cause, String)> =
        overdue.iter().map(|listed| (listed.blocker.cause, listed.blocker.key())).collect();
    if !overdue.is_empty() {
        add(BlockerRow::Overdue(overdue.len()), overdue);
    }
    for held in held {
        let cause = held.cause;
        let group: Vec<Listed> = rest.iter().filter(|listed| listed.blocker.cause == cause).cloned().collect();
        add(BlockerRow::Cause(held), group);
        let above: Vec<&str> = above.iter().filter(|(of, _)| *of == cause).map(|(_, key)| key.as_str()).collect();
        if !above.is_empty() {
            add(BlockerRow::More(format!("{} above", above.join(", "))), Vec::new());
        }
    }
    if !resolved.is_empty() {
        add(BlockerRow::Resolved, resolved);
    }
    rows
}

/// Who clears it, whom they wait for, and what happens next.
fn more(blocker: &Blocker) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(resolution) = &blocker.resolution {
        return text::clean(resolution).into_owned();
    }
    parts.extend(blocker.owner.as_ref().map(|name| format!("owner {}", text::clean(name))));
    parts.extend(blocker.waiting_on.as_ref().map(|name| format!("waiting on {}", text::clean(name))));
    parts.extend(blocker.needed_by.map(|day| format!("needed by {}", day.format("%a %-d %b"))));
    let by = blocker.next_step_by.map_or_else(String::new, |day| format!(" by {}", day.format("%a %-d %b")));
    parts.extend(blocker.next_step.as_ref().map(|step| format!("next{by}: {}", text::clean(step))));
    parts.extend(blocker.last_note.as_ref().map(|note| format!("last: {}", text::clean(note))));
    parts.join(" · ")
}

impl Pane for Blockers {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Blockers)
    }
}

impl View for Blockers {
    fn scope(&self) -> Scope {
        Scope::Blockers
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::BlockersRaise => return blocker::raise(&[], None, standfast),
            Command::BlockersAll => {
                self.all = !self.all;
                self.read(standfast)?;
                return Ok(Next::Nothing);
            }
            Command::Left | Command::Right => {
                let command = if command == Command::Left { Command::Up } else { Command::Down };
                self.window.step_over(command, is_blocker(&self.rows));
                return Ok(Next::Nothing);
            }
            command if self.window.step_over(command, is_blocker(&self.rows)) => return Ok(Next::Nothing),
            _ => {}
        }
        let Some(listed) = self.here() else { return Ok(Next::NotMine) };
        let number = listed.blocker.number;
        match command {
            Command::BlockersOpen => Ok(Next::Open(Thing::Blocker(number))),
            Command::BlockersTouch => blocker::touch(number, standfast),
            Command::BlockersEscalate => blocker::escalate(number, standfast),
            Command::BlockersResolve => Ok(blocker::resolve(number)),
            Command::BlockersReopen => Ok(blocker::reopen(number)),
            Command::BlockersItem => Ok(open_item(&listed.blocker)),
            Command::BlockersCopy => {
                let line = format!("{} {}", listed.blocker.key(), text::clean(&listed.blocker.text));
                Ok(Next::Copy(listed.blocker.key(), line))
            }
            _ => Ok(Next::NotMine),
        }
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let free = matches!(command, Command::BlockersRaise | Command::BlockersAll);
        if command.row().scope != Scope::Blockers || free {
            return None;
        }
        let Some(listed) = self.here() else {
            return Some(format!("There is no blocker here. Press {} to raise one.", Command::BlockersRaise));
        };
        let resolved = listed.blocker.resolved_at.is_some();
        let works_on = matches!(command, Command::BlockersTouch | Command::BlockersEscalate | Command::BlockersResolve);
        match command {
            _ if works_on && resolved => {
                Some(format!("{} is resolved. Press {} to reopen it.", listed.blocker.key(), Command::BlockersReopen))
            }
            Command::BlockersReopen if !resolved => Some(format!("{} is open.", listed.blocker.key())),
            Command::BlockersItem if listed.blocker.items.is_empty() => {
                Some(format!("{} blocks no item.", listed.blocker.key()))
            }
            _ => None,
        }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.window.set_height(area.height);
        if standfast.has_team() { self.read(standfast) } else { Ok(()) }
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Member,
            Table::Holiday,
            Table::Item,
            Table::Blocker,
            Table::BlockerItem,
            Table::Standup,
        ])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        if self.window.opens_over(mouse, area, is_blocker(&self.rows)) {
            return self.update(Command::BlockersOpen, standfast);
        }
        Ok(Next::Nothing)
    }

    fn status(&self) -> String {
        match (self.open, self.all) {
            (open, true) => format!("{open} open, resolved shown"),
            (open, false) => format!("{open} open"),
        }
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        draw::draw(self, frame, area, ctx);
    }
}

/// Opens the item that a blocker holds up; asks which, if there are several.
fn open_item(blocker: &Blocker) -> Next {
    match blocker.items.as_slice() {
        [] => Next::Nothing,
        [one] => Next::open_item(one),
        many => {
            let keys = many.to_vec();
            let choices = keys.iter().map(Choice::new).collect();
            Next::ask(Pick::new("Which item?", choices, move |_, at| {
                Ok(keys.get(at).map_or(Next::Nothing, |key| Next::open_item(key)))
            }))
        }
    }
}

/// What a cause is called at the head of its group.
fn title(cause: Cause) -> &'static str {
    match cause {
        Cause::Dependency => "Waiting for other work",
        Cause::Technical => "Something does not work",
        Cause::Information => "Waiting for an answer",
        Cause::Access => "Waiting for access",
        Cause::Approval => "Waiting for approval",
        Cause::External => "Waiting for someone outside the team",
    }
}
