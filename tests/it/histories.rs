//! What a long history costs.

use crate::ground::dump;
use crate::support::years::{Size, Years};

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
