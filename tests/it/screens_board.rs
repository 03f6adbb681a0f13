//! The board, by keys and by mouse; change requests of each kind from it.

use crate::ground::{Fixture, fixture, locked, points};
use crate::support::screen::Screen;
use insta::assert_snapshot;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::NewItem;
use standfast::clock::Clock;
use standfast::domain::blocker::Cause;
use standfast::domain::scope::{RequestKind, RequestRuling};
use standfast::domain::time::Instant;
use standfast::tui::event::{Event, Mouse, MouseAct};
use standfast::tui::pane;
use standfast::tui::shell::Effect;

fn said(screen: &Screen) -> String {
    screen.shell.message().map(|message| message.words.clone()).unwrap_or_default()
}

fn the_team(screen: &Screen) -> &Standfast {
    screen.shell.standfast()
}

/// The locked sprint a week and a day later: PAY-1 is ana's and long in doing, PAY-2 is nobody's in review and blocked.
fn under_way() -> Fixture {
    let mut it = locked();
    it.team.assign_item("PAY-1", Some("ana")).unwrap();
    it.team.move_item("PAY-1", "doing").unwrap();
    it.team.move_item("PAY-2", "review").unwrap();
    it.team
        .raise_blocker(&BlockerEdit {
            text: Some("The bank's test system is down".into()),
            cause: Some(Cause::External),
            add_items: vec!["PAY-2".into()],
            ..BlockerEdit::default()
        })
        .unwrap();
    it
}

fn a_week_later(it: &Fixture) -> Standfast {
    let now = Clock::Fixed(Instant::parse("2026-12-01T09:00:00Z").unwrap());
    Standfast::open(&it.folder.path().join("team.db"), now, "fay").unwrap()
}

fn board(it: &Fixture) -> Screen {
    let mut screen = Screen::open(it.team.another().unwrap());
    screen.keys("2");
    screen
}

#[test]
fn an_empty_board_says_how_it_fills() {
    let it = fixture();
    let mut screen = board(&it);
    assert!(screen.text().contains("No sprint is locked"), "{}", screen.text());
    screen.keys("L");
    assert!(said(&screen).contains("Press 3 to go to the plan"), "{}", said(&screen));
}

#[test]
fn cards_say_whose_how_long_and_what_is_wrong() {
    let mut it = under_way();
    let limit = standfast::app::team::StatusEdit { wip_limit: Some(Some(1)), ..Default::default() };
    it.team.edit_status("doing", &limit).unwrap();
    let mut screen = Screen::open(a_week_later(&it));
    assert_snapshot!("board_100x30", screen.keys("2").both());
}

#[test]
fn the_board_fits_small_screens() {
    let it = under_way();
    let mut screen = Screen::with(pane::all(), a_week_later(&it), (80, 24), &[]);
    assert_snapshot!("board_80x24", screen.keys("2").text());
    screen.resize((60, 16));
    assert!(screen.text().contains("done 0→"), "{}", screen.text());
    screen.keys("lll");
    assert!(screen.text().contains("←"), "{}", screen.text());
}

#[test]
fn a_limit_is_warned_of_in_words() {
    let mut it = locked();
    let limit = standfast::app::team::StatusEdit { wip_limit: Some(Some(1)), ..Default::default() };
    it.team.edit_status("doing", &limit).unwrap();
    let mut screen = board(&it);
    screen.keys("L");
    assert!(screen.text().contains("1/1 full"), "{}", screen.text());
    screen.keys("hL");
    assert!(screen.text().contains("2/1 ! over"), "{}", screen.text());
}

#[test]
fn a_card_moves_by_one_key_and_back_by_undo() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("LL");
    assert_eq!(said(&screen), "Moved PAY-1 to review.");
    screen.keys("H");
    assert_eq!(it.team.item("PAY-1").unwrap().row.status, "doing");
    screen.keys("uuu");
    assert_eq!(it.team.item("PAY-1").unwrap().row.status, "todo");
    screen.keys("H");
    assert_eq!(said(&screen), "The card is already in the first status.");
}

#[test]
fn the_mouse_drags_a_card_and_opens_one() {
    let it = locked();
    let mut screen = board(&it);
    screen.press("PAY-2");
    for (act, x) in [(MouseAct::Drag, 40), (MouseAct::Release, 40)] {
        screen.event(Event::Mouse(Mouse { x, y: 8, act }));
    }
    assert_eq!(said(&screen), "Moved PAY-2 to doing.");
    screen.press("PAY-2");
    screen.event(Event::Mouse(Mouse { x: 27, y: 4, act: MouseAct::Release }));
    assert!(screen.text().contains("Acceptance criteria"), "{}", screen.text());
}

#[test]
fn one_persons_cards_can_be_shown() {
    let it = under_way();
    let mut screen = board(&it);
    screen.keys("f").keys("ana<enter>");
    assert_eq!(said(&screen), "The board shows ana's cards.");
    assert!(screen.text().contains("PAY-1") && !screen.text().contains("PAY-2"), "{}", screen.text());
    assert!(screen.text().contains("0 of 1"), "the count of the column stays: {}", screen.text());
    screen.keys("f").keys("everybody<enter>");
    assert!(screen.text().contains("PAY-2"), "{}", screen.text());
}

#[test]
fn an_item_is_taken_out_by_a_request() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("c<enter>").keys("Nobody needs it now<tab><tab>a<tab>ana").keys("<ctrl-s>");
    assert_eq!(said(&screen), "C1 accepted by ana: take PAY-1 out (3 points).");
    assert!(!screen.text().contains("Retry webhooks"), "{}", screen.text());
    assert!(screen.text().contains("+0 −3"), "the header says so: {}", screen.text());
}

#[test]
fn an_estimate_changes_by_a_request() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("jp");
    assert!(screen.text().contains("Re-estimate PAY-2 in sprint 1: now 5 points"), "{}", screen.text());
    screen.keys("8<tab>Twice the banks<tab><tab>d<enter>");
    assert_eq!(said(&screen), "C1 waits for the next planning: re-estimate PAY-2 from 5 points to 8 points.");
    assert_eq!(it.team.item("PAY-2").unwrap().row.points, points(5.0));
}

#[test]
fn one_item_is_swapped_for_another() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("c<down><down><enter>");
    assert!(screen.text().contains("What comes in for PAY-1 (3 points)?"), "{}", screen.text());
    screen.keys("ledger<enter>");
    assert!(screen.text().contains("Add PAY-3 to sprint 1: 3 points in, 3 points out with PAY-1"), "{}", screen.text());
    screen.keys("The auditors come<tab><tab><tab>a<tab>ana<ctrl-s>");
    assert_eq!(said(&screen), "C1 accepted by ana: add PAY-3 (3 points) and take PAY-1 out (3 points).");
    let account = the_team(&screen).sprint_view(1).unwrap().account;
    assert_eq!((account.added.points, account.removed.points), (points(3.0).unwrap(), points(3.0).unwrap()));
}

#[test]
fn another_item_is_asked_for_and_declined() {
    let it = locked();
    let mut screen = board(&it);
    screen
        .keys("c<down><down><down><enter>")
        .keys("PAY-4<ctrl-s>")
        .keys("It is urgent<tab><tab><tab>dd")
        .keys("<ctrl-s>");
    let request = the_team(&screen).requests(Some(1)).unwrap().remove(0);
    assert_eq!((request.kind, request.ruling), (RequestKind::Add, Some(RequestRuling::Declined)), "{}", said(&screen));
}

#[test]
fn a_started_item_cannot_be_swapped_out() {
    let it = under_way();
    let mut screen = board(&it);
    screen.keys("c<down><down><enter>");
    assert_eq!(said(&screen), "PAY-1 is doing: work on it has started, so it cannot be swapped out.");
}

#[test]
fn nothing_typed_is_lost_when_the_approver_is_missing_or_wrong() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("c<enter>").keys("Nobody needs it<tab><tab>a<ctrl-s>");
    assert!(screen.text().contains("Name who accepts the request."), "{}", screen.text());
    screen.keys("zoe<ctrl-s>");
    assert!(screen.text().contains("Nobody in the team is called"), "{}", screen.text());
    assert!(screen.text().contains("Nobody needs it"), "{}", screen.text());
    assert!(the_team(&screen).requests(None).unwrap().is_empty());
}

#[test]
fn the_scope_log_tells_every_change_and_the_difference() {
    let it = locked();
    let mut screen = board(&it);
    screen.keys("c<down><down><enter>ledger<enter>The auditors come<tab><tab><tab>a<tab>ana<ctrl-s>");
    screen.keys("c<down><enter>8<tab>Twice the banks<tab><tab>a<tab>ana<ctrl-s>");
    screen.keys("S");
    assert_snapshot!("scope_log", screen.text());
    screen.keys("y");
    let copied = screen.effects.iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text.clone()),
        _ => None,
    });
    assert_snapshot!("scope_log_markdown", copied.unwrap());
    screen.keys("<esc>C");
    assert!(screen.text().contains("intact: the database agrees"), "{}", screen.text());
}

#[test]
fn stuck_is_by_the_teams_own_past() {
    let folder = crate::screens_standup::wednesday();
    let open = |now: &str| Screen::with(pane::all(), crate::screens_standup::at(folder.path(), now), (100, 30), &[]);
    assert!(!open("2026-11-25T15:00").keys("2").text().contains("stuck"), "within three days, nothing is known yet");
    // Ten items went through review in an hour each; PAY-1 has been there since nine.
    for n in 0..10 {
        let mut team = crate::screens_standup::at(folder.path(), &format!("2026-11-25T10:{n:02}"));
        let key = team.add_item(&NewItem { title: format!("Small {n}"), ..NewItem::default() }).unwrap().value;
        team.move_item(&key, "review").unwrap();
        drop(team);
        crate::screens_standup::at(folder.path(), &format!("2026-11-25T11:{n:02}")).move_item(&key, "done").unwrap();
    }
    let text = open("2026-11-25T15:00").keys("2").text();
    assert!(text.contains("! stuck"), "six hours are long for this team: {text}");
}

#[test]
fn a_blocked_item_shows_it_everywhere_and_its_card_says_when_it_is_free() {
    let mut it = under_way();
    it.team
        .raise_blocker(&BlockerEdit {
            text: Some("No answer".into()),
            add_items: vec!["PAY-4".into()],
            ..BlockerEdit::default()
        })
        .unwrap();
    let mut screen = Screen::open(it.team);
    screen.keys("2");
    assert!(screen.text().contains("■ blocked"), "{}", screen.text());
    screen.keys("4");
    assert!(screen.text().lines().any(|line| line.contains("PAY-4") && line.contains('■')), "{}", screen.text());
    screen.keys("3n<ctrl-s>");
    assert!(
        screen.text().lines().any(|line| line.contains("PAY-4") && line.contains("blocked B2")),
        "{}",
        screen.text()
    );
    screen.keys("5GdIt is up again<enter>");
    assert_eq!(said(&screen), "Resolved B1: It is up again. Free now: PAY-2.");
    screen.keys("2");
    assert!(screen.text().contains("✓ unblocked"), "{}", screen.text());
}
