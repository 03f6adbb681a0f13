//! The Review tab: what people type and then see.

use crate::ground::{Fixture, fixture, locked};
use crate::retro::close;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::item::ItemEdit;
use standfast::tui::pane;

fn opened(team: Standfast, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys("6");
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map_or_else(String::new, |message| message.words.clone())
}

/// A sprint of PAY-1, by ben and with two criteria, and PAY-2, by nobody; both finished.
fn finished() -> Fixture {
    let mut fixture = locked();
    let team = &mut fixture.team;
    let edit = ItemEdit {
        add_criteria: vec!["It retries for a day, then gives up and says so.".into()],
        ..ItemEdit::default()
    };
    team.edit_item("PAY-1", &edit).unwrap();
    team.tick_item("PAY-1", 1, true).unwrap();
    team.assign_item("PAY-1", Some("ben")).unwrap();
    team.move_items(&["PAY-1", "PAY-2"], "done").unwrap();
    fixture
}

#[test]
fn a_whole_review_by_keys() {
    let Fixture { folder: _folder, team } = finished();
    let mut screen = opened(team, (100, 30));
    assert!(screen.text().contains("b to start"), "{}", screen.text());
    screen.keys("a");
    assert_eq!(said(&screen), "Press b to start the review of sprint 1.");
    screen.keys("bMara, the harbour master<enter>");
    // PAY-2 is shown first, by cem in ten minutes, with its build.
    screen.keys("<down>K");
    screen.keys("e<ctrl-u>cem<tab><ctrl-u>10<tab>https://ci.example/77<ctrl-s>");
    assert!(screen.text().contains("https://ci.example/77"), "{}", screen.text());
    screen.keys("a");
    screen.keys("<down>nSay when the next try is<enter>");
    insta::assert_snapshot!("review_100x30", screen.both());
    screen.keys("rIt retries for ever<enter>");
    assert_eq!(said(&screen), "PAY-1 is rejected and open again, in doing.");
    assert!(screen.text().contains("5/8 pts"), "what was rejected is not done: {}", screen.text());
    screen.keys("r");
    assert!(said(&screen).contains("only finished items get a verdict"), "{}", said(&screen));
    screen.keys("f");
    assert!(said(&screen).contains("The review of sprint 1 has ended: 2 items were shown"), "{}", said(&screen));
    screen.keys("a");
    assert_eq!(said(&screen), "The review is finished, and final.");
    let item = screen.shell.standfast().item("PAY-6").unwrap();
    assert_eq!(item.origin.unwrap().words(), "feedback on PAY-1 at the review of sprint 1");
}

#[test]
fn smaller_screens_hold_the_same_review() {
    for size in [(80, 24), (60, 16)] {
        let Fixture { folder: _folder, mut team } = finished();
        team.start_review(None, &["Mara".into()]).unwrap();
        let mut screen = opened(team, size);
        screen.keys("nSay when the next try is<enter>");
        insta::assert_snapshot!(format!("review_{}x{}", size.0, size.1), screen.text());
    }
}

#[test]
fn what_was_finished_and_never_shown_stays_in_sight() {
    let Fixture { folder: _folder, mut team } = finished();
    team.start_review(None, &[]).unwrap();
    let mut screen = opened(team, (80, 24));
    screen.keys("af<up>");
    assert!(screen.text().contains("Finished, never shown: PAY-2"), "{}", screen.text());
    let Fixture { folder: _folder, mut team } = finished();
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
    let mut screen = opened(team, (80, 24));
    insta::assert_snapshot!("review_never_shown", screen.text());
    screen.keys("A");
    assert_eq!(said(&screen), "Press b to start the review of sprint 2.");
    screen.keys("b<enter>A<enter>");
    assert!(screen.text().contains("PAY-1"), "{}", screen.text());
    screen.keys("[");
    assert!(screen.text().contains("Review of sprint 1"), "{}", screen.text());
    screen.keys("[");
    assert_eq!(said(&screen), "There is no earlier sprint to review.");
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_typed_is_lost() {
    let Fixture { folder: _folder, mut team } = finished();
    team.start_review(None, &["Mara".into()]).unwrap();
    let mut screen = opened(team, (80, 24));
    screen.keys("n<enter>");
    assert!(screen.text().contains("Feedback on PAY-1"), "{}", screen.text());
    screen.keys("Too slow<esc><esc>K");
    assert!(said(&screen).contains("already at that end"), "{}", said(&screen));
    screen.keys("e<tab><ctrl-u>ten<ctrl-s>");
    assert!(screen.text().contains("\"ten\" is not a number of minutes"), "the form stays open: {}", screen.text());
    screen.keys("<esc><esc>b");
    assert_eq!(said(&screen), "The review of sprint 1 is under way.");
}

#[test]
fn before_there_is_a_sprint_the_tab_says_what_it_is_for() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = opened(team, (80, 24));
    assert!(screen.text().contains("No sprint is locked or closed yet"), "{}", screen.text());
    screen.keys("b");
    assert!(said(&screen).contains("No sprint has been locked yet"), "{}", said(&screen));
    let Fixture { folder: _folder, team } = locked();
    let screen = opened(team, (60, 16));
    assert!(screen.text().contains("Sprint 1 has no finished items yet"), "{}", screen.text());
}
