//! A review and a retro that are finished show what they showed, whatever becomes of items and actions later.

use crate::support::cli::Shell;
use serde_json::json;

/// Sprint 1 closed: ME-1 (3) finished and shown, ME-2 (5) finished and not shown, ME-3 finished during the review.
fn reviewed() -> Shell {
    let mut shell = Shell::with_team();
    for (title, points) in [("Agents recover", 3), ("Split brain", 5), ("Metrics", 1)] {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"it works\""));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2 ME-3");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-12-04T12:00:00Z");
    shell.does("item tick ME-1 1");
    shell.does("item move ME-1 ME-2 done");
    shell.does("review start 1 --present ann");
    shell.does("review demo ME-1 --verdict accepted");
    shell.does("item move ME-3 done");
    shell.does("review finish");
    shell
}

/// The page without its last lines: the hash of the log goes on.
fn page(shell: &Shell, line: &str) -> String {
    let page = shell.does(line);
    page.split("\nLog up to operation").next().unwrap().to_owned()
}

#[test]
fn a_finished_review_shows_its_items_as_they_were() {
    let mut shell = reviewed();
    let seen = |shell: &Shell| (shell.json("review show 1"), page(shell, "review show 1"));
    let before = seen(&shell);
    assert!(before.1.contains("## 3. ME-3 Metrics (1 point): not shown"), "{}", before.1);
    assert!(before.1.contains("- ME-2 Split brain (5 points)\n- ME-3 Metrics (1 point)"), "{}", before.1);
    shell.set("STANDFAST_NOW", "2026-12-05T09:00:00Z");
    shell.does("sprint close 1 --goal met");
    shell.does("item move ME-2 doing");
    shell.does("item edit ME-1 --title \"Something else\" --points 13 --criteria \"another\"");
    shell.does("item tick ME-1 1 --off");
    shell.does("item edit ME-2 --points none");
    let after = seen(&shell);
    assert_eq!(after.1, before.1);
    assert_eq!(after.0["demos"], before.0["demos"]);
    assert_eq!(shell.json("item show ME-1")["title"], json!("Something else"));
}

#[test]
fn a_later_review_takes_nothing_from_an_earlier_one() {
    let mut shell = reviewed();
    shell.set("STANDFAST_NOW", "2026-12-05T09:00:00Z");
    shell.does("sprint close 1 --goal met");
    for number in [2, 3] {
        shell.does(&format!("item add \"Part {number}\" --points 1 --criteria \"it works\""));
        shell.does("sprint new --start 2026-12-07 --end 2026-12-18 --goal \"More agents\"");
        shell.does(&format!("sprint add {number} ME-{}", number + 2));
        shell.does(&format!("sprint lock {number} --except capacity=\"few\""));
        shell.does(&format!("review start {number}"));
        if number == 3 {
            shell.does("review demo ME-2 --add --verdict accepted");
        }
        shell.does("review finish");
        shell.does(&format!("sprint close {number} --goal met --rest backlog=other"));
        let page = page(&shell, "review show 2");
        assert!(page.contains("- ME-2 Split brain (sprint 1)"), "after sprint {number}: {page}");
    }
}

#[test]
fn a_finished_retro_shows_its_actions_as_they_were() {
    let mut shell = reviewed();
    shell.set("STANDFAST_NOW", "2026-12-05T09:00:00Z");
    shell.does("sprint close 1 --goal met");
    shell.does("retro start 1");
    shell.does("retro commit \"Pair on webhooks\" --owner dev-1 --due 2026-12-11 --shows \"fewer retries\"");
    shell.does("retro finish");
    let seen = |shell: &Shell, number: i64| {
        let json = shell.json(&format!("retro show {number}"));
        let said = ["old", "committed", "follow_through", "not_now", "not_now_before"].map(|name| json[name].clone());
        (said, page(shell, &format!("retro show {number}")))
    };
    let first = seen(&shell, 1);
    shell.set("STANDFAST_NOW", "2026-12-14T09:00:00Z");
    shell.does("action done A1 --note \"we paired\"");
    assert_eq!(seen(&shell, 1).1, first.1);
    shell.does("item add \"Part\" --points 1 --criteria \"it works\"");
    shell.does("sprint new --start 2026-12-14 --end 2026-12-25 --goal \"More agents\"");
    shell.does("sprint add 2 ME-4");
    shell.does("sprint lock 2");
    shell.does("sprint close 2 --goal missed --rest backlog=other");
    shell.does("retro start 2");
    shell.does("action rule A1 keep --owner dev-2 --due 2027-01-08");
    shell.does("retro commit \"Buy a printer\" --not-now");
    shell.does("retro finish --reason \"one is enough\"");
    let second = seen(&shell, 2);
    assert_eq!(seen(&shell, 1).1, first.1);
    shell.set("STANDFAST_NOW", "2027-01-11T09:00:00Z");
    shell.does("item add \"Part\" --points 1 --criteria \"it works\"");
    shell.does("sprint new --start 2027-01-11 --end 2027-01-22 --goal \"More agents\"");
    shell.does("sprint add 3 ME-5");
    shell.does("sprint lock 3 --except capacity=\"few\"");
    shell.does("sprint close 3 --goal missed --rest backlog=other");
    shell.does("retro start 3");
    shell.does("action rule A1 worked");
    shell.does("retro commit \"Buy a plotter\" --not-now");
    shell.does("retro finish --reason \"one is enough\"");
    assert_eq!((seen(&shell, 1).1, seen(&shell, 2).1), (first.1, second.1));
    assert_eq!((seen(&shell, 1).0, seen(&shell, 2).0), (first.0, second.0));
}
