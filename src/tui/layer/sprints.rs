//! Every sprint, the latest first: its goal and what became of it, its dates, what it promised and completed (L1, R5).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::close::GoalOutcome;
use crate::domain::filter::Part;
use crate::domain::points::number;
use crate::domain::report::Report;
use crate::domain::sheet::{Sheet, phrase};
use crate::domain::sprint::{Sprint, State};
use crate::domain::tables::Table;
use crate::domain::time::short_day;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::sheets::{Empty, Listing, Rows, Sign};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::thing::Thing;
use crate::tui::view::{Next, tables};
use crate::tui::widget::table::Column;
use chrono::Datelike;
use std::collections::HashMap;

/// A sprint, and its report once it is closed.
pub struct Held {
    sprint: Sprint,
    report: Option<Report>,
}

impl Listing for Held {
    const SCOPE: Scope = Scope::Sprints;
    const OPEN: Command = Command::SprintsOpen;
    const COPY: Option<Command> = Some(Command::SprintsCopy);
    const CLOSE: Option<Command> = Some(Command::SprintsClose);
    const COLUMNS: &[(&str, Column)] = &[
        ("sprint", Column::fixed("", 10)),
        ("goal", Column::filling("goal", 24)),
        ("outcome", Column::fixed("outcome", 11)),
        ("points", Column::fixed("done/promised", 13).to_the_right()),
        ("dates", Column::fixed("dates", 26).from(100)),
    ];
    const SIGN: Option<Sign<Self>> = Some(|held, glyphs| match held.sprint.state {
        State::Closed => (glyphs.done, Role::Good),
        State::Locked => (glyphs.right, Role::Heading),
        State::Draft | State::Cancelled => (" ", Role::Dim),
    });
    const READS: Changed = tables(&[Table::Sprint, Table::SprintReport]);
    const PARTS: &[Part] = &[Part::Status];
    const STATES: &[&str] = State::WORDS;
    const EMPTY: Empty = Empty {
        title: "No sprints yet",
        about: "A sprint is drafted and locked at planning. Here is every one, with its goal and what it completed.",
        keys: &[(Command::Tab3, "plan the first one")],
    };

    fn read(standfast: &Standfast, _: bool) -> Result<Rows<Self>> {
        let sprints = standfast.sprints()?;
        let reports = standfast.past_reports(sprints.len())?;
        let mut reports: HashMap<i64, Report> = reports.into_iter().map(|report| (report.sprint, report)).collect();
        let (mut rows, year) = (Rows::new(standfast), standfast.today().year());
        for sprint in sprints {
            let held = Self { report: reports.remove(&sprint.number), sprint };
            let sheet = held.sheet(year);
            rows.thing(held, &sheet, &[]);
        }
        Ok(rows)
    }

    fn role(&self, field: &str) -> Option<Role> {
        match (field, self.sprint.state) {
            ("goal", State::Draft | State::Cancelled) => Some(Role::Dim),
            ("points", _) => Some(Role::Text),
            ("outcome", _) => self.report.as_ref()?.goal_outcome.map(|outcome| match outcome {
                GoalOutcome::Met => Role::Good,
                GoalOutcome::Partly => Role::Warn,
                GoalOutcome::Missed => Role::Bad,
            }),
            _ => None,
        }
    }

    fn page(&self, standfast: &Standfast) -> Result<Sheet> {
        Ok(self.sheet(standfast.today().year()))
    }

    fn open(&self, _: &Standfast) -> Result<Next> {
        Ok(match self.sprint.state {
            State::Closed => Next::Open(Thing::Report(self.sprint())),
            State::Locked => Next::Open(Thing::Burndown(self.sprint())),
            State::Draft => Next::Run(Command::Tab3).after_closing(),
            State::Cancelled => {
                let why = self.sprint.cancel_reason.as_deref().unwrap_or("no reason");
                Next::Cannot(format!("Sprint {} was cancelled: {why}.", self.sprint.number))
            }
        })
    }

    fn sprint(&self) -> Option<i64> {
        Some(self.sprint.number)
    }

    fn update(&self, _: Command, _: &mut Standfast) -> Result<Next> {
        Ok(Next::NotMine)
    }

    fn why_not(&self, _: Command) -> Option<String> {
        None
    }

    fn state(&self) -> Option<&'static str> {
        Some(self.sprint.state.word())
    }

    fn none() -> String {
        format!("There is no sprint yet. Press {} to plan one.", Command::Tab3)
    }
}

impl Held {
    fn sheet(&self, year: i32) -> Sheet {
        let Sprint { number: sprint, name, goal, state, starts_on, ends_on, .. } = &self.sprint;
        let day = |day| short_day(day, year);
        let goal = goal.as_deref().or(name.as_deref()).unwrap_or("no goal yet");
        let outcome = match (&self.report, state) {
            (Some(report), _) => report.goal_outcome.map_or("unknown", |outcome| outcome.said()),
            (None, State::Locked) => "under way",
            (None, state) => state.word(),
        };
        Sheet::new("sprint", format!("Sprint {sprint}"), goal)
            .shown("sprint", "Sprint", *sprint)
            .shown("goal", "Goal", goal)
            .shown("outcome", "Outcome", outcome)
            .shown("points", "Points", self.report.as_ref().map(points))
            .shown("dates", "Dates", phrase![starts_on.map(day), phrase![" to ", ends_on.map(day)]])
    }
}

/// `18/21`: what the sprint completed, and what it had promised; `?` for what is not known.
fn points(report: &Report) -> String {
    let known = |points: Option<f64>| points.map_or_else(|| "?".to_owned(), number);
    format!("{}/{}", known(report.completed_points()), known(report.figures.committed.known_points()))
}
