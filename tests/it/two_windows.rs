//! Two windows on one value: the later save does not overwrite the earlier one in silence, in any form, line or place
//! that edits what is there.

use crate::ground::{Fixture, fixture, locked};
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::ItemEdit;
use standfast::app::review::Showing;
use standfast::app::standup::Say;
use standfast::app::team::{AbsenceEdit, MemberEdit, StatusEdit};
use standfast::domain::share::Share;
use standfast::domain::sprint::SprintEdit;

/// A form or a line, what the other window does while it is open, and what is there then.
struct Case {
    /// The call of `Form::of_thing`, `Ask::of_thing` or `Typing::new` that it tests.
    form: &'static str,
    made: fn() -> Fixture,
    /// The keys that open the form, on the field.
    open: &'static str,
    label: &'static str,
    /// What is typed here, and what the other window writes.
    mine: &'static str,
    theirs: &'static str,
    /// The key that saves, and where one goes back to.
    save: (&'static str, &'static str),
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

fn with_absence() -> Fixture {
    let mut fixture = locked();
    let day = "2026-11-26".parse().unwrap();
    fixture.team.add_absence("ana", day, day, Some("Before")).unwrap();
    fixture
}

fn with_note() -> Fixture {
    let mut fixture = crate::retro::begun();
    fixture.team.add_note("went", "Before", None).unwrap();
    fixture
}

fn with_group() -> Fixture {
    let mut fixture = with_note();
    fixture.team.add_note("went", "Alike", None).unwrap();
    fixture.team.group_notes(1, &[2], Some("Before")).unwrap();
    fixture
}

const FORM: (&str, &str) = ("<ctrl-s>", "form");
const LINE: (&str, &str) = ("<enter>", "line");

const CASES: [Case; 15] = [
    Case {
        form: "item/form.rs edit",
        made: fixture,
        open: "4e",
        label: "Title",
        mine: "mine",
        theirs: "theirs",
        save: FORM,
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
        mine: "mine",
        theirs: "theirs",
        save: FORM,
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
        mine: "mine",
        theirs: "theirs",
        save: FORM,
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
        mine: "mine",
        theirs: "theirs",
        save: FORM,
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
        mine: "mine",
        theirs: "theirs",
        save: FORM,
        other: |team| drop(team.set_team_all(&[("name", "theirs")]).unwrap()),
        held: |team| Standfast::open(team.path(), team.clock(), "ben").unwrap().team().unwrap().name.clone(),
    },
    Case {
        form: "team/settings.rs edit_status",
        made: fixture,
        open: ":Change a status<enter>doing<enter>",
        label: "Name",
        mine: "mine",
        theirs: "theirs",
        save: FORM,
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
        mine: "mine",
        theirs: "theirs",
        save: FORM,
        other: |team| {
            team.edit_member("ana", &MemberEdit { name: Some("theirs".into()), ..MemberEdit::default() }).unwrap();
        },
        held: |team| team.members().unwrap().iter().find(|member| member.id == 1).unwrap().name.clone(),
    },
    Case {
        form: "team/people.rs last_day",
        made: locked,
        open: "2@d",
        label: "Last day",
        mine: "2026-12-03",
        theirs: "2026-12-02",
        save: FORM,
        other: |team| {
            let ends_on = Some("2026-12-02".parse().ok());
            team.edit_member("ana", &MemberEdit { ends_on, ..MemberEdit::default() }).unwrap();
        },
        held: |team| team.members().unwrap()[0].ends_on.unwrap().to_string(),
    },
    Case {
        form: "team/days.rs edit_absence",
        made: with_absence,
        open: "2@Ge<tab><tab><tab>",
        label: "Note",
        mine: "mine",
        theirs: "theirs",
        save: FORM,
        other: |team| {
            let id = team.absences().unwrap()[0].id;
            let note = Some(Some("theirs".into()));
            team.edit_absence(id, &AbsenceEdit { note, ..AbsenceEdit::default() }).unwrap();
        },
        held: |team| team.absences().unwrap()[0].note.clone().unwrap_or_default(),
    },
    Case {
        form: "review/act.rs edit",
        made: with_review,
        open: "6e<tab><tab><tab>",
        label: "Said",
        mine: "mine",
        theirs: "theirs",
        save: FORM,
        other: |team| {
            let said = Showing { note: Some(Some("theirs".into())), ..Showing::default() };
            team.show_item("PAY-1", &said).unwrap();
        },
        held: |team| team.review_view(None).unwrap().demos[0].note.clone().unwrap_or_default(),
    },
    Case {
        form: "item/mod.rs ask_points",
        made: fixture,
        open: "4p",
        label: "Points of PAY-1 (now 3)",
        mine: "5",
        theirs: "8",
        save: LINE,
        other: |team| {
            let points = Some(standfast::domain::points::Points::new(8.0));
            team.edit_item("PAY-1", &ItemEdit { points, ..ItemEdit::default() }).unwrap();
        },
        held: |team| team.item("PAY-1").unwrap().row.points.unwrap().to_string(),
    },
    Case {
        form: "retro/act.rs edit_note",
        made: with_note,
        open: "7Ge",
        label: "Note 1",
        mine: "mine",
        theirs: "theirs",
        save: LINE,
        other: |team| drop(team.edit_note(1, Some("theirs"), None).unwrap()),
        held: |team| team.retro_view(None).unwrap().topics[0].text.clone(),
    },
    Case {
        form: "retro/act.rs edit_note",
        made: with_group,
        open: "7Ge",
        label: "Name of group 1",
        mine: "mine",
        theirs: "theirs",
        save: LINE,
        other: |team| drop(team.group_notes(1, &[], Some("theirs")).unwrap()),
        held: |team| team.retro_view(None).unwrap().topics[0].text.clone(),
    },
    Case {
        form: "review/act.rs present",
        made: with_review,
        open: "6w",
        label: "Who is present",
        mine: "mine",
        theirs: "theirs",
        save: FORM,
        other: |team| drop(team.set_review_present(&["theirs".to_owned()]).unwrap()),
        held: |team| team.review_view(None).unwrap().review.unwrap().present.join(", "),
    },
    Case {
        form: "standup/mod.rs type_words",
        made: fixture,
        open: "1i",
        label: "ana, today",
        mine: "mine",
        theirs: "theirs",
        save: LINE,
        other: |team| {
            let say = Say { today: Some("theirs".to_owned()), ..Say::default() };
            team.check_in(Some("ana"), &say).unwrap();
        },
        held: |team| {
            let facts = team.standup_facts().unwrap();
            facts.people.into_iter().find(|one| one.name == "ana").unwrap().words.today.unwrap_or_default()
        },
    },
];

/// The form or line open, something typed, and saved after the other window wrote.
fn asked(case: &Case) -> (Screen, Standfast) {
    let Fixture { team, .. } = (case.made)();
    let mut other = Standfast::open(team.path(), team.clock(), "ben").unwrap();
    let mut screen = Screen::open(team);
    screen.keys(case.open).keys("<ctrl-u>").keys(case.mine);
    assert!(screen.text().contains(case.mine), "{}:\n{}", case.form, screen.text());
    (case.other)(&mut other);
    assert_eq!((case.held)(&other), case.theirs, "{}", case.form);
    screen.keys(case.save.0);
    let text = screen.text();
    for part in [
        format!("Changed by someone else: {}", case.label),
        format!("{}: {}", case.label, case.theirs),
        format!("{}: {}", case.label, case.mine),
        format!("Go back to the {}", case.save.1),
    ] {
        assert!(text.contains(&part), "{}: {part}\n{text}", case.form);
    }
    assert_eq!((case.held)(&other), case.theirs, "{}: saved before it was asked", case.form);
    (screen, other)
}

#[test]
fn what_both_changed_is_asked_about_wherever_a_value_is_edited() {
    for case in &CASES {
        let (mut screen, other) = asked(case);
        screen.keys("<down><down><enter>");
        assert_eq!((case.held)(&other), case.mine, "{}\n{}", case.form, screen.text());
        assert!(!screen.text().contains("Changed by someone else"), "{}", case.form);

        let (mut screen, other) = asked(case);
        screen.keys("<down><enter>");
        assert_eq!((case.held)(&other), case.theirs, "{}\n{}", case.form, screen.text());

        let (mut screen, other) = asked(case);
        screen.keys("<enter>");
        assert!(screen.text().contains(case.mine), "{}: what was typed is lost\n{}", case.form, screen.text());
        assert_eq!((case.held)(&other), case.theirs, "{}", case.form);
        // It asks again, since nothing was decided.
        screen.keys(case.save.0);
        assert!(screen.text().contains("Changed by someone else"), "{}\n{}", case.form, screen.text());
    }
}

#[test]
fn a_line_in_which_nobody_typed_does_not_bring_the_old_value_back() {
    let Fixture { team, .. } = with_note();
    let mut other = Standfast::open(team.path(), team.clock(), "ben").unwrap();
    let mut screen = Screen::open(team);
    screen.keys("7Ge");
    other.edit_note(1, Some("theirs"), None).unwrap();
    screen.keys("<enter>");
    assert_eq!(other.retro_view(None).unwrap().topics[0].text, "theirs", "{}", screen.text());
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
fn everything_that_edits_a_value_is_tested() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut found = 0;
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                for call in ["Form::of_thing(", "Ask::of_thing(", "Typing::new(&person"] {
                    found += text.matches(call).count();
                }
            }
        }
    }
    let tested: std::collections::BTreeSet<&str> = CASES.iter().map(|case| case.form).collect();
    assert_eq!(found, tested.len(), "{tested:?}");
}
