//! The Standup tab: what people type and then see.

use crate::ground::{Fixture, locked};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::standup::Say;
use standfast::app::standup::Start;
use standfast::app::team::{NewMember, NewTeam};
use standfast::clock::Clock;
use standfast::domain::blocker::Cause;
use standfast::domain::time::Instant;
use standfast::tui::event::Event;
use standfast::tui::pane;
use std::path::Path;

/// Opens the team at a moment, in Berlin.
pub fn at(folder: &Path, moment: &str) -> Standfast {
    let now = Instant::parse(&format!("{moment}:00+01:00")).unwrap();
    Standfast::open(&folder.join("team.db"), Clock::Fixed(now), "gus").unwrap()
}

/// Two standups are over; on Wednesday morning a blocker comes back unchanged for the second time.
pub fn wednesday() -> crate::ground::Folder {
    let Fixture { folder, team } = locked();
    drop(team);
    let mut team = at(folder.path(), "2026-11-23T10:30");
    for (key, who) in [("PAY-1", "ana"), ("PAY-2", "ben")] {
        team.assign_item(key, Some(who)).unwrap();
        team.move_item(key, "doing").unwrap();
    }
    let blocker = BlockerEdit {
        text: Some("No key for the test ledger".into()),
        cause: Some(Cause::Access),
        add_items: vec!["PAY-2".into()],
        raised_by: Some("ben".into()),
        owner: Some(Some("ana".into())),
        waiting_on: Some(Some("Operations".into())),
        ..BlockerEdit::default()
    };
    team.raise_blocker(&blocker).unwrap();
    for day in ["2026-11-23", "2026-11-24"] {
        let mut team = at(folder.path(), &format!("{day}T10:40"));
        team.start_standup(Start::default()).unwrap();
        let say = Say { today: Some("Retries, then the ledger".into()), ..Say::default() };
        team.say_in_standup(Some("ana"), &say).unwrap();
        drop(team);
        at(folder.path(), &format!("{day}T10:50")).finish_standup().unwrap();
    }
    let mut team = at(folder.path(), "2026-11-25T09:00");
    team.move_item("PAY-1", "review").unwrap();
    let say = Say { today: Some("Rotate keys".into()), needs: Some("five minutes of ana".into()), ..Say::default() };
    team.check_in(Some("ben"), &say).unwrap();
    folder
}

fn sized(folder: &Path, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), at(folder, "2026-11-25T10:00"), size, &[]);
    screen.keys("1");
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map(|message| message.words.clone()).unwrap_or_default()
}

#[test]
fn facts_stand_there_without_a_standup() {
    let folder = wednesday();
    insta::assert_snapshot!("standup_100x30", sized(folder.path(), (100, 30)).both());
    insta::assert_snapshot!("standup_80x24", sized(folder.path(), (80, 24)).text());
    insta::assert_snapshot!("standup_60x16", sized(folder.path(), (60, 16)).text());
}

#[test]
fn a_whole_standup_by_keys() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (100, 30));
    screen.keys("b");
    assert_eq!(said(&screen), "Started the standup, by risk: ana begins.");
    screen.keys("iWebhooks<enter>a look by @b<tab>at it<enter>");
    assert!(screen.text().contains("a look by @ben at it"), "{}", screen.text());
    // The item is moved, a blocker raised and a topic parked without leaving the screen.
    let mut steps = screen.text();
    screen.keys("nmdone<enter>");
    assert_eq!(said(&screen), "Moved PAY-2 to done. PAY-2 has 1 criterion not ticked.");
    screen.keys("uONames of roles<ctrl-s>");
    assert!(said(&screen).starts_with("Parked T1 with ben"), "{}", said(&screen));
    steps.push_str("\n\n");
    steps.push_str(&screen.text());
    insta::assert_snapshot!("standup_running", steps);
    screen.keys("A");
    assert!(said(&screen).starts_with("ben is absent on 2026-11-25"), "{}", said(&screen));
    screen.keys("A");
    screen.keys("n");
    screen.keys("f");
    assert!(said(&screen).contains("B1 came back unchanged"), "{}", said(&screen));
    screen.keys("<esc>");
    insta::assert_snapshot!("standup_end", screen.both());
    screen.keys("R<enter>Ask their lead<ctrl-s>");
    assert!(said(&screen).starts_with("Ruled on B1, next step: ana by 2026-11-26"), "{}", said(&screen));
    screen.keys("f");
    assert!(said(&screen).starts_with("Finished the standup"), "{}", said(&screen));
    screen.keys("y");
    assert!(said(&screen).starts_with("Copied the digest of 2026-11-25"), "{}", said(&screen));
}

#[test]
fn a_check_in_shows_without_moving_the_cursor() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (100, 30));
    screen.keys("b<down>iTyped here");
    let before = screen.text();
    let mut other = at(folder.path(), "2026-11-25T10:01");
    let say = Say { today: Some("From another shell".into()), ..Say::default() };
    other.check_in(Some("cem"), &say).unwrap();
    let needs = Say { needs: Some("a chair of cem".into()), ..Say::default() };
    other.check_in(Some("ana"), &needs).unwrap();
    assert!(screen.shell.look_elsewhere());
    screen.event(Event::Tick(Instant(0)));
    let after = screen.text();
    assert!(after.contains("a chair of cem") && after.contains("Typed here"), "{after}");
    let cursor = |text: &str| text.lines().position(|line| line.contains("│▌"));
    assert_eq!(cursor(&before), cursor(&after));
    screen.keys("<esc>");
    assert!(screen.text().contains("Typed here"));
}

#[test]
fn the_board_walk_stops_where_something_is_wrong() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (100, 30));
    screen.keys("bv");
    insta::assert_snapshot!("standup_board", screen.text());
    screen.keys("nv");
    assert!(said(&screen).starts_with("From person to person now"), "{}", said(&screen));
}

#[test]
fn presenting_shows_one_person_large() {
    let folder = wednesday();
    for size in [(100, 30), (60, 16)] {
        let mut screen = sized(folder.path(), size);
        screen.keys("P");
        if size.0 == 100 {
            screen.keys("b");
            insta::assert_snapshot!("standup_present", screen.text());
        } else {
            insta::assert_snapshot!("standup_present_60x16", screen.text());
        }
    }
}

#[test]
fn a_standup_left_half_way_says_so_and_goes_on() {
    let folder = wednesday();
    at(folder.path(), "2026-11-25T08:30").start_standup(Start::default()).unwrap();
    let mut screen = sized(folder.path(), (100, 30));
    assert!(screen.text().contains("not finished: b to resume"), "{}", screen.text());
    screen.keys("n");
    assert_eq!(said(&screen), "The standup is not finished. Press b to resume it.");
    screen.keys("b");
    assert!(said(&screen).starts_with("Resumed the standup of Wed 25 Nov 08:30: 0:00 spent"), "{}", said(&screen));
}

#[test]
fn going_on_with_a_standup_goes_to_who_speaks() {
    let folder = wednesday();
    let mut team = at(folder.path(), "2026-11-25T08:30");
    team.start_standup(Start::default()).unwrap();
    let first = team.standup().unwrap().unwrap().speaker().unwrap().name.clone();
    team.next_in_standup(None).unwrap();
    let speaks = team.standup().unwrap().unwrap().speaker().unwrap().name.clone();
    drop(team);
    let mut screen = sized(folder.path(), (100, 30));
    assert!(screen.text().contains(&format!("▌  {first}")), "{}", screen.text());
    screen.keys("b");
    let text = screen.text();
    let line = text.lines().find(|line| line.contains('▌')).unwrap_or_default();
    assert!(line.contains(&speaks), "{text}");
    screen.keys("N");
    assert_eq!(said(&screen), format!("{speaks} is speaking. Press n to end their turn."));
}

#[test]
fn presenting_takes_every_key_and_shows_what_is_typed() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (80, 24));
    screen.keys("bPiWebhooks<enter>a look by @b");
    insta::assert_snapshot!("standup_present_typing", screen.text());
    screen.keys("<tab><esc>");
    assert!(screen.text().contains("a look by @ben"), "{}", screen.text());
    screen.keys("n");
    assert!(said(&screen).contains("ben speaks"), "{}", said(&screen));
    screen.keys("z");
    assert!(said(&screen).starts_with("Skipped ben"), "{}", said(&screen));
    screen.keys("v");
    let line = |screen: &Screen| {
        let text = screen.text();
        text.lines().find(|line| line.trim_start().starts_with("then ")).unwrap_or_default().to_owned()
    };
    assert!(!line(&screen).contains("cem"), "along the board items come next: {}", screen.text());
    screen.keys("P");
    assert!(screen.text().contains("The board stops at"), "{}", screen.text());
}

/// A team of that many, all of whom work on nothing.
fn team_of(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let monday = Clock::Fixed(Instant::parse("2026-11-23T09:00:00Z").unwrap());
    let mut team = Standfast::create(&folder.path().join("team.db"), monday, "gus").unwrap();
    let member =
        |n: usize| NewMember { name: format!("dev-{n:02}"), allocation: Some(100.into()), ..NewMember::default() };
    let members = (1..=count).map(member).collect();
    let zone = "Europe/Berlin".parse().unwrap();
    team.found_team(&NewTeam { name: "Many".into(), prefix: None, zone, members }).unwrap();
    folder
}

#[test]
fn a_team_of_forty_scrolls_and_a_team_of_one_speaks_alone() {
    let forty = team_of(40);
    let mut screen = sized(forty.path(), (80, 24));
    screen.keys("b");
    for _ in 0..30 {
        screen.keys("n");
    }
    let text = screen.text();
    assert!(text.contains("▌→ dev-31") && !text.contains("dev-10 "), "{text}");
    assert!(text.contains("0:00 of 0:22") && text.contains("9 to come"), "fifteen minutes among forty: {text}");
    screen.keys("P");
    assert!(screen.text().contains("then dev-32, dev-33"), "{}", screen.text());
    let one = team_of(1);
    let mut screen = sized(one.path(), (80, 24));
    screen.keys("b");
    assert_eq!(said(&screen), "Started the standup, by risk: dev-01 begins.");
    screen.keys("nf");
    assert!(said(&screen).starts_with("Finished the standup"), "{}", said(&screen));
    screen.keys("b");
    assert_eq!(said(&screen), "Today's standup is finished. Press I to see it, u to undo the finish.");
}

#[test]
fn a_clock_that_jumps_back_and_midnight_do_no_harm() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (100, 30));
    screen.keys("b");
    let yesterday = Instant::parse("2026-11-24T08:00:00Z").unwrap();
    screen.event(Event::Tick(yesterday));
    screen.shell.handle(Event::Tick(yesterday), yesterday);
    assert!(screen.event(Event::Resize(100, 30)).text().contains("0:00 of 15:00"), "{}", screen.text());
    let night = team_of(2);
    at(night.path(), "2026-11-25T23:55").start_standup(Start::default()).unwrap();
    let mut screen = Screen::with(pane::all(), at(night.path(), "2026-11-26T00:05"), (100, 30), &[]);
    screen.keys("1n");
    assert!(said(&screen).contains("speaks, the last one"), "{}", said(&screen));
    let text = screen.text();
    assert!(text.contains("Wed 25 Nov") && text.contains("10:00 of 15:00"), "it is that of the day it began: {text}");
}

#[test]
fn an_action_is_done_from_its_owners_lines() {
    let folder = tempfile::tempdir().unwrap();
    let now = Clock::Fixed(Instant::parse("2026-11-30T08:10:00Z").unwrap());
    let mut demo = Standfast::create(&folder.path().join("team.db"), now, "Mara").unwrap();
    demo.play_demo().unwrap();
    let mut screen = Screen::with(pane::all(), demo, (120, 40), &[]);
    screen.keys("1");
    insta::assert_snapshot!("standup_demo_120x40", screen.text());
    screen.keys("<down><down>d");
    assert!(screen.text().contains("A5 is done: what should the next retro know?"), "{}", screen.text());
    screen.keys("Four topics went offline<enter>");
    assert!(said(&screen).starts_with("A5 is done. The next retro asks whether it worked"), "{}", said(&screen));
    screen.keys("2");
    insta::assert_snapshot!("board_demo_120x40", screen.both());
    screen.keys("3");
    insta::assert_snapshot!("plan_demo_120x40", screen.text());
    screen.keys("d");
    assert!(screen.text().contains("A4 is done"), "only one is left: {}", screen.text());
}
