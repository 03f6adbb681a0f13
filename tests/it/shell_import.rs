//! Importing from the cockpit: what it would do comes first, then one operation that one undo takes back.

use crate::ground::{fixture, monday};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::tui::event::Event;
use standfast::tui::pane;
use std::path::Path;

const FILE: &str = "issuekey,title,description,storypoint\nME-1,Agents recover,,3\nME-2,,,5\nME-3,\"Two\nlines\",,8\n";

/// Lets the work on the other thread come to its end.
fn waits_for(screen: &mut Screen, words: &str) {
    for _ in 0..1000 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        let now = screen.shell.standfast().now();
        if screen.event(Event::Tick(now)).text().contains(words) {
            return;
        }
    }
    panic!("waited in vain for {words:?}:\n{}", screen.text());
}

fn file(folder: &Path) -> String {
    let path = folder.join("mesos.csv");
    std::fs::write(&path, FILE).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_file_is_shown_first_and_then_imported_in_one_operation() {
    let fixture = fixture();
    let file = file(fixture.folder.path());
    let mut screen = Screen::open(fixture.team);
    screen.keys(":import<enter>").keys(&file).keys("x<enter>");
    assert!(screen.text().contains("mesos.csvx"), "what is wrong stands in the form:\n{}", screen.text());
    screen.keys("<backspace><enter>");
    waits_for(&mut screen, "Import mesos.csv?");
    let text = screen.text();
    assert!(text.contains("2  items are new") && text.contains("1  rows are left out"), "{text}");
    assert_eq!(screen.shell.standfast().backlog_totals().unwrap().open, 5, "nothing is written yet");
    screen.keys("<enter>");
    waits_for(&mut screen, "Imported mesos.csv");
    assert_eq!(screen.shell.standfast().backlog_totals().unwrap().open, 7);
    screen.keys("u");
    assert_eq!(screen.shell.standfast().backlog_totals().unwrap().open, 5);
}

#[test]
fn past_sprints_are_shown_first_and_then_become_facts() {
    let fixture = fixture();
    let file = fixture.folder.path().join("past.json");
    std::fs::write(&file, include_str!("fixtures/knowhow_sprints.json")).unwrap();
    let mut screen = Screen::open(fixture.team);
    screen.keys(":import<enter>").keys(&file.to_string_lossy()).keys("<enter>");
    waits_for(&mut screen, "Import past.json?");
    let text = screen.text();
    assert!(text.contains("Completed 25 of 46 committed; added 15, removed 0, not completed 36"), "{text}");
    assert!(text.contains("TEST-17908 is listed as completed and as removed."), "{text}");
    assert_eq!(screen.shell.standfast().velocity().unwrap(), None, "nothing is written yet");
    screen.keys("<enter>");
    waits_for(&mut screen, "Imported 1 closed sprint as sprint 1. 2 were refused.");
    assert_eq!(screen.shell.standfast().velocity().unwrap().map(|past| (past.sprints, past.imported)), Some((1, 1)));
    screen.keys("u");
    assert_eq!(screen.shell.standfast().velocity().unwrap(), None);
}

#[test]
fn closing_the_preview_imports_nothing() {
    let fixture = fixture();
    let file = file(fixture.folder.path());
    let mut screen = Screen::open(fixture.team);
    screen.keys(":import<enter>").keys(&file).keys("<enter>");
    waits_for(&mut screen, "Import mesos.csv?");
    assert!(screen.keys("<esc>").text().contains("Nothing was imported."), "{}", screen.text());
    assert_eq!(screen.shell.standfast().backlog_totals().unwrap().open, 5);
}

#[test]
fn the_first_run_founds_a_team_and_fills_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path());
    let empty = Standfast::create(&folder.path().join("x.db"), monday(), "fay").unwrap();
    let mut screen = Screen::with(pane::all(), empty, (80, 24), &[]);
    screen.keys("i").keys("nowhere.csv<tab>Mesos<ctrl-s>");
    assert!(!screen.shell.standfast().has_team(), "no team is founded for a file that is not there");
    screen.keys("<ctrl-u>").keys(&file).keys("<ctrl-s>");
    waits_for(&mut screen, "Import mesos.csv?");
    screen.keys("<enter>");
    waits_for(&mut screen, "Imported mesos.csv");
    assert_eq!(screen.shell.standfast().team().unwrap().name, "Mesos");
    assert_eq!(screen.shell.standfast().backlog_totals().unwrap().open, 2);
}
