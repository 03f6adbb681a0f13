//! Directories that may not be written to, and files past their limit: a sentence, nothing changed, no death by signal.
#![cfg(unix)]

use crate::support::cli::{Ran, Shell, assert_untouched};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;

const NOBODY: u32 = 65_534;

/// Runs the program as somebody whom mode bits bind; root is bound by none.
fn run_bound(shell: &Shell, words: &[&str]) -> Ran {
    let program = shell.path("standfast");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_standfast"), &program).unwrap();
    }
    let own = shell.command(words);
    let mut command = std::process::Command::new(&program);
    command.args(own.get_args()).env_clear().current_dir(own.get_current_dir().unwrap());
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() }
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_directory_that_may_not_be_written_to_is_read_and_refused_kindly() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let folder = shell.path("data/standfast");
    let before = fs::read(shell.database()).unwrap();
    set_mode(&shell.path(""), 0o755);
    set_mode(&shell.database(), 0o444);
    set_mode(&folder, 0o555);
    let list = run_bound(&shell, &["item", "list"]);
    let add = run_bound(&shell, &["item", "add", "Second"]);
    let init = run_bound(&shell, &["init", "Other", "--team", "other"]);
    set_mode(&folder, 0o755);
    assert_eq!((list.code, list.stdout.starts_with("ME-1")), (Some(0), true), "{list:?}");
    assert!(add.code == Some(1) && add.stderr.contains("can be read but not written"), "{add:?}");
    assert!(init.code == Some(1) && init.stderr.contains("other.db"), "{init:?}");
    assert_untouched(&shell.database(), &before);
    assert!(!folder.join("other.db").exists());
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_not_a_death() {
    let shell = Shell::with_team();
    let program = env!("CARGO_BIN_EXE_standfast");
    let own = shell.command(&[]);
    let mut command = std::process::Command::new("sh");
    let script = format!("ulimit -f 1; exec '{program}' item add '{}'", "x".repeat(30_000));
    command.arg("-c").arg(script).env_clear();
    command.envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(!output.stderr.is_empty());
    assert_eq!(shell.json("item list")["total"], 0);
    assert_eq!(shell.json("doctor")["well"], true);
}

#[test]
fn a_path_may_hold_spaces_and_bytes_that_are_no_text() {
    let shell = Shell::new();
    let name = std::ffi::OsStr::from_bytes(b"our te\xffam\x1b[31m.db");
    let run = |words: &[&str]| shell.command(words).env("STANDFAST_DB", name).output().unwrap();
    let missing = run(&["item", "list"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(!missing.stderr.contains(&0x1b), "{missing:?}");
    for words in
        [&["init", "Mesos"][..], &["item", "add", "First"], &["item", "list"], &["doctor"], &["doctor", "--json"]]
    {
        let output = run(words);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(!output.stdout.contains(&0x1b), "{output:?}");
    }
    assert!(shell.path("").join(name).exists());
}
