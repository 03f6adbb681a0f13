//! The Team screen: who is there on which day, the capacity that follows, and everything that is changed from it.

use crate::support::cli::Shell;
use crate::support::screen::Screen;
use standfast::app::Standfast;
use standfast::clock::Clock;
use standfast::domain::time::Instant;
use standfast::tui::pane;

const TUESDAY: &str = "2026-11-24T09:00:00Z";

/// A fortnight under way: half a day away, a joiner, a holiday, somebody outside who owns a blocker, and a draft after it.
fn team() -> Shell {
    let mut shell = Shell::with_team();
    shell.does("member add sponsor --outside --role client");
    shell.does("member add dev-4 --allocation 50 --from +2d");
    shell.does("team set focus-factor 0.5");
    shell.does("item add Login --points 8 --criteria works --assignee dev-1");
    shell.does("sprint new --goal Pay --start today --end +11d");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1");
    shell.does("sprint new --goal Refunds --start +14d --end +18d");
    shell.does("absence add dev-1 fri --half morning --note dentist");
    shell.does("absence add dev-2 thu +8d");
    shell.does("holiday add 2026-12-03 \"Founders day\"");
    shell.does("blocker raise \"No budget\" --owner sponsor");
    shell.set("STANDFAST_NOW", TUESDAY);
    shell
}

fn open(shell: &Shell, size: (u16, u16), keys: &str) -> Screen {
    let clock = Clock::Fixed(Instant::parse(TUESDAY).unwrap());
    let team = Standfast::open(&shell.database(), clock, "dev-1").unwrap();
    let mut screen = Screen::with(pane::all(), team, size, &[]);
    screen.keys(keys);
    screen
}

fn said(screen: &Screen) -> String {
    screen.shell.message().map_or_else(String::new, |message| message.words.clone())
}

#[test]
fn the_team_at_every_size() {
    let shell = team();
    insta::assert_snapshot!("team_120x40", open(&shell, (120, 40), "2@").both());
    for size in [(60, 16), (80, 24), (200, 60)] {
        insta::assert_snapshot!(format!("team_{}x{}", size.0, size.1), open(&shell, size, "2@").text());
    }
}

/// It opens by the same key from every tab, and says the same as the plan and the command line.
#[test]
fn it_opens_everywhere_with_the_capacity_of_the_sprint() {
    let shell = team();
    let days = shell.json("sprint show 1")["capacity"]["person_days"].as_f64().unwrap();
    for keys in ["1@", "2@", "3@", "4@", "5@", "6@", "7@", "2D@", "2V@", "2@@", "2:team<enter>"] {
        let screen = open(&shell, (120, 40), keys);
        let text = screen.text();
        assert!(text.contains(&format!("{days} person-days")), "{keys}: {text}");
        assert_eq!(text.matches("╭ Team").count(), 1, "{keys}: {text}");
    }
    let draft = shell.json("sprint show 2")["capacity"]["person_days"].as_f64().unwrap();
    let mut screen = open(&shell, (120, 40), "2@]");
    assert!(screen.text().contains("sprint 2") && screen.text().contains(&format!("{draft} person-days")));
    screen.keys("]");
    assert!(said(&screen).contains("No later sprint"), "{}", said(&screen));
    assert!(screen.keys("[").text().contains("sprint 1"));
}

#[test]
fn space_takes_a_day_off_and_gives_it_back() {
    let shell = team();
    let mut screen = open(&shell, (120, 40), "2@<right> ");
    assert_eq!(said(&screen), "dev-1 is away on Wed 25 Nov (absence 3).");
    assert!(screen.text().contains("dev-1, Wed 25 Nov: away"), "{}", screen.text());
    screen.keys(" ");
    assert_eq!(said(&screen), "dev-1 is not away on Wed 25 Nov.");
    // A half day goes the same way, and comes back by undo.
    screen.keys("<right><right>");
    assert!(screen.text().contains("dev-1, Fri 27 Nov: away in the morning (dentist)"), "{}", screen.text());
    screen.keys(" u");
    assert!(screen.text().contains("away in the morning (dentist)"), "{}", screen.text());
    // A longer absence is opened, and a day on which nobody works is not taken.
    screen.keys("j ");
    assert!(screen.text().contains("dev-2 is away"), "{}", screen.text());
    screen.keys("<esc>");
    for _ in 0..4 {
        screen.keys("<right>");
    }
    screen.keys(" ");
    assert_eq!(said(&screen), "Thu 3 Dec is a holiday: nobody works.");
    screen.keys("jj<left><left><left><left><left><left><left><left><left> ");
    assert_eq!(said(&screen), "dev-4 is not in the team on Mon 23 Nov.");
}

#[test]
fn people_are_added_edited_and_leave() {
    let shell = team();
    let mut screen = open(&shell, (120, 40), "2@adev-5<tab>review<tab><tab><tab><tab><right><ctrl-s>");
    assert!(said(&screen).contains("Added dev-5, outside the team."), "{}", screen.text());
    screen.keys("jjd2026-12-01<enter>");
    assert!(said(&screen).contains("Changed dev-3"), "{}", screen.text());
    assert!(screen.text().contains("until Tue 1 Dec"), "{}", screen.text());
    screen.keys("e<tab><tab><ctrl-u>60<ctrl-s>");
    assert!(said(&screen).contains("60 %"), "{}", screen.text());
    // Who works on an item does not go outside: the refusal is beside that field.
    screen.keys("kke<tab><tab><tab><tab><tab><right><ctrl-s>");
    assert!(screen.text().contains("dev-1 works on ME-1."), "{}", screen.text());
    screen.keys("<esc><esc>jjuu");
    assert!(!screen.text().contains("until Tue 1 Dec"), "{}", screen.text());
    screen.keys("<enter>");
    assert!(screen.text().contains("Allocation"), "{}", screen.text());
    screen.keys("<esc>Gx");
    assert!(said(&screen).contains("Thu 3 Dec") || said(&screen).contains("2026-12-03"), "{}", said(&screen));
}

#[test]
fn absences_and_holidays_are_added_edited_and_removed() {
    let shell = team();
    let mut screen = open(&shell, (120, 40), "2@A<tab><right><right><ctrl-s>");
    assert_eq!(said(&screen), "dev-1 is away on the afternoon of Tue 24 Nov (absence 3).");
    screen.keys("<right><right>HRain day<ctrl-s>");
    assert!(said(&screen).contains("2026-11-26 is a holiday: Rain day."), "{}", said(&screen));
    assert!(screen.text().contains("Rain day"), "{}", screen.text());
    // Down over the people and the one outside to the first absence.
    screen.keys("jjjjje<tab><ctrl-u>2026-11-25<ctrl-s>");
    assert!(
        said(&screen).contains("dev-1 is away in the afternoons from Tue 24 Nov to Wed 25 Nov"),
        "{}",
        screen.text()
    );
    screen.keys("x");
    assert!(said(&screen).contains("dev-1 is not away in the afternoons"), "{}", said(&screen));
    screen.keys("u");
    assert!(screen.text().contains("Wed 25 Nov, afternoon"), "{}", screen.text());
}

#[test]
fn what_cannot_be_done_says_why() {
    let shell = team();
    let mut screen = open(&shell, (120, 40), "2@jjjj ");
    assert!(said(&screen).contains("Select a person of the team first."), "{}", said(&screen));
    screen.keys("Ge");
    assert!(said(&screen).contains("Select a person or an absence first"), "{}", said(&screen));
    screen.keys("ggx");
    assert!(said(&screen).contains("dev-1 is named in"), "{}", said(&screen));
}

/// Rows that do not fit scroll, and so do the days of a long sprint; names stay.
#[test]
fn long_sprints_and_large_teams_scroll() {
    let shell = Shell::with_team();
    for n in 10..30 {
        shell.does(&format!("member add developer-{n}"));
    }
    shell.does("sprint new --goal Pay --start today --end +53d");
    let mut screen = open(&shell, (60, 16), "3@");
    let text = screen.text();
    assert!(text.contains("dev-1") && text.contains('→') && !text.contains('←'), "{text}");
    for _ in 0..38 {
        screen.keys("<right>");
    }
    let text = screen.text();
    assert!(text.contains("dev-1") && text.contains('←') && !text.contains('→'), "{text}");
    assert!(!text.contains("developer-29"));
    assert!(screen.keys("G").text().contains("developer-29"), "{}", screen.text());
}

#[test]
fn an_empty_team_says_what_the_screen_is_for() {
    let shell = Shell::new();
    shell.does("init Mesos");
    let mut screen = open(&shell, (80, 24), "4@");
    insta::assert_snapshot!("team_empty_80x24", screen.text());
    screen.keys("adev-1<ctrl-s>");
    assert!(screen.text().contains("No sprint is planned or under way"), "{}", screen.text());
}
