//! Published arithmetic, eight hundred sprints of public projects and one of Jira's own burndowns, against our account.

use crate::ground::{monday, points};
use crate::proofs::{ask, close, draft, team};
use crate::real_data::{find, truth};
use serde_json::Value;
use standfast::app::Standfast;
use standfast::app::closing::Burndown;
use standfast::clock::Clock;
use standfast::domain::account::{ItemAccount, sum};
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::sprint::{Account, Entered, ItemOutcome};
use standfast::domain::time::Instant;
use std::fs;
use std::path::{Path, PathBuf};

/// A published example by its name.
fn example(id: &str) -> Option<Value> {
    let all: Value = serde_json::from_slice(&fs::read(find("examples/worked_examples.json")?).unwrap()).unwrap();
    all["examples"].as_array().unwrap().iter().find(|example| example["id"] == id).cloned()
}

fn numbers(value: &Value, names: &[&str]) -> Vec<f64> {
    names.iter().map(|name| value[*name].as_f64().unwrap_or_else(|| panic!("{name}"))).collect()
}

/// What the lines of a burndown hold after each step: remaining and scope.
fn lines(burndown: &Burndown) -> Vec<(f64, f64)> {
    let held = |point: &standfast::app::closing::Point| {
        (point.totals.remaining.points.value(), point.totals.scope().points.value())
    };
    burndown.points.iter().map(held).collect()
}

#[test]
fn a_three_day_sprint_whose_scope_creeps() {
    let Some(told) = example("jira-3-day-sprint") else { return };
    let items = [("A-1", 1.0), ("A-2", 2.0), ("A-5", 5.0), ("A-10", 10.0)].map(|(key, size)| (key.into(), Some(size)));
    let (_folder, mut team) = team(monday(), &items);
    draft(&mut team, &["A-1", "A-2", "A-5"]);
    team.lock_sprint(1, &[], &[]).unwrap();
    team.move_items(&["A-1", "A-2"], "done").unwrap();
    ask(&mut team, RequestKind::Add, "A-10", None);
    team.move_item("A-5", "done").unwrap();
    team.move_item("A-10", "done").unwrap();
    let events = told["events"].as_array().unwrap();
    let wanted: Vec<(f64, f64)> =
        events.iter().map(|event| numbers(event, &["remaining", "scope"])).map(|both| (both[0], both[1])).collect();
    assert_eq!(lines(&team.burndown(1, None).unwrap()), wanted);
    let report = close(&mut team);
    let (f, ratios) = (&report.figures, report.ratios(true));
    let figures = [f.committed, f.added, f.removed, f.completed, f.committed_and_completed].map(|one| one.points);
    let names = ["committed", "added", "removed", "completed", "completed_of_committed"];
    assert_eq!(figures.to_vec(), numbers(&told["expect"], &names));
    let found = [ratios.say_do_committed, ratios.say_do_all, ratios.scope_change].map(Option::unwrap);
    let names = ["say_do_committed_only", "completed_over_committed", "scope_change_ratio"];
    assert_eq!(found.to_vec(), numbers(&told["expect"], &names));
}

#[test]
fn thirty_said_and_twenty_four_done() {
    let Some(told) = example("say-do-30-24") else { return };
    let items: Vec<_> = (1..=5).map(|n| (format!("A-{n}"), Some(6.0))).collect();
    let (_folder, mut team) = team(monday(), &items);
    draft(&mut team, &["A-1", "A-2", "A-3", "A-4", "A-5"]);
    team.lock_sprint(1, &[], &[]).unwrap();
    team.move_items(&["A-1", "A-2", "A-3", "A-4"], "done").unwrap();
    let report = close(&mut team);
    let ratios = report.ratios(true);
    assert_eq!(
        [report.figures.committed.points, report.figures.completed.points].to_vec(),
        numbers(&told, &["committed", "completed"])
    );
    assert_eq!([ratios.say_do_all, ratios.say_do_committed], [told["say_do"].as_f64(); 2]);
}

/// A sprint of the public projects: how many items with how many points it began with, gained, lost and holds.
struct Row {
    id: (u64, u64),
    start: (u32, f64),
    added: (u32, f64),
    removed: (u32, f64),
    held: (u32, f64),
}

fn rows(project: &str, percent: u8) -> Option<Vec<Row>> {
    let mut reader =
        csv::Reader::from_path(find(&format!("sprints/tse2017/{project}_iteration_{percent}.csv"))?).unwrap();
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cell = |name: &str| record[names.iter().position(|one| one == name).unwrap()].parse::<f64>().unwrap();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        let count = |name: &str| cell(name) as u32;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an id")]
        let id = |name: &str| cell(name) as u64;
        let both = |one: &str, other: &str| (count(one), cell(other));
        let parts =
            [("no_issuetodo", "vel_todo"), ("no_issueinprogress", "vel_inprogress"), ("no_issuedone", "vel_done")];
        let held = parts.map(|(one, other)| both(one, other)).into_iter();
        Row {
            id: (id("boardid"), id("sprintid")),
            start: both("no_issue_starttime", "vel_starttime"),
            added: both("no_issue_added", "vel_added"),
            removed: both("no_issue_removed", "vel_removed"),
            held: held.fold((0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1)),
        }
    };
    Some(reader.records().map(|record| row(record.unwrap())).collect())
}

/// Items of a row: how each came in, whether it went out, and its points.
type Items = Vec<(Entered, bool, f64)>;

impl Row {
    /// Items that are as many and weigh as much as the row says. It does not tell whether what went out had been there
    /// from the start; any parting of it that the counts allow will do.
    fn items(&self) -> Items {
        let ((n_start, start), (n_added, added), (n_out, out)) = (self.start, self.added, self.removed);
        for n in n_out.saturating_sub(n_added)..=n_start.min(n_out) {
            // Without items there are no points, and all the items weigh all the points.
            let least = |n: u32, all: u32, points: f64| if n == all { points } else { 0.0 };
            let most = |n: u32, points: f64| if n == 0 { 0.0 } else { points };
            let (low, high) = (least(n, n_start, start), most(n, start));
            let (low_added, high_added) = (least(n_out - n, n_added, added), most(n_out - n, added));
            if out < low + low_added || out > high + high_added {
                continue;
            }
            let from_start = (out - low_added).min(high);
            let parts = [
                (Entered::Planned, false, n_start - n, start - from_start),
                (Entered::Planned, true, n, from_start),
                (Entered::Added, false, n_added - (n_out - n), added - (out - from_start)),
                (Entered::Added, true, n_out - n, out - from_start),
            ];
            return parts.into_iter().flat_map(|(entered, out, n, points)| spread(entered, out, n, points)).collect();
        }
        panic!("sprint {:?} cannot be played", self.id)
    }
}

fn spread(entered: Entered, out: bool, count: u32, total: f64) -> impl Iterator<Item = (Entered, bool, f64)> {
    (0..count).map(move |n| (entered, out, if n == 0 { total } else { 0.0 }))
}

fn account(items: &Items) -> Account {
    sum(items.iter().map(|(entered, out, size)| ItemAccount {
        points_at_lock: points(*size),
        points_now: points(*size),
        entered: *entered,
        outcome: if *out { ItemOutcome::Removed } else { ItemOutcome::Open },
        present: !out,
        split: None,
        by_parts: false,
    }))
}

/// The same through the database: planned, locked, requests in and out.
fn played(items: &Items) -> Account {
    let keyed: Vec<(String, Option<f64>)> =
        items.iter().enumerate().map(|(n, (_, _, size))| (format!("T-{n}"), Some(*size))).collect();
    let (_folder, mut team) = team(monday(), &keyed);
    let chosen = |wanted: &dyn Fn(&(Entered, bool, f64)) -> bool| {
        let those = items.iter().zip(&keyed).filter(|(item, _)| wanted(item));
        those.map(|(_, (key, _))| key.as_str()).collect::<Vec<_>>()
    };
    draft(&mut team, &chosen(&|item| item.0 == Entered::Planned));
    team.lock_sprint(1, &[], &[]).unwrap();
    for key in chosen(&|item| item.0 == Entered::Added) {
        ask(&mut team, RequestKind::Add, key, None);
    }
    for key in chosen(&|item| item.1) {
        ask(&mut team, RequestKind::Remove, key, None);
    }
    let account = team.sprint_view(1).unwrap().account;
    assert_eq!(points(close(&mut team).figures.not_completed.points), Some(account.scope().points));
    account
}

fn assert_same(what: &Row, account: &Account) {
    let found = [account.committed, account.added, account.removed];
    let found = found.map(|amount| (amount.count, amount.points.value()));
    assert_eq!(found, [what.start, what.added, what.removed], "sprint {:?}", what.id);
    let scope = what.start.1 + what.added.1 - what.removed.1;
    assert!((account.scope().points.value() - scope).abs() < 1e-6, "sprint {:?}: {account:?}", what.id);
    assert_eq!(account.scope().count, what.start.0 + what.added.0 - what.removed.0);
}

#[test]
fn the_scope_of_every_public_sprint_is_what_it_began_with_and_what_came_and_went() {
    let Some(truth) = truth("tse2017") else { return };
    for project in ["apache", "spring"] {
        let truth = &truth[project];
        for percent in [0, 30, 50, 80] {
            let Some(rows) = rows(project, percent) else { return };
            assert_eq!(rows.len() as u64, truth["rows_per_snapshot"].as_u64().unwrap());
            let (mut same_items, mut same_points) = (0, 0);
            for (at, row) in rows.iter().enumerate() {
                let account = account(&row.items());
                assert_same(row, &account);
                same_items += u64::from(account.scope().count == row.held.0);
                same_points += u64::from((account.scope().points.value() - row.held.1).abs() < 1e-6);
                if percent == 80 {
                    let told = &truth["sprints"][at];
                    assert_eq!((told[0].as_u64(), told[1].as_u64()), (Some(row.id.0), Some(row.id.1)));
                    assert!((account.scope().points.value() - told[7].as_f64().unwrap()).abs() < 1e-6, "{told}");
                }
            }
            // What the boards held at that moment; where it differs, somebody re-estimated.
            let holds = |of: &str| truth[of][percent.to_string()].as_u64().unwrap();
            assert_eq!((same_items, same_points), (holds("issue_balance_holds"), holds("points_balance_holds")));
        }
    }
}

#[test]
fn some_public_sprints_played_through_the_database() {
    for project in ["apache", "spring"] {
        let Some(rows) = rows(project, 80) else { return };
        let lively = |row: &&Row| (1..30).contains(&row.start.0) && row.added.0 > 2 && row.removed.0 > 1;
        let chosen: Vec<Row> = rows.into_iter().filter(|row| lively(&row)).step_by(25).take(4).collect();
        assert!(chosen.len() > 2, "{project}");
        for row in chosen {
            assert_same(&row, &played(&row.items()));
        }
    }
}

/// Jira's event stream of a sprint, played at the moments at which it happened.
struct Stream {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

impl Stream {
    fn at(&self, millis: u64) -> Standfast {
        let at = Instant(i64::try_from(millis).unwrap());
        Standfast::open(&self.path, Clock::Fixed(at), "fay").unwrap()
    }

    fn play(&self, at: u64, change: &Value, known: &mut Vec<String>) {
        let (key, mut team) = (change["key"].as_str().unwrap(), self.at(at));
        if change["added"] == true && !known.iter().any(|one| one == key) {
            known.push(key.to_owned());
            return ask(&mut team, RequestKind::Add, key, None);
        }
        if let Some(estimate) = change.get("statC") {
            // Jira lets an estimate vanish; here a locked item's only changes. Nothing draws the same line as none.
            return ask(&mut team, RequestKind::Reestimate, key, Some(estimate["newValue"].as_f64().unwrap_or(0.0)));
        }
        let column = &change["column"];
        let status = match (column["done"] == true, column["newStatus"].as_str()) {
            (true, _) => "done",
            (false, Some("3")) => "doing",
            _ => "todo",
        };
        team.move_item(key, status).unwrap();
    }
}

/// The estimates that the items had when the sprint began.
fn at_start(changes: &[(u64, Value)]) -> Vec<(String, Option<f64>)> {
    let mut items: Vec<(String, Option<f64>)> = Vec::new();
    for (_, change) in changes {
        let key = change["key"].as_str().unwrap();
        if change["added"] == true {
            items.push((key.to_owned(), None));
        }
        if let (Some(estimate), Some(item)) = (change.get("statC"), items.iter_mut().find(|(one, _)| one == key)) {
            item.1 = estimate["newValue"].as_f64();
        }
    }
    items
}

fn begin(told: &Value, before: &[(u64, Value)], later: &[String]) -> Stream {
    let clock = |field: &str| Clock::Fixed(Instant(told[field].as_i64().unwrap()));
    let planned = at_start(before);
    let all: Vec<_> = planned.iter().cloned().chain(later.iter().map(|key| (key.clone(), None))).collect();
    let (folder, mut team) = team(clock("startTime"), &all);
    let day = |field: &str| Some(Instant(told[field].as_i64().unwrap()).day(standfast::domain::zone::Zone::UTC));
    let new = SprintEdit {
        goal: Some(Some("As it was".into())),
        starts_on: Some(day("startTime")),
        ends_on: Some(day("endTime")),
        name: None,
    };
    team.new_sprint(&new).unwrap();
    team.add_to_sprint(1, &planned.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>()).unwrap();
    team.lock_sprint(1, &[], &[]).unwrap();
    Stream { path: folder.path().join("team.db"), _folder: folder }
}

fn changes(path: &Path) -> (Value, Vec<(u64, Value)>) {
    let told: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let mut changes: Vec<(u64, Value)> = Vec::new();
    for (at, list) in told["changes"].as_object().unwrap() {
        changes.extend(list.as_array().unwrap().iter().map(|change| (at.parse().unwrap(), change.clone())));
    }
    changes.sort_by_key(|(at, _)| *at);
    (told, changes)
}

#[test]
fn the_event_stream_of_a_jira_burndown_draws_the_same_line() {
    let name = "sprints/greenhopper/scopechangeburndownchart_ts.json";
    let (Some(path), Some(truth)) = (find(name), truth("greenhopper_burndown")) else { return };
    let truth = &truth[name];
    let (told, changes) = changes(&path);
    let start = told["startTime"].as_u64().unwrap();
    let (before, after): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(at, _)| *at < start);
    let later: Vec<String> = after
        .iter()
        .filter(|(_, change)| change["added"] == true)
        .map(|(_, change)| change["key"].as_str().unwrap().to_owned())
        .collect();
    let stream = begin(&told, &before, &later);
    let mut known = Vec::new();
    for (at, change) in &after {
        stream.play(*at, change, &mut known);
    }
    let end = told["completeTime"].as_u64().unwrap();
    let burndown = stream.at(end).burndown(1, None).unwrap();
    let drawn: Vec<[f64; 3]> = burndown
        .points
        .iter()
        .zip(lines(&burndown))
        .map(|(point, (remaining, scope))| {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds of this century")]
            let at = point.at.0 as f64;
            [at, remaining, scope]
        })
        .collect();
    let wanted: Vec<[f64; 3]> = serde_json::from_value(truth["series_ms_remaining_scope"].clone()).unwrap();
    assert_eq!(drawn, wanted);
    let report = close(&mut stream.at(end));
    let f = &report.figures;
    let found = [
        f.committed.points,
        f.added.points,
        f.removed.points,
        f.reestimated,
        f.completed.points,
        f.not_completed.points,
    ];
    let names = ["committed", "added", "removed", "estimate_change_in_sprint", "completed_at_end", "remaining_at_end"];
    assert_eq!(found.to_vec(), numbers(truth, &names));
    let counts = [f64::from(f.committed.count), f64::from(f.added.count)];
    assert_eq!(counts.to_vec(), numbers(truth, &["committed_items", "added_items"]));
}
