//! Tab 7, Retro: facts and old actions first, then notes, votes and at most a few actions (A1–A5).

mod act;
mod cursor;
mod draw;
mod facts;
mod narrow;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::retro::{RetroStanding, RetroView};
use crate::domain::action::{Action, ActionRuling};
use crate::domain::fold::same;
use crate::domain::retro::Topic;
use crate::domain::tables::Table;
use crate::error::Result;
use crate::report::pages::Leaf;
use crate::tui::act::sprint::Sprints;
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::glyph::UNICODE;
use crate::tui::kit::filter::Filtering;
use crate::tui::pane::{Pane, Tab};
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::pen::Pen;
use cursor::{Cursor, Spot};
use facts::Facts;
use ratatui::Frame;
use ratatui::layout::Rect;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The tab.
#[derive(Default)]
pub struct Retro {
    standing: RetroStanding,
    /// The sprint whose retro is looked at; none for the one under way, or the last one.
    chosen: Option<i64>,
    view: Option<RetroView>,
    /// The same with what the filter lets through, if there is one.
    narrowed: Option<RetroView>,
    filtering: Filtering,
    facts: Facts,
    /// The topics by column, the most voted first.
    columns: Vec<(String, Vec<Topic>)>,
    cursor: Cursor,
    /// The first topic in sight of each column.
    tops: Vec<usize>,
    /// Notes selected to be grouped.
    marked: Vec<i64>,
    /// Who votes now; chosen in a layer above, hence shared with it.
    voter: Rc<RefCell<Option<String>>>,
    /// The number of the note that was just written; a layer above writes it, hence shared with it.
    written: Rc<Cell<Option<i64>>>,
    sprints: Sprints,
    area: Rect,
}

impl Retro {
    /// The retro looked at, if it is under way.
    fn running(&self) -> Option<&RetroView> {
        self.view.as_ref().filter(|view| view.retro.finished_at.is_none())
    }

    fn topic(&self) -> Option<&Topic> {
        match self.cursor.spot {
            Spot::Topic(number) => {
                self.columns.iter().flat_map(|(_, topics)| topics).find(|topic| topic.number == number)
            }
            _ => None,
        }
    }

    fn old(&self) -> Option<&Action> {
        match self.cursor.spot {
            Spot::Old(number) => self.shown()?.old.iter().find(|action| action.number == number),
            _ => None,
        }
    }

    fn action(&self) -> Option<&Action> {
        match self.cursor.spot {
            Spot::Committed(number) => self.shown()?.committed.iter().find(|action| action.number == number),
            _ => self.old(),
        }
    }

    /// The sprints whose retro can be looked at, the latest first.
    fn all(&self) -> Vec<i64> {
        self.standing.under_way.into_iter().chain(self.standing.held.iter().copied()).collect()
    }

    /// Goes to the retro before, or after.
    fn turn(&mut self, older: bool, standfast: &Standfast) -> Result<Next> {
        let all = self.all();
        let here = self.view.as_ref().map(|view| view.retro.sprint);
        let at = all.iter().position(|sprint| Some(*sprint) == here).unwrap_or(0);
        let to = if older { at.checked_add(1) } else { at.checked_sub(1) };
        match to.and_then(|to| all.get(to)) {
            Some(sprint) => {
                self.chosen = Some(*sprint);
                self.cursor = Cursor::default();
                self.read(standfast)?;
                Ok(Next::Nothing)
            }
            None if older => Ok(Next::Cannot("There is no earlier retro.".to_owned())),
            None => Ok(Next::Cannot("There is no later retro.".to_owned())),
        }
    }

    fn voter(&self) -> Option<String> {
        self.voter.borrow().clone()
    }

    /// The next member who has votes left, from the present voter on; before there is one, from the actor on.
    fn next_voter(&self, standfast: &Standfast) -> Option<String> {
        let voters = &self.view.as_ref()?.voters;
        let at = |name: &str| voters.iter().position(|voter| same(&voter.name, name));
        let from = match self.voter().as_deref().and_then(at) {
            Some(at) => at + 1,
            None => at(standfast.actor()).unwrap_or(0),
        };
        let mut waiting = voters.iter().cycle().skip(from).take(voters.len()).filter(|voter| voter.left > 0);
        waiting.next().map(|voter| voter.name.clone())
    }

    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        self.sprints = Sprints::read(standfast)?;
        self.standing = standfast.retro_standing()?;
        let wanted = self.chosen.filter(|sprint| self.all().contains(sprint)).or_else(|| {
            // A retro that is due comes before the last one that was held.
            if self.standing.due.is_some() { None } else { self.all().first().copied() }
        });
        self.view = wanted.map(|sprint| standfast.retro_view(Some(sprint))).transpose()?;
        self.facts = Facts::read(standfast, self.view.as_ref(), self.standing.due)?;
        if self.filtering.is_on() {
            self.filtering.know(self.known(standfast)?);
        }
        let topics = self.view.as_ref().map_or(&[][..], |view| &view.topics);
        self.marked.retain(|number| topics.iter().any(|topic| topic.number == *number));
        if self.voter().is_none() {
            let first = self.next_voter(standfast);
            self.voter.replace(first);
        }
        if let Some(number) = self.written.take() {
            self.cursor.spot = Spot::Topic(number);
        }
        self.narrow();
        Ok(())
    }

    /// Keeps the topic under the cursor in sight of its column.
    fn follow(&mut self) {
        self.tops.resize(self.columns.len(), 0);
        let widths = draw::Places::new(self.parts(self.area).1, self).columns(self.columns.len());
        for (at, ((_, topics), place)) in self.columns.iter().zip(&widths).enumerate() {
            let here = topics.iter().position(|topic| self.cursor.spot == Spot::Topic(topic.number));
            let heights: Vec<usize> =
                topics.iter().map(|topic| draw::topic_rows(topic, place.width, &UNICODE).len()).collect();
            let Some(top) = self.tops.get_mut(at) else { continue };
            *top = (*top).min(topics.len().saturating_sub(1));
            let Some(here) = here else { continue };
            *top = (*top).min(here);
            let needed = |from: usize| heights.get(from..=here).unwrap_or_default().iter().sum::<usize>();
            while *top < here && needed(*top) > usize::from(place.height) {
                *top += 1;
            }
        }
    }

    /// A command that moves; whether it was one.
    fn step(&mut self, command: Command) -> bool {
        let command = match command {
            Command::FilterUp => Command::Up,
            Command::FilterDown => Command::Down,
            other => other,
        };
        let mut cursor = self.cursor;
        let moves = cursor.step(command, self.shown(), &self.columns);
        self.cursor = cursor;
        if moves {
            self.follow();
        }
        moves
    }

    fn needs_running(command: Command) -> bool {
        matches!(
            command,
            Command::NoteAdd
                | Command::NoteEdit
                | Command::RetroAway
                | Command::NoteMark
                | Command::NotesGroup
                | Command::VoteGive
                | Command::VoteBack
                | Command::VotePerson
                | Command::ActionCommit
                | Command::NotNow
                | Command::RuleWorked
                | Command::RuleNoEffect
                | Command::RuleUndoIt
                | Command::RuleKeep
                | Command::RetroFinish
        )
    }

    fn why_no_ruling(&self) -> Option<String> {
        let view = self.view.as_ref()?;
        match self.old() {
            None if view.old.is_empty() => Some("No action of an earlier retro is open.".to_owned()),
            None => Some("Select an action of an earlier retro (above) to rule on it.".to_owned()),
            Some(action) => action.ruled_at(view.retro.sprint).map(|ruled| {
                format!("{} was already ruled: {}. Press {} to undo.", action.key(), ruled.ruling.word(), Command::Undo)
            }),
        }
    }

    /// Old actions are ruled on before anything is committed or the retro ends (A1).
    fn why_not_over(&self) -> Option<String> {
        let waiting: Vec<String> = self.view.as_ref()?.unruled().map(Action::key).collect();
        let needs = if waiting.len() == 1 { "needs" } else { "need" };
        (!waiting.is_empty()).then(|| format!("{} {needs} a ruling first (above).", waiting.join(", ")))
    }

    fn why_no_action(&self) -> Option<String> {
        let view = self.view.as_ref()?;
        if let Some(why) = self.why_not_over() {
            return Some(why);
        }
        let most = usize::try_from(view.most_actions).unwrap_or(usize::MAX);
        (view.committed.len() >= most).then(|| {
            let (count, key) = (view.committed.len(), Command::NotNow);
            format!("{count} of {most} actions are committed. Press {key} to put it on the \"not now\" list.")
        })
    }
}

impl Pane for Retro {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Retro)
    }
}

impl View for Retro {
    fn scope(&self) -> Scope {
        self.filtering.scope(Scope::Retro)
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        if !self.filtering.key(chord) {
            return Ok(Next::NotMine);
        }
        self.narrow();
        Ok(Next::Nothing)
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        if self.filtering.paste(text) {
            self.narrow();
        }
        Ok(Next::Nothing)
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        if let Some(next) = self.filter(command, standfast)? {
            return Ok(next);
        }
        match command {
            Command::RetroOlder => self.turn(true, standfast),
            Command::RetroNewer => self.turn(false, standfast),
            Command::RetroStart => {
                self.chosen = None;
                Ok(Next::from(standfast.start_retro(None)?))
            }
            Command::NoteMark => Ok(self.mark()),
            Command::RuleWorked => self.rule(ActionRuling::Worked, standfast),
            Command::RuleNoEffect => self.rule(ActionRuling::NoEffect, standfast),
            Command::RuleUndoIt => self.rule(ActionRuling::UndoIt, standfast),
            Command::RuleKeep => self.rule(ActionRuling::Keep, standfast),
            command if self.step(command) => Ok(Next::Nothing),
            command => self.act(command, standfast),
        }
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let topic = matches!(command, Command::NoteMark | Command::NotesGroup | Command::VoteGive | Command::VoteBack);
        match command {
            Command::RetroStart => match (self.standing.under_way, self.standing.due) {
                (Some(sprint), _) => Some(format!("The retro of sprint {sprint} is under way.")),
                (None, None) => Some("Every closed sprint has had its retro.".to_owned()),
                (None, Some(_)) => None,
            },
            command if Self::needs_running(command) && self.running().is_none() => Some(match self.standing.due {
                Some(sprint) => format!("Press {} to start the retro of sprint {sprint}.", Command::RetroStart),
                None => "No retro is under way. A finished retro is final.".to_owned(),
            }),
            Command::RuleWorked | Command::RuleNoEffect | Command::RuleUndoIt | Command::RuleKeep => {
                self.why_no_ruling()
            }
            Command::RetroAway if self.topic().is_none() => self.why_no_ruling(),
            Command::ActionCommit => self.why_no_action(),
            Command::RetroFinish => self.why_not_over(),
            Command::ActionDone => match self.action() {
                None => Some("Select an action first.".to_owned()),
                Some(action) if action.done_at.is_some() => Some(format!("{} is already done.", action.key())),
                Some(_) => None,
            },
            Command::Find if self.view.is_none() => Some("There is no retro to filter yet.".to_owned()),
            Command::NoteEdit if self.topic().is_none() => Some("Select a note first.".to_owned()),
            _ if topic && self.topic().is_none() => Some("Select a note first.".to_owned()),
            command => self.sprints.why_not(command),
        }
    }

    fn sprint(&self) -> Option<i64> {
        self.facts.sprint
    }

    fn leaf(&self) -> Option<Leaf> {
        self.view.as_ref().map(|view| Leaf::Retro(Some(view.sprint.number)))
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Member,
            Table::Sprint,
            Table::SprintReport,
            Table::Standup,
            Table::Retro,
            Table::RetroNote,
            Table::RetroVote,
            Table::NotNow,
            Table::RetroAction,
            Table::ActionRuling,
        ])
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        self.read(standfast)
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let (before, area) = (self.cursor.spot, self.parts(area).1);
        match mouse.act {
            MouseAct::Press => {
                if let Some((spot, column)) = draw::spot_at(self, mouse, area) {
                    self.cursor.go_to(spot, column);
                    self.follow();
                    if spot == before {
                        return self.act(Command::RetroOpen, standfast);
                    }
                }
            }
            MouseAct::Wheel(by) => {
                let command = if by < 0 { Command::Up } else { Command::Down };
                self.step(command);
            }
            MouseAct::Drag | MouseAct::Release => {}
        }
        Ok(Next::Nothing)
    }

    fn status(&self) -> String {
        match self.marked.len() {
            0 => self.filtering.status().unwrap_or_default(),
            n => format!("{n} selected"),
        }
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let (top, below) = self.parts(area);
        let mut pen = Pen::new(frame, top, ctx);
        if let (_, Some(place)) = self.filtering.render(&mut pen, 1, top.width.saturating_sub(2), &self.counted()) {
            frame.set_cursor_position(place);
        }
        self.draw(frame, below, ctx);
    }
}
