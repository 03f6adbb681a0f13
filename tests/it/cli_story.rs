//! The main job from beginning to end, by the command line: a backlog comes in, a sprint is planned, locked and worked on.

use crate::assert_transcript;
use crate::support::cli::Shell;
use std::fmt::Write as _;
use std::fs;

/// Eight items as the story-point data sets write them; one title holds an escape sequence, one row has no points to read.
fn backlog() -> String {
    let titles = [
        ("Agents reconnect with a back-off", "5"),
        ("Master keeps the agent list over a restart", "8"),
        ("Fence agents that come back too late", "3"),
        ("Show partitions in the web page", "2"),
        ("\u{1b}]0;owned\u{7}Log each lost agent once", "1"),
        ("Find out why the leader flaps", "2"),
        ("Tidy the flags of the scheduler", "13"),
        ("Write down how to heal a split", "many"),
    ];
    let mut csv = "issuekey,title,description,storypoint\n".to_owned();
    for (number, (title, points)) in titles.iter().enumerate() {
        writeln!(csv, "MESOS-{},{title},\"First line\nof {number}\",{points}", 801 + number).unwrap();
    }
    csv
}

#[test]
fn from_an_import_to_a_locked_sprint() {
    let shell = Shell::new();
    fs::write(shell.path("mesos.csv"), backlog()).unwrap();
    assert_transcript!(
        shell,
        r#"
        init Mesos --prefix ME --tz Europe/Berlin --member "dev-1:100:backend" --member "dev-2:80:backend" --member "dev-3:50:design"
        import mesos.csv --dry-run
        item list
        import mesos.csv
        import mesos.csv --json
        item list
        sprint new --start 2026-11-23 --end 2026-12-04 --goal "Agents recover after a network split"
        sprint add 1 MESOS-801 mesos-803 MESOS-806
        sprint lock 1
        item edit MESOS-801 --criteria "agents wait longer each time"
        item edit MESOS-803 --criteria "a fenced agent gets no work"
        sprint lock 1 --except MESOS-806="spike, timeboxed" --agreed dev-1
        sprint add 1 MESOS-802
        item move MESOS-801 doing
        sprint show 1
        scope verify 1
        undo
        redo
        log
        doctor
        "#
    );
}

#[test]
fn the_lock_holds_against_sql_from_outside() {
    let shell = Shell::with_team();
    fs::write(shell.path("mesos.csv"), backlog()).unwrap();
    shell.run(&["import", "mesos.csv"]);
    shell.does("sprint new --start today --end +11d --goal Recover");
    shell.does("sprint add 1 MESOS-801");
    shell.does("sprint lock 1 --except MESOS-801=spike");
    let database = rusqlite::Connection::open(shell.database()).unwrap();
    let refused = database.execute("UPDATE item SET points = 99 WHERE external_key = 'MESOS-801'", []).unwrap_err();
    assert!(refused.to_string().contains("standfast"), "{refused}");
    assert_eq!(shell.json("sprint show 1")["points"]["committed"], 5);
}
