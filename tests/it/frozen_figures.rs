//! A closed sprint's figures: what stands behind each of them adds up to it, and nothing done later changes it.

use crate::support::cli::Shell;
use serde_json::{Value, json};

/// Sprint 1: ME-1 (2) and ME-2 (0.5) committed, ME-3 (4) added; the first two re-estimated to 3.5 and 1.25 under the
/// lock, ME-4 (3) finished before it came in.
fn running() -> Shell {
    let mut shell = Shell::with_team();
    for (title, points) in [("Agents recover", "2"), ("Split brain", "0.5"), ("Metrics", "4"), ("Logs", "3")] {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"it works\""));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2 ME-4");
    shell.does("item move ME-4 done");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    let request = "--reason \"the customer asked\" --by ann --accepted-by dev-1";
    shell.does(&format!("scope request add ME-3 {request}"));
    shell.does(&format!("scope request reestimate ME-1 --points 3.5 {request}"));
    shell.does(&format!("scope request reestimate ME-2 --points 1.25 {request}"));
    shell.set("STANDFAST_NOW", "2026-11-27T09:00:00Z");
    shell.does("item move ME-1 done");
    shell.set("STANDFAST_NOW", "2026-12-04T15:00:00Z");
    shell
}

/// The same, closed: ME-1 done, ME-2 goes on, ME-3 is split.
fn closed() -> Shell {
    let shell = running();
    shell.does("sprint close 1 --goal partly --next ME-2=blocked --split ME-3=1,underestimated");
    shell
}

fn behind(shell: &Shell, figure: &str) -> Value {
    shell.json(&format!("report sprint 1 --figure {figure}"))
}

#[test]
fn what_is_behind_a_figure_adds_up_to_it() {
    let shell = closed();
    let report = shell.json("report sprint 1");
    for figure in ["committed", "added", "removed", "completed", "completed_outside", "not_completed", "dropped"] {
        let (told, behind) = (&report["figures"][figure], behind(&shell, figure));
        assert_eq!(told["points"].as_f64(), behind["points"].as_f64(), "{figure}");
        assert_eq!(told["count"], behind["count"], "{figure}");
        let sum: f64 = behind["items"].as_array().unwrap().iter().filter_map(|item| item["points"].as_f64()).sum();
        assert_eq!(behind["points"].as_f64(), Some(sum), "{figure}");
    }
    let changed = behind(&shell, "reestimated");
    assert_eq!((&report["figures"]["reestimated"], &changed["points"]), (&json!(2.25), &json!(2.25)));
    let parts: Vec<&Value> = changed["items"].as_array().unwrap().iter().map(|item| &item["points"]).collect();
    assert_eq!(parts, [&json!(1.5), &json!(0.75)]);
    let text = shell.does("report sprint 1 --figure reestimated");
    assert!(text.starts_with("Sprint 1, reestimated: +2.25 points in 2 items"), "{text}");
    assert!(text.contains("ME-1\t+1.5\t") && text.contains("ME-2\t+0.75\t"), "{text}");
}

#[test]
fn what_is_done_with_its_items_later_does_not_change_a_closed_sprint() {
    let shell = closed();
    let before = (shell.json("sprint show 1"), shell.does("sprint show 1"));
    shell.does("item edit ME-1 --title \"Something else\"");
    shell.does("item move ME-1 doing");
    shell.does("item edit ME-1 --points 13");
    shell.does("item assign ME-1 dev-2");
    shell.does("item edit ME-2 --points 8");
    shell.does("item drop ME-2 --reason \"nobody asks for it\"");
    assert_eq!((shell.json("sprint show 1"), shell.does("sprint show 1")), before);

    let items = before.0["items"].as_array().unwrap();
    let sum = |of: &dyn Fn(&Value) -> Option<f64>| items.iter().filter_map(of).sum::<f64>();
    let done = |item: &Value| {
        let points = if item["split"].is_null() { &item["points"] } else { &item["split"]["done"] };
        (item["outcome"] == "completed").then(|| points.as_f64().unwrap())
    };
    let left = |item: &Value| match item["outcome"].as_str() {
        Some("not_completed") => item["points"].as_f64(),
        _ => item["split"]["left"].as_f64(),
    };
    let points = &before.0["points"];
    assert_eq!((points["completed"].as_f64(), points["not_completed"].as_f64()), (Some(sum(&done)), Some(sum(&left))));
    assert_eq!((sum(&done), sum(&left)), (4.5, 4.25));
    assert_eq!(items.iter().map(|item| &item["title"]).collect::<Vec<_>>()[0], "Agents recover");
    assert!(before.1.contains("split: 1 done, 3 left"), "{}", before.1);
}

#[test]
fn the_calendar_of_today_does_not_change_a_closed_sprint() {
    let shell = running();
    shell.does("holiday add 2026-11-26 Thanksgiving");
    shell.does("sprint close 1 --goal partly --next ME-2=blocked --split ME-3=1,underestimated");
    let told = || {
        let texts = ["sprint burndown 1", "sprint burndown 1 --as-of 2026-12-02", "sprint show 1", "report sprint 1"];
        (shell.json("sprint burndown 1"), shell.json("sprint show 1"), texts.map(|typed| shell.does(typed)))
    };
    let before = told();
    assert_eq!((&before.1["day"], &before.1["days"]), (&json!(9), &json!(9)));
    shell.does("holiday remove 2026-11-26");
    shell.does("holiday add 2026-12-01 \"A day off\"");
    shell.does("team set weekdays mon,tue,sat");
    assert_eq!(told(), before);
    let kept = &shell.json("report sprint 1")["calendar"];
    assert_eq!(kept["days_off"], json!(["2026-11-26"]));
    assert_eq!(
        (&kept["zone"], &kept["weekdays"]),
        (&json!("Europe/Berlin"), &json!(["mon", "tue", "wed", "thu", "fri"]))
    );
}

#[test]
fn fractions_of_points_add_up_without_noise() {
    let mut shell = Shell::with_team();
    for points in ["0.1", "0.2", "0.3"] {
        shell.does(&format!("item add \"Part\" --points {points} --criteria \"it works\""));
    }
    shell.does("team set focus-factor 0.01304347826086956");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    let request = "--reason \"the customer asked\" --by ann --accepted-by dev-1";
    shell.does(&format!("scope request reestimate ME-1 --points 0.3 {request}"));
    shell.does(&format!("scope request reestimate ME-2 --points 0.3 {request}"));
    shell.does(&format!("scope request add ME-3 {request}"));
    shell.does("sprint close 1 --goal partly --split ME-1=0.1,underestimated --rest backlog=other");
    let figures = &shell.json("report sprint 1")["figures"];
    let points = |name: &str| figures[name]["points"].as_f64();
    assert_eq!((points("committed"), points("completed"), points("not_completed")), (Some(0.3), Some(0.1), Some(0.8)));
    assert_eq!((&figures["reestimated"], behind(&shell, "reestimated")["points"].as_f64()), (&json!(0.3), Some(0.3)));
    let kept = shell.does("report sprint 1 --format json") + &shell.does("sprint burndown 1 --json");
    assert!(!kept.contains("00000") && !kept.contains("99999"), "{kept}");
}

#[test]
fn only_what_was_there_at_the_lock_has_points_at_the_lock() {
    let page = closed().does("report sprint 1 --format md");
    for line in [
        "| ME-3 |  | 4 | added | split: 1 done, 3 left | Metrics |",
        "| ME-1 | 2 | 3.5 | planned | completed | Agents recover |",
    ] {
        assert!(page.lines().any(|told| told == line), "{line}: {page}");
    }
}

#[test]
fn velocity_of_a_sprint_without_estimates_is_null() {
    let shell = Shell::with_team();
    shell.does("team set ready-estimate off");
    shell.does("item add \"Agents recover\" --criteria \"they reconnect\"");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover\"");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.does("item move ME-1 done");
    shell.does("sprint close 1 --goal met");
    let told = &shell.json("velocity")["sprints"][0];
    assert_eq!(
        (&told["committed"], &told["completed"], &told["completed_count"]),
        (&json!(null), &json!(null), &json!(1))
    );
}
