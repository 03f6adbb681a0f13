//! A field that names a thing offers it while it is typed: people, items, labels, roles.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;
use standfast::tui::pane;

const TUESDAY: &str = "2026-11-24T09:00:00Z";

/// The field, the keys that go to it, what is typed, and what is offered.
const FIELDS: &[(&str, &str, &str, &str)] = &[
    ("an item's assignee", "4a<tab><tab><tab>", "dev", "dev-2"),
    ("an item's labels", "4a<tab><tab><tab><tab><tab>", "pay", "payments"),
    ("a blocker's owner", "5a<tab><tab>", "spo", "sponsor"),
    ("whom a blocker waits for", "5a<tab><tab><tab>", "spo", "sponsor"),
    ("the items of a blocker", "5a<tab><tab><tab><tab><tab><tab><tab>", "Log", "ME-1"),
    ("who raised a blocker", "5a<tab><tab><tab><tab><tab><tab><tab><tab>", "spo", "sponsor"),
    ("to whom a blocker is escalated", "5x", "spo", "sponsor"),
    ("who is at the review", "6b", "dev-1, spo", "sponsor"),
    ("whom a topic needs", "1O<tab><ctrl-u>", "spo", "sponsor"),
    ("what a topic is about", "1O<tab><tab><ctrl-u>", "Log", "ME-1"),
    ("who is away", ":absence-add<enter>", "spo", "sponsor"),
    ("who decides", ":team-settings<enter><tab><tab><tab><tab><ctrl-u>", "spo", "sponsor"),
    ("a member's role", ":member-add<enter><tab>", "des", "design"),
];

fn team() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("member add sponsor --outside");
    shell.does("member add spokesperson --until today");
    shell.does("item add Login --points 3 --criteria works --label payments");
    shell.does("sprint new --goal Pay --start today --end fri");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1");
    shell.does("blocker raise \"No key\"");
    shell.set("STANDFAST_NOW", TUESDAY);
    shell
}

fn open(shell: &Shell, keys: &str) -> Screen {
    let clock = Clock::Fixed(Instant::parse(TUESDAY).unwrap());
    let team = Standfast::open(&shell.database(), clock, "dev-1").unwrap();
    let mut screen = Screen::with(pane::all(), team, (140, 50), &[]);
    screen.keys(keys);
    screen
}

#[test]
fn every_field_that_names_a_thing_offers_it() {
    let shell = team();
    for (field, keys, typed, offered) in FIELDS {
        let mut screen = open(&shell, keys);
        let before = screen.text().matches(offered).count();
        screen.keys(typed);
        let text = screen.text();
        assert!(text.matches(offered).count() > before, "{field}: {text}");
        assert!(!text.contains("spokesperson"), "{field} offers somebody who has left: {text}");
    }
}

/// What only members do is not offered to anybody else.
#[test]
fn an_item_is_not_offered_to_somebody_outside() {
    let shell = team();
    let mut screen = open(&shell, "4a<tab><tab><tab>spo");
    assert!(!screen.text().contains("sponsor"), "{}", screen.text());
    screen.keys("nsor<ctrl-s>");
    assert!(screen.text().contains("The title is empty"), "{}", screen.text());
    screen.keys("New<ctrl-s>");
    assert!(screen.text().contains("sponsor is outside the team"), "{}", screen.text());
}
