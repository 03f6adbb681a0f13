//! The team, its members, their absences, holidays, and the workflow.

use crate::domain::calendar::Calendar;
use crate::domain::item::{Class, DefinitionOfReady, Status};
use crate::domain::points::Points;
use crate::domain::team::{Absence, Holiday, Member, Team};
use crate::domain::time::{Day, Instant};
use crate::domain::zone::Zone;
use crate::error::Result;
use crate::store::column;
use crate::store::engine::{Queries, Sqlite};
use chrono::Weekday;
use rusqlite::{Row, ToSql};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The queries of this file, for the test that prepares them all.
pub static QUERIES: LazyLock<Queries> = LazyLock::new(|| Queries::load(include_str!("team.sql")));

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// A status row as it is written.
#[derive(Debug)]
pub struct StatusRow<'a> {
    /// The team's word for it.
    pub name: &'a str,
    pub class: Class,
    /// Its place in the workflow.
    pub position: i64,
    /// How many items may stand in it.
    pub wip_limit: Option<u32>,
}

impl Sqlite {
    /// The team, if one was founded.
    pub fn team(&self) -> Result<Option<Team>> {
        self.first(QUERIES.get("team"), &[], read_team)
    }

    /// Writes the team's row.
    pub fn found_team(&self, name: &str, prefix: &str, zone: Zone, at: Instant) -> Result<()> {
        self.run(QUERIES.get("found"), &[&name, &prefix, &zone.name(), &"1111100", &at.0]).map(|_| ())
    }

    /// Sets one column of the team's row. `column` is one of the program's own words.
    pub fn set_team(&self, column: &'static str, value: &dyn ToSql) -> Result<usize> {
        self.run(&format!("UPDATE team SET {column} = ?1"), &[value])
    }

    /// Working days and days off.
    pub fn calendar(&self, team: Option<&Team>) -> Result<Calendar> {
        let days_off: BTreeSet<Day> = self.holidays()?.into_iter().map(|holiday| holiday.day).collect();
        Ok(match team {
            Some(team) => Calendar::new(team.zone, &team.weekdays, days_off),
            None => Calendar::new(Zone::UTC, WEEK.get(..5).unwrap_or(&WEEK), days_off),
        })
    }

    /// Everyone, by name.
    pub fn members(&self) -> Result<Vec<Member>> {
        self.query(QUERIES.get("members"), &[], read_member)
    }

    /// One member by name, whatever the case.
    pub fn member(&self, name: &str) -> Result<Option<Member>> {
        self.first(QUERIES.get("member"), &[&name.trim()], read_member)
    }

    /// Writes a new member; its id is given.
    pub fn add_member(&self, member: &Member) -> Result<i64> {
        let id = self.next_id("member")?;
        let Member { name, role, allocation, starts_on, ends_on, .. } = member;
        self.run(
            QUERIES.get("add_member"),
            &[&id, name, role, allocation, &day_text(*starts_on), &day_text(*ends_on)],
        )?;
        Ok(id)
    }

    /// Writes a member's columns.
    pub fn edit_member(&self, member: &Member) -> Result<()> {
        let Member { id, name, role, allocation, starts_on, ends_on } = member;
        let params: [&dyn ToSql; 6] = [id, name, role, allocation, &day_text(*starts_on), &day_text(*ends_on)];
        self.run(QUERIES.get("edit_member"), &params).map(|_| ())
    }

    /// How many items, blockers and settings name this member.
    pub fn member_uses(&self, id: i64) -> Result<i64> {
        self.number(QUERIES.get("member_uses"), &[&id])
    }

    /// Takes a member and their absences away.
    pub fn remove_member(&self, id: i64) -> Result<()> {
        for absence in self.query(QUERIES.get("absences_of"), &[&id], |row| row.get::<_, i64>(0))? {
            self.remove_absence(absence)?;
        }
        self.run(QUERIES.get("remove_member"), &[&id]).map(|_| ())
    }

    /// All absences by day.
    pub fn absences(&self) -> Result<Vec<Absence>> {
        self.query(QUERIES.get("absences"), &[], read_absence)
    }

    /// One absence.
    pub fn absence(&self, id: i64) -> Result<Option<Absence>> {
        self.first(QUERIES.get("absence"), &[&id], read_absence)
    }

    /// Writes an absence; its id is given.
    pub fn add_absence(&self, member: i64, from: Day, to: Day, note: Option<&str>) -> Result<i64> {
        let id = self.next_id("absence")?;
        self.run(QUERIES.get("add_absence"), &[&id, &member, &from.to_string(), &to.to_string(), &note])?;
        Ok(id)
    }

    /// Takes an absence away.
    pub fn remove_absence(&self, id: i64) -> Result<usize> {
        self.run(QUERIES.get("remove_absence"), &[&id])
    }

    /// All holidays by day.
    pub fn holidays(&self) -> Result<Vec<Holiday>> {
        self.query(QUERIES.get("holidays"), &[], |row| {
            Ok(Holiday { id: row.get(0)?, day: column::day(row, 1)?, name: row.get(2)? })
        })
    }

    /// Writes a holiday.
    pub fn add_holiday(&self, day: Day, name: &str) -> Result<()> {
        let id = self.next_id("holiday")?;
        self.run(QUERIES.get("add_holiday"), &[&id, &day.to_string(), &name]).map(|_| ())
    }

    /// Takes a holiday away; how many there were.
    pub fn remove_holiday(&self, day: Day) -> Result<usize> {
        self.run(QUERIES.get("remove_holiday"), &[&day.to_string()])
    }

    /// The team's statuses in order, without the one for dropped items.
    pub fn workflow(&self) -> Result<Vec<Status>> {
        self.query(QUERIES.get("workflow"), &[], read_status)
    }

    /// All statuses, the one for dropped items included.
    pub fn statuses(&self) -> Result<Vec<Status>> {
        self.query(QUERIES.get("statuses"), &[], read_status)
    }

    /// A status by name, whatever the case.
    pub fn status(&self, name: &str) -> Result<Option<Status>> {
        self.first(QUERIES.get("status"), &[&name.trim()], read_status)
    }

    /// Writes a new status.
    pub fn add_status(&self, status: &StatusRow<'_>) -> Result<i64> {
        let id = self.next_id("status")?;
        let StatusRow { name, class, position, wip_limit } = status;
        self.run(QUERIES.get("add_status"), &[&id, name, &class.word(), position, wip_limit])?;
        Ok(id)
    }

    /// Writes a status's columns.
    pub fn edit_status(&self, id: i64, status: &StatusRow<'_>) -> Result<()> {
        let StatusRow { name, class, position, wip_limit } = status;
        self.run(QUERIES.get("edit_status"), &[&id, name, &class.word(), position, wip_limit]).map(|_| ())
    }

    /// Takes a status away.
    pub fn remove_status(&self, id: i64) -> Result<()> {
        self.run(QUERIES.get("remove_status"), &[&id]).map(|_| ())
    }

    /// How many items stand in a status.
    pub fn items_in_status(&self, id: i64) -> Result<i64> {
        self.number(QUERIES.get("items_in_status"), &[&id])
    }

    /// A status came to mean "finished", or ceased to: its items end now, or are open again.
    pub fn reclass_items(&self, status: i64, ended_at: Option<Instant>) -> Result<()> {
        match ended_at {
            Some(at) => self.run(QUERIES.get("end_items_in_status"), &[&status, &at.0]),
            None => self.run(QUERIES.get("reopen_items_in_status"), &[&status]),
        }
        .map(|_| ())
    }
}

fn day_text(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn read_team(row: &Row<'_>) -> rusqlite::Result<Team> {
    let weekdays: String = row.get(3)?;
    let works = WEEK.into_iter().zip(weekdays.chars()).filter(|(_, mark)| *mark == '1');
    Ok(Team {
        name: row.get(0)?,
        prefix: row.get(1)?,
        zone: row.get::<_, String>(2)?.parse().unwrap_or(Zone::UTC),
        weekdays: works.map(|(day, _)| day).collect(),
        decision_maker: row.get(4)?,
        ready: DefinitionOfReady {
            estimate: row.get(5)?,
            criteria: row.get(6)?,
            largest: row.get::<_, Option<f64>>(7)?.and_then(Points::new),
            dependencies: row.get(8)?,
            blockers: row.get(9)?,
        },
        focus_factor: row.get(10)?,
        standup_minutes: row.get(11)?,
        escalate_after: row.get(12)?,
    })
}

fn read_member(row: &Row<'_>) -> rusqlite::Result<Member> {
    Ok(Member {
        id: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        allocation: row.get(3)?,
        starts_on: column::day_or_none(row, 4)?,
        ends_on: column::day_or_none(row, 5)?,
    })
}

fn read_absence(row: &Row<'_>) -> rusqlite::Result<Absence> {
    Ok(Absence {
        id: row.get(0)?,
        member: row.get(1)?,
        from: column::day(row, 2)?,
        to: column::day(row, 3)?,
        note: row.get(4)?,
    })
}

fn read_status(row: &Row<'_>) -> rusqlite::Result<Status> {
    Ok(Status { id: row.get(0)?, name: row.get(1)?, class: column::class(row, 2)?, wip_limit: row.get(3)? })
}
