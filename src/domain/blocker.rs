//! Blockers: what is blocked, who clears it, since when, and when it must be escalated (B1–B3, S5).

use crate::domain::calendar::Calendar;
use crate::domain::input::{Input, inputs};
use crate::domain::points::count;
use crate::domain::sheet::{Sheet, Value, phrase};
use crate::domain::stuck::{DAY, working_time};
use crate::domain::team::{is_past, whose};
use crate::domain::time::{Day, Instant, short_day};
use crate::domain::words::words;
use chrono::Datelike;

words! {
    "a cause",
    /// Why something is blocked (B1).
    #[derive(Default)]
    pub enum Cause {
        /// Other work must come first.
        Dependency = "dependency",
        /// Something does not work.
        #[default]
        Technical = "technical",
        /// Someone must say something.
        Information = "information",
        /// A permission is missing.
        Access = "access",
        Approval = "approval",
        /// Someone outside must act.
        External = "external",
    }
}

/// Something in the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Blocker {
    pub id: i64,
    pub number: i64,
    /// What is in the way.
    pub text: String,
    pub cause: Cause,
    /// The member who raised it, if it was a member.
    pub raised_by: Option<String>,
    pub owner: Option<String>,
    /// The owner's last day in the team.
    pub owner_until: Option<Day>,
    /// Whom they wait for.
    pub waiting_on: Option<String>,
    /// When it must be gone.
    pub needed_by: Option<Day>,
    pub next_step: Option<String>,
    /// By when the next step is done.
    pub next_step_by: Option<Day>,
    /// What was last said about it.
    pub last_note: Option<String>,
    pub raised_at: Instant,
    /// When anyone last did something about it.
    pub touched_at: Instant,
    /// To whom it was escalated.
    pub escalated_to: Option<String>,
    /// When it was escalated.
    pub escalated_at: Option<Instant>,
    /// Until when it is accepted as a risk.
    pub accepted_until: Option<Day>,
    /// When it was cleared.
    pub resolved_at: Option<Instant>,
    /// How it was cleared.
    pub resolution: Option<String>,
    /// Keys of the items it holds up.
    pub items: Vec<String>,
}

inputs! {
    /// What a person says of a blocker, new or known.
    pub struct BlockerEdit {
        text: String = Input::line("What blocks", "", "").must("What is in the way"),
        cause: Cause = Input::word::<Cause>("Cause", "cause",
            "dependency, technical, information, access, approval or external [default: technical]"),
        owner: Option<String> = Input::member("Owner", "owner", "The member who clears it, or none"),
        waiting_on: Option<String> = Input::anybody("Waiting on", "waiting-on", "Whom they wait for, or none")
            .hint("a person, a team, a supplier"),
        needed_by: Option<Day> = Input::day("Needed by", "needed-by", "When it must be gone, or none"),
        next_step: Option<String> = Input::line("Next step", "next-step", "What happens next, or none"),
        next_step_by: Option<Day> = Input::day("Next step by", "next-by", "By when, or none"),
    }
    with {
        /// What was done or heard.
        note: Option<String>,
        /// The member who raises it; the actor if nobody is named and the actor is in the team.
        raised_by: Option<String>,
        /// Keys of items that it holds up.
        add_items: Vec<String>,
        /// Keys of items that it does not hold up any more.
        remove_items: Vec<String>,
    }
}

/// The escalation level of a blocker (B2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ladder {
    /// Somebody looks after it.
    Fresh,
    /// It must be escalated, because …
    Breached(String),
    /// It is with somebody who can decide.
    Escalated,
    /// The team lives with it until a day.
    Accepted(Day),
    Resolved,
}

/// What one cause holds up (B3).
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Held {
    pub cause: Cause,
    pub blockers: usize,
    /// Their working days, added up.
    pub days: f64,
    /// The points of the items they hold up, each counted once.
    pub points: f64,
    /// Items without an estimate among them.
    pub unestimated: usize,
}

impl Blocker {
    /// `B7`.
    pub fn key(&self) -> String {
        format!("B{}", self.number)
    }

    /// Working days from its raising to its end, or until now; as people count them, to the half day.
    pub fn days(&self, calendar: &Calendar, now: Instant) -> f64 {
        in_days(working_time(calendar, self.raised_at, self.resolved_at.unwrap_or(now)))
    }

    /// Its escalation level: due after `hours` without an update, or when needed-by has passed (B2).
    /// A next step with a day is looked after until that day has passed.
    pub fn ladder(&self, now: Instant, today: Day, hours: i64) -> Ladder {
        let untouched = now.0.saturating_sub(self.touched_at.0) / (60 * 60 * 1000);
        let accepted = self.accepted_until.filter(|until| *until >= today);
        let promised = self.next_step.is_some() && self.next_step_by.is_some_and(|day| day >= today);
        let late = self.needed_by.filter(|day| *day < today && self.escalated_at.is_none());
        match (self.resolved_at, accepted) {
            (Some(_), _) => Ladder::Resolved,
            (None, Some(until)) => Ladder::Accepted(until),
            (None, None) if untouched >= hours && !promised => {
                Ladder::Breached(format!("no update for {}", spoken(untouched)))
            }
            (None, None) => match late {
                Some(day) => Ladder::Breached(format!("needed by {}", short_day(day, today.year()))),
                None if self.escalated_at.is_some() => Ladder::Escalated,
                None => Ladder::Fresh,
            },
        }
    }

    /// At how many of the past standups it was as it is now; `ends` are their ends, the latest first (S5).
    pub fn unchanged_at(&self, ends: &[Instant]) -> usize {
        ends.iter().take_while(|end| **end >= self.touched_at).count()
    }

    /// Whether today's standup cannot finish without a ruling on it: it is open, the team does not live with it, and
    /// it comes back unchanged for the second time in a row (S5).
    pub fn demands_ruling(&self, ends: &[Instant], today: Day) -> bool {
        let accepted = self.accepted_until.is_some_and(|until| until >= today);
        self.resolved_at.is_none() && !accepted && self.unchanged_at(ends) >= 2
    }
}

impl Blocker {
    /// Everything about it, at its escalation level and after so many working days.
    pub fn sheet(&self, level: &Ladder, days: f64, today: Day) -> Sheet {
        let breach = if let Ladder::Breached(why) = level { Some(why) } else { None };
        let step = phrase![&self.next_step, phrase![" (by ", self.next_step_by, ")"]];
        Sheet::new("blocker", self.key(), &self.text)
            .field("cause", "Cause", self.cause.word())
            .field("items", "Items", &self.items)
            .json("raised_by", &self.raised_by)
            .told("owner", "Owner", &self.owner, self.whose(today))
            .field("waiting_on", "Waiting on", &self.waiting_on)
            .field("needed_by", "Needed by", self.needed_by)
            .told("next_step", "Next step", &self.next_step, step)
            .json("next_step_by", self.next_step_by)
            .field("last_note", "Last note", &self.last_note)
            .told("raised_at", "Raised", self.raised_at, phrase![self.raised_at, phrase![" by ", &self.raised_by]])
            .field("touched_at", "Updated", self.touched_at)
            .field("days", "Age", Value::WorkingDays(days))
            .told("ladder", "Escalation", level.word(), self.level_in_words(level))
            .json("breach", breach)
            .json("escalated_to", &self.escalated_to)
            .json("escalated_at", self.escalated_at)
            .json("accepted_until", self.accepted_until)
            .field("resolved_at", "Resolved", self.resolved_at)
            .field("resolution", "Resolution", &self.resolution)
    }

    /// Whose it is: a name, `nobody, was Ana`, or nothing. One that is resolved keeps its owner.
    pub fn whose(&self, today: Day) -> Option<String> {
        let last = self.owner_until.filter(|_| self.resolved_at.is_none());
        self.owner.as_deref().map(|name| whose(name, is_past(last, today)))
    }

    /// Its escalation level in a few words; empty while somebody looks after it.
    pub fn level_in_words(&self, level: &Ladder) -> Value {
        match level {
            Ladder::Fresh => Value::Empty,
            Ladder::Breached(why) => phrase!["escalate: ", why],
            Ladder::Escalated => phrase!["with ", self.escalated_to.as_deref().unwrap_or("somebody")],
            Ladder::Accepted(until) => phrase!["accepted until ", *until],
            Ladder::Resolved => "resolved".into(),
        }
    }
}

impl Ladder {
    /// The word in `--json` and on the screen.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Breached(_) => "breached",
            Self::Escalated => "escalated",
            Self::Accepted(_) => "accepted",
            Self::Resolved => "resolved",
        }
    }
}

/// What each cause holds up, the most days first. `points` are those of an item by its key; `None` inside for an item
/// without an estimate, and nothing for one that is not known.
pub fn held_up(
    blockers: &[Blocker],
    points: impl Fn(&str) -> Option<Option<f64>>,
    calendar: &Calendar,
    now: Instant,
) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for cause in Cause::ALL {
        let mine: Vec<&Blocker> = blockers.iter().filter(|blocker| blocker.cause == cause).collect();
        let mut keys: Vec<&String> = mine.iter().flat_map(|blocker| &blocker.items).collect();
        keys.sort_unstable();
        keys.dedup();
        let known: Vec<Option<f64>> = keys.into_iter().filter_map(|key| points(key)).collect();
        held.extend((!mine.is_empty()).then(|| Held {
            cause,
            blockers: mine.len(),
            days: mine.iter().map(|blocker| blocker.days(calendar, now)).sum(),
            points: known.iter().flatten().sum(),
            unestimated: known.iter().filter(|points| points.is_none()).count(),
        }));
    }
    held.sort_by(|a, b| b.days.total_cmp(&a.days).then(b.points.total_cmp(&a.points)));
    held
}

/// Working time as days, to the half.
pub fn in_days(time: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a number of days")]
    let halves = ((time * 2 + DAY / 2) / DAY) as f64;
    halves / 2.0
}

/// Hours as people say them: whole days from two days on.
fn spoken(hours: i64) -> String {
    if hours < 48 { count(hours, "hour") } else { count(hours / 24, "day") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}:00Z")).unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn blocker(raised: &str) -> Blocker {
        Blocker {
            id: 1,
            number: 7,
            text: "No port".into(),
            cause: Cause::Access,
            raised_by: None,
            owner: None,
            owner_until: None,
            waiting_on: None,
            needed_by: None,
            next_step: None,
            next_step_by: None,
            last_note: None,
            raised_at: at(raised),
            touched_at: at(raised),
            escalated_to: None,
            escalated_at: None,
            accepted_until: None,
            resolved_at: None,
            resolution: None,
            items: vec!["PAY-1".into()],
        }
    }

    #[test]
    fn a_next_step_is_waited_for_until_its_day_has_passed() {
        // Touched on Friday with a next step by Monday: it is not due over the weekend, but on Tuesday.
        let step = Some("Ask their lead".to_owned());
        let held = Blocker { next_step: step, next_step_by: Some(day("2026-11-30")), ..blocker("2026-11-27T09:45") };
        let ladder = |held: &Blocker, now: &str| held.ladder(at(now), day(&now[..10]), 48);
        assert_eq!(ladder(&held, "2026-11-30T09:48"), Ladder::Fresh);
        assert_eq!(ladder(&held, "2026-11-30T23:59"), Ladder::Fresh);
        assert_eq!(ladder(&held, "2026-12-01T00:01"), Ladder::Breached("no update for 3 days".into()));
        let needed = Blocker { needed_by: Some(day("2026-11-28")), ..held.clone() };
        assert_eq!(ladder(&needed, "2026-11-30T09:48"), Ladder::Breached("needed by Sat 28 Nov".into()));
        let escalated = Blocker { escalated_at: Some(at("2026-11-27T09:45")), ..held };
        assert_eq!(ladder(&escalated, "2026-11-30T09:48"), Ladder::Escalated);
    }

    #[test]
    fn forty_eight_hours_without_a_touch_is_a_breach() {
        let held = blocker("2026-11-23T09:00");
        let ladder = |held: &Blocker, now: &str| held.ladder(at(now), day(&now[..10]), 48);
        assert_eq!(ladder(&held, "2026-11-25T08:59"), Ladder::Fresh);
        assert_eq!(ladder(&held, "2026-11-25T09:00"), Ladder::Breached("no update for 2 days".into()));
        let touched = Blocker { touched_at: at("2026-11-24T09:00"), ..held.clone() };
        assert_eq!(ladder(&touched, "2026-11-25T09:00"), Ladder::Fresh);
        let ahead = Blocker { touched_at: at("2027-01-01T00:00"), ..held };
        assert_eq!(ladder(&ahead, "2026-11-25T09:00"), Ladder::Fresh);
    }

    #[test]
    fn needed_by_breaches_the_day_after_until_it_is_escalated() {
        let held = Blocker { needed_by: Some(day("2026-11-23")), ..blocker("2026-11-23T09:00") };
        let ladder = |held: &Blocker, now: &str| held.ladder(at(now), day(&now[..10]), 48);
        assert_eq!(ladder(&held, "2026-11-23T23:00"), Ladder::Fresh);
        assert_eq!(ladder(&held, "2026-11-24T08:00"), Ladder::Breached("needed by Mon 23 Nov".into()));
        let now = Some(at("2026-11-24T08:00"));
        let escalated = Blocker { escalated_at: now, touched_at: at("2026-11-24T08:00"), ..held.clone() };
        assert_eq!(ladder(&escalated, "2026-11-24T08:01"), Ladder::Escalated);
        assert_eq!(ladder(&escalated, "2026-11-26T08:00").word(), "breached");
        let accepted = Blocker { accepted_until: Some(day("2026-11-30")), ..held };
        assert_eq!(ladder(&accepted, "2026-11-30T08:00"), Ladder::Accepted(day("2026-11-30")));
        assert_eq!(ladder(&accepted, "2026-12-01T08:00").word(), "breached");
    }

    #[test]
    fn unchanged_twice_in_a_row_demands_a_ruling() {
        let held = blocker("2026-11-23T09:05");
        let ends = [at("2026-11-24T09:15"), at("2026-11-23T09:15")];
        let today = day("2026-11-25");
        assert!(held.demands_ruling(&ends, today));
        assert!(!held.demands_ruling(&ends[..1], today));
        let raised_after = blocker("2026-11-23T10:00");
        assert_eq!((raised_after.unchanged_at(&ends), raised_after.demands_ruling(&ends, today)), (1, false));
        let touched = Blocker { touched_at: at("2026-11-24T12:00"), ..held.clone() };
        assert_eq!(touched.unchanged_at(&ends), 0);
        let accepted = Blocker { accepted_until: Some(today), ..held.clone() };
        assert!(!accepted.demands_ruling(&ends, today));
        assert!(accepted.demands_ruling(&ends, day("2026-11-26")));
        assert!(!Blocker { resolved_at: Some(at("2026-11-25T09:00")), ..held }.demands_ruling(&ends, today));
    }

    #[test]
    fn causes_add_up_days_and_each_item_once() {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let calendar = Calendar::new(crate::domain::zone::Zone::UTC, &week, []);
        let mut all = vec![blocker("2026-11-20T12:00"), blocker("2026-11-23T00:00"), blocker("2026-11-24T00:00")];
        all[1].items.push("PAY-2".into());
        all[2].cause = Cause::Approval;
        all[2].items = vec!["PAY-9".into()];
        let points = |key: &str| match key {
            "PAY-1" => Some(Some(3.0)),
            "PAY-2" => Some(None),
            _ => None,
        };
        let held = held_up(&all, points, &calendar, at("2026-11-24T12:00"));
        let access = Held { cause: Cause::Access, blockers: 2, days: 3.5, points: 3.0, unestimated: 1 };
        let approval = Held { cause: Cause::Approval, blockers: 1, days: 0.5, points: 0.0, unestimated: 0 };
        assert_eq!(held, [access, approval]);
    }
}
