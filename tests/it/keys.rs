//! The table of commands: said once, without contradiction, and every key does something.

use crate::ground::fixture;
use crate::screens_standup::{at, wednesday};
use crate::support::screen::Screen;
use proptest::prelude::*;
use standfast::rules::Act;
use standfast::tui::command::{Command, TABLE, Twin};
use standfast::tui::event::{Chord, Event, Key, Mouse, MouseAct};
use standfast::tui::keymap::Keymap;
use standfast::tui::pane::{self, TABS, Tab};
use standfast::tui::scope::Scope;
use standfast::tui::ways::in_words;
use std::collections::HashSet;

#[test]
fn names_are_unique_and_written_alike() {
    let mut seen = HashSet::new();
    for row in TABLE {
        assert!(seen.insert(row.name), "{} stands twice", row.name);
        assert!(row.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", row.name);
        assert!(row.sentence.ends_with('.') && row.sentence.starts_with(char::is_uppercase), "{}", row.sentence);
        assert_eq!(Command::named(row.name), Some(row.command));
        assert_eq!(row.command.row().name, row.name);
    }
}

#[test]
fn every_scope_has_a_command_and_only_shared_ones_are_inherited() {
    for scope in Scope::ALL {
        assert!(TABLE.iter().any(|row| row.scope == *scope), "{scope:?} has no command");
        assert_eq!(scope.chain().first(), Some(scope));
        assert!(!scope.is_shared() || scope.chain().len() == 1, "{scope:?} is shared and inherits");
    }
}

#[test]
fn every_tab_has_its_own_scope_and_command() {
    for tab in &TABS {
        assert_eq!(tab.command.row().scope, Scope::Global);
        assert!(
            std::ptr::eq(Tab::of(tab.scope), tab)
                && Tab::behind(tab.command).is_some_and(|other| std::ptr::eq(other, tab))
        );
    }
    let panes = pane::all();
    assert!(panes.iter().zip(&TABS).all(|(pane, tab)| pane.scope() == tab.scope && std::ptr::eq(pane.tab(), tab)));
}

#[test]
fn what_writes_has_a_twin_on_the_command_line() {
    let manual = standfast::cli::reference::markdown();
    for row in TABLE {
        let words = match row.twin {
            Twin::Does(words) | Twin::Shows(words) => words,
            Twin::OnlyHere(why) => {
                assert!(why.ends_with('.'), "{} says no reason", row.name);
                continue;
            }
            Twin::Looks => continue,
        };
        let verbs = words
            .split(' ')
            .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-'));
        let heading = format!("# standfast {}\n", verbs.collect::<Vec<_>>().join(" "));
        assert!(manual.contains(&heading), "{} names `standfast {words}`, which is not there", row.name);
    }
}

/// Every command of every tab is pressed once; none of them falls through.
#[test]
fn every_command_of_every_tab_does_something() {
    for (at, pane) in pane::all().iter().enumerate() {
        let scope = pane.scope();
        let chain = scope.chain();
        for row in TABLE.iter().filter(|row| chain.contains(&row.scope) && row.scope != Scope::Global) {
            let Some(key) = row.keys.split_whitespace().next() else { continue };
            let fixture = fixture();
            let mut screen = Screen::open(fixture.team);
            let tab = pane::all()[at].tab();
            screen.keys(tab.command.row().keys);
            let title = tab.title();
            let text = if key.chars().count() == 1 { key.to_owned() } else { format!("<{key}>") };
            screen.keys(&text);
            let said = screen.shell.message().map(|message| message.words.clone()).unwrap_or_default();
            assert!(!said.contains("does nothing here"), "{title}: {} ({key}): {said}", row.name);
        }
    }
}

fn any_event() -> impl Strategy<Value = Event> {
    let key = prop_oneof![
        8 => prop::char::range(' ', '~').prop_map(Key::Char),
        1 => any::<char>().prop_filter("typed", |c| !c.is_control()).prop_map(Key::Char),
        6 => prop::sample::select(vec![
            Key::Enter, Key::Esc, Key::Tab, Key::BackTab, Key::Backspace, Key::Delete, Key::Up, Key::Down, Key::Left,
            Key::Right, Key::Home, Key::End, Key::PageUp, Key::PageDown, Key::F(1),
        ]),
    ];
    let chord =
        (key, prop::bool::weighted(0.1)).prop_map(|(key, ctrl)| Event::Key(Chord::normal(key, ctrl, false, false)));
    let act = prop_oneof![
        Just(MouseAct::Press),
        Just(MouseAct::Drag),
        Just(MouseAct::Release),
        Just(MouseAct::Wheel(3)),
        Just(MouseAct::Wheel(-3))
    ];
    let mouse = (0u16..130, 0u16..45, act).prop_map(|(x, y, act)| Event::Mouse(Mouse { x, y, act }));
    let paste = "[a-z\\n\u{1b}\u{202e}日]{0,30}".prop_map(Event::Paste);
    let size = (0u16..200, 0u16..70).prop_map(|(x, y)| Event::Resize(x, y));
    prop_oneof![20 => chord, 2 => mouse, 1 => paste, 1 => size]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// The same where there is a sprint to close, to draw and to read about.
    #[test]
    fn no_events_break_a_sprint(events in prop::collection::vec(any_event(), 1..60), keys in prop::sample::select(vec!["2X", "3D", "7M", "7V", "6D "]), closed in any::<bool>()) {
        let mut fixture = crate::screens_close::running();
        if closed {
            crate::retro::close(&mut fixture.team, 1);
        }
        let mut screen = Screen::with(pane::all(), fixture.team, (100, 30), &[]);
        screen.keys(keys);
        for event in events {
            if let Event::Resize(x, y) = event {
                screen.resize((x.max(1), y.max(1)));
            } else {
                screen.event(event);
            }
        }
    }

    /// Whatever is typed, pressed, pasted and resized: no panic, and something is drawn.
    #[test]
    fn no_events_break_it(events in prop::collection::vec(any_event(), 1..160), width in 1u16..160, height in 1u16..60) {
        let fixture = fixture();
        let mut screen = Screen::with(pane::all(), fixture.team, (width, height), &[]);
        for event in events {
            if let Event::Resize(x, y) = event {
                screen.resize((x.max(1), y.max(1)));
            } else {
                screen.event(event);
            }
        }
    }
}

/// What only the command line does, and a sentence on the screen may therefore name.
const ONLY_THERE: [Act; 6] = [Act::Backup, Act::Demo, Act::Doctor, Act::Init, Act::Restore, Act::SprintCancel];

#[test]
fn every_way_out_has_a_key_on_the_screen_and_a_command_on_the_command_line() {
    let keymap = Keymap::shipped();
    let manual = standfast::cli::reference::markdown();
    for act in Act::ALL {
        let way = act.way("", "{}");
        let has_key = !in_words(&way, &keymap, Scope::Plan).contains("standfast");
        assert_eq!(has_key, !ONLY_THERE.contains(act), "{act:?}");
        assert!(manual.contains(&format!("# {}\n", way.command())), "{} is not there", way.command());
    }
}

#[test]
fn a_refusal_on_the_screen_names_the_key_that_helps() {
    let folder = wednesday();
    let mut screen = Screen::with(pane::all(), at(folder.path(), "2026-11-25T10:00"), (100, 30), &[]);
    screen.keys("1bf");
    let said = screen.shell.message().unwrap().words.clone();
    assert!(said.contains("before the standup finishes. Rule with R."), "{said}");
    assert!(screen.text().contains("Rule with R."), "{}", screen.text());
    screen.keys("<esc>");
    screen.keys("2wNo room<tab><tab>nobody here<ctrl-s>");
    let form = screen.text();
    assert!(form.contains(":member-add."), "{form}");
}
