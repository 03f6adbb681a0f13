//! The backlog by the command line.

use crate::assert_transcript;
use crate::support::cli::Shell;
use serde_json::json;

#[test]
fn a_backlog_by_hand() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        item add "Agents recover" --points 5 --criteria "they reconnect" --label net --label core
        item add "Split brain" --kind bug --assignee dev-1 --depends-on ME-1 --parent 1
        item add "First of all" --top
        item list
        item rank ME-1 ME-2 --top
        item move me-1 3 doing
        item move ME-1 nowhere
        item assign ME-1 dev-3
        item tick ME-1 1
        item tick ME-1 2
        item edit ME-2 ME-3 --label triaged --points 0,5
        item edit ME-3 --points none --title "First"
        item drop ME-3 --reason "not ours"
        item list --all
        item show ME-1
        item show ME-2
        "#
    );
}

#[test]
fn lists_are_filtered() {
    let shell = Shell::with_team();
    shell.does("item add \"Net split\" --points 3 --criteria a --label net --assignee dev-1");
    shell.does("item add \"Disk full\" --label disk");
    shell.does("item add \"Big one\" --points 13 --criteria a");
    let keys = |line: &str| {
        let list = shell.json(line);
        list["items"].as_array().unwrap().iter().map(|item| item["key"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys("item list --ready"), [json!("ME-1")]);
    assert_eq!(keys("item list --ready=false"), [json!("ME-2"), json!("ME-3")]);
    assert_eq!(keys("item list --label net"), [json!("ME-1")]);
    assert_eq!(keys("item list --assignee none"), [json!("ME-2"), json!("ME-3")]);
    assert_eq!(keys("item list --search dis"), [json!("ME-2")]);
    assert!(keys("item list --status doing").is_empty());
    assert_eq!(keys("item list --limit 1"), [json!("ME-1")]);
    let limited = shell.run(&["item", "list", "--limit", "1"]);
    assert_eq!((limited.stdout.lines().count(), limited.stderr.as_str()), (1, "2 more: --limit 3 shows all.\n"));
}

#[test]
fn an_item_in_json_has_the_stable_names() {
    let shell = Shell::with_team();
    shell.does("item add \"Net split\" --points 3 --criteria \"it heals\" --label net");
    assert_eq!(
        shell.json("item list"),
        json!({
            "items": [{
                "key": "ME-1", "external_key": null, "title": "Net split", "kind": "story", "status": "todo", "points": 3,
                "assignee": null, "labels": ["net"], "sprint": null, "rank": "i0000000",
                "criteria": [{ "text": "it heals", "met": false }], "ready": true, "not_ready": [], "rollovers": 0,
                "age_days": 0,
            }],
            "total": 1,
        })
    );
}

#[test]
fn a_description_comes_from_standard_input() {
    let shell = Shell::with_team();
    let ran = shell.run_with_input(&["item", "add", "Long", "--description", "-"], "# Why\n\nbecause\n".as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(shell.json("item show ME-1")["description"], "# Why\n\nbecause\n");
    let broken = shell.run_with_input(&["item", "edit", "ME-1", "--description", "-"], b"\xff\xfe");
    assert_eq!(broken.code, Some(1), "{broken:?}");
    assert_eq!(shell.json("item show ME-1")["description"], "# Why\n\nbecause\n");
}

#[test]
fn a_move_says_what_is_not_ticked_and_what_is_over_its_limit() {
    let shell = Shell::with_team();
    assert_transcript!(
        shell,
        r#"
        team status edit doing --wip 1
        item add Retry --points 3 --criteria "It retries." --criteria "It stops."
        item add Refund --points 5 --criteria "It refunds."
        item tick ME-1 1
        sprint new --goal Payouts --start today --end +11d
        sprint add 1 ME-1 ME-2
        sprint lock 1 --agreed dev-1
        item move ME-1 doing
        item move ME-2 doing
        item move ME-1 ME-2 done
        "#
    );
}
