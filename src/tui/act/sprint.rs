//! What a person does to a sprint: a new draft, a draft's goal and dates, and what is opened about one that runs or ran.

use crate::app::Standfast;
use crate::domain::sheet::Sheet;
use crate::domain::sprint::{SprintEdit, State};
use crate::domain::time::Day;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::form::Form;
use crate::tui::thing::Thing;
use crate::tui::view::Next;
use chrono::Days;

/// Why there is no burndown, no report, no velocity to open.
pub const NEVER_LOCKED: &str = "No sprint has been locked yet. A burndown begins at the lock.";
pub const NONE_CLOSED: &str = "No sprint has closed yet. A report is frozen at the close.";
pub const NO_VELOCITY: &str = "Velocity is not known until a sprint has closed.";

/// Which sprints there are to close, to draw and to read about, as a pane loads it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sprints {
    /// Whether one is under way.
    pub locked: bool,
    /// Whether one has closed.
    pub closed: bool,
}

impl Sprints {
    /// Reads it.
    pub fn read(standfast: &Standfast) -> Result<Self> {
        let sprints = standfast.sprints()?;
        let any = |state| sprints.iter().any(|sprint| sprint.state == state);
        Ok(Self { locked: any(State::Locked), closed: any(State::Closed) })
    }

    /// Why a command of `Scope::Sprint` cannot be done now.
    pub fn why_not(self, command: Command) -> Option<String> {
        let none = command == Command::CloseSprint && !self.locked;
        none.then(|| {
            format!("No sprint is locked, so there is none to close. Press {} to go to the plan.", Command::Tab3)
        })
    }
}

/// Does a command of `Scope::Sprint`.
pub fn act(command: Command, standfast: &Standfast) -> Result<Next> {
    if command != Command::CloseSprint {
        return Ok(Next::NotMine);
    }
    Ok(standfast.current_sprint()?.map_or(Next::Nothing, |sprint| Next::Open(Thing::Close(sprint.number))))
}

/// A new draft. Its dates go on from the last sprint with the same length; before there is one, two weeks from the
/// next Monday.
pub fn new_sprint(standfast: &Standfast) -> Result<Next> {
    let (start, end) = next_dates(standfast)?;
    let known = Sheet::new("sprint", String::new(), "").json("starts_on", start).json("ends_on", end);
    let form =
        Form::new("New sprint", |standfast, answers| Ok(Next::from(standfast.new_sprint(&answers.filled(true))?)));
    Ok(Next::ask(form.inputs::<SprintEdit>(&known, standfast)?))
}

/// A draft's goal, dates and name.
pub fn edit_sprint(standfast: &Standfast, number: i64) -> Result<Next> {
    let make = move |standfast: &Standfast| {
        let sprint = standfast.sprint_view(number)?.sprint;
        let known = Sheet::new("sprint", String::new(), "")
            .json("goal", &sprint.goal)
            .json("starts_on", sprint.starts_on)
            .json("ends_on", sprint.ends_on)
            .json("name", &sprint.name);
        let form = Form::new(format!("Sprint {number}"), move |standfast, answers| {
            Ok(Next::from(standfast.edit_sprint(number, &answers.filled(false))?))
        });
        form.inputs::<SprintEdit>(&known, standfast)
    };
    Ok(Next::ask(Form::of_thing(standfast, make)?))
}

fn next_dates(standfast: &Standfast) -> Result<(Option<Day>, Option<Day>)> {
    let calendar = standfast.calendar()?;
    let last = standfast.sprints()?.into_iter().filter_map(|s| s.starts_on.zip(s.ends_on)).max_by_key(|dates| dates.1);
    let eve = standfast.today().pred_opt().unwrap_or_default();
    let (after, length) = match last {
        Some((start, end)) => (end.max(eve), (end - start).num_days()),
        None => (eve, 11),
    };
    let start = match last {
        Some(_) => calendar.working_day_after(after, 1),
        None => monday_from(after),
    };
    let end = start.and_then(|start| start.checked_add_days(Days::new(u64::try_from(length).unwrap_or(0))));
    let end = start.zip(end).and_then(|(start, end)| calendar.working_day_by(start, end));
    Ok((start, end))
}

/// The first Monday after a day.
fn monday_from(day: Day) -> Option<Day> {
    day.iter_days().skip(1).find(|day| chrono::Datelike::weekday(day) == chrono::Weekday::Mon)
}
