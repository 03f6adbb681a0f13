//! Pages in a real browser, headless Chromium: what it makes of hostile words, and how many sheets it prints. Without one the
//! test says that it was skipped.

use crate::pages::{HOSTILE, team};
use crate::support::cli::Shell;
use std::path::Path;
use std::process::{Command, Stdio};

const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser with a profile of its own and nothing that talks to the network.
#[expect(clippy::print_stderr, reason = "a skipped test says that it was skipped")]
fn browser(profile: &Path) -> Option<Command> {
    let is_there = |name: &&&str| {
        let asked = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    let Some(name) = BROWSERS.iter().find(is_there) else {
        eprintln!("skipped: none of {} is here", BROWSERS.join(", "));
        return None;
    };
    let mut command = Command::new(name);
    let quiet = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    command.args(quiet).arg(format!("--user-data-dir={}", profile.display())).stderr(Stdio::null());
    Some(command)
}

fn address(shell: &Shell, page: &str) -> String {
    format!("file://{}", shell.path(page).display())
}

#[test]
fn a_browser_shows_hostile_words_as_words() {
    let shell = team();
    let Some(mut browser) = browser(&shell.path("profile")) else { return };
    shell.does("report sprint 2 --to report.html");
    let output = browser.args(["--dump-dom", &address(&shell, "report.html")]).output().unwrap();
    let document = String::from_utf8(output.stdout).unwrap();
    assert!(document.contains("</html>"), "{document}");
    for element in ["<script", "<img"] {
        assert!(!document.contains(element), "{element} came to life");
    }
    let as_words = HOSTILE.split('\u{202e}').next().unwrap();
    let as_words = as_words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    assert!(document.contains(&as_words), "the words are not shown as they were typed");
}

#[test]
fn a_report_is_printed_on_two_sheets() {
    let shell = team();
    let Some(mut browser) = browser(&shell.path("profile")) else { return };
    shell.does("report sprint 1 --to report.html");
    let pdf = shell.path("report.pdf");
    let to = format!("--print-to-pdf={}", pdf.display());
    browser.args([&to, "--no-pdf-header-footer", &address(&shell, "report.html")]).stdout(Stdio::null());
    assert!(browser.status().unwrap().success());
    let printed = std::fs::read(&pdf).unwrap();
    let sheets = regex::bytes::Regex::new(r"/Type ?/Page\b").unwrap().find_iter(&printed).count();
    assert!((1..=2).contains(&sheets), "{sheets} sheets");
}
