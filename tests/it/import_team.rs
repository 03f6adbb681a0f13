//! What an import makes of a team: items, what is named as lost, what a second import changes, what undo takes back.

use crate::ground::{Fixture, dump, fixture, locked, monday};
use crate::real_data::find as shared;
use standfast::app::Standfast;
use standfast::app::change::Outcome;
use standfast::app::import::{ImportReport, Importing};
use standfast::app::item::ItemEdit;
use standfast::domain::item::Class;
use standfast::domain::points::Points;
use standfast::domain::time::Instant;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use std::ops::ControlFlow;
use std::path::Path;

const BACKLOG: &str = "\
Issue key,Issue id,Summary,Issue Type,Status,Status Category,Story Points,Assignee,Labels,Labels,Sprint,Sprint,Parent,Inward issue link (Blocks),Created,Resolved,Priority
OPS-1,101,Sign in,Epic,To Do,To Do,,ana,,,,,,,2026-11-01 09:00,,High
OPS-2,102,Sign in by mail,Story,In Review,In Progress,3,Ben ,api,web,Sprint 1,Sprint 2,101,OPS-4,2026-11-02 09:00,,
OPS-3,103,Mail arrives twice,Bug,Done,Done,2,zoe,,,Sprint 1,,101,,2026-11-03 09:00,2026-11-12 17:00,
OPS-4,104,Choose a provider,Spike,Closed,Done,1,,,,,,,,2026-11-04 09:00,,
OPS-5,105,,Story,To Do,To Do,5,,,,,,,,,,
OPS-2,106,Sign in again,Story,To Do,To Do,8,,,,,,,,,,
OPS-6,107,Sign out,Story,To Do,To Do,-3,,,,,,999,OPS-6,,,
";

fn import(team: &mut Standfast, text: &str) -> Outcome<ImportReport> {
    let mut source = open_csv(Input::of_bytes("backlog.csv", text).unwrap(), &options(team)).unwrap();
    team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap()
}

fn options(team: &Standfast) -> Options {
    Options::of_zone(team.zone())
}

#[test]
fn a_parent_is_found_by_its_title_and_a_person_beside_their_mail() {
    let Fixture { mut team, .. } = fixture();
    let csv = "key,title,parent,owner,assigned_to,creator\n\
        N-1,Sign in,,ben,,ben\n\
        N-2,By mail, sign in,ben,Ana <ana@example.org>,ben\n\
        N-3,By phone,Sign in,,,ben\n\
        N-4,Twice,,,,\nN-5,Twice,,,,\nN-6,Lost,Twice,,,\n";
    let report = import(&mut team, csv).value;
    let parent = |team: &Standfast, key: &str| team.item(key).unwrap().parent.map(|link| link.title);
    assert_eq!(parent(&team, "N-3").as_deref(), Some("Sign in"));
    assert_eq!((parent(&team, "N-2"), parent(&team, "N-6")), (None, None));
    let assignee = |key: &str| team.item(key).unwrap().row.assignee;
    assert_eq!((assignee("N-1"), assignee("N-2").map(|name| name.to_lowercase())), (None, Some("ana".to_owned())));
    let lost: Vec<_> = report.losses.iter().map(|loss| format!("{}: {}", loss.name, loss.reason)).collect();
    assert!(lost.contains(&"parent: several items have this title".to_owned()), "{lost:?}");
    assert!(lost.contains(&"owner: column not taken".to_owned()), "{lost:?}");
}

fn told(report: &ImportReport) -> String {
    let refused = report.refused_rows.iter().map(|row| format!("line {}: {}", row.line, row.reason));
    let losses = report.losses.iter().map(|loss| format!("{}: {} ({})", loss.name, loss.reason, loss.count));
    let statuses = report.statuses.iter().map(|word| format!("{} -> {} ({})", word.from, word.to, word.count));
    let counts = format!(
        "{} rows: {} added, {} updated, {} unchanged, {} refused; changed {:?}",
        report.rows, report.added, report.updated, report.unchanged, report.refused, report.changed_fields
    );
    [counts].into_iter().chain(refused).chain(losses).chain(statuses).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_import_makes_items_and_names_what_it_does_not_take() {
    let Fixture { mut team, .. } = fixture();
    let outcome = import(&mut team, BACKLOG);
    assert_eq!(outcome.said, "Imported backlog.csv: 5 added, 0 updated, 0 unchanged. 2 rows were refused.");
    insta::assert_snapshot!("import_team_report", told(&outcome.value));
    let item = team.item("ops-2").unwrap();
    assert_eq!((item.row.key.as_str(), item.row.status.as_str()), ("PAY-7", "review"));
    assert_eq!(
        (item.labels, item.outside_sprints),
        (vec!["api".into(), "web".into()], vec!["Sprint 1".into(), "Sprint 2".into()])
    );
    assert_eq!(item.row.assignee.as_deref(), Some("ben"));
    assert_eq!(item.parent.map(|link| link.key).as_deref(), Some("PAY-6"));
    assert_eq!(item.depends_on.iter().map(|link| link.key.as_str()).collect::<Vec<_>>(), ["PAY-9"]);
    assert_eq!(item.created_at.rfc3339(), "2026-11-02T08:00:00Z");
    let bug = team.item("OPS-3").unwrap();
    assert_eq!(
        (bug.row.class, bug.row.assignee, bug.ended_at.map(Instant::rfc3339)),
        (Class::Finished, None, Some("2026-11-12T16:00:00Z".into()))
    );
    assert_eq!(team.item("OPS-6").unwrap().row.points, None);
}

#[test]
fn a_dry_run_tells_the_same_and_changes_nothing() {
    let Fixture { folder, mut team } = fixture();
    let before = dump(&folder.path().join("team.db"));
    let mut source = open_csv(Input::of_bytes("backlog.csv", BACKLOG).unwrap(), &options(&team)).unwrap();
    let planned = team.plan_import(&mut source, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(dump(&folder.path().join("team.db")), before);
    assert_eq!(planned, import(&mut team, BACKLOG).value);
}

#[test]
fn a_second_import_adds_nothing_twice_and_says_what_changed() {
    let Fixture { folder, mut team } = fixture();
    import(&mut team, BACKLOG);
    let first = dump(&folder.path().join("team.db"));
    let again = import(&mut team, BACKLOG);
    assert_eq!((again.value.added, again.value.updated, again.value.unchanged), (0, 0, 5));
    assert_eq!(again.operation, None);
    assert_eq!(dump(&folder.path().join("team.db")), first);
    team.edit_item(
        "OPS-1",
        &ItemEdit { points: Some(Points::new(8.0)), add_labels: vec!["ours".into()], ..ItemEdit::default() },
    )
    .unwrap();
    team.move_item("OPS-2", "doing").unwrap();
    team.drop_items(&["OPS-6"], "not ours").unwrap();
    let changed = BACKLOG
        .replace("Sign in by mail", "Sign in by post")
        .replace("OPS-4,104,Choose a provider,Spike,Closed,Done,1", "OPS-4,104,Choose a provider,Spike,Closed,Done,2")
        .replace("api,web,Sprint 1,Sprint 2,101", "api,ui,Sprint 1,Sprint 2,103");
    let changed = import(&mut team, &changed).value;
    assert_eq!((changed.added, changed.updated, changed.unchanged), (0, 2, 3));
    insta::assert_snapshot!(format!("{:?}", changed.changed_fields), @r#"{"labels": 1, "parent": 1, "points": 1, "title": 1}"#);
    let item = team.item("OPS-2").unwrap();
    assert_eq!((item.row.title.as_str(), item.row.status.as_str()), ("Sign in by post", "doing"));
    assert_eq!(item.labels, ["api", "ui", "web"]);
    assert_eq!(team.item("OPS-1").unwrap().row.points, Points::new(8.0));
    assert_eq!(team.item("OPS-6").unwrap().row.class, Class::Dropped);
}

#[test]
fn one_undo_takes_the_whole_import_back_and_redo_brings_it_again() {
    let Fixture { folder, mut team } = fixture();
    let path = folder.path().join("team.db");
    let before = dump(&path);
    import(&mut team, BACKLOG);
    let after = dump(&path);
    team.undo(None).unwrap();
    assert_eq!(dump(&path), before);
    team.redo().unwrap();
    assert_eq!(dump(&path), after);
}

#[test]
fn the_journal_and_the_triggers_are_what_row_by_row_would_have_left() {
    let Fixture { folder, mut team } = fixture();
    let db = rusqlite::Connection::open(folder.path().join("team.db")).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1";
    let before = texts(schema);
    let operation = import(&mut team, BACKLOG).operation.unwrap();
    assert_eq!(texts(schema), before);
    let mut written = Vec::new();
    let new_items = "external_key IS NOT NULL";
    for (table, item, new) in [
        ("item", "'-'", new_items),
        ("item_label", "item", "1"),
        ("outside_sprint", "item", "1"),
        ("dependency", "item", "1"),
    ] {
        written.extend(texts(&format!("SELECT '{table} ' || id || ' I ' || {item} FROM {table} WHERE {new}")));
    }
    written.sort();
    let journal = texts(&format!(
        "SELECT tbl || ' ' || row || ' ' || kind || ' ' || coalesce(item, '-') FROM change
         WHERE operation = {operation} AND kind = 'I' ORDER BY 1"
    ));
    assert_eq!(journal, written);
    let counted = "SELECT status || ' ' || count(*) FROM item GROUP BY status ORDER BY status";
    assert_eq!(texts("SELECT status || ' ' || items FROM tally WHERE items > 0 ORDER BY status"), texts(counted));
    db.execute("INSERT INTO item_search (item_search, rank) VALUES ('integrity-check', 1)", []).unwrap();
    assert!(team.doctor().unwrap().iter().all(|finding| finding.problems.is_empty()));
}

#[test]
fn breaking_off_changes_nothing() {
    let Fixture { folder, mut team } = fixture();
    let before = dump(&folder.path().join("team.db"));
    let rows: Vec<String> = (0..2000).map(|n| format!("K-{n},Row {n}\n")).collect();
    let csv = format!("key,title\n{}", rows.concat());
    let mut source = open_csv(Input::of_bytes("long.csv", csv.as_str()).unwrap(), &options(&team)).unwrap();
    let mut looks: Vec<Importing> = Vec::new();
    let mut watch = |importing: Importing| {
        looks.push(importing);
        if importing.rows >= 1000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let error = team.import_items(&mut source, &mut watch).unwrap_err();
    assert_eq!(error.to_string(), "The import was broken off. Nothing was changed.");
    assert_eq!(looks.iter().map(|look| look.rows).collect::<Vec<_>>(), [500, 1000]);
    assert!(looks.iter().all(|look| look.file.total == csv.len() as u64 && look.file.read > 0));
    assert_eq!(dump(&folder.path().join("team.db")), before);
}

#[test]
fn the_estimate_of_an_item_in_a_locked_sprint_waits_for_a_change_request() {
    let Fixture { mut team, .. } = locked();
    let csv =
        "external_key,key,title,points,status\nOUT-1,PAY-1,Retry webhooks,13,doing\n,PAY-3,Export ledger,5,todo\n";
    let report = import(&mut team, csv).value;
    insta::assert_snapshot!(told(&report), @r#"
    2 rows: 0 added, 2 updated, 0 unchanged, 0 refused; changed {"points": 1, "status": 1}
    points: its item is in locked sprint 1, where estimates change only through a change request (1)
    doing -> doing (1)
    todo -> todo (1)
    "#);
    assert_eq!(team.item("PAY-1").unwrap().row.points, Points::new(3.0));
    assert!(team.verify_contract(1).unwrap().intact);
}

#[test]
fn rows_without_keys_are_known_again_by_their_titles() {
    let Fixture { mut team, .. } = fixture();
    let csv = "title,points\nRun acceptance tests,1\nRun acceptance tests,2\nWrite docs,\n";
    assert_eq!(import(&mut team, csv).value.added, 3);
    let again = import(&mut team, &csv.replace("docs,", "docs,3")).value;
    assert_eq!((again.added, again.updated, again.unchanged), (0, 1, 2));
}

#[test]
fn a_key_with_the_teams_own_prefix_keeps_its_number_where_it_is_free() {
    let Fixture { mut team, .. } = fixture();
    let report = import(&mut team, "key,title\nPAY-40,Forty\nX-1,Next\nPAY-2,Two\n").value;
    assert_eq!(team.item("PAY-40").unwrap().row.title, "Forty");
    assert_eq!(team.item("X-1").unwrap().row.key, "PAY-41");
    assert_eq!(team.item("PAY-42").unwrap().row.external_key.as_deref(), Some("PAY-2"));
    assert_eq!(
        told(&report).lines().last(),
        Some("key: another item of the team has this key already: it has a new one beside it (1)")
    );
}

#[test]
fn circles_and_links_to_nowhere_are_named() {
    let Fixture { mut team, .. } = fixture();
    let csv = "key,title,parent,depends_on\nA-1,One,A-2,A-3\nA-2,Two,A-1,\nA-3,Three,A-9,A-1\nA-4,Four,A-4,PAY-1\n";
    let report = import(&mut team, csv).value;
    insta::assert_snapshot!(told(&report), @r#"
    4 rows: 4 added, 0 updated, 0 unchanged, 0 refused; changed {}
    parent: would make a circle of parents (1)
    parent: no such item in the file or in the team (1)
    depends_on: would make a circle of dependencies (1)
    parent: an item cannot be linked to itself (1)
    "#);
    assert_eq!(team.item("A-4").unwrap().depends_on[0].key, "PAY-1");
}

#[test]
fn nine_jira_exports_and_seven_backlogs_of_real_teams_come_in_and_again_change_nothing() {
    let Some(folder) = shared("jira_csv") else { return };
    let files = [folder.clone(), folder.with_file_name("storypoints")];
    for path in files.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path()) {
        let temp = tempfile::tempdir().unwrap();
        let mut team = team_at(temp.path());
        let first = import_file(&mut team, &path);
        assert_eq!((first.refused, first.added), (0, first.rows), "{}", path.display());
        let again = import_file(&mut team, &path);
        assert_eq!((again.unchanged, again.updated), (first.rows, 0), "{}: {:?}", path.display(), again.changed_fields);
    }
}

fn team_at(folder: &Path) -> Standfast {
    let mut team = Standfast::create(&folder.join("team.db"), monday(), "fay").unwrap();
    let new = standfast::app::team::NewTeam {
        name: "Real".into(),
        prefix: None,
        zone: standfast::domain::zone::Zone::UTC,
        members: vec![],
    };
    team.found_team(&new).unwrap();
    team
}

fn import_file(team: &mut Standfast, path: &Path) -> ImportReport {
    let mut source = open_csv(Input::open(path).unwrap(), &options(team)).unwrap();
    team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap().value
}
