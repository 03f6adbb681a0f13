//! How many statements a key runs: few, and no more of them when the team, the sprint or the past is larger.
//!
//! `cargo test --locked --test it statements -- --nocapture` prints the table.

mod teams;

use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::tui::command::{Command, CommandSpec, TABLE};
use standfast::tui::pane;
use standfast::tui::pane::Tab;
use standfast::tui::scope::Scope;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use teams::Team;

/// The most for a move inside a list.
const MOVE: usize = 12;
/// The demo team and two made-up ones.
const TEAMS: usize = 3;
/// The most for everything else: opening a tab, or a write with its redraw.
const KEY: usize = 25;

/// What is typed before the key under test, by the scope that then has the keys.
const PLACES: &[(&str, &str)] = &[
    ("Standup", "1"),
    ("Standup, under way", "1b"),
    ("Standup, one has spoken", "1bn"),
    ("Board", "2"),
    ("Plan", "3"),
    ("Backlog", "4"),
    ("Backlog, filtered", "4/work<enter>"),
    ("Blockers", "5"),
    ("Review", "6"),
    ("Review, begun", "6b<enter>"),
    ("Retro", "7"),
    ("Retro, begun", "7b"),
    ("Item", "4<enter>"),
    ("Close", "2X"),
    ("Requests", "4r"),
    ("Lock", "3L"),
    ("Chart", "2D"),
    ("Report", "2M"),
    ("Velocity", "2V"),
    ("History", "4U"),
    ("Team", "2@"),
];

/// More than one key: what is typed first, and then the key that is counted.
const SEQUENCES: &[(&str, &str, &str)] = &[
    ("open the cockpit", "", ""),
    ("save a re-estimate request", "4c", "<ctrl-s>"),
    ("undo a move of a card", "2L", "u"),
    ("redo a move of a card", "2Lu", "<ctrl-r>"),
    ("undo a rank", "4J", "u"),
    ("type in a search", "4/wor", "k"),
];

struct Counted {
    place: &'static str,
    /// The command's name, or what the sequence does.
    key: String,
    budget: usize,
    statements: Vec<String>,
}

/// Moves, in an order in which each of them goes somewhere.
const MOVES: [&str; 8] = ["down", "up", "bottom", "page-up", "page-down", "top", "right", "left"];

/// A cockpit on a copy of a team's database, on a screen wide enough for everything.
struct Cockpit {
    _folder: tempfile::TempDir,
    screen: Screen,
    /// What was run until the first screen was drawn.
    first: Vec<String>,
}

impl Cockpit {
    fn open(team: &Team, keys: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("team.db");
        std::fs::copy(&team.path, &path).unwrap();
        let standfast = Standfast::open(&path, team.clock, &team.actor).unwrap();
        standfast.count_statements();
        let mut screen = Screen::with(pane::all(), standfast, (140, 40), &[]);
        let first = screen.shell.standfast().statements();
        screen.keys(keys);
        Self { _folder: folder, screen, first }
    }

    fn scope(&self) -> Scope {
        self.screen.shell.scope()
    }

    fn press(&mut self, keys: &str) -> Vec<String> {
        self.screen.shell.standfast().count_statements();
        self.screen.keys(keys);
        self.screen.shell.standfast().statements()
    }
}

fn typed(key: &str) -> String {
    if key.chars().count() == 1 { key.replace('<', "<lt>") } else { format!("<{key}>") }
}

/// The commands with a key that work in a place: first the moves. A tab is opened from one other tab, for the shell
/// opens it alike from all; what tabs share is not pressed again in the places inside them.
fn commands(leaf: Scope, is_tab: bool) -> Vec<&'static CommandSpec> {
    let left_out = [Command::Quit, Command::Suspend, Command::NextTab, Command::PreviousTab];
    let scopes = |row: &CommandSpec| {
        leaf.chain().contains(&row.scope) && (is_tab || row.scope == leaf || row.scope == Scope::Move)
    };
    let from = |tab: &Tab| if tab.scope == Scope::Board { Scope::Plan } else { Scope::Board };
    let mut rows: Vec<&CommandSpec> = TABLE
        .iter()
        .filter(|row| scopes(row) && !row.keys.trim().is_empty() && !left_out.contains(&row.command))
        .filter(|row| Tab::behind(row.command).is_none_or(|tab| from(tab) == leaf))
        .collect();
    rows.sort_by_key(|row| MOVES.iter().position(|name| *name == row.name).unwrap_or(MOVES.len()));
    rows
}

/// Presses every key of every place, and the sequences. After a write, or where Esc does not lead back, the next key is
/// pressed in a new cockpit.
fn count(team: &Team) -> Vec<Counted> {
    let mut counted = Vec::new();
    for (place, before) in PLACES {
        let mut cockpit = Cockpit::open(team, before);
        let leaf = cockpit.scope();
        let mut stale = false;
        for row in commands(leaf, before.len() == 1) {
            if stale {
                cockpit = Cockpit::open(team, before);
            }
            let key = row.keys.split_whitespace().next().unwrap_or_default();
            let statements = cockpit.press(&typed(key));
            let wrote = statements.iter().any(|sql| sql.starts_with("BEGIN"));
            if !wrote && cockpit.scope() != leaf {
                cockpit.screen.keys(if Tab::behind(row.command).is_some() { before } else { "<esc>" });
            }
            stale = wrote || cockpit.scope() != leaf;
            // On an item's page a move to the side ticks a criterion.
            let budget = if row.scope == Scope::Move && !wrote { MOVE } else { KEY };
            counted.push(Counted { place, key: row.name.to_owned(), budget, statements });
        }
    }
    for (what, before, key) in SEQUENCES {
        let mut cockpit = Cockpit::open(team, before);
        let statements = if key.is_empty() { cockpit.first } else { cockpit.press(key) };
        counted.push(Counted { place: "", key: (*what).to_owned(), budget: KEY, statements });
    }
    counted
}

/// By key: its budget, and the statements that it runs in each team. Where a key has nothing to act on, it runs none.
type Table = BTreeMap<String, (usize, [usize; TEAMS])>;

fn table(teams: &[Vec<Counted>]) -> Table {
    let mut table = Table::new();
    for (n, counted) in teams.iter().enumerate() {
        for one in counted {
            let (budget, counts) = table.entry(one.name()).or_default();
            *budget = (*budget).max(one.budget);
            counts[n] = one.statements.len();
        }
    }
    table
}

impl Counted {
    fn name(&self) -> String {
        if self.place.is_empty() { self.key.clone() } else { format!("{}: {}", self.place, self.key) }
    }

    /// What it runs more than once, most often first.
    fn repeated(&self) -> String {
        let mut times = BTreeMap::<&str, usize>::new();
        for sql in &self.statements {
            *times.entry(sql).or_default() += 1;
        }
        let mut often: Vec<_> = times.into_iter().collect();
        often.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        often.iter().fold(String::new(), |mut out, (sql, n)| {
            let line: String = sql.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(150).collect();
            let _ = writeln!(out, "    {n} × {line}");
            out
        })
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the table is for a person to read: cargo test -- --nocapture")]
fn a_key_runs_few_statements_and_no_more_in_a_larger_team() {
    let sizes = [(15, 60, 4), (21, 84, 5)].map(|(people, items, past)| teams::Size { people, items, past });
    let all = std::thread::scope(|scope| {
        let demo = scope.spawn(|| count(&teams::demo()));
        let others = sizes.map(|size| scope.spawn(move || count(&teams::generated(size))));
        let mut all = vec![demo.join().unwrap()];
        all.extend(others.map(|other| other.join().unwrap()));
        all
    });
    println!("{:50} {:>6} {:>5} {:>5} {:>5}", "statements of", "budget", "demo", "15", "21");
    let (mut too_many, mut grows) = (Vec::new(), Vec::new());
    let table = table(&all);
    for (name, (budget, counts)) in &table {
        let most = counts.iter().copied().max().unwrap_or(0);
        let [demo, small, large] = counts;
        println!("{name:50} {budget:>6} {demo:>5} {small:>5} {large:>5}");
        if most > *budget {
            too_many.push((name.as_str(), most));
        }
        if large > small {
            grows.push(name.as_str());
        }
    }
    if let Ok(wanted) = std::env::var("SHOW") {
        for one in all.iter().flatten().filter(|one| wanted.split(',').any(|part| one.name().contains(part))) {
            println!("{} ({})\n{}", one.name(), one.statements.len(), one.repeated());
        }
    }
    assert!(too_many.is_empty(), "more statements than the budget: {too_many:?}");
    assert!(grows.is_empty(), "more statements in the larger team: {grows:?}");
}
