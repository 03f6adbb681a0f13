//! Every rule that is named by its number is explained in `docs/rules.md`, and no rule there is named nowhere.

use super::all;
use super::text::{place, sentences};
use regex::Regex;
use standfast::rules::{Op, Rule};
use std::collections::{BTreeMap, BTreeSet};

/// A letter that begins the numbers of a group of rules, and a number. A3 and B7 are also keys of actions and blockers.
const RULE: &str = r"\b([AB]|[GILRSUVX])([0-9]{1,2})\b";

/// Rules by their numbers, each with the places that name it.
type Named = BTreeMap<String, Vec<String>>;

#[test]
fn every_rule_that_is_named_is_explained() {
    let explained = explained();
    let named = named(&["src", "tests/it", "docs", "README.md", "CHANGELOG.md", "assets"]);
    let missing: Vec<_> = named
        .iter()
        .filter(|(rule, _)| !explained.contains(*rule))
        .flat_map(|(rule, places)| places.iter().map(move |place| format!("{place}: {rule}")))
        .collect();
    assert!(missing.is_empty(), "docs/rules.md does not explain\n{}", missing.join("\n"));
}

#[test]
fn every_rule_that_is_explained_is_named() {
    let named = named(&["src", "tests/it"]);
    let idle: Vec<_> = explained().into_iter().filter(|rule| !named.contains_key(rule)).collect();
    assert!(idle.is_empty(), "docs/rules.md explains what nothing names: {idle:?}");
}

#[test]
fn keys_are_not_rules() {
    let finder = Finder::new();
    let said = |text: &str| finder.rules_in(text).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(said(" Actions (A1–A3, R5), such as A7 (B9 is open)."), "A1 A2 A3 R5");
    assert_eq!(said("standfast A5: a reason"), "A5");
    assert_eq!(said("refused by L7 in X2"), "L7 X2");
    assert_eq!(said("action rule A9 worked"), "");
}

#[test]
fn every_rule_that_can_refuse_is_explained() {
    let explained = explained();
    let missing: Vec<_> = Rule::ALL.iter().filter(|rule| !explained.contains(rule.number())).collect();
    assert!(missing.is_empty(), "docs/rules.md does not explain {missing:?}");
}

#[test]
fn an_operation_that_sql_names_is_one_of_ours() {
    let named = Regex::new(r"(?:operation|under_way)\b[^;']*\bname = '([^']+)'").unwrap();
    let files = all("src/store").into_iter().filter_map(|(path, text)| Some((path, text?)));
    let mut seen = 0;
    for (path, text) in files {
        for found in named.captures_iter(&text) {
            seen += 1;
            assert!(Op::parse(&found[1]).is_some(), "{}: {}", path.display(), &found[1]);
        }
    }
    assert!(seen > 0, "nothing names an operation any more; drop this test");
}

/// The rules that have a heading of their own on the page.
fn explained() -> BTreeSet<String> {
    let heading = Regex::new(r"^### ([A-Z][0-9]{1,2})$").unwrap();
    let page = sentences("docs/rules.md");
    page.iter().filter_map(|line| Some(heading.captures(&line.text)?[1].to_owned())).collect()
}

/// The rules named under these folders, with the places.
fn named(folders: &[&str]) -> Named {
    let (finder, mut named) = (Finder::new(), Named::new());
    for sentence in folders.iter().flat_map(|folder| sentences(folder)) {
        if sentence.path.ends_with("docs/rules.md") || sentence.path.ends_with("tidy/rules.rs") {
            continue;
        }
        for rule in finder.rules_in(&sentence.text) {
            named.entry(rule).or_default().push(place(&sentence.path, sentence.line));
        }
    }
    named
}

/// Finds the rules that a sentence names.
struct Finder {
    rule: Regex,
    range: Regex,
    cited: Regex,
}

impl Finder {
    fn new() -> Self {
        let cited = r"\((?:rules? )?([A-Z][0-9]+(?:(?:–|, | and )[A-Z][0-9]+)*)\)|standfast ([A-Z][0-9]+):";
        Self {
            rule: Regex::new(RULE).unwrap(),
            range: Regex::new("([A-Z])([0-9]{1,2})–[A-Z]?([0-9]{1,2})").unwrap(),
            cited: Regex::new(cited).unwrap(),
        }
    }

    /// The rules in this text. Numbers that begin with A or B count only in parentheses that hold nothing but rules, or
    /// at the start of a message of the database; alone in a literal they are a key as often as a rule.
    fn rules_in(&self, text: &str) -> BTreeSet<String> {
        let plain = self.rule.captures_iter(text).filter(|found| !["A", "B"].contains(&&found[1]));
        let mut rules: BTreeSet<String> = plain.map(|found| found[0].to_owned()).collect();
        for part in self.cited.captures_iter(text).filter_map(|found| found.get(1).or(found.get(2))) {
            rules.extend(self.rule.find_iter(part.as_str()).map(|found| found.as_str().to_owned()));
            for found in self.range.captures_iter(part.as_str()) {
                let (from, to) = (found[2].parse::<u8>().unwrap(), found[3].parse::<u8>().unwrap());
                rules.extend((from..=to).map(|number| format!("{}{number}", &found[1])));
            }
        }
        rules
    }
}
