//! Filters: the command line, the backlog and a plain look at every item agree.

use crate::ground::{Fixture, fixture, points};
use crate::support::cli::Shell;
use crate::support::screen::Screen;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use regex::Regex;
use standfast::app::Standfast;
use standfast::app::blocker::BlockerEdit;
use standfast::app::item::{ItemEdit, NewItem};
use standfast::app::team::NewMember;
use standfast::clock::Clock;
use standfast::domain::blocker::Cause;
use standfast::domain::item::{Class, Item, Kind};
use standfast::domain::time::Instant;
use standfast::tui::pane;

/// When half of the items are moved, and when they are looked at.
const LATER: &str = "2026-12-02T09:00:00Z";
const LOOK: &str = "2026-12-03T09:00:00Z";

const WORDS: [&str; 12] =
    ["retry", "Retries", "Émile", "STRASSE", "Straße", "network", "split", "ana", "done", "story", "Ops-7", "12"];
const LABELS: [&str; 3] = ["net", "Network", "Émile"];
const PEOPLE: [&str; 4] = ["ana", "ben", "cem", "Anna Bell"];
const POINTS: [f64; 4] = [0.5, 3.0, 5.0, 8.0];

/// An item to be made.
#[derive(Debug, Clone)]
struct Made {
    title: Vec<usize>,
    description: Vec<usize>,
    label: Option<usize>,
    person: Option<usize>,
    points: Option<usize>,
    kind: Kind,
    status: Option<usize>,
    ready: bool,
    blocked: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let words = |most| prop::collection::vec(0..WORDS.len(), 1..most);
    let some = |most: usize| prop::option::of(0..most);
    let facts = (
        some(POINTS.len()),
        prop::sample::select(Kind::ALL.to_vec()),
        some(5),
        any::<bool>(),
        prop::bool::weighted(0.2),
    );
    (words(4), words(3), some(LABELS.len()), some(PEOPLE.len()), facts).prop_map(
        |(title, description, label, person, (points, kind, status, ready, blocked))| Made {
            title,
            description,
            label,
            person,
            points,
            kind,
            status,
            ready,
            blocked,
        },
    )
}

fn text(words: &[usize]) -> String {
    words.iter().map(|at| WORDS[*at]).collect::<Vec<_>>().join(" ")
}

fn make(team: &mut Standfast, made: &Made) {
    let new = NewItem {
        title: text(&made.title),
        description: text(&made.description),
        labels: made.label.map(|at| LABELS[at].to_owned()).into_iter().collect(),
        assignee: made.person.map(|at| PEOPLE[at].to_owned()),
        points: made.points.and_then(|at| points(POINTS[at])),
        kind: made.kind,
        criteria: if made.ready { vec!["It works.".into()] } else { Vec::new() },
        ..NewItem::default()
    };
    let key = team.add_item(&new).unwrap().value;
    match made.status {
        Some(4) => drop(team.drop_items(&[&key], "no").unwrap()),
        Some(at) => drop(team.move_item(&key, ["todo", "doing", "review", "done"][at]).unwrap()),
        None => {}
    }
    if made.blocked && !matches!(made.status, Some(3 | 4)) {
        let (text, cause) = (Some("Waits".into()), Some(Cause::External));
        team.raise_blocker(&BlockerEdit { text, cause, add_items: vec![key], ..BlockerEdit::default() }).unwrap();
    }
}

/// One term of a filter.
#[derive(Debug, Clone)]
enum Term {
    Words(String),
    Phrase(String),
    Person(usize),
    Nobody,
    Label(usize),
    Status(&'static str),
    Kind(Kind),
    Is(&'static str),
    Points(&'static str, f64),
    NoPoints,
    Key(i64),
}

fn term() -> impl Strategy<Value = (bool, Term)> {
    let begun =
        (0..WORDS.len(), 1usize..8).prop_map(|(at, length)| Term::Words(WORDS[at].chars().take(length).collect()));
    let both = (0..WORDS.len(), 0..WORDS.len()).prop_map(|(one, other)| Term::Phrase(text(&[one, other])));
    let is = prop::sample::select(vec!["ready", "blocked", "stuck", "open", "finished", "dropped"]);
    let sign = prop::sample::select(vec!["<", "<=", "=", ">=", ">"]);
    let status = prop::sample::select(vec!["todo", "doing", "review", "done"]);
    let term = prop_oneof![
        4 => begun,
        1 => both,
        2 => (0..PEOPLE.len()).prop_map(Term::Person),
        1 => Just(Term::Nobody),
        2 => (0..LABELS.len()).prop_map(Term::Label),
        2 => status.prop_map(Term::Status),
        1 => prop::sample::select(Kind::ALL.to_vec()).prop_map(Term::Kind),
        3 => is.prop_map(Term::Is),
        2 => (sign, prop::sample::select(POINTS.to_vec())).prop_map(|(sign, points)| Term::Points(sign, points)),
        1 => Just(Term::NoPoints),
        1 => (1..20i64).prop_map(Term::Key),
    ];
    (prop::bool::weighted(0.25), term)
}

fn typed(terms: &[(bool, Term)]) -> String {
    let one = |(excluded, term): &(bool, Term)| {
        let term = match term {
            Term::Words(word) => word.clone(),
            Term::Phrase(words) => format!("\"{words}\""),
            Term::Person(at) => format!("@\"{}\"", PEOPLE[*at]),
            Term::Nobody => "@nobody".to_owned(),
            Term::Label(at) => format!("#{}", LABELS[*at]),
            Term::Status(name) => format!("status:{name}"),
            Term::Kind(kind) => format!("kind:{}", kind.word()),
            Term::Is(is) => format!("is:{is}"),
            Term::Points(sign, points) => format!("points{sign}{points}"),
            Term::NoPoints => "points:none".to_owned(),
            Term::Key(number) => format!("pay-{number}"),
        };
        format!("{}{term}", if *excluded { "-" } else { "" })
    };
    terms.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The words of a text: small letters, no accents, as far as these tests have any.
fn plain(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('é', "e").replace('ß', "ss");
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a text has the words one after the other, the last as far as it is written.
fn has(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (plain(text), plain(wanted));
    let last = wanted.len() - 1;
    (0..text.len().saturating_sub(last))
        .any(|from| text[from..from + last] == wanted[..last] && text[from + last].starts_with(wanted[last].as_str()))
}

/// What is true of an item, asked one fact at a time; `slow` is whether it is long in its status.
fn holds(term: &Term, item: &Item, slow: bool) -> bool {
    let row = &item.row;
    let open = matches!(row.class, Class::Waiting | Class::Active);
    let points = row.points.map(standfast::domain::points::Points::value);
    match term {
        Term::Words(words) | Term::Phrase(words) => {
            let labels = item.labels.iter().chain(&row.assignee).map(String::as_str);
            let own = [row.title.as_str(), &item.description, &row.status, row.kind.word()];
            own.into_iter().chain(labels).any(|text| has(text, words)) || format!("PAY-{words}") == row.key
        }
        Term::Person(at) => row.assignee.as_deref() == Some(PEOPLE[*at]),
        Term::Nobody => row.assignee.is_none(),
        Term::Label(at) => item.labels.iter().any(|label| label == LABELS[*at]),
        Term::Status(name) => row.status == *name,
        Term::Kind(kind) => row.kind == *kind,
        Term::Is("ready") => open && row.not_ready.is_empty(),
        Term::Is("blocked") => open && row.blocked,
        Term::Is("stuck") => open && (row.blocked || row.class == Class::Active && row.assignee.is_none() || slow),
        Term::Is("open") => open,
        Term::Is("finished") => row.class == Class::Finished,
        Term::Is(_) => row.class == Class::Dropped,
        Term::Points("<", than) => points.is_some_and(|own| own < *than),
        Term::Points("<=", than) => points.is_some_and(|own| own <= *than),
        Term::Points("=", than) => points == Some(*than),
        Term::Points(">=", than) => points.is_some_and(|own| own >= *than),
        Term::Points(_, than) => points.is_some_and(|own| own > *than),
        Term::NoPoints => points.is_none(),
        Term::Key(number) => row.key == format!("PAY-{number}"),
    }
}

pub fn at(moment: &str) -> Clock {
    Clock::Fixed(Instant::parse(moment).unwrap())
}

/// A team with these items, the second half of them moved later, as somebody opens it later still.
fn team_of(made: &[Made]) -> (Fixture, std::path::PathBuf) {
    let mut fixture = fixture();
    let path = fixture.team.path().to_owned();
    let anna = NewMember { name: "Anna Bell".into(), ..NewMember::default() };
    fixture.team.add_member(&anna).unwrap();
    // Every label is on an item, so that it can be asked for.
    let labels = LABELS.map(str::to_owned).to_vec();
    fixture.team.edit_item("PAY-1", &ItemEdit { add_labels: labels, ..ItemEdit::default() }).unwrap();
    let (first, then) = made.split_at(made.len() / 2);
    for made in first {
        make(&mut fixture.team, made);
    }
    let mut later = Standfast::open(&path, at(LATER), "fay").unwrap();
    for made in then {
        make(&mut later, made);
    }
    fixture.team = Standfast::open(&path, at(LOOK), "fay").unwrap();
    (fixture, path)
}

/// The keys that the backlog shows, from top to bottom.
pub fn shown(screen: &Screen) -> Vec<String> {
    let key = Regex::new(r"(?m)^[▌ ]+(PAY-\d+) ").unwrap();
    key.captures_iter(&screen.text()).map(|found| found[1].to_owned()).collect()
}

pub fn keys_of(typed: &str) -> String {
    typed.replace('<', "<lt>").replace(' ', "<space>")
}

/// The items that a filter lets through by a plain look at each, in the order of a list.
fn expected(items: &[Item], terms: &[(bool, Term)]) -> Vec<String> {
    let is_slow = |item: &Item| item.row.status != "todo" && item.row.status_since < Instant::parse(LATER).unwrap();
    let passes = |item: &&Item| terms.iter().all(|(excluded, term)| holds(term, item, is_slow(item)) != *excluded);
    let names = |item: &&Item| {
        let is_key = |term: &Term| match term {
            Term::Key(number) => item.row.key == format!("PAY-{number}"),
            Term::Words(words) => item.row.key == format!("PAY-{words}"),
            _ => false,
        };
        terms.iter().any(|(excluded, term)| !excluded && is_key(term))
    };
    let mut passing: Vec<&Item> = items.iter().filter(passes).collect();
    passing.sort_by_key(|item| {
        let ended = item.row.class.is_ended();
        let rank = if ended { String::new() } else { item.row.rank.clone() };
        (!names(item), ended, rank, if ended { -item.row.id } else { item.row.id })
    });
    passing.iter().map(|item| item.row.key.clone()).collect()
}

#[test]
fn the_command_line_the_backlog_and_a_plain_look_agree() {
    let terms = prop::collection::vec(prop::collection::vec(term(), 1..4), 12);
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let strategy = (prop::collection::vec(made(), 4..22), terms);
    // How many filters were compared, and how many items they let through.
    let counts = std::cell::Cell::new((0, 0));
    runner
        .run(&strategy, |(made, filters)| {
            let (fixture, path) = team_of(&made);
            let keys = fixture.team.backlog_totals().unwrap();
            let count = keys.open + keys.finished + keys.dropped;
            let items: Vec<Item> = (1..=count).map(|n| fixture.team.item(&format!("PAY-{n}")).unwrap()).collect();
            let mut shell = Shell::new();
            shell.set("STANDFAST_DB", path.to_str().unwrap());
            shell.set("STANDFAST_NOW", LOOK);
            let mut screen = Screen::with(pane::all(), fixture.team, (100, 60), &[]);
            screen.keys("4");
            for terms in filters {
                let typed = typed(&terms);
                let expected = expected(&items, &terms);
                screen.keys(&format!("/{}<enter>", keys_of(&typed)));
                prop_assert_eq!(&shown(&screen), &expected, "the pane: {}\n{}", &typed, screen.text());
                let counted = format!("· {} of {count}", expected.len());
                prop_assert!(screen.text().contains(&counted), "{}\n{}", &typed, screen.text());
                screen.keys("<esc>");
                prop_assert!(!screen.text().contains("filter:"), "one Esc clears it");
                let list = shell.run(&["item", "list", "--json", "--limit", "1000", "--", &typed]);
                let list: serde_json::Value = serde_json::from_str(&list.stdout).unwrap();
                let listed: Vec<&str> =
                    list["items"].as_array().unwrap().iter().map(|item| item["key"].as_str().unwrap()).collect();
                prop_assert_eq!(&listed, &expected, "the command line: {}", &typed);
                let (compared, through) = counts.get();
                counts.set((compared + 1, through + expected.len()));
            }
            Ok(())
        })
        .unwrap();
    let (compared, through) = counts.get();
    assert!(compared >= 144 && through > 300, "{compared} filters let {through} items through");
}
