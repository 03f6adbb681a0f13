//! What a person typed, as a query of SQLite's full-text index. Words match whole, the last one as it begins.

use crate::domain::fold::is_word;
use unicode_normalization::UnicodeNormalization;

/// How many places in a word where `ss` could be `ß` are tried in both spellings.
const SHARP: usize = 3;

/// The rows of items that a query `$2` of the index finds: all, the first `$1` after row `$3`, the last `$1` before it.
pub fn parts() -> Vec<(String, String)> {
    let found = "SELECT rowid FROM item_search WHERE item_search MATCH $2";
    vec![
        ("{found}".into(), found.into()),
        ("{found after}".into(), format!("{found} AND rowid > $3 ORDER BY rowid LIMIT $1")),
        ("{found before}".into(), format!("{found} AND rowid < $3 ORDER BY rowid DESC LIMIT $1")),
    ]
}

/// Every word must occur; `None` if nothing typed is a word. The index folds case and takes accents off, but `ß` is a
/// letter of its own in it.
pub fn full_text_query(typed: &str) -> Option<String> {
    let typed: String = typed.nfc().collect();
    let words: Vec<&str> = typed.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).take(16).collect();
    let asked = words.iter().enumerate().map(|(at, word)| {
        let last = at + 1 == words.len();
        let star = if last { "*" } else { "" };
        let ways: Vec<String> = spellings(word, last).iter().map(|way| format!("\"{way}\"{star}")).collect();
        if ways.len() > 1 { format!("({})", ways.join(" OR ")) } else { ways.concat() }
    });
    let asked: Vec<String> = asked.collect();
    (!asked.is_empty()).then(|| asked.join(" AND "))
}

/// The words of all of these must occur, the last of each as it begins.
pub fn full_text_query_of(typed: &[&str]) -> Option<String> {
    let asked: Vec<String> = typed.iter().filter_map(|typed| full_text_query(typed)).collect();
    (!asked.is_empty()).then(|| asked.join(" AND "))
}

/// A word with each `ss` as `ß` and not. The end of a word that is still typed may be half of one.
fn spellings(word: &str, begun: bool) -> Vec<String> {
    if !word.contains(['s', 'S', 'ß', 'ẞ']) {
        return vec![word.to_owned()];
    }
    let plain = word.replace(['ß', 'ẞ'], "ss");
    let mut ways = vec![String::new()];
    let mut rest = plain.as_str();
    for _ in 0..SHARP {
        let Some(at) = rest.as_bytes().windows(2).position(|two| two.eq_ignore_ascii_case(b"ss")) else { break };
        let (before, after) = rest.split_at(at);
        let (double, after) = after.split_at(2);
        let longer = |way: &String| [double, "ß"].map(|s| format!("{way}{before}{s}"));
        ways = ways.iter().flat_map(longer).collect();
        rest = after;
    }
    let half = rest.strip_suffix(['s', 'S']).filter(|_| begun);
    let ends = half.map(|half| format!("{half}ß")).into_iter().chain([rest.to_owned()]);
    let ends: Vec<String> = ends.collect();
    ways.iter().flat_map(|way| ends.iter().map(move |end| format!("{way}{end}"))).collect()
}
