//! Somebody's last day: what they held is nobody's and is shown so, and nothing more is given to them.

use crate::support::cli::Shell;

fn left() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add Login --assignee dev-1 --points 3");
    shell.does("item add Search --assignee dev-2 --points 2");
    shell.does("item move ME-1 doing");
    shell.does("blocker raise \"No key\" --owner dev-1 --cause access");
    let said = shell.does("member edit dev-1 --until today");
    assert!(said.contains("dev-1 holds ME-1, B1. After Mon 23 Nov this is nobody's"), "{said}");
    assert!(!shell.does("member edit dev-3 --until +1m").contains("holds"));
    shell.set("STANDFAST_NOW", "2026-11-24T09:00:00Z");
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
