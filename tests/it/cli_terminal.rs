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
