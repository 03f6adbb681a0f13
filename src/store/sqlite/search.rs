//! What a person typed, as a query of SQLite's full-text index. Words match whole, the last one as it begins.

/// The rows of items that a query `$2` of the index finds: all, the first `$1` after row `$3`, the last `$1` before it.
pub fn parts() -> Vec<(String, String)> {
    let found = "SELECT rowid FROM item_search WHERE item_search MATCH $2";
    vec![
        ("{found}".into(), found.into()),
        ("{found after}".into(), format!("{found} AND rowid > $3 ORDER BY rowid LIMIT $1")),
        ("{found before}".into(), format!("{found} AND rowid < $3 ORDER BY rowid DESC LIMIT $1")),
    ]
}

/// Every word must occur; `None` where nothing typed is a word.
pub fn full_text_query(typed: &str) -> Option<String> {
    let words = typed.split(|c: char| !is_word(c)).filter(|word| !word.is_empty());
    let quoted: Vec<String> = words.take(16).map(|word| format!("\"{word}\"")).collect();
    (!quoted.is_empty()).then(|| format!("{}*", quoted.join(" AND ")))
}

/// A character that the index keeps inside a word. Enclosed letters count as alphabetic in Unicode but are symbols to
/// the tokenizer, and a word that it splits would be a phrase, which this index does not hold.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !matches!(c, '\u{2400}'..='\u{27ff}' | '\u{1f100}'..='\u{1f1ff}')
}
