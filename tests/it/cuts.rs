//! Power cuts and kills. A cut leaves the file, and the write-ahead log up to any byte, with anything behind it: what was
//! acknowledged before is there, what was not is there whole or not at all, and the log verifies. `STANDFAST_HUNT=10`
//! tries ten times as much.

use crate::ground::{fixture, monday, points};
use crate::support::cli::Shell;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::item::{ItemEdit, NewItem};
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// How many times as much is tried.
fn times() -> u32 {
    std::env::var("STANDFAST_HUNT").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The file and its write-ahead log at a moment, and how many operations were acknowledged by then.
struct Moment {
    file: Vec<u8>,
    wal: Vec<u8>,
    operations: i64,
}

fn operations(path: &Path) -> i64 {
    let db = Connection::open(path).unwrap();
    db.query_row("SELECT count(*) FROM operation", [], |row| row.get(0)).unwrap()
}

/// A team at work: what is on the disk after each operation. Nothing moves the log into the file in between.
fn at_work() -> Vec<Moment> {
    let mut fixture = fixture();
    let path = fixture.folder.path().join("team.db");
    let wal = fixture.folder.path().join("team.db-wal");
    (0..40)
        .map(|n| {
            if n % 2 == 0 {
                let new = NewItem { title: format!("Item {n}"), points: points(3.0), ..NewItem::default() };
                fixture.team.add_item(&new).unwrap();
            } else {
                let edit = ItemEdit { description: Some("a".repeat(n * 40)), ..ItemEdit::default() };
                fixture.team.edit_item("PAY-1", &edit).unwrap();
            }
            let (file, wal) = (fs::read(&path).unwrap(), fs::read(&wal).unwrap());
            Moment { file, wal, operations: operations(&path) }
        })
        .collect()
}

/// What lies behind the cut in the log.
#[derive(Debug, Clone, Copy)]
enum Behind {
    Nothing,
    Zeros,
    Noise,
    /// The rest as it was written, without a part of 512 bytes.
    Hole,
}

/// Makes the disk after a cut at a byte of the log.
fn image(path: &Path, now: &Moment, cut: usize, behind: Behind) {
    let mut wal = now.wal.get(..cut).unwrap_or(&now.wal).to_vec();
    let rest = now.wal.get(cut..).unwrap_or_default();
    match behind {
        Behind::Nothing => {}
        Behind::Zeros => wal.resize(now.wal.len(), 0),
        Behind::Noise => wal.extend(rest.iter().map(|byte| byte.wrapping_mul(31).wrapping_add(7))),
        Behind::Hole => wal.extend(rest.iter().enumerate().map(|(at, byte)| if at < 512 { 0 } else { *byte })),
    }
    fs::write(path, &now.file).unwrap();
    fs::write(path.with_file_name("team.db-wal"), wal).unwrap();
}

#[test]
fn a_power_cut_loses_nothing_acknowledged_and_leaves_no_half() {
    let moments = at_work();
    let behind = prop_oneof![Just(Behind::Nothing), Just(Behind::Zeros), Just(Behind::Noise), Just(Behind::Hole)];
    let cuts = (0..moments.len(), any::<prop::sample::Index>(), behind);
    let cases = 60 * times();
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let found = runner.run(&cuts, |(at, place, behind)| {
        let now = &moments[at];
        let cut = place.index(now.wal.len() + 1);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        image(&path, now, cut, behind);
        let team = Standfast::open(&path, monday(), "gus").unwrap();
        // Every operation whose last byte in the log is before the cut was acknowledged.
        let kept = moments.iter().filter(|moment| moment.file == now.file && moment.wal.len() <= cut);
        let kept = kept.map(|moment| moment.operations).max().unwrap_or(0);
        let there = operations(&path);
        prop_assert!((kept..=now.operations).contains(&there), "{kept} acknowledged, {there} there");
        let verdict = team.verify_log().unwrap();
        prop_assert!(verdict.faults.is_empty(), "{:?}", verdict.faults);
        for finding in team.doctor().unwrap() {
            prop_assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
        }
        Ok(())
    });
    found.unwrap();
}

#[test]
fn a_kill_loses_nothing_acknowledged() {
    let shell = Shell::with_team();
    let begun = Instant::now();
    shell.does("item add One");
    let whole = begun.elapsed();
    let mut acknowledged = Vec::new();
    let tries = 40 * times();
    for n in 0..tries {
        let title = format!("Item number {n}");
        let mut command = shell.command(&["item", "add", &title]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // From its first moment to a little after its end; one of ten is left in peace.
        if n % 10 == 9 {
            child.wait().unwrap();
        }
        std::thread::sleep(whole * (n % 30) / 25);
        child.kill().unwrap();
        let mut said = String::new();
        child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        if said.contains(&title) {
            acknowledged.push(title);
        }
    }
    let there = shell.json("item list --limit 100000");
    let titles: Vec<&str> =
        there["items"].as_array().unwrap().iter().filter_map(|item| item["title"].as_str()).collect();
    for title in &acknowledged {
        assert!(titles.contains(&title.as_str()), "{title} was acknowledged and is gone");
    }
    let kept = acknowledged.len();
    assert!(kept > 0 && kept < tries as usize, "{kept} of {tries} were acknowledged");
    assert_eq!(shell.json("verify")["differences"], serde_json::json!([]));
    for finding in shell.json("doctor")["checks"].as_array().unwrap() {
        assert_eq!(finding["problems"], serde_json::json!([]), "{finding}");
    }
}
