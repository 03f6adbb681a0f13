//! People outside the team: every place where a person is named either takes them or refuses them, and says why.

use crate::support::cli::Shell;
use rusqlite::Connection;
use standfast::cli::reference;

/// Wherever somebody outside the team is taken: they own, answer, are waited for, and are there.
const TAKEN: &[&str] = &[
    "blocker raise \"No key\" --owner sponsor",
    "blocker raise \"No key\" --raised-by sponsor",
    "blocker raise \"No key\" --waiting-on sponsor",
    "blocker update B1 --owner SPONSOR",
    "blocker update B1 --waiting-on sponsor",
    "blocker escalate B1 --to sponsor",
    "standup park Port --with sponsor",
    "checkin Something --member dev-2 --needs \"the budget\" --from sponsor",
    "standup say dev-2 --needs \"the budget\" --from sponsor",
    "checkin Something --member dev-2 --needs \"a word of sponsor\"",
    "standup rule B2 next-step \"Ask again\" --owner sponsor --by fri",
    "item list --assignee sponsor",
    "team set decision-maker sponsor",
    "absence add sponsor fri",
    "member edit sponsor --role client",
    "scope request remove ME-2 --reason \"Law\" --by sponsor",
    "scope accept C2 --by sponsor",
    "review demo ME-1 --presenter sponsor",
    "retro commit \"Ask for a budget\" --owner sponsor --due +9d --shows \"A budget\"",
    "action list --owner sponsor",
    "sprint lock 2 --agreed sponsor",
    "member edit sponsor --until fri",
];

/// What is done before such a line, so that it has something to work on.
const BEFORE: &[(&str, &[&str])] = &[
    (
        "review demo",
        &[
            "item move ME-1 done",
            "standup finish",
            "sprint close 1 --goal met --rest \"next=not started\"",
            "review start",
        ],
    ),
    ("retro commit", &["review finish", "retro start 1"]),
    ("sprint lock 2", &["retro finish", "sprint new --goal Refunds --start +7d --end +11d", "sprint add 2 ME-3"]),
];

/// Where a person is named as in another line, or is founded.
const ALIKE: &[(&str, &str)] = &[
    ("standup rule next-step --owner", "standup rule B2 next-step --owner"),
    ("retro vote --by", "refused: there is a test of its own"),
    ("init --member", "team members alone; `member edit --outside` takes them out"),
    ("retro rule --owner", "retro commit --owner"),
    ("action rule --owner", "retro commit --owner"),
    ("scope request --accepted-by", "scope accept --by"),
    ("scope take-back --accepted-by", "scope accept --by"),
];

/// Where they are refused, and a part of the reason.
const REFUSED: &[(&str, &str)] = &[
    ("item add New --assignee sponsor", "items are the work of its members"),
    ("item edit ME-1 --assignee Sponsor", "items are the work of its members"),
    ("item assign ME-1 sponsor", "items are the work of its members"),
    ("checkin Something --member sponsor", "no turn at the standup"),
    ("standup next sponsor", "no turn at the standup"),
    ("standup skip sponsor", "no turn at the standup"),
    ("standup absent sponsor", "no turn at the standup"),
    ("standup absent sponsor --back", "no turn at the standup"),
    ("standup say sponsor --today one", "no turn at the standup"),
    ("scope accept C1 --by sponsor", "by a member or the decision-maker"),
    ("member edit sponsor --allocation 50", "has no allocation"),
    ("member add another --outside --allocation 50", "has no allocation"),
    ("member add another:50 --outside", "has no allocation"),
];

/// A locked sprint with a change request and a blocker, a standup under way, and somebody outside the team.
fn team() -> Shell {
    let shell = Shell::with_team();
    assert_eq!(shell.does("member add sponsor --outside --role client"), "Added sponsor, outside the team.\n");
    for title in ["Login", "Search", "Export"] {
        shell.does(&format!("item add {title} --points 3 --criteria works --assignee dev-1"));
    }
    shell.does("sprint new --goal Pay --start today --end fri");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1 --agreed dev-1 --agreed sponsor");
    shell.does("blocker raise \"No budget\"");
    shell.does("blocker raise \"No room\"");
    shell.does("scope request add ME-3 --reason \"Law\" --by dev-1");
    shell.does("standup start");
    shell
}

#[test]
fn every_place_that_names_a_person_takes_or_refuses_them() {
    let shell = team();
    for (line, why) in REFUSED {
        let said = shell.refuses(line);
        assert!(said.contains("outside the team") && said.contains(why), "{line}: {said}");
    }
    let ways = shell.runs("item assign ME-1 sponsor --json").stderr;
    assert!(ways.contains("member edit sponsor --inside"), "{ways}");
    for line in TAKEN {
        let before = BEFORE.iter().find(|(of, _)| line.starts_with(of)).map_or(&[][..], |(_, before)| before);
        for step in before {
            let ran = shell.runs(step);
            assert_eq!(ran.code, Some(0), "{step}: {}", ran.stderr);
        }
        let ran = shell.runs(line);
        assert_eq!(ran.code, Some(0), "{line}: {}", ran.stderr);
    }
}

/// A command that comes to name a person is tried above.
#[test]
fn every_command_that_names_a_member_is_tried() {
    let manual = reference::markdown();
    let (mut heading, mut named) = ("", Vec::new());
    for line in manual.lines() {
        if let Some(name) = line.trim_start_matches('#').strip_prefix(" standfast ").filter(|_| line.starts_with('#')) {
            heading = name;
        } else if line.starts_with("- `") && line.contains("<MEMBER>") {
            let option = line.trim_start_matches("- `").split([' ', '`']).next().unwrap_or_default();
            named.push(format!("{heading} {option}").replace(" <MEMBER>", ""));
        }
    }
    assert!(named.len() > 20, "{named:?}");
    let tried: Vec<&str> = TAKEN.iter().copied().chain(REFUSED.iter().map(|(line, _)| *line)).collect();
    for name in named {
        let (command, option) = name.split_once(" --").unwrap_or((&name, ""));
        let is_tried = tried.iter().any(|line| line.starts_with(command) && line.contains(option));
        assert!(is_tried || ALIKE.iter().any(|(alike, _)| *alike == name), "{name} is not tried");
    }
}

#[test]
fn they_have_no_turn_no_vote_and_no_capacity() {
    let shell = team();
    let capacity = shell.json("sprint show 1")["capacity"].clone();
    let names: Vec<&str> =
        capacity["members"].as_array().unwrap().iter().map(|m| m["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["dev-1", "dev-2", "dev-3"]);
    let before = capacity["person_days"].clone();
    shell.does("absence add sponsor today fri");
    assert_eq!(shell.json("sprint show 1")["capacity"]["person_days"], before);
    let facts = shell.json("standup facts");
    let turns = facts["standup"]["turns"].as_array().unwrap().len();
    assert_eq!((turns, facts["people"].as_array().unwrap().len()), (3, 3), "{facts}");
    let contract = shell.does("scope contract 1");
    assert!(
        contract.contains("sponsor") && !contract.contains("| sponsor"),
        "agrees, and is counted nowhere: {contract}"
    );
    shell.does("standup finish");
    shell.does("sprint close 1 --goal met --rest \"next=not started\"");
    shell.does("retro start 1");
    shell.does("retro note --column 1 \"We paired\"");
    let said = shell.refuses("retro vote 1 --by sponsor");
    assert!(said.contains("no vote in its retro"), "{said}");
    shell.does("retro commit \"Ask for a budget\" --owner sponsor --due +9d --shows \"A budget\"");
}

/// What they own is nobody's turn, and is shown all the same: an action does not vanish (A3).
#[test]
fn what_they_own_is_in_the_standup_in_a_part_of_their_own() {
    let shell = team();
    shell.does("blocker update B1 --owner sponsor");
    shell.does("checkin Something --member dev-2 --needs \"the budget\" --from sponsor");
    let said = shell.does("standup facts");
    let held = said.split("sponsor, outside the team").nth(1).expect(&said);
    assert!(held.contains("B1 No budget") && held.contains("dev-2 needs: the budget"), "{said}");
    let left = shell.json("standup facts")["left"][0].clone();
    assert_eq!((left["was"].as_str(), left["outside"].as_bool()), (Some("sponsor"), Some(true)));
    shell.does("standup finish");
    let digest = shell.does("standup show");
    assert!(digest.contains("sponsor, outside the team") && digest.contains("dev-2 needs: the budget"), "{digest}");
    shell.does("member edit sponsor --until today");
    assert!(shell.does("member list").contains("sponsor"));
}

#[test]
fn who_goes_outside_gives_their_work_to_somebody_first() {
    let shell = team();
    let said = shell.refuses("member edit dev-1 --outside");
    assert!(said.contains("dev-1 works on ME-1, ME-2 and ME-3") && said.contains("item assign ME-1"), "{said}");
    let before = shell.does("member list");
    shell.does("member edit dev-3 --outside");
    let listed = shell.does("member list");
    let (inside, outside) = listed.split_once("\n\n").expect(&listed);
    assert!(!inside.contains("dev-3") && outside.contains("dev-3\toutside the team"), "{listed}");
    let json = shell.json("member list");
    assert_eq!((json["members"].as_array().unwrap().len(), json["outside"].as_array().unwrap().len()), (2, 2));
    assert!(json["outside"][0]["allocation"].is_null());
    shell.does("undo");
    assert_eq!(shell.does("member list"), before);
    shell.does("redo");
    assert_eq!(shell.does("member edit dev-3 --inside --allocation 40"), "Changed dev-3: 40 %, design.\n");
    shell.does("item assign ME-1 dev-3");
    assert_eq!(shell.json("doctor")["well"], true);
}

/// An item that was theirs and is open again is nobody's, as a leaver's is.
#[test]
fn an_item_that_opens_again_is_nobodys() {
    let shell = team();
    shell.does("item assign ME-1 dev-3");
    shell.does("item move ME-1 done");
    shell.does("member edit dev-3 --outside");
    shell.does("item move ME-1 doing");
    assert!(shell.does("item show ME-1").contains("nobody, was dev-3"));
    assert!(shell.does("standup facts").contains("ME-1 Login"));
}

#[test]
fn an_import_gives_them_no_open_work_and_an_export_keeps_them() {
    let shell = team();
    std::fs::write(shell.path("rows.csv"), "Title,Status,Assignee\nOpen,todo,sponsor\n").unwrap();
    let said = shell.does("import rows.csv");
    assert!(said.contains("sponsor is outside the team: their open items are nobody's"), "{said}");
    std::fs::write(shell.path("team.json"), shell.does("export")).unwrap();
    shell.does("init Other --db other.db");
    shell.does("import team.json --db other.db");
    assert_eq!(shell.does("member list --db other.db"), shell.does("member list"));
    let export = std::fs::read_to_string(shell.path("team.json")).unwrap();
    std::fs::write(shell.path("older.json"), export.replace("\"outside\":0,", "").replace(",\"outside\":0", ""))
        .unwrap();
    shell.does("init Third --db third.db");
    shell.does("import older.json --db third.db");
    assert_eq!(shell.does("member list --db third.db"), shell.does("member list"));
}

/// The database itself: nobody outside the team approves, unless they decide; and they have no allocation.
#[test]
fn a_plain_shell_cannot_let_them_approve() {
    let shell = team();
    let raw = Connection::open(shell.database()).unwrap();
    let forge = "BEGIN; INSERT INTO operation (id, at, actor, name, first_change, sealed)
        SELECT max(id) + 1, 0, 'me', 'forged', (SELECT max(id) + 1 FROM change), 0 FROM operation;";
    let accept = "UPDATE change_request SET ruling = 'accepted', ruled_by = 'sponsor', ruled_at = 1,
        ruled_in = (SELECT max(id) FROM operation) WHERE number = 1;";
    let refused = |sql: &str| {
        let said = raw.execute_batch(&format!("{forge}{sql}")).expect_err(sql).to_string();
        raw.execute_batch("ROLLBACK").unwrap();
        said
    };
    assert!(refused(accept).contains("L7"));
    assert!(refused("UPDATE member SET allocation = 50 WHERE name = 'sponsor'").contains("CHECK"));
    raw.execute_batch(&format!(
        "{forge}UPDATE team SET decision_maker = (SELECT id FROM member WHERE name = 'sponsor');{accept}ROLLBACK"
    ))
    .unwrap();
}
