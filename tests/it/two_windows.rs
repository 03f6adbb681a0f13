//! Two windows on one field: the later save does not overwrite the earlier one in silence, in any form that edits a thing.

use crate::ground::{Fixture, fixture, locked};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::ItemEdit;
use standfast::app::review::Showing;
use standfast::app::team::{MemberEdit, StatusEdit};
use standfast::domain::share::Share;
use standfast::domain::sprint::SprintEdit;

/// A form, what the other window does while it is open, and what is there then.
struct Case {
    /// The call of `Form::of_thing` that it tests.
    form: &'static str,
    made: fn() -> Fixture,
    /// The keys that open the form, on the field.
    open: &'static str,
    label: &'static str,
    other: fn(&mut Standfast),
    held: fn(&Standfast) -> String,
}

fn with_draft() -> Fixture {
    let mut fixture = fixture();
    fixture.team.new_sprint(&SprintEdit { goal: Some(Some("Before".into())), ..SprintEdit::default() }).unwrap();
    fixture
}

fn with_blocker() -> Fixture {
    let mut fixture = fixture();
    fixture.team.raise_blocker(&BlockerEdit { text: Some("Before".into()), ..BlockerEdit::default() }).unwrap();
    fixture
}

fn with_review() -> Fixture {
    let mut fixture = locked();
    fixture.team.move_items(&["PAY-1", "PAY-2"], "done").unwrap();
    fixture.team.start_review(None, &[]).unwrap();
    fixture
}

const CASES: [Case; 8] = [
    Case {
        form: "item/form.rs edit",
        made: fixture,
        open: "4e",
        label: "Title",
        other: |team| {
            let edit = ItemEdit { title: Some("theirs".into()), ..ItemEdit::default() };
            team.edit_item("PAY-1", &edit).unwrap();
        },
        held: |team| team.item("PAY-1").unwrap().row.title,
    },
    Case {
        form: "item/form.rs labels",
        made: fixture,
        open: "4t",
        label: "Labels",
        other: |team| {
            let edit = ItemEdit { labels: Some(vec!["theirs".into()]), ..ItemEdit::default() };
            team.edit_item("PAY-1", &edit).unwrap();
        },
        held: |team| team.item("PAY-1").unwrap().labels.join(","),
    },
    Case {
        form: "sprint.rs edit_sprint",
        made: with_draft,
        open: "3E",
        label: "Goal",
        other: |team| {
            let edit = SprintEdit { goal: Some(Some("theirs".into())), ..SprintEdit::default() };
            team.edit_sprint(1, &edit).unwrap();
        },
        held: |team| team.sprint_view(1).unwrap().sprint.goal.unwrap(),
    },
    Case {
        form: "blocker.rs touch",
        made: with_blocker,
        open: "5e<tab>",
        label: "What blocks",
        other: |team| {
            let edit = BlockerEdit { text: Some("theirs".into()), ..BlockerEdit::default() };
            team.touch_blocker(1, &edit).unwrap();
        },
        held: |team| team.blocker(1).unwrap().text,
    },
    Case {
        form: "team/settings.rs edit",
        made: fixture,
        open: ":Change the team's settings<enter>",
        label: "Team",
        other: |team| drop(team.set_team_all(&[("name", "theirs")]).unwrap()),
        held: |team| Standfast::open(team.path(), team.clock(), "ben").unwrap().team().unwrap().name.clone(),
    },
    Case {
        form: "team/settings.rs edit_status",
        made: fixture,
        open: ":Change a status<enter>doing<enter>",
        label: "Name",
        other: |team| {
            let edit = StatusEdit { name: Some("theirs".into()), ..StatusEdit::default() };
            team.edit_status("doing", &edit).unwrap();
        },
        held: |team| team.workflow().unwrap()[1].name.clone(),
    },
    Case {
        form: "team/people.rs edit_member",
        made: fixture,
        open: ":Change a member<enter>ana<enter>",
        label: "Name",
        other: |team| {
            team.edit_member("ana", &MemberEdit { name: Some("theirs".into()), ..MemberEdit::default() }).unwrap();
        },
        held: |team| team.members().unwrap().iter().find(|member| member.id == 1).unwrap().name.clone(),
    },
    Case {
        form: "review/act.rs edit",
        made: with_review,
        open: "6e<tab><tab><tab>",
        label: "Said",
        other: |team| {
            let said = Showing { note: Some(Some("theirs".into())), ..Showing::default() };
            team.show_item("PAY-1", &said).unwrap();
        },
        held: |team| team.review_view(None).unwrap().demos[0].note.clone().unwrap_or_default(),
    },
];

/// The form open, something typed, and saved after the other window wrote.
fn asked(case: &Case) -> (Screen, Standfast) {
    let Fixture { team, .. } = (case.made)();
    let mut other = Standfast::open(team.path(), team.clock(), "ben").unwrap();
    let mut screen = Screen::open(team);
    screen.keys(case.open).keys("<ctrl-u>mine");
    assert!(screen.text().contains(case.label), "{}:\n{}", case.form, screen.text());
    (case.other)(&mut other);
    assert_eq!((case.held)(&other), "theirs", "{}", case.form);
    screen.keys("<ctrl-s>");
    let text = screen.text();
    for part in [
        format!("Changed by someone else: {}", case.label),
        format!("{}: theirs", case.label),
        format!("{}: mine", case.label),
    ] {
        assert!(text.contains(&part), "{}: {part}\n{text}", case.form);
    }
    assert_eq!((case.held)(&other), "theirs", "{}: saved before it was asked", case.form);
    (screen, other)
}

#[test]
fn what_both_changed_is_asked_about_in_every_form() {
    for case in &CASES {
        let (mut screen, other) = asked(case);
        screen.keys("<down><down><enter>");
        assert_eq!((case.held)(&other), "mine", "{}\n{}", case.form, screen.text());
        assert!(!screen.text().contains("Changed by someone else"), "{}", case.form);

        let (mut screen, other) = asked(case);
        screen.keys("<down><enter>");
        assert_eq!((case.held)(&other), "theirs", "{}\n{}", case.form, screen.text());

        let (mut screen, other) = asked(case);
        screen.keys("<enter>");
        assert!(screen.text().contains("mine"), "{}: what was typed is lost\n{}", case.form, screen.text());
        assert_eq!((case.held)(&other), "theirs", "{}", case.form);
        // It asks again, since nothing was decided.
        screen.keys("<ctrl-s>");
        assert!(screen.text().contains("Changed by someone else"), "{}\n{}", case.form, screen.text());
    }
}

#[test]
fn a_field_that_only_the_other_window_changed_is_taken_over() {
    let Fixture { team, .. } = fixture();
    let mut other = Standfast::open(team.path(), team.clock(), "ben").unwrap();
    let mut screen = Screen::open(team);
    // The kind is a choice, and choices are always written.
    screen.keys("4e<ctrl-u>mine");
    let edit = ItemEdit { milestone: Some(Some("theirs".into())), ..ItemEdit::default() };
    other.edit_item("PAY-1", &edit).unwrap();
    screen.keys("<ctrl-s>");
    let item = other.item("PAY-1").unwrap();
    assert_eq!((item.row.title.as_str(), item.milestone.as_deref()), ("mine", Some("theirs")), "{}", screen.text());

    // The allocation is written with every edit of a member.
    screen.keys(":Change a member<enter>ana<enter><tab>tester");
    other
        .edit_member("ana", &MemberEdit { allocation: Share::of_thousandths(40_000), ..MemberEdit::default() })
        .unwrap();
    screen.keys("<ctrl-s>");
    let ana = other.members().unwrap().into_iter().find(|member| member.name == "ana").unwrap();
    assert_eq!(ana.role.as_deref(), Some("tester"), "{}", screen.text());
    assert_eq!(Some(ana.allocation), Share::of_thousandths(40_000), "{ana:?}");
}

#[test]
fn every_form_that_edits_a_thing_is_tested() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut found = 0;
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                found += text.matches("Form::of_thing(").count();
            }
        }
    }
    assert_eq!(found, CASES.len());
}
