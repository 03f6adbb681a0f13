//! How many keys the longer acts take. What is typed as words counts as one.

use crate::ground::{Fixture, locked};
use crate::support::screen::Screen;
use standfast::domain::scope::RequestKind;

/// Types keys; words in quotes count as one.
fn takes(screen: &mut Screen, steps: &[&str]) -> usize {
    for step in steps {
        screen.keys(step.trim_matches('"'));
    }
    steps.len()
}

#[test]
fn a_swap_takes_seven_keys_at_most_and_waits_for_a_ruling() {
    let Fixture { folder: _folder, mut team } = locked();
    // Of the items of 3 points outside the sprint one is ready, and another one is not.
    let new = standfast::app::item::NewItem {
        title: "No criterion".into(),
        points: crate::ground::points(3.0),
        place: standfast::app::item::Place::Top,
        ..Default::default()
    };
    team.add_item(&new).unwrap();
    let mut screen = Screen::open(team);
    screen.keys("2");
    let before = takes(&mut screen, &["c", "s", "<enter>"]);
    let seen = screen.text();
    let place = |key: &str| seen.find(key).unwrap_or_else(|| panic!("{key}\n{seen}"));
    assert!(seen.contains("What comes in for PAY-1 (3 points)? Type to find others"), "{seen}");
    assert!(place("PAY-3    Export ledger") < place("PAY-6    No criterion"), "{seen}");
    assert!(!seen.contains("PAY-4    Refund") && seen.contains("3 points, no acceptance criterion"), "{seen}");
    let after = takes(&mut screen, &["<enter>", "\"The auditors come\"", "<enter>"]);
    let request = screen.shell.standfast().requests(Some(1)).unwrap().remove(0);
    assert_eq!(
        (request.kind, request.item.as_deref(), request.swap.as_deref()),
        (RequestKind::Add, Some("PAY-3"), Some("PAY-1"))
    );
    assert_eq!(request.ruling, None, "nobody ruled");
    assert!(before + after <= 7, "{before} and {after}");
}

#[test]
fn anything_else_comes_in_by_its_words() {
    let Fixture { folder: _folder, team } = locked();
    let mut screen = Screen::open(team);
    screen.keys("2cs<enter>refund<enter>").keys("The bank asks<enter>");
    let request = screen.shell.standfast().requests(Some(1)).unwrap().remove(0);
    assert_eq!((request.item.as_deref(), request.swap.as_deref()), (Some("PAY-4"), Some("PAY-1")), "{}", screen.text());
}

#[test]
fn a_second_note_vote_and_action_need_no_new_command() {
    let Fixture { folder: _folder, team } = crate::retro::begun();
    let mut screen = Screen::open(team);
    screen.keys("7");
    assert_eq!(takes(&mut screen, &["a", "\"Pairing\"", "<enter>", "\"Fewer meetings\"", "<enter>", "<enter>"]), 6);
    let notes = screen.shell.standfast().retro_view(None).unwrap().topics;
    assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Pairing", "Fewer meetings"]);
    assert_eq!(takes(&mut screen, &["+", "+"]), 2);
    assert_eq!(
        screen.shell.standfast().retro_view(None).unwrap().topics.iter().map(|note| note.votes).sum::<usize>(),
        2
    );
    screen.keys("c").keys("Pair daily<tab>ana<tab>Nobody waits<ctrl-s>");
    assert!(screen.text().contains("Another action for"), "{}", screen.text());
    screen.keys("Meet less<tab>ben<tab>Two a week<ctrl-s>");
    assert!(!screen.text().contains("Another action"), "the retro has all it may have\n{}", screen.text());
    assert_eq!(screen.shell.standfast().retro_view(None).unwrap().committed.len(), 2);
}

#[test]
fn esc_ends_the_notes_and_keeps_them() {
    let Fixture { folder: _folder, team } = crate::retro::begun();
    let mut screen = Screen::open(team);
    screen.keys("7aPairing<enter>");
    assert!(screen.text().contains("Another note in"), "{}", screen.text());
    screen.keys("<esc>");
    assert!(!screen.text().contains("Another note in") && screen.text().contains("Pairing"), "{}", screen.text());
}
