//! Retro actions: committed, carried, done, and verified at the next retro (A1–A4).

use crate::domain::calendar::Calendar;
use crate::domain::sheet::{Sheet, Value, phrase};
use crate::domain::team::{is_past, whose};
use crate::domain::time::{Day, Instant};
use crate::domain::words::words;
use crate::domain::worktime::{days_since, worked_days};
use serde::Serialize;

words! {
    "a ruling",
    /// What a later retro says of an action (A1).
    pub enum ActionRuling {
        /// What should show that it worked was seen.
        Worked = "worked",
        /// It was done and changed nothing.
        NoEffect = "no effect",
        /// It was done, made things worse, and is to be taken back.
        UndoIt = "undo it",
        /// It stays for one more sprint.
        Keep = "keep",
        /// It is given up, with a reason.
        Dropped = "dropped",
    }
}

impl ActionRuling {
    /// Whether nothing comes after it.
    pub fn is_final(self) -> bool {
        self != Self::Keep
    }

    /// Whether it can only be said of something that was done.
    pub fn needs_done(self) -> bool {
        matches!(self, Self::Worked | Self::NoEffect | Self::UndoIt)
    }
}

/// A ruling as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ruled {
    /// The sprint of the retro that gave it.
    pub sprint: i64,
    pub ruling: ActionRuling,
    /// Why, if they said so; a drop always has a reason.
    pub reason: Option<String>,
    /// Who wrote it down.
    pub by: String,
    pub at: Instant,
    /// Whose it is in the sprint that it was kept for.
    pub owner: Option<String>,
    /// The owner's last day in the team.
    #[serde(skip)]
    pub owner_until: Option<Day>,
    /// When it is due in the sprint that it was kept for.
    pub due: Option<Day>,
}

/// A retro action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub id: i64,
    pub number: i64,
    /// The sprint whose retro committed it.
    pub sprint: i64,
    /// What is to be done.
    pub text: String,
    /// Whose it is now.
    pub owner: String,
    /// The owner's last day in the team.
    pub owner_until: Option<Day>,
    /// When it is due now.
    pub due: Day,
    /// What will show that it worked.
    pub shows: String,
    /// When it was committed.
    pub committed_at: Instant,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// What was said when it was done.
    pub done_note: Option<String>,
    /// The number of the note that it came from.
    pub note: Option<i64>,
    /// What later retros said of it, in order.
    pub rulings: Vec<Ruled>,
}

impl Action {
    /// `A3`.
    pub fn key(&self) -> String {
        format!("A{}", self.number)
    }

    /// As it was at a moment: what was done later is left out.
    #[must_use]
    pub fn as_of(self, at: Instant) -> Self {
        let later = self.done_at.is_some_and(|done| done > at);
        if later { Self { done_at: None, done_note: None, ..self } } else { self }
    }

    /// The last word on it, once there is one.
    pub fn verdict(&self) -> Option<&Ruled> {
        self.rulings.iter().find(|ruled| ruled.ruling.is_final())
    }

    /// Whether no retro has said the last word on it.
    pub fn is_open(&self) -> bool {
        self.verdict().is_none()
    }

    /// Whose it is: a name, or `nobody, was Ana`. One that is done keeps its owner.
    pub fn whose(&self, today: Day) -> String {
        let is_left = self.is_open() && self.done_at.is_none() && is_past(self.owner_until, today);
        whose(&self.owner, is_left)
    }

    /// How many times a retro kept it for one more sprint (A3).
    pub fn carried(&self) -> usize {
        self.rulings.iter().filter(|ruled| ruled.ruling == ActionRuling::Keep).count()
    }

    /// Whether it is open, not done, and past its day (A3).
    pub fn is_overdue(&self, today: Day) -> bool {
        self.is_open() && self.done_at.is_none() && today > self.due
    }

    /// Working days since it was committed (A3).
    pub fn age_days(&self, calendar: &Calendar, today: Day) -> u32 {
        days_since(calendar, self.committed_at, today)
    }

    /// Whether it belongs to that sprint: committed at an earlier one's retro, without a final ruling before it (A3).
    pub fn belongs_to(&self, sprint: i64) -> bool {
        self.sprint < sprint && self.verdict().is_none_or(|ruled| ruled.sprint >= sprint)
    }

    /// What the retro of that sprint said of it.
    pub fn ruled_at(&self, sprint: i64) -> Option<&Ruled> {
        self.rulings.iter().find(|ruled| ruled.sprint == sprint)
    }

    /// Its state in a few words: `open`, `done, not verified`, `worked`, `kept twice`.
    pub fn standing(&self) -> String {
        match (self.verdict(), self.done_at) {
            (Some(ruled), _) => ruled.ruling.word().to_owned(),
            (None, Some(_)) => "done, to be verified".to_owned(),
            (None, None) => "open".to_owned(),
        }
    }
}

impl Action {
    /// Everything about it, as of today in the team's calendar.
    pub fn sheet(&self, today: Day, calendar: &Calendar) -> Sheet {
        let zone = calendar.zone;
        let overdue = self.is_overdue(today);
        let carried = carried_in_words(self.carried());
        let state = [&*self.standing(), if overdue { "overdue" } else { "" }, &*carried];
        let state: Vec<String> = state.into_iter().filter(|words| !words.is_empty()).map(str::to_owned).collect();
        let committed = phrase![
            self.committed_at.day(zone),
            format!(", at the retro of sprint {}", self.sprint),
            phrase![", from note ", self.note]
        ];
        let done = phrase![self.done_at.map(|at| at.day(zone)), phrase![": ", &self.done_note]];
        let sheet = Sheet::new("action", self.key(), &self.text)
            .told("owner", "Owner", &self.owner, self.whose(today))
            .field("due", "Due", self.due)
            .field("shows", "It worked if", &self.shows)
            .json("sprint", self.sprint)
            .json("note", self.note)
            .told("committed_at", "Committed", self.committed_at, committed)
            .told("done_at", "Done", self.done_at, done)
            .json("done_note", &self.done_note)
            .field("age_days", "Age", Value::WorkingDays(f64::from(self.age_days(calendar, today))))
            .json("overdue", overdue)
            .json("carried", self.carried())
            .told("verdict", "State", self.verdict().map(|ruled| ruled.ruling.word()), &state)
            .json("rulings", serde_json::json!(self.rulings));
        self.rulings.iter().fold(sheet, |sheet, ruled| {
            let words = phrase![ruled.ruling.word(), phrase![": ", &ruled.reason]];
            sheet.shown("", format!("Sprint {}", ruled.sprint), words)
        })
    }
}

/// `carried once`, `carried 3 times`; empty for never.
pub fn carried_in_words(times: usize) -> String {
    match times {
        0 => String::new(),
        1 => "carried once".to_owned(),
        2 => "carried twice".to_owned(),
        n => format!("carried {n} times"),
    }
}

/// What became of a team's actions (A4). Of the team, never of a person.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct FollowThrough {
    /// Committed in all retros.
    pub committed: usize,
    pub done: usize,
    /// Of these, verified as working.
    pub worked: usize,
    /// Without a last word.
    pub open: usize,
    /// Carried twice or more.
    pub carried_twice: usize,
    /// The median of the working days from commitment to done, to a tenth; unknown before one is done.
    pub median_days: Option<f64>,
}

/// What the follow-through needs of one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// When it was committed, and done.
    pub took: Option<(Instant, Instant)>,
    /// The last word on it.
    pub verdict: Option<ActionRuling>,
    pub carried: usize,
}

/// The follow-through over these actions (A4).
pub fn follow_through(actions: &[Followed], calendar: &Calendar) -> FollowThrough {
    let days = |action: &Followed| action.took.map(|(from, to)| worked_days(calendar, from, to));
    let mut took: Vec<f64> = actions.iter().filter_map(days).collect();
    let worked = |action: &&Followed| action.verdict == Some(ActionRuling::Worked);
    FollowThrough {
        committed: actions.len(),
        done: took.len(),
        worked: actions.iter().filter(worked).count(),
        open: actions.iter().filter(|action| action.verdict.is_none()).count(),
        carried_twice: actions.iter().filter(|action| action.carried >= 2).count(),
        median_days: median(&mut took).map(|days| (days * 10.0).round() / 10.0),
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied()?;
    let lower = values.get((values.len() - 1) / 2).copied()?;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn action(number: i64, done_after_days: Option<i64>, rulings: &[(i64, ActionRuling)]) -> Action {
        let committed_at = Instant::parse("2026-12-04T15:00:00Z").unwrap();
        let ruled = |&(sprint, ruling): &(i64, ActionRuling)| Ruled {
            sprint,
            ruling,
            reason: None,
            by: "fay".into(),
            at: committed_at,
            owner: None,
            owner_until: None,
            due: None,
        };
        Action {
            id: number,
            number,
            sprint: 1,
            text: "Pair on reviews".into(),
            owner: "ana".into(),
            owner_until: None,
            due: day("2026-12-18"),
            shows: "No review waits a day".into(),
            committed_at,
            done_at: done_after_days.map(|days| Instant(committed_at.0 + days * 86_400_000)),
            done_note: None,
            note: None,
            rulings: rulings.iter().map(ruled).collect(),
        }
    }

    #[test]
    fn an_action_belongs_to_every_sprint_until_its_final_ruling() {
        let kept = action(1, None, &[(2, ActionRuling::Keep), (3, ActionRuling::Worked)]);
        let belongs: Vec<bool> = (1..=4).map(|sprint| kept.belongs_to(sprint)).collect();
        assert_eq!(belongs, [false, true, true, false]);
        assert_eq!(kept.carried(), 1);
    }

    #[test]
    fn overdue_is_after_the_day_and_only_while_not_done() {
        let open = action(1, None, &[]);
        assert!(!open.is_overdue(day("2026-12-18")));
        assert!(open.is_overdue(day("2026-12-19")));
        assert!(!action(1, Some(20), &[]).is_overdue(day("2026-12-31")));
        assert!(!action(1, None, &[(2, ActionRuling::Dropped)]).is_overdue(day("2026-12-31")));
    }

    #[test]
    fn follow_through_counts_and_has_no_median_of_nothing() {
        let calendar = Calendar::default();
        assert_eq!(follow_through(&[], &calendar), FollowThrough::default());
        let after = |days: i64| {
            let monday = Instant::parse("2026-11-23T10:00:00Z").unwrap();
            Some((monday, Instant(monday.0 + days * 86_400_000)))
        };
        let all = [
            Followed { took: after(3), verdict: Some(ActionRuling::Worked), carried: 0 },
            Followed { took: after(10), verdict: Some(ActionRuling::NoEffect), carried: 0 },
            Followed { took: None, verdict: None, carried: 2 },
        ];
        let figures = follow_through(&all, &calendar);
        assert_eq!((figures.committed, figures.done, figures.worked, figures.open), (3, 2, 1, 1));
        assert_eq!((figures.carried_twice, figures.median_days), (1, Some(5.5)));
    }

    #[test]
    fn rulings_are_read_as_people_type_them() {
        assert_eq!(ActionRuling::parse(" No-Effect "), Some(ActionRuling::NoEffect));
        assert_eq!(ActionRuling::parse("undo it"), Some(ActionRuling::UndoIt));
        assert_eq!(ActionRuling::parse("maybe"), None);
    }
}
