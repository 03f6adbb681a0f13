//! Three sprints played from planning to retro, by a clock that is set for every step, and what the fourth one's plan
//! makes of them: the action of sprint 1 has no effect, that of sprint 2 is carried once and then works.

use crate::ground::{Fixture, fixture, points, refused};
use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::app::item::{ItemEdit, NewItem};
use standfast::app::review::Showing;
use standfast::app::sprint::Except;
use standfast::clock::Clock;
use standfast::domain::action::ActionRuling;
use standfast::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason};
use standfast::domain::review::Verdict;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::Instant;
use standfast::report;

/// A team's database, opened anew for every step as from a shell.
struct Story(Fixture);

impl Story {
    fn at(&self, moment: &str) -> Standfast {
        let clock = Clock::Fixed(Instant::parse(&format!("{moment}:00Z")).unwrap());
        Standfast::open(self.0.team.path(), clock, "fay").unwrap()
    }

    /// Plans and locks a sprint; a commitment over the capacity is excepted.
    fn plan(&self, dates: (&str, &str), goal: &str, items: &[&str]) -> i64 {
        let mut team = self.at(&format!("{}T08:00", dates.0));
        let new = SprintEdit {
            name: None,
            goal: Some(Some(goal.into())),
            starts_on: Some(dates.0.parse().ok()),
            ends_on: Some(dates.1.parse().ok()),
        };
        let number = team.new_sprint(&new).unwrap().value;
        team.add_to_sprint(number, items).unwrap();
        let except = [Except { subject: "capacity".into(), reason: "We stretch".into() }];
        team.lock_sprint(number, &except, &["ana".into()]).unwrap();
        number
    }

    fn work(&self, moment: &str, finished: &[&str]) {
        let mut team = self.at(moment);
        for key in finished {
            team.assign_item(key, Some("ben")).unwrap();
            team.move_item(key, "done").unwrap();
        }
    }

    fn close(&self, moment: &str, number: i64, left: &[(&str, Goes, Reason)]) {
        let disposition = |(item, goes, reason): &(&str, Goes, Reason)| Disposition {
            item: (*item).to_owned(),
            goes: goes.clone(),
            reason: *reason,
            note: None,
        };
        let closing = Closing {
            dispositions: left.iter().map(disposition).collect(),
            rest: None,
            goal: if left.is_empty() { GoalOutcome::Met } else { GoalOutcome::Partly },
            note: None,
        };
        self.at(moment).close_sprint(number, &closing).unwrap();
    }
}

fn facts(team: &Standfast) -> Vec<(&'static str, String)> {
    let view = team.retro_view(None).unwrap();
    report::facts::facts(&view.report)
}

fn action(text: &str, owner: &str, shows: &str) -> NewAction {
    NewAction { text: text.into(), owner: owner.into(), shows: shows.into(), due: None, note: Some(1) }
}

fn first_sprint(story: &Story) {
    story.plan(("2026-11-23", "2026-12-04"), "Payouts recover", &["PAY-1", "PAY-2", "PAY-3", "PAY-5"]);
    story.work("2026-12-02T15:00", &["PAY-1", "PAY-2", "PAY-5"]);
    let mut team = story.at("2026-12-04T12:00");
    team.start_review(None, &["Mara".into()]).unwrap();
    let accepted = Showing { verdict: Some(Verdict::Accepted), ..Showing::default() };
    team.show_item("PAY-1", &accepted).unwrap();
    let feedback = Showing { feedback: vec!["Say when a key was rotated last".into()], ..Showing::default() };
    assert_eq!(team.show_item("PAY-2", &feedback).unwrap().value, ["PAY-6"]);
    let said = team.finish_review().unwrap().said;
    assert!(said.ends_with("2 items were shown. Finished, never shown: PAY-5."), "{said}");
    story.close("2026-12-04T13:00", 1, &[("PAY-3", Goes::Backlog, Reason::Blocked)]);
    let mut team = story.at("2026-12-04T14:00");
    team.start_retro(None).unwrap();
    team.add_note("did not", "Reviews wait for days", None).unwrap();
    team.vote(1, Some("cem")).unwrap();
    team.commit_action(&action("Pair on every review", "ana", "No review waits longer than a day")).unwrap();
    team.finish_retro(None).unwrap();
}

fn second_sprint(story: &Story) {
    let mut team = story.at("2026-12-05T08:00");
    let ready = ItemEdit {
        points: Some(points(2.0)),
        add_criteria: vec!["The day stands on the key's page.".into()],
        ..ItemEdit::default()
    };
    team.edit_item("PAY-6", &ready).unwrap();
    story.plan(("2026-12-07", "2026-12-18"), "Keys rotate by themselves", &["PAY-3", "PAY-6"]);
    let standing = story.at("2026-12-09T09:00").actions_in(2).unwrap();
    assert_eq!(standing.iter().map(standfast::domain::action::Action::key).collect::<Vec<_>>(), ["A1"]);
    assert_eq!(standing[0].due.to_string(), "2026-12-18");
    story.at("2026-12-11T14:00").finish_action(1, None).unwrap();
    story.work("2026-12-17T15:00", &["PAY-3", "PAY-6"]);
    story.close("2026-12-18T13:00", 2, &[]);
    let mut team = story.at("2026-12-18T14:00");
    team.start_retro(None).unwrap();
    team.add_note("did not", "Deploys on Friday", None).unwrap();
    let second = action("Deploy before Thursday noon", "ben", "Nobody works on Friday night");
    let (rule, said) = refused(team.commit_action(&second));
    assert!(rule == "A1" && said.contains("1 action of an earlier retro waits"), "{said}");
    team.rule_on_action(
        1,
        &RuleOnAction { reason: Some("They wait as before".into()), ..RuleOnAction::new(ActionRuling::NoEffect) },
    )
    .unwrap();
    assert_eq!(team.commit_action(&second).unwrap().value, 2);
    team.finish_retro(None).unwrap();
}

fn third_sprint(story: &Story) {
    story.plan(("2026-12-21", "2027-01-01"), "Refunds in part", &["PAY-4"]);
    story.work("2026-12-31T15:00", &["PAY-4"]);
    story.close("2027-01-04T08:00", 3, &[]);
    let team = story.at("2027-01-04T08:30");
    let second = team.action(2).unwrap();
    assert!(second.is_overdue(team.today()) && second.carried() == 0, "{second:?}");
    let mut team = story.at("2027-01-04T09:00");
    team.start_retro(None).unwrap();
    team.rule_on_action(
        2,
        &RuleOnAction { reason: Some("Two of three did".into()), ..RuleOnAction::new(ActionRuling::Keep) },
    )
    .unwrap();
    team.finish_retro(Some("One thing at a time")).unwrap();
}

/// A team that has closed three sprints, with reviews and retros, on the morning of 4 January 2027.
pub fn played() -> Fixture {
    let story = Story(fixture());
    first_sprint(&story);
    second_sprint(&story);
    third_sprint(&story);
    story.0
}

#[test]
fn three_sprints_and_what_the_fourth_makes_of_them() {
    let story = Story(played());
    let mut team = story.at("2027-01-04T10:00");
    insta::assert_snapshot!(
        "retro_3",
        report::retro::markdown(&team.retro_view(Some(3)).unwrap(), team.today(), team.zone())
    );
    insta::assert_snapshot!("review_1", report::review::markdown(&team.review_view(Some(1)).unwrap(), team.zone()));

    // 10, 5 and 8 points in 23 person-days each: 23 ÷ 69 = one third, times 23 person-days.
    let next = SprintEdit {
        name: None,
        goal: Some(Some("Fees on one page".into())),
        starts_on: Some("2027-01-04".parse().ok()),
        ends_on: Some("2027-01-15".parse().ok()),
    };
    team.new_sprint(&next).unwrap();
    let plan = team.plan().unwrap().unwrap();
    let past = plan.past.unwrap();
    assert_eq!(
        (past.lowest, past.median, past.highest),
        (points(5.0).unwrap(), points(8.0).unwrap(), points(10.0).unwrap())
    );
    assert_eq!(past.sprints, 3);
    let capacity = plan.view.capacity;
    assert!((capacity.focus_factor.unwrap() - 1.0 / 3.0).abs() < 1e-9);
    assert_eq!(capacity.sample, ["sprint 3", "sprint 2", "sprint 1"]);
    assert_eq!(capacity.points.unwrap().to_string(), "7.67");

    // The action of sprint 2 stands in sprint 4, carried once, and works.
    let standing = team.actions_in(4).unwrap();
    assert_eq!(standing.iter().map(|a| (a.key(), a.carried())).collect::<Vec<_>>(), [("A2".to_owned(), 1)]);
    assert!(!standing[0].is_overdue(team.today()));
    let fees =
        NewItem { title: "Fees".into(), points: points(5.0), criteria: vec!["Seen".into()], ..NewItem::default() };
    let key = team.add_item(&fees).unwrap().value;
    team.add_to_sprint(4, &[&key]).unwrap();
    team.lock_sprint(4, &[], &[]).unwrap();
    story.at("2027-01-08T09:00").finish_action(2, None).unwrap();
    story.close("2027-01-15T13:00", 4, &[(&key, Goes::Backlog, Reason::NotStarted)]);
    let mut team = story.at("2027-01-15T14:00");
    team.start_retro(None).unwrap();
    team.rule_on_action(2, &RuleOnAction::new(ActionRuling::Worked)).unwrap();
    let figures = team.retro_view(None).unwrap().follow_through;
    assert_eq!((figures.committed, figures.done, figures.worked, figures.open, figures.carried_twice), (2, 2, 1, 0, 0));
    // A1 took 5 working days, A2 14.8.
    assert!((figures.median_days.unwrap() - 9.9).abs() < 0.01, "{figures:?}");
    assert!(team.actions_in(5).unwrap().is_empty());
    for finding in team.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
}

#[test]
fn a_sprint_cancelled_on_day_one_has_no_review_and_no_retro() {
    let story = Story(fixture());
    story.plan(("2026-11-23", "2026-12-04"), "Payouts recover", &["PAY-1"]);
    let mut team = story.at("2026-11-23T09:00");
    team.cancel_sprint(1, "The customer is gone").unwrap();
    assert_eq!(refused(team.start_retro(Some(1))).0, "A1");
    assert_eq!(refused(team.start_retro(None)).0, "A1");
    assert_eq!(refused(team.start_review(Some(1), &[])).0, "V1");
    assert_eq!(team.retro_standing().unwrap().due, None);
}

#[test]
fn a_sprint_with_nothing_finished_still_has_its_facts() {
    let story = Story(fixture());
    story.plan(("2026-11-23", "2026-12-04"), "Payouts recover", &["PAY-1", "PAY-2"]);
    let mut team = story.at("2026-12-04T12:00");
    let said = team.start_review(None, &[]).unwrap().said;
    assert_eq!(said, "The review of sprint 1 has begun: nothing is finished yet.");
    assert!(team.finish_review().unwrap().said.ends_with("0 items were shown."));
    let left = [("PAY-1", Goes::Backlog, Reason::Absence), ("PAY-2", Goes::Backlog, Reason::Absence)];
    story.close("2026-12-04T13:00", 1, &left);
    let mut team = story.at("2026-12-04T14:00");
    team.start_retro(None).unwrap();
    let facts = facts(&team);
    let said = |label: &str| facts.iter().find(|(known, _)| *known == label).map_or("", |(_, words)| words);
    assert_eq!(said("Done"), "0 of 8 committed points, 0 of 2 items");
    assert_eq!(said("Left"), "2 items not finished: 2 absence (PAY-1, PAY-2)");
}

#[test]
fn a_sprint_without_estimates_is_told_by_count() {
    let story = Story(fixture());
    let mut team = story.at("2026-11-20T09:00");
    team.set_team("ready-estimate", "off").unwrap();
    for key in ["PAY-1", "PAY-2"] {
        team.edit_item(key, &ItemEdit { points: Some(None), ..ItemEdit::default() }).unwrap();
    }
    story.plan(("2026-11-23", "2026-12-04"), "Payouts recover", &["PAY-1", "PAY-2"]);
    story.work("2026-12-02T15:00", &["PAY-1"]);
    story.close("2026-12-04T13:00", 1, &[("PAY-2", Goes::Backlog, Reason::Underestimated)]);
    let mut team = story.at("2026-12-04T14:00");
    team.start_retro(None).unwrap();
    let facts = facts(&team);
    assert_eq!(facts[1], ("Done", "1 of 2 committed items; nothing was estimated".to_owned()));
}
