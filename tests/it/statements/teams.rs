//! Teams to count statements on: the demo team, and made-up ones of any size.

use crate::ground::points;
use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::NewItem;
use standfast::app::scope::Ask;
use standfast::app::sprint::Except;
use standfast::app::standup::Start;
use standfast::app::team::{NewMember, NewTeam};
use standfast::clock::Clock;
use standfast::domain::action::ActionRuling;
use standfast::domain::blocker::Cause;
use standfast::domain::close::{Closing, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::{Day, Instant};
use standfast::domain::zone::Zone;
use std::path::PathBuf;

/// A database to copy, and when and by whom the copies are opened.
pub struct Team {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
    pub clock: Clock,
    pub actor: String,
}

/// How much of everything.
#[derive(Clone, Copy)]
pub struct Size {
    pub people: usize,
    /// Items in the sprint under way; a third as many more wait in the backlog.
    pub items: usize,
    pub past: u64,
}

fn clock(day: Day, hour: u32) -> Clock {
    Clock::Fixed(Instant::parse(&format!("{day}T{hour:02}:00:00Z")).unwrap())
}

/// The demo team, on the morning after its last day.
pub fn demo() -> Team {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.db");
    let clock = Clock::Fixed(Instant::parse("2026-11-30T08:10:00Z").unwrap());
    let mut team = Standfast::create(&path, clock, "Mara").unwrap();
    team.play_demo().unwrap();
    team.close();
    Team { _folder: folder, path, clock, actor: "Mara".into() }
}

/// A team with past sprints, and one under way that has blockers, requests, moved cards and a standup behind it.
pub fn generated(size: Size) -> Team {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("team.db");
    let first: Day = "2026-01-05".parse().unwrap();
    let maker = Maker { path, size };
    maker.found(first);
    for past in 0..size.past {
        maker.past_sprint(first + chrono::Days::new(14 * past));
    }
    let start = first + chrono::Days::new(14 * size.past);
    maker.sprint_under_way(start);
    let clock = clock(start + chrono::Days::new(3), 9);
    Team { _folder: folder, path: maker.path, clock, actor: "p1".into() }
}

struct Maker {
    path: PathBuf,
    size: Size,
}

impl Maker {
    fn at(&self, day: Day, hour: u32) -> Standfast {
        Standfast::open(&self.path, clock(day, hour), "p1").unwrap()
    }

    fn person(&self, n: usize) -> String {
        format!("p{}", n % self.size.people + 1)
    }

    fn found(&self, day: Day) {
        let mut team = Standfast::create(&self.path, clock(day, 6), "p1").unwrap();
        let member = |n| NewMember { name: self.person(n), allocation: Some(100.into()), ..NewMember::default() };
        let members = (0..self.size.people).map(member).collect();
        let new = NewTeam { name: "Big".into(), prefix: Some("BIG".into()), zone: Zone::UTC, members };
        team.found_team(&new).unwrap();
    }

    fn add(&self, team: &mut Standfast, many: usize) -> Vec<String> {
        let item = |n: usize| NewItem {
            title: format!("Work number {n}"),
            points: points(2.0),
            criteria: vec!["It works.".into(), "It is fast.".into()],
            labels: vec!["api".into()],
            assignee: Some(self.person(n)),
            ..NewItem::default()
        };
        (0..many).map(|n| team.add_item(&item(n)).unwrap().value).collect()
    }

    /// Plans and locks a sprint of two weeks with these items.
    fn lock(team: &mut Standfast, start: Day, keys: &[String]) -> i64 {
        let new = SprintEdit {
            name: None,
            goal: Some(Some("Everything works".into())),
            starts_on: Some(Some(start)),
            ends_on: Some(Some(start + chrono::Days::new(11))),
        };
        let number = team.new_sprint(&new).unwrap().value;
        team.add_to_sprint(number, &each(keys)).unwrap();
        let check = team.check_sprint(number).unwrap();
        let over = check.failures.iter().any(|failure| failure.criterion == "capacity");
        let stretch = over.then(|| Except { subject: "capacity".into(), reason: "We try".into() });
        team.lock_sprint(number, stretch.as_slice(), &[]).unwrap();
        number
    }

    fn past_sprint(&self, start: Day) {
        let mut team = self.at(start, 8);
        let keys = self.add(&mut team, 4);
        let number = Self::lock(&mut team, start, &keys);
        let end = start + chrono::Days::new(11);
        let mut team = self.at(end, 12);
        team.move_items(&each(&keys[..3]), "done").unwrap();
        team.start_review(None, &[]).unwrap();
        team.finish_review().unwrap();
        let rest = Some(Rest { goes: Goes::Backlog, reason: Reason::Underestimated, note: None });
        let closing = Closing { dispositions: Vec::new(), rest, goal: GoalOutcome::Partly, note: None };
        team.close_sprint(number, &closing).unwrap();
        if start + chrono::Days::new(14) == self.first_day() {
            return;
        }
        team.start_retro(None).unwrap();
        for action in team.actions_in(number).unwrap() {
            team.rule_on_action(action.number, &RuleOnAction::new(ActionRuling::Worked)).unwrap();
        }
        let new = NewAction {
            text: "Pair on reviews".into(),
            owner: self.person(1),
            due: None,
            shows: "No review waits".into(),
            note: None,
        };
        team.commit_action(&new).unwrap();
        team.finish_retro(None).unwrap();
    }

    /// The first day of the sprint under way.
    fn first_day(&self) -> Day {
        "2026-01-05".parse::<Day>().unwrap() + chrono::Days::new(14 * self.size.past)
    }

    fn sprint_under_way(&self, start: Day) {
        let mut team = self.at(start, 8);
        let keys = self.add(&mut team, self.size.items);
        let next = self.add(&mut team, self.size.items / 3);
        Self::lock(&mut team, start, &keys);
        let draft = SprintEdit {
            name: None,
            goal: Some(Some("It stays so".into())),
            starts_on: Some(Some(start + chrono::Days::new(14))),
            ends_on: Some(Some(start + chrono::Days::new(25))),
        };
        let draft = team.new_sprint(&draft).unwrap().value;
        team.add_to_sprint(draft, &each(&next[..next.len() / 2])).unwrap();
        let third = self.size.items / 3;
        let mut team = self.at(start + chrono::Days::new(1), 10);
        team.move_items(&each(&keys[..third]), "done").unwrap();
        team.move_items(&each(&keys[third..2 * third]), "doing").unwrap();
        for (n, key) in keys[third..].iter().step_by(6).enumerate() {
            team.raise_blocker(&self.blocker(n, key)).unwrap();
        }
        for key in keys.iter().rev().take(self.size.items / 15) {
            team.request_change(&Self::request(key)).unwrap();
        }
        let mut team = self.at(start + chrono::Days::new(2), 9);
        team.start_standup(Start::default()).unwrap();
        for number in 0..self.size.people {
            team.park_topic(&format!("Topic {number}"), &[self.person(number)], None).unwrap();
        }
    }

    fn blocker(&self, n: usize, key: &str) -> BlockerEdit {
        BlockerEdit {
            text: Some(format!("No access to machine {n}")),
            cause: Some(Cause::Access),
            add_items: vec![key.to_owned()],
            raised_by: Some(self.person(n)),
            owner: Some(Some(self.person(n + 1))),
            waiting_on: Some(Some("Operations".into())),
            ..BlockerEdit::default()
        }
    }

    fn request(key: &str) -> Ask {
        Ask {
            kind: RequestKind::Reestimate,
            item: key.to_owned(),
            reason: "It is more than we thought".into(),
            requested_by: None,
            points: points(5.0),
            swap: None,
            accepted_by: None,
        }
    }
}

fn each(keys: &[String]) -> Vec<&str> {
    keys.iter().map(String::as_str).collect()
}
