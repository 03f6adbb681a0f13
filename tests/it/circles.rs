//! Who knows whom inside a folder: in one direction only, so that each part can be read without the others.

use crate::tidy::sources;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

/// The folders that hold no circle, each with the type whose methods are spread over its files.
const FOLDERS: &[(&str, Option<&str>)] = &[("src/app", Some("Standfast"))];

type Files = [(PathBuf, String)];
/// From a part of a folder to the parts it knows, each with the file and the path that say so.
type Graph = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn no_folder_holds_a_circle() {
    let mut found = Vec::new();
    for (root, hub) in FOLDERS {
        let files = sources(root);
        for folder in folders_of(&files) {
            let graph = graph(&files, &folder, *hub);
            found.extend(circles(&graph).into_iter().map(|circle| format!("{}: {circle}", folder.display())));
        }
    }
    assert!(found.is_empty(), "these know each other in a circle:\n{}", found.join("\n"));
}

#[test]
fn the_checker_finds_a_circle_of_paths_and_names_it() {
    let files = made_up(&[
        ("src/app/mod.rs", "pub mod a;\nmod b;\nmod c;\nuse a::A;"),
        ("src/app/a.rs", "use crate::app::{b::B, c};"),
        ("src/app/b.rs", "fn f() { super::c::g(); }"),
        ("src/app/c/mod.rs", "mod inner;"),
        ("src/app/c/inner.rs", "// use crate::app::b;\nuse crate::app::a::{\n    A,\n};"),
    ]);
    let found = circles(&graph(&files, Path::new("src/app"), None));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("a → c → a"), "{found:?}");
    assert!(found[0].contains("src/app/c/inner.rs names crate::app::a::A"), "{found:?}");
}

#[test]
fn the_checker_finds_a_circle_of_methods_and_of_what_a_folder_hands_out() {
    let methods = made_up(&[
        ("src/app/mod.rs", "pub struct Hub;"),
        ("src/app/a.rs", "use super::Hub;\nimpl Hub {\n    fn one(&self) {\n        self.two();\n    }\n}"),
        ("src/app/b.rs", "use super::Hub;\nimpl Hub {\n    fn two(&self) {\n        self.one();\n    }\n}"),
    ]);
    assert!(circles(&graph(&methods, Path::new("src/app"), None)).is_empty());
    let found = circles(&graph(&methods, Path::new("src/app"), Some("Hub")));
    assert!(found.len() == 1 && found[0].contains("a → b → a"), "{found:?}");
    let handed = made_up(&[
        ("src/app/mod.rs", "mod a;\npub use a::A;"),
        ("src/app/a.rs", "pub struct A;\nfn f() -> super::Other {}"),
    ]);
    let found = circles(&graph(&handed, Path::new("src/app"), None));
    assert!(found.len() == 1 && found[0].contains("a → mod → a"), "{found:?}");
}

fn made_up(files: &[(&str, &str)]) -> Vec<(PathBuf, String)> {
    files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())).collect()
}

/// Every folder that holds one of the files, or a folder that does.
fn folders_of(files: &Files) -> BTreeSet<PathBuf> {
    files.iter().filter_map(|(path, _)| path.parent()).map(Path::to_owned).collect()
}

/// Which parts of a folder know which others: by the paths they name, and by the methods of `hub` they call.
fn graph(files: &Files, folder: &Path, hub: Option<&str>) -> Graph {
    let inside: Vec<_> = files.iter().filter(|(path, _)| path.starts_with(folder)).collect();
    let parts: BTreeSet<String> = inside.iter().map(|(path, _)| part_of(folder, path)).collect();
    let defined: BTreeMap<String, String> = hub.map_or_else(BTreeMap::new, |hub| {
        inside
            .iter()
            .flat_map(|(path, text)| methods_of(text, hub).into_iter().map(|m| (m, part_of(folder, path))))
            .collect()
    });
    let mut graph = Graph::new();
    for (path, text) in &inside {
        let from = part_of(folder, path);
        let mut note = |to: String, why: String| {
            if to != from {
                graph.entry(from.clone()).or_default().entry(to).or_insert(why);
            }
        };
        for named in paths_in(text, &module_of(path)) {
            let Some(rest) = named.strip_prefix(&format!("{}::", module_of(&folder.join("mod.rs")))) else { continue };
            let first = rest.split("::").next().unwrap_or_default().to_owned();
            let to = if parts.contains(&first) { first } else { "mod".to_owned() };
            note(to, format!("{} names {named}", path.display()));
        }
        for called in hub.map_or_else(Vec::new, |hub| calls_in(text, hub)) {
            if let Some(to) = defined.get(&called) {
                note(to.clone(), format!("{} calls {called}", path.display()));
            }
        }
    }
    graph
}

/// The child of `folder` that a file belongs to, by its name.
fn part_of(folder: &Path, file: &Path) -> String {
    let rest = file.strip_prefix(folder).expect("it is in the folder");
    let first = rest.components().next().expect("it has a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// `crate::app::item` for `src/app/item/mod.rs` and for `src/app/item.rs`.
fn module_of(file: &Path) -> String {
    let rest = file.strip_prefix("src").expect("it is under src").with_extension("");
    let names: Vec<_> =
        rest.iter().map(|name| name.to_string_lossy().into_owned()).filter(|name| name != "mod").collect();
    ["crate".to_owned()].into_iter().chain(names).collect::<Vec<_>>().join("::")
}

/// Every path that a file names, from `crate` on, with the braces of its `use` lines taken apart.
fn paths_in(text: &str, module: &str) -> Vec<String> {
    let text: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default().trim()).collect::<Vec<_>>().join(" ");
    let children: Vec<&str> =
        text.split("mod ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(name, _)| name.trim()).collect();
    let mut found = Vec::new();
    for start in text.match_indices(|c: char| c.is_alphabetic()).map(|(at, _)| at) {
        let before = text[..start].chars().next_back().unwrap_or(' ');
        let rest = &text[start..];
        let first = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let begins = ["crate", "super", "self"].contains(&first) || children.contains(&first);
        if begins && !before.is_alphanumeric() && !"_:.".contains(before) && rest[first.len()..].starts_with("::") {
            expand("", rest, &mut found);
        }
    }
    found.iter().map(|path| absolute(path, module)).collect()
}

/// Reads one path, `a::{b, c::d}` as `a::b` and `a::c::d`; what follows it is left.
fn expand<'a>(prefix: &str, text: &'a str, found: &mut Vec<String>) -> &'a str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(text.len());
    let (head, mut rest) = text.split_at(end);
    let path = format!("{prefix}{head}");
    match rest.strip_prefix('{').filter(|_| head.ends_with("::") || head.is_empty()) {
        None => found.push(path),
        Some(inner) => {
            rest = inner;
            while !rest.is_empty() && !rest.starts_with('}') {
                rest = expand(&path, rest, found).trim_start().trim_start_matches("as ");
                rest = rest.trim_start_matches(|c: char| c != ',' && c != '}').trim_start_matches(',').trim_start();
            }
            rest = rest.strip_prefix('}').unwrap_or(rest);
        }
    }
    rest
}

fn absolute(path: &str, module: &str) -> String {
    let (mut base, mut rest) = (module.to_owned(), path);
    if rest == "crate" || rest.starts_with("crate::") {
        return rest.to_owned();
    }
    rest = rest.strip_prefix("self::").unwrap_or(rest);
    while let Some(after) = rest.strip_prefix("super::") {
        base = base.rsplit_once("::").map_or_else(String::new, |(above, _)| above.to_owned());
        rest = after;
    }
    format!("{base}::{rest}")
}

/// The names of the methods that a file gives to `hub`.
fn methods_of(text: &str, hub: &str) -> Vec<String> {
    let name = |line: &str| Some(line.split_once("fn ")?.1.split(['(', '<']).next()?.to_owned());
    within_impl(text, hub)
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "))
        .filter_map(name)
        .collect()
}

/// The names of the methods of `hub` that a file calls, on itself or on a value named after it.
fn calls_in(text: &str, hub: &str) -> Vec<String> {
    let named = format!("{}.", hub.to_lowercase());
    let after = |line: &str, receiver: &str| -> Vec<String> {
        let parts = line.split(receiver).skip(1);
        parts.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name.to_owned()).collect()
    };
    let own = within_impl(text, hub).flat_map(|line| after(line, "self."));
    own.chain(text.lines().flat_map(|line| after(line, &named))).collect()
}

fn within_impl<'a>(text: &'a str, hub: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("impl {hub} {{");
    let mut inside = false;
    text.lines().filter(move |line| {
        inside = (inside || *line == opening) && *line != "}";
        inside
    })
}

/// One circle for each knot of parts that know each other, with what says so.
fn circles(graph: &Graph) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for start in graph.keys().filter(|start| reached(graph, start).contains_key(*start)) {
        let knot: BTreeSet<_> =
            reached(graph, start).into_keys().filter(|part| reached(graph, part).contains_key(start)).collect();
        if seen.insert(knot.clone()) {
            let way = way_back(graph, start);
            let steps = way.windows(2).map(|step| format!("\n    {}", graph[&step[0]][&step[1]]));
            found.push(format!("{} (of {} in the knot){}", way.join(" → "), knot.len(), steps.collect::<String>()));
        }
    }
    found
}

/// Every part that can be reached from one, each with the part before it on the shortest way.
fn reached(graph: &Graph, start: &str) -> BTreeMap<String, String> {
    let (mut before, mut waiting) = (BTreeMap::new(), VecDeque::from([start.to_owned()]));
    while let Some(part) = waiting.pop_front() {
        for next in graph.get(&part).into_iter().flat_map(BTreeMap::keys) {
            if !before.contains_key(next) {
                before.insert(next.clone(), part.clone());
                waiting.push_back(next.clone());
            }
        }
    }
    before
}

fn way_back(graph: &Graph, start: &str) -> Vec<String> {
    let before = reached(graph, start);
    let mut way = vec![start.to_owned()];
    let mut part = before[start].clone();
    while part != start {
        way.push(part.clone());
        part = before[&part].clone();
    }
    way.push(start.to_owned());
    way.reverse();
    way
}
