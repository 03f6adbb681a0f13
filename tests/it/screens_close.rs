//! Closing a sprint in the cockpit, and which tab the day opens with: what people type and then see.

use crate::ground::{Fixture, fixture, locked, points};
use crate::retro::close;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::item::ItemEdit;
use standfast::app::standup::Start;
use standfast::clock::Clock;
use standfast::domain::close::{GoalOutcome, Reason};
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::Instant;
use standfast::tui::pane;

/// A sprint of four items, one of them finished.
pub fn running() -> Fixture {
    let mut fixture = fixture();
    let day = |text: &str| text.parse().ok();
    let new = SprintEdit {
        goal: Some(Some("Payouts recover after a network split".into())),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-12-04")),
        name: None,
    };
    fixture.team.new_sprint(&new).unwrap();
    fixture.team.add_to_sprint(1, &["PAY-1", "PAY-2", "PAY-4", "PAY-5"]).unwrap();
    fixture.team.lock_sprint(1, &[], &["ana".into()]).unwrap();
    fixture.team.move_item("PAY-1", "done").unwrap();
    fixture.team.move_item("PAY-4", "doing").unwrap();
    fixture
}

fn on_board(team: Standfast, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys("2X");
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map_or_else(String::new, |message| message.words.clone())
}

#[test]
fn every_unfinished_item_is_walked_through() {
    let Fixture { folder: _folder, team } = running();
    let mut screen = on_board(team, (100, 30));
    assert!(screen.text().contains("0 of 3 decided"), "{}", screen.text());
    // PAY-2 is blocked and goes on; PAY-4 is split; PAY-5 goes back to the backlog, as everything does by itself.
    screen.keys("ne the bank answers on Monday<enter>2");
    screen.keys("s5<enter>1");
    screen.keys("7");
    insta::assert_snapshot!("close_100x30", screen.both());
    screen.keys("peWe got close<enter>X");
    assert!(screen.text().contains("cannot be undone"), "{}", screen.text());
    screen.keys("n");
    assert!(screen.shell.standfast().current_sprint().unwrap().is_some(), "a no closes nothing");
    screen.keys("Xy");
    insta::assert_snapshot!("just_closed", screen.both());
    let report = screen.shell.standfast().report(1).unwrap();
    assert_eq!((report.goal_outcome, report.note.as_deref()), (Some(GoalOutcome::Partly), Some("We got close")));
    let given: Vec<(String, Reason)> = report
        .items
        .iter()
        .filter_map(|line| line.disposition.as_ref().map(|given| (given.goes.clone(), given.reason)))
        .collect();
    let expected = [("next", Reason::Blocked), ("split", Reason::Underestimated), ("backlog", Reason::Other)];
    assert_eq!(given, expected.map(|(goes, reason)| (goes.to_owned(), reason)));
    assert_eq!(report.items[1].disposition.as_ref().unwrap().note.as_deref(), Some("the bank answers on Monday"));
    assert_eq!(screen.shell.standfast().item("PAY-6").unwrap().row.points, points(3.0));
    screen.keys("7");
    assert!(screen.text().contains("The retro of sprint 1 is due"), "{}", screen.text());
}

#[test]
fn the_last_day_says_which_key_closes_the_sprint() {
    let Fixture { folder: _folder, team } = running();
    for (moment, says) in [("2026-12-03T15:00:00Z", false), ("2026-12-04T15:00:00Z", true)] {
        let clock = Clock::Fixed(Instant::parse(moment).unwrap());
        let mut screen = Screen::open(Standfast::open(team.path(), clock, "fay").unwrap());
        screen.keys("2");
        assert_eq!(screen.text().contains("X to close sprint 1"), says, "{}", screen.text());
    }
}

#[test]
fn what_is_missing_is_listed_and_nothing_chosen_is_lost() {
    let Fixture { folder: _folder, team } = running();
    let mut screen = on_board(team, (80, 24));
    screen.keys("ne the bank<enter>2X");
    insta::assert_snapshot!("close_missing", screen.text());
    screen.keys("<esc>");
    assert!(screen.text().contains("1 of 3 decided") && screen.text().contains("the bank"), "{}", screen.text());
    screen.resize((60, 16)).resize((120, 40));
    assert!(screen.text().contains("1 of 3 decided") && screen.text().contains("the bank"), "{}", screen.text());
    screen.keys("a");
    assert!(screen.text().contains("3 of 3 decided"), "{}", screen.text());
    // All of it is refused while the goal has no outcome.
    screen.keys("X");
    assert!(screen.text().contains("The goal: met, partly met or missed?"), "{}", screen.text());
    screen.keys("<esc><esc>");
    assert!(said(&screen).contains("Press Esc again to discard it"), "{}", said(&screen));
    screen.keys("mXy");
    assert!(screen.text().contains("Sprint 1 is closed"), "{}", screen.text());
}

#[test]
fn a_split_needs_a_part_that_leaves_something() {
    let Fixture { folder: _folder, team } = running();
    let mut screen = on_board(team, (80, 24));
    screen.keys("s5<enter>");
    assert!(said(&screen).contains("leaves nothing to split"), "{}", said(&screen));
    screen.keys("<backspace>many<enter>");
    assert!(said(&screen).contains("as a number"), "{}", said(&screen));
    screen.keys("<ctrl-u>2<enter>");
    assert!(screen.text().contains("split 2+3"), "{}", screen.text());
    screen.keys("1<up>a");
    assert!(said(&screen).contains("A split is for one item."), "{}", said(&screen));
}

#[test]
fn what_is_finished_meanwhile_needs_no_reason() {
    let Fixture { folder, team } = running();
    let path = folder.path().join("team.db");
    let mut screen = on_board(team, (60, 16));
    screen.keys("2");
    insta::assert_snapshot!("close_60x16", screen.text());
    let mut other = Standfast::open(&path, crate::ground::monday(), "ben").unwrap();
    other.move_items(&["PAY-4", "PAY-5"], "done").unwrap();
    assert!(screen.shell.look_elsewhere());
    screen.keys("<down>");
    assert!(screen.text().contains("1 of 1 decided"), "{}", screen.text());
    screen.keys("mXy");
    assert_eq!(screen.shell.standfast().report(1).unwrap().figures.completed.count, 3);
}

#[test]
fn without_a_locked_sprint_there_is_nothing_to_close() {
    for tab in ["2", "3", "6", "7"] {
        let Fixture { folder: _folder, team } = fixture();
        let mut screen = Screen::open(team);
        screen.keys(tab).keys("X");
        assert!(said(&screen).contains("No sprint is locked"), "{tab}: {}", said(&screen));
    }
}

#[test]
fn a_sprint_with_nothing_finished_and_nothing_estimated_has_figures_by_count() {
    let Fixture { folder: _folder, mut team } = fixture();
    let clear = ItemEdit { points: Some(None), ..ItemEdit::default() };
    team.edit_items(&["PAY-1", "PAY-2"], &clear).unwrap();
    team.set_team("ready-estimate", "off").unwrap();
    let day = |text: &str| text.parse().ok();
    let new = SprintEdit {
        goal: Some(Some("Count".into())),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-12-04")),
        name: None,
    };
    team.new_sprint(&new).unwrap();
    team.add_to_sprint(1, &["PAY-1", "PAY-2"]).unwrap();
    team.lock_sprint(1, &[], &[]).unwrap();
    let mut screen = on_board(team, (80, 24));
    // Without an estimate a split asks for no points.
    screen.keys("s16xXy");
    insta::assert_snapshot!("closed_unestimated", screen.text());
    assert_eq!(screen.shell.standfast().velocity().unwrap(), None, "unknown is unknown, never zero");
    screen.keys("V");
    assert!(screen.text().contains("unknown: no closed sprint completed items with estimates"), "{}", screen.text());
}

fn opening(team: Standfast, moment: &str) -> String {
    let clock = Clock::Fixed(Instant::parse(moment).unwrap());
    let path = team.path().to_owned();
    drop(team);
    let team = Standfast::open(&path, clock, "fay").unwrap();
    let screen = Screen::open(team);
    let roles = screen.roles();
    let (tabs, roles) = (screen.text().lines().nth(1).unwrap().to_owned(), roles.lines().nth(1).unwrap().to_owned());
    let here = tabs.chars().zip(roles.chars()).filter(|(_, role)| *role == 'H').map(|(c, _)| c);
    here.collect::<String>().trim().to_owned()
}

#[test]
fn the_tab_that_the_day_needs_opens_first() {
    let Fixture { folder: _folder, team } = fixture();
    assert_eq!(opening(team, "2026-11-23T09:00:00Z"), "3 Plan", "no sprint");
    let Fixture { folder: _folder, team } = running();
    assert_eq!(opening(team, "2026-11-24T08:00:00Z"), "1 Standup", "a working morning");
    let Fixture { folder: _folder, team } = running();
    assert_eq!(opening(team, "2026-11-24T15:00:00Z"), "2 Board", "an afternoon");
    let Fixture { folder: _folder, team } = running();
    assert_eq!(opening(team, "2026-11-28T08:00:00Z"), "2 Board", "a Saturday");
    let Fixture { folder: _folder, mut team } = running();
    team.start_standup(Start::default()).unwrap();
    team.finish_standup().unwrap();
    assert_eq!(opening(team, "2026-11-23T09:30:00Z"), "2 Board", "the standup is held");
}

#[test]
fn after_a_close_the_retro_opens_until_it_is_held() {
    let closed = || {
        let mut fixture = locked();
        close(&mut fixture.team, 1);
        fixture
    };
    let Fixture { folder: _folder, team } = closed();
    assert_eq!(opening(team, "2026-12-07T08:00:00Z"), "7 Retro");
    let Fixture { folder: _folder, mut team } = closed();
    team.start_retro(None).unwrap();
    assert_eq!(opening(team, "2026-12-07T08:00:00Z"), "7 Retro", "it is under way");
    let Fixture { folder: _folder, mut team } = closed();
    team.start_retro(None).unwrap();
    team.finish_retro(Some("Nothing to change")).unwrap();
    assert_eq!(opening(team, "2026-12-07T08:00:00Z"), "3 Plan");
}
