//! `import` as it is typed: dry run, mapping, what is not taken, what is no table.

use crate::assert_transcript;
use crate::real_data::find as shared;
use crate::support::cli::Shell;
use std::fs;

const BACKLOG: &str = "\
Issue key,Summary,Issue Type,Status,Story Points,Assignee,Labels,Created,Watchers,Watchers
OPS-1,Sign in,Story,To Do,3,dev-1,api,2026-11-02,ana,ben
OPS-2,\"Mail \u{1b}[31m twice\",Bug,In Progress,-1,zoe,,03/04/26,,
OPS-3,,Story,To Do,1,,,,,
";

fn shell() -> Shell {
    let shell = Shell::with_team();
    fs::write(shell.path("backlog.csv"), BACKLOG).unwrap();
    shell
}

#[test]
fn a_dry_run_then_the_import_then_the_same_again() {
    let shell = shell();
    assert_transcript!(
        shell,
        r"
        import backlog.csv --dry-run
        item list
        import backlog.csv --dates dmy
        item show OPS-2 --json
        import backlog.csv --dates dmy --json
        undo
        item list
        redo
        item list
        log
        "
    );
}

#[test]
fn a_mapping_says_what_the_names_do_not() {
    let shell = shell();
    fs::write(shell.path("own.csv"), "Nr;Was;Aufwand\n1;Anmelden;3\n").unwrap();
    assert_transcript!(
        shell,
        r"
        import own.csv
        import own.csv --map title=Was --map points=Aufwand --map key=Nr
        import own.csv --map title=What
        import own.csv --map colour=Was
        import own.csv --map title
        import own.csv --format excel
        import own.csv --encoding klingon
        item list
        "
    );
}

#[test]
fn what_is_no_table_changes_nothing() {
    let shell = shell();
    fs::write(shell.path("empty.csv"), "").unwrap();
    fs::write(shell.path("picture.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01").unwrap();
    assert_transcript!(
        shell,
        r"
        import
        import nowhere.csv
        import .
        import empty.csv
        import picture.png
        import data/standfast/default.db
        import empty.csv --json
        log --json
        "
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let shell = shell();
    let ran = shell.run_with_input(&["import", "-"], BACKLOG.as_bytes());
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.starts_with("Imported standard input: 2 added, 0 updated, 0 unchanged. 1 row was refused.\n"));
    assert!(!ran.stdout.contains('\u{1b}'));
}

#[test]
fn the_mesos_backlog_comes_in_whole_and_never_steers_the_terminal() {
    let Some(path) = shared("storypoints/mesos.csv") else { return };
    let shell = Shell::with_team();
    let file = path.to_str().unwrap();
    let report = shell.json(&format!("import {file}"));
    assert_eq!((report["added"].as_u64(), report["refused"].as_u64()), (Some(1680), Some(0)));
    assert_eq!(shell.json("item list --limit 1")["total"], 1680);
    let list = shell.does("item list --limit 2000");
    assert!(list.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()));
    assert_eq!(shell.json("item show mesos-313")["external_key"], "MESOS-313");
}
