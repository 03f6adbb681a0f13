//! What all screens and commands of the demo say: one is counted as one, and days have one decimal at most.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use regex::Regex;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;
use standfast::tui::pane;
use std::fmt::Write as _;
use std::path::Path;

const NOW: &str = "2026-11-30T08:10:00Z";

const SCREENS: &str =
    "1|1b|1bn|1bnn|2|2D|2M|2V|2X|2<enter>|3|3f|3L|4|4<enter>|4r|4U|5|5<enter>|6|6b<enter>|7|7f|7b|:|?";

const COMMANDS: &str = "team show|member list|absence list|holiday list|item list --all|item show 1|item show 9|sprint list|sprint show|\
    sprint show 1|sprint show 4|scope list --all|scope log|scope verify|scope contract|blocker list --all|blocker show B1|blocker show B2|\
    action list --all|action show A1|action show A5|topic list --all|standup facts|standup list|standup show|checkin --member Mara|\
    retro show|retro list|review show|review list|report sprint|report sprint 1|report sprint 3|report velocity|report burndown|report retro|\
    report standup|log|log --limit 400";

/// The faults that a text has, each with what is around it.
fn faults(text: &str) -> Vec<String> {
    const NOUNS: &str = "day|item|hour|minute|point|person-day|vote|member|action|blocker|standup|check|sprint|request|topic|criterion|note|exception|operation";
    let found = [
        format!(r"(^|[^\d.,:–-])1 (working |more |open |change )?(({NOUNS})s|criteria|items stand|are|have)\b"),
        format!(r"(^|[^\d.,:\w–-])(0|[2-9]|\d\d+|\d+\.\d+) (working |more |open )?({NOUNS})([ ,;.)]|$)"),
        r"\d\.\d\d+ (working |calendar )?(person-)?(days?|d)\b".to_owned(),
        r"\d\.0 (working )?days?\b".to_owned(),
        r"\b\d[\d.]* days? old\b|\b(in \w+ for|within|than) \d[\d.]* days?\b|\b\d[\d.]* days? (are|is) left\b"
            .to_owned(),
    ];
    let found = found.map(|fault| Regex::new(&fault).unwrap());
    let lines = text.lines().filter(|line| found.iter().any(|fault| fault.is_match(line)));
    lines.map(|line| line.trim().to_owned()).collect()
}

fn open(path: &Path) -> Standfast {
    Standfast::create(path, Clock::Fixed(Instant::parse(NOW).unwrap()), "Mara").unwrap()
}

#[test]
fn the_demo_counts_one_as_one_and_days_to_the_half() {
    let mut shell = Shell::new();
    shell.set("STANDFAST_NOW", NOW);
    let file = shell.path("team.db");
    let mut demo = open(&file);
    demo.play_demo().unwrap();
    demo.close();
    let mut wrong = String::new();
    let mut ran = 0;
    for line in COMMANDS.split('|') {
        let said = shell.runs(&format!("{} --db {}", line.trim(), file.display()));
        ran += usize::from(said.code == Some(0));
        for fault in faults(&said.stdout) {
            writeln!(wrong, "{}: {fault}", line.trim()).unwrap();
        }
    }
    assert!(ran >= 25, "only {ran} of the commands say something");
    for keys in SCREENS.split('|') {
        let copy = shell.path("copy.db");
        std::fs::copy(&file, &copy).unwrap();
        let mut screen = Screen::with(pane::all(), open(&copy), (160, 50), &[]);
        for fault in faults(&screen.keys(keys).text()) {
            writeln!(wrong, "{keys}: {fault}").unwrap();
        }
        drop(screen);
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(shell.path(&format!("copy.db{end}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_fault_is_seen() {
    for text in [
        "in 1 days",
        "1 items stand",
        "external 1.01 days (PAY-4)",
        "2 item.",
        " 1 criteria",
        "3.0 days",
        "1 person-days",
        "12 days old",
        "in doing for 2 days",
        "leave it within 4 days",
    ] {
        assert_eq!(faults(text).len(), 1, "{text}");
    }
    for text in [
        "in 1 day",
        "1 item is left",
        "21 items",
        "1.5 days",
        "0 items",
        "dev-1 votes",
        "2 working days old",
        "1 more day",
    ] {
        assert_eq!(faults(text), [] as [String; 0], "{text}");
    }
}
