//! What commands and keys cost after 3 sprints of eight people, and after 130, and what a sprint adds to the file.
//! `cargo bench --locked --bench histories`; the second history takes about a minute to play.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a bench says what it finds, and stops if it cannot be set up"
)]

#[path = "../tests/it/support/years.rs"]
mod years;

use divan::Bencher;
use standfast::app::Standfast;
use standfast::app::item::Cursor;
use standfast::app::log::LogFilter;
use std::sync::{Mutex, OnceLock};
use years::{Size, Years};

const SPRINTS: [i64; 2] = [3, 130];
const SIZE: Size = Size { people: 8, items: 18, days: 10 };

fn main() {
    with_team(0, |_, _| ());
    divan::main();
}

/// One team for each history, in which a standup is under way in the middle of the sprint after it.
fn with_team<T>(sprints: i64, run: impl FnOnce(&mut Standfast, i64) -> T) -> T {
    static TEAMS: OnceLock<Mutex<Vec<Years>>> = OnceLock::new();
    let mut teams = TEAMS.get_or_init(|| Mutex::new(play())).lock().expect("no bench panicked");
    let at = teams.iter().position(|team| team.sprints == sprints).unwrap_or(0);
    run(&mut teams[at].team, sprints)
}

/// Plays one history, of which the short one is the beginning.
fn play() -> Vec<Years> {
    let mut years = Years::found(SIZE).expect("a team");
    let mut sizes = Vec::new();
    let teams = SPRINTS.map(|sprints| {
        years.play(sprints).expect("its history");
        let mut now = years.copy().expect("a copy");
        sizes.push(now.folder.path().join("team.db").metadata().map_or(0, |file| file.len()) / 1024);
        now.play_to_the_middle().expect("its present");
        now
    });
    if let ([few, many], [small, large]) = (SPRINTS, sizes.as_slice()) {
        let each = (large - small) / u64::try_from(many - few).unwrap_or(1);
        println!("{small} KiB after {few} sprints, {large} KiB after {many}: {each} KiB a sprint");
    }
    teams.into()
}

#[divan::bench(args = SPRINTS)]
fn open_a_database(bencher: Bencher, sprints: i64) {
    with_team(sprints, |team, _| {
        let (path, clock) = (team.path().to_owned(), team.clock());
        bencher.bench_local(|| Standfast::open(&path, clock, "bench").expect("a database"));
    });
}

/// A question about the team, asked again and again.
fn ask<T>(bencher: Bencher, sprints: i64, question: impl Fn(&Standfast, i64) -> standfast::error::Result<T>) {
    with_team(sprints, |team, closed| bencher.bench_local(|| question(team, closed).expect("an answer")));
}

#[divan::bench(args = SPRINTS)]
fn backlog(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.backlog(&Cursor::Top, 40));
}

#[divan::bench(args = SPRINTS)]
fn board(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.board());
}

#[divan::bench(args = SPRINTS)]
fn sprint(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, closed| team.sprint_view(closed + 1));
}

#[divan::bench(args = SPRINTS)]
fn burndown(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, closed| team.burndown(closed, None));
}

#[divan::bench(args = SPRINTS)]
fn standup_facts(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.standup_facts());
}

#[divan::bench(args = SPRINTS)]
fn experience(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.experience());
}

#[divan::bench(args = SPRINTS)]
fn review(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, closed| team.review_view(Some(closed)));
}

#[divan::bench(args = SPRINTS)]
fn retro(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, closed| team.retro_view(Some(closed)));
}

#[divan::bench(args = SPRINTS)]
fn velocity(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.velocity());
}

#[divan::bench(args = SPRINTS)]
fn last_operations(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.log(&LogFilter { limit: 20, ..LogFilter::default() }));
}

#[divan::bench(args = SPRINTS, sample_count = 5, sample_size = 1)]
fn doctor(bencher: Bencher, sprints: i64) {
    ask(bencher, sprints, |team, _| team.doctor());
}

#[divan::bench(args = SPRINTS)]
fn pause_a_standup_and_undo(bencher: Bencher, sprints: i64) {
    with_team(sprints, |team, _| {
        bencher.bench_local(|| {
            team.pause_standup().expect("a pause");
            team.undo(None).expect("the pause taken back")
        });
    });
}
