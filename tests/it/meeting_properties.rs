//! Random stories of sprints with their closes, reviews, retros, actions and imported past: every account balances, what
//! was closed stands, and undo leads back to the last close exactly.

use crate::ground::{Fixture, dump, locked, points};
use crate::properties::{Step, balance, close, plan, step, take};
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::app::item::NewItem;
use standfast::app::log::LogFilter;
use standfast::app::review::Showing;
use standfast::domain::action::ActionRuling;
use standfast::domain::review::Verdict;
use standfast::error::{Error, Result};
use standfast::exchange::input::Input;
use standfast::exchange::{Format, sprints};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Meeting {
    Work(Step),
    NextSprint,
    Finish,
    Close(Vec<u8>),
    StartReview,
    Show(u8, usize),
    FinishReview,
    StartRetro,
    Note(usize),
    Edit(i64),
    Remove(i64),
    Vote(i64, usize),
    TakeVote(i64, usize),
    Group(i64, i64),
    Ungroup(i64),
    PutOff(i64),
    Commit(usize, Option<i64>),
    Done(i64),
    Rule(i64, usize),
    FinishRetro(bool),
    Import,
    Undo,
    Redo,
}

const TEAM: [&str; 3] = ["ana", "ben", "cem"];
const COLUMNS: [&str; 3] = ["went well", "did not", "puzzles"];

fn meeting() -> impl Strategy<Value = Meeting> {
    let (note, who) = (1..6i64, 0..3usize);
    prop_oneof![
        3 => step().prop_map(Meeting::Work),
        4 => Just(Meeting::NextSprint),
        2 => Just(Meeting::Finish),
        3 => prop::collection::vec(0..4u8, 4).prop_map(Meeting::Close),
        2 => Just(Meeting::StartReview),
        4 => (1..8u8, 0..5usize).prop_map(|(item, how)| Meeting::Show(item, how)),
        1 => Just(Meeting::FinishReview),
        4 => Just(Meeting::StartRetro),
        3 => who.clone().prop_map(Meeting::Note),
        1 => note.clone().prop_map(Meeting::Edit),
        1 => note.clone().prop_map(Meeting::Remove),
        2 => (note.clone(), who.clone()).prop_map(|(note, who)| Meeting::Vote(note, who)),
        1 => (note.clone(), who.clone()).prop_map(|(note, who)| Meeting::TakeVote(note, who)),
        1 => (note.clone(), note.clone()).prop_map(|(note, other)| Meeting::Group(note, other)),
        1 => note.clone().prop_map(Meeting::Ungroup),
        1 => note.clone().prop_map(Meeting::PutOff),
        5 => (who, prop::option::of(note)).prop_map(|(who, note)| Meeting::Commit(who, note)),
        4 => (1..4i64).prop_map(Meeting::Done),
        5 => (1..4i64, 0..5usize).prop_map(|(action, how)| Meeting::Rule(action, how)),
        3 => any::<bool>().prop_map(Meeting::FinishRetro),
        1 => Just(Meeting::Import),
        3 => Just(Meeting::Undo),
        2 => Just(Meeting::Redo),
    ]
}

fn hold(team: &mut Standfast, meeting: &Meeting) -> Result<()> {
    match meeting {
        Meeting::Work(step) => take(team, step),
        Meeting::Close(goes) => match team.current_sprint()? {
            Some(sprint) => {
                close(team, sprint.number, goes);
                Ok(())
            }
            None => Ok(()),
        },
        Meeting::NextSprint => next_sprint(team),
        Meeting::Finish => finish_one(team),
        Meeting::StartReview => team.start_review(None, &["Mara".into()]).map(drop),
        Meeting::Show(item, how) => team.show_item(&format!("PAY-{item}"), &showing(*how)).map(drop),
        Meeting::FinishReview => team.finish_review().map(drop),
        Meeting::Import => {
            let file = Input::of_bytes("past.json", include_str!("fixtures/knowhow_sprints.json"))?;
            team.import_sprints(&sprints::read(file, Format::KnowhowSprints, team.zone())?.told).map(drop)
        }
        Meeting::Undo => team.undo(None).map(drop),
        Meeting::Redo => team.redo().map(drop),
        retro => look_back(team, retro),
    }
}

/// A new item of two points, planned with whatever the draft holds and locked.
fn next_sprint(team: &mut Standfast) -> Result<()> {
    let new =
        NewItem { title: "Next".into(), points: points(2.0), criteria: vec!["Yes.".into()], ..NewItem::default() };
    let key = team.add_item(&new)?.value;
    plan(team, &key)?;
    take(team, &Step::Lock)
}

/// Finishes the first open item of the sprint under way.
fn finish_one(team: &mut Standfast) -> Result<()> {
    let Some(sprint) = team.current_sprint()? else { return Ok(()) };
    match team.unfinished(sprint.number)?.first() {
        Some(row) => team.move_item(&row.key, "done").map(drop),
        None => Ok(()),
    }
}

fn showing(how: usize) -> Showing {
    match how {
        0 => Showing { verdict: Some(Verdict::Accepted), ..Showing::default() },
        1 => Showing { verdict: Some(Verdict::Rejected), note: Some(Some("Not yet".into())), ..Showing::default() },
        2 => Showing { feedback: vec!["Larger letters".into()], ..Showing::default() },
        3 => Showing { add: true, ..Showing::default() },
        _ => Showing { position: Some(1), minutes: Some(Some(5)), ..Showing::default() },
    }
}

fn look_back(team: &mut Standfast, meeting: &Meeting) -> Result<()> {
    match meeting {
        Meeting::StartRetro => team.start_retro(None).map(drop),
        Meeting::Note(column) => team.add_note(COLUMNS[*column], "Reviews wait", Some("ben")).map(drop),
        Meeting::Edit(note) => team.edit_note(*note, Some("Reviews wait for days"), Some("did not")).map(drop),
        Meeting::Remove(note) => team.remove_note(*note).map(drop),
        Meeting::Vote(note, who) => team.vote(*note, Some(TEAM[*who])).map(drop),
        Meeting::TakeVote(note, who) => team.take_vote_back(*note, Some(TEAM[*who])).map(drop),
        Meeting::Group(note, other) => team.group_notes(*note, &[*other], Some("Waiting")).map(drop),
        Meeting::Ungroup(note) => team.ungroup_note(*note).map(drop),
        Meeting::PutOff(note) => team.put_off("Another day", Some(*note)).map(drop),
        Meeting::Commit(who, note) => {
            let action = NewAction {
                text: "Pair".into(),
                owner: TEAM[*who].into(),
                shows: "No review waits".into(),
                due: None,
                note: *note,
            };
            team.commit_action(&action).map(drop)
        }
        Meeting::Done(action) => team.finish_action(*action, Some("So it is")).map(drop),
        Meeting::Rule(action, how) => {
            let ruling = RuleOnAction { reason: Some("We saw".into()), ..RuleOnAction::new(ActionRuling::ALL[*how]) };
            team.rule_on_action(*action, &ruling).map(drop)
        }
        Meeting::FinishRetro(reason) => team.finish_retro(reason.then_some("No time")).map(drop),
        other => panic!("{other:?} is no step of a retro"),
    }
}

fn sealed(team: &Standfast) -> BTreeMap<i64, String> {
    let closed = team.sprints().unwrap().into_iter().filter(|sprint| sprint.state.word() == "closed");
    closed.map(|sprint| (sprint.number, team.sealed_report(sprint.number).unwrap().text)).collect()
}

fn last_operation(team: &Standfast) -> i64 {
    team.log(&LogFilter { limit: 1, ..LogFilter::default() }).unwrap()[0].id
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn meetings_change_no_closed_sprint_and_can_be_undone_to_the_last_close(
        before in prop::collection::vec(step(), 0..8),
        goes in prop::collection::vec(0..4u8, 4),
        meetings in prop::collection::vec(meeting(), 20..80),
    ) {
        let Fixture { folder, mut team } = locked();
        let path = folder.path().join("team.db");
        for step in before.iter().filter(|step| !matches!(step, Step::Cancel | Step::Undo)) {
            let _ = take(&mut team, step);
        }
        close(&mut team, 1, &goes);
        let (mut floor, mut stands, mut from) = (dump(&path), sealed(&team), last_operation(&team));
        for meeting in &meetings {
            match hold(&mut team, meeting) {
                Ok(()) | Err(Error::Refused(_)) => {}
                Err(other) => panic!("{meeting:?} failed: {other}"),
            }
            let now = sealed(&team);
            prop_assert!(stands.iter().all(|(number, text)| now.get(number) == Some(text)), "after {meeting:?}");
            let last = &team.log(&LogFilter { limit: 1, ..LogFilter::default() }).unwrap()[0];
            if last.name == "close sprint" && last.id > from {
                (floor, stands, from) = (dump(&path), now, last.id);
            }
        }
        balance(&team);
        for finding in team.doctor().unwrap() {
            prop_assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
        }
        for _ in 0..200 {
            let all = team.log(&LogFilter { limit: 1000, ..LogFilter::default() }).unwrap();
            let standing = all.iter().find(|op| op.id > from && op.reverts.is_none() && op.undone_by.is_none());
            let Some(next) = standing else { break };
            team.undo(Some(next.id)).unwrap_or_else(|error| panic!("undo {} ({}): {error}", next.id, next.name));
        }
        prop_assert_eq!(dump(&path), floor);
    }
}
