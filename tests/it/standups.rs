//! A week of standups as a script plays it, each on its day; and what a standup refuses.

use crate::assert_transcript;
use crate::support::cli::Shell;
use std::fmt::Write as _;

/// The team Mesos with a sprint from Monday 23 November and work in it.
pub fn in_sprint() -> Shell {
    let shell = Shell::with_team();
    shell.does("team set decision-maker dev-2");
    for (title, points) in [("Agents recover", 5), ("Drain a node", 3), ("Quota per role", 3), ("Show offers", 2)] {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"It works.\""));
    }
    shell.does("sprint new --goal \"Nodes come back by themselves\" --start 2026-11-23 --end 2026-12-04");
    shell.does("sprint add 1 ME-1 ME-2 ME-3 ME-4");
    shell.does("sprint lock 1");
    for (key, who) in [("ME-1", "dev-1"), ("ME-2", "dev-2"), ("ME-3", "dev-3")] {
        shell.does(&format!("item assign {key} {who}"));
    }
    shell.does("item move ME-1 doing");
    shell.does("item move ME-2 doing");
    shell
}

/// The clock of the story, in Berlin.
pub fn at(shell: &mut Shell, moment: &str) {
    shell.set("STANDFAST_NOW", &format!("{moment}:00+01:00"));
}

/// Says a line at a moment.
pub fn says(shell: &mut Shell, moment: &str, line: &str) -> String {
    at(shell, moment);
    shell.does(line)
}

/// What is seen when a day's lines are typed at their times.
fn day(shell: &mut Shell, date: &str, lines: &[(&str, &str)]) -> String {
    let mut told = String::new();
    for (time, line) in lines {
        at(shell, &format!("{date}T{time}"));
        writeln!(told, "{time} {}", shell.transcript(line).trim_end()).unwrap();
    }
    told.push('\n');
    told
}

/// Monday: all is heard. Tuesday: one member is away, and the capacity of the sprint knows it; a topic is parked.
fn two_days(shell: &mut Shell) -> String {
    let mut told = day(
        shell,
        "2026-11-23",
        &[
            (
                "10:30",
                "blocker raise \"No key for the test cluster\" --item ME-2 --cause access --owner dev-2 --waiting-on Operations",
            ),
            ("10:40", "standup start --order fixed"),
            ("10:41", "standup say --today \"Restart of agents\" --needs \"a review by dev-3\""),
            ("10:43", "standup next"),
            ("10:46", "standup next"),
            ("10:47", "standup next"),
            ("10:48", "standup finish"),
        ],
    );
    let days = |shell: &Shell| shell.json("sprint show 1")["capacity"]["person_days"].as_f64().unwrap();
    let before = days(shell);
    told.push_str(&day(
        shell,
        "2026-11-24",
        &[
            ("09:55", "checkin \"Quotas\" --member dev-3"),
            ("10:00", "standup start"),
            ("10:00", "standup absent dev-1"),
            ("10:05", "standup park \"How do we name roles? dev-1 and dev-3\" --item ME-3"),
            ("10:06", "standup next"),
            ("10:08", "standup finish"),
        ],
    ));
    assert!((before - days(shell) - 1.0).abs() < 1e-9, "{before} and {}", days(shell));
    told
}

/// Wednesday: the blocker comes back unchanged for the second time and must be ruled on. Thursday: left half-way.
fn two_more_days(shell: &mut Shell) -> String {
    let mut told = day(
        shell,
        "2026-11-25",
        &[
            ("10:00", "item move ME-1 review"),
            ("10:00", "standup start"),
            ("10:04", "standup finish"),
            ("10:05", "standup rule B1 next-step \"Ask their lead\" --owner dev-2 --by fri"),
            ("10:06", "standup finish"),
            ("10:07", "topic close T1 --item"),
        ],
    );
    told.push_str(&day(
        shell,
        "2026-11-26",
        &[
            ("10:00", "standup start --order random --seed 7"),
            ("10:03", "standup say --today \"Drain, if the key comes\""),
            ("10:04", "standup next"),
            ("11:30", "standup start"),
            ("11:32", "standup next"),
            ("11:35", "standup finish"),
            ("11:40", "standup start"),
        ],
    ));
    told
}

#[test]
fn a_week_of_standups() {
    let mut shell = in_sprint();
    let mut told = two_days(&mut shell);
    told.push_str(&two_more_days(&mut shell));
    told.push_str(&day(
        &mut shell,
        "2026-11-27",
        &[
            ("09:30", "blocker resolve B1 --resolution \"The key came\""),
            ("09:40", "item move ME-1 done"),
            ("10:00", "standup start --order rotating"),
            ("10:18", "standup finish"),
            ("10:18", "standup list"),
            ("10:18", "standup show"),
            ("10:18", "standup show 2026-11-25"),
            ("10:18", "topic list --all"),
        ],
    ));
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(told) });
}

#[test]
fn facts_need_no_standup() {
    let mut shell = in_sprint();
    shell.does("blocker raise \"No key\" --item ME-2 --owner dev-1 --raised-by dev-2");
    says(&mut shell, "2026-11-23T11:00", "standup start");
    says(&mut shell, "2026-11-23T11:05", "standup finish");
    says(&mut shell, "2026-11-27T08:00", "item move ME-3 review");
    shell.does("item tick ME-3 1");
    shell.does("checkin \"Quotas\" --needs \"five minutes of dev-1\" --member dev-3");
    at(&mut shell, "2026-11-27T09:00");
    assert_transcript!(shell, "standup facts\ncheckin --member dev-1\nstandup facts --json");
}

#[test]
fn the_board_is_walked_from_right_to_left() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-12-03T08:00", "item move ME-3 review");
    shell.does("item assign ME-3 none");
    at(&mut shell, "2026-12-03T09:00");
    assert_transcript!(
        shell,
        "standup start --walk board\nstandup next\nstandup next\nstandup next\nstandup next\nstandup next"
    );
}

#[test]
fn time_is_kept_and_never_negative() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:02", "standup on ME-1");
    says(&mut shell, "2026-11-24T10:06", "standup next");
    says(&mut shell, "2026-11-24T10:07", "standup pause");
    says(&mut shell, "2026-11-24T10:17", "standup start");
    // The machine's clock jumps back by a year.
    says(&mut shell, "2025-11-24T10:00", "standup say dev-2 --today \"Drain\"");
    let facts = shell.json("standup facts");
    let seconds = |name: &str| {
        let turns = facts["standup"]["turns"].as_array().unwrap();
        turns.iter().find(|turn| turn["name"] == name).unwrap()["seconds"].as_i64().unwrap()
    };
    assert_eq!((seconds("dev-1"), seconds("dev-2"), seconds("dev-3")), (360, 60, 0));
    assert_eq!(facts["standup"]["seconds"], 420);
    says(&mut shell, "2026-11-24T10:20", "standup finish");
    let list = shell.json("standup list");
    assert_eq!(list["standups"][0]["seconds"], 600);
    assert_eq!(list["standups"][0]["longest_item"], serde_json::json!(["ME-1", 240]));
}

#[test]
fn no_minute_is_counted_twice() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-24T10:00", "standup start --order fixed");
    says(&mut shell, "2026-11-24T10:02", "standup walk person");
    says(&mut shell, "2026-11-24T10:05", "standup finish");
    let record = shell.json("standup show");
    assert_eq!((&record["seconds"], &record["people"][0]["seconds"]), (&300.into(), &300.into()));
}

#[test]
fn a_standup_over_midnight_is_one_and_one_left_behind_is_closed() {
    let mut shell = in_sprint();
    says(&mut shell, "2026-11-23T23:50", "standup start");
    assert!(says(&mut shell, "2026-11-24T00:04", "standup start").starts_with("Resumed"), "over midnight");
    says(&mut shell, "2026-11-24T00:10", "standup finish");
    assert_eq!(shell.json("standup list")["standups"][0]["day"], "2026-11-23");
    says(&mut shell, "2026-11-24T10:00", "standup start");
    says(&mut shell, "2026-11-24T10:02", "standup next");
    let said = says(&mut shell, "2026-11-25T10:00", "standup start");
    assert!(said.starts_with("The standup of Tue 24 Nov was left half-way"), "{said}");
    let list = shell.json("standup list");
    assert_eq!((&list["standups"][1]["state"], &list["standups"][1]["seconds"]), (&"left".into(), &120.into()));
}

#[test]
fn what_a_standup_refuses() {
    let mut shell = in_sprint();
    at(&mut shell, "2026-11-24T10:00");
    assert_transcript!(
        shell,
        r#"
        standup next
        standup finish
        standup say dev-1 --today "Too early"
        standup show
        checkin "Who am I?"
        checkin "Quotas" --member nobody
        checkin "Quotas" --member dev-1 --from nobody
        checkin --from dev-2 --member dev-1
        standup start --order alphabetical
        standup start
        standup start
        standup absent nobody
        standup rule B9 resolve --resolution "gone"
        standup finish
        standup start
        standup park ""
        topic close T1 --resolved "Never parked"
        blocker raise "No key"
        blocker touch B1
        blocker escalate B1
        team set decision-maker none
        blocker escalate B1
        blocker reopen B1 --reason "It is open"
        standup rule B1 next-step "Ask" --by fri
        "#
    );
}

#[test]
fn a_team_of_one_and_a_team_of_forty() {
    let mut shell = Shell::new();
    shell.does("init Solo --member only");
    assert_eq!(shell.does("standup start"), "Started the standup, by risk: only begins.\n");
    assert!(shell.does("standup next").contains("Everyone was heard"));
    assert!(shell.does("standup finish").contains("1 person heard"));
    let members: Vec<String> = (1..=40).map(|n| format!("--member p-{n:02}")).collect();
    shell.set("STANDFAST_TEAM", "forty");
    shell.does(&format!("init Forty {}", members.join(" ")));
    let started = shell.json("standup start --order random --seed 4711");
    assert_eq!(started["standup"]["turns"].as_array().unwrap().len(), 40);
    assert_eq!(started["standup"]["share_seconds"], 22);
    for _ in 0..40 {
        shell.does("standup next");
    }
    assert!(shell.refuses("standup next").contains("Everyone was heard"));
    assert!(shell.does("standup finish").contains("40 people heard"));
    let empty = Shell::new();
    empty.does("init Nobody");
    assert!(empty.refuses("standup start").contains("Nobody belongs to the team"));
}

#[test]
fn the_digest_goes_to_the_teams_command_and_its_failure_harms_nothing() {
    let mut shell = in_sprint();
    let config = |shell: &Shell, command: &str| {
        let folder = shell.path("config/standfast");
        std::fs::create_dir_all(&folder).unwrap();
        let text = format!("[standup]\ndigest_command = '{command}'\ndigest_seconds = 20\n");
        std::fs::write(folder.join("config.toml"), text).unwrap();
    };
    config(&shell, "cat > digest.md");
    shell.set("PATH", "/usr/bin:/bin");
    says(&mut shell, "2026-11-24T10:00", "standup start");
    let said = says(&mut shell, "2026-11-24T10:09", "standup finish");
    assert!(said.contains("took the digest"), "{said}");
    let digest = std::fs::read_to_string(shell.path("digest.md")).unwrap();
    assert_eq!(digest, shell.does("standup show"));
    config(&shell, "echo no such channel >&2; exit 3");
    says(&mut shell, "2026-11-25T10:00", "standup start");
    at(&mut shell, "2026-11-25T10:05");
    let ran = shell.run(&["standup", "finish"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.stderr.contains("failed with code 3: no such channel"), "{}", ran.stderr);
    assert_eq!(shell.json("standup list")["standups"][0]["state"], "finished");
}
