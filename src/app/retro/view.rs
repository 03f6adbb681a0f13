//! A retro with everything that screens and reports show of it (A1, A4).

use crate::app::Standfast;
use crate::app::find::find_sprint;
use crate::domain::action::{Action, FollowThrough, follow_through};
use crate::domain::report::Report;
use crate::domain::retro::{NotNow, Retro, Topic, Voter, topics};
use crate::domain::sprint::Sprint;
use crate::domain::team::Member;
use crate::domain::time::Day;
use crate::domain::zone::Zone;
use crate::error::{Result, refuse_with};
use crate::rules::{Act, Rule};

/// A retro with everything the screens and reports show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RetroView {
    pub retro: Retro,
    /// The closed sprint it looks back on.
    pub sprint: Sprint,
    /// What it opens with: the sprint's frozen report (A1).
    pub report: Report,
    /// The actions of earlier retros that were open when it began, ruled on or not (A1).
    pub old: Vec<Action>,
    /// What was said, grouped, in the order of the notes.
    pub topics: Vec<Topic>,
    /// What is left of everyone's votes.
    pub voters: Vec<Voter>,
    /// The actions committed at it.
    pub committed: Vec<Action>,
    /// How many it may commit.
    pub most_actions: u32,
    /// What it put off.
    pub not_now: Vec<NotNow>,
    /// What earlier retros put off, the latest first.
    pub not_now_before: Vec<NotNow>,
    /// What became of the team's actions so far (A4).
    pub follow_through: FollowThrough,
}

impl RetroView {
    /// The day as of which its actions are shown: today, or the one on which it was finished.
    pub fn day(&self, today: Day, zone: Zone) -> Day {
        self.retro.finished_at.map_or(today, |at| at.day(zone))
    }

    /// The old actions that wait for a ruling (A1).
    pub fn unruled(&self) -> impl Iterator<Item = &Action> {
        self.old.iter().filter(|action| action.is_open() && action.ruled_at(self.retro.sprint).is_none())
    }
}

/// Which retro is under way, due, or held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RetroStanding {
    /// The sprint whose retro has begun and not ended.
    pub under_way: Option<i64>,
    /// The last closed sprint, if it had no retro yet.
    pub due: Option<i64>,
    /// Sprints whose retro was held, the latest first.
    pub held: Vec<i64>,
}

/// How many entries of the "not now" lists are shown.
pub(super) const NOT_NOW: i64 = 40;

impl Standfast {
    /// Which retros were held, which one runs, which one is due.
    pub fn retro_standing(&self) -> Result<RetroStanding> {
        let retros = self.store.retros()?;
        let under_way = retros.iter().find(|(_, finished)| finished.is_none()).map(|(sprint, _)| *sprint);
        let held = retros.iter().filter(|(_, finished)| finished.is_some()).map(|(sprint, _)| *sprint).collect();
        let after = retros.first().map(|(sprint, _)| *sprint);
        let last = self.store.closed_sprints(1)?.into_iter().next().map(|sprint| sprint.number);
        let due = last.filter(|last| after.is_none_or(|after| *last > after));
        Ok(RetroStanding { under_way, due, held })
    }

    /// A retro: the one named by its sprint, else the one under way, else the last one.
    pub fn retro_view(&self, sprint: Option<i64>) -> Result<RetroView> {
        let retro = self.find_retro(sprint)?;
        let sprint = find_sprint(&self.tx(), retro.sprint)?;
        let all = self.store.not_now(NOT_NOW, retro.sprint)?;
        let (not_now, before): (Vec<NotNow>, Vec<NotNow>) =
            all.into_iter().partition(|entry| entry.sprint == retro.sprint);
        // A finished retro shows what it showed: what was done and ruled later is left out.
        let until = retro.finished_at.map_or(i64::MAX, |_| retro.sprint);
        let then = |actions: Vec<Action>| match retro.finished_at {
            Some(finished) => actions.into_iter().map(|action| action.as_of(finished)).collect(),
            None => actions,
        };
        Ok(RetroView {
            old: then(self.store.actions_in(retro.sprint, until)?),
            committed: then(self.store.actions_committed_at(retro.id, until)?),
            follow_through: match retro.finished_at {
                Some(finished) => follow_through(&self.store.follow_through_at(finished)?, &self.calendar()?),
                None => self.follow_through()?,
            },
            topics: topics(&self.store.retro_notes(retro.id)?),
            report: self.report(sprint.number)?,
            voters: self.voters(&retro)?,
            most_actions: self.retro_settings()?.actions,
            not_now,
            not_now_before: before,
            sprint,
            retro,
        })
    }

    fn find_retro(&self, sprint: Option<i64>) -> Result<Retro> {
        if let Some(number) = sprint {
            find_sprint(&self.tx(), number)?;
            return match self.store.retro(number)? {
                Some(retro) => Ok(retro),
                None => refuse_with(
                    Rule::A1,
                    format!("Sprint {number} has had no retro."),
                    Act::RetroStart.way(number.to_string(), "Start it with {}."),
                ),
            };
        }
        let last = match self.store.retro_under_way()? {
            Some(retro) => Some(retro),
            None => self.store.latest_retro()?,
        };
        match last {
            Some(retro) => Ok(retro),
            None => refuse_with(
                Rule::A1,
                "There has been no retro yet.",
                Act::RetroStart.way("", "Start one for the last closed sprint with {}."),
            ),
        }
    }

    fn voters(&self, retro: &Retro) -> Result<Vec<Voter>> {
        let (given, votes) = (self.store.votes_given(retro.id)?, self.retro_settings()?.votes);
        let of = |name: String| {
            let given = given.iter().find(|(who, _)| *who == name).map_or(0, |(_, count)| *count);
            Voter { left: votes.saturating_sub(given), name, given }
        };
        Ok(self.store.members()?.into_iter().filter(Member::is_inside).map(|member| of(member.name)).collect())
    }
}
