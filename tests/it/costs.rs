//! What commands and tabs cost after years of sprints: at most half as much again as after three.
//!
//! Costs are counted in steps of the database's engine, after 16 and after 32 sprints, and projected from there.
//! `cargo test --locked --test it costs -- --nocapture` prints the table.

use crate::support::screen::Screen;
use crate::support::years::{Size, Years};
use standfast::app::Standfast;
use standfast::cli::{self, reference};
use standfast::config::{Config, Environment};
use standfast::store::steps_taken;
use standfast::tui::pane::{self, TABS};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;

const SIZE: Size = Size { people: 3, items: 4, days: 5 };
const PLAYED: [i64; 2] = [16, 32];

/// A start of the program costs as much as so many steps: it takes about 32 million instructions, and a step with what the
/// program does for it about 320.
const START: i64 = 100_000;
/// A screen that is drawn, likewise.
const SCREEN: i64 = 15_000;

/// The file that is copied for each command.
const WHOLE: &str = "whole.db";

/// What is typed for a command: the words before `;` prepare it and are not counted.
const COMMANDS: &[&str] = &[
    "team show",
    "team set standup-minutes 12",
    "team status add waiting --class waiting",
    "member add gus",
    "member list",
    "member edit dev-1 --allocation 90",
    "absence add dev-2 tomorrow",
    "absence list",
    "holiday add tomorrow",
    "holiday list",
    "item add More --points 3",
    "item list",
    "item show ITEM",
    "item edit ITEM --title Changed",
    "item move ITEM doing",
    "item assign ITEM dev-3",
    "item rank ITEM --top",
    "item add More; item drop MORE --reason no",
    "item tick ITEM 1",
    "sprint new",
    "sprint list",
    "sprint show",
    "sprint show LAST",
    "sprint new; sprint edit NEXT --goal Better",
    "item add More; sprint new; sprint add NEXT MORE",
    "item add More; sprint new; sprint add NEXT MORE; sprint remove NEXT MORE",
    "sprint new; sprint cancel NEXT --reason no",
    "standup finish; sprint close SPRINT --goal met --rest backlog=underestimated",
    "sprint burndown",
    "sprint burndown LAST",
    "item add More --points 2; scope request add MORE --reason asked",
    "scope list",
    "item add More --points 2; scope request add MORE --reason asked; scope accept REQUEST --by dev-1",
    "item add More --points 2; scope request add MORE --reason asked --accepted-by dev-1; scope take-back REQUEST --reason mistake",
    "item add More --points 2; scope request add MORE --reason asked; scope decline REQUEST",
    "item add More --points 2; scope request add MORE --reason asked; scope defer REQUEST",
    "scope log",
    "scope verify",
    "scope contract",
    "standup facts",
    "standup finish; standup facts",
    "standup finish; undo",
    "standup next",
    "standup skip",
    "standup say --today one",
    "standup absent dev-2",
    "standup pause",
    "standup on ITEM",
    "standup walk board",
    "standup park one",
    "standup finish",
    "standup show",
    "standup list",
    "checkin",
    "checkin one",
    "topic list",
    "standup park one; topic close T1 --resolved done",
    "blocker raise one --cause external --item ITEM",
    "blocker list",
    "blocker show BLOCKER",
    "blocker update BLOCKER --note asked",
    "blocker escalate BLOCKER --to boss",
    "blocker resolve BLOCKER --resolution done",
    "blocker resolve BLOCKER --resolution done; blocker reopen BLOCKER --reason again",
    "review start",
    "review show LAST",
    "review start; review present dev-1 dev-2",
    "review start; item move ITEM done; review demo ITEM --verdict accepted",
    "review start; review finish",
    "retro show",
    "action show ACTION",
    "action done ACTION",
    "report sprint LAST",
    "velocity",
    "status",
    "log",
    "log --item ITEM",
    "undo",
    "undo; redo",
];

/// Commands that are not counted, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("init", "there is no team yet"),
    ("demo", "there is no team yet"),
    ("action list", "prints the figures of all actions"),
    ("export", "prints all"),
    ("import", "its cost is that of the file"),
    ("backup", "copies all"),
    ("restore", "copies all"),
    ("doctor", "checks all; the bench holds its time"),
    ("verify", "reads all of the log, as the doctor does"),
    ("completions", "reads no database"),
    ("man", "reads no database"),
];

/// Commands like another that is counted: they run the same statements on another row, or hold a meeting that the bench
/// plays.
const ALIKE: &[(&str, &str)] = &[
    ("team status edit", "team status add"),
    ("scope take-back", "scope accept"),
    ("team status remove", "team status add"),
    ("member remove", "member edit"),
    ("absence edit", "absence add"),
    ("absence remove", "absence add"),
    ("holiday remove", "holiday add"),
    ("sprint check", "sprint show"),
    ("sprint lock", "sprint show"),
    ("standup start", "standup next"),
    ("standup rule", "standup next"),
    ("retro start", "retro show"),
    ("retro note", "retro show"),
    ("retro group", "retro show"),
    ("retro vote", "retro show"),
    ("retro commit", "retro show"),
    ("retro rule", "retro show"),
    ("retro finish", "retro show"),
    ("action rule", "action done"),
];

/// A database in the middle of a sprint, to copy, and what the words of the commands mean in it.
struct Played {
    years: Years,
    words: Vec<(&'static str, String)>,
}

impl Played {
    fn after(years: &Years) -> Self {
        let mut years = years.copy().unwrap();
        years.play_to_the_middle().unwrap();
        let (last, team) = (years.sprints, &years.team);
        let items = team.board().unwrap().unwrap().columns.into_iter().flat_map(|(_, cards)| cards);
        let item = items.map(|card| card.key).max_by_key(|key| (key.len(), key.clone())).unwrap();
        let number: i64 = item.trim_start_matches("LG-").parse().unwrap();
        let requests = team.requests(None).unwrap().len();
        let words = vec![
            ("ITEM", item),
            ("MORE", format!("LG-{}", number + 1)),
            ("SPRINT", (last + 1).to_string()),
            ("LAST", last.to_string()),
            ("NEXT", (last + 2).to_string()),
            ("REQUEST", format!("C{}", requests + 1)),
            ("BLOCKER", format!("B{}", team.blockers(true).unwrap().last().unwrap().number)),
            ("ACTION", format!("A{}", team.open_actions().unwrap().last().unwrap().number)),
        ];
        years.team.backup(&years.folder.path().join(WHOLE)).unwrap();
        Self { years, words }
    }

    fn copied(&self, name: &str) -> PathBuf {
        let path = self.years.folder.path().join(name);
        std::fs::copy(self.years.folder.path().join(WHOLE), &path).unwrap();
        path
    }

    /// The steps of the last command of those typed.
    fn command(&self, typed: &str) -> i64 {
        let path = self.copied("command.db");
        let now = self.years.team.now().rfc3339();
        let variables =
            [("STANDFAST_DB", path.to_str().unwrap()), ("STANDFAST_NOW", now.as_str()), ("STANDFAST_ACTOR", "dev-1")];
        let mut steps = 0;
        for one in typed.split("; ") {
            let known = |word: &str| self.words.iter().find(|(name, _)| *name == word).map(|(_, meant)| meant.clone());
            let words = one.split(' ').map(|word| known(word).unwrap_or_else(|| word.to_owned()));
            let words = std::iter::once("standfast".to_owned()).chain(words).map(OsString::from);
            let call = cli::parse(words, || Config::load(Environment::of(&variables))).unwrap();
            let before = steps_taken();
            call.run_silently().unwrap_or_else(|error| panic!("{one}: {error}"));
            steps = steps_since(before);
        }
        steps
    }

    /// The steps of a key in a cockpit after others; those of its start if there is no key.
    fn key(&self, others: &str, key: &str) -> i64 {
        let path = self.copied("cockpit.db");
        let start = steps_taken();
        let team = Standfast::open(&path, self.years.team.clock(), "dev-1").unwrap();
        let mut screen = Screen::with(pane::all(), team, (140, 40), &[]);
        if key.is_empty() {
            return steps_since(start);
        }
        screen.keys(others);
        let before = steps_taken();
        screen.keys(key);
        steps_since(before)
    }
}

fn steps_since(before: u64) -> i64 {
    i64::try_from(steps_taken() - before).unwrap()
}

/// What it costs after 130 sprints, in percent of what it costs after three.
fn percent(fixed: i64, [at_16, at_32]: [i64; 2]) -> i64 {
    let (early, late) =
        (16 * fixed + 16 * at_16 - 13 * (at_32 - at_16), 16 * fixed + 16 * at_16 + 114 * (at_32 - at_16));
    100 * late / early.max(16 * fixed)
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for a person to read: cargo test -- --nocapture")]
fn a_command_and_a_tab_cost_hardly_more_after_years() {
    let mut years = Years::found(SIZE).unwrap();
    let played = PLAYED.map(|sprints| {
        years.play(sprints).unwrap();
        Played::after(&years)
    });
    let mut costs = BTreeMap::new();
    for typed in COMMANDS {
        costs.insert((*typed).to_owned(), (START, [0, 1].map(|n: usize| played[n].command(typed))));
    }
    costs.insert("(the cockpit's start)".to_owned(), (START + SCREEN, [0, 1].map(|n: usize| played[n].key("", ""))));
    for (n, tab) in TABS.iter().enumerate() {
        // The first tab is shown at the start: it is opened again after a write that it shows.
        let (others, key) = (if n == 0 { "2L" } else { "" }, (n + 1).to_string());
        costs.insert(format!("Tab {}", tab.title()), (SCREEN, [0, 1].map(|n: usize| played[n].key(others, &key))));
    }
    for (place, key) in [("4U", "G"), ("4UG", "k"), ("2", "U"), ("2", "V"), ("2", "@"), ("2", "D"), ("2", "r")] {
        costs.insert(format!("Key {key} after {place}"), (SCREEN, [0, 1].map(|n: usize| played[n].key(place, key))));
    }
    let mut too_dear = Vec::new();
    println!("{:80} {:>8} {:>8} {:>6}", "steps after so many sprints, and at 130 in % of 3", PLAYED[0], PLAYED[1], "%");
    for (name, (fixed, steps)) in &costs {
        let percent = percent(*fixed, *steps);
        println!("{name:80} {:>8} {:>8} {percent:>6}", steps[0], steps[1]);
        if percent > 150 {
            too_dear.push(name);
        }
    }
    assert!(too_dear.is_empty(), "more than half as much again at 130 sprints: {too_dear:?}");
}

/// A command that is added is counted, or said why not.
#[test]
fn every_command_is_counted_or_left_out_for_a_reason() {
    let manual = reference::markdown();
    let mut of_manual = BTreeSet::new();
    let mut heading = "";
    for line in manual.lines() {
        match line.trim_start_matches('#').strip_prefix(" standfast ") {
            Some(name) if line.starts_with('#') => heading = name,
            _ if line.starts_with("standfast ") => drop(of_manual.insert(heading)),
            _ => {}
        }
    }
    assert!(of_manual.len() > 80, "{of_manual:?}");
    let counted: Vec<&str> = COMMANDS.iter().filter_map(|typed| typed.rsplit("; ").next()).collect();
    let is_counted = |name: &str| counted.iter().any(|typed| *typed == name || typed.starts_with(&format!("{name} ")));
    let is_named = |name: &str, of: &str| name == of || name.starts_with(&format!("{of} "));
    for name in of_manual {
        let left_out = LEFT_OUT.iter().any(|(of, _)| name == *of);
        let alike = ALIKE.iter().any(|(of, like)| is_named(name, of) && is_counted(like));
        assert!(is_counted(name) || left_out || alike, "{name}");
    }
}
