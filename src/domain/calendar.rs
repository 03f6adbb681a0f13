//! The working calendar of a team: which days count, where in the sprint today is, and what the team can do (G3, L2).

use crate::domain::points::{Points, count, settled};
use crate::domain::share::HalfDays;
use crate::domain::sprint::{Capacity, MemberCapacity};
use crate::domain::team::{Absence, Member, Part};
use crate::domain::time::Day;
use crate::domain::weekdays::WEEK;
use crate::domain::zone::Zone;
use chrono::{Datelike, Days, Weekday};
use std::collections::BTreeSet;

/// How many closed sprints the focus factor looks back on (L2).
pub const FOCUS_SAMPLE: usize = 3;

/// The days on which a team works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Where its days begin and end.
    pub zone: Zone,
    weekdays: Vec<Weekday>,
    days_off: BTreeSet<Day>,
}

/// The place of a day in a sprint, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOf {
    /// The sprint has not begun; working days until its first one, that one not counted.
    Before {
        /// Working days from today until the sprint begins, today included.
        until: u32,
        /// Working days of the sprint.
        of: u32,
    },
    During {
        /// Working days begun so far, today included if it is one.
        day: u32,
        /// Working days of the sprint.
        of: u32,
    },
    /// Its last day has passed.
    After {
        /// Working days since its end, today included.
        over: u32,
        /// Working days of the sprint.
        of: u32,
    },
}

/// What a closed sprint contributes to the team's focus factor.
#[derive(Debug, Clone, PartialEq)]
pub struct PastSprint {
    pub number: i64,
    /// The points it completed.
    pub completed: Points,
    /// The person-days that were available; `None` if they were unknown.
    pub person_days: Option<f64>,
    /// Whether it was imported from another tool.
    pub imported: bool,
}

impl Default for Calendar {
    /// Monday to Friday in UTC, for a database without a team.
    fn default() -> Self {
        Self::new(Zone::UTC, WEEK.get(..5).unwrap_or(&WEEK), [])
    }
}

impl PastSprint {
    /// `sprint 4`, `sprint 4 (imported)`.
    fn named(&self) -> String {
        format!("sprint {}{}", self.number, if self.imported { " (imported)" } else { "" })
    }
}

impl Calendar {
    /// A calendar of `weekdays`, less `days_off`.
    pub fn new(zone: Zone, weekdays: &[Weekday], days_off: impl IntoIterator<Item = Day>) -> Self {
        Self { zone, weekdays: weekdays.to_vec(), days_off: days_off.into_iter().collect() }
    }

    /// Whether the team works on `day`.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.works_on_weekday(day) && !self.days_off.contains(&day)
    }

    /// Whether the team works on that day of the week.
    pub fn works_on_weekday(&self, day: Day) -> bool {
        self.weekdays.contains(&day.weekday())
    }

    /// The working days from `from` to `to`, both included.
    pub fn working_days(&self, from: Day, to: Day) -> impl Iterator<Item = Day> + '_ {
        from.iter_days().take_while(move |&day| day <= to).filter(|&day| self.is_working_day(day))
    }

    /// How many working days there are from `from` to `to`, both included; as quick for a century as for a week.
    pub fn count_working_days(&self, from: Day, to: Day) -> u32 {
        let Ok(days @ 1..) = u64::try_from((to - from).num_days() + 1) else { return 0 };
        let worked = |day: &Day| self.weekdays.contains(&day.weekday());
        let part = from.iter_days().take((days % 7) as usize).filter(worked).count() as u64;
        let whole = Self::week(from).filter(worked).count() as u64 * (days / 7);
        let off = self.days_off.range(from..=to).filter(|&day| worked(day)).count() as u64;
        u32::try_from((whole + part).saturating_sub(off)).unwrap_or(u32::MAX)
    }

    /// The `count`th working day after `day`; `None` when there is none within ten years.
    pub fn working_day_after(&self, day: Day, count: u32) -> Option<Day> {
        let last = day.checked_add_days(Days::new(3653))?;
        match count {
            0 => Some(day),
            _ => self.working_days(day.succ_opt()?, last).nth(usize::try_from(count).ok()? - 1),
        }
    }

    /// The last working day up to `day`, not before `from`.
    pub fn working_day_by(&self, from: Day, day: Day) -> Option<Day> {
        std::iter::successors(Some(day), Day::pred_opt)
            .take_while(|&day| day >= from)
            .find(|&day| self.is_working_day(day))
    }

    /// The first day of the week that `day` is in. A week begins after the team's longest time off in it, on Monday if
    /// that is one of several.
    pub fn week_of(&self, day: Day) -> Option<Day> {
        let off_before = |first: Weekday| {
            let before = std::iter::successors(Some(first.pred()), |day| Some(day.pred()));
            before.take(7).take_while(|day| !self.weekdays.contains(day)).count()
        };
        let begins = |day: &&Weekday| self.weekdays.contains(day);
        let longest = WEEK.iter().filter(begins).map(|&day| off_before(day)).max();
        let first = WEEK.iter().filter(begins).find(|&&day| Some(off_before(day)) == longest);
        let since = day.weekday().days_since(first.copied().unwrap_or(Weekday::Mon));
        day.checked_sub_days(Days::new(u64::from(since)))
    }

    /// The place of `today` in the sprint from `start` to `end`.
    pub fn day_of(&self, start: Day, end: Day, today: Day) -> DayOf {
        let of = self.count_working_days(start, end);
        if today < start {
            DayOf::Before { until: start.pred_opt().map_or(0, |eve| self.count_working_days(today, eve)), of }
        } else if today > end {
            DayOf::After { over: end.succ_opt().map_or(0, |next| self.count_working_days(next, today)), of }
        } else {
            DayOf::During { day: self.count_working_days(start, today), of }
        }
    }

    /// What one member can give between `start` and `end`: working days, less own absences, times allocation (L2).
    pub fn member_capacity(&self, member: &Member, absences: &[Absence], start: Day, end: Day) -> MemberCapacity {
        let from = member.starts_on.map_or(start, |day| day.max(start));
        let to = member.ends_on.map_or(end, |day| day.min(end));
        let working_days = self.count_working_days(from, to);
        let own: Vec<&Absence> = absences.iter().filter(|absence| absence.member == member.name).collect();
        let halves = [Part::Afternoon, Part::Morning].map(|other| {
            let of_half = own.iter().filter(|absence| absence.part != other);
            let away = of_half.map(|absence| (absence.from.max(from), absence.to.min(to)));
            self.count_each_once(away.filter(|(first, last)| first <= last).collect())
        });
        let absent_days = HalfDays(halves.iter().sum());
        MemberCapacity {
            name: member.name.clone(),
            allocation: member.allocation,
            working_days,
            absent_days,
            person_days: absent_days.of(working_days).at(member.allocation),
        }
    }

    /// The working days in spans that may overlap.
    fn count_each_once(&self, mut spans: Vec<(Day, Day)>) -> u32 {
        spans.sort_unstable();
        let (mut days, mut counted): (u32, Option<Day>) = (0, None);
        for (first, last) in spans {
            let begin = counted.and_then(|day| day.succ_opt()).map_or(first, |next| next.max(first));
            days += self.count_working_days(begin, last);
            counted = counted.max(Some(last));
        }
        days
    }

    /// What the team can do between `start` and `end` (L2); whatever is not known stays unknown.
    pub fn capacity(
        &self,
        members: &[Member],
        absences: &[Absence],
        dates: Option<(Day, Day)>,
        (focus_factor, sample): (Option<f64>, Vec<String>),
    ) -> Capacity {
        let members: Vec<MemberCapacity> = dates.map_or_else(Vec::new, |(start, end)| {
            let belongs = |member: &&Member| {
                member.is_inside()
                    && member.starts_on.is_none_or(|first| first <= end)
                    && member.ends_on.is_none_or(|last| last >= start)
            };
            members.iter().filter(belongs).map(|member| self.member_capacity(member, absences, start, end)).collect()
        });
        let person_days = (!members.is_empty()).then(|| settled(members.iter().map(|member| member.person_days).sum()));
        let points = person_days.zip(focus_factor).and_then(|(days, factor): (f64, f64)| Points::new(days * factor));
        Capacity { person_days, points, focus_factor, sample, members }
    }

    fn week(from: Day) -> impl Iterator<Item = Day> {
        from.iter_days().take(7)
    }
}

impl DayOf {
    /// The day's number in the sprint; `None` before it begins and after it ends.
    pub fn day(self) -> Option<u32> {
        if let Self::During { day, .. } = self { Some(day) } else { None }
    }

    /// How many working days the sprint has.
    pub fn of(self) -> u32 {
        match self {
            Self::Before { of, .. } | Self::During { of, .. } | Self::After { of, .. } => of,
        }
    }

    /// `day 6 of 10`, `starts in 3 working days`, `2 working days over`.
    pub fn words(self) -> String {
        let days = |days: u32| count(days, "working day");
        match self {
            Self::Before { until, .. } => format!("starts in {}", days(until)),
            Self::During { day, of } => format!("day {day} of {of}"),
            Self::After { over: 0, .. } => "past its last day".to_owned(),
            Self::After { over, .. } => format!("{} over", days(over)),
        }
    }
}

/// The focus factor and its source: completed points ÷ available person-days over the last closed sprints, the
/// latest first; before there is history the team's own setting; else unknown (L2).
pub fn focus_factor(closed: &[PastSprint], setting: Option<f64>) -> (Option<f64>, Vec<String>) {
    let known: Vec<(&PastSprint, f64)> = closed
        .iter()
        .filter_map(|sprint| sprint.person_days.filter(|days| *days > 0.0).map(|days| (sprint, days)))
        .take(FOCUS_SAMPLE)
        .collect();
    if known.is_empty() {
        let sample = setting.map_or_else(Vec::new, |_| vec!["setting".to_owned()]);
        return (setting, sample);
    }
    let completed: f64 = known.iter().map(|(sprint, _)| sprint.completed.value()).sum();
    let available: f64 = known.iter().map(|(_, days)| days).sum();
    (Some(completed / available), known.iter().map(|(sprint, _)| sprint.named()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::share::Share;
    use proptest::prelude::*;

    const WEEK: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn calendar(off: &[&str]) -> Calendar {
        Calendar::new("Europe/Berlin".parse().unwrap(), &WEEK, off.iter().map(|text| day(text)))
    }

    fn member(name: &str, allocation: &str) -> Member {
        let allocation = Share::read(allocation).unwrap();
        Member { id: 1, name: name.to_owned(), role: None, allocation, starts_on: None, ends_on: None, outside: false }
    }

    fn away(member: &str, from: &str, to: &str) -> Absence {
        half(Part::Day, member, from, to)
    }

    fn half(part: Part, member: &str, from: &str, to: &str) -> Absence {
        Absence { id: 1, member: member.to_owned(), from: day(from), to: day(to), part, note: None }
    }

    #[test]
    fn days_are_counted_in_working_days() {
        let calendar = calendar(&["2026-11-26", "2026-11-28"]);
        let (start, end) = (day("2026-11-23"), day("2026-12-04"));
        let words = |today| calendar.day_of(start, end, day(today)).words();
        assert_eq!(words("2026-11-19"), "starts in 2 working days");
        assert_eq!(words("2026-11-23"), "day 1 of 9");
        assert_eq!(words("2026-11-27"), "day 4 of 9");
        assert_eq!(words("2026-11-29"), "day 4 of 9");
        assert_eq!(words("2026-12-04"), "day 9 of 9");
        assert_eq!(words("2026-12-05"), "past its last day");
        assert_eq!(words("2026-12-08"), "2 working days over");
    }

    #[test]
    fn absences_count_once_and_only_on_working_days() {
        let calendar = calendar(&["2026-11-26"]);
        let (start, end) = (day("2026-11-23"), day("2026-12-04"));
        let of = |member: &Member, absences: &[Absence]| {
            let capacity = calendar.member_capacity(member, absences, start, end);
            (capacity.working_days, capacity.absent_days.days(), capacity.person_days)
        };
        let twice = [away("dev-1", "2026-11-25", "2026-11-29"), away("dev-1", "2026-11-27", "2026-12-01")];
        assert_eq!(of(&member("dev-1", "50"), &twice), (9, 4.0, 2.5));
        assert_eq!(of(&member("dev-2", "50"), &twice), (9, 0.0, 4.5));
        assert_eq!(of(&member("dev-1", "100"), &[away("dev-1", "2026-01-01", "2027-12-31")]), (9, 9.0, 0.0));
        assert_eq!(of(&member("dev-1", "0"), &[]), (9, 0.0, 0.0));
        let late =
            Member { starts_on: Some(day("2026-12-01")), ends_on: Some(day("2026-12-02")), ..member("dev-1", "100") };
        assert_eq!(of(&late, &[away("dev-1", "2026-11-30", "2026-12-01")]), (2, 1.0, 1.0));
        let gone = Member { ends_on: Some(day("2026-10-01")), ..member("dev-1", "100") };
        assert_eq!(of(&gone, &twice), (0, 0.0, 0.0));
    }

    #[test]
    fn half_days_and_any_allocation_are_exact() {
        let calendar = calendar(&["2026-11-26"]);
        let (start, end) = (day("2026-11-23"), day("2026-12-04"));
        let of = |allocation: &str, absences: &[Absence]| {
            let capacity = calendar.member_capacity(&member("dev-1", allocation), absences, start, end);
            (capacity.absent_days.days(), capacity.person_days)
        };
        let morning = half(Part::Morning, "dev-1", "2026-11-24", "2026-11-24");
        let afternoon = half(Part::Afternoon, "dev-1", "2026-11-24", "2026-11-24");
        assert_eq!(of("100", std::slice::from_ref(&morning)), (0.5, 8.5));
        assert_eq!(of("100", &[morning.clone(), morning.clone()]), (0.5, 8.5), "once");
        assert_eq!(of("100", &[morning.clone(), afternoon]), (1.0, 8.0), "both halves are a day");
        assert_eq!(of("100", &[morning, away("dev-1", "2026-11-23", "2026-11-24")]), (2.0, 7.0), "within a day");
        let mornings = half(Part::Morning, "dev-1", "2026-11-23", "2026-12-31");
        assert_eq!(of("12.5", &[mornings]), (4.5, 0.5625));
        let team: Vec<Member> = (0..10).map(|n| Member { id: n, ..member(&format!("p{n}"), "10") }).collect();
        let whole = calendar.capacity(&team, &[], Some((start, day("2026-11-23"))), (None, Vec::new()));
        assert_eq!(whole.person_days, Some(1.0), "ten times a tenth");
    }

    #[test]
    fn the_worked_case_of_the_rule() {
        let past =
            PastSprint { number: 4, completed: Points::new(9.8).unwrap(), person_days: Some(28.0), imported: false };
        let focus = focus_factor(&[past], Some(0.9));
        assert_eq!(
            (format!("{:.0} %", focus.0.unwrap() * 100.0), &focus.1),
            ("35 %".to_owned(), &vec!["sprint 4".to_owned()])
        );
        let members = [member("dev-1", "100"), member("dev-2", "100"), member("dev-3", "80")];
        let capacity = calendar(&[]).capacity(&members, &[], Some((day("2026-11-23"), day("2026-12-04"))), focus);
        assert_eq!((capacity.person_days, capacity.points.unwrap().to_string()), (Some(28.0), "9.8".to_owned()));
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        let dates = Some((day("2026-11-23"), day("2026-12-04")));
        let members = [member("dev-1", "100")];
        let unknown = calendar(&[]).capacity(&members, &[], dates, focus_factor(&[], None));
        assert_eq!((unknown.person_days, unknown.points, unknown.focus_factor), (Some(10.0), None, None));
        let no_dates = calendar(&[]).capacity(&members, &[], None, focus_factor(&[], Some(0.5)));
        assert_eq!((no_dates.person_days, no_dates.points, no_dates.sample), (None, None, vec!["setting".to_owned()]));
        let nobody = calendar(&[]).capacity(&[], &[], dates, focus_factor(&[], Some(0.5)));
        assert_eq!((nobody.person_days, nobody.points), (None, None));
    }

    #[test]
    fn the_focus_factor_takes_the_last_three_known_sprints() {
        let past = |number, completed, person_days| PastSprint {
            number,
            completed: Points::new(completed).unwrap(),
            person_days,
            imported: number == 9,
        };
        let closed = [
            past(9, 10.0, Some(20.0)),
            past(8, 50.0, None),
            past(7, 5.0, Some(0.0)),
            past(6, 20.0, Some(20.0)),
            past(5, 0.0, Some(10.0)),
            past(4, 999.0, Some(1.0)),
        ];
        let sample = ["sprint 9 (imported)", "sprint 6", "sprint 5"].map(str::to_owned).to_vec();
        assert_eq!(focus_factor(&closed, None), (Some(0.6), sample));
    }

    #[test]
    fn a_calendar_without_working_days_has_no_next_one() {
        let idle = Calendar::new(Zone::UTC, &[], []);
        assert_eq!(idle.working_day_after(day("2026-11-23"), 1), None);
        assert_eq!(idle.count_working_days(Day::MIN, Day::MAX), 0);
        assert_eq!(calendar(&[]).working_day_after(Day::MAX, 1), None);
        assert_eq!(calendar(&["2026-11-24"]).working_day_after(day("2026-11-23"), 2), Some(day("2026-11-26")));
    }

    proptest! {
        #[test]
        fn counting_and_listing_agree(start in 0..3000_u64, length in 0..900_u64, off in prop::collection::vec(0..3900_u64, 0..40), mask in 0..128_u8) {
            let at = |days| day("2020-01-01").checked_add_days(Days::new(days)).unwrap();
            let weekdays: Vec<Weekday> = (0..7_u8).filter(|bit| mask & (1 << bit) != 0).map(|bit| Weekday::try_from(bit).unwrap()).collect();
            let calendar = Calendar::new(Zone::UTC, &weekdays, off.into_iter().map(at));
            let (from, to) = (at(start), at(start + length));
            prop_assert_eq!(calendar.count_working_days(from, to) as usize, calendar.working_days(from, to).count());
            prop_assert_eq!(calendar.count_working_days(to, from.pred_opt().unwrap()), 0);
        }
    }
}
