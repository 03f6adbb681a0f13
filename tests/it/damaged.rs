//! A file is damaged in hundreds of ways: either this is found before a write is acknowledged, or the write cannot be
//! touched by it. `cargo test --test it damaged -- --nocapture` prints how many were found, and when.

#![expect(clippy::print_stdout, reason = "the counts are what the run is for")]

use crate::ground::dump;
use crate::support::cli::Shell;
use crate::support::years::{Size, Years};
use rusqlite::{Connection, OpenFlags};
use standfast::app::Standfast;
use standfast::app::item::{ItemEdit, NewItem};
use standfast::clock::Clock;
use standfast::error::Result;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use standfast::store::{Store, care};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

const PAGE: usize = 4096;
/// How many pages of each kind are damaged.
const PAGES: usize = 3;

/// A team with two sprints behind it, whose file has pages of every kind: an import that was taken back leaves free ones.
fn whole_file() -> Vec<u8> {
    let mut years = Years::found(Size { people: 3, items: 4, days: 5 }).unwrap();
    years.play(2).unwrap();
    years.play_to_the_middle().unwrap();
    let team = &mut years.team;
    team.add_item(&NewItem { title: "Long".into(), description: "word ".repeat(5000), ..NewItem::default() }).unwrap();
    let mut csv = String::from("key,title,description\n");
    (0..400).for_each(|n| writeln!(csv, "OLD-{n},Title {n},{}", "described ".repeat(n % 40)).unwrap());
    let options = Options::of_zone(team.zone());
    let mut source = open_csv(Input::of_bytes("old.csv", csv).unwrap(), &options).unwrap();
    team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap();
    team.undo(None).unwrap();
    let copy = years.folder.path().join("whole.db");
    years.team.backup(&copy).unwrap();
    fs::read(copy).unwrap()
}

/// What a page is, by the byte at its start.
fn kind_of(file: &[u8], page: usize) -> &'static str {
    match file[page * PAGE + if page == 0 { 100 } else { 0 }] {
        _ if page == 0 => "first page",
        2 | 5 => "inner page",
        10 => "leaf of an index",
        13 => "leaf of a table",
        _ => "free or overflow page",
    }
}

type Damage = (&'static str, String, Vec<u8>);

/// Every damage: the kind of its page, what was done, and the file.
fn damages(whole: &[u8]) -> Vec<Damage> {
    let mut all = Vec::new();
    let mut add = |kind, what: String, harm: &dyn Fn(&mut Vec<u8>)| {
        let mut file = whole.to_vec();
        harm(&mut file);
        if file != whole {
            all.push((kind, what, file));
        }
    };
    let pages = whole.len() / PAGE;
    for (name, length) in
        [("half", pages / 2 * PAGE), ("a page less", (pages - 1) * PAGE), ("a part of a page less", pages * PAGE - 100)]
    {
        add("file", format!("cut to {name}"), &|file| file.truncate(length));
    }
    for at in [16, 18, 20, 24, 28, 32, 36, 40, 44, 47, 52, 56, 60, 68, 92, 96] {
        add("header", format!("byte {at} flipped"), &|file| file[at] ^= 0x21);
    }
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    (0..pages).for_each(|page| kinds.entry(kind_of(whole, page)).or_default().push(page));
    for (kind, found) in kinds {
        for &page in found.iter().step_by(found.len().div_ceil(PAGES)) {
            let (start, other) = (page * PAGE, (page + 7) % (pages - 1) + 1);
            for at in [0, 3, 5, 8, 9, 13, 700, 2048, 3000, 4001, 4090] {
                add(kind, format!("page {page} byte {at} flipped"), &|file| file[start + at] ^= 0x5a);
            }
            add(kind, format!("page {page} is zero"), &|file| file[start..start + PAGE].fill(0));
            add(kind, format!("page {page} ends with zeros"), &|file| file[start + 512..start + PAGE].fill(0));
            add(kind, format!("page {page} is page {other}"), &|file| {
                file.copy_within(other * PAGE..(other + 1) * PAGE, start);
            });
            add(kind, format!("pages {page} and {other} are swapped"), &|file| {
                (0..PAGE).for_each(|at| file.swap(start + at, other * PAGE + at));
            });
        }
    }
    all
}

/// Whether SQLite finds a file whole when it looks at all of it.
fn is_sound(file: &Path) -> bool {
    let uri = format!("file:{}?immutable=1", file.display());
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let Ok(connection) = Connection::open_with_flags(uri, flags) else { return false };
    let said = connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    said.is_ok_and(|said| said == "ok")
}

fn write(file: &Path) -> Result<()> {
    let mut team = Standfast::open(file, Clock::System, "dev-1")?;
    team.add_item(&NewItem { title: "Written".into(), ..NewItem::default() })?;
    team.edit_item("LG-1", &ItemEdit { description: Some("edited".into()), ..ItemEdit::default() })?;
    team.close();
    Ok(())
}

fn rows(file: &Path) -> BTreeSet<String> {
    dump(file).lines().map(str::to_owned).collect()
}

fn has_what_was_written(file: &Path) -> bool {
    let sql = "SELECT count(*) FROM item WHERE title = 'Written' OR id = 1 AND description = 'edited'";
    let count = Connection::open(file).unwrap().query_row(sql, [], |row| row.get::<_, i64>(0));
    count.unwrap() == 2
}

#[test]
fn a_damaged_file_takes_no_write_that_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let whole = whole_file();
    let (mut found, mut harmless) = (BTreeMap::new(), BTreeMap::new());
    let mut named = 0;
    let all = damages(&whole);
    for (n, (kind, what, damaged)) in all.iter().enumerate() {
        let file = folder.path().join(format!("{n}.db"));
        fs::write(&file, damaged).unwrap();
        let sound = is_sound(&file);
        if let Err(error) = write(&file) {
            let said = error.to_string();
            assert!(said.contains(&format!("{n}.db")), "{kind}, {what}: {said}");
            // What no look at the pages finds, the engine may still run into.
            assert!(!sound || !said.contains("damaged") || said.contains("malformed"), "{kind}, {what}: {said}");
            assert!(fs::read(&file).unwrap() == *damaged, "{kind}, {what}: the file was changed");
            *found.entry(*kind).or_insert(0) += 1;
        } else {
            assert!(sound, "{kind}, {what}: a damaged file took a write");
            assert!(is_sound(&file), "{kind}, {what}: the write damaged the file");
            let team = Standfast::open(&file, Clock::System, "dev-1").unwrap();
            let before = folder.path().join("before.db");
            fs::write(&before, damaged).unwrap();
            let (old, new) = (rows(&before), rows(team.path()));
            assert!(has_what_was_written(team.path()), "{kind}, {what}: the write is lost");
            let lost: Vec<&String> = old.difference(&new).filter(|row| !row.starts_with("item Integer(1)")).collect();
            assert!(lost.is_empty(), "{kind}, {what}: {lost:?}");
            named += i32::from(Store::open_copy(&before).unwrap().verify_log().map_or(true, |v| !v.faults.is_empty()));
            *harmless.entry(*kind).or_insert(0) += 1;
        }
        fs::remove_file(&file).unwrap();
    }
    assert!(all.len() > 150, "{}", all.len());
    println!("{} damages; found before a write: {found:?}", all.len());
    println!("only values changed: {harmless:?}, of which the replay of the log names {named}");
}

#[test]
fn a_damaged_file_is_not_backed_up_as_a_good_one() {
    let folder = tempfile::tempdir().unwrap();
    let whole = whole_file();
    let (mut refused, mut copied) = (0, 0);
    for (kind, what, damaged) in damages(&whole).iter().step_by(2) {
        let (file, copy) = (folder.path().join("team.db"), folder.path().join("copy.db"));
        fs::write(&file, damaged).unwrap();
        if let Err(error) = care::backup(&file, &copy) {
            let said = error.to_string();
            assert!(said.contains("team.db") && !said.contains(".standfast-"), "{kind}, {what}: {said}");
            assert!(!copy.exists(), "{kind}, {what}: {said}");
            refused += 1;
        } else {
            assert!(is_sound(&file) && is_sound(&copy), "{kind}, {what}: a damaged file was backed up");
            assert_eq!(dump(&copy), dump(&file), "{kind}, {what}");
            fs::remove_file(&copy).unwrap();
            copied += 1;
        }
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(!left.iter().any(|name| name.to_string_lossy().contains("standfast")), "{kind}, {what}: {left:?}");
    }
    println!("{refused} damaged files refused, {copied} copied whose values alone had changed");
    assert!(refused > 40, "{refused}");
}

/// Damages the page with the operations.
fn damage_operations(file: &Path) {
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'operation'";
    let root: u32 = Connection::open(file).unwrap().query_row(root, [], |row| row.get(0)).unwrap();
    let mut bytes = fs::read(file).unwrap();
    bytes[(root as usize - 1) * PAGE + 8] ^= 0x5a;
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_file_damaged_between_two_commands_is_named_with_what_helps() {
    let shell = Shell::with_team();
    shell.does("item add First");
    let note = fs::read_to_string(shell.path("data/standfast/default.db.lock")).unwrap();
    assert!(note.starts_with("whole "), "{note}");
    // Nothing has touched the file since, so it is not read as a whole again, and the note stays true.
    shell.does("item list");
    assert_eq!(fs::read_to_string(shell.path("data/standfast/default.db.lock")).unwrap(), note);
    let backup = shell.path("data/standfast/default.db.before-restore-1");
    shell.does(&format!("backup {}", backup.display()));
    std::thread::sleep(std::time::Duration::from_millis(20));
    damage_operations(&shell.database());
    let before = fs::read(shell.database()).unwrap();
    for line in ["item add Second", "undo", "doctor --rebuild", "backup copy.db"] {
        let said = shell.refuses(line);
        let said = shell.without_home(&said);
        assert!(said.contains("~/data/standfast/default.db is damaged ("), "{line}: {said}");
        assert!(said.contains("`standfast doctor`"), "{line}: {said}");
        let restore = "`standfast restore ~/data/standfast/default.db.before-restore-1 --replace`";
        assert!(said.contains(restore), "{line}: {said}");
        assert!(fs::read(shell.database()).unwrap() == before, "{line} changed the file");
    }
    assert!(!shell.path("copy.db").exists());
    let doctor = shell.runs("doctor");
    assert!(doctor.code == Some(1) && doctor.stdout.contains("integrity: not well"), "{doctor:?}");
    shell.does(&format!("restore {} --replace", backup.display()));
    shell.does("item add Second");
}
