//! The plan, the lock and change requests, by keys.

use crate::ground::{Fixture, fixture, locked, points};
use crate::planning::close;
use crate::support::screen::Screen;
use insta::assert_snapshot;
use standfast::app::Standfast;
use standfast::app::item::Cursor;
use standfast::app::item::NewItem;
use standfast::domain::scope::RequestRuling;
use standfast::tui::pane;

/// The team of three with a focus factor, two days of absence, a holiday, and an item that is not ready.
fn team() -> Fixture {
    let mut it = fixture();
    let day = |text: &str| text.parse().unwrap();
    it.team.set_team("focus-factor", "0.5").unwrap();
    it.team.set_team("decision-maker", "ana").unwrap();
    it.team.add_absence("ben", day("2026-11-26"), day("2026-11-27"), None).unwrap();
    it.team.add_holiday(day("2026-12-01"), "Founding day").unwrap();
    it.team.add_item(&NewItem { title: "Which bank answers fastest?".into(), ..NewItem::default() }).unwrap();
    it
}

/// The team with a draft of the goal, dates and first three items.
fn drafted() -> (Fixture, Screen) {
    let it = team();
    let mut screen = reopen(&it);
    screen.keys("3nPayouts recover after an outage<enter>sss");
    (it, screen)
}

fn reopen(it: &Fixture) -> Screen {
    Screen::open(it.team.another().unwrap())
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map(|message| message.words.clone()).unwrap_or_default()
}

fn the_team(screen: &Screen) -> &Standfast {
    screen.shell.standfast()
}

#[test]
fn an_empty_plan_says_what_it_is_for() {
    let it = team();
    let mut screen = reopen(&it);
    screen.keys("3");
    assert!(screen.text().contains("No draft sprint"), "{}", screen.text());
    screen.keys("s");
    assert_eq!(said(&screen), "No draft sprint. Press n to create one.");
    screen.keys("L");
    assert_eq!(said(&screen), "No draft sprint. Press n to create one.");
}

#[test]
fn a_draft_shows_everything_that_planning_turns_on() {
    let (_it, screen) = drafted();
    // ana 9, ben (9−2) at 80 % = 5.6, cem 9 at 50 % = 4.5: 19.1 person-days at 50 % are 9.55 points.
    assert_snapshot!("plan_100x30", screen.both());
}

#[test]
fn the_plan_fits_small_screens() {
    let (it, _) = drafted();
    let mut small = Screen::with(pane::all(), it.team.another().unwrap(), (80, 24), &[]);
    assert_snapshot!("plan_80x24", small.keys("3").text());
    small.resize((60, 16));
    assert_snapshot!("plan_60x16", small.text());
    small.keys("l");
    assert!(small.text().contains("PAY-1") && !small.text().contains("PAY-6"), "{}", small.text());
}

#[test]
fn figures_move_as_items_come_and_go() {
    let (it, mut screen) = drafted();
    assert!(screen.text().contains("! 1.4 over the capacity of 9.6"), "{}", screen.text());
    screen.keys("ljs");
    assert_eq!(said(&screen), "Removed PAY-2 from sprint 1.");
    assert!(screen.text().contains("3.6 free of 9.6"), "{}", screen.text());
    screen.keys("u");
    assert!(screen.text().contains("1.4 over"), "{}", screen.text());
    // Two selected on the left come in together.
    screen.keys("h<space><space>s");
    assert_eq!(said(&screen), "Added PAY-4 and PAY-5 to sprint 1.");
    assert_eq!(it.team.sprint_view(1).unwrap().entries.len(), 5);
}

#[test]
fn what_an_item_lacks_is_mended_where_it_is_seen() {
    let (it, mut screen) = drafted();
    screen.keys("Gp");
    screen.keys("2<enter>");
    assert!(screen.text().contains("not ready: no acceptance criterion"), "{}", screen.text());
    screen.keys("+The answer is written down<enter>");
    assert!(it.team.item("PAY-6").unwrap().row.not_ready.is_empty());
    assert!(screen.text().lines().any(|line| line.trim() == "ready"), "{}", screen.text());
}

#[test]
fn searching_finds_what_can_come_in() {
    let (_it, mut screen) = drafted();
    screen.keys("/bank");
    assert!(screen.text().contains("PAY-6") && !screen.text().contains("PAY-4"), "{}", screen.text());
    screen.keys("<enter>s");
    assert_eq!(said(&screen), "Added PAY-6 to sprint 1.");
    assert!(screen.text().contains("No matches"), "{}", screen.text());
    screen.keys("<esc>");
    assert!(screen.text().contains("PAY-4"), "{}", screen.text());
}

#[test]
fn a_sprint_is_locked_with_exceptions_and_names() {
    let (it, mut screen) = drafted();
    screen.keys("Gs").keys("L");
    assert_snapshot!("lock", screen.both());
    screen.keys("L");
    assert!(said(&screen).starts_with("Failed checks: capacity, PAY-6."), "{}", said(&screen));
    screen.keys("<enter>We want to try<enter><enter>A spike, two days<enter>");
    screen.keys("L");
    assert_eq!(said(&screen), "Note who agrees: press Space on a name, a for everybody.");
    screen.keys("<space><space>L");
    assert_snapshot!("locked", screen.text().replace(&hash(&it), "<the hash>"));
    let (contract, _) = it.team.contract(1).unwrap();
    assert_eq!(contract.agreed_by, ["ana", "ben"]);
    let excepted: Vec<&str> = contract.exceptions.iter().map(|exception| exception.subject.as_str()).collect();
    assert_eq!(excepted, ["PAY-6", "capacity"]);
    screen.keys("<esc>");
    assert!(
        screen.text().contains("Sprint 1 is locked") && screen.text().contains("contract is intact"),
        "{}",
        screen.text()
    );
}

fn hash(it: &Fixture) -> String {
    it.team.contract(1).unwrap().1.sha256
}

#[test]
fn what_fails_can_be_mended_from_the_lock() {
    let (it, mut screen) = drafted();
    screen.keys("Gs").keys("Lj");
    screen.keys("p3<enter>");
    screen.keys("+It is written down<enter>");
    assert!(!screen.text().contains("no estimate"), "{}", screen.text());
    assert!(it.team.item("PAY-6").unwrap().row.not_ready.is_empty());
    screen.keys("ke");
    assert!(said(&screen).contains("Remove items from the draft"), "{}", said(&screen));
}

#[test]
fn a_missing_goal_cannot_be_excepted() {
    let it = team();
    let mut screen = reopen(&it);
    screen.keys("3n<ctrl-s>").keys("s").keys("L<enter>");
    assert_eq!(said(&screen), "goal cannot be excepted: fix it.");
    screen.keys("e").keys("Payouts recover<enter>");
    assert!(screen.text().contains("Every check passes."), "{}", screen.text());
}

#[test]
fn a_request_from_the_plan_waits_for_the_next_planning() {
    let it = locked();
    let mut screen = reopen(&it);
    screen.keys("3c").keys("The bank asks for it<tab><tab><tab>d<enter>");
    let request = the_team(&screen).requests(Some(1)).unwrap().remove(0);
    assert_eq!((request.item.as_deref(), request.ruling), (Some("PAY-3"), Some(RequestRuling::Deferred)));
    close(&mut it.team.another().unwrap());
    screen.shell.look_elsewhere();
    screen.keys("n").keys("Next<enter>");
    let text = screen.text();
    let (carried, deferred, rest) =
        (text.find("carried over").unwrap(), text.find("deferred requests").unwrap(), text.find("the rest").unwrap());
    assert!(carried < deferred && deferred < rest, "{text}");
    assert_snapshot!("next_plan", text);
    screen.keys("gjj");
    assert!(screen.text().contains("C1, asked by fay: The bank asks for it"), "{}", screen.text());
}

#[test]
fn a_request_can_be_ruled_on_later() {
    let mut it = locked();
    it.team.set_team("decision-maker", "ana").unwrap();
    let mut screen = reopen(&it);
    screen.keys("3c").keys("A customer waits<tab><tab><tab>l").keys("<enter>");
    assert_eq!(said(&screen).split(". ").next(), Some("C1 asks to add PAY-3 (3 points)"));
    screen.keys("r");
    assert!(screen.text().contains("1 waiting"), "{}", screen.text());
    screen.keys("a<enter>");
    assert_eq!(said(&screen), "C1 accepted by ana: add PAY-3 (3 points).");
    assert_eq!(the_team(&screen).sprint_view(1).unwrap().account.added.points, points(3.0).unwrap());
    screen.keys("x");
    assert_eq!(said(&screen), "C1 was already accepted by ana. Press t to take it back.");
}

/// The key of the item under the cursor, as the line below the lists has it.
fn here(screen: &Screen) -> String {
    let text = screen.text();
    let detail = text.lines().rev().nth(2).unwrap();
    detail.split_whitespace().next().unwrap_or_default().to_owned()
}

#[test]
fn a_long_backlog_is_walked_through_without_a_gap() {
    let mut it = fixture();
    for n in 6..=650 {
        it.team.add_item(&NewItem { title: format!("Item {n}"), ..NewItem::default() }).unwrap();
    }
    let order: Vec<String> = it.team.backlog(&Cursor::Top, 1000).unwrap().into_iter().map(|row| row.key).collect();
    assert_eq!(order.len(), 650);
    let mut screen = Screen::with(pane::all(), it.team.another().unwrap(), (60, 16), &[]);
    screen.keys("3n<ctrl-s>").keys("<esc>");
    for (at, key) in order.iter().enumerate() {
        assert_eq!(&here(&screen), key, "going down, at {at}");
        screen.keys("j");
    }
    for (at, key) in order.iter().enumerate().rev() {
        assert_eq!(&here(&screen), key, "going up, at {at}");
        screen.keys("k");
    }
    screen.keys("G");
    assert_eq!(Some(&here(&screen)), order.last());
    screen.keys("kkk").keys("s");
    assert_eq!(said(&screen), format!("Added {} to sprint 1.", order[646]));
    assert_eq!(here(&screen), order[647], "the cursor stays where it was");
    screen.keys("g");
    assert_eq!(here(&screen), order[0]);
}

#[test]
fn a_change_is_asked_for_from_the_backlog_and_from_an_open_item() {
    let it = locked();
    let mut screen = reopen(&it);
    screen.keys("4jj").keys("c");
    assert!(screen.text().contains("Add PAY-3 to sprint 1: 3 points in"), "{}", screen.text());
    screen.keys("<esc><enter>").keys("c").keys("The bank asks for it<tab><tab><tab>d<enter>");
    assert_eq!(said(&screen), "C1 waits for the next planning: add PAY-3 (3 points).");
    // What would change the locked scope becomes a request, whatever key it was.
    screen.keys("<esc>").keys("gp");
    assert!(screen.text().contains("Re-estimate PAY-1 in sprint 1: now 3 points"), "{}", screen.text());
    screen.keys("<esc>").keys("s");
    assert!(screen.text().contains("PAY-1: what should change in sprint 1?"), "{}", screen.text());
}

#[test]
fn two_processes_plan_without_losing_each_others_work() {
    let (it, mut screen) = drafted();
    let mut other = it.team.another().unwrap();
    other.add_to_sprint(1, &["PAY-5"]).unwrap();
    assert!(screen.shell.look_elsewhere());
    screen.keys("s");
    assert_eq!(said(&screen), "Added PAY-4 to sprint 1.", "the cursor did not move");
    assert_eq!(other.sprint_view(1).unwrap().entries.len(), 5);
}
