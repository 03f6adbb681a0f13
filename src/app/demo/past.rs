//! The demo team's closed sprints: each is planned, worked on, talked about, closed, shown and looked back on, through the
//! same operations as any other.

use super::standup::Standup;
use super::story::{Dates, DemoItem, moment};
use crate::app::Standfast;
use crate::app::action::{NewAction, RuleOnAction};
use crate::app::blocker::BlockerEdit;
use crate::app::review::Showing;
use crate::app::scope::Ask;
use crate::app::sprint::Except;
use crate::domain::action::ActionRuling;
use crate::domain::blocker::Cause;
use crate::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason};
use crate::domain::review::Verdict;
use crate::domain::scope::RequestKind;
use crate::domain::sprint::SprintEdit;
use crate::domain::time::Instant;
use crate::domain::zone::Zone;
use crate::error::{Attempt, Error, Result};
use chrono::{Days, NaiveTime};
use serde::Deserialize;

const PAST: &str = include_str!("../../../assets/demo/past.toml");

/// What was before the sprint under way.
#[derive(Deserialize)]
pub(super) struct Past {
    /// The items of those sprints, the first of the team.
    pub item: Vec<DemoItem>,
    sprint: Vec<Sprint>,
}

#[derive(Deserialize)]
struct Sprint {
    goal: String,
    items: Vec<usize>,
    /// What may pass at the lock, and why.
    #[serde(default)]
    except: Vec<(usize, String)>,
    /// Item, who, and the days on which it is taken, goes to review and is done; 0 for never.
    work: Vec<(usize, String, u32, u32, u32)>,
    #[serde(default)]
    ask: Vec<Asked>,
    #[serde(default)]
    block: Vec<Blocked>,
    #[serde(default)]
    resolve: Vec<Resolved>,
    #[serde(default)]
    done: Vec<Done>,
    /// When somebody spoke for long.
    #[serde(default)]
    long: Vec<Long>,
    away: Option<Away>,
    close: Close,
    review: Review,
    retro: Retro,
}

#[derive(Deserialize)]
struct Asked {
    day: u32,
    item: usize,
    by: String,
    accept: String,
    reason: String,
    swap: Option<usize>,
}

#[derive(Deserialize)]
struct Blocked {
    day: u32,
    item: usize,
    by: String,
    cause: String,
    owner: String,
    waiting_on: String,
    text: String,
}

#[derive(Deserialize)]
struct Resolved {
    day: u32,
    blocker: i64,
    by: String,
    how: String,
}

#[derive(Deserialize)]
struct Done {
    day: u32,
    action: i64,
    by: String,
    note: String,
}

#[derive(Deserialize)]
struct Long {
    day: u32,
    who: String,
    seconds: i64,
    about: usize,
}

#[derive(Deserialize)]
struct Away {
    who: String,
    from: u32,
    to: u32,
}

#[derive(Deserialize)]
struct Close {
    goal: String,
    note: Option<String>,
    #[serde(default)]
    left: Vec<Left>,
}

#[derive(Deserialize)]
struct Left {
    item: usize,
    goes: String,
    reason: String,
    note: String,
}

#[derive(Deserialize)]
struct Review {
    present: Vec<String>,
    #[serde(default)]
    feedback: Vec<(usize, String)>,
    #[serde(default)]
    evidence: Vec<(usize, String)>,
    /// Finished, and never shown.
    #[serde(default)]
    unshown: Vec<usize>,
}

#[derive(Deserialize)]
struct Retro {
    /// Column, words, who wrote it, whose votes it got.
    notes: Vec<(String, String, String, Vec<String>)>,
    #[serde(default)]
    rulings: Vec<Ruled>,
    actions: Vec<Committed>,
    #[serde(default)]
    not_now: Vec<String>,
}

#[derive(Deserialize)]
struct Ruled {
    action: i64,
    ruling: String,
    reason: String,
}

#[derive(Deserialize)]
struct Committed {
    text: String,
    owner: String,
    shows: String,
    note: i64,
    /// The day of the next sprint on which it is due; its last one if absent.
    due: Option<u32>,
}

/// Something that happens at a moment.
enum Step<'a> {
    Take(usize, &'a str),
    Move(usize, &'static str),
    Standup(Standup),
    Ask(&'a Asked),
    Block(&'a Blocked),
    Resolve(&'a Resolved),
    Done(&'a Done),
}

/// The working days of a sprint.
const DAYS: u32 = 10;

/// Reads the past.
pub(super) fn read() -> Result<Past> {
    toml::from_str(PAST).attempting("read the demo's past")
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

impl Sprint {
    /// What happens from its second day to its last, in order.
    fn steps(&self, dates: &Dates, zone: Zone) -> Vec<(Instant, &str, Step<'_>)> {
        let at = |day: u32, hour, minute| moment(dates, day, time(hour, minute), zone);
        let mut steps: Vec<(Instant, &str, Step<'_>)> = Vec::new();
        for (minute, (item, who, taken, review, done)) in (0..).zip(&self.work) {
            let who = who.as_str();
            let moves = [(*review, "review", 15), (*done, "done", 11)];
            steps.push((at(*taken, 10, minute), who, Step::Take(*item, who)));
            for (day, status, hour) in moves.into_iter().filter(|(day, ..)| *day > 0) {
                let hour = if day == *review && status == "done" { 16 } else { hour };
                steps.push((at(day, hour, minute), who, Step::Move(*item, status)));
            }
        }
        steps.extend(self.ask.iter().map(|ask| (at(ask.day, 9, 40), ask.by.as_str(), Step::Ask(ask))));
        steps.extend(self.block.iter().map(|held| (at(held.day, 13, 30), held.by.as_str(), Step::Block(held))));
        steps.extend(self.resolve.iter().map(|free| (at(free.day, 9, 50), free.by.as_str(), Step::Resolve(free))));
        steps.extend(self.done.iter().map(|done| (at(done.day, 16, 30), done.by.as_str(), Step::Done(done))));
        for day in 2..=DAYS {
            let long = self.long.iter().find(|long| long.day == day);
            let seconds = long.map(|long| (long.who.clone(), long.seconds)).into_iter().collect();
            let away = self.away.as_ref().filter(|away| (away.from..=away.to).contains(&day));
            let standup = Standup {
                seconds,
                first: long.map(|long| long.who.clone()),
                about: long.map(|long| long.about),
                pace: i64::from(day * 37 % 41 + 1),
                absent: away.map(|away| away.who.clone()).into_iter().collect(),
                ..Standup::default()
            };
            steps.push((at(day, 9, 15), "Mara", Step::Standup(standup)));
        }
        steps.sort_by_key(|(at, ..)| *at);
        steps
    }
}

impl Standfast {
    /// Plays the sprints before the one whose dates are given.
    pub(super) fn play_past(&mut self, past: &Past, dates: &Dates, prefix: &str, zone: Zone) -> Result<()> {
        let count = past.sprint.len();
        for (before, sprint) in past.sprint.iter().enumerate() {
            let back = Days::new(14 * u64::try_from(count - before).unwrap_or(0));
            let dates = Dates { start: dates.start - back, end: dates.end - back };
            let number = i64::try_from(before + 1).unwrap_or(1);
            self.plan_past(sprint, number, &dates, prefix, zone)?;
            for (at, actor, step) in sprint.steps(&dates, zone) {
                self.at(at, actor);
                self.take_step(step, at, actor, prefix)?;
            }
            self.end_past(sprint, number, &dates, prefix, zone)?;
        }
        Ok(())
    }

    fn plan_past(&mut self, sprint: &Sprint, number: i64, dates: &Dates, prefix: &str, zone: Zone) -> Result<()> {
        self.at(moment(dates, 0, time(15, 10), zone), "Mara");
        let goal = Some(sprint.goal.clone());
        self.new_sprint(&SprintEdit {
            name: None,
            goal: Some(goal),
            starts_on: Some(Some(dates.start)),
            ends_on: Some(Some(dates.end)),
        })?;
        let keys: Vec<String> = sprint.items.iter().map(|item| format!("{prefix}-{item}")).collect();
        self.add_to_sprint(number, &keys.iter().map(String::as_str).collect::<Vec<_>>())?;
        if let Some(away) = &sprint.away {
            let day = |n: u32| moment(dates, n, time(12, 0), zone).day(zone);
            self.add_absence(&away.who, day(away.from), day(away.to), Some("holiday"))?;
        }
        self.at(moment(dates, 1, time(9, 30), zone), "Mara");
        let agreed: Vec<String> = ["Ilja", "Noor", "Pia", "Tomas", "Wren"].map(str::to_owned).to_vec();
        let except =
            |(item, reason): &(usize, String)| Except { subject: format!("{prefix}-{item}"), reason: reason.clone() };
        let except: Vec<Except> = sprint.except.iter().map(except).collect();
        self.lock_sprint(number, &except, &agreed).map(drop)
    }

    fn take_step(&mut self, step: Step<'_>, at: Instant, actor: &str, prefix: &str) -> Result<()> {
        let key = |item: usize| format!("{prefix}-{item}");
        match step {
            Step::Take(item, who) => {
                self.assign_item(&key(item), Some(who))?;
                self.move_item(&key(item), "doing").map(drop)
            }
            Step::Move(item, status) => self.move_item(&key(item), status).map(drop),
            Step::Standup(standup) => self.play_standup(&standup, at, actor, prefix),
            Step::Ask(ask) => {
                let ask = Ask {
                    kind: RequestKind::Add,
                    item: key(ask.item),
                    reason: ask.reason.clone(),
                    requested_by: None,
                    points: None,
                    swap: ask.swap.map(key),
                    accepted_by: Some(ask.accept.clone()),
                };
                self.request_change(&ask).map(drop)
            }
            Step::Block(held) => {
                let blocker = BlockerEdit {
                    text: Some(held.text.clone()),
                    cause: Some(Cause::parse(&held.cause).unwrap_or_default()),
                    add_items: vec![key(held.item)],
                    owner: Some(Some(held.owner.clone())),
                    waiting_on: Some(Some(held.waiting_on.clone())),
                    ..BlockerEdit::default()
                };
                self.raise_blocker(&blocker).map(drop)
            }
            Step::Resolve(free) => self.resolve_blocker(free.blocker, &free.how).map(drop),
            Step::Done(done) => self.finish_action(done.action, Some(&done.note)).map(drop),
        }
    }

    /// The last afternoon: review, close, retro.
    fn end_past(&mut self, sprint: &Sprint, number: i64, dates: &Dates, prefix: &str, zone: Zone) -> Result<()> {
        self.at(moment(dates, DAYS, time(13, 0), zone), "Mara");
        self.review_past(sprint, prefix)?;
        self.at(moment(dates, DAYS, time(14, 0), zone), "Mara");
        self.close_sprint(number, &closing(&sprint.close, prefix)?)?;
        self.at(moment(dates, DAYS, time(14, 20), zone), "Mara");
        let next = Dates { start: dates.start + Days::new(14), end: dates.end + Days::new(14) };
        self.hold_past_retro(&sprint.retro, &next, zone)
    }

    fn review_past(&mut self, sprint: &Sprint, prefix: &str) -> Result<()> {
        let review = &sprint.review;
        self.start_review(None, &review.present)?;
        let shown = |item: &usize| !review.unshown.contains(item);
        for item in sprint.work.iter().filter(|work| work.4 > 0).map(|work| work.0).filter(shown) {
            let said = |all: &[(usize, String)]| {
                all.iter().filter(|(of, _)| *of == item).map(|(_, words)| words.clone()).collect()
            };
            let showing = Showing {
                verdict: Some(Verdict::Accepted),
                feedback: said(&review.feedback),
                add_evidence: said(&review.evidence),
                ..Showing::default()
            };
            self.show_item(&format!("{prefix}-{item}"), &showing)?;
        }
        self.finish_review().map(drop)
    }

    fn hold_past_retro(&mut self, retro: &Retro, next: &Dates, zone: Zone) -> Result<()> {
        self.start_retro(None)?;
        for (column, words, author, votes) in &retro.notes {
            let number = self.add_note(column, words, Some(author))?.value;
            for voter in votes {
                self.vote(number, Some(voter))?;
            }
        }
        for ruled in &retro.rulings {
            let ruling = ActionRuling::parse(&ruled.ruling)
                .ok_or_else(|| Error::failed("read the demo's past", ruled.ruling.as_str()))?;
            let reason = Some(ruled.reason.clone());
            self.rule_on_action(ruled.action, &RuleOnAction { reason, ..RuleOnAction::new(ruling) })?;
        }
        for action in &retro.actions {
            self.commit_action(&NewAction {
                text: action.text.clone(),
                owner: action.owner.clone(),
                due: action.due.map(|day| moment(next, day, time(12, 0), zone).day(zone)),
                shows: action.shows.clone(),
                note: Some(action.note),
            })?;
        }
        for idea in &retro.not_now {
            self.put_off(idea, None)?;
        }
        self.finish_retro(None).map(drop)
    }
}

fn closing(close: &Close, prefix: &str) -> Result<Closing> {
    let unknown = |word: &str| Error::failed("read the demo's past", word);
    let disposition = |left: &Left| {
        let goes = if left.goes == "next" { Goes::Next } else { Goes::Backlog };
        let reason = Reason::ALL.into_iter().find(|reason| reason.word() == left.reason);
        let reason = reason.ok_or_else(|| unknown(&left.reason))?;
        Ok(Disposition { item: format!("{prefix}-{}", left.item), goes, reason, note: Some(left.note.clone()) })
    };
    let goal = GoalOutcome::ALL.into_iter().find(|outcome| outcome.word() == close.goal);
    Ok(Closing {
        dispositions: close.left.iter().map(disposition).collect::<Result<_>>()?,
        rest: None,
        goal: goal.ok_or_else(|| unknown(&close.goal))?,
        note: close.note.clone(),
    })
}
