//! Years of sprints played through the app, to see what a long history costs; the bench of histories plays them too.

use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::NewItem;
use standfast::app::scope::Ask;
use standfast::app::sprint::Except;
use standfast::app::standup::{BlockerRuling, Start};
use standfast::app::team::{NewMember, NewTeam};
use standfast::clock::Clock;
use standfast::domain::action::ActionRuling;
use standfast::domain::blocker::Cause;
use standfast::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason};
use standfast::domain::points::Points;
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::{Day, Instant};
use standfast::domain::zone::Zone;
use standfast::error::{Attempt, Result};

/// What every sprint is like.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub people: i64,
    /// New items in each sprint.
    pub items: i64,
    /// Working days in each sprint, 5 or 10.
    pub days: i64,
}

/// A team that works sprint after sprint, each like the one before.
pub struct Years {
    pub folder: tempfile::TempDir,
    pub team: Standfast,
    size: Size,
    /// Sprints that are over.
    pub sprints: i64,
    items: i64,
    carried: Vec<String>,
}

const POINTS: [f64; 5] = [1.0, 2.0, 3.0, 5.0, 8.0];
const WORDS: [&str; 6] = ["payment", "search", "ledger", "export", "login", "report"];

impl Years {
    /// A team before its first sprint.
    pub fn found(size: Size) -> Result<Self> {
        let folder = folder()?;
        let start = Clock::Fixed(moment(0, 0, 6, 0));
        let mut team = Standfast::create(&folder.path().join("team.db"), start, "dev-1")?;
        let member =
            |n: i64| NewMember { name: format!("dev-{n}"), allocation: Some(100.into()), ..NewMember::default() };
        team.found_team(&NewTeam {
            name: "Long".into(),
            prefix: Some("LG".into()),
            zone: Zone::UTC,
            members: (1..=size.people).map(member).collect(),
        })?;
        Ok(Self { folder, team, size, sprints: 0, items: 0, carried: Vec::new() })
    }

    /// The same team in another folder, to go on from there.
    pub fn copy(&self) -> Result<Self> {
        let folder = folder()?;
        let path = folder.path().join("team.db");
        self.team.backup(&path)?;
        let team = Standfast::open(&path, self.team.clock(), "dev-1")?;
        let Self { size, sprints, items, ref carried, .. } = *self;
        Ok(Self { folder, team, size, sprints, items, carried: carried.clone() })
    }

    /// Plays whole sprints until so many are over.
    pub fn play(&mut self, sprints: i64) -> Result<()> {
        while self.sprints < sprints {
            let keys = self.begin()?;
            self.work(&keys, self.size.days)?;
            self.end(&keys)?;
        }
        Ok(())
    }

    /// Begins the next sprint, and works on it until a standup is under way in the middle of it; it is not counted as over.
    pub fn play_to_the_middle(&mut self) -> Result<()> {
        let keys = self.begin()?;
        let day = self.size.days / 2;
        self.work(&keys, day)?;
        self.at(day, 9, 0);
        self.team.start_standup(Start::default()).map(drop)
    }

    fn at(&mut self, day: i64, hour: i64, minute: i64) {
        self.team.at(moment(self.sprints, day, hour, minute), "dev-1");
    }

    /// New items, planned and locked together with what the sprint before left.
    fn begin(&mut self) -> Result<Vec<String>> {
        let mut keys = std::mem::take(&mut self.carried);
        let about = WORDS.iter().cycle().zip(POINTS.into_iter().cycle());
        for (n, (word, points)) in (0..self.size.items).zip(about) {
            self.at(0, 7, n);
            self.items += 1;
            keys.push(
                self.team
                    .add_item(&NewItem {
                        title: format!("Work number {} on the {word}", self.items),
                        points: Points::new(points),
                        criteria: vec!["it works".into()],
                        assignee: Some(format!("dev-{}", n % self.size.people + 1)),
                        ..NewItem::default()
                    })?
                    .value,
            );
        }
        self.at(0, 8, 0);
        let day = |n: i64| -> Option<Day> { Some(moment(self.sprints, n, 12, 0).day(Zone::UTC)) };
        let new = SprintEdit {
            name: None,
            goal: Some(Some(format!("Goal number {}", self.sprints + 1))),
            starts_on: Some(day(0)),
            ends_on: Some(day(self.size.days - 1)),
        };
        let number = self.team.new_sprint(&new)?.value;
        self.team.add_to_sprint(number, &keys.iter().map(String::as_str).collect::<Vec<_>>())?;
        let except = [Except { subject: "capacity".into(), reason: "a long history".into() }];
        self.team.lock_sprint(number, &except, &[])?;
        Ok(keys)
    }

    /// The days from the second one to the one before `until`.
    fn work(&mut self, keys: &[String], until: i64) -> Result<()> {
        for day in 1..until {
            self.hold_standup(day)?;
            for (n, key) in (0..).zip(keys) {
                let (taken, review, done) = self.days_of(n);
                let moves = [(taken, 10, "doing"), (review, 14, "review"), (done, 16, "done")];
                for (_, hour, status) in moves.into_iter().filter(|(on, ..)| *on == day) {
                    self.at(day, hour, n);
                    self.team.move_item(key, status)?;
                }
            }
            let held = match day {
                2 => keys.first(),
                4 => keys.last(),
                _ => None,
            };
            if let Some(key) = held {
                self.at(day, 11, 0);
                self.team.raise_blocker(&BlockerEdit {
                    text: Some(format!("Stuck on {key}")),
                    cause: Some(Cause::External),
                    add_items: vec![key.clone()],
                    owner: Some(Some("dev-2".into())),
                    ..BlockerEdit::default()
                })?;
            }
            if let (3, Some(key)) = (day, keys.last()) {
                self.at(day, 12, 0);
                self.reestimate(key)?;
            }
        }
        Ok(())
    }

    /// The days on which the item at a place is taken, goes to review and is done; one in seven is not finished.
    fn days_of(&self, n: i64) -> (i64, i64, i64) {
        let last = self.size.days - 1;
        let taken = 1 + n * 5 % (self.size.days - 3);
        let review = (taken + 1 + n % 2).min(last);
        if n % 7 == 6 { (taken, review, 0) } else { (taken, review, (review + 1).min(last)) }
    }

    fn reestimate(&mut self, key: &str) -> Result<()> {
        self.team
            .request_change(&Ask {
                kind: RequestKind::Reestimate,
                item: key.into(),
                reason: "known better".into(),
                requested_by: None,
                points: Points::new(13.0),
                swap: None,
                accepted_by: Some("dev-1".into()),
            })
            .map(drop)
    }

    fn hold_standup(&mut self, day: i64) -> Result<()> {
        self.at(day, 9, 0);
        self.team.start_standup(Start::default())?;
        self.at(day, 9, 12);
        for fact in self.team.standup_facts()?.blockers.iter().filter(|fact| fact.demands_ruling) {
            let number = fact.blocker.trim_start_matches('B').parse().unwrap_or_default();
            self.team.rule_on_blocker(number, &BlockerRuling::Resolve { resolution: "done".into() })?;
        }
        self.team.finish_standup().map(drop)
    }

    /// Closes the sprint, reviews it and looks back on it.
    fn end(&mut self, keys: &[String]) -> Result<()> {
        let (number, last) = (self.sprints + 1, self.size.days - 1);
        self.at(last, 17, 0);
        let left = self.team.unfinished(number)?;
        let disposition = |item: &str| Disposition {
            item: item.to_owned(),
            goes: Goes::Backlog,
            reason: Reason::Underestimated,
            note: None,
        };
        self.carried = keys.iter().filter(|key| left.iter().any(|row| row.key == **key)).cloned().collect();
        self.team.close_sprint(
            number,
            &Closing {
                dispositions: self.carried.iter().map(|key| disposition(key)).collect(),
                rest: None,
                goal: if self.sprints % 2 == 0 { GoalOutcome::Met } else { GoalOutcome::Partly },
                note: None,
            },
        )?;
        self.team.start_review(None, &[])?;
        self.team.finish_review()?;
        self.at(last, 17, 30);
        self.team.start_retro(None)?;
        if self.sprints > 0 {
            self.team.finish_action(self.sprints, None)?;
            self.team.rule_on_action(self.sprints, &RuleOnAction::new(ActionRuling::Worked))?;
        }
        self.team.add_note("went well", "a thing", None)?;
        let (text, owner) = (format!("Try thing {number}"), format!("dev-{}", self.sprints % self.size.people + 1));
        self.team.commit_action(&NewAction { text, owner, shows: "fewer of them".into(), ..NewAction::default() })?;
        self.team.finish_retro(None)?;
        self.sprints = number;
        Ok(())
    }
}

fn folder() -> Result<tempfile::TempDir> {
    tempfile::tempdir().attempting("make a folder")
}

/// A moment on a working day of a sprint; sprints begin on every second Monday.
fn moment(sprint: i64, day: i64, hour: i64, minute: i64) -> Instant {
    const START: &str = "2021-01-04T00:00:00Z";
    let days = sprint * 14 + day / 5 * 7 + day % 5;
    Instant(Instant::parse(START).map_or(0, |start| start.0) + ((days * 24 + hour) * 60 + minute) * 60_000)
}
