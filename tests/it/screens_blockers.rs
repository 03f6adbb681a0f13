//! The Blockers tab: what people type and then see.

use crate::screens_standup::{at, wednesday};
use crate::support::screen::Screen;
use standfast::app::blocker::BlockerEdit;
use standfast::domain::blocker::Cause;
use standfast::tui::pane;
use std::path::Path;

/// A few more blockers beside the one of the standups.
fn several(folder: &Path) {
    let mut team = at(folder, "2026-11-25T08:00");
    for (text, cause, items) in [
        ("Which fees do partners see?", Cause::Information, &["PAY-5"][..]),
        ("Legal has not answered about partial refunds", Cause::Information, &["PAY-4", "PAY-5"][..]),
        ("The staging ledger is down", Cause::Technical, &[][..]),
    ] {
        let items = items.iter().map(|key| (*key).to_owned()).collect();
        team.raise_blocker(&BlockerEdit {
            text: Some(text.into()),
            cause: Some(cause),
            add_items: items,
            ..BlockerEdit::default()
        })
        .unwrap();
    }
    team.escalate_blocker(4, Some("Mara"), None).unwrap();
}

fn sized(folder: &Path, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), at(folder, "2026-11-25T10:00"), size, &[]);
    screen.keys("5");
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map(|message| message.words.clone()).unwrap_or_default()
}

#[test]
fn blockers_stand_by_cause_with_what_is_overdue_on_top() {
    let folder = wednesday();
    several(folder.path());
    insta::assert_snapshot!("blockers_100x30", sized(folder.path(), (100, 30)).both());
    insta::assert_snapshot!("blockers_80x24", sized(folder.path(), (80, 24)).text());
    insta::assert_snapshot!("blockers_60x16", sized(folder.path(), (60, 16)).text());
}

#[test]
fn a_blockers_life_by_keys() {
    let folder = wednesday();
    let mut screen = sized(folder.path(), (100, 30));
    screen.keys("x");
    assert_eq!(said(&screen), "");
    screen.keys("Mara<enter>");
    assert_eq!(said(&screen), "Escalated B1 to Mara.");
    screen.keys("tShe calls Operations<ctrl-s>");
    assert_eq!(said(&screen), "Updated B1: She calls Operations.");
    screen.keys("<enter>");
    insta::assert_snapshot!("blocker_open", screen.text());
    screen.keys("<esc>dThe key came<enter>");
    assert_eq!(said(&screen), "Resolved B1: The key came. Free now: PAY-2.");
    screen.keys("t");
    assert!(said(&screen).contains("There is no blocker here. Press a to raise one."), "{}", said(&screen));
    screen.keys("v");
    screen.keys("t");
    assert_eq!(said(&screen), "B1 is resolved. Press o to reopen it.");
    screen.keys("oThe key does not fit<enter>");
    assert_eq!(said(&screen), "Reopened B1: The key does not fit.");
    screen.keys("i");
    assert!(screen.text().contains("Rotate keys"), "{}", screen.text());
    screen.keys("<esc>aNo room<ctrl-s>");
    assert_eq!(said(&screen), "Raised B2: No room.");
}
