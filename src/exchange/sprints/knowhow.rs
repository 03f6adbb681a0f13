//! A sprint as Knowhow keeps it (`sprint_details`): four lists of items, the keys that came in later, and all of them again.

use super::{Reader, Words, some, text};
use crate::domain::past::{ImportedSprint, Listed, Lists};
use crate::exchange::Format;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

const SPRINT: [&str; 14] = [
    "sprintID",
    "sprintName",
    "originalSprintId",
    "state",
    "goal",
    "startDate",
    "endDate",
    "completeDate",
    "activatedDate",
    "completedIssues",
    "notCompletedIssues",
    "puntedIssues",
    "completedIssuesAnotherSprint",
    "addedIssues",
];
const ITEM: [&str; 4] = ["number", "status", "typeName", "storyPoints"];

pub(super) fn read(sprint: &Map<String, Value>, reader: &mut Reader) -> ImportedSprint {
    let mut known = SPRINT.to_vec();
    known.push("totalIssues");
    reader.leave("sprint.", sprint, &known);
    let name = reader.name(sprint, "sprintName");
    let jira = text(sprint, "originalSprintId");
    let id = if jira.is_empty() { text(sprint, "sprintID") } else { jira };
    if id.is_empty() {
        reader.faults.push("It has no id (\"originalSprintId\"), so it could be imported twice.".to_owned());
    }
    let lists = Lists {
        completed: items(sprint, "completedIssues", true, reader),
        not_completed: items(sprint, "notCompletedIssues", true, reader),
        removed: items(sprint, "puntedIssues", false, reader),
        elsewhere: items(sprint, "completedIssuesAnotherSprint", false, reader),
        added: added(sprint, reader),
        all: sprint.get("totalIssues").map(|_| again(sprint, reader)),
    };
    let begins_at = reader.instant(sprint, &["startDate"]);
    ImportedSprint {
        format: Format::KnowhowSprints.word().to_owned(),
        id: format!("jira sprint {id}"),
        name,
        goal: some(text(sprint, "goal")),
        state: some(text(sprint, "state")),
        begins_at,
        started_at: reader.instant(sprint, &["activatedDate"]).or(begins_at),
        ends_at: reader.instant(sprint, &["endDate"]),
        closed_at: reader.instant(sprint, &["completeDate"]),
        lists,
        notes: vec![
            "The file has one estimate for each item: what was re-estimated in the sprint is unknown.".to_owned(),
        ],
        faults: std::mem::take(&mut reader.faults),
    }
}

fn items(sprint: &Map<String, Value>, field: &str, needed: bool, reader: &mut Reader) -> Vec<Listed> {
    let list = reader.list(sprint, field, needed);
    list.into_iter()
        .map(|item| {
            reader.leave("item.", item, &ITEM);
            read_item(item, reader)
        })
        .collect()
}

/// The items once more: only to compare, so that nothing of them is counted as left out twice.
fn again(sprint: &Map<String, Value>, reader: &mut Reader) -> Vec<Listed> {
    let list = reader.list(sprint, "totalIssues", true);
    list.into_iter().map(|item| read_item(item, reader)).collect()
}

fn read_item(item: &Map<String, Value>, reader: &mut Reader) -> Listed {
    let key = text(item, "number");
    let points = reader.points(&key, item.get("storyPoints"));
    let words = Words { key, title: String::new(), kind: text(item, "typeName"), status: text(item, "status") };
    reader.listed(&words, (points, points))
}

fn added(sprint: &Map<String, Value>, reader: &mut Reader) -> BTreeSet<String> {
    let Some(Value::Array(keys)) = sprint.get("addedIssues") else {
        reader.faults.push("It has no list \"addedIssues\": what was added is unknown.".to_owned());
        return BTreeSet::new();
    };
    let added: BTreeSet<String> = keys.iter().filter_map(Value::as_str).map(|key| key.trim().to_owned()).collect();
    if keys.iter().any(|key| !key.is_string()) {
        reader.faults.push("Its list \"addedIssues\" holds something else than keys.".to_owned());
    }
    added
}
