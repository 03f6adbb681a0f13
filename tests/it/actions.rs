//! Actions between the retros, and the database's own guards: an action, a ruling and a retro do not vanish, and what
//! they say does not change, for raw SQL and forged operations as well.

use crate::ground::{Fixture, dump, refused};
use crate::retro::{begun, new_action, next_sprint};
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::action::{NewAction, RuleOnAction};
use standfast::app::review::Showing;
use standfast::clock::Clock;
use standfast::domain::action::{ActionRuling, carried_in_words};
use standfast::domain::review::Verdict;
use standfast::domain::time::Instant;

/// Retro 1 held with A1 and A2; retro 2 under way, where A1 worked and A2 waits.
pub fn in_the_second_retro() -> Fixture {
    let mut fixture = begun();
    let team = &mut fixture.team;
    team.add_note("did not", "Reviews wait", None).unwrap();
    team.vote(1, Some("ben")).unwrap();
    team.commit_action(&NewAction { note: Some(1), ..new_action("Pair on reviews") }).unwrap();
    team.commit_action(&new_action("Deploy on Tuesdays")).unwrap();
    team.put_off("Shorter standups", None).unwrap();
    team.finish_retro(None).unwrap();
    team.start_review(Some(1), &["Mara".into()]).unwrap();
    let showing = Showing { feedback: vec!["Show it".into()], verdict: Some(Verdict::Accepted), ..Showing::default() };
    team.show_item("PAY-1", &showing).unwrap();
    team.finish_review().unwrap();
    next_sprint(team, "PAY-3");
    team.start_retro(None).unwrap();
    team.rule_on_action(1, &RuleOnAction::new(ActionRuling::Worked)).unwrap();
    fixture
}

/// Each would make an action, a ruling or a meeting vanish or say something else.
const ATTEMPTS: &[&str] = &[
    "DELETE FROM retro_action WHERE id = 2",
    "DELETE FROM retro_action WHERE id = 1",
    "UPDATE retro_action SET id = 9 WHERE id = 2",
    "UPDATE retro_action SET number = 9 WHERE id = 2",
    "UPDATE retro_action SET retro = 2 WHERE id = 2",
    "UPDATE retro_action SET text = 'another' WHERE id = 2",
    "UPDATE retro_action SET owner = 2 WHERE id = 2",
    "UPDATE retro_action SET due = '2027-12-31' WHERE id = 2",
    "UPDATE retro_action SET shows = 'nothing' WHERE id = 2",
    "UPDATE retro_action SET note = NULL WHERE id = 1",
    "UPDATE retro_action SET committed_at = 1 WHERE id = 2",
    "UPDATE retro_action SET done_at = 1 WHERE id = 1",
    "UPDATE retro_action SET done_at = NULL WHERE id = 1",
    "UPDATE OR REPLACE retro_action SET rowid = 2 WHERE id = 1",
    "INSERT OR REPLACE INTO retro_action (id, number, retro, text, owner, due, shows, committed_at)
        SELECT id, number, retro, text, owner, due, shows, committed_at FROM retro_action WHERE id = 2",
    "INSERT INTO retro_action (id, number, retro, text, owner, due, shows, committed_at)
        VALUES (9, 9, 2, 'x', 1, '2026-12-31', 'y', 0)",
    "INSERT INTO retro_action (id, number, retro, text, owner, due, shows, committed_at)
        VALUES (9, 9, 1, 'x', 1, '2026-12-31', 'y', 0)",
    "UPDATE action_ruling SET ruling = 'no effect'",
    "UPDATE action_ruling SET action = 2",
    "UPDATE action_ruling SET reason = 'another'",
    "DELETE FROM action_ruling",
    "INSERT INTO action_ruling (id, action, retro, ruling, ruled_by, ruled_at) VALUES (9, 1, 2, 'no effect', 'me', 0)",
    "INSERT INTO action_ruling (id, action, retro, ruling, ruled_by, ruled_at) VALUES (9, 2, 2, 'worked', 'me', 0)",
    "INSERT INTO action_ruling (id, action, retro, ruling, reason, ruled_by, ruled_at)
        VALUES (9, 2, 1, 'dropped', 'x', 'me', 0)",
    "DELETE FROM retro",
    "UPDATE retro SET finished_at = NULL WHERE id = 1",
    "UPDATE retro SET finished_at = 5 WHERE id = 2",
    "UPDATE retro SET no_action_reason = 'x' WHERE id = 1",
    "UPDATE retro SET sprint = 2 WHERE id = 1",
    "UPDATE retro SET columns = 'x' WHERE id = 2",
    "UPDATE retro SET started_at = 1 WHERE id = 2",
    "INSERT INTO retro (id, sprint, columns, started_at, finished_at) VALUES (9, 1, 'x', 0, 1)",
    "UPDATE retro_note SET text = 'another'",
    "UPDATE retro_note SET retro = 2",
    "DELETE FROM retro_note",
    "INSERT INTO retro_note (id, number, retro, heading, text, author, created_at) VALUES (9, 9, 1, 'x', 'x', 'x', 0)",
    "DELETE FROM retro_vote",
    "UPDATE retro_vote SET member = 1",
    "INSERT INTO retro_vote (id, note, member) VALUES (9, 1, 1)",
    "DELETE FROM not_now",
    "UPDATE not_now SET text = 'another'",
    "INSERT INTO not_now (id, retro, text) VALUES (9, 1, 'another')",
    "UPDATE sprint SET state = 'locked' WHERE id = 1",
    "DELETE FROM review",
    "UPDATE review SET finished_at = NULL",
    "UPDATE review SET present = 'nobody'",
    "DELETE FROM demo",
    "UPDATE demo SET verdict = 'rejected'",
    "UPDATE demo SET evidence = 'another'",
    "DELETE FROM feedback",
    "UPDATE feedback SET text = 'another'",
    "DELETE FROM item WHERE id = (SELECT item FROM feedback)",
];

#[test]
fn raw_sql_makes_no_action_vanish() {
    let Fixture { folder, team } = in_the_second_retro();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for sql in ATTEMPTS {
        let plain = shell.execute_batch(sql).expect_err(sql);
        assert!(plain.to_string().contains("standfast"), "{sql}: {plain}");
        // With an operation of its own, as the program would write it.
        let forged = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation; {sql}; COMMIT"
        );
        let error = shell.execute_batch(&forged).expect_err(sql);
        shell.execute_batch("ROLLBACK").unwrap();
        assert!(error.to_string().contains("standfast"), "{sql} with a forged operation: {error}");
    }
    assert_eq!(dump(&path), before);
}

#[test]
fn an_undo_that_is_claimed_changes_nothing_but_what_that_operation_did() {
    let Fixture { folder, team } = in_the_second_retro();
    drop(team);
    let path = folder.path().join("team.db");
    let before = dump(&path);
    let shell = Connection::open(&path).unwrap();
    shell.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for (name, sql) in [
        ("commit action", "DELETE FROM retro_action WHERE id = 1"),
        ("commit action", "DELETE FROM retro_action WHERE id = 2"),
        ("commit action", "UPDATE retro_action SET text = 'another' WHERE id = 2"),
        ("start retro", "DELETE FROM retro WHERE id = 1"),
        ("start retro", "DELETE FROM retro WHERE id = 2"),
        ("finish retro", "UPDATE retro SET finished_at = 7 WHERE id = 1"),
        ("rule on action", "UPDATE action_ruling SET ruling = 'no effect'"),
        ("rule on action", "UPDATE retro_action SET done_at = NULL WHERE id = 1"),
        ("accept item", "DELETE FROM feedback"),
        ("add note", "DELETE FROM retro_note"),
    ] {
        let forged = format!(
            "BEGIN; INSERT INTO operation (id, at, actor, name, reverts, first_change, sealed)
            SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) FROM operation WHERE name = '{name}'), (SELECT max(id) + 1 FROM change), 0
            FROM operation; {sql}; COMMIT"
        );
        let error = shell.execute_batch(&forged).expect_err(sql);
        shell.execute_batch("ROLLBACK").unwrap();
        assert!(error.to_string().contains("standfast"), "{sql} as an undo of {name}: {error}");
    }
    assert_eq!(dump(&path), before);
}

fn at(fixture: Fixture, now: &str) -> (crate::ground::Folder, Standfast) {
    let path = fixture.team.path().to_owned();
    let Fixture { folder, team } = fixture;
    drop(team);
    (folder, Standfast::open(&path, Clock::Fixed(Instant::parse(now).unwrap()), "fay").unwrap())
}

#[test]
fn no_undo_takes_an_action_back_once_the_next_sprint_has_begun() {
    let mut fixture = begun();
    let team = &mut fixture.team;
    let committed = team.commit_action(&new_action("Pair on reviews")).unwrap();
    let finished = team.finish_retro(None).unwrap();
    next_sprint(team, "PAY-3");
    let error = team.undo(finished.operation).unwrap_err().to_string();
    assert!(error.contains("decide on its actions in the next retro"), "{error}");
    let error = team.undo(committed.operation).unwrap_err().to_string();
    assert!(error.contains("the next retro can drop it with a reason"), "{error}");
    assert_eq!(team.actions().unwrap().len(), 1);
}

#[test]
fn an_action_is_done_once_and_late_after_its_day() {
    let mut fixture = begun();
    fixture.team.commit_action(&new_action("Pair on reviews")).unwrap();
    fixture.team.finish_retro(None).unwrap();
    let (_folder, mut team) = at(fixture, "2026-12-21T09:00:00Z");
    let action = team.action(1).unwrap();
    assert_eq!((action.due.to_string().as_str(), action.is_overdue(team.today())), ("2026-12-18", true));
    assert_eq!(action.age_days(&team.calendar().unwrap(), team.today()), 20);
    assert_eq!(refused(team.finish_action(2, None)).0, "G5");
    team.finish_action(1, Some("Since Monday")).unwrap();
    assert_eq!(refused(team.finish_action(1, None)).0, "A3");
    let action = team.action(1).unwrap();
    assert_eq!((action.is_overdue(team.today()), action.standing()), (false, "done, to be verified".to_owned()));
    assert_eq!(team.follow_through().unwrap().median_days, Some(20.0));
    assert_eq!(team.actions_in(1).unwrap().len(), 0);
    assert_eq!(team.actions_in(2).unwrap().len(), 1);
}

#[test]
fn a_kept_action_moves_on_with_another_owner_and_counts_how_often() {
    let Fixture { folder: _folder, mut team } = in_the_second_retro();
    let keep = RuleOnAction {
        owner: Some("cem".into()),
        due: "2026-11-20".parse().ok(),
        reason: Some("Half of us did".into()),
        ..RuleOnAction::new(ActionRuling::Keep)
    };
    assert_eq!(refused(team.rule_on_action(2, &keep)).0, "A2", "a day that has passed");
    let said = team.rule_on_action(2, &RuleOnAction { due: None, ..keep }).unwrap().said;
    assert_eq!(said, "A2 stays for one more sprint (carried once): cem, due 2027-01-01: Half of us did.");
    let action = team.action(2).unwrap();
    assert_eq!((action.owner.as_str(), action.carried()), ("cem", 1));
    assert_eq!(carried_in_words(action.carried()), "carried once");
    assert_eq!(team.actions_in(3).unwrap().iter().map(|a| a.number).collect::<Vec<_>>(), [2]);
    team.undo(None).unwrap();
    assert_eq!(team.action(2).unwrap().owner, "ana");
}

#[test]
fn an_owner_cannot_be_taken_out_of_the_team() {
    let Fixture { folder: _folder, mut team } = in_the_second_retro();
    assert_eq!(refused(team.remove_member("ana")).0, "G2");
}
