//! The Retro tab: what people type and then see.

use crate::actions::in_the_second_retro;
use crate::ground::{Fixture, locked};
use crate::retro::close;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::tui::pane;

fn sized(team: Standfast, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys("7");
    screen
}

/// A retro with a few notes and votes, two of three of them alike.
fn talked() -> Fixture {
    let mut fixture = in_the_second_retro();
    let team = &mut fixture.team;
    for (column, text) in [
        ("went", "Pairing at the gate went faster than anybody thought it would"),
        ("did not", "Slow builds"),
        ("did not", "The night build fails every second time and nobody looks at it before noon"),
        ("puzzles", "Who owns the gate?"),
    ] {
        team.add_note(column, text, None).unwrap();
    }
    team.group_notes(2, &[3], None).unwrap();
    for (note, member) in [(2, "ana"), (2, "ben"), (4, "ana"), (2, "cem")] {
        team.vote(note, Some(member)).unwrap();
    }
    fixture
}

#[test]
fn facts_and_old_actions_come_first() {
    let Fixture { folder: _folder, team } = talked();
    let mut screen = sized(team, (100, 30));
    insta::assert_snapshot!("retro_100x30", screen.both());
    screen.keys("c");
    let said = screen.shell.message().unwrap().words.clone();
    assert!(said.contains("A2 needs a ruling first"), "{said}");
    screen.keys("n");
    assert_eq!(screen.shell.message().unwrap().words, "A2 had no effect. It counts as done today.");
    screen.keys("w");
    assert!(screen.shell.message().unwrap().words.contains("was already ruled"));
}

#[test]
fn smaller_screens_hold_the_same_retro() {
    for size in [(80, 24), (60, 16)] {
        let Fixture { folder: _folder, team } = talked();
        let screen = sized(team, size);
        insta::assert_snapshot!(format!("retro_{}x{}", size.0, size.1), screen.text());
    }
}

#[test]
fn a_whole_retro_by_keys() {
    let Fixture { folder: _folder, mut team } = locked();
    team.move_item("PAY-1", "done").unwrap();
    close(&mut team, 1);
    let mut screen = sized(team, (100, 30));
    assert!(screen.text().contains("The retro of sprint 1 is due"), "{}", screen.text());
    screen.keys("b");
    screen.keys("aPairing<enter><esc>");
    screen.keys("<right>aSlow builds<enter>Flaky tests<enter><enter>");
    // Both say the same: they become one topic, named, and ana votes for it three times.
    screen.keys("<space><up><space>te<ctrl-u>The build<enter>");
    screen.keys("+++");
    assert!(screen.text().contains("ben votes, 3 left"), "{}", screen.text());
    screen.keys("v");
    assert!(screen.text().contains("ben votes, 2 left"), "{}", screen.text());
    screen.keys("-");
    screen.keys("cBuild at night<tab>cem<tab>No build waits at nine<ctrl-s><esc>");
    assert!(screen.text().contains("A1"), "{}", screen.text());
    screen.keys("<left>NPair more<enter>");
    insta::assert_snapshot!("retro_by_keys", screen.text());
    screen.keys("f");
    assert_eq!(screen.shell.message().unwrap().words, "The retro of sprint 1 has ended with A1.");
    screen.keys("a");
    assert!(screen.shell.message().unwrap().words.contains("No retro is under way"));
    let actions = screen.shell.standfast().actions().unwrap();
    assert_eq!((actions[0].owner.as_str(), actions[0].note), ("cem", Some(2)));
}

#[test]
fn a_retro_without_an_action_asks_why() {
    let Fixture { folder: _folder, mut team } = locked();
    close(&mut team, 1);
    let mut screen = sized(team, (100, 30));
    screen.keys("bf<enter>");
    assert!(screen.text().contains("Why is there no action?"), "{}", screen.text());
    screen.keys("Nobody had time<enter>");
    assert!(screen.text().contains("No action: Nobody had time"), "{}", screen.text());
}
