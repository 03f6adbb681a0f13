//! What a long history costs.

use crate::ground::dump;
use crate::support::years::{Size, Years};
use rusqlite::Connection;
use standfast::app::Standfast;
use standfast::app::item::NewItem;
use standfast::app::standup::Say;
use standfast::domain::action::{Action, Followed, follow_through};
use standfast::domain::sprint::SprintEdit;
use standfast::domain::time::Instant;
use standfast::error::Result;
use standfast::store::open::Missing;
use standfast::store::standup::QUERIES as STANDUP;
use standfast::store::{Store, checkin, story};

const SMALL: Size = Size { people: 3, items: 4, days: 5 };

#[test]
fn what_is_kept_of_a_standup_reads_as_it_was_written() {
    let mut years = Years::found(SMALL).unwrap();
    years.play_to_the_middle().unwrap();
    let record = years.team.finish_standup().unwrap().value;
    assert!(record.people.iter().any(|person| !person.person.carrying.is_empty()), "{record:?}");
    let mut kept = years.team.standup_record(None).unwrap();
    for (read, heard) in kept.people.iter_mut().zip(&record.people) {
        read.person.member = heard.person.member;
        read.person.risk = heard.person.risk;
    }
    assert_eq!(kept, record);
}

/// The log keeps the record of a standup once, and undo and redo need no more.
#[test]
fn the_end_of_a_standup_is_taken_back_and_done_again() {
    let mut years = Years::found(SMALL).unwrap();
    years.play_to_the_middle().unwrap();
    let running = dump(years.team.path());
    years.team.finish_standup().unwrap();
    let finished = dump(years.team.path());
    assert_ne!(running, finished);
    for _ in 0..2 {
        years.team.undo(None).unwrap();
        assert_eq!(dump(years.team.path()), running);
        years.team.redo().unwrap();
        assert_eq!(dump(years.team.path()), finished);
    }
    assert!(years.team.doctor().unwrap().iter().all(|finding| finding.problems.is_empty()));
}

#[test]
fn a_sprint_of_eight_people_adds_at_most_a_hundred_kibibytes() {
    let mut years = Years::found(Size { people: 8, items: 18, days: 10 }).unwrap();
    let size = |years: &Years| {
        let copy = years.folder.path().join(format!("{}.db", years.sprints));
        years.team.backup(&copy).unwrap();
        copy.metadata().unwrap().len()
    };
    years.play(1).unwrap();
    let before = size(&years);
    years.play(4).unwrap();
    let each = (size(&years) - before) / 3 / 1024;
    assert!(each <= 100, "{each} KiB a sprint");
}

fn first_card(team: &Standfast) -> Result<String> {
    let cards = team.board()?.into_iter().flat_map(|board| board.columns).flat_map(|(_, cards)| cards);
    Ok(cards.map(|row| row.key).next().unwrap_or_default())
}

/// A team that changed its mind, took moves back and brought one back again.
fn with_second_thoughts() -> Years {
    let mut years = Years::found(SMALL).unwrap();
    years.play(2).unwrap();
    years.play_to_the_middle().unwrap();
    let team = &mut years.team;
    let card = first_card(team).unwrap();
    for status in ["todo", "review", "done"] {
        team.move_item(&card, status).unwrap();
    }
    team.undo(None).unwrap();
    team.undo(None).unwrap();
    team.redo().unwrap();
    team.assign_item(&card, Some("dev-3")).unwrap();
    let draft = team.new_sprint(&SprintEdit::default()).unwrap().value;
    let key = team.add_item(&NewItem { title: "Perhaps".into(), ..NewItem::default() }).unwrap().value;
    team.add_to_sprint(draft, &[&key]).unwrap();
    team.remove_from_sprint(draft, &[&key]).unwrap();
    let words = |text: &str| Say { today: Some(text.into()), ..Say::default() };
    team.check_in(Some("dev-1"), &words("One thing")).unwrap();
    let (now, actor) = (team.now(), team.actor().to_owned());
    team.at(Instant(now.0 + 3 * 86_400_000), &actor);
    team.finish_standup().ok();
    team.check_in(Some("dev-1"), &words("Another thing")).unwrap();
    team.check_in(Some("dev-2"), &words("Something else")).unwrap();
    years
}

/// What retros show of actions is what all actions give.
fn assert_actions_are_the_same(team: &Standfast) {
    let all = team.actions().unwrap();
    let followed = |action: &Action| Followed {
        took: action.done_at.map(|done| (action.committed_at, done)),
        verdict: action.verdict().map(|ruled| ruled.ruling),
        carried: action.carried(),
    };
    let figures = follow_through(&all.iter().map(followed).collect::<Vec<_>>(), &team.calendar().unwrap());
    assert_eq!(team.follow_through().unwrap(), figures);
    assert!(figures.done > 0 && figures.worked > 0 && figures.open > 0, "{figures:?}");
    let standing = team.retro_standing().unwrap();
    assert_eq!((standing.under_way, standing.due, standing.held.as_slice()), (None, None, [2, 1].as_slice()));
    for sprint in standing.held {
        let view = team.retro_view(Some(sprint)).unwrap();
        // A retro that is over shows them as they were at its end, so without what came later.
        let texts = |actions: &[Action]| -> Vec<(i64, String)> {
            actions.iter().map(|action| (action.number, action.text.clone())).collect()
        };
        let filtered = |wanted: &dyn Fn(&Action) -> bool| -> Vec<(i64, String)> {
            texts(&all.iter().filter(|action| wanted(action)).cloned().collect::<Vec<_>>())
        };
        assert_eq!(texts(&view.old), filtered(&|action| action.belongs_to(sprint)));
        assert_eq!(texts(&view.committed), filtered(&|action| action.sprint == sprint));
    }
}

/// Questions as they were asked before they were limited to what they need, and as they are asked now.
fn asked_before_and_now() -> [(&'static str, String); 5] {
    let now = |name: &str| STANDUP.get(name).to_owned();
    [
        (
            "SELECT json_extract(c.before, '$.status'), json_extract(c.before, '$.status_since'),
                json_extract(c.after, '$.status_since')
            FROM change c JOIN operation o ON o.id = c.operation
            WHERE c.tbl = 'item' AND c.kind = 'U' AND c.before LIKE '%\"status\"%' AND o.reverts IS NULL AND NOT EXISTS (
                SELECT 1 FROM operation u WHERE u.reverts = o.id
                    AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id))
            ORDER BY c.id DESC LIMIT ?1",
            now("stays"),
        ),
        (
            "SELECT c.row, c.before FROM change c WHERE c.operation > ?1 AND c.kind = 'U' AND c.tbl = 'item'
                AND (c.before LIKE '%\"status\"%' OR c.before LIKE '%\"assignee\"%') ORDER BY c.id",
            now("items_before"),
        ),
        (
            "SELECT s.id FROM standup s WHERE (s.ended_at IS NULL OR s.id IN (SELECT id FROM standup ORDER BY day DESC LIMIT 61))
                AND s.id <= ?1 ORDER BY s.day DESC",
            format!("SELECT id FROM ({}) WHERE id <= ?1", now("recent")),
        ),
        (
            "SELECT row, before FROM change WHERE tbl = 'sprint_item' AND kind = 'D'
                AND json_extract(before, '$.sprint') = ?1 ORDER BY id",
            format!(
                "SELECT * FROM ({}) WHERE json_extract(before, '$.sprint') = ?1",
                story::QUERIES.get("gone").replace("tbl = $1 ", "tbl = 'sprint_item' ").replace("$2", "?1")
            ),
        ),
        (
            "SELECT c.id FROM checkin c WHERE c.day = '2021-02-' || ?1
                OR c.day < '2021-02-' || ?1 AND (c.today IS NOT NULL OR c.needs IS NOT NULL)
                AND c.day = (SELECT max(x.day) FROM checkin x WHERE x.member = c.member AND x.day < '2021-02-' || ?1
                    AND (x.today IS NOT NULL OR x.needs IS NOT NULL)) ORDER BY c.id",
            format!("SELECT id FROM ({})", checkin::QUERIES.get("until").replace("$1", "'2021-02-' || ?1")),
        ),
    ]
}

#[test]
fn what_is_limited_to_what_it_needs_gives_the_same_answers() {
    let years = with_second_thoughts();
    let db = Connection::open(years.team.path()).unwrap();
    for (before, now) in asked_before_and_now() {
        let rows = |sql: &str, about: i64| -> Vec<String> {
            let mut asked = db.prepare(sql).unwrap();
            let columns = asked.column_count();
            let read = asked.query_map([about], |row| {
                Ok((0..columns).map(|n| format!("{:?}", row.get_ref(n).unwrap())).collect::<Vec<_>>().concat())
            });
            read.unwrap().collect::<rusqlite::Result<_>>().unwrap()
        };
        let (mut found, all) = (0, 200);
        for about in (1..30).chain([all]) {
            let (then, today) = (rows(before, about), rows(&now, about));
            assert_eq!(then, today, "{about}: {now}");
            found += then.len();
        }
        assert!(found > 0, "{before}");
    }
    assert_actions_are_the_same(&years.team);
    let all = years.team.actions().unwrap();
    for sprint in 1..5 {
        let wanted = all.iter().filter(|action| action.belongs_to(sprint));
        assert_eq!(years.team.actions_in(sprint).unwrap(), wanted.cloned().collect::<Vec<_>>());
    }
    let open: Vec<Action> = all.into_iter().filter(Action::is_open).collect();
    assert_eq!(years.team.open_actions().unwrap(), open);
    assert_eq!(open.len(), 1);
    let store = Store::open(years.team.path(), Missing::Refuse).unwrap();
    let all = store.blockers(false).unwrap();
    for moment in all.iter().flat_map(|blocker| [Some(blocker.raised_at), blocker.resolved_at]).flatten() {
        let wanted = all.iter().filter(|blocker| blocker.resolved_at.is_none_or(|at| at > moment));
        assert_eq!(store.blockers_open_since(moment).unwrap(), wanted.cloned().collect::<Vec<_>>());
    }
}
