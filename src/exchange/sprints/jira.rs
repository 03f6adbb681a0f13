//! Jira's own sprint report, as `rapid/charts/sprintreport` answers it.

use super::{Reader, Words, says, some, text};
use crate::domain::past::{ImportedSprint, Listed, Lists};
use crate::domain::points::{Points, number};
use crate::exchange::Format;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const COMPLETED: &str = "completedIssues";
const PUNTED: &str = "puntedIssues";
const ELSEWHERE: &str = "issuesCompletedInAnotherSprint";
/// Older servers use the second name.
const NOT_COMPLETED: [&str; 2] = ["issuesNotCompletedInCurrentSprint", "incompletedIssues"];
const ADDED: &str = "issueKeysAddedDuringSprint";
const ALL_SUM: &str = "allIssuesEstimateSum";

const SPRINT: [&str; 12] = [
    "id",
    "name",
    "goal",
    "state",
    "startDate",
    "isoStartDate",
    "endDate",
    "isoEndDate",
    "completeDate",
    "isoCompleteDate",
    "activatedDate",
    "isoActivatedDate",
];
const ITEM: [&str; 6] = ["key", "summary", "typeName", "statusName", "estimateStatistic", "currentEstimateStatistic"];

pub(super) fn read(report: &Map<String, Value>, reader: &mut Reader) -> ImportedSprint {
    reader.leave("", report, &["contents", "sprint"]);
    let nothing = Map::new();
    let contents = part(report, "contents", &nothing, reader);
    let sprint = part(report, "sprint", &nothing, reader);
    reader.leave("sprint.", sprint, &SPRINT);
    let id = text(sprint, "id");
    if id.is_empty() && !sprint.is_empty() {
        reader.faults.push("It does not say which sprint it is (\"sprint.id\").".to_owned());
    }
    let mut unit = Unit::default();
    let not_completed = NOT_COMPLETED.into_iter().find(|field| contents.contains_key(*field));
    let lists = Lists {
        completed: items(contents, COMPLETED, true, &mut unit, reader),
        not_completed: items(contents, not_completed.unwrap_or(NOT_COMPLETED[0]), true, &mut unit, reader),
        removed: items(contents, PUNTED, false, &mut unit, reader),
        elsewhere: items(contents, ELSEWHERE, false, &mut unit, reader),
        added: added(contents, reader),
        all: None,
    };
    reader.faults.extend(sums_without_items(contents, &lists));
    let mut notes = unit.note();
    notes.extend(wrong_sums(contents, &lists, unit.other.is_none()));
    let name = if sprint.is_empty() { "The sprint without a name".to_owned() } else { reader.name(sprint, "name") };
    let begins_at = reader.instant(sprint, &["isoStartDate", "startDate"]);
    ImportedSprint {
        format: Format::JiraSprintReport.word().to_owned(),
        id: format!("jira sprint {id}"),
        name,
        goal: some(text(sprint, "goal")),
        state: some(text(sprint, "state")),
        begins_at,
        started_at: reader.instant(sprint, &["isoActivatedDate", "activatedDate"]).or(begins_at),
        ends_at: reader.instant(sprint, &["isoEndDate", "endDate"]),
        closed_at: reader.instant(sprint, &["isoCompleteDate", "completeDate"]),
        lists,
        notes,
        faults: std::mem::take(&mut reader.faults),
    }
}

fn part<'a>(
    report: &'a Map<String, Value>,
    field: &str,
    nothing: &'a Map<String, Value>,
    reader: &mut Reader,
) -> &'a Map<String, Value> {
    report.get(field).and_then(Value::as_object).unwrap_or_else(|| {
        reader.faults.push(format!("It has no part \"{field}\"."));
        nothing
    })
}

/// In what the file estimates: story points are fields that a Jira adds; time and counts of issues are none.
#[derive(Default)]
struct Unit {
    other: Option<String>,
}

impl Unit {
    fn is_points(&mut self, statistic: &Map<String, Value>) -> bool {
        let field = text(statistic, "statFieldId");
        let word = field.to_lowercase();
        let other = word.contains("time") || word.contains("issuecount");
        if other {
            self.other.get_or_insert(field);
        }
        !other
    }

    fn note(&self) -> Vec<String> {
        let words =
            |field| format!("The file estimates in {field} and not in points: its items count without an estimate.");
        self.other.iter().map(words).collect()
    }
}

fn items(
    contents: &Map<String, Value>,
    field: &str,
    needed: bool,
    unit: &mut Unit,
    reader: &mut Reader,
) -> Vec<Listed> {
    let list = reader.list(contents, field, needed);
    list.into_iter().map(|item| read_item(item, unit, reader)).collect()
}

fn read_item(item: &Map<String, Value>, unit: &mut Unit, reader: &mut Reader) -> Listed {
    reader.leave("item.", item, &ITEM);
    let key = text(item, "key");
    let mut estimate = |field: &str| {
        let statistic = item.get(field).and_then(Value::as_object)?;
        let value = statistic.get("statFieldValue").and_then(|value| value.get("value"));
        Some(if unit.is_points(statistic) { reader.points(&key, value) } else { None })
    };
    let (start, now) = (estimate("estimateStatistic"), estimate("currentEstimateStatistic"));
    let points = (start.or(now).flatten(), now.or(start).flatten());
    let words =
        Words { key, title: text(item, "summary"), kind: text(item, "typeName"), status: text(item, "statusName") };
    reader.listed(&words, points)
}

/// `{"POW-2": true}`.
fn added(contents: &Map<String, Value>, reader: &mut Reader) -> BTreeSet<String> {
    let Some(Value::Object(keys)) = contents.get(ADDED) else {
        reader.faults.push(format!("It has no \"{ADDED}\": what was added is unknown."));
        return BTreeSet::new();
    };
    keys.iter().filter(|(_, yes)| **yes == Value::Bool(true)).map(|(key, _)| key.trim().to_owned()).collect()
}

/// A file that was cut down to its sums says what was done, but not by which items: such a sprint is unknown, not empty.
fn sums_without_items(contents: &Map<String, Value>, lists: &Lists) -> Option<String> {
    let all = [&lists.completed, &lists.not_completed, &lists.removed, &lists.elsewhere];
    if all.iter().any(|items| !items.is_empty()) {
        return None;
    }
    let sum = |(field, value): (&String, &Value)| {
        let said = value.get("value").filter(|value| says(value))?.as_f64().filter(|said| *said > 0.0)?;
        field.ends_with("EstimateSum").then(|| format!("It lists no items, but its {field} says {}.", number(said)))
    };
    contents.iter().find_map(sum)
}

/// Jira writes sums beside the items. One that is not the sum of its items is named; the items count.
fn wrong_sums(contents: &Map<String, Value>, lists: &Lists, in_points: bool) -> Vec<String> {
    if !in_points {
        return Vec::new();
    }
    let start = |items: &[Listed]| items.iter().filter_map(|item| item.at_start).sum::<Points>();
    let end = |items: &[Listed]| items.iter().filter_map(|item| item.at_end).sum::<Points>();
    let inside = end(&lists.completed) + end(&lists.not_completed);
    let sums = [
        ("completedIssuesInitialEstimateSum", start(&lists.completed)),
        ("completedIssuesEstimateSum", end(&lists.completed)),
        ("issuesNotCompletedInitialEstimateSum", start(&lists.not_completed)),
        ("issuesNotCompletedEstimateSum", end(&lists.not_completed)),
        ("puntedIssuesInitialEstimateSum", start(&lists.removed)),
        ("puntedIssuesEstimateSum", end(&lists.removed)),
        ("issuesCompletedInAnotherSprintInitialEstimateSum", start(&lists.elsewhere)),
        ("issuesCompletedInAnotherSprintEstimateSum", end(&lists.elsewhere)),
        (ALL_SUM, inside),
    ];
    let wrong = sums.into_iter().filter_map(|(field, found)| {
        // A sum of nothing is written as {"text": "null"}.
        let said = contents.get(field)?.get("value").filter(|value| says(value))?.as_f64()?;
        let differs = (said - found.value()).abs() > 1e-6;
        differs.then(|| format!("The file's {field} says {}; its items add up to {found}, which counts.", number(said)))
    });
    wrong.collect()
}
