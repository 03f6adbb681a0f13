//! Tab 6, Review: what the sprint finished, who shows it, and what is said of it (V1).

mod act;
mod draw;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::review::ReviewView;
use crate::domain::item::Class;
use crate::domain::review::Demo;
use crate::domain::sprint::State;
use crate::domain::tables::Table;
use crate::error::{Error, Result};
use crate::report::pages::Leaf;
use crate::tui::act::sprint::Sprints;
use crate::tui::command::Command;
use crate::tui::event::Mouse;
use crate::tui::kit::list::Window;
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use ratatui::Frame;
use ratatui::layout::Rect;

/// The tab.
#[derive(Default)]
pub struct Review {
    /// The sprint whose review is looked at; none for the one that a facilitator would hold now.
    chosen: Option<i64>,
    view: Option<ReviewView>,
    /// The sprints that have something to review, the latest first.
    sprints: Vec<i64>,
    all: Sprints,
    window: Window,
}

impl Review {
    fn here(&self) -> Option<&Demo> {
        self.view.as_ref()?.demos.get(self.window.cursor)
    }

    /// Whether the review looked at is under way.
    fn is_running(&self) -> bool {
        let review = self.view.as_ref().and_then(|view| view.review.as_ref());
        review.is_some_and(|review| review.finished_at.is_none())
    }

    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        self.all = Sprints::read(standfast)?;
        let shows = |state| matches!(state, State::Locked | State::Closed);
        self.sprints = standfast.sprints()?.iter().filter(|s| shows(s.state)).map(|s| s.number).collect();
        let key = self.here().map(|demo| demo.item.id);
        self.view = match standfast.review_view(self.chosen) {
            Ok(view) => Some(view),
            // Before a sprint is locked there is nothing to review, and that is no error.
            Err(Error::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        let demos = self.view.as_ref().map_or(&[] as &[Demo], |view| &view.demos);
        self.window.set_total(demos.len());
        let there = demos.iter().position(|demo| Some(demo.item.id) == key);
        self.window.go_to(there.unwrap_or(self.window.cursor));
        Ok(())
    }

    /// Goes to the review of the sprint before, or after.
    fn turn(&mut self, older: bool, standfast: &Standfast) -> Result<Next> {
        let here = self.view.as_ref().map(|view| view.sprint.number);
        let at = self.sprints.iter().position(|sprint| Some(*sprint) == here).unwrap_or(0);
        let to = if older { at.checked_add(1) } else { at.checked_sub(1) };
        let Some(sprint) = to.and_then(|to| self.sprints.get(to)) else {
            return Ok(Next::Cannot(format!(
                "There is no {} sprint to review.",
                if older { "earlier" } else { "later" }
            )));
        };
        self.chosen = Some(*sprint);
        self.window.go_to(0);
        self.read(standfast)?;
        Ok(Next::Nothing)
    }

    fn why_not_running(&self) -> Option<String> {
        if self.is_running() {
            return None;
        }
        Some(match self.view.as_ref().map(|view| (&view.review, view.sprint.number)) {
            Some((None, sprint)) => format!("Press {} to start the review of sprint {sprint}.", Command::ReviewStart),
            Some((Some(_), _)) => "The review is finished, and final.".to_owned(),
            None => "No sprint has been locked yet, so there is nothing to review.".to_owned(),
        })
    }

    fn why_no_verdict(&self) -> Option<String> {
        let demo = self.here()?;
        (demo.item.class != Class::Finished)
            .then(|| format!("{} is in {}; only finished items get a verdict.", demo.item.key, demo.item.status))
    }
}

impl Pane for Review {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Review)
    }
}

impl View for Review {
    fn scope(&self) -> Scope {
        Scope::Review
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::ReviewOlder => self.turn(true, standfast),
            Command::ReviewNewer => self.turn(false, standfast),
            Command::ReviewOpen => Ok(self.here().map_or(Next::Nothing, |demo| Next::open_item(&demo.item.key))),
            command if self.window.step(command) => Ok(Next::Nothing),
            Command::Left | Command::Right => Ok(Next::Nothing),
            command => self.act(command, standfast),
        }
    }

    fn why_not(&self, command: Command) -> Option<String> {
        match command {
            Command::ReviewStart => match self.view.as_ref().map(|view| (&view.review, view.sprint.number)) {
                None => self.why_not_running(),
                Some((None, _)) => None,
                Some((Some(review), sprint)) if review.finished_at.is_none() => {
                    Some(format!("The review of sprint {sprint} is under way."))
                }
                Some((Some(_), sprint)) => Some(format!("The review of sprint {sprint} is finished.")),
            },
            Command::ReviewFinish | Command::ReviewPresent | Command::DemoAdd => self.why_not_running(),
            Command::DemoAccept | Command::DemoReject => {
                self.why_not_running().or_else(|| self.why_nothing_here()).or_else(|| self.why_no_verdict())
            }
            Command::DemoFeedback | Command::DemoEdit | Command::DemoUp | Command::DemoDown => {
                self.why_not_running().or_else(|| self.why_nothing_here())
            }
            Command::ReviewOpen => self.why_nothing_here(),
            command => self.all.why_not(command),
        }
    }

    fn sprint(&self) -> Option<i64> {
        self.view.as_ref().map(|view| view.sprint.number)
    }

    fn leaf(&self) -> Option<Leaf> {
        self.view.as_ref().map(|view| Leaf::Review(Some(view.sprint.number)))
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Member,
            Table::Item,
            Table::Criterion,
            Table::Status,
            Table::Sprint,
            Table::SprintItem,
            Table::SprintReport,
            Table::Review,
            Table::Demo,
            Table::Feedback,
        ])
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.read(standfast)?;
        self.window.set_height(draw::Places::new(area, self.window.total).list.height);
        Ok(())
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        let again = self.window.opens(mouse, draw::Places::new(area, self.window.total).list);
        Ok(self.here().filter(|_| again).map_or(Next::Nothing, |demo| Next::open_item(&demo.item.key)))
    }

    fn status(&self) -> String {
        let total = self.window.total;
        if total == 0 { String::new() } else { format!("{} of {total}", self.window.cursor + 1) }
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}

impl Review {
    fn why_nothing_here(&self) -> Option<String> {
        self.here().is_none().then(|| "The sprint has no finished items yet.".to_owned())
    }
}
