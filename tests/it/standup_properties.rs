//! Random stories of standups, check-ins, topics and blockers: undo leads back to the start, and time adds up.

use crate::ground::{Fixture, dump, locked};
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::log::LogFilter;
use standfast::app::standup::Say;
use standfast::app::standup::{BlockerRuling, Start};
use standfast::clock::Clock;
use standfast::domain::standup::topic::Fate;
use standfast::domain::standup::{Order, Walk};
use standfast::domain::time::Instant;
use standfast::error::{Error, Result};

#[derive(Debug, Clone)]
enum Step {
    Start(usize, bool),
    Next(Option<usize>),
    Skip,
    Absent(usize),
    Back(usize),
    Pause,
    On(u8),
    Walk(bool),
    Say(usize, bool),
    CheckIn(usize),
    Park,
    Close(i64, usize),
    Raise(u8),
    Touch(i64),
    Escalate(i64),
    Resolve(i64),
    Reopen(i64),
    Rule(i64, usize),
    Finish,
    Move(u8, usize),
    Undo,
    Redo,
}

const TEAM: [&str; 3] = ["ana", "ben", "cem"];

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..4usize, any::<bool>()).prop_map(|(order, board)| Step::Start(order, board)),
        4 => prop::option::of(0..3usize).prop_map(Step::Next),
        1 => Just(Step::Skip),
        1 => (0..3usize).prop_map(Step::Absent),
        1 => (0..3usize).prop_map(Step::Back),
        1 => Just(Step::Pause),
        1 => (1..6u8).prop_map(Step::On),
        1 => any::<bool>().prop_map(Step::Walk),
        1 => (0..3usize, any::<bool>()).prop_map(|(who, needs)| Step::Say(who, needs)),
        1 => (0..3usize).prop_map(Step::CheckIn),
        1 => Just(Step::Park),
        1 => (1..3i64, 0..4usize).prop_map(|(topic, fate)| Step::Close(topic, fate)),
        2 => (1..6u8).prop_map(Step::Raise),
        1 => (1..4i64).prop_map(Step::Touch),
        1 => (1..4i64).prop_map(Step::Escalate),
        1 => (1..4i64).prop_map(Step::Resolve),
        1 => (1..4i64).prop_map(Step::Reopen),
        2 => (1..4i64, 0..4usize).prop_map(|(blocker, kind)| Step::Rule(blocker, kind)),
        3 => Just(Step::Finish),
        1 => (1..6u8, 0..4usize).prop_map(|(item, to)| Step::Move(item, to)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn take(team: &mut Standfast, step: &Step) -> Result<()> {
    let key = |n: &u8| format!("PAY-{n}");
    match step {
        Step::Start(order, board) => {
            let order = [Order::Risk, Order::Fixed, Order::Rotating, Order::Random][*order];
            let walk = if *board { Walk::Board } else { Walk::Person };
            team.start_standup(Start { order, seed: None, walk }).map(drop)
        }
        Step::Next(to) => team.next_in_standup(to.map(|who| TEAM[who])).map(drop),
        Step::Skip => team.skip_in_standup(None).map(drop),
        Step::Absent(who) => team.absent_in_standup(Some(TEAM[*who])).map(drop),
        Step::Back(who) => team.come_back_in_standup(TEAM[*who]).map(drop),
        Step::Pause => team.pause_standup().map(drop),
        Step::On(item) => team.talk_about(Some(&key(item))).map(drop),
        Step::Walk(board) => team.walk_standup(if *board { Walk::Board } else { Walk::Person }).map(drop),
        Step::Say(who, needs) => {
            let needs = needs.then(|| "a review by ben".to_owned());
            let say = Say { today: Some("Work".into()), needs, from: Vec::new() };
            team.say_in_standup(Some(TEAM[*who]), &say).map(drop)
        }
        Step::CheckIn(who) => {
            let say = Say { needs: Some("ana".into()), from: vec!["cem".into()], ..Say::default() };
            team.check_in(Some(TEAM[*who]), &say).map(drop)
        }
        Step::Move(item, to) => team.move_item(&key(item), ["todo", "doing", "review", "done"][*to]).map(drop),
        Step::Finish => team.finish_standup().map(drop),
        Step::Undo => team.undo(None).map(drop),
        Step::Redo => team.redo().map(drop),
        step => take_offline(team, step),
    }
}

fn take_offline(team: &mut Standfast, step: &Step) -> Result<()> {
    let today = team.today();
    match step {
        Step::Park => team.park_topic("Names, with ana", &["ben".into()], Some("PAY-1")).map(drop),
        Step::Close(topic, fate) => {
            let what = (*fate < 2).then_some("Talked");
            let fates = [Fate::Resolved, Fate::Decision, Fate::Blocker, Fate::Item];
            team.close_topic(*topic, fates[*fate], what).map(drop)
        }
        Step::Raise(item) => {
            let new = BlockerEdit {
                text: Some("No key".into()),
                add_items: vec![format!("PAY-{item}")],
                ..BlockerEdit::default()
            };
            team.raise_blocker(&new).map(drop)
        }
        Step::Touch(n) => {
            let owner = Some(Some("ana".to_owned()));
            let touch = BlockerEdit {
                note: Some("Called".into()),
                owner,
                add_items: vec!["PAY-2".into()],
                ..BlockerEdit::default()
            };
            team.touch_blocker(*n, &touch).map(drop)
        }
        Step::Escalate(n) => team.escalate_blocker(*n, Some("ben"), Some("It burns")).map(drop),
        Step::Resolve(n) => team.resolve_blocker(*n, "Gone").map(drop),
        Step::Reopen(n) => team.reopen_blocker(*n, "Back").map(drop),
        Step::Rule(n, kind) => {
            let rulings = [
                BlockerRuling::NextStep { step: "Ask".into(), owner: Some("ana".into()), by: today },
                BlockerRuling::Escalate { to: Some("ana".into()), note: None },
                BlockerRuling::Accept { reason: "Small".into(), until: None },
                BlockerRuling::Resolve { resolution: "Gone".into() },
            ];
            team.rule_on_blocker(*n, &rulings[*kind]).map(drop)
        }
        _ => Ok(()),
    }
}

/// What was spent on people is spent in all, and no time is negative.
fn time_adds_up(team: &Standfast) {
    for one in team.standups(100).unwrap() {
        let record = team.standup_record(Some(one.day)).unwrap();
        let people: i64 = record.people.iter().map(|heard| heard.seconds).sum();
        let items: i64 = record.items.iter().map(|item| item.seconds).sum();
        assert!(record.seconds >= 0 && record.people.iter().all(|heard| heard.seconds >= 0), "{record:?}");
        assert!(people <= record.seconds && items <= record.seconds, "{people} and {items} of {}", record.seconds);
    }
}

fn at(minutes: i64) -> Clock {
    Clock::Fixed(Instant(Instant::parse("2026-11-23T09:00:00Z").unwrap().0 + minutes * 60_000))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_week_of_standups_can_be_undone_to_the_start(steps in prop::collection::vec((step(), -20..900i64), 1..50)) {
        let Fixture { folder, team } = locked();
        drop(team);
        let path = folder.path().join("team.db");
        let (fresh, mut minute) = (dump(&path), 0);
        let open = |minute| Standfast::open(&path, at(minute), "gus").unwrap();
        let begun = open(0).log(&LogFilter { limit: 1, ..LogFilter::default() }).unwrap()[0].id;
        for (step, passed) in &steps {
            minute += passed;
            let mut team = open(minute);
            match take(&mut team, step) {
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(other) => panic!("{step:?} failed: {other}"),
            }
            team.standup_facts().unwrap();
        }
        let mut team = open(minute);
        time_adds_up(&team);
        for finding in team.doctor().unwrap() {
            prop_assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
        }
        for _ in 0..200 {
            let all = team.log(&LogFilter { limit: 1000, ..LogFilter::default() }).unwrap();
            let Some(next) = all.iter().find(|op| op.id > begun && op.reverts.is_none() && op.undone_by.is_none()) else { break };
            team.undo(Some(next.id)).unwrap_or_else(|error| panic!("undo {} ({}): {error}", next.id, next.name));
        }
        prop_assert_eq!(dump(&path), fresh);
    }
}
