//! The undo of an import takes its rows back at once: it costs at most twice the import, whatever their number.

#![expect(clippy::print_stdout, reason = "the counts are what the run is for")]

use crate::ground::{Fixture, dump, fixture};
use standfast::app::item::{Found, ItemEdit};
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use standfast::store::steps_taken;
use std::fmt::Write as _;
use std::ops::ControlFlow;

/// An import of so many items with labels, criteria, parents and outside sprints.
fn import(Fixture { team, .. }: &mut Fixture, items: usize) {
    let mut csv = String::from("Issue key,Issue id,Parent id,Issue Type,Summary,Description,Labels,Sprint,Status\n");
    for n in 0..items {
        let parent = if n % 7 == 3 { (n - 1).to_string() } else { String::new() };
        let status = if n % 3 == 0 { "Done" } else { "To Do" };
        writeln!(csv, "OLD-{n},{n},{parent},Story,Title number {n},Words of {n},red,Sprint {},{status}", n % 5)
            .unwrap();
    }
    let options = Options::of_zone(team.zone());
    let mut source = open_csv(Input::of_bytes("old.csv", csv).unwrap(), &options).unwrap();
    team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).unwrap();
}

fn is_well(fixture: &Fixture) -> bool {
    fixture.team.doctor().unwrap().iter().all(|finding| finding.problems.is_empty())
}

#[test]
fn undo_and_redo_of_an_import_bring_back_what_was() {
    let mut fixture = fixture();
    let before = dump(fixture.team.path());
    import(&mut fixture, 600);
    let after = dump(fixture.team.path());
    for _ in 0..2 {
        fixture.team.undo(None).unwrap();
        assert_eq!(dump(fixture.team.path()), before);
        assert!(is_well(&fixture), "{:?}", fixture.team.doctor());
        assert!(fixture.team.search("number", Found::After(0), 9).unwrap().is_empty());
        fixture.team.redo().unwrap();
        assert_eq!(dump(fixture.team.path()), after);
        assert!(is_well(&fixture), "{:?}", fixture.team.doctor());
        assert_eq!(fixture.team.search("number", Found::After(0), 9).unwrap().len(), 9);
    }
}

#[test]
fn a_row_that_was_changed_since_is_named_and_nothing_is_taken_back() {
    let mut fixture = fixture();
    import(&mut fixture, 600);
    let edit = ItemEdit { title: Some("Another title".into()), ..ItemEdit::default() };
    fixture.team.edit_item("PAY-300", &edit).unwrap();
    let number = fixture.team.log(&standfast::app::log::LogFilter { limit: 2, ..Default::default() }).unwrap()[1].id;
    let before = dump(fixture.team.path());
    let said = fixture.team.undo(Some(number)).unwrap_err().to_string();
    assert!(said.contains("an item that it touched has been changed since"), "{said}");
    assert_eq!(dump(fixture.team.path()), before);
    // With that edit undone, the import can be.
    fixture.team.undo(None).unwrap();
    fixture.team.undo(Some(number)).unwrap();
    assert!(is_well(&fixture), "{:?}", fixture.team.doctor());
}

#[test]
fn undo_costs_at_most_twice_the_import_and_no_statement_per_row() {
    let mut counts = Vec::new();
    for items in [500, 2000] {
        let mut fixture = fixture();
        let start = steps_taken();
        import(&mut fixture, items);
        let imported = steps_taken() - start;
        for what in ["undo", "redo"] {
            let start = steps_taken();
            fixture.team.count_statements();
            if what == "undo" { fixture.team.undo(None).map(drop) } else { fixture.team.redo().map(drop) }.unwrap();
            let steps = steps_taken() - start;
            println!("{what} of {items}: {steps} steps, the import {imported}");
            assert!(steps <= 2 * imported, "{what} of {items}: {steps} steps, the import {imported}");
            counts.push((what, fixture.team.statements().len()));
        }
    }
    let (few, many) = counts.split_at(2);
    for (few, many) in few.iter().zip(many) {
        assert!(many.1 <= few.1 + 10, "{few:?}, {many:?}");
    }
}
