//! The command line on a real terminal: tables and colour there, and only there.

use crate::support::cli::Shell;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;

/// What a terminal of 60 columns gets to see.
fn on_terminal(shell: &Shell, words: &[&str]) -> String {
    let size = PtySize { rows: 24, cols: 60, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let command = shell.command(words);
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.cwd(command.get_current_dir().unwrap());
    builder.env_clear();
    for (name, value) in command.get_envs() {
        builder.env(name, value.unwrap());
    }
    let mut child = pair.slave.spawn_command(builder).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    // On Linux the end of the program is an error of the terminal, not the end of a file.
    let _ = reader.read_to_end(&mut seen);
    assert!(child.wait().unwrap().success());
    String::from_utf8(seen).unwrap().replace("\r\n", "\n")
}

#[test]
fn a_terminal_gets_a_table_that_fits() {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover after a network split between data centres\" --points 5 --label net");
    shell.does("item add Short");
    let seen = on_terminal(&shell, &["item", "list"]);
    let plain = anstream::adapter::strip_str(&seen).to_string();
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines.len(), 3, "{plain}");
    assert!(lines[0].starts_with("key") && lines[0].contains("points"), "{plain}");
    assert!(lines[1].starts_with("ME-1") && lines[1].ends_with('…'), "{plain}");
    assert!(lines.iter().all(|line| line.chars().count() <= 60), "{plain}");
    assert!(seen.contains("\u{1b}[1m"), "the header is bold: {seen:?}");
    assert_eq!(shell.does("item list").lines().count(), 2, "a pipe gets no header");
    shell.set("NO_COLOR", "1");
    assert!(!on_terminal(&shell, &["item", "list"]).contains('\u{1b}'));
    shell.unset("NO_COLOR");
    shell.set("TERM", "dumb");
    assert!(!on_terminal(&shell, &["item", "list"]).contains('\u{1b}'));
}

/// A team whose every text tries to steer the terminal, with a sprint that is closed and one that runs.
fn steering_team(evil: &str) -> Shell {
    let shell = Shell::with_team();
    let run = |words: &[&str]| {
        let ran = shell.run(words);
        assert_eq!(ran.code, Some(0), "{words:?}: {ran:?}");
    };
    for (number, start, end) in [("1", "2026-11-23", "2026-12-04"), ("2", "2026-12-07", "2026-12-18")] {
        let key = format!("ME-{number}");
        run(&["item", "add", evil, "--criteria", evil, "--label", evil, "--description", evil, "--points", "3"]);
        run(&["sprint", "new", "--start", start, "--end", end, "--goal", evil, "--name", evil]);
        run(&["sprint", "add", number, &key]);
        let except = format!("capacity={evil}");
        let except: &[&str] = if number == "1" { &[] } else { &["--except", &except] };
        run(&[&["sprint", "lock", number, "--agreed", "dev-1"], except].concat());
        run(&["scope", "request", "remove", &key, "--reason", evil, "--by", evil]);
        run(&["blocker", "raise", evil, "--item", &key, "--waiting-on", evil, "--next-step", evil]);
        run(&["checkin", evil, "--member", "dev-1"]);
        run(&["blocker", "update", number, "--note", evil]);
        if number == "1" {
            run(&["standup", "start"]);
            run(&["standup", "park", evil]);
            run(&["standup", "finish"]);
            let rest = format!("backlog=blocked:{evil}");
            run(&["sprint", "close", "1", "--goal", "missed", "--rest", &rest, "--note", evil]);
            run(&["retro", "start"]);
            run(&["retro", "note", evil, "--column", "1"]);
            run(&["retro", "commit", evil, "--owner", "dev-1", "--shows", evil]);
            run(&["retro", "finish"]);
        }
    }
    shell
}

/// Every command that answers with something of the team, in its forms.
const ANSWERS: &[&str] = &[
    "item list --all",
    "item show ME-1",
    "sprint list",
    "sprint show 1",
    "sprint show 2",
    "sprint burndown 1",
    "scope list --all",
    "scope log",
    "scope contract 1",
    "scope contract 2",
    "scope verify 1",
    "blocker list --all",
    "blocker show 1",
    "action list",
    "action show 1",
    "topic list",
    "standup list",
    "standup show",
    "standup facts",
    "retro show",
    "review show",
    "report sprint 1",
    "report sprint 1 --format md",
    "report sprint 1 --format json",
    "report sprint 1 --figure committed",
    "velocity",
    "log",
    "member list",
    "export",
    "export --format csv",
    "doctor",
    "team show",
];

#[test]
fn no_form_of_any_answer_steers_a_terminal() {
    let evil = "owned\u{1b}]0;x\u{7}\u{1b}[31m\u{9b}2J\u{90}q\u{202e}txt\u{2066}\u{200b}\rend";
    let mut shell = steering_team(evil);
    // Colours of our own would be sequences too.
    shell.set("NO_COLOR", "1");
    for line in ANSWERS {
        for json in [false, true] {
            let mut words: Vec<&str> = line.split(' ').collect();
            words.extend(json.then_some("--json"));
            if line.ends_with("csv") && json {
                continue;
            }
            let ran = shell.run(&words);
            assert_eq!(ran.code, Some(0), "{line}: {ran:?}");
            let seen = on_terminal(&shell, &words);
            let steers = |c: &char| {
                c.is_control() && !['\n', '\t'].contains(c)
                    || ('\u{202a}'..='\u{202e}').contains(c)
                    || "\u{2066}\u{200b}".contains(*c)
            };
            assert_eq!(seen.chars().find(steers), None, "{line}: {seen:?}");
        }
    }
    let sealed = shell.run(&["report", "sprint", "1", "--format", "json"]).stdout;
    assert!(sealed.contains('\u{9b}'), "another program gets what was sealed, byte for byte");
}
