//! What the Team screen shows, as it was read; drawing asks nothing.

use crate::app::Standfast;
use crate::app::sprint::SprintView;
use crate::domain::action::Action;
use crate::domain::blocker::Blocker;
use crate::domain::calendar::Calendar;
use crate::domain::roster::Roster;
use crate::domain::sprint::{MemberCapacity, State};
use crate::domain::team::{Absence, Holiday, Member};
use crate::domain::time::Day;
use crate::error::Result;
use chrono::Days;

/// One line below the headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A member with their days, by the place in the roster.
    Person(usize),
    Total,
    /// Which column is today.
    Today,
    Gap,
    Heading(&'static str, usize),
    Outside(usize),
    Absence(usize),
    Holiday(usize),
    /// A dim line that says that there is nothing.
    None(&'static str),
}

/// Everything that is shown.
#[derive(Default)]
pub struct Seen {
    /// The sprint, if there is one to plan or under way.
    pub view: Option<SprintView>,
    /// The sprints that can be shown, in order.
    pub numbers: Vec<i64>,
    pub today: Day,
    pub calendar: Calendar,
    /// The first and the last day that are shown.
    pub span: (Day, Day),
    pub roster: Roster,
    pub members: Vec<Member>,
    /// People outside the team, and the keys of what each owns.
    pub outside: Vec<(Member, String)>,
    /// The absences that are not past.
    pub absences: Vec<Absence>,
    pub all_absences: Vec<Absence>,
    pub holidays: Vec<Holiday>,
    pub decider: Option<String>,
}

impl Line {
    pub fn can_have_cursor(&self) -> bool {
        matches!(self, Self::Person(_) | Self::Outside(_) | Self::Absence(_) | Self::Holiday(_))
    }
}

impl Seen {
    /// Reads it for a sprint of that number; without one for the sprint under way, else for the first draft.
    pub fn read(standfast: &Standfast, number: Option<i64>) -> Result<Self> {
        let open = |state| matches!(state, State::Locked | State::Draft);
        let mut sprints = standfast.sprints()?;
        sprints.retain(|sprint| open(sprint.state));
        sprints.sort_by_key(|sprint| (sprint.state != State::Locked, sprint.number));
        let chosen = sprints.iter().find(|sprint| Some(sprint.number) == number).or(sprints.first());
        let view = chosen.map(|sprint| standfast.sprint_view(sprint.number)).transpose()?;
        let (today, calendar) = (standfast.today(), standfast.calendar()?);
        let span = view.as_ref().and_then(|view| view.sprint.starts_on.zip(view.sprint.ends_on));
        let span = span.unwrap_or_else(|| coming(&calendar, today));
        let (members, all_absences) = (standfast.members()?, standfast.absences()?);
        let since = span.0.min(today);
        let absences = all_absences.iter().filter(|absence| absence.to >= since).cloned().collect();
        let mut holidays = standfast.holidays()?;
        holidays.retain(|holiday| holiday.day >= since);
        let mut numbers: Vec<i64> = sprints.iter().map(|sprint| sprint.number).collect();
        numbers.sort_unstable();
        Ok(Self {
            roster: Roster::new(&calendar, &members, &all_absences, span),
            outside: outside(standfast, &members)?,
            decider: standfast.team()?.decision_maker.clone(),
            view,
            numbers,
            today,
            calendar,
            span,
            members,
            absences,
            all_absences,
            holidays,
        })
    }

    pub fn number(&self) -> Option<i64> {
        self.view.as_ref().map(|view| view.sprint.number)
    }

    /// What a member of the roster gives to the sprint, as the plan counts it.
    pub fn capacity_of(&self, name: &str) -> Option<&MemberCapacity> {
        self.view.as_ref()?.capacity.members.iter().find(|member| member.name == name)
    }

    /// The lines from top to bottom.
    pub fn lines(&self) -> Vec<Line> {
        if self.members.is_empty() {
            return Vec::new();
        }
        let mut lines: Vec<Line> = (0..self.roster.rows.len()).map(Line::Person).collect();
        let nobody = Line::None("Nobody is in the team on these days.");
        lines.push(if lines.is_empty() { nobody } else { Line::Total });
        let is_shown = (self.span.0..=self.span.1).contains(&self.today);
        lines.push(if is_shown { Line::Today } else { Line::Gap });
        let mut part = |title, count, line: fn(usize) -> Line, none: Option<&'static str>| {
            if count == 0 && none.is_none() {
                return;
            }
            lines.push(Line::Heading(title, count));
            lines.extend((0..count).map(line));
            lines.extend(none.filter(|_| count == 0).map(Line::None));
            lines.push(Line::Gap);
        };
        part("Outside the team", self.outside.len(), Line::Outside, None);
        part("Absences", self.absences.len(), Line::Absence, Some("Nobody is away from here on."));
        part("Holidays", self.holidays.len(), Line::Holiday, Some("No holidays from here on."));
        lines.pop();
        lines
    }

    /// What a line is about, to find it again.
    pub fn key_of(&self, line: &Line) -> Option<String> {
        match line {
            Line::Person(at) => self.roster.rows.get(*at).map(|row| format!("m{}", row.member.id)),
            Line::Outside(at) => self.outside.get(*at).map(|(member, _)| format!("m{}", member.id)),
            Line::Absence(at) => self.absences.get(*at).map(|absence| format!("a{}", absence.id)),
            Line::Holiday(at) => self.holidays.get(*at).map(|holiday| format!("h{}", holiday.id)),
            _ => None,
        }
    }
}

/// Two weeks from the beginning of this one, for a team without a sprint.
fn coming(calendar: &Calendar, today: Day) -> (Day, Day) {
    let first = calendar.week_of(today).unwrap_or(today);
    (first, first.checked_add_days(Days::new(13)).unwrap_or(first))
}

/// The people outside the team with the keys of the open blockers and actions that each owns.
fn outside(standfast: &Standfast, members: &[Member]) -> Result<Vec<(Member, String)>> {
    let people: Vec<&Member> = members.iter().filter(|member| member.outside).collect();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let (blockers, actions) = (standfast.blockers(true)?, standfast.open_actions()?);
    let owns = |name: &str| {
        let blockers = blockers.iter().filter(|one| one.owner.as_deref() == Some(name)).map(Blocker::key);
        let actions = actions.iter().filter(|one| one.owner == name && one.done_at.is_none()).map(Action::key);
        blockers.chain(actions).collect::<Vec<_>>().join(", ")
    };
    Ok(people.into_iter().map(|member| (member.clone(), owns(&member.name))).collect())
}
