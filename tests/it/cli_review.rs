//! Review, retrospective and actions by the command line: what a person types and then sees.

use crate::assert_transcript;
use crate::support::cli::Shell;

/// A sprint in which ME-1 is finished and ME-2 is not, on its last Friday.
fn last_day() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("item add \"Agents recover\" --points 5 --criteria \"they reconnect\"");
    shell.does("item add \"Split brain\" --points 3 --criteria \"one leader\"");
    shell.does("item add \"Metrics\" --points 8 --criteria \"a graph\"");
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover after a network split\"");
    shell.does("sprint add 1 ME-1 ME-2");
    shell.does("sprint lock 1 --agreed dev-1");
    shell.does("item assign ME-1 dev-2");
    shell.does("item move ME-1 done");
    shell.set("STANDFAST_NOW", "2026-12-04T13:00:00Z");
    shell
}

#[test]
fn a_review_line_by_line() {
    let shell = last_day();
    assert_transcript!(
        shell,
        r#"
        review show
        review demo ME-1 --verdict accepted
        review start --present "Mara, Ilja"
        review start
        review demo ME-1 --minutes 12 --evidence https://ci.example/77 --presenter dev-3
        review demo ME-3 --feedback "Not in this sprint"
        review demo ME-2 --verdict accepted
        review demo ME-9 --verdict accepted
        review demo ME-1 --verdict splendid
        review demo ME-1 --minutes 0
        review demo ME-1 --feedback ""
        review demo ME-1 --feedback "Say which agent is late" --verdict accepted
        review demo ME-1 --verdict rejected --note "They never reconnect"
        review present Mara
        review show
        review finish
        review finish
        review start 1
        item show ME-4
        "#
    );
}

#[test]
fn a_retro_line_by_line() {
    let mut shell = last_day();
    shell.does("sprint close 1 --goal partly --rest backlog=blocked");
    shell.set("STANDFAST_NOW", "2026-12-04T14:00:00Z");
    assert_transcript!(
        shell,
        r#"
        retro show
        retro note "Too early"
        retro start
        retro start
        retro note "Pairing went well" --column went
        retro note "Reviews wait for days" --column did
        retro note "Nobody looks at them" --column did --by dev-2
        retro note "Where to" --column nowhere
        retro group 2 3 --name "Slow reviews"
        retro vote 2 --by dev-1
        retro vote 2 --by stranger
        retro vote 9 --by dev-1
        retro commit "Review before lunch"
        retro commit "Review before lunch" --owner dev-1 --shows "No review waits overnight" --note 2
        retro commit "Fewer meetings" --owner dev-2 --shows "Two free afternoons"
        retro commit "A third one" --owner dev-3 --shows "nothing"
        retro commit "A third one" --not-now
        retro finish
        retro finish
        retro show
        "#
    );
}

/// Sprint 2 with the action of sprint 1 due in it.
#[test]
fn an_action_line_by_line() {
    let mut shell = last_day();
    shell.does("sprint close 1 --goal partly --rest next=blocked");
    shell.does("retro start");
    shell.does("retro commit \"Review before lunch\" --owner dev-1 --shows \"No review waits overnight\"");
    shell.does("retro finish");
    shell.set("STANDFAST_NOW", "2026-12-07T08:00:00Z");
    shell.does("sprint new --start 2026-12-07 --end 2026-12-18 --goal \"One leader\"");
    shell.does("sprint add 2 ME-2");
    shell.does("sprint lock 2 --agreed dev-1");
    shell.does("item move ME-2 done");
    shell.set("STANDFAST_NOW", "2026-12-18T14:00:00Z");
    assert_transcript!(
        shell,
        r#"
        action list
        action show A1
        action show A7
        action rule A1 worked
        sprint close 2 --goal met
        retro start
        retro commit "Another one" --owner dev-2 --shows "anything"
        retro finish --reason "no time"
        action rule A1 splendid
        action done A1 --note "Every day but one"
        action done A1
        retro rule A1 dropped
        retro rule A1 no-effect
        retro rule A1 worked
        retro finish
        retro finish --reason "One thing at a time"
        action list
        action list --all
        "#
    );
}
