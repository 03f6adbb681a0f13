//! What leaves as HTML and SVG: the same figures as the Markdown page, nothing from outside as markup, files written whole
//! and over nothing that was not named.

use crate::support::cli::Shell;
use crate::support::pty::Terminal;
use std::path::Path;

/// A word that would be markup, would end a script, is an entity, and turns the direction of writing.
pub const HOSTILE: &str = "</script><img src=x onerror=alert(1)>]]>&#0;&lt;b&gt;\u{202e}abc\u{1b}[31m";

/// Two closed sprints, the second with hostile words wherever words are kept, and a third under way.
pub fn team() -> Shell {
    let mut shell = Shell::with_team();
    shell.set("STANDFAST_NOW", "2026-11-09T09:00:00Z");
    shell.does("item add \"First\" --points 5 --criteria one");
    sprint(&mut shell, 1, "ME-1", "A goal");
    shell.set("STANDFAST_NOW", "2026-11-23T09:00:00Z");
    shell.run(&["item", "add", HOSTILE, "--points", "3", "--criteria", HOSTILE]);
    sprint(&mut shell, 2, "ME-2", HOSTILE);
    shell.does("retro start 2");
    shell.run(&["retro", "note", HOSTILE, "--column", "did not"]);
    shell.does("retro vote 1 --by dev-1");
    shell.run(&["retro", "finish", "--reason", HOSTILE]);
    shell
}

fn sprint(shell: &mut Shell, number: u32, item: &str, goal: &str) {
    let ran = shell.run(&["sprint", "new", "--start", "today", "--end", "+11d", "--goal", goal]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    shell.does(&format!("sprint add {number} {item}"));
    shell.does(&format!("sprint lock {number} --agreed dev-1"));
    shell.run(&["blocker", "raise", HOSTILE, "--item", item, "--owner", "dev-1"]);
    shell.does("standup start");
    shell.run(&["standup", "say", "dev-1", "--today", HOSTILE]);
    shell.does("standup finish");
    shell.does("review start");
    shell.does(&format!("item move {item} done"));
    shell.does("review finish");
    shell.does(&format!("sprint close {number} --goal met"));
}

/// Every page as Markdown, and the words that make it.
const PAGES: [&str; 8] = [
    "report sprint 2",
    "report sprint 1",
    "sprint burndown 2",
    "velocity",
    "scope contract 2",
    "retro show 2",
    "review show 2",
    "standup show",
];

#[test]
fn a_page_holds_no_markup_from_outside_and_nothing_from_elsewhere() {
    let shell = team();
    let tags = regex::Regex::new(r"</?([A-Za-z!][A-Za-z0-9]*)").unwrap();
    let attribute = regex::Regex::new(r"<[^<>]*\s(src|href|on[a-z]+)\s*=").unwrap();
    for page in PAGES {
        let html = shell.does(&format!("{page} --format html"));
        for tag in tags.captures_iter(&html).map(|found| found[1].to_owned()) {
            assert!(KNOWN.contains(&tag.as_str()), "{page}: <{tag}>");
        }
        assert!(!attribute.is_match(&html), "{page}: {:?}", attribute.find(&html));
        for forbidden in ["url(", "@import", "javascript:", "\u{1b}", "\u{202e}", "\0"] {
            assert!(!html.contains(forbidden), "{page}: {forbidden:?}");
        }
        let links: Vec<&str> = html.split("http").skip(1).collect();
        assert!(links.iter().all(|after| after.starts_with("://www.w3.org/2000/svg\"") || after.starts_with("-equiv")));
        assert!(html.contains("Content-Security-Policy"));
    }
    let report = shell.does("report sprint 2 --format html");
    assert!(report.contains("&#38;lt;b&#38;gt;") || report.contains("&amp;lt;b&amp;gt;"), "{report}");
}

/// The elements that a page is made of.
const KNOWN: [&str; 40] = [
    "!doctype",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "dl",
    "div",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "b",
    "svg",
    "desc",
    "rect",
    "path",
    "circle",
    "text",
    "article",
    "section",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "br",
];

#[test]
fn a_page_says_what_the_markdown_says() {
    let shell = team();
    for page in PAGES {
        let html = shell.does(&format!("{page} --format html"));
        let markdown = shell.does(&format!("{page} --format md"));
        let cells =
            |line: &str| line.split(" | ").map(|cell| cell.trim_matches(['|', ' ']).to_owned()).collect::<Vec<_>>();
        let rows = markdown.lines().filter(|line| line.starts_with("| ")).flat_map(cells);
        for number in rows.filter(|cell| !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || c == '.')) {
            assert!(html.contains(&format!(">{number}</td>")), "{page}: {number} is not in the page");
        }
        let hash = markdown.split("SHA-256 `").last().unwrap().get(..64).unwrap();
        assert!(html.contains(&format!("<code>{hash}</code>")), "{page}");
    }
}

#[test]
fn pictures_have_the_figures_of_the_screen() {
    let shell = team();
    let burndown = shell.does("sprint burndown 2 --format svg");
    assert!(
        burndown.starts_with("<svg") && burndown.contains(">to do 0<") && burndown.contains(">3 points committed<")
    );
    let velocity = shell.does("velocity --format svg");
    for words in ["lowest 3 to highest 5", "median 4", ">3<", ">5<"] {
        assert!(velocity.contains(words), "{words}: {velocity}");
    }
    assert_eq!(shell.does("report sprint 2 --format svg"), burndown);
    assert!(shell.runs("retro show --format svg").stderr.contains("possible values: md, html"));
}

#[test]
fn a_page_that_left_is_a_witness_of_the_log() {
    let shell = team();
    shell.does("report sprint 2 --to report.html");
    let page = std::fs::read_to_string(shell.path("report.html")).unwrap();
    assert!(page.starts_with("<!doctype html>"), "the ending says which form");
    assert!(shell.does("verify --against report.html").contains("No operation came later"));
    shell.does("item add Later");
    assert!(shell.does("verify --against report.html").contains("1 operation came later"));
    let forged = page.replace("Log up to operation ", "Log up to operation 1");
    std::fs::write(shell.path("forged.html"), forged).unwrap();
    assert_eq!(shell.runs("verify --against forged.html").code, Some(1));
}

#[test]
#[cfg(unix)]
fn a_page_goes_only_where_it_was_sent() {
    let shell = team();
    let to = |file: &str| shell.refuses(&format!("report sprint 2 --to {file}"));
    let folder = shell.path("folder.html");
    std::fs::create_dir(&folder).unwrap();
    assert!(to("folder.html").contains("is a folder. Name a file in it"));
    assert!(to("folder.html --replace").contains("is a folder"));
    std::fs::write(shell.path("kept.html"), "mine").unwrap();
    assert!(to("kept.html").contains("is there already. Name a new file, or write over it with --replace"));
    std::os::unix::fs::symlink(shell.path("kept.html"), shell.path("link.html")).unwrap();
    assert!(to("link.html").contains("is there already"));
    assert!(to("link.html --replace").contains("is a link or a device"));
    std::os::unix::fs::symlink(shell.path("nowhere"), shell.path("dangling.html")).unwrap();
    assert!(to("dangling.html").contains("is there already"));
    assert!(to("/dev/full --replace").contains("is a link or a device"));
    assert!(to("no/such/folder.html").contains("Could not write no/such/folder.html"));
    assert_eq!(std::fs::read_to_string(shell.path("kept.html")).unwrap(), "mine");
    shell.does("report sprint 2 --to kept.html --replace");
    assert!(std::fs::read_to_string(shell.path("kept.html")).unwrap().contains("</html>"));
    assert!(left_over(&shell.path("")).is_empty(), "a file made for a moment stays");
    assert!(shell.runs("report sprint 2 --replace").stderr.contains("--to"));
}

fn left_over(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".tmp")).collect()
}

#[test]
fn odd_sprints_have_pages() {
    let mut shell = Shell::with_team();
    shell.set("STANDFAST_NOW", "2026-11-23T09:00:00Z");
    assert!(shell.does("velocity --format html").contains("unknown"));
    assert!(shell.refuses("report sprint --format html").contains("No sprint has closed yet"));
    // A sprint of one day, of nothing estimated.
    shell.does("item add Unestimated --criteria one");
    shell.does("sprint new --start today --end today --goal Short");
    shell.does("sprint add 1 ME-1");
    shell.does("sprint lock 1 --agreed dev-1 --except ME-1=spike");
    assert!(shell.does("sprint burndown --format svg").contains("1 items committed"));
    shell.does("sprint close 1 --goal missed --backlog ME-1=other");
    let page = shell.does("report sprint --format html");
    for strange in ["NaN", "inf", "-0"] {
        assert!(!page.replace("font: -apple", "").contains(&format!(">{strange}")), "{strange}");
    }
    assert!(page.contains("of 1 committed item"), "{page}");
}

#[test]
#[cfg(target_os = "linux")]
fn the_cockpit_writes_the_page_and_opens_it() {
    use std::os::unix::fs::PermissionsExt;
    let mut shell = team();
    // An opener that notes what it was asked to open.
    let tools = shell.path("tools");
    std::fs::create_dir(&tools).unwrap();
    let opener = tools.join("xdg-open");
    let noted = shell.path("opened");
    std::fs::write(&opener, format!("#!/bin/sh\necho \"$1\" > '{}'\n", noted.display())).unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    shell.set("PATH", &format!("{}:/usr/bin:/bin", tools.display()));
    let program = Path::new(env!("CARGO_BIN_EXE_standfast"));
    let mut terminal = Terminal::start(program, &[], shell.variables(), (120, 40));
    terminal
        .waits_for("1 Standup")
        .types("M")
        .waits_for("Sprint 2")
        .types("\x0f")
        .waits_for("asked the system to open it");
    let page = shell.path("data/standfast/pages/default-sprint-2.html");
    assert!(std::fs::read_to_string(&page).unwrap().contains("Burndown of sprint 2"));
    for _ in 0..200 {
        if std::fs::read_to_string(&noted).is_ok_and(|path| path.trim() == page.to_string_lossy()) {
            terminal.types("q").waits_without("Completed outside").types("4\x0f").waits_for("There is no page of this");
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("nothing was opened");
}
