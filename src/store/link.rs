//! One link of the chain: the bytes that the hash of an operation covers, in a form that nothing else has.

use serde_json::{Map, Number, Value};
use sha2::{Digest as _, Sha256};

/// A SHA-256: of a row, or of an operation.
pub type Digest = [u8; 32];

/// The facts of an operation that its hash covers.
#[derive(Debug)]
pub struct Facts<'a> {
    pub id: i64,
    pub at: i64,
    pub actor: &'a str,
    pub name: &'a str,
    pub said: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub reverts: Option<i64>,
    pub first_change: i64,
    pub last_change: Option<i64>,
}

/// One change as the log holds it, its images as text.
#[derive(Debug)]
pub struct Logged {
    pub id: i64,
    pub operation: i64,
    pub table: String,
    pub row: i64,
    pub kind: String,
    pub item: Option<i64>,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl Logged {
    /// Whether the log leaves to the row itself what the operation wrote: an insert, and the long record of a standup.
    pub fn leaves_to_the_row(&self) -> bool {
        let hides = |before: &String| self.table == "standup" && before.contains("\"record\":");
        self.kind == "I" || (self.kind == "U" && self.before.as_ref().is_some_and(hides))
    }
}

/// The hash of an operation in the making.
#[derive(Debug)]
pub struct Link(Sha256);

impl Link {
    /// Begins with the hash of the operation before, which is empty for the first one.
    pub fn after(previous: Option<&Digest>) -> Self {
        let mut link = Self(Sha256::new());
        link.text("standfast log 1");
        link.0.update([u8::from(previous.is_some())]);
        link.0.update(previous.unwrap_or(&[0; 32]));
        link
    }

    /// Adds a change and, if the log leaves its values to the row, the digest of the row at the end of the operation.
    pub fn change(&mut self, change: &Logged, row: Option<&Digest>) {
        self.0.update(b"c");
        self.number(change.id);
        self.text(&change.table);
        self.number(change.row);
        self.text(&change.kind);
        self.optional_number(change.item);
        self.optional_text(change.before.as_deref());
        self.optional_text(change.after.as_deref());
        match row.filter(|_| change.leaves_to_the_row()) {
            Some(digest) => {
                self.0.update(b"r");
                self.0.update(digest);
            }
            None => self.0.update(b"-"),
        }
    }

    /// Adds the operation's own facts, and gives its hash.
    pub fn end(mut self, facts: &Facts<'_>) -> Digest {
        self.0.update(b"o");
        self.number(facts.id);
        self.number(facts.at);
        self.text(facts.actor);
        self.text(facts.name);
        self.optional_text(facts.said);
        self.optional_text(facts.reason);
        self.optional_number(facts.reverts);
        self.number(facts.first_change);
        self.optional_number(facts.last_change);
        self.0.finalize().into()
    }

    fn text(&mut self, text: &str) {
        put(&mut self.0, text);
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_be_bytes());
    }

    fn optional_text(&mut self, text: Option<&str>) {
        self.0.update([u8::from(text.is_some())]);
        self.text(text.unwrap_or_default());
    }

    fn optional_number(&mut self, number: Option<i64>) {
        self.0.update([u8::from(number.is_some())]);
        self.number(number.unwrap_or_default());
    }
}

fn put(sha: &mut Sha256, text: &str) {
    sha.update((text.len() as u64).to_be_bytes());
    sha.update(text.as_bytes());
}

/// The same as hexadecimal digits.
pub fn hex(digest: &Digest) -> String {
    use std::fmt::Write as _;
    digest.iter().fold(String::with_capacity(2 * digest.len()), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Columns that came later than the chain and are not empty by default, with that default: while they hold it, a row
/// is what it was before. A migration that adds such a column adds it here, by a name that no other table uses.
const LATER: &[(&str, i64)] = &[("count_parents", 0), ("by_parts", 0), ("outside", 0)];

/// The digest of a row: its columns by name, those left out that are empty or hold the default of a later version, so that
/// a column which a later version adds changes nothing.
pub fn digest(image: &Map<String, Value>) -> Digest {
    let mut columns: Vec<(&String, &Value)> = image.iter().filter(|(name, value)| !is_left_out(name, value)).collect();
    columns.sort_unstable_by_key(|(name, _)| *name);
    let mut sha = Sha256::new();
    for (name, value) in columns {
        put(&mut sha, name);
        match value {
            Value::Number(number) => put(&mut sha, &format!("n{}", canonical(number))),
            Value::String(text) => {
                sha.update(b"t");
                put(&mut sha, text);
            }
            other => put(&mut sha, &format!("j{other}")),
        }
    }
    sha.finalize().into()
}

fn is_left_out(name: &str, value: &Value) -> bool {
    value.is_null() || LATER.iter().any(|(later, default)| *later == name && value.as_i64() == Some(*default))
}

/// Whether two values of a column are the same to the log, however they were printed.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || canonical(one) == canonical(other),
        _ => one == other,
    }
}

/// A whole number exactly; another one to twelve digits, since versions of SQLite print the last ones differently.
fn canonical(number: &Number) -> String {
    if let Some(whole) = number.as_i64() {
        return whole.to_string();
    }
    let short = format!("{:.11e}", number.as_f64().unwrap_or(f64::NAN));
    match short.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(image: Value) -> Digest {
        let Value::Object(image) = image else { panic!("not a row") };
        digest(&image)
    }

    #[test]
    fn order_printing_and_later_columns_do_not_change_a_row() {
        let row = of(json!({ "id": 1, "points": 3.0, "title": "x" }));
        assert_eq!(row, of(json!({ "title": "x", "points": 3, "id": 1, "later": null })));
        assert_eq!(row, of(json!({ "id": 1, "points": 3, "title": "x", "by_parts": 0 })));
        assert_ne!(row, of(json!({ "id": 1, "points": 3, "title": "x", "by_parts": 1 })));
        assert_eq!(of(json!({ "n": 0.300_000_000_000_000_04 })), of(json!({ "n": 0.3 })));
    }

    #[test]
    fn values_that_differ_make_another_row() {
        let rows = [
            json!({ "a": "x", "b": "y" }),
            json!({ "a": "xb", "b": "" }),
            json!({ "a": "x" }),
            json!({ "ab": "x" }),
            json!({ "a": 1 }),
            json!({ "a": "1" }),
            json!({ "a": 1_800_000_000_001_i64 }),
            json!({ "a": 1_800_000_000_002_i64 }),
            json!({ "a": 0.5 }),
            json!({ "a": 0.500_001 }),
            json!({ "a": "" }),
            json!({}),
        ];
        let digests: std::collections::HashSet<Digest> = rows.iter().cloned().map(of).collect();
        assert_eq!(digests.len(), rows.len());
    }

    fn facts() -> Facts<'static> {
        Facts {
            id: 2,
            at: 5,
            actor: "ana",
            name: "edit item",
            said: Some("Edited."),
            reason: None,
            reverts: None,
            first_change: 3,
            last_change: Some(3),
        }
    }

    fn change() -> Logged {
        Logged {
            id: 3,
            operation: 2,
            table: "item".to_owned(),
            row: 1,
            kind: "U".to_owned(),
            item: None,
            before: Some("{\"points\":1}".to_owned()),
            after: Some("{\"points\":2}".to_owned()),
        }
    }

    fn linked(previous: Option<&Digest>, change: &Logged, row: Option<&Digest>, facts: &Facts<'_>) -> Digest {
        let mut link = Link::after(previous);
        link.change(change, row);
        link.end(facts)
    }

    #[test]
    fn every_fact_of_an_operation_counts() {
        let mut seen = std::collections::HashSet::new();
        assert!(seen.insert(linked(None, &change(), None, &facts())));
        assert!(seen.insert(linked(Some(&[7; 32]), &change(), None, &facts())));
        assert!(seen.insert(Link::after(None).end(&facts())));
        let others: [fn(&mut Facts<'_>); 9] = [
            |f| f.id = 9,
            |f| f.at = 9,
            |f| f.actor = "ben",
            |f| f.name = "edit items",
            |f| f.said = None,
            |f| f.reason = Some(""),
            |f| f.reverts = Some(0),
            |f| f.first_change = 9,
            |f| f.last_change = None,
        ];
        for other in others {
            let mut facts = facts();
            other(&mut facts);
            assert!(seen.insert(linked(None, &change(), None, &facts)), "{facts:?}");
        }
    }

    #[test]
    fn every_part_of_a_change_counts() {
        let mut seen = std::collections::HashSet::new();
        assert!(seen.insert(linked(None, &change(), None, &facts())));
        let others: [fn(&mut Logged); 7] = [
            |c| c.id = 9,
            |c| c.table = "team".to_owned(),
            |c| c.row = 9,
            |c| c.kind = "D".to_owned(),
            |c| c.item = Some(0),
            |c| c.before = None,
            |c| c.after = Some(String::new()),
        ];
        for other in others {
            let mut change = change();
            other(&mut change);
            assert!(seen.insert(linked(None, &change, None, &facts())), "{change:?}");
        }
        let inserted = Logged { kind: "I".to_owned(), before: None, after: None, ..change() };
        assert!(seen.insert(linked(None, &inserted, None, &facts())));
        assert!(seen.insert(linked(None, &inserted, Some(&[1; 32]), &facts())));
        assert!(seen.insert(linked(None, &inserted, Some(&[2; 32]), &facts())));
    }
}
