//! Plays the story of the sprint under way.

use super::past;
use super::standup;
use super::story::{Dates, DemoItem, dates_around, moment};
use crate::app::Standfast;
use crate::app::blocker::BlockerEdit;
use crate::app::item::{ItemEdit, NewItem};
use crate::app::scope::Ask;
use crate::app::sprint::Except;
use crate::app::standup::Say;
use crate::app::team::{NewMember, NewTeam};
use crate::clock::Clock;
use crate::domain::blocker::Cause;
use crate::domain::item::Kind;
use crate::domain::points::Points;
use crate::domain::scope::RequestKind;
use crate::domain::share::Share;
use crate::domain::sprint::SprintEdit;
use crate::domain::time::Day;
use crate::error::{Attempt, Error, Result, refuse};
use crate::rules::Rule;
use crate::store::aside;
use chrono::{Days, NaiveTime};
use serde::Deserialize;
use std::path::Path;

const STORY: &str = include_str!("../../../assets/demo/team.toml");

#[derive(Deserialize)]
struct Story {
    team: Team,
    member: Vec<Member>,
    item: Vec<DemoItem>,
    event: Vec<Event>,
}

#[derive(Deserialize)]
struct Team {
    name: String,
    prefix: String,
    tz: String,
    decision_maker: String,
    focus_factor: f64,
    goal: String,
    next_goal: String,
}

#[derive(Deserialize)]
struct Member {
    name: String,
    role: String,
    allocation: Share,
}

#[derive(Deserialize)]
struct Event {
    day: u32,
    time: NaiveTime,
    actor: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum What {
    Plan {
        items: Vec<usize>,
    },
    Draft {
        items: Vec<usize>,
    },
    Depend {
        item: usize,
        on: usize,
    },
    Lock {
        agreed: Vec<String>,
        except: String,
    },
    Take {
        item: usize,
    },
    Move {
        item: usize,
        to: String,
    },
    Block {
        item: usize,
        text: String,
        cause: String,
        owner: String,
        waiting_on: String,
    },
    Request {
        item: usize,
        kind: String,
        reason: String,
        swap: Option<usize>,
        points: Option<f64>,
        accept: Option<String>,
    },
    Defer {
        request: i64,
    },
    Checkin {
        today: Option<String>,
        needs: Option<String>,
    },
    Standup(standup::Standup),
}

impl Standfast {
    /// Opens the demo team at `path`. Its story is played first where that was not done yet, aside, so that there is
    /// never half of it.
    pub fn demo(path: &Path, clock: Clock, actor: &str) -> Result<Self> {
        let has_team = || Ok(path.exists() && Self::create(path, clock, actor)?.has_team());
        if !has_team()? {
            aside::make_aside(path, has_team, |file| {
                let mut demo = Self::create(file, clock, actor)?;
                demo.store.hurry()?;
                demo.play_demo()?;
                demo.close();
                Ok(())
            })?;
        }
        Self::open(path, clock, actor)
    }

    /// Fills an empty database with the demo team; its past ends now.
    pub fn play_demo(&mut self) -> Result<()> {
        if self.has_team() {
            return refuse(Rule::G1, "There is a team here already; the demo has a database of its own.");
        }
        let story: Story = toml::from_str(STORY).attempting("read the demo's story")?;
        let (clock, actor) = (self.clock, self.actor.clone());
        let played = self.play(&story);
        (self.clock, self.actor) = (clock, actor);
        played
    }

    fn play(&mut self, story: &Story) -> Result<()> {
        let zone = crate::app::team::zone(&story.team.tz)?;
        let now = self.now();
        let dates = dates_around(now.day(zone));
        let past = past::read()?;
        // Some working days before the first of the sprints that are over.
        let founded = Dates { start: dates.start - Days::new(49), ..dates };
        self.at(moment(&founded, 1, NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default(), zone), "Mara");
        self.found_demo(story, &past.item, zone)?;
        self.play_past(&past, &dates, &story.team.prefix, zone)?;
        for event in &story.event {
            let at = moment(&dates, event.day, event.time, zone);
            if at <= now {
                self.at(at, &event.actor);
                self.happen(&event.what, &event.actor, &dates, &story.team)?;
            }
        }
        Ok(())
    }

    fn found_demo(&mut self, story: &Story, past: &[DemoItem], zone: crate::domain::zone::Zone) -> Result<()> {
        let Team { name, prefix, decision_maker, focus_factor, .. } = &story.team;
        let member = |m: &Member| NewMember {
            name: m.name.clone(),
            role: Some(m.role.clone()),
            allocation: Some(m.allocation),
            starts_on: None,
            ends_on: None,
            outside: false,
        };
        let members = story.member.iter().map(member).collect();
        self.found_team(&NewTeam { name: name.clone(), prefix: Some(prefix.clone()), zone, members })?;
        self.set_team("decision-maker", decision_maker)?;
        self.set_team("focus-factor", &focus_factor.to_string())?;
        self.edit_status("doing", &crate::app::team::StatusEdit { wip_limit: Some(Some(4)), ..Default::default() })?;
        for item in past.iter().chain(&story.item) {
            self.add_item(&NewItem {
                title: item.title.clone(),
                kind: Kind::parse(&item.kind).unwrap_or_default(),
                points: item.points.and_then(Points::new),
                criteria: item.criteria.clone(),
                labels: item.labels.clone(),
                description: item.description.clone(),
                ..NewItem::default()
            })?;
        }
        Ok(())
    }

    fn happen(&mut self, what: &What, actor: &str, dates: &Dates, team: &Team) -> Result<()> {
        let key = |item: &usize| format!("{}-{item}", team.prefix);
        match what {
            What::Plan { items } => self.plan_demo(&team.goal, (dates.start, dates.end), items, team),
            What::Draft { items } => {
                let (start, end) = (dates.start + Days::new(14), dates.end + Days::new(14));
                self.plan_demo(&team.next_goal, (start, end), items, team)
            }
            What::Depend { item, on } => {
                let edit = ItemEdit { depends_on: Some(vec![key(on)]), ..ItemEdit::default() };
                self.edit_item(&key(item), &edit).map(|_| ())
            }
            What::Lock { agreed, except } => self.lock_demo(agreed, except),
            What::Take { item } => {
                self.assign_item(&key(item), Some(actor))?;
                self.move_item(&key(item), "doing").map(|_| ())
            }
            What::Move { item, to } => self.move_item(&key(item), to).map(|_| ()),
            What::Checkin { today, needs } => self.say(today.clone(), needs.clone()),
            What::Standup(standup) => self.play_standup(standup, self.now(), actor, &team.prefix),
            What::Defer { request } => self.defer_request(*request, None).map(|_| ()),
            What::Block { item, text, cause, owner, waiting_on } => {
                let blocker = BlockerEdit {
                    text: Some(text.clone()),
                    cause: Some(Cause::parse(cause).unwrap_or(Cause::External)),
                    add_items: vec![key(item)],
                    owner: Some(Some(owner.clone())),
                    waiting_on: Some(Some(waiting_on.clone())),
                    needed_by: Some(Some(dates.end)),
                    ..BlockerEdit::default()
                };
                self.raise_blocker(&blocker).map(|_| ())
            }
            What::Request { item, kind, reason, swap, points, accept } => {
                let ask = Ask {
                    kind: RequestKind::parse(kind)
                        .ok_or_else(|| Error::failed("read the demo's story", kind.as_str()))?,
                    item: key(item),
                    reason: reason.clone(),
                    requested_by: None,
                    points: points.and_then(Points::new),
                    swap: swap.as_ref().map(key),
                    accepted_by: accept.clone(),
                };
                self.request_change(&ask).map(|_| ())
            }
        }
    }

    fn lock_demo(&mut self, agreed: &[String], reason: &str) -> Result<()> {
        let number = self.planning_sprint()?.map_or(1, |draft| draft.number);
        let except = [Except { subject: "capacity".to_owned(), reason: reason.to_owned() }];
        self.lock_sprint(number, &except, agreed).map(|_| ())
    }

    fn say(&mut self, today: Option<String>, needs: Option<String>) -> Result<()> {
        self.check_in(None, &Say { today, needs, from: Vec::new() }).map(|_| ())
    }

    fn plan_demo(&mut self, goal: &str, (start, end): (Day, Day), items: &[usize], team: &Team) -> Result<()> {
        let new = SprintEdit {
            name: None,
            goal: Some(Some(goal.to_owned())),
            starts_on: Some(Some(start)),
            ends_on: Some(Some(end)),
        };
        let number = self.new_sprint(&new)?.value;
        let keys: Vec<String> = items.iter().map(|item| format!("{}-{item}", team.prefix)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        self.add_to_sprint(number, &keys).map(|_| ())
    }
}
