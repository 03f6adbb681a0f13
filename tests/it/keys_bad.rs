//! Keys in the settings that cannot be used: what a person sees when the cockpit opens, and which keys are in force.

use crate::ground::fixture;
use crate::support::screen::Screen;
use standfast::tui::pane;
use std::fs;

/// The cockpit with this section under `[keys]`; the path of the settings is what each sentence begins with.
fn opened(keys: &str) -> (Screen, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("standfast").join("config.toml");
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, format!("[keys]\n{keys}\n")).unwrap();
    let home = folder.path().to_str().unwrap();
    let screen = Screen::with(pane::all(), fixture().team, (120, 30), &[("XDG_CONFIG_HOME", home)]);
    (screen, file.display().to_string())
}

fn said(screen: &Screen) -> String {
    screen.shell.message().unwrap().words.clone()
}

/// The screen as one line, however its sentences are broken.
fn one_line(screen: &Screen) -> String {
    screen.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_key_with_two_meanings_names_both_commands_and_what_is_used() {
    let (mut screen, file) = opened("redo = \"u\"");
    let words = "cannot have u: that key is \"undo\" in the same place. \"redo\" keeps Ctrl-R.";
    assert_eq!(said(&screen), format!("{file}: Under [keys], \"redo\" {words}"));
    assert!(one_line(&screen).contains("that key is \"undo\" in the same place."), "{}", screen.text());
    screen.keys("4aA new item<ctrl-s>u");
    assert!(said(&screen).starts_with("Undid"), "{}", said(&screen));
    screen.keys("<ctrl-r>");
    assert!(said(&screen).starts_with("Redid"), "{}", said(&screen));
}

#[test]
fn an_unknown_command_is_left_out() {
    let (screen, file) = opened("fly = \"f9\"");
    let words = "\"fly\" is not a command, so the line is left out.";
    assert!(said(&screen).starts_with(&format!("{file}: Under [keys], {words}")), "{}", said(&screen));
    assert!(one_line(&screen).contains(words), "{}", screen.text());
}

#[test]
fn a_key_that_cannot_be_read_leaves_the_shipped_one() {
    let (mut screen, file) = opened("help = \"meta-h\"");
    let words = "\"help\" cannot be read: \"meta-h\" is not a key.";
    assert!(said(&screen).starts_with(&format!("{file}: Under [keys], {words}")), "{}", said(&screen));
    assert!(said(&screen).ends_with("\"help\" keeps ? and F1."), "{}", said(&screen));
    assert!(one_line(&screen).contains(words), "{}", screen.text());
    assert!(screen.keys("?").text().contains("Keys: "), "{}", screen.text());
}

#[test]
fn several_complaints_open_as_a_text_and_the_other_keys_work() {
    let (mut screen, file) = opened("redo = \"u\"\nfly = \"f9\"\nboard = \"f2\"");
    let text = screen.text();
    for words in ["Settings that are not used", "\"fly\" is not a command", "\"redo\" cannot have u"] {
        assert!(text.contains(words), "{words} is missing: {text}");
    }
    // Each of the two names the file; the last one is in the message line too.
    assert_eq!(text.matches(&file).count(), 3, "{text}");
    let tabs = screen.keys("<esc><f2>").text();
    assert!(tabs.lines().nth(1).unwrap().contains("F2 Board"), "the tab shows the key as it is bound: {tabs}");
}
