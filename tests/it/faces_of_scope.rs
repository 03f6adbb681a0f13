//! One word, one number: the scope and the parts of a split item on every face of a sprint.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use serde_json::{Value, json};
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;

/// ME-1 (3) and ME-2 (13) committed, ME-1 dropped on the second day.
fn dropped() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("team set largest 13");
    for (title, points) in [("Agents recover", "3"), ("Split brain", "13")] {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"it works\""));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    shell.does("item drop ME-1 --reason \"nobody asks for it\"");
    shell
}

fn last(shell: &Shell) -> Value {
    shell.json("sprint burndown 1")["series"].as_array().unwrap().last().unwrap().clone()
}

#[test]
fn the_scope_after_a_drop_is_one_number_on_every_face() {
    let shell = dropped();
    let show = shell.json("sprint show 1");
    assert_eq!((&show["points"]["scope"], &show["counts"]["scope"]), (&json!(13), &json!(1)));
    assert_eq!(last(&shell)["scope"].as_f64(), Some(13.0));
    let text = shell.does("sprint show 1");
    let line = text.lines().find(|line| line.starts_with("Scope")).unwrap();
    assert!(line.ends_with("13 points in 1 item"), "{line}");

    let clock = Clock::Fixed(Instant::parse("2026-11-25T10:00:00Z").unwrap());
    let team = || Standfast::open(&shell.database(), clock, "ann").unwrap();
    for (keys, words) in [
        ("2", "0/13 pts"),
        ("2D", "to do 13"),
        ("2D ", "scope 13"),
        ("2S", "16 committed  +0 added  −0 removed  +0 re-estimated  −3 dropped"),
    ] {
        let mut screen = Screen::open(team());
        screen.keys(keys);
        assert!(screen.text().contains(words), "{keys}: {}", screen.text());
    }
    let mut screen = Screen::open(team());
    screen.keys("2S");
    assert!(screen.text().contains("= 13 pts now"), "{}", screen.text());
}

#[test]
fn a_split_item_shows_both_parts_on_every_face() {
    let shell = dropped();
    shell.does("sprint close 1 --goal partly --split ME-2=8,underestimated");
    let parts = json!({ "done": 8, "left": 5 });
    let show = shell.json("sprint show 1");
    let of =
        |items: &Value| items.as_array().unwrap().iter().find(|item| item["key"] == "ME-2").unwrap()["split"].clone();
    assert_eq!((&show["points"]["completed"], &show["points"]["scope"]), (&json!(8), &json!(13)));
    assert_eq!(last(&shell)["scope"].as_f64(), Some(13.0));
    assert_eq!(of(&show["items"]), parts);
    let report = shell.json("report sprint 1");
    assert_eq!((of(&report["items"]), report["figures"]["completed"]["points"].as_f64()), (parts.clone(), Some(8.0)));
    assert_eq!(of(&shell.json("report sprint 1 --figure completed")["items"]), parts);
    let markdown = shell.does("report sprint 1 --format md");
    assert!(markdown.contains("| 13 | 13 | planned | split: 8 done, 5 left | Split brain |"), "{markdown}");
    assert!(shell.does("sprint show 1").contains("split: 8 done, 5 left"));
    assert!(shell.does("report sprint 1 --figure completed").contains("split: 8 done, 5 left"));
}

/// The number that follows these words.
fn after(text: &str, words: &str) -> Option<f64> {
    let (_, rest) = text.split_once(words)?;
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    rest[..end].trim_end_matches('.').parse().ok()
}

/// A sprint in which everything happened that moves its scope: 17 points committed, ME-5 counted by its part ME-6.
fn eventful() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("team set largest 13");
    for (title, points) in
        [("Agents recover", 3), ("Split brain", 13), ("Metrics", 5), ("Logs", 2), ("Alerts", 8), ("Rules", 1)]
    {
        shell.does(&format!("item add \"{title}\" --points {points} --criteria \"it works\""));
    }
    shell.does("item edit ME-6 --parent ME-5");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2 ME-3 ME-5 ME-6");
    shell.does("item move ME-3 done");
    shell.does("sprint lock 1");
    shell.set("STANDFAST_NOW", "2026-11-25T09:00:00Z");
    let request = "--reason \"the customer asked\" --by ann --accepted-by dev-1";
    shell.does("item drop ME-1 --reason \"nobody asks for it\"");
    shell.does(&format!("scope request add ME-4 {request}"));
    shell.does(&format!("scope request reestimate ME-2 --points 8 {request}"));
    shell.does(&format!("scope request dates --end 2026-12-11 {request}"));
    shell.does("item move ME-3 doing");
    shell.does("item move ME-3 ME-6 done");
    shell
}

#[test]
fn done_and_scope_are_the_same_numbers_wherever_they_are_shown() {
    let shell = eventful();
    let mut seen: Vec<(&str, Option<f64>, Option<f64>)> = Vec::new();
    let points = |show: &Value, name: &str| show["points"][name].as_f64();
    let show = shell.json("sprint show 1");
    seen.push(("show --json", points(&show, "completed"), points(&show, "scope")));
    let text = shell.does("sprint show 1");
    seen.push(("show", after(&text, "\nCompleted"), after(&text, "\nScope")));
    for line in ["sprint burndown 1", "sprint burndown 1 --as-of 2026-11-25T12:00:00Z"] {
        let lines = shell.json(line);
        let last = lines["series"].as_array().unwrap().last().unwrap();
        seen.push((line, last["done"].as_f64(), last["scope"].as_f64()));
    }
    let clock = Clock::Fixed(Instant::parse("2026-11-25T10:00:00Z").unwrap());
    let screen = |keys: &str| {
        let mut screen = Screen::open(Standfast::open(&shell.database(), clock, "ann").unwrap());
        screen.keys(keys);
        screen.text()
    };
    let header = screen("2");
    let figures = header.split_whitespace().find(|word| word.contains('/') && !word.contains('-')).unwrap();
    seen.push(("header", after(figures, ""), after(figures, "/")));
    let burnup = screen("2D ");
    seen.push(("burnup", after(&burnup, "done "), after(&burnup, "scope ")));
    let log = screen("2S");
    seen.push(("scope log", Some(6.0), after(&log, "= ")));
    let close = screen("2X");
    let sentence = close.lines().find(|line| line.contains(" points done")).unwrap_or(&close);
    seen.push(("close", after(sentence.trim_start_matches(['│', ' ']), ""), after(sentence, " of ")));
    shell.does("standup start");
    shell.does("standup finish");
    let digest = shell.does("standup show");
    let sentence = digest.split_once("done.").unwrap().0.rsplit_once(": ").unwrap().1.to_owned();
    seen.push(("standup", after(&sentence, ""), after(&sentence, " of ")));
    shell.does("sprint close 1 --goal partly --rest backlog=other");
    let show = shell.json("sprint show 1");
    seen.push(("closed show --json", points(&show, "completed"), points(&show, "scope")));
    let figures = &shell.json("report sprint 1")["figures"];
    let figure = |name: &str| figures[name]["points"].as_f64();
    let scope = figure("completed").zip(figure("not_completed")).map(|(done, left)| done + left);
    seen.push(("report --json", figure("completed"), scope));
    for (face, done, scope) in seen {
        assert_eq!((done, scope), (Some(6.0), Some(16.0)), "{face}");
    }
}
