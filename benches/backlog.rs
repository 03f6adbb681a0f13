//! What a key costs in a backlog of a thousand, of a hundred thousand, and of a million items, and what an import costs.
//! `cargo bench` takes the first two; `STANDFAST_BENCH_MILLION=1 cargo bench` the million as well.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a bench that cannot be set up has nothing to say")]

use divan::Bencher;
use standfast::app::Standfast;
use standfast::app::item::Place;
use standfast::app::item::{Cursor, Found};
use standfast::app::team::NewTeam;
use standfast::clock::Clock;
use standfast::domain::filter::read;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::sync::{Mutex, OnceLock};

const FILTERS: [&str; 5] = ["retry -tok", "is:stuck points>5", "status:done", "kind:bug", "is:blocked"];
const TYPED: [&str; 4] = ["pay", "webhook re", "expired tok", "zz"];
const WORDS: [&str; 12] =
    ["Retry", "payment", "webhook", "after", "expired", "token", "report", "ledger", "refund", "queue", "in", "part"];

fn main() {
    divan::main();
}

fn sizes() -> Vec<usize> {
    let most = if std::env::var_os("STANDFAST_BENCH_MILLION").is_some() { 3 } else { 2 };
    [1_000, 100_000, 1_000_000].into_iter().take(most).collect()
}

/// A story-point file of so many items, the same each time.
fn csv(items: usize) -> String {
    let mut text = String::from("issuekey,title,description,storypoint\n");
    for n in 0..items {
        let word = |step: usize| WORDS[(n / step.max(1) + step) % WORDS.len()];
        let _ = writeln!(text, "OLD-{n},{} {} {} {n},{} {},{}", word(1), word(7), word(31), word(3), word(5), n % 9);
    }
    text
}

fn import(team: &mut Standfast, text: String) {
    let options = Options::of_zone(team.zone());
    let mut source = open_csv(Input::of_bytes("bench.csv", text).expect("a file"), &options).expect("a table");
    team.import_items(&mut source, &mut |_| ControlFlow::Continue(())).expect("an import");
}

fn fresh() -> (tempfile::TempDir, Standfast) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut team = Standfast::create(&folder.path().join("bench.db"), Clock::System, "bench").expect("a database");
    let new =
        NewTeam { name: "Bench".into(), prefix: None, zone: standfast::domain::zone::Zone::UTC, members: Vec::new() };
    team.found_team(&new).expect("a team");
    (folder, team)
}

/// One team for each size, filled once.
fn with_team<T>(items: usize, run: impl FnOnce(&mut Standfast) -> T) -> T {
    type Filled = (usize, tempfile::TempDir, Standfast);
    static TEAMS: OnceLock<Mutex<Vec<Filled>>> = OnceLock::new();
    let mut teams = TEAMS.get_or_init(Mutex::default).lock().expect("no bench panicked");
    if !teams.iter().any(|(size, ..)| *size == items) {
        let (folder, mut team) = fresh();
        import(&mut team, csv(items));
        teams.push((items, folder, team));
    }
    let (.., team) = teams.iter_mut().find(|(size, ..)| *size == items).expect("just filled");
    run(team)
}

#[divan::bench(args = sizes())]
fn open_a_database(bencher: Bencher, items: usize) {
    let path = with_team(items, |team| team.path().to_owned());
    bencher.bench(|| Standfast::open(&path, Clock::System, "bench").expect("a database"));
}

#[divan::bench(args = sizes())]
fn first_window(bencher: Bencher, items: usize) {
    with_team(items, |team| bencher.bench_local(|| team.backlog(&Cursor::Top, 40).expect("rows")));
}

#[divan::bench(args = sizes())]
fn next_window_in_the_middle(bencher: Bencher, items: usize) {
    with_team(items, |team| {
        let row = team.item(&format!("OLD-{}", items / 2)).expect("an item").row;
        let cursor = Cursor::After { rank: row.rank, id: row.id };
        bencher.bench_local(|| team.backlog(&cursor, 40).expect("rows"));
    });
}

#[divan::bench(args = sizes())]
fn search_as_you_type_per_key(bencher: Bencher, items: usize) {
    let typed: Vec<&str> = TYPED.iter().flat_map(|text| (1..=text.len()).map(|end| &text[..end])).collect();
    with_team(items, |team| {
        let mut at = 0;
        bencher.bench_local(|| {
            at = (at + 1) % typed.len();
            team.search(typed[at], Found::First, 40).expect("rows")
        });
    });
}

#[divan::bench(args = sizes())]
fn filter_as_you_type_per_key(bencher: Bencher, items: usize) {
    let typed: Vec<&str> = FILTERS.iter().flat_map(|text| (1..=text.len()).map(|end| &text[..end])).collect();
    with_team(items, |team| {
        let mut at = 0;
        bencher.bench_local(|| {
            at = (at + 1) % typed.len();
            let (filter, _) = read(typed[at], &team.known_to_filters().expect("names"));
            team.filtered(&filter, 500).expect("rows")
        });
    });
}

#[divan::bench(args = sizes())]
fn rank_an_item_to_the_top(bencher: Bencher, items: usize) {
    with_team(items, |team| {
        let key = format!("OLD-{}", items - 1);
        bencher.bench_local(|| team.rank_items(&[&key], &Place::Top).expect("a rank"));
    });
}

#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn import_with_journal_and_search(bencher: Bencher, items: usize) {
    bencher.counter(divan::counter::ItemsCount::new(items)).with_inputs(|| (fresh(), csv(items))).bench_local_values(
        |((folder, mut team), text)| {
            import(&mut team, text);
            (folder, team)
        },
    );
}
