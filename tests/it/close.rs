//! Closing a sprint: a disposition for every unfinished item, a frozen report, and nothing that changes it afterwards.

use crate::ground::{Fixture, dump, locked, points};
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::{ItemEdit, Place};
use standfast::app::scope::Ask;
use standfast::domain::blocker::Cause;
use standfast::domain::close::{Closing, Disposition, GoalOutcome, Goes, Reason, Rest};
use standfast::domain::report::Report;
use standfast::domain::scope::RequestKind;
use standfast::domain::sprint::SprintEdit;
use standfast::error::Error;
use standfast::rules::{Op, Refusal, Rule};

fn give(item: &str, goes: Goes, reason: Reason) -> Disposition {
    Disposition { item: item.into(), goes, reason, note: None }
}

fn closing(dispositions: Vec<Disposition>) -> Closing {
    Closing { dispositions, rest: None, goal: GoalOutcome::Partly, note: Some("The bank was late.".into()) }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// Sprint 1 with PAY-1 (3) and PAY-2 (5) committed, PAY-3 (3), PAY-4 (8) and PAY-5 (2) added.
fn full() -> Fixture {
    let mut it = locked();
    for item in ["PAY-3", "PAY-4", "PAY-5"] {
        let ask = Ask {
            kind: RequestKind::Add,
            item: item.into(),
            reason: "A customer waits".into(),
            requested_by: None,
            points: None,
            swap: None,
            accepted_by: Some("ana".into()),
        };
        it.team.request_change(&ask).unwrap();
    }
    it
}

fn figures(report: &Report) -> [(f64, u32); 6] {
    let f = &report.figures;
    [f.committed, f.added, f.removed, f.completed, f.not_completed, f.dropped]
        .map(|figure| (figure.points, figure.count))
}

/// PAY-1 done, PAY-2 next, PAY-3 dropped, PAY-4 split 5 + 3, PAY-5 back to the backlog.
fn closed() -> Fixture {
    let mut it = full();
    it.team.move_item("PAY-1", "done").unwrap();
    it.team.move_item("PAY-4", "doing").unwrap();
    it.team
        .edit_item("PAY-4", &ItemEdit { add_criteria: vec!["In cents too.".into()], ..ItemEdit::default() })
        .unwrap();
    it.team.tick_item("PAY-4", 1, true).unwrap();
    let split = Goes::Split { done: points(5.0), title: Some("Refund cents".into()) };
    let all = vec![
        give("PAY-2", Goes::Next, Reason::Blocked),
        give("PAY-3", Goes::Drop, Reason::Displaced),
        give("PAY-4", split, Reason::Underestimated),
        give("pay-5", Goes::Backlog, Reason::NotStarted),
    ];
    let outcome = it.team.close_sprint(1, &closing(all)).unwrap();
    assert_eq!(
        outcome.said,
        "Closed sprint 1: 8 points in 2 items completed, 8 points in 2 items committed, goal partly met. At the top of the next plan: \
         PAY-2. Back in the backlog: PAY-5. Split: PAY-4 into a finished part and PAY-6. Dropped: PAY-3. The report is \
         frozen."
    );
    it
}

#[test]
fn a_close_lists_every_item_without_a_disposition() {
    let Fixture { folder, mut team } = full();
    let before = dump(&folder.path().join("team.db"));
    team.move_item("PAY-1", "done").unwrap();
    let unfinished: Vec<String> = team.unfinished(1).unwrap().into_iter().map(|row| row.key).collect();
    assert_eq!(unfinished, ["PAY-2", "PAY-3", "PAY-4", "PAY-5"]);
    let said = refusal(team.close_sprint(1, &closing(vec![give("PAY-4", Goes::Next, Reason::Blocked)])));
    assert_eq!(said.rule, Rule::R4);
    assert_eq!(
        said.details,
        [
            "PAY-2 Rotate keys (5 points, todo)",
            "PAY-3 Export ledger (3 points, todo)",
            "PAY-5 Show fees (2 points, todo)"
        ]
    );
    team.undo(None).unwrap();
    assert_eq!(dump(&folder.path().join("team.db")), before, "nothing moved");
}

#[test]
fn dispositions_that_make_no_sense_are_refused() {
    let Fixture { folder: _folder, mut team } = full();
    team.move_item("PAY-1", "done").unwrap();
    let split = |done: Option<f64>| Goes::Split { done: done.and_then(points), title: None };
    for (one, word) in [
        (give("PAY-1", Goes::Next, Reason::Blocked), "PAY-1 is done"),
        (give("PAY-9", Goes::Next, Reason::Blocked), "no item PAY-9"),
        (give("PAY-4", split(Some(8.0)), Reason::Blocked), "leaves nothing to split"),
        (give("PAY-4", split(Some(0.0)), Reason::Blocked), "leaves nothing to split"),
        (give("PAY-4", split(None), Reason::Blocked), "needs the points"),
    ] {
        let rest = Some(Rest { goes: Goes::Backlog, reason: Reason::Other, note: None });
        let said = refusal(team.close_sprint(1, &Closing { rest, ..closing(vec![one]) }));
        assert!(said.to_string().contains(word), "{said}");
    }
    let twice = vec![give("PAY-2", Goes::Next, Reason::Blocked), give("PAY-2", Goes::Drop, Reason::Blocked)];
    assert!(refusal(team.close_sprint(1, &closing(twice))).why.contains("two dispositions"));
    assert_eq!(refusal(team.close_sprint(7, &closing(vec![]))).rule, Rule::L1);
    assert!(team.current_sprint().unwrap().is_some());
}

#[test]
fn every_item_goes_where_it_was_sent_and_the_account_balances() {
    let Fixture { folder: _folder, mut team } = closed();
    let report = team.report(1).unwrap();
    assert_eq!(figures(&report), [(8.0, 2), (13.0, 3), (0.0, 0), (8.0, 2), (10.0, 3), (3.0, 1)]);
    assert_eq!((report.figures.split, report.person_days), (1, Some(23.0)));
    let ratios = report.ratios(true);
    let told = [ratios.scope_change, ratios.completion, ratios.carry_over, ratios.say_do_all, ratios.say_do_committed];
    assert_eq!(told, [Some(13.0 / 8.0), Some(1.0), Some(10.0 / 8.0), Some(1.0), Some(3.0 / 8.0)]);

    let status = |key: &str| team.item(key).unwrap().row;
    assert_eq!((status("PAY-4").points, status("PAY-4").status.as_str()), (points(5.0), "done"));
    let rest = team.item("PAY-6").unwrap();
    assert_eq!((rest.row.title.as_str(), rest.row.points, rest.row.rollovers), ("Refund cents", points(3.0), 1));
    assert_eq!(rest.criteria.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(), ["In cents too."]);
    assert_eq!(team.split_from("PAY-6").unwrap(), Some(("PAY-4".into(), 1)));
    assert_eq!(team.split_into("PAY-4").unwrap(), Some(("PAY-6".into(), 1)));
    assert_eq!(
        (status("PAY-3").status.as_str(), status("PAY-5").rollovers, status("PAY-3").rollovers),
        ("dropped", 1, 0)
    );
    let first: Vec<String> = team.first_to_plan().unwrap().carried.into_iter().map(|row| row.key).collect();
    assert_eq!(first, ["PAY-2", "PAY-6"], "PAY-5 was sent to the backlog");
    let refused = refusal(team.undo(None));
    assert_eq!(refused.rule, Rule::R5);
    for finding in team.doctor().unwrap() {
        assert!(finding.problems.is_empty(), "{}: {:?}", finding.check, finding.problems);
    }
}

#[test]
fn the_next_sprint_takes_an_item_into_its_draft() {
    let Fixture { folder: _folder, mut team } = full();
    team.new_sprint(&SprintEdit::default()).unwrap();
    let rest = Some(Rest { goes: Goes::Next, reason: Reason::Absence, note: None });
    team.close_sprint(1, &Closing { rest, ..closing(vec![]) }).unwrap();
    let inside: Vec<String> = team.sprint_view(2).unwrap().entries.into_iter().map(|entry| entry.item.key).collect();
    assert_eq!(inside, ["PAY-1", "PAY-2", "PAY-3", "PAY-4", "PAY-5"]);
}

#[test]
fn nothing_done_afterwards_changes_a_figure() {
    let Fixture { folder: _folder, mut team } = closed();
    let frozen = team.sealed_report(1).unwrap();
    let view = |team: &Standfast| {
        let view = team.sprint_view(1).unwrap();
        let entries: Vec<_> = view.entries.iter().map(|entry| (entry.item.key.clone(), entry.standing())).collect();
        (view.account, entries, view.capacity, team.velocity().unwrap())
    };
    let before = view(&team);
    team.move_item("PAY-1", "todo").unwrap();
    team.edit_item("PAY-1", &ItemEdit { points: Some(points(13.0)), ..ItemEdit::default() }).unwrap();
    team.drop_items(&["PAY-2"], "Not wanted").unwrap();
    team.move_item("PAY-3", "doing").unwrap();
    team.move_item("PAY-5", "done").unwrap();
    team.rank_items(&["PAY-6", "PAY-1"], &Place::Top).unwrap();
    team.add_absence("ana", "2026-11-24".parse().unwrap(), "2026-12-01".parse().unwrap(), None).unwrap();
    assert!(team.set_team("prefix", "POW").is_err(), "contracts and reports name items by their keys");
    for operation in team.log(&standfast::app::log::LogFilter { limit: 200, ..Default::default() }).unwrap() {
        if matches!(Op::parse(&operation.name), Some(Op::MoveItem | Op::RequestChange | Op::LockSprint)) {
            let _ = team.undo(Some(operation.id));
        }
    }
    assert_eq!(team.sealed_report(1).unwrap(), frozen);
    assert_eq!(view(&team), before);
    assert_eq!(team.verify_report(1).unwrap(), Vec::<String>::new());
    assert!(team.verify_contract(1).unwrap().intact);
}

#[test]
fn a_closed_sprint_holds_against_raw_sql_with_a_forged_operation() {
    let Fixture { folder, team } = closed();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    let close = "(SELECT id FROM operation WHERE name = 'close sprint')";
    for reverts in ["NULL", close, "(SELECT id FROM operation WHERE name = 'lock sprint')"] {
        for sql in [
            "UPDATE sprint SET state = 'locked'",
            "UPDATE sprint SET state = 'draft'",
            "UPDATE sprint SET closed_at = 5",
            "UPDATE sprint SET goal = 'another'",
            "DELETE FROM sprint",
            "UPDATE sprint_report SET text = 'another'",
            "UPDATE sprint_report SET imported_as = 'x'",
            "DELETE FROM sprint_report",
            "INSERT INTO sprint_report (id, sprint, text, sha256, at) SELECT 9, sprint, text, sha256, at FROM sprint_report",
            "UPDATE disposition SET reason = 'other'",
            "UPDATE disposition SET goes = 'next' WHERE goes = 'backlog'",
            "DELETE FROM disposition WHERE goes = 'next'",
            "INSERT INTO disposition (id, sprint, item, goes, reason) VALUES (99, 1, 1, 'next', 'other')",
            "UPDATE sprint_item SET points_at_entry = 1",
            "UPDATE sprint_item SET left_at = 1 WHERE id = 1",
            "DELETE FROM sprint_item WHERE id = 1",
            "INSERT INTO sprint_item (id, sprint, item, entered_at) VALUES (99, 1, 6, 0)",
            "UPDATE contract SET text = 'another'",
            "UPDATE change_request SET reason = 'another'",
            "DELETE FROM item WHERE id = 1",
        ] {
            let forged = format!(
                "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
                SELECT max(id) + 1, 0, 'me', 'forged', {reverts}, (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
            );
            assert!(shell.execute_batch(&forged).is_err(), "{sql} with {reverts}");
            let _ = shell.execute_batch("ROLLBACK");
        }
    }
    // Closing without a report, or with an item left over, is refused by the database itself.
    assert_eq!(dump(&path), before);
}

#[test]
fn the_database_refuses_a_close_without_report_and_dispositions() {
    let Fixture { folder, team } = full();
    drop(team);
    let shell = Connection::open(folder.path().join("team.db")).unwrap();
    let report = "INSERT INTO sprint_report (id, sprint, text, sha256, at) VALUES (1, 1, '{}', printf('%064d', 1), 5)";
    for (sql, rule) in [
        ("UPDATE sprint SET state = 'closed', closed_at = 5".to_owned(), "R5"),
        (format!("{report}; UPDATE sprint SET state = 'closed', closed_at = 5"), "R4"),
    ] {
        let forged = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'close sprint', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
        );
        let error = shell.execute_batch(&forged).unwrap_err().to_string();
        assert!(error.contains(&format!("standfast {rule}")), "{error}");
        let _ = shell.execute_batch("ROLLBACK");
    }
}

#[test]
fn what_is_not_estimated_is_counted_and_never_divided_by() {
    let Fixture { folder: _folder, mut team } = locked();
    let blocker = BlockerEdit {
        text: Some("No keys".into()),
        cause: Some(Cause::Access),
        add_items: vec!["PAY-2".into()],
        ..BlockerEdit::default()
    };
    team.raise_blocker(&blocker).unwrap();
    for item in ["PAY-1", "PAY-2"] {
        let ask = Ask {
            kind: RequestKind::Remove,
            item: item.into(),
            reason: "Not ours".into(),
            requested_by: None,
            points: None,
            swap: None,
            accepted_by: Some("ana".into()),
        };
        team.request_change(&ask).unwrap();
    }
    let report = team.close_sprint(1, &closing(vec![])).unwrap().value;
    assert_eq!(figures(&report), [(8.0, 2), (0.0, 0), (8.0, 2), (0.0, 0), (0.0, 0), (0.0, 0)]);
    assert!(report.blocked.is_empty(), "a removed item holds nothing up");

    let all = ["ready-estimate", "ready-criteria"];
    for setting in all {
        team.set_team(setting, "off").unwrap();
    }
    team.edit_items(&["PAY-1", "PAY-2"], &ItemEdit { points: Some(None), ..ItemEdit::default() }).unwrap();
    let day = |text: &str| text.parse().ok();
    let (goal, name) = (Some("Keys".to_owned()), None);
    team.new_sprint(&SprintEdit {
        goal: Some(goal),
        name: Some(name),
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-12-04")),
    })
    .unwrap();
    team.add_to_sprint(2, &["PAY-1", "PAY-2"]).unwrap();
    let except = standfast::app::sprint::Except { subject: "PAY-2".into(), reason: "Keys come today".into() };
    team.lock_sprint(2, &[except], &[]).unwrap();
    let split = give("PAY-1", Goes::Split { done: None, title: None }, Reason::Dependency);
    let next = give("PAY-2", Goes::Next, Reason::Blocked);
    let report = team.close_sprint(2, &closing(vec![split, next])).unwrap().value;
    assert_eq!(figures(&report), [(0.0, 2), (0.0, 0), (0.0, 0), (0.0, 1), (0.0, 2), (0.0, 0)]);
    assert_eq!(report.figures.not_completed.unestimated, 2);
    assert_eq!((report.ratios(true).completion, report.ratios(false).completion), (None, Some(0.5)));
    assert_eq!(report.blocked.iter().map(|line| line.cause.as_str()).collect::<Vec<_>>(), ["access"]);
    // Sprint 1 completed nothing of 8 points; what sprint 2 completed in points is unknown, which is not zero.
    let velocity = team.velocity().unwrap().unwrap();
    assert_eq!((velocity.median.value(), velocity.sprints), (0.0, 1));
}
