//! The file of a database that is open is moved, removed, replaced or restored: nothing is acknowledged and lost.

use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use standfast::app::Standfast;
use standfast::app::item::NewItem;
use standfast::clock::Clock;
use std::path::Path;

fn cockpit(shell: &Shell) -> Terminal {
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (100, 24));
    terminal.waits_for("Mesos").types("4");
    terminal
}

fn item(title: &str) -> NewItem {
    NewItem { title: title.to_owned(), ..NewItem::default() }
}

#[test]
fn nothing_is_written_to_a_file_that_has_lost_its_place() {
    type Loss = fn(&Path);
    let losses: [(&str, Loss, &str); 3] = [
        ("moved", |file| std::fs::rename(file, file.with_extension("elsewhere")).unwrap(), "was moved or removed"),
        ("removed", |file| std::fs::remove_file(file).unwrap(), "was moved or removed"),
        (
            "replaced",
            |file| {
                std::fs::copy(file, file.with_extension("new")).unwrap();
                std::fs::rename(file.with_extension("new"), file).unwrap();
            },
            "Another file has taken the place",
        ),
    ];
    for (how, lose, said) in losses {
        let shell = Shell::with_team();
        let mut team = Standfast::open(&shell.database(), Clock::System, "fac").unwrap();
        team.add_item(&item("Before")).unwrap();
        lose(&shell.database());
        let refusal = team.add_item(&item("After")).unwrap_err();
        assert_eq!(refusal.rule().map(|rule| rule.to_string()).as_deref(), Some("G1"), "{how}");
        assert!(refusal.to_string().contains(said), "{how}: {refusal}");
        assert!(refusal.to_string().contains("Nothing was written"), "{how}: {refusal}");
    }
}

#[test]
fn a_cockpit_says_that_its_file_is_gone_and_follows_a_new_one() {
    let shell = Shell::with_team();
    shell.does("item add Kept");
    let (file, away) = (shell.database(), shell.path("away.db"));
    let mut terminal = cockpit(&shell);
    terminal.waits_for("Kept");
    shell.does(&format!("backup {}", away.display()));
    std::fs::rename(&file, shell.path("gone.db")).unwrap();
    terminal.waits_for("was moved or removed");
    // Somebody puts a backup there, and works on it.
    std::fs::copy(&away, &file).unwrap();
    terminal.waits_for("This is the new one");
    shell.does("item add Newer");
    terminal.waits_for("Newer");
    assert_eq!(terminal.types("q").ends(), 0);
}

#[test]
fn a_restore_waits_until_nobody_has_the_file_open() {
    let shell = Shell::with_team();
    let copy = shell.path("copy.db").display().to_string();
    shell.does(&format!("backup {copy}"));
    shell.does("item add \"Not in the backup\"");
    let mut terminal = cockpit(&shell);
    terminal.waits_for("Not in the backup");
    let said = shell.refuses(&format!("restore {copy} --replace"));
    assert!(said.contains("is open in another program"), "{said}");
    terminal.types("q").ends();
    shell.does(&format!("restore {copy} --replace"));
    assert_eq!(shell.json("item list")["items"].as_array().unwrap().len(), 0);
    // The file of before is beside it, whole and in one piece.
    let folder = shell.database().parent().unwrap().to_owned();
    let names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let kept = names.iter().find(|name| name.contains(".before-restore-")).unwrap();
    assert!(!names.iter().any(|name| name.contains("restoring") || name.ends_with("-wal")), "{names:?}");
    let kept = shell.database().with_file_name(kept).display().to_string();
    assert!(shell.does(&format!("item list --db {kept}")).contains("Not in the backup"));
}
