//! From what is typed to a filter, or to what is possible instead.

use super::{Compare, Filter, Is, Phrase, Term, Test};
use crate::domain::fold::{folded, same};
use crate::domain::points::Points;
use crate::domain::words::Word;

/// So many names are said to be possible.
const MOST_NAMED: usize = 8;

/// A term beside words that a list understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Person,
    Label,
    Status,
    Kind,
    Is,
    Points,
}

/// What the terms of a filter may name in one list.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The terms beside words that ask something of them.
    pub parts: &'static [Part],
    pub people: Vec<String>,
    /// Who `@me` is.
    pub me: String,
    pub statuses: Vec<String>,
    pub labels: Vec<String>,
}

/// A term that is not a filter, and what is possible instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub term: String,
    pub possible: String,
    /// Whether more letters can make it one.
    pub unfinished: bool,
}

impl Unread {
    /// The sentence of a refusal.
    pub fn sentence(&self) -> String {
        format!("\"{}\" is not a filter. Possible: {}.", self.term, self.possible)
    }
}

/// A text between spaces: without its quotes, and whether it began with one.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    quoted: bool,
    excluded: bool,
}

/// Reads a filter. Terms that are none are left out, and the first of them is named.
pub fn read(typed: &str, known: &Known) -> (Filter, Option<Unread>) {
    let (mut filter, mut unread) = (Filter::default(), None);
    for Typed { text, quoted, excluded } in split(typed) {
        let test = if quoted { Ok(Phrase::of(&text).map(Test::Words)) } else { test(&text, known) };
        match test {
            Ok(test) => filter.terms.extend(test.map(|test| Term { excluded, test })),
            Err(wrong) => unread = unread.or(Some(wrong)),
        }
    }
    (filter, unread)
}

/// Cuts at spaces, but not inside quotes.
fn split(typed: &str) -> Vec<Typed> {
    let (mut all, mut inside) = (vec![Typed::default()], false);
    for c in typed.chars() {
        let Some(last) = all.last_mut() else { break };
        match c {
            '"' => {
                last.quoted |= !inside && last.text.is_empty();
                inside = !inside;
            }
            c if c.is_whitespace() && !inside => all.push(Typed::default()),
            '-' if last.text.is_empty() && !last.quoted && !last.excluded => last.excluded = true,
            c => last.text.push(c),
        }
    }
    all.retain(|one| !one.text.trim().is_empty());
    all
}

/// The test that a text means; nothing for one without a letter or a digit.
fn test(text: &str, known: &Known) -> Result<Option<Test>, Unread> {
    if let Some(name) = text.strip_prefix('@') {
        return part(Part::Person, text, known).and_then(|()| person(text, name, known)).map(Some);
    }
    if let Some(label) = text.strip_prefix('#') {
        return part(Part::Label, text, known).and_then(|()| label_test(text, label, known)).map(Some);
    }
    if let Some((asked, compared)) = points(text) {
        return part(Part::Points, text, known).and_then(|()| points_test(text, asked, compared)).map(Some);
    }
    let (name, value) = text.split_once(':').unwrap_or(("", text));
    let read = |wanted, test: fn(&str, &str, &Known) -> Result<Test, Unread>| {
        part(wanted, text, known).and_then(|()| test(text, value, known)).map(Some)
    };
    match folded(name).as_str() {
        "status" => read(Part::Status, status),
        "kind" => read(Part::Kind, |text, value, _| word(text, "kind:", value).map(Test::Kind)),
        "is" => read(Part::Is, |text, value, _| word::<Is>(text, "is:", value).map(Test::Is)),
        _ => Ok(Phrase::of(text).map(Test::Words)),
    }
}

/// Refuses a term that asks for what the things of this list do not have.
fn part(wanted: Part, text: &str, known: &Known) -> Result<(), Unread> {
    if known.parts.contains(&wanted) {
        return Ok(());
    }
    Err(Unread { term: text.to_owned(), possible: known.possible(), unfinished: false })
}

impl Known {
    /// `words, @name or status:`: what a filter of the list may ask.
    pub fn possible(&self) -> String {
        or(&["words"].into_iter().chain(self.parts.iter().map(|part| part.example())).collect::<Vec<_>>())
    }
}

impl Part {
    fn example(self) -> &'static str {
        match self {
            Self::Person => "@name",
            Self::Label => "#label",
            Self::Status => "status:",
            Self::Kind => "kind:",
            Self::Is => "is:",
            Self::Points => "points>5",
        }
    }
}

/// `a, b or c`; the first of a long list.
fn or(words: &[&str]) -> String {
    match words.split_last() {
        _ if words.len() > MOST_NAMED => {
            format!("{} …", words.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join(", "))
        }
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => words.concat(),
    }
}

/// Those of the names that are meant: the one that is typed in full, else all that begin so.
fn meant<'a>(typed: &str, names: &'a [String]) -> Vec<&'a String> {
    let typed = folded(typed);
    let whole: Vec<&String> = names.iter().filter(|name| folded(name) == typed).collect();
    if !whole.is_empty() || typed.is_empty() {
        return whole;
    }
    names.iter().filter(|name| folded(name).starts_with(&typed)).collect()
}

fn person(text: &str, name: &str, known: &Known) -> Result<Test, Unread> {
    let found = meant(name, &known.people);
    if !found.is_empty() {
        return Ok(Test::Person(found.into_iter().cloned().collect()));
    }
    if same(name, "me") {
        return Ok(Test::Person(vec![known.me.clone()]));
    }
    if same(name, "nobody") || same(name, "none") {
        return Ok(Test::Nobody);
    }
    let names: Vec<String> = known.people.iter().map(|name| format!("@{name}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).chain(["@me", "@nobody"]).collect();
    Err(Unread { term: text.to_owned(), possible: or(&names), unfinished: begins(name, &["me", "nobody", "none"]) })
}

fn label_test(text: &str, label: &str, known: &Known) -> Result<Test, Unread> {
    let found = meant(label, &known.labels);
    if !found.is_empty() {
        return Ok(Test::Label(found.into_iter().map(|label| folded(label)).collect()));
    }
    let labels: Vec<String> = known.labels.iter().map(|label| format!("#{label}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let possible = if labels.is_empty() { "a label, but no item has one yet".to_owned() } else { or(&labels) };
    Err(Unread { term: text.to_owned(), possible, unfinished: label.is_empty() })
}

fn status(text: &str, name: &str, known: &Known) -> Result<Test, Unread> {
    let found: Vec<String> = meant(name, &known.statuses).into_iter().map(|name| folded(name)).collect();
    if !found.is_empty() {
        return Ok(Test::Status(found));
    }
    let names: Vec<&str> = known.statuses.iter().map(String::as_str).collect();
    let possible = format!("status:{}", or(&names));
    Err(Unread { term: text.to_owned(), possible, unfinished: name.is_empty() })
}

fn word<T: Word>(text: &str, name: &str, value: &str) -> Result<T, Unread> {
    T::parse(value).ok_or_else(|| Unread {
        term: text.to_owned(),
        possible: format!("{name}{}", or(T::WORDS)),
        unfinished: begins(value, T::WORDS),
    })
}

/// Whether a text is the beginning of one of the words.
fn begins(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.starts_with(folded(text).as_str()))
}

/// `points>5` as its comparison and what it compares with.
fn points(text: &str) -> Option<(&str, Compare)> {
    let rest = text.get(.."points".len()).filter(|name| same(name, "points")).and(text.get("points".len()..))?;
    let signs = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Equal),
        (":", Compare::Equal),
    ];
    signs.into_iter().find_map(|(sign, compare)| Some((rest.strip_prefix(sign)?, compare)))
}

fn points_test(text: &str, value: &str, compare: Compare) -> Result<Test, Unread> {
    match Points::parse_or_none(value) {
        Some(Some(points)) => Ok(Test::Points(compare, points)),
        Some(None) if compare == Compare::Equal => Ok(Test::NoPoints),
        _ => Err(Unread {
            term: text.to_owned(),
            possible: "points>5, with >, >=, <, <= or =, or points:none".to_owned(),
            unfinished: value.is_empty() || begins(value, &["none"]),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::filter::Subject;
    use crate::domain::item::Kind;
    use proptest::prelude::*;

    fn known() -> Known {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Known {
            parts: &[Part::Person, Part::Label, Part::Status, Part::Kind, Part::Is, Part::Points],
            people: own(&["Ann", "Anna", "Élodie Roux"]),
            me: "Anna".to_owned(),
            statuses: own(&["todo", "in review", "done"]),
            labels: own(&["Net", "Network"]),
        }
    }

    fn one(typed: &str) -> Test {
        let (mut filter, unread) = read(typed, &known());
        assert_eq!((filter.terms.len(), &unread), (1, &None), "{typed}: {filter:?}");
        filter.terms.remove(0).test
    }

    #[test]
    fn each_term_is_read() {
        let names = |names: &[&str]| Test::Person(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(one("@ann"), names(&["Ann"]));
        assert_eq!(one("@an"), names(&["Ann", "Anna"]));
        assert_eq!(one("@\"élodie r\""), names(&["Élodie Roux"]));
        assert_eq!(one("@me"), names(&["Anna"]));
        assert_eq!(one("@nobody"), Test::Nobody);
        assert_eq!(one("#net"), Test::Label(vec!["net".to_owned()]));
        assert_eq!(one("#ne"), Test::Label(vec!["net".to_owned(), "network".to_owned()]));
        assert_eq!(one("Status:\"in r"), Test::Status(vec!["in review".to_owned()]));
        assert_eq!(one("kind:BUG"), Test::Kind(Kind::Bug));
        assert_eq!(one("is:stuck"), Test::Is(Is::Stuck));
        assert_eq!(one("points>=0,5"), Test::Points(Compare::AtLeast, Points::parse("0.5").unwrap()));
        assert_eq!(one("points:none"), Test::NoPoints);
        assert!(matches!(one("\"@ann\""), Test::Words(_)), "in quotes it is words");
        assert!(matches!(one("http://ex.org"), Test::Words(_)), "no term of ours");
        assert!(read("-is:ready", &known()).0.terms[0].excluded);
        assert_eq!(read("- & \"\" -\"\"", &known()), (Filter::default(), None));
    }

    #[test]
    fn what_is_no_filter_says_what_is() {
        for (typed, possible, unfinished) in [
            ("points>abc", "points>5, with >, >=, <, <= or =, or points:none", false),
            ("points>", "points>5, with >, >=, <, <= or =, or points:none", true),
            ("is:foo", "is:ready, blocked, stuck, open, finished or dropped", false),
            ("is:re", "is:ready, blocked, stuck, open, finished or dropped", true),
            ("status:nonsense", "status:todo, in review or done", false),
            ("@zed", "@Ann, @Anna, @Élodie Roux, @me or @nobody", false),
            ("#x", "#Net or #Network", false),
            ("kind:x", "kind:story, bug, task or spike", false),
        ] {
            let (filter, unread) = read(&format!("net {typed}"), &known());
            let unread = unread.unwrap();
            assert_eq!(
                (unread.term.as_str(), unread.possible.as_str(), unread.unfinished),
                (typed, possible, unfinished)
            );
            assert_eq!(filter.terms.len(), 1, "the other terms still narrow");
        }
        let few = Known { parts: &[Part::Person], ..known() };
        let unread = read("points>5", &few).1.unwrap();
        assert_eq!(unread.sentence(), "\"points>5\" is not a filter. Possible: words or @name.");
    }

    #[test]
    fn words_are_compared_folded_and_from_their_beginning() {
        let lets = |typed: &str, text: &str| {
            let thing = Subject { key: "PAY-12".to_owned(), texts: vec![text.to_owned()], ..Subject::default() };
            read(typed, &known()).0.lets(&thing)
        };
        assert!(lets("emile STRASSE", "Die Straße von Émile"));
        assert!(lets("netw spl", "A network split") && !lets("work", "A network split"));
        assert!(lets("\"network spl\"", "A network split") && !lets("\"split network\"", "A network split"));
        assert!(lets("pay-12", "") && lets("12", "") && !lets("pay", "") && !lets("2", ""));
        assert!(lets("-refund", "A network split") && !lets("-network", "A network split"));
    }

    proptest! {
        #[test]
        fn nothing_that_people_type_fails(typed in any::<String>(), text in any::<String>()) {
            let thing = Subject { texts: vec![text], ..Subject::default() };
            let (filter, _) = read(&typed, &known());
            let _ = filter.lets(&thing);
        }
    }
}
