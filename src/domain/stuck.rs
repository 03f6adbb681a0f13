//! Stuck: longer in a status than the team's own items stay there, blocked, or active and nobody's (S4).
//!
//! Time is working time: on a working day every hour counts, on other days none. A day is 24 hours.

use crate::domain::calendar::Calendar;
use crate::domain::item::{Class, ItemRow};
use crate::domain::time::Instant;
use crate::domain::worktime::{days_since, working_days};
use std::collections::BTreeMap;

/// Below so many past stays in a status, nothing is known of how long they usually take.
pub const SAMPLE: usize = 10;

/// Working days that an item may stay in a status before anything is known.
pub const PATIENCE: i64 = 3;

/// One working day, in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// Shorter stays are a slip of the hand and no sample, in milliseconds.
const SLIP: i64 = 60 * 1000;

/// A past stay of an item in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    pub status: i64,
    pub from: Instant,
    pub to: Instant,
}

/// How long is long in one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The 85th percentile of the past stays, in milliseconds of working time.
    pub most: i64,
    /// The median of the past stays.
    pub usual: i64,
    /// How many past stays it is taken from.
    pub sample: usize,
}

/// The team's own experience: a limit for every status of which enough is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Experience(BTreeMap<i64, Limit>);

/// What matters about an item for being stuck.
#[derive(Debug, Clone)]
pub struct StatusFacts<'a> {
    pub status: i64,
    /// Its status in words.
    pub name: &'a str,
    /// What the status means.
    pub class: Class,
    /// Whether it is the first status of the workflow, where items wait for their turn.
    pub first: bool,
    pub since: Instant,
    /// Whether somebody has it.
    pub owned: bool,
    /// Open blockers on it, as `B7`.
    pub blockers: &'a [String],
}

impl Experience {
    /// What past stays teach; statuses with fewer than ten teach nothing.
    pub fn of(stays: &[Stay], calendar: &Calendar) -> Self {
        let mut times: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for stay in stays {
            let time = working_time(calendar, stay.from, stay.to);
            if time >= SLIP {
                times.entry(stay.status).or_default().push(time);
            }
        }
        let limits = times.into_iter().filter(|(_, times)| times.len() >= SAMPLE).map(|(status, mut times)| {
            times.sort_unstable();
            let of = |percent| percentile(&times, percent).unwrap_or_default();
            (status, Limit { most: of(85), usual: of(50), sample: times.len() })
        });
        Self(limits.collect())
    }

    /// The limit of a status, if enough is known.
    pub fn limit(&self, status: i64) -> Option<Limit> {
        self.0.get(&status).copied()
    }

    /// The working time that an item usually takes from its first active status to its end; three days where too
    /// little is known of any of them.
    pub fn usual_way(&self, active: &[i64]) -> i64 {
        let known: Option<i64> = active.iter().map(|status| self.limit(*status).map(|limit| limit.usual)).sum();
        known.filter(|_| !active.is_empty()).unwrap_or(PATIENCE * DAY)
    }

    /// Why the item is stuck, in words, the gravest reason first; empty when it is not.
    pub fn reasons(&self, item: &StatusFacts<'_>, calendar: &Calendar, now: Instant) -> Vec<String> {
        if item.class.is_ended() {
            return Vec::new();
        }
        let mut reasons = Vec::new();
        if !item.blockers.is_empty() {
            reasons.push(format!("blocked by {}", item.blockers.join(", ")));
        }
        reasons.extend(self.too_long(item, working_time(calendar, item.since, now)));
        if item.class == Class::Active && !item.owned {
            reasons.push(format!("in {} and nobody's", item.name));
        }
        reasons
    }

    /// The most pressing reason why an item is stuck, where one word has to do: as `reasons` has it, for a row.
    /// `first` is whether its status is the first of the workflow.
    pub fn stuck(&self, row: &ItemRow, first: bool, calendar: &Calendar, now: Instant) -> Option<Stuck> {
        let age = working_time(calendar, row.status_since, now);
        match () {
            () if row.class.is_ended() => None,
            () if row.blocked => Some(Stuck::Blocked),
            () if row.class == Class::Active && !row.is_owned(now.day(calendar.zone)) => Some(Stuck::Unowned),
            () if self.is_too_long(row.status_id, row.class, first, age) => Some(Stuck::Slow),
            () => None,
        }
    }

    fn is_too_long(&self, status: i64, class: Class, first: bool, age: i64) -> bool {
        let waits_for_its_turn = class == Class::Waiting && first;
        !waits_for_its_turn && age > self.limit(status).map_or(PATIENCE * DAY, |limit| limit.most)
    }

    fn too_long(&self, item: &StatusFacts<'_>, age: i64) -> Option<String> {
        let known = self.limit(item.status);
        let most = known.map_or(PATIENCE * DAY, |limit| limit.most);
        let (age_words, most_words) = (time_in_words(age), time_in_words(most));
        self.is_too_long(item.status, item.class, item.first, age).then(|| match known {
            Some(limit) => {
                // The unit is said once.
                let number = most_words.split_once(" working day").filter(|_| age_words.contains(" working day"));
                let most = number.map_or(&*most_words, |(number, _)| number);
                format!("{age_words} in {}: 85 % of ours leave within {most} (of {})", item.name, limit.sample)
            }
            None => format!("{age_words} in {}, over {PATIENCE}", item.name),
        })
    }
}

/// Why an item is stuck, the most pressing reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stuck {
    /// A blocker on it is open.
    Blocked,
    /// Somebody should work on it, and nobody is named.
    Unowned,
    /// It has been in its status for longer than is usual.
    Slow,
}

/// The working days that an item has spent in its status: those since the day on which it came there.
pub fn days_in_status(row: &ItemRow, calendar: &Calendar, now: Instant) -> u32 {
    days_since(calendar, row.status_since, now.day(calendar.zone))
}

/// The smallest value that `percent` of the sorted sample do not exceed (nearest rank); `None` without any.
pub fn percentile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// The time between two moments that falls on working days, in milliseconds; 0 when it runs backwards.
pub fn working_time(calendar: &Calendar, from: Instant, to: Instant) -> i64 {
    let (first, last) = (from.day(calendar.zone), to.day(calendar.zone));
    let worked = |day| i64::from(calendar.is_working_day(day));
    if to <= from {
        return 0;
    }
    if first == last {
        return worked(first) * (to.0 - from.0);
    }
    let start = |day| Instant::start_of(day, calendar.zone).0;
    let (Some(second), Some(eve)) = (first.succ_opt(), last.pred_opt()) else { return 0 };
    let middle = i64::from(calendar.count_working_days(second, eve)) * DAY;
    worked(first) * (start(second) - from.0) + middle + worked(last) * (to.0 - start(last))
}

/// Working time as people say it: `5 h`, `1 day`, `2.5 days`.
pub fn time_in_words(time: i64) -> String {
    let halves = (time * 2 + DAY / 2) / DAY;
    match halves {
        0 | 1 => format!("{} h", time / (60 * 60 * 1000)),
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        halves => working_days(halves as f64 / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::item::Kind;
    use crate::domain::time::Day;
    use chrono::Weekday;

    const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    const DOING: i64 = 2;

    fn calendar() -> Calendar {
        Calendar::new("Europe/Berlin".parse().unwrap(), &WEEK, ["2026-11-26".parse::<Day>().unwrap()])
    }

    fn at(text: &str) -> Instant {
        Instant::parse(&format!("{text}:00+01:00")).unwrap()
    }

    fn standing(since: &str) -> StatusFacts<'_> {
        let since = at(since);
        StatusFacts {
            status: DOING,
            name: "doing",
            class: Class::Active,
            first: false,
            since,
            owned: true,
            blockers: &[],
        }
    }

    /// Stays of so many hours each, all on one Monday and the days after it.
    fn stays(hours: &[i64]) -> Vec<Stay> {
        let from = at("2026-11-02T00:00");
        hours.iter().map(|h| Stay { status: DOING, from, to: Instant(from.0 + h * 3_600_000) }).collect()
    }

    #[test]
    fn only_working_days_count() {
        let hours = |from, to| working_time(&calendar(), at(from), at(to)) / 3_600_000;
        assert_eq!(hours("2026-11-20T16:00", "2026-11-23T10:00"), 8 + 10);
        assert_eq!(hours("2026-11-23T09:00", "2026-11-23T17:00"), 8);
        assert_eq!(hours("2026-11-25T12:00", "2026-11-27T12:00"), 24);
        assert_eq!(hours("2026-11-21T09:00", "2026-11-22T09:00"), 0);
        assert_eq!(hours("2026-11-23T17:00", "2026-11-23T09:00"), 0);
        assert_eq!(hours("2016-11-21T00:00", "2016-11-28T00:00"), 5 * 24);
    }

    #[test]
    fn before_a_sample_of_ten_it_is_three_working_days() {
        let now = at("2026-11-27T10:00");
        let nine = Experience::of(&stays(&[1; 9]), &calendar());
        let say = |experience: &Experience, since| experience.reasons(&standing(since), &calendar(), now);
        assert!(say(&nine, "2026-11-23T10:00").is_empty());
        assert_eq!(say(&nine, "2026-11-20T10:00"), ["4 working days in doing, over 3"]);
        let ten = Experience::of(&stays(&[1; 10]), &calendar());
        assert_eq!(say(&ten, "2026-11-27T08:00"), ["2 h in doing: 85 % of ours leave within 1 h (of 10)"]);
    }

    #[test]
    fn the_limit_is_the_85th_percentile_by_nearest_rank() {
        let hours: Vec<i64> = (1..=20).rev().collect();
        let limit = Experience::of(&stays(&hours), &calendar()).limit(DOING).unwrap();
        assert_eq!((limit.most / 3_600_000, limit.usual / 3_600_000, limit.sample), (17, 10, 20));
        let hours: Vec<i64> = (1..=10).collect();
        assert_eq!(Experience::of(&stays(&hours), &calendar()).limit(DOING).unwrap().most / 3_600_000, 9);
    }

    #[test]
    fn slips_and_clocks_that_ran_backwards_are_no_sample() {
        let from = at("2026-11-02T09:00");
        let mut stays = stays(&[5; 9]);
        stays.push(Stay { status: DOING, from, to: Instant(from.0 + 59_000) });
        stays.push(Stay { status: DOING, from, to: Instant(from.0 - 3_600_000) });
        assert_eq!(Experience::of(&stays, &calendar()).limit(DOING), None);
        stays.push(Stay { status: DOING, from, to: Instant(from.0 + 60_000) });
        assert_eq!(Experience::of(&stays, &calendar()).limit(DOING).unwrap().sample, 10);
    }

    #[test]
    fn blocked_and_nobodys_are_stuck_at_once() {
        let now = at("2026-11-23T10:00");
        let known = Experience::default();
        let blockers = ["B1".to_owned(), "B2".to_owned()];
        let blocked = StatusFacts { blockers: &blockers, ..standing("2026-11-23T09:59") };
        assert_eq!(known.reasons(&blocked, &calendar(), now), ["blocked by B1, B2"]);
        let unowned = StatusFacts { owned: false, ..standing("2026-11-23T09:59") };
        assert_eq!(known.reasons(&unowned, &calendar(), now), ["in doing and nobody's"]);
        let ended = StatusFacts { class: Class::Finished, blockers: &blockers, ..standing("2026-01-01T09:00") };
        assert!(known.reasons(&ended, &calendar(), now).is_empty());
    }

    #[test]
    fn waiting_for_ones_turn_is_not_being_stuck() {
        let now = at("2026-11-23T10:00");
        let todo = StatusFacts { class: Class::Waiting, first: true, owned: false, ..standing("2026-01-01T09:00") };
        assert!(Experience::default().reasons(&todo, &calendar(), now).is_empty());
        let queue = StatusFacts { class: Class::Waiting, first: false, ..standing("2026-11-02T09:00") };
        assert_eq!(Experience::default().reasons(&queue, &calendar(), now).len(), 1);
    }

    #[test]
    fn time_is_said_in_halves_of_days() {
        let say = |hours: i64| time_in_words(hours * 3_600_000);
        assert_eq!(
            (say(0), say(17), say(18), say(30), say(31)),
            ("0 h".into(), "17 h".into(), "1 working day".into(), "1.5 working days".into(), "1.5 working days".into())
        );
        assert_eq!((say(72), say(61)), ("3 working days".into(), "2.5 working days".into()));
    }

    #[test]
    fn the_usual_way_adds_the_medians_or_is_three_days() {
        let known = Experience::of(&stays(&[10; 12]), &calendar());
        assert_eq!(known.usual_way(&[DOING]), 10 * 3_600_000);
        assert_eq!(known.usual_way(&[DOING, 3]), 3 * DAY);
        assert_eq!(known.usual_way(&[]), 3 * DAY);
    }

    fn row(class: Class, blocked: bool, assignee: Option<&str>) -> ItemRow {
        ItemRow {
            id: 1,
            key: "PAY-1".to_owned(),
            external_key: None,
            kind: Kind::Story,
            title: "Retry".to_owned(),
            status: "doing".to_owned(),
            status_id: 2,
            class,
            status_since: Instant::parse("2026-11-19T22:30:00Z").unwrap(),
            points: None,
            assignee: assignee.map(str::to_owned),
            assignee_until: None,
            rank: "a".to_owned(),
            sprint: Some(1),
            not_ready: Vec::new(),
            rollovers: 0,
            blocked,
        }
    }

    #[test]
    fn days_are_working_days_of_the_team() {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let calendar = Calendar::new("Europe/Berlin".parse().unwrap(), &week, ["2026-11-24".parse().unwrap()]);
        let days =
            |now: &str| days_in_status(&row(Class::Active, false, None), &calendar, Instant::parse(now).unwrap());
        assert_eq!(days("2026-11-19T22:40:00Z"), 0);
        assert_eq!(days("2026-11-19T23:30:00Z"), 1, "it is Friday in Berlin");
        assert_eq!(days("2026-11-22T09:00:00Z"), 1, "the weekend does not count");
        assert_eq!(days("2026-11-25T09:00:00Z"), 3, "nor does a holiday");
        assert_eq!(days("2026-11-01T09:00:00Z"), 0, "a clock that went back");
    }

    #[test]
    fn a_row_is_stuck_by_the_same_measure_as_the_words() {
        let now = at("2026-11-27T10:00");
        let of = |known: &Experience, class, blocked, assignee, since: &str| {
            let row = ItemRow { status_since: at(since), ..row(class, blocked, assignee) };
            known.stuck(&row, class == Class::Waiting, &calendar(), now)
        };
        let (none, ten) = (Experience::default(), Experience::of(&stays(&[1; 10]), &calendar()));
        let ana = Some("ana");
        assert_eq!(of(&none, Class::Active, false, ana, "2026-11-23T10:00"), None);
        assert_eq!(of(&none, Class::Active, false, ana, "2026-11-20T10:00"), Some(Stuck::Slow));
        assert_eq!(of(&ten, Class::Active, false, ana, "2026-11-27T08:00"), Some(Stuck::Slow), "85 % leave in an hour");
        assert_eq!(of(&none, Class::Active, false, None, "2026-11-27T09:00"), Some(Stuck::Unowned));
        assert_eq!(of(&none, Class::Active, true, None, "2026-11-20T10:00"), Some(Stuck::Blocked));
        assert_eq!(of(&none, Class::Waiting, true, None, "2026-11-27T09:00"), Some(Stuck::Blocked));
        assert_eq!(of(&ten, Class::Waiting, false, None, "2026-01-02T09:00"), None, "it waits for its turn");
        assert_eq!(of(&ten, Class::Finished, true, None, "2026-01-02T09:00"), None);
    }
}
