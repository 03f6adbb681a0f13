//! Burndown, burnup, reports and velocity in the cockpit: what people type and then see.

use crate::burndown::{at, story};
use crate::ground::Fixture;
use crate::retro::close;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::domain::sprint::SprintEdit;
use standfast::tui::event::Event;
use standfast::tui::pane;
use standfast::tui::shell::Effect;

const AFTERNOON: &str = "2026-12-03T15:00:00Z";

fn opened(team: Standfast, size: (u16, u16), keys: &str) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys(keys);
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map_or_else(String::new, |message| message.words.clone())
}

fn copied(screen: &Screen) -> String {
    let copy = |effect: &Effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    };
    screen.effects.iter().rev().find_map(copy).unwrap()
}

/// Two closed sprints: the story of the burndown, and one of a single item that was finished.
fn two_closed() -> (Fixture, Standfast) {
    let it = story();
    let mut team = at(&it, "2026-12-04T15:00:00Z");
    close(&mut team, 1);
    let mut team = at(&it, "2026-12-07T08:00:00Z");
    let day = |text: &str| text.parse().ok();
    let new = SprintEdit {
        goal: Some(Some("Fees show".into())),
        starts_on: Some(day("2026-12-07")),
        ends_on: Some(day("2026-12-11")),
        name: None,
    };
    team.new_sprint(&new).unwrap();
    team.add_to_sprint(2, &["PAY-5"]).unwrap();
    team.lock_sprint(2, &[], &[]).unwrap();
    at(&it, "2026-12-09T09:00:00Z").move_item("PAY-5", "done").unwrap();
    let mut team = at(&it, "2026-12-11T15:00:00Z");
    close(&mut team, 2);
    (it, team)
}

#[test]
fn a_burndown_names_every_change_of_scope() {
    let it = story();
    let screen = opened(at(&it, AFTERNOON), (100, 30), "2D");
    insta::assert_snapshot!("burndown_100x30", screen.both());
    for size in [(80, 24), (60, 16)] {
        let screen = opened(at(&it, AFTERNOON), size, "3D");
        insta::assert_snapshot!(format!("burndown_{}x{}", size.0, size.1), screen.text());
    }
}

#[test]
fn a_key_turns_from_picture_to_picture() {
    let it = story();
    let mut screen = opened(at(&it, AFTERNOON), (80, 24), "2D ");
    insta::assert_snapshot!("burnup_80x24", screen.text());
    screen.keys(" ");
    insta::assert_snapshot!("flow_80x24", screen.text());
    screen.keys(" ");
    insta::assert_snapshot!("cycle_times_80x24", screen.text());
    screen.keys(" ");
    assert!(screen.text().contains("Sprint 1, burndown"), "{}", screen.text());
    screen.keys("F");
    assert!(screen.text().contains("Sprint 1, cumulative flow"), "{}", screen.text());
}

#[test]
fn it_is_told_as_of_any_day() {
    let it = story();
    let mut screen = opened(at(&it, AFTERNOON), (80, 24), "2D");
    screen.keys("<left><left><left><left><left><left><left><left>");
    assert!(screen.text().contains("as of Wed 25 Nov"), "{}", screen.text());
    assert!(screen.text().contains("all of them came in with C1"), "{}", screen.text());
    screen.keys("<left><left><left>");
    assert!(said(&screen).contains("locked on this day"), "{}", said(&screen));
    screen.keys("l".repeat(12).as_str());
    assert!(screen.text().contains("1 point ahead of the line on day 9 of 10"), "{}", screen.text());
    screen.keys("<enter>");
    insta::assert_snapshot!("burndown_events", screen.text());
    screen.keys("y");
    assert!(copied(&screen).contains("| 13 | 3 | 16 | C1: PAY-4 comes in (+8) |"), "{}", copied(&screen));
}

/// A terminal that shows nothing but ASCII, and one without colours: the lines still differ.
#[test]
fn lines_differ_without_braille_and_without_colour() {
    let it = story();
    let mut plain = Screen::with(pane::all(), at(&it, AFTERNOON), (80, 24), &[("LANG", "C"), ("NO_COLOR", "1")]);
    plain.keys("2D");
    assert!(!plain.has_colours());
    let text = plain.text();
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!("burndown_ascii", text);
    plain.keys("<esc>V");
    assert!(said(&plain).contains("Velocity is not known"), "{}", said(&plain));
}

#[test]
fn past_sprints_have_their_lines_too() {
    let (_it, team) = two_closed();
    let mut screen = opened(team, (80, 24), "7D");
    assert!(screen.text().contains("Sprint 2, burndown"), "{}", screen.text());
    screen.keys("[");
    assert!(screen.text().contains("Sprint 1, burndown"), "{}", screen.text());
    assert!(screen.text().contains("Closed on day 10 of 10 with nothing open"), "{}", screen.text());
    screen.keys("[");
    assert_eq!(said(&screen), "No earlier sprint was locked.");
    screen.keys("]]");
    assert_eq!(said(&screen), "No later sprint was locked.");
}

#[test]
fn a_report_opens_figure_by_figure() {
    let (_it, team) = two_closed();
    let mut screen = opened(team, (100, 30), "2M[");
    insta::assert_snapshot!("report_100x30", screen.both());
    screen.keys("<down><enter>");
    insta::assert_snapshot!("report_behind", screen.text());
    screen.keys("<esc>y");
    assert!(copied(&screen).contains("## Account"), "{}", copied(&screen));
    // The last line is a ratio, which says what it is made of.
    screen.keys("G<enter>");
    assert!(said(&screen).contains("Say/do, committed"), "{}", said(&screen));
    screen.resize((60, 16));
    insta::assert_snapshot!("report_60x16", screen.text());
    screen.keys("gDy<esc>");
    assert!(copied(&screen).contains("# Burndown of sprint 1"), "{}", copied(&screen));
    screen.keys("[");
    assert_eq!(said(&screen), "No earlier sprint has closed.");
}

#[test]
fn a_figure_with_nothing_behind_it_says_so() {
    let (_it, team) = two_closed();
    let mut screen = opened(team, (80, 24), "2M<down><enter>");
    assert_eq!(said(&screen), "No item of sprint 2 was added.");
    screen.keys("6");
    assert!(screen.text().contains("Review of sprint"), "{}", screen.text());
}

#[test]
fn velocity_is_a_bar_for_each_sprint() {
    let (_it, team) = two_closed();
    let mut screen = opened(team, (80, 24), "3V");
    insta::assert_snapshot!("velocity_80x24", screen.both());
    screen.keys("<left><enter>");
    assert!(screen.text().contains("Payouts recover: partly met"), "{}", screen.text());
    screen.keys("V<esc><esc><esc>");
    assert!(!screen.text().contains("Velocity"), "{}", screen.text());
}

#[test]
fn imported_sprints_are_marked_and_say_what_is_not_known() {
    let Fixture { folder: _folder, mut team } = crate::ground::fixture();
    crate::past::take(&mut team, crate::past::KNOWHOW);
    let mut screen = opened(team, (80, 24), "3V");
    insta::assert_snapshot!("velocity_imported", screen.text());
    screen.keys("<enter>");
    assert!(screen.text().contains("Imported from"), "{}", screen.text());
    screen.keys("D");
    assert!(screen.text().contains("was imported as figures"), "{}", screen.text());
    screen.keys("<enter>y");
    assert!(said(&screen).contains("was imported as figures"), "{}", said(&screen));
}

#[test]
fn nothing_breaks_where_there_is_no_sprint() {
    let Fixture { folder: _folder, team } = crate::ground::fixture();
    let mut screen = opened(team, (60, 16), "3");
    for (key, words) in
        [("D", "No sprint has been locked yet"), ("M", "No sprint has closed yet"), ("V", "Velocity is not known")]
    {
        screen.keys(key);
        assert!(said(&screen).contains(words), "{}", said(&screen));
    }
    let it = story();
    for (x, y) in [(1, 1), (20, 6), (40, 12), (200, 60)] {
        let mut screen = opened(at(&it, AFTERNOON), (80, 24), "2D");
        screen.event(Event::Resize(x, y));
        screen.resize((80, 24));
        assert!(screen.text().contains("Sprint 1, burndown"), "{}", screen.text());
    }
}
