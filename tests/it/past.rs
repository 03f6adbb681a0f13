//! Past sprints from other tools: what becomes a closed sprint, what is refused by name, and that it stands like any other.

use crate::assert_transcript;
use crate::ground::{Fixture, dump, fixture, refused};
use crate::support::cli::Shell;
use proptest::prelude::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use standfast::app::Standfast;
use standfast::app::import::PastTaken;
use standfast::app::log::LogFilter;
use standfast::domain::past::ImportedSprint;
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::Instant;
use standfast::exchange::input::Input;
use standfast::exchange::{Format, recognise, sprints};

pub const KNOWHOW: &str = include_str!("fixtures/knowhow_sprints.json");
const SUMS_ONLY: &str = include_str!("fixtures/dagrisa_sprintreport.json");

fn read(text: &str) -> Vec<ImportedSprint> {
    let mut input = Input::of_bytes("past.json", text).unwrap();
    let format = recognise(&mut input).unwrap();
    sprints::read(input, format, "Europe/Berlin".parse().unwrap()).unwrap().told
}

pub fn take(team: &mut Standfast, text: &str) -> PastTaken {
    team.import_sprints(&read(text)).unwrap().value
}

/// A report as Jira answers it, with one item completed (5, then 8 points) and one left (2 points, came in later).
fn jira() -> Value {
    let points = |value: f64| json!({ "statFieldId": "customfield_10030", "statFieldValue": { "value": value } });
    json!({
        "contents": {
            "completedIssues": [{ "key": "OPS-1", "summary": "Sign in", "typeName": "Story", "statusName": "Done",
                "estimateStatistic": points(5.0), "currentEstimateStatistic": points(8.0) }],
            "issuesNotCompletedInCurrentSprint": [{ "key": "OPS-2", "summary": "Sign out", "typeName": "Bug",
                "statusName": "To Do", "estimateStatistic": points(2.0), "currentEstimateStatistic": points(2.0) }],
            "puntedIssues": [], "issuesCompletedInAnotherSprint": [],
            "completedIssuesEstimateSum": { "value": 8.0, "text": "8.0" },
            "puntedIssuesEstimateSum": { "text": "null" },
            "issueKeysAddedDuringSprint": { "OPS-2": true, "OPS-9": false }
        },
        "sprint": { "id": 12, "name": "Ops 12", "state": "CLOSED", "goal": "",
            "isoStartDate": "2026-10-05T09:00:00+0000", "isoEndDate": "2026-10-16T15:00:00+0000",
            "isoCompleteDate": "2026-10-16T14:30:00+0000", "activatedDate": "None" }
    })
}

/// Jira's report with one value changed.
fn jira_with(pointer: &str, value: Value) -> String {
    let mut report = jira();
    *report.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    report.to_string()
}

#[test]
fn the_command_line_takes_facts_and_names_what_is_none() {
    let shell = Shell::with_team();
    std::fs::write(shell.path("past.json"), KNOWHOW).unwrap();
    std::fs::write(shell.path("sums.json"), SUMS_ONLY).unwrap();
    std::fs::write(shell.path("ops.json"), jira().to_string()).unwrap();
    assert_transcript!(
        shell,
        r#"
        import past.json --dry-run
        velocity
        import past.json
        import past.json
        import sums.json
        import ops.json --format jira-sprint-report
        velocity
        report sprint 1
        report sprint 2 --figure completed
        sprint burndown 1
        scope contract 1
        retro start
        review start 1
        review show 1
        report sprint 1 --format md
        sprint new --goal "Go on" --start 2026-11-23 --end 2026-12-04
        sprint show 3
        doctor
        undo
        undo
        velocity
        "#
    );
}

#[test]
fn one_undo_takes_an_import_back_and_redo_brings_it() {
    let Fixture { folder, mut team } = fixture();
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let told = read(KNOWHOW);
    let taken = take(&mut team, KNOWHOW);
    assert_eq!((taken.added.len(), taken.refused.len()), (1, 2));
    let after = dump(&path);
    let again = team.import_sprints(&told).unwrap();
    assert_eq!((again.value.added.len(), again.value.unchanged.len(), again.operation), (0, 1, None));
    assert_eq!(team.plan_import_sprints(&told).unwrap(), again.value);
    assert_eq!(dump(&path), after);
    team.undo(None).unwrap();
    assert_eq!((dump(&path), team.velocity().unwrap()), (before, None));
    team.redo().unwrap();
    assert_eq!(dump(&path), after);
    for finding in team.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
}

#[test]
fn a_sprint_that_was_taken_stands_even_when_the_file_tells_it_otherwise() {
    let Fixture { mut team, .. } = fixture();
    take(&mut team, &jira().to_string());
    let sealed = team.sealed_report(1).unwrap();
    let other = jira_with("/contents/completedIssues/0/currentEstimateStatistic/statFieldValue/value", json!(13));
    let (rule, _) = refused(team.import_sprints(&read(&other)));
    let reasons = team.plan_import_sprints(&read(&other)).unwrap().refused[0].reasons.join(" ");
    assert!(rule == "X2" && reasons.contains("completed: 8 in 1 item here, 13 in 1 item in the file"), "{reasons}");
    assert_eq!(team.sealed_report(1).unwrap(), sealed);
    // A draft is planned on with the facts; taking them back leaves it as it is.
    let day = |text: &str| text.parse().ok();
    let new =
        SprintEdit { starts_on: Some(day("2026-11-23")), ends_on: Some(day("2026-12-04")), ..SprintEdit::default() };
    team.new_sprint(&new).unwrap();
    let capacity = team.sprint_view(2).unwrap().capacity;
    // Ana 10 days, ben 8, cem 5, in a sprint that completed 8 points.
    assert_eq!((capacity.sample, capacity.focus_factor), (vec!["sprint 1 (imported)".to_owned()], Some(8.0 / 23.0)));
    assert_eq!(team.plan().unwrap().unwrap().past.unwrap().sample("sprint"), "1 sprint, imported");
    // A team may look back on it; then it is more than an import, and that is not taken back.
    team.start_retro(Some(1)).unwrap();
    team.finish_retro(Some("We have just moved")).unwrap();
    let import = team
        .log(&LogFilter { limit: 9, ..LogFilter::default() })
        .unwrap()
        .into_iter()
        .find(|op| op.name == "import sprints")
        .unwrap();
    assert_eq!(refused(team.undo(Some(import.id))).0, "A1");
    assert_eq!(team.sealed_report(1).unwrap(), sealed);
}

#[test]
fn what_cannot_be_a_fact_is_refused_with_every_reason() {
    let Fixture { folder, mut team } = fixture();
    let before = dump(&folder.path().join("team.db"));
    let completed = "/contents/completedIssues/0";
    let estimate = format!("{completed}/currentEstimateStatistic/statFieldValue/value");
    let twice = json!([{ "key": "OPS-1" }]);
    let mut told = Vec::new();
    for (pointer, value) in [
        ("/sprint/state", json!("ACTIVE")),
        ("/sprint/isoCompleteDate", json!("None")),
        ("/sprint/isoCompleteDate", json!("soon")),
        ("/sprint/isoCompleteDate", json!("06/09/2024")),
        ("/sprint/isoCompleteDate", json!("2026-10-01T00:00:00+0000")),
        ("/sprint/isoCompleteDate", json!("2027-10-01T00:00:00+0000")),
        ("/sprint/isoEndDate", json!("2026-10-01T00:00:00+0000")),
        ("/sprint/isoStartDate", json!(i64::MIN)),
        ("/sprint/isoEndDate", json!("0001-10-01T00:00:00+0000")),
        ("/sprint/id", json!(null)),
        ("/sprint/name", json!("")),
        ("/sprint", json!([])),
        ("/contents/completedIssues", json!({})),
        ("/contents/completedIssues", json!(["OPS-1"])),
        ("/contents/puntedIssues", twice.clone()),
        ("/contents/completedIssues", json!([jira()["contents"]["completedIssues"][0], { "key": "OPS-1" }])),
        ("/contents/issueKeysAddedDuringSprint", json!(null)),
        (&format!("{completed}/key"), json!("")),
        (&format!("{completed}/key"), json!("K".repeat(300))),
        (&estimate, json!(-3)),
        (&estimate, json!("many")),
        (&estimate, json!(1e12)),
    ] {
        let sprints = read(&jira_with(pointer, value.clone()));
        let taken = team.plan_import_sprints(&sprints).unwrap();
        assert!(taken.added.is_empty(), "{pointer} = {value}");
        assert_eq!(refused(team.import_sprints(&sprints)).0, "X2");
        let reasons = taken.refused[0].reasons.join(" ");
        told.push(format!("{pointer} = {:.40}\n    {reasons:.200}", value.to_string()));
    }
    assert_eq!(dump(&folder.path().join("team.db")), before);
    insta::assert_snapshot!("past_refused", told.join("\n"));
}

#[test]
fn sums_without_items_are_no_sprint_of_nothing() {
    let Fixture { mut team, .. } = fixture();
    let mut report = jira();
    for list in ["completedIssues", "issuesNotCompletedInCurrentSprint"] {
        report["contents"][list] = json!([]);
    }
    report["contents"]["issueKeysAddedDuringSprint"] = json!({});
    let taken = team.plan_import_sprints(&read(&report.to_string())).unwrap();
    assert_eq!(taken.refused[0].reasons, ["It lists no items, but its completedIssuesEstimateSum says 8."]);
    report["contents"]["completedIssuesEstimateSum"] = json!({ "text": "null" });
    assert_eq!(team.plan_import_sprints(&read(&report.to_string())).unwrap().refused.len(), 0);
}

#[test]
fn what_must_be_known_about_the_figures_is_noted() {
    let Fixture { mut team, .. } = fixture();
    let note = |team: &mut Standfast, text: String| {
        let taken = take(team, &text);
        let (notes, figures) = (taken.added[0].notes.join(" "), taken.added[0].figures);
        team.undo(None).unwrap();
        (notes, figures)
    };
    let (plain, figures) = note(&mut team, jira().to_string());
    assert_eq!(plain, "Person-days are 23: the team's members and calendar, as they are known here.");
    assert_eq!((figures.committed.points, figures.reestimated, figures.completed.points), (5.0, 3.0, 8.0));
    let (sum, _) = note(&mut team, jira_with("/contents/completedIssuesEstimateSum/value", json!(12.0)));
    assert!(sum.starts_with("The file's completedIssuesEstimateSum says 12; its items add up to 8, which counts."));
    let (gone, figures) = note(&mut team, jira_with("/contents/issueKeysAddedDuringSprint", json!({ "OPS-7": true })));
    assert!(gone.starts_with("OPS-7 is said to have come in but is in no list"), "{gone}");
    assert_eq!(figures.added.count, 0);
    let (day, _) = note(&mut team, jira_with("/sprint/isoEndDate", json!("2026-10-19T09:00:00+0000")));
    assert!(
        day.starts_with("It ends no later in the day than it begins: 2026-10-18 is taken as its last day."),
        "{day}"
    );
    // Hours are no points: the item counts, without an estimate.
    let field = "/contents/completedIssues/0/currentEstimateStatistic/statFieldId";
    let (hours, figures) = note(&mut team, jira_with(field, json!("timeoriginalestimate")));
    assert!(hours.starts_with("The file estimates in timeoriginalestimate and not in points"), "{hours}");
    assert_eq!((figures.completed.points, figures.completed.unestimated), (0.0, 1));
    let mut unknown = jira();
    unknown["sprint"].as_object_mut().unwrap().remove("isoStartDate");
    let (days, _) = note(&mut team, unknown.to_string());
    assert_eq!(days, "Person-days are unknown: nobody is known to have been in the team then.");
}

#[test]
fn several_reports_may_stand_in_one_file() {
    let Fixture { mut team, .. } = fixture();
    let other = jira_with("/sprint/id", json!(11)).replace("2026-10-16T14", "2026-10-15T14");
    for text in [format!("[{},{other}]", jira()), format!("{}\n{other}\n", jira())] {
        let taken = take(&mut team, &text);
        let ids: Vec<&str> = taken.added.iter().map(|sprint| sprint.id.as_str()).collect();
        assert_eq!(ids, ["jira sprint 11", "jira sprint 12"], "the first that closed comes first");
        team.undo(None).unwrap();
    }
    let twice = take(&mut team, &format!("[{0},{0}]", jira()));
    assert_eq!((twice.added.len(), twice.refused.len()), (1, 1));
    for text in ["[]", "[1]", "{\"contents\": 1", "\"x\""] {
        let input = Input::of_bytes("past.json", text).unwrap();
        assert!(sprints::read(input, Format::JiraSprintReport, standfast::domain::zone::Zone::UTC).is_err(), "{text}");
    }
}

#[test]
fn raw_sql_brings_no_sprint_into_the_past_and_changes_none_that_is() {
    let Fixture { folder, mut team } = fixture();
    take(&mut team, &jira().to_string());
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let report = "INSERT INTO sprint_report (id, sprint, imported_as, text, sha256, at)
        SELECT 9, 9, 'jira sprint 99', text, sha256, at FROM sprint_report";
    let draft = "INSERT INTO sprint (id, number, state, created_at) VALUES (9, 9, 'draft', 0)";
    for sql in [
        format!("{draft}; {report}"),
        format!("{draft}; {report}; UPDATE sprint SET state = 'closed', closed_at = 1 WHERE id = 9"),
        format!("{draft}; UPDATE sprint SET state = 'closed', closed_at = 1 WHERE id = 9"),
        "INSERT INTO sprint (id, number, state, created_at, closed_at) VALUES (9, 9, 'closed', 0, 1)".into(),
        "UPDATE sprint SET state = 'draft'".into(),
        "UPDATE sprint SET name = 'other'".into(),
        "UPDATE sprint SET closed_at = 1".into(),
        "UPDATE sprint_report SET text = 'other'".into(),
        "UPDATE sprint_report SET imported_as = NULL".into(),
        "DELETE FROM sprint_report".into(),
        "DELETE FROM sprint".into(),
        "INSERT INTO sprint_item (id, sprint, item, entered_at) VALUES (9, 1, 1, 0)".into(),
    ] {
        let error = shell.execute_batch(&sql).expect_err(&sql);
        assert!(error.to_string().contains("standfast"), "{sql}: {error}");
        let forged = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'new sprint', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
        );
        let done = shell.execute_batch(&forged);
        let _ = shell.execute_batch("ROLLBACK");
        assert!(done.is_err(), "{sql} with a forged operation");
    }
    // Not even an operation that says it imports leaves a report beside a sprint that is not closed.
    let half = format!(
        "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'import sprints', (SELECT max(id) + 1 FROM change), 0 FROM operation;
        {draft}; {report}; UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0; COMMIT"
    );
    let error = shell.execute_batch(&half).expect_err("half an import");
    assert!(error.to_string().contains("a report is made when its sprint closes"), "{error}");
    let _ = shell.execute_batch("ROLLBACK");
    assert_eq!(dump(&path), before);
}

/// A value as no tool should write it.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e300..1e300_f64).prop_map(Value::from),
        "[\\PC\u{1b}\u{202e}]{0,20}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{ "key": "OPS-1" }, 3])),
    ]
}

/// Every place in a value, outermost first.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| places(inner, &format!("{at}/{key}"), found)),
        Value::Array(list) => list.iter().enumerate().for_each(|(n, inner)| places(inner, &format!("{at}/{n}"), found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_file_says_a_sprint_is_refused_or_balances(changes in prop::collection::vec((any::<prop::sample::Index>(), odd()), 1..4)) {
        let knowhow: Value = serde_json::from_str(KNOWHOW).unwrap();
        for (mut file, format) in [(jira(), Format::JiraSprintReport), (knowhow[0].clone(), Format::KnowhowSprints)] {
            for (at, value) in &changes {
                let mut found = Vec::new();
                places(&file, "", &mut found);
                *file.pointer_mut(&found[at.index(found.len())]).unwrap() = value.clone();
            }
            let input = Input::of_bytes("past.json", file.to_string()).unwrap();
            let Ok(past) = sprints::read(input, format, "America/Sao_Paulo".parse().unwrap()) else { continue };
            for told in past.told {
                let report = told.report("Ops", 1, standfast::domain::zone::Zone::UTC, None);
                if !told.objections(Instant(1_800_000_000_000)).is_empty() {
                    continue;
                }
                let f = report.figures;
                let came = f.committed.points + f.added.points + f.reestimated - f.removed.points;
                let became = f.completed.points + f.not_completed.points;
                prop_assert!((came - became).abs() < 1e-6, "{came} came, {became} became");
                let count = f.committed.count + f.added.count - f.removed.count;
                prop_assert_eq!(count, f.completed.count + f.not_completed.count);
            }
        }
    }
}
