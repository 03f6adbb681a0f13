//! Every file of other tools and teams that lies beside the project: it comes in rightly or is refused by name (X1–X4).

use crate::real_data::find as shared;
use standfast::app::import::Source as _;
use standfast::domain::incoming::{Arrival, Incoming};
use standfast::domain::item::Class;
use standfast::domain::zone::Zone;
use standfast::exchange::input::Input;
use standfast::exchange::{Options, open_csv};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Folders and, for each, what its files are: a backlog or something else.
const FOLDERS: [&str; 12] = [
    "shapes",
    "jira_csv",
    "gitlab",
    "linear",
    "pivotal",
    "plane",
    "loadtest",
    "sprints/tse2017",
    "sprints/velocity",
    "throughput",
    "trello",
    "github",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Result<(Vec<Incoming>, usize), String> {
    let open = open_csv(Input::open(path).unwrap(), &Options::of_zone(Zone::UTC));
    let mut source = open.map_err(|error| error.to_string())?;
    let (mut items, mut refused) = (Vec::new(), 0);
    while let Some(arrival) = source.next_arrival().unwrap() {
        match arrival {
            Arrival::Item(item) => items.push(*item),
            Arrival::Refused(_) => refused += 1,
        }
    }
    Ok((items, refused))
}

#[test]
fn each_real_file_comes_in_rightly_or_is_refused_by_name() {
    let mut told = String::new();
    for folder in FOLDERS {
        let Some(path) = shared(folder) else { return };
        for file in files(&path) {
            let name = format!("{folder}/{}", file.file_name().unwrap().to_string_lossy());
            let line = match read(&file) {
                Ok((items, refused)) => {
                    let with = |test: fn(&Incoming) -> bool| items.iter().filter(|item| test(item)).count();
                    format!(
                        "{} items, {refused} refused; {} keys, {} statuses, {} ended, {} points, {} people, {} dates, {} sprints",
                        items.len(),
                        with(|item| item.external_key.is_some()),
                        with(|item| item.class.is_some()),
                        with(|item| item.class.is_some_and(Class::is_ended)),
                        with(|item| item.points.is_some()),
                        with(|item| item.assignee.is_some()),
                        with(|item| item.created_at.is_some()),
                        with(|item| !item.sprints.is_empty()),
                    )
                }
                Err(why) => {
                    let why = why.replace(&*file.to_string_lossy(), "It");
                    why.split(" Its columns are").next().unwrap_or_default().to_owned()
                }
            };
            let _ = writeln!(told, "{name}: {line}");
        }
    }
    insta::assert_snapshot!(told);
}
