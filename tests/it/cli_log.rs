//! The log, undo and redo, across runs of the program.

use crate::assert_transcript;
use crate::support::cli::Shell;

#[test]
fn undo_and_redo_across_runs() {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --points 5");
    shell.set("STANDFAST_NOW", "2026-11-24T08:30:00Z");
    shell.set("STANDFAST_ACTOR", "dev-1");
    assert_transcript!(
        shell,
        r"
        undo
        item edit ME-1 --points 8
        item move ME-1 doing
        undo
        undo
        undo
        redo
        redo
        item list
        log
        log --since today --actor dev-1 --item ME-1 --limit 1
        log --since someday
        log --item ME-9
        undo 2
        undo 99
        redo
        "
    );
}

#[test]
fn undo_refuses_to_overwrite_what_came_later() {
    let shell = Shell::with_team();
    shell.does("item add First --points 1");
    shell.does("item edit ME-1 --points 2");
    shell.does("item edit ME-1 --points 3");
    let said = shell.refuses("undo 3");
    assert!(said.contains("ME-1") || said.contains("changed"), "{said}");
    assert_eq!(shell.json("item show ME-1")["points"], 3);
}
