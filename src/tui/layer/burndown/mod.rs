//! Burndown, burnup, cumulative flow and cycle times of a sprint, the one under way or a past one, as of now or of an
//! earlier day (R2).

mod draw;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::closing::Burndown;
use crate::domain::picture::Picture;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::domain::text;
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use crate::error::{Error, Result};
use crate::report::burndown::markdown;
use crate::report::pages::Leaf;
use crate::report::picture;
use crate::tui::act::sprint::NEVER_LOCKED;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::passage::Passage;
use crate::tui::widget::popup;
use ratatui::Frame;
use ratatui::layout::Rect;

/// The layer.
#[must_use = "a layer is opened with Next::ask"]
pub struct Chart {
    number: i64,
    /// The sprints that were ever locked, the latest first.
    numbers: Vec<i64>,
    /// The last day that is drawn; none for now, or the close.
    as_of: Option<Day>,
    shown: Shown,
    /// What is drawn, or why there is nothing to draw.
    lines: std::result::Result<Drawn, String>,
}

/// Which of the pictures of a sprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Burndown,
    Burnup,
    Flow,
    CycleTime,
}

/// What is drawn, with the lines that its events are told from.
struct Drawn {
    burndown: Burndown,
    picture: Picture,
}

/// The sprint under way, else the one that was locked last.
pub fn current(standfast: &Standfast, shown: Shown) -> Result<Next> {
    let under_way = standfast.current_sprint()?.map(|sprint| sprint.number);
    match under_way.or(locked_ever(standfast)?.first().copied()) {
        Some(number) => of(standfast, number, shown),
        None => Ok(Next::Cannot(NEVER_LOCKED.to_owned())),
    }
}

/// A sprint of that number.
pub fn of(standfast: &Standfast, number: i64, shown: Shown) -> Result<Next> {
    let numbers = locked_ever(standfast)?;
    Ok(Next::ask(Chart { number, numbers, as_of: None, shown, lines: Err(String::new()) }))
}

fn locked_ever(standfast: &Standfast) -> Result<Vec<i64>> {
    let sprints = standfast.sprints()?.into_iter();
    let was = |state, locked: bool| matches!(state, State::Locked | State::Closed) || locked;
    Ok(sprints.filter(|s| was(s.state, s.locked_at.is_some())).map(|s| s.number).collect())
}

impl Chart {
    fn turn(&mut self, older: bool) -> Next {
        let at = self.numbers.iter().position(|number| *number == self.number).unwrap_or(0);
        let to = if older { at.checked_add(1) } else { at.checked_sub(1) };
        let Some(number) = to.and_then(|to| self.numbers.get(to)) else {
            let which = if older { "earlier" } else { "later" };
            return Next::Cannot(format!("No {which} sprint was locked."));
        };
        // The shell loads the layer on top after every answer.
        (self.number, self.as_of) = (*number, None);
        Next::Nothing
    }

    /// Goes a day back, or forth until the end of what is known.
    fn step(&mut self, back: bool, zone: Zone, now: Instant) -> Next {
        let Ok(drawn) = &self.lines else { return Next::Nothing };
        let lines = &drawn.burndown;
        let Some(lock) = lines.sprint.locked_at.map(|at| at.day(zone)) else { return Next::Nothing };
        let end = lines.sprint.closed_at.unwrap_or(now).day(zone);
        let from = self.as_of.unwrap_or(end);
        let to = if back { from.pred_opt() } else { from.succ_opt() };
        match to {
            Some(day) if day < lock => {
                Next::Cannot("The sprint was locked on this day; the burndown begins here.".to_owned())
            }
            Some(day) => {
                self.as_of = Some(day).filter(|day| *day < end);
                Next::Nothing
            }
            None => Next::Nothing,
        }
    }

    /// Every event that moved a line, to be read.
    fn events(&self, zone: Zone) -> Next {
        let Ok(drawn) = &self.lines else { return Next::Nothing };
        let lines = &drawn.burndown;
        let heads = format!("{:<16}{:>7}{:>7}{:>7}  ", "", "to do", "done", "scope");
        let mut passages = vec![Passage::new(heads, Role::Dim).and("what happened", Role::Dim)];
        for point in &lines.points {
            let of = |amount| crate::domain::points::number(lines.unit.of(&amount));
            let (left, done, scope) = (point.totals.remaining, point.totals.done, point.totals.scope());
            let words: Vec<&str> = point.events.iter().map(|told| told.words.as_str()).collect();
            let passage = Passage::new(format!("{:<16}", point.at.local(zone)), Role::Dim)
                .and(format!("{:>7}", of(left)), Role::Strong)
                .and(format!("{:>7}{:>7}  ", of(done), of(scope)), Role::Text)
                .and(text::clean(&words.join(", ")), Role::Text);
            passages.push(passage.indent(39));
        }
        let title = format!("Sprint {}: every event in the chart", self.number);
        Next::ask(Reader::new(title, passages).wide(96).copies(markdown(lines, zone)))
    }

    fn copy(&self, zone: Zone) -> Next {
        match &self.lines {
            Ok(drawn) => Next::Copy(format!("the burndown of sprint {}", self.number), markdown(&drawn.burndown, zone)),
            Err(why) => Next::Cannot(why.clone()),
        }
    }
}

impl View for Chart {
    fn scope(&self) -> Scope {
        Scope::Chart
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        Ok(match command {
            Command::ChartTurn => {
                self.shown = match self.shown {
                    Shown::Burndown => Shown::Burnup,
                    Shown::Burnup => Shown::Flow,
                    Shown::Flow => Shown::CycleTime,
                    Shown::CycleTime => Shown::Burndown,
                };
                Next::Nothing
            }
            Command::ChartOlder => self.turn(true),
            Command::ChartNewer => self.turn(false),
            Command::ChartOpen => self.events(standfast.zone()),
            Command::ChartCopy => self.copy(standfast.zone()),
            Command::ChartClose => Next::close(),
            Command::Left | Command::Right => self.step(command == Command::Left, standfast.zone(), standfast.now()),
            Command::Top | Command::Bottom | Command::Up | Command::Down | Command::PageUp | Command::PageDown => {
                Next::Nothing
            }
            _ => Next::NotMine,
        })
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        let zone = standfast.zone();
        let end_of = |day: Day| day.succ_opt().map(|next| Instant(Instant::start_of(next, zone).0 - 1));
        self.numbers = locked_ever(standfast)?;
        let as_of = self.as_of.and_then(end_of);
        self.lines = match standfast.burndown(self.number, as_of) {
            Ok(burndown) => {
                let picture = match self.shown {
                    Shown::Burndown => picture::burndown(&burndown, zone),
                    Shown::Burnup => picture::burnup(&burndown, zone),
                    Shown::Flow => picture::flow(&standfast.flow(self.number, as_of)?, zone),
                    Shown::CycleTime => picture::cycle_time(&standfast.flow(self.number, as_of)?, zone),
                };
                Ok(Drawn { burndown, picture })
            }
            Err(Error::Refused(refusal)) => Err(refusal.why),
            Err(error) => return Err(error),
        };
        Ok(())
    }

    fn sprint(&self) -> Option<i64> {
        Some(self.number)
    }

    fn leaf(&self) -> Option<Leaf> {
        self.lines.is_ok().then_some(Leaf::Burndown(self.number))
    }

    fn opened_by(&self) -> Option<Command> {
        Some(match self.shown {
            Shown::Burndown | Shown::Burnup => Command::Burndown,
            Shown::Flow | Shown::CycleTime => Command::Flow,
        })
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Holiday,
            Table::Status,
            Table::Item,
            Table::Sprint,
            Table::SprintItem,
            Table::ChangeRequest,
            Table::SprintReport,
        ])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let inside = area.contains((mouse.x, mouse.y).into());
        Ok(match mouse.act {
            MouseAct::Wheel(by) if inside => self.step(by < 0, standfast.zone(), standfast.now()),
            _ => Next::Nothing,
        })
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(2).min(132), screen.height.min(40))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}
