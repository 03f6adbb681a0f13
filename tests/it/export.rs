//! Export: a whole team there and back without a byte's difference, and a sheet that no spreadsheet runs.

use crate::ground::{Fixture, fixture, locked, monday};
use crate::support::cli::Shell;
use proptest::prelude::*;
use standfast::app::Standfast;
use standfast::app::item::{NewItem, Place};
use standfast::app::team::NewTeam;
use standfast::domain::points::Points;
use standfast::domain::tables::Table;
use standfast::exchange::input::Input;
use standfast::exchange::json::{TeamFile, write_team};
use standfast::exchange::{Options, open_csv, sheet};
use std::ops::ControlFlow;
use tempfile::TempDir;

pub fn export(team: &Standfast) -> String {
    let mut out = Vec::new();
    write_team(team, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

pub fn empty_team() -> (TempDir, Standfast) {
    let folder = tempfile::tempdir().unwrap();
    let mut team = Standfast::create(&folder.path().join("team.db"), monday(), "fay").unwrap();
    team.found_team(&NewTeam {
        name: "Other".into(),
        prefix: None,
        zone: standfast::domain::zone::Zone::UTC,
        members: vec![],
    })
    .unwrap();
    (folder, team)
}

pub fn take_over(team: &mut Standfast, text: &str) -> standfast::error::Result<String> {
    let mut file = TeamFile::new(Input::of_bytes("team.json", text).unwrap());
    team.import_team(&mut file, &mut |_| ControlFlow::Continue(())).map(|outcome| outcome.said)
}

#[test]
fn the_demo_team_goes_there_and_back_without_a_bytes_difference() {
    let folder = tempfile::tempdir().unwrap();
    let mut demo = Standfast::create(&folder.path().join("demo.db"), monday(), "fay").unwrap();
    demo.play_demo().unwrap();
    let text = export(&demo);
    let (_folder, mut other) = empty_team();
    let said = take_over(&mut other, &text).unwrap();
    assert!(
        said.starts_with("Imported the team of team.json: ") && said.ends_with("Its log stays where it came from.")
    );
    similar(&export(&other), &text);
    assert_eq!(other.team().unwrap(), demo.team().unwrap());
    for sprint in other.sprints().unwrap().into_iter().filter(|sprint| sprint.locked_at.is_some()) {
        assert!(other.verify_contract(sprint.number).unwrap().intact);
    }
    let problems: Vec<_> = other.doctor().unwrap().into_iter().flat_map(|finding| finding.problems).collect();
    assert_eq!(problems, Vec::<String>::new());
    other.add_item(&NewItem { title: "Goes on".into(), place: Place::Top, ..NewItem::default() }).unwrap();
}

#[track_caller]
pub fn similar(left: &str, right: &str) {
    let differs = left.lines().zip(right.lines()).find(|(left, right)| left != right);
    assert_eq!(differs, None);
    assert_eq!(left.len(), right.len());
}

#[test]
fn every_table_is_in_the_export_and_no_column_but_those_of_the_log_is_left_out() {
    let Fixture { folder, team } = locked();
    let text: serde_json::Value = serde_json::from_str(&export(&team)).unwrap();
    let db = rusqlite::Connection::open(folder.path().join("team.db")).unwrap();
    let names: Vec<String> = db
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'item_search%'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    // The log stays; the tally is an index; the pulse says that a standup is on the screen just now.
    let left = ["operation", "change", "tally", "standup_pulse"];
    for name in names.iter().filter(|name| !left.contains(&name.as_str())) {
        assert!(Table::named(name).is_some() && text.get(name).is_some(), "{name} is not exported");
    }
    let into_the_log: Vec<String> = db
        .prepare("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND (c.name LIKE '%\\_in' ESCAPE '\\' OR c.name LIKE '%operation%') AND m.name <> 'change' ORDER BY 1")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(
        into_the_log,
        [
            "change_request.end_in",
            "change_request.points_in",
            "change_request.ruled_in",
            "change_request.start_in",
            "standup.ended_in"
        ],
        "a new column points into the log"
    );
}

#[test]
fn an_export_is_taken_over_only_by_a_team_that_is_empty() {
    let Fixture { mut team, .. } = fixture();
    let text = export(&team);
    let refused = take_over(&mut team, &text).unwrap_err().to_string();
    assert_eq!(
        refused,
        "Only an empty team can take over an export; this one has member (3), item (5), criterion (5). \
         Make a new team with `standfast init NAME --team OTHER`, and import the export there."
    );
}

#[test]
fn one_undo_gives_the_empty_team_back() {
    let Fixture { team, .. } = fixture();
    let (_folder, mut other) = empty_team();
    let before = export(&other);
    take_over(&mut other, &export(&team)).unwrap();
    other.undo(None).unwrap();
    similar(&export(&other), &before);
}

#[test]
fn an_export_that_was_tampered_with_is_refused_whole() {
    let Fixture { team, .. } = locked();
    let text = export(&team);
    let told: Vec<String> = [
        ("\"points\":3.0", "\"points\":-3.0"),
        ("\"points_at_entry\":3.0", "\"points_at_entry\":2.0"),
        ("Payouts recover", "Payouts fail"),
        ("\"assignee\":null", "\"assignee\":77"),
        ("\"item\": [", "\"thing\": ["),
        ("\"kind\":\"story\"", "\"colour\":\"red\""),
        ("\"standfast\": 1", "\"standfast\": 2"),
        ("\"standfast\": 1,", ""),
        ("\"zone\":\"Europe/Berlin\"", "\"zone\":\"Mars/Base\""),
        ("\"number\":1", "\"number\":\"one\""),
        ("\n}\n", ""),
    ]
    .iter()
    .map(|(from, to)| {
        assert!(text.contains(from), "{from}");
        let (_folder, mut other) = empty_team();
        let before = export(&other);
        let error = take_over(&mut other, &text.replacen(from, to, 1)).expect_err(from);
        similar(&export(&other), &before);
        std::iter::once(error.to_string())
            .chain(error.details().iter().map(|detail| format!("  {detail}")))
            .collect::<Vec<_>>()
            .join("\n")
    })
    .collect();
    insta::assert_snapshot!("export_tampered", told.join("\n"));
}

#[test]
fn the_sheet_runs_nothing_and_comes_back_as_it_was() {
    let Fixture { mut team, .. } = fixture();
    let evil = "=HYPERLINK(\"http://x\",\"y\")";
    let new = NewItem {
        title: evil.into(),
        description: "-1+cmd|' /C calc'!A0\n\u{1b}]0;x\u{7}".into(),
        labels: vec!["@sum".into()],
        criteria: vec!["+1".into()],
        ..NewItem::default()
    };
    team.add_item(&new).unwrap();
    let mut out = Vec::new();
    assert_eq!(sheet::write_items(&team, &mut out, str::to_owned).unwrap(), 6);
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let risky = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert!(reader.records().all(|record| !record.unwrap().iter().any(risky)));
    let options = Options::of_zone(standfast::domain::zone::Zone::UTC);
    let edited = String::from_utf8(out).unwrap().replace(",3,", ",5,");
    let mut source = open_csv(Input::of_bytes("sheet.csv", edited).unwrap(), &options).unwrap();
    let report = team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap().value;
    assert_eq!((report.added, report.updated, report.unchanged), (0, 2, 4), "{report:?}");
    assert_eq!(team.item("PAY-1").unwrap().row.points, Points::new(5.0));
    assert_eq!(team.item("PAY-6").unwrap().row.title, evil);
}

#[test]
fn the_command_line_exports_and_takes_over() {
    let shell = Shell::with_team();
    shell.does("item add First --points 3 --criteria a --label api");
    let first = shell.does("export");
    assert_eq!(shell.does("export --to team.json"), "Exported 12 rows to team.json.\n");
    assert_eq!(std::fs::read_to_string(shell.path("team.json")).unwrap(), first);
    assert_eq!(shell.refuses("export --to team.json"), "team.json is there already. Name a new file.\n");
    shell.does("init Other --team other");
    let planned = shell.json("import team.json --team other --dry-run");
    assert_eq!(planned["rows"]["item"], 1);
    assert_eq!(
        shell.does("import team.json --team other"),
        "Imported the team of team.json: 1 item, 3 members, 0 sprints. Its log stays where it came from.\n"
    );
    assert_eq!(shell.does("export --team other"), first);
    assert!(shell.does("export --format csv").starts_with("key,external_key,title,"));
    shell.refuses("export --format csv --json");
}

fn csv(team: &Standfast) -> String {
    let mut out = Vec::new();
    sheet::write_items(team, &mut out, str::to_owned).unwrap();
    String::from_utf8(out).unwrap()
}

/// Texts that have broken a reader of CSV before.
fn hostile() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        ",",
        ";",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\t",
        "'",
        "=1+1",
        "-2",
        "+3",
        "@x",
        "🦀",
        "é",
        " ",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[2J",
        "\\",
        "[x] ",
        "[ ] ",
        "- ",
        "1. ",
        "a",
        "b",
        "sep=;",
        "|",
    ]);
    let long = Just("long ".repeat(2_000));
    let short = proptest::collection::vec(odd, 1..8).prop_map(|parts| parts.concat());
    prop_oneof![20 => short, 1 => long]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]
    #[test]
    fn our_own_csv_comes_back_as_it_was(
        items in proptest::collection::vec(
            (hostile(), hostile(), proptest::collection::vec(hostile(), 0..4), proptest::collection::vec(hostile(), 0..4)),
            1..6,
        ),
    ) {
        let (_here, mut team) = empty_team();
        let mut last = None;
        for (nth, (title, description, labels, criteria)) in items.into_iter().enumerate() {
            let new = NewItem {
                title: format!("{}x", title.replace(['\n', '\r'], " ")),
                description,
                labels,
                criteria: criteria.into_iter().map(|text| text + "x").collect(),
                points: Points::new(0.125 * f64::from(u32::try_from(nth).unwrap())),
                parent: last,
                ..NewItem::default()
            };
            last = Some(team.add_item(&new).unwrap().value);
        }
        let text = csv(&team);
        let (_there, mut other) = empty_team();
        let options = Options::of_zone(standfast::domain::zone::Zone::UTC);
        let mut source = open_csv(Input::of_bytes("sheet.csv", text.clone()).unwrap(), &options).unwrap();
        let report = other.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap().value;
        prop_assert!(report.refused == 0 && report.losses.is_empty(), "{:?}", report);
        prop_assert_eq!(csv(&other), text);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    "[\\PC\u{1b}\u{202e}\t\"\\\\\n',;=+@-]{0,30}".prop_map(|text| format!("x{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_texts_go_there_and_back(items in proptest::collection::vec((any_text(), any_text(), proptest::option::of(0.0..1e9_f64)), 1..6)) {
        let (_here, mut team) = empty_team();
        for (title, description, points) in &items {
            let points = points.and_then(Points::new);
            let new = NewItem { title: title.clone(), description: description.clone(), points, labels: vec![title.clone()], ..NewItem::default() };
            team.add_item(&new).unwrap();
        }
        let text = export(&team);
        let (_there, mut other) = empty_team();
        take_over(&mut other, &text).unwrap();
        prop_assert_eq!(export(&other), text);
    }
}
