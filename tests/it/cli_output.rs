//! Where the answer goes: pipes, full disks, no home, text that would steer the terminal.

use crate::support::cli::{Shell, assert_untouched};
use std::fs::OpenOptions;
use std::process::Stdio;

#[test]
fn misuse_is_a_sentence_and_exit_code_2() {
    let shell = Shell::with_team();
    for line in
        ["frob", "item", "item show", "item add x --points -3", "item add x --points NaN", "sprint new --start x"]
    {
        let ran = shell.run(&line.split(' ').collect::<Vec<_>>());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{line}: {ran:?}");
        assert!(!ran.stderr.contains("panicked"), "{line}: {}", ran.stderr);
    }
    let error = &shell.json("item add x --points inf")["error"];
    assert_eq!(error["kind"], "misused");
    assert!(error["message"].as_str().unwrap().contains("a number from 0 to 1 000 000"), "{error}");
}

#[test]
fn a_refusal_in_json_names_rule_and_cases() {
    let shell = Shell::with_team();
    shell.does("item add One");
    shell.does("sprint new --goal G --start today --end +11d");
    shell.does("sprint add 1 ME-1");
    let error = &shell.json("sprint lock 1")["error"];
    assert_eq!((&error["kind"], &error["rule"]), (&"refused".into(), &"L4".into()));
    assert_eq!(error["details"].as_array().unwrap().len(), 2);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_under_the_answer_is_told() {
    let shell = Shell::with_team();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = shell.command(&["member", "list"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("Could not write the answer: No space left"), "{said}");
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    let both = shell.command(&["frob"]).stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(both.code(), Some(2));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let shell = Shell::with_team();
    let mut child =
        shell.command(&["completions", "zsh"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn nothing_from_outside_steers_the_terminal() {
    let shell = Shell::with_team();
    let evil = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}2J\u{202e}txt\u{2066}\u{200b}\rend";
    let add = shell.run(&["item", "add", evil, "--criteria", evil, "--label", evil, "--description", evil]);
    assert_eq!(add.code, Some(0), "{add:?}");
    shell.run(&["item", "drop", "ME-1", "--reason", evil]);
    for line in
        ["item list --all", "item show ME-1", "item list --all --json", "item show ME-1 --json", "log", "log --json"]
    {
        let ran = shell.run(&line.split(' ').collect::<Vec<_>>());
        let steering =
            |c: &char| (c.is_control() && *c != '\n' && *c != '\t') || "\u{202e}\u{2066}\u{200b}".contains(*c);
        assert_eq!(ran.stdout.chars().find(steering), None, "{line}: {:?}", ran.stdout);
        assert!(ran.stdout.contains("owned"), "{line}");
    }
    let refused = shell.run(&["item", "show", evil]);
    assert!(refused.code == Some(1) && !refused.stderr.contains('\u{1b}'), "{refused:?}");
    assert_eq!(shell.json("item show ME-1")["title"], evil, "stored whole");
}

#[test]
fn without_a_home_a_file_must_be_named() {
    let mut shell = Shell::new();
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"] {
        shell.unset(name);
    }
    let said = shell.refuses("init Mesos");
    assert!(said.contains("--db FILE"), "{said}");
    let file = shell.path("my teams.db");
    shell.set("STANDFAST_DB", &file.to_string_lossy());
    shell.does("init Mesos");
    assert!(file.exists());
}

#[test]
fn a_broken_settings_file_is_named_and_left_alone() {
    let shell = Shell::with_team();
    let file = shell.path("config/standfast/config.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = b"mouse = true\nthema = \"dark\"\n";
    std::fs::write(&file, text).unwrap();
    let ran = shell.run(&["member", "list"]);
    assert_eq!(ran.code, Some(0));
    let said = shell.without_home(&ran.stderr);
    assert!(said.starts_with("~/config/standfast/config.toml: line 2, column 1: unknown field `thema`"), "{said}");
    assert_untouched(&file, text);
}

#[test]
fn the_clock_must_be_an_instant() {
    let mut shell = Shell::with_team();
    shell.set("STANDFAST_NOW", "yesterday");
    let said = shell.refuses("member list");
    assert!(said.contains("2026-11-23T09:00:00Z"), "{said}");
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(shell.does(&format!("completions {name}")).contains("standfast"), "{name}");
    }
    assert!(shell.does("man").contains(".TH standfast"));
    shell.does("man --to pages");
    assert!(shell.path("pages/standfast-sprint-lock.1").exists());
}
