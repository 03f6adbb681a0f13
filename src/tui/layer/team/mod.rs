//! The team: who is there on which day of the sprint, and the capacity that follows; people outside it, absences, holidays
//! (L2). What is done here are the forms and operations of everywhere.

mod draw;
mod seen;
mod strip;

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::roster::Presence;
use crate::domain::tables::Table;
use crate::domain::time::{Day, short_day};
use crate::error::Result;
use crate::tui::act::team as act;
use crate::tui::command::Command;
use crate::tui::event::{Mouse, MouseAct};
use crate::tui::kit::list::Window;
use crate::tui::kit::reader::Reader;
use crate::tui::scope::Scope;
use crate::tui::view::{Ctx, Next, View, tables};
use crate::tui::widget::popup;
use chrono::Datelike;
use ratatui::Frame;
use ratatui::layout::Rect;
use seen::{Line, Seen};
use strip::Places;

/// The widest that it is, and what it takes on a screen that is wide enough, for the words below the days.
const WIDEST: u16 = 150;
const LEAST: u16 = 110;

/// The layer.
#[must_use = "a layer is opened with Next::ask"]
#[derive(Default)]
pub struct Team {
    /// The sprint that is shown; none for the one under way, else the next.
    sprint: Option<i64>,
    seen: Seen,
    lines: Vec<Line>,
    window: Window,
    /// The place of the day under the cursor among the days.
    day: usize,
    /// Whether a day was chosen; until then it is today.
    is_chosen: bool,
    area: Rect,
}

/// Opens it.
pub fn open(standfast: &Standfast) -> Result<Next> {
    let mut team = Team::default();
    team.read(standfast)?;
    Ok(Next::ask(team))
}

impl Team {
    fn read(&mut self, standfast: &Standfast) -> Result<()> {
        let here = self.lines.get(self.window.cursor).and_then(|line| self.seen.key_of(line));
        let day = self.day_here().filter(|_| self.is_chosen);
        self.seen = Seen::read(standfast, self.sprint)?;
        self.lines = self.seen.lines();
        let days = &self.seen.roster.days;
        let near = |wanted: Day| days.iter().position(|day| *day >= wanted).or(days.len().checked_sub(1));
        self.day = near(day.unwrap_or(standfast.today())).unwrap_or(0);
        let same = self.lines.iter().position(|line| here.is_some() && self.seen.key_of(line) == here);
        self.window.total = self.lines.len();
        self.window.go_over(same.unwrap_or(self.window.cursor), can(&self.lines));
        if !can(&self.lines)(self.window.cursor) {
            let _ = self.window.step_over(Command::Down, can(&self.lines));
        }
        Ok(())
    }

    fn here(&self) -> Option<&Line> {
        self.lines.get(self.window.cursor).filter(|line| line.can_have_cursor())
    }

    fn day_here(&self) -> Option<Day> {
        self.seen.roster.days.get(self.day).copied()
    }

    /// The name of the person in the row under the cursor.
    fn name_here(&self) -> Option<&str> {
        match self.here()? {
            Line::Person(at) => self.seen.roster.rows.get(*at).map(|row| row.member.name.as_str()),
            Line::Outside(at) => self.seen.outside.get(*at).map(|(member, _)| member.name.as_str()),
            Line::Absence(at) => self.seen.absences.get(*at).map(|absence| absence.member.as_str()),
            _ => None,
        }
    }

    fn member_here(&self) -> Option<i64> {
        match self.here()? {
            Line::Person(at) => self.seen.roster.rows.get(*at).map(|row| row.member.id),
            Line::Outside(at) => self.seen.outside.get(*at).map(|(member, _)| member.id),
            _ => None,
        }
    }

    fn absence_here(&self) -> Option<i64> {
        match self.here()? {
            Line::Absence(at) => self.seen.absences.get(*at).map(|absence| absence.id),
            _ => None,
        }
    }

    /// Whether the cursor is on a person with days.
    fn is_on_days(&self) -> bool {
        matches!(self.here(), Some(Line::Person(_)))
    }

    /// Goes to the sprint before or after this one.
    fn turn(&mut self, older: bool) -> Next {
        let numbers = &self.seen.numbers;
        let at = numbers.iter().position(|number| Some(*number) == self.seen.number());
        let to = at.and_then(|at| if older { at.checked_sub(1) } else { Some(at + 1) });
        let Some(number) = to.and_then(|to| numbers.get(to)).copied() else {
            let which = if older { "earlier" } else { "later" };
            return Next::Cannot(format!("No {which} sprint is open."));
        };
        // The shell loads the layer on top after every answer.
        (self.sprint, self.is_chosen) = (Some(number), false);
        Next::Nothing
    }

    /// Goes a day to the side.
    fn step_day(&mut self, back: bool) {
        let last = self.seen.roster.days.len().saturating_sub(1);
        self.day = if back { self.day.saturating_sub(1) } else { (self.day + 1).min(last) };
        self.is_chosen = true;
    }

    /// Takes the day off, or gives it back: an absence of that day alone is removed, a longer one is opened.
    fn toggle_day(&self, standfast: &mut Standfast) -> Result<Next> {
        let Some((name, day)) = self.name_here().map(str::to_owned).zip(self.day_here()) else {
            return Ok(Next::Cannot("Select a person first.".to_owned()));
        };
        let words = short_day(day, standfast.today().year());
        match self.presence_here() {
            Some(Presence::There) => Ok(Next::from(standfast.add_absence(&name, day, day, None)?)),
            Some(Presence::Free) => Ok(Next::Cannot(format!("{words} is a holiday: nobody works."))),
            Some(Presence::Elsewhere) | None => Ok(Next::Cannot(format!("{name} is not in the team on {words}."))),
            Some(_) => {
                let covers = |half| move |absence: &&crate::domain::team::Absence| absence.covers(day, half);
                let own = || self.seen.all_absences.iter().filter(|absence| absence.member == name);
                let found: Vec<_> = own().filter(|away| covers(false)(away) || covers(true)(away)).collect();
                match found.as_slice() {
                    [only] if only.from == only.to => Ok(Next::from(standfast.remove_absence(only.id)?)),
                    [first, ..] => act::edit_absence(first.id, standfast),
                    [] => Ok(Next::Nothing),
                }
            }
        }
    }

    fn presence_here(&self) -> Option<Presence> {
        match self.here()? {
            Line::Person(at) => self.seen.roster.rows.get(*at)?.presence.get(self.day).copied(),
            _ => None,
        }
    }

    fn open_here(&self, standfast: &Standfast) -> Result<Next> {
        match (self.absence_here(), self.name_here()) {
            (Some(absence), _) => act::edit_absence(absence, standfast),
            (None, Some(name)) => Ok(Reader::page(&standfast.member_sheet(name)?, standfast)),
            (None, None) => Ok(Next::Nothing),
        }
    }

    fn remove_here(&self, standfast: &mut Standfast) -> Result<Next> {
        match self.here() {
            Some(Line::Absence(at)) => match self.seen.absences.get(*at) {
                Some(absence) => Ok(Next::from(standfast.remove_absence(absence.id)?)),
                None => Ok(Next::Nothing),
            },
            Some(Line::Holiday(at)) => match self.seen.holidays.get(*at) {
                Some(holiday) => Ok(Next::from(standfast.remove_holiday(holiday.day)?)),
                None => Ok(Next::Nothing),
            },
            _ => match self.name_here() {
                Some(name) => Ok(Next::from(standfast.remove_member(name)?)),
                None => Ok(Next::Nothing),
            },
        }
    }

    fn places(&self, area: Rect) -> Places {
        Places::new(popup::inside(area), &self.seen, self.day)
    }
}

/// Whether the line at a place can have the cursor.
fn can(lines: &[Line]) -> impl Fn(usize) -> bool + Copy {
    move |at| lines.get(at).is_some_and(Line::can_have_cursor)
}

impl View for Team {
    fn scope(&self) -> Scope {
        Scope::Team
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::TeamClose => Ok(Next::close()),
            Command::TeamAdd => act::add_member(standfast),
            Command::TeamHoliday => act::add_holiday(self.day_here(), standfast),
            Command::TeamOlder | Command::TeamNewer => Ok(self.turn(command == Command::TeamOlder)),
            Command::TeamAway => self.toggle_day(standfast),
            Command::TeamAbsence => {
                let day = self.day_here().filter(|_| self.is_on_days());
                act::add_absence(self.name_here(), day, standfast)
            }
            Command::TeamOpen => self.open_here(standfast),
            Command::TeamRemove => self.remove_here(standfast),
            Command::TeamEdit => match (self.absence_here(), self.member_here()) {
                (Some(absence), _) => act::edit_absence(absence, standfast),
                (None, Some(member)) => act::edit_member(member, standfast),
                (None, None) => Ok(Next::Nothing),
            },
            Command::TeamLeave => match self.member_here() {
                Some(member) => act::last_day(member, standfast),
                None => Ok(Next::Nothing),
            },
            Command::Left | Command::Right => {
                self.step_day(command == Command::Left);
                Ok(Next::Nothing)
            }
            other if self.window.step_over(other, can(&self.lines)) => Ok(Next::Nothing),
            _ => Ok(Next::NotMine),
        }
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let needs = |is: bool, words: &str| (!is).then(|| words.to_owned());
        match command {
            Command::TeamAway => needs(self.is_on_days(), "Select a person of the team first."),
            Command::TeamLeave => needs(self.member_here().is_some(), "Select a person first."),
            Command::TeamEdit => {
                let is = self.member_here().or(self.absence_here()).is_some();
                needs(is, "Select a person or an absence first; a holiday is removed and added again.")
            }
            Command::TeamOpen => needs(self.name_here().is_some(), "Select a person or an absence first."),
            Command::TeamRemove => needs(self.here().is_some(), "Select a person, an absence or a holiday first."),
            Command::TeamOlder | Command::TeamNewer => {
                needs(self.seen.numbers.len() > 1, "There is no other sprint to plan or under way.")
            }
            _ => None,
        }
    }

    fn load(&mut self, area: Rect, standfast: &Standfast) -> Result<()> {
        self.area = area;
        self.read(standfast)?;
        self.window.set_height(self.places(area).list.height);
        self.window.go_over(self.window.cursor, can(&self.lines));
        Ok(())
    }

    fn reads(&self) -> Changed {
        let people = tables(&[Table::Team, Table::Member, Table::Absence, Table::Holiday]);
        let work = tables(&[Table::Sprint, Table::SprintItem, Table::SprintReport, Table::Item, Table::ChangeRequest]);
        people.and(work).and(tables(&[Table::Blocker, Table::RetroAction, Table::ActionRuling]))
    }

    fn sprint(&self) -> Option<i64> {
        self.seen.number()
    }

    fn opened_by(&self) -> Option<Command> {
        Some(Command::Team)
    }

    fn mouse(&mut self, mouse: Mouse, area: Rect, standfast: &mut Standfast) -> Result<Next> {
        let places = self.places(area);
        let before = self.day;
        if mouse.act == MouseAct::Press
            && self
                .window
                .row_at(mouse, places.list)
                .is_some_and(|row| matches!(self.lines.get(row), Some(Line::Person(_))))
            && let Some(day) = places.day_at(mouse.x)
        {
            (self.day, self.is_chosen) = (day, true);
        }
        if self.window.opens_over(mouse, places.list, can(&self.lines)) && before == self.day {
            return self.open_here(standfast);
        }
        Ok(Next::Nothing)
    }

    fn place(&self, screen: Rect) -> Rect {
        let rows = u16::try_from(self.lines.len()).unwrap_or(u16::MAX).saturating_add(7);
        let widest = Rect { width: WIDEST, height: screen.height, ..screen };
        let wide = self.places(widest).days_end.saturating_add(6).clamp(LEAST, WIDEST);
        popup::centered(screen, screen.width.saturating_sub(2).min(wide), rows.max(16))
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        self.draw(frame, area, ctx);
    }
}
