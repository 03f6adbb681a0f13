//! When two names are one: whatever the case, in whatever Unicode form, without a locale.

use crate::domain::text;
use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// A name as it is compared: full case folding, in normal form C. `Émile` is `émile`, `STRASSE` is `Straße`.
pub fn folded(name: &str) -> String {
    // Two names that look the same are the same: what only hides does not count.
    let name = text::clean(name);
    let name = name.trim();
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfd().default_case_fold().nfc().collect() }
}

/// The words of a text as searches compare them: folded, and Latin letters without their accents.
pub fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    let bare = if folded.is_ascii() { folded } else { without_accents(&folded) };
    bare.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A character that is kept inside a word. Enclosed letters count as alphabetic in Unicode but are symbols.
pub fn is_word(c: char) -> bool {
    (c.is_alphanumeric() || is_accent(c)) && !matches!(c, '\u{2400}'..='\u{27ff}' | '\u{1f100}'..='\u{1f1ff}')
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn without_accents(text: &str) -> String {
    let mut latin = false;
    let keep = |c: &char| {
        if is_accent(*c) {
            return !latin;
        }
        latin = c.is_ascii_alphabetic();
        true
    };
    text.nfd().filter(keep).nfc().collect()
}

/// Whether two names are one.
pub fn same(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// The groups of names that are one but for case and form, each with more than one.
pub fn doubles(names: impl IntoIterator<Item = String>) -> Vec<Vec<String>> {
    let mut groups: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for name in names {
        groups.entry(folded(&name)).or_default().push(name);
    }
    groups.into_values().filter(|names| names.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_form_do_not_matter() {
        for (one, other) in [
            ("Ana", "ANA"),
            ("Émile", "émile"),
            ("\u{c9}mile", "E\u{301}mile"),
            ("Straße", "STRASSE"),
            ("ẞ", "ss"),
            ("ΟΔΟΣ", "οδος"),
            ("Ångström", "a\u{30a}ngstro\u{308}m"),
            ("ﬁn", "FIN"),
            (" Bo ", "bo"),
            ("bo\u{200d}b", "bob"),
        ] {
            assert!(same(one, other), "{one} {other}: {} {}", folded(one), folded(other));
        }
        for (one, other) in [("Emile", "Émile"), ("Ana", "Anna"), ("ı", "i"), ("", "a")] {
            assert!(!same(one, other), "{one} {other}");
        }
        assert_eq!(doubles(["Bo", "Ana", "ANA"].map(str::to_owned)), [["Ana", "ANA"]]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in any::<String>()) {
            prop_assert_eq!(folded(&folded(&name)), folded(&name));
            prop_assert!(same(&name, &name.nfd().collect::<String>()));
        }
    }
}
