//! Absences of half a day and allocations to the thousandth of a percent: capacity with them is exact, in both faces.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;
use standfast::tui::pane;
use std::fs;

/// Two weeks of ten working days, with half days away and eighths of a person.
fn team() -> Shell {
    let shell = Shell::new();
    shell.does("init Mesos --prefix ME --tz Europe/Berlin --member dev-1:100 --member dev-2:12.5:backend");
    shell.does("member add dev-3 --allocation \"33.333 %\"");
    shell.does("team set focus-factor 1");
    shell.does("item add Login --points 3 --criteria works");
    shell.does("sprint new --goal Pay --start today --end +11d");
    shell.does("sprint add 1 ME-1");
    let said = shell.does("absence add dev-1 fri --half morning");
    assert!(said.starts_with("dev-1 is away on the morning of Fri 27 Nov (absence 1)."), "{said}");
    let said = shell.does("absence add dev-1 fri --half afternoon");
    assert!(said.starts_with("dev-1 is away on the afternoon of Fri 27 Nov"), "{said}");
    let said = shell.does("absence add dev-2 today fri --half Morning --note school");
    assert!(said.starts_with("dev-2 is away in the mornings from Mon 23 Nov to Fri 27 Nov"), "{said}");
    shell
}

#[test]
fn capacity_counts_half_days_and_shares_exactly() {
    let shell = team();
    let capacity = shell.json("sprint show 1")["capacity"].clone();
    // 10 − 1, (10 − 2.5) × 12.5 %, 10 × 33.333 %.
    assert_eq!(capacity["person_days"].to_string(), "13.2708", "{capacity}");
    let of = |at: usize, field: &str| capacity["members"][at][field].to_string();
    assert_eq!([of(0, "absent_days"), of(0, "person_days")], ["1", "9"]);
    assert_eq!([of(1, "allocation"), of(1, "absent_days"), of(1, "person_days")], ["12.5", "2.5", "0.9375"]);
    assert_eq!([of(2, "allocation"), of(2, "person_days")], ["33.333", "3.3333"]);
    shell.does("sprint lock 1");
    let contract = shell.does("scope contract 1");
    assert!(contract.contains("| dev-2 | 12.5 % |"), "{contract}");
    assert!(shell.does("scope verify 1").contains("intact"));
    assert_eq!(shell.json("sprint show 1")["capacity"]["person_days"].to_string(), "13.2708");
    assert_eq!(shell.json("doctor")["well"], true);
}

#[test]
fn half_days_and_shares_are_listed_undone_and_exported() {
    let shell = team();
    let listed = shell.does("absence list");
    assert!(listed.contains("2\tdev-1\t2026-11-27\t2026-11-27\t\tafternoon"), "{listed}");
    assert!(shell.does("member list").contains("dev-2\t12.5 %\tbackend"));
    let said = shell.does("member edit dev-2 --allocation 0.5");
    assert!(said.contains("dev-2: 0.5 %, backend"), "{said}");
    shell.does("undo");
    assert!(shell.does("member list").contains("12.5 %"));
    fs::write(shell.path("team.json"), shell.does("export")).unwrap();
    shell.does("init Other --db other.db");
    shell.does("import team.json --db other.db");
    for line in ["absence list", "member list"] {
        assert_eq!(shell.does(&format!("{line} --db other.db")), shell.does(line));
    }
    let said = shell.does("absence remove 3");
    assert_eq!(said, "dev-2 is not away in the mornings from Mon 23 Nov to Fri 27 Nov.\n");
    for bad in ["100.1", "12.3456", "-1", "half"] {
        assert!(shell.refuses(&format!("member edit dev-1 --allocation {bad}")).contains("0 to 100 percent"), "{bad}");
    }
    shell.refuses("absence add dev-1 fri --half evening");
}

#[test]
fn the_cockpit_takes_and_shows_them() {
    let shell = team();
    let now = Clock::Fixed(Instant::parse("2026-11-23T09:00:00Z").unwrap());
    let open = || Standfast::open(&shell.database(), now, "fac").unwrap();
    let mut screen = Screen::with(pane::all(), open(), (160, 50), &[]);
    let plan = screen.keys("3").text();
    assert!(plan.contains("dev-1 10−1 = 9") && plan.contains("dev-2 (10−2.5) at 12.5 % = 0.9"), "{plan}");
    screen.keys(":absence add<enter>dev-1<tab>2026-11-26<tab><tab>a<ctrl-s>");
    let said = shell.does("absence list");
    assert!(said.contains("dev-1\t2026-11-26\t2026-11-26\t\tafternoon"), "{said}\n{}", screen.text());
}
