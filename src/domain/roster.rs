//! Who is there on which day of a sprint, half day by half day (L2): the calendar of the Team screen. Its sum is the capacity.

use crate::domain::calendar::Calendar;
use crate::domain::share::HalfDays;
use crate::domain::team::{Absence, Member};
use crate::domain::time::Day;

/// The most days that are shown of a sprint.
const MOST_DAYS: usize = 400;

/// Whether somebody is there on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Nobody works on that day.
    Free,
    /// They do not belong to the team yet, or no more.
    Elsewhere,
    There,
    /// In the morning; away in the afternoon.
    Morning,
    /// In the afternoon; away in the morning.
    Afternoon,
    Away,
}

/// One column of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A day of the week on which the team works; it may be a holiday.
    Day(Day),
    /// The days up to this one, on which it does not: a weekend.
    Weekend(Day),
}

/// A member with what they are on each day.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub member: Member,
    pub presence: Vec<Presence>,
}

/// The calendar of a span of days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// The days and weekends in order.
    pub columns: Vec<Column>,
    /// The days of the week on which the team works.
    pub days: Vec<Day>,
    /// Who belongs to the team on one of them, in order.
    pub rows: Vec<Row>,
}

impl Presence {
    /// For how many half days they are there.
    pub fn halves(self) -> HalfDays {
        HalfDays(match self {
            Self::There => 2,
            Self::Morning | Self::Afternoon => 1,
            Self::Free | Self::Elsewhere | Self::Away => 0,
        })
    }

    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Free => "nobody works",
            Self::Elsewhere => "not in the team",
            Self::There => "there",
            Self::Morning => "away in the afternoon",
            Self::Afternoon => "away in the morning",
            Self::Away => "away",
        }
    }
}

impl Roster {
    /// Who is there from `from` to `to`, both included.
    pub fn new(calendar: &Calendar, members: &[Member], absences: &[Absence], (from, to): (Day, Day)) -> Self {
        let columns = columns(calendar, from, to);
        let day = |column: &Column| if let Column::Day(day) = column { Some(*day) } else { None };
        let days: Vec<Day> = columns.iter().filter_map(day).collect();
        let belongs = |member: &&Member| {
            let until = member.ends_on.is_none_or(|last| last >= from);
            member.is_inside() && member.starts_on.is_none_or(|first| first <= to) && until
        };
        let row = |member: &Member| {
            let own: Vec<&Absence> = absences.iter().filter(|away| away.member == member.name).collect();
            let presence = days.iter().map(|day| presence(calendar, member, &own, *day)).collect();
            Row { member: member.clone(), presence }
        };
        Self { rows: members.iter().filter(belongs).map(row).collect(), days, columns }
    }

    /// The person-days of all on the day at a place.
    pub fn on(&self, place: usize) -> f64 {
        let there = |row: &Row| row.presence.get(place).map(|there| there.halves().at(row.member.allocation));
        self.rows.iter().filter_map(there).sum()
    }
}

/// How many days of a span an absence takes from the capacity, by the share of the member's time.
pub fn taken(calendar: &Calendar, member: &Member, absence: &Absence, (from, to): (Day, Day)) -> f64 {
    let from = member.starts_on.map_or(from, |first| first.max(from)).max(absence.from);
    let to = member.ends_on.map_or(to, |last| last.min(to)).min(absence.to);
    let days = calendar.count_working_days(from, to);
    let halves =
        [false, true].map(|after_noon| absence.covers(absence.from, after_noon)).into_iter().filter(|half| *half);
    HalfDays(days * u32::try_from(halves.count()).unwrap_or(2)).at(member.allocation)
}

fn columns(calendar: &Calendar, from: Day, to: Day) -> Vec<Column> {
    let mut columns = Vec::new();
    for day in from.iter_days().take_while(|day| *day <= to).take(MOST_DAYS) {
        match columns.last_mut() {
            _ if calendar.works_on_weekday(day) => columns.push(Column::Day(day)),
            Some(Column::Weekend(last)) => *last = day,
            _ => columns.push(Column::Weekend(day)),
        }
    }
    columns
}

fn presence(calendar: &Calendar, member: &Member, absences: &[&Absence], day: Day) -> Presence {
    if member.starts_on.is_some_and(|first| day < first) || member.has_left(day) {
        return Presence::Elsewhere;
    }
    if !calendar.is_working_day(day) {
        return Presence::Free;
    }
    let away = |after_noon| absences.iter().any(|absence| absence.covers(day, after_noon));
    match (away(false), away(true)) {
        (false, false) => Presence::There,
        (false, true) => Presence::Morning,
        (true, false) => Presence::Afternoon,
        (true, true) => Presence::Away,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::share::Share;
    use crate::domain::team::Part;
    use crate::domain::weekdays::WEEK;
    use crate::domain::zone::Zone;
    use chrono::Days;
    use proptest::prelude::*;

    const FIRST: &str = "2026-11-23";

    fn day(n: u64) -> Day {
        FIRST.parse::<Day>().unwrap() + Days::new(n)
    }

    fn member(name: &str, thousandths: i64) -> Member {
        let allocation = Share::of_thousandths(thousandths).unwrap();
        Member { id: 1, name: name.into(), role: None, allocation, starts_on: None, ends_on: None, outside: false }
    }

    fn away(member: &str, from: u64, to: u64, part: Part) -> Absence {
        Absence { id: 1, member: member.into(), from: day(from), to: day(to), part, note: None }
    }

    #[test]
    fn a_fortnight_has_its_weekend_and_its_holiday() {
        let calendar = Calendar::new(Zone::UTC, &WEEK[..5], [day(3)]);
        let team = [member("dev-1", 100_000), Member { starts_on: Some(day(8)), ..member("dev-2", 50_000) }];
        let absences = [away("dev-1", 0, 0, Part::Morning), away("dev-1", 1, 1, Part::Day)];
        let roster = Roster::new(&calendar, &team, &absences, (day(0), day(11)));
        assert_eq!((roster.days.len(), roster.columns.len()), (10, 11));
        assert_eq!(roster.columns[5], Column::Weekend(day(6)));
        assert_eq!(
            roster.rows[0].presence[..4],
            [Presence::Afternoon, Presence::Away, Presence::There, Presence::Free]
        );
        assert_eq!(roster.rows[1].presence[5..7], [Presence::Elsewhere, Presence::There]);
        assert_eq!([0, 3, 9].map(|place| roster.on(place).to_string()), ["0.5", "0", "1.5"]);
    }

    proptest! {
        /// What is drawn day by day adds up to what the plan counts.
        #[test]
        fn the_days_of_the_calendar_are_the_capacity(
            shares in prop::collection::vec(0i64..=100_000, 1..6),
            spans in prop::collection::vec((0usize..6, 0u64..30, 0u64..12, 0usize..3), 0..12),
            joins in prop::collection::vec((0u64..30, 0u64..30), 6),
            free in prop::collection::btree_set(0u64..30, 0..4),
            from in 0u64..10,
            length in 0u64..25,
        ) {
            let calendar = Calendar::new(Zone::UTC, &WEEK[..5], free.into_iter().map(day));
            let named = |(n, share): (usize, &i64)| {
                let (a, b) = joins[n];
                Member { starts_on: Some(day(a.min(b))), ends_on: Some(day(a.max(b))), ..member(&format!("dev-{n}"), *share) }
            };
            let mut team: Vec<Member> = shares.iter().enumerate().map(named).collect();
            team.push(Member { outside: true, ..member("sponsor", 0) });
            let absences: Vec<Absence> = spans.iter().map(|(who, first, more, part)| {
                away(&format!("dev-{who}"), *first, first + more, Part::ALL[*part])
            }).collect();
            let span = (day(from), day(from + length));
            let roster = Roster::new(&calendar, &team, &absences, span);
            let capacity = calendar.capacity(&team, &absences, Some(span), (None, Vec::new()));
            let drawn: f64 = (0..roster.days.len()).map(|place| roster.on(place)).sum();
            prop_assert!((drawn - capacity.person_days.unwrap_or(0.0)).abs() < 1e-6);
            let names = |row: &Row| row.member.name.clone();
            prop_assert_eq!(
                roster.rows.iter().map(names).collect::<Vec<_>>(),
                capacity.members.iter().map(|member| member.name.clone()).collect::<Vec<_>>()
            );
            for row in &roster.rows {
                let own: Vec<&Absence> = absences.iter().filter(|away| away.member == row.member.name).collect();
                if let [only] = own.as_slice() {
                    let whole = calendar.member_capacity(&row.member, &[], span.0, span.1).person_days;
                    let left = calendar.member_capacity(&row.member, &absences, span.0, span.1).person_days;
                    prop_assert!((whole - left - taken(&calendar, &row.member, only, span)).abs() < 1e-6);
                }
            }
        }
    }
}
