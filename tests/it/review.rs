//! Reviews: the demo list, verdicts, feedback that becomes items, and what was never shown.

use crate::ground::{Fixture, dump, locked, points, refused};
use crate::retro::close;
use standfast::app::Standfast;
use standfast::app::review::Showing;
use standfast::domain::review::Verdict;

fn verdict(verdict: Verdict) -> Showing {
    Showing { verdict: Some(verdict), ..Showing::default() }
}

fn feedback(text: &str) -> Showing {
    Showing { feedback: vec![text.into()], ..Showing::default() }
}

fn listed(team: &Standfast) -> Vec<String> {
    team.review_view(None).unwrap().demos.into_iter().map(|demo| demo.item.key).collect()
}

/// A locked sprint with PAY-1 finished by ben, and its review under way.
fn begun() -> Fixture {
    let mut fixture = locked();
    fixture.team.assign_item("PAY-1", Some("ben")).unwrap();
    fixture.team.move_item("PAY-1", "done").unwrap();
    fixture.team.start_review(None, &["Mara".into(), "the harbour master".into()]).unwrap();
    fixture
}

#[test]
fn the_demo_list_is_what_the_sprint_finished() {
    let Fixture { folder: _folder, mut team } = begun();
    let view = team.review_view(None).unwrap();
    let demo = &view.demos[0];
    assert_eq!((demo.item.key.as_str(), demo.presenter.as_deref(), demo.minutes), ("PAY-1", Some("ben"), Some(5)));
    assert_eq!(demo.criteria[0].text, "It works.");
    assert_eq!(refused(team.start_review(None, &[])).0, "V1");
    // Finished while the review runs: it comes onto the list by itself.
    team.move_item("PAY-2", "done").unwrap();
    assert_eq!(listed(&team), ["PAY-1", "PAY-2"]);
    let first = Showing { position: Some(1), minutes: Some(Some(10)), presenter: Some(None), ..Showing::default() };
    team.show_item("PAY-2", &first).unwrap();
    assert_eq!(listed(&team), ["PAY-2", "PAY-1"]);
    let none = Showing { minutes: Some(Some(0)), ..Showing::default() };
    assert_eq!(refused(team.show_item("PAY-2", &none)).0, "V1");
}

#[test]
fn only_what_the_sprint_finished_gets_a_verdict() {
    let Fixture { folder, mut team } = begun();
    let path = folder.path().join("team.db");
    team.move_item("PAY-3", "done").unwrap();
    let before = dump(&path);
    assert_eq!(refused(team.show_item("PAY-3", &feedback("Too slow"))).0, "V1", "not in the sprint");
    assert_eq!(refused(team.show_item("PAY-2", &feedback("Too slow"))).0, "V1", "not finished");
    assert_eq!(refused(team.show_item("PAY-2", &verdict(Verdict::Accepted))).0, "V1", "not finished");
    assert_eq!(refused(team.show_item("PAY-9", &feedback("Too slow"))).0, "G5");
    assert_eq!(refused(team.show_item("PAY-1", &feedback(" "))).0, "V1");
    assert_eq!(refused(team.show_item("PAY-1", &verdict(Verdict::Feedback))).0, "V1");
    assert_eq!(dump(&path), before);
    team.finish_review().unwrap();
    assert_eq!(refused(team.show_item("PAY-1", &verdict(Verdict::Accepted))).0, "V1", "no review is under way");
    assert_eq!(refused(team.start_review(Some(1), &[])).0, "V1", "it was reviewed");
}

#[test]
fn a_rejected_item_reopens_and_burns_no_more() {
    let Fixture { folder, mut team } = begun();
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let completed = |team: &Standfast| team.sprint_view(1).unwrap().account.completed.points;
    assert_eq!(completed(&team), points(3.0).unwrap());
    let showing = Showing { note: Some(Some("It retries for ever".into())), ..verdict(Verdict::Rejected) };
    let said = team.show_item("PAY-1", &showing).unwrap().said;
    assert_eq!(said, "PAY-1 is rejected and open again, in doing.");
    assert_eq!(completed(&team), points(0.0).unwrap());
    assert_eq!(team.item("PAY-1").unwrap().row.status, "doing");
    let demo = team.review_view(None).unwrap().demos.remove(0);
    assert_eq!((demo.verdict, demo.note.as_deref()), (Some(Verdict::Rejected), Some("It retries for ever")));
    assert_eq!(demo.present, ["Mara", "the harbour master"]);
    assert_eq!(refused(team.show_item("PAY-1", &verdict(Verdict::Accepted))).0, "V1", "it is not finished any more");
    team.undo(None).unwrap();
    assert_eq!(dump(&path), before);
    assert_eq!(completed(&team), points(3.0).unwrap());
}

#[test]
fn feedback_becomes_an_item_that_knows_where_it_came_from() {
    let Fixture { folder, mut team } = begun();
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let showing = Showing {
        feedback: vec!["Say when the next try is".into(), "Log the tries".into()],
        add_evidence: vec!["https://ci.example/builds/77".into(), "4f2c9aa".into()],
        present: vec!["Mara, Ilja".into()],
        ..Showing::default()
    };
    let made = team.show_item("PAY-1", &showing).unwrap().value;
    assert_eq!(made, ["PAY-6", "PAY-7"]);
    let item = team.item("PAY-6").unwrap();
    assert_eq!(item.origin.unwrap().words(), "feedback on PAY-1 at the review of sprint 1");
    assert_eq!(item.row.title, "Say when the next try is");
    assert_eq!(team.item("PAY-1").unwrap().origin, None);
    let demo = team.review_view(None).unwrap().demos.remove(0);
    assert_eq!((demo.verdict, demo.feedback.len()), (Some(Verdict::Feedback), 2));
    assert_eq!(demo.evidence, ["https://ci.example/builds/77", "4f2c9aa"]);
    assert_eq!(demo.present, ["Mara", "Ilja"]);
    team.show_item("PAY-1", &verdict(Verdict::Accepted)).unwrap();
    let demo = team.review_view(None).unwrap().demos.remove(0);
    assert_eq!((demo.verdict, demo.feedback.len()), (Some(Verdict::Accepted), 2));
    team.undo(None).unwrap();
    team.undo(None).unwrap();
    assert_eq!(dump(&path), before);
    team.redo().unwrap();
    assert_eq!(team.item("PAY-7").unwrap().origin.unwrap().item, "PAY-1");
}

#[test]
fn finished_and_never_shown_is_a_list() {
    let Fixture { folder: _folder, mut team } = begun();
    let said = team.finish_review().unwrap().said;
    assert_eq!(said, "The review of sprint 1 has ended: 0 items were shown. Finished, never shown: PAY-1.");
    assert_eq!(team.review_view(Some(1)).unwrap().not_shown().count(), 1);
    close(&mut team, 1);
    let new = standfast::domain::sprint::SprintEdit {
        goal: Some(Some("Keys rotate".into())),
        starts_on: Some("2026-12-07".parse().ok()),
        ends_on: Some("2026-12-18".parse().ok()),
        name: None,
    };
    team.new_sprint(&new).unwrap();
    team.add_to_sprint(2, &["PAY-3"]).unwrap();
    team.lock_sprint(2, &[], &[]).unwrap();
    team.start_review(None, &[]).unwrap();
    let never: Vec<(i64, String)> =
        team.review_view(None).unwrap().never_shown.into_iter().map(|(sprint, row)| (sprint, row.key)).collect();
    assert_eq!(never, [(1, "PAY-1".to_owned())]);
    assert_eq!(refused(team.show_item("PAY-4", &Showing { add: true, ..Showing::default() })).0, "V1");
    team.show_item("PAY-1", &Showing { add: true, ..verdict(Verdict::Accepted) }).unwrap();
    assert!(team.review_view(None).unwrap().never_shown.is_empty());
    assert_eq!(listed(&team), ["PAY-1"]);
}

#[test]
fn a_review_needs_a_sprint_that_runs_or_ran() {
    let Fixture { folder: _folder, mut team } = crate::ground::fixture();
    assert_eq!(refused(team.start_review(None, &[])).0, "V1");
    assert_eq!(refused(team.review_view(None)).0, "V1");
    team.new_sprint(&standfast::domain::sprint::SprintEdit::default()).unwrap();
    assert_eq!(refused(team.start_review(Some(1), &[])).0, "V1");
    assert_eq!(refused(team.start_review(Some(7), &[])).0, "L1");
}
