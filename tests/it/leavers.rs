//! Somebody's last day: what they held is nobody's and is shown so, and nothing more is given to them.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;
use standfast::tui::pane;
use std::fs;

const TUESDAY: &str = "2026-11-24T09:00:00Z";

fn left() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add Login --assignee dev-1 --points 3");
    shell.does("item add Search --assignee dev-2 --points 2");
    shell.does("item move ME-1 doing");
    shell.does("blocker raise \"No key\" --owner dev-1 --cause access");
    let said = shell.does("member edit dev-1 --until today");
    assert!(said.contains("dev-1 holds ME-1, B1. After Mon 23 Nov this is nobody's"), "{said}");
    assert!(!shell.does("member edit dev-3 --until +1m").contains("holds"));
    shell.set("STANDFAST_NOW", TUESDAY);
    shell
}

#[test]
fn what_a_leaver_held_is_in_the_standup_as_nobodys() {
    let shell = left();
    let said = shell.does("standup facts");
    let held = said.split("Nobody's, was dev-1's").nth(1).expect(&said);
    assert!(held.contains("ME-1 Login") && held.contains("B1 No key"), "{said}");
    assert!(!said.contains("\ndev-1"), "no turn for somebody who left: {said}");
    let facts = shell.json("standup facts");
    let left = &facts["left"][0];
    assert_eq!((left["was"].as_str(), left["items"][0]["key"].as_str()), (Some("dev-1"), Some("ME-1")));
    assert_eq!(left["items"][0]["stuck"][0], "in doing and nobody's");
    shell.does("item assign ME-1 dev-2");
    shell.does("blocker update B1 --owner dev-2");
    assert!(!shell.does("standup facts").contains("was dev-1's"));
}

#[test]
fn a_leaver_is_refused_wherever_a_person_is_named() {
    let shell = left();
    for line in [
        "item add New --assignee dev-1",
        "item assign ME-2 dev-1",
        "item edit ME-2 --assignee DEV-1",
        "blocker raise Other --owner dev-1",
        "blocker raise Other --raised-by dev-1",
        "blocker update B1 --owner dev-1",
        "standup park Port --with dev-1",
        "checkin Something --member dev-1",
        "checkin Something --member dev-2 --needs key --from dev-1",
        "team set decision-maker dev-1",
    ] {
        let said = shell.refuses(line);
        assert!(said.contains("dev-1 left the team on Mon 23 Nov."), "{line}: {said}");
    }
    // What does not give them anything goes on.
    shell.does("item list --assignee dev-1");
    shell.does("item edit ME-1 --title Log-in");
    shell.does("blocker raise Other --waiting-on dev-1");
    shell.does("checkin Something --member dev-2 --needs \"the key of dev-1\"");
    shell.does("member edit dev-1 --until none");
    shell.does("item assign ME-2 dev-1");
}

#[test]
fn somebody_who_is_away_until_the_sprint_ends_is_named() {
    let shell = Shell::with_team();
    shell.does("item add Login --points 3 --criteria works");
    shell.does("sprint new --goal Pay --start today --end fri");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1");
    shell.does("absence add dev-2 today fri");
    shell.does("absence add dev-3 today thu");
    let said = shell.does("item assign ME-1 dev-2");
    assert_eq!(said, "ME-1 is dev-2's now. dev-2 is away until the sprint ends on Fri 27 Nov.\n");
    assert_eq!(shell.does("item assign ME-1 dev-3"), "ME-1 is dev-3's now.\n");
}

#[test]
fn a_sprint_without_working_days_is_not_locked() {
    let shell = Shell::with_team();
    shell.does("item add Login --points 3 --criteria works");
    shell.does("sprint new --goal Pay --start 2026-11-28 --end 2026-11-29");
    shell.does("sprint add 1 ME-1");
    let said = shell.refuses("sprint lock 1");
    assert!(said.contains("no working day from 2026-11-28 to 2026-11-29"), "{said}");
    assert!(said.contains("sprint edit 1 --start"), "a way out: {said}");
    shell.does("sprint edit 1 --end 2026-11-30");
    shell.does("sprint lock 1");
}

/// A sprint under way with an item, a blocker and an action of somebody who left after its first day.
fn left_in_a_sprint() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add Login --assignee dev-1 --points 3 --criteria works");
    shell.does("item add Search --assignee dev-2 --points 2 --criteria works");
    for (number, except) in [(1, ""), (2, " --except capacity=new")] {
        shell.does(&format!("sprint new --goal Pay --start today --end +{}d", number * 4));
        shell.does(&format!("sprint add {number} ME-1"));
        shell.does(&format!("sprint lock {number}{except}"));
        if number == 1 {
            shell.does("sprint close 1 --goal met --rest \"next=not started\"");
            shell.does("retro start 1");
            shell.does("retro commit \"Pair on reviews\" --owner dev-1 --due +9d --shows \"No review waits\"");
            shell.does("retro finish");
        }
    }
    shell.does("item move ME-1 doing");
    shell.does("blocker raise \"No key\" --owner dev-1 --cause access --item ME-1");
    shell.does("member edit dev-1 --until today");
    shell.set("STANDFAST_NOW", TUESDAY);
    shell
}

#[test]
fn every_face_shows_what_a_leaver_held_as_nobodys() {
    let shell = left_in_a_sprint();
    for line in [
        "item show ME-1",
        "item list",
        "blocker list",
        "blocker show B1",
        "action show A1",
        "sprint show 2",
        "standup facts",
    ] {
        let said = shell.does(line);
        assert!(said.contains("was dev-1"), "{line}: {said}");
        let bare = said.replace("was dev-1", "").replace("since dev-1 left", "");
        assert!(!bare.contains("dev-1"), "{line}: {said}");
    }
    assert!(shell.runs("action list").stdout.contains("nobody, was dev-1"));
    let open = || Standfast::open(&shell.database(), Clock::Fixed(Instant::parse(TUESDAY).unwrap()), "fac").unwrap();
    for (tab, keys) in
        [("board", "2"), ("card", "2<enter>"), ("backlog", "4"), ("blockers", "5"), ("blocker", "5<enter>")]
    {
        let mut screen = Screen::with(pane::all(), open(), (160, 50), &[]);
        let text = screen.keys(keys).text();
        assert!(text.contains("was dev-1"), "{tab}: {text}");
        let bare = text.replace("was dev-1", "").replace("by dev-1", "").replace("dev-1's now", "");
        assert!(!bare.lines().any(|line| line.contains("dev-1") && !line.contains("assigned")), "{tab}: {text}");
    }
    let mut board = Screen::with(pane::all(), open(), (160, 50), &[]);
    assert!(board.keys("2").text().contains("nobody's") || board.text().contains("blocked"));
}

#[test]
fn an_import_gives_a_leaver_no_open_work() {
    let shell = left();
    fs::write(shell.path("rows.csv"), "Title,Status,Assignee\nOpen,todo,dev-1\nDone,done,dev-1\nHers,todo,dev-2\n")
        .unwrap();
    let said = shell.does("import rows.csv");
    assert!(said.contains("dev-1 left the team: their open items are nobody's"), "{said}");
    let items = shell.json("item list --all")["items"].clone();
    let whose = |title: &str| {
        let item = items.as_array().unwrap().iter().find(|item| item["title"] == title).unwrap().clone();
        item["assignee"].as_str().map(str::to_owned)
    };
    assert_eq!([whose("Open"), whose("Done"), whose("Hers")], [None, Some("dev-1".into()), Some("dev-2".into())]);
}

#[test]
fn somebody_who_is_not_there_is_named_wherever_they_are_waited_on() {
    let mut shell = Shell::with_team();
    shell.does("item add Login --points 3 --criteria works --assignee dev-2");
    shell.does("item add Search --points 3 --criteria works --assignee dev-3");
    shell.does("sprint new --goal Pay --start today --end fri");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("absence add dev-2 today fri");
    shell.does("team set decision-maker dev-2");
    let said = shell.does("sprint lock 1");
    assert!(said.contains("dev-2 is away throughout the sprint and has ME-1."), "{said}");
    for line in [
        "blocker raise \"No key\" --waiting-on DEV-2",
        "blocker update B1 --waiting-on dev-2 --note \"Asked again\"",
        "blocker escalate B1",
        "blocker escalate B1 --to dev-2",
    ] {
        let said = shell.does(line);
        assert!(said.contains("dev-2 is away until the sprint ends on Fri 27 Nov."), "{line}: {said}");
    }
    fs::write(shell.path("rows.csv"), "Title,Assignee\nNew,dev-2\n").unwrap();
    let said = shell.does("import rows.csv");
    assert!(said.contains("dev-2 is away until the sprint ends"), "{said}");
    assert!(!shell.does("blocker update B1 --waiting-on Acme").contains("away"));
    shell.does("item add More --points 1 --criteria works");
    shell.does("scope request add ME-4 --reason \"Law\" --by Acme");
    shell.does("member edit dev-2 --until today");
    shell.set("STANDFAST_NOW", TUESDAY);
    assert!(shell.does("blocker escalate B1").contains("dev-2 left the team on Mon 23 Nov."));
    let said = shell.does("scope accept C1 --by dev-2");
    assert!(said.contains("dev-2 left the team on Mon 23 Nov."), "{said}");
}

#[test]
fn a_decision_maker_who_leaves_is_named() {
    let shell = Shell::with_team();
    shell.does("team set decision-maker dev-3");
    let said = shell.does("member edit dev-3 --until +1w");
    assert!(said.contains("dev-3 is the decision-maker: name another one by then."), "{said}");
}
