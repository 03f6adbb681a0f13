//! Filters in every list: refused with what is possible, cleared by one Esc; a key costs the same in a large backlog.

use crate::filters::{at, keys_of, shown};
use crate::ground::{Fixture, fixture};
use crate::support::cli::Shell;
use crate::support::screen::Screen;
use regex::Regex;
use standfast::app::Standfast;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use standfast::store::steps_taken;
use standfast::tui::pane;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

#[test]
fn what_is_not_a_filter_is_refused_with_what_is_possible() {
    let mut screen = Screen::open(fixture().team);
    screen.keys("4/");
    assert!(screen.text().contains("words, @name, #label, status:, kind:, is: or points>5"), "{}", screen.text());
    screen.keys("is:foo<enter>");
    let seen = screen.text();
    assert!(seen.contains("is:foo") && seen.contains("is:ready, blocked, stuck"), "{seen}");
    assert_eq!(shown(&screen).len(), 5, "what is not a filter narrows nothing");
    screen.keys("<backspace><backspace><backspace>ready<enter>");
    assert!(screen.text().contains("filter: is:ready · 5 of 5"), "{}", screen.text());
    screen.keys("/<space>status:nonsense<enter>");
    assert!(screen.text().contains("status:todo, doing, review, done"), "{}", screen.text());
    screen.keys("<esc>");
    assert!(screen.text().contains("5 open"), "{}", screen.text());

    let shell = Shell::with_team();
    for (typed, possible) in [
        ("points>abc", "points>5, with >, >=, <, <= or =, or points:none"),
        ("is:foo", "is:ready, blocked, stuck, open, finished or dropped"),
        ("status:nonsense", "status:todo, doing, review, done or dropped"),
        ("@zed", "@dev-1, @dev-2, @dev-3, @me or @nobody"),
    ] {
        let ran = shell.run(&["item", "list", typed]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains(&format!("\"{typed}\" is not a filter. Possible: {possible}.")), "{}", ran.stderr);
    }
}

fn keys_in(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| word.contains(char::is_numeric)).collect()
}

/// Types a filter into every list that has one, and looks whether it narrows it and is cleared.
#[test]
fn every_list_is_filtered_and_cleared_alike() {
    let folder = tempfile::tempdir().unwrap();
    let mut team = Standfast::create(&folder.path().join("demo.db"), at("2026-11-25T09:00:00Z"), "ana").unwrap();
    team.play_demo().unwrap();
    let mut screen = Screen::with(pane::all(), team, (120, 40), &[]);
    for (place, words) in [
        ("2", "@tomas"),
        ("3", "is:ready"),
        ("4", "points>3"),
        ("5v", "status:resolved"),
        ("7", "gate"),
        ("2U", "locked"),
        ("2Y", "status:closed"),
        ("2r", "status:accepted"),
    ] {
        let before = screen.keys(place).text();
        screen.keys(&format!("/{}<enter>", keys_of(words)));
        let seen = screen.text();
        let counted = Regex::new(&format!(r"filter: {} · (\d+) of (\d+)", regex::escape(words))).unwrap();
        let found = counted.captures(&seen).unwrap_or_else(|| panic!("{place} {words}\n{seen}"));
        let numbers: Vec<usize> = [1, 2].iter().map(|at| found[*at].parse().unwrap()).collect();
        assert!(numbers[0] < numbers[1], "{place} {words} narrows nothing\n{seen}");
        assert!(seen.contains("Esc clears the filter"), "{place}\n{seen}");
        screen.keys("/");
        assert!(screen.text().contains(words), "{place}: / opens with the filter\n{}", screen.text());
        screen.keys("<enter><esc>");
        let after = screen.text();
        assert!(!after.contains("filter:"), "{place}: one Esc clears the filter\n{after}");
        assert_eq!(keys_in(&after), keys_in(&before), "{place}: everything is shown again");
        screen.keys("<esc>");
    }
}

/// A backlog of many items, as an import brings it.
fn large(items: usize) -> Fixture {
    let mut fixture = fixture();
    let mut text = String::from("issuekey,title,labels,storypoint,assignee\n");
    for n in 0..items {
        let rare = if n == items / 2 { "heron" } else { "stone" };
        let (person, label) = if n % (items / 20) == 0 { ("ana", "few") } else { ("ben", "many") };
        let _ = writeln!(text, "OLD-{n},Retry {rare} {n},{label},{},{person}", n % 9);
    }
    let options = Options::of_zone(fixture.team.zone());
    let mut source = open_csv(Input::of_bytes("many.csv", text).unwrap(), &options).unwrap();
    fixture.team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap();
    fixture
}

#[test]
fn a_filter_costs_the_same_in_a_large_backlog() {
    let filters =
        ["heron", "retry heron", "retry -heron", "@ana", "#few", "#few points>3", "is:blocked", "pay-3", "retry"];
    let costs = |items: usize| {
        let team = large(items).team;
        filters.map(|typed| {
            let filter = team.item_filter(typed).unwrap();
            let before = steps_taken();
            let found = team.filtered(&filter, 500).unwrap();
            (typed, found.rows.len(), steps_taken() - before)
        })
    };
    for ((typed, found, few), (_, _, many)) in costs(1_500).into_iter().zip(costs(6_000)) {
        assert!(found > 0 || typed == "is:blocked", "{typed}");
        assert!(many < few * 5 / 4 + 200, "{typed}: {few} steps, {many} with four times as many items");
    }
}

#[test]
fn a_key_of_a_filter_runs_a_dozen_statements_at_most() {
    let fixture = large(200);
    let mut screen = Screen::open(fixture.team);
    screen.keys("4/");
    for typed in
        ["retry heron", "@ana is:blocked", "#few points>3", "is:stuck -retry", "status:todo kind:story", "pay-3"]
    {
        for key in typed.chars() {
            screen.shell.standfast().count_statements();
            screen.keys(&keys_of(&key.to_string()));
            let ran = screen.shell.standfast().statements();
            assert!(ran.len() <= 12, "{typed}, {key}: {}\n{}", ran.len(), ran.join("\n\n"));
        }
        screen.keys("<ctrl-u>");
    }
}

/// What a filter of the command line finds with the other options is what both let through.
#[test]
fn a_filter_joins_the_options_of_the_list() {
    let shell = Shell::with_team();
    shell.does("item add \"Net split\" --points 3 --criteria a --label net --assignee dev-1");
    shell.does("item add \"Disk full\" --label net");
    shell.does("item add \"Net of fish\" --points 13");
    shell.does("item move ME-3 done");
    let keys = |line: &str| {
        let list = shell.json(line);
        list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["key"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys("item list net"), ["ME-1", "ME-2", "ME-3"]);
    assert_eq!(keys("item list net is:open"), ["ME-1", "ME-2"]);
    assert_eq!(keys("item list net --assignee none"), ["ME-2", "ME-3"]);
    assert_eq!(keys("item list #net --ready --limit 1"), ["ME-1"]);
    assert_eq!(keys("item list \"net -#net\""), ["ME-3"]);
    let hint = shell.run(&["item", "list", "net", "--limit", "1"]).stderr;
    assert_eq!(hint, "2 more: --limit 3 shows all.\n");
}
