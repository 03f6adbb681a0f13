//! The backlog as people work in it: scrolling a long list, finding, ranking, changing many at once.

use crate::ground::{Fixture, fixture, locked, monday};
use crate::support::screen::Screen;
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::change::Changed;
use standfast::app::item::Cursor;
use standfast::app::item::{NewItem, Place};
use standfast::domain::sprint::SprintEdit;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use standfast::tui::event::{Event, Mouse, MouseAct};
use standfast::tui::pane;
use standfast::tui::shell::Effect;
use std::fmt::Write as _;
use std::ops::ControlFlow;

/// The fixture's five items and so many more, brought along from elsewhere.
fn many(items: usize) -> Fixture {
    let mut fixture = fixture();
    let verbs = ["Cache", "Expose", "Retry", "Log", "Throttle", "Document", "Measure"];
    let nouns = ["executor terminations", "the refund webhook", "stale sessions", "task states", "ledger exports"];
    let mut csv = "key,title,points\n".to_owned();
    for n in 1..=items {
        let points = if n % 4 == 0 { String::new() } else { (n % 13).to_string() };
        writeln!(csv, "EXT-{n},{} {},{points}", verbs[n % verbs.len()], nouns[n % nouns.len()]).unwrap();
    }
    let options = Options::of_zone(fixture.team.zone());
    let mut source = open_csv(Input::of_bytes("more.csv", csv).unwrap(), &options).unwrap();
    fixture.team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap();
    fixture
}

fn sized(team: Standfast, size: (u16, u16)) -> Screen {
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys("4");
    screen
}

fn opened(fixture: Fixture) -> (Screen, crate::ground::Folder) {
    (sized(fixture.team, (100, 30)), fixture.folder)
}

/// The keys of the open items by rank.
fn order(team: &Standfast) -> Vec<String> {
    team.backlog(&Cursor::Top, 1000).unwrap().into_iter().map(|row| row.key).collect()
}

/// The key under the cursor, as it stands on the screen.
fn under_cursor(screen: &Screen) -> String {
    let text = screen.text();
    let line = text.lines().find(|line| line.starts_with('▌')).unwrap_or_else(|| panic!("no cursor\n{text}"));
    line.split_whitespace().find(|word| word.contains('-')).unwrap().to_owned()
}

#[track_caller]
fn shows(screen: &Screen, words: &str) {
    assert!(screen.text().contains(words), "{words}\n{}", screen.text());
}

#[test]
fn the_list_at_every_size() {
    let fixture = many(500);
    let mut screen = sized(fixture.team, (100, 30));
    screen.keys("jj<space>");
    insta::assert_snapshot!("backlog_100x30", screen.both());
    insta::assert_snapshot!("backlog_80x24", screen.resize((80, 24)).text());
    insta::assert_snapshot!("backlog_60x16", screen.resize((60, 16)).text());
    insta::assert_snapshot!("backlog_140x30", screen.resize((140, 30)).text());
    screen.resize((200, 60));
    shows(&screen, "! no estimate +1");
}

#[test]
fn a_long_list_is_walked_from_end_to_end() {
    let fixture = many(500);
    let keys = order(&fixture.team);
    let (mut screen, _folder) = opened(fixture);
    for _ in 0..30 {
        screen.keys("<pagedown>");
    }
    assert_eq!(under_cursor(&screen), keys[504]);
    for _ in 0..400 {
        screen.keys("k");
    }
    assert_eq!(under_cursor(&screen), keys[104]);
    assert_eq!(under_cursor(screen.keys("G")), keys[504]);
    assert_eq!(under_cursor(screen.keys("k<pageup>")), keys[480]);
    assert_eq!(under_cursor(screen.keys("g")), keys[0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the steps, the cursor is where a plain list in memory would have it.
    #[test]
    fn every_way_through_the_list_leads_where_it_should(
        steps in prop::collection::vec(prop::sample::select(vec!["j", "k", "<pagedown>", "<pageup>", "g", "G", "jjjjjjjjj"]), 1..60),
        height in 9u16..40,
    ) {
        let fixture = many(300);
        let keys = order(&fixture.team);
        let mut screen = sized(fixture.team, (80, height));
        let (last, page) = (keys.len() - 1, usize::from(height - 6).saturating_sub(1).max(1));
        let mut at = 0usize;
        for step in steps {
            screen.keys(step);
            at = match step {
                "j" => at + 1,
                "k" => at.saturating_sub(1),
                "<pagedown>" => at + page,
                "<pageup>" => at.saturating_sub(page),
                "g" => 0,
                "G" => last,
                _ => at + 9,
            }.min(last);
            if height >= 16 {
                prop_assert_eq!(under_cursor(&screen), keys[at].clone(), "{}", screen.text());
            }
        }
    }
}

#[test]
fn finding_as_you_type_and_coming_back() {
    let (mut screen, _folder) = opened(many(120));
    screen.keys("jjj/refund");
    shows(&screen, "filter: refund");
    shows(&screen, "Refund in part");
    insta::assert_snapshot!("backlog_find", screen.both());
    screen.keys("xyz");
    shows(&screen, "No item passes \"refundxyz\".");
    screen.keys("<ctrl-u>ext-77<enter>");
    assert_eq!(under_cursor(&screen), "PAY-82");
    shows(&screen, "a add");
    screen.keys("K");
    shows(&screen, "Clear the filter with Esc");
    screen.keys("<esc>");
    assert_eq!(under_cursor(&screen), "PAY-4");
    shows(&screen, "125 open");
}

#[test]
fn finished_items_are_found_and_nothing_else_is_lost() {
    let Fixture { folder: _folder, mut team } = fixture();
    team.move_item("PAY-2", "done").unwrap();
    let mut screen = sized(team, (100, 30));
    shows(&screen, "4 open");
    screen.keys("/rotate");
    shows(&screen, "1 of 5");
    shows(&screen, "PAY-2");
}

#[test]
fn ranking_by_one_and_to_the_ends() {
    let (mut screen, _folder) = opened(fixture());
    let keys = |screen: &Screen| order(screen.shell.standfast()).join(" ");
    screen.keys("J");
    assert_eq!(keys(&screen), "PAY-2 PAY-1 PAY-3 PAY-4 PAY-5");
    assert_eq!(under_cursor(&screen), "PAY-1");
    screen.keys("KK");
    shows(&screen, "This is already the top of the backlog.");
    assert_eq!(keys(&screen), "PAY-1 PAY-2 PAY-3 PAY-4 PAY-5");
    screen.keys("jjT");
    assert_eq!(keys(&screen), "PAY-3 PAY-1 PAY-2 PAY-4 PAY-5");
    assert_eq!(under_cursor(&screen), "PAY-4", "there is more to sort below");
    screen.keys("g<space>j<space>B");
    assert_eq!(keys(&screen), "PAY-1 PAY-4 PAY-5 PAY-3 PAY-2");
    screen.keys("u");
    assert_eq!(keys(&screen), "PAY-3 PAY-1 PAY-2 PAY-4 PAY-5");
}

#[test]
fn many_are_changed_at_once_and_one_undo_takes_it_back() {
    let (mut screen, _folder) = opened(fixture());
    let team = |screen: &Screen, key: &str| screen.shell.standfast().item(key).unwrap();
    screen.keys("<space>jjv");
    shows(&screen, "4 selected");
    screen.keys("p");
    shows(&screen, "Points of 4 items");
    screen.keys("lots<enter>");
    shows(&screen, "Points are a number from 0 to 1 000 000");
    screen.keys("<ctrl-u>13<enter>");
    assert_eq!(team(&screen, "PAY-4").row.points.unwrap().to_string(), "13");
    shows(&screen, "Edited PAY-1, PAY-2 and 2 more: points 13.");
    screen.keys("oben<enter>t");
    screen.keys("api, slow<enter>");
    assert_eq!(team(&screen, "PAY-3").labels, ["api", "slow"]);
    assert_eq!(team(&screen, "PAY-3").row.assignee.as_deref(), Some("ben"));
    screen.keys("uuu");
    let item = team(&screen, "PAY-4");
    assert_eq!((item.row.points.unwrap().to_string(), item.row.assignee, item.labels.len()), ("8".into(), None, 0));
    screen.keys("<esc>e");
    assert!(!screen.text().contains("selected"), "{}", screen.text());
}

#[test]
fn dropping_takes_a_reason() {
    let (mut screen, _folder) = opened(fixture());
    screen.keys("<space><space>x<enter>");
    shows(&screen, "The reason for dropping is empty.");
    screen.keys("never asked for<enter>");
    shows(&screen, "Dropped PAY-1 and PAY-2: never asked for.");
    shows(&screen, "3 open");
    assert!(!screen.text().contains("selected"), "{}", screen.text());
    assert_eq!(under_cursor(&screen), "PAY-3");
    let dropped = screen.shell.standfast().item("PAY-2").unwrap();
    assert_eq!(dropped.drop_reason.as_deref(), Some("never asked for"));
}

#[test]
fn items_go_into_the_draft_and_out_again() {
    let Fixture { folder: _folder, mut team } = fixture();
    let mut screen = sized(Standfast::open(team.path(), monday(), "fay").unwrap(), (100, 30));
    screen.keys("s");
    shows(&screen, "There is no draft sprint");
    team.new_sprint(&SprintEdit::default()).unwrap();
    screen.keys("js");
    shows(&screen, "Added PAY-2 to sprint 1.");
    screen.keys("s");
    shows(&screen, "Removed PAY-2 from sprint 1.");
}

#[test]
fn an_item_of_a_locked_sprint_is_not_re_estimated_by_the_way() {
    let (mut screen, _folder) = opened(locked());
    screen.keys("<space>jj<space>p2<enter>");
    shows(&screen, "locked");
    let points = |key: &str| screen.shell.standfast().item(key).unwrap().row.points.unwrap().to_string();
    assert_eq!((points("PAY-1").as_str(), points("PAY-4").as_str()), ("3", "8"));
}

#[test]
fn a_new_item_goes_below_the_cursor_and_a_refusal_loses_nothing() {
    let (mut screen, _folder) = opened(fixture());
    screen.keys("ja<ctrl-s>");
    shows(&screen, "The title is empty.");
    screen.keys("Split the ledger<tab>b<tab>5<tab>zed<tab>It balances.<ctrl-s>");
    shows(&screen, "Nobody in the team is called \"zed\"");
    insta::assert_snapshot!("backlog_form_refused", screen.text());
    screen.keys("<ctrl-u>an<enter><ctrl-s>");
    shows(&screen, "Added PAY-6: Split the ledger.");
    assert_eq!(under_cursor(&screen), "PAY-6");
    assert_eq!(order(screen.shell.standfast())[..3], ["PAY-1", "PAY-2", "PAY-6"]);
    let made = screen.shell.standfast().item("PAY-6").unwrap();
    assert_eq!((made.row.kind.word(), made.row.assignee.as_deref()), ("bug", Some("ana")));
}

#[test]
fn another_process_moves_the_list_but_not_the_cursor() {
    let (mut screen, folder) = opened(many(200));
    for _ in 0..40 {
        screen.keys("j");
    }
    let here = under_cursor(&screen);
    let line = |screen: &Screen| screen.text().lines().position(|line| line.starts_with('▌'));
    let before = line(&screen);
    let mut other = Standfast::open(&folder.path().join("team.db"), monday(), "ben").unwrap();
    other.add_item(&NewItem { title: "First of all".into(), place: Place::Top, ..NewItem::default() }).unwrap();
    screen.event(Event::Elsewhere(Changed::ANYTHING));
    assert_eq!((under_cursor(&screen), line(&screen)), (here.clone(), before));
    other.drop_items(&[&here], "gone").unwrap();
    screen.event(Event::Elsewhere(Changed::ANYTHING));
    assert_ne!(under_cursor(&screen), here);
    assert_eq!(line(&screen), before);
}

#[test]
fn readiness_is_a_number_with_its_list() {
    let (mut screen, _folder) = opened(many(40));
    shows(&screen, "next two sprints 25 % ready");
    screen.press("next two sprints");
    shows(&screen, "Next two sprints: 5 of 20 items ready");
    shows(&screen, "no acceptance criterion");
    screen.keys("ext<esc>R<enter>");
    shows(&screen, "Acceptance criteria");
}

#[test]
fn empty_panes_say_how_to_fill_them() {
    let Fixture { folder: _folder, mut team } = fixture();
    let keys = order(&team);
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    team.move_items(&keys, "done").unwrap();
    let mut screen = sized(team, (80, 24));
    shows(&screen, "No open items: 5 finished, 0 dropped.");
    screen.keys("p");
    shows(&screen, "There is no item here. Press a to add one.");
}

#[test]
fn text_from_outside_does_not_steer() {
    let Fixture { folder: _folder, mut team } = fixture();
    let hostile = "a\u{1b}]0;x\u{7}b\u{202e}c\u{9b}2Jd\u{200b}e".to_owned();
    let description = format!("{hostile}\n{}", "Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} ".repeat(3000));
    let new =
        NewItem { title: hostile.clone(), description, labels: vec![hostile], place: Place::Top, ..NewItem::default() };
    team.add_item(&new).unwrap();
    let mut screen = sized(team, (140, 40));
    let steers =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{200b}'..='\u{200f}');
    for keys in ["", "<enter>", "<esc>e", "<esc>R", "<esc>y"] {
        assert!(!screen.keys(keys).text().contains(steers), "{keys}");
    }
    let copied =
        screen.effects.iter().find_map(|effect| if let Effect::Copy(text) = effect { Some(text) } else { None });
    assert_eq!(copied.unwrap(), "PAY-6 a␛]0;x␇b\u{fffd}c\u{fffd}2Jde");
}

#[test]
fn the_mouse_selects_opens_and_turns() {
    let (mut screen, _folder) = opened(many(100));
    screen.press("Refund in part");
    assert_eq!(under_cursor(&screen), "PAY-4");
    for _ in 0..5 {
        screen.event(Event::Mouse(Mouse { x: 10, y: 10, act: MouseAct::Wheel(3) }));
    }
    assert_eq!(under_cursor(&screen), "PAY-16");
    screen.press("PAY-20");
    screen.press("PAY-20");
    shows(&screen, "EXT-15 ");
    shows(&screen, "History");
}
