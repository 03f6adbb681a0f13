//! The team, its members, their absences, holidays, and the workflow.

use crate::domain::calendar::Calendar;
use crate::domain::fold::same;
use crate::domain::item::{Class, DefinitionOfReady, Status};
use crate::domain::points::Points;
use crate::domain::share::Share;
use crate::domain::tables::Table;
use crate::domain::team::{Absence, Holiday, Member, Part, Team};
use crate::domain::time::{Day, Instant};
use crate::domain::weekdays::WEEK;
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::store::column::{Record as _, columns};
use crate::store::engine::{Store, queries, values};
use crate::store::value::{FromValue, ToValue, Value};
use chrono::Weekday;
use std::collections::BTreeSet;

queries!("team.sql", Kept, Member, Absence, Holiday, Status);

/// A status row as it is written.
#[derive(Debug)]
pub struct StatusRow<'a> {
    /// The team's word for it.
    pub name: &'a str,
    pub class: Class,
    /// Its place in the workflow.
    pub position: i64,
    /// How many items may be in it.
    pub wip_limit: Option<u32>,
}

/// The team's row, with its definition of ready in columns of its own.
struct Kept {
    name: String,
    prefix: String,
    zone: Zone,
    weekdays: Weekdays,
    decision_maker: Option<String>,
    ready_estimate: bool,
    ready_criteria: bool,
    largest_points: Option<Points>,
    ready_dependencies: bool,
    ready_blockers: bool,
    focus_factor: Option<f64>,
    count_parents: bool,
    standup_minutes: i64,
    escalate_after: i64,
}

columns! {
    Kept from "team t LEFT JOIN member m ON m.id = t.decision_maker" {
        name: "t.name",
        prefix: "t.prefix",
        zone: "t.zone",
        weekdays: "t.weekdays",
        decision_maker: "m.name",
        ready_estimate: "t.ready_estimate",
        ready_criteria: "t.ready_criteria",
        largest_points: "t.largest_points",
        ready_dependencies: "t.ready_dependencies",
        ready_blockers: "t.ready_blockers",
        focus_factor: "t.focus_factor",
        count_parents: "t.count_parents",
        standup_minutes: "t.standup_minutes",
        escalate_after: "t.escalate_after",
    }
}

columns! {
    Member from "member" {
        id: "id",
        name: "name" written,
        role: "role" written,
        allocation: "allocation * 1000 + coalesce(allocation_more, 0)",
        starts_on: "starts_on" written,
        ends_on: "ends_on" written,
        outside: "outside" written,
    }
}

columns! {
    Absence from "absence a JOIN member m ON m.id = a.member" {
        id: "a.id",
        member: "m.name",
        from: "a.from_day",
        to: "a.to_day",
        part: "coalesce(a.part, 'day')",
        note: "a.note",
    }
}

columns! {
    Holiday from "holiday" {
        id: "id",
        day: "day",
        name: "name",
    }
}

columns! {
    Status from "status" {
        id: "id",
        name: "name",
        class: "class",
        wip_limit: "wip_limit",
    }
}

impl Store {
    /// The team, if one was founded.
    pub fn team(&self) -> Result<Option<Team>> {
        Ok(self.first(QUERIES.get("team"), &[])?.map(|kept: Kept| Team {
            name: kept.name,
            prefix: kept.prefix,
            zone: kept.zone,
            weekdays: kept.weekdays.0,
            decision_maker: kept.decision_maker,
            ready: DefinitionOfReady {
                estimate: kept.ready_estimate,
                criteria: kept.ready_criteria,
                largest: kept.largest_points,
                dependencies: kept.ready_dependencies,
                blockers: kept.ready_blockers,
            },
            focus_factor: kept.focus_factor,
            count_parents: kept.count_parents,
            standup_minutes: kept.standup_minutes,
            escalate_after: kept.escalate_after,
        }))
    }

    /// Writes the team's row.
    pub fn found_team(&self, name: &str, prefix: &str, zone: Zone, at: Instant) -> Result<()> {
        let row = values! { id: 1, name, prefix, zone: zone.name(), weekdays: "1111100", created_at: at };
        self.insert(Table::Team, row)
    }

    /// Sets one column of the team's row. `column` is one of the program's own words.
    pub fn set_team(&self, column: &'static str, value: &dyn ToValue) -> Result<usize> {
        self.update(Table::Team, 1, &[(column, value)])
    }

    /// Working days and days off.
    pub fn calendar(&self, team: Option<&Team>) -> Result<Calendar> {
        let days_off: BTreeSet<Day> = self.holidays()?.into_iter().map(|holiday| holiday.day).collect();
        Ok(match team {
            Some(team) => Calendar::new(team.zone, &team.weekdays, days_off),
            None => Calendar::default(),
        })
    }

    /// Everyone, by name.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.query(QUERIES.get("members"), &[])
    }

    /// The names of all members.
    pub fn member_names(&self) -> Result<Vec<String>> {
        Ok(self.members()?.into_iter().map(|member| member.name).collect())
    }

    /// One member by name, in any case.
    pub fn member(&self, name: &str) -> Result<Option<Member>> {
        match self.first(QUERIES.get("member"), &[&name.trim()])? {
            // SQL folds ASCII only.
            None => Ok(self.members()?.into_iter().find(|member| same(&member.name, name))),
            found => Ok(found),
        }
    }

    /// The name of an actor in the log, which folds ASCII only: a member's as the team writes it, another as it is typed.
    pub fn as_member(&self, name: &str) -> Result<String> {
        let member = self.members()?.into_iter().find(|member| same(&member.name, name)).map(|member| member.name);
        Ok(member.filter(|member| !member.eq_ignore_ascii_case(name)).unwrap_or_else(|| name.to_owned()))
    }

    /// Writes a new member; its id is given.
    pub fn add_member(&self, member: &Member) -> Result<i64> {
        let id = self.next_id(Table::Member)?;
        let mut row = member.written();
        let (allocation, allocation_more) = in_columns(member.allocation);
        row.extend(values! { id, allocation, allocation_more });
        self.insert(Table::Member, &row)?;
        Ok(id)
    }

    pub fn edit_member(&self, member: &Member) -> Result<()> {
        let mut row = member.written();
        let (allocation, allocation_more) = in_columns(member.allocation);
        row.extend(values! { allocation, allocation_more });
        self.update(Table::Member, member.id, &row).map(drop)
    }

    /// How many rows name this member, other than their absences.
    pub fn member_uses(&self, id: i64) -> Result<i64> {
        self.uses(Table::Member, id, &[Table::Absence])
    }

    /// Removes a member with their absences.
    pub fn remove_member(&self, id: i64) -> Result<()> {
        self.run(QUERIES.get("remove_absences"), &[&id])?;
        self.delete(Table::Member, id).map(drop)
    }

    /// All absences by day.
    pub fn absences(&self) -> Result<Vec<Absence>> {
        self.query(QUERIES.get("absences"), &[])
    }

    pub fn absence(&self, id: i64) -> Result<Option<Absence>> {
        self.first(QUERIES.get("absence"), &[&id])
    }

    /// Writes an absence; its id is given.
    pub fn add_absence(&self, member: i64, (from, to): (Day, Day), part: Part, note: Option<&str>) -> Result<i64> {
        let part = Some(part).filter(|part| *part != Part::Day);
        self.insert_next(Table::Absence, values! { member, from_day: from, to_day: to, part, note })
    }

    pub fn edit_absence(&self, absence: &Absence) -> Result<()> {
        let part = Some(absence.part).filter(|part| *part != Part::Day);
        let row = values! { from_day: absence.from, to_day: absence.to, part, note: absence.note };
        self.update(Table::Absence, absence.id, row).map(drop)
    }

    pub fn remove_absence(&self, id: i64) -> Result<usize> {
        self.delete(Table::Absence, id)
    }

    /// All holidays by day.
    pub fn holidays(&self) -> Result<Vec<Holiday>> {
        self.query(QUERIES.get("holidays"), &[])
    }

    pub fn add_holiday(&self, day: Day, name: &str) -> Result<()> {
        self.insert_next(Table::Holiday, values! { day, name }).map(drop)
    }

    /// Removes a holiday and counts the days it removed.
    pub fn remove_holiday(&self, day: Day) -> Result<usize> {
        self.run(QUERIES.get("remove_holiday"), &[&day])
    }

    /// The team's statuses in order, without the one for dropped items.
    pub fn workflow(&self) -> Result<Vec<Status>> {
        self.query(QUERIES.get("workflow"), &[])
    }

    /// All statuses, the one for dropped items included.
    pub fn statuses(&self) -> Result<Vec<Status>> {
        self.query(QUERIES.get("statuses"), &[])
    }

    /// A status by name, in any case.
    pub fn status(&self, name: &str) -> Result<Option<Status>> {
        match self.first(QUERIES.get("status"), &[&name.trim()])? {
            None => Ok(self.statuses()?.into_iter().find(|status| same(&status.name, name))),
            found => Ok(found),
        }
    }

    pub fn add_status(&self, status: &StatusRow<'_>) -> Result<i64> {
        let id = self.next_id(Table::Status)?;
        let &StatusRow { name, class, position, wip_limit } = status;
        self.insert(Table::Status, values! { id, name, class, position, wip_limit })?;
        Ok(id)
    }

    pub fn edit_status(&self, id: i64, status: &StatusRow<'_>) -> Result<()> {
        let &StatusRow { name, class, position, wip_limit } = status;
        self.update(Table::Status, id, values! { name, class, position, wip_limit }).map(drop)
    }

    pub fn remove_status(&self, id: i64) -> Result<()> {
        self.delete(Table::Status, id).map(drop)
    }

    /// How many items are in a status.
    pub fn items_in_status(&self, id: i64) -> Result<i64> {
        self.number(QUERIES.get("items_in_status"), &[&id])
    }

    /// A status came to mean "finished", or ceased to: its items end now, or are open again.
    pub fn reclass_items(&self, status: i64, ended_at: Option<Instant>) -> Result<()> {
        match ended_at {
            Some(at) => self.run(QUERIES.get("end_items_in_status"), &[&status, &at]),
            None => self.run(QUERIES.get("reopen_items_in_status"), &[&status]),
        }
        .map(drop)
    }
}

/// A share as its two columns hold it: whole percent, and thousandths of a percent beyond them if there are any.
fn in_columns(share: Share) -> (i64, Option<i64>) {
    (share.thousandths() / 1000, Some(share.thousandths() % 1000).filter(|more| *more > 0))
}

impl FromValue for Share {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Self::of_thousandths(i64::from_value(value)?)
    }
}

/// The days of the week on which a team works, kept as seven marks from Monday on: `1111100`.
struct Weekdays(Vec<Weekday>);

impl FromValue for Weekdays {
    fn from_value(value: Value<'_>) -> Option<Self> {
        let marks = String::from_value(value)?;
        Some(Self(WEEK.into_iter().zip(marks.chars()).filter(|(_, mark)| *mark == '1').map(|(day, _)| day).collect()))
    }
}

impl FromValue for Zone {
    fn from_value(value: Value<'_>) -> Option<Self> {
        Some(String::from_value(value)?.parse().unwrap_or(Self::UTC))
    }
}
