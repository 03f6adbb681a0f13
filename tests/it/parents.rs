//! A parent beside its estimated parts: it is named, its points do not count twice, and it does not end in silence.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use serde_json::json;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;

/// ME-1 (8 points) with its parts ME-2 (3) and ME-3 (5), and ME-4 (2) alone; the first three in draft 1.
fn drafted() -> Shell {
    let shell = Shell::with_team();
    for (title, points, parent) in
        [("Agents recover", 8, ""), ("Detect", 3, "--parent ME-1"), ("Resume", 5, "--parent ME-1"), ("Logs", 2, "")]
    {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"it works\" {parent}"));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2 ME-3");
    shell
}

const REQUEST: &str = "--reason \"the customer asked\" --by ann --accepted-by dev-1";

fn committed(shell: &Shell) -> (f64, u64) {
    let show = shell.json("sprint show 1");
    (show["points"]["committed"].as_f64().unwrap(), show["counts"]["committed"].as_u64().unwrap())
}

#[test]
fn a_parent_counts_by_its_parts_on_every_face_from_the_draft_to_the_report() {
    let mut shell = drafted();
    let words = "ME-1 (8 points) counts by its parts ME-2, ME-3.";
    let check = shell.json("sprint check 1");
    assert_eq!((&check["committed"], &check["count"]), (&json!(8), &json!(3)));
    assert_eq!(check["parents"], json!([{ "key": "ME-1", "points": 8, "parts": ["ME-2", "ME-3"], "counts": false }]));
    assert!(shell.does("sprint check 1").contains(words));
    assert_eq!(committed(&shell), (8.0, 3));
    let said = shell.does("sprint lock 1");
    assert!(said.starts_with("Locked sprint 1: 3 items, 8 points committed. ") && said.contains(words), "{said}");
    assert_eq!(committed(&shell), (8.0, 3));
    let contract = shell.json("scope contract 1");
    assert_eq!((&contract["committed_points"], &contract["items"][0]["points"]), (&json!(8.0), &json!(8.0)));
    assert_eq!((&contract["items"][0]["by_parts"], &contract["items"][1]["by_parts"]), (&json!(true), &json!(null)));
    let page = shell.does("scope contract 1");
    assert!(page.contains("| ME-1 | 8 | 1 | Agents recover (counted by its parts ME-2, ME-3) |"), "{page}");
    assert!(shell.does("scope verify 1").contains("is intact"));

    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    shell.does("item move ME-2 done");
    let lines = shell.json("sprint burndown 1");
    let left = |n: usize| lines["series"][n]["remaining"].as_f64();
    assert_eq!((lines["committed"].as_f64(), left(0), left(1)), (Some(8.0), Some(8.0), Some(5.0)));
    // Another estimate of the parent changes nothing that counts.
    shell.does(&format!("scope request reestimate ME-1 --points 13 {REQUEST}"));
    let show = shell.json("sprint show 1");
    assert_eq!((&show["points"]["scope"], &show["points"]["reestimated"]), (&json!(8), &json!(0)));

    shell.set("STANDFAST_NOW", "2026-12-04T15:00:00Z");
    shell.does("item move ME-1 ME-3 done");
    shell.does("sprint close 1 --goal met");
    let report = shell.json("report sprint 1");
    let figure = |name: &str| (report["figures"][name]["points"].as_f64(), report["figures"][name]["count"].as_u64());
    assert_eq!((figure("committed"), figure("completed")), ((Some(8.0), Some(3)), (Some(8.0), Some(3))));
    assert_eq!(report["ratios"]["points"]["completion"].as_f64(), Some(1.0));
    let behind = shell.json("report sprint 1 --figure completed");
    let parts: Vec<f64> = behind["items"].as_array().unwrap().iter().filter_map(|i| i["points"].as_f64()).collect();
    assert_eq!((behind["points"].as_f64(), parts), (Some(8.0), vec![0.0, 3.0, 5.0]));
    let page = shell.does("report sprint 1 --format md");
    assert!(page.contains("| ME-1 | 8 | 13 | planned | completed, counted by its parts | Agents recover |"), "{page}");
    assert_eq!(shell.json("velocity")["velocity"]["median"].as_f64(), Some(8.0));
    shell.does("verify");
}

#[test]
fn the_team_may_count_parents_too_and_is_told() {
    let shell = drafted();
    shell.does("team set count-parents on");
    assert_eq!(committed(&shell), (16.0, 3));
    let said = shell.does("sprint lock 1");
    assert!(said.contains("ME-1 (8 points) counts twice: itself and by its parts ME-2, ME-3."), "{said}");
    assert!(shell.does("scope contract 1").contains("Agents recover (counted beside its parts ME-2, ME-3)"));
    // What was locked keeps its figures; the next lock counts anew.
    shell.does("team set count-parents off");
    assert_eq!(committed(&shell), (16.0, 3));
    shell.does("sprint close 1 --goal missed --rest backlog=other");
    assert_eq!(shell.json("report sprint 1")["figures"]["committed"]["points"].as_f64(), Some(16.0));
    shell.does("sprint new --start 2026-12-07 --end 2026-12-18 --goal \"Agents recover\"");
    shell.does("sprint add 2 ME-1 ME-2 ME-3");
    shell.does("sprint lock 2 --except capacity=\"a start\"");
    assert_eq!(shell.json("sprint show 2")["points"]["committed"].as_f64(), Some(8.0));
    assert_eq!(committed(&shell), (16.0, 3));
    shell.does("verify");
}

#[test]
fn an_undone_lock_counts_as_the_draft_does() {
    let shell = drafted();
    shell.does("sprint lock 1");
    shell.does("undo");
    assert_eq!(committed(&shell), (8.0, 3));
    shell.does("item drop ME-2 --reason \"not wanted\"");
    assert_eq!(committed(&shell), (5.0, 2));
    shell.does("sprint remove 1 ME-3");
    assert_eq!(committed(&shell), (8.0, 1));
}

#[test]
fn what_comes_in_under_the_lock_is_counted_once_or_said() {
    let shell = drafted();
    shell.does("sprint remove 1 ME-2 ME-3");
    shell.does("sprint lock 1");
    let said = shell.does(&format!("scope request add ME-2 {REQUEST}"));
    assert!(said.ends_with("add ME-2 (3 points). ME-1, of which it is a part, counts in the sprint too.\n"), "{said}");
    shell.does("item edit ME-4 --parent ME-3");
    shell.does(&format!("scope request add ME-4 {REQUEST}"));
    let said = shell.does(&format!("scope request add ME-3 {REQUEST}"));
    assert!(said.ends_with("add ME-3 (5 points). ME-3 (5 points) counts by its part ME-4.\n"), "{said}");
    let added = shell.json("sprint show 1");
    assert_eq!((&added["points"]["added"], &added["counts"]["added"]), (&json!(5), &json!(3)));
    shell.does("verify");
}

#[test]
fn a_parent_does_not_end_over_open_parts_in_silence() {
    let shell = drafted();
    let said = shell.does("item move ME-1 done");
    assert!(said.starts_with("Moved ME-1 to done. ME-1 still has open parts: ME-2 and ME-3."), "{said}");
    shell.does("item move ME-1 doing");
    let said = shell.does("item move ME-1 ME-2 done");
    assert!(said.starts_with("Moved ME-1 and ME-2 to done. ME-1 still has open parts: ME-3."), "{said}");
    shell.does("item move ME-1 doing");
    let said = shell.does("item drop ME-1 --reason \"not wanted\"");
    assert!(said.starts_with("Dropped ME-1: not wanted. ME-1 still has open parts: ME-3."), "{said}");
    shell.does("item move ME-1 doing");
    shell.does("item move ME-3 done");
    let said = shell.does("item move ME-1 done");
    assert!(said.starts_with("Moved ME-1 to done.") && !said.contains("open parts"), "{said}");
}

#[test]
fn the_close_names_the_open_parts_of_what_it_ends() {
    let shell = drafted();
    shell.does("sprint lock 1");
    let said = shell.does("sprint close 1 --goal missed --drop ME-1=other --rest backlog=other");
    assert!(said.contains("ME-1 still has open parts: ME-2 and ME-3."), "{said}");
}

#[test]
fn the_cockpit_says_it_before_the_lock_and_in_the_contract() {
    let shell = drafted();
    let clock = Clock::Fixed(Instant::parse("2026-11-23T10:00:00Z").unwrap());
    let mut screen = Screen::open(Standfast::open(&shell.database(), clock, "ann").unwrap());
    screen.keys("3L");
    assert!(screen.text().contains("ME-1 (8 points) counts by its parts ME-2, ME-3."), "{}", screen.text());
    assert!(screen.text().contains("3 items, 8 pts"), "{}", screen.text());
    screen.keys("aL");
    assert!(screen.text().contains("(counted by its parts ME-2, ME-3)"), "{}", screen.text());
}
