//! Broken files and files that are another thing: each is refused by name, and nothing of it becomes an item (X1).

use crate::support::cli::Shell;
use standfast::domain::zone::Zone;
use standfast::exchange::columns::Mapped;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use std::fmt::Write as _;

const HEADER: &str = "Issue key,Summary,Status,Story Points\n";

fn rows(count: usize) -> String {
    (1..=count).fold(String::new(), |mut rows, n| {
        let _ = writeln!(rows, "A-{n},\"Title, {n}\",To Do,3");
        rows
    })
}

/// The rows as a spreadsheet saves them that has opened the file as one column.
fn wrapped(rows: &str) -> String {
    rows.lines().fold(String::new(), |wrapped, line| wrapped + "\"" + &line.replace('"', "\"\"") + "\"\n")
}

fn options() -> Options {
    Options::of_zone(Zone::UTC)
}

fn refusal(bytes: &[u8], options: &Options) -> Option<String> {
    open_csv(Input::of_bytes("file.csv", bytes).unwrap(), options).err().map(|error| error.to_string())
}

/// Each broken file, by the name of its shape.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let good = rows(30);
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>();
    let torn = "A-31,\"one\ntwo, and three\nfour\",To Do,3\n".repeat(9);
    let split = good.replace("\"Title, ", "Title \n");
    let long_text = HEADER.to_owned() + &wrapped(&torn);
    let statistics = "Type,Name,Request Count,Failure Count,Requests/s,Failures/s,50%,95%\n".to_owned();
    let steps = "GET,/,271,0,38.4,0.0,13,34\n,Aggregated,657,14,93.2,1.9,25,100\n";
    vec![
        ("rows wrapped whole", (HEADER.to_owned() + &wrapped(&good)).into_bytes()),
        ("header and rows wrapped whole", wrapped(&(HEADER.to_owned() + &good)).into_bytes()),
        ("wrapped rows whose texts had line breaks", long_text.into_bytes()),
        ("some rows wrapped whole", (HEADER.to_owned() + &good + &wrapped(&rows(10))).into_bytes()),
        ("a delimiter outside quotes", (HEADER.to_owned() + &good.replace('"', "")).into_bytes()),
        ("a line break outside quotes", (HEADER.to_owned() + &split.replace('"', "")).into_bytes()),
        (
            "a quote that never ends",
            (HEADER.to_owned() + &good + "A-31,\"open,To Do,3\n" + &good.replace('"', "")).into_bytes(),
        ),
        ("cut off in a row", (HEADER.to_owned() + &good + "A-31,Last").into_bytes()),
        ("cut off in a quoted cell", (HEADER.to_owned() + &good + "A-31,\"La").into_bytes()),
        ("an encoding that is not UTF-8", latin(&(HEADER.to_owned() + "A-1,Größe ändern,To Do,3\n"))),
        ("a web page", b"\xef\xbb\xbf\n<!DOCTYPE html><html><body>Sign in</body></html>".to_vec()),
        ("a web page without a type", b"<!-- x -->\n<html lang=en><title>Sign in</title>".to_vec()),
        ("XML", b"<?xml version=\"1.0\"?><rss><item/></rss>".to_vec()),
        ("an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0".to_vec()),
        ("a rich text", b"{\\rtf1\\ansi Summary,Status}".to_vec()),
        ("load-test statistics", (statistics + steps).into_bytes()),
        ("a table of links", b"idissuelink,issuekey,linkedIssueKey,name\n1,D-1,D-2,contains\n".to_vec()),
        ("a table of sprints", b"boardid,sprintid,name,vel_diff,planday\n1,8,Q2 Sprint 1,0,9\n".to_vec()),
        ("velocities", b"sprint_name,completed_story_points\n1,7\n2,8\n".to_vec()),
        ("a list of people", b"Name,Email,Phone\nAnn,a@example.org,1\n".to_vec()),
        ("numbers for titles", b"key,title\nA-1,1\nA-2,2.5\nA-3,10%\n".to_vec()),
        ("one word for all titles", format!("id,name\n{}", "1,contains\n".repeat(30)).into_bytes()),
        ("a header below a preamble", format!("Export of Payments\nmade on,2026-11-23\n\n{HEADER}{good}").into_bytes()),
    ]
}

#[test]
fn each_broken_file_is_refused_by_the_name_of_its_shape() {
    let told = broken().iter().fold(String::new(), |told, (shape, bytes)| {
        let refused = refusal(bytes, &options()).unwrap_or_else(|| panic!("{shape} is taken"));
        told + "## " + shape + "\n" + &refused + "\n"
    });
    insta::assert_snapshot!(told);
}

#[test]
fn whole_files_and_small_faults_are_still_taken() {
    let good = rows(30);
    for (name, text) in [
        ("whole", HEADER.to_owned() + &good),
        ("no line end at its end", HEADER.to_owned() + good.trim_end()),
        ("one row with a cell too many", HEADER.to_owned() + &good + "A-31,a,b,3,c\n"),
        ("short rows", HEADER.to_owned() + &good + "A-31,Short\nA-32,Short too\n"),
        ("a list of titles", "Title,Points\nOne\nTwo\n\"Three, four\"\nFive,3\nSix\nSeven\n".to_owned()),
        ("titles alone", "Title\nOne\n\"Two, three\"\nFour\n".to_owned()),
        ("sep", "sep=;\nIssue key;Summary;Status\nA-1;One, two;To Do\n".to_owned()),
        ("sep in quotes", "\"sep=|\"\r\nIssue key|Summary|Status\r\nA-1|One;,;two|To Do\r\n".to_owned()),
    ] {
        assert_eq!(refusal(text.as_bytes(), &options()), None, "{name}");
    }
}

#[test]
fn the_way_out_that_a_refusal_names_leads_out() {
    let preamble = format!("Export of Payments\n\n{HEADER}{}", rows(3));
    let at_line = Options { header_line: Some(3), ..options() };
    assert_eq!(refusal(preamble.as_bytes(), &at_line), None);
    let told = refusal(preamble.as_bytes(), &Options { header_line: Some(99), ..options() }).unwrap();
    assert_eq!(told, "Could not read file.csv: it has no header on line 99.");
    let links = "idissuelink,issuekey,linkedIssueKey,name\n1,D-1,D-2,contains\n";
    let mapping = vec![Mapped::parse("title=name").unwrap()];
    assert_eq!(refusal(links.as_bytes(), &Options { mapping, ..options() }), None);
    let numbers = vec![Mapped::parse("title=sprintid").unwrap()];
    let sprints = "boardid,sprintid,name,vel_diff\n1,8,Q2,0\n1,9,Q3,0\n";
    let told = refusal(sprints.as_bytes(), &Options { mapping: numbers, ..options() }).unwrap();
    assert!(told.contains("\"sprintid\" holds only numbers"), "{told}");
    let utf8 = Input::of_bytes("file.csv", "title\nGröße\n").unwrap().in_encoding("latin1");
    let told = utf8.err().expect("refused").to_string();
    assert_eq!(told, "file.csv: it is UTF-8 and not windows-1252. Import it without --encoding.");
}

#[test]
fn an_import_that_refused_rows_exits_with_1_and_says_how_many() {
    let shell = Shell::with_team();
    std::fs::write(shell.path("rows.csv"), format!("{HEADER}{}A-9,,To Do,1\n", rows(3))).unwrap();
    for (words, said) in [
        ("import rows.csv --dry-run", "1 row would be refused"),
        ("import rows.csv", "1 row was refused"),
        ("import rows.csv --json", "\"refused\":1"),
    ] {
        let ran = shell.run(&words.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, Some(1), "{words}");
        assert!(ran.stdout.contains(said), "{words}: {}", ran.stdout);
    }
}
