//! A team, its people and its days, by the command line.

use crate::assert_transcript;
use crate::support::cli::Shell;

#[test]
fn founding_a_team_and_its_people() {
    let shell = Shell::new();
    assert_transcript!(
        shell,
        r#"
        member list
        init Mesos --prefix ME --tz Europe/Berlin --member "dev-1:100:backend" --member "dev-2:80:backend"
        init Again
        member list
        member add dev-3 --allocation 50 --role design --from "next mon"
        member add DEV-3
        member add dev-4 --allocation 120
        member edit dev-3 --role none --until 2026-12-31
        member edit nobody --allocation 10
        member remove dev-2
        member list --json
        "#
    );
}

#[test]
fn absences_and_holidays() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        absence list
        absence add dev-1 fri +7d --note "moving house"
        absence add dev-2 2026-12-04 2026-12-01
        absence add dev-9 today
        absence list
        absence edit 1 --to fri --half morning --note none
        absence edit 1 --from +1d
        absence edit 1 --to 2020-01-01
        absence edit 7 --to fri
        undo
        absence list
        absence remove 1
        absence remove 1
        holiday add 26.11. Thanksgiving
        holiday add 2026-11-26
        holiday list --json
        holiday remove 2026-11-26
        holiday list
        "#
    );
}

#[test]
fn two_members_of_one_name_are_refused_at_the_founding_too() {
    let shell = Shell::new();
    let said = shell.refuses("init Mesos --member dev-1 --member DEV-1:50");
    assert!(said.contains("DEV-1"), "{said}");
    assert!(!shell.database().exists(), "a refused founding leaves a file behind");
    shell.does("init Mesos --member dev-1");
}

#[test]
fn a_founding_that_is_refused_leaves_no_file() {
    let shell = Shell::new();
    for line in [
        "init \"\"",
        "init Mesos --prefix 9",
        "init Mesos --member a:101",
        "init Mesos --member \"\"",
        "init Mesos --tz Mars/Base",
    ] {
        shell.refuses(line);
        assert!(!shell.database().exists(), "{line}");
    }
}

#[test]
fn each_team_has_its_own_file() {
    let mut shell = Shell::new();
    shell.does("init One --team one");
    shell.does("init Two --db two.db");
    assert!(shell.path("data/standfast/one.db").exists() && shell.path("two.db").exists());
    shell.does("item add First --team one");
    assert_eq!(shell.json("item list --db two.db")["total"], 0);
    shell.set("STANDFAST_TEAM", "one");
    assert_eq!(shell.json("item list")["total"], 1);
    shell.set("STANDFAST_DB", "two.db");
    assert_eq!(shell.json("item list")["total"], 0);
    assert_eq!(shell.json("item list --team one")["total"], 1);
    shell.refuses("item list --team ../one");
    shell.refuses("item list --team one --db two.db");
}
