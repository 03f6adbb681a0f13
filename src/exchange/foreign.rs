//! Whether a header is that of a backlog: a column called "Name" alone does not make one (X1).

use super::columns::{Columns, Field};
use super::headings::{self, is_weak_title};

/// So many fields beside the title prove a backlog, however many columns of its own a site has added.
const FIELDS_THAT_PROVE: usize = 4;

/// What tables look like that are not backlogs: their columns, and how many of these must be there.
const LOOKS: [(&str, usize, &[&str]); 7] = [
    (
        "load-test statistics",
        2,
        &[
            "requests/s",
            "failures/s",
            "request count",
            "median response time",
            "average response time",
            "p95",
            "95%",
            "99%",
            "user count",
            "occurrences",
            "first seen",
            "traceback",
        ],
    ),
    (
        "a table of links between items",
        2,
        &[
            "id issue link",
            "linked issue key",
            "link type",
            "source key",
            "target key",
            "source",
            "target",
            "issue key",
        ],
    ),
    (
        "a table of sprints",
        2,
        &[
            "sprint id",
            "sprint name",
            "board id",
            "plan day",
            "velocity",
            "vel_diff",
            "vel_starttime",
            "committed",
            "completed",
            "completed story points",
            "committed story points",
            "start date",
            "end date",
        ],
    ),
    ("times of finished items", 2, &["cycle time", "cycle_time_days", "lead time", "lead_time_days", "finished date"]),
    ("a list of people", 2, &["email", "e-mail", "mail", "first name", "last name", "user name", "phone", "address"]),
    ("a log", 2, &["timestamp", "level", "message", "logger", "thread"]),
    ("an account of money", 2, &["amount", "currency", "price", "iban", "balance", "booking date"]),
];

/// What a header turned out to be when it is not that of a backlog.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// How many different columns there are.
    pub columns: usize,
    /// Those that an item could have.
    pub home: Vec<String>,
}

/// Judges the whole header: most of its columns are such as backlogs have, or enough of them fill a field.
pub fn judge(columns: &Columns) -> Result<(), Foreign> {
    let mut names: Vec<(String, bool)> = Vec::new();
    for place in 0..columns.len() {
        let name = columns.name(place);
        if !name.is_empty() && !names.iter().any(|(known, _)| known == name) {
            names.push((name.to_owned(), columns.is_taken(place) || headings::is_of_a_backlog(name)));
        }
    }
    let fields = columns.mapping().iter().filter(|(field, _)| *field != Field::Title).count();
    let home: Vec<String> = names.iter().filter(|(_, is_home)| *is_home).map(|(name, _)| name.clone()).collect();
    let weak = columns.places(Field::Title).iter().all(|place| is_weak_title(columns.name(*place)));
    let enough = if weak { home.len() * 2 > names.len() } else { home.len() * 2 >= names.len() };
    if enough || fields >= FIELDS_THAT_PROVE { Ok(()) } else { Err(Foreign { columns: names.len(), home }) }
}

/// What the table looks like, if it looks like something that we know.
pub fn look_of(columns: &Columns) -> Option<&'static str> {
    let names: Vec<String> = (0..columns.len()).map(|place| headings::fold(columns.name(place))).collect();
    let found = |known: &[&str]| known.iter().filter(|known| names.contains(&headings::fold(known))).count();
    LOOKS.iter().find(|(_, least, known)| found(known) >= *least).map(|(look, ..)| *look)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(header: &str) -> (bool, Option<&'static str>) {
        let columns = Columns::of_header(header.split(',').map(str::to_owned).collect());
        (judge(&columns).is_ok(), look_of(&columns))
    }

    #[test]
    fn a_backlog_is_known_by_most_of_its_columns() {
        for header in [
            "Title",
            "Name",
            "Name,Points",
            "Title,Anything",
            "Summary,Issue key,Status,Assignee,Created,A,B,C,D,E,F,G,H,I,J,K,L",
            "Summary,Custom field (A),Custom field (B),Custom field (C)",
        ] {
            assert!(verdict(header).0, "{header}");
        }
    }

    #[test]
    fn other_tables_with_a_name_are_named() {
        for (header, look) in [
            ("Type,Name,Request Count,Failure Count,Requests/s,Failures/s,95%", Some("load-test statistics")),
            ("idissuelink,issuekey,linkedIssueKey,name", Some("a table of links between items")),
            ("boardid,sprintid,name,vel_diff,planday", Some("a table of sprints")),
            ("Name,Email,Phone", Some("a list of people")),
            ("title,isbn,year,publisher", None),
        ] {
            assert_eq!(verdict(header), (false, look), "{header}");
        }
    }
}
