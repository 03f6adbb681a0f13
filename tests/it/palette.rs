//! The palette: commands of every tab by their names, and everything that has a key or a name.

use crate::ground::{Fixture, locked};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::store::steps_taken;
use standfast::tui::command::{Command, TABLE};
use standfast::tui::event::Event;
use standfast::tui::pane;
use standfast::tui::scope::Scope;

/// A sprint under way with a blocker, on some tab.
fn on(tab: &str) -> (Screen, Fixture) {
    let Fixture { folder, mut team } = locked();
    let text = Some("No port to the bank".to_owned());
    team.raise_blocker(&BlockerEdit { text, add_items: vec!["PAY-1".into()], ..BlockerEdit::default() }).unwrap();
    let other = Standfast::open(&folder.path().join("team.db"), team.clock(), "gus").unwrap();
    let mut screen = Screen::with(pane::all(), team, (120, 40), &[]);
    screen.keys(tab);
    (screen, Fixture { folder, team: other })
}

#[test]
fn every_command_of_every_tab_is_found_from_every_tab_by_its_name() {
    let shared = [Scope::List, Scope::Items, Scope::Sprint, Scope::Global];
    let of_tab = |scope: Scope| shared.contains(&scope) || pane::TABS.iter().any(|tab| tab.scope == scope);
    for tab in ["4", "7"] {
        let (mut screen, _fixture) = on(tab);
        for row in TABLE.iter().filter(|row| of_tab(row.scope) && row.command != Command::Palette) {
            for typed in [row.name.to_owned(), row.name.replace('-', " "), row.name.replace('-', "")] {
                screen.keys(":").event(Event::Paste(typed.clone()));
                let (text, words) = (screen.text(), row.name.replace('-', " "));
                let listed: Vec<&str> =
                    text.lines().skip_while(|line| !line.contains("Commands, and")).skip(3).collect();
                assert!(listed.iter().any(|line| line.contains(&words)), "{typed} on tab {tab}:\n{text}");
                screen.keys("<esc>");
            }
        }
    }
}

#[test]
fn a_command_of_another_tab_says_so_goes_there_and_is_done() {
    let (mut screen, _fixture) = on("7");
    screen.keys(":touch");
    assert!(screen.text().contains("On the blockers: "), "{}", screen.text());
    screen.keys("<esc>:blockers raise<enter>");
    assert!(screen.text().contains("New blocker"), "{}", screen.text());
    screen.keys("<esc>");
    assert!(screen.text().contains("No port to the bank"), "{}", screen.text());
}

#[test]
fn a_sentence_finds_a_command_and_nothing_is_said_in_a_line() {
    let (mut screen, _fixture) = on("4");
    screen.keys(":what closed sprints completed");
    assert!(screen.text().contains("velocity"), "{}", screen.text());
    screen.keys("<esc>:qzxqzx");
    assert!(screen.text().contains("Nothing matches."), "{}", screen.text());
    screen.keys("<enter>");
    assert!(screen.text().contains("No entry matches what you typed."), "{}", screen.text());
}

#[test]
fn things_are_found_by_key_and_by_words_and_open() {
    for (typed, sees) in [
        ("PAY-2", "Rotate keys"),
        ("rotate", "Rotate keys"),
        ("b1", "Blocker B1"),
        ("no port", "Blocker B1"),
        ("ana", "Member ana"),
        ("sprint 1", "Sprint 1, burndown"),
    ] {
        let (mut screen, _fixture) = on("7");
        screen.keys(&format!(":{typed}<enter>"));
        assert!(screen.text().contains(sees), "{typed}:\n{}", screen.text());
    }
}

#[test]
fn what_only_looks_opens_from_every_tab_and_over_every_layer_by_the_same_key() {
    let opens = [
        ('D', "burndown"),
        ('S', "Scope log"),
        ('C', "Contract of sprint 1"),
        ('U', "History"),
        ('Y', "Sprints"),
        ('?', "Keys: "),
    ];
    for below in ["1", "2", "3", "4", "5", "6", "7", "4<enter>", "2r", "2D", "2U", "4?"] {
        let (mut screen, _fixture) = on(below);
        for (key, sees) in opens {
            screen.keys(&key.to_string());
            assert!(screen.text().contains(sees), "{key} on {below}:\n{}", screen.text());
            screen.keys(&key.to_string()).keys("<esc>");
        }
        assert!(!screen.has_quit());
    }
    for below in ["1", "5", "6", "4<enter>"] {
        let (mut screen, _fixture) = on(below);
        for (key, said) in [("V", "Velocity is not known"), ("M", "No sprint has closed yet")] {
            screen.keys(key);
            assert!(screen.text().contains(said), "{key} on {below}:\n{}", screen.text());
        }
    }
}

#[test]
fn q_closes_a_layer_and_quits_on_the_ground_alone() {
    for layer in ["4<enter>", "2D", "2U", "2C", "2Y", "2?"] {
        let (mut screen, _fixture) = on(layer);
        screen.keys("q");
        assert!(!screen.has_quit(), "{layer}");
        assert!(screen.keys("q").has_quit(), "{layer}:\n{}", screen.text());
    }
}

#[test]
fn help_says_what_a_key_does_and_why_it_cannot_now_and_is_searched() {
    let (mut screen, _fixture) = on("7?");
    screen.keys("/asks why");
    let text = screen.text();
    assert!(text.contains("Finish the retro; without an action it asks why."), "{text}");
    assert!(
        text.contains("No retro is under way") && text.contains("/asks why_") && !text.contains("Start the retro"),
        "{text}"
    );
    screen.keys("<enter><esc>");
    assert!(screen.text().contains("Start the retro"), "{}", screen.text());
    screen.keys("/qzx");
    assert!(screen.text().contains("Nothing here has these words."), "{}", screen.text());
    screen.keys("<esc><esc>");
    assert!(!screen.text().contains("Keys: "), "{}", screen.text());
}

#[test]
fn every_sprint_is_listed_with_its_goal_and_opens_as_what_it_is() {
    let (mut screen, _fixture) = on("5Y");
    let text = screen.text();
    assert!(
        text.contains("Payouts recover") && text.contains("under way") && text.contains("Mon 23 Nov to Fri 4 Dec"),
        "{text}"
    );
    assert!(screen.keys("<enter>").text().contains("Sprint 1, burndown"), "{}", screen.text());
    let mut fixture = crate::screens_close::running();
    crate::retro::close(&mut fixture.team, 1);
    fixture.team.new_sprint(&standfast::domain::sprint::SprintEdit::default()).unwrap();
    let mut screen = Screen::with(pane::all(), fixture.team, (100, 30), &[]);
    screen.keys("4Y");
    insta::assert_snapshot!("sprints_100x30", screen.text());
    screen.keys("j<enter>");
    assert!(screen.text().contains("Ratios, by points"), "{}", screen.text());
    screen.keys("<esc>D");
    assert!(screen.text().contains("Sprint 1, burndown"), "{}", screen.text());
    screen.keys("<esc>kD<esc>k<enter>");
    assert!(screen.text().contains("3 Plan"), "{}", screen.text());
    let mut empty = Screen::open(crate::ground::fixture().team);
    assert!(empty.keys("4Y").text().contains("No sprints yet"), "{}", empty.text());
}

#[test]
fn drawing_runs_no_statement() {
    let mut fixture = crate::screens_close::running();
    crate::retro::close(&mut fixture.team, 1);
    let mut screen = Screen::with(pane::all(), fixture.team, (160, 40), &[]);
    // Kept answers would hide a statement.
    screen.shell.standfast().keep_answers(false);
    for keys in [
        "1", "2", "3", "4", "5", "6", "7", "7M", "<esc>7D", "<esc>7V", "<esc>7Y", "<esc>7@", "<esc>7U", "<esc>7?",
        "<esc>7:",
    ] {
        screen.keys(keys);
        let before = steps_taken();
        screen.draw();
        assert_eq!(steps_taken() - before, 0, "{keys}");
    }
}
