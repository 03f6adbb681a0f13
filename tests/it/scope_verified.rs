//! `scope verify` names every change of a locked sprint's scope that no accepted request explains, in the program or past it.

use crate::support::cli::Shell;
use rusqlite::Connection;

/// A locked sprint in which items came, left, were swapped and re-estimated, each by a request of its own.
fn changed() -> Shell {
    let mut shell = Shell::with_team();
    for (title, points) in [("Login", 3), ("Search", 2), ("Export", 5), ("Fees", 2), ("Keys", 1)] {
        shell.does(&format!("item add {title} --points {points} --criteria works"));
    }
    shell.does("sprint new --goal Pay --start today --end +11d");
    shell.does("sprint add 1 ME-1 ME-2 ME-3");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-11-24T09:00:00Z");
    shell.does("scope request add ME-4 --swap ME-2 --reason Law --accepted-by dev-1");
    shell.does("scope request remove ME-3 --reason Later --accepted-by dev-1");
    shell.does("scope request reestimate ME-1 --points 5 --reason Larger --accepted-by dev-1");
    // One that waited until the next day.
    shell.does("item edit ME-5 --points 8");
    shell.does("scope request add ME-5 --reason More");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    shell.does("scope accept C4 --by dev-1");
    shell
}

#[test]
fn what_requests_made_of_a_sprint_is_intact_and_stays_so_through_undo_and_close() {
    let shell = changed();
    assert!(shell.does("scope verify 1").contains("is intact"));
    shell.does("scope request reestimate ME-1 --points none --reason Unknown --accepted-by dev-1");
    shell.does("scope request add ME-3 --reason Back --accepted-by dev-1");
    assert!(shell.does("scope verify 1").contains("is intact"));
    shell.does("undo");
    shell.does("undo");
    assert!(shell.does("scope verify 1").contains("is intact"));
    shell.does("redo");
    assert!(shell.does("scope verify 1").contains("is intact"));
    shell.does("sprint close 1 --goal met --rest \"next=not started\"");
    shell.does("item edit ME-1 --points 13");
    assert!(shell.does("scope verify 1").contains("is intact"));
}

#[test]
fn every_change_without_a_request_is_named() {
    for (sql, said) in [
        ("UPDATE item SET points = 13 WHERE id = 1", "ME-1 was re-estimated without an accepted request."),
        ("UPDATE item SET points = 13 WHERE id = 4", "ME-4 was re-estimated without an accepted request."),
        (
            "INSERT INTO item (id, number, kind, title, status, status_since, rank, created_at) VALUES (90, 90, 'bug', 'x', 1, 0, 'zz', 0);
             INSERT INTO sprint_item (id, sprint, item, entered_at, entered_by) VALUES (90, 1, 90, 0, 1)",
            "ME-90 came in without an accepted request.",
        ),
        ("UPDATE sprint_item SET left_at = 5 WHERE item = 1", "ME-1 left without an accepted request."),
        ("UPDATE sprint_item SET left_by = 4 WHERE item = 3", "ME-3 left without an accepted request."),
        ("UPDATE sprint_item SET left_at = NULL, left_by = NULL WHERE item = 3", "C2 was accepted and changed nothing: remove ME-3."),
        ("UPDATE sprint_item SET left_at = NULL, left_by = NULL WHERE item = 2", "C1 was accepted and changed nothing: add ME-4."),
        ("DELETE FROM sprint_item WHERE item = 4", "C1 was accepted and changed nothing: add ME-4."),
        ("UPDATE sprint_item SET points_at_entry = 9 WHERE item = 4", "ME-4 has other points in the sprint (9) than C1 says (2)."),
        ("UPDATE sprint_item SET points_at_exit = 9 WHERE item = 3", "ME-3 has other points in the sprint (9) than C2 says (5)."),
        ("UPDATE sprint_item SET committed = 1 WHERE item = 4", "ME-4 counts otherwise in the commitment than it was promised."),
        ("UPDATE sprint_item SET committed = 0 WHERE item = 1", "ME-1 counts otherwise in the commitment than it was promised."),
        ("DELETE FROM change_request WHERE number = 3", "ME-1 was re-estimated without an accepted request."),
        ("DELETE FROM change_request WHERE number = 2", "ME-3 left without an accepted request."),
        ("UPDATE change_request SET points_in = 4 WHERE number = 3", "ME-1 was re-estimated without an accepted request."),
        ("UPDATE change_request SET points_out = 4 WHERE number = 3", "C3 re-estimates ME-1 from points that it did not have."),
        ("UPDATE change_request SET points_in = 7 WHERE number = 1", "ME-4 has other points in the sprint (2) than C1 says (7)."),
        ("UPDATE change_request SET ruling = 'declined' WHERE number = 1", "ME-4 came in without an accepted request."),
        ("UPDATE change_request SET item = 5 WHERE number = 2", "C2 was accepted and changed nothing: remove ME-5."),
        ("UPDATE change_request SET ruled_at = 5 WHERE number = 2", "C2 was accepted before the lock."),
    ] {
        let shell = changed();
        let db = Connection::open(shell.database()).unwrap();
        let mut drops = db.prepare("SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'").unwrap();
        let drops: Vec<String> = drops.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for drop in drops {
            db.execute_batch(&drop).unwrap();
        }
        db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let ran = shell.run(&["scope", "verify", "1"]);
        assert_eq!(ran.code, Some(1), "{sql}: {ran:?}");
        assert!(ran.stdout.contains(said), "{sql}\n{said}\n{}", ran.stdout);
    }
}
