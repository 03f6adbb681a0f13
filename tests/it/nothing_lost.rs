//! Nothing typed or chosen is lost without a word: the first Esc says what a second one does, everywhere.

use crate::ground::{Fixture, fixture, locked};
use crate::support::screen::Screen;
use standfast::app::item::NewItem;
use standfast::clock::Clock;
use standfast::domain::sprint::SprintEdit;
use standfast::tui::pane;

/// A place where something is typed or chosen.
struct Place {
    made: fn() -> Fixture,
    /// The keys that open it, those that type or choose, and the key that closes it.
    open: &'static str,
    typed: &'static str,
    close: &'static str,
    /// What is on the screen while it is kept.
    kept: &'static str,
}

fn with_draft() -> Fixture {
    let mut fixture = fixture();
    let day = |text: &str| Some(Some(text.parse().unwrap()));
    let (starts_on, ends_on) = (day("2026-11-23"), day("2026-12-04"));
    let draft = SprintEdit { goal: Some(Some("Fees".into())), starts_on, ends_on, ..SprintEdit::default() };
    fixture.team.new_sprint(&draft).unwrap();
    let key = fixture.team.add_item(&NewItem { title: "No estimate".into(), ..NewItem::default() }).unwrap().value;
    fixture.team.add_to_sprint(1, &[&key]).unwrap();
    fixture
}

const PLACES: [Place; 17] = [
    Place { made: fixture, open: "4a", typed: "A thought", close: "<esc>", kept: "A thought" },
    Place { made: fixture, open: "4e", typed: " more", close: "<esc>", kept: "Retry webhooks more" },
    Place { made: fixture, open: "4p", typed: "8", close: "<esc>", kept: "Points of PAY-1" },
    Place { made: fixture, open: "4x", typed: "because", close: "<esc>", kept: "because" },
    Place { made: fixture, open: "4+", typed: "It heals", close: "<esc>", kept: "It heals" },
    Place { made: fixture, open: ":import a file<enter>", typed: "a.csv", close: "<esc>", kept: "a.csv" },
    Place { made: fixture, open: "5a", typed: "No keys", close: "<esc>", kept: "No keys" },
    Place { made: locked, open: "4Gc", typed: "The bank asks", close: "<esc>", kept: "The bank asks" },
    Place { made: crate::retro::begun, open: "7G<right>a", typed: "Slow builds", close: "<esc>", kept: "Slow builds" },
    Place { made: with_draft, open: "3L<enter>", typed: "as agreed", close: "<esc>", kept: "as agreed" },
    Place { made: with_draft, open: "3L", typed: "<enter>as agreed<enter>", close: "<esc>", kept: "as agreed" },
    Place { made: with_draft, open: "3L", typed: "a", close: "q", kept: "Lock sprint 1" },
    Place { made: locked, open: "2X", typed: "1", close: "<esc>", kept: "Close sprint 1" },
    Place { made: locked, open: "2X", typed: "Gm", close: "q", kept: "Close sprint 1" },
    Place { made: locked, open: "2Xe", typed: "Split later", close: "<esc>", kept: "Split later" },
    Place { made: locked, open: "2Xs", typed: "1", close: "<esc>", kept: "Close sprint 1" },
    Place { made: fixture, open: ":settings<enter>", typed: "More", close: "<esc>", kept: "PayMore" },
];

fn asks(screen: &Screen) -> bool {
    screen.text().contains("again to discard it")
}

#[test]
fn esc_on_something_typed_asks_once() {
    for place in &PLACES {
        let Fixture { folder: _folder, team } = (place.made)();
        let mut screen = Screen::with(pane::all(), team, (120, 40), &[]);
        let name = format!("{} {}", place.open, place.typed);
        screen.keys(place.open);
        let scope = screen.shell.scope();
        let before = screen.keys(place.close).shell.scope();
        assert!(!asks(&screen) && before != scope, "{name}: nothing is typed yet\n{}", screen.text());
        screen.keys("<esc>").keys(place.open).keys(place.typed);
        let typing = screen.shell.scope();
        screen.keys(place.close);
        assert!(asks(&screen) && screen.text().contains(place.kept), "{name}\n{}", screen.text());
        assert_eq!(screen.shell.scope(), typing, "{name}: it is still open");
        // Another key takes the question back.
        screen.keys("<f12>").keys(place.close);
        assert!(asks(&screen), "{name}\n{}", screen.text());
        screen.keys("<ctrl-c>");
        assert!(!screen.has_quit() && screen.text().contains("Press Ctrl-C again"), "{name}\n{}", screen.text());
        screen.keys(place.close).keys(place.close);
        assert_eq!(screen.shell.scope(), before, "{name}: a second one closes it\n{}", screen.text());
    }
}

#[test]
fn the_first_team_being_typed_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::Fixed(standfast::domain::time::Instant::parse("2026-11-23T09:00:00Z").unwrap());
    let team = standfast::app::Standfast::create(&folder.path().join("new.db"), clock, "fay").unwrap();
    let mut screen = Screen::open(team);
    screen.keys("cPayments<esc>");
    assert!(asks(&screen) && screen.text().contains("Payments"), "{}", screen.text());
}

/// What is said is kept when its line is left; a tab pressed with the mouse leaves it as it is, and so no quit loses it.
#[test]
fn what_somebody_says_is_not_lost_by_going_elsewhere() {
    let Fixture { folder: _folder, team } = fixture();
    let mut screen = Screen::open(team);
    screen.keys("1iWebhooks").press("2 Board").keys("q");
    assert!(!screen.has_quit() && asks(&screen), "{}", screen.text());
    screen.keys("1");
    assert!(screen.text().contains("Webhooks"), "{}", screen.text());
    screen.keys("<esc>q");
    assert!(screen.has_quit(), "{}", screen.text());
    let said = screen.shell.standfast().standup_facts().unwrap().people;
    assert!(said.iter().any(|one| one.words.today.as_deref() == Some("Webhooks")), "it was saved as it was left");
}

/// Files in which a line is typed, and where what is typed is guarded.
const TYPED: [(&str, &str); 10] = [
    ("kit/ask.rs", "kit/ask.rs"),
    ("kit/filter.rs", "a filter is not kept: Esc clears it"),
    ("kit/form/checklist.rs", "kit/form/mod.rs"),
    ("kit/form/complete.rs", "kit/form/mod.rs"),
    ("kit/form/field.rs", "kit/form/mod.rs"),
    ("kit/pick.rs", "what is typed only looks for an entry"),
    ("kit/reader.rs", "what is typed only looks for words"),
    ("layer/close/mod.rs", "layer/close/mod.rs"),
    ("layer/lock/mod.rs", "layer/lock/mod.rs"),
    ("pane/standup/typing.rs", "pane/standup/mod.rs"),
];

#[test]
fn every_place_where_one_types_is_guarded() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.ends_with("draw.rs")
                && std::fs::read_to_string(&path).unwrap().contains("widget::line::Line;")
            {
                found.push(name);
            }
        }
    }
    found.sort();
    assert_eq!(found, TYPED.map(|(file, _)| file.to_owned()));
    for (file, guard) in TYPED {
        let text = std::fs::read_to_string(root.join(guard)).unwrap_or_else(|_| "fn holds_typing".to_owned());
        assert!(text.contains("fn holds_typing"), "{file}: {guard}");
    }
}
