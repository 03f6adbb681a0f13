//! What only a real terminal shows: it is given back however the program ends, and nothing runs when nothing happens.

use crate::shell::Counting;
use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use ratatui::Frame;
use ratatui::layout::Rect;
use rustix::process::Signal;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::config::{Config, Environment};
use standfast::error::Result;
use standfast::tui::command::Command;
use standfast::tui::pane::{Pane, Tab};
use standfast::tui::scope::Scope;
use standfast::tui::view::{Ctx, Next, View};
use standfast::tui::welcome::FirstRun;
use std::path::Path;

/// Names the database for `a_child_with_faults`.
const CHILD: &str = "STANDFAST_TEST_CHILD";

fn cockpit(shell: &Shell) -> Terminal {
    cockpit_with(shell, &[])
}

fn cockpit_with(shell: &Shell, more: &[(&str, &str)]) -> Terminal {
    let mut variables = shell.variables().to_vec();
    for (name, value) in more {
        variables.retain(|(known, _)| known != name);
        variables.push(((*name).to_owned(), (*value).to_owned()));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], &variables, (80, 24));
    terminal.waits_for("Mesos").waits_for("quit");
    terminal
}

#[test]
fn the_terminal_is_given_back_after_quit_and_ctrl_c() {
    let shell = Shell::with_team();
    for keys in ["q", "\u{3}"] {
        let mut terminal = cockpit(&shell);
        terminal.is_taken();
        assert_eq!(terminal.types(keys).ends(), 0);
        terminal.is_as_before();
    }
}

#[test]
fn the_terminal_is_given_back_after_signals() {
    let shell = Shell::with_team();
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::HUP, 129)] {
        let mut terminal = cockpit(&shell);
        assert_eq!(terminal.signal(signal).ends(), code);
        terminal.is_as_before();
    }
}

#[test]
fn a_light_terminal_gets_dark_letters() {
    let shell = Shell::with_team();
    let colours = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
    for (answer, is_light) in [("ffff/ffff/ffff", true), ("0000/0000/0000", false)] {
        let mut terminal = cockpit_with(&shell, &colours);
        assert!(terminal.raw().contains("\x1b]11;?"), "it asks");
        terminal.types(&format!("\x1b]11;rgb:{answer}\x1b\\")).types("4").waits_for("The backlog is empty");
        // The ink of the light theme, which is drawn with once the answer is there.
        assert_eq!(terminal.raw().contains("38;2;31;36;48"), is_light, "{answer}");
        assert_eq!(terminal.types("q").ends(), 0);
    }
}

#[test]
fn a_terminal_of_any_size_is_drawn_on() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    for size in [(30_000, 30_000), (65_535, 1), (1, 65_535), (1, 1)] {
        terminal.claims(size);
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    terminal.claims((80, 24)).types("4").waits_for("The backlog is empty");
    assert_eq!(terminal.types("q").ends(), 0);
}

#[test]
fn a_closed_window_ends_the_program() {
    let shell = Shell::with_team();
    assert_eq!(cockpit(&shell).hangs_up().ends(), 129);
}

#[test]
fn stopping_and_going_on_draws_everything_again() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    terminal.types("\u{1a}").waits_for_state('T');
    terminal.is_as_before();
    let before = terminal.raw().len();
    terminal.signal(Signal::CONT).waits_for("Mesos").types("?").waits_for("Keys: ");
    assert!(terminal.raw()[before..].contains("Mesos"), "all of it is drawn again");
    terminal.is_taken();
    // Stopped from outside, the terminal keeps what the shell made of it; going on takes it again.
    terminal.signal(Signal::STOP).waits_for_state('T').signal(Signal::CONT).types("\u{1b}").waits_without("Keys: ");
    assert_eq!(terminal.types("q").ends(), 0);
    terminal.is_as_before();
}

#[test]
fn no_broken_sequence_makes_the_keyboard_deaf() {
    let shell = Shell::with_team();
    // Begun and never ended: answers, reports of the mouse, keys, a paste, half a character.
    for noise in
        ["\x1b]", "\x1b]11;rgb:", "\x1bP", "\x1b_G", "\x1b[", "\x1b[<", "\x1b[<0;5", "\x1bO", "\x1b[200~a", "\u{e4}"]
    {
        let mut terminal = cockpit(&shell);
        terminal.types(noise);
        // Longer than the longest patience; a test that is late does no harm.
        std::thread::sleep(std::time::Duration::from_millis(1200));
        assert_eq!(terminal.types("\x1b").types("q").ends(), 0, "deaf after {noise:?}");
    }
}

#[test]
fn an_escape_and_a_quick_key_are_both_keys() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    terminal.types("?").waits_for("Esc close");
    // In one write, as a quick hand, a macro and tmux send them.
    terminal.types("\x1b4").waits_without("Esc close").waits_for("The backlog is empty");
    assert_eq!(terminal.types("\x1bq").ends(), 0);
}

#[test]
fn another_size_is_drawn_at_once() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    terminal.resize((50, 10)).waits_for("Standfast needs 60×16; this is 50×10.");
    terminal.resize((120, 40)).waits_for("quit").waits_without("needs 60");
    for step in 0..200_u16 {
        terminal.resize((1 + step * 7 % 150, 1 + step * 5 % 60));
    }
    terminal.resize((90, 30)).waits_for("Mesos").waits_for("quit");
    assert_eq!(terminal.types("q").ends(), 0);
}

#[test]
fn another_process_write_appears_by_itself() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    shell.does("sprint new --start 2026-11-23 --end 2026-12-04 --goal \"Agents recover\"");
    terminal.waits_for("Agents recover");
}

#[test]
fn nothing_runs_when_nothing_happens() {
    let shell = Shell::with_team();
    let mut terminal = cockpit(&shell);
    terminal.types("?").waits_for("Keys: ").waits_for_state('S');
    let (time, written) = (terminal.processor_time(), terminal.raw().len());
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert_eq!(terminal.raw().len(), written, "nothing is drawn");
    assert!(terminal.processor_time() <= time + 10, "nothing is computed");
}

#[test]
fn plain_terminals_get_plain_characters() {
    let shell = Shell::with_team();
    let mut dumb = cockpit_with(&shell, &[("TERM", "dumb"), ("LANG", "C")]);
    dumb.types("?").waits_for("Keys: ").types("\u{1b}").waits_without("Keys: ").types("q").ends();
    assert!(dumb.raw().is_ascii());
    for (what, raw) in [("dumb", dumb.raw()), ("NO_COLOR", uncoloured(&shell))] {
        let coloured = |code: &str| {
            code.split(';').any(|n| n.len() == 2 && (n.starts_with('3') || n.starts_with('4')) && !n.ends_with('9'))
        };
        let codes = raw.split("\x1b[").skip(1).filter_map(|part| part.split_once('m')).map(|(code, _)| code);
        let found: Vec<&str> =
            codes.filter(|code| code.chars().all(|c| c.is_ascii_digit() || c == ';') && coloured(code)).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}

fn uncoloured(shell: &Shell) -> String {
    let mut terminal = cockpit_with(shell, &[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
    terminal.types("?").waits_for("Keys: ").types("\u{1b}").waits_without("Keys: ").types("q").ends();
    terminal.raw()
}

#[test]
fn without_a_terminal_a_sentence_says_what_to_do() {
    let shell = Shell::with_team();
    let ran = shell.run(&[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("The cockpit needs a terminal") && ran.stdout.is_empty(), "{ran:?}");
    assert!(!Shell::new().path("data/standfast/default.db").exists());
}

#[test]
fn the_editor_gets_the_terminal_and_gives_it_back() {
    let mut shell = Shell::new();
    shell.set("EDITOR", "echo ready; cat; printf 'Ann, 80' >");
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (80, 24));
    terminal
        .waits_for("Create a team")
        .types("cPay\t\t\t")
        .waits_for("$EDITOR")
        .types("\u{f}")
        .waits_for("ready")
        .types("typed to the editor\r");
    // The terminal echoes again while the editor has it, and cat reads until the end of its input.
    terminal.waits_for("typed to the editor\ntyped to the editor").types("\u{4}").waits_for("Ann, 80");
    terminal.is_taken();
    terminal.types("\u{13}").waits_for("Founded team Pay").types("q").ends();
    terminal.is_as_before();
}

#[test]
fn a_fault_gives_the_terminal_back_and_says_a_sentence() {
    let shell = Shell::with_team();
    let mut terminal = faulty(&shell);
    terminal.types("y").ends();
    terminal.is_as_before();
    let text = terminal.text();
    assert!(text.contains("fault in Standfast itself") && text.contains("on purpose"), "{text}");
}

#[test]
fn a_program_that_is_stuck_ends_with_its_terminal() {
    let shell = Shell::with_team();
    let mut terminal = faulty(&shell);
    terminal.types("/").waits_until_busy().hangs_up();
    assert_eq!(terminal.ends(), 129);
    let mut terminal = faulty(&shell);
    terminal.types("/").waits_until_busy().signal(Signal::TERM);
    assert_eq!(terminal.ends(), 143);
    terminal.is_as_before();
}

/// This test binary as a cockpit with a pane that fails: the program itself has no door for that.
fn faulty(shell: &Shell) -> Terminal {
    let mut variables = shell.variables().to_vec();
    variables.push((CHILD.to_owned(), shell.database().to_string_lossy().into_owned()));
    let words = ["pty::a_child_with_faults", "--exact", "--nocapture", "--test-threads=1"];
    let mut terminal = Terminal::start(&std::env::current_exe().unwrap(), &words, &variables, (80, 24));
    terminal.waits_for("a pane that fails");
    terminal
}

#[test]
fn a_child_with_faults() {
    let Some(database) = std::env::var_os(CHILD) else { return };
    let team = Standfast::open(Path::new(&database), Clock::System, "fay").unwrap();
    let panes: Vec<Box<dyn Pane>> = vec![Box::new(Failing(Counting::default()))];
    let config = Config::load(Environment::of_process());
    let ended = standfast::tui::run_with(panes, team, FirstRun::default(), &config);
    match ended {
        Ok(end) => std::process::exit(end.code().into()),
        Err(error) => panic!("{error}"),
    }
}

/// A pane that panics on `y` and never comes back from `/`.
struct Failing(Counting);

impl View for Failing {
    fn scope(&self) -> Scope {
        Scope::Backlog
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::Copy => panic!("on purpose"),
            Command::Find => loop {
                std::hint::spin_loop();
            },
            command => self.0.update(command, standfast),
        }
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, _: &Ctx<'_>) {
        frame.render_widget("a pane that fails", area);
    }
}

impl Pane for Failing {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Backlog)
    }
}
