//! One item opened, and the forms of item, people and team.

use crate::ground::{Fixture, fixture, locked, monday};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::{ItemEdit, NewItem};
use standfast::domain::blocker::Cause;
use standfast::tui::pane;

/// An item with everything: criteria, links, a blocker, a description, a story.
fn rich() -> Fixture {
    let mut fixture = locked();
    let team = &mut fixture.team;
    let edit = ItemEdit {
        description: Some(
            "## Why\nWebhooks that fail **twice** are lost.\n\n- after a `502`\n- after a timeout".into(),
        ),
        add_criteria: vec!["A webhook that fails is sent again after 1, 5 and 25 minutes.".into()],
        add_labels: vec!["api".into(), "payouts".into()],
        depends_on: Some(vec!["PAY-3".into()]),
        milestone: Some(Some("GA".into())),
        ..ItemEdit::default()
    };
    team.edit_item("PAY-1", &edit).unwrap();
    team.add_item(&NewItem { title: "Count retries".into(), parent: Some("PAY-1".into()), ..NewItem::default() })
        .unwrap();
    team.assign_item("PAY-1", Some("ana")).unwrap();
    team.move_item("PAY-1", "doing").unwrap();
    let blocker = BlockerEdit {
        text: Some("The sandbox has no certificate".into()),
        cause: Some(Cause::External),
        add_items: vec!["PAY-1".into()],
        owner: Some(Some("ben".into())),
        ..BlockerEdit::default()
    };
    team.raise_blocker(&blocker).unwrap();
    fixture
}

fn sized(team: Standfast, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys("4");
    screen
}

#[track_caller]
fn shows(screen: &Screen, words: &str) {
    assert!(screen.text().contains(words), "{words}\n{}", screen.text());
}

#[test]
fn everything_about_an_item() {
    let Fixture { folder: _folder, team } = rich();
    let mut screen = sized(team, (100, 40));
    screen.keys("<enter>");
    insta::assert_snapshot!("item_100x40", screen.both());
    insta::assert_snapshot!("item_60x16", screen.resize((60, 16)).text());
    screen.keys("G");
    shows(&screen, "came into the backlog");
    screen.keys("<esc>");
    shows(&screen, "6 open");
}

#[test]
fn walking_ticking_mending_and_following_links() {
    let Fixture { folder: _folder, team } = rich();
    let mut screen = sized(team, (100, 40));
    screen.keys("<enter><space>");
    shows(&screen, "Select an acceptance criterion");
    shows(&screen, "Enter open");
    screen.keys("<enter>");
    shows(&screen, "PAY-3 ─");
    shows(&screen, "Needed by");
    screen.keys("j<enter>");
    shows(&screen, "PAY-1 ─");
    screen.keys("<esc><esc>j<enter>asked them for one<enter>");
    shows(&screen, "Resolved B1: asked them for one.");
    shows(&screen, "B1 resolved: asked them for one");
    screen.keys("<space>");
    shows(&screen, "1 of 2 met");
}

#[test]
fn ticks_are_saved_at_once_and_undone_from_here() {
    let (fixture, keys) = (fixture(), "<enter><space>");
    let mut screen = sized(fixture.team, (100, 30));
    shows(screen.keys(keys), "1 of 1 met");
    shows(&screen, "Ticked PAY-1: It works.");
    shows(&screen, "ticked \"It works.\"");
    screen.keys("u");
    shows(&screen, "0 of 1 met");
    screen.keys("p21<enter>");
    shows(&screen, "larger than 8 points");
    screen.keys("u+It is fast.<enter>j<enter>");
    shows(&screen, "1 of 2 met");
    assert!(screen.shell.standfast().item("PAY-1").unwrap().criteria[1].met);
}

#[test]
fn an_item_undone_while_it_is_open_is_gone() {
    let Fixture { folder: _folder, mut team } = fixture();
    team.add_item(&NewItem { title: "A thought".into(), ..NewItem::default() }).unwrap();
    let mut screen = sized(team, (100, 30));
    screen.keys("G<enter>");
    shows(&screen, "A thought");
    screen.keys("u");
    shows(&screen, "PAY-6 was removed.");
    screen.keys("<ctrl-r>");
    shows(&screen, "A thought");
    screen.keys("<esc>");
    shows(&screen, "6 open");
}

#[test]
fn editing_writes_only_what_was_changed() {
    let Fixture { folder: _folder, team } = fixture();
    let path = team.path().to_owned();
    let mut screen = sized(team, (100, 30));
    screen.keys("<enter>e<end> twice");
    let mut other = Standfast::open(&path, monday(), "ben").unwrap();
    other.assign_item("PAY-1", Some("cem")).unwrap();
    screen.keys("<ctrl-s>");
    let item = screen.shell.standfast().item("PAY-1").unwrap();
    assert_eq!((item.row.title.as_str(), item.row.assignee.as_deref()), ("Retry webhooks twice", Some("cem")));
    screen.keys("e<ctrl-s>");
    shows(&screen, "Nothing was changed.");
}

#[test]
fn unknown_keys_and_circles_are_refused_in_the_form() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = sized(team, (100, 40));
    let depends = "<tab><tab><tab><tab><tab><tab>";
    screen.keys(&format!("e{depends}PAY-99<ctrl-s>"));
    shows(&screen, "There is no item PAY-99");
    screen.keys("<ctrl-u>Rotate");
    shows(&screen, "PAY-2  Rotate keys");
    screen.keys("<enter><ctrl-s>");
    assert_eq!(screen.shell.standfast().item("PAY-1").unwrap().depends_on[0].key, "PAY-2");
    screen.keys(&format!("je{depends}PAY-1<esc><ctrl-s>"));
    shows(&screen, "PAY-2 cannot depend on PAY-1");
}

#[test]
fn a_blocker_is_raised_and_resolved_by_key() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = sized(team, (100, 30));
    screen.keys("W");
    shows(&screen, "This item has no open blocker");
    screen.keys("w<ctrl-s>");
    shows(&screen, "What is in the way is empty.");
    screen.keys("No certificate<tab>e<tab>be<enter><ctrl-s>");
    shows(&screen, "Raised B1 on PAY-1: No certificate.");
    screen.keys("<enter>");
    shows(&screen, "blocked by B1 No certificate");
    screen.keys("Wthey sent one<enter>");
    shows(&screen, "Resolved B1: they sent one. Free now: PAY-1.");
}

#[test]
fn people_and_their_days_from_the_palette() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = sized(team, (100, 30));
    screen.keys(":member add<enter>Ana<tab><tab><backspace><backspace>x<ctrl-s>");
    shows(&screen, "An allocation is 0 to 100 percent");
    screen.keys("<ctrl-u>60<ctrl-s>");
    shows(&screen, "ana is in the team already");
    screen.keys("<ctrl-u>dag<tab>design<tab><ctrl-u>60<ctrl-s>");
    shows(&screen, "Added dag at 60 %.");
    screen.keys(":member edit<enter>ben<enter><tab>lead<tab><ctrl-u>50<tab><tab>2026-11-01<backtab>2026-12-01<ctrl-s>");
    shows(&screen, "The last day, 2026-11-01");
    screen.keys("<ctrl-u>2027-02-01<ctrl-s>");
    shows(&screen, "Changed ben: 50 %, lead.");
    screen.keys(":absence add<enter>cem<tab>fri<tab>2026-11-26<ctrl-s>");
    let absences = screen.shell.standfast().absences().unwrap();
    assert_eq!(absences.len(), 0, "the last day would be before the first: {absences:?}");
    screen.keys("<ctrl-u>next mon<ctrl-s>");
    shows(&screen, "cem is away from Fri 27 Nov to Mon 30 Nov");
    screen.keys(":absence remove<enter><enter>");
    shows(&screen, "cem is not away");
    screen.keys(":holiday add<enter>25 dec<tab>Christmas Day<ctrl-s>:holiday remove<enter><enter>");
    shows(&screen, "2026-12-25 is a working day again, if the team works on that weekday.");
}

#[test]
fn settings_and_workflow_from_the_palette() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = sized(team, (100, 30));
    screen.keys(":team settings<enter>");
    insta::assert_snapshot!("team_settings", screen.text());
    screen.keys("<tab><tab><tab><tab><ctrl-u>nobody<esc><ctrl-s>");
    shows(&screen, "Nobody in the team is called \"nobody\"");
    screen.keys("<ctrl-u>ana<esc><tab><ctrl-u>13<ctrl-s>");
    shows(&screen, "decision-maker is ana, largest is 13 now.");
    screen.keys("u");
    assert_eq!(screen.shell.standfast().team().unwrap().decision_maker, None);
    screen.keys(":status add<enter>testing<tab>a<tab>none<ctrl-s>");
    shows(&screen, "A limit is a whole number");
    screen.keys("<ctrl-u>2<ctrl-s>");
    shows(&screen, "The workflow is todo, doing, review, testing (at most 2), done now.");
    screen.keys(":status edit<enter>testing<enter><tab><tab><tab><ctrl-u>9<ctrl-s>");
    shows(&screen, "The place is a number from 1 to 5.");
    screen.keys("<ctrl-u>3<ctrl-s>");
    shows(&screen, "The workflow is todo, doing, testing (at most 2), review, done now.");
    screen.keys(":status remove<enter>todo<enter>");
    shows(&screen, "todo still has 5 items. Move them first.");
}
