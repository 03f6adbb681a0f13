//! Closing a sprint: every unfinished item with where it goes and why, by single keys; then the goal, then the close (R4, R5).

mod choice;
mod draw;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::app::closing::what_is_left;
use crate::domain::close::{Closing, GoalOutcome, Goes, Reason};
use crate::domain::item::ItemRow;
use crate::domain::points::Points;
use crate::domain::sprint::{Account, Sprint};
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::{Error, Result};
use crate::rules::{Refusal, Rule};
use crate::tui::command::Command;
use crate::tui::event::{Chord, Mouse, MouseAct};
use crate::tui::kit::confirm::Confirm;
use crate::tui::scope::Scope;
use crate::tui::thing::Thing;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::line::Line;
use crate::tui::widget::popup;
use choice::{Choice, goal_outcome, reason, way};
use ratatui::Frame;
use ratatui::layout::Rect;
use std::collections::BTreeMap;

/// What is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    /// The points of the finished part of the item under the cursor.
    Done,
    /// The note on the item under the cursor, or on the sprint.
    Note,
}

/// The layer. Its rows are the unfinished items, then the goal.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Debug)]
pub struct Close {
    number: i64,
    sprint: Option<Sprint>,
    account: Account,
    /// The draft that the items of the next sprint go to.
    draft: Option<i64>,
    rows: Vec<ItemRow>,
    /// What is decided about each item, by its key.
    choices: BTreeMap<String, Choice>,
    /// The choice that was made last.
    last: Option<Choice>,
    outcome: Option<GoalOutcome>,
    note: String,
    cursor: usize,
    typing: Option<(Typed, Line)>,
}

impl Close {
    /// For the locked sprint with this number.
    pub fn new(number: i64) -> Self {
        Self {
            number,
            sprint: None,
            account: Account::default(),
            draft: None,
            rows: Vec::new(),
            choices: BTreeMap::new(),
            last: None,
            outcome: None,
            note: String::new(),
            cursor: 0,
            typing: None,
        }
    }

    fn row(&self) -> Option<&ItemRow> {
        self.rows.get(self.cursor)
    }

    fn choice(&self, row: &ItemRow) -> Choice {
        self.choices.get(&row.key).cloned().unwrap_or_default()
    }

    /// The choice for the item under the cursor, to be changed.
    fn here(&mut self) -> Option<&mut Choice> {
        let key = self.row()?.key.clone();
        Some(self.choices.entry(key).or_default())
    }

    fn unplaced(&self) -> impl Iterator<Item = (usize, &ItemRow)> {
        self.rows.iter().enumerate().filter(|(_, row)| self.choice(row).reason.is_none())
    }

    /// Goes to the next item without a reason, from the top again if there is none below; then to the goal.
    fn go_on(&mut self) {
        let open: Vec<usize> = self.unplaced().map(|(at, _)| at).collect();
        let below = open.iter().find(|at| **at > self.cursor);
        self.cursor = below.or(open.first()).copied().unwrap_or(self.rows.len());
    }

    fn send(&mut self, goes: Goes) -> Next {
        let Some(choice) = self.here() else { return only_items() };
        choice.goes = goes;
        Next::Nothing
    }

    fn split(&mut self) -> Next {
        let Some(row) = self.row() else { return only_items() };
        if row.points.is_none() {
            return self.send(Goes::Split { done: None, title: None });
        }
        self.typing = Some((Typed::Done, Line::new(&self.before(Typed::Done))));
        Next::Nothing
    }

    fn because(&mut self, reason: Reason) -> Next {
        let Some(choice) = self.here() else { return only_items() };
        choice.reason = Some(reason);
        self.last = Some(choice.clone());
        self.go_on();
        Next::Nothing
    }

    /// Does with every item that has no reason what is done with the one under the cursor, or was done with the last one.
    fn apply_to_rest(&mut self) -> Next {
        let Some(row) = self.row() else { return only_items() };
        let here = Some(self.choice(row)).filter(|choice| choice.reason.is_some());
        let Some(choice) = here.or_else(|| self.last.clone()) else {
            let words = format!(
                "First choose a reason for {}. Then press {} to apply it to every item without one.",
                row.key,
                Command::CloseRest
            );
            return Next::Cannot(words);
        };
        if matches!(choice.goes, Goes::Split { .. }) {
            let words = format!("A split is for one item. Decide another item, then press {}.", Command::CloseRest);
            return Next::Cannot(words);
        }
        let rest: Vec<String> = self.unplaced().map(|(_, row)| row.key.clone()).collect();
        if rest.is_empty() {
            return Next::Cannot("Every item has a reason.".to_owned());
        }
        self.choices.extend(rest.into_iter().map(|key| (key, choice.clone())));
        self.go_on();
        Next::Nothing
    }

    fn write_note(&mut self) {
        self.typing = Some((Typed::Note, Line::new(&self.before(Typed::Note))));
    }

    /// What the line opens with.
    fn before(&self, typed: Typed) -> String {
        match (typed, self.row().map(|row| self.choice(row))) {
            (Typed::Done, Some(Choice { goes: Goes::Split { done: Some(done), .. }, .. })) => done.to_string(),
            (Typed::Done, _) => String::new(),
            (Typed::Note, Some(choice)) => choice.note.unwrap_or_default(),
            (Typed::Note, None) => self.note.clone(),
        }
    }

    /// Whether the line holds something else than it opened with.
    fn is_typed(&self) -> bool {
        self.typing.as_ref().is_some_and(|(typed, line)| line.text().trim() != self.before(*typed))
    }

    /// Takes the line that was typed; one that makes no sense stays open.
    fn take(&mut self) -> Result<Next> {
        let Some((what, line)) = &self.typing else { return Ok(Next::Nothing) };
        let (what, words) = (*what, line.text().trim().to_owned());
        match what {
            Typed::Done => {
                let Some(row) = self.row() else { return Ok(Next::Nothing) };
                let Some(done) = Points::parse(&words) else {
                    let words =
                        format!("Enter how many points of {} are done, of {}, as a number.", row.key, points(row));
                    return Ok(Next::Cannot(words));
                };
                what_is_left(row, Some(done))?;
                if let Some(choice) = self.here() {
                    choice.goes = Goes::Split { done: Some(done), title: None };
                }
            }
            Typed::Note => match self.here() {
                Some(choice) => choice.note = Some(words).filter(|note| !note.is_empty()),
                None => self.note = words,
            },
        }
        self.typing = None;
        Ok(Next::Nothing)
    }

    /// Everything that the close still asks for.
    fn missing(&self) -> Vec<String> {
        let item = |(_, row): (usize, &ItemRow)| format!("{} {}: why?", row.key, text::fit(&row.title, 48));
        let mut missing: Vec<String> = self.unplaced().map(item).collect();
        if self.outcome.is_none() {
            missing.push("The goal: met, partly met or missed?".to_owned());
        }
        missing
    }

    /// Asks once more, and closes; what is missing is listed instead.
    fn close(&mut self) -> Result<Next> {
        let missing = self.missing();
        if !missing.is_empty() {
            let first = self.unplaced().next().map(|(at, _)| at);
            self.cursor = first.unwrap_or(self.rows.len());
            let message = format!("Sprint {} cannot be closed yet. Your choices are kept. Still missing:", self.number);
            return Err(Refusal::new(Rule::R4, message).with_details(missing).into());
        }
        let Some(closing) = self.closing() else { return Ok(Next::Nothing) };
        let number = self.number;
        let question =
            format!("{} Closing freezes the report and cannot be undone. Close sprint {number}?", self.summary());
        Ok(Next::ask(Confirm::new(format!("Close sprint {number}"), question, move |standfast| {
            let mut outcome = standfast.close_sprint(number, &closing)?;
            // The report that opens shows what became of every item; a long sentence would cover it.
            outcome.said = format!("Sprint {number} is closed, and its report is frozen.");
            let report = Next::Open(Thing::NewReport(number));
            // The question has closed by then; this closes the layer below it.
            Ok(Next::Both(Box::new(Next::from(outcome)), Box::new(report)).after_closing())
        })))
    }

    fn closing(&self) -> Option<Closing> {
        let dispositions = self.rows.iter().filter_map(|row| self.choice(row).disposition(&row.key)).collect();
        let note = Some(self.note.clone()).filter(|note| !note.is_empty());
        Some(Closing { dispositions, rest: None, goal: self.outcome?, note })
    }

    fn rule(&mut self, command: Command) -> Next {
        if let Some(reason) = reason(command) {
            return self.because(reason);
        }
        if let Some(outcome) = goal_outcome(command) {
            self.outcome = Some(outcome);
            return Next::Nothing;
        }
        way(command).map_or(Next::NotMine, |goes| self.send(goes))
    }

    fn go_to(&mut self, row: usize) {
        self.cursor = row.min(self.rows.len());
    }
}

fn only_items() -> Next {
    Next::Cannot(format!(
        "That key is for the items above. The goal: {} met, {} partly met, {} missed.",
        Command::GoalMet,
        Command::GoalPartly,
        Command::GoalMissed
    ))
}

fn points(row: &ItemRow) -> String {
    row.points.map_or_else(String::new, |points| points.to_string())
}

impl View for Close {
    fn scope(&self) -> Scope {
        if self.typing.is_some() { Scope::Ask } else { Scope::Close }
    }

    fn update(&mut self, command: Command, _: &mut Standfast) -> Result<Next> {
        match command {
            Command::AskSend => return self.take(),
            Command::AskClose => self.typing = None,
            Command::CloseSplit => return Ok(self.split()),
            Command::CloseRest => return Ok(self.apply_to_rest()),
            Command::CloseNote => self.write_note(),
            Command::CloseOpen => return Ok(self.row().map_or(Next::Nothing, |row| Next::open_item(&row.key))),
            Command::CloseNow => return self.close(),
            Command::CloseLeave => return Ok(Next::close()),
            Command::Up => self.go_to(self.cursor.saturating_sub(1)),
            Command::Down => self.go_to(self.cursor + 1),
            Command::PageUp | Command::Top => self.go_to(0),
            Command::PageDown | Command::Bottom => self.go_to(usize::MAX),
            Command::Left | Command::Right => {}
            command => return Ok(self.rule(command)),
        }
        Ok(Next::Nothing)
    }

    fn key(&mut self, chord: Chord, _: &mut Standfast) -> Result<Next> {
        let took = self.typing.as_mut().is_some_and(|(_, line)| line.key(chord));
        Ok(if took { Next::Nothing } else { Next::NotMine })
    }

    fn paste(&mut self, text: &str, _: &mut Standfast) -> Result<Next> {
        if let Some((_, line)) = &mut self.typing {
            line.paste(text);
        }
        Ok(Next::Nothing)
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        let here = self.row().map(|row| row.key.clone());
        self.draft = standfast.planning_sprint()?.map(|draft| draft.number);
        self.rows = match standfast.unfinished(self.number) {
            Ok(rows) => rows,
            // Somebody else has closed it: nothing is left to decide.
            Err(Error::Refused(_)) => Vec::new(),
            Err(error) => return Err(error),
        };
        let view = standfast.sprint_view(self.number)?;
        (self.account, self.sprint) = (view.account, Some(view.sprint));
        let there = self.rows.iter().position(|row| Some(&row.key) == here.as_ref());
        if here.is_some() && there.is_none() {
            // What was being typed was about an item that is finished or gone by now.
            self.typing = None;
        }
        self.cursor = there.unwrap_or(self.cursor).min(self.rows.len());
        Ok(())
    }

    fn sprint(&self) -> Option<i64> {
        Some(self.number)
    }

    fn reads(&self) -> Changed {
        tables(&[
            Table::Team,
            Table::Status,
            Table::Item,
            Table::Sprint,
            Table::SprintItem,
            Table::Blocker,
            Table::BlockerItem,
        ])
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, _: &mut Standfast) -> Result<Next> {
        match mouse.act {
            MouseAct::Wheel(by) => self.go_to(self.cursor.saturating_add_signed(isize::from(by.signum()))),
            MouseAct::Press if self.typing.is_none() => {
                if let Some(row) = self.row_at(mouse, popup::inside(area)) {
                    self.go_to(row);
                }
            }
            _ => {}
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        popup::centered(screen, screen.width.saturating_sub(2).min(104), self.height(screen.width))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }

    fn holds_typing(&self) -> bool {
        let chosen = self.choices.values().any(|choice| *choice != Choice::default());
        chosen || self.outcome.is_some() || !self.note.is_empty() || self.is_typed()
    }

    fn loses(&self, command: Command) -> bool {
        match command {
            Command::AskClose => self.is_typed(),
            Command::CloseLeave => self.holds_typing(),
            _ => false,
        }
    }

    fn keeps(&self) -> Option<Command> {
        self.typing.is_some().then_some(Command::AskSend)
    }
}
