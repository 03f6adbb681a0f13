//! The flow of a sprint: what waited, was under way and was finished, and how many working days items took.

use crate::support::cli::Shell;

/// Two items finished after 2 and 5 working days over a weekend, one that was finished without being begun, one dropped, one
/// taken out by a request, one reopened.
#[test]
fn counts_and_cycle_times_come_from_the_log() {
    let mut shell = Shell::with_team();
    for (title, points) in [("One", 1), ("Two", 2), ("Three", 3), ("Four", 4), ("Five", 5), ("Six", 6)] {
        shell.does(&format!("item add {title} --points {points} --criteria it"));
    }
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal Flow");
    shell.does("sprint add 1 ME-1 ME-2 ME-3 ME-4 ME-5 ME-6");
    shell.does("sprint lock 1 --agreed dev-1");
    let mut at = |moment: &str, lines: &[&str]| {
        shell.set("STANDFAST_NOW", &format!("{moment}Z"));
        for line in lines {
            shell.does(line);
        }
        shell.does("sprint burndown --format html")
    };
    let begun = at("2026-11-24T09:00:00", &["item move ME-1 doing", "item move ME-2 doing", "item move ME-6 doing"]);
    assert!(begun.contains("0 finished, 3 under way, 3 waiting; at most 3 under way at once."), "{begun}");
    assert!(begun.contains("No item was finished that had been in an active status."));
    at("2026-11-26T09:00:00", &["item move ME-1 done", "item move ME-3 done", "item move ME-6 done"]);
    at(
        "2026-11-27T09:00:00",
        &["item drop ME-4 --reason late", "scope request remove ME-5 --reason late --accepted-by dev-1"],
    );
    let page = at("2026-12-01T09:00:00", &["item move ME-2 done", "item move ME-6 doing"]);
    assert!(page.contains("3 finished, 1 under way, 0 waiting; at most 3 under way at once."), "{page}");
    assert!(page.contains(
        "85 % of 2 items took at most 5 working days, half of them at most 2. Of 1 more item nothing is known."
    ));
    assert!(page.contains(">85 % within 5<") && page.contains(">median 2<"));
    // Undone, it was not finished.
    let undone = at("2026-12-01T10:00:00", &["undo", "undo"]);
    assert!(undone.contains("85 % of 2 items took at most 2 working days"), "{undone}");
}
