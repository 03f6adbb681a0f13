//! The facts by hand-made cases: who moved what, what is stuck, who needs whom, where the board stops.

use crate::domain::blocker::{Blocker, Cause};
use crate::domain::calendar::Calendar;
use crate::domain::item::{Class, ItemRow, Kind, Status};
use crate::domain::share::Share;
use crate::domain::standup::facts::{Event, Seen, What};
use crate::domain::standup::words::{Said, Words};
use crate::domain::stuck::Experience;
use crate::domain::team::{Absence, Member, Part};
use crate::domain::time::{Day, Instant};
use chrono::Weekday;

const TODO: i64 = 1;
const DOING: i64 = 2;
const REVIEW: i64 = 3;
const DONE: i64 = 4;

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00Z")).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A little world on Wednesday 25 November, nine o'clock; each case changes what it is about.
struct World {
    calendar: Calendar,
    members: Vec<Member>,
    absences: Vec<Absence>,
    workflow: Vec<Status>,
    items: Vec<ItemRow>,
    events: Vec<Event>,
    experience: Experience,
    blockers: Vec<Blocker>,
    ends: Vec<Instant>,
    said: Vec<Said>,
}

impl World {
    fn new() -> Self {
        let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let status = |id, name: &str, class| Status { id, name: name.into(), class, wip_limit: None };
        let member = |id, name: &str| Member {
            id,
            name: name.into(),
            role: None,
            allocation: Share::WHOLE,
            starts_on: None,
            ends_on: None,
            outside: false,
        };
        Self {
            calendar: Calendar::new(crate::domain::zone::Zone::UTC, &week, []),
            members: vec![member(1, "ana"), member(2, "ben")],
            absences: Vec::new(),
            workflow: vec![
                status(TODO, "todo", Class::Waiting),
                status(DOING, "doing", Class::Active),
                status(REVIEW, "review", Class::Active),
                status(DONE, "done", Class::Finished),
            ],
            items: Vec::new(),
            events: Vec::new(),
            experience: Experience::default(),
            blockers: Vec::new(),
            ends: vec![at("2026-11-24T09:15"), at("2026-11-23T09:15")],
            said: Vec::new(),
        }
    }

    fn item(mut self, id: i64, status: i64, since: &str, assignee: Option<&str>) -> Self {
        let known = self.workflow.iter().find(|known| known.id == status).unwrap();
        self.items.push(ItemRow {
            id,
            key: format!("PAY-{id}"),
            external_key: None,
            kind: Kind::Story,
            title: "An item".into(),
            status: known.name.clone(),
            status_id: status,
            class: known.class,
            status_since: at(since),
            points: None,
            assignee: assignee.map(str::to_owned),
            assignee_until: None,
            rank: id.to_string(),
            sprint: Some(1),
            not_ready: Vec::new(),
            rollovers: 0,
            blocked: false,
        });
        self
    }

    fn event(mut self, item: i64, actor: &str, what: What) -> Self {
        self.events.push(Event { item, actor: actor.into(), what });
        self
    }

    fn blocker(mut self, item: &str, owner: &str, raised: &str) -> Self {
        self.blockers.push(Blocker {
            id: 1,
            number: 1,
            text: "No key".into(),
            cause: Cause::Access,
            raised_by: Some("ana".into()),
            owner: Some(owner.into()),
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
            items: vec![item.into()],
        });
        self
    }

    fn seen(&self) -> Seen<'_> {
        Seen {
            now: at("2026-11-25T09:00"),
            today: day("2026-11-25"),
            calendar: &self.calendar,
            hours: 48,
            members: &self.members,
            left: &[],
            absences: &self.absences,
            workflow: &self.workflow,
            items: &self.items,
            events: &self.events,
            experience: &self.experience,
            blockers: &self.blockers,
            ends: &self.ends,
            last: &[],
            said: &self.said,
            actions: &[],
        }
    }
}

#[test]
fn steps_become_one_move_and_forth_and_back_is_no_news() {
    let world = World::new()
        .item(1, DONE, "2026-11-24T16:00", Some("ana"))
        .item(2, DOING, "2026-11-24T16:00", Some("ana"))
        .event(1, "ana", What::Moved(DOING, REVIEW))
        .event(2, "ana", What::Moved(DOING, REVIEW))
        .event(1, "ben", What::Moved(REVIEW, DONE))
        .event(2, "ana", What::Moved(REVIEW, DOING));
    let people = world.seen().people();
    let [ana, ben] = people.as_slice() else { panic!("two people") };
    let told = |moved: &crate::domain::standup::fact::Moved| {
        (moved.key.clone(), moved.from.clone(), moved.to.clone(), moved.finished, moved.by.clone(), moved.of.clone())
    };
    let some = |text: &str| Some(text.to_owned());
    let of_ana: Vec<_> = ana.moved.iter().map(told).collect();
    assert_eq!(of_ana, [("PAY-1".into(), some("doing"), some("done"), true, some("ben"), None)]);
    // What ben did for ana is his news as well, but only his own step.
    let of_ben: Vec<_> = ben.moved.iter().map(told).collect();
    assert_eq!(of_ben, [("PAY-1".into(), some("review"), some("done"), true, None, some("ana"))]);
}

#[test]
fn taking_an_item_and_ticking_criteria_are_news_and_ticks_taken_back_are_not() {
    let world = World::new()
        .item(1, DOING, "2026-11-25T08:00", Some("ana"))
        .item(2, DOING, "2026-11-25T08:00", Some("ben"))
        .event(1, "gus", What::Given(None, Some(1)))
        .event(1, "ana", What::Ticked(true))
        .event(1, "ana", What::Ticked(true))
        .event(1, "ana", What::Ticked(false))
        .event(2, "ben", What::Ticked(true))
        .event(2, "ben", What::Ticked(false));
    let people = world.seen().people();
    let news: Vec<(bool, u32)> = people[0].moved.iter().map(|moved| (moved.taken, moved.ticked)).collect();
    assert_eq!(news, [(true, 1)]);
    assert!(people[1].moved.is_empty(), "{:?}", people[1].moved);
}

#[test]
fn stuck_ones_come_first_with_the_reason_in_words() {
    let world = World::new()
        .item(1, DOING, "2026-11-25T08:00", Some("ana"))
        .item(2, REVIEW, "2026-11-18T09:00", Some("ana"))
        .item(3, TODO, "2026-11-01T09:00", Some("ana"))
        .item(4, DONE, "2026-11-01T09:00", Some("ana"));
    let people = world.seen().people();
    let carried: Vec<(&str, Vec<String>)> =
        people[0].carrying.iter().map(|item| (item.key.as_str(), item.stuck.clone())).collect();
    assert_eq!(carried, [("PAY-2", vec!["5 working days in review, over 3".to_owned()]), ("PAY-1", Vec::new())]);
    assert!(people[1].carrying.is_empty() && people[1].risk < people[0].risk);
}

#[test]
fn a_blocker_is_with_who_owes_it_who_raised_it_and_whose_item_it_holds_up() {
    let world =
        World::new().item(1, DOING, "2026-11-25T08:00", Some("ben")).blocker("PAY-1", "ben", "2026-11-23T09:00");
    let people = world.seen().people();
    let [ana, ben] = people.as_slice() else { panic!("two people") };
    assert_eq!((ana.blockers.len(), ben.blockers.len()), (1, 1));
    let fact = &ben.blockers[0];
    assert_eq!((fact.since_last.as_str(), fact.unchanged, fact.demands_ruling), ("unchanged", 2, true));
    assert_eq!((fact.ladder.as_str(), fact.breach.as_deref()), ("breached", Some("no update for 2 days")));
    assert_eq!(ben.carrying[0].stuck, ["blocked by B1"]);
    assert!(ben.risk.overdue && !ana.risk.overdue, "only who owes it is overdue");
    let new = World::new().blocker("PAY-1", "ben", "2026-11-25T08:00");
    let fact = &new.seen().blocker_facts()[0];
    assert_eq!((fact.since_last.as_str(), fact.demands_ruling), ("new", false));
}

#[test]
fn needs_stand_with_the_one_who_is_asked_and_absence_is_of_the_day() {
    let mut world = World::new();
    let words = Words { today: None, needs: Some("a review".into()), from: vec!["ana".into(), "ben".into()] };
    world.said = vec![Said { id: 1, member: 2, day: day("2026-11-25"), at: at("2026-11-25T08:00"), words }];
    let away =
        |from, to| Absence { id: 1, member: "ana".into(), from: day(from), to: day(to), part: Part::Day, note: None };
    world.absences = vec![away("2026-11-25", "2026-11-27")];
    let people = world.seen().people();
    assert_eq!(people[0].asked.len(), 1);
    assert_eq!((people[0].asked[0].by.as_str(), people[0].absent), ("ben", true));
    assert!(people[1].asked.is_empty(), "nobody asks themselves");
    world.absences = vec![away("2026-11-24", "2026-11-24"), away("2026-11-26", "2026-11-26")];
    assert!(!world.seen().people()[0].absent);
    // It is 10 o'clock in the team's zone: only the morning counts.
    for (part, absent) in [(Part::Morning, true), (Part::Afternoon, false)] {
        world.absences = vec![Absence { part, ..away("2026-11-25", "2026-11-25") }];
        assert_eq!(world.seen().people()[0].absent, absent, "{part:?}");
    }
}

#[test]
fn the_board_stops_from_right_to_left_where_something_is_wrong() {
    let world = World::new()
        .item(1, TODO, "2026-11-23T09:00", None)
        .item(2, DOING, "2026-11-25T08:00", Some("ana"))
        .item(3, DOING, "2026-11-25T08:00", None)
        .item(4, REVIEW, "2026-11-16T09:00", Some("ben"))
        .item(5, DONE, "2026-11-16T09:00", None);
    let seen = world.seen();
    let stops = |left| -> Vec<String> {
        seen.stops(&world.items, left)
            .into_iter()
            .map(|stop| format!("{} {}", stop.item.key, stop.why.join("; ")))
            .collect()
    };
    let wrong = ["PAY-4 7 working days in review, over 3", "PAY-3 in doing and nobody's"];
    assert_eq!(stops(Some(4)), wrong);
    assert_eq!(stops(None), wrong, "without dates, nothing is at risk of not being pulled");
    assert_eq!(stops(Some(3))[2], "PAY-1 not pulled, 3 working days left");
    assert_eq!(stops(Some(0))[2], "PAY-1 not pulled, and no day is left");
}
